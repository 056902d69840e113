"""Releases as rows: drafts waiting for a second person, what was approved, and their files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from survey.store.tables import AnalysisRun, ReleaseFile, ReleaseRow, ReleaseState, ThemeDecision

BATCH = 20  # files are large


def waiting(session: Session, wave: str) -> ReleaseRow | None:
    """The draft nobody has decided about yet."""
    query = select(ReleaseRow).where(
        col(ReleaseRow.wave) == wave, col(ReleaseRow.state) == ReleaseState.PREPARED
    )
    return session.exec(query.order_by(col(ReleaseRow.prepared_at).desc(), col(ReleaseRow.id))).first()


def every(session: Session, wave: str) -> Sequence[ReleaseRow]:
    """Everything that was ever prepared for a wave, newest first."""
    query = select(ReleaseRow).where(col(ReleaseRow.wave) == wave)
    newest_first = (col(ReleaseRow.prepared_at).desc(), col(ReleaseRow.number).desc(), col(ReleaseRow.id))
    return session.exec(query.order_by(*newest_first)).all()


def approved(session: Session, wave: str) -> Sequence[ReleaseRow]:
    """What was let out, in its order."""
    query = select(ReleaseRow).where(
        col(ReleaseRow.wave) == wave, col(ReleaseRow.state) == ReleaseState.APPROVED
    )
    return session.exec(query.order_by(col(ReleaseRow.number))).all()


def last_of_other_waves(session: Session, wave: str) -> Sequence[ReleaseRow]:
    """Each other wave’s newest release, the latest first."""
    newest = (
        select(ReleaseRow.wave, func.max(ReleaseRow.number).label("number"))
        .where(col(ReleaseRow.state) == ReleaseState.APPROVED, col(ReleaseRow.wave) != wave)
        .group_by(col(ReleaseRow.wave))
        .subquery()
    )
    query = (
        select(ReleaseRow)
        .join(newest, (col(ReleaseRow.wave) == newest.c.wave) & (col(ReleaseRow.number) == newest.c.number))
        .where(col(ReleaseRow.state) == ReleaseState.APPROVED)
    )
    return session.exec(query.order_by(col(ReleaseRow.decided_at).desc())).all()


def to_change(session: Session, release_id: str) -> ReleaseRow | None:
    """For changing: nobody else changes it until this transaction ends."""
    return session.get(ReleaseRow, release_id, with_for_update=True, populate_existing=True)


def by_id(session: Session, release_id: str) -> ReleaseRow | None:
    return session.get(ReleaseRow, release_id)


def files(session: Session, release_id: str, folder: str) -> Sequence[ReleaseFile]:
    query = select(ReleaseFile).where(
        col(ReleaseFile.release_id) == release_id, col(ReleaseFile.folder) == folder
    )
    return session.exec(query.order_by(col(ReleaseFile.name))).all()


def file(session: Session, release_id: str, folder: str, name: str) -> ReleaseFile | None:
    query = select(ReleaseFile).where(
        col(ReleaseFile.release_id) == release_id,
        col(ReleaseFile.folder) == folder,
        col(ReleaseFile.name) == name,
    )
    return session.exec(query).first()


def named(session: Session, folder: str, name: str) -> Sequence[ReleaseFile]:
    """One file of every release that still has it."""
    query = select(ReleaseFile).where(col(ReleaseFile.folder) == folder, col(ReleaseFile.name) == name)
    return session.exec(query).all()


def remove_sealed(session: Session, release_id: str, *, but: Collection[str] = ()) -> int:
    """Remove what is sealed of a release, except files of these names; tells how many went."""
    query = delete(ReleaseFile).where(
        col(ReleaseFile.release_id) == release_id,
        col(ReleaseFile.sealed).is_(True),
        col(ReleaseFile.name).not_in(list(but)),
    )
    return int(getattr(session.execute(query), "rowcount", 0))


def with_answers_from(session: Session, first_day: date) -> Sequence[ReleaseRow]:
    """Releases made of answers from this day or before, of which the office still keeps its part."""
    kept = select(ReleaseFile.release_id).where(col(ReleaseFile.sealed).is_(True))
    query = select(ReleaseRow).where(col(ReleaseRow.answers_from) <= first_day, col(ReleaseRow.id).in_(kept))
    return session.exec(query.order_by(col(ReleaseRow.id))).all()


def drafts_prepared_by(session: Session, moment: datetime) -> Sequence[ReleaseRow]:
    """Drafts that have been waiting since this moment or longer."""
    query = select(ReleaseRow).where(
        col(ReleaseRow.state) == ReleaseState.PREPARED, col(ReleaseRow.prepared_at) <= moment
    )
    return session.exec(query.order_by(col(ReleaseRow.id))).all()


def theme_decisions(session: Session, wave: str) -> list[dict[str, object]]:
    """Everything people decided about a wave’s themes, as a release’s manifest vouches for it."""
    query = (
        select(ThemeDecision)
        .join(AnalysisRun, col(ThemeDecision.run_id) == col(AnalysisRun.id))
        .where(col(AnalysisRun.wave) == wave)
        .order_by(col(ThemeDecision.at), col(ThemeDecision.id))
    )
    return [one.model_dump(mode="json") for one in session.exec(query)]


def sealed_after(session: Session, file_id: str) -> Sequence[ReleaseFile]:
    """The next sealed files in the order of their ids, locked for change."""
    query = select(ReleaseFile).where(col(ReleaseFile.sealed).is_(True), col(ReleaseFile.id) > file_id)
    return session.exec(query.order_by(col(ReleaseFile.id)).limit(BATCH).with_for_update()).all()


def is_used(session: Session, key_id: bytes) -> bool:
    """Is any file sealed with this key? Its id stands from the second byte of what is sealed."""
    starts = func.substr(col(ReleaseFile.body), 2, len(key_id)) == key_id
    query = select(ReleaseFile.id).where(col(ReleaseFile.sealed).is_(True), starts)
    return session.exec(query.limit(1)).first() is not None
