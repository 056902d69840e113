"""An answer is stored once, whole, screened, before "sent" is said; or not at all. It can be taken back."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from survey import audit, reading, responses, sessions, submissions
from survey.house import House
from survey.permissions import NotAllowed
from survey.responses import Accepted, Refused, Submission, TooManyAttempts
from survey.store import answers
from survey.store.tables import (
    FreeText,
    HarmLevel,
    Receipt,
    Response,
    Sitting,
    TextState,
    WithdrawnSubmission,
)
from tests.conftest import Clock, OpenSession, People, started_session

ROOM = """
name: room
title: A small room
languages: [en]
questions:
  - type: select_one
    name: age_band
    label: How old are you
    choices:
      - {name: younger, label: Under 10}
      - {name: 12-13, label: 12 or 13}
      - {name: 16-17, label: 16 or 17}
      - {name: rather_not_say, label: Rather not say}
  - type: select_multiple
    name: worries
    label: What worries you
    max: 2
    choices:
      - {name: fights, label: Fights, help_topics: [talk]}
      - {name: knives, label: Knives, help_topics: [weapons]}
      - {name: roads, label: Roads}
  - type: rating_grid
    name: places
    label: How safe is it
    rows: [{name: park, label: The park}, {name: school, label: School}]
    choices: [{name: safe, label: Safe}, {name: unsafe, label: Not safe}]
  - type: text
    name: why
    label: Why is that
    max_length: 300
  - type: text
    name: more
    label: Anything more
    relevant: {equals: [age_band, 16-17]}
screen_out:
  - when: {equals: [age_band, younger]}
    message: This is for people who are 10 or older.
"""

QUIET = {"age_band": "12-13", "worries": ["knives"], "places": {"park": "unsafe"}, "why": "no lights there"}
NUMBER = "call me on 07700 900123 about the lights"
HARM = "my stepdad hits me when he is drunk and I want to kill myself"


@pytest.fixture
def room(questionnaires: Path) -> Path:
    path = questionnaires / "room.yaml"
    path.write_text(ROOM)
    return path


@pytest.fixture
def sitting(room: Path, open_session: OpenSession) -> Sitting:
    return open_session(questionnaire="room")


def submission(sitting: Sitting, answers: Any = None, **changes: Any) -> Submission:
    made = Submission(
        submission_id=str(uuid.uuid4()),
        version=sitting.questionnaire_version,
        language="en",
        answers=QUIET if answers is None else answers,
    )
    return replace(made, **changes)


def send(house: House, sitting: Sitting, answers: Any = None, **changes: Any) -> Accepted:
    return responses.accept(house, sitting.code or "", submission(sitting, answers, **changes))


def refusal(house: House, sitting: Sitting, one: Submission, code: str | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        responses.accept(house, code or sitting.code or "", one)
    return refused.value


def stored(house: House) -> list[Response]:
    with house.database.reading() as session:
        return list(session.exec(select(Response)))


def texts(house: House) -> list[FreeText]:
    with house.database.reading() as session:
        return list(session.exec(select(FreeText)))


def accepted_number(house: House, sitting: Sitting) -> int:
    with house.database.reading() as session:
        return session.get_one(Sitting, sitting.id).accepted


# --- what is stored ---


def test_an_answer_is_stored_with_a_value_or_a_missing_code_for_every_question(
    any_house: House, people: People, sitting: Sitting
) -> None:
    assert send(any_house, sitting, rotation_seed=7).first
    (response,) = stored(any_house)
    assert response.answers == {
        "age_band": "12-13",
        "worries": ["knives"],
        "places": {"park": "unsafe", "school": "skipped"},
        "why": "given",
        "more": "not_asked",
    }
    assert (response.language, response.mode, response.rotation_seed) == ("en", "phone", 7)
    assert response.received_on == any_house.today()
    assert accepted_number(any_house, sitting) == 1


def test_words_with_nothing_in_them_to_hide_are_cleared_and_not_kept_otherwise(
    house: House, people: People, sitting: Sitting
) -> None:
    send(house, sitting)
    (text,) = texts(house)
    assert (text.state, text.cleared_text, text.sealed, text.sampled) == (
        TextState.CLEARED,
        "no lights there",
        None,
        False,
    )


def test_personal_details_are_gone_before_anything_is_stored(house: House, sitting: Sitting) -> None:
    send(house, sitting, QUIET | {"why": NUMBER})
    (text,) = texts(house)
    assert text.cleared_text == "call me on [phone] about the lights"
    assert text.sealed is None
    assert "07700" not in everything_on_disk(house)


def test_worrying_words_are_held_sealed_and_in_no_column_as_written(house: House, sitting: Sitting) -> None:
    send(house, sitting, QUIET | {"why": HARM})
    (text,) = texts(house)
    assert text.state is TextState.HELD
    assert text.level in (HarmLevel.CONCERN, HarmLevel.URGENT)
    assert text.cleared_text is None
    assert text.sealed is not None
    assert house.vault.open(text.sealed, about=text.id) == HARM
    assert "stepdad" not in everything_on_disk(house)


def test_one_text_in_twenty_is_drawn_for_a_second_look_with_its_words_sealed(
    house: House, people: People, sitting: Sitting
) -> None:
    lots = iter([0.0499, 0.05, 0.9])
    drawing = replace(house, chance=lambda: next(lots))
    for _ in range(3):
        send(drawing, sitting)
    drawn = [text for text in texts(house) if text.sampled]
    assert len(drawn) == 1
    assert drawn[0].state is TextState.CLEARED
    assert drawn[0].sealed is not None
    assert house.vault.open(drawn[0].sealed, about=drawn[0].id) == "no lights there"
    assert {text.sealed for text in texts(house) if not text.sampled} == {None}


def test_held_words_are_never_drawn_for_a_second_look(house: House, sitting: Sitting) -> None:
    send(replace(house, chance=lambda: 0.0), sitting, QUIET | {"why": HARM})
    assert [text.sampled for text in texts(house)] == [False]


def test_words_off_the_path_are_dropped(house: House, sitting: Sitting) -> None:
    send(house, sitting, QUIET | {"more": "words nobody asked a 12 year old for"})
    assert [text.question for text in texts(house)] == ["why"]


def test_a_word_that_looks_like_a_missing_code_is_still_a_word(
    house: House, people: People, sitting: Sitting
) -> None:
    send(house, sitting, QUIET | {"why": "skipped"})
    assert [text.cleared_text for text in texts(house)] == ["skipped"]


def test_nothing_at_all_can_be_sent(house: House, sitting: Sitting) -> None:
    assert send(house, sitting, {}).first
    assert texts(house) == []
    assert set(stored(house)[0].answers.values()) == {"skipped", "not_asked"}


def test_somebody_the_survey_is_not_for_is_thanked_and_not_stored(house: House, sitting: Sitting) -> None:
    told = send(house, sitting, {"age_band": "younger", "why": "I am nine"})
    assert not told.stored
    assert told.message == "This is for people who are 10 or older."
    assert (stored(house), texts(house), accepted_number(house, sitting)) == ([], [], 0)


def test_help_comes_from_the_answers_and_is_the_same_when_sent_again(house: House, sitting: Sitting) -> None:
    one = submission(sitting, {"worries": ["fights", "knives"]})
    first = responses.accept(house, sitting.code or "", one)
    assert first.help_topics[-2:] == ("talk", "weapons")
    assert responses.accept(house, sitting.code or "", one).help_topics == first.help_topics


def test_what_was_written_brings_its_help_before_what_was_ticked(
    house: House, people: People, sitting: Sitting
) -> None:
    told = send(house, sitting, {"worries": ["knives"], "why": "my stepdad hits me at home every night"})
    assert told.help_topics[0] == "home"
    assert "weapons" in told.help_topics


def test_no_moment_and_no_address_of_anybody_is_on_the_disk(
    house: House, sitting: Sitting, clock: Clock
) -> None:
    clock.turn(minutes=17, seconds=23)
    one = submission(sitting)
    responses.accept(house, sitting.code or "", one)
    content = everything_on_disk(house)
    assert one.submission_id not in content
    assert "16:17:23" not in content


def everything_on_disk(house: House) -> str:
    """Every byte of the database and of its log, as far as they are letters."""
    files = house.settings.data_dir.glob("survey.sqlite3*")
    return "".join(file.read_bytes().decode("latin-1") for file in files)


# --- once ---


def test_sending_again_changes_nothing(any_house: House, people: People, sitting: Sitting) -> None:
    one = submission(sitting)
    sent = [responses.accept(any_house, sitting.code or "", one).first for _ in range(3)]
    assert sent == [True, False, False]
    assert (len(stored(any_house)), len(texts(any_house)), accepted_number(any_house, sitting)) == (1, 1, 1)


@pytest.mark.parametrize("ending", ["closed", "paused", "expired", "full", "voided"])
def test_sending_again_is_fine_when_the_session_has_ended_meanwhile(
    house: House, people: People, room: Path, open_session: OpenSession, clock: Clock, ending: str
) -> None:
    sitting = open_session(questionnaire="room", cap=1)
    one = submission(sitting)
    responses.accept(house, sitting.code or "", one)
    if ending == "closed":
        sessions.close(house, people.leader, sitting.id)
    elif ending == "paused":
        sessions.pause(house, people.leader, sitting.id)
    elif ending == "expired":
        clock.turn(hours=5)
    elif ending == "voided":
        sessions.void(house, people.administrator, sitting.id, "wrong room")
    assert not responses.accept(house, sitting.code or "", one).first
    assert len(stored(house)) == 1


def test_another_body_under_the_same_id_is_refused_and_changes_nothing(
    any_house: House, people: People, sitting: Sitting
) -> None:
    one = submission(sitting)
    responses.accept(any_house, sitting.code or "", one)
    before = stored(any_house)
    for other in (
        replace(one, answers=QUIET | {"why": "something else"}),
        replace(one, answers={}),
        replace(one, rotation_seed=1),
        replace(one, mode="tablet"),
    ):
        assert refusal(any_house, sitting, other).kind == "conflict"
    assert stored(any_house) == before


def test_the_same_id_in_another_session_is_refused(
    any_house: House, people: People, room: Path, open_session: OpenSession
) -> None:
    here, there = open_session(questionnaire="room"), open_session(questionnaire="room")
    one = submission(here)
    responses.accept(any_house, here.code or "", one)
    assert refusal(any_house, there, one).kind == "conflict"
    assert accepted_number(any_house, there) == 0


def test_an_id_in_capitals_is_the_same_id(house: House, sitting: Sitting) -> None:
    one = submission(sitting)
    responses.accept(house, sitting.code or "", one)
    again = replace(one, submission_id=one.submission_id.upper())
    assert not responses.accept(house, sitting.code or "", again).first


def test_the_order_of_the_answers_in_the_body_does_not_matter(house: House, sitting: Sitting) -> None:
    one = submission(sitting)
    responses.accept(house, sitting.code or "", one)
    turned = replace(one, answers=dict(reversed(list(QUIET.items()))))
    assert not responses.accept(house, sitting.code or "", turned).first


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age_band": st.sampled_from(["12-13", "16-17", "rather_not_say", ""]),
        "worries": st.lists(st.sampled_from(["fights", "knives", "roads"]), max_size=2, unique=True),
        "places": st.fixed_dictionaries({}, optional={"park": st.sampled_from(["safe", "unsafe", ""])}),
        "why": st.text(max_size=60),
        "more": st.text(max_size=60),
    },
)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(bodies=st.lists(ANSWERS, min_size=1, max_size=3), order=st.lists(st.integers(0, 2), max_size=6))
def test_however_often_and_in_whatever_order_bodies_are_sent_each_id_holds_the_first_one(
    house: House, people: People, room: Path, bodies: list[dict[str, Any]], order: list[int]
) -> None:
    sitting = started_session(house, people, questionnaire="room", cap=1_000)
    ids = [str(uuid.uuid4()) for _ in bodies]
    first_body: dict[str, dict[str, Any]] = {}
    for turn in [*range(len(bodies)), *order]:
        body = bodies[turn % len(bodies)]
        submission_id = ids[(turn * 2) % len(ids)]
        one = submission(sitting, body, submission_id=submission_id)
        if first_body.setdefault(submission_id, body) == body:
            responses.accept(house, sitting.code or "", one)
        else:
            assert refusal(house, sitting, one).kind == "conflict"
    assert accepted_number(house, sitting) == len(first_body)
    with house.database.reading() as session:
        kept = session.exec(select(Response).where(Response.sitting_id == sitting.id)).all()
    assert len(kept) == len(first_body)


# --- not taken ---


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"nothing": "x"}, "answers"),
        ({"age_band": "100"}, "age_band"),
        ({"age_band": ["12-13"]}, "age_band"),
        ({"worries": "fights"}, "worries"),
        ({"worries": ["fights", "knives", "roads"]}, "worries"),
        ({"worries": [["fights"]]}, "worries"),
        ({"places": {"moon": "safe"}}, "places"),
        ({"places": {"park": "wonderful"}}, "places.park"),
        ({"places": {"park": ["safe"]}}, "places.park"),
        ({"places": ["park"]}, "places"),
        ({"why": 7}, "why"),
        ({"why": {"a": "b"}}, "why"),
        ({"why": "x" * 301}, "why"),
        ([], "answers"),
        ("words", "answers"),
        (None, "answers"),
    ],
    ids=str,
)
def test_answers_that_do_not_fit_are_refused_by_field_and_reason_without_repeating_them(
    house: House, sitting: Sitting, answers: Any, field: str
) -> None:
    refused = refusal(house, sitting, replace(submission(sitting), answers=answers))
    assert refused.kind == "invalid"
    assert field in {problem.field for problem in refused.problems}
    for value in ("wonderful", "moon", "xxx", "100"):
        assert value not in f"{refused} {refused.problems}"
    assert stored(house) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"version": "0" * 64}, "wrong_version"),
        ({"version": ""}, "wrong_version"),
        ({"language": "xx"}, "invalid"),
        ({"mode": "telepathy"}, "invalid"),
        ({"rotation_seed": -1}, "invalid"),
        ({"rotation_seed": 2**31}, "invalid"),
        ({"rotation_seed": "7"}, "invalid"),
        ({"rotation_seed": True}, "invalid"),
        ({"submission_id": "1"}, "invalid"),
        ({"submission_id": ""}, "invalid"),
        ({"submission_id": None}, "invalid"),
        ({"answers": {"why": "x" * 70_000}}, "too_large"),
    ],
    ids=str,
)
def test_what_is_around_the_answers_has_to_fit_too(
    house: House, sitting: Sitting, changes: dict[str, Any], kind: str
) -> None:
    assert refusal(house, sitting, submission(sitting, **changes)).kind == kind
    assert stored(house) == []


def test_every_refusal_has_plain_words_of_its_own() -> None:
    for kind, words in submissions.MESSAGES.items():
        assert str(Refused(kind)) == f"{kind}: {words}"
        assert all(len(sentence.split()) <= 15 for sentence in words.split(". "))
    assert len(set(submissions.MESSAGES.values())) == len(submissions.MESSAGES)


@pytest.mark.parametrize("state", ["draft", "paused", "closed", "expired", "full", "unknown"])
def test_only_an_open_session_takes_answers(
    house: House, people: People, room: Path, open_session: OpenSession, clock: Clock, state: str
) -> None:
    sitting = open_session(questionnaire="room", cap=1)
    code = sitting.code or ""
    if state == "draft":
        code = sessions.create(house, people.leader, questionnaire="room", area="fenland").code or ""
    elif state == "paused":
        sessions.pause(house, people.leader, sitting.id)
    elif state == "closed":
        sessions.close(house, people.leader, sitting.id)
    elif state == "expired":
        clock.turn(hours=4)
    elif state == "full":
        send(house, sitting)
    elif state == "unknown":
        code = "22334D"
    before = len(stored(house))
    assert refusal(house, sitting, submission(sitting), code).kind == state
    assert len(stored(house)) == before


@pytest.mark.parametrize("ending", ["closed", "paused", "expired"])
def test_a_session_that_ends_while_an_answer_is_being_read_takes_it_no_more(
    any_house: House, people: People, sitting: Sitting, clock: Clock, ending: str
) -> None:
    endings: dict[str, Callable[[], object]] = {
        "closed": lambda: sessions.close(any_house, people.leader, sitting.id),
        "paused": lambda: sessions.pause(any_house, people.leader, sitting.id),
        "expired": lambda: clock.turn(hours=5),
    }

    def end_it_now() -> float:
        endings[ending]()
        return 0.5

    # The lot is drawn after the door was passed and before anything is stored.
    refused = refusal(replace(any_house, chance=end_it_now), sitting, submission(sitting))
    assert refused.kind == ending
    assert (stored(any_house), accepted_number(any_house, sitting)) == ([], 0)


def test_a_failure_half_way_leaves_neither_a_place_taken_nor_an_answer(
    any_house: House, people: People, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = answers.store

    def store_and_fail(session: Session, response: Response, its_texts: Iterable[FreeText]) -> None:
        really(session, response, its_texts)
        raise OSError("the disk is full")

    one = submission(sitting)
    with monkeypatch.context() as broken:
        broken.setattr(answers, "store", store_and_fail)
        with pytest.raises(OSError, match="disk is full"):
            responses.accept(any_house, sitting.code or "", one)
    assert (stored(any_house), texts(any_house), accepted_number(any_house, sitting)) == ([], [], 0)
    assert responses.accept(any_house, sitting.code or "", one).first


# --- many at once ---


def outcome(house: House, sitting: Sitting, one: Submission) -> str:
    try:
        return "first" if responses.accept(house, sitting.code or "", one).first else "repeat"
    except Refused as refused:
        return refused.kind


def test_two_hundred_at_once_each_sent_twice_are_stored_once(
    any_house: House, people: People, room: Path, open_session: OpenSession
) -> None:
    sitting = open_session(questionnaire="room", cap=500)
    all_of_them = [submission(sitting, QUIET | {"why": f"number {number}"}) for number in range(200)]
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda one: outcome(any_house, sitting, one), all_of_them * 2))
    assert (told.count("first"), told.count("repeat")) == (200, 200)
    assert (len(stored(any_house)), len(texts(any_house))) == (200, 200)
    assert accepted_number(any_house, sitting) == 200


def test_the_cap_is_never_passed_however_many_arrive_at_once(
    any_house: House, people: People, room: Path, open_session: OpenSession
) -> None:
    sitting = open_session(questionnaire="room", cap=7)
    rush = [submission(sitting) for _ in range(40)]
    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(lambda one: outcome(any_house, sitting, one), rush))
    assert (told.count("first"), told.count("full")) == (7, 33)
    assert (len(stored(any_house)), accepted_number(any_house, sitting)) == (7, 7)


def test_of_different_bodies_under_one_id_at_once_one_is_stored_and_the_others_refused(
    any_house: House, people: People, sitting: Sitting
) -> None:
    one = submission(sitting)
    rush = [replace(one, answers=QUIET | {"why": f"number {number}"}) for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda body: outcome(any_house, sitting, body), rush))
    assert (told.count("first"), told.count("conflict")) == (1, 11)
    assert (len(stored(any_house)), accepted_number(any_house, sitting)) == (1, 1)


def test_the_same_id_into_two_sessions_at_once_is_stored_in_one(
    any_house: House, people: People, room: Path, open_session: OpenSession
) -> None:
    here, there = open_session(questionnaire="room"), open_session(questionnaire="room")
    for _ in range(5):
        one = submission(here)
        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(lambda where, one=one: outcome(any_house, where, one), [here, there]))
        assert sorted(told) == ["conflict", "first"]


# --- taking it back ---


def test_a_receipt_deletes_everything_somebody_sent_and_nothing_else(
    any_house: House, people: People, sitting: Sitting
) -> None:
    mine, other = submission(sitting, QUIET | {"why": HARM}), submission(sitting)
    for one in (mine, other):
        responses.accept(any_house, sitting.code or "", one)
    receipt = responses.give_receipt(any_house, sitting.code or "", mine.submission_id)
    assert responses.withdraw(any_house, receipt)
    assert len(stored(any_house)) == 1
    assert [text.cleared_text for text in texts(any_house)] == ["no lights there"]
    with any_house.database.reading() as session:
        assert session.exec(select(Receipt)).all() == []
        assert len(session.exec(select(WithdrawnSubmission)).all()) == 1
    assert not responses.withdraw(any_house, receipt)


def test_what_was_withdrawn_does_not_come_back_when_the_phone_sends_it_again(
    any_house: House, people: People, sitting: Sitting
) -> None:
    one = submission(sitting)
    responses.accept(any_house, sitting.code or "", one)
    responses.withdraw(any_house, responses.give_receipt(any_house, sitting.code or "", one.submission_id))
    assert not responses.accept(any_house, sitting.code or "", one).first
    assert stored(any_house) == []


def test_the_count_a_leader_sees_does_not_drop_when_somebody_withdraws(
    house: House, people: People, sitting: Sitting
) -> None:
    sent = [submission(sitting) for _ in range(5)]
    for one in sent:
        responses.accept(house, sitting.code or "", one)
    responses.withdraw(house, responses.give_receipt(house, sitting.code or "", sent[0].submission_id))
    assert sessions.counts(house, people.leader, sitting.id).about == 5


def test_a_receipt_is_shown_once_and_kept_only_as_a_keyed_hash(
    any_house: House, people: People, sitting: Sitting
) -> None:
    one = submission(sitting)
    responses.accept(any_house, sitting.code or "", one)
    receipt = responses.give_receipt(any_house, sitting.code or "", one.submission_id)
    with pytest.raises(Refused) as refused:
        responses.give_receipt(any_house, sitting.code or "", one.submission_id)
    assert refused.value.kind == "receipt_given"
    with any_house.database.reading() as session:
        (kept,) = session.exec(select(Receipt)).all()
    assert receipt.replace("-", "") not in json.dumps(kept.model_dump())


def test_a_receipt_can_be_had_after_the_session_has_closed(
    house: House, people: People, sitting: Sitting
) -> None:
    one = submission(sitting)
    responses.accept(house, sitting.code or "", one)
    sessions.close(house, people.leader, sitting.id)
    assert responses.withdraw(house, responses.give_receipt(house, sitting.code or "", one.submission_id))


@pytest.mark.parametrize("submission_id", ["6f1f3c0e-6b1c-4d0e-9a52-3b1f6a0c9d11", "not an id", ""])
def test_there_is_no_receipt_for_what_was_never_sent(
    house: House, sitting: Sitting, submission_id: str
) -> None:
    with pytest.raises(Refused):
        responses.give_receipt(house, sitting.code or "", submission_id)


def test_there_is_no_receipt_from_another_session(
    house: House, room: Path, open_session: OpenSession
) -> None:
    here, there = open_session(questionnaire="room"), open_session(questionnaire="room")
    one = submission(here)
    responses.accept(house, here.code or "", one)
    with pytest.raises(Refused, match="do not have"):
        responses.give_receipt(house, there.code or "", one.submission_id)


def test_a_receipt_works_however_it_is_typed(house: House, sitting: Sitting) -> None:
    one = submission(sitting)
    responses.accept(house, sitting.code or "", one)
    receipt = responses.give_receipt(house, sitting.code or "", one.submission_id)
    assert responses.withdraw(house, receipt.lower().replace("-", " ").replace("0", "o"))


def test_one_guesser_is_stopped_after_ten_and_others_are_not(
    any_house: House, people: People, sitting: Sitting, clock: Clock
) -> None:
    one = submission(sitting)
    responses.accept(any_house, sitting.code or "", one)
    receipt = responses.give_receipt(any_house, sitting.code or "", one.submission_id)
    for number in range(10):
        assert not responses.withdraw(any_house, f"00000-00000-0000{number % 10}", guesser="a stranger")
    with pytest.raises(TooManyAttempts, match="15 minutes"):
        responses.withdraw(any_house, receipt, guesser="a stranger")
    assert len(stored(any_house)) == 1
    clock.turn(minutes=16)
    assert responses.withdraw(any_house, receipt, guesser="a stranger")


def test_who_guesses_is_never_stored(house: House, sitting: Sitting) -> None:
    responses.withdraw(house, "00000-00000-00000", guesser="203.0.113.77")
    assert "203.0.113.77" not in everything_on_disk(house)


def test_the_log_says_that_something_was_withdrawn_but_neither_what_nor_where(
    house: House, people: People, sitting: Sitting
) -> None:
    one = submission(sitting)
    responses.accept(house, sitting.code or "", one)
    (response,) = stored(house)
    responses.withdraw(house, responses.give_receipt(house, sitting.code or "", one.submission_id))
    (entry,) = audit.entries(house, people.administrator, action="answers withdrawn")
    assert not {response.id, sitting.id, sitting.code} & {entry.subject, *map(str, entry.detail.values())}
    assert audit.verify(house) == []


def test_withdrawn_words_are_not_left_in_the_file(house: House, sitting: Sitting) -> None:
    one = submission(sitting, QUIET | {"why": "a very particular sentence"})
    responses.accept(house, sitting.code or "", one)
    assert "a very particular sentence" in everything_on_disk(house)
    responses.withdraw(house, responses.give_receipt(house, sitting.code or "", one.submission_id))
    path = house.database.url.database or ""
    house.database.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert "a very particular sentence" not in everything_on_disk(house)


# --- reading a wave ---


def test_an_analyst_reads_cleared_words_with_where_and_what_age_and_nothing_held(
    any_house: House, people: People, sitting: Sitting
) -> None:
    send(any_house, sitting)
    send(any_house, sitting, QUIET | {"why": HARM})
    (answer,) = reading.cleared_answers(any_house, people.analyst, sitting.wave)
    assert (answer.text, answer.question, answer.area, answer.age_band, answer.wave) == (
        "no lights there",
        "why",
        "peterborough",
        "12-13",
        sitting.wave,
    )
    assert answer.session_id == sitting.id
    counts = reading.held_counts(any_house, people.analyst, sitting.wave)
    assert (counts.waiting, counts.withheld) == (1, 0)


def test_closed_answers_come_with_their_questionnaire_so_that_kinds_are_never_mixed(
    any_house: House, people: People, sitting: Sitting
) -> None:
    send(any_house, sitting, mode="paper")
    (one,) = reading.closed_answers(any_house, people.analyst, sitting.wave)
    assert (one.questionnaire, one.version, one.mode) == ("room", sitting.questionnaire_version, "paper")
    assert one.answers["why"] == "given"


def test_rows_come_in_the_order_of_their_random_ids(
    any_house: House, people: People, sitting: Sitting
) -> None:
    for number in range(12):
        send(any_house, sitting, QUIET | {"why": f"number {number}"})
    read = reading.cleared_answers(any_house, people.analyst)
    ids = [one.id for one in read]
    assert ids == sorted(ids)
    closed = [one.response_id for one in reading.closed_answers(any_house, people.analyst)]
    assert closed == sorted(closed)


def test_a_voided_session_is_out_of_everything(any_house: House, people: People, sitting: Sitting) -> None:
    send(any_house, sitting)
    send(any_house, sitting, QUIET | {"why": HARM})
    sessions.void(any_house, people.administrator, sitting.id, "made up by the staff")
    assert reading.cleared_answers(any_house, people.analyst) == []
    assert reading.closed_answers(any_house, people.analyst) == []
    assert reading.held_counts(any_house, people.analyst).waiting == 0


def test_another_wave_is_not_read_along(house: House, people: People, sitting: Sitting) -> None:
    send(house, sitting)
    assert reading.cleared_answers(house, people.analyst, "2020-spring") == []
    assert reading.closed_answers(house, people.analyst, "2020-spring") == []
    assert reading.held_counts(house, people.analyst, "2020-spring").waiting == 0


@pytest.mark.parametrize("who", ["leader", "lead", "viewer", "administrator"])
def test_only_analysts_read_answers(house: House, people: People, who: str) -> None:
    for read in (reading.cleared_answers, reading.closed_answers):
        with pytest.raises(NotAllowed):
            read(house, getattr(people, who))


@pytest.mark.parametrize("who", ["leader", "viewer"])
def test_how_many_are_held_is_not_for_everybody(house: House, people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        reading.held_counts(house, getattr(people, who))
