"""A leader shows a group what it said, once its session is over, from ten answers up."""

from __future__ import annotations

import uuid

import pytest

from survey import playback, responses, sessions
from survey.house import House
from survey.responses import Submission
from survey.store.tables import Sitting
from tests.conftest import OpenSession, People
from tests.team.conftest import OpenPage, words


def closed_after(house: House, people: People, sitting: Sitting, number: int) -> Sitting:
    for _ in range(number):
        given = {"age_band": "14-15", "safe_day": "fairly_safe", "help_most": ["lights"]}
        sent = Submission(str(uuid.uuid4()), sitting.questionnaire_version, "en", given)
        responses.accept(house, sitting.code or "", sent)
    return sessions.close(house, people.leader, sitting.id)


def test_the_projector_shows_what_the_group_said_without_a_number(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    sitting = closed_after(house, people, open_session(), 12)
    shown = words(open_page(house, people.leader, "projector", session=sitting.id))
    said = shown[shown.index("What this group said") :]
    assert "<span>Fairly safe</span><b>Nearly all or all</b>" in said
    assert house.office.answer_due in said
    assert "12" not in said.replace(house.office.answer_due, "")
    assert "QR code" not in shown


def test_too_few_are_told_why_there_is_nothing_to_show(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    sitting = closed_after(house, people, open_session(), playback.FEWEST - 1)
    shown = words(open_page(house, people.leader, "projector", session=sitting.id))
    assert f"from {playback.FEWEST} answers up" in shown
    assert "<article>" not in shown


def test_an_open_session_still_invites(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    sitting = open_session()
    shown = words(open_page(house, people.leader, "projector", session=sitting.id))
    assert "QR code" in shown
    assert "What this group said" not in shown


@pytest.mark.parametrize("who", ["other_leader", "administrator"])
def test_another_leaders_session_is_not_shown(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage, who: str
) -> None:
    sitting = closed_after(house, people, open_session(), 12)
    shown = words(open_page(house, getattr(people, who), "projector", session=sitting.id))
    assert "There is no such session" in shown


def test_the_list_of_sessions_leads_to_it(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    closed_after(house, people, open_session(title="Tuesday club"), 12)
    page = open_page(house, people.leader, "sessions")
    assert any("Show what Tuesday club said" in str(one.proto) for one in page.main.get("page_link"))
