"""How far two coders agree: as published examples have it, as other libraries have it, and within bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from analysis.agreement import Agreement, CodeAgreement, Coefficient, Pair, agreement, confusion, words
from analysis.blind_sample import Drawn, allocation, drawn, strata_of, suggested_size, weights

YES, NO = frozenset({"dark"}), frozenset[str]()
CODES = ("dark", "buses", "knives")


def two_by_two(both: int, first: int, second: int, neither: int) -> list[Pair]:
    return (
        [Pair(YES, YES)] * both
        + [Pair(YES, NO)] * first
        + [Pair(NO, YES)] * second
        + [Pair(NO, NO)] * neither
    )


def quick(pairs: Sequence[Pair], codes: Sequence[str] = CODES) -> Agreement:
    return agreement(pairs, codes, resamples=20)


coded = st.frozensets(st.sampled_from(CODES), max_size=3)
some_pairs = st.lists(st.builds(Pair, coded, coded, st.floats(0.1, 50)), min_size=2, max_size=30)
plain_pairs = st.lists(st.builds(Pair, coded, coded), min_size=2, max_size=30)


# --- against what is published ---


def test_kappa_of_sim_and_wrights_physiotherapists() -> None:
    """Sim and Wright, "The kappa statistic in reliability studies", Physical Therapy 85 (2005), table 1."""
    told = quick(two_by_two(22, 2, 4, 11), ["dark"]).codes[0]
    assert told.raw == pytest.approx(33 / 39)
    assert told.kappa.value == pytest.approx(2 / 3, abs=0.001)


def test_alpha_of_krippendorffs_two_observers() -> None:
    """Krippendorff (2011), section A: ten units, two observers, binary; alpha is 0.095."""
    jon = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    han = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    pairs = [Pair(YES if a else NO, YES if b else NO) for a, b in zip(jon, han, strict=True)]
    assert quick(pairs, ["dark"]).codes[0].alpha.value == pytest.approx(1 - 19 * 4 / (14 * 6))
    assert quick(pairs, ["dark"]).codes[0].alpha.value == pytest.approx(0.095, abs=0.0005)


def test_kappa_is_low_where_a_code_is_rare_although_nearly_everything_agrees() -> None:
    """Feinstein and Cicchetti's first paradox ("High agreement but low kappa", 1990): 40, 9, 6, 45 and 80, 10, 5, 5."""
    even = quick(two_by_two(40, 9, 6, 45), ["dark"]).codes[0]
    lopsided = quick(two_by_two(80, 10, 5, 5), ["dark"]).codes[0]
    assert even.raw == lopsided.raw == pytest.approx(0.85)
    assert even.kappa.value == pytest.approx(0.70, abs=0.005)
    assert lopsided.kappa.value == pytest.approx(0.32, abs=0.005)


@settings(max_examples=60, deadline=None)
@given(plain_pairs)
def test_kappa_and_alpha_are_what_other_libraries_give(pairs: list[Pair]) -> None:
    for told in quick(pairs).codes:
        first = [told.code in pair.first for pair in pairs]
        second = [told.code in pair.second for pair in pairs]
        if len({*first, *second}) < 2:
            assert told.kappa.value is told.alpha.value is None
            continue
        if told.kappa.value is not None:
            assert told.kappa.value == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
        rows = [("one", str(at), value) for at, value in enumerate(first)]
        rows += [("other", str(at), value) for at, value in enumerate(second)]
        assert told.alpha.value == pytest.approx(AnnotationTask(rows).alpha(), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(Pair, coded, coded, st.integers(1, 4).map(float)), min_size=2, max_size=15))
def test_a_weight_counts_like_that_many_answers(pairs: list[Pair]) -> None:
    repeated = [Pair(one.first, one.second) for one in pairs for _ in range(int(one.weight))]
    for weighted, plain in zip(quick(pairs).codes, quick(repeated).codes, strict=True):
        assert weighted.raw == pytest.approx(plain.raw)
        assert weighted.first_share == pytest.approx(plain.first_share)
        if weighted.kappa.value is not None and plain.kappa.value is not None:
            assert weighted.kappa.value == pytest.approx(plain.kappa.value, abs=1e-9)


# --- rules ---


@settings(max_examples=60, deadline=None)
@given(some_pairs)
def test_coefficients_lie_between_their_bounds_and_inside_their_own_range(pairs: list[Pair]) -> None:
    told = quick(pairs)
    every: list[Agreement | CodeAgreement] = [told, *told.codes]
    for one in every:
        assert 0 <= one.raw <= 1
        for coefficient in (one.kappa, one.alpha):
            for figure in (coefficient.value, coefficient.low, coefficient.high):
                assert figure is None or (math.isfinite(figure) and figure <= 1 + 1e-9)
            if coefficient.low is not None and coefficient.high is not None:
                assert coefficient.low <= coefficient.high
    assert all(one.kappa.value is None or one.kappa.value >= -1 - 1e-9 for one in told.codes)


@settings(max_examples=60, deadline=None)
@given(some_pairs)
def test_it_does_not_matter_who_is_called_the_first(pairs: list[Pair]) -> None:
    there, back = quick(pairs), quick([Pair(one.second, one.first, one.weight) for one in pairs])
    assert (there.kappa, there.alpha) == (back.kappa, back.alpha) or (
        there.kappa.value == pytest.approx(back.kappa.value)
        and there.alpha.value == pytest.approx(back.alpha.value)
    )
    for one, other in zip(there.codes, back.codes, strict=True):
        assert one.first_share == pytest.approx(other.second_share)
        assert (one.kappa.value is None) == (other.kappa.value is None)
        if one.kappa.value is not None:
            assert one.kappa.value == pytest.approx(other.kappa.value, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(some_pairs, st.randoms(use_true_random=False))
def test_neither_the_order_of_answers_nor_of_codes_matters(pairs: list[Pair], chance: object) -> None:
    mixed = list(pairs)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = quick(pairs), quick(mixed, tuple(reversed(CODES)))
    assert one.raw == pytest.approx(other.raw)
    for told in one.codes:
        again = other.of(told.code)
        assert again is not None
        assert told.uses == again.uses
        assert (told.kappa.value is None) == (again.kappa.value is None)
        if told.kappa.value is not None:
            assert told.kappa.value == pytest.approx(again.kappa.value, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(coded, min_size=2, max_size=20))
def test_two_who_always_say_the_same_agree_wholly(given_codes: list[frozenset[str]]) -> None:
    told = quick([Pair(one, one) for one in given_codes])
    assert told.identical == told.raw == 1
    assert all(one.kappa.value in (None, pytest.approx(1)) for one in told.codes)


def test_the_same_seed_gives_the_same_range_and_another_seed_another() -> None:
    pairs = two_by_two(20, 5, 6, 30)
    assert agreement(pairs, ["dark"], seed=3) == agreement(pairs, ["dark"], seed=3)
    assert agreement(pairs, ["dark"], seed=3) != agreement(pairs, ["dark"], seed=4)


def test_more_answers_make_the_range_narrower() -> None:
    few, many = (agreement(two_by_two(4 * k, k, k, 5 * k), ["dark"]).codes[0].kappa for k in (3, 30))
    assert few.low is not None and few.high is not None and many.low is not None and many.high is not None
    assert few.value == pytest.approx(many.value)
    assert many.high - many.low < 0.5 * (few.high - few.low)


@pytest.mark.parametrize(
    ("kappa", "answers", "uses", "said"),
    [
        (Coefficient(1.0, 1.0, 1.0), 200, 2, "too rare to judge"),
        (Coefficient(None), 200, 200, "cannot be judged: the same for every answer"),
        (Coefficient(0.85, 0.7, 0.95), 200, 40, "strong"),
        (Coefficient(0.7, 0.61, 0.8), 200, 40, "good enough"),
        (Coefficient(0.7, 0.4, 0.9), 200, 12, "good enough, but could be weak"),
        (Coefficient(0.5, 0.4, 0.7), 200, 40, "weak"),
        (Coefficient(0.85, 0.7, 0.95), 25, 9, "strong, from few answers"),
    ],
)
def test_a_coefficient_is_said_in_words(kappa: Coefficient, answers: int, uses: int, said: str) -> None:
    assert words(kappa, answers, uses) == said


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="no answers"):
        agreement([], ["dark"])
    with pytest.raises(ValueError, match="one code"):
        agreement([Pair(YES, NO)], [])
    with pytest.raises(ValueError, match="weight"):
        agreement([Pair(YES, NO, 0.0)], ["dark"])


def test_a_measure_is_held_against_the_truth_by_weight() -> None:
    found = confusion([True, True, False, False], [True, False, True, False], [2, 1, 3, 10])
    assert (found.true_positive, found.false_positive, found.false_negative, found.true_negative) == (
        2,
        1,
        3,
        10,
    )
    assert found.kappa == pytest.approx((0.75 - 158 / 256) / (1 - 158 / 256))


# --- the sample ---


def test_a_closer_answer_needs_more_codings_and_a_small_wave_fewer() -> None:
    sizes = [suggested_size(margin, 5000) for margin in (0.2, 0.15, 0.1)]
    assert sizes == sorted(sizes) and sizes[0] < sizes[1] < sizes[2]
    assert suggested_size(0.1, 120) < 120
    assert suggested_size(0.1, 12) == 12


def test_an_answer_is_in_the_stratum_of_its_rarest_code() -> None:
    codes = {"1": ["dark"], "2": ["dark", "knives"], "3": ["dark"], "4": []}
    assert strata_of(codes) == {"1": "dark", "2": "knives", "3": "dark", "4": ""}


sizes = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2), st.integers(1, 200), min_size=1, max_size=9
)


@given(sizes, st.integers(0, 400))
def test_the_whole_sample_is_given_out_and_no_stratum_gives_more_than_it_has(
    strata: dict[str, int], wanted: int
) -> None:
    given_out = allocation(strata, wanted)
    assert sum(given_out.values()) == min(wanted, sum(strata.values()))
    assert all(0 <= given_out[name] <= strata[name] for name in strata)
    if wanted >= 4 * len(strata):
        assert all(given_out[name] >= min(4, strata[name]) for name in strata)


def test_a_rare_code_is_seen_in_a_small_sample() -> None:
    codes = {f"common-{n}": ["dark"] for n in range(500)} | {f"rare-{n}": ["knives"] for n in range(3)}
    sample = drawn(codes, 30, seed=1)
    assert sum(one.stratum == "knives" for one in sample.answers) == 3
    assert drawn(codes, 30, seed=1) == sample != drawn(codes, 30, seed=2)


@given(sizes, st.integers(1, 60), st.integers(0, 5))
def test_weights_add_up_to_everybody(strata: dict[str, int], wanted: int, seed: int) -> None:
    codes = {f"{name}-{n}": [name] for name, size in strata.items() for n in range(size)}
    sample = drawn(codes, wanted, seed)
    seen = {one.stratum for one in sample.answers}
    standing_for = weights(sample.answers, sample.strata)
    assert sum(standing_for.values()) == pytest.approx(sum(sample.strata[name] for name in seen))


def test_the_weighted_share_is_right_on_average_although_rare_ones_are_drawn_more_often() -> None:
    codes = {f"c{n}": ["dark"] for n in range(180)} | {f"r{n}": ["knives"] for n in range(20)}
    shares = []
    for seed in range(300):
        sample = drawn(codes, 24, seed)
        standing_for = weights(sample.answers, sample.strata)
        # of the rare ones the machine found, people agree with every second; of the others one in ten is missed
        true = {
            one.answer
            for one in sample.answers
            if (one.stratum == "knives" and int(one.answer[1:]) % 2) or int(one.answer[1:]) % 10 == 9
        }
        shares.append(sum(standing_for[one] for one in true) / sum(standing_for.values()))
    assert sum(shares) / len(shares) == pytest.approx((18 + 10) / 200, abs=0.01)


def test_when_an_answer_leaves_the_others_of_its_stratum_stand_for_it() -> None:
    sample = [Drawn("1", "dark"), Drawn("2", "dark"), Drawn("3", "knives")]
    strata = {"dark": 10, "knives": 1}
    assert weights(sample, strata) == {"1": 5, "2": 5, "3": 1}
    assert weights(sample[1:], strata) == {"2": 10, "3": 1}
