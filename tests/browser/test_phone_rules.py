"""The script decides what is asked exactly as Python does: same rules, same table, same way through."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from survey.house import House
from survey.questionnaire import Questionnaire, RatingGrid, SelectMultiple, SelectOne, Text
from survey.questionnaire.model import Choice
from survey.respond import assets
from survey.settings import CHECKOUT
from tests.browser.phone import Phone
from tests.conftest import OpenSession

CASES = json.loads((CHECKOUT / "tests/questionnaire/rule_cases.json").read_text("utf-8"))
STATIC = Path(assets.HERE) / "static"


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Any:
    page = chromium.new_page()
    yield page
    page.close()


def test_the_table_of_cases_is_there() -> None:
    assert len(CASES) >= 30


def test_the_script_agrees_with_the_whole_table(blank: Page) -> None:
    found = blank.evaluate(
        "(cases) => {" + source("rules.js") + "return cases.map((one) => holds(one.rule, one.answers)); }",
        CASES,
    )
    wrong = [case["why"] for case, holds in zip(CASES, found, strict=True) if holds is not case["expected"]]
    assert not wrong


def test_the_same_seed_turns_a_list_the_same_way_and_loses_nothing(blank: Page) -> None:
    turn = (
        "([seed, name]) => {" + source("rules.js") + "return shuffled([...Array(12).keys()], seed, name); }"
    )
    assert blank.evaluate(turn, [7, "worries"]) == blank.evaluate(turn, [7, "worries"])
    assert blank.evaluate(turn, [7, "worries"]) != blank.evaluate(turn, [7, "places"])
    assert blank.evaluate(turn, [7, "worries"]) != blank.evaluate(turn, [8, "worries"])
    assert sorted(blank.evaluate(turn, [123, "worries"])) == list(range(12))


def test_every_place_in_a_turned_list_is_about_equally_likely(blank: Page) -> None:
    """2,400 seeds and 12 places: 200 times each, give or take four standard deviations."""
    first = (
        "() => {" + source("rules.js") + "const count = Array(12).fill(0);"
        "for (let seed = 0; seed < 2400; seed += 1) {"
        "  count[shuffled([...count.keys()], seed * 894661, 'worries')[0]] += 1;"
        "} return count; }"
    )
    assert all(145 <= times <= 255 for times in blank.evaluate(first))


@pytest.mark.parametrize("draw", range(4))
def test_the_way_through_is_the_one_python_walks(
    phone: Phone, house: House, open_session: OpenSession, draw: int
) -> None:
    sitting = open_session()
    questionnaire = house.questionnaire(sitting.questionnaire_version)
    phone.open(sitting.code or "")
    chance = random.Random(draw)
    walk = (
        "() => {" + source("rules.js") + source("screens.js") + "const found = walk();"
        "return {screens: found.screens.map(nameOf), answers: found.answers}; }"
    )
    for _ in range(25):
        answers = some_answers(questionnaire, chance)
        phone.page.evaluate(TICK, fields(answers))
        found = phone.page.evaluate(walk)
        steps = questionnaire.walk(answers)
        asked = [
            name
            for name in found["screens"]
            if name not in ("before", "finish") and not name.startswith("out-")
        ]
        assert asked == [name for question, _ in steps for name in screens_of(question, steps)]
        assert without_nothing(found["answers"]) == without_nothing(
            {question.name: answer for question, answer in steps}
        )
        ended = questionnaire.screened_out(answers) is not None
        assert found["screens"][-1].startswith("out-") is ended


# Sets the form's fields without a tap: every field named is filled, every other one emptied.
TICK = """(fields) => {
    document.querySelectorAll("#questions input").forEach((input) => {
        input.checked = (fields[input.name] || []).includes(input.value);
    });
    document.querySelectorAll("#questions textarea").forEach((area) => {
        area.value = (fields[area.name] || [""])[0];
    });
}"""


def source(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def some_answers(questionnaire: Questionnaire, chance: random.Random) -> dict[str, Any]:
    """Answers as somebody could have left them in the form, on the path or off it."""
    answers: dict[str, Any] = {}
    for question in questionnaire.questions:
        if chance.random() < 0.25:
            continue
        match question:
            case SelectOne():
                # Screening out ends everything, so it comes up less often than chance would have it.
                choices = [
                    one
                    for one in question.choices
                    if one.name not in ("younger", "older") or chance.random() < 0.1
                ]
                answers[question.name] = chance.choice(choices).name
            case SelectMultiple():
                answers[question.name] = names(
                    chance.sample(question.choices, k=chance.randint(1, 3)), question.choices
                )
            case RatingGrid():
                answers[question.name] = {
                    row.name: chance.choice(question.choices).name for row in question.rows
                }
            case Text():
                answers[question.name] = chance.choice(["", "some words"])
    return answers


def names(chosen: list[Choice], order: tuple[Choice, ...]) -> list[str]:
    return [one.name for one in order if one in chosen]


def fields(answers: dict[str, Any]) -> dict[str, list[str]]:
    flat: dict[str, list[str]] = {}
    for name, answer in answers.items():
        if isinstance(answer, dict):
            flat |= {f"{name}.{row}": [choice] for row, choice in answer.items()}
        else:
            flat[name] = answer if isinstance(answer, list) else [answer]
    return flat


def screens_of(question: Any, steps: list[tuple[Any, Any]]) -> list[str]:
    if not isinstance(question, RatingGrid):
        return [question.name]
    kept = {one.name: answer for one, answer in steps}
    return [f"{question.name}.{row.name}" for row in question.rows_asked(kept)]


def without_nothing(answers: dict[str, Any]) -> dict[str, Any]:
    """Skipped is skipped, written as nothing, as "" or as an empty list; the order of ticks aside."""
    kept = {name: answer for name, answer in answers.items() if answer}
    return {name: sorted(answer) if isinstance(answer, list) else answer for name, answer in kept.items()}
