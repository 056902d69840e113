"""Analysis runs, what people decided about their topics, and releases, as rows; counts of texts by
question.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.store.answers import asked_of_people
from survey.store.tables import (
    Account,
    AnalysisRun,
    FreeText,
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


def run_to_decide_about(session: Session, run_id: str) -> AnalysisRun | None:
    """The run, held until this transaction ends: whoever else decides about it waits, then sees this."""
    query = select(AnalysisRun).where(col(AnalysisRun.id) == run_id)
    return session.exec(query.with_for_update()).first()  # SQLite holds everything from BEGIN on


def run_of_an_earlier_wave(session: Session, wave: str, question: str) -> AnalysisRun | None:
    """The newest run of the same question in any other wave."""
    query = select(AnalysisRun).where(col(AnalysisRun.wave) != wave, col(AnalysisRun.question) == question)
    newest_first = query.order_by(col(AnalysisRun.created_at).desc(), col(AnalysisRun.id))
    return session.exec(newest_first.limit(1)).first()


def decisions(session: Session, run_ids: list[str]) -> list[ThemeDecision]:
    """Everything decided about these runs, each run's in the order it was decided."""
    query = select(ThemeDecision).where(col(ThemeDecision.run_id).in_(run_ids))
    return list(session.exec(query.order_by(col(ThemeDecision.run_id), col(ThemeDecision.number))))


def names_of(session: Session, account_ids: Iterable[str]) -> dict[str, str]:
    """What these people are called."""
    query = select(col(Account.id), col(Account.display_name)).where(col(Account.id).in_(set(account_ids)))
    return dict(session.exec(query).all())


def texts_by_question(session: Session, wave: str) -> dict[tuple[str, TextState], int]:
    """How many free texts of each question are in which state. Voided sessions and talks are out."""
    query = (
        select(col(FreeText.question), col(FreeText.state), func.count())
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(col(Sitting.state) != SessionState.VOIDED, col(Sitting.wave) == wave, asked_of_people())
        .group_by(col(FreeText.question), col(FreeText.state))
    )
    return {(question, state): int(number) for question, state, number in session.exec(query)}


def cleared_words(session: Session, text_ids: Iterable[str]) -> dict[str, str]:
    """The words of these texts, those of them that may be read and whose session counts."""
    query = (
        select(FreeText)
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(
            col(FreeText.id).in_(list(text_ids)),
            col(FreeText.state) == TextState.CLEARED,
            col(Sitting.state) != SessionState.VOIDED,
        )
    )
    return {text.id: text.cleared_text for text in session.exec(query) if text.cleared_text is not None}


def readable(session: Session, wave: str, question: str) -> set[str]:
    """The ids of a question's answers in a wave that may be read now."""
    query = (
        select(col(FreeText.id))
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(
            col(FreeText.question) == question,
            col(FreeText.state) == TextState.CLEARED,
            col(FreeText.cleared_text).is_not(None),
            col(Sitting.wave) == wave,
            col(Sitting.state) != SessionState.VOIDED,
            asked_of_people(),
        )
    )
    return set(session.exec(query))
