"""Whether anybody can come to a question is decided exactly, or said not to be known."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaire import Questionnaire, Rule, parse_rule
from survey.questionnaire import reach as reach_module
from survey.questionnaire.reach import Reach
from survey.questionnaire.rules import All, AllIn, Answered, AnyIn, AnyOf, Count, Equals, Not

AGE = {
    "type": "select_one",
    "name": "age",
    "label": "?",
    "choices": [{"name": one, "label": one} for one in "abc"],
}
LIKES: dict[str, Any] = {
    "type": "select_multiple",
    "name": "likes",
    "label": "?",
    "max": 2,
    "choices": [
        *({"name": one, "label": one} for one in "xyz"),
        {"name": "none", "label": "none", "exclusive": True},
        {"name": "not_sure", "label": "not sure"},
    ],
}
GRID: dict[str, Any] = {
    "type": "rating_grid",
    "name": "grid",
    "label": "?",
    "rows_from": "likes",
    "rows": [{"name": one, "label": one} for one in "xyz"],
    "choices": [{"name": "good", "label": "good"}, {"name": "bad", "label": "bad"}],
}
SHORT_GRID = GRID | {"name": "short_grid", "rows": [{"name": "z", "label": "z"}]}
SCREEN_OUT = [{"when": {"equals": ["age", "c"]}, "message": "Thank you."}]


def questionnaire(relevant: dict[str, Any]) -> Questionnaire:
    target = {"type": "text", "name": "target", "label": "?", "relevant": relevant}
    document = {
        "name": "tiny",
        "title": "?",
        "questions": [AGE, LIKES, GRID, SHORT_GRID, target],
        "screen_out": SCREEN_OUT,
    }
    return Questionnaire.model_validate(document)


def reachable(relevant: dict[str, Any]) -> bool | None:
    asked = questionnaire(relevant)
    return Reach(asked).question(asked.question("target"))


@pytest.mark.parametrize(
    ("relevant", "expected"),
    [
        ({"equals": ["age", "a"]}, True),
        ({"equals": ["age", "c"]}, False),  # screened out before
        ({"all": [{"equals": ["age", "a"]}, {"equals": ["age", "b"]}]}, False),
        ({"not": {"answered": "age"}}, True),
        ({"equals": ["likes", "none"]}, True),
        ({"all": [{"any_in": ["likes", ["none"]]}, {"any_in": ["likes", ["x"]]}]}, False),
        ({"all": [{"any_in": ["likes", ["x"]]}, {"any_in": ["likes", ["y"]]}]}, True),
        ({"all": [{"any_in": ["likes", [one]]} for one in "xyz"]}, False),  # only two may be chosen
        ({"count": {"question": "likes", "at_least": 2}}, True),
        ({"count": {"question": "likes", "at_least": 3}}, False),
        ({"all": [{"all_in": ["likes", ["x"]]}, {"count": {"question": "likes", "at_least": 2}}]}, False),
        ({"all": [{"equals": ["likes", "not_sure"]}, {"answered": "likes"}]}, False),
        ({"equals": ["grid.x", "bad"]}, True),
        (
            {"all": [{"answered": "grid.x"}, {"not": {"any_in": ["likes", ["x"]]}}]},
            False,
        ),  # the row is not asked
        ({"all": [{"equals": ["grid", "bad"]}, {"any_in": ["grid", ["good"]]}]}, False),
        ({"all": [{"any_in": ["grid", ["bad"]]}, {"any_in": ["grid", ["good"]]}]}, True),
        ({"answered": "short_grid"}, True),
        ({"all": [{"answered": "short_grid"}, {"equals": ["likes", "x"]}]}, False),  # z is not among them
        ({"count": {"question": "grid", "at_least": 2}}, True),
        ({"count": {"question": "grid", "at_least": 3}}, False),
    ],
)
def test_a_question_is_reachable_when_somebody_can_answer_so(
    relevant: dict[str, Any], expected: bool
) -> None:
    assert reachable(relevant) is expected


def everybody() -> list[dict[str, Any]]:
    """Every way to answer age, likes and grid: the slow way, to hold the quick one against."""
    names = ["x", "y", "z", "none", "not_sure"]
    several = [list(some) for size in range(3) for some in itertools.combinations(names, size)]
    likes = [some for some in several if len(some) < 2 or not {"none", "not_sure"} & set(some)]
    rated = [
        dict(zip("xyz", scale, strict=True)) for scale in itertools.product(["", "good", "bad"], repeat=3)
    ]
    return [
        {"age": age, "likes": some, "grid": grid, "short_grid": {"z": grid["z"]}}
        for age, some, grid in itertools.product(["", "a", "b", "c"], likes, rated)
    ]


EVERYBODY = everybody()
atoms: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Equals, st.just("age"), st.sampled_from("abc")),
    st.builds(Equals, st.just("likes"), st.sampled_from(["x", "none", "not_sure"])),
    st.builds(AnyIn, st.just("likes"), st.lists(st.sampled_from("xyz"), max_size=2).map(tuple)),
    st.builds(AllIn, st.just("likes"), st.lists(st.sampled_from("xyz"), max_size=2).map(tuple)),
    st.builds(Count, st.just("likes"), st.integers(0, 3), st.integers(0, 3)),
    st.builds(Count, st.just("grid"), st.integers(0, 3), st.integers(0, 3)),
    st.builds(Equals, st.sampled_from(["grid", "grid.x", "grid.y"]), st.sampled_from(["good", "bad"])),
    st.builds(AnyIn, st.just("grid"), st.just(("bad",))),
    st.builds(Answered, st.sampled_from(["age", "likes", "grid", "grid.z", "short_grid"])),
)
rules = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=2, max_size=4).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=2).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)


@settings(max_examples=40)  # each is held against more than a thousand people
@given(rules)
def test_the_quick_answer_is_the_slow_one(rule: Rule) -> None:
    asked = questionnaire(rule.as_data())
    slowly = any("target" in {one.name for one in asked.path(answers)} for answers in EVERYBODY)
    assert Reach(asked).question(asked.question("target")) is slowly


def test_too_many_combinations_are_said_not_to_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach_module, "MOST_TRIED", 3)
    assert reachable({"count": {"question": "likes", "at_least": 3}}) is None


def test_twenty_choices_looked_for_one_by_one_are_still_decided() -> None:
    many = {"type": "select_multiple", "name": "many", "label": "?", "max": 3}
    many["choices"] = [{"name": f"c{number}", "label": "?"} for number in range(20)]
    four = {"all": [{"any_in": ["many", [f"c{number}"]]} for number in range(4)]}
    target = {"type": "text", "name": "target", "label": "?", "relevant": four}
    asked = Questionnaire.model_validate({"name": "many", "title": "?", "questions": [many, target]})
    assert Reach(asked).question(asked.question("target")) is False
    assert parse_rule(four) == asked.question("target").relevant
