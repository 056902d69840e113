"""Grouping: clear groups are found as they are, and an answer that says little goes with its neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.evidence import Evidence
from analysis.grouping import Around, group, refine, shared_out
from analysis.lexicon import Sparse


def evidence(meaning: list[list[float]], stems: list[list[int]]) -> Evidence:
    vectors = np.array(meaning, dtype=np.float32)
    return Evidence(vectors, Sparse(np.array(stems, dtype=np.float32)), vectors)


def test_an_answer_without_words_of_its_own_goes_where_its_neighbours_words_are() -> None:
    ways = [[1.0, 0.0]] * 3 + [[0.0, 1.0]] * 3 + [[0.7071, 0.7071]]  # the last lies between the two
    answers = evidence(ways, [[1, 0]] * 3 + [[0, 1]] * 3 + [[0, 0]])
    labels, weight = np.array([0, 0, 0, 1, 1, 1, 0]), np.array([1, 1, 1, 1, 1, 1, 0], dtype=np.float32)
    for neighbours, expected in ((slice(0, 3), 0), (slice(3, 6), 1)):
        ties = np.zeros((7, 7), dtype=np.float32)
        ties[6, neighbours] = 1.0
        around = Around(answers.stems, shared_out(Sparse(ties)))
        assert refine(answers, around, labels, 2, weight)[6] == expected


def test_ties_share_out_to_one_and_an_answer_without_ties_has_none() -> None:
    ties = shared_out(Sparse(np.array([[0, 1, 3], [0, 0, 0], [2, 2, 0]], dtype=np.float32)))
    assert ties.toarray().tolist() == [[0, 0.25, 0.75], [0, 0, 0], [0.5, 0.5, 0]]


@pytest.mark.parametrize("k", [1, 2, 4])
def test_clear_groups_are_found_whatever_random_numbers_were_drawn_before(k: int) -> None:
    draw = np.random.default_rng(k)
    truth = np.repeat(np.arange(k), 30)
    space = (10 * np.eye(4)[truth] + draw.normal(size=(len(truth), 4))).astype(np.float32)
    weight = np.ones(len(truth), dtype=np.float32)
    np.random.seed(k)
    found = group(space, k, weight)
    assert found.tolist() == truth.tolist()
    assert np.array_equal(found, group(space, k, weight))
