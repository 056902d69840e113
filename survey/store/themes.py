"""Analysis runs, what people decided about their topics, and releases, as rows; counts of texts by
question.
"""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.store.tables import (
    AnalysisRun,
    FreeText,
    ReleasedSummary,
    Response,
    SessionState,
    Sitting,
    TextState,
    ThemeDecision,
)


def latest_runs(session: Session, wave: str) -> list[AnalysisRun]:
    """The newest run of each question, in the order of the questions' names."""
    newest: dict[str, AnalysisRun] = {}
    query = select(AnalysisRun).where(col(AnalysisRun.wave) == wave)
    for run in session.exec(query.order_by(col(AnalysisRun.created_at), col(AnalysisRun.id))):
        newest[run.question] = run
    return [newest[question] for question in sorted(newest)]


def run(session: Session, run_id: str) -> AnalysisRun | None:
    return session.get(AnalysisRun, run_id)


def decisions(session: Session, run_ids: list[str]) -> list[ThemeDecision]:
    """Everything decided about these runs, oldest first."""
    query = select(ThemeDecision).where(col(ThemeDecision.run_id).in_(run_ids))
    return list(session.exec(query.order_by(col(ThemeDecision.at), col(ThemeDecision.id))))


def texts_by_question(session: Session, wave: str) -> dict[tuple[str, TextState], int]:
    """How many free texts of each question are in which state. Voided sessions are out."""
    query = (
        select(col(FreeText.question), col(FreeText.state), func.count())
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(col(Sitting.state) != SessionState.VOIDED, col(Sitting.wave) == wave)
        .group_by(col(FreeText.question), col(FreeText.state))
    )
    return {(question, state): int(number) for question, state, number in session.exec(query)}


def cleared_words(session: Session, text_ids: list[str]) -> dict[str, str]:
    """The words of these texts, those of them that may be read and whose session counts."""
    query = (
        select(FreeText)
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(
            col(FreeText.id).in_(text_ids),
            col(FreeText.state) == TextState.CLEARED,
            col(Sitting.state) != SessionState.VOIDED,
        )
    )
    return {text.id: text.cleared_text for text in session.exec(query) if text.cleared_text is not None}


def latest_release(session: Session, wave: str) -> ReleasedSummary | None:
    query = select(ReleasedSummary).where(col(ReleasedSummary.wave) == wave)
    newest_first = query.order_by(col(ReleasedSummary.created_at).desc(), col(ReleasedSummary.id))
    return session.exec(newest_first.limit(1)).first()
