"""Sealed texts as rows, for changing the key they are sealed with."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.store.tables import FreeText

BATCH = 500


def after(session: Session, text_id: str) -> Sequence[FreeText]:
    """The next sealed texts in the order of their ids, locked for change."""
    query = (
        select(FreeText)
        .where(col(FreeText.sealed).is_not(None), col(FreeText.id) > text_id)
        .order_by(col(FreeText.id))
        .limit(BATCH)
        .with_for_update()
    )
    return session.exec(query).all()


def is_used(session: Session, key_id: bytes) -> bool:
    """Is any text sealed with this key? Its id stands from the second byte of what is sealed."""
    starts = func.substr(col(FreeText.sealed), 2, len(key_id)) == key_id
    return session.exec(select(FreeText.id).where(starts).limit(1)).first() is not None
