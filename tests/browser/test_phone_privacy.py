"""What stays on the phone, what leaves it, and how fast it is gone."""

from __future__ import annotations

import json

from playwright.sync_api import Route, expect
from sqlmodel import select

from survey.house import House
from survey.store import workspace
from survey.store.tables import Response
from tests.browser.conftest import OpenPhone
from tests.browser.phone import Phone
from tests.conftest import OpenSession


def stored(house: House) -> int:
    with house.database.session() as session:
        return len(list(session.exec(select(Response))))


def half_way(phone: Phone, code: str) -> Phone:
    phone.open(code).start().choose("14 or 15").go_to("worries").choose("Bullying", "Being followed")
    return phone.go_to("unsafe_why").write("the underpass at night")


def test_a_draft_comes_back_after_a_reload_at_the_same_question(
    phone: Phone, house: House, open_session: OpenSession
) -> None:
    half_way(phone, open_session().code or "").page.reload()
    assert phone.at == "unsafe_why"
    expect(phone.screen.locator("textarea")).to_have_value("the underpass at night")
    phone.back()
    expect(phone.screen.locator("input:checked")).to_have_count(2)
    assert stored(house) == 0


def test_a_draft_never_reaches_the_server(phone: Phone, open_session: OpenSession) -> None:
    code = open_session().code or ""
    half_way(phone, code)
    assert {request.method for request in phone.requests} == {"GET"}
    assert phone.page.url == f"{phone.address}/s/{code}"  # nor the address, nor the history


def test_a_draft_of_one_session_does_not_come_up_in_another(phone: Phone, open_session: OpenSession) -> None:
    half_way(phone, open_session().code or "").open(open_session().code or "")
    assert phone.at == "opening"
    phone.start()
    expect(phone.screen.locator("input:checked")).to_have_count(0)


def test_sending_leaves_nothing_on_the_phone(phone: Phone, open_session: OpenSession) -> None:
    half_way(phone, open_session().code or "").go_to("finish").send().sent()
    assert phone.storage() == {}
    assert phone.page.locator("textarea").first.input_value() == ""
    phone.page.reload()
    assert phone.at == "opening"
    assert phone.context.cookies() == []


def test_leave_covers_the_screen_wipes_the_draft_and_cannot_be_undone(
    phone: Phone, open_session: OpenSession
) -> None:
    code = open_session().code or ""
    half_way(phone, code)
    entries = phone.page.evaluate("history.length")
    phone.page.locator("#leave").click()
    phone.page.wait_for_url("https://www.bbc.co.uk/**")
    # The neutral page stands where the survey stood: going back does not lead to it.
    assert phone.page.evaluate("history.length") == entries
    phone.page.go_back()
    assert "/s/" not in phone.page.url
    phone.open(code)
    assert phone.at == "opening"
    assert "underpass" not in json.dumps(dict(phone.storage()))


def test_leave_covers_the_screen_even_when_there_is_no_network(
    phone: Phone, open_session: OpenSession
) -> None:
    half_way(phone, open_session().code or "")
    hidden = """() => new Promise((done) => {
        const seen = new MutationObserver(() => done(document.body.checkVisibility()));
        seen.observe(document.documentElement, {attributes: true});
        document.getElementById("leave").click();
    })"""
    assert phone.page.evaluate(hidden) is False


def test_shift_three_times_leaves_but_capital_letters_do_not(phone: Phone, open_session: OpenSession) -> None:
    half_way(phone, open_session().code or "")
    phone.screen.locator("textarea").focus()
    for letter in "ABCD":
        phone.page.keyboard.down("Shift")
        phone.page.keyboard.press(letter)
        phone.page.keyboard.up("Shift")
    assert phone.at == "unsafe_why"
    for _ in range(3):
        phone.page.keyboard.press("Shift")
    phone.page.wait_for_url("https://www.bbc.co.uk/**")


def test_leave_works_without_a_script(open_phone: OpenPhone, open_session: OpenSession) -> None:
    phone = open_phone(java_script_enabled=False)
    phone.open(open_session().code or "").page.locator("#leave").click()
    phone.page.wait_for_url("https://www.bbc.co.uk/**")


def test_nothing_is_loaded_from_anywhere_else(phone: Phone, open_session: OpenSession) -> None:
    half_way(phone, open_session().code or "").go_to("finish").send().sent()
    phone.page.get_by_role("button", name="Show me a code").click()
    expect(phone.page.locator("output")).not_to_be_empty()
    assert phone.hosts() == {phone.address.removeprefix("http://")}
    # The answers, the receipt: nothing else is sent.
    assert [request.method for request in phone.requests if request.method != "GET"] == ["POST", "POST"]


# What an old browser lacks, and one that keeps nothing: then the page has to do without (`test_phone_offline.py`).
KEEPS_NOTHING = "Object.defineProperty(window, 'indexedDB', {value: undefined})"


def test_where_nothing_can_be_kept_nothing_is_lost_and_trying_again_sends_once(
    phone: Phone, house: House, open_session: OpenSession
) -> None:
    phone.expected_trouble = "ERR_INTERNET_DISCONNECTED"
    phone.page.add_init_script(KEEPS_NOTHING)
    half_way(phone, open_session().code or "").go_to("finish")
    phone.context.set_offline(True)
    phone.send()
    expect(phone.page.locator("#trouble")).to_have_text(
        "Not sent yet. Keep this page open. We will keep trying."
    )
    expect(phone.page.locator("#trouble")).to_be_focused()
    phone.context.set_offline(False)  # the page hears of it, and tries
    phone.sent()
    assert stored(house) == 1


def swallow_the_answer(route: Route) -> None:
    route.fetch()
    route.abort()


def test_an_answer_whose_receipt_was_lost_on_the_way_is_stored_once(
    phone: Phone, house: House, open_session: OpenSession
) -> None:
    """The server took it, the phone never heard: sending again is right, and counts once."""
    phone.expected_trouble = "ERR_FAILED"
    phone.page.add_init_script(KEEPS_NOTHING)
    half_way(phone, open_session().code or "").go_to("finish")
    phone.page.route("**/s/*", swallow_the_answer)
    phone.send()
    expect(phone.page.locator("#trouble")).to_be_visible()
    assert stored(house) == 1
    phone.page.unroute("**/s/*")
    phone.page.get_by_role("button", name="Try again").click()
    phone.sent()
    assert stored(house) == 1


def test_a_change_made_after_the_answers_had_arrived_is_not_passed_off_as_sent(
    phone: Phone, house: House, open_session: OpenSession
) -> None:
    phone.expected_trouble = "ERR_FAILED|status of 409"
    phone.page.add_init_script(KEEPS_NOTHING)
    half_way(phone, open_session().code or "").go_to("finish")
    phone.page.route("**/s/*", swallow_the_answer)
    phone.send()
    expect(phone.page.locator("#trouble")).to_be_visible()
    phone.page.unroute("**/s/*")
    phone.back().choose("Rather not say").next().send().sent()
    expect(phone.page.locator("#trouble")).to_contain_text("What you changed after that was not added.")
    assert stored(house) == 1
    assert phone.storage() == {}


def test_a_session_that_closed_meanwhile_says_so_and_keeps_the_answers(
    phone: Phone, house: House, open_session: OpenSession
) -> None:
    phone.expected_trouble = "status of 403"
    sitting = open_session()
    half_way(phone, sitting.code or "").go_to("finish")
    with house.database.session() as session:
        session.add(session.merge(sitting).sqlmodel_update({"state": "paused"}))
    phone.send()
    expect(phone.page.locator("#trouble")).to_contain_text("Your answers stay on it.")
    assert "underpass" in phone.storage()["draft"]


def test_invented_data_says_so_on_every_screen(phone: Phone, house: House, open_session: OpenSession) -> None:
    with house.database.session() as session:
        workspace.settle(session, "example", "yes")
    label = phone.page.get_by_text("Example. All answers here are invented.")
    phone.open(open_session().code or "")
    expect(label).to_be_visible()
    phone.start()
    expect(label).to_be_visible()
    phone.go_to("finish").send().sent()
    expect(label).to_be_visible()
    for path in ("/", "/s/mine", "/s/quiet"):
        phone.page.goto(phone.address + path)
        expect(label).to_be_visible()
