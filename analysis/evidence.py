"""What do we know about each answer that could make it like another?

For `topics`: two views of the same words. *Meaning* is a vector for each answer, from the word table,
centred on this corpus, so that what every answer talks about ("feel", "unsafe") tells no two apart. *Words*
are the stems it uses, which meaning blurs. Both are learned on one set of answers (`fit`) and read from any
later one (`transform`), a chunk at a time, so that half a million answers need no more memory than their
result.

Where nearly all of a corpus is direct questions, what is asked for stands in the opening words ("how many",
"who was"), which weigh double there.

It leaves to `grouping` which answers belong together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self, cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.embedding import DIMENSIONS, Floats, unit_rows, word_pieces, word_vectors
from analysis.text import fold, spelling_folds, stem, stop_words, surface_tokens

CHUNK = 20_000  # answers read at once
_RAREST_STEM = 2  # answers a stem must be in before it is evidence

_MOSTLY_QUESTIONS = 0.8  # share of answers that open with a question word
_KNOWN_PIECES = 2  # pieces of the word table a well-known word is cut into, at most
_OPENING = 2  # words that say what a question asks for
_QUESTION_WORDS = frozenset({
    "what", "what's", "who", "who's", "whose", "whom", "where", "when", "why", "how", "which", "is", "are",
    "was", "were", "do", "does", "did", "can", "could", "would", "will", "should", "name",
})  # fmt: skip

Sparse = sp.csr_array


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row for each answer: its meaning (unit length, or zeros) and which stems it uses (0 or 1)."""

    meaning: Floats
    stems: Sparse

    def __len__(self) -> int:
        return int(self.meaning.shape[0])

    def rows(self, chosen: NDArray[np.intp]) -> Evidence:
        """The evidence of some of the answers."""
        return Evidence(self.meaning[chosen], self.stems[chosen])

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which answers hold any evidence at all."""
        return np.asarray(np.any(self.meaning != 0, axis=1))


def sparse(values: Floats, columns: NDArray[np.integer], ends: NDArray[np.integer], width: int) -> Sparse:
    """A sparse matrix from its rows, one after the other."""
    return cast("Sparse", Sparse((values, columns, ends), shape=(len(ends) - 1, width)))


class EvidenceReader:
    """Learns a corpus's stems and centre, and reads answers against them."""

    centre_: Floats
    stems_: dict[str, int]
    questions_: bool
    spelling_: dict[str, str]

    def __init__(self) -> None:
        self._vectors = _WordVectors()

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn which stems are common enough to count, and the corpus's centre of meaning."""
        self.questions_ = share_of_questions(texts) >= _MOSTLY_QUESTIONS
        written = Counter(word.lower() for text in texts for word in word_row(text))
        self.spelling_ = spelling_folds(written, known=_well_known(written))
        seen: dict[str, int] = {}
        total = np.zeros(DIMENSIONS, dtype=np.float64)
        for chunk in chunks(texts):
            rows = self._rows(chunk)
            for row in rows:
                for name in {s for word in row if (s := topical_stem(word))}:
                    seen[name] = seen.get(name, 0) + 1
            total += self._vectors.mean_rows(self._stressed(rows)).sum(axis=0, dtype=np.float64)
        # One answer has nothing to be told apart from: taking its own centre away would leave no meaning.
        self.centre_ = (total / len(texts) if len(texts) > 1 else 0 * total).astype(np.float32)
        least = _RAREST_STEM if len(texts) > _RAREST_STEM else 1
        self.stems_ = {name: at for at, name in enumerate(sorted(s for s, n in seen.items() if n >= least))}
        return self

    def transform(self, texts: Sequence[str]) -> Evidence:
        """Read answers, new or old."""
        meaning = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        parts: list[Sparse] = []
        start = 0
        for chunk in chunks(texts):
            rows = self._rows(chunk)
            raw = self._vectors.mean_rows(self._stressed(rows))
            known = np.any(raw != 0, axis=1)
            meaning[start : start + len(chunk)] = unit_rows(raw - self.centre_) * known[:, None]
            parts.append(self._stem_rows(rows))
            start += len(chunk)
        stems = sp.vstack(parts, format="csr") if parts else Sparse((0, len(self.stems_)), dtype=np.float32)
        return Evidence(meaning, Sparse(stems))

    def _rows(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of each answer, a slip of the pen mended where the corpus shows what was meant."""
        mend = self.spelling_
        return [[mend.get(word.lower(), word) if mend else word for word in word_row(text)] for text in texts]

    def _stressed(self, rows: Sequence[list[str]]) -> Sequence[list[str]]:
        return [row + row[:_OPENING] for row in rows] if self.questions_ else rows

    def _stem_rows(self, rows: Sequence[Sequence[str]]) -> Sparse:
        columns: list[int] = []
        ends = [0]
        for row in rows:
            found = {at for word in row if (at := self.stems_.get(topical_stem(word), -1)) >= 0}
            columns.extend(sorted(found))
            ends.append(len(columns))
        ones = np.ones(len(columns), dtype=np.float32)
        return sparse(ones, np.array(columns, dtype=np.int32), np.array(ends), len(self.stems_))


class _WordVectors:
    """Vectors of words, each looked up once."""

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        self._table: Floats = np.zeros((0, DIMENSIONS), dtype=np.float32)

    def mean_rows(self, rows: Sequence[Sequence[str]]) -> Floats:
        """For each row of words the mean of their vectors, unit length."""
        new = sorted({word for row in rows for word in row} - self._place.keys())
        if new:
            self._place |= {word: at for at, word in enumerate(new, start=len(self._place))}
            self._table = np.vstack([self._table, word_vectors(new)])
        at = [self._place[word] for row in rows for word in row]
        ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        ones = np.ones(len(at), np.float32)
        counts = sparse(ones, np.array(at, np.int32), ends, len(self._place))
        return unit_rows(np.asarray(counts @ self._table, dtype=np.float32))


def chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The answers, a bounded number at a time."""
    for start in range(0, len(texts), CHUNK):
        yield texts[start : start + CHUNK]


def share_of_questions(texts: Sequence[str]) -> float:
    """How many of the answers open with a question word, as a share."""
    if not texts:
        return 0.0
    opening = (next(iter(surface_tokens(text[:60])), "").lower() for text in texts)
    return sum(word in _QUESTION_WORDS for word in opening) / len(texts)


def word_row(text: str) -> list[str]:
    """The words of an answer that carry its meaning: as written where the spelling may matter ("Apple"),
    folded where it is text-speak or slang.
    """
    return [word for token in surface_tokens(text) for word in folded_surface(token)]


def _well_known(words: Iterable[str]) -> list[str]:
    """Words that the word table holds in one or two pieces: real words, however rare in this corpus."""
    listed = sorted(words)
    return [word for word, pieces in zip(listed, word_pieces(listed), strict=True) if pieces <= _KNOWN_PIECES]


def folded_surface(token: str) -> list[str]:
    """A token with its capitals, or the plain words it stands for."""
    low = token.lower()
    plain = fold(low)
    return [token] if plain == low else plain.split()


def topical_stem(word: str) -> str:
    """The stem of a word that can carry a topic; empty for grammar words and single letters."""
    low = word.lower()
    return "" if len(low) < 2 or low in stop_words() else stem(low)
