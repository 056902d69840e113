"""No page of anybody but the safeguarding lead shows a word of a held text, or a detail of a cleared one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis import report
from survey.house import House
from survey.store.tables import Role
from survey.team.moving import Address
from survey.team.navigation import PAGES
from tests.marked_words import HELD_WORD, Planted, plant, seen_in
from tests.team.conftest import OpenPage, words

OTHERS = {
    Role.SESSION_LEADER: "leader",
    Role.ANALYST: "analyst",
    Role.VIEWER: "viewer",
    Role.ADMINISTRATOR: "administrator",
}
THEIR_PAGES = [(role, page.address) for role in OTHERS for page in PAGES[role]]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    with pytest.MonkeyPatch.context() as patch:  # every document is walked by `tests/test_marker_walk.py`
        patch.setattr(report, "files", lambda found, **_: {"report.html": report.to_html(found).encode()})
        return plant(tmp_path_factory.mktemp("planted") / "data")


@pytest.fixture
def planted_house(planted: Planted, tmp_path: Path) -> Iterator[House]:
    house = planted.copy(tmp_path / "planted")
    yield house
    house.database.dispose()


def everything_on(page: AppTest) -> list[str]:
    """What is drawn, what is kept for the next run, and what is asked to be downloaded."""
    drawn = [
        str(getattr(element, "proto", element)) for part in (page.main, page.sidebar) for element in part
    ]
    return [words(page), *drawn, repr(page.session_state), str(page.query_params)]


def test_the_lead_reads_the_held_word_in_the_queue(
    planted_house: House, planted: Planted, open_page: OpenPage
) -> None:
    page = open_page(planted_house, planted.people.lead, Address.QUEUE)
    assert seen_in(everything_on(page)) == {HELD_WORD}


@pytest.mark.parametrize(("role", "address"), THEIR_PAGES)
def test_no_page_of_anybody_else_shows_a_planted_word(
    role: Role, address: Address, planted_house: House, planted: Planted, open_page: OpenPage
) -> None:
    page = open_page(planted_house, getattr(planted.people, OTHERS[role]), address)
    assert not page.exception
    assert words(page)
    assert seen_in(everything_on(page)) == set()
