"""What does a session leader learn when something worrying was written? "Give everybody the help talk."

Nothing more, whatever was written and however much: not which answer, not how many, not how bad. The talk
goes to the whole group, so that nobody is looked at. The safeguarding lead asks for it; the leader gives it.
"""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from survey import audit
from survey.house import House
from survey.permissions import Actor, NotAllowed, Permission, require
from survey.store import waiting as rows
from survey.store.tables import HelpTalk, Role, Sitting

MESSAGE: Final = (
    "Please give the whole group the help talk now: who they can talk to, today and later, and that it is "
    "all right to do so. Speak to everybody, and do not ask who wrote what."
)


def ask_for(session: Session, house: House, actor: Actor, sitting: Sitting) -> None:
    """Put the request on the leader's page. Asking again after it was given asks again."""
    asked = rows.help_talk(session, sitting.id)
    if asked is None:
        session.add(HelpTalk(sitting_id=sitting.id, asked_on=house.today()))
    elif asked.done_on is not None:
        asked.asked_on, asked.done_on = house.today(), None
        session.add(asked)
    else:
        return
    session.flush()
    audit.record(session, house, actor, "help talk asked for", sitting.id)


def messages_for_leader(house: House, actor: Actor, sitting_id: str) -> tuple[str, ...]:
    """What the leader of this session has to be told now; the same words every time."""
    require(actor, Permission.SEE_OWN_COUNTS)
    with house.database.reading() as session:
        _check_own(actor, rows.sitting(session, sitting_id))
        asked = session.get(HelpTalk, sitting_id)
    return (MESSAGE,) if asked is not None and asked.done_on is None else ()


def given(house: House, actor: Actor, sitting_id: str) -> None:
    """The leader has given the talk."""
    require(actor, Permission.OPEN_SESSION)
    with house.database.session() as session:
        _check_own(actor, rows.sitting(session, sitting_id))
        asked = rows.help_talk(session, sitting_id)
        if asked is None or asked.done_on is not None:
            return
        asked.done_on = house.today()
        session.add(asked)
        session.flush()
        audit.record(session, house, actor, "help talk given", sitting_id)


def _check_own(actor: Actor, sitting: Sitting | None) -> None:
    if sitting is None:
        raise NotAllowed("There is no such session.")
    if sitting.leader_id != actor.account_id and actor.role is not Role.ADMINISTRATOR:
        raise NotAllowed("This session belongs to another leader.")
