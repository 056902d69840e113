"""Which way is an answer meant: as a worry, as what helps, or as something asked for?

For `coding`, which says it of every code it gives. The question leads ("What would make you feel safer?" is
answered with what is asked for), the words decide: a linear regression on the invented examples, each of
which says how it is meant. It leaves to `coding` what a code's own seeds say about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from analysis.code_frame import POLARITIES
from analysis.coding_evidence import Rows
from analysis.coding_learning import RidgeRegression, Scores
from analysis.wave import Polarity

_BY_QUESTION = 0.5  # what a question's leaning is worth beside the words

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

    def __init__(self, ridge: float, precision: float) -> None:
        self._regression = RidgeRegression(ridge, precision)

    def fit(self, rows: Rows, ways: Sequence[Polarity]) -> PolarityRegression:
        """Learn from answers that say how they are meant; from none, only the question counts."""
        targets = np.array([[given == way for way in POLARITIES] for given in ways], dtype=float)
        self._regression.fit(rows.without_question(), targets.reshape(len(ways), len(POLARITIES)))
        return self

    def scores(self, rows: Rows, asked: Sequence[Polarity | None]) -> Scores:
        """The score of each way for each answer. `asked` are its question's leanings."""
        led = np.array([[lean == way for way in POLARITIES] for lean in asked], dtype=float)
        said = self._regression.scores(rows.without_question())
        return np.asarray(said + _BY_QUESTION * led.reshape(len(rows), len(POLARITIES)))
