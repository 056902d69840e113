"""An example workspace: what does all this look like with answers in it, before anybody real has given any?

For everybody who looks around, learns, or tests. People, sessions and answers are invented (`example_people`,
`example_words`), and the workspace says so on every screen. The answers go in by the same door as real ones,
so the queue has texts to read and the analyst has themes to find. Never touches a real workspace.

`make` is done in seconds: people, and this wave with its sessions and answers. What an office has done with
them by then (the last wave released, asks, blind coding) takes a minute: that is `survey.example_story`.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from survey import accounts, sessions
from survey.example_sessions import FOR_NOW, Plan, at, held, hold, plans, started
from survey.house import EXAMPLE, House, clock_on_the_wall, open_house
from survey.permissions import Actor
from survey.settings import Settings
from survey.store import workspace
from survey.store.tables import Role, Sitting

SEED: Final = 2026
DAYS_BACK: Final = 20
OPEN_HOURS: Final = 14 * 24
PASSWORD_BYTES: Final = 12  # 16 characters to type

_ROLES: Final = (
    (Role.ADMINISTRATOR, "administrator", "Example Administrator"),
    (Role.SESSION_LEADER, "leader", "Example Leader"),
    (Role.SAFEGUARDING_LEAD, "safeguarding", "Example Safeguarding Lead"),
    (Role.ANALYST, "analyst", "Example Analyst"),
    (Role.VIEWER, "viewer", "Example Viewer"),
)


@dataclass(frozen=True)
class Size:
    """How much is invented."""

    in_districts: tuple[int, ...]  # sessions in the first district, the second, and so on
    group_sizes: tuple[int, int]  # from, to: answers in one session
    at_once: int = 1_000_000  # answers that are there when `make` is done; the rest comes with the story
    talks_every: int = 0  # in every so many sessions the group talks as well
    told: bool = False  # whether the office has done its part (`example_story`)


WHOLE: Final = Size(
    in_districts=(11, 2, 9, 10, 14, 9), group_sizes=(20, 40), at_once=850, talks_every=8, told=True
)
"""A usual wave, about 1,700 answers. In the second district too few sessions to show anything of it."""

SMALL: Final = Size(in_districts=(2,), group_sizes=(17, 36))
"""For tests: every district heard, none of them shown."""

SIZES: Final = {"whole": WHOLE, "small": SMALL}


class ExampleProblem(Exception):
    """The example cannot be made here; says why and where else."""


@dataclass(frozen=True)
class SignInShown:
    """A way in, shown once: the password is random and kept only as a hash."""

    role: str
    username: str
    password: str


@dataclass(frozen=True)
class Example:
    """What was made."""

    join_code: str
    sign_ins: tuple[SignInShown, ...]
    sessions: int
    answers: int


def size_of(settings: Settings) -> Size:
    """How much this installation invents, unless it is told otherwise."""
    return SIZES[settings.example]


def make(
    settings: Settings,
    *,
    seed: int = SEED,
    clock: Callable[[], datetime] = clock_on_the_wall,
    size: Size | None = None,
) -> Example:
    """Make a fresh example in this folder, in place of an earlier one. `ExampleProblem` if it is real."""
    size = size or size_of(settings)
    house = _emptied(settings, clock)
    began = clock()
    first_day = began - timedelta(days=DAYS_BACK + 1)
    past = at(house, first_day, _lots(seed, "accounts"))
    people, sign_ins = _people(past)
    made = 0
    for sitting in _held(house, people, _to_hold(house, seed, size)):
        made += sitting.accepted
        if made >= size.at_once:
            break
    open_now = started(house, people, _plan_for_now(house), OPEN_HOURS)
    there = sessions.all_sessions(house, people[Role.ANALYST])
    house.database.dispose()
    return Example(open_now.code or "", sign_ins, sessions=len(there), answers=made)


def hold_the_rest(house: House, people: Mapping[Role, Actor], *, seed: int, size: Size) -> tuple[int, int]:
    """The sessions that `make` left for later. Returns how many sessions and answers there are now."""
    closed = held(house, people)
    for _ in _held(house, people, _to_hold(house, seed, size)[len(closed) :]):
        pass
    closed = held(house, people)
    return len(closed) + 1, sum(one.accepted for one in closed)


# --- room for it ---


def _emptied(settings: Settings, clock: Callable[[], datetime]) -> House:
    """A house with nothing in it but the note that it is an example, so that a half-made one can go too."""
    house = open_house(settings, clock=clock)
    if house.is_example:
        house.database.start_afresh()
        house.database.dispose()
        house = open_house(settings, clock=clock)
    elif accounts.any_account(house):
        raise ExampleProblem(
            f"{settings.data_dir} holds a real workspace, which is left as it is. "
            "Set SURVEY_DATA_DIR to another folder for the example."
        )
    with house.database.session() as session:
        workspace.settle(session, EXAMPLE, "yes")
    return house


# --- people with accounts ---


def _people(house: House) -> tuple[dict[Role, Actor], tuple[SignInShown, ...]]:
    actors: dict[Role, Actor] = {}
    shown = []
    for role, username, name in _ROLES:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        actors[role] = accounts.create_account(
            house,
            actors.get(Role.ADMINISTRATOR),
            username=username,
            display_name=name,
            role=role,
            password=password,
        )
        shown.append(SignInShown(role.value, username, password))
    return actors, tuple(shown)


# --- sessions ---


def _to_hold(house: House, seed: int, size: Size) -> list[tuple[datetime, Plan, random.Random]]:
    """Every session of the wave in order: when, what, and the lots drawn in it, each from its own seed."""
    first_day = house.now() - timedelta(days=DAYS_BACK + 1)
    planned = list(plans(house, _lots(seed, "plans"), size.in_districts, size.group_sizes, size.talks_every))
    return [
        (
            first_day + timedelta(days=DAYS_BACK * number / len(planned)),
            plan,
            _lots(seed, f"session {number}"),
        )
        for number, plan in enumerate(planned, start=1)
    ]


def _held(
    house: House, people: Mapping[Role, Actor], wanted: Iterable[tuple[datetime, Plan, random.Random]]
) -> Iterator[Sitting]:
    for then, plan, chance in wanted:
        yield hold(at(house, then, chance), people, plan, chance)


def _lots(seed: int, what: str) -> random.Random:
    """For what is invented; passwords are drawn from `secrets`."""
    return random.Random(f"{seed} {what}")  # noqa: S311


# --- the session that is open ---


def _plan_for_now(house: House) -> Plan:
    """The session that is open for whoever looks around."""
    named = [one for one in house.office.districts if one.name == "peterborough"]
    return Plan((named or list(house.office.districts))[0], None, FOR_NOW, "Try it yourself")
