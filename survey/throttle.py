"""How often may something guarded be tried? Slows guessing down, across every process and restart.

For receipts, passwords and anything else that can be guessed at. What is guarded, and who tries, only ever
reach the database as a keyed hash, and the counters are gone with retention. A network address may be given
as `who`: it is hashed together with the day, so it cannot be followed from one day to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from survey.house import House
from survey.store import attempts


@dataclass(frozen=True)
class Limit:
    """At most so many attempts in a window that starts with the first of them."""

    times: int
    within: timedelta


class TooManyAttempts(Exception):
    """Tried too often. The message can be shown to whoever tried."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        minutes = max(1, round(limit.within.total_seconds() / 60))
        super().__init__(f"That was tried too many times. Please try again in {minutes} minutes.")


def count_attempt(house: House, purpose: str, who: str, limit: Limit) -> None:
    """Count one attempt, before its outcome is known; `TooManyAttempts` once the limit is passed.

    Counted first, so that a thousand guesses sent at once are a thousand attempts and not one.
    """
    now = house.now()
    with house.database.session() as session:
        times = attempts.counted(session, _key(house, purpose, who), now, now - limit.within)
    if times > limit.times:
        raise TooManyAttempts(limit)


def forgive(house: House, purpose: str, who: str) -> None:
    """Start again at nought, after an attempt that turned out to be rightful."""
    with house.database.session() as session:
        attempts.forget(session, _key(house, purpose, who))


def _key(house: House, purpose: str, who: str) -> str:
    return house.vault.keyed_hash(f"attempts: {purpose}", f"{house.today().isoformat()} {who}")
