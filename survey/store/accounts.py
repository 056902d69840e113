"""Rows of staff accounts and of their signed-in browsers. Who may touch them is for `survey.accounts`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, text
from sqlmodel import Session, col, select

from survey.store.tables import Account, Role, SignIn

_ACCOUNTS_LOCK: Final = 7_240_115  # any fixed number: names our lock inside PostgreSQL


def lock(session: Session) -> None:
    """Only one transaction at a time changes who works here. On SQLite a writing one is alone already.

    Taken before any row, and before the audit log's own lock, so that nobody waits in a circle.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ACCOUNTS_LOCK})


def any_at_all(session: Session) -> bool:
    return session.exec(select(Account.id).limit(1)).first() is not None


def by_id(session: Session, account_id: str) -> Account | None:
    return session.get(Account, account_id)


def by_id_to_change(session: Session, account_id: str) -> Account | None:
    """The row as it is now, kept from others until the transaction ends."""
    return session.get(Account, account_id, with_for_update=True, populate_existing=True)


def by_username(session: Session, username: str) -> Account | None:
    return session.exec(select(Account).where(Account.username == username)).first()


def everybody(session: Session) -> Sequence[Account]:
    return session.exec(select(Account).order_by(Account.username)).all()


def display_names(session: Session, account_ids: Iterable[str]) -> dict[str, str]:
    """What these people are called, whether or not they still work here."""
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(list(account_ids)))
    return dict(session.exec(query).all())


def active_with_role(session: Session, role: Role) -> Sequence[Account]:
    query = select(Account).where(Account.role == role, col(Account.active).is_(True))
    return session.exec(query.order_by(Account.display_name)).all()


def last_seen(session: Session) -> dict[str, datetime]:
    """When each account's browsers were last used, as far as they are still signed in."""
    query = select(SignIn.account_id, func.max(SignIn.last_seen_at)).group_by(SignIn.account_id)
    return {account_id: seen for account_id, seen in session.exec(query)}  # noqa: C416  (rows, not pairs)


def sign_in_with_account(session: Session, token_hash: str) -> tuple[SignIn, Account] | None:
    query = select(SignIn, Account).join(Account).where(SignIn.token_hash == token_hash)
    found = session.exec(query).first()
    return (found[0], found[1]) if found else None


def touch(session: Session, token_hash: str, now: datetime) -> None:
    row = session.get(SignIn, token_hash)
    if row is not None:
        row.last_seen_at = now
        session.add(row)


def sign_ins_of(session: Session, account_id: str) -> Sequence[SignIn]:
    return session.exec(select(SignIn).where(SignIn.account_id == account_id)).all()


def forget_token(session: Session, token_hash: str) -> bool:
    """Whether it was there."""
    gone = session.execute(delete(SignIn).where(col(SignIn.token_hash) == token_hash))
    return bool(getattr(gone, "rowcount", 0))


def forget_tokens_of(session: Session, account_id: str, *, but: str = "") -> int:
    """Sign an account out everywhere, except in the browser whose token hashes to `but`."""
    gone = session.execute(
        delete(SignIn).where(col(SignIn.account_id) == account_id, col(SignIn.token_hash) != but)
    )
    return int(getattr(gone, "rowcount", 0))
