"""Samples coded blind as rows: which answers, who codes them, what was said; the newest where said twice."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.store.tables import (
    CodesGiven,
    CodingAssignment,
    CodingSample,
    FreeText,
    Response,
    SampledAnswer,
    SessionState,
    Sitting,
    TextState,
)

AGREED = 0


def newest(session: Session, wave: str) -> list[CodingSample]:
    """The newest sample of each question, in the order of the questions' names."""
    query = select(CodingSample).where(col(CodingSample.wave) == wave)
    by_question = {one.question: one for one in session.exec(query.order_by(col(CodingSample.number)))}
    return [by_question[question] for question in sorted(by_question)]


def by_id(session: Session, sample_id: str) -> CodingSample | None:
    return session.get(CodingSample, sample_id)


def to_change(session: Session, sample_id: str) -> CodingSample | None:
    """The sample, held until this transaction ends: whoever else writes about it waits."""
    return session.get(CodingSample, sample_id, with_for_update=True, populate_existing=True)


def next_number(session: Session, wave: str, question: str) -> int:
    query = select(func.max(CodingSample.number)).where(
        col(CodingSample.wave) == wave, col(CodingSample.question) == question
    )
    return (session.exec(query).one() or 0) + 1


def answers(session: Session, sample_id: str) -> list[SampledAnswer]:
    """In the order they are coded."""
    query = select(SampledAnswer).where(col(SampledAnswer.sample_id) == sample_id)
    return list(session.exec(query.order_by(col(SampledAnswer.number))))


def coders(session: Session, sample_id: str) -> dict[int, str]:
    """Whose turn it is as first and second coder: account by place."""
    query = select(CodingAssignment).where(col(CodingAssignment.sample_id) == sample_id)
    in_order = query.order_by(col(CodingAssignment.coder), col(CodingAssignment.number))
    return {one.coder: one.account_id for one in session.exec(in_order)}


def assignments(session: Session, sample_id: str, coder: int) -> int:
    """How often this place was given to somebody."""
    query = select(func.count()).where(
        col(CodingAssignment.sample_id) == sample_id, col(CodingAssignment.coder) == coder
    )
    return int(session.exec(query).one())


def given(session: Session, sample_id: str, answer: str | None = None) -> dict[tuple[str, int], CodesGiven]:
    """What holds, by answer and coder."""
    query = select(CodesGiven).where(col(CodesGiven.sample_id) == sample_id)
    if answer is not None:
        query = query.where(col(CodesGiven.free_text_id) == answer)
    in_order = session.exec(query.order_by(col(CodesGiven.number)))
    return {(one.free_text_id, one.coder): one for one in in_order}


def counting(session: Session, text_ids: Iterable[str]) -> dict[str, str | None]:
    """Those of these texts that still count, with their words where those are still kept.

    A text that was taken back, withheld or whose session was voided counts no more. One whose words went by
    age does: what people said it speaks of stays.
    """
    query = (
        select(col(FreeText.id), col(FreeText.cleared_text))
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(
            col(FreeText.id).in_(list(text_ids)),
            col(FreeText.state) == TextState.CLEARED,
            col(Sitting.state) != SessionState.VOIDED,
        )
    )
    return dict(session.exec(query).all())


def all_of_question(session: Session, wave: str, question: str) -> list[CodingSample]:
    """Every sample of a question, the oldest first."""
    query = select(CodingSample).where(col(CodingSample.wave) == wave, col(CodingSample.question) == question)
    return list(session.exec(query.order_by(col(CodingSample.number))))
