"""Asks as rows: what was asked, and everything that happened to it, oldest first."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from survey.store.tables import AskEvent, AskRow


def of_wave(session: Session, wave: str) -> list[AskRow]:
    """Oldest first."""
    query = select(AskRow).where(col(AskRow.wave) == wave)
    return list(session.exec(query.order_by(col(AskRow.created_at), col(AskRow.id))))


def by_id(session: Session, ask_id: str) -> AskRow | None:
    return session.get(AskRow, ask_id)


def to_change(session: Session, ask_id: str) -> AskRow | None:
    """For changing: nobody else changes it until this transaction ends."""
    return session.get(AskRow, ask_id, with_for_update=True, populate_existing=True)


def events(session: Session, ask_ids: Iterable[str]) -> list[AskEvent]:
    """Everything that happened to these asks, each in its order."""
    query = select(AskEvent).where(col(AskEvent.ask_id).in_(list(ask_ids)))
    return list(session.exec(query.order_by(col(AskEvent.ask_id), col(AskEvent.number))))
