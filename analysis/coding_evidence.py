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
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.code_frame import POLARITIES, CodeFrame, SeedIndex, SeedMatch, folded
from analysis.coding_counts import WeighedCounts, answers_with_each, counted_units, pieces
from analysis.text import fold, negated, stem, tokens
from analysis.wave import Polarity
from analysis.word_table import DIMENSIONS, unit_rows, word_vectors

Floats = NDArray[np.float32]

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
    """An answer's tokens as written, the folded words with the token each came from, and their stems."""

    text: str
    written: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    origin: tuple[int, ...]

    def as_written(self, start: int, end: int) -> str:
        return " ".join(self.written[self.origin[start] : self.origin[end - 1] + 1])

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The stems, and each two that follow each other."""
        return (*self.stems, *(f"{one} {two}" for one, two in pairwise(self.stems)))


def read(text: str) -> ReadAnswer:
    """An answer's words, as written and as they are matched."""
    written = tokens(text)
    words: list[str] = []
    stems: list[str] = []
    origin: list[int] = []
    for place, token in enumerate(written):
        plain, stemmed = _plain(token)
        words += plain
        stems += stemmed
        origin += [place] * len(plain)
    return ReadAnswer(text, tuple(written), tuple(words), tuple(stems), tuple(origin))


@lru_cache(maxsize=200_000)
def _plain(token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The folded words one token stands for, and their stems."""
    words = tuple(folded(token))
    return words, tuple(stem(word) for word in words)


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

    def __getitem__(self, which: slice | list[int] | NDArray[np.intp] | NDArray[np.bool_]) -> Rows:
        return Rows(self.counted[which], self.full[which])

    def without_question(self) -> Rows:
        """The same, without what the question says (and so a little shorter than one)."""
        return Rows(self.counted, self.full[:, : -len(POLARITIES)])


class SeedReader:
    """Seeds that speak for their code: "not scared of knives" is not about knives, "no lights" is."""

    def __init__(self, frame: CodeFrame) -> None:
        self._index = SeedIndex(frame)
        self._concerns = {code.code for code in frame.codes if code.kind == "concern"}

    def find(self, answer: ReadAnswer) -> list[SeedMatch]:
        matches = self._index.find_words(answer.words, answer.stems)
        if not matches:
            return []
        under = negated(answer.written)
        return [
            match
            for match in matches
            if match.code not in self._concerns or not _denied(answer, under, match)
        ]


@dataclass(frozen=True, eq=False)
class Heard:
    """Some answers, read once: their words, their seeds, and their rows of evidence."""

    answers: tuple[ReadAnswer, ...]
    seeds: tuple[Sequence[SeedMatch], ...]
    rows: Rows


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
        taught, company = (
            [read(text) for text in some] for some in (teaching, corpus[:_READ_FOR_COMMONNESS])
        )
        self._words, self._pieces = WeighedCounts(lambda term: (term,)), WeighedCounts(pieces)
        counted = [
            self._words.fit_transform([one.terms for one in taught], [one.terms for one in company]),
            self._pieces.fit_transform(_spaced(taught), _spaced(company)),
        ]
        common = np.concatenate([answers_with_each(part) for part in counted]) >= _COMMON * len(teaching)
        self._common, self._rare = np.flatnonzero(common), np.flatnonzero(~common)
        return self._heard(taught, leanings, counted).rows

    def transform(self, texts: Sequence[str], leanings: Sequence[Polarity | None]) -> Heard:
        """The answers read. `leanings` are which way each one's question is usually answered, if known."""
        answers = [read(text) for text in texts]
        counted = [
            self._words.transform([one.terms for one in answers]),
            self._pieces.transform(_spaced(answers)),
        ]
        return self._heard(answers, leanings, counted)

    def _heard(
        self,
        answers: Sequence[ReadAnswer],
        leanings: Sequence[Polarity | None],
        counted: Sequence[sp.csr_matrix],
    ) -> Heard:
        weigh = self.weights
        seeds = tuple(self.seeds.find(answer) for answer in answers)
        ways = np.array([[leaning == way for way in POLARITIES] for leaning in leanings], dtype=float)
        words, parts = counted
        by_column = sp.hstack([words * np.sqrt(weigh.words), parts * np.sqrt(weigh.pieces)], format="csc")
        full = np.hstack(
            [
                _mean_vectors(answers) * np.sqrt(weigh.vectors),
                self._seed_strengths(seeds) * np.sqrt(weigh.seeds),
                by_column[:, self._common].toarray(),
                ways.reshape(len(answers), len(POLARITIES)) * np.sqrt(weigh.question),
            ]
        )
        rare = sp.csr_matrix(by_column[:, self._rare])
        lengths = np.sqrt(np.asarray(rare.multiply(rare).sum(axis=1)).ravel() + (full**2).sum(axis=1))
        shorten = 1 / np.where(lengths > 0, lengths, 1.0)
        rows = Rows(
            sp.csr_matrix(sp.diags(shorten) @ rare, dtype=np.float32),
            (full * shorten[:, None]).astype(np.float32),
        )
        return Heard(tuple(answers), seeds, rows)

    def word_pulls(self, words: Sequence[str], counted: Floats, full: Floats) -> Floats:
        """How much each word pulls towards each code, by its own column and by its vector's."""
        pulls: Floats = unit_rows(word_vectors(words)) @ full[:DIMENSIONS]
        for row, word in enumerate(words):
            own = self._words.column(stem(word))
            if own is not None:
                pulls[row] += np.float32(self._words.weight[own]) * self._own_pull(own, counted, full)
        return pulls

    def _own_pull(self, column: int, counted: Floats, full: Floats) -> Floats:
        place = int(np.searchsorted(self._common, column))
        if place < len(self._common) and self._common[place] == column:
            return np.asarray(full[DIMENSIONS + len(self._column) + place])
        return np.asarray(counted[np.searchsorted(self._rare, column)])

    def _seed_strengths(self, seeds: Sequence[Sequence[SeedMatch]]) -> NDArray[np.float64]:
        """Each code's seeds in each answer as one strength below 1: two seeds are surer than one."""
        strengths = np.zeros((len(seeds), len(self._column)))
        for row, matches in enumerate(seeds):
            for match in matches:
                column = self._column[match.code]
                strength = 0.5 if match.end - match.start == 1 else 0.7
                strengths[row, column] = 1 - (1 - strengths[row, column]) * (1 - strength)
        return strengths


def _spaced(answers: Sequence[ReadAnswer]) -> list[list[str]]:
    """What stands between spaces, with its signs: an emoji or a "?!" is a piece too."""
    return [answer.text.lower().split() for answer in answers]


def _mean_vectors(answers: Sequence[ReadAnswer]) -> Floats:
    """Each answer as the mean of its words' vectors, unit length; a row of zeros where no word is known."""
    different, by_token = counted_units([answer.written for answer in answers])
    words, by_word = counted_units([fold(token).split() for token in different])
    return unit_rows(np.asarray(by_token @ (by_word @ word_vectors(words)), dtype=np.float32))


_FEARED = re.compile(r"^(scare|afraid|fright|worr|bother|see|get|been|feel|had|have|carry)")


def _denied(answer: ReadAnswer, under: Sequence[bool], match: SeedMatch) -> bool:
    """Whether it says that this is not so: a "not" reaches the seed across a verb of fear or being."""
    place = answer.origin[match.start]
    if not under[place]:
        return False
    return any(_FEARED.match(answer.written[before]) for before in range(max(0, place - 3), place))
