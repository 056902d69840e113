"""What a session was shown of itself, kept so that it stays the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from survey.store.database import insert_if_absent
from survey.store.tables import KeptPlayback, Response


def answers_of(session: Session, sitting_id: str) -> list[tuple[str, dict[str, Any]]]:
    """(response id, answers) of one session, in the order of the random ids."""
    query = select(col(Response.id), col(Response.answers)).where(col(Response.sitting_id) == sitting_id)
    return [(row_id, answers) for row_id, answers in session.execute(query.order_by(col(Response.id)))]


def kept(session: Session, sitting_id: str) -> KeptPlayback | None:
    return session.get(KeptPlayback, sitting_id)


def keep(session: Session, made: KeptPlayback) -> KeptPlayback:
    """Keep it unless another process has been quicker; tells what is kept."""
    insert_if_absent(session, made)
    return session.get_one(KeptPlayback, made.sitting_id)


def replace(session: Session, made: KeptPlayback) -> KeptPlayback:
    return session.merge(made)
