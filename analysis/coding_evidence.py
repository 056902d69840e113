"""What does an answer give the coder to go by?

For `coding`, which learns from it and shows it. An answer's words are read as they were written, beside the
plain words they stand for, so that what is shown to a person is always the young person's own wording.

`EvidenceReader` turns answers into rows of numbers: words and pairs of words, pieces of words (for
misspellings and for languages the word table does not know), the mean word vector (for words nobody listed),
the frame's seeds, and which way the question leans. Each row has length one, so that the likeness of two
answers is a cosine, and a long answer does not outshout a short one. Beside that stands what two of meaning,
seeds and question say together ("police" means one thing where help is asked for, and another where it is
feared): the square of their likeness to landmarks, known answers at even distances (Williams and Seeger,
"Using the Nyström method to speed up kernel machines", 2001).

What it leaves to others: what the evidence means (`coding_learning`), and whether it is right (a person).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular

from analysis.code_frame import POLARITIES, CodeFrame, SeedIndex, SeedMatch, folded
from analysis.coding_counts import WeighedCounts, answers_with_each, counted_units, pieces
from analysis.text import fold, negated, stem, tokens
from analysis.wave import Polarity
from analysis.word_table import DIMENSIONS, unit_rows, word_vectors

Floats = NDArray[np.float32]

_READ_FOR_COMMONNESS = 50_000  # answers from which it learns how common a word is here
_STEADY = 1e-4  # landmarks that are all but alike stay apart by this
_COMMON = 0.08  # share of known answers from which on a word or piece has a column in every answer's row


@dataclass(frozen=True)
class EvidenceWeights:
    """What each kind of evidence weighs in the likeness of two answers."""

    words: float = 2.0
    pieces: float = 1.0
    vectors: float = 2.0
    seeds: float = 1.0
    question: float = 0.4
    together: float = 0.7  # what two of meaning, seeds and question say together
    landmarks: int = 600


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
    full: Floats  # word vector, seeds, common words and pieces
    led: Floats  # what depends on the question too: its leaning, and what it says together with the rest

    def __len__(self) -> int:
        return len(self.full)

    def __getitem__(self, which: slice | list[int] | NDArray[np.intp] | NDArray[np.bool_]) -> Rows:
        return Rows(self.counted[which], self.full[which], self.led[which])

    def without_question(self) -> Rows:
        """The same, without what the question says (and so a little shorter than one)."""
        return Rows(self.counted, self.full, self.led[:, :0])


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


class Landmarks:
    """Known answers at even distances; the square of any answer's likeness to them, as numbers whose products
    are (nearly) the square of the likeness of two answers.
    """

    def __init__(self, meant: Floats, most: int) -> None:
        places = np.linspace(0, len(meant) - 1, min(most, len(meant))).astype(int)
        self._chosen = meant[places]
        square = np.square(self._chosen @ self._chosen.T, dtype=float)
        square[np.diag_indices_from(square)] += _STEADY
        lower = cholesky(square, lower=True)
        self._apart = solve_triangular(lower, np.eye(len(lower)), lower=True).T.astype(np.float32)

    def likeness(self, meant: Floats) -> Floats:
        """One row for each answer, one number for each landmark."""
        return np.asarray(np.square(meant @ self._chosen.T) @ self._apart)


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
        self._is_common = common
        self._place = np.where(common, np.cumsum(common), np.cumsum(~common)) - 1  # among its own kind
        heard, meant = self._heard(taught, leanings, counted)
        self._landmarks = Landmarks(meant, self.weights.landmarks)
        return self._complete(heard, meant).rows

    def transform(self, texts: Sequence[str], leanings: Sequence[Polarity | None]) -> Heard:
        """The answers read. `leanings` are which way each one's question is usually answered, if known."""
        answers = [read(text) for text in texts]
        counted = [
            self._words.transform([one.terms for one in answers]),
            self._pieces.transform(_spaced(answers)),
        ]
        return self._complete(*self._heard(answers, leanings, counted))

    def _complete(self, heard: Heard, meant: Floats) -> Heard:
        """With what the answers' meanings are like the landmarks'."""
        together = self._landmarks.likeness(meant) * np.float32(np.sqrt(self.weights.together))
        rows = heard.rows
        return replace(heard, rows=replace(rows, led=np.hstack([rows.led, together])))

    def _heard(
        self,
        answers: Sequence[ReadAnswer],
        leanings: Sequence[Polarity | None],
        counted: Sequence[sp.csr_matrix],
    ) -> tuple[Heard, Floats]:
        """The answers and their evidence, and of that what tells their meaning: vectors, seeds, question."""
        weigh = self.weights
        seeds = tuple(self.seeds.find(answer) for answer in answers)
        ways = np.array([[leaning == way for way in POLARITIES] for leaning in leanings], dtype=np.float32)
        words, parts = counted
        common, rare = self._parted(
            sp.hstack([words * np.sqrt(weigh.words), parts * np.sqrt(weigh.pieces)], format="csr")
        )
        full = np.hstack(
            [
                _mean_vectors(answers) * np.float32(np.sqrt(weigh.vectors)),
                self._seed_strengths(seeds) * np.float32(np.sqrt(weigh.seeds)),
                common,
            ]
        )
        led = ways.reshape(len(answers), len(POLARITIES)) * np.float32(np.sqrt(weigh.question))
        squares = np.asarray(rare.multiply(rare).sum(axis=1)).ravel() + _squares(full) + _squares(led)
        shorten = (1 / np.sqrt(np.where(squares > 0, squares, 1.0))).astype(np.float32)
        full *= shorten[:, None]
        led *= shorten[:, None]
        rare.data *= np.repeat(shorten, np.diff(rare.indptr))
        rows = Rows(rare, full, led)
        meant = np.hstack([rows.full[:, : DIMENSIONS + len(self._column)], rows.led])
        return Heard(tuple(answers), seeds, rows), meant

    def _parted(self, counted: sp.csr_matrix) -> tuple[Floats, sp.csr_matrix]:
        """What is common, with a column in every row, and what is rare."""
        rows, number = (
            np.repeat(np.arange(len(counted.indptr) - 1), np.diff(counted.indptr)),
            counted.shape[0],
        )
        common = self._is_common[counted.indices]
        place = self._place[counted.indices]
        weights = counted.data.astype(np.float32)
        full = np.zeros((number, int(self._is_common.sum())), dtype=np.float32)
        full[rows[common], place[common]] = weights[common]
        ends = np.concatenate([[0], np.cumsum(np.bincount(rows[~common], minlength=number))])
        shape = (number, int((~self._is_common).sum()))
        return full, sp.csr_matrix((weights[~common], place[~common], ends), shape=shape)

    def word_pulls(self, words: Sequence[str], counted: Floats, full: Floats) -> Floats:
        """How much each word pulls towards each code, by its own column and by its vector's."""
        pulls: Floats = unit_rows(word_vectors(words)) @ full[:DIMENSIONS]
        for row, word in enumerate(words):
            own = self._words.column(stem(word))
            if own is not None:
                pulls[row] += np.float32(self._words.weight[own]) * self._own_pull(own, counted, full)
        return pulls

    def _own_pull(self, column: int, counted: Floats, full: Floats) -> Floats:
        if self._is_common[column]:
            return np.asarray(full[DIMENSIONS + len(self._column) + self._place[column]])
        return np.asarray(counted[self._place[column]])

    def _seed_strengths(self, seeds: Sequence[Sequence[SeedMatch]]) -> Floats:
        """Each code's seeds in each answer as one strength below 1: two seeds are surer than one."""
        strengths = np.zeros((len(seeds), len(self._column)), dtype=np.float32)
        for row, matches in enumerate(seeds):
            for match in matches:
                column = self._column[match.code]
                strength = 0.5 if match.end - match.start == 1 else 0.7
                strengths[row, column] = 1 - (1 - strengths[row, column]) * (1 - strength)
        return strengths


def _squares(matrix: Floats) -> NDArray[np.float64]:
    return np.asarray(np.einsum("ij,ij->i", matrix, matrix, dtype=float))


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
