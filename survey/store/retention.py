"""What is past its time, found and removed in batches, so that no phone waits behind a large deletion.

How long anything is kept, and what the log says about it, is in `survey.retention`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, update
from sqlmodel import Session, col, select

from survey.store.database import Database
from survey.store.tables import Alert, Attempts, FreeText, HelpTalk, SignIn, TextState, Workspace

BATCH = 1_000


def unread(session: Session, received_by: date) -> Sequence[FreeText]:
    """Some texts still held, locked for change."""
    query = select(FreeText).where(_unread(received_by)).limit(BATCH).with_for_update(skip_locked=True)
    return session.exec(query).all()


def number_unread(session: Session, received_by: date) -> int:
    return _number(session, _unread(received_by))


def number_raw(session: Session, received_by: date) -> int:
    return _number(session, _raw(received_by))


def number_cleared(session: Session, received_by: date) -> int:
    return _number(session, _cleared(received_by))


def destroy_raw(session: Session, received_by: date) -> int:
    """Destroy the sealed words behind some texts that are no longer held; tells how many."""
    return _changed(session, _raw(received_by), sealed=None)


def delete_cleared(session: Session, received_by: date) -> int:
    """Delete the words of some cleared texts; that there was a text stays. Tells how many."""
    return _changed(session, _cleared(received_by), cleared_text=None, sealed=None)


def delete_ended_sign_ins(session: Session, now: datetime, idle_since: datetime) -> int:
    over = or_(col(SignIn.expires_at) <= now, col(SignIn.last_seen_at) <= idle_since)
    return _rows(session.execute(delete(SignIn).where(over)))


def delete_counters(session: Session, before: datetime) -> int:
    return _rows(session.execute(delete(Attempts).where(col(Attempts.window_started_at) < before)))


def delete_notes(session: Session, asked_by: date) -> int:
    """Old requests for a help talk, and announcements of texts that wait no longer."""
    talks = session.execute(delete(HelpTalk).where(col(HelpTalk.asked_on) <= asked_by))
    waits = exists().where(col(FreeText.id) == col(Alert.free_text_id), col(FreeText.state) == TextState.HELD)
    return _rows(talks) + _rows(session.execute(delete(Alert).where(~waits)))


def fact(session: Session, key: str) -> str | None:
    row = session.get(Workspace, key)
    return row.value if row else None


def set_fact(session: Session, key: str, value: str) -> None:
    row = session.get(Workspace, key, with_for_update=True, populate_existing=True)
    row = row or Workspace(key=key, value=value)
    row.value = value
    session.add(row)
    session.flush()


def empty_the_log(database: Database) -> None:
    """SQLite's write-ahead log still holds what was deleted until it is written back and cut to nothing.

    If somebody is reading in that moment it is left for the next time. PostgreSQL cleans up by itself.
    """
    if not database.is_sqlite:
        return
    with closing(database.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _unread(received_by: date) -> ColumnElement[bool]:
    return and_(col(FreeText.state) == TextState.HELD, col(FreeText.received_on) <= received_by)


def _raw(received_by: date) -> ColumnElement[bool]:
    return and_(
        col(FreeText.state) != TextState.HELD,
        col(FreeText.sealed).is_not(None),
        col(FreeText.received_on) <= received_by,
    )


def _cleared(received_by: date) -> ColumnElement[bool]:
    return and_(col(FreeText.cleared_text).is_not(None), col(FreeText.received_on) <= received_by)


def _number(session: Session, which: ColumnElement[bool]) -> int:
    return int(session.exec(select(func.count()).select_from(FreeText).where(which)).one())


def _changed(session: Session, which: ColumnElement[bool], **values: None) -> int:
    ids = session.exec(select(FreeText.id).where(which).limit(BATCH)).all()
    changed = update(FreeText).where(col(FreeText.id).in_(ids), which).values(**values)
    return _rows(session.execute(changed.execution_options(synchronize_session=False)))


def _rows(result: object) -> int:
    return int(getattr(result, "rowcount", 0))
