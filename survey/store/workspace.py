"""Facts about this installation, and every questionnaire version it ever asked."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from survey.store.database import insert_if_absent
from survey.store.tables import QuestionnaireVersion, Workspace


def fact(session: Session, key: str) -> str | None:
    row = session.get(Workspace, key)
    return row.value if row else None


def settle(session: Session, key: str, value: str) -> str:
    """Write a fact unless it is settled already; tells what it is now."""
    insert_if_absent(session, Workspace(key=key, value=value))
    settled = fact(session, key)
    if settled is None:
        raise RuntimeError("a fact disappeared inside its own transaction")
    return settled


def keep_questionnaire(
    session: Session, version: str, name: str, document: str, answered_by: str = "person"
) -> None:
    """Keep a questionnaire by its content; keeping the same one again changes nothing."""
    row = QuestionnaireVersion(version=version, name=name, document=document, answered_by=answered_by)
    insert_if_absent(session, row)


def questionnaire_document(session: Session, version: str) -> str:
    row = session.get(QuestionnaireVersion, version)
    if row is None:
        raise KeyError(version)
    return row.document


def first_used(session: Session, version: str, on: date) -> None:
    """Remember the day a session first used this version. From then on it is what was asked."""
    row = session.get(QuestionnaireVersion, version, with_for_update=True)
    if row is None:
        raise KeyError(version)
    if row.first_used_on is None:
        row.first_used_on = on
        session.add(row)
