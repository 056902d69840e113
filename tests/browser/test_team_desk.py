"""The review desk in a real browser, by keys alone: join, take back, split, map, add, and nothing for axe."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, expect

from survey import example, themes, wave
from survey.house import open_house
from survey.permissions import actor_of
from survey.settings import CHECKOUT, Settings
from survey.store import accounts as account_rows
from survey.store.tables import Role
from tests.browser.phone import PHONE_SCREEN
from tests.browser.servers import streamlit
from tests.browser.team import Desk

WIDE = {"width": 1280, "height": 1000}
GROUPS = (4, 6)  # a small example: the desk is looked at here, not the engine


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, tuple[str, str]]]:
    """A running example whose first question has been read already; how the analyst signs in."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("desk") / "data", database_url="")
    made = example.make(settings, size=replace(example.SMALL, group_sizes=GROUPS))
    house = open_house(settings)
    with house.database.reading() as session:
        analyst = actor_of(account_rows.active_with_role(session, Role.ANALYST)[0])
    themes.run(house, analyst, wave.gather(house, analyst).open_questions[0], n_topics=4)
    house.database.dispose()
    sign_in = next((one.username, one.password) for one in made.sign_ins if one.role == Role.ANALYST)
    environment = os.environ | {"SURVEY_DATA_DIR": str(settings.data_dir), "DATABASE_URL": ""}
    with streamlit(CHECKOUT / "survey_app.py", environment, answers_at="/sign-in") as address:
        yield address, sign_in


@pytest.fixture
def desk(chromium: Browser, office: tuple[str, tuple[str, str]]) -> Iterator[Desk]:
    address, sign_in = office
    opened = Desk.on(chromium, address, viewport=WIDE).sign_in(*sign_in).open("/team/themes")
    yield opened
    opened.put_away()


def test_themes_are_reviewed_by_keys_alone(desk: Desk) -> None:
    faults: list[str] = []
    desk.sees("4 themes to review.")
    faults += desk.faults()
    desk.picture("desk")
    desk.press_button("Accept this theme").sees("Accepted.")
    desk.sees("3 of 4 themes left to review.")

    # Two themes are one, and then they are not.
    turn_to(desk, "Look at", "Join")
    faults += desk.faults()
    other = desk.page.get_by_role("radiogroup", name="Theme", exact=True).locator("label p").nth(2)
    desk.choose("Which themes go into", other.inner_text())
    desk.page.keyboard.press("Escape")
    desk.press_button("Join them into this one").sees(re.compile("One theme has gone into"))
    desk.press_button("Take back").sees("Taken back. It stays in the history.")
    expect(themes_listed(desk)).to_have_count(4)

    # An answer gets a theme of its own, and an owner with it.
    turn_to(desk, "Look at", "Answers")
    desk.sees("With the answers you ticked:").settle()
    faults += desk.faults()
    desk.picture("desk-answers")
    tick(desk, "Answer 1")
    desk.type_into("Name of a theme of their own", "Something else")
    desk.press_button("Split them off").sees("“Something else” is a theme of its own now.")
    expect(themes_listed(desk)).to_have_count(5)
    expect(desk.page.locator("h2.theme")).to_have_text("Something else")
    turn_to(desk, "Look at", "Name and owner")
    desk.choose("Which code of the frame does it stand for?", "Knives and weapons")
    desk.press_button("Keep this code").sees("It stands for “Knives and weapons” now, with that owner.")
    desk.sees(re.compile("owner: Community Safety Partnership"))
    faults += desk.faults()
    desk.picture("desk-name")

    # A theme of one's own, from answers found by a word.
    turn_to(desk, "Show", "Find answers")
    desk.type_into("Words to find, in any form", "dark").sees(re.compile(r"^(One answer|\d+ answers)\.$"))
    faults += desk.faults()
    tick(desk, "Answer 1")
    desk.type_into("Name of a new theme", "Said by hand")
    desk.press_button("Make it a theme").sees("Added. “Said by hand” is a theme now.")

    # And all of it is in the history, for ever.
    turn_to(desk, "Show", "History")
    for words in ("added “Said by hand” with one answer", "split off one answer", "took back: joining"):
        desk.sees(re.compile(words))
    faults += desk.faults()
    desk.picture("desk-history")
    assert not faults, "\n".join(faults)


def test_the_desk_holds_up_on_a_phone_in_the_dark(
    chromium: Browser, office: tuple[str, tuple[str, str]]
) -> None:
    address, sign_in = office
    desk = Desk.on(chromium, address, viewport=PHONE_SCREEN, color_scheme="dark").sign_in(*sign_in)
    desk.open("/team/themes").sees("left to review")
    desk.picture("desk-phone")
    wider = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    faults = desk.faults()
    desk.put_away()
    assert not faults, "\n".join(faults)
    assert wider <= 0, "the page scrolls sideways"


def turn_to(desk: Desk, group: str, option: str) -> None:
    """In a row of choices: to the one chosen now, then along with the arrow keys."""
    row = desk.page.get_by_role("radiogroup", name=group, exact=True)
    expect(row.locator("label").filter(has_text=re.compile(rf"^\s*{option}"))).to_be_visible()
    desk.settle()  # a row drawn anew has no names for a moment
    choices = row.get_by_role("radio")
    states = [choices.nth(at).is_checked() for at in range(choices.count())]
    names = [choices.nth(at).evaluate("one => one.closest('label').innerText") for at in range(len(states))]
    goal = next(at for at, name in enumerate(names) if name.strip().startswith(option))
    now = states.index(True)
    step = 1 if goal > now else -1
    for at in range(now, goal, step):
        desk.reach(choices.nth(at))
        desk.page.keyboard.press("ArrowRight" if step == 1 else "ArrowLeft")
        expect(choices.nth(at + step)).to_be_checked()
        desk.settle()


def tick(desk: Desk, name: str) -> None:
    desk.press(desk.page.get_by_role("checkbox", name=name, exact=True), "Space")
    expect(desk.page.get_by_role("checkbox", name=name, exact=True)).to_be_checked()


def themes_listed(desk: Desk) -> Locator:
    return desk.page.get_by_role("radiogroup", name="Theme", exact=True).get_by_role("radio")
