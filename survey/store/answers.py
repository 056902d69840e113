"""Responses and their free texts as rows: stored once, found by keyed hash, read in no order of arrival."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlmodel import Session, col

from survey.store.tables import (
    Alert,
    FreeText,
    PaperForm,
    QuestionnaireVersion,
    Receipt,
    Response,
    SessionState,
    Sitting,
    TextState,
    WithdrawnSubmission,
)

BATCH = 5_000


class Earlier(NamedTuple):
    """What is known about a submission id: the digest of its body, or that it was withdrawn."""

    body_digest: str | None
    withdrawn: bool


def earlier(session: Session, submission_key: str) -> Earlier | None:
    digest = session.scalars(
        select(col(Response.body_digest)).where(col(Response.submission_key) == submission_key)
    ).first()
    if digest is not None:
        return Earlier(digest, withdrawn=False)
    if session.get(WithdrawnSubmission, submission_key) is not None:
        return Earlier(None, withdrawn=True)
    return None


def store(session: Session, response: Response, texts: Iterable[FreeText]) -> None:
    session.add(response)
    session.flush()  # the response before the rows that point at it
    session.add_all(texts)
    session.flush()


def store_all(session: Session, people: Iterable[tuple[Response, Iterable[FreeText]]]) -> None:
    """The same for several people at once."""
    rows = [(response, list(texts)) for response, texts in people]
    session.add_all(response for response, _ in rows)
    session.flush()
    session.add_all(text for _, texts in rows for text in texts)
    session.flush()


def any_known(session: Session, submission_keys: Collection[str]) -> bool:
    """Whether one of these was sent before, or twice in this list."""
    keys = set(submission_keys)
    if len(keys) < len(submission_keys):
        return True
    sent = select(col(Response.id)).where(col(Response.submission_key).in_(keys)).limit(1)
    withdrawn = (
        select(col(WithdrawnSubmission.submission_key))
        .where(col(WithdrawnSubmission.submission_key).in_(keys))
        .limit(1)
    )
    return any(session.scalars(query).first() is not None for query in (sent, withdrawn))


def by_submission(session: Session, submission_key: str, sitting_id: str) -> Response | None:
    return session.scalars(
        select(Response).where(
            col(Response.submission_key) == submission_key, col(Response.sitting_id) == sitting_id
        )
    ).first()


def by_receipt(session: Session, receipt_hash: str) -> Response | None:
    receipt = session.get(Receipt, receipt_hash, with_for_update=True)
    return session.get(Response, receipt.response_id) if receipt else None


def has_receipt(session: Session, response_id: str) -> bool:
    mine = select(col(Receipt.response_id)).where(col(Receipt.response_id) == response_id)
    return session.scalars(mine).first() is not None


def remove(session: Session, response: Response) -> None:
    """Delete a response and all that belongs to it; only the hash of its id stays, to refuse repeats."""
    texts = select(col(FreeText.id)).where(col(FreeText.response_id) == response.id)
    session.execute(delete(Alert).where(col(Alert.free_text_id).in_(texts)))
    for table in (FreeText, Receipt, PaperForm):
        session.execute(delete(table).where(col(table.response_id) == response.id))
    session.add(WithdrawnSubmission(submission_key=response.submission_key))
    session.delete(response)
    session.flush()


def cleared_texts(session: Session, wave: str | None) -> Iterator[tuple[Any, ...]]:
    """(id, response id, question, text, session id, area, answers, wave, language of text, of response)."""
    query = (
        select(
            col(FreeText.id),
            col(FreeText.response_id),
            col(FreeText.question),
            col(FreeText.cleared_text),
            col(Sitting.id),
            col(Sitting.area),
            col(Response.answers),
            col(Sitting.wave),
            col(FreeText.language),
            col(Response.language),
        )
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(col(FreeText.state) == TextState.CLEARED, col(FreeText.cleared_text).is_not(None))
        .order_by(col(FreeText.id))
    )
    yield from _in_batches(session, _counted_in(query, wave))


def closed_answers(session: Session, wave: str | None) -> Iterator[tuple[Any, ...]]:
    """(response id, session id, area, wave, answers, mode, language, questionnaire, version, late)."""
    query = (
        select(
            col(Response.id),
            col(Sitting.id),
            col(Sitting.area),
            col(Sitting.wave),
            col(Response.answers),
            col(Response.mode),
            col(Response.language),
            col(QuestionnaireVersion.name),
            col(QuestionnaireVersion.version),
            col(Response.late),
        )
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .join(QuestionnaireVersion, col(Sitting.questionnaire_version) == col(QuestionnaireVersion.version))
        .order_by(col(Response.id))
    )
    yield from _in_batches(session, _counted_in(query, wave))


def late_in(session: Session, sitting_id: str) -> int:
    """How many answers of a session came after its end."""
    query = (
        select(func.count())
        .select_from(Response)
        .where(col(Response.sitting_id) == sitting_id, col(Response.late).is_(True))
    )
    return int(session.scalars(query).one())


def texts_by_state(session: Session, wave: str | None) -> dict[TextState, int]:
    query = (
        select(col(FreeText.state), func.count())
        .join(Response, col(FreeText.response_id) == col(Response.id))
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .group_by(col(FreeText.state))
    )
    return {state: int(number) for state, number in session.execute(_counted_in(query, wave))}


def of_group(session: Session, sitting_id: str) -> list[Response]:
    """What is written down of a talk: one record, if any. Locked for change."""
    query = select(Response).where(col(Response.sitting_id) == sitting_id).with_for_update()
    return list(session.scalars(query))


def written(session: Session, sitting_id: str) -> int:
    """How many records there are of a talk."""
    query = select(func.count()).select_from(Response).where(col(Response.sitting_id) == sitting_id)
    return int(session.scalars(query).one())


def groups(session: Session, wave: str) -> list[tuple[Any, ...]]:
    """(session id, area, answers, record id, version) of every record of a talk in a wave."""
    query = (
        select(
            col(Sitting.id),
            col(Sitting.area),
            col(Response.answers),
            col(Response.id),
            col(Sitting.questionnaire_version),
        )
        .join(Sitting, col(Response.sitting_id) == col(Sitting.id))
        .where(
            col(Sitting.state) != SessionState.VOIDED,
            col(Sitting.wave) == wave,
            ~asked_of_people(),
        )
        .order_by(col(Response.id))
    )
    return [tuple(row) for row in session.execute(query)]


def asked_of_people() -> ColumnElement[bool]:
    """Not a leader’s record of a talk with a group, which is one record and nobody’s own answers."""
    of_people = select(col(QuestionnaireVersion.version)).where(
        col(QuestionnaireVersion.answered_by) == "person"
    )
    return col(Sitting.questionnaire_version).in_(of_people)


def _counted_in(query: Select[*tuple[Any, ...]], wave: str | None) -> Select[Any]:
    """Voided sessions are out of everything, and so are other waves and what leaders wrote of a group."""
    query = query.where(col(Sitting.state) != SessionState.VOIDED, asked_of_people())
    return query.where(col(Sitting.wave) == wave) if wave is not None else query


def _in_batches(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        yield tuple(row)
