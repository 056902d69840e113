"""The whole walk, scan to summary, in a real browser, a phone's screen and keys alone.

A brand-new office looks around with example data; a leader opens a session; a phone scans the code and answers;
the count goes up by itself; the analyst finds themes, renames one and prepares a release; the safeguarding lead
lets it out; a viewer reads it and takes it away.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser import qr
from tests.browser.phone import PHONE_SCREEN, Phone
from tests.browser.team import Desk, running_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_office(tmp_path_factory.mktemp("office")) as address:
        yield address


@pytest.fixture
def desk(chromium: Browser, office: str) -> Iterator[Desk]:
    opened = Desk.on(chromium, office, viewport=PHONE_SCREEN, accept_downloads=True)
    yield opened
    opened.put_away()


def test_scan_to_summary_on_a_phone_by_keyboard_alone(desk: Desk, chromium: Browser, tmp_path: Path) -> None:
    faults: list[str] = []

    # A brand-new office: the first page offers to look around.
    desk.open("/")
    assert desk.page.url.endswith("/set-up")
    faults += desk.faults()
    desk.picture("set-up")
    desk.press_button("Look around")
    desk.page.wait_for_url("**/sign-in")
    faults += desk.faults()

    # The leader opens a session in Peterborough.
    desk.enter_as("Session leader").go("New session")
    desk.sees("Before it can open")
    desk.press_button("Open this session").sees("fill in what is still missing")
    desk.choose("District", "Peterborough")
    desk.type_into("What do you call this session?", "Friday club")
    desk.type_into("How you reach them today", "01733 000000, in the office")
    desk.choose("For everybody under 16", "A parent signed")
    faults += desk.faults()
    desk.picture("new-session")
    desk.press_button("Open this session").sees("Fewer than 5")
    desk.settle()
    faults += desk.faults()
    desk.picture("session-now")

    # What is on the wall leads to the session: read the square from its pixels.
    square = desk.page.get_by_alt_text(re.compile("^QR code"))
    square.evaluate("picture => picture.decode()")
    expect(square).to_have_css("opacity", "1")
    address = qr.read(_by_itself(desk, square.get_attribute("src") or ""))
    code = desk.page.locator(".invitation .code").inner_text().replace(" ", "")
    assert address == f"{desk.address}/s/{code}"

    # A young person answers on a phone, by keyboard; four more send theirs.
    answer_by_keyboard(chromium, desk.address, code)
    for _ in range(4):
        send(desk.address, code)

    # The leader's count goes up by itself.
    expect(desk.page.locator(".figure strong")).to_have_text("5 or so", timeout=30_000)

    # The analyst reads what was answered.
    desk.press_button("Sign out").sees("You are signed out")
    faults += desk.faults()
    desk.enter_as("Analyst").sees(re.compile(r"\d+ young people have answered"))
    desk.settle()
    faults += desk.faults()
    desk.picture("wave")
    desk.go("Themes").press_button("Find the themes")
    desk.sees("These are the themes now").settle()
    faults += desk.faults()
    desk.picture("themes")

    # A person names a theme.
    desk.press(desk.page.get_by_role("radio", name="Answers", exact=True))
    desk.page.keyboard.press("ArrowRight")
    desk.settle().type_into("What would you call it?", "Dark and empty places")
    desk.press_button("Rename").sees("It is called “Dark and empty places” now")

    # The release, prepared here and let out by somebody else.
    desk.go("Release").press_button("Prepare a release")
    expect(desk.page.get_by_text("You prepared this.").first).to_be_visible(timeout=240_000)
    desk.settle()
    faults += desk.faults()
    desk.press_button("Sign out").sees("You are signed out")
    desk.enter_as("Safeguarding lead").go("Release").sees("Every figure counted again").settle()
    faults += desk.faults()
    desk.picture("release-to-approve")
    desk.press(
        desk.page.get_by_role("checkbox", name=re.compile("^I have read the themes")), "Space"
    ).settle()
    desk.press_button("Let it out")
    expect(desk.page.get_by_text("It is out.").first).to_be_visible(timeout=240_000)

    # And a viewer reads it, and takes it away.
    desk.press_button("Sign out").sees("You are signed out")
    desk.enter_as("Viewer").sees("It is not evidence of how often offences happen").settle()
    faults += desk.faults()
    desk.picture("viewer")
    first_sentence = desk.page.locator(".says.large").first.inner_text()
    with desk.page.expect_download() as started:
        desk.press_button("Report as a web page")
    saved = tmp_path / "report.html"
    started.value.save_as(saved)
    words = saved.read_text(encoding="utf-8")
    assert first_sentence in words
    assert "Dark and empty places" in words
    assert re.search(r"\d+%", words)
    desk.go("Themes").sees("Dark and empty places")

    assert not faults, "\n".join(faults)


def answer_by_keyboard(browser: Browser, address: str, code: str) -> None:
    phone = Phone.on(browser, address).open(code)
    keys = phone.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if phone.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the Tab key never comes to {selector} on {phone.at}")

    tab_to("#start")
    keys.press("Enter")
    for _ in range(60):
        if phone.at == "finish":
            break
        if phone.screen.locator("textarea").count():
            tab_to("textarea")
            keys.type("it is too dark on the path by the river")
        elif phone.screen.locator("input").count():
            tab_to("input")
            for _ in range(2 if phone.at == "age_band" else 1):
                keys.press("ArrowDown")
        tab_to("#next")
        keys.press("Enter")
    tab_to("#finish button")
    keys.press("Enter")
    phone.sent()
    phone.put_away()


def send(address: str, code: str) -> None:
    """As the page's own script sends it, without the page."""
    page = httpx.get(f"{address}/s/{code}").text
    version = re.search(r'name="version" value="([0-9a-f]+)"', page)
    assert version is not None
    body = {
        "submission_id": str(uuid.uuid4()),
        "version": version[1],
        "language": "en",
        "answers": {"age_band": "14-15", "safe_day": "very_safe", "safe_dark": "a_bit_unsafe"},
    }
    answer = httpx.post(
        f"{address}/s/{code}", json=body, headers={"origin": address, "accept": "application/json"}
    )
    assert answer.status_code == 201, answer.text


def _by_itself(desk: Desk, picture: str) -> bytes:
    """The picture alone on a page: the page it came from may be drawing itself anew just then."""
    page = desk.context.new_page()
    page.set_content(f'<img alt="" width="320" src="{picture}">')
    page.locator("img").evaluate("picture => picture.decode()")
    taken = page.locator("img").screenshot()
    page.close()
    return taken
