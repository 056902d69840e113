"""Weights reach the census or are refused, with the reason."""

from __future__ import annotations

import pytest

from analysis.weights import rake, wave_weights
from tests.analysis import invented


def _people(girls: int, boys: int) -> dict[str, list[str]]:
    people = ["girl"] * girls + ["boy"] * boys
    return {"gender": people, "age_band": [("10-13", "14-17")[n % 2] for n in range(len(people))]}


CENSUS = {"gender": {"girl": 0.5, "boy": 0.5}, "age_band": {"10-13": 0.4, "14-17": 0.6}}


def test_every_margin_reaches_its_census_share() -> None:
    groups = _people(260, 140)
    weights = rake(groups, CENSUS)
    assert not weights.refused
    for by, shares in CENSUS.items():
        for value, share in shares.items():
            weighed = sum(w for w, g in zip(weights.weights, groups[by], strict=True) if g == value)
            assert weighed / sum(weights.weights) == pytest.approx(share, abs=0.001)
    assert all(0.33 <= weight <= 3 for weight in weights.weights)
    assert 1 < weights.design_effect <= 2


def test_a_small_wave_is_not_weighted() -> None:
    assert "too few people answered" in rake(_people(150, 149), CENSUS).refused


def test_a_thin_group_is_not_weighted() -> None:
    assert "gender" in rake(_people(400, 19), CENSUS).refused


def test_a_lopsided_wave_is_not_weighted() -> None:
    assert rake(_people(570, 30), CENSUS).refused


def test_census_shares_that_do_not_add_up_are_refused() -> None:
    assert "add up" in rake(_people(200, 200), {"gender": {"girl": 0.5, "boy": 0.4}}).refused


def test_whoever_did_not_state_a_group_does_not_upset_its_margin() -> None:
    groups = {"gender": ["girl"] * 200 + ["boy"] * 150 + ["not_stated"] * 50}
    weights = rake(groups, {"gender": CENSUS["gender"]})
    girls, boys = sum(weights.weights[:200]), sum(weights.weights[200:350])
    assert girls == pytest.approx(boys, rel=0.01)


def test_a_wave_far_from_the_census_says_so() -> None:
    """The invented census has 45% aged 18 to 24, whom youth clubs hardly meet."""
    assert wave_weights(invented.wave(600, 36)).refused
