"""How do answers join into ever fewer groups, if each step is to lose least?

For `grouping` and `number_of_topics`: the tree of Ward (by chains of nearest neighbours, Müllner 2011) and
its cuts. Written out here because loading a library takes longer than the tree of two thousand answers.

It leaves what a cut is worth to those two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.intp]

_WORTH_CLOSING_UP = 0.6  # share of places still held by a group, below which empty ones are taken out


@dataclass(frozen=True, slots=True)
class Tree:
    """Which two nodes each step joins, the least loss first: of n points, nodes below n are points, and n + i
    is what step i joined.
    """

    joined: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.joined) + 1


def tree(space: Floats) -> Tree:
    """Ward's tree of some points: whatever is joined next leaves the groups tightest."""
    n = len(space)
    apart = _squared_distances(space)
    size = np.ones(n)
    name = np.arange(n)  # of the group at each place: the number of one of its points
    empty = np.zeros(n)  # infinite where no group is left
    held = n
    chain: list[int] = []
    steps: list[tuple[float, int, int]] = []
    for _ in range(n - 1):
        if held < _WORTH_CLOSING_UP * len(name):
            kept = np.flatnonzero(empty == 0)
            place = np.cumsum(empty == 0) - 1
            chain = [int(place[at]) for at in chain]
            apart, size, name, empty = apart[np.ix_(kept, kept)], size[kept], name[kept], empty[kept]
        if not chain:
            chain = [int(np.argmin(empty))]
        one, other = _nearest_pair(apart, empty, chain)
        loss = float(apart[one, other])
        steps.append((loss, int(name[one]), int(name[other])))
        both = size[one] + size[other]
        row = (size[one] + size) * apart[one] + (size[other] + size) * apart[other] - size * loss
        row /= both + size
        row[other] = np.inf
        apart[other] = row
        apart[:, other] = row
        size[other], empty[one] = both, np.inf
        held -= 1
    return _in_order(steps, n)


def cut(joined: Tree, k: int) -> Labels:
    """The k groups of a tree, numbered by their first points."""
    n = len(joined)
    undone = max(n, 2 * n - k)  # nodes from here on are taken apart
    group = list(range(2 * n - 1))
    for node in range(undone - 1, n - 1, -1):
        left, right = joined.joined[node - n]
        group[left] = group[right] = group[node]
    _, first, of = np.unique(np.array(group[:n], dtype=np.intp), return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.intp)
    rank[np.argsort(first)] = np.arange(len(first))
    return np.asarray(rank[of], dtype=np.intp)


def _squared_distances(space: Floats) -> NDArray[np.float64]:
    exact = space.astype(np.float64)
    lengths = np.einsum("ij,ij->i", exact, exact)
    apart = exact @ exact.T
    apart *= -2.0
    apart += lengths
    apart += lengths[:, None]
    np.maximum(apart, 0.0, out=apart)
    np.fill_diagonal(apart, np.inf)
    return np.asarray(apart)


def _nearest_pair(
    apart: NDArray[np.float64], empty: NDArray[np.float64], chain: list[int]
) -> tuple[int, int]:
    """Follow the chain to two groups that are each other's nearest. Both leave it; the earlier first."""
    while True:
        last = chain[-1]
        distances = apart[last] + empty
        nearest = int(np.argmin(distances))
        if len(chain) > 1 and not distances[nearest] < distances[chain[-2]]:
            before = chain[-2]
            del chain[-2:]
            return min(last, before), max(last, before)
        chain.append(nearest)


def _in_order(steps: list[tuple[float, int, int]], n: int) -> Tree:
    """The steps from the least loss up, each naming the nodes it joins."""
    above = list(range(2 * n - 1))

    def top(node: int) -> int:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    joined: list[tuple[int, int]] = []
    for at, (_, one, other) in enumerate(sorted(steps, key=lambda step: step[0])):
        left, right = top(one), top(other)
        above[left] = above[right] = n + at
        joined.append((left, right))
    return Tree(joined)
