"""Which answers are in another language than most?

For `topics`: grouping them with the rest would group languages, not topics, so they are set beside the rest
and counted. Most answers tell their language by a common word. What is left goes to a language identifier,
which is slow where answers are many: past some thousands, an answer most of whose words are in answers
already known to be in the main language is in it too.

It leaves the telling of one answer's language to `text`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.text import detect_language, language_at_sight, tokens

_IDENTIFIED = 3_000  # answers always given to the identifier, and those that teach the main language's words
_TAUGHT_BY = 30_000  # answers told at sight that teach words too
_MOSTLY = 0.6  # share of an answer's words that are known words of the main language
_SHOWING = 300  # answers enough to show what language most are in
_KNOWN_FROM = 2  # answers a word is in to be known


def in_another_language(texts: Sequence[str], silent: NDArray[np.bool_], main: str = "") -> NDArray[np.bool_]:
    """For each answer whether it is in another language than most (or than `main`, where these are only a
    part of all answers); one that says nothing is in none.
    """
    told = ["und" if quiet else language_at_sight(text) for text, quiet in zip(texts, silent, strict=True)]
    doubtful = sorted({text for text, one in zip(texts, told, strict=True) if not one})
    step = max(1, -(-len(doubtful) // _IDENTIFIED))
    identified = {text: detect_language(text) for text in doubtful[::step]}
    if step > 1:
        main = main or _main([*filter(None, told), *identified.values()])
        known = _known_words(texts, told, identified, main)
        for text in doubtful:
            if text not in identified:
                identified[text] = main if _mostly(text, known) else detect_language(text)
    told = [one or identified[text] for text, one in zip(texts, told, strict=True)]
    others = set(told) - {main or _main(told), "und"}
    return np.array([one in others for one in told], dtype=bool)


def in_the_language_of(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """Those of some other answers that are in the language of most of these."""
    some = sorted(texts)[:: max(1, len(texts) // _SHOWING)]
    main = _main([detect_language(text) for text in some])
    foreign = in_another_language(others, np.zeros(len(others), dtype=bool), main)
    return [text for text, other in zip(others, foreign, strict=True) if not other]


def _main(told: Sequence[str]) -> str:
    counts = Counter(one for one in told if one != "und")
    return min(counts, key=lambda one: (-counts[one], one), default="und")


def _known_words(
    texts: Sequence[str], told: Sequence[str], identified: dict[str, str], main: str
) -> frozenset[str]:
    """Words of answers in the main language, from a spread of them that their order does not change."""
    at_sight = sorted({text for text, one in zip(texts, told, strict=True) if one == main})
    step = max(1, -(-len(at_sight) // _TAUGHT_BY))
    taught = at_sight[::step] + [text for text, one in identified.items() if one == main]
    counts = Counter(word for text in taught for word in set(tokens(text)))
    return frozenset(word for word, n in counts.items() if n >= _KNOWN_FROM)


def _mostly(text: str, known: frozenset[str]) -> bool:
    words = tokens(text)
    return sum(map(known.__contains__, words)) >= _MOSTLY * len(words)
