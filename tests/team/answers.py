"""Answers for the tests of what is made of them: short, plain, and about two things."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from survey.house import House
from survey.responses import Submission, accept
from survey.store.tables import Sitting

DARK = (
    "it is dark by the river and no lights",
    "no street lights on the path at night",
    "the path is dark with no lights",
    "dark alley behind the shops, the lights are broken",
    "lights are out on the river path",
    "too dark on the path, lights never work",
    "it gets dark and the street has no lights",
)
BUSES = (
    "the bus is late and I wait alone",
    "waiting for the bus on my own",
    "late buses, so I wait at the stop alone",
    "the bus never comes and I wait",
    "bus stop is empty when the bus is late",
    "long wait for a late bus",
    "I wait for buses that do not come",
)


def send(house: House, sitting: Sitting, **answers: Any) -> None:
    """One person's answers, by the same door as a phone's."""
    accept(
        house, sitting.code or "", Submission(str(uuid.uuid4()), sitting.questionnaire_version, "en", answers)
    )


def send_all(
    house: House, sitting: Sitting, texts: Sequence[str], also: Mapping[str, Any] | None = None
) -> None:
    """One person for each text, who all ticked the same."""
    for words in texts:
        send(house, sitting, **({"age_band": "14-15", "unsafe_why": words} | dict(also or {})))
