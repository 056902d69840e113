"""How often is each known word, pair or piece of a word in an answer, and how much does it tell?

For `coding_evidence`. Sublinear term frequency times inverse document frequency (Salton and Buckley, 1988),
each answer of one length. Written out here, on sparse matrices alone: to load a learning library for it costs
whoever waits at a command line seconds.

An answer comes as its units (its words, say), and every unit is cut into its terms (its pieces) once, however
many answers have it: which answers have which terms is then one product of two matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Units = Sequence[str]
PIECES = (2, 5)  # letters of the shortest and the longest piece
_CHUNK = 5_000  # answers of the corpus counted at once


class WeighedCounts:
    """Answers as their terms (what `terms` cuts each of their units into), each weighed by how common it is
    in the teaching and the corpus together. Terms that only the corpus has could get no weight: left out.
    """

    def __init__(self, terms: Callable[[str], Sequence[str]]) -> None:
        self._terms = terms

    def fit_transform(self, teaching: Sequence[Units], corpus: Sequence[Units]) -> sp.csr_matrix:
        """Learn the terms and their weights, and weigh the teaching with them."""
        units, by_unit = counted_units(teaching)
        cut = [self._terms(unit) for unit in units]
        names = sorted({term for terms in cut for term in terms})
        self._columns = {name: column for column, name in enumerate(names)}
        counts = by_unit @ self._among_known(cut)
        in_answers = answers_with_each(counts)
        for start in range(0, len(corpus), _CHUNK):
            in_answers += answers_with_each(self._count(corpus[start : start + _CHUNK]))
        self.weight = np.log((1 + len(teaching) + len(corpus)) / (1 + in_answers)) + 1
        return self._weighed(counts)

    def transform(self, answers: Sequence[Units]) -> sp.csr_matrix:
        """The weighed terms of any answers."""
        return self._weighed(self._count(answers))

    def column(self, term: str) -> int | None:
        """Where a term stands; None for one that nobody taught."""
        return self._columns.get(term)

    def _count(self, answers: Sequence[Units]) -> sp.csr_matrix:
        units, by_unit = counted_units(answers)
        return sp.csr_matrix(by_unit @ self._among_known([self._terms(unit) for unit in units]))

    def _among_known(self, cut: Sequence[Sequence[str]]) -> sp.csr_matrix:
        """How often each unit holds each known term."""
        known, found, ends = self._columns, list[int](), [0]
        for terms in cut:
            found.extend(known[term] for term in terms if term in known)
            ends.append(len(found))
        return sp.csr_matrix((np.ones(len(found)), found, ends), shape=(len(cut), len(known)))

    def _weighed(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        counts.sort_indices()
        counts.data = (1 + np.log(counts.data)) * self.weight[counts.indices]
        lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
        return sp.csr_matrix(sp.diags(1 / np.where(lengths > 0, lengths, 1.0)) @ counts)


def counted_units(answers: Sequence[Units]) -> tuple[list[str], sp.csr_matrix]:
    """The different units of some answers, in the order they come, and how often each answer has each."""
    place: dict[str, int] = {}
    found = [place.setdefault(unit, len(place)) for units in answers for unit in units]
    ends = np.cumsum([0, *map(len, answers)])
    counts = sp.csr_matrix((np.ones(len(found)), found, ends), shape=(len(answers), len(place)))
    counts.sum_duplicates()
    return list(place), counts


def answers_with_each(counts: sp.csr_matrix) -> NDArray[np.intp]:
    """In how many answers each term is."""
    return np.bincount(counts.indices, minlength=counts.shape[1])


def pieces(word: str) -> list[str]:
    """The runs of letters inside a word and at its edges, which show as spaces; a short word whole, once.

    >>> pieces("no")
    [' n', 'no', 'o ', ' no', 'no ', ' no ']
    """
    found: list[str] = []
    edged = f" {word} "
    for length in range(PIECES[0], PIECES[1] + 1):
        found.extend(edged[at : at + length] for at in range(max(1, len(edged) - length + 1)))
        if len(edged) <= length:
            break
    return found
