"""Answers that come together are checked and screened each as if it came alone, and stored all or none."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from survey import reading, responses, sessions
from survey.house import House
from survey.responses import Refused, Submission
from survey.store.tables import Sitting
from tests.conftest import OpenSession, People

HARM = "i want to kill myself and nobody at school knows"


def somebody(sitting: Sitting, **answers: Any) -> Submission:
    given = {"age_band": "14-15", "area": "peterborough", "safe_day": "very_safe"} | answers
    return Submission(str(uuid.uuid4()), sitting.questionnaire_version, "en", given)


def stored(house: House, people: People) -> int:
    return len(reading.closed_answers(house, people.analyst))


def counted(house: House, people: People, sitting: Sitting) -> int:
    return next(one for one in sessions.all_sessions(house, people.analyst) if one.id == sitting.id).accepted


def test_each_is_stored_screened_and_counted(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    texts = ("you can ring me on 07700 900123", HARM, "no lights by the park")
    group = [somebody(sitting, unsafe_why=words) for words in texts]
    assert responses.accept_together(any_house, sitting.code or "", group) == len(texts)
    assert stored(any_house, people) == counted(any_house, people, sitting) == len(texts)
    read = sorted(one.text for one in reading.cleared_answers(any_house, people.analyst))
    assert read == ["no lights by the park", "you can ring me on [phone]"]
    assert reading.held_counts(any_house, people.lead).waiting == 1


def test_one_answer_that_does_not_fit_and_none_is_stored(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    with pytest.raises(Refused, match="invalid"):
        responses.accept_together(
            house, sitting.code or "", [somebody(sitting), somebody(sitting, safe_day="purple")]
        )
    assert stored(house, people) == counted(house, people, sitting) == 0


def test_nobody_gets_a_place_where_there_is_none_for_all(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session(cap=2)
    with pytest.raises(Refused, match="full"):
        responses.accept_together(any_house, sitting.code or "", [somebody(sitting) for _ in range(3)])
    assert stored(any_house, people) == counted(any_house, people, sitting) == 0
    assert (
        responses.accept_together(any_house, sitting.code or "", [somebody(sitting) for _ in range(2)]) == 2
    )


@pytest.mark.parametrize("twice", ["in the group", "alone before", "withdrawn before"])
def test_what_was_sent_before_is_refused_and_leaves_the_count_as_it_was(
    twice: str, house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    code, one = sitting.code or "", somebody(sitting)
    group = [somebody(sitting), one, *([one] if twice == "in the group" else [])]
    if twice != "in the group":
        responses.accept(house, code, one)
    if twice == "withdrawn before":
        responses.withdraw(house, responses.give_receipt(house, code, one.submission_id))
    before = stored(house, people), counted(house, people, sitting)
    with pytest.raises(Refused, match="conflict"):
        responses.accept_together(house, code, group)
    assert (stored(house, people), counted(house, people, sitting)) == before


def test_somebody_it_is_not_for_is_left_out_and_the_others_are_stored(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    group = [somebody(sitting), somebody(sitting, age_band="younger")]
    assert responses.accept_together(house, sitting.code or "", group) == 1
    assert stored(house, people) == 1


def test_a_session_that_is_closed_or_unknown_takes_no_group(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    sessions.close(house, people.leader, sitting.id)
    for code, why in ((sitting.code or "", "closed"), ("ZZZZZZ", "unknown")):
        with pytest.raises(Refused, match=why):
            responses.accept_together(house, code, [somebody(sitting)])
