"""Into which k groups do points in a space fall, so that each is near the middle of its own?

For `grouping`: Lloyd's k-means with weights, from given middles or from middles drawn by k-means++ (the
greedy kind: of a few points drawn by their squared distance, the one that leaves the least). Written out here
because loading a learning library takes longer than grouping two thousand answers. What is drawn comes from
numpy's `RandomState`, whose numbers stay the same in every version.

It leaves which starts to try, and which to trust, to `grouping`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.intp]

_STILL = 1e-4  # of the points' mean variance: middles that move less than this in sum have settled
_FEW = 16  # groups
_FEW_MOVE = 0.3  # share of the points up to which the sums are kept and only what moved is moved in them


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each point, and how loose the groups are: weighted squared distances to their middles."""

    labels: Labels
    looseness: float


def k_means(space: Floats, weight: Floats, middles: Floats, most_rounds: int) -> Groups:
    """Groups around these middles once they have settled, or after so many rounds."""
    lengths = np.einsum("ij,ij->i", space, space)
    centre = space.mean(axis=0)
    still = _STILL * (float(lengths.mean()) - float(centre @ centre)) / space.shape[1]
    labels = np.full(len(space), -1, dtype=np.intp)
    sums = _Sums(space, weight, len(middles))
    for _ in range(most_rounds):
        nearest, far = _nearest(space, lengths, middles)
        if np.array_equal(nearest, labels):
            break
        moved = sums.middles(nearest, far)
        labels = nearest
        shift = moved - middles
        middles = moved
        if float(np.einsum("ij,ij->", shift, shift)) <= still:
            labels, far = _nearest(space, lengths, middles)
            break
    else:
        labels, far = _nearest(space, lengths, middles)
    return Groups(labels, float(np.maximum(far, 0.0) @ weight))


def drawn_middles(space: Floats, k: int, weight: Floats, draw: np.random.RandomState) -> Floats:
    """k of the points, far from each other, as the middles to start from."""
    lengths = np.einsum("ij,ij->i", space, space)
    tries = 2 + int(np.log(k))
    first = int(draw.choice(len(space), p=weight / weight.sum()))
    chosen = [first]
    nearest = _squared(space, lengths, np.array([first]))[0]
    for _ in range(1, k):
        left = np.cumsum(weight * nearest)
        drawn = np.searchsorted(left, draw.uniform(size=tries) * left[-1])
        candidates = np.minimum(drawn, len(space) - 1)
        after = np.minimum(nearest, _squared(space, lengths, candidates))
        best = int(np.argmin(after @ weight))
        chosen.append(int(candidates[best]))
        nearest = after[best]
    return space[chosen]


def _squared(space: Floats, lengths: Floats, chosen: NDArray[np.intp]) -> Floats:
    """Squared distances of some of the points to all."""
    near = space[chosen] @ space.T
    return np.asarray(np.maximum(lengths[chosen][:, None] - 2.0 * near + lengths, 0.0), dtype=np.float32)


def _nearest(space: Floats, lengths: Floats, middles: Floats) -> tuple[Labels, Floats]:
    """For each point the nearest middle, and the squared distance to it."""
    apart = space @ middles.T
    apart *= -2.0
    apart += np.einsum("ij,ij->i", middles, middles)
    labels = np.asarray(np.argmin(apart, axis=1), dtype=np.intp)
    return labels, np.asarray(lengths + apart[np.arange(len(space)), labels], dtype=np.float32)


class _Sums:
    """The weighted sum of each group's points, kept from round to round: soon only few points move."""

    def __init__(self, space: Floats, weight: Floats, k: int) -> None:
        self._space, self._weight, self._k = space, weight, k
        self._labels: Labels | None = None
        self._sums = np.zeros((k, space.shape[1]), dtype=np.float32)

    def middles(self, labels: Labels, far: Floats) -> Floats:
        """The weighted mean of each group. An empty one moves to the point that is farthest from its own."""
        self._follow(labels)
        sums = self._sums
        sizes = np.bincount(labels, weights=self._weight, minlength=self._k).astype(np.float32)
        empty = np.flatnonzero(sizes == 0)
        if len(empty):
            sums = sums.copy()
            farthest = np.argsort(-far, kind="stable")[: len(empty)]
            for group, point in zip(empty, farthest, strict=True):
                own = self._weight[point] * self._space[point]
                sums[labels[point]] -= own
                sizes[labels[point]] -= self._weight[point]
                sums[group], sizes[group] = own, self._weight[point]
        return np.asarray(sums / np.maximum(sizes, 1e-12)[:, None], dtype=np.float32)

    def _follow(self, labels: Labels) -> None:
        before, self._labels = self._labels, labels
        moved = np.flatnonzero(labels != before) if before is not None else np.arange(len(labels))
        if before is None or len(moved) > _FEW_MOVE * len(labels):
            self._sums = np.asarray(_members(self._weight, labels, self._k) @ self._space, dtype=np.float32)
            return
        points, weight = self._space[moved], self._weight[moved]
        came = _members(weight, labels[moved], self._k) - _members(weight, before[moved], self._k)
        self._sums = self._sums + np.asarray(came @ points, dtype=np.float32)


def _members(weight: Floats, labels: Labels, k: int) -> Floats | sp.csr_array:
    """Who is in which group, by weight: written out where groups are few, which is quicker there."""
    points = np.arange(len(labels))
    if k > _FEW:
        return sp.csr_array((weight, (labels, points)), shape=(k, len(labels)))
    member = np.zeros((k, len(labels)), dtype=np.float32)
    member[labels, points] = weight
    return member
