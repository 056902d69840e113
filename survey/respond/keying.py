"""What does the page for typing in ask for, and what is it told?

For whoever runs a session: paper forms from the envelope, one after the other, and the record of a talk with
the group. The page draws the questions exactly as a phone does (`question.html`), all at once, and is worked
with the number keys. It needs the session’s PIN, once; from then on every step carries the ticket that was
given for it. What becomes of a form is left to `survey.paper` and `survey.group_talk`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from survey import group_talk, languages, paper, printing, responses, sessions
from survey.house import House
from survey.paper import Batch, KeyingProblem
from survey.respond import limits, page
from survey.respond.look import look, translated
from survey.respond.refusal import Turned
from survey.respond.sheet import json_answer, sheet
from survey.responses import Submission
from survey.throttle import TooManyAttempts


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Body = TypeVar("Body", bound=_Body)


class _Pin(_Body):
    pin: str


class _Ticket(_Body):
    ticket: str


class _Form(_Ticket):
    """One form as it was typed."""

    submission_id: str
    version: str
    language: str
    answers: dict[str, Any]

    @property
    def submission(self) -> Submission:
        return Submission(self.submission_id, self.version, self.language, self.answers)


class _Numbered(_Form):
    number: int


class _Again(_Numbered):
    decided: dict[str, Literal["first", "second"]] = {}


class _Record(_Form):
    replacing: bool = False


def is_wanted(request: Request, door: sessions.Door) -> bool:
    """Whether this page is asked for. A leader’s form has no other."""
    leaders = door.questionnaire is not None and door.questionnaire.answered_by == "leader"
    return "paper" in request.query_params or (leaders and door.state not in ("unknown", "draft"))


def drawn(request: Request, house: House, door: sessions.Door, language: str) -> Response:
    """The page itself. It holds nothing of anybody; what it is for is asked for with the PIN."""
    sitting, asked = door.sitting, door.questionnaire
    if sitting is None or asked is None:
        raise Turned("unknown")
    state = sessions.state_for_paper(house, sitting)
    if state != "open":
        raise Turned(state)
    spoken = asked if language == asked.language else translated(house, asked, language)
    seen = look(house, spoken.language, area=sitting.area, asked=spoken)
    known = {one.code: languages.own_name(one.code) for one in house.office.languages}
    forms_in = {asked.language: languages.own_name(asked.language), **known}
    text = page.keying(seen, spoken, batch=printing.batch_of(house, sitting), forms_in=forms_in)
    return sheet(request, text, seen, keying=True)


def step(request: Request, house: House, code: str, name: str, raw: bytes) -> Response:
    """One step of typing in. Raises `Turned`."""
    take = STEPS.get(name)
    if take is None:
        raise Turned("not_there")
    try:
        return take(house, code, raw)
    except KeyingProblem as problem:
        if problem.kind == "wrong_pin":
            limits.count(house, "refused send", code, limits.REFUSED_SENDS)
        if problem.next_number:
            return _refused(house, request, problem)
        raise Turned(problem.kind) from None
    except responses.Refused as refused:
        limits.count(house, "refused send", code, limits.REFUSED_SENDS)
        problems = tuple((one.field, one.reason) for one in refused.problems)
        raise Turned(refused.kind, problems) from None
    except TooManyAttempts:
        raise Turned("throttled") from None


# --- the steps ---


def _open(house: House, code: str, raw: bytes) -> Response:
    given = paper.open_with_pin(house, code, _read(_Pin, raw).pin)
    if given is None:
        raise Turned("wrong_pin")
    return json_answer({"ticket": given, **_about(house, code, given)}, 200)


def _look(house: House, code: str, raw: bytes) -> Response:
    return json_answer(_about(house, code, _read(_Ticket, raw).ticket), 200)


def _keep(house: House, code: str, raw: bytes) -> Response:
    form = _read(_Numbered, raw)
    accepted, batch = paper.keep(house, code, form.ticket, form.number, form.submission)
    told = {"kept": accepted.stored, "message": accepted.message, **_batch(batch)}
    return json_answer(told, 201 if accepted.stored and accepted.first else 200)


def _check(house: House, code: str, raw: bytes) -> Response:
    form = _read(_Again, raw)
    checked = paper.check(house, code, form.ticket, form.number, form.submission, form.decided)
    told = [
        {"field": one.field, "first": list(one.first), "second": list(one.second)}
        for one in checked.differences
    ]
    return json_answer({"differences": told, **_batch(checked.batch)}, 200)


def _close(house: House, code: str, raw: bytes) -> Response:
    given = _read(_Ticket, raw).ticket
    paper.close_batch(house, code, given)
    return json_answer(_batch(paper.batch(house, code, given)), 200)


def _group(house: House, code: str, raw: bytes) -> Response:
    record = _read(_Record, raw)
    accepted = group_talk.write(house, code, record.ticket, record.submission, replacing=record.replacing)
    return json_answer({"kept": accepted.stored}, 201 if accepted.first else 200)


STEPS: Final[Mapping[str, Callable[[House, str, bytes], Response]]] = {
    "open": _open,
    "look": _look,
    "keep": _keep,
    "check": _check,
    "close": _close,
    "group": _group,
}


def _about(house: House, code: str, given: str) -> dict[str, Any]:
    door = paper.shown(house, code, given)
    if (
        door.questionnaire is not None
        and door.sitting is not None
        and door.questionnaire.answered_by == "leader"
    ):
        return {"written": group_talk.is_written(house, door.sitting)}
    return _batch(paper.batch(house, code, given))


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "forms": batch.forms,
        "next": batch.next_number,
        "to_check": list(batch.to_check),
        "checked": batch.checked,
    }


def _refused(house: House, request: Request, problem: KeyingProblem) -> Response:
    seen = look(house)
    shown = Turned(problem.kind).shown
    message = " ".join(seen.words.plain(words) for words in (shown.title + ".", *shown.lines))
    return json_answer(
        {"reason": problem.kind, "message": message, "next": problem.next_number}, shown.status
    )


def _read(kind: type[Body], raw: bytes) -> Body:
    try:
        return kind.model_validate_json(raw)
    except ValidationError:
        raise Turned("unreadable") from None  # the error quotes what was sent
