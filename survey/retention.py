"""How long is anything kept, and is anything here past its time?

For the administrator and the data protection officer. Words go first, and go by themselves:

- **Raw words** are destroyed when somebody decides about them, and after 30 days at the latest. A text still
  held by then becomes withheld: nobody can read it any more. The queue warns long before.
- **Redacted words** are deleted after 24 months. What was ticked stays, without any words.
- **Answers behind a release**, kept sealed so that it can be counted again, go 24 months after the first
  session in it; the release itself stays. A draft nobody has decided about goes after 30 days.
- **Numbers on paper forms** are forgotten when their batch is closed, or `paper_hours` after the session.
- **Sign-ins and counters** of staff go when they have ended.

The audit log says what was deleted, when and by which rule; never what it said. A server keeps to this by
itself (`keep_to_schedule`), once a day however many processes there are; `python -m survey retention` does it
by hand. Copies made outside, such as backups, are the office's: `THREATS.md` says so.
"""

from __future__ import annotations

import asyncio
import logging
from calendar import monthrange
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from survey import audit, paper, release_files
from survey.door import RULES as DOOR
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.screening import alerts
from survey.screening.decision import destroy
from survey.store import releases as release_rows
from survey.store import retention as rows
from survey.store.tables import ReleaseState

_LOG: Final = logging.getLogger(__name__)
_LAST_RUN: Final = "retention_ran_on"
_TICK_S: Final = 60.0
_PAST_ITS_TIME: Final = "Nobody decided about it in time."


@dataclass(frozen=True)
class Periods:
    """How long each kind of thing is kept."""

    raw_days: int = 30
    redacted_months: int = 24
    draft_days: int = 30
    counter_hours: int = 24
    note_days: int = 30
    warning_days: int = 7  # how long before unread words are destroyed the administrator is told


PERIODS: Final = Periods()


@dataclass(frozen=True)
class RetentionReport:
    """What was deleted, or with `dry_run` what would be. Numbers only."""

    unread_withheld: int = 0
    raw_destroyed: int = 0
    redacted_deleted: int = 0
    releases_emptied: int = 0
    drafts_deleted: int = 0
    sign_ins_ended: int = 0
    counters_deleted: int = 0
    notes_deleted: int = 0
    dry_run: bool = False

    @property
    def words(self) -> int:
        """How many texts lost words."""
        return self.unread_withheld + self.raw_destroyed + self.redacted_deleted


@dataclass(frozen=True)
class Due:
    """Is anything past its time, or about to be lost unread?"""

    past: RetentionReport
    unread_soon: int  # held texts whose words are destroyed within the week
    last_run_on: date | None


def run(house: House, actor: Actor | None = None, *, dry_run: bool = False) -> RetentionReport:
    """Delete what is past its time. Safe to run twice, at the same time, and to stop half-way.

    `actor` None is the schedule, or the command on the machine itself.
    """
    if actor is not None:
        require(actor, Permission.DELETE_BY_AGE)
    if dry_run:
        return due(house).past
    report = RetentionReport(
        unread_withheld=_in_batches(house, lambda session: _withhold_unread(session, house, actor)),
        raw_destroyed=_in_batches(house, lambda session: _destroy_raw(session, house, actor)),
        redacted_deleted=_in_batches(house, lambda session: _delete_redacted(session, house, actor)),
        releases_emptied=_empty_releases(house, actor),
        drafts_deleted=_delete_drafts(house, actor),
    )
    report = _tidied(house, report)
    paper.forget_numbers(house)
    with house.database.session() as session:
        rows.set_fact(session, _LAST_RUN, house.today().isoformat())
    rows.empty_the_log(house.database)
    return report


def due(house: House) -> Due:
    """What a run would delete now, and what is about to be lost. Numbers only."""
    today = house.today()
    soon = today + timedelta(days=PERIODS.warning_days)
    with house.database.reading() as session:
        unread = rows.number_unread(session, raw_cutoff(today))
        past = RetentionReport(
            unread_withheld=unread,
            raw_destroyed=rows.number_raw(session, raw_cutoff(today)),
            redacted_deleted=rows.number_cleared(session, redacted_cutoff(today)),
            releases_emptied=len(release_rows.with_answers_from(session, redacted_cutoff(today))),
            drafts_deleted=len(release_rows.drafts_prepared_by(session, _draft_cutoff(house))),
            dry_run=True,
        )
        unread_soon = rows.number_unread(session, raw_cutoff(soon)) - unread
        last = rows.fact(session, _LAST_RUN)
    return Due(past, unread_soon, date.fromisoformat(last) if last else None)


def raw_cutoff(today: date) -> date:
    """Raw words received on this day or before are past their time."""
    return today - timedelta(days=PERIODS.raw_days)


def redacted_cutoff(today: date) -> date:
    """The same day of the month 24 months ago, or the last day of that month."""
    months = today.year * 12 + today.month - 1 - PERIODS.redacted_months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


# --- keeping to it ---


async def keep_to_schedule(
    house_factory: Callable[[], House], *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """For the server: every minute announce what is new, once a day delete what is past its time."""
    while True:
        await asyncio.to_thread(_one_round, house_factory)
        await sleep(_TICK_S)


def run_if_due(house: House) -> RetentionReport | None:
    """Run once a day, whichever process is first."""
    with house.database.reading() as session:
        if rows.fact(session, _LAST_RUN) == house.today().isoformat():
            return None
    return run(house)


def _one_round(house_factory: Callable[[], House]) -> None:
    """One duty failing keeps neither the other nor the next round from happening."""
    for name, duty in (("alerts", alerts.send_alerts), ("retention", run_if_due)):
        try:
            duty(house_factory())
        except Exception as error:  # noqa: BLE001  (this is the last place that can catch it)
            _LOG.error("%s did not run and is tried again in a minute: %s", name, type(error).__name__)


# --- deleting ---


def _in_batches(house: House, step: Callable[[Session], int]) -> int:
    """Each batch is a transaction of its own, with its audit entry."""
    total = 0
    while True:
        with house.database.session() as session:
            number = step(session)
        if not number:
            return total
        total += number


def _withhold_unread(session: Session, house: House, actor: Actor | None) -> int:
    texts = rows.unread(session, raw_cutoff(house.today()))
    for text in texts:
        destroy(text)
        session.add(text)
    session.flush()
    for text in texts:
        audit.record(
            session, house, actor, "text withheld", text.id, reason="retention", level=str(text.level)
        )
    return len(texts)


def _destroy_raw(session: Session, house: House, actor: Actor | None) -> int:
    cutoff = raw_cutoff(house.today())
    number = rows.destroy_raw(session, cutoff)
    return _noted(session, house, actor, "raw words destroyed", cutoff, number)


def _delete_redacted(session: Session, house: House, actor: Actor | None) -> int:
    cutoff = redacted_cutoff(house.today())
    number = rows.delete_cleared(session, cutoff)
    return _noted(session, house, actor, "redacted words deleted", cutoff, number)


def _noted(session: Session, house: House, actor: Actor | None, what: str, cutoff: date, number: int) -> int:
    if number:
        audit.record(session, house, actor, what, "retention", texts=number, received_by=cutoff.isoformat())
    return number


def _empty_releases(house: House, actor: Actor | None) -> int:
    """What the office kept of old releases. What was let out stays as it was."""
    with house.database.session() as session:
        old = release_rows.with_answers_from(session, redacted_cutoff(house.today()))
        for release in old:
            if release.state is ReleaseState.PREPARED:
                release_files.put_aside(session, house, release, _PAST_ITS_TIME)
            release_rows.remove_sealed(session, release.id)
        session.flush()
        for release in old:
            audit.record(session, house, actor, "answers behind a release deleted", release.id)
    return len(old)


def _delete_drafts(house: House, actor: Actor | None) -> int:
    with house.database.session() as session:
        old = release_rows.drafts_prepared_by(session, _draft_cutoff(house))
        for draft in old:
            release_files.put_aside(session, house, draft, _PAST_ITS_TIME)
        session.flush()
        for draft in old:
            audit.record(session, house, actor, "draft of a release deleted", draft.id)
    return len(old)


def _draft_cutoff(house: House) -> datetime:
    return house.now() - timedelta(days=PERIODS.draft_days)


def _tidied(house: House, report: RetentionReport) -> RetentionReport:
    now = house.now()
    with house.database.session() as session:
        return replace(
            report,
            sign_ins_ended=rows.delete_ended_sign_ins(session, now, now - DOOR.idle),
            counters_deleted=rows.delete_counters(session, now - timedelta(hours=PERIODS.counter_hours)),
            notes_deleted=rows.delete_notes(session, house.today() - timedelta(days=PERIODS.note_days)),
        )
