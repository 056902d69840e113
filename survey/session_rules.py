"""What a session has to keep to: the moves it can make, its numbers, and what must be said before it starts.

For `survey.sessions`, which does it, and for pages that offer only what is possible. Pure: values in,
problems out, each a sentence for the leader. Who may do it and what is stored is left to `survey.sessions`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from survey.office import Office
from survey.questionnaire import Questionnaire, SelectOne
from survey.store.tables import SessionState


class PermissionRoute(StrEnum):
    """How permission was asked for a young person under 16."""

    INFORMED_OPT_OUT = "informed_opt_out"  # parents were told and could say no
    WRITTEN = "written"  # a parent signed
    SCHOOL_CARE = "school_care"  # within what the school does in its care


class Setting(StrEnum):
    YOUTH_CLUB = "youth_club"
    SCHOOL = "school"
    STREET = "street"
    ONLINE = "online"
    OTHER = "other"


@dataclass(frozen=True)
class Rules:
    """Every number a session obeys."""

    most_answers: int = 5_000  # a whole school at once; more than one place is more than one session
    longest_hours: float = 31 * 24  # a link sent home for a month
    count_step: int = 5  # counts move in these steps, and start with the first of them
    permission_under: int = 16
    longest_words: int = 300


RULES: Final = Rules()


# --- moves ---


class Move(StrEnum):
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    VOID = "void"


@dataclass(frozen=True)
class Step:
    """From which states a move may be made, where it leads, and what it is called."""

    allowed_from: frozenset[SessionState]
    to: SessionState
    verb: str  # "A session that is closed cannot …"
    noted: str  # in the audit log


_DRAFT, _OPEN, _PAUSED, _CLOSED, _VOIDED = SessionState

MOVES: Final[Mapping[Move, Step]] = {
    Move.START: Step(frozenset({_DRAFT}), _OPEN, "start", "session started"),
    Move.PAUSE: Step(frozenset({_OPEN}), _PAUSED, "pause", "session paused"),
    Move.RESUME: Step(frozenset({_PAUSED}), _OPEN, "go on", "session resumed"),
    Move.CLOSE: Step(frozenset({_OPEN, _PAUSED}), _CLOSED, "be closed", "session closed"),
    Move.VOID: Step(frozenset({_DRAFT, _OPEN, _PAUSED, _CLOSED}), _VOIDED, "be voided", "session voided"),
}


# --- permission ---


def bands_needing_permission(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The age bands of this questionnaire with somebody under 16 in them.

    A questionnaire that does not ask the age may be answered by anybody, so it needs one route for all.
    """
    try:
        question = questionnaire.question("age_band")
    except KeyError:
        return ("under_16",)
    bands = [choice.name for choice in question.choices] if isinstance(question, SelectOne) else []
    youngest = {band: re.match(r"(\d+)-(\d+)$", band) for band in bands}
    return tuple(
        band for band, ages in youngest.items() if ages and int(ages.group(1)) < RULES.permission_under
    )


# --- what is missing or wrong ---


def place_problems(office: Office, area: str, place: str | None) -> list[str]:
    """Is this a place of the office's own list?"""
    known = {district.name: district for district in office.districts}
    if area not in known:
        return [f"There is no area {area!r} in office.yaml; there is {', '.join(known)}."]
    places = {one.name for one in known[area].places}
    if place and place not in places:
        return [f"There is no place {place!r} in {known[area].label}; there is {', '.join(sorted(places))}."]
    return []


def shape_problems(setting: str, title: str, contact: str, cap: int, hours: float) -> list[str]:
    """Do the words and numbers of a new session keep to the rules?"""
    problems = []
    if setting not in set(Setting):
        problems.append(f"The setting {setting!r} is not one of {', '.join(Setting)}.")
    if not 1 <= cap <= RULES.most_answers:
        problems.append(f"The most answers must be between 1 and {RULES.most_answers}.")
    if not 0 < hours <= RULES.longest_hours:
        problems.append(f"The hours must be more than 0 and at most {RULES.longest_hours:g}.")
    problems += [
        f"The {what} is longer than {RULES.longest_words} characters."
        for what, words in (("title", title), ("safeguarding contact", contact))
        if len(words) > RULES.longest_words
    ]
    return problems


def unknown_route_problems(asked: Questionnaire, routes: Mapping[str, str]) -> list[str]:
    """Is every route one there is, for an age band that needs one?"""
    bands = bands_needing_permission(asked)
    return [
        *(f"There is no age band {band!r} that needs permission." for band in routes if band not in bands),
        *(
            f"The permission route {route!r} for {band} is not one of {', '.join(PermissionRoute)}."
            for band, route in routes.items()
            if route not in set(PermissionRoute)
        ),
    ]


def missing_route_problems(asked: Questionnaire, routes: Mapping[str, str]) -> list[str]:
    """Has somebody said for every age band under 16 how permission was asked?"""
    missing = [band for band in bands_needing_permission(asked) if band not in routes]
    if not missing:
        return []
    return [f"Say how permission was asked for ages {', '.join(missing).replace('_', ' ')}."]
