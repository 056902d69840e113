"""Rows of free texts that wait for a person, of what was decided about them, and of what was announced.

What waiting, deciding and announcing mean is in `survey.screening.queue`, `help_talk` and `alerts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlmodel import Session, col, select

from survey.store.tables import (
    Account,
    Alert,
    FreeText,
    HarmLevel,
    HelpTalk,
    Response,
    Sitting,
    TextDecision,
    TextState,
)


@dataclass(frozen=True)
class WaitingText:
    """A free text with the session it came from."""

    text: FreeText
    sitting: Sitting


@dataclass(frozen=True)
class Decided:
    """One decision, with who took it."""

    decision: TextDecision
    by: str


def waiting(session: Session) -> list[WaitingText]:
    """Every held text, and every text drawn for a second look that nobody has looked at yet."""
    query = (
        select(FreeText, Sitting)
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(_waits())
    )
    return [WaitingText(text, sitting) for text, sitting in session.exec(query)]


def one(session: Session, text_id: str) -> WaitingText | None:
    query = (
        select(FreeText, Sitting)
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(col(FreeText.id) == text_id)
    )
    found = session.exec(query).first()
    return WaitingText(*found) if found else None


def to_decide(session: Session, text_id: str) -> FreeText | None:
    """The text as it is now; nobody else decides about it until this transaction ends."""
    return session.get(FreeText, text_id, with_for_update=True, populate_existing=True)


def sitting_of(session: Session, text: FreeText) -> Sitting:
    response = session.get_one(Response, text.response_id)
    return session.get_one(Sitting, response.sitting_id)


def decisions(session: Session, text_ids: Iterable[str]) -> dict[str, list[Decided]]:
    """What was decided about these texts so far, oldest first."""
    query = (
        select(TextDecision, Account.display_name)
        .join(Account, col(TextDecision.account_id) == col(Account.id))
        .where(col(TextDecision.free_text_id).in_(list(text_ids)))
        .order_by(col(TextDecision.at), col(TextDecision.id))
    )
    found: dict[str, list[Decided]] = {}
    for decision, name in session.exec(query):
        found.setdefault(decision.free_text_id, []).append(Decided(decision, name))
    return found


def number_waiting(session: Session) -> dict[HarmLevel, int]:
    query = select(FreeText.level, func.count()).where(_waits()).group_by(col(FreeText.level))
    return {HarmLevel(level): number for level, number in session.exec(query)}


# --- telling a leader ---


def help_talk(session: Session, sitting_id: str) -> HelpTalk | None:
    return session.get(HelpTalk, sitting_id, with_for_update=True, populate_existing=True)


def sitting(session: Session, sitting_id: str) -> Sitting | None:
    return session.get(Sitting, sitting_id)


# --- announcing by e-mail ---


def not_announced(session: Session, levels: Iterable[HarmLevel]) -> list[tuple[str, HarmLevel]]:
    """Held texts of these levels that no e-mail has announced."""
    announced = exists().where(col(Alert.free_text_id) == col(FreeText.id), col(Alert.sent))
    query = select(FreeText.id, FreeText.level).where(
        col(FreeText.state) == TextState.HELD, col(FreeText.level).in_(list(levels)), ~announced
    )
    return [(text_id, HarmLevel(level)) for text_id, level in session.exec(query)]


def note_announcement(session: Session, text_id: str, sent: bool, today: date) -> bool:
    """Remember a try. Tells whether it is the first one today, so that a long failure is noted once a day."""
    row = session.get(Alert, text_id, with_for_update=True, populate_existing=True)
    first_today = row is None or row.last_tried_on < today
    row = row or Alert(free_text_id=text_id, last_tried_on=today)
    row.sent, row.tries, row.last_tried_on = sent, row.tries + 1, today
    session.add(row)
    return first_today


def number_failing(session: Session) -> int:
    """Held texts whose announcement was tried and never succeeded."""
    query = (
        select(func.count())
        .select_from(FreeText)
        .join(Alert, col(Alert.free_text_id) == col(FreeText.id))
        .where(col(FreeText.state) == TextState.HELD, ~col(Alert.sent))
    )
    return int(session.exec(query).one())


def _waits() -> ColumnElement[bool]:
    looked_at = exists().where(col(TextDecision.free_text_id) == col(FreeText.id))
    readable = col(FreeText.cleared_text).is_not(None)  # until its time is over
    second_look = and_(col(FreeText.sampled), col(FreeText.state) == TextState.CLEARED, readable, ~looked_at)
    return or_(col(FreeText.state) == TextState.HELD, second_look)
