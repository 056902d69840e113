"""Paper batches and the numbers on their sheets, as rows. What they are for is in `survey.paper`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, func, or_, update
from sqlmodel import Session, col, select

from survey.store.database import insert_if_absent
from survey.store.tables import PaperBatch, PaperForm, SessionState, Sitting


def batch(session: Session, sitting_id: str) -> PaperBatch | None:
    return session.get(PaperBatch, sitting_id, populate_existing=True)


def forms(session: Session, sitting_id: str) -> list[PaperForm]:
    query = select(PaperForm).where(col(PaperForm.sitting_id) == sitting_id)
    return list(session.exec(query.order_by(col(PaperForm.form))))


def form(session: Session, sitting_id: str, number: int) -> PaperForm | None:
    query = select(PaperForm).where(col(PaperForm.sitting_id) == sitting_id, col(PaperForm.form) == number)
    return session.exec(query).first()


def next_number(session: Session, sitting_id: str) -> int:
    """After the highest on any sheet so far, also of a batch that was closed in between."""
    highest = session.exec(
        select(func.max(PaperForm.form)).where(col(PaperForm.sitting_id) == sitting_id)
    ).one()
    known = batch(session, sitting_id)
    return max(highest or 0, known.forms if known else 0) + 1


def count_form(session: Session, sitting_id: str) -> None:
    """One more form, and the batch is open again if it was closed."""
    insert_if_absent(session, PaperBatch(sitting_id=sitting_id))
    _change(session, sitting_id, forms=col(PaperBatch.forms) + 1, closed_on=None)


def count_check(session: Session, sitting_id: str, fields: int, differing: int, corrected: int) -> None:
    _change(
        session,
        sitting_id,
        typed_twice=col(PaperBatch.typed_twice) + 1,
        fields=col(PaperBatch.fields) + fields,
        differing=col(PaperBatch.differing) + differing,
        corrected=col(PaperBatch.corrected) + corrected,
    )


def close(session: Session, sitting_ids: Iterable[str], on: date) -> int:
    """Forget the numbers of these batches; tells how many batches were open."""
    ids = list(sitting_ids)
    session.execute(delete(PaperForm).where(col(PaperForm.sitting_id).in_(ids)))
    closed = session.execute(
        update(PaperBatch)
        .where(col(PaperBatch.sitting_id).in_(ids), col(PaperBatch.closed_on).is_(None))
        .values(closed_on=on)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(closed, "rowcount", 0))


def past(session: Session, ended_by: datetime) -> list[str]:
    """Open batches of sessions that ended by then, or were voided."""
    query = (
        select(col(PaperBatch.sitting_id))
        .join(Sitting, col(PaperBatch.sitting_id) == col(Sitting.id))
        .where(
            col(PaperBatch.closed_on).is_(None),
            or_(
                col(Sitting.state) == SessionState.VOIDED,
                col(Sitting.closed_at) <= ended_by,
                col(Sitting.expires_at) <= ended_by,
            ),
        )
    )
    return sorted(session.exec(query))


def batches(session: Session, wave: str | None) -> list[PaperBatch]:
    """Every batch of a wave that counts."""
    query = (
        select(PaperBatch)
        .join(Sitting, col(PaperBatch.sitting_id) == col(Sitting.id))
        .where(col(Sitting.state) != SessionState.VOIDED)
        .order_by(col(PaperBatch.sitting_id))
    )
    return list(session.exec(query.where(col(Sitting.wave) == wave) if wave is not None else query))


def _change(session: Session, sitting_id: str, **values: object) -> None:
    session.execute(
        update(PaperBatch)
        .where(col(PaperBatch.sitting_id) == sitting_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
