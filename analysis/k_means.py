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


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each point, and how loose the groups are: weighted squared distances to their middles."""

    labels: Labels
    looseness: float


def k_means(space: Floats, weight: Floats, middles: Floats, most_rounds: int) -> Groups:
    """Groups around these middles once they have settled, or after so many rounds."""
    lengths = np.einsum("ij,ij->i", space, space)
    still = _STILL * float(space.var(axis=0).mean())
    labels = np.full(len(space), -1, dtype=np.intp)
    for _ in range(most_rounds):
        nearest, far = _nearest(space, lengths, middles)
        moved = _middles(space, weight, nearest, far, len(middles))
        settled = np.array_equal(nearest, labels)
        labels = nearest
        if settled:
            break
        shift = moved - middles
        middles = moved
        if float(np.einsum("ij,ij->", shift, shift)) <= still:
            labels, _ = _nearest(space, lengths, middles)
            break
    else:
        labels, _ = _nearest(space, lengths, middles)
    apart = space - middles[labels]
    return Groups(labels, float(np.einsum("ij,ij->i", apart, apart) @ weight))


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


def _middles(space: Floats, weight: Floats, labels: Labels, far: Floats, k: int) -> Floats:
    """The weighted mean of each group. An empty one moves to the point that is farthest from its own."""
    sums = np.asarray(_members(weight, labels, k) @ space, dtype=np.float32)
    sizes = np.bincount(labels, weights=weight, minlength=k).astype(np.float32)
    empty = np.flatnonzero(sizes == 0)
    if len(empty):
        farthest = np.argsort(-far, kind="stable")[: len(empty)]
        for group, point in zip(empty, farthest, strict=True):
            sums[labels[point]] -= weight[point] * space[point]
            sizes[labels[point]] -= weight[point]
            sums[group], sizes[group] = weight[point] * space[point], weight[point]
    return np.asarray(sums / np.maximum(sizes, 1e-12)[:, None], dtype=np.float32)


def _members(weight: Floats, labels: Labels, k: int) -> Floats | sp.csr_array:
    """Who is in which group, by weight: written out where groups are few, which is quicker there."""
    points = np.arange(len(labels))
    if k > _FEW:
        return sp.csr_array((weight, (labels, points)), shape=(k, len(labels)))
    member = np.zeros((k, len(labels)), dtype=np.float32)
    member[labels, points] = weight
    return member
