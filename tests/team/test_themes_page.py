"""The review desk as a page: what it says first, and what happens when somebody else was faster."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from survey import themes, wave
from survey.house import House
from survey.permissions import Actor
from survey.store.tables import Role
from survey.team.theme_words import in_a_sentence, left_to_review, plain
from survey.themes import QuestionThemes
from tests.team.conftest import OpenPage, somebody, words


@pytest.fixture
def analyst(example_house: House) -> Actor:
    return somebody(example_house, Role.ANALYST)


@pytest.fixture
def page(example_house: House, analyst: Actor, open_page: OpenPage) -> AppTest:
    return open_page(example_house, analyst, "themes")


def chosen(house: House, analyst: Actor, page: AppTest) -> tuple[QuestionThemes, str]:
    """The question on the page, and the key of the theme looked at."""
    return first_question(house, analyst), next(str(one.value) for one in page.radio if one.label == "Theme")


def first_question(house: House, analyst: Actor) -> QuestionThemes:
    return themes.in_questions(house, analyst, wave.gather(house, analyst))[0]


def press(page: AppTest, label: str) -> AppTest:
    next(one for one in page.button if one.label == label).click()
    return page.run()


def turn_to(page: AppTest, row: str, option: str) -> AppTest:
    next(one for one in page.radio if one.label == row).set_value(option)
    return page.run()


def test_the_first_line_says_what_is_left_to_review(
    example_house: House, analyst: Actor, page: AppTest
) -> None:
    questions = themes.in_questions(example_house, analyst, wave.gather(example_house, analyst))
    left = sum(len(question.to_review) for question in questions)
    assert f"{left} themes wait for you." in words(page)
    press(page, "Accept this theme")
    assert [one.value for one in page.success] == ["Accepted."]
    assert f"{left - 1} themes wait for you." in words(page)


@pytest.mark.parametrize("panel", ["Answers", "Name and owner", "Join", "Split", "History"])
def test_every_panel_of_a_theme_opens(page: AppTest, panel: str) -> None:
    turn_to(page, "Look at", panel)
    assert not page.exception
    assert "Something went wrong" not in words(page)


@pytest.mark.parametrize("view", ["left", "find", "codes", "history"])
def test_every_other_way_to_look_opens(page: AppTest, view: str) -> None:
    turn_to(page, "Show", view)
    assert not page.exception
    assert "Something went wrong" not in words(page)


def test_whoever_was_slower_is_told_and_sees_what_is_so_now(
    example_house: House, analyst: Actor, page: AppTest
) -> None:
    question, topic = chosen(example_house, analyst, page)
    themes.rename(example_house, analyst, question.run_id or "", topic, "Somebody else’s name")
    press(page, "Leave it out")
    (told,) = page.error
    assert "“Somebody else’s name” was changed by Example Analyst while you were looking at it" in told.value
    assert "Somebody else’s name" in words(page)
    after, _ = chosen(example_house, analyst, page)
    assert [past.action for past in after.history] == ["rename"]
    press(page, "Leave it out")
    assert not page.error


def test_a_name_typed_while_somebody_else_was_faster_is_given_back(
    example_house: House, analyst: Actor, page: AppTest
) -> None:
    question, topic = chosen(example_house, analyst, page)
    turn_to(page, "Look at", "Name and owner")
    themes.rename(example_house, analyst, question.run_id or "", topic, "Their name")
    next(one for one in page.text_input if one.label == "What would you call it?").input("My name")
    press(page, "Rename")
    assert "You had written: “My name”" in page.error[0].value
    shown = next(one for one in page.text_input if one.label == "What would you call it?")
    assert shown.value == "Their name"


def test_answers_are_ticked_and_split_off_and_the_desk_turns_to_the_new_theme(
    example_house: House, analyst: Actor, page: AppTest
) -> None:
    turn_to(page, "Look at", "Answers")
    press(page, "Split them off")
    assert page.error[0].value.startswith("Tick at least one answer first.")
    for box in page.checkbox[:2]:
        box.check()
    next(one for one in page.text_input if one.label == "Name of a theme of their own").input(
        "A theme *apart*"
    )
    press(page, "Split them off")
    assert [one.value for one in page.success] == ["Split off. “A theme *apart*” is a theme of its own now."]
    question, topic = chosen(example_house, analyst, page)
    theme = question.theme(topic)
    assert theme is not None
    assert (theme.label, len(theme.text_ids)) == ("A theme *apart*", 2)
    assert not any(box.value for box in page.checkbox)


def test_the_engine_proposes_a_split_and_a_person_takes_a_part(
    example_house: House, analyst: Actor, page: AppTest
) -> None:
    before, _ = chosen(example_house, analyst, page)
    turn_to(page, "Look at", "Split")
    press(page, "What could it be split into?")
    press(page, "Split this part off")
    assert not page.error
    after, topic = chosen(example_house, analyst, page)
    assert len(after.themes) == len(before.themes) + 1
    assert (after.theme(topic) or after.themes[0]).status == "accepted"


def test_what_was_decided_is_taken_back_from_its_history_and_done_again(
    example_house: House, analyst: Actor, page: AppTest
) -> None:
    press(page, "Accept this theme")
    turn_to(page, "Show", "history")
    assert "Example Analyst accepted" in words(page)
    press(page, "Take back")
    assert [past.action for past in first_question(example_house, analyst).history] == ["undo", "accept"]
    assert not any(theme.status == "accepted" for theme in first_question(example_house, analyst).themes)
    press(page, "Do it again")
    assert any(theme.status == "accepted" for theme in first_question(example_house, analyst).themes)


def test_signs_in_a_name_are_words_and_not_formatting() -> None:
    assert plain("*dark* [x](y) :red[z] $a$") == r"\*dark\* \[x\]\(y\) \:red\[z\] \$a\$"


def test_a_question_says_what_there_is_to_do() -> None:
    question = QuestionThemes("q", "Why?", 14, (), 0, 14, None, None)
    assert in_a_sentence(question) == "14 answers can be read. Nobody has looked for themes in them yet."
    assert left_to_review([question]) == "Nobody has looked for themes in one question yet."
