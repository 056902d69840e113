"""Every team page in a real browser: nothing for axe to find, nothing from elsewhere, wide, narrow and dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

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


def test_what_a_group_said_is_shown_with_its_questions_larger_than_the_small_print(
    chromium: Browser, application: Application
) -> None:
    desk = open_desk(chromium, application, Role.SESSION_LEADER, viewport={"width": 1920, "height": 1080})
    desk.open("/team/sessions")
    desk.page.get_by_role("link", name=re.compile("^Show what ")).first.click()
    few = desk.page.locator(".heard article p").first
    expect(few).to_contain_text("A few or none: ")
    sizes = [
        one.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        for one in (few, desk.page.locator(".heard article li").first, desk.page.locator(".heard h2").first)
    ]
    desk.settle().picture("projector-heard")
    faults = desk.faults()
    desk.put_away()
    assert sizes[0] <= sizes[1] < sizes[2]
    assert not faults, "\n".join(faults)


def test_the_sign_in_pages_have_nothing_for_axe_to_find(chromium: Browser, application: Application) -> None:
    desk = Desk.on(chromium, application.address, viewport=PHONE_SCREEN, color_scheme="dark")
    faults: list[str] = []
    for path in ("/sign-in", "/sign-out"):
        desk.open(path)
        faults += desk.faults()
    desk.put_away()
    assert not faults, "\n".join(faults)


def test_without_a_connection_the_page_says_so_in_our_words_and_comes_back_by_itself(
    chromium: Browser, application: Application
) -> None:
    desk = open_desk(chromium, application, Role.SESSION_LEADER, viewport=WIDE)
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    desk.page.route_web_socket("**/_stcore/stream", pass_on)
    desk.open(f"/team/{PAGES[Role.SESSION_LEADER][0].address}")
    desk.page.route("**/_stcore/health", lambda route: route.abort())
    sockets[-1].close(code=1001)
    notice = desk.page.get_by_role("dialog")
    expect(notice).to_be_visible()
    said = notice.locator("h2, h2 + div > div").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).fontSize, getComputedStyle(one, '::after').content])"
    )
    assert [size for size, _ in said] == ["0px", "0px"]
    assert "No connection just now" in said[0][1]
    assert "tries again by itself" in said[1][1]
    desk.page.unroute("**/_stcore/health")
    expect(notice).to_have_count(0)
    desk.settle()
    desk.put_away()
