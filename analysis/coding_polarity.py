"""Which way is an answer meant: as a worry, as what helps, or as something asked for?

For `coding`, which says it of every code it gives. The question leads ("What would make you feel safer?" is
answered with what is asked for), the words decide: a linear regression on the invented examples, each of
which says how it is meant. It leaves to `coding` what a code's own seeds say about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.code_frame import POLARITIES
from analysis.coding_evidence import Rows
from analysis.wave import Polarity

Floats = NDArray[np.float64]

_BY_QUESTION = 0.5  # what a question's leaning is worth beside the words
_STEPS = 60  # of conjugate gradients: from half as many on, no answer changes its way

_ASKS = re.compile(
    r"\b(chang|improve|safer|should|would (make|help)|help most|want|wish|better|suggest|ask)", re.IGNORECASE
)
_WORRIES = re.compile(r"unsafe|worr|scare|afraid|problem|concern|danger|bad|dislike|fear", re.IGNORECASE)
_HELPS = re.compile(r"safe|help|good|like|protect", re.IGNORECASE)


def question_leaning(question: str) -> Polarity | None:
    """Which way answers to a question usually mean what they say, from its name or wording; None: unsure.

    >>> question_leaning("What would make you feel safer?"), question_leaning("unsafe_why")
    ('ask', 'worry')
    """
    plain = question.replace("_", " ")
    if _WORRIES.search(plain):
        return "worry"
    if _ASKS.search(plain):
        return "ask"
    return "helps" if _HELPS.search(plain) else None


def leanings(questions: Sequence[str] | None, n: int) -> list[Polarity | None]:
    """The leaning of each of n questions; of none of them where nobody says what was asked."""
    if questions is None:
        return [None] * n
    known = {question: question_leaning(question) for question in set(questions)}
    return [known[question] for question in questions]


class PolarityRegression:
    """How strongly an answer's words and its question speak for each way."""

    def __init__(self, ridge: float) -> None:
        self.ridge = ridge

    def fit(self, rows: Rows, ways: Sequence[Polarity]) -> PolarityRegression:
        """Learn from answers that say how they are meant; from none, only the question counts."""
        evidence = rows.without_question()
        targets = np.array([[given == way for way in POLARITIES] for given in ways], dtype=float)
        dual = self._dual(evidence, targets.reshape(len(ways), len(POLARITIES)))
        self._counted = np.asarray(evidence.counted.T @ dual)
        self._full = evidence.full.T @ dual
        self._usual = dual.sum(axis=0)
        return self

    def scores(self, rows: Rows, asked: Sequence[Polarity | None]) -> Floats:
        """The score of each way for each answer. `asked` are its question's leanings."""
        evidence = rows.without_question()
        led = np.array([[lean == way for way in POLARITIES] for lean in asked], dtype=float)
        said = evidence.counted @ self._counted + evidence.full @ self._full + self._usual
        return np.asarray(said + _BY_QUESTION * led.reshape(len(rows), len(POLARITIES)))

    def _dual(self, rows: Rows, targets: Floats) -> Floats:
        """What each known answer adds: (likeness + 1 + ridge) x = targets, by conjugate gradients.

        All three ways at once, each with its own step; the likeness of all answers is never written down.
        """
        solution, left = np.zeros_like(targets), targets.copy()
        direction, size = left.copy(), (left**2).sum(axis=0)
        for _ in range(_STEPS):
            reached = rows.counted @ (rows.counted.T @ direction) + rows.full @ (rows.full.T @ direction)
            reached += direction.sum(axis=0) + self.ridge * direction
            step = size / np.maximum((direction * reached).sum(axis=0), np.finfo(float).tiny)
            solution += step * direction
            left -= step * reached
            now = (left**2).sum(axis=0)
            direction = left + now / np.maximum(size, np.finfo(float).tiny) * direction
            size = now
        return solution
