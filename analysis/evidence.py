"""What do we know about each answer that could make it like another?

For `topics`: three views of the same words. *Plain* is a vector for each answer, from the word table,
centred on this corpus, so that what every answer talks about ("feel", "unsafe") tells no two apart.
*Meaning* is the same after words took on what they mean here: a word that many answers use moves towards
the words it stands beside in them, so that "Braves" comes near "beat" and "rec" near "park". *Words* are
the stems an answer uses, which both blur. All are learned on one set of answers (`fit`) and read from any
later one (`transform`), a chunk at a time, so that half a million answers need no more memory than their
result.

Where the answers are of a field that somebody has taught (`field`), what they are known by there stands
beside both readings of their meaning.

Where nearly all of a corpus is direct questions, what is asked for stands in the opening words ("how
many", "who was"), which weigh double there.

It leaves to `grouping` which answers belong together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.lexicon import Lexicon, Sparse, WordRows
from analysis.text import spelling_folds, stem, stop_words, surface_tokens
from analysis.word_table import Floats, unit_rows, word_pieces, word_vectors

if TYPE_CHECKING:
    from analysis.embedding import SentenceEmbedding
    from analysis.field import Field

CHUNK = 20_000  # answers read at once
_RAREST_STEM = 2  # answers a stem must be in before it is evidence

USED_HERE = 0.7  # how far a word moves towards its company in this corpus, beside its place in the table
_SURE_OF_COMPANY = 50  # answers a word is in when it has moved half of that
_COMMON_WORD = 0.01  # share of answers at which a word counts half as company
_ENOUGH_COMPANY = 5  # answers a word is in when its company is a fair measure of what company looks like

FIELD_WEIGHS = (
    1.25  # what an answer is known by in its field, beside its meaning: where it is sure, as much again
)

_MOSTLY_QUESTIONS = 0.8  # share of answers that open with a question word
_KNOWN_PIECES = 2  # pieces of the word table a well-known word is cut into, at most
_OPENING = 2  # words that say what a question asks for
_QUESTION_WORDS = frozenset({
    "what", "what's", "who", "who's", "whose", "whom", "where", "when", "why", "how", "which", "is", "are",
    "was", "were", "do", "does", "did", "can", "could", "would", "will", "should", "name",
})  # fmt: skip


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


class EvidenceReader:
    """Learns a corpus's stems and centre, and reads answers against them."""

    centre_: Floats
    plain_centre_: Floats
    stems_: dict[str, int]
    questions_: bool
    spelling_: dict[str, str]
    field_trust_: float

    def __init__(self, embedding: SentenceEmbedding | None = None, field: Field | None = None) -> None:
        self._embedding = embedding.fit([]) if embedding else None
        self._field = field

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn which stems are common enough to count, what words mean here, and the centres of meaning."""
        self.questions_ = share_of_questions(texts) >= _MOSTLY_QUESTIONS
        written = _times_written(texts)
        self.spelling_ = spelling_folds(written, known=_well_known(written))
        self._lexicon = Lexicon(self.spelling_)
        rows = self._lexicon.rows(texts)
        words = self._lexicon.words
        self._vectors = word_vectors(words)
        counts = self._counts(rows)
        self._moves = used_here(counts, self._vectors)
        self._learn_stems(rows, words, least=_RAREST_STEM if len(texts) > _RAREST_STEM else 1)
        plain, here = self._raw(texts, counts)
        self.plain_centre_, self.centre_ = _centre(plain), _centre(here)
        self._recognise_field(rows, counts)
        return self

    def _recognise_field(self, rows: WordRows, counts: Sparse) -> None:
        """Learn whether these answers are of the field, and what is usual there."""
        self.field_trust_ = 0.0
        if self._field is None:
            return
        self._field_stems = self._field.stems_of(self._lexicon.words)
        scores = self._scores(self._field, rows, counts)
        self.field_trust_ = self._field.trust(scores)
        self._field_centre = _centre(self._field.known_by(scores))

    def _scores(self, field: Field, rows: WordRows, counts: Sparse) -> Floats:
        meaning = unit_rows(np.asarray(counts @ self._vectors, dtype=np.float32))
        return field.scores(rows, self._field_stems, meaning)

    def subjects(self, texts: Sequence[str], labels: NDArray[np.intp], k: int) -> list[str]:
        """What the field calls the subject of each of k groups of answers; empty where it knows none."""
        if self._field is None or not self.field_trust_:
            return [""] * k
        rows = self._lexicon.rows(texts)
        self._meet_new_words()
        scores = self._scores(self._field, rows, self._counts(rows))
        return [self._field.subject(scores[labels == one]) for one in range(k)]

    def _known_by_field(self, rows: WordRows, counts: Sparse) -> Floats:
        """What the field tells of these answers, as columns beside their meaning; none where it is silent."""
        if self._field is None or not self.field_trust_:
            return np.zeros((len(rows), 0), dtype=np.float32)
        known = self._field.known_by(self._scores(self._field, rows, counts)) - self._field_centre
        return np.asarray(FIELD_WEIGHS * self.field_trust_ * known, dtype=np.float32)

    def transform(self, texts: Sequence[str]) -> Evidence:
        """Read answers, new or old."""
        wide = len(self._field.codes) if self._field is not None and self.field_trust_ else 0
        meaning = np.empty((len(texts), len(self.centre_) + wide), dtype=np.float32)
        plain = np.empty_like(meaning)
        parts: list[Sparse] = []
        start = 0
        for chunk in chunks(texts):
            rows = self._lexicon.rows(chunk)
            self._meet_new_words()
            part = slice(start, start + len(chunk))
            counts = self._counts(rows)
            raw, here = self._raw(chunk, counts)
            known = self._known_by_field(rows, counts)
            plain[part] = _beside(_about(raw, self.plain_centre_), known)
            meaning[part] = _beside(_about(here, self.centre_), known)
            parts.append(rows.uses(self._stem_of, len(self.stems_)))
            start += len(chunk)
        stems = sp.vstack(parts, format="csr") if parts else Sparse((0, len(self.stems_)), dtype=np.float32)
        return Evidence(meaning, Sparse(stems), plain)

    def _raw(self, texts: Sequence[str], counts: Sparse) -> tuple[Floats, Floats]:
        """Vectors of answers by the table and by use here, or twice by a sentence model, which needs no words
        moved.
        """
        if self._embedding:
            vectors = self._embedding.transform(texts) if len(texts) else np.zeros((0, 1), np.float32)
            return vectors, vectors
        plain = np.asarray(counts @ self._vectors, dtype=np.float32)
        moved = np.asarray(counts[:, : len(self._moves)] @ self._moves, dtype=np.float32)
        return unit_rows(plain), unit_rows(plain + moved)

    def _counts(self, rows: WordRows) -> Sparse:
        return rows.counts(len(self._lexicon.words), _OPENING if self.questions_ else 0)

    def _learn_stems(self, rows: WordRows, words: Sequence[str], least: int) -> None:
        named = [topical_stem(word) for word in words]
        names = sorted(set(named) - {""})
        every = dict(zip(names, range(len(names)), strict=True))
        kind = np.array([every.get(name, -1) for name in named], dtype=np.int32)
        seen = np.asarray(rows.uses(kind, len(names)).sum(axis=0)).ravel()
        common = [name for name, n in zip(names, seen, strict=True) if n >= least]
        self.stems_ = dict(zip(common, range(len(common)), strict=True))
        self._stem_of = self._stems_of(words)

    def _stems_of(self, words: Sequence[str]) -> NDArray[np.int32]:
        return np.array([self.stems_.get(topical_stem(word), -1) for word in words], dtype=np.int32)

    def _meet_new_words(self) -> None:
        new = self._lexicon.words[len(self._vectors) :]
        if new:
            self._vectors = np.vstack([self._vectors, word_vectors(new)])
            self._stem_of = np.concatenate([self._stem_of, self._stems_of(new)])
            if self._field is not None:
                self._field_stems = np.concatenate([self._field_stems, self._field.stems_of(new)])


def used_here(counts: Sparse, vectors: Floats) -> Floats:
    """How each word's vector moves when it takes on the company it keeps in these answers (`counts`: how
    often each answer uses each word).

    A word's company is the mean of the words beside it, common ones counting little, less what any word's
    company is. It is brought to the length of an ordinary word, and the more answers a word is in, the
    further the word goes (`USED_HERE`, `_SURE_OF_COMPANY`): where answers are few, words stay where they are.
    """
    times = np.asarray(counts.sum(axis=0), dtype=np.float64).ravel()
    answers = np.bincount(counts.indices, minlength=len(vectors)).astype(np.float64)
    enough = answers >= _ENOUGH_COMPANY
    if not enough.any():
        return np.zeros_like(vectors)
    vectors = vectors - np.average(vectors, axis=0, weights=times).astype(np.float32)
    telling = (1.0 / (1.0 + answers / (_COMMON_WORD * counts.shape[0]))).astype(np.float32)
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
    return np.asarray((share * (beside > 0))[:, None] * company, dtype=np.float32)


def _times_written(texts: Sequence[str]) -> Counter[str]:
    """How often each word is written, whatever its capitals."""
    lexicon = Lexicon({})
    times = np.bincount(lexicon.rows(texts).words, minlength=len(lexicon.words))
    written: Counter[str] = Counter()
    for word, n in zip(lexicon.words, times.tolist(), strict=True):
        written[word.lower()] += n
    return written


def _centre(raw: Floats) -> Floats:
    """The mean of all answers. One answer has nothing to be told apart from: taking its own centre away
    would leave no meaning.
    """
    return raw.mean(axis=0) if len(raw) > 1 else np.zeros(raw.shape[1], dtype=np.float32)


def _about(raw: Floats, centre: Floats) -> Floats:
    """Mean vectors of answers less what all answers say, unit length; zeros where no word is known."""
    return np.asarray(unit_rows(raw - centre) * np.any(raw != 0, axis=1)[:, None], dtype=np.float32)


def _beside(meaning: Floats, known: Floats) -> Floats:
    """Meanings with what is known from the field beside them, unit length; zeros stay zeros."""
    if not known.shape[1]:
        return meaning
    some = np.any(meaning != 0, axis=1)[:, None]
    return unit_rows(np.hstack([meaning, known * some]))


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


def _well_known(words: Iterable[str]) -> list[str]:
    """Words that the word table holds in one or two pieces: real words, however rare in this corpus."""
    listed = sorted(words)
    return [word for word, pieces in zip(listed, word_pieces(listed), strict=True) if pieces <= _KNOWN_PIECES]


def topical_stem(word: str) -> str:
    """The stem of a word that can carry a topic; empty for grammar words and single letters."""
    low = word.lower()
    return "" if len(low) < 2 or low in stop_words() else stem(low)
