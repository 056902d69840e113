"""One group, one place, one questionnaire, one code: may it take answers now, and who said so?

For session leaders, who open and close; for the young person's page, which only asks `door`; and for
administrators, who may void. A session moves along `MOVES` and no other way. It cannot start before somebody
is named who will read worrying answers, and somebody has said how permission was asked for under-16s.

The exact number of answers stays here: a leader sees steps of 5 from 5 up (`counts`), so that nobody in a
room can tell that the one who just put the phone down has sent something. Storing answers is left to
`survey.responses`, the moves and numbers themselves are in `survey.session_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from survey import audit, codes
from survey.house import House, HouseProblem
from survey.permissions import Actor, NotAllowed, Permission, may, require
from survey.questionnaire import Questionnaire
from survey.session_rules import (
    MOVES,
    RULES,
    Move,
    PermissionRoute,
    Rules,
    Setting,
    Step,
    bands_needing_permission,
    missing_route_problems,
    place_problems,
    shape_problems,
    unknown_route_problems,
)
from survey.store import accounts, answers, sittings, workspace
from survey.store.tables import Role, SessionState, Sitting

__all__ = [
    "MOVES",
    "RULES",
    "Counts",
    "Door",
    "DoorState",
    "Move",
    "PermissionRoute",
    "Rules",
    "SessionProblem",
    "Setting",
    "Step",
    "all_sessions",
    "bands_needing_permission",
    "close",
    "counts",
    "create",
    "door",
    "for_leader",
    "late_sends_from",
    "own",
    "paper_from",
    "pause",
    "resume",
    "start",
    "state_at_door",
    "state_for_late_sends",
    "state_for_paper",
    "void",
]

DoorState: TypeAlias = Literal["unknown", "draft", "open", "paused", "closed", "full", "expired"]


_DRAWS: Final = 20


class SessionProblem(Exception):
    """What is asked of a session cannot be done. Says to the leader what is missing or wrong."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Door:
    """What a young person with this code finds. A voided session looks closed."""

    state: DoorState
    sitting: Sitting | None = None
    questionnaire: Questionnaire | None = None


@dataclass(frozen=True)
class Counts:
    """How many answers came, as a leader may know it: None means fewer than 5.

    `late`: those of them that came after the end. Not for leaders: unlike the other it falls when somebody
    takes an answer back, and a leader may remember whose phone had no signal.
    """

    about: int | None
    late: int | None = None


# --- a leader's walk: create, start, pause, resume, close ---


def create(
    house: House,
    actor: Actor,
    *,
    questionnaire: str,
    area: str,
    place: str | None = None,
    setting: str = "youth_club",
    title: str = "",
    safeguarding_lead_id: str | None = None,
    safeguarding_contact: str = "",
    permission_routes: Mapping[str, str] | None = None,
    cap: int = 60,
    hours: float = 4,
) -> Sitting:
    """A session in draft, with its code. Nobody can answer before `start`."""
    require(actor, Permission.OPEN_SESSION)
    asked = _questionnaire_from_the_office(house, questionnaire)
    routes = dict(permission_routes or {})
    problems = [
        *place_problems(house.office, area, place),
        *shape_problems(setting, title, safeguarding_contact, cap, hours),
        *unknown_route_problems(asked, routes),
    ]
    if problems:
        raise SessionProblem(*problems)
    sitting = Sitting(
        questionnaire_version=asked.version,
        wave=house.office.wave.name,
        area=area,
        place=place or None,
        setting=setting,
        title=title.strip(),
        leader_id=actor.account_id,
        safeguarding_lead_id=safeguarding_lead_id or None,
        safeguarding_contact=safeguarding_contact.strip(),
        permission_routes=routes,
        cap=cap,
        open_hours=hours,
        created_at=house.now(),
    )
    return _stored_with_a_code(house, actor, sitting, asked)


def start(house: House, actor: Actor, sitting_id: str) -> Sitting:
    """Open the session for answers. `SessionProblem` names everything that is missing."""
    with house.database.session() as session:
        sitting = _own(session, actor, sitting_id)
        _check_move(sitting, Move.START)
        asked = house.questionnaire(sitting.questionnaire_version)
        problems = [
            *_lead_problems(session, sitting),
            *missing_route_problems(asked, sitting.permission_routes),
        ]
        if problems:
            raise SessionProblem("This session cannot start yet.", *problems)
        now = house.now()
        sitting.opened_at = now
        sitting.expires_at = now + timedelta(hours=sitting.open_hours)
        workspace.first_used(session, sitting.questionnaire_version, house.today())
        return _moved(session, house, actor, sitting, Move.START)


def pause(house: House, actor: Actor, sitting_id: str) -> Sitting:
    """Take no answers for now; nothing is lost."""
    with house.database.session() as session:
        return _moved(session, house, actor, _own(session, actor, sitting_id), Move.PAUSE)


def resume(house: House, actor: Actor, sitting_id: str) -> Sitting:
    with house.database.session() as session:
        sitting = _own(session, actor, sitting_id)
        _check_move(sitting, Move.RESUME)
        if _is_over(house, sitting):
            raise SessionProblem("The time of this session is over. Close it and open a new one.")
        return _moved(session, house, actor, sitting, Move.RESUME)


def close(
    house: House, actor: Actor, sitting_id: str, headcount: int | None = None, declined: int | None = None
) -> Sitting:
    """End the session, with how many were in the room and how many said no, if the leader counted."""
    wrong = [
        f"The number {what} must be between 0 and {RULES.most_answers}."
        for what, number in (("in the room", headcount), ("who said no", declined))
        if number is not None and not 0 <= number <= RULES.most_answers
    ]
    if headcount is not None and declined is not None and declined > headcount:
        wrong.append("More people said no than were in the room.")
    if wrong:
        raise SessionProblem(*wrong)
    with house.database.session() as session:
        sitting = _own(session, actor, sitting_id)
        _check_move(sitting, Move.CLOSE)
        sitting.headcount, sitting.declined = headcount, declined
        sitting.closed_at = house.now()
        return _moved(session, house, actor, sitting, Move.CLOSE)


def void(house: House, actor: Actor, sitting_id: str, reason: str) -> Sitting:
    """Take a session and all its answers out of everything, for a reason that is kept."""
    require(actor, Permission.VOID_SESSION)
    reason = reason.strip()
    if not reason:
        raise SessionProblem("Please say why this session is voided; the reason is kept.")
    with house.database.session() as session:
        sitting = _found(sittings.to_change(session, sitting_id))
        sitting.void_reason = reason[: RULES.longest_words]
        sittings.void_its_talk(session, sitting.id, sitting.void_reason)
        sitting.closed_at = sitting.closed_at or house.now()
        return _moved(session, house, actor, sitting, Move.VOID, reason=sitting.void_reason)


# --- looking ---


def door(house: House, code: str) -> Door:
    """What somebody with this code finds right now."""
    code = codes.normalise_code(code)
    if not codes.is_code(code):
        return Door("unknown")
    with house.database.reading() as session:
        sitting = sittings.by_code(session, code)
    if sitting is None:
        return Door("unknown")
    return Door(state_at_door(house, sitting), sitting, house.questionnaire(sitting.questionnaire_version))


def state_at_door(house: House, sitting: Sitting) -> DoorState:
    """A session's state as it looks from outside."""
    match sitting.state:
        case SessionState.DRAFT:
            return "draft"
        case SessionState.CLOSED | SessionState.VOIDED:
            return "closed"
    if _is_over(house, sitting):
        return "expired"
    if sitting.state is SessionState.PAUSED:
        return "paused"
    return "full" if sitting.accepted >= sitting.cap else "open"


def state_for_late_sends(house: House, sitting: Sitting) -> DoorState:
    """The same for answers that a phone without a signal kept: an end within the grace period is still open.

    They take a place under the cap like any other. A pause is a pause, and a voided session takes nothing.
    """
    state = state_at_door(house, sitting)
    if not _ended_since(sitting, state, late_sends_from(house)):
        return state
    return "full" if sitting.accepted >= sitting.cap else "open"


def state_for_paper(house: House, sitting: Sitting) -> DoorState:
    """The same for forms from the envelope: also in a pause, over the cap, and for longer after the end."""
    state = state_at_door(house, sitting)
    if state in ("paused", "full") or _ended_since(sitting, state, paper_from(house)):
        return "full" if sitting.accepted >= RULES.most_answers else "open"
    return state


def late_sends_from(house: House) -> datetime:
    """A session that ended before this takes no late sends any more."""
    return house.now() - timedelta(hours=house.settings.late_sends_hours)


def paper_from(house: House) -> datetime:
    """The forms of a session that ended before this are not typed in any more."""
    return house.now() - timedelta(hours=house.settings.paper_hours)


def counts(house: House, actor: Actor, sitting_id: str) -> Counts:
    """How many answers came, in steps of 5 from 5 up."""
    with house.database.reading() as session:
        sitting = _visible(actor, sittings.by_id(session, sitting_id))
        late = answers.late_in(session, sitting_id) if may(actor, Permission.SEE_ALL_SESSIONS) else 0
    return Counts(about=_in_steps(sitting.accepted), late=_in_steps(late))


def for_leader(house: House, actor: Actor) -> list[Sitting]:
    """The actor's own sessions, newest first. Show their numbers through `counts` only."""
    require(actor, Permission.SEE_OWN_COUNTS)
    with house.database.reading() as session:
        return sittings.of_leader(session, actor.account_id)


def own(house: House, actor: Actor, sitting_id: str) -> Sitting:
    """One session, for whoever runs it; any, for an administrator."""
    require(actor, Permission.OPEN_SESSION)
    with house.database.reading() as session:
        return _if_own(actor, _found(sittings.by_id(session, sitting_id)))


def all_sessions(house: House, actor: Actor, wave: str | None = None) -> list[Sitting]:
    """Every session, newest first, voided ones included."""
    require(actor, Permission.SEE_ALL_SESSIONS)
    with house.database.reading() as session:
        return sittings.every(session, wave)


# --- moving ---


def _check_move(sitting: Sitting, move: Move) -> None:
    if sitting.state not in MOVES[move].allowed_from:
        raise SessionProblem(f"A session that is {sitting.state.value} cannot {MOVES[move].verb}.")


def _moved(
    session: Session, house: House, actor: Actor, sitting: Sitting, move: Move, **detail: str
) -> Sitting:
    _check_move(sitting, move)
    sitting.state = MOVES[move].to
    session.add(sitting)
    audit.record(session, house, actor, MOVES[move].noted, sitting.id, **detail)
    return sitting


def _in_steps(number: int) -> int | None:
    return number - number % RULES.count_step or None


def _is_over(house: House, sitting: Sitting) -> bool:
    return sitting.expires_at is not None and house.now() >= sitting.expires_at


def _ended_since(sitting: Sitting, state: DoorState, moment: datetime) -> bool:
    """Whether a session is over, by hand or by its time, but not for too long. A voided one is for good."""
    if state not in ("closed", "expired") or sitting.state is SessionState.VOIDED:
        return False
    ends = [end for end in (sitting.closed_at, sitting.expires_at) if end is not None]
    return bool(ends) and min(ends) > moment


# --- who may ---


def _found(sitting: Sitting | None) -> Sitting:
    if sitting is None:
        raise SessionProblem("There is no such session.")
    return sitting


def _own(session: Session, actor: Actor, sitting_id: str) -> Sitting:
    """The session, locked for change: the leader's own, or any for an administrator."""
    require(actor, Permission.OPEN_SESSION)
    return _if_own(actor, _found(sittings.to_change(session, sitting_id)))


def _if_own(actor: Actor, sitting: Sitting) -> Sitting:
    if sitting.leader_id != actor.account_id and actor.role is not Role.ADMINISTRATOR:
        raise NotAllowed("This session belongs to another leader.")
    return sitting


def _visible(actor: Actor, sitting: Sitting | None) -> Sitting:
    if not may(actor, Permission.SEE_ALL_SESSIONS):
        require(actor, Permission.SEE_OWN_COUNTS)
    found = _found(sitting)
    if found.leader_id != actor.account_id and not may(actor, Permission.SEE_ALL_SESSIONS):
        raise NotAllowed("This session belongs to another leader.")
    return found


# --- what is missing or wrong ---


def _questionnaire_from_the_office(house: House, name: str) -> Questionnaire:
    try:
        return house.questionnaire_named(name)
    except HouseProblem as problem:
        raise SessionProblem(str(problem)) from None


def _lead_problems(session: Session, sitting: Sitting) -> list[str]:
    if sitting.safeguarding_lead_id is None:
        return ["Name the safeguarding lead who reads worrying answers from this session."]
    lead = accounts.by_id(session, sitting.safeguarding_lead_id)
    if lead is None or lead.role is not Role.SAFEGUARDING_LEAD:
        return ["The person named as safeguarding lead does not have that role."]
    if not lead.active:
        return [f"The account of the safeguarding lead {lead.display_name} is switched off; name another."]
    return []


# --- storing ---


def _stored_with_a_code(house: House, actor: Actor, sitting: Sitting, asked: Questionnaire) -> Sitting:
    for _ in range(_DRAWS):
        # A copy each time: a row that could not be stored stays tied to the transaction that failed.
        attempt = Sitting.model_validate(sitting.model_dump() | {"code": codes.new_code()})
        try:
            with house.database.session() as session:
                if attempt.code and sittings.code_is_taken(session, attempt.code):
                    continue
                if attempt.safeguarding_lead_id:
                    _lead_exists(session, attempt.safeguarding_lead_id)
                workspace.keep_questionnaire(
                    session, asked.version, asked.name, asked.to_json(), asked.answered_by
                )
                session.add(attempt)
                session.flush()
                audit.record(session, house, actor, "session created", attempt.id, area=attempt.area)
                return attempt
        except IntegrityError:
            continue  # another process took this very code in the same moment
    raise SessionProblem("No free code was found. Please try again.")


def _lead_exists(session: Session, account_id: str) -> None:
    if accounts.by_id(session, account_id) is None:
        raise SessionProblem("There is no such safeguarding lead.")
