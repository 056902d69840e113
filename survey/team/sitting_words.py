"""How a session is named, placed and timed on the team's screens."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from survey.house import House
from survey.sessions import Counts, DoorState
from survey.store.tables import Sitting

LOCAL: Final = ZoneInfo("Europe/London")

AT_THE_DOOR: Final[dict[DoorState, str]] = {
    "unknown": "No such session",
    "draft": "Not open yet",
    "open": "Open",
    "paused": "Paused",
    "closed": "Closed",
    "full": "Full: no more answers fit",
    "expired": "Time is up",
}


def name_of(house: House, sitting: Sitting) -> str:
    """What the leader called it; without that, where it was."""
    return sitting.title or where(house, sitting)


def where(house: House, sitting: Sitting) -> str:
    """The place and its district, in the office's own words."""
    district = next((one for one in house.office.districts if one.name == sitting.area), None)
    if district is None:  # the office's file has changed since
        return sitting.area
    place = next((one.label for one in district.places if one.name == sitting.place), "")
    return f"{place}, {district.label}" if place else district.label


def clock_time(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%H:%M")


def day(moment: datetime) -> str:
    local = moment.astimezone(LOCAL)
    return f"{local.day} {local:%B %Y}"


def short_day(moment: datetime, now: datetime) -> str:
    """A day for a narrow column; the year only when it is another one."""
    local = moment.astimezone(LOCAL)
    year = "" if local.year == now.astimezone(LOCAL).year else f" {local.year}"
    return f"{local.day} {local:%b}{year}".replace(" ", "\N{NO-BREAK SPACE}")


def day_and_time(moment: datetime) -> str:
    return f"{day(moment)}, {clock_time(moment)}"


def open_until(house: House, sitting: Sitting) -> str:
    """Until when it takes answers: a time today, otherwise with its day."""
    if sitting.expires_at is None:
        return ""
    same_day = sitting.expires_at.astimezone(LOCAL).date() == house.now().astimezone(LOCAL).date()
    return clock_time(sitting.expires_at) if same_day else day_and_time(sitting.expires_at)


def sent(counts: Counts) -> tuple[str, str]:
    """The count as a leader may know it: a figure and what it counts."""
    if counts.about is None:
        return "Fewer than 5", "sent so far"
    return f"{counts.about} or so", "sent so far"
