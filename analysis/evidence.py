"""What do we know about each answer that could make it like another?

For `topics`: three views of the same words. *Plain* is a vector for each answer, from the word table,
centred on this corpus, so that what every answer talks about ("feel", "unsafe") tells no two apart. *Meaning*
is the same after words took on what they mean here: a word that many answers use moves towards the words it
stands beside in them, so that "Braves" comes near "beat" and "rec" near "park". *Words* are the stems an
answer uses, which both blur. All are learned on one set of answers (`fit`) and read from any later one
(`transform`), a chunk at a time, so that half a million answers need no more memory than their result.

Where nearly all of a corpus is direct questions, what is asked for stands in the opening words ("how many",
"who was"), which weigh double there.

It leaves to `grouping` which answers belong together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.text import fold, spelling_folds, stem, stop_words, surface_tokens
from analysis.word_table import DIMENSIONS, Floats, unit_rows, word_pieces, word_vectors

if TYPE_CHECKING:
    from analysis.embedding import SentenceEmbedding

CHUNK = 20_000  # answers read at once
_RAREST_STEM = 2  # answers a stem must be in before it is evidence

USED_HERE = 0.7  # how far a word moves towards its company in this corpus, beside its place in the table
_SURE_OF_COMPANY = 50  # answers a word is in when it has moved half of that
_COMMON_WORD = 0.01  # share of answers at which a word counts half as company
_ENOUGH_COMPANY = 5  # answers a word is in when its company is a fair measure of what company looks like

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
    """One row for each answer: its meaning (unit length, or zeros), which stems it uses (0 or 1), and its
    plain meaning, from the word table alone.
    """

    meaning: Floats
    stems: Sparse
    plain: Floats

    def __len__(self) -> int:
        return int(self.meaning.shape[0])

    def rows(self, chosen: NDArray[np.intp]) -> Evidence:
        """The evidence of some of the answers."""
        return Evidence(self.meaning[chosen], self.stems[chosen], self.plain[chosen])

    def taken_plainly(self) -> Evidence:
        """The same answers, with what their words mean anywhere."""
        return Evidence(self.plain, self.stems, self.plain)

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
    plain_centre_: Floats
    stems_: dict[str, int]
    questions_: bool
    spelling_: dict[str, str]

    def __init__(self, embedding: SentenceEmbedding | None = None) -> None:
        self._embedding = embedding.fit([]) if embedding else None
        self._plain = _WordVectors()
        self._here = _WordVectors()

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn which stems are common enough to count, what words mean here, and the centres of meaning."""
        self.questions_ = share_of_questions(texts) >= _MOSTLY_QUESTIONS
        written = Counter(word.lower() for text in texts for word in word_row(text))
        self.spelling_ = spelling_folds(written, known=_well_known(written))
        rows = self._rows(texts)
        seen = Counter(name for row in rows for name in {topical_stem(word) for word in row} - {""})
        least = _RAREST_STEM if len(texts) > _RAREST_STEM else 1
        self.stems_ = {name: at for at, name in enumerate(sorted(s for s, n in seen.items() if n >= least))}
        stressed = self._stressed(rows)
        self._here.moves = used_here(stressed)
        plain, here = self._raw(texts, stressed)
        self.plain_centre_, self.centre_ = _centre(plain), _centre(here)
        return self

    def transform(self, texts: Sequence[str]) -> Evidence:
        """Read answers, new or old."""
        meaning = np.empty((len(texts), len(self.centre_)), dtype=np.float32)
        plain = np.empty_like(meaning)
        parts: list[Sparse] = []
        start = 0
        for chunk in chunks(texts):
            rows = self._rows(chunk)
            stressed = self._stressed(rows)
            part = slice(start, start + len(chunk))
            raw, here = self._raw(chunk, stressed)
            plain[part], meaning[part] = _about(raw, self.plain_centre_), _about(here, self.centre_)
            parts.append(self._stem_rows(rows))
            start += len(chunk)
        stems = sp.vstack(parts, format="csr") if parts else Sparse((0, len(self.stems_)), dtype=np.float32)
        return Evidence(meaning, Sparse(stems), plain)

    def _raw(self, texts: Sequence[str], rows: Sequence[list[str]]) -> tuple[Floats, Floats]:
        """Vectors of answers by the table and by use here, or twice by a sentence model, which needs no words
        moved.
        """
        if self._embedding:
            vectors = self._embedding.transform(texts) if len(texts) else np.zeros((0, 1), np.float32)
            return vectors, vectors
        return self._plain.mean_rows(rows), self._here.mean_rows(rows)

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
    """Vectors of words, each looked up once; `moves` is added to those that have one."""

    def __init__(self) -> None:
        self.moves: Mapping[str, Floats] = {}
        self._place: dict[str, int] = {}
        self._table: Floats = np.zeros((0, DIMENSIONS), dtype=np.float32)

    def mean_rows(self, rows: Sequence[Sequence[str]]) -> Floats:
        """For each row of words the mean of their vectors, unit length."""
        new = sorted({word for row in rows for word in row} - self._place.keys())
        if new:
            self._place |= {word: at for at, word in enumerate(new, start=len(self._place))}
            more = word_vectors(new)
            for at, word in enumerate(new):
                if word in self.moves:
                    more[at] += self.moves[word]
            self._table = np.vstack([self._table, more])
        return unit_rows(np.asarray(_word_counts(rows, self._place) @ self._table, dtype=np.float32))


def used_here(rows: Sequence[Sequence[str]]) -> dict[str, Floats]:
    """How each word's vector moves when it takes on the company it keeps in these answers.

    A word's company is the mean of the words beside it, common ones counting little, less what any word's
    company is. It is brought to the length of an ordinary word, and the more answers a word is in, the
    further the word goes (`USED_HERE`, `_SURE_OF_COMPANY`): where answers are few, words stay where they are.
    """
    vocabulary = sorted({word for row in rows for word in row})
    if not vocabulary:
        return {}
    counts = _word_counts(rows, {word: at for at, word in enumerate(vocabulary)})
    times = np.asarray(counts.sum(axis=0), dtype=np.float64).ravel()
    answers = np.bincount(counts.indices, minlength=len(vocabulary)).astype(np.float64)
    enough = answers >= _ENOUGH_COMPANY
    if not enough.any():
        return {}
    vectors = word_vectors(vocabulary)
    vectors = vectors - np.average(vectors, axis=0, weights=times).astype(np.float32)
    telling = (1.0 / (1.0 + answers / (_COMMON_WORD * len(rows)))).astype(np.float32)
    said = counts @ sp.diags_array(telling)
    itself = np.asarray(counts.multiply(counts).sum(axis=0)).ravel() * telling
    beside = np.asarray(counts.T @ np.asarray(said.sum(axis=1)).ravel()) - itself
    company = np.asarray(counts.T @ np.asarray(said @ vectors)) - itself[:, None] * vectors
    company /= np.maximum(beside, 1e-6)[:, None]
    company -= np.average(company, axis=0, weights=times)
    usual = np.median(np.linalg.norm(vectors, axis=1)) / max(
        1e-9, float(np.median(np.linalg.norm(company[enough], axis=1)))
    )
    share = USED_HERE * usual * answers / (answers + _SURE_OF_COMPANY)
    moves = (share[:, None] * company).astype(np.float32)
    return {word: moves[at] for at, word in enumerate(vocabulary) if beside[at] > 0}


def _word_counts(rows: Sequence[Sequence[str]], place: Mapping[str, int]) -> Sparse:
    """How often each answer uses each word."""
    at = [place[word] for row in rows for word in row]
    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    counts = sparse(np.ones(len(at), np.float32), np.array(at, np.int32), ends, len(place))
    counts.sum_duplicates()
    return counts


def _centre(raw: Floats) -> Floats:
    """The mean of all answers. One answer has nothing to be told apart from: taking its own centre away
    would leave no meaning.
    """
    return raw.mean(axis=0) if len(raw) > 1 else np.zeros(raw.shape[1], dtype=np.float32)


def _about(raw: Floats, centre: Floats) -> Floats:
    """Mean vectors of answers less what all answers say, unit length; zeros where no word is known."""
    return np.asarray(unit_rows(raw - centre) * np.any(raw != 0, axis=1)[:, None], dtype=np.float32)


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
