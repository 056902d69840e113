"""What does an answer give the coder to go by?

For `coding`, which learns from it and shows it. An answer's words are read as they were written, beside the
plain words they stand for, so that what is shown to a person is always the young person's own wording.

`EvidenceReader` turns answers into rows of numbers: words and pairs of words, pieces of words (for
misspellings and for languages the word table does not know), the mean word vector (for words nobody listed),
the frame's seeds, and which way the question leans. Each row has length one, so that the likeness of two
answers is a cosine, and a long answer does not outshout a short one.

What it leaves to others: what the evidence means (`coding_learning`), and whether it is right (a person).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.code_frame import POLARITIES, CodeFrame, SeedIndex, SeedMatch, folded
from analysis.coding_counts import WeighedCounts, answers_with_each, pieces
from analysis.text import negated, stem, tokens
from analysis.wave import Polarity
from analysis.word_table import DIMENSIONS, mean_vectors

Floats = NDArray[np.float64]

_READ_FOR_COMMONNESS = 50_000  # answers from which it learns how common a word is here
_COMMON = 0.04  # share of known answers from which on a word or piece has a column in every answer's row


@dataclass(frozen=True)
class EvidenceWeights:
    """What each kind of evidence weighs in the likeness of two answers."""

    words: float = 2.0
    pieces: float = 1.0
    vectors: float = 2.0
    seeds: float = 1.0
    question: float = 0.4


@dataclass(frozen=True)
class ReadAnswer:
    """An answer's tokens as written, and the folded words with the token each came from."""

    written: tuple[str, ...]
    words: tuple[str, ...]
    origin: tuple[int, ...]

    def as_written(self, start: int, end: int) -> str:
        return " ".join(self.written[self.origin[start] : self.origin[end - 1] + 1])


def read(text: str) -> ReadAnswer:
    """An answer's words, as written and as they are matched."""
    written = tokens(text)
    words: list[str] = []
    origin: list[int] = []
    for place, token in enumerate(written):
        for word in folded(token):
            words.append(word)
            origin.append(place)
    return ReadAnswer(tuple(written), tuple(words), tuple(origin))


@dataclass(frozen=True, eq=False)
class Rows:
    """The evidence of some answers: counted things (few of very many), and numbers every answer has.

    The words and pieces that very many answers hold stand among the second: most of the work of comparing all
    answers with all would be theirs, and in full rows it is a tenth.
    """

    counted: sp.csr_matrix  # words, pairs, pieces
    full: Floats  # word vector, seeds, common words and pieces, question; the question's columns last

    def __len__(self) -> int:
        return len(self.full)

    def __getitem__(self, which: slice | list[int] | NDArray[np.intp]) -> Rows:
        return Rows(self.counted[which], self.full[which])

    def likeness(self, other: Rows) -> Floats:
        """The cosine of each of these answers with each of the others."""
        return np.asarray((self.counted @ other.counted.T).toarray() + self.full @ other.full.T)

    def without_question(self) -> Rows:
        """The same, without what the question says (and so a little shorter than one)."""
        return Rows(self.counted, self.full[:, : -len(POLARITIES)])


@dataclass(frozen=True, eq=False)
class Pull:
    """How much each piece of evidence pulls towards one code."""

    counted: Floats
    full: Floats


class SeedReader:
    """Seeds that speak for their code: "not scared of knives" is not about knives, "no lights" is."""

    def __init__(self, frame: CodeFrame) -> None:
        self._index = SeedIndex(frame)
        self._concerns = {code.code for code in frame.codes if code.kind == "concern"}

    def find(self, answer: ReadAnswer) -> list[SeedMatch]:
        matches = self._index.find_words(list(answer.words))
        if not matches:
            return []
        under = negated(answer.written)
        return [
            match
            for match in matches
            if match.code not in self._concerns or not _denied(answer, under, match)
        ]


class EvidenceReader:
    """Answers as rows of evidence, each of length one.

    `fit_transform` learns the words of the teaching answers, and how common each is in them and in the corpus
    together; `transform` reads any answers.
    """

    def __init__(self, frame: CodeFrame, weights: EvidenceWeights) -> None:
        self.weights = weights
        self.seeds = SeedReader(frame)
        self._column = {code.code: number for number, code in enumerate(frame.assignable)}

    def fit_transform(
        self, teaching: Sequence[str], leanings: Sequence[Polarity | None], corpus: Sequence[str]
    ) -> Rows:
        """Learn from the teaching answers and the corpus; one row for each teaching answer."""
        read_too = corpus[:_READ_FOR_COMMONNESS]
        self._words, self._pieces = WeighedCounts(_words_and_pairs), WeighedCounts(pieces)
        counted = [part.fit_transform(teaching, read_too) for part in (self._words, self._pieces)]
        common = np.concatenate([answers_with_each(part) for part in counted]) >= _COMMON * len(teaching)
        self._common, self._rare = np.flatnonzero(common), np.flatnonzero(~common)
        return self._rows(teaching, leanings, counted)

    def transform(self, texts: Sequence[str], leanings: Sequence[Polarity | None]) -> Rows:
        """One row for each answer. `leanings` are which way its question is usually answered, if known."""
        return self._rows(texts, leanings, [self._words.transform(texts), self._pieces.transform(texts)])

    def _rows(
        self, texts: Sequence[str], leanings: Sequence[Polarity | None], counted: Sequence[sp.csr_matrix]
    ) -> Rows:
        weigh = self.weights
        ways = np.array([[leaning == way for way in POLARITIES] for leaning in leanings], dtype=float)
        words, parts = counted
        by_column = sp.hstack([words * np.sqrt(weigh.words), parts * np.sqrt(weigh.pieces)], format="csc")
        full = np.hstack(
            [
                mean_vectors(texts).astype(np.float64) * np.sqrt(weigh.vectors),
                self._seed_strengths(texts) * np.sqrt(weigh.seeds),
                by_column[:, self._common].toarray(),
                ways.reshape(len(texts), len(POLARITIES)) * np.sqrt(weigh.question),
            ]
        )
        rare = sp.csr_matrix(by_column[:, self._rare])
        lengths = np.sqrt(np.asarray(rare.multiply(rare).sum(axis=1)).ravel() + (full**2).sum(axis=1))
        shorten = 1 / np.where(lengths > 0, lengths, 1.0)
        return Rows(sp.csr_matrix(sp.diags(shorten) @ rare), full * shorten[:, None])

    def word_pull(self, word: str, pull: Pull) -> float:
        """How much one word pulls towards a code: its own column, and its vector's."""
        own = self._words.column(stem(word))
        weight = 0.0 if own is None else self._own_pull(own, pull) * float(self._words.weight[own])
        vector = mean_vectors([word])[0].astype(np.float64)
        return weight + float(vector @ pull.full[:DIMENSIONS])

    def _own_pull(self, column: int, pull: Pull) -> float:
        place = int(np.searchsorted(self._common, column))
        if place < len(self._common) and self._common[place] == column:
            return float(pull.full[DIMENSIONS + len(self._column) + place])
        return float(pull.counted[np.searchsorted(self._rare, column)])

    def _seed_strengths(self, texts: Sequence[str]) -> Floats:
        """Each code's seeds in each answer as one strength below 1: two seeds are surer than one."""
        strengths = np.zeros((len(texts), len(self._column)))
        for row, text in enumerate(texts):
            for match in self.seeds.find(read(text)):
                column = self._column[match.code]
                strength = 0.5 if match.end - match.start == 1 else 0.7
                strengths[row, column] = 1 - (1 - strengths[row, column]) * (1 - strength)
        return strengths


def _words_and_pairs(text: str) -> list[str]:
    stems = [stem(word) for word in read(text).words]
    return stems + [f"{one} {two}" for one, two in pairwise(stems)]


_FEARED = re.compile(r"^(scare|afraid|fright|worr|bother|see|get|been|feel|had|have|carry)")


def _denied(answer: ReadAnswer, under: Sequence[bool], match: SeedMatch) -> bool:
    """Whether it says that this is not so: a "not" reaches the seed across a verb of fear or being."""
    place = answer.origin[match.start]
    if not under[place]:
        return False
    return any(_FEARED.match(answer.written[before]) for before in range(max(0, place - 3), place))
