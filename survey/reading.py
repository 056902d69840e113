"""Who may read what a wave answered? Analysts read what is cleared; others at most how much is not.

For the analyst's pages and for `survey.wave`, which hands answers on to the analysis. Voided sessions are out
of everything. Rows come in the order of their random ids, so that nobody learns who answered first, and carry
nothing finer than their session. How an answer got here is in `survey.responses`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.questionnaire import AnswerValue
from survey.store import answers
from survey.store.tables import TextState


@dataclass(frozen=True)
class ClearedAnswer:
    """Words that may be read: redacted, and cleared by rule or by the safeguarding lead."""

    id: str
    response_id: str
    question: str
    text: str
    session_id: str
    area: str
    age_band: str
    wave: str
    language: str


@dataclass(frozen=True)
class ClosedAnswers:
    """Everything else one person chose: a value or a missing code for every question."""

    response_id: str
    session_id: str
    area: str
    wave: str
    answers: Mapping[str, AnswerValue]
    mode: str
    language: str
    questionnaire: str
    version: str
    late: bool  # sent from a phone that had waited for a signal, after the session had ended


@dataclass(frozen=True)
class HeldCounts:
    """How many texts a reader does not see, and nothing else about them."""

    waiting: int
    withheld: int


def cleared_answers(house: House, actor: Actor, wave: str | None = None) -> list[ClearedAnswer]:
    """The words of a wave that may be read, in the order of their random ids."""
    require(actor, Permission.READ_CLEARED_TEXT)
    with house.database.reading() as session:
        return [
            ClearedAnswer(
                id=text_id,
                response_id=response_id,
                question=question,
                text=text,
                session_id=session_id,
                area=area,
                age_band=str(given.get("age_band", "")),
                wave=its_wave,
                language=recognised or chosen,
            )
            for (
                text_id,
                response_id,
                question,
                text,
                session_id,
                area,
                given,
                its_wave,
                recognised,
                chosen,
            ) in answers.cleared_texts(session, wave)
        ]


def closed_answers(house: House, actor: Actor, wave: str | None = None) -> list[ClosedAnswers]:
    """What everybody of a wave chose, in the order of their random ids."""
    require(actor, Permission.ANALYSE)
    with house.database.reading() as session:
        return [ClosedAnswers(*row) for row in answers.closed_answers(session, wave)]


def held_counts(house: House, actor: Actor, wave: str | None = None) -> HeldCounts:
    """How many texts await review, for those who may know that much."""
    require(actor, Permission.SEE_HELD_COUNT)
    with house.database.reading() as session:
        by_state = answers.texts_by_state(session, wave)
    return HeldCounts(waiting=by_state.get(TextState.HELD, 0), withheld=by_state.get(TextState.WITHHELD, 0))
