"""A rule means the same here and in the page's script, and a mistaken rule says what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire import Rule, RuleError, evaluate, parse_rule
from survey.questionnaire.rules import All, AllIn, Answered, AnyIn, AnyOf, Count, Equals, Not

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("rule_cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_every_case_of_the_shared_table_holds(case: dict[str, Any]) -> None:
    assert evaluate(parse_rule(case["rule"]), case["answers"]) is case["expected"]


def test_the_shared_table_shows_every_operator_holding_and_not_holding() -> None:
    shown = {(next(iter(case["rule"])), case["expected"]) for case in CASES}
    operators = {"all", "any", "not", "equals", "any_in", "all_in", "count", "answered"}
    assert shown == {(operator, outcome) for operator in operators for outcome in (True, False)}
    assert len({case["why"] for case in CASES}) == len(CASES)


# --- laws -----------------------------------------------------------------------------------------------

names = st.sampled_from(["a", "b", "grid", "grid.row"])
choices = st.sampled_from(["x", "y", "z", "not_sure", "skipped"])
leaves: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Equals, names, choices),
    st.builds(AnyIn, names, st.lists(choices, max_size=3).map(tuple)),
    st.builds(AllIn, names, st.lists(choices, max_size=3).map(tuple)),
    st.builds(Count, names, st.integers(0, 3), st.integers(0, 3)),
    st.builds(Answered, names),
)
rules = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)
anything = st.one_of(st.none(), st.booleans(), st.integers(), choices, st.text(max_size=5))
answers = st.dictionaries(
    st.sampled_from(["a", "b", "grid"]),
    st.one_of(anything, st.lists(anything, max_size=4), st.dictionaries(st.just("row"), anything)),
)


@given(rules, answers)
def test_not_is_always_the_opposite(rule: Rule, given_answers: dict[str, Any]) -> None:
    assert evaluate(Not(rule), given_answers) is not evaluate(rule, given_answers)


@given(st.lists(rules, max_size=4), answers)
def test_all_and_any_are_each_others_mirror(some: list[Rule], given_answers: dict[str, Any]) -> None:
    none_fails = Not(AnyOf(tuple(Not(rule) for rule in some)))
    assert evaluate(All(tuple(some)), given_answers) is evaluate(none_fails, given_answers)


@given(names, choices, answers)
def test_equals_implies_any_in_and_all_in(name: str, choice: str, given_answers: dict[str, Any]) -> None:
    if evaluate(Equals(name, choice), given_answers):
        assert evaluate(AnyIn(name, (choice,)), given_answers)
        assert evaluate(AllIn(name, (choice,)), given_answers)


@given(names, answers)
def test_answered_is_a_count_of_at_least_one(name: str, given_answers: dict[str, Any]) -> None:
    assert evaluate(Answered(name), given_answers) is evaluate(Count(name, 1, None), given_answers)


@given(rules)
def test_a_rule_survives_being_written_as_data_and_read_again(rule: Rule) -> None:
    assert parse_rule(json.loads(json.dumps(rule.as_data()))) == rule


# --- mistaken rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "place", "problem"),
    [
        ("age_band", (), "is not a rule"),
        ({}, (), "is not a rule"),
        ({"all": [], "any": []}, (), "is not a rule"),
        ({"equal": ["a", "x"]}, (), "has no operator called “equal”"),
        ({"equals": ["a"]}, ("equals",), "needs a question and a choice"),
        ({"equals": ["a", 14]}, ("equals",), "needs a question and a choice"),
        ({"any_in": ["a", "x"]}, ("any_in",), "needs a question and a list of choices"),
        ({"all_in": ["a", [1]]}, ("all_in",), "needs a question and a list of choices"),
        ({"all": {"equals": ["a", "x"]}}, ("all",), "needs a list of rules"),
        ({"any": [{"not": {"answred": "a"}}]}, ("any", 0, "not"), "has no operator called “answred”"),
        ({"count": {"question": "a"}}, ("count",), "needs a question and a number"),
        ({"count": {"question": "a", "at_least": -1}}, ("count",), "needs a question and a number"),
        ({"count": {"question": "a", "at_least": True}}, ("count",), "needs a question and a number"),
        ({"count": {"question": "a", "at_lest": 1}}, ("count",), "needs a question and a number"),
        ({"answered": ["a"]}, ("answered",), "needs a question"),
    ],
)
def test_a_mistaken_rule_says_where_and_what(
    data: object, place: tuple[str | int, ...], problem: str
) -> None:
    with pytest.raises(RuleError) as raised:
        parse_rule(data)
    (found,) = raised.value.problems
    assert (found.place, found.problem) == (place, problem)
    assert found.mend


def test_every_mistake_of_a_rule_is_found_at_once() -> None:
    with pytest.raises(RuleError) as raised:
        parse_rule({"all": [{"equals": ["a"]}, {"nought": 1}, {"not": 3}]})
    assert [problem.place for problem in raised.value.problems] == [
        ("all", 0, "equals"),
        ("all", 1),
        ("all", 2, "not"),
    ]


def test_a_rule_nested_without_end_is_refused() -> None:
    rule: dict[str, Any] = {"answered": "a"}
    for _ in range(60):
        rule = {"not": rule}
    with pytest.raises(RuleError, match="nested too deeply"):
        parse_rule(rule)
