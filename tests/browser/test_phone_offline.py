"""No signal: the page opens, runs and finishes; what was sent arrives once, whatever happens in between.

"No signal" is a server that is not there, so that the page and its worker lose it alike. What is on the phone
is looked at as somebody would who finds it: all of the browser's storage, byte by byte.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sqlmodel import select

from survey import kiosk, sessions
from survey.house import House
from survey.store.tables import FreeText, Response, Sitting
from tests.browser.phone import Phone
from tests.browser.servers import free_port, phone_server
from tests.conftest import Clock, OpenSession, People

WORDS = "the underpass at night"
SAVED = "Saved on this phone. We will send it when you are back online."
NO_SERVER = (
    "ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_FAILED|ERR_INTERNET_DISCONNECTED"
)

# Everything a browser keeps for this site, as text; bytes as they would read.
ALL_THAT_IS_KEPT = """async () => {
    const bytes = (one) => one instanceof Uint8Array ? new TextDecoder("latin1").decode(one) : one;
    const databases = [];
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => done(asked.result);
        });
        for (const store of database.objectStoreNames) {
            const all = await new Promise((done) => {
                const asked = database.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => done(asked.result);
            });
            databases.push([name, store, JSON.stringify(all, (key, value) => bytes(value))]);
        }
        database.close();
    }
    const cached = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
            cached.push([name, request.url]);
        }
    }
    const workers = (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope);
    const stored = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie];
    return { databases, cached, workers, stored: JSON.stringify(stored) };
}"""
BROWSERS_ATTEMPTS = 3  # Chromium tries a sync so often before it gives up
NUMBER_OF_DATABASES = "async () => (await indexedDB.databases()).length"
NOTHING = {"databases": [], "cached": [], "workers": [], "stored": '[[],[],""]'}


class Signal:
    """A server that can go away and come back at the same address."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._running = ExitStack()

    def back(self) -> None:
        self._running.enter_context(phone_server(self.house, self.port))

    def gone(self) -> None:
        self._running.close()


@pytest.fixture
def signal(house: House) -> Iterator[Signal]:
    signal = Signal(house)
    signal.back()
    yield signal
    signal.gone()


@pytest.fixture
def phone(chromium: Browser, signal: Signal) -> Iterator[Phone]:
    phone = Phone.on(chromium, signal.address)
    phone.expected_trouble = NO_SERVER
    yield phone
    phone.put_away()


@pytest.fixture
def sitting(open_session: OpenSession) -> Sitting:
    return open_session()


def visited(phone: Phone, code: str | None, **query: str) -> Phone:
    """Open the page, and stay until it is on the phone."""
    phone.open(code or "", **query)
    expect(phone.page.locator("html[data-kept]")).to_be_attached()
    return phone


def answered(phone: Phone, words: str = WORDS) -> Phone:
    phone.start().choose("14 or 15").go_to("worries").choose("Bullying", "Being followed")
    return phone.go_to("unsafe_why").write(words).go_to("finish")


def saved(phone: Phone, signal: Signal, code: str | None) -> Phone:
    """A phone with answers that wait for a signal."""
    visited(phone, code)
    answered(phone)
    signal.gone()
    phone.send()
    told(phone.page, SAVED)
    return phone


def responses(house: House) -> list[Response]:
    with house.database.session() as session:
        return list(session.exec(select(Response)))


def kept(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(ALL_THAT_IS_KEPT)
    return found


def kept_nothing(page: Page) -> None:
    comes_to(page, ALL_THAT_IS_KEPT, NOTHING)


def comes_to(page: Page, script: str, wanted: object) -> None:
    """What goes on in the background has ended in this, soon."""
    found = page.evaluate(script)
    for _ in range(600):
        if found == wanted:
            return
        page.wait_for_timeout(50)
        found = page.evaluate(script)
    assert found == wanted


def card(page: Page) -> Locator:
    """Where the page says what became of answers that were kept."""
    return page.locator("#kept")


def told(page: Page, words: str) -> None:
    """What is seen there: the card also has, hidden, what is not true now."""
    expect(card(page).get_by_text(words)).to_be_visible()


def try_now(page: Page) -> None:
    """Press “Try now”. The page tries by itself as well and may have been faster: then nothing is left to press."""
    page.evaluate("document.querySelectorAll('[data-try]').forEach((button) => button.click())")


# --- once, whatever happens


def test_after_one_visit_the_page_opens_runs_finishes_and_is_delivered_once(
    phone: Phone, signal: Signal, house: House, sitting: Sitting
) -> None:
    visited(phone, sitting.code)
    signal.gone()
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.open(sitting.code or "")
    answered(phone).send()
    told(phone.page, SAVED)
    expect(phone.page.locator("#saved .helplines li").first).to_be_visible()
    assert not phone.faults()
    assert not responses(house)

    signal.back()
    try_now(phone.page)
    phone.sent()
    phone.page.get_by_role("button", name="Show me a code").click()
    expect(phone.page.locator("output")).not_to_be_empty()
    (stored,) = responses(house)
    assert stored.answers["worries"] == ["bullying", "followed"]
    assert not stored.late
    with house.database.session() as session:
        assert [one.cleared_text for one in session.exec(select(FreeText))] == [WORDS]
    kept_nothing(phone.page)


def test_it_is_sent_by_itself_when_the_signal_is_back(phone: Phone, house: House, sitting: Sitting) -> None:
    visited(phone, sitting.code)
    answered(phone)
    phone.context.set_offline(True)
    phone.send()
    told(phone.page, SAVED)
    phone.context.set_offline(False)
    phone.sent()
    assert len(responses(house)) == 1


def swallow_the_answer(route: Route) -> None:
    route.fetch()
    route.abort()


def test_a_reply_that_was_lost_after_the_server_had_taken_the_answers_counts_once(
    phone: Phone, house: House, sitting: Sitting
) -> None:
    visited(phone, sitting.code)
    # Of the whole browser: what works in the background sends too.
    phone.context.route(f"**/s/{sitting.code}", swallow_the_answer)
    phone.context.route("**/s/later", swallow_the_answer)
    answered(phone).send()
    told(phone.page, SAVED)
    assert len(responses(house)) == 1
    phone.context.unroute_all(behavior="wait")  # a try of the page itself may be under way
    try_now(phone.page)
    phone.sent()
    assert len(responses(house)) == 1


def test_a_phone_that_dies_while_it_sends_still_has_the_answers(
    phone: Phone, house: House, sitting: Sitting
) -> None:
    visited(phone, sitting.code)
    answered(phone)
    phone.page.route("**/s/*", lambda route: None)  # the send goes out, and nothing ever comes back
    phone.send()
    expect(phone.page.get_by_role("button", name="Sending…")).to_be_visible()
    comes_to(phone.page, NUMBER_OF_DATABASES, 1)
    phone.page.close()
    page = phone.context.new_page()
    page.goto(f"{phone.address}/s/{sitting.code}")
    told(page, "What was saved here is sent now.")
    assert len(responses(house)) == 1


def test_a_tab_closed_meanwhile_loses_nothing_and_whoever_opens_it_again_is_told(
    phone: Phone, signal: Signal, house: House, sitting: Sitting
) -> None:
    saved(phone, signal, sitting.code).page.close()
    page = phone.context.new_page()
    page.goto(f"{signal.address}/s/{sitting.code}")
    told(page, SAVED)
    signal.back()
    page.reload()
    told(page, "What was saved here is sent now.")
    assert len(responses(house)) == 1
    comes_to(page, NUMBER_OF_DATABASES, 0)
    page.reload()
    expect(page.locator("html[data-kept]")).to_be_attached()
    expect(card(page)).to_be_hidden()  # told once


def test_closing_the_browser_loses_nothing(
    chromium: Browser, signal: Signal, house: House, sitting: Sitting, tmp_path: Path
) -> None:
    kind = chromium.browser_type
    chosen: dict[str, Any] = {"executable_path": _path_of(chromium), "args": ["--no-sandbox"]}
    address = f"{signal.address}/s/{sitting.code}"
    with kind.launch_persistent_context(tmp_path / "profile", **chosen) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("html[data-kept]")).to_be_attached()
        signal.gone()
        phone = Phone(page, context, signal.address)
        answered(phone).send()
        told(page, SAVED)
    assert WORDS.encode() not in b"".join(
        file.read_bytes() for file in (tmp_path / "profile").rglob("IndexedDB/**/*") if file.is_file()
    )
    signal.back()
    with kind.launch_persistent_context(tmp_path / "profile", **chosen) as context:
        page = context.new_page()
        page.goto(address)
        told(page, "What was saved here is sent now.")
    assert len(responses(house)) == 1


def _path_of(chromium: Browser) -> str:
    return shutil.which("chromium") or shutil.which("google-chrome") or ""


def test_two_tabs_neither_double_nor_lose(
    phone: Phone, signal: Signal, house: House, sitting: Sitting
) -> None:
    answered(visited(phone, sitting.code))
    other = Phone(phone.context.new_page(), phone.context, phone.address)
    answered(visited(other, sitting.code), "the bus stop")
    signal.gone()
    for one in (phone, other):
        one.page.bring_to_front()
        one.send()
        told(one.page, SAVED)
    signal.back()
    for one in (phone, other):
        one.page.evaluate("dispatchEvent(new Event('online'))")
    for one in (phone, other):
        one.sent()
    assert len(responses(house)) == 2
    with house.database.session() as session:
        assert {one.cleared_text for one in session.exec(select(FreeText))} == {WORDS, "the bus stop"}


def test_a_tab_and_its_copy_send_once_and_the_second_is_told(
    phone: Phone, signal: Signal, house: House, sitting: Sitting
) -> None:
    """A browser's “duplicate tab” copies the draft with its id."""
    visited(phone, sitting.code)
    answered(phone)
    with phone.context.expect_page() as opened:
        phone.page.evaluate("window.open(location.href)")
    copy = Phone(opened.value, phone.context, phone.address)
    assert copy.at == "finish"
    signal.gone()
    phone.send()
    told(phone.page, SAVED)
    copy.back().choose("Rather not say").next().send()
    told(copy.page, SAVED)
    signal.back()
    phone.expected_trouble += "|status of 409"
    try_now(phone.page)
    expect(phone.page.locator("#thanks h1, #kept [data-why=conflict]").locator("visible=true")).to_have_count(
        1
    )
    expect(copy.page.locator("#thanks h1, #kept [data-why=conflict]").locator("visible=true")).to_have_count(
        1
    )
    assert len(responses(house)) == 1
    assert sorted((phone.at, copy.at)) == ["saved", "thanks"]


@pytest.mark.parametrize("year", [1999, 2062])
def test_a_wrong_clock_changes_nothing(
    phone: Phone, signal: Signal, house: House, people: People, sitting: Sitting, year: int
) -> None:
    phone.page.clock.set_system_time(f"{year}-01-01T00:00:00")
    saved(phone, signal, sitting.code)
    sessions.close(house, people.leader, sitting.id)
    signal.back()
    try_now(phone.page)
    phone.sent()
    (stored,) = responses(house)
    assert (stored.received_on, stored.late) == (house.today(), True)


# --- what changed meanwhile


def test_a_session_that_ended_meanwhile_takes_answers_for_three_days_and_marks_them(
    phone: Phone, signal: Signal, house: House, people: People, clock: Clock, sitting: Sitting
) -> None:
    phone.expected_trouble += "|status of 410"
    saved(phone, signal, sitting.code).page.close()
    sessions.close(house, people.leader, sitting.id)
    clock.turn(hours=71)
    signal.back()
    page = phone.context.new_page()
    page.goto(f"{signal.address}/s/{sitting.code}")
    expect(page.get_by_role("heading", name="This session has ended")).to_be_visible()
    told(page, "What was saved here is sent now.")
    (stored,) = responses(house)
    assert stored.late
    kept_nothing(page)


def test_answers_that_come_too_late_are_kept_until_somebody_says_what_to_do(
    phone: Phone, signal: Signal, house: House, people: People, clock: Clock, sitting: Sitting
) -> None:
    phone.expected_trouble += "|status of 410"
    saved(phone, signal, sitting.code)
    sessions.close(house, people.leader, sitting.id)
    clock.turn(hours=73)
    signal.back()
    try_now(phone.page)
    told(phone.page, "We could not send the answers that were saved here.")
    told(phone.page, "We take late answers for 3 days.")
    assert not phone.faults()
    with phone.page.expect_response("**/s/later"):
        phone.page.get_by_role("button", name="Try again").click()
    told(phone.page, "We take late answers for 3 days.")
    states = f"async () => JSON.parse((await ({ALL_THAT_IS_KEPT})()).databases[0][2]).map((one) => one.state)"
    comes_to(phone.page, states, ["refused"])
    assert not responses(house)
    phone.page.get_by_role("button", name="Delete them from this phone").click()
    expect(card(phone.page)).to_be_hidden()
    comes_to(phone.page, NUMBER_OF_DATABASES, 0)
    assert phone.at == "opening"


def _entries(page: Page) -> list[dict[str, Any]]:
    return [entry for _, _, all_of_it in kept(page)["databases"] for entry in json.loads(all_of_it)]


def test_somebody_still_answering_when_the_session_ends_is_heard(
    phone: Phone, house: House, people: People, sitting: Sitting
) -> None:
    phone.expected_trouble = "status of 410"
    answered(visited(phone, sitting.code))
    sessions.close(house, people.leader, sitting.id)
    phone.send().sent()
    (stored,) = responses(house)
    assert stored.late
    kept_nothing(phone.page)


def test_a_voided_session_refuses_and_says_so(
    phone: Phone, signal: Signal, house: House, people: People, sitting: Sitting
) -> None:
    phone.expected_trouble += "|status of 410"
    saved(phone, signal, sitting.code)
    sessions.void(house, people.administrator, sitting.id, "the wrong group")
    signal.back()
    try_now(phone.page)
    told(phone.page, "The session has ended.")
    assert not responses(house)


def test_a_paused_session_is_waited_for(
    phone: Phone, signal: Signal, house: House, people: People, sitting: Sitting
) -> None:
    phone.expected_trouble += "|status of 403"
    saved(phone, signal, sitting.code)
    sessions.pause(house, people.leader, sitting.id)
    signal.back()
    try_now(phone.page)
    told(phone.page, "The session is having a break. We will try again.")
    sessions.resume(house, people.leader, sitting.id)
    try_now(phone.page)
    phone.sent()
    assert len(responses(house)) == 1


def test_questions_the_office_changed_meanwhile_do_not_matter_to_a_session_that_asked_the_old_ones(
    phone: Phone, signal: Signal, house: House, sitting: Sitting, questionnaires: Path
) -> None:
    saved(phone, signal, sitting.code)
    file = questionnaires / "feelings_of_safety.yaml"
    file.write_text(
        file.read_text("utf-8").replace("What makes you feel unsafe?", "What worries you?"), "utf-8"
    )
    assert house.questionnaire_named("feelings_of_safety").version != sitting.questionnaire_version
    signal.back()
    try_now(phone.page)
    phone.sent()
    (stored,) = responses(house)
    assert stored.answers["unsafe_why"] == "given"


# --- what somebody finds on the phone


def test_the_next_person_with_the_phone_can_read_no_answer(
    phone: Phone, signal: Signal, sitting: Sitting
) -> None:
    saved(phone, signal, sitting.code)
    found = kept(phone.page)
    (entry,) = _entries(phone.page)
    assert set(entry) == {"id", "envelope", "state", "reason", "left"}
    for word in (WORDS, "underpass", "followed", "age_band", "14-15", str(sitting.code), sitting.id):
        assert word not in json.dumps(found["databases"])
    assert found["stored"] == NOTHING["stored"]
    # Nor by opening the page: it is empty.
    phone.page.reload()
    assert phone.at == "opening"
    phone.start()
    expect(phone.page.locator("#questions input:checked:visible")).to_have_count(0)
    assert phone.page.locator("textarea").evaluate_all("(all) => all.map((one) => one.value).join('')") == ""


def test_how_much_was_written_cannot_be_told_from_the_size(
    phone: Phone, signal: Signal, sitting: Sitting
) -> None:
    visited(phone, sitting.code)
    signal.gone()
    sizes = []
    for words in ("no", "a long story. " * 20):
        phone.open(sitting.code or "")
        answered(phone, words).send()
        told(phone.page, SAVED)
        sizes = [len(str(entry["envelope"])) for entry in _entries(phone.page)]
    assert len(sizes) == 2
    assert len(set(sizes)) == 1


def test_leave_leaves_nothing(phone: Phone, sitting: Sitting) -> None:
    answered(visited(phone, sitting.code))
    assert kept(phone.page)["cached"]
    entries = phone.page.evaluate("history.length")
    phone.page.locator("#leave").click()
    phone.page.wait_for_url("https://www.bbc.co.uk/**")
    assert phone.page.evaluate("history.length") == entries
    phone.page.goto(f"{phone.address}/s/")
    kept_nothing(phone.page)


def test_leave_in_the_first_moment_leaves_nothing_either(phone: Phone, sitting: Sitting) -> None:
    for _ in range(3):
        phone.open(sitting.code or "")
        phone.page.locator("#leave").click()
        phone.page.wait_for_url("https://www.bbc.co.uk/**")
        phone.page.goto(f"{phone.address}/s/")
        kept_nothing(phone.page)


def test_leave_with_answers_waiting_leaves_nothing_that_names_the_survey_and_they_still_arrive(
    phone: Phone, signal: Signal, house: House, sitting: Sitting
) -> None:
    saved(phone, signal, sitting.code).page.locator("#leave").click()
    phone.page.wait_for_url("https://www.bbc.co.uk/**")
    signal.back()
    # Looking from under /s/ would itself send what waits.
    looking = phone.context.new_page()
    looking.goto(f"{signal.address}/robots.txt")
    found = kept(looking)
    assert found["cached"] == []
    assert found["workers"] == [f"{signal.address}/s/"]
    assert [(name, store) for name, store, _ in found["databases"]] == [("kept", "kept")]
    for word in (sitting.code, sitting.id, "safe", "survey", "say", "young", "listening"):
        assert str(word).lower() not in json.dumps(found).lower()
    assert not responses(house)

    _wake_the_worker_until_nothing_is_kept(looking, signal.address)
    (stored,) = responses(house)
    assert stored.answers["worries"] == ["bullying", "followed"]


def _wake_the_worker_until_nothing_is_kept(page: Page, address: str) -> None:
    """As the browser does some time after the signal is back, and again where an attempt came to nothing."""
    devtools = page.context.new_cdp_session(page)
    versions: list[dict[str, Any]] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda event: versions.extend(event["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    for _ in range(600):
        if versions:
            break
        page.wait_for_timeout(50)
    (registered,) = {one["registrationId"] for one in versions if not one["isDeleted"]}
    for _ in range(BROWSERS_ATTEMPTS):
        devtools.send(
            "ServiceWorker.dispatchSyncEvent",
            {"origin": address, "registrationId": registered, "tag": "kept", "lastChance": False},
        )
        for _ in range(200):
            if kept(page) == NOTHING:
                return
            page.wait_for_timeout(50)
    assert kept(page) == NOTHING


def test_no_thanks_takes_the_page_off_the_phone(phone: Phone, sitting: Sitting) -> None:
    visited(phone, sitting.code).page.locator("#no-thanks").click()
    kept_nothing(phone.page)


# --- a shared tablet


def test_a_shared_tablet_goes_on_without_a_signal_and_tells_the_leader_only(
    phone: Phone, signal: Signal, house: House, sitting: Sitting
) -> None:
    phone.page.goto(f"{phone.address}/s/{sitting.code}?kiosk")
    phone.page.get_by_label("PIN", exact=True).fill(kiosk.pin(house, sitting))
    phone.page.get_by_role("button", name="Go on").click()
    expect(phone.page.locator("html[data-mode=tablet][data-kept]")).to_be_attached()
    signal.gone()
    for words in ("the dark path", "the loud corner"):
        answered(phone, words).send()
        told(phone.page, "Saved on this tablet.")
        phone.page.get_by_role("button", name="Done. Next person").click()
        expect(phone.page.locator("#start")).to_be_visible()
        told(phone.page, "For the person running this session")
    phone.page.locator("#leave").click()  # leads to the first screen, and must not end the tablet
    expect(phone.page.locator("#start")).to_be_visible()
    signal.back()
    try_now(phone.page)
    expect(card(phone.page)).to_be_hidden()
    assert [one.mode for one in responses(house)] == ["tablet", "tablet"]
    comes_to(phone.page, NUMBER_OF_DATABASES, 0)


# --- where nothing can be sealed


def test_on_a_plain_address_nothing_is_kept_and_the_page_tries_while_it_is_open(
    phone: Phone, house: House, sitting: Sitting
) -> None:
    phone.expected_trouble = "ERR_|Cross-Origin-Opener-Policy header has been ignored"
    there = True

    def by_plain_address(route: Route) -> None:
        if not there:
            route.abort()
            return
        headers = {name: value for name, value in route.request.headers.items() if name != "origin"}
        address = route.request.url.replace("http://survey.test", phone.address)
        route.fulfill(response=route.fetch(url=address, headers=headers))

    phone.page.route("http://survey.test/**", by_plain_address)
    phone.page.goto(f"http://survey.test/s/{sitting.code}")
    assert phone.page.evaluate("isSecureContext") is False
    answered(phone)
    there = False
    phone.send()
    expect(phone.page.locator("#trouble")).to_have_text(
        "Not sent yet. Keep this page open. We will keep trying."
    )
    assert phone.page.evaluate("indexedDB.databases()") == []
    there = True
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.sent()
    assert len(responses(house)) == 1
