"""Words go when their time is over, by themselves, and the log says that they went but not what they said."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey import accounts, audit, reading, retention
from survey.house import House
from survey.permissions import NotAllowed
from survey.retention import PERIODS, redacted_cutoff
from survey.screening import alerts, queue
from survey.store import retention as rows
from survey.store.tables import Alert, Attempts, FreeText, HelpTalk, Role, SignIn, TextState
from tests.conftest import Clock, OpenSession, People
from tests.screening.held import WORDS, everything, hold, let_through, read_by_analyst, stored


@pytest.mark.parametrize(("days_ago", "gone"), [(0, False), (29, False), (30, True), (31, True), (400, True)])
def test_a_text_nobody_read_in_thirty_days_is_withheld_and_its_words_are_destroyed(
    any_house: House, people: People, open_session: OpenSession, days_ago: int, gone: bool
) -> None:
    text_id = hold(any_house, open_session(), days_ago=days_ago)
    assert retention.due(any_house).past.unread_withheld == int(gone)
    assert retention.run(any_house).unread_withheld == int(gone)
    text = stored(any_house, text_id)
    assert (text.state is TextState.WITHHELD, text.sealed is None) == (gone, gone)
    assert text.cleared_text is None
    noted = audit.entries(any_house, people.administrator, subject=text_id)
    assert [(one.actor, one.action, one.detail["reason"]) for one in noted] == (
        [("system", "text withheld", "retention")] if gone else []
    )


def test_raw_words_kept_for_a_second_look_go_after_thirty_days_and_the_cleared_ones_stay(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    text_id = let_through(any_house, open_session(), "more lights please", days_ago=30)
    assert retention.run(any_house).raw_destroyed == 1
    assert stored(any_house, text_id).sealed is None
    assert read_by_analyst(any_house, people.analyst) == {text_id: "more lights please"}


@pytest.mark.parametrize(
    ("received_on", "gone"),
    [(date(2024, 11, 24), False), (date(2024, 11, 23), True), (date(2020, 1, 1), True)],
)
def test_redacted_words_go_after_twenty_four_months_and_what_was_ticked_stays(
    any_house: House, people: People, open_session: OpenSession, received_on: date, gone: bool
) -> None:
    days_ago = (any_house.today() - received_on).days
    text_id = let_through(any_house, open_session(), "more lights please", days_ago=days_ago)
    assert retention.run(any_house).redacted_deleted == int(gone)
    assert read_by_analyst(any_house, people.analyst) == ({} if gone else {text_id: "more lights please"})
    assert (stored(any_house, text_id).cleared_text is None) == gone
    (answers,) = reading.closed_answers(any_house, people.analyst)
    assert answers.answers["age_band"] == "14-15"
    assert all(one.id != text_id for one in queue.waiting(any_house, people.lead)) == gone


def test_every_text_goes_however_many_there_are(
    house: House, people: People, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "BATCH", 3)
    sitting = open_session()
    for _ in range(8):
        hold(house, sitting, days_ago=31)
        let_through(house, sitting, "more lights please", days_ago=40)
        let_through(house, sitting, "more lights please", days_ago=800)
    report = retention.run(house)
    assert (report.unread_withheld, report.raw_destroyed, report.redacted_deleted) == (8, 16, 8)
    assert retention.due(house).past.words == 0
    assert retention.run(house).words == 0


def test_the_log_says_what_was_deleted_and_by_which_rule_and_never_what_it_said(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    hold(house, sitting, days_ago=31)
    let_through(house, sitting, "a passage nobody may keep", days_ago=800)
    retention.run(house)
    entries = audit.entries(house, people.administrator)
    deleted = next(one for one in entries if one.action == "redacted words deleted")
    assert deleted.detail == {"texts": 1, "received_by": "2024-11-23"}
    assert not any(word in repr(entries) for word in ("passage", "stepdad", "07700"))
    assert audit.verify(house) == []


def test_a_dry_run_counts_and_deletes_nothing(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    text_id = hold(house, sitting, days_ago=31)
    let_through(house, sitting, "x", days_ago=800)
    before = audit.latest(house)
    report = retention.run(house, people.administrator, dry_run=True)
    assert (report.dry_run, report.unread_withheld, report.redacted_deleted) == (True, 1, 1)
    assert stored(house, text_id).state is TextState.HELD
    assert audit.latest(house) == before


def test_a_run_that_stops_half_way_has_done_whole_batches_and_the_next_one_finishes(
    house: House, people: People, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "BATCH", 2)
    sitting = open_session()
    for _ in range(6):
        hold(house, sitting, days_ago=31)
    record, noted = audit.record, []

    def stop_at_the_fourth(*given: object, **detail: object) -> None:
        noted.append(given)
        if len(noted) == 4:
            raise KeyboardInterrupt
        record(*given, **detail)  # type: ignore[arg-type]

    with monkeypatch.context() as stopped:
        stopped.setattr(audit, "record", stop_at_the_fourth)
        with pytest.raises(KeyboardInterrupt):
            retention.run(house)
    states = [one.state for one in everything(house, FreeText)]
    assert (states.count(TextState.WITHHELD), states.count(TextState.HELD)) == (2, 4)
    assert len(audit.entries(house, people.administrator, action="text withheld")) == 2
    assert retention.run(house).unread_withheld == 4
    assert audit.verify(house) == []


def test_the_deleted_words_are_in_no_file_afterwards(
    house: House, people: People, open_session: OpenSession
) -> None:
    let_through(house, open_session(), "zqmarkerxv by the bridge", days_ago=800)

    def files() -> list[str]:
        folder = house.settings.data_dir.rglob("*")
        return [one.name for one in folder if one.is_file() and b"zqmarkerxv" in one.read_bytes()]

    assert files()
    retention.run(house)
    assert files() == []


def test_ended_sign_ins_old_counters_and_old_notes_go(
    house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    sitting = open_session()
    text_id = hold(house, sitting)
    queue.tell_leader(house, people.lead, text_id)
    with house.database.session() as session:
        session.add(Alert(free_text_id="long gone", last_tried_on=house.today()))
        session.add(Alert(free_text_id=text_id, last_tried_on=house.today()))
        session.add(Attempts(key="k", window_started_at=house.now(), count=3))
        for name, account in (("old", people.lead), ("new", people.analyst)):
            moment = house.now() if name == "new" else house.now() - timedelta(minutes=31)
            session.add(
                SignIn(
                    token_hash=name,
                    account_id=account.account_id,
                    created_at=moment,
                    last_seen_at=moment,
                    expires_at=moment + timedelta(hours=12),
                )
            )
    report = retention.run(house)
    assert (report.sign_ins_ended, report.counters_deleted, report.notes_deleted) == (1, 0, 1)
    assert [one.token_hash for one in everything(house, SignIn)] == ["new"]
    assert [one.free_text_id for one in everything(house, Alert)] == [text_id]
    clock.turn(days=30)
    report = retention.run(house)
    assert (report.sign_ins_ended, report.counters_deleted) == (1, 1)
    assert [everything(house, one) for one in (SignIn, Attempts, HelpTalk, Alert)] == [[], [], [], []]


def test_the_administrator_is_told_a_week_before_words_are_lost_unread(
    house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    hold(house, open_session())
    assert retention.due(house).unread_soon == 0
    clock.turn(days=PERIODS.raw_days - PERIODS.warning_days)
    assert retention.due(house).unread_soon == 1
    clock.turn(days=PERIODS.warning_days)
    due = retention.due(house)
    assert (due.unread_soon, due.past.unread_withheld) == (0, 1)


def test_only_an_administrator_deletes_by_hand(house: House, people: People) -> None:
    for actor in (people.leader, people.lead, people.analyst, people.viewer):
        with pytest.raises(NotAllowed):
            retention.run(house, actor)
    retention.run(house, people.administrator)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2100, 12, 31)))
def test_twenty_four_months_end_on_the_same_day_of_the_month_or_its_last(today: date) -> None:
    cutoff = redacted_cutoff(today)
    assert (cutoff.year, cutoff.month) == (today.year - 2, today.month)
    assert cutoff.day == today.day or (today.month, today.day, cutoff.day) == (2, 29, 28)


# --- by itself ---


def rounds(house: House, number: int, clock: Clock, **between: float) -> None:
    """Let the schedule run this many rounds, time passing in between."""
    done = 0

    async def sleep(_: float) -> None:
        nonlocal done
        done += 1
        clock.turn(**between)
        if done == number:
            raise asyncio.CancelledError

    # In a thread of its own: a browser test that ran before in this process leaves its loop in ours.
    rounds = retention.keep_to_schedule(lambda: house, sleep=sleep)
    with ThreadPoolExecutor(1) as aside, pytest.raises(asyncio.CancelledError):
        aside.submit(asyncio.run, rounds).result()


def test_the_server_deletes_once_a_day_and_looks_for_news_every_round(
    house: House,
    people: People,
    open_session: OpenSession,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold(house, open_session(), days_ago=31)
    looked: list[House] = []
    ran: list[date] = []
    run = retention.run
    monkeypatch.setattr(alerts, "send_alerts", lambda at: looked.append(at))
    monkeypatch.setattr(retention, "run", lambda at: (ran.append(at.today()), run(at))[1])
    rounds(house, 9, clock, hours=8)
    assert len(looked) == 9
    assert ran == [date(2026, 11, 23 + day) for day in range(4)]
    assert retention.due(house).last_run_on == ran[-1]
    assert everything(house, FreeText)[0].state is TextState.WITHHELD


def test_a_duty_that_fails_is_named_without_its_words_and_keeps_nothing_else_from_happening(
    house: House,
    people: People,
    open_session: OpenSession,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hold(house, open_session(), days_ago=31)

    def broken(_: House) -> None:
        raise ValueError(WORDS)

    monkeypatch.setattr(alerts, "send_alerts", broken)
    with caplog.at_level(logging.ERROR):
        rounds(house, 2, clock, minutes=1)
    assert "alerts did not run" in caplog.text
    assert "stepdad" not in caplog.text
    assert everything(house, FreeText)[0].state is TextState.WITHHELD


def test_somebody_signed_in_stays_so_through_a_run(house: House, clock: Clock) -> None:
    accounts.create_account(
        house,
        None,
        username="head",
        display_name="Head",
        role=Role.ADMINISTRATOR,
        password="kettle moss lantern",
    )
    token = accounts.sign_in(house, "head", "kettle moss lantern").token
    clock.turn(minutes=10)
    retention.run(house)
    assert accounts.actor_for_token(house, token)
