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
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.code_frame import POLARITIES, CodeFrame, SeedIndex, SeedMatch, folded
from analysis.embedding import DIMENSIONS, StaticEmbedding
from analysis.text import negated, stem, tokens
from analysis.wave import Polarity

Floats = NDArray[np.float64]

_READ_FOR_COMMONNESS = 50_000  # answers from which it learns how common a word is here


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
    """The evidence of some answers: counted things (few of very many), and numbers every answer has."""

    counted: sp.csr_matrix  # words, pairs, pieces
    full: Floats  # word vector, seeds, question; the question's columns last

    def __len__(self) -> int:
        return len(self.full)

    def __getitem__(self, which: slice | list[int]) -> Rows:
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

    `fit` learns the words of the teaching answers, and how common each is in them and in the corpus together.
    """

    def __init__(self, frame: CodeFrame, weights: EvidenceWeights) -> None:
        self.weights = weights
        self.seeds = SeedReader(frame)
        self._column = {code.code: number for number, code in enumerate(frame.assignable)}

    def fit(self, teaching: Sequence[str], corpus: Sequence[str]) -> EvidenceReader:
        everything = [*teaching, *corpus[:_READ_FOR_COMMONNESS]]
        self._words = _weighed_by(everything, teaching, analyzer=_words_and_pairs)
        self._pieces = _weighed_by(everything, teaching, analyzer="char_wb", ngram_range=(2, 5))
        self._embedding = StaticEmbedding().fit([])
        return self

    def transform(self, texts: Sequence[str], leanings: Sequence[Polarity | None]) -> Rows:
        """One row for each answer. `leanings` are which way its question is usually answered, if known."""
        weigh = self.weights
        ways = np.array([[leaning == way for way in POLARITIES] for leaning in leanings], dtype=float)
        counted = sp.hstack(
            [
                self._words.transform(texts) * np.sqrt(weigh.words),
                self._pieces.transform(texts) * np.sqrt(weigh.pieces),
            ],
            format="csr",
        )
        full = np.hstack(
            [
                self._embedding.transform(texts).astype(np.float64) * np.sqrt(weigh.vectors),
                self._seed_strengths(texts) * np.sqrt(weigh.seeds),
                ways.reshape(len(texts), len(POLARITIES)) * np.sqrt(weigh.question),
            ]
        )
        lengths = np.sqrt(np.asarray(counted.multiply(counted).sum(axis=1)).ravel() + (full**2).sum(axis=1))
        shorten = 1 / np.where(lengths > 0, lengths, 1.0)
        return Rows(sp.csr_matrix(sp.diags(shorten) @ counted), full * shorten[:, None])

    def word_pull(self, word: str, pull: Pull) -> float:
        """How much one word pulls towards a code: its own column, and its vector's."""
        own = self._words.vocabulary_.get(stem(word))
        weight = 0.0 if own is None else float(pull.counted[own]) * float(self._words.idf_[own])
        vector = self._embedding.transform([word])[0].astype(np.float64)
        return weight + float(vector @ pull.full[:DIMENSIONS])

    def _seed_strengths(self, texts: Sequence[str]) -> Floats:
        """Each code's seeds in each answer as one strength below 1: two seeds are surer than one."""
        strengths = np.zeros((len(texts), len(self._column)))
        for row, text in enumerate(texts):
            for match in self.seeds.find(read(text)):
                column = self._column[match.code]
                strength = 0.5 if match.end - match.start == 1 else 0.7
                strengths[row, column] = 1 - (1 - strengths[row, column]) * (1 - strength)
        return strengths


def _weighed_by(everything: Sequence[str], teaching: Sequence[str], **how: object) -> TfidfVectorizer:
    """The teaching's words, weighed by how common they are in everything. Words only the corpus has could
    get no weight, so they are left out."""
    known = TfidfVectorizer(sublinear_tf=True, dtype=np.float64, **how).fit(teaching)
    if len(everything) > len(teaching):
        known = TfidfVectorizer(vocabulary=known.vocabulary_, sublinear_tf=True, dtype=np.float64, **how).fit(
            everything
        )
    return known


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
