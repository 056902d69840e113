"""An example workspace: what does all this look like with answers in it, before anybody real has given any?

For everybody who looks around, learns, or tests. People, sessions and answers are invented (`example_words`),
and the workspace says so on every screen. The answers go in by the same door as real ones, so the queue has
texts to read and the analyst has themes to find. Never touches a real workspace.
"""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from survey import accounts, responses, sessions
from survey.example_people import Invented, invented
from survey.example_words import DISTRICTS
from survey.house import EXAMPLE, House, clock_on_the_wall, open_house
from survey.office import District
from survey.permissions import Actor
from survey.responses import Submission
from survey.settings import Settings
from survey.store import workspace
from survey.store.tables import Role, Sitting

SEED: Final = 2026
QUESTIONNAIRE: Final = "feelings_of_safety"
SESSIONS_IN_A_DISTRICT: Final = 2
GROUP_SIZES: Final = (17, 36)  # from, to: answers in one session
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
_SETTINGS: Final = (("youth_club", "Youth club"), ("school", "School hall"), ("street", "Street team"))


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


def make(
    settings: Settings,
    *,
    seed: int = SEED,
    clock: Callable[[], datetime] = clock_on_the_wall,
    group_sizes: tuple[int, int] = GROUP_SIZES,
) -> Example:
    """Make a fresh example in this folder, in place of an earlier one. `ExampleProblem` if it is real."""
    house = _emptied(settings, clock)
    began = clock()
    first_day = began - timedelta(days=DAYS_BACK + 1)
    chance = random.Random(seed)  # noqa: S311  (for what is invented; passwords are drawn from `secrets`)
    past = _at(house, first_day, chance)
    people, sign_ins = _people(past)
    plans = list(_plans(past, chance, group_sizes))
    answers = 0
    for number, plan in enumerate(plans, start=1):
        then = first_day + timedelta(days=DAYS_BACK * number / len(plans))
        answers += _held_session(_at(house, then, chance), people, plan, chance)
    open_now = _started(house, people, _plan_for_now(house), OPEN_HOURS)
    house.database.dispose()
    return Example(open_now.code or "", sign_ins, sessions=len(plans) + 1, answers=answers)


def _at(house: House, moment: datetime, chance: random.Random) -> House:
    """The house as if it were then, with lots drawn from the seed."""
    return replace(house, clock=lambda: moment, chance=chance.random)


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


@dataclass(frozen=True)
class _Plan:
    district: District
    place: str | None
    setting: str
    title: str
    answers: int = 0
    declined: int = 0


def _plans(house: House, chance: random.Random, sizes: tuple[int, int]) -> Iterator[_Plan]:
    for round_ in range(SESSIONS_IN_A_DISTRICT):
        for number, district in enumerate(house.office.districts):
            setting, called = _SETTINGS[(number + round_) % len(_SETTINGS)]
            place = chance.choice(district.places) if district.places else None
            yield _Plan(
                district,
                place.name if place else None,
                setting,
                f"{called}, {place.label if place else district.label}",
                answers=chance.randint(*sizes),
                declined=chance.randint(0, 4),
            )


def _held_session(house: House, people: dict[Role, Actor], plan: _Plan, chance: random.Random) -> int:
    """One session from start to close, with its answers."""
    sitting = _started(house, people, plan, hours=4)
    asked = house.questionnaire(sitting.questionnaire_version)
    weights = DISTRICTS.get(plan.district.name, {})
    group = [invented(asked, plan.district, weights, chance) for _ in range(plan.answers)]
    stored = sum(_sent(house, sitting, one, chance) for one in group)
    leader = people[Role.SESSION_LEADER]
    sessions.close(house, leader, sitting.id, headcount=stored + plan.declined, declined=plan.declined)
    return stored


def _started(house: House, people: dict[Role, Actor], plan: _Plan, hours: float) -> Sitting:
    leader = people[Role.SESSION_LEADER]
    bands = sessions.bands_needing_permission(house.questionnaire_named(QUESTIONNAIRE))
    draft = sessions.create(
        house,
        leader,
        questionnaire=QUESTIONNAIRE,
        area=plan.district.name,
        place=plan.place,
        setting=plan.setting,
        title=plan.title,
        safeguarding_lead_id=people[Role.SAFEGUARDING_LEAD].account_id,
        safeguarding_contact="Ask for the example lead at the front desk",
        permission_routes=dict.fromkeys(bands, sessions.PermissionRoute.INFORMED_OPT_OUT.value),
        hours=hours,
    )
    return sessions.start(house, leader, draft.id)


def _sent(house: House, sitting: Sitting, one: Invented, chance: random.Random) -> bool:
    """Through the door, like everybody else."""
    submission = Submission(
        submission_id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        version=sitting.questionnaire_version,
        language=one.language,
        answers=one.answers,
        rotation_seed=chance.randrange(2**31),
        mode=one.mode,
    )
    return responses.accept(house, sitting.code or "", submission).stored


def _plan_for_now(house: House) -> _Plan:
    """The session that is open for whoever looks around."""
    named = [one for one in house.office.districts if one.name == "peterborough"]
    return _Plan((named or list(house.office.districts))[0], None, "other", "Try it yourself")
