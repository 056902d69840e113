"""Answers that came after their session had ended: counted, told to those who see all sessions, in fives."""

from __future__ import annotations

import uuid

import pytest

from survey import responses, sessions, wave
from survey.house import House
from survey.responses import Submission
from survey.store.tables import Sitting
from tests.conftest import OpenSession, People


@pytest.fixture
def sitting(open_session: OpenSession) -> Sitting:
    return open_session()


def send(house: House, sitting: Sitting, *, late: bool = False) -> str:
    one = Submission(str(uuid.uuid4()), sitting.questionnaire_version, "en", {"age_band": "14-15"})
    responses.accept(house, sitting.code or "", one, may_be_late=late)
    return one.submission_id


def test_late_answers_are_counted_in_fives_for_those_who_see_all_sessions(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    for _ in range(3):
        send(any_house, sitting)
    sessions.close(any_house, people.leader, sitting.id)
    for _ in range(4):
        send(any_house, sitting, late=True)
    assert sessions.counts(any_house, people.analyst, sitting.id).late is None
    for _ in range(2):
        send(any_house, sitting, late=True)
    assert sessions.counts(any_house, people.analyst, sitting.id).late == 5
    assert sessions.counts(any_house, people.leader, sitting.id).late is None
    assert sessions.counts(any_house, people.leader, sitting.id).about == 5


def test_the_analysis_knows_who_came_late_and_who_did_not(
    house: House, people: People, sitting: Sitting
) -> None:
    send(house, sitting)
    send(house, sitting)
    sessions.close(house, people.leader, sitting.id)
    send(house, sitting, late=True)
    found = [one.late for one in wave.gather(house, people.analyst).data.respondents]
    assert sorted(found) == [False, False, True]
