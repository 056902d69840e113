"""A closed session tells its young people what they said, from ten answers up, and stays as it was shown."""

from __future__ import annotations

import uuid

import pytest
from sqlmodel import select

from analysis.disclosure import PLAYBACK
from survey import playback, responses, sessions
from survey.asks import AskStatus, HeardBack
from survey.house import House
from survey.responses import Submission
from survey.store.tables import KeptPlayback, Response, Sitting
from tests.conftest import Clock, OpenSession, People

ASKED_AND_ANSWERED = HeardBack(
    you_said="Bus stops are dark",
    they_said="We will put up lights",
    what_changed="Ten have lights now",
    by="The council",
    status=AskStatus.DOING,
)


def answer(house: House, sitting: Sitting, number: int = 1, **answers: object) -> list[str]:
    """So many young people send the same."""
    sent = []
    for _ in range(number):
        submission = Submission(
            submission_id=str(uuid.uuid4()),
            version=sitting.questionnaire_version,
            language="en",
            answers={"age_band": "12-13", "safe_day": "fairly_safe"} | answers,
        )
        assert responses.accept(house, sitting.code or "", submission).stored
        sent.append(submission.submission_id)
    return sent


def shares(told: playback.Playback, question: str) -> dict[str, str]:
    return next(
        ({bar.answer: bar.share.value for bar in one.bars} for one in told.heard if one.question == question),
        {},
    )


def test_a_closed_session_says_what_it_said(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    answer(any_house, sitting, 9, safe_dark="very_unsafe", worries=["knives"])
    answer(any_house, sitting, 3, safe_dark="fairly_safe")
    sessions.close(any_house, people.leader, sitting.id)
    told = playback.of_session(any_house, sitting.code or "")
    assert told.standing == "shown"
    assert told.answer_due == any_house.office.answer_due
    assert shares(told, "safe_day")["fairly_safe"] == "nearly all"
    assert shares(told, "safe_dark") == {
        "very_safe": "a few",
        "fairly_safe": "some",
        "a_bit_unsafe": "a few",
        "very_unsafe": "most",
    }
    assert {one.question for one in told.heard} == {"safe_day", "safe_dark"}  # worries are sensitive


def test_a_question_about_a_place_that_is_not_told_is_not_told_either(
    house: House, people: People, open_session: OpenSession
) -> None:
    """“When does it feel least safe there?”: nobody could know where, and would take it for the question before."""
    sitting = open_session()
    answer(house, sitting, 12, age_band="14-15", least_safe_place="park", least_safe_when=["night"])
    sessions.close(house, people.leader, sitting.id)
    assert {one.question for one in playback.of_session(house, sitting.code or "").heard} == {"safe_day"}


def test_nothing_is_said_before_the_session_is_over(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    answer(house, sitting, 12)
    assert playback.of_session(house, sitting.code or "").standing == "not_over"
    sessions.pause(house, people.leader, sitting.id)
    assert playback.of_session(house, sitting.code or "").heard == ()


def test_fewer_than_ten_hear_when_the_answer_is_due_and_no_bar(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    answer(house, sitting, playback.FEWEST - 1)
    sessions.close(house, people.leader, sitting.id)
    told = playback.of_session(house, sitting.code or "")
    assert (told.standing, told.heard, told.answer_due) == ("too_few", (), house.office.answer_due)


def test_a_voided_session_is_told_nothing_even_of_what_it_was_shown(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    answer(house, sitting, 12)
    sessions.close(house, people.leader, sitting.id)
    assert playback.of_session(house, sitting.code or "").heard
    sessions.void(house, people.administrator, sitting.id, "a test")
    assert playback.of_session(house, sitting.code or "").heard == ()


def test_a_leaders_record_of_a_talk_is_not_played_back(
    house: House, people: People, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = open_session(questionnaire="group_discussion")
    sessions.close(house, people.leader, sitting.id)
    monkeypatch.setattr(playback, "heard", lambda wave: pytest.fail("a talk was counted"))
    assert playback.of_session(house, sitting.code or "").standing == "too_few"


def test_taking_answers_back_moves_no_bar(house: House, people: People, open_session: OpenSession) -> None:
    """Whoever looked before and after would otherwise know what was taken back."""
    sitting = open_session()
    answer(house, sitting, 9)
    (last,) = answer(house, sitting, 1, safe_day="very_unsafe")
    receipt = responses.give_receipt(house, sitting.code or "", last)
    sessions.close(house, people.leader, sitting.id)
    before = playback.of_session(house, sitting.code or "")
    assert responses.withdraw(house, receipt, guesser="x")
    assert playback.of_session(house, sitting.code or "") == before


def late(house: House, sitting: Sitting, number: int, **answers: object) -> None:
    """Answers that came in after the session had closed."""
    with house.database.session() as session:
        session.add_all(
            Response(
                sitting_id=sitting.id,
                submission_key=str(uuid.uuid4()),
                body_digest="",
                language="en",
                answers=answers,
                received_on=house.today(),
            )
            for _ in range(number)
        )


def test_a_late_answer_moves_no_bar_but_ten_together_do(
    house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    sitting = open_session()
    answer(house, sitting, 10)
    sessions.close(house, people.leader, sitting.id)
    before = playback.of_session(house, sitting.code or "")
    late(house, sitting, PLAYBACK.fewest_new_people - 1, safe_day="very_unsafe")
    clock.turn(days=1)
    assert playback.of_session(house, sitting.code or "") == before
    late(house, sitting, 1, safe_day="very_unsafe")
    after = playback.of_session(house, sitting.code or "")
    assert shares(after, "safe_day")["very_unsafe"] == "about half"
    with house.database.session() as session:
        assert [one.made_on for one in session.exec(select(KeptPlayback))] == [house.today()]


def test_what_was_asked_and_answered_is_told_even_to_a_few(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    sessions.close(house, people.leader, sitting.id)

    def told(house: House, sitting_id: str) -> tuple[HeardBack, ...]:
        return (ASKED_AND_ANSWERED,) if sitting_id == sitting.id else ()

    said = playback.of_session(house, sitting.code or "", heard_back=told)
    assert said.heard_back == (ASKED_AND_ANSWERED,)


def test_only_its_own_leader_is_shown_a_session(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    answer(house, sitting, 12)
    sessions.close(house, people.leader, sitting.id)
    assert playback.for_leader(house, people.leader, sitting.id).standing == "shown"
    assert playback.for_leader(house, people.other_leader, sitting.id).standing == "unknown"


@pytest.mark.parametrize("code", ["", "XXXXXX", "../../etc", "😀"])
def test_a_code_nobody_has_opens_nothing(house: House, code: str) -> None:
    assert playback.of_session(house, code) == playback.Playback("unknown")


def test_what_is_kept_holds_bands_and_no_counts(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    answer(house, sitting, 12)
    sessions.close(house, people.leader, sitting.id)
    playback.of_session(house, sitting.code or "")
    with house.database.session() as session:
        kept = session.get_one(KeptPlayback, sitting.id)
    bars = [bar for one in kept.heard for bar in one["bars"]]
    assert bars
    assert all(isinstance(part, str) for bar in bars for part in bar)
