"""Trains the small model that reads for harm beside the rules, on the invented answers and nothing else.

For maintainers: `python tests/benchmarks/train_harm_model.py` prints how much of one writer's answers would be
held by rules and a model that has learned only from the other writers (the rules were written beside the first
writer's, so that row flatters them), then writes `survey/screening/resources/harm_model.json.gz`. Run it again
after editing `resources/invented_harm/` or `harm_concepts.txt`; `--check` only prints. Deterministic: the same
answers give the same file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).parents[2]))
from survey.screening import nameless
from survey.screening.harm_model import DISAGREES, THRESHOLD, HarmModel, grams, pieces
from survey.screening.harm_signs import find_rules, is_read_by_model, is_serious
from survey.screening.harm_text import tag_ideas, without_idioms, words_of
from survey.screening.languages import recognise
from survey.screening.personal_details import find_details
from survey.screening.words import split_words

RESOURCES = Path(__file__).parents[2] / "survey" / "screening" / "resources"
SERIOUS = ("concern", "urgent")
_FIRST = "writer_1"  # templated and plain; the others, fewer and freer, count for more
_OTHERS_WEIGH = 4.0
_GRADED_BY_ANOTHER = frozenset(f"writer_{n}" for n in (11, 12, 13, 14))  # wrote whole waves, graded none
_TOO_SMALL = 1.0  # a pull nobody would miss
_CUTS = tuple(sorted({0.5, 0.6, 0.7, 0.8, THRESHOLD}))
_RECALL_FLOOR, _REST_CEILING = 0.87, 0.22  # over all writers but the first; measured .881 and .208
_DOUBT = 0.3  # how often a gram is taken to have been seen before it was


@dataclass(frozen=True)
class Answer:
    writer: str
    level: str
    words: list[str]
    by_rules: bool  # held whatever the model says
    by_broad: bool  # held unless the model reads it as harmless
    by_model: bool  # in a language the model reads

    @property
    def serious(self) -> bool:
        return self.level in SERIOUS

    @property
    def teaches(self) -> bool:
        """What a second reader called a worry lies where readers part: it is judged by, not learned from."""
        return not (self.level == "worry" and self.writer in _GRADED_BY_ANOTHER)


def answers(files: str = "*.tsv") -> list[Answer]:
    """Every invented answer in the files of these names, as screening reads it."""
    found: list[Answer] = []
    for file in sorted((RESOURCES / "invented_harm").glob(files)):
        lines = file.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        found += [_answer(file.stem, level, text) for level, _, text in rows]
    return found


def _answer(writer: str, level: str, text: str) -> Answer:
    read = nameless(text, find_details(text))
    language = recognise(split_words(text))
    found = find_rules(read, language)
    words = words_of(without_idioms(read))
    by_model = is_read_by_model(language)
    by_rules = is_serious(found.signs) or (bool(found.broad) and not by_model)
    return Answer(writer, level, words, by_rules, bool(found.broad), by_model)


def fit(learned: list[Answer]) -> HarmModel:
    """Logistic regression on unit-length rows of grams, each weighed by how rare it is and how unevenly it is
    spread over harmful and harmless answers; each harmless sentence is learned from too.
    """
    rows = [
        (piece, a.serious, 1.0 if a.writer == _FIRST else _OTHERS_WEIGH)
        for a in learned
        if a.teaches
        for piece in ([a.words] if a.serious else pieces(a.words))
    ]
    found = [_grams(tuple(words)) for words, _, _ in rows]
    harmful = np.array([serious for _, serious, _ in rows])
    telling = _telling(found, harmful)
    index = {g: n for n, g in enumerate(telling)}
    model = LogisticRegression(C=100.0, class_weight="balanced", max_iter=3000, solver="liblinear")
    model.fit(
        _matrix(found, telling, index), harmful, sample_weight=np.array([weight for _, _, weight in rows])
    )
    pull = model.coef_[0]
    kept = [g for g, n in index.items() if abs(pull[n] * telling[g]) > _TOO_SMALL]
    return HarmModel(
        round(float(model.intercept_[0]), 4),
        {g: n for n, g in enumerate(kept)},
        [round(telling[g], 2) for g in kept],
        [round(float(pull[index[g]]), 2) for g in kept],
    )


@cache
def _grams(words: tuple[str, ...]) -> frozenset[str]:
    """Remembered, because the same rows are learned from once for every writer left out."""
    return grams(list(words), tag_ideas(list(words)))


def _telling(found: list[frozenset[str]], harmful: NDArray[np.bool_]) -> dict[str, float]:
    """How telling each gram is: its rarity, times the root of how far the odds of seeing it differ between
    harmful and harmless rows (as in naive Bayes), so that rare and even-handed grams do not drown the others.
    """
    times = Counter(g for here in found for g in here)
    in_harm = Counter(g for here, yes in zip(found, harmful, strict=True) if yes for g in here)
    kept = sorted(times)
    of_harm = np.array([in_harm[g] for g in kept]) + _DOUBT
    of_rest = np.array([times[g] - in_harm[g] for g in kept]) + _DOUBT
    apart = np.abs(np.log((of_harm / of_harm.sum()) / (of_rest / of_rest.sum())))
    rare = np.log((1 + len(found)) / (1 + np.array([times[g] for g in kept]))) + 1
    return {g: float(value) for g, value in zip(kept, rare * np.sqrt(apart), strict=True)}


def _matrix(found: list[frozenset[str]], rarity: dict[str, float], index: dict[str, int]) -> sp.csr_matrix:
    """Rows of unit length: what `HarmModel` computes, for all answers at once."""
    rows, cols, values = [], [], []
    for n, grams_here in enumerate(found):
        known = sorted(g for g in grams_here if g in index)
        length = np.sqrt(sum(rarity[g] ** 2 for g in known)) or 1.0
        rows += [n] * len(known)
        cols += [index[g] for g in known]
        values += [rarity[g] / length for g in known]
    return sp.csr_matrix((values, (rows, cols)), shape=(len(found), len(index)))


def left_out(everything: list[Answer], writer: str) -> tuple[list[Answer], HarmModel]:
    """A writer's answers, and a model that never saw a word of theirs."""
    model = fit([a for a in everything if a.writer != writer])
    return [a for a in everything if a.writer == writer], model


def report(everything: list[Answer]) -> tuple[float, float]:
    """Each writer in turn by a model that never saw a word of theirs; the mean recall and share of the rest held,
    over the writers beside whom no rule was written.
    """
    means: dict[float, list[tuple[float, float]]] = {cut: [] for cut in _CUTS}
    for writer in sorted({a.writer for a in everything}, key=_number):
        theirs, model = left_out(everything, writer)
        p = np.array([model.likelihood(a.words) for a in theirs])
        y = np.array([a.serious for a in theirs])
        ranking = roc_auc_score(y, p)
        print(f"{writer}: {y.sum()} serious, {(~y).sum()} not; ranking by the model (AUC) {ranking:.3f}")
        rules = np.array([a.by_rules or a.by_broad for a in theirs])
        print(f"  rules alone: recall {rules[y].mean():.3f}, held of the rest {rules[~y].mean():.3f}")
        for cut in _CUTS:
            held = np.array([_held(a, likely, cut) for a, likely in zip(theirs, p, strict=True)])
            if writer != _FIRST:
                means[cut].append((float(held[y].mean()), float(held[~y].mean())))
            mark = "  <- in use" if cut == THRESHOLD else ""
            print(f"  {cut}: recall {held[y].mean():.3f}, held of the rest {held[~y].mean():.3f}{mark}")
    for cut in _CUTS:
        recall, rest = np.mean(means[cut], axis=0)
        print(f"mean over all but {_FIRST} at {cut}: recall {recall:.3f}, held of the rest {rest:.3f}")
    recall, rest = np.mean(means[THRESHOLD], axis=0)
    return float(recall), float(rest)


def _held(answer: Answer, likely: float, cut: float) -> bool:
    if answer.by_rules or not answer.by_model:
        return answer.by_rules
    return likely > cut or (answer.by_broad and likely > DISAGREES)


def _number(writer: str) -> int:
    return int(writer.rpartition("_")[2])


def written(model: HarmModel) -> bytes:
    """Three flat columns rather than one object a weight: a fifth of the time to read at start-up."""
    document = {
        "learned_from": learned_from(),
        "intercept": model.intercept,
        "grams": "\n".join(model.places),
        "telling": model.telling,
        "weights": model.weights,
    }
    data = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return gzip.compress(data, 9, mtime=0)


def learned_from() -> str:
    """A fingerprint of everything the model is made from, so that a stale model is noticed without training."""
    sources = [*sorted((RESOURCES / "invented_harm").glob("*.tsv")), RESOURCES / "harm_concepts.txt"]
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail below the floor")
    given = parser.parse_args()
    everything = answers()
    recall, rest = report(everything)
    model, file = fit(everything), RESOURCES / "harm_model.json.gz"
    if given.check:
        if recall < _RECALL_FLOOR or rest > _REST_CEILING:
            sys.exit(f"below the floor: recall {recall:.3f}, held of the rest {rest:.3f}")
        if gzip.decompress(written(model)) != gzip.decompress(file.read_bytes()):
            sys.exit(f"{file.name} is not what training makes; run this without --check")
        return
    file.write_bytes(written(model))
    print(len(model.weights), "weights from", len(everything), "invented answers")


if __name__ == "__main__":
    main()
