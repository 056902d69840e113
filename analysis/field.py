"""What is already known of how young people speak of safety, before anybody has read these answers?

For `evidence`. A table of words knows that "road" and "street" are near; it does not know that "pitch
black by the garages" and "fix the lamps" are one subject to a council. The code frame's invented examples
and seeds do. A `Field` has learned from them (`field_learning`) how strongly each word, each two words in
a row and each direction of meaning speaks for each code. It is kept in a file, so that nobody who only
wants topics waits for the learning.

It is evidence, not a verdict: it counts for an answer as much as it is sure of it. An answer about
something that no code is about keeps to its own words, and so a subject nobody listens for is still
found. Answers from another field (news, bank queries) are read without it: where most of them are
strangers to every code, `trust` is nought.

It leaves to `grouping` which answers belong together, and to `coding` which codes an answer gets.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analysis.lexicon import Lexicon, Sparse, WordRows, sparse
from analysis.text import stem
from analysis.word_table import Floats, unit_rows, word_vectors

SHIPPED = Path(__file__).with_name("field.npz")
MOSTLY = 0.5  # trust from which answers are mostly of the field

_LINE = (9.3, -4.4)  # from a score to how sure it is: the coder's, before anybody has coded
_SURE = 0.5
_ENOUGH_TO_JUDGE = 500  # answers
_STRANGE = 0.48  # up to this best score of the usual answer it is of another field,
_AT_HOME = 0.53  # and from this one on of this field


class FieldFileError(ValueError):
    """A file that holds no learned field."""


class Field:
    """How strongly words speak for codes.

    Parameters
    ----------
    codes : the codes, in the order of the frame
    names : what the frame calls each
    terms : stems, and two stems with a space between them
    rarity : array of shape (terms,), inverse document frequency among the examples
    term_pulls : array of shape (terms, codes)
    meaning_pulls : array of shape (256, codes), of the directions of an answer's mean word vector
    usual : array of shape (codes,), the scores of an answer without evidence
    examples : the invented answers it was learned from: company for the answers of a small wave
    learned_from : the hash of the frame and the examples
    """

    def __init__(
        self,
        codes: Sequence[str],
        names: Sequence[str],
        terms: Sequence[str],
        rarity: Floats,
        term_pulls: Floats,
        meaning_pulls: Floats,
        usual: Floats,
        examples: Sequence[str],
        learned_from: str,
    ) -> None:
        self.codes, self.names, self.terms = tuple(codes), tuple(names), tuple(terms)
        self.rarity, self.term_pulls = rarity, term_pulls
        self.meaning_pulls, self.usual = meaning_pulls, usual
        self.examples = tuple(examples)
        self.learned_from = learned_from
        self._places = TermPlaces(self.terms)

    def stems_of(self, words: Sequence[str]) -> NDArray[np.int32]:
        """The number of each word's stem here; -1 where it is in no term."""
        return self._places.stems_of(words)

    def scores(self, rows: WordRows, stems: NDArray[np.int32], meaning: Floats) -> Floats:
        """How strongly each answer speaks for each code: a row for each answer.

        `stems` are the numbers of the stems of the words that `rows` are made of (`stems_of`); `meaning` the
        mean word vectors, of length one.
        """
        said = evidence(self._places.found(rows, stems), self.rarity)
        length = evidence_length(said, meaning)
        pulled = np.asarray(said @ self.term_pulls) + meaning @ self.meaning_pulls
        return np.asarray(pulled / length[:, None] + self.usual, dtype=np.float32)

    def is_of(self, texts: Sequence[str]) -> bool:
        """Whether answers are mostly of this field, judged by an even share of them."""
        share = texts[:: 1 + len(texts) // _ENOUGH_TO_JUDGE]
        lexicon = Lexicon({})
        rows = lexicon.rows(share)
        meaning = unit_rows(
            np.asarray(rows.counts(len(lexicon.words)) @ word_vectors(lexicon.words), np.float32)
        )
        return self.trust(self.scores(rows, self.stems_of(lexicon.words), meaning)) >= MOSTLY

    @staticmethod
    def known_by(scores: Floats) -> Floats:
        """What the scores tell of each answer: which codes it is like, as far as the likest is sure."""
        return np.asarray(unit_rows(np.maximum(scores, 0.0)) * _sure(scores)[:, None], dtype=np.float32)

    def subject(self, scores: Floats) -> str:
        """What most of these answers are surely about, by its name; empty where there is no such code."""
        surely = scores.argmax(axis=1)[_sure(scores) >= _SURE]
        counts = np.bincount(surely, minlength=len(self.codes))
        return self.names[int(counts.argmax())] if 2 * counts.max() >= len(scores) > 0 else ""

    @staticmethod
    def trust(scores: Floats) -> float:
        """How far these answers are of this field, from 0 to 1: whether the usual one is like any code."""
        if not len(scores):
            return 0.0
        usual = float(np.median(scores.max(axis=1)))
        return min(1.0, max(0.0, (usual - _STRANGE) / (_AT_HOME - _STRANGE)))

    def save(self, path: Path) -> None:
        """Keep it in a file; the same field gives the same bytes."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                codes=_packed(self.codes),
                names=_packed(self.names),
                terms=_packed(self.terms),
                rarity=self.rarity,
                term_pulls=self.term_pulls.astype(np.float16),
                meaning_pulls=self.meaning_pulls.astype(np.float16),
                usual=self.usual,
                examples=_packed(self.examples),
                learned_from=_packed([self.learned_from]),
            )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a field from its file. Raises `FieldFileError` where there is none in it."""
        try:
            with np.load(path, allow_pickle=False) as kept:
                return cls(
                    _unpacked(kept["codes"]),
                    _unpacked(kept["names"]),
                    _unpacked(kept["terms"]),
                    kept["rarity"],
                    kept["term_pulls"].astype(np.float32),
                    kept["meaning_pulls"].astype(np.float32),
                    kept["usual"],
                    _unpacked(kept["examples"]),
                    _unpacked(kept["learned_from"])[0],
                )
        except (KeyError, ValueError, zipfile.BadZipFile) as error:
            raise FieldFileError(
                f"{path.name} holds no learned field. Make one with `python -m analysis field`."
            ) from error


@lru_cache(maxsize=1)
def shipped_field() -> Field:
    """The field learned from the frame and the invented examples that are shipped."""
    return Field.load(SHIPPED)


class TermPlaces:
    """Finds terms (stems, and two stems in a row) in rows of words."""

    def __init__(self, terms: Sequence[str]) -> None:
        names = sorted({part for term in terms for part in term.split()})
        self._number = {name: at for at, name in enumerate(names)}
        self._alone = np.full(len(names), -1, dtype=np.int32)
        pairs: list[tuple[int, int]] = []
        for column, term in enumerate(terms):
            parts = [self._number[part] for part in term.split()]
            if len(parts) == 1:
                self._alone[parts[0]] = column
            else:
                pairs.append((parts[0] * len(names) + parts[1], column))
        pairs.sort()
        self._pairs = np.array([pair for pair, _ in pairs], dtype=np.int64)
        self._columns = np.array([column for _, column in pairs], dtype=np.int32)
        self._width = len(terms)

    def stems_of(self, words: Sequence[str]) -> NDArray[np.int32]:
        """The number of each word's stem; -1 where it is in no term."""
        return np.array([self._number.get(stem(word.lower()), -1) for word in words], dtype=np.int32)

    def found(self, rows: WordRows, stems: NDArray[np.int32]) -> Sparse:
        """Which terms each answer holds (1, whether once or often)."""
        said = stems[rows.words] if len(rows.words) else np.zeros(0, dtype=np.int32)
        answer = np.repeat(np.arange(len(rows)), np.diff(rows.ends))
        known = said >= 0
        one = self._alone[said[known]] if known.any() else np.zeros(0, dtype=np.int32)
        both, where = self._two(said, answer)
        columns = np.concatenate([one, both])
        owners = np.concatenate([answer[known], where])
        told = columns >= 0
        columns, owners = columns[told], owners[told]
        order = np.lexsort((columns, owners))
        ends = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=len(rows)))])
        held = sparse(np.ones(len(order), np.float32), columns[order], ends.astype(np.int64), self._width)
        held.sum_duplicates()
        held.data[:] = 1.0
        return held

    def _two(
        self, said: NDArray[np.int32], answer: NDArray[np.intp]
    ) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
        """The columns of two stems in a row in one answer, and whose they are."""
        if not len(self._pairs) or len(said) < 2:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.intp)
        first, second = said[:-1].astype(np.int64), said[1:].astype(np.int64)
        beside = (first >= 0) & (second >= 0) & (answer[:-1] == answer[1:])
        pair = first[beside] * len(self._number) + second[beside]
        at = np.minimum(np.searchsorted(self._pairs, pair), len(self._pairs) - 1)
        held = self._pairs[at] == pair
        return self._columns[at[held]], answer[:-1][beside][held]


def _sure(scores: Floats) -> Floats:
    """How sure the likest code of each answer is, from 0 to 1."""
    return np.asarray(1.0 / (1.0 + np.exp(-(_LINE[0] * scores.max(axis=1) + _LINE[1]))), dtype=np.float32)


def evidence(found: Sparse, rarity: Floats) -> Sparse:
    """Terms weighed by how rare they are, each answer of length one."""
    weighed = found.copy()
    weighed.data = rarity[found.indices].astype(np.float32)
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    weighed.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(weighed.indptr)).astype(np.float32)
    return weighed


def evidence_length(said: Sparse, meaning: Floats) -> Floats:
    """How long an answer's evidence is, its terms and its meaning side by side."""
    terms = np.diff(said.indptr) > 0
    known = np.any(meaning != 0, axis=1)
    return np.asarray(np.sqrt(np.maximum(1.0, terms.astype(np.float32) + known)), dtype=np.float32)


def _packed(names: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> list[str]:
    return bytes(packed).decode().split("\n")
