"""Ends what is under way at one given step, so that every step can be tried as the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from survey.store.database import Database


class Killed(Exception):
    """Stands for the process ending here."""


def raise_killed() -> None:
    raise Killed


@contextmanager
def killed_at(database: Database, statement: int, kill: Callable[[], None]) -> Iterator[None]:
    """End at the given statement sent to the database; the commit counts as one."""
    sent = 0

    def step(*_: object) -> None:
        nonlocal sent
        sent += 1
        if sent == statement:
            kill()

    event.listen(database.engine, "before_cursor_execute", step)
    event.listen(database.engine, "commit", step)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", step)
        event.remove(database.engine, "commit", step)
