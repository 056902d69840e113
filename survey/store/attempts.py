"""The rows behind `survey.throttle`: one counter per guarded thing and window, shared by every process."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from survey.store.database import insert_if_absent
from survey.store.tables import Attempts


def counted(session: Session, key: str, now: datetime, window_opened_after: datetime) -> int:
    """Count one attempt and tell how many there have been in the current window, this one included."""
    insert_if_absent(session, Attempts(key=key, window_started_at=now, count=0))
    row = session.get(Attempts, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise RuntimeError("a counter disappeared inside its own transaction")
    if row.window_started_at <= window_opened_after:
        row.window_started_at, row.count = now, 0
    row.count += 1
    session.add(row)
    session.flush()
    return row.count


def forget(session: Session, key: str) -> None:
    session.execute(delete(Attempts).where(col(Attempts.key) == key))
