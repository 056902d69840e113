"""Ward's tree: the same groups as the reference, whatever the order of the points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, ward

from analysis.ward import cut, tree


def clouds(n: int, seed: int) -> NDArray[np.float32]:
    draw = np.random.default_rng(seed)
    middles = 3 * draw.normal(size=(5, 8))
    return np.asarray(middles[draw.integers(5, size=n)] + draw.normal(size=(n, 8)), dtype=np.float32)


def pairs(labels: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which points are together, however the groups are numbered."""
    return np.asarray(labels[:, None] == labels[None, :])


@given(st.integers(2, 60), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_the_tree_joins_what_the_reference_joins(n: int, seed: int) -> None:
    space = clouds(n, seed)
    joined, reference = tree(space), ward(space.astype(np.float64))
    for k in {1, 2, min(5, n), n}:
        expected = fcluster(reference, k, criterion="maxclust")
        assert np.array_equal(pairs(cut(joined, k)), pairs(expected.astype(np.intp)))


@given(st.integers(2, 40), st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_points_changes_no_group(n: int, seed: int) -> None:
    space = clouds(n, seed)
    order = np.random.default_rng(seed).permutation(n)
    k = min(4, n)
    whole = pairs(cut(tree(space), k))
    assert np.array_equal(whole[np.ix_(order, order)], pairs(cut(tree(space[order]), k)))


@pytest.mark.parametrize("n", [1, 2, 7])
def test_points_that_are_all_alike_still_fall_into_as_many_groups_as_asked_for(n: int) -> None:
    alike = np.ones((n, 3), dtype=np.float32)
    assert [int(cut(tree(alike), k).max()) + 1 for k in range(1, n + 1)] == list(range(1, n + 1))


def test_groups_are_numbered_by_their_first_points_and_a_finer_cut_splits_a_coarser_one() -> None:
    joined = tree(clouds(50, 3))
    for k in (2, 3, 9):
        coarse, fine = cut(joined, k), cut(joined, k + 1)
        first = [int(np.flatnonzero(coarse == one)[0]) for one in range(k)]
        assert first == sorted(first)
        assert np.all(pairs(coarse) | ~pairs(fine))
