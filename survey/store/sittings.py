"""Sessions as rows: found by id, code or leader, and counted without ever passing their cap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, or_, update
from sqlmodel import Session, col, select

from survey.store.tables import GroupTalk, SessionState, Sitting


def by_id(session: Session, sitting_id: str) -> Sitting | None:
    """For reading."""
    return session.get(Sitting, sitting_id)


def to_change(session: Session, sitting_id: str) -> Sitting | None:
    """For changing: nobody else changes it until this transaction ends."""
    return session.get(Sitting, sitting_id, with_for_update=True, populate_existing=True)


def by_code(session: Session, code: str) -> Sitting | None:
    return session.exec(select(Sitting).where(col(Sitting.code) == code)).one_or_none()


def code_is_taken(session: Session, code: str) -> bool:
    return session.exec(select(col(Sitting.id)).where(col(Sitting.code) == code)).first() is not None


def free_code(session: Session, draw: Callable[[], str]) -> str:
    """A code that no session has."""
    while code_is_taken(session, code := draw()):
        pass
    return code


def of_leader(session: Session, account_id: str) -> list[Sitting]:
    """Newest first."""
    mine = select(Sitting).where(col(Sitting.leader_id) == account_id, _by_itself())
    return list(session.exec(mine.order_by(col(Sitting.created_at).desc(), col(Sitting.id))))


def every(session: Session, wave: str | None = None) -> list[Sitting]:
    """Newest first."""
    query = select(Sitting).where(_by_itself()).order_by(col(Sitting.created_at).desc(), col(Sitting.id))
    return list(session.exec(query.where(col(Sitting.wave) == wave) if wave else query))


def _by_itself() -> ColumnElement[bool]:
    """Not the place where another session’s talk is written down."""
    return col(Sitting.id).not_in(select(col(GroupTalk.talk_id)))


def take_a_place(session: Session, sitting_id: str, now: datetime, *, places: int = 1) -> bool:
    """Count one more answer if the session is open, in time and not full; tells whether it was.

    One statement, so that two phones cannot both have the last place. `places`: for so many, or for none.
    """
    taken = session.execute(
        update(Sitting)
        .where(
            col(Sitting.id) == sitting_id,
            col(Sitting.state) == SessionState.OPEN,
            col(Sitting.accepted) + places <= col(Sitting.cap),
            col(Sitting.expires_at) > now,
        )
        .values(accepted=col(Sitting.accepted) + places)
        .execution_options(synchronize_session=False)
    )
    return getattr(taken, "rowcount", 0) == 1


def take_a_late_place(session: Session, sitting_id: str, now: datetime, ended_after: datetime) -> bool:
    """The same for a session that ended, by hand or by its time, but not before `ended_after`.

    The cap holds here too. Whichever end came first counts; a voided session takes nothing.
    """
    ended = or_(
        col(Sitting.state) == SessionState.CLOSED,
        and_(
            col(Sitting.state).in_([SessionState.OPEN, SessionState.PAUSED]), col(Sitting.expires_at) <= now
        ),
    )
    taken = session.execute(
        update(Sitting)
        .where(
            col(Sitting.id) == sitting_id,
            ended,
            col(Sitting.accepted) < col(Sitting.cap),
            col(Sitting.expires_at) > ended_after,
            or_(col(Sitting.closed_at).is_(None), col(Sitting.closed_at) > ended_after),
        )
        .values(accepted=col(Sitting.accepted) + 1)
        .execution_options(synchronize_session=False)
    )
    return getattr(taken, "rowcount", 0) == 1


def take_a_paper_place(
    session: Session, sitting_id: str, now: datetime, ended_after: datetime, most: int
) -> bool:
    """The same for a form from the envelope, also while a session is paused or for a while after its end.

    The cap is there for phones. A form was in the room, so a full session makes room for it, up to `most`.
    """
    in_time = or_(col(Sitting.closed_at).is_(None), col(Sitting.closed_at) > ended_after)
    one_more = col(Sitting.accepted) + 1
    taken = session.execute(
        update(Sitting)
        .where(
            col(Sitting.id) == sitting_id,
            col(Sitting.state).in_([SessionState.OPEN, SessionState.PAUSED, SessionState.CLOSED]),
            col(Sitting.expires_at) > ended_after,
            in_time,
            col(Sitting.accepted) < most,
        )
        .values(
            accepted=one_more,
            cap=case((col(Sitting.accepted) >= col(Sitting.cap), one_more), else_=col(Sitting.cap)),
        )
        .execution_options(synchronize_session=False)
    )
    return getattr(taken, "rowcount", 0) == 1


def give_a_place_back(session: Session, sitting_id: str) -> None:
    """One answer fewer: it was taken out, or another takes its place."""
    session.execute(
        update(Sitting)
        .where(col(Sitting.id) == sitting_id, col(Sitting.accepted) > 0)
        .values(accepted=col(Sitting.accepted) - 1)
        .execution_options(synchronize_session=False)
    )


def void_its_talk(session: Session, sitting_id: str, reason: str) -> None:
    """What was written down of a talk goes with its session."""
    its = select(col(GroupTalk.talk_id)).where(col(GroupTalk.sitting_id) == sitting_id)
    session.execute(
        update(Sitting)
        .where(col(Sitting.id).in_(its))
        .values(state=SessionState.VOIDED, void_reason=reason)
        .execution_options(synchronize_session=False)
    )
