"""A page that refreshes by itself keeps a leader signed in while the room answers, and no longer."""

from __future__ import annotations

import pytest

from survey import sessions
from survey.house import House
from survey.store.tables import Role, SessionState
from survey.team import who
from tests.team.conftest import OpenPage, somebody


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
