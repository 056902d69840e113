"""The way through a questionnaire follows from the answers, every time anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from survey.questionnaire import Questionnaire, load_questionnaire

FEATURES = Path(__file__).parents[1] / "questionnaires"


def feature(name: str) -> Questionnaire:
    return load_questionnaire(FEATURES / f"feature_{name}.yaml")


def asked(questionnaire: Questionnaire, **answers: Any) -> list[str]:
    return [question.name for question in questionnaire.path(answers)]


def test_a_question_is_asked_only_when_its_rule_holds() -> None:
    relevance = feature("relevance")
    assert asked(relevance, age_band="10-11") == ["age_band", "anything_else"]
    assert asked(relevance, age_band="14-15") == ["age_band", "goes_out", "anything_else"]
    assert asked(relevance, age_band="14-15", goes_out="yes") == [
        "age_band",
        "goes_out",
        "where",
        "anything_else",
    ]


def test_going_back_leaves_no_answer_behind_that_opens_questions() -> None:
    assert asked(feature("relevance"), age_band="10-11", goes_out="yes") == ["age_band", "anything_else"]


@pytest.mark.parametrize(
    ("answers", "notes"),
    [
        ({}, {"not"}),
        ({"pets": ["cat"]}, {"equals", "any_in", "all_in", "not"}),
        ({"pets": ["cat", "dog"]}, {"any_in", "all_in", "count", "not"}),
        ({"pets": ["cat", "fish"], "snack": "apple"}, {"any_in", "count", "answered", "all", "any"}),
        ({"pets": ["not_sure"], "snack": "rather_not_say"}, {"not"}),
    ],
)
def test_each_operator_opens_its_own_question(answers: dict[str, Any], notes: set[str]) -> None:
    path = asked(feature("relevance_operators"), **answers)
    assert {name.removeprefix("when_") for name in path[2:]} == notes


def test_a_choice_that_is_not_offered_opens_nothing() -> None:
    choices = feature("choice_relevance")
    assert "partner_why" in asked(choices, age_band="18-24", tell=["partner"])
    assert "partner_why" not in asked(choices, age_band="10-11", tell=["partner"])


def test_a_grid_asks_only_about_what_was_chosen_before() -> None:
    grid = feature("rating_grid")
    assert "place_safety" not in asked(grid)
    assert "place_safety" not in asked(grid, places=["none"])
    assert "place_safety" in asked(grid, places=["bus"])
    assert "park_why" in asked(grid, places=["park"], place_safety={"park": "very_unsafe"})
    assert "park_why" not in asked(grid, places=["bus"], place_safety={"park": "very_unsafe"})


def test_somebody_it_is_not_for_is_asked_nothing_more() -> None:
    screened = feature("screen_out")
    assert asked(screened, age_band="older", words="x") == ["age_band"]
    assert asked(screened, age_band="10-24") == ["age_band", "words"]
    out = screened.screened_out({"age_band": "younger"})
    assert out is not None
    assert out.message.startswith("Thank you")
    assert screened.screened_out({}) is None


@pytest.mark.parametrize(
    ("answers", "topics"),
    [
        ({}, ()),
        ({"worries": ["roads"]}, ()),
        ({"worries": ["alone", "home"]}, ("home", "talk")),
        ({"worries": ["alone"]}, ("talk",)),
    ],
)
def test_answers_bring_the_right_help_to_the_top(answers: dict[str, Any], topics: tuple[str, ...]) -> None:
    assert feature("help_topics").help_topics(answers) == topics


@pytest.mark.parametrize("odd", [None, 3, True, [[1]], {"a": [2]}, [{}], "x", {"park": 7}])
def test_answers_of_any_shape_are_walked_without_failing(odd: Any) -> None:
    for path in FEATURES.glob("feature_*.yaml"):
        questionnaire = load_questionnaire(path)
        answers = dict.fromkeys((question.name for question in questionnaire.questions), odd)
        assert questionnaire.path(answers)[0] == questionnaire.questions[0]
