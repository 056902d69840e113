"""How do topics come about where the answers lie in many parts, on several cores or machines?

For an analyst with half a million answers and a Dask cluster (`pip install youth-listening[scale]`). The
estimator is `TopicModel`, no other: each part counts its different answers and draws some of them by a hash
of their words (map), the draws of all parts make the draw of the whole (reduce), topics are found in it
once, and each part is read against them (map). As the draw does not depend on how answers are parted, the
topics are learned from the same answers as in one process. What may differ: the last digits of a
membership, where a part ends within a chunk, and an answer that one process tells to be in another language
by other answers' words. At least 99 of 100 answers have the same topic (`tests/analysis/test_scale.py`).

Answers travel between the processes of the cluster: it must be one that may hold them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from dask import compute, delayed

from analysis.languages import in_another_language
from analysis.text import detect_language
from analysis.topic_input import drawn, silent_answers
from analysis.topics import Found, TopicModel

_FAN_IN = 8  # parts summed up in one step


@dataclass(frozen=True, slots=True)
class Told:
    """What a part tells about its answers: a draw of them in each language, how many are in it, how many
    say nothing.
    """

    drawn: Mapping[str, Mapping[str, float]]
    languages: Mapping[str, int]
    silent: int


def fit_partitions(model: TopicModel, parts: Sequence[Any]) -> tuple[TopicModel, list[Found]]:
    """Find the topics of answers that lie in parts, and read each part against them.

    `parts` are delayed lists of answers (`dask.bag.Bag.to_delayed()`, or `dask.delayed(read)(file)`), or
    plain lists. Computed by the Dask client in force, by threads of this process where there is none.
    """
    if not parts:
        raise ValueError("There are no parts to find topics in.")
    size, seed = model.sample_size, model.random_state
    told = [delayed(tell)(part, size, seed) for part in parts]
    (whole,) = compute(_summed(told, delayed(join), size, seed))
    counts, main = _in_main_language(whole)
    model.find(drawn(counts, size, seed))
    shared = delayed(model)
    read = list(compute(*[delayed(read_part)(shared, part, main) for part in parts]))
    founds = [found for found, _, _ in read]
    where: dict[str, int] = {}
    start = 0
    for found, places, _ in read:
        where = {text: start + at for text, at in places.items()} | where
        start += len(found.labels)
    labels = np.concatenate([found.labels for found in founds])
    sizes = np.bincount(labels[labels >= 0], minlength=model.n_components_)
    model.name(where, sizes, len(labels)).forget()
    model.labels_ = labels
    model.set_aside_ = whole.silent
    model.other_language_ = sum(foreign for _, _, foreign in read)
    return model, founds


def tell(texts: Sequence[str], size: int, seed: int) -> Told:
    """A part's draw of its answers, by language."""
    silent = silent_answers(texts)
    by_language: dict[str, Counter[str]] = {}
    for text, quiet in zip(texts, silent, strict=True):
        if not quiet:
            by_language.setdefault(detect_language(text), Counter())[text] += 1
    told = {language: drawn(counts, size, seed) for language, counts in by_language.items()}
    return Told(told, {one: counts.total() for one, counts in by_language.items()}, int(silent.sum()))


def join(told: Sequence[Told], size: int, seed: int) -> Told:
    """What several parts tell, as one."""
    by_language: dict[str, dict[str, float]] = {}
    languages: Counter[str] = Counter()
    for one in told:
        languages.update(one.languages)
        for language, counts in one.drawn.items():
            joined = by_language.setdefault(language, {})
            for text, n in counts.items():
                joined[text] = joined.get(text, 0.0) + n
    drawn_again = {language: drawn(counts, size, seed) for language, counts in by_language.items()}
    return Told(drawn_again, languages, sum(one.silent for one in told))


def read_part(model: TopicModel, texts: Sequence[str], main: str) -> tuple[Found, dict[str, int], int]:
    """What the answers of a part are about, where those stand that topics were found in, and how many are in
    another language than most of all answers are.
    """
    texts = list(texts)
    silent = silent_answers(texts)
    foreign = in_another_language(texts, silent, main)
    places: dict[str, int] = {}
    learned = model.learned_from()
    for at, text in enumerate(texts):
        if text in learned:
            places.setdefault(text, at)
    return model.read(texts, silent, foreign), places, int(foreign.sum())


def _summed(parts: list[Any], joined: Callable[..., Any], size: int, seed: int) -> Any:
    """The parts joined a few at a time, so that no process holds them all."""
    while len(parts) > 1:
        parts = [
            joined(parts[start : start + _FAN_IN], size, seed) for start in range(0, len(parts), _FAN_IN)
        ]
    return parts[0]


def _in_main_language(told: Told) -> tuple[dict[str, float], str]:
    known = {language: n for language, n in told.languages.items() if language != "und"}
    main = min(known, key=lambda language: (-known[language], language), default="und")
    counts: dict[str, float] = {}
    for language in {main, "und"} & told.drawn.keys():
        counts |= told.drawn[language]
    return counts, main
