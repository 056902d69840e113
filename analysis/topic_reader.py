"""What is each answer about, once topics are found?

For `topics`, which finds them: answers that topics were found in and answers that come later are read by the
same rule, a chunk at a time. An answer as a whole has a first topic; a clause of it may add another.

It leaves to `grouping` what a topic's profile is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.evidence import CHUNK, Evidence, EvidenceReader
from analysis.grouping import Labels, Profiles
from analysis.lexicon import Sparse
from analysis.text import clauses
from analysis.word_table import Floats

SET_ASIDE = -1
Progress = Callable[[int, int], None]

_SHARPNESS = 6.0  # turns differences of fit into memberships; 6 makes a lead of half a nat about 20 to 1
_ALSO = 0.30  # a topic one clause speaks of is kept beside the first from this membership up
_STRANGER = 0.95  # an answer no nearer to its topic than this share of the others' answers is unclear


@dataclass(frozen=True, slots=True)
class Reading:
    """What some answers are about: first topics, memberships, and whether each is near to its topic."""

    labels: Labels
    memberships: Sparse
    near: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence[Reading]) -> Reading:
        """The answers of all parts, in order."""
        memberships = cast("Sparse", sp.vstack([part.memberships for part in parts], format="csr"))
        near = np.concatenate([part.near for part in parts])
        return cls(np.concatenate([part.labels for part in parts]), memberships, near)


@dataclass(frozen=True, slots=True)
class TopicReader:
    """Reads answers against the profiles of k topics."""

    reader: EvidenceReader
    profiles: Profiles
    reach: Floats  # for each topic, how near an answer has to be to it (`reach_of`)
    k: int

    def read(
        self,
        texts: Sequence[str],
        silent: NDArray[np.bool_],
        found: Mapping[str, int] | None = None,
        progress: Progress | None = None,
    ) -> Reading:
        """What each answer is about, a chunk of answers at a time. `found` topics stay as they are."""
        parts: list[Reading] = []
        for start in range(0, max(1, len(texts)), CHUNK):
            part = slice(start, start + CHUNK)
            parts.append(self._read_chunk(texts[part], silent[part], found or {}))
            if progress:
                progress(min(start + CHUNK, len(texts)), len(texts))
        return Reading.joined(parts)

    def _read_chunk(
        self, texts: Sequence[str], silent: NDArray[np.bool_], found: Mapping[str, int]
    ) -> Reading:
        """Each answer as a whole gives its first topic; a clause of it may add another (`_ALSO`)."""
        k = self.k
        labels = np.full(len(texts), SET_ASIDE, dtype=np.intp)
        near = np.zeros(len(texts), dtype=bool)
        soft = np.zeros((len(texts), k), dtype=np.float32)
        speaking = [int(at) for at in np.flatnonzero(~silent)] if k else []
        if speaking:
            pieces = [(at, clause) for at in speaking for clause in _parts(texts[at])]
            owners = np.array(speaking + [owner for owner, _ in pieces], dtype=np.intp)
            evidence = self.reader.transform(
                [texts[at] for at in speaking] + [clause for _, clause in pieces]
            )
            scores = self.profiles.scores(evidence)
            known = evidence.known
            share = softmax(scores) * known[:, None]
            np.maximum.at(soft, owners, share)
            best = np.where(known, np.argmax(scores, axis=1), SET_ASIDE)[: len(speaking)]
            labels[speaking] = [found.get(texts[at], one) for at, one in zip(speaking, best, strict=True)]
            near[speaking] = self.is_near(evidence.rows(np.arange(len(speaking))), labels[speaking])
            soft[soft < _ALSO] = 0.0
            kept = np.flatnonzero(labels >= 0)
            own = np.zeros_like(soft)
            own[speaking] = share[: len(speaking)]
            lead = np.maximum(own[kept, labels[kept]], soft[kept].max(axis=1) + 1e-4)
            soft[kept, labels[kept]] = np.where(soft[kept].max(axis=1) > 0, lead, own[kept, labels[kept]])
            soft /= np.maximum(soft.sum(axis=1, keepdims=True), 1.0)
        return Reading(labels, cast("Sparse", Sparse(soft)), near)

    def is_near(self, evidence: Evidence, labels: Labels) -> NDArray[np.bool_]:
        """Whether each answer is nearer to its topic than the answers of other topics are (`reach_of`)."""
        inside = np.maximum(labels, 0)
        return np.asarray((labels >= 0) & (self.profiles.closeness(evidence, inside) > self.reach[inside]))


def reach_of(evidence: Evidence, labels: Labels, profiles: Profiles) -> Floats:
    """For each topic the nearness that only few answers of other topics have (see `_STRANGER`)."""
    k = len(profiles.sizes)
    if k < 2:
        return np.full(k, -1.0, dtype=np.float32)
    near = evidence.meaning @ profiles.centres.T
    found = [np.quantile(near[labels != one, one], _STRANGER, method="lower") for one in range(k)]
    return np.array(found, dtype=np.float32)


def _parts(text: str) -> list[str]:
    """The clauses of an answer that says several things; none if it says one."""
    said = clauses(text)
    return said if len(said) > 1 else []


def softmax(scores: Floats) -> Floats:
    shifted = np.exp(_SHARPNESS * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)
