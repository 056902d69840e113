"""k-means: the groups that scikit-learn's finds from the same start, whatever weighs how much."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans

from analysis.k_means import drawn_middles, k_means


@pytest.fixture(scope="module")
def space() -> np.ndarray:
    draw = np.random.default_rng(4)
    middles = draw.normal(size=(30, 12))
    return (middles[draw.integers(30, size=600)] + draw.normal(scale=0.5, size=(600, 12))).astype(np.float32)


@pytest.mark.parametrize("k", [1, 2, 9, 30])
def test_from_the_same_start_the_groups_are_scikit_learns(space: np.ndarray, k: int) -> None:
    weight = np.random.default_rng(5).integers(1, 4, size=len(space)).astype(np.float32)
    start = drawn_middles(space, k, weight, np.random.RandomState(6))
    ours = k_means(space, weight, start, 60)
    theirs = KMeans(k, init=start, n_init=1, max_iter=60).fit(space, sample_weight=weight)
    assert np.mean(ours.labels == theirs.labels_) > 0.99
    assert ours.looseness == pytest.approx(theirs.inertia_, rel=1e-3)


def test_points_that_weigh_nothing_move_no_middle(space: np.ndarray) -> None:
    weight = np.ones(len(space), dtype=np.float32)
    start = drawn_middles(space, 5, weight, np.random.RandomState(0))
    astray = np.full((3, space.shape[1]), 50.0, dtype=np.float32)
    beside = np.concatenate([weight, np.zeros(3, dtype=np.float32)])
    with_them = k_means(np.vstack([space, astray]), beside, start, 40)
    assert np.array_equal(with_them.labels[:-3], k_means(space, weight, start, 40).labels)


def test_a_group_that_empties_takes_the_point_farthest_from_its_own(space: np.ndarray) -> None:
    weight = np.ones(len(space), dtype=np.float32)
    start = np.vstack([space[:4], np.full((1, space.shape[1]), 1e3, dtype=np.float32)])
    assert len(np.unique(k_means(space, weight, start, 40).labels)) == 5


def test_drawn_middles_are_different_points_and_the_same_on_every_run(space: np.ndarray) -> None:
    weight = np.ones(len(space), dtype=np.float32)
    once, again = (drawn_middles(space, 30, weight, np.random.RandomState(1)) for _ in range(2))
    assert np.array_equal(once, again)
    assert len(np.unique(once, axis=0)) == 30


def test_points_that_are_all_alike_make_one_group_and_no_noise() -> None:
    alike = np.ones((8, 3), dtype=np.float32)
    weight = np.ones(8, dtype=np.float32)
    start = drawn_middles(alike, 3, weight, np.random.RandomState(2))
    found = k_means(alike, weight, start, 10)
    assert found.looseness == pytest.approx(0.0)
    assert set(found.labels) <= {0, 1, 2}
