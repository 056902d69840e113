"""A talk with a group is one record, replaced knowingly, and never one more person."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlmodel import select

from survey import audit, group_talk, kiosk, paper, playback, reading, sessions, wave
from survey.house import House
from survey.paper import KeyingProblem
from survey.permissions import NotAllowed
from survey.responses import Refused, Submission, accept
from survey.sessions import SessionProblem
from survey.store.tables import AuditEntry, FreeText, Response, Sitting, TextState
from tests.conftest import OpenSession, People

RECORD = {
    "group_size": "5-9",
    "raised_worries": ["fights", "knives"],
    "unsafe_why": "They said the park is dark.",
}


def a_record(talk: Sitting, **answers: Any) -> Submission:
    return Submission(str(uuid.uuid4()), talk.questionnaire_version, "en", RECORD | answers)


def write(house: House, talk: Sitting, *, replacing: bool = False, **answers: Any) -> None:
    given = paper.open_with_pin(house, talk.code or "", kiosk.pin(house, talk))
    assert given
    group_talk.write(house, talk.code or "", given, a_record(talk, **answers), replacing=replacing)


def a_talk(house: House, people: People, open_session: OpenSession, **answers: Any) -> Sitting:
    talk = group_talk.prepare(house, people.leader, open_session().id)
    write(house, talk, **answers)
    return talk


def stored(house: House, talk: Sitting) -> list[Response]:
    with house.database.reading() as session:
        return list(session.exec(select(Response).where(Response.sitting_id == talk.id)))


def test_a_session_has_one_place_for_its_record_and_only_its_leader_makes_it(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    talk = group_talk.prepare(any_house, people.leader, sitting.id)
    assert group_talk.prepare(any_house, people.leader, sitting.id).id == talk.id
    assert (talk.area, talk.wave, talk.leader_id) == (sitting.area, sitting.wave, sitting.leader_id)
    assert talk.safeguarding_lead_id == sitting.safeguarding_lead_id
    for actor in (people.other_leader, people.analyst, people.viewer):
        with pytest.raises(NotAllowed):
            group_talk.prepare(any_house, actor, sitting.id)


def test_the_place_for_a_record_is_no_session_of_its_own_in_any_list(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    group_talk.prepare(house, people.leader, sitting.id)
    assert [one.id for one in sessions.for_leader(house, people.leader)] == [sitting.id]
    assert [one.id for one in sessions.all_sessions(house, people.administrator)] == [sitting.id]


def test_a_draft_has_no_talk_yet(house: House, people: People) -> None:
    draft = sessions.create(house, people.leader, questionnaire="easy_read", area="fenland")
    with pytest.raises(SessionProblem, match="Open the session first"):
        group_talk.prepare(house, people.leader, draft.id)


def test_a_phone_cannot_bring_a_record(house: House, people: People, open_session: OpenSession) -> None:
    talk = group_talk.prepare(house, people.leader, open_session().id)
    with pytest.raises(Refused, match="leaders_only"):
        accept(house, talk.code or "", a_record(talk))
    with pytest.raises(Refused, match="leaders_only"):
        accept(house, talk.code or "", a_record(talk), may_be_late=True)
    for wrong in ("", "0" * 24):
        with pytest.raises(KeyingProblem, match="wrong_pin"):
            group_talk.write(house, talk.code or "", wrong, a_record(talk), replacing=False)
    assert stored(house, talk) == []


def test_a_form_of_people_is_not_taken_for_a_record(house: House, open_session: OpenSession) -> None:
    sitting = open_session()
    given = paper.ticket(house, sitting)
    with pytest.raises(KeyingProblem, match="not_a_group_form"):
        group_talk.write(house, sitting.code or "", given, a_record(sitting), replacing=False)


def test_a_second_write_up_replaces_the_first_only_when_somebody_says_so(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    talk = a_talk(any_house, people, open_session)
    assert group_talk.is_written(any_house, talk)
    with pytest.raises(KeyingProblem, match="already_written"):
        write(any_house, talk, group_size="10-19")
    assert [one.answers["group_size"] for one in stored(any_house, talk)] == ["5-9"]
    for size in ("10-19", "20-29"):
        write(any_house, talk, replacing=True, group_size=size)
    (record,) = stored(any_house, talk)
    assert record.answers["group_size"] == "20-29"
    with any_house.database.reading() as session:
        told = [one.action for one in session.exec(select(AuditEntry).order_by(AuditEntry.number))]
        assert session.get_one(Sitting, talk.id).accepted == 1
        assert len(list(session.exec(select(FreeText)))) == 1, "the words of the first are gone"
    assert [one for one in told if one.startswith("group record")] == [
        "group record written",
        "group record replaced",
        "group record replaced",
    ]
    assert audit.verify(any_house) == []


def test_a_refused_replacement_leaves_the_first_and_no_word_in_the_log(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    talk = a_talk(any_house, people, open_session)
    with pytest.raises(Refused, match="invalid"):
        write(any_house, talk, replacing=True, group_size="a million")
    assert [one.answers["group_size"] for one in stored(any_house, talk)] == ["5-9"]


def test_what_a_leader_wrote_is_screened_like_everything_else(
    house: House, people: People, open_session: OpenSession
) -> None:
    a_talk(house, people, open_session, unsafe_why="One said his dad hits him every night")
    with house.database.reading() as session:
        (text,) = session.exec(select(FreeText))
    assert text.state == TextState.HELD and text.cleared_text is None and text.sealed


def test_a_record_is_counted_with_people_nowhere(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    talk = group_talk.prepare(house, people.leader, sitting.id)
    form = Submission(
        str(uuid.uuid4()),
        sitting.questionnaire_version,
        "en",
        {"age_band": "14-15", "unsafe_why": "The lights are out."},
    )
    accept(house, sitting.code or "", form)
    before = wave.gather(house, people.analyst)
    counts = sessions.counts(house, people.leader, sitting.id)
    held = reading.held_counts(house, people.analyst)

    write(house, talk)
    after = wave.gather(house, people.analyst)
    assert after.data.talks and after.data.talk_questions
    for part in ("respondents", "texts", "text_counts", "sittings", "questions", "first_day", "last_day"):
        assert getattr(after.data, part) == getattr(before.data, part), part
    assert (after.questionnaire, after.elsewhere, after.held) == (before.questionnaire, {}, before.held)
    assert sessions.counts(house, people.leader, sitting.id) == counts
    assert reading.held_counts(house, people.analyst) == held
    assert len(reading.closed_answers(house, people.analyst)) == 1
    assert len(reading.cleared_answers(house, people.analyst)) == 1
    sessions.close(house, people.leader, sitting.id)
    assert playback.of_session(house, talk.code or "").heard == ()


def test_a_wave_of_talks_alone_has_no_people_in_it(
    house: House, people: People, open_session: OpenSession
) -> None:
    for _ in range(3):
        a_talk(house, people, open_session)
    gathered = wave.gather(house, people.analyst)
    assert gathered.data.respondents == () and gathered.questionnaire is None
    assert len(gathered.data.talks) == 3


def test_a_voided_session_takes_its_talk_with_it(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    talk = group_talk.prepare(any_house, people.leader, sitting.id)
    write(any_house, talk)
    sessions.void(any_house, people.administrator, sitting.id, "a mistake")
    assert wave.gather(any_house, people.analyst).data.talks == ()
    with pytest.raises(Refused):
        group_talk.write(
            any_house, talk.code or "", paper.ticket(any_house, talk), a_record(talk), replacing=True
        )
