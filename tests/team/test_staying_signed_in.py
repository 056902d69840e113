"""A page that refreshes by itself keeps a leader signed in while the room answers, and no longer."""

from __future__ import annotations

import pytest

from survey import sessions
from survey.house import House
from survey.store.tables import Role, SessionState
from survey.team import who
from survey.team.moving import Address
from tests.team.conftest import OpenPage, somebody, words


def test_the_count_keeps_a_leader_here_only_while_the_session_is_open(
    example_house: House, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = somebody(example_house, Role.SESSION_LEADER)
    page = open_page(example_house, leader)
    touched: list[bool] = []

    def is_here(_house: House, *, touch: bool = True) -> object:
        touched.append(touch)
        return leader

    monkeypatch.setattr(who, "is_here", is_here)
    page.run()
    assert len(touched) > 1  # the script itself, and the part that refreshes
    assert all(touched)
    touched.clear()
    for sitting in sessions.for_leader(example_house, leader):
        if sitting.state is SessionState.OPEN:
            sessions.pause(example_house, leader, sitting.id)
    page.run()
    assert touched[0]  # somebody asked for the page
    assert not any(touched[1:])
    assert touched[1:]


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_LEAD, Role.ANALYST])
def test_words_leave_a_screen_nobody_is_at(
    role: Role, example_house: House, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = somebody(example_house, role)
    address = Address.QUEUE if role is Role.SAFEGUARDING_LEAD else Address.THEMES
    page = open_page(example_house, reader, address)
    assert "You are signed out" not in words(page)
    gone = False

    def is_here(_house: House, *, touch: bool = True) -> object:
        nonlocal gone
        gone = gone or not touch  # the page asks by itself, half an hour after the last person did
        return None if gone else reader

    monkeypatch.setattr(who, "is_here", is_here)
    page.run()
    assert gone, "the page has to ask without being touched"
    assert "You are signed out" in words(page)
    assert "blockquote" not in words(page)
    assert len(words(page)) < 700  # the banner and the notice


def test_a_viewer_s_page_holds_nobody_s_words_and_asks_nothing(
    example_house: House, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = somebody(example_house, Role.VIEWER)
    page = open_page(example_house, viewer)
    asked: list[bool] = []

    def is_here(_house: House, *, touch: bool = True) -> object:
        asked.append(touch)
        return viewer

    monkeypatch.setattr(who, "is_here", is_here)
    page.run()
    assert asked == [True]
