"""Our shares, ranges and weights are what other people’s libraries, or the formula written out again, give."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import estimate
from analysis.estimate import Difference, Estimate, Sessions
from analysis.weights import WeightRules, rake

proportion = pytest.importorskip("statsmodels.stats.proportion")
multitest = pytest.importorskip("statsmodels.stats.multitest")
formula = pytest.importorskip("statsmodels.formula.api")
linear = pytest.importorskip("statsmodels.stats.anova")

COUNTS = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def of_strangers(said: int, asked: int) -> Estimate:
    """A share whose people do not resemble each other."""
    interval = estimate.wilson(said, asked)
    return Estimate(said, asked, said / asked, interval.low, interval.high)


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_is_as_statsmodels_has_it(counts: tuple[int, int], confidence: float) -> None:
    said, asked = counts
    ours = estimate.wilson(said, asked, confidence)
    theirs = proportion.proportion_confint(said, asked, alpha=1 - confidence, method="wilson")
    assert (ours.low, ours.high) == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(COUNTS, COUNTS)
def test_newcombe_is_as_statsmodels_has_it(one: tuple[int, int], other: tuple[int, int]) -> None:
    ours = estimate.difference(of_strangers(*one), of_strangers(*other))
    theirs = proportion.confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert (ours.low, ours.high) == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(COUNTS, COUNTS)
def test_the_chance_probability_is_that_of_the_pooled_score_test(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    assume(0 < one[0] + other[0] < one[1] + other[1])
    ours = estimate.difference(of_strangers(*one), of_strangers(*other))
    _, theirs = proportion.proportions_ztest([one[0], other[0]], [one[1], other[1]])
    assert ours.p_value == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_lucky_finds_are_left_out_as_statsmodels_leaves_them_out(chances: list[float]) -> None:
    found = [Difference(0.2, 0.1, 0.3, chance) for chance in chances]
    told, *_ = multitest.multipletests(chances, alpha=estimate.RULES.false_discovery_rate, method="fdr_bh")
    assert estimate.differences_that_hold(found) == tuple(told.tolist())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), min_size=2, max_size=12))
def test_likeness_is_that_of_a_one_way_analysis_of_variance(sizes: list[tuple[int, int]]) -> None:
    said, asked = (np.array(column) for column in zip(*((min(k, n), n) for k, n in sizes), strict=True))
    assume(asked.sum() > len(asked) and 0 < said.sum() < asked.sum())
    rows = pd.DataFrame(
        [(group, int(number < k)) for group, (k, n) in enumerate(zip(said, asked, strict=True)) for number in range(n)],
        columns=["session", "y"],
    )  # fmt: skip
    table = linear.anova_lm(formula.ols("y ~ C(session)", rows).fit())
    between, within = table["mean_sq"].iloc[0], table["mean_sq"].iloc[1]
    people, groups = int(asked.sum()), len(asked)
    size = (people - (asked**2).sum() / people) / (groups - 1)
    theirs = (between - within) / (between + (size - 1) * within)
    assert estimate.intraclass_correlation(said, asked) == pytest.approx(min(1, max(0, theirs)), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.2, 5), min_size=2, max_size=80))
def test_the_price_of_unequal_weights_is_one_and_their_squared_variation(weights: list[float]) -> None:
    each = np.array(weights)
    theirs = 1 + (each.std() / each.mean()) ** 2
    assert estimate.weights_design_effect(weights) == pytest.approx(theirs)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 40), min_size=6, max_size=6),
    st.lists(st.floats(0.5, 2.0), min_size=2, max_size=2),
    st.lists(st.floats(0.5, 2.0), min_size=3, max_size=3),
)
def test_raking_finds_the_one_table_with_these_margins_and_these_odds(
    cells: list[int], by_gender: list[float], by_age: list[float]
) -> None:
    """Deming and Stephan’s table is the only one that has the margins and whose weights are row times column."""
    table = np.array(cells, float).reshape(2, 3)
    target = table * np.outer(by_gender, by_age)
    target /= target.sum()
    people = [(f"g{i}", f"a{j}") for i in range(2) for j in range(3) for _ in range(int(table[i, j]))]
    groups = {"gender": [g for g, _ in people], "age": [a for _, a in people]}
    margins = {
        "gender": {f"g{i}": float(share) for i, share in enumerate(target.sum(axis=1))},
        "age": {f"a{j}": float(share) for j, share in enumerate(target.sum(axis=0))},
    }
    loose = WeightRules(
        fewest_people=1, fewest_in_category=1, rounds=500, close_enough=1e-10, least=0.001, most=1000.0,
        worst_design_effect=100.0,
    )  # fmt: skip
    raked = rake(groups, margins, loose)
    assert not raked.refused
    weight = dict(zip(people, raked.weights, strict=True))
    theirs = target / (table / table.sum())
    ours = np.array([[weight[f"g{i}", f"a{j}"] for j in range(3)] for i in range(2)])
    assert ours == pytest.approx(theirs, rel=1e-6)


def test_the_design_effect_of_many_sessions_is_kishs_but_for_students_factor() -> None:
    chance = np.random.default_rng(3)
    asked = chance.integers(5, 30, 400)
    said = chance.binomial(asked, chance.beta(2, 3, 400))
    sessions = Sessions(np.arange(400), said, asked)
    kish = 1 + (asked.mean() - 1) * estimate.intraclass_correlation(said, asked)
    assert estimate.design_effect(sessions) == pytest.approx(kish, rel=0.01)
