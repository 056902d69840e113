"""How is a moment, a word out of a list, an id kept, and what are constraints called?

For whoever writes a table: the same on SQLite and PostgreSQL. The tables are in `survey.store.tables`.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Enum
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so they are put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(kind: type[StrEnum]) -> Enum:
    """A word out of a fixed list, kept as that word: readable in any tool, and easy to add to later."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda k: [member.value for member in k])


# Constraints are named by rule, so that a migration on either database can find them again.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


# SQLite numbers rows in the order they arrive unless told not to; who answered first is nobody's business.
NO_ARRIVAL_ORDER = {"sqlite_with_rowid": False}


def new_id() -> str:
    """A random identifier: 122 bits, so it says nothing about order or time."""
    return str(uuid.uuid4())
