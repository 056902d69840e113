"""The list of sessions: how many of a session's answers came late, for those who see them all."""

from __future__ import annotations

import uuid

import pandas as pd

from survey import responses, sessions
from survey.house import House
from survey.permissions import Actor
from survey.responses import Submission
from survey.store.tables import Sitting
from survey.team.sessions_page import LATE, NEWEST
from tests.conftest import OpenSession, People
from tests.team.conftest import OpenPage


def test_late_answers_have_a_column_once_a_session_has_five(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    sitting = open_session()
    sessions.close(house, people.leader, sitting.id)
    send_late(house, sitting, 4)
    assert LATE not in listed(open_page, house, people.analyst)
    send_late(house, sitting, 2)
    table = listed(open_page, house, people.analyst)
    assert table[LATE].tolist() == ["5 or so"]
    assert LATE not in listed(open_page, house, people.leader)


def send_late(house: House, sitting: Sitting, number: int) -> None:
    for _ in range(number):
        one = Submission(str(uuid.uuid4()), sitting.questionnaire_version, "en", {"age_band": "14-15"})
        responses.accept(house, sitting.code or "", one, may_be_late=True)


def listed(open_page: OpenPage, house: House, actor: Actor) -> pd.DataFrame:
    page = open_page(house, actor, "sessions")
    assert not page.exception
    found: pd.DataFrame = page.table[0].value
    return found


def test_older_sessions_are_folded_away_so_that_what_can_be_done_stays_in_sight(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    for number in range(NEWEST + 2):
        sessions.close(house, people.leader, open_session(title=f"Number {number}").id)
    page = open_page(house, people.analyst, "sessions")
    newest, older = (table.value["Session"].tolist() for table in page.table)
    assert len(newest) == NEWEST
    assert page.expander[0].label == "2 older sessions"
    assert len({*newest, *older}) == NEWEST + 2
