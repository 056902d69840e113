"""What may a phone that had no signal send later, and how do we know it is what it says?

For the young person's page. A phone that was shown a session's page is given two things to keep with it: our
public key, and the session's ticket. Without a signal it seals answers with the key (`survey.envelopes`), so
that they lie on it as noise, and sends them when it can. Here they are opened; from then on they go the one
way of all answers, `responses.accept`, with the same limits, the same id made by the phone, the same repeats.

What is sealed is a line with the session's code and its ticket, then the body as it would have been sent:

- The **code** is inside, so nothing on the phone and no address says which session it was.
- The **ticket** shows that the phone had this page while the session was open. With it answers are taken for
  `late_sends_hours` after the end, and marked; without it only while the session is open. It is the same for
  everybody in the session, so it tells nobody from anybody. The phone's clock is never asked.

The cap counts late answers like others: a session that is full stays full. Pausing is for the leader to end,
so a phone waits for it. A voided session takes nothing. Whoever is refused is told why by their phone.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Final

from survey import codes, sessions
from survey.house import House
from survey.store.tables import Sitting

LARGEST: Final = 72_000  # bytes; the largest body a phone may send, filled up, with what the seal adds
TICKET_LENGTH: Final = 24  # hexadecimal digits, 96 bits
_LONGEST_FIRST_LINE: Final = 80


@dataclass(frozen=True)
class Unsealed:
    """A send as it was before it was sealed. `body` is JSON, filled up with spaces to hide its length."""

    code: str
    body: bytes = field(repr=False)
    may_be_late: bool


class NotReadable(Exception):
    """It opens, but it is not what our page seals. Holds nothing of it."""


def public_key(house: House) -> bytes:
    """What a phone seals with: the id of the key, then the key itself as SubjectPublicKeyInfo."""
    return house.vault.public_key


def ticket(house: House, sitting: Sitting) -> str:
    """Shows that a phone had this session's page. Only given with a page, and only while it is open."""
    return house.vault.keyed_hash("late send", sitting.id)[:TICKET_LENGTH]


def unseal(house: House, envelope: bytes) -> Unsealed:
    """Raises `survey.vault.CannotOpen` for anything not sealed with a key of ours, and `NotReadable`."""
    line, found, body = house.vault.open_envelope(envelope).partition(b"\n")
    code, _, shown = line[:_LONGEST_FIRST_LINE].decode("ascii", "replace").partition(" ")
    if not found or not codes.is_code(code):
        raise NotReadable("A sealed send does not begin with the code of a session.")
    return Unsealed(code, body, _is_ticket(house, code, shown))


def _is_ticket(house: House, code: str, shown: str) -> bool:
    sitting = sessions.door(house, code).sitting
    return sitting is not None and hmac.compare_digest(ticket(house, sitting).encode(), shown.encode())
