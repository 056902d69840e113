"""Forms from the envelope get in like all answers, are found again only until their batch is closed, and are checked."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from survey import kiosk, paper, printing, retention, sessions
from survey.house import House
from survey.paper import Difference, KeyingProblem
from survey.permissions import NotAllowed
from survey.responses import Refused, Submission, accept
from survey.store.tables import FreeText, PaperBatch, PaperForm, Response, Sitting
from tests.conftest import Clock, OpenSession, People

ANSWERS = {
    "age_band": "14-15",
    "safe_day": "very_safe",
    "places": ["park"],
    "place_safety": {"park": "very_safe"},
}


def a_form(sitting: Sitting, **answers: Any) -> Submission:
    return Submission(str(uuid.uuid4()), sitting.questionnaire_version, "en", ANSWERS | answers)


def ticket(house: House, sitting: Sitting) -> str:
    given = paper.open_with_pin(house, sitting.code or "", kiosk.pin(house, sitting))
    assert given
    return given


def keep(house: House, sitting: Sitting, number: int, **answers: Any) -> paper.Batch:
    _, batch = paper.keep(
        house, sitting.code or "", ticket(house, sitting), number, a_form(sitting, **answers)
    )
    return batch


def check(house: House, sitting: Sitting, number: int, decided: Any = None, **answers: Any) -> paper.Checked:
    form = a_form(sitting, **answers)
    return paper.check(house, sitting.code or "", ticket(house, sitting), number, form, decided)


def stored(house: House) -> list[Response]:
    with house.database.reading() as session:
        return list(session.exec(select(Response)))


# --- typing in ---


def test_a_form_is_stored_as_paper_through_the_same_screening(
    any_house: House, open_session: OpenSession
) -> None:
    sitting = open_session()
    batch = keep(any_house, sitting, 1, unsafe_why="my dad hits me at night")
    assert (batch.forms, batch.next_number) == (1, 2)
    assert [one.mode for one in stored(any_house)] == ["paper"]
    with any_house.database.reading() as session:
        (text,) = session.exec(select(FreeText))
    assert text.state == "held" and text.cleared_text is None


def test_only_who_typed_the_pin_may_type_in(house: House, open_session: OpenSession) -> None:
    sitting, other = open_session(), open_session()
    assert paper.open_with_pin(house, sitting.code or "", "000000") is None
    for wrong in ("", "x", ticket(house, other)):
        with pytest.raises(KeyingProblem, match="wrong_pin"):
            paper.keep(house, sitting.code or "", wrong, 1, a_form(sitting))
    assert stored(house) == []


def test_forms_are_typed_in_after_the_room_has_gone_home_and_not_for_ever(
    any_house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    sitting = open_session(cap=1)
    accept(any_house, sitting.code or "", a_form(sitting))  # full
    sessions.close(any_house, people.leader, sitting.id)
    clock.turn(days=13)
    assert keep(any_house, sitting, 1).forms == 1
    with any_house.database.reading() as session:
        kept = session.get_one(Sitting, sitting.id)
    assert (kept.accepted, kept.cap) == (2, 2), "a form was in the room: the cap makes room for it"
    clock.turn(days=2)
    with pytest.raises(Refused, match="closed"):
        keep(any_house, sitting, 2)
    assert len(stored(any_house)) == 2


def test_a_phone_gets_no_longer_than_before_because_forms_do(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    sessions.close(house, people.leader, sitting.id)
    with pytest.raises(Refused, match="closed"):
        accept(house, sitting.code or "", replace(a_form(sitting), mode="paper"))


def test_a_voided_session_takes_no_forms(house: House, people: People, open_session: OpenSession) -> None:
    sitting = open_session()
    given = ticket(house, sitting)
    sessions.void(house, people.administrator, sitting.id, "a mistake")
    with pytest.raises(Refused):
        paper.keep(house, sitting.code or "", given, 1, a_form(sitting))


def test_the_same_form_sent_twice_is_one_form(any_house: House, open_session: OpenSession) -> None:
    sitting = open_session()
    form, given = a_form(sitting), ticket(any_house, sitting)
    first, _ = paper.keep(any_house, sitting.code or "", given, 1, form)
    again, batch = paper.keep(any_house, sitting.code or "", given, 1, form)
    assert first.first and not again.first
    assert batch.forms == len(stored(any_house)) == 1


def test_two_people_typing_at_once_cannot_give_two_forms_one_number(
    any_house: House, open_session: OpenSession
) -> None:
    sitting = open_session()
    keep(any_house, sitting, 1)
    with pytest.raises(KeyingProblem, match="number_taken") as taken:
        keep(any_house, sitting, 1)
    assert taken.value.next_number == 2
    assert len(stored(any_house)) == 1, "nothing is stored under a number that means another sheet"
    assert keep(any_house, sitting, 2).forms == 2


def test_a_form_that_does_not_fit_the_questions_is_refused_and_costs_no_number(
    house: House, open_session: OpenSession
) -> None:
    sitting = open_session()
    with pytest.raises(Refused, match="invalid"):
        keep(house, sitting, 1, safe_day="purple")
    assert paper.batch(house, sitting.code or "", ticket(house, sitting)).next_number == 1


# --- typing in again ---


def test_at_least_three_forms_are_typed_twice_and_a_tenth_of_many(
    house: House, open_session: OpenSession
) -> None:
    sitting = open_session()
    expected = {1: 1, 2: 2, 3: 3, 4: 3, 30: 3, 31: 4}
    for number in range(1, 32):
        batch = keep(house, sitting, number)
        if number in expected:
            assert len(batch.to_check) == expected[number]
    assert batch.to_check == paper.batch(house, sitting.code or "", ticket(house, sitting)).to_check


def test_a_form_outside_the_sample_is_not_compared(house: House, open_session: OpenSession) -> None:
    sitting = open_session()
    for number in range(1, 5):
        batch = keep(house, sitting, number)
    (outside,) = {1, 2, 3, 4} - set(batch.to_check)
    for number in (outside, 99):
        with pytest.raises(KeyingProblem, match="not_in_sample"):
            check(house, sitting, number)


def test_differences_are_shown_and_nothing_is_written_down_until_each_is_decided(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    keep(any_house, sitting, 1, unsafe_why="it is dark")
    wrong = {"safe_day": "a_bit_unsafe", "place_safety": {"park": "very_unsafe"}}
    found = check(any_house, sitting, 1, **wrong)
    assert found.differences == (
        Difference("safe_day", ("very_safe",), ("a_bit_unsafe",)),
        Difference("place_safety.park", ("very_safe",), ("very_unsafe",)),
    )
    assert check(any_house, sitting, 1, {"safe_day": "first"}, **wrong).differences == found.differences
    assert found.batch.checked == 0
    decided = {"safe_day": "second", "place_safety.park": "first"}
    done = check(any_house, sitting, 1, decided, **wrong)
    assert (done.differences, done.batch.checked, done.batch.to_check) == ((), 1, ())
    (response,) = stored(any_house)
    assert response.answers["safe_day"] == "a_bit_unsafe"
    assert response.answers["place_safety"]["park"] == "very_safe"
    assert response.answers["unsafe_why"] == "given", "words stay as they were"
    (quality,) = paper.quality(any_house, people.analyst)
    assert (quality.differing, quality.corrected, quality.about_forms) == (2, 1, None)
    assert quality.share_wrong == pytest.approx(1 / quality.fields)
    with pytest.raises(KeyingProblem, match="typed_twice"):
        check(any_house, sitting, 1)


def test_putting_an_age_right_leaves_no_answer_behind_that_it_does_not_lead_to(
    house: House, open_session: OpenSession
) -> None:
    sitting = open_session()
    keep(house, sitting, 1)
    decided = {"age_band": "second", "places": "second", "place_safety.park": "second"}
    fields = {one.field for one in check(house, sitting, 1, age_band="10-11").differences}
    assert {"age_band", "places", "place_safety.park"} <= fields
    check(house, sitting, 1, dict.fromkeys(fields, "second") | decided, age_band="10-11")
    (response,) = stored(house)
    assert response.answers["age_band"] == "10-11"
    assert response.answers["places"] == response.answers["place_safety"] == "not_asked"


def test_a_form_of_somebody_too_old_that_was_mistyped_is_taken_out(
    any_house: House, open_session: OpenSession
) -> None:
    sitting = open_session()
    keep(any_house, sitting, 1)
    fields = {one.field for one in check(any_house, sitting, 1, age_band="older").differences}
    check(any_house, sitting, 1, dict.fromkeys(fields, "second"), age_band="older")
    assert stored(any_house) == []
    with any_house.database.reading() as session:
        assert session.get_one(Sitting, sitting.id).accepted == 0


# --- forgetting ---


def test_closing_a_batch_forgets_the_numbers_and_keeps_the_figures(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    for number in (1, 2):
        keep(any_house, sitting, number)
    check(any_house, sitting, 1)
    paper.close_batch(any_house, sitting.code or "", ticket(any_house, sitting))
    with any_house.database.reading() as session:
        assert list(session.exec(select(PaperForm))) == []
        (batch,) = session.exec(select(PaperBatch))
    assert (batch.forms, batch.typed_twice, batch.closed_on) == (2, 1, any_house.today())
    assert len(stored(any_house)) == 2
    assert keep(any_house, sitting, 3).to_check == (3,), "a form found later goes on from there"


def test_numbers_nobody_closed_are_forgotten_by_the_schedule(
    any_house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    sitting = open_session()
    keep(any_house, sitting, 1)
    sessions.close(any_house, people.leader, sitting.id)
    clock.turn(days=13)
    retention.run(any_house)
    with any_house.database.reading() as session:
        assert len(list(session.exec(select(PaperForm)))) == 1
    clock.turn(days=1, hours=1)
    retention.run(any_house)
    with any_house.database.reading() as session:
        assert list(session.exec(select(PaperForm))) == []
    assert len(stored(any_house)) == 1


def test_nothing_of_a_form_but_its_place_in_the_pile_is_kept_beside_its_answers() -> None:
    assert set(PaperForm.model_fields) == {"response_id", "sitting_id", "form", "typed_twice"}


# --- printing ---


def test_the_batch_belongs_to_the_session_and_opens_nothing(house: House, open_session: OpenSession) -> None:
    one, other = open_session(), open_session()
    assert printing.batch_of(house, one) == printing.batch_of(house, one) != printing.batch_of(house, other)
    assert sessions.door(house, printing.batch_of(house, one)).state == "unknown"


def test_a_leader_prints_their_own_session_and_an_administrator_any(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session(questionnaire="easy_read")
    made = printing.for_leader(house, people.leader, sitting.id)
    assert made.pdf.startswith(b"%PDF") and printing.batch_of(house, sitting) in made.name
    assert made.name.endswith("-easy-read.pdf"), "as these questions are made for, without anybody asking"
    assert made != printing.for_leader(house, people.leader, sitting.id, easy_read=False)
    assert printing.for_leader(house, people.administrator, sitting.id, easy_read=True) == made
    for actor in (people.other_leader, people.analyst, people.viewer):
        with pytest.raises(NotAllowed):
            printing.for_leader(house, actor, sitting.id)
