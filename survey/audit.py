"""Who did what, and can anybody have changed that record since?

For the data protection officer. Services call `record` inside the transaction of the thing they record, so
neither happens without the other. An entry never holds what a young person wrote.

Every entry carries a keyed hash over itself and over the hash of the entry before it; where the log ends is
also written down beside it, under the same key. `verify` therefore finds a changed, removed, added or moved
entry, also at the end, even if it was done straight in the database: making it look right again needs the
key. The database refuses changes to these rows besides (migration 0002).

Not covered: somebody who puts a whole older copy of the database back. Note `latest` somewhere else from time
to time and give it to `verify`; that finds it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from sqlmodel import Session

from survey.permissions import Actor, Permission, require
from survey.store import accounts, audit_chain
from survey.store.audit_chain import Filter
from survey.store.tables import AuditEntry

if TYPE_CHECKING:
    from survey.house import House
    from survey.vault import Vault

Fact: TypeAlias = str | int | bool | None
Detail: TypeAlias = Fact | Sequence[Fact] | Mapping[str, Fact]

SYSTEM = "system"
CLOCKS_DIFFER = timedelta(minutes=5)  # between machines that write one log
_PURPOSE = "audit chain"
_HEAD_PURPOSE = "audit head"


@dataclass(frozen=True)
class Entry:
    """One line of the log, as shown."""

    number: int
    at: datetime
    actor: str
    role: str
    action: str
    subject: str
    detail: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True)
class ChainProblem:
    """Something in the log is not as it was written."""

    number: int
    what: str


@dataclass(frozen=True)
class Mark:
    """Where the log ended at some moment: what to note outside the database."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Mark:
        number, _, digest = text.strip().partition(":")
        if not number.isdecimal() or not digest:
            raise ValueError("A noted mark looks like 17:3fa9…, as `audit verify` printed it.")
        return cls(int(number), digest)


def record(
    session: Session, house: House, actor: Actor | None, action: str, subject: str, **detail: Detail
) -> None:
    """Add an entry to the transaction under way. `actor` None is the system itself.

    Call it last in a transaction: from here on, other writers of the log wait for it to end.
    """
    audit_chain.lock(session)
    previous = audit_chain.last(session)
    entry = AuditEntry(
        number=(previous.number or 0) + 1 if previous else 1,
        at=house.now(),
        actor=actor.username if actor else SYSTEM,
        role=str(actor.role) if actor else SYSTEM,
        action=action,
        subject=subject,
        detail=dict(detail),
        previous_hash=previous.hash if previous else "",
        hash="",
    )
    entry.hash = _hash(house.vault, entry)
    session.add(entry)
    audit_chain.set_head(session, _head(house.vault, Mark(entry.number or 0, entry.hash)))
    session.flush()


def is_noted(session: Session, actor: Actor, action: str, subject: str, *, on: date) -> bool:
    """Has this person's doing this already been noted on this day?"""
    last = audit_chain.matching(
        session, Filter(action=action, subject=subject, actor=actor.username, before=None, limit=1)
    )
    return bool(last) and last[0].at.date() == on


def entries(
    house: House,
    actor: Actor,
    *,
    action: str | None = None,
    subject: str | None = None,
    by: str | None = None,
    before: int | None = None,
    limit: int = 200,
) -> tuple[Entry, ...]:
    """The log, newest first. Pass the last number seen as `before` to read on."""
    require(actor, Permission.READ_AUDIT)
    wanted = Filter(action=action, subject=subject, actor=by, before=before, limit=limit)
    with house.database.reading() as session:
        return tuple(_shown(row) for row in audit_chain.matching(session, wanted))


def latest(house: House) -> Mark | None:
    """Where the log ends now. Holds nothing about anybody, so it may be noted anywhere."""
    with house.database.reading() as session:
        row = audit_chain.last(session)
        return Mark(row.number or 0, row.hash) if row else None


def verify(house: House, noted: Mark | None = None) -> list[ChainProblem]:
    """Everything that is not as it was written; an empty list is a whole log. Changes nothing.

    `noted` is a mark somebody wrote down earlier: the log must still hold it.
    """
    with house.database.reading() as session:
        return _problems(house.vault, session, noted)


def clock_put_back(house: House) -> list[ChainProblem]:
    """Entries stamped well before the one they follow. The order stands; the times may be wrong."""
    found: list[ChainProblem] = []
    before: datetime | None = None
    with house.database.reading() as session:
        for entry in audit_chain.in_order(session):
            if before is not None and before - entry.at > CLOCKS_DIFFER:
                told = f"The clock went back here, from {before:%d %B %Y %H:%M} to {entry.at:%d %B %Y %H:%M}."
                found.append(ChainProblem(entry.number or 0, told))
            before = entry.at
    return found


def _problems(vault: Vault, session: Session, noted: Mark | None) -> list[ChainProblem]:
    problems: list[ChainProblem] = []
    end = Mark(0, "")
    noted_is_there = noted is None
    try:
        for entry in audit_chain.in_order(session):
            problems.extend(_at_link(vault, entry, end))
            end = Mark(entry.number or 0, entry.hash)
            noted_is_there = noted_is_there or end == noted
    except (ValueError, TypeError, LookupError):  # a value that is no longer a moment, a JSON, a number
        problems.append(ChainProblem(end.number + 1, "An entry after this point can no longer be read."))
        return problems
    problems.extend(_at_end(vault, audit_chain.head(session), end))
    if end.number == 0 and accounts.any_at_all(session):
        problems.append(ChainProblem(0, "The log is empty, and making the first account is always in it."))
    if noted is not None and not noted_is_there:
        problems.append(ChainProblem(noted.number, "The entry that was noted outside is not in the log."))
    return problems


def _at_link(vault: Vault, entry: AuditEntry, before: Mark) -> list[ChainProblem]:
    number = entry.number or 0
    problems = []
    if number != before.number + 1:
        problems.append(ChainProblem(number, f"Entries {before.number + 1} to {number - 1} are missing."))
    elif entry.previous_hash != before.hash:
        problems.append(ChainProblem(number, f"Entry {number} does not follow entry {before.number}."))
    try:
        untouched = hmac.compare_digest(entry.hash.encode(), _hash(vault, entry).encode())
    except (ValueError, TypeError, AttributeError):
        untouched = False
    if not untouched:
        problems.append(ChainProblem(number, f"Entry {number} is not as it was written."))
    return problems


def _at_end(vault: Vault, head: str | None, end: Mark) -> list[ChainProblem]:
    expected = _head(vault, end) if end.number else None
    if head == expected:
        return []
    return [ChainProblem(end.number, f"The log ends at entry {end.number}, which is not where it was left.")]


def _hash(vault: Vault, entry: AuditEntry) -> str:
    canonical = json.dumps(
        {
            "number": entry.number,
            "at": entry.at.isoformat(timespec="microseconds"),
            "actor": entry.actor,
            "role": entry.role,
            "action": entry.action,
            "subject": entry.subject,
            "detail": entry.detail,
            "previous_hash": entry.previous_hash,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return vault.keyed_hash(_PURPOSE, canonical)


def _head(vault: Vault, mark: Mark) -> str:
    return f"{mark}:{vault.keyed_hash(_HEAD_PURPOSE, str(mark))}"


def _shown(row: AuditEntry) -> Entry:
    return Entry(
        number=row.number or 0,
        at=row.at,
        actor=row.actor,
        role=row.role,
        action=row.action,
        subject=row.subject,
        detail=dict(row.detail),
    )
