"""A tablet passed round: each person finds it fresh, and only the leader begins and ends it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from survey import kiosk
from survey.house import House
from survey.store.tables import Response, Sitting
from tests.browser.phone import Phone
from tests.conftest import OpenSession


@pytest.fixture
def sitting(open_session: OpenSession) -> Sitting:
    return open_session()


@pytest.fixture
def tablet(phone: Phone, house: House, sitting: Sitting) -> Phone:
    """A shared tablet, started by the leader, whose clock the test turns."""
    phone.page.clock.install()
    phone.page.goto(f"{phone.address}/s/{sitting.code}?kiosk")
    type_pin(phone, kiosk.pin(house, sitting))
    expect(phone.page.locator("html[data-mode=tablet]")).to_be_attached()
    return phone


def type_pin(phone: Phone, pin: str) -> None:
    phone.page.get_by_label("PIN", exact=True).fill(pin)
    phone.page.get_by_role("button", name="Go on").click()


def started_again(tablet: Phone) -> None:
    """The first screen, with nothing chosen, nothing written and nothing kept."""
    expect(tablet.page.locator("#start")).to_be_visible()
    assert tablet.at == "opening"
    assert "draft" not in tablet.storage()
    assert tablet.page.locator("#questions input:checked").evaluate_all(
        "(all) => all.map((one) => one.name)"
    ) == ["area"]
    assert tablet.page.locator("textarea").evaluate_all("(all) => all.map((one) => one.value).join('')") == ""


def answered(tablet: Phone, words: str) -> Phone:
    tablet.start().choose("12 or 13").go_to("worries").choose("Bullying").go_to("unsafe_why").write(words)
    return tablet


def test_two_people_in_a_row_each_send_their_own(tablet: Phone, house: House) -> None:
    for words in ("the dark path", "the loud corner"):
        answered(tablet, words).go_to("finish").send().sent()
        tablet.page.get_by_role("button", name="Done. Next person").click()
        started_again(tablet)
    with house.database.session() as session:
        stored = list(session.exec(select(Response)))
    assert [one.mode for one in stored] == ["tablet", "tablet"]
    assert stored[0].id != stored[1].id


def test_it_starts_again_after_ninety_seconds_and_warns_for_the_last_fifteen(tablet: Phone) -> None:
    answered(tablet, "somebody may come back to this")
    tablet.page.clock.fast_forward(74_000)
    expect(tablet.page.locator("#idle")).to_be_hidden()
    tablet.page.clock.fast_forward(1_500)
    expect(tablet.page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    assert not tablet.faults()
    tablet.page.get_by_role("button", name="I am still here").click()
    tablet.page.clock.fast_forward(74_000)
    expect(tablet.screen.locator("textarea")).to_have_value("somebody may come back to this")
    tablet.page.clock.fast_forward(1_500)
    tablet.page.clock.fast_forward(15_500)
    started_again(tablet)


def test_the_thank_you_page_does_not_wait_for_ever_either(tablet: Phone) -> None:
    answered(tablet, "quick").go_to("finish").send().sent()
    tablet.page.clock.fast_forward(76_000)
    tablet.page.clock.fast_forward(16_000)
    started_again(tablet)


def test_a_reload_brings_nothing_back_to_the_next_person(tablet: Phone) -> None:
    answered(tablet, "not for the next person").page.reload()
    started_again(tablet)


def test_leaving_a_shared_tablet_leads_to_its_first_screen(tablet: Phone) -> None:
    answered(tablet, "gone").page.locator("#leave").click()
    started_again(tablet)


def test_the_browsers_back_button_goes_one_question_back(tablet: Phone) -> None:
    tablet.start().choose("12 or 13").next()
    assert tablet.at == "area"
    tablet.page.evaluate("history.back()")
    expect(tablet.page.locator("[data-key=age_band]")).to_be_visible()
    assert "kiosk" in tablet.page.url


def test_no_link_leads_off_a_shared_tablet(tablet: Phone) -> None:
    tablet.page.locator("#open-help").click()
    away = tablet.page.locator("a[href^=http]:visible:not(#leave)")
    expect(away).to_have_count(0)
    expect(tablet.page.get_by_role("link", name="0800 1111")).to_be_visible()


def test_a_wrong_pin_starts_nothing_and_the_right_one_ends_it(
    tablet: Phone, house: House, sitting: Sitting
) -> None:
    tablet.expected_trouble = "status of 403"
    right = kiosk.pin(house, sitting)
    tablet.page.get_by_role("button", name="End shared tablet").click()
    type_pin(tablet, "000000" if right != "000000" else "111111")
    expect(tablet.page.get_by_role("alert")).to_contain_text("That is not the PIN.")
    type_pin(tablet, right)
    expect(tablet.page.get_by_label("Type the code you were given")).to_be_visible()
    assert tablet.storage() == {}


def test_without_the_pin_a_shared_tablet_shows_no_question(phone: Phone, sitting: Sitting) -> None:
    phone.page.goto(f"{phone.address}/s/{sitting.code}?kiosk")
    expect(phone.page.get_by_label("PIN", exact=True)).to_be_visible()
    expect(phone.page.locator("#start")).to_be_hidden()
    expect(phone.page.locator("#steps")).to_be_hidden()
    assert not phone.faults()
