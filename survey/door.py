"""How slowly does the door open for somebody who keeps getting the password wrong?

It behaves the same for a user name that exists and one that does not: the same words, the same pauses, the
same lock. Counts are in the database, so a second process or a restart forgets nothing.

A stranger who knows a user name can keep its door shut; whoever is signed in already stays in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from survey import audit
from survey.house import House
from survey.store import accounts as rows
from survey.store import attempts
from survey.store.tables import Attempts, SignIn


@dataclass(frozen=True)
class DoorRules:
    """Every number the door goes by."""

    failures: int = 10  # then the door stays shut
    shut_for: timedelta = timedelta(minutes=15)
    pauses: tuple[int, ...] = (0, 0, 0, 0, 5, 15, 30, 60, 120, 180)  # seconds since the first failure, by try
    idle: timedelta = timedelta(minutes=30)
    at_most: timedelta = timedelta(hours=12)
    seen_every: timedelta = timedelta(minutes=1)  # how exactly "last seen" is kept
    clocks_differ: timedelta = timedelta(minutes=5)  # between machines, and a machine and itself put right


RULES: Final = DoorRules()


class SignInRefused(Exception):
    """Not let in. The message can be shown, and says the same whether the user name exists or not."""


def is_open(browser: SignIn, now: datetime) -> bool:
    """Is this browser still signed in: used lately, not for too long, and not in a time still to come?

    A clock that was wrong and is put back must not let a forgotten screen stay open until it catches up.
    """
    if browser.last_seen_at - now > RULES.clocks_differ:
        return False
    return now < browser.expires_at and now - browser.last_seen_at < RULES.idle


def count_try(house: House, username: str) -> bool:
    """Count before looking, so that a thousand tries at once are a thousand. Tells whether it is the last."""
    now = house.now()
    key = _key(house, username)
    with house.database.session() as session:
        tries = attempts.counted(session, key, now, now - RULES.shut_for)
        row = session.get_one(Attempts, key)
        if tries > RULES.failures:
            raise SignInRefused(_shut_until(row.window_started_at + RULES.shut_for - now))
        opens_at = row.window_started_at + timedelta(seconds=RULES.pauses[tries - 1])
        if now < opens_at:
            raise SignInRefused(_shut_until(opens_at - now))
        if tries == RULES.failures:
            row.window_started_at = now  # the door stays shut from this try on
            session.add(row)
    return tries == RULES.failures


def shut(house: House, username: str) -> None:
    """Note the lock. A name nobody has is not noted: people type their password into the wrong box."""
    until = house.now() + RULES.shut_for
    with house.database.session() as session:
        account = rows.by_username(session, username)
        if account is not None:
            account.failed_attempts, account.locked_until = RULES.failures, until
            session.add(account)
        audit.record(session, house, None, "sign in locked", account.id if account else "no such account")


def forgive(session: Session, house: House, username: str) -> None:
    """The password was right: start again at nought."""
    attempts.forget(session, _key(house, username))


def _shut_until(wait: timedelta) -> str:
    seconds = max(1, -int(-wait.total_seconds() // 1))
    time = f"{-(-seconds // 60)} minutes" if seconds > 90 else f"{seconds} seconds"
    return f"There were too many tries. Please wait {time} and try again."


def _key(house: House, username: str) -> str:
    return house.vault.keyed_hash("attempts: door", username)
