"""How do the forms in the envelope get in, and how well were they typed?

For a leader, or an administrator, who types paper forms in on the page of the session (`/s/CODE?paper`), and
for the analyst, who has to know what a typed figure is worth. The PIN of the session opens it. Each form goes
the one way of all answers, `responses.accept`, with the same checks and the same screening, marked “paper”,
also while a session is paused and for `paper_hours` after its end. The cap is there for phones: a form was in
the room, so a full session makes room for it.

Somebody has to find a sheet again to type it a second time, so a sheet gets a number by hand, and the number
stays beside its answers until the batch is closed. Nothing else ever says which sheet answers came from, and
the number says nothing of who wrote them. A sample is typed twice (`Rules`); boxes are compared one by one,
and a person decides which is right. Words are not compared: by then those of the first time are sealed or
redacted. What stays of a batch are five figures.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from sqlmodel import Session

from survey import audit, kiosk, sessions
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.printing import batch_of
from survey.questionnaire import (
    GIVEN,
    AnswerValue,
    InvalidAnswers,
    Missing,
    Question,
    Questionnaire,
    RatingGrid,
    ScreenedOut,
    SelectMultiple,
    Text,
    validate_answers,
    without_words,
)
from survey.responses import Accepted, Refused, Submission, Way, accept, take_out
from survey.store import papers, sittings
from survey.store.tables import PaperBatch, PaperForm, Response, SessionState, Sitting

MODE: Final = "paper"
TICKET_LENGTH: Final = 24  # hexadecimal digits, 96 bits

Time = Literal["first", "second"]


@dataclass(frozen=True)
class Rules:
    """How many forms of a batch are typed in twice."""

    share: float = 0.10
    fewest: int = 3
    highest_number: int = 9_999


RULES: Final = Rules()


class KeyingProblem(Exception):
    """What is asked of a batch cannot be done; `kind` names why, nothing in it is an answer."""

    def __init__(self, kind: str, next_number: int = 0) -> None:
        self.kind: Final = kind
        self.next_number: Final = next_number
        super().__init__(kind)


@dataclass(frozen=True)
class Batch:
    """How far a batch is, for whoever types it in: they have the forms in their hands."""

    name: str
    forms: int
    next_number: int
    to_check: tuple[int, ...]  # forms to type in a second time
    checked: int


@dataclass(frozen=True)
class Difference:
    """One box that was typed differently: a question, or a row of a grid, and both values."""

    field: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A form typed in a second time. Nothing is written down while there is something to decide."""

    differences: tuple[Difference, ...]
    batch: Batch


@dataclass(frozen=True)
class Quality:
    """How well one batch was typed in, for the analyst. Forms in steps of 5, as everywhere."""

    sitting_id: str
    about_forms: int | None
    typed_twice: int
    fields: int
    differing: int
    corrected: int

    @property
    def share_wrong(self) -> float | None:
        """The share of compared boxes that had been typed wrongly; none when nothing was compared."""
        return self.corrected / self.fields if self.fields else None


# --- at the page: open, type in, type in again, close ---


def open_with_pin(house: House, code: str, typed: str) -> str | None:
    """A ticket for typing in, if this is the session’s PIN. Raises `TooManyAttempts`."""
    if not kiosk.is_right(house, code, typed):
        return None
    sitting = sessions.door(house, code).sitting
    return ticket(house, sitting) if sitting else None


def ticket(house: House, sitting: Sitting) -> str:
    """Shows that somebody typed the PIN. The same for everybody who did."""
    return house.vault.keyed_hash("typing in", sitting.id)[:TICKET_LENGTH]


def shown(house: House, code: str, given: str) -> sessions.Door:
    """The session this ticket is for. Raises `KeyingProblem`, or `Refused` when its time is over."""
    door = sessions.door(house, code)
    if door.sitting is None or door.questionnaire is None:
        raise Refused("unknown")
    if not hmac.compare_digest(ticket(house, door.sitting).encode(), given.encode()):
        raise KeyingProblem("wrong_pin")
    state = sessions.state_for_paper(house, door.sitting)
    if state != "open":
        raise Refused(state)
    return door


def batch(house: House, code: str, given: str) -> Batch:
    return _batch(house, _sitting(shown(house, code, given)))


def keep(house: House, code: str, given: str, number: int, submission: Submission) -> tuple[Accepted, Batch]:
    """One form from the envelope, under the number somebody wrote on it."""
    door = shown(house, code, given)
    sitting = _sitting(door)
    if not 1 <= number <= RULES.highest_number:
        raise KeyingProblem("number_wrong")

    def beside(session: Session, response: Response) -> None:
        if papers.form(session, sitting.id, number) is not None:
            raise KeyingProblem("number_taken", papers.next_number(session, sitting.id))
        papers.count_form(session, sitting.id)
        session.add(PaperForm(sitting_id=sitting.id, form=number, response_id=response.id))
        session.flush()

    way = Way(sessions.state_for_paper, _take_a_place, beside)
    accepted = accept(house, code, replace(submission, mode=MODE), way=way)
    return accepted, _batch(house, sitting)


def check(
    house: House,
    code: str,
    given: str,
    number: int,
    submission: Submission,
    decided: Mapping[str, Time] | None = None,
) -> Checked:
    """The same form a second time. With differences, nothing is done until each is decided."""
    door = shown(house, code, given)
    sitting, asked = _sitting(door), _questionnaire(door)
    if submission.version != asked.version:
        raise Refused("wrong_version")
    with house.database.session() as session:
        sittings.to_change(session, sitting.id)
        form = papers.form(session, sitting.id, number)
        if form is None or number not in _sample(house, sitting, papers.forms(session, sitting.id)):
            raise KeyingProblem("not_in_sample")
        if form.typed_twice:
            raise KeyingProblem("typed_twice")
        response = session.get_one(Response, form.response_id, with_for_update=True)
        second = _second(asked, submission.answers, response.answers)
        fields = list(_fields(asked, response.answers, second))
        differing = tuple(one for one in fields if one.first != one.second)
        decided = decided or {}
        if differing and not all(decided.get(one.field) in ("first", "second") for one in differing):
            return Checked(differing, _batch_of(session, house, sitting))
        corrected = tuple(one for one in differing if decided[one.field] == "second")
        form.typed_twice = True
        session.add(form)
        papers.count_check(session, sitting.id, len(fields), len(differing), len(corrected))
        if corrected:
            _correct(session, house, sitting, asked, response, second, {one.field for one in corrected})
        session.flush()
        return Checked((), _batch_of(session, house, sitting))


def close_batch(house: House, code: str, given: str) -> None:
    """Forget which number is on which sheet. More forms may come: their numbers go on from there."""
    sitting = _sitting(shown(house, code, given))
    with house.database.session() as session:
        if papers.close(session, [sitting.id], house.today()):
            audit.record(session, house, None, "paper batch closed", sitting.id)


# --- by the clock, and for the analyst ---


def forget_numbers(house: House) -> int:
    """Close every batch whose forms are not typed in any more; tells how many."""
    with house.database.session() as session:
        over = papers.past(session, sessions.paper_from(house))
        for sitting_id in over:
            audit.record(session, house, None, "paper batch closed", sitting_id, by="retention")
        papers.close(session, over, house.today())
    return len(over)


def quality(house: House, actor: Actor, wave: str | None = None) -> tuple[Quality, ...]:
    """How well each batch of a wave was typed in."""
    require(actor, Permission.ANALYSE)
    with house.database.reading() as session:
        return tuple(_quality(one) for one in papers.batches(session, wave))


def _quality(one: PaperBatch) -> Quality:
    rounded = one.forms - one.forms % sessions.RULES.count_step
    return Quality(one.sitting_id, rounded or None, one.typed_twice, one.fields, one.differing, one.corrected)


# --- which forms, and how far ---


def _batch(house: House, sitting: Sitting) -> Batch:
    with house.database.reading() as session:
        return _batch_of(session, house, sitting)


def _batch_of(session: Session, house: House, sitting: Sitting) -> Batch:
    forms = papers.forms(session, sitting.id)
    known = papers.batch(session, sitting.id)
    sample = _sample(house, sitting, forms)
    return Batch(
        name=batch_of(house, sitting),
        forms=known.forms if known else 0,
        next_number=papers.next_number(session, sitting.id),
        to_check=tuple(sorted(one.form for one in forms if one.form in sample and not one.typed_twice)),
        checked=sum(one.typed_twice for one in forms),
    )


def _sample(house: House, sitting: Sitting, forms: list[PaperForm]) -> set[int]:
    """The forms to type in twice: as good as drawn by lot, and the same whenever it is asked."""
    many = min(len(forms), max(RULES.fewest, math.ceil(RULES.share * len(forms))))
    lots = sorted(
        (one.form for one in forms),
        key=lambda number: house.vault.keyed_hash("second typing", f"{sitting.id} {number}"),
    )
    return set(lots[:many])


def _take_a_place(session: Session, house: House, sitting: Sitting) -> bool:
    return sittings.take_a_paper_place(
        session, sitting.id, house.now(), sessions.paper_from(house), sessions.RULES.most_answers
    )


def _sitting(door: sessions.Door) -> Sitting:
    if door.sitting is None or door.sitting.state is SessionState.VOIDED:
        raise Refused("unknown")
    return door.sitting


def _questionnaire(door: sessions.Door) -> Questionnaire:
    if door.questionnaire is None:
        raise Refused("unknown")
    return door.questionnaire


# --- first and second, box by box ---


def _second(
    asked: Questionnaire, answers: Mapping[str, Any], first: Mapping[str, AnswerValue]
) -> dict[str, AnswerValue]:
    """The second time as it would be stored. Words are not typed again: those of the first time stand.

    Also of somebody these questions are not for: which time was right is decided first.
    """
    given = {name: value for name, value in answers.items() if not isinstance(_of(asked, name), Text)}
    for_anybody = Questionnaire.model_validate({**asked.model_dump(mode="json"), "screen_out": []})
    try:
        return without_words(asked, validate_answers(for_anybody, given | _words_given(asked, first)))
    except InvalidAnswers as invalid:
        raise Refused("invalid", problems=invalid.problems) from None


def _words_given(asked: Questionnaire, first: Mapping[str, AnswerValue]) -> dict[str, Any]:
    return {
        one.name: GIVEN for one in asked.questions if isinstance(one, Text) and first.get(one.name) == GIVEN
    }


def _of(asked: Questionnaire, name: str) -> Question | None:
    try:
        return asked.question(name)
    except KeyError:
        return None


def _fields(
    asked: Questionnaire, first: Mapping[str, AnswerValue], second: Mapping[str, AnswerValue]
) -> Iterator[Difference]:
    """Every box somebody was asked for either time, with both values."""
    for question in asked.questions:
        if question.type in ("note", "text"):
            continue
        one, two = first.get(question.name, Missing.NOT_ASKED), second[question.name]
        if isinstance(question, RatingGrid):
            for row in question.rows:
                pair = _in_row(one, row.name), _in_row(two, row.name)
                if pair != ((Missing.NOT_ASKED,), (Missing.NOT_ASKED,)):
                    yield Difference(f"{question.name}.{row.name}", *pair)
        elif not (one == two == Missing.NOT_ASKED):
            yield Difference(question.name, _as_values(one), _as_values(two))


def _in_row(value: AnswerValue, row: str) -> tuple[str, ...]:
    return (str(value.get(row, Missing.NOT_ASKED)) if isinstance(value, dict) else str(value),)


def _as_values(value: AnswerValue) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list | dict) else (str(value),)


def _correct(
    session: Session,
    house: House,
    sitting: Sitting,
    asked: Questionnaire,
    response: Response,
    second: Mapping[str, AnswerValue],
    fields: set[str],
) -> None:
    """Put right what was typed wrongly. Who answers like that may be somebody these questions are not for."""
    merged: dict[str, Any] = {}
    for question in asked.questions:
        if question.type == "note":
            continue
        before, after = response.answers.get(question.name), second[question.name]
        if isinstance(question, RatingGrid):
            rows = {
                row.name: _as_sent(
                    _in_row(after if _row(question, row.name) in fields else before or "", row.name)[0]
                )
                for row in question.rows
            }
            merged[question.name] = {name: value for name, value in rows.items() if value}
        else:
            value = after if question.name in fields else before
            merged[question.name] = _whole_as_sent(question, value)
    try:
        values = without_words(asked, validate_answers(asked, merged))
    except ScreenedOut:
        take_out(session, house, response)
        sittings.give_a_place_back(session, sitting.id)
        return
    # What somebody wrote stays written, also where the boxes put right would not have led there.
    response.answers = {**values, **_words_given(asked, response.answers)}
    session.add(response)


def _row(question: RatingGrid, row: str) -> str:
    return f"{question.name}.{row}"


def _as_sent(value: str) -> str:
    return "" if value in (Missing.NOT_ASKED, Missing.SKIPPED) else value


def _whole_as_sent(question: Question, value: AnswerValue | None) -> Any:
    if isinstance(value, list | dict) or value is None:
        return value
    sent = _as_sent(value)
    return [sent] if sent and isinstance(question, SelectMultiple) else sent
