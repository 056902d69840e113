"""Sessions of the example: where they are, who comes, and what happens from the start to the close.

For `survey.example` and `survey.example_story`. Everything goes through the services a leader and a phone
use: a session is made, started and closed; what people send is checked and screened like any other answer,
all of a session's in one transaction, because the example has to be there soon.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import cycle
from typing import Final

from survey import group_talk, paper, responses, sessions
from survey.example_people import SCALES, Invented, invented
from survey.house import House
from survey.office import District
from survey.permissions import Actor
from survey.responses import Submission
from survey.store.tables import Role, SessionState, Sitting

QUESTIONNAIRE: Final = "feelings_of_safety"
HOURS: Final = 4
CONTACT: Final = "Ask for the example lead at the front desk"  # by which its sessions are known
FOR_NOW: Final = "other"  # the setting of the session that is open for whoever looks around
SETTINGS: Final = (("youth_club", "Youth club"), ("school", "School hall"), ("street", "Street team"))


@dataclass(frozen=True)
class Plan:
    """One session to be held."""

    district: District
    place: str | None
    setting: str
    title: str
    answers: int = 0
    declined: int = 0
    talk: bool = False  # whether the group talks as well, and its leader writes it up


def plans(
    house: House,
    chance: random.Random,
    in_districts: Sequence[int],
    group_sizes: tuple[int, int],
    talks_every: int = 0,
) -> Iterator[Plan]:
    """Sessions round by round over the districts. `in_districts`: how many in each, begun again as needed."""
    wanted = list(zip(house.office.districts, cycle(in_districts), strict=False))
    number = 0
    for round_ in range(max(in_districts)):
        for order, (district, sessions_there) in enumerate(wanted):
            if round_ >= sessions_there:
                continue
            number += 1
            setting, called = SETTINGS[(order + round_) % len(SETTINGS)]
            place = chance.choice(district.places) if district.places else None
            yield Plan(
                district,
                place.name if place else None,
                setting,
                f"{called}, {place.label if place else district.label}",
                answers=chance.randint(*group_sizes),
                declined=chance.randint(0, 4),
                talk=bool(talks_every) and number % talks_every == 0,
            )


def at(house: House, moment: datetime, chance: random.Random) -> House:
    """The house as if it were then, with lots drawn from the seed."""
    return replace(house, clock=lambda: moment, chance=chance.random)


def hold(
    house: House,
    people: Mapping[Role, Actor],
    plan: Plan,
    chance: random.Random,
    scales: Mapping[str, tuple[int, ...]] = SCALES,
) -> Sitting:
    """One session from start to close, with its answers."""
    sitting = started(house, people, plan, HOURS)
    asked = house.questionnaire(sitting.questionnaire_version)
    group = [invented(asked, plan.district, chance, scales=scales) for _ in range(plan.answers)]
    sent = [_submission(sitting, one, chance) for one in group]
    stored = responses.accept_together(house, sitting.code or "", sent)
    if plan.talk:
        _talked(house, people, sitting, plan, chance)
    leader = people[Role.SESSION_LEADER]
    return sessions.close(house, leader, sitting.id, headcount=stored + plan.declined, declined=plan.declined)


def held(house: House, people: Mapping[Role, Actor]) -> list[Sitting]:
    """The example's sessions of this wave that are over. What an earlier try left open is closed first."""
    own = [
        one
        for one in sessions.all_sessions(house, people[Role.ANALYST], house.office.wave.name)
        if one.safeguarding_contact == CONTACT and one.setting != FOR_NOW
    ]
    leader = people[Role.SESSION_LEADER]
    return [
        sessions.close(house, leader, one.id, headcount=one.accepted)
        if one.state is SessionState.OPEN
        else one
        for one in own
        if one.state in (SessionState.OPEN, SessionState.CLOSED)
    ]


def started(house: House, people: Mapping[Role, Actor], plan: Plan, hours: float) -> Sitting:
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
        safeguarding_contact=CONTACT,
        permission_routes=dict.fromkeys(bands, sessions.PermissionRoute.INFORMED_OPT_OUT.value),
        hours=hours,
    )
    return sessions.start(house, leader, draft.id)


def _submission(sitting: Sitting, one: Invented, chance: random.Random) -> Submission:
    return Submission(
        submission_id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        version=sitting.questionnaire_version,
        language=one.language,
        answers=one.answers,
        rotation_seed=chance.randrange(2**31),
        mode=one.mode,
    )


def _talked(
    house: House, people: Mapping[Role, Actor], sitting: Sitting, plan: Plan, chance: random.Random
) -> None:
    """The group talks, and the leader writes down what it said, by the ticket that typing in needs."""
    talk = group_talk.prepare(house, people[Role.SESSION_LEADER], sitting.id)
    asked = house.questionnaire(talk.questionnaire_version)
    record = replace(invented(asked, plan.district, chance), mode="phone")
    submission = _submission(talk, record, chance)
    group_talk.write(house, talk.code or "", paper.ticket(house, talk), submission, replacing=False)
