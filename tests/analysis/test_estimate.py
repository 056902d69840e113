"""How sure a share is: against published values, against scipy, and in simulated waves."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.estimate import (
    Difference,
    Estimate,
    Interval,
    corrected_for_coding,
    design_effect,
    difference,
    differences_that_hold,
    effective_n,
    had_coding_been_perfect,
    intraclass_correlation,
    proportion,
    weights_design_effect,
    wilson,
)
from analysis.wave import CodedBlind


def likeness(sessions: list[tuple[int, int]]) -> float:
    said, asked = np.array(sessions).T
    return intraclass_correlation(said, asked)


def test_nobody_of_thirty_reaches_to_eleven_percent() -> None:
    interval = wilson(0, 30)
    assert interval.low == 0
    assert round(100 * interval.high, 1) == 11.4


def test_half_of_thirty_reaches_from_a_third_to_two_thirds() -> None:
    interval = wilson(15, 30)
    assert (round(100 * interval.low, 1), round(100 * interval.high, 1)) == (33.2, 66.8)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_wilsons_as_scipy_has_it(counts: tuple[int, int]) -> None:
    k, n = counts
    reference = binomtest(k, n).proportion_ci(0.95, method="wilson")
    ours = wilson(k, n)
    assert ours.low == pytest.approx(reference.low, abs=1e-9)
    assert ours.high == pytest.approx(reference.high, abs=1e-9)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(1, 8))
def test_likeness_within_sessions_only_widens_an_interval(counts: tuple[int, int], effect: float) -> None:
    k, n = counts
    plain, wider = wilson(k, n), wilson(k / effect, n / effect)
    assert wider.low <= plain.low + 1e-9
    assert wider.high >= plain.high - 1e-9
    assert 0 <= wider.low <= k / n <= wider.high <= 1


@given(st.floats(5, 500_000), st.floats(0, 1))
def test_the_answers_behind_a_range_are_found_again_from_the_range(n: float, share: float) -> None:
    assert effective_n(share, wilson(share * n, n)) == pytest.approx(n, rel=1e-3)


def test_a_range_that_cannot_be_one_rests_on_no_number_of_answers() -> None:
    for share, interval in ((0.2, Interval(0.2, 0.2)), (0.5, Interval(-0.2, 1.2)), (1.2, Interval(0.1, 0.3))):
        with pytest.raises(ValueError, match="rests on no number"):
            effective_n(share, interval)


def test_a_share_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        proportion({})
    with pytest.raises(ValueError, match="not a share"):
        wilson(3, 2)


def test_sessions_that_speak_with_one_voice_are_fully_alike() -> None:
    assert likeness([(10, 10), (0, 10), (10, 10), (0, 10)]) == pytest.approx(1)


def test_sessions_that_do_not_differ_are_not_alike() -> None:
    assert likeness([(5, 10)] * 12) == 0


def test_likeness_by_hand() -> None:
    """Two sessions of 4, 3 and 1 saying so: between 0.5, within 1.5/6, so (0.5 - 0.25) / (0.5 + 3 x 0.25)."""
    assert likeness([(3, 4), (1, 4)]) == pytest.approx(0.2)


def test_with_few_sessions_the_usual_likeness_is_assumed() -> None:
    assert design_effect({f"s{n}": (10, 20) for n in range(5)}) == pytest.approx(1 + 19 * 0.05)


def test_equal_weights_cost_nothing_and_unequal_ones_do() -> None:
    assert weights_design_effect([2, 2, 2]) == pytest.approx(1)
    assert weights_design_effect([1, 3]) == pytest.approx(2 * 10 / 16)


def test_newcombes_own_example() -> None:
    """56 of 70 against 48 of 80: Newcombe (1998), method 10, gives 0.0524 to 0.3339."""
    one, other = (Estimate(k, n, k / n, *_ends(k, n)) for k, n in ((56, 70), (48, 80)))
    found = difference(one, other)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def _ends(k: int, n: int) -> tuple[float, float]:
    interval = wilson(k, n)
    return interval.low, interval.high


def test_a_small_difference_is_not_told_however_sure() -> None:
    assert differences_that_hold([Difference(0.04, 0.03, 0.05, 1e-9)]) == (False,)


def test_one_lucky_find_among_many_comparisons_is_not_told() -> None:
    lucky = Difference(0.1, 0.001, 0.2, 0.04)
    assert differences_that_hold([lucky]) == (True,)
    noise = [Difference(0.0, -0.1, 0.1, 0.9)] * 30
    assert not any(differences_that_hold([lucky, *noise]))


def test_no_comparisons_give_no_differences() -> None:
    assert differences_that_hold([]) == ()


def test_a_share_is_corrected_for_coding_error() -> None:
    """True share 0.2, 90% found, 95% rightly left out: seen as 0.22."""
    assert corrected_for_coding(0.22, 0.9, 0.95) == pytest.approx(0.2)
    with pytest.raises(ValueError, match="chance"):
        corrected_for_coding(0.3, 0.5, 0.5)


def test_intervals_cover_the_truth_in_clustered_waves() -> None:
    """A coarse check on every run; `tests/benchmarks/disclosure.py` holds it to 93 to 97 percent."""
    assert 0.90 <= coverage(share=0.3, icc=0.05, sessions=40, mean_size=20, waves=400, seed=5) <= 0.99


def coverage(*, share: float, icc: float, sessions: int, mean_size: int, waves: int, seed: int) -> float:
    """How often the interval holds the true share, sessions drawn beta-binomially."""
    draw = random.Random(seed)
    a, b = share * (1 - icc) / icc, (1 - share) * (1 - icc) / icc
    covered = 0
    for _ in range(waves):
        counts = {}
        for number in range(sessions):
            size = max(3, round(draw.gauss(mean_size, mean_size / 4)))
            chance = draw.betavariate(a, b)
            counts[f"s{number}"] = (sum(draw.random() < chance for _ in range(size)), size)
        found = proportion(counts)
        covered += found.low <= share <= found.high
    return covered / waves


def blind(tp: int, fp: int, fn: int, tn: int) -> CodedBlind:
    return CodedBlind("dark_streets", tp, fp, fn, tn)


def test_a_theme_missed_by_the_coding_is_likely_raised_more_often_than_counted() -> None:
    found = had_coding_been_perfect(0.2, 300, blind(60, 2, 40, 198))
    assert found is not None
    assert found.low > 0.2


def test_doubt_about_the_coding_widens_the_range() -> None:
    few, many = blind(18, 2, 2, 38), blind(1800, 200, 200, 3800)
    ranges = [had_coding_been_perfect(0.3, 500, check) for check in (few, many)]
    assert ranges[0] is not None
    assert ranges[1] is not None
    assert ranges[0].high - ranges[0].low > ranges[1].high - ranges[1].low


def test_a_small_sample_or_coding_hardly_above_chance_corrects_nothing() -> None:
    assert had_coding_been_perfect(0.3, 500, blind(5, 0, 1, 200)) is None
    assert had_coding_been_perfect(0.3, 500, blind(200, 0, 5, 4)) is None
    assert had_coding_been_perfect(0.3, 500, blind(30, 25, 30, 35)) is None


@settings(deadline=None)
@given(
    st.floats(0, 1),
    st.integers(5, 5000),
    st.tuples(*[st.integers(0, 400)] * 4),
)
def test_a_corrected_range_is_a_range_of_shares(
    share: float, n: int, counts: tuple[int, int, int, int]
) -> None:
    found = had_coding_been_perfect(share, n, blind(*counts))
    if found is not None:
        assert 0 <= found.low <= found.share <= found.high <= 1


def test_the_corrected_range_holds_the_true_share_as_often_as_it_says() -> None:
    draw = np.random.default_rng(5)
    truth, sensitivity, specificity, people, sample, waves = 0.25, 0.8, 0.95, 400, 150, 2000
    told = sensitivity * truth + (1 - specificity) * (1 - truth)
    held = tried = 0
    for _ in range(waves):
        with_it = int(draw.binomial(sample, truth))
        tp, fp = (
            int(draw.binomial(with_it, sensitivity)),
            int(draw.binomial(sample - with_it, 1 - specificity)),
        )
        check = blind(tp, fp, with_it - tp, sample - with_it - fp)
        found = had_coding_been_perfect(draw.binomial(people, told) / people, people, check)
        if found is not None:
            tried += 1
            held += found.low <= truth <= found.high
    assert tried > 0.99 * waves
    assert 0.93 <= held / tried <= 0.98
