"""What was held waits worst first, and only a whole, reasoned decision of the right person lets it go."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from survey import audit, reading, responses, sessions
from survey.house import House
from survey.levels import HarmLevel
from survey.permissions import Actor, NotAllowed
from survey.responses import Submission
from survey.screening import Screened, queue
from survey.screening.queue import AlreadyDecided, NotFree, QueueProblem, SecondReaderNeeded
from survey.store.database import Database
from survey.store.tables import FreeText, HelpTalk, Sitting, TextDecision, TextState, new_id
from survey.vault import Vault
from tests.conftest import Clock, OpenSession, People
from tests.killed import Killed, killed_at, raise_killed
from tests.screening.held import WORDS, another_lead, everything, hold, let_through, read_by_analyst, stored

REDACTED = "my stepdad gets angry when he drinks, ring me on [phone] please"
WHY = "asks for a call, nobody is named"


@pytest.fixture
def sitting(open_session: OpenSession) -> Sitting:
    return open_session()


# --- what comes first, and by when ---


def test_the_worst_comes_first_then_the_longest_due_and_second_looks_last(
    house: House, people: People, sitting: Sitting
) -> None:
    second_look = let_through(house, sitting, "more lights please", days_ago=3)
    unsure = hold(house, sitting, level=HarmLevel.NONE, days_ago=9)
    concern = hold(house, sitting)
    older_concern = hold(house, sitting, days_ago=2)
    urgent = hold(house, sitting, level=HarmLevel.URGENT)
    order = [one.id for one in queue.waiting(house, people.lead)]
    assert order == [urgent, older_concern, concern, unsure, second_look]
    assert [one.id for one in queue.waiting(house, people.lead, limit=2)] == [urgent, older_concern]


def test_an_item_says_what_a_lead_needs_to_decide(house: House, people: People, sitting: Sitting) -> None:
    text_id = hold(house, sitting, reasons=["fear_or_harm_at_home"])
    (item,) = queue.waiting(house, people.lead)
    assert item.id == text_id
    assert item.text == WORDS
    assert item.suggested == REDACTED
    assert [(WORDS[one.start : one.end], one.type) for one in item.found] == [("07700 900123", "phone")]
    assert (item.question, item.area, item.reasons) == (
        "unsafe_why",
        "peterborough",
        ("fear_or_harm_at_home",),
    )
    assert (item.session_id, item.session_code) == (sitting.id, sitting.code)
    assert item.destroyed_on == date(2026, 12, 23)
    assert queue.item(house, people.lead, text_id) == item


def test_while_the_session_runs_it_is_due_the_same_day_and_afterwards_the_next_working_day(
    house: House, people: People, sitting: Sitting, clock: Clock
) -> None:
    hold(house, sitting)  # a Monday
    (running,) = queue.waiting(house, people.lead)
    assert (running.session_running, running.due, running.overdue) == (True, date(2026, 11, 23), False)
    sessions.close(house, people.leader, sitting.id, headcount=10, declined=0)
    (closed,) = queue.waiting(house, people.lead)
    assert (closed.session_running, closed.due, closed.overdue) == (False, date(2026, 11, 24), False)
    clock.turn(days=1)
    assert not queue.waiting(house, people.lead)[0].overdue
    clock.turn(days=1)
    assert queue.waiting(house, people.lead)[0].overdue


def test_a_session_whose_time_is_over_no_longer_runs(
    house: House, people: People, sitting: Sitting, clock: Clock
) -> None:
    hold(house, sitting)
    clock.turn(hours=5)
    assert not queue.waiting(house, people.lead)[0].session_running


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),  # Monday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # Saturday
        (date(2026, 11, 29), 1, date(2026, 11, 30)),  # Sunday
        (date(2026, 11, 27), 5, date(2026, 12, 4)),
        (date(2026, 11, 27), 0, date(2026, 11, 27)),
    ],
)
def test_weekends_are_no_working_days(day: date, number: int, due: date) -> None:
    assert queue.working_days_after(day, number) == due


def test_bank_holidays_of_the_office_are_no_working_days(house: House) -> None:
    closed = frozenset(house.office.bank_holidays)
    assert queue.working_days_after(date(2026, 12, 24), 1, closed) == date(2026, 12, 29)
    assert queue.working_days_after(date(2027, 3, 25), 1, closed) == date(2027, 3, 30)


def test_who_opened_which_text_is_noted_once_a_day_and_never_what_it_says(
    house: House, people: People, sitting: Sitting, clock: Clock
) -> None:
    text_id = hold(house, sitting)
    for _ in range(3):
        queue.opened(house, people.lead, text_id)
    clock.turn(days=1)
    queue.opened(house, people.lead, text_id)
    noted = audit.entries(house, people.administrator, action="text opened")
    assert [(one.actor, one.subject) for one in noted] == [("lead", text_id)] * 2
    assert "stepdad" not in repr(noted)
    with pytest.raises(NotAllowed):
        queue.opened(house, people.analyst, text_id)


def test_the_head_of_the_page_counts_without_opening_anything(
    house: House, people: People, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for level in (HarmLevel.URGENT, HarmLevel.CONCERN, HarmLevel.CONCERN, HarmLevel.NONE):
        hold(house, sitting, level=level)
    monkeypatch.setattr(Vault, "open", lambda *_: pytest.fail("opened"))
    counted = queue.count_waiting(house, people.lead)
    assert (counted.urgent, counted.concern, counted.other, counted.total) == (1, 2, 1, 4)


def test_a_text_from_a_voided_session_still_waits_for_somebody(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(house, sitting)
    sessions.void(house, people.administrator, sitting.id, "a test run")
    (item,) = queue.waiting(house, people.lead)
    assert (item.id, item.voided) == (text_id, True)
    queue.clear(house, people.lead, text_id, WHY)
    assert read_by_analyst(house, people.analyst) == {}


def test_a_text_whose_key_is_lost_is_shown_as_such_and_can_only_be_withheld(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(house, sitting, sealed=Vault([b"k" * 32]).seal(WORDS, "another"))
    (item,) = queue.waiting(house, people.lead)
    assert item.text == ""
    assert "key" in item.problem
    with pytest.raises(QueueProblem, match="key"):
        queue.clear(house, people.lead, text_id, WHY)
    queue.withhold(house, people.lead, text_id, "cannot be read")
    assert stored(house, text_id).state is TextState.WITHHELD


# --- the four ways out ---


def test_a_cleared_text_is_read_by_analysts_without_its_details_and_the_raw_words_are_gone(
    any_house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(any_house, sitting)
    assert read_by_analyst(any_house, people.analyst) == {}
    queue.clear(any_house, people.lead, text_id, WHY)
    assert read_by_analyst(any_house, people.analyst) == {text_id: REDACTED}
    text = stored(any_house, text_id)
    assert (text.state, text.sealed) == (TextState.CLEARED, None)
    assert queue.waiting(any_house, people.lead) == []


def test_a_redacted_text_is_read_as_the_lead_left_it(
    any_house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(any_house, sitting)
    queue.redact(any_house, people.lead, text_id, "my [removed] gets angry when he drinks", WHY)
    assert read_by_analyst(any_house, people.analyst) == {text_id: "my [removed] gets angry when he drinks"}
    assert stored(any_house, text_id).sealed is None


def test_an_escalated_text_says_whom_to_ring_and_stays_held(
    any_house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(any_house, sitting)
    line = queue.who_to_call(any_house, people.lead, "peterborough")[0]
    assert queue.escalate(any_house, people.lead, text_id, line.name, "rang them at once") == line
    (item,) = queue.waiting(any_house, people.lead)
    assert (item.id, item.escalated, item.text) == (text_id, True, WORDS)
    assert read_by_analyst(any_house, people.analyst) == {}
    (entry,) = audit.entries(any_house, people.administrator, subject=text_id)
    assert (entry.action, entry.detail["to"]) == ("text escalated", line.name)


def test_what_nobody_has_acted_on_comes_before_what_was_escalated(
    house: House, people: People, sitting: Sitting, clock: Clock
) -> None:
    first = hold(house, sitting, level=HarmLevel.URGENT)
    clock.turn(days=3)
    later = hold(house, sitting, level=HarmLevel.CONCERN)
    assert [one.id for one in queue.waiting(house, people.lead)] == [first, later]
    line = queue.who_to_call(house, people.lead, "peterborough")[0]
    queue.escalate(house, people.lead, first, line.name, WHY)
    assert [one.id for one in queue.waiting(house, people.lead)] == [later, first]
    assert [one.id for one in queue.waiting(house, people.lead, limit=1)] == [later]
    assert not queue.item(house, people.lead, first).overdue


def test_nobody_unknown_is_escalated_to(house: House, people: People, sitting: Sitting) -> None:
    text_id = hold(house, sitting)
    with pytest.raises(QueueProblem, match=r"help\.yaml"):
        queue.escalate(house, people.lead, text_id, "a friend of mine", WHY)


def test_a_withheld_text_is_destroyed_and_stays_so(
    any_house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(any_house, sitting)
    queue.withhold(any_house, people.lead, text_id, "not ours to keep")
    text = stored(any_house, text_id)
    assert (text.state, text.sealed, text.cleared_text) == (TextState.WITHHELD, None, None)
    for decide in (
        lambda: queue.clear(any_house, people.lead, text_id, WHY),
        lambda: queue.redact(any_house, people.lead, text_id, "my", WHY),
        lambda: queue.withhold(any_house, people.lead, text_id, WHY),
    ):
        with pytest.raises(AlreadyDecided, match="Lead has just withheld it"):
            decide()
    assert read_by_analyst(any_house, people.analyst) == {}


def test_every_decision_is_kept_with_who_when_and_why(
    house: House, people: People, sitting: Sitting, clock: Clock
) -> None:
    text_id = hold(house, sitting)
    queue.clear(house, people.lead, text_id, WHY)
    (decision,) = everything(house, TextDecision)
    assert (decision.action, decision.reason, decision.account_id) == ("clear", WHY, people.lead.account_id)
    (entry,) = audit.entries(house, people.administrator, subject=text_id)
    assert (entry.actor, entry.action, entry.detail["reason"]) == ("lead", "text cleared", WHY)
    assert decision.at == entry.at == clock.moment
    assert audit.verify(house) == []


# --- reasons ---

Decide = Callable[[House, Actor, str, str], object]
DECISIONS: dict[str, Decide] = {
    "clear": queue.clear,
    "redact": lambda house, actor, text_id, why: queue.redact(house, actor, text_id, REDACTED, why),
    "escalate": lambda house, actor, text_id, why: queue.escalate(
        house, actor, text_id, house.help_lines.lines[0].name, why
    ),
    "withhold": queue.withhold,
}


@pytest.mark.parametrize("reason", ["", "   ", "\n", "x" * 501])
@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
def test_no_decision_without_a_reason_of_reasonable_length(
    house: House, people: People, sitting: Sitting, decide: Decide, reason: str
) -> None:
    text_id = hold(house, sitting)
    with pytest.raises(QueueProblem, match="reason"):
        decide(house, people.lead, text_id, reason)
    assert stored(house, text_id).state is TextState.HELD


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        (
            "says My Stepdad gets  angry when he drinks, so told the team",
            "says [their words], so told the team",
        ),
        ("rang them on 07700 900456 today", "rang them on [phone] today"),
        ("stepdad drinks; told the team", "stepdad drinks; told the team"),
    ],
)
def test_a_reason_keeps_neither_a_passage_of_the_text_nor_personal_details(
    house: House, people: People, sitting: Sitting, reason: str, kept: str
) -> None:
    text_id = hold(house, sitting)
    queue.withhold(house, people.lead, text_id, reason)
    assert everything(house, TextDecision)[0].reason == kept
    assert audit.entries(house, people.administrator, subject=text_id)[0].detail["reason"] == kept


# --- redacting ---


@pytest.mark.parametrize(
    ("redacted", "says"),
    [
        (WORDS, "phone"),
        ("my stepdad gets angry, ring me on 07700 900123", "phone"),
        ("", "Withhold"),
        ("   ", "Withhold"),
        ("my stepdad hits me when he drinks", "what they wrote"),
        ("he gets angry when my stepdad drinks", "what they wrote"),
        ("my [he hit me] gets angry", "what they wrote"),
    ],
)
def test_a_redacted_text_that_is_not_free_or_not_theirs_is_refused_and_stays_held(
    house: House, people: People, sitting: Sitting, redacted: str, says: str
) -> None:
    text_id = hold(house, sitting)
    with pytest.raises(NotFree, match=says):
        queue.redact(house, people.lead, text_id, redacted, WHY)
    assert stored(house, text_id).state is TextState.HELD
    assert everything(house, TextDecision) == []


def test_what_is_still_found_is_pointed_at_and_not_repeated(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(house, sitting)
    redacted = "ring me on 07700 900123"
    with pytest.raises(NotFree) as refused:
        queue.redact(house, people.lead, text_id, redacted, WHY)
    assert {redacted[one.start : one.end] for one in refused.value.marks} == {"07700 900123"}
    assert "07700" not in str(refused.value)


# --- the second reader ---


@pytest.mark.parametrize("action", ["clear", "redact"])
def test_an_urgent_text_is_let_go_only_after_somebody_else_has_read_it(
    any_house: House, people: People, sitting: Sitting, action: str
) -> None:
    text_id = hold(any_house, sitting, level=HarmLevel.URGENT)
    second = another_lead(any_house)
    decide = DECISIONS[action]
    with pytest.raises(SecondReaderNeeded, match="two people"):
        decide(any_house, people.lead, text_id, WHY)
    queue.second_read(any_house, people.lead, text_id, "I have read it")
    with pytest.raises(SecondReaderNeeded):
        decide(any_house, people.lead, text_id, WHY)  # the same pair of eyes twice
    assert stored(any_house, text_id).state is TextState.HELD
    assert queue.item(any_house, second, text_id).read_by == ("Lead",)
    decide(any_house, second, text_id, WHY)
    assert stored(any_house, text_id).state is TextState.CLEARED


@pytest.mark.parametrize("action", ["escalate", "withhold"])
def test_help_does_not_wait_for_a_second_reader(
    house: House, people: People, sitting: Sitting, action: str
) -> None:
    text_id = hold(house, sitting, level=HarmLevel.URGENT)
    DECISIONS[action](house, people.lead, text_id, WHY)
    assert everything(house, TextDecision)[0].action == action


def test_a_second_reading_is_given_once_and_only_for_urgent_texts(
    house: House, people: People, sitting: Sitting
) -> None:
    with pytest.raises(QueueProblem, match="Only an urgent"):
        queue.second_read(house, people.lead, hold(house, sitting), WHY)
    urgent = hold(house, sitting, level=HarmLevel.URGENT)
    queue.second_read(house, people.lead, urgent, WHY)
    with pytest.raises(AlreadyDecided, match="already"):
        queue.second_read(house, people.lead, urgent, WHY)


# --- the second look at what was let through ---


def test_a_text_drawn_for_a_second_look_leaves_the_queue_when_it_was_right_to_let_it_through(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = let_through(house, sitting, "more lights please")
    let_through(house, sitting, "not drawn", drawn=False)
    (item,) = queue.waiting(house, people.lead)
    assert (item.id, item.sampled, item.due) == (text_id, True, date(2026, 11, 30))
    queue.clear(house, people.lead, text_id, "as it should be")
    assert queue.waiting(house, people.lead) == []
    assert stored(house, text_id).sealed is None
    assert read_by_analyst(house, people.analyst)[text_id] == "more lights please"


def test_a_text_that_should_have_been_held_is_held_from_the_second_look_on(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = let_through(house, sitting, "he waits for me every day")
    queue.escalate(house, people.lead, text_id, house.help_lines.lines[0].name, "somebody is followed")
    assert read_by_analyst(house, people.analyst) == {}
    (item,) = queue.waiting(house, people.lead)
    assert (item.text, item.level, item.sampled) == ("he waits for me every day", HarmLevel.CONCERN, False)


def test_a_second_look_also_works_when_the_raw_words_are_gone_already(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = let_through(house, sitting, "he waits for me every day")
    with house.database.session() as session:
        session.get_one(FreeText, text_id).sealed = None
    queue.escalate(house, people.lead, text_id, house.help_lines.lines[0].name, "somebody is followed")
    assert queue.item(house, people.lead, text_id).text == "he waits for me every day"


# --- two leads at once ---


def test_the_second_of_two_leads_is_told_what_the_first_one_did(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(house, sitting)
    second = another_lead(house)
    (item,) = queue.waiting(house, second)
    queue.escalate(house, people.lead, text_id, house.help_lines.lines[0].name, "rang them")
    with pytest.raises(AlreadyDecided, match="Lead has escalated it since you opened it"):
        queue.clear(house, second, text_id, WHY, seen=item.seen)
    assert stored(house, text_id).state is TextState.HELD
    queue.clear(house, second, text_id, WHY, seen=queue.item(house, second, text_id).seen)


def test_of_two_decisions_at_the_same_moment_one_counts(
    any_house: House, people: People, sitting: Sitting
) -> None:
    second = another_lead(any_house)
    for _ in range(5):
        text_id = hold(any_house, sitting)
        together = threading.Barrier(2)
        refused: list[str] = []

        def decide(
            actor: Actor,
            what: Decide,
            text_id: str = text_id,
            together: Any = together,
            refused: Any = refused,
        ) -> None:
            together.wait()
            try:
                what(any_house, actor, text_id, WHY)
            except AlreadyDecided:
                refused.append(actor.username)

        threads = [
            threading.Thread(target=decide, args=(people.lead, queue.clear)),
            threading.Thread(target=decide, args=(second, queue.withhold)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        expected = TextState.WITHHELD if refused == ["lead"] else TextState.CLEARED
        assert stored(any_house, text_id).state is expected
    assert len(everything(any_house, TextDecision)) == 5
    assert audit.verify(any_house) == []


def test_a_text_taken_back_by_its_writer_is_kindly_not_there(
    house: House, people: People, sitting: Sitting
) -> None:
    for act in (
        lambda: queue.clear(house, people.lead, "gone", WHY),
        lambda: queue.item(house, people.lead, "gone"),
        lambda: queue.tell_leader(house, people.lead, "gone"),
    ):
        with pytest.raises(QueueProblem, match="took it back"):
            act()


# --- the leader ---


def test_a_leader_is_told_to_talk_to_the_whole_group_and_nothing_more(
    house: House, people: People, sitting: Sitting, open_session: OpenSession
) -> None:
    text_id = hold(house, sitting, level=HarmLevel.URGENT, reasons=["self_harm"])
    other = open_session()
    assert queue.messages_for_leader(house, people.leader, sitting.id) == ()
    queue.tell_leader(house, people.lead, text_id)
    queue.tell_leader(house, people.lead, text_id)
    (message,) = queue.messages_for_leader(house, people.leader, sitting.id)
    assert "whole group" in message
    assert not any(
        word in message for word in ("urgent", "self", "harm", "Lead", text_id, *WORDS.split()[1:3])
    )
    assert queue.messages_for_leader(house, people.leader, other.id) == ()
    assert len(everything(house, HelpTalk)) == 1
    with pytest.raises(NotAllowed):
        queue.messages_for_leader(house, people.other_leader, sitting.id)
    with pytest.raises(NotAllowed):
        queue.messages_for_leader(house, people.leader, "no such session")


def test_the_message_goes_when_the_talk_was_given_and_comes_back_when_asked_again(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(house, sitting)
    queue.tell_leader(house, people.lead, text_id)
    with pytest.raises(NotAllowed):
        queue.help_talk_given(house, people.other_leader, sitting.id)
    queue.help_talk_given(house, people.leader, sitting.id)
    assert queue.messages_for_leader(house, people.leader, sitting.id) == ()
    queue.tell_leader(house, people.lead, text_id)
    assert len(queue.messages_for_leader(house, people.leader, sitting.id)) == 1


# --- nobody else ---


def test_no_other_role_reads_or_decides(house: House, people: People, sitting: Sitting) -> None:
    text_id = hold(house, sitting)
    for actor in (people.leader, people.analyst, people.viewer, people.administrator):
        attempts: list[Callable[[], object]] = [
            lambda actor=actor: queue.waiting(house, actor),
            lambda actor=actor: queue.item(house, actor, text_id),
            lambda actor=actor: queue.second_read(house, actor, text_id, WHY),
            lambda actor=actor: queue.tell_leader(house, actor, text_id),
            lambda actor=actor: queue.who_to_call(house, actor, "peterborough"),
            *(lambda actor=actor, one=one: one(house, actor, text_id, WHY) for one in DECISIONS.values()),
        ]
        for attempt in attempts:
            with pytest.raises(NotAllowed):
                attempt()
    assert stored(house, text_id).state is TextState.HELD
    for actor in (people.leader, people.analyst, people.viewer):
        with pytest.raises(NotAllowed):
            queue.count_waiting(house, actor)


# --- killed between any two steps ---


def everything_stored(house: House, text_id: str) -> tuple[object, ...]:
    text = stored(house, text_id)
    return (
        text.state,
        text.sealed,
        text.cleared_text,
        len(everything(house, TextDecision)),
        len(everything(house, HelpTalk)),
        audit.latest(house),
    )


@pytest.mark.parametrize(
    "act",
    [*DECISIONS.values(), lambda house, actor, text_id, _: queue.tell_leader(house, actor, text_id)],
    ids=[*DECISIONS, "tell_leader"],
)
def test_a_decision_that_ends_between_any_two_steps_never_happened(
    any_house: House, people: People, sitting: Sitting, act: Decide
) -> None:
    text_id = hold(any_house, sitting)
    before = everything_stored(any_house, text_id)
    died = 0
    while True:
        try:
            with killed_at(any_house.database, died + 1, raise_killed):
                act(any_house, people.lead, text_id, WHY)
        except Killed:
            died += 1
            assert everything_stored(any_house, text_id) == before
            assert audit.verify(any_house) == []
        else:
            break
    assert died >= 6
    assert everything_stored(any_house, text_id) != before


@pytest.mark.parametrize(
    "seam",
    [
        "survey.screening.decision.rows.to_decide",
        "survey.screening.decision.rows.decisions",
        "survey.vault.Vault.open",
        "survey.house.screen",
        "survey.screening.decision.TextDecision",
        "survey.screening.decision.audit.record",
    ],
)
def test_a_step_that_fails_leaves_the_text_held(
    house: House, people: People, sitting: Sitting, monkeypatch: pytest.MonkeyPatch, seam: str
) -> None:
    text_id = hold(house, sitting)
    before = everything_stored(house, text_id)
    with monkeypatch.context() as patched:
        patched.setattr(seam, lambda *_, **__: raise_killed())
        with pytest.raises(Killed):
            queue.clear(house, people.lead, text_id, WHY)
    assert everything_stored(house, text_id) == before
    assert read_by_analyst(house, people.analyst) == {}


def test_a_process_killed_at_any_statement_of_clearing_clears_nothing(
    house: House, people: People, sitting: Sitting
) -> None:
    text_id = hold(house, sitting)
    before = everything_stored(house, text_id)
    house.database.dispose()
    url = house.database.url.render_as_string(hide_password=False)

    def clear_and_die(statement: int) -> None:
        database = Database(url)
        with killed_at(database, statement, lambda: os._exit(9)):
            queue.clear(replace(house, database=database), people.lead, text_id, WHY)

    context = multiprocessing.get_context("fork")
    died = 0
    while True:
        process = context.Process(target=clear_and_die, args=(died + 1,))
        process.start()
        process.join(timeout=60)
        if process.exitcode == 0:
            break
        assert process.exitcode == 9
        died += 1
        assert everything_stored(house, text_id) == before
        house.database.dispose()
    assert died >= 8
    assert stored(house, text_id).state is TextState.CLEARED
    assert audit.verify(house) == []


# --- nothing leaks ---

MARKER = "zqmarkerxv"
MARKED = f"there is a {MARKER} near the bridge and I am scared of {MARKER} at home"


@pytest.fixture
def marked(house: House, sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> str:
    """A held text sent by a young person, whatever screening would say of it."""
    really = House.screen

    def worried(self: House, words: str, **options: Any) -> Screened:
        return replace(really(self, words, **options), level=HarmLevel.CONCERN)

    monkeypatch.setattr(House, "screen", worried)
    send(house, sitting)
    (text,) = everything(house, FreeText)
    return str(text.id)


def send(house: House, sitting: Sitting) -> None:
    submission = Submission(new_id(), sitting.questionnaire_version, "en", {"unsafe_why": MARKED})
    assert responses.accept(house, sitting.code or "", submission).first


def files_holding(house: House, words: str) -> list[str]:
    """Every file of the workspace with these words in it, in any of the ways text is written down."""
    spellings = [words.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        str(path)
        for path in house.settings.data_dir.rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in spellings)
    ]


def test_the_database_opened_by_hand_shows_no_raw_words(house: House, people: People, marked: str) -> None:
    assert files_holding(house, sitting_code := "peterborough"), sitting_code  # the search itself works
    assert files_holding(house, MARKER) == []
    assert queue.item(house, people.lead, marked).text == MARKED
    queue.escalate(house, people.lead, marked, house.help_lines.lines[0].name, f"wrote: {MARKED}")
    assert files_holding(house, MARKER) == []
    queue.withhold(house, people.lead, marked, f"wrote: {MARKED}")
    assert files_holding(house, MARKER) == []


def test_raw_words_are_in_no_log_and_no_error(
    house: House,
    people: People,
    marked: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = [repr(queue.waiting(house, people.lead)), str(queue.item(house, people.lead, marked))]
    wrong: list[Callable[[], object]] = [
        lambda: queue.clear(house, people.lead, marked, ""),
        lambda: queue.clear(house, people.lead, marked, WHY, seen=1),
        lambda: queue.redact(house, people.lead, marked, MARKED + " 07700 900123", WHY),
        lambda: queue.redact(house, people.lead, marked, "something else", WHY),
        lambda: queue.clear(house, people.analyst, marked, WHY),
        lambda: house.vault.open(stored(house, marked).sealed or b"", "another record"),
    ]
    for act in wrong:
        with pytest.raises(Exception) as raised:
            act()
        said += traceback.format_exception(raised.value)
    for statement in range(1, 40):
        try:
            with killed_at(house.database, statement, raise_killed):
                queue.clear(house, people.lead, marked, WHY)
        except Killed as killed:
            said += traceback.format_exception(killed)
        else:
            break
    captured = capsys.readouterr()
    assert MARKER not in "".join([*said, caplog.text, captured.out, captured.err])


def test_held_words_reach_no_other_reader(house: House, people: People, marked: str) -> None:
    seen = [
        reading.cleared_answers(house, people.analyst),
        reading.closed_answers(house, people.analyst),
        reading.held_counts(house, people.analyst),
        queue.count_waiting(house, people.administrator),
        audit.entries(house, people.administrator),
        sessions.all_sessions(house, people.administrator),
        everything(house, FreeText),
        everything(house, TextDecision),
    ]
    assert MARKER not in repr(seen)
