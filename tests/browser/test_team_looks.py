"""Every team page in a real browser: nothing for axe to find, nothing from elsewhere, wide, narrow and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from survey.store.tables import Role
from survey.team.navigation import PAGES
from tests.browser.phone import PHONE_SCREEN
from tests.browser.servers import Application
from tests.browser.team import Desk

WIDE = {"width": 1280, "height": 900}


def open_desk(chromium: Browser, application: Application, role: Role, **options: object) -> Desk:
    return Desk.on(chromium, application.address, **options).sign_in(*application.sign_ins[role.value])


@pytest.mark.parametrize("role", list(Role))
def test_axe_finds_nothing_on_any_page_of_a_role(
    role: Role, chromium: Browser, application: Application
) -> None:
    desk = open_desk(chromium, application, role, viewport=WIDE)
    faults: list[str] = []
    for page in PAGES[role]:
        if page.in_menu:
            desk.open(f"/team/{page.address}")
            expect(desk.page.locator("h1").first).to_be_visible()
            desk.picture(f"{role.value}-{page.address}-wide")
            faults += desk.faults()
    desk.put_away()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("role", "scheme", "screen"),
    [
        (Role.SESSION_LEADER, "dark", WIDE),
        (Role.ANALYST, "dark", WIDE),
        (Role.SAFEGUARDING_LEAD, "dark", PHONE_SCREEN),
        (Role.ADMINISTRATOR, "light", PHONE_SCREEN),
    ],
)
def test_the_first_page_of_a_role_holds_up_in_the_dark_and_on_a_phone(
    role: Role, scheme: str, screen: dict[str, int], chromium: Browser, application: Application
) -> None:
    desk = open_desk(chromium, application, role, viewport=screen, color_scheme=scheme)
    desk.open(f"/team/{PAGES[role][0].address}")
    expect(desk.page.locator("h1").first).to_be_visible()
    desk.picture(f"{role.value}-{scheme}-{screen['width']}")
    faults = desk.faults()
    wider = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    desk.put_away()
    assert not faults, "\n".join(faults)
    assert wider <= 0, "the page scrolls sideways"


def test_the_projector_shows_the_way_in_and_nothing_else(chromium: Browser, application: Application) -> None:
    desk = open_desk(chromium, application, Role.SESSION_LEADER, viewport=WIDE)
    desk.page.get_by_role("button", name="Show full screen").click()
    expect(desk.page.locator(".projector .code")).to_have_text(
        f"{application.join_code[:3]} {application.join_code[3:]}"
    )
    expect(desk.page.get_by_test_id("stHeader")).to_be_hidden()
    desk.settle().picture("projector")
    faults = desk.faults()
    desk.put_away()
    assert not faults, "\n".join(faults)


def test_the_sign_in_pages_have_nothing_for_axe_to_find(chromium: Browser, application: Application) -> None:
    desk = Desk.on(chromium, application.address, viewport=PHONE_SCREEN, color_scheme="dark")
    faults: list[str] = []
    for path in ("/sign-in", "/sign-out"):
        desk.open(path)
        faults += desk.faults()
    desk.put_away()
    assert not faults, "\n".join(faults)
