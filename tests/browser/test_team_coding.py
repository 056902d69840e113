"""Blind coding in a real browser, by keys alone: two people code, talk over, and see how far they agree."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from survey import accounts, double_coding, example, wave
from survey.house import House, open_house
from survey.permissions import Actor, actor_of
from survey.settings import CHECKOUT, Settings
from survey.store import accounts as account_rows
from survey.store.tables import AnalysisRun, Role
from survey.themes.stored import Coded, StoredResult
from tests.browser.phone import PHONE_SCREEN
from tests.browser.servers import streamlit
from tests.browser.team import Desk

WIDE = {"width": 1280, "height": 1000}
Office = tuple[str, tuple[str, str], House, Actor, Actor]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A running example with two analysts, whose first question the machine has coded."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("coding") / "data", database_url="")
    example.make(settings, size=replace(example.SMALL, group_sizes=(3, 4)))
    house = open_house(settings)
    with house.database.reading() as session:
        analyst = actor_of(account_rows.active_with_role(session, Role.ANALYST)[0])
        admin = actor_of(account_rows.active_with_role(session, Role.ADMINISTRATOR)[0])
    password = secrets.token_urlsafe(16)
    beside = accounts.create_account(
        house, admin, username="beside", display_name="Bea Side", role=Role.ANALYST, password=password
    )
    machine_read(house, analyst)
    environment = os.environ | {"SURVEY_DATA_DIR": str(settings.data_dir), "DATABASE_URL": ""}
    with streamlit(CHECKOUT / "survey_app.py", environment, answers_at="/sign-in") as address:
        yield address, ("beside", password), house, analyst, beside
    house.database.dispose()


def machine_read(house: House, analyst: Actor) -> None:
    gathered = wave.gather(house, analyst)
    question = gathered.open_questions[0]
    coded = {
        one.text_id: (Coded(code="transport_travel", probability=0.8, polarity="worry"),)
        for one in gathered.data.texts
        if one.question == question and one.usable
    }
    run = AnalysisRun(
        wave=gathered.data.name,
        question=question,
        created_at=house.now(),
        created_by=analyst.account_id,
        manifest={},
        result=StoredResult(topics=(), read=tuple(coded), coded=coded).model_dump(mode="json"),
    )
    with house.database.session() as session:
        session.add(run)


def test_a_sample_is_drawn_coded_talked_over_and_judged_by_keys_alone(
    chromium: Browser, office: Office
) -> None:
    address, sign_in, house, analyst, _ = office
    desk = Desk.on(chromium, address, viewport=WIDE).sign_in(*sign_in).open("/team/coding")
    faults = desk.faults()
    desk.picture("coding-draw")
    desk.press(desk.page.get_by_role("button", name=re.compile("^Draw from"))).sees("Drawn. Begin")
    desk.settle().sees("Answer 1 of")
    faults += desk.faults()

    # With a code, by typing a part of its name; then with none; then back, to think again.
    desk.press(desk.page.get_by_role("button", name=re.compile("^Save and go on"))).sees(
        "Choose a code first"
    )
    desk.choose("What does it speak of?", "Knives")
    desk.page.keyboard.press("Escape")
    desk.press(desk.page.get_by_role("radio", name="A worry"), "Space")
    desk.picture("coding")
    desk.press(desk.page.get_by_role("button", name=re.compile("^Save and go on")))
    desk.sees("Answer 2 of").settle()
    desk.press_button("None of these").sees("Answer 3 of").settle()
    desk.press_button("Look at the one before again").sees("Answer 2 of").settle()
    desk.press_button("Needs somebody else").sees("Answer 3 of").settle()

    # The other codes the same two, elsewhere; only now is there something to talk over.
    (sample,) = double_coding.samples(house, analyst)
    assert double_coding.disagreements(house, analyst, sample.id) == ()
    for _ in range(2):
        one = double_coding.next_answer(house, analyst, sample.id)
        assert one is not None
        double_coding.give(house, analyst, sample.id, one.text_id, ["bullying"], polarity="worry")
    desk.open("/team/coding").sees("2 answers are to be talked over.")
    turn_to(desk, 1)
    desk.sees("Knives and weapons · a worry")
    faults += desk.faults()
    desk.picture("coding-talk")
    desk.choose("What does it speak of?", "Bullying")
    desk.page.keyboard.press("Escape")
    desk.press(desk.page.get_by_role("button", name=re.compile("^We agree on this"))).sees(
        "Kept. What each had said stays beside it."
    )
    turn_to(desk, 2)
    desk.sees(re.compile("Two people coded 2 answers without seeing each other’s codes"))
    faults += desk.faults()
    desk.picture("coding-agreement")
    desk.put_away()

    desk = Desk.on(chromium, address, viewport=PHONE_SCREEN, color_scheme="dark").sign_in(*sign_in)
    desk.open("/team/coding").sees("Answer 3 of")
    desk.picture("coding-phone")
    faults += desk.faults()
    wider = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    desk.put_away()
    assert not faults, "\n".join(faults)
    assert wider <= 0, "the page scrolls sideways"


def turn_to(desk: Desk, place: int) -> None:
    """Along the row of ways to look, with the arrow keys, to the one at this place."""
    desk.settle()
    choices = desk.page.get_by_role("radiogroup", name="Show", exact=True).get_by_role("radio")
    now = next(at for at in range(choices.count()) if choices.nth(at).is_checked())
    for at in range(now, place):
        desk.reach(choices.nth(at))
        desk.page.keyboard.press("ArrowRight")
        desk.settle()
