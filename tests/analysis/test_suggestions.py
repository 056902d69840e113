"""A topic takes a code’s name only where the code leads it, and no two topics the same name."""

from __future__ import annotations

from analysis.code_frame import load_code_frame
from analysis.coding import Assignment
from analysis.suggestions import Suggestion, leading_code, suggested_names
from analysis.wave import Polarity

FRAME = load_code_frame()


def coded(code: str, polarity: Polarity = "worry") -> tuple[Assignment, ...]:
    return (Assignment(code, 0.9, polarity, ()),)


def test_a_code_that_half_of_the_answers_speak_of_leads() -> None:
    given = {"a": coded("bullying"), "b": coded("bullying", "ask"), "c": coded("roads_vehicles"), "d": ()}
    assert leading_code({"a": 1.0, "b": 0.5, "c": 1.0}, given) == Suggestion("bullying", 0.6, "worry")
    assert leading_code({"a": 1.0, "c": 1.0, "d": 0.5}, given) is None


def test_a_topic_without_answers_or_codes_has_no_leader() -> None:
    assert leading_code({}, {}) is None
    assert leading_code({"a": 1.0}, {"a": ()}) is None


def test_the_order_in_which_answers_stand_changes_nothing() -> None:
    given = {"a": coded("bullying"), "b": coded("roads_vehicles")}
    assert leading_code({"a": 1.0, "b": 1.0}, given) == leading_code({"b": 1.0, "a": 1.0}, given)


def test_topics_of_one_code_are_told_apart_by_their_words() -> None:
    same = Suggestion("bullying", 0.7, "worry")
    names = suggested_names(
        FRAME, [same, same, None], [["names", "coat"], ["online"], ["geese"]], ["a", "b", "Geese"]
    )
    assert names == ["Bullying: names, coat", "Bullying: online", "Geese"]


def test_what_people_ask_for_is_another_theme_than_what_they_worry_about() -> None:
    worry, ask = Suggestion("roads_vehicles", 0.7, "worry"), Suggestion("roads_vehicles", 0.7, "ask")
    assert suggested_names(FRAME, [worry, ask], [["cars"], ["bumps"]], ["a", "b"]) == [
        "Roads and vehicles",
        "Roads and vehicles, what would help",
    ]
