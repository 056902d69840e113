"""The audit log's rows: the lock that keeps the chain single, its last link, and reading it in order.

What an entry means and how its hash is made is in `survey.audit`; this only speaks SQL for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlmodel import Session, col, select

from survey.store.tables import AuditEntry, Workspace

HEAD: Final = "audit_head"
_CHAIN_LOCK: Final = 7_240_114  # any fixed number: names our lock inside PostgreSQL
_PAGE: Final = 1_000


@dataclass(frozen=True)
class Filter:
    """Which entries somebody wants to read."""

    action: str | None = None
    subject: str | None = None
    actor: str | None = None
    before: int | None = None
    limit: int = 200


def lock(session: Session) -> None:
    """Only one transaction at a time adds to the chain. On SQLite a writing transaction is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})


def last(session: Session) -> AuditEntry | None:
    return session.exec(select(AuditEntry).order_by(col(AuditEntry.number).desc()).limit(1)).first()


def head(session: Session) -> str | None:
    row = session.get(Workspace, HEAD)
    return row.value if row else None


def set_head(session: Session, value: str) -> None:
    row = session.get(Workspace, HEAD)
    if row is None:
        session.add(Workspace(key=HEAD, value=value))
    else:
        row.value = value
        session.add(row)


def in_order(session: Session) -> Iterator[AuditEntry]:
    """Every entry, first to last, without holding the whole log in memory."""
    after: int | None = None
    while True:
        query = select(AuditEntry).order_by(col(AuditEntry.number)).limit(_PAGE)
        if after is not None:
            query = query.where(col(AuditEntry.number) > after)
        page = session.exec(query).all()
        if not page:
            return
        yield from page
        after = page[-1].number
        session.expunge_all()


def matching(session: Session, wanted: Filter) -> Sequence[AuditEntry]:
    """The newest entries first."""
    query = select(AuditEntry).order_by(col(AuditEntry.number).desc()).limit(wanted.limit)
    if wanted.action is not None:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.subject is not None:
        query = query.where(AuditEntry.subject == wanted.subject)
    if wanted.actor is not None:
        query = query.where(AuditEntry.actor == wanted.actor)
    if wanted.before is not None:
        query = query.where(col(AuditEntry.number) < wanted.before)
    return session.exec(query).all()
