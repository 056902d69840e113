"""May this tablet be passed round? The PIN with which a leader starts and ends a shared tablet.

For the leader's page, which shows `pin`, and for the young person's page, which asks `is_right`. A PIN
belongs to one session and is worked out from it, so there is nothing to store and nothing to set. It
guards no answers: it only keeps somebody in the room from ending the tablet's mode, or starting it on
their own phone.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Final

from survey import sessions
from survey.house import House
from survey.store.tables import Sitting
from survey.throttle import Limit, count_attempt, forgive

PIN_DIGITS: Final = 6
GUESSES: Final = Limit(times=10, within=timedelta(minutes=15))


def pin(house: House, sitting: Sitting) -> str:
    """The session's PIN, always the same for the same session and key."""
    number = int(house.vault.keyed_hash("tablet pin", sitting.id), 16)
    return f"{number % 10**PIN_DIGITS:0{PIN_DIGITS}}"


def is_right(house: House, code: str, typed: str) -> bool:
    """Whether this is the PIN of the session with this code. Raises `TooManyAttempts`."""
    sitting = sessions.door(house, code).sitting
    if sitting is None:
        return False
    count_attempt(house, "tablet pin", sitting.id, GUESSES)
    digits = "".join(one for one in typed if one.isdigit() and one.isascii())
    if not hmac.compare_digest(digits, pin(house, sitting)):
        return False
    forgive(house, "tablet pin", sitting.id)
    return True
