"""Two people, two releases, in a real browser: prepared, let out, read; one answer withdrawn; released again."""

from __future__ import annotations

import json
import re
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, expect

from analysis.__main__ import main
from survey import example, responses, sessions, wave
from survey import released as released_now
from survey.house import House, open_house
from survey.permissions import actor_of
from survey.responses import Submission
from survey.settings import Settings
from survey.store import accounts as account_rows
from survey.store.tables import Role
from tests.browser.team import Desk, running_office

A_MINUTE_OR_SO = 240_000  # on a busy machine
PAGES = ("Overview", "Themes", "Districts", "Who we did not hear", "Asks and answers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("release")


@pytest.fixture(scope="module")
def example_office(folder: Path) -> tuple[dict[str, str], str]:
    """An example office: the passwords by user name, and the receipt of one of those who answered."""
    settings = Settings(data_dir=folder / "data", database_url="")
    made = example.make(settings, size=example.SMALL)
    house = open_house(settings)
    sent, code = str(uuid.uuid4()), made.join_code
    sitting = sessions.door(house, code).sitting
    assert sitting is not None
    answers = {"age_band": "14-15", "safe_day": "very_safe", "safe_dark": "a_bit_unsafe"}
    responses.accept(house, code, Submission(sent, sitting.questionnaire_version, "en", answers))
    kept = responses.give_receipt(house, code, sent)
    house.database.dispose()
    return {one.username: one.password for one in made.sign_ins}, kept


@pytest.fixture(scope="module")
def office(folder: Path, example_office: tuple[dict[str, str], str]) -> Iterator[str]:
    with running_office(folder) as address:
        yield address


@pytest.fixture
def desk(chromium: Browser, office: str) -> Iterator[Desk]:
    opened = Desk.on(chromium, office, accept_downloads=True)
    yield opened
    opened.put_away()


def test_two_people_release_one_takes_an_answer_back_and_they_release_again(
    desk: Desk, folder: Path, example_office: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    passwords, receipt = example_office
    faults: list[str] = []

    def enter(username: str) -> Desk:
        return desk.sign_in(username, passwords[username])

    # An ask, so that there is something to answer for.
    go(enter("analyst"), "Asks")
    desk.type_into("What is asked, in the office’s own words", "Mend the lamps on paths.")
    desk.press_button("Put it on the list").sees("It is on the list")
    faults += desk.settle().faults()
    desk.picture("asks")

    prepared_and_let_out(desk, enter, faults, number=1)

    # The viewer reads each page; every one is the release.
    desk.press_button("Sign out").sees("You are signed out")
    enter("viewer")
    for title in PAGES:
        go(desk, title).sees(re.compile("Release 1, ")).settle()
        faults += desk.faults()
        desk.picture(f"viewer-{title.lower().replace(' ', '-')}")
    figures = go(desk, "Overview").page.locator(".says.large").first.inner_text()
    with desk.page.expect_download() as started:
        desk.press_button("Everything, for the public (ZIP)")
    packed = tmp_path / "public.zip"
    started.value.save_as(packed)
    assert main(["verify", str(packed)]) == 0
    with zipfile.ZipFile(packed) as archive:
        assert json.loads(archive.read("manifest.json"))["tier"] == "public"
    assert clicks(desk) < 3.0

    # One takes their answers back. The figures stand; the release is another one.
    house = open_house(Settings(data_dir=folder / "data", database_url=""))
    assert responses.withdraw(house, receipt)
    assert people_in(house) == people_in(house, released=True) - 1
    house.database.dispose()
    desk.press_button("Sign out").sees("You are signed out")
    enter("analyst")
    prepared_and_let_out(desk, enter, faults, number=2, says="Too few people came or left")
    desk.press_button("Sign out").sees("You are signed out")
    enter("viewer").sees(re.compile("Release 2, "))
    assert desk.page.locator(".says.large").first.inner_text() == figures

    assert not faults, "\n".join(faults)


def prepared_and_let_out(
    desk: Desk, enter: Callable[[str], Desk], faults: list[str], *, number: int, says: str = ""
) -> None:
    go(desk, "Release").press_button("Prepare a release")
    expect(desk.page.get_by_text("You prepared this.").first).to_be_visible(timeout=A_MINUTE_OR_SO)
    expect(desk.page.get_by_role("button", name="Let it out")).to_have_count(0)
    desk.press_button("Sign out").sees("You are signed out")
    go(enter("safeguarding"), "Release")
    desk.sees(f"Release {number}, as it would be let out").sees("Every figure counted again").settle()
    if says:
        desk.sees(re.compile(says))
    faults += desk.faults()
    desk.picture(f"release-{number}")
    desk.press_button("Let it out")
    expect(desk.page.get_by_text("It is out.").first).to_be_visible(timeout=A_MINUTE_OR_SO)


def go(desk: Desk, title: str) -> Desk:
    """By the menu across the top, once it is drawn."""
    expect(desk.page.get_by_role("link", name=title, exact=True).first).to_be_visible(timeout=60_000)
    return desk.go(title)


def clicks(desk: Desk) -> float:
    """A usual one of a few clicks, from the key to the new page, browser and all.

    Not the slowest: that one tells what else the machine had to do. `tests.benchmarks.viewer` measures them all.
    """
    took = []
    for title in (*PAGES[1:], PAGES[0]):
        began = time.perf_counter()
        go(desk, title)
        took.append(time.perf_counter() - began)
    return median(took)


def people_in(house: House, *, released: bool = False) -> int:
    """How many answered, now or in the release."""
    with house.database.reading() as session:
        analyst = actor_of(account_rows.active_with_role(session, Role.ANALYST)[0])
    if not released:
        return len(wave.gather(house, analyst).data.respondents)
    latest = released_now.latest(house, analyst)
    assert latest is not None
    row = latest.findings.tables[0].row("all")
    assert row is not None
    return row.base or 0
