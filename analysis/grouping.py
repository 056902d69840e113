"""Which answers belong together, given how many groups there are to be?

For `topics`. Answers are joined to their nearest neighbours in meaning, each is blended with what its
neighbours say (an answer of four words borrows its neighbours' evidence), groups are those of a tree of all
answers, and every answer then goes to the group whose meaning and words fit it and its neighbours best. Words
are read both as the table has them and as they are used here: two pictures side by side, so that neither has
to be trusted.
`Profiles` keeps what each group means and which words it uses, so that later answers are read by the same
rule.

Plain functions on arrays: no text is seen here, and nothing depends on how many threads the machine has
(callers hold the one-thread limit, see `topics`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.evidence import Evidence
from analysis.k_means import Groups, drawn_middles, k_means
from analysis.lexicon import Sparse, sparse
from analysis.ward import cut, tree
from analysis.word_table import Floats, unit_rows

Labels = NDArray[np.intp]

NEIGHBOURS = 15
SHARED_WORDS = 0.5  # weight of shared rare words beside meaning, when neighbours are sought
STEPS = 3  # how often an answer is blended with its neighbours
_IN_TREE = 5_000  # answers in the tree; its groups start the k-means of all of them
_ITERATIONS = 60
ROUNDS = 5  # how often answers are read again against the groups they made
RESAMPLES = 25
_RESAMPLED = 1_500  # answers in one resample
_BLOCK = 1_000
_PEAKS = 20  # parts of a row for each neighbour sought, of which the largest is looked at
_HALVINGS = 40  # of the range in which a local scale is sought
_WORD_PRIOR = 0.5  # added to every count of a stem in a group: an unseen stem is unlikely, not impossible
_MEANING_WEIGHT = 7.0  # of the cosine with a group's centre, beside the mean log-likelihood of a stem


def neighbour_graph(
    evidence: Evidence, shared_words: float | None = None, neighbours: int | None = None
) -> Sparse:
    """Each answer's nearest neighbours; no answer is its own.

    Near is the cosine of two answers' meanings, and half as much again for the rare words they share
    (`SHARED_WORDS`); a tie weighs its square.
    """
    meaning, words = evidence.meaning, _rare_words(evidence.stems)
    others = words.T.tocsc() * np.float32(SHARED_WORDS if shared_words is None else shared_words)
    n = len(meaning)
    k = min(NEIGHBOURS if neighbours is None else neighbours, n - 1)
    if k < 1:
        return sparse(np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(n + 1, np.int64), n)
    found = np.empty((n, k), dtype=np.int32)
    weight = np.empty((n, k), dtype=np.float32)
    for start in range(0, n, _BLOCK):
        near = meaning[start : start + _BLOCK] @ meaning.T
        shared = Sparse(words[start : start + _BLOCK] @ others)
        rows = np.arange(len(near))
        near[np.repeat(rows, np.diff(shared.indptr)), shared.indices] += shared.data
        near[rows, start + rows] = -2.0
        best = np.sort(_largest(near, k), axis=1)
        found[start : start + len(near)] = best
        weight[start : start + len(near)] = np.maximum(np.take_along_axis(near, best, axis=1), 0.0) ** 2
    ends = np.arange(0, n * k + 1, k)
    return sparse(weight.ravel(), found.ravel(), ends, n)


def _largest(near: Floats, k: int) -> NDArray[np.intp]:
    """Where the k largest numbers of each row stand; of equal ones the first, on every machine.

    The k-th largest of the peaks of a row's parts is no larger than the k-th largest of the row: all but the
    few numbers from it up can be passed over.
    """
    n, wide = len(near), near.shape[1]
    many = _PEAKS * k
    least = np.full(n, -np.inf, dtype=np.float32)
    if wide >= 2 * many:
        peaks = near[:, : wide // many * many].reshape(n, wide // many, many).max(axis=1)
        least = np.partition(peaks, many - k, axis=1)[:, many - k]
    rows, columns = np.divmod(np.flatnonzero(near >= least[:, None]), wide)
    order = np.lexsort((columns, -near[rows, columns], rows))
    first = np.searchsorted(rows, np.arange(n))  # rows are in order before and after sorting
    return np.asarray(columns[order][first[:, None] + np.arange(k)], dtype=np.intp)


def locally_scaled(graph: Sparse) -> Sparse:
    """The same ties weighed by how near they are for the answer that has them, both ways.

    An answer's nearest neighbour counts as one, the others fall off so fast that all together count as the
    binary logarithm of their number (the scale of UMAP, McInnes et al. 2018); a tie of two answers is their
    fuzzy union. Answers said in an unusual way get ties as strong as the others.
    """
    n = graph.shape[0]
    if not graph.nnz:
        return graph
    far = 1.0 - np.sqrt(graph.data.astype(np.float64)).reshape(n, -1)
    far -= far.min(axis=1, keepdims=True)
    wanted = max(1.0, np.log2(far.shape[1]))
    low, high = np.full((n, 1), 1e-4), np.full((n, 1), 10.0)
    for _ in range(_HALVINGS):
        scale = (low + high) / 2
        above = np.exp(-far / scale).sum(axis=1, keepdims=True) > wanted
        low, high = np.where(above, low, scale), np.where(above, scale, high)
    near = np.exp(-far / ((low + high) / 2)).astype(np.float32)
    one_way = Sparse((near.ravel(), graph.indices, graph.indptr), shape=graph.shape)
    other_way = Sparse(one_way.T)
    return Sparse(one_way + other_way - one_way.multiply(other_way))


def common_space(evidence: Evidence) -> tuple[Floats, Sparse]:
    """Where answers lie for grouping (their smoothed meanings by both readings of their words), and how each
    answer's ties share out among its neighbours.
    """
    readings = (evidence.taken_plainly(), evidence)
    graphs = [locally_scaled(neighbour_graph(one)) for one in readings]
    space = np.hstack([smooth(one.meaning, graph) for one, graph in zip(readings, graphs, strict=True)])
    return np.asarray(space, dtype=np.float32), shared_out(graphs[-1])


def shared_out(ties: Sparse) -> Sparse:
    """The same ties with those of each answer summing to one; of an answer without ties, to none."""
    total = np.asarray(ties.sum(axis=1), dtype=np.float32).ravel()
    total[total == 0] = 1.0
    return Sparse(sp.diags_array(1.0 / total).astype(np.float32) @ ties)


def _rare_words(stems: Sparse) -> Sparse:
    """Each answer's stems weighted by how few answers they are in (inverse document frequency), unit
    length.
    """
    found = np.asarray(stems.sum(axis=0)).ravel()
    rarity = np.log((1 + stems.shape[0]) / (1 + found)) + 1
    weighted = stems.multiply(rarity[None, :].astype(np.float32)).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    length[length == 0] = 1.0
    return cast("Sparse", Sparse(sp.diags_array(1.0 / length).astype(np.float32) @ weighted))


def smooth(meaning: Floats, graph: Sparse, steps: int | None = None) -> Floats:
    """Each answer blended, in equal parts, with the weighted mean of its neighbours, `STEPS` times over."""
    step = shared_out(graph)
    for _ in range(STEPS if steps is None else steps):
        meaning = unit_rows(meaning + np.asarray(step @ meaning, dtype=np.float32))
    return meaning


def spread(n: int, most: int) -> NDArray[np.intp]:
    """Up to `most` of n rows, evenly spaced: no seed chooses them."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(np.intp))


def group(space: Floats, k: int, weight: Floats) -> Labels:
    """k groups: those of Ward's tree, settled. Nothing drawn at random decides what young people are heard to
    say; random starts that ended tighter were not nearer to how people sort answers.
    """
    part = spread(len(space), _IN_TREE)
    branches = cut(tree(space[part]), k)
    middles = np.stack([space[part[branches == one]].mean(axis=0) for one in range(branches.max() + 1)])
    return k_means(space, weight, middles, _ITERATIONS).labels


def _from_anywhere(space: Floats, weight: Floats, k: int, seed: int, rounds: int) -> Groups:
    """k groups from a random start."""
    return k_means(space, weight, drawn_middles(space, k, weight, np.random.RandomState(seed)), rounds)


def came_back(
    space: Floats, labels: Labels, k: int, seed: int, resamples: int = RESAMPLES
) -> NDArray[np.float64]:
    """For each group, in what share of resamples it was found again.

    Each time, part of the answers are grouped afresh; a group came back if one of the new groups shares more
    with it (Jaccard) than half of what either holds.
    """
    n = len(space)
    if not k or not n:
        return np.zeros(k)
    draw = np.random.default_rng(seed)
    size = min(_RESAMPLED, max(1, round(0.8 * n)))
    found = np.zeros(k)
    asked = np.zeros(k)
    for _ in range(resamples):
        part = np.sort(draw.choice(n, size, replace=False))
        alike = np.ones(size, dtype=np.float32)
        new = _from_anywhere(space[part], alike, min(k, size), int(draw.integers(2**31)), 30)
        both = np.zeros((k, min(k, size)))
        np.add.at(both, (labels[part], new.labels), 1)
        either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
        present = both.sum(axis=1) > 0
        found += present & ((both / np.maximum(1, either)).max(axis=1) > 0.5)
        asked += present
    return np.asarray(found / np.maximum(1, asked))


@dataclass(frozen=True, slots=True)
class Profiles:
    """What each group means (unit centres) and how likely each stem is in it (logarithms), with its
    weight.
    """

    centres: Floats
    stem_logs: Floats
    stem_totals: Floats
    sizes: Floats

    @classmethod
    def of(cls, evidence: Evidence, labels: Labels, k: int, weight: Floats) -> Profiles:
        """The profiles of k groups of answers."""
        member = Sparse((weight, (labels, np.arange(len(labels)))), shape=(k, len(labels)))
        centres = unit_rows(np.asarray(member @ evidence.meaning, dtype=np.float32))
        counts = np.asarray((member @ evidence.stems).todense(), dtype=np.float32) + _WORD_PRIOR
        totals = counts.sum(axis=1)
        logs = np.log(counts) - np.log(np.maximum(totals, _WORD_PRIOR))[:, None]
        return cls(
            centres, logs.astype(np.float32), totals, np.asarray(member.sum(axis=1), dtype=np.float32).ravel()
        )

    def closeness(self, evidence: Evidence, labels: Labels) -> Floats:
        """The cosine of each answer with the centre of the group it is in."""
        return np.asarray(np.einsum("ij,ij->i", evidence.meaning, self.centres[labels]), dtype=np.float32)

    def with_more(self, evidence: Evidence, labels: Labels, weight: Floats) -> Profiles:
        """The same groups after more answers joined them."""
        k = len(self.sizes)
        member = Sparse((weight, (labels, np.arange(len(labels)))), shape=(k, len(labels)))
        sums = self.centres * self.sizes[:, None] + np.asarray(member @ evidence.meaning)
        more = np.asarray((member @ evidence.stems).todense(), dtype=np.float32)
        counts = np.exp(self.stem_logs) * self.stem_totals[:, None] + more
        totals = counts.sum(axis=1)
        logs = np.log(counts) - np.log(np.maximum(totals, _WORD_PRIOR))[:, None]
        sizes = self.sizes + np.asarray(member.sum(axis=1)).ravel()
        return Profiles(unit_rows(sums.astype(np.float32)), logs.astype(np.float32), totals, sizes)

    def scores(self, evidence: Evidence) -> Floats:
        """How well each group fits each answer: one row an answer, one column a group, higher is better."""
        return self._fit(evidence.meaning, self._words(evidence.stems))

    def scores_among(self, evidence: Evidence, around: Around) -> Floats:
        """The same, where half of what an answer says in words is what its neighbours say."""
        own, others = self._words(evidence.stems), self._words(around.stems)
        return self._fit(evidence.meaning, 0.5 * (own + around.ties @ others))

    def _fit(self, meaning: Floats, words: Floats) -> Floats:
        fit = _MEANING_WEIGHT * (meaning @ self.centres.T) + words
        fit[:, self.sizes == 0] = -np.inf
        return np.asarray(fit, dtype=np.float32)

    def _words(self, stems: Sparse) -> Floats:
        """The mean log-likelihood of an answer's stems in each group; nought where it has none."""
        if not stems.shape[1]:
            return np.zeros((stems.shape[0], len(self.sizes)), dtype=np.float32)
        used = np.maximum(1.0, np.asarray(stems.sum(axis=1)).ravel())
        return np.asarray(stems @ self.stem_logs.T / used[:, None], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Around:
    """The answers that others have as neighbours: the stems of all, and the ties to them of those to group (a
    row each, summing to one).
    """

    stems: Sparse
    ties: Sparse


def refine(evidence: Evidence, around: Around, labels: Labels, k: int, weight: Floats) -> Labels:
    """Read every answer, with its neighbours' words, again against the groups' meaning and words: `ROUNDS`
    times, or until none moves.
    """
    for _ in range(ROUNDS):
        moved = np.argmax(Profiles.of(evidence, labels, k, weight).scores_among(evidence, around), axis=1)
        if np.array_equal(moved, labels):
            break
        labels = moved.astype(np.intp)
    return labels
