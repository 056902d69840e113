"""Held texts for tests, put into the store directly: no test depends on what screening happens to find."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from survey import reading
from survey.house import House
from survey.levels import HarmLevel
from survey.permissions import Actor, actor_of
from survey.store.tables import Account, FreeText, Response, Role, Sitting, TextState, new_id

WORDS = "my stepdad gets angry when he drinks, ring me on 07700 900123 please"


def hold(
    house: House,
    sitting: Sitting,
    words: str = WORDS,
    *,
    level: HarmLevel = HarmLevel.CONCERN,
    days_ago: int = 0,
    question: str = "unsafe_why",
    **other: Any,
) -> str:
    """A text that waits for the safeguarding lead; its id."""
    received_on: date = house.today() - timedelta(days=days_ago)
    response = Response(
        sitting_id=sitting.id,
        submission_key=new_id(),
        body_digest=new_id(),
        language="en",
        answers={"age_band": "14-15", question: "given"},
        received_on=received_on,
    )
    text_id = new_id()
    facts: dict[str, Any] = {"state": TextState.HELD, "sealed": house.vault.seal(words, text_id)} | other
    text = FreeText(
        id=text_id, response_id=response.id, question=question, level=level, received_on=received_on, **facts
    )
    with house.database.session() as session:
        session.add(response)
        session.flush()
        session.add(text)
    return text_id


def let_through(house: House, sitting: Sitting, words: str, *, drawn: bool = True, days_ago: int = 0) -> str:
    """A text that screening let through, drawn for the second look."""
    return hold(
        house,
        sitting,
        words,
        level=HarmLevel.NONE,
        days_ago=days_ago,
        state=TextState.CLEARED,
        cleared_text=words,
        sampled=drawn,
    )


def stored(house: House, text_id: str) -> FreeText:
    with house.database.reading() as session:
        return session.get_one(FreeText, text_id)


def everything(house: House, table: type[Any]) -> list[Any]:
    with house.database.reading() as session:
        return list(session.exec(select(table)))


def read_by_analyst(house: House, analyst: Actor) -> dict[str, str]:
    return {one.id: one.text for one in reading.cleared_answers(house, analyst)}


def another_lead(house: House, username: str = "second_lead") -> Actor:
    account = Account(
        username=username,
        display_name=username.replace("_", " ").title(),
        role=Role.SAFEGUARDING_LEAD,
        created_at=house.now(),
    )
    with house.database.session() as session:
        session.add(account)
    return actor_of(account)
