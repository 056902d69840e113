"""What did the group say? One record of a talk, written down by the leader, never counted with people.

For a leader after a talk with the group of a session. The record goes the way of all answers (checked,
screened, held where somebody has to read it first), but it is nobody’s own: it is kept in a session of its
own, beside the one of the phones, and left out wherever people are counted. A second write-up replaces the
first, knowingly; that it was replaced stays in the log. Counting groups is left to `analysis.groups_heard`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sqlmodel import Session

from survey import audit, codes, sessions
from survey.house import House, HouseProblem
from survey.paper import KeyingProblem, shown
from survey.permissions import Actor
from survey.questionnaire import Questionnaire
from survey.responses import Accepted, Submission, Way, accept, take_out
from survey.session_rules import bands_needing_permission
from survey.sessions import SessionProblem
from survey.store import answers, sittings, workspace
from survey.store.tables import GroupTalk, Response, SessionState, Sitting

QUESTIONNAIRE: Final = "group_discussion"


def prepare(house: House, actor: Actor, sitting_id: str) -> Sitting:
    """The place for this session’s record: made when it is first asked for, the same ever after."""
    its = sessions.own(house, actor, sitting_id)
    if house.questionnaire(its.questionnaire_version).answered_by == "leader":
        return its
    known = of_session(house, its)
    if known is not None:
        return known
    if its.state in (SessionState.DRAFT, SessionState.VOIDED):
        raise SessionProblem("Open the session first; the group’s record belongs to it.")
    asked = _form(house)
    with house.database.session() as session:
        sittings.to_change(session, its.id)
        kept = session.get(GroupTalk, its.id)
        if kept is not None:
            return session.get_one(Sitting, kept.talk_id)
        workspace.keep_questionnaire(session, asked.version, asked.name, asked.to_json(), asked.answered_by)
        workspace.first_used(session, asked.version, house.today())
        talk = _beside(its, asked, session, house)
        session.add(talk)
        session.flush()
        session.add(GroupTalk(sitting_id=its.id, talk_id=talk.id))
        session.flush()
        audit.record(session, house, actor, "group talk prepared", its.id)
        return talk


def of_session(house: House, sitting: Sitting) -> Sitting | None:
    """Where this session’s record is kept, if a place was made for it."""
    with house.database.reading() as session:
        kept = session.get(GroupTalk, sitting.id)
        return session.get(Sitting, kept.talk_id) if kept else None


def is_written(house: House, sitting: Sitting) -> bool:
    """Whether there is a record already."""
    with house.database.reading() as session:
        return bool(answers.written(session, sitting.id))


def write(house: House, code: str, given: str, submission: Submission, *, replacing: bool) -> Accepted:
    """Keep the group’s record. `KeyingProblem` when there is one and nobody said to replace it."""
    door = shown(house, code, given)
    asked = door.questionnaire
    if asked is None or asked.answered_by != "leader":
        raise KeyingProblem("not_a_group_form")

    def take_a_place(session: Session, house: House, sitting: Sitting) -> bool:
        sittings.to_change(session, sitting.id)
        earlier = answers.of_group(session, sitting.id)
        if earlier and not replacing:
            raise KeyingProblem("already_written")
        for one in earlier:
            take_out(session, house, one)
            sittings.give_a_place_back(session, sitting.id)
        noted = "group record replaced" if earlier else "group record written"
        audit.record(session, house, None, noted, sitting.id)
        return sittings.take_a_paper_place(session, sitting.id, house.now(), sessions.paper_from(house), 1)

    def beside(session: Session, response: Response) -> None:
        """Nothing goes with it."""

    way = Way(sessions.state_for_paper, take_a_place, beside, by_leader=True)
    return accept(house, code, replace(submission, mode="phone"), way=way)


def _form(house: House) -> Questionnaire:
    try:
        return house.questionnaire_named(QUESTIONNAIRE)
    except HouseProblem as problem:
        raise SessionProblem(str(problem)) from None


def _beside(its: Sitting, asked: Questionnaire, session: Session, house: House) -> Sitting:
    """A session for one record: the same place, the same people to turn to, open as long as paper is."""
    routes = dict.fromkeys(bands_needing_permission(asked), next(iter(its.permission_routes.values()), ""))
    kept: dict[str, Any] = its.model_dump(
        include={
            "wave",
            "area",
            "place",
            "setting",
            "title",
            "leader_id",
            "safeguarding_lead_id",
            "safeguarding_contact",
            "opened_at",
            "expires_at",
        }
    )
    return Sitting(
        **kept,
        questionnaire_version=asked.version,
        code=sittings.free_code(session, codes.new_code),
        state=SessionState.OPEN,
        permission_routes={band: route for band, route in routes.items() if route},
        cap=1,
        open_hours=its.open_hours,
        created_at=house.now(),
    )
