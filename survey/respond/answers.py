"""What did this phone send? A body in one of two shapes becomes one `Submission`.

The script sends JSON, the long form sends fields; both mean the same. Whether the answers fit the
questions is left to `survey.responses`; here it is only found out what was sent. Nothing that was sent
gets into an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from survey.questionnaire import Questionnaire, SelectOne, read_form
from survey.respond import limits
from survey.respond.page import Filling
from survey.respond.refusal import Turned
from survey.responses import Submission
from survey.store.tables import Sitting


class _Sent(BaseModel):
    """The script's JSON."""

    model_config = ConfigDict(extra="forbid", strict=True)

    submission_id: str
    version: str
    language: str
    answers: dict[str, Any]
    rotation_seed: int | None = None
    mode: str = "phone"


@dataclass(frozen=True)
class Sent:
    submission: Submission
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # as they stood in the long form

    @property
    def age_band(self) -> str | None:
        age_band = self.submission.answers.get("age_band")
        return age_band if isinstance(age_band, str) else None

    @property
    def area(self) -> str | None:
        """Where this person says they live, which may be no area of the office's."""
        area = self.submission.answers.get("area")
        return area if isinstance(area, str) else None


ABOUT_THE_FORM: Final = ("submission_id", "version", "language")


def read(kind: str, raw: bytes, questionnaire: Questionnaire) -> Sent:
    """A submission from a body. Raises `Turned` when it is not one."""
    if kind == limits.JSON:
        sent = _json(raw)
        return Sent(Submission(**{name: getattr(sent, name) for name in _Sent.model_fields}))
    pairs = limits.form_fields(raw)
    about = {name: value for name, value in pairs if name in ABOUT_THE_FORM}
    missing = [name for name in ABOUT_THE_FORM if name not in about]
    if missing:
        raise Turned("unreadable", [(name, "this is missing") for name in missing])
    rest = [(name, value) for name, value in pairs if name not in ABOUT_THE_FORM]
    submission = Submission(
        submission_id=about["submission_id"],
        version=about["version"],
        language=about["language"],
        answers=read_form(questionnaire, rest),
    )
    return Sent(submission, _gathered(rest))


def named_field(kind: str, raw: bytes, name: str) -> str:
    """One field of a small body. Raises `Turned` when it is not there."""
    try:
        fields = _Fields.model_validate_json(raw).model_extra if kind == limits.JSON else None
    except ValidationError:
        raise Turned("unreadable") from None
    value = (fields if fields is not None else dict(limits.form_fields(raw))).get(name)
    if not isinstance(value, str):
        raise Turned("unreadable", [(name, "this is missing")])
    return value


def from_session(questionnaire: Questionnaire, sitting: Sitting, *, kiosk: bool = False) -> Filling:
    """The form as it is opened: where the session is, is already said."""
    known = {"area": sitting.area, "place": sitting.place}
    given: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions:
        name = known.get(question.name)
        if isinstance(question, SelectOne) and name and name in {choice.name for choice in question.choices}:
            given[question.name] = (name,)
    return Filling(given=given, prefilled=frozenset(given), kiosk=kiosk)


def as_sent(sent: Sent, problems: Iterable[tuple[str, str]]) -> Filling:
    """The form as it was sent, with what to mend beside the question it belongs to."""
    by_question: dict[str, str] = {}
    for name, reason in problems:
        by_question.setdefault(name.partition(".")[0], reason)
    return Filling(given=sent.fields, problems=by_question)


class _Fields(BaseModel):
    model_config = ConfigDict(extra="allow")


def _json(raw: bytes) -> _Sent:
    try:
        return _Sent.model_validate_json(raw)
    except ValidationError as error:
        # Only names we know: an unknown one may be somebody's words. `from None`: the error quotes the input.
        known = [str(one["loc"][0]) if one["loc"] else "" for one in error.errors(include_input=False)]
        problems = [
            (name if name in _Sent.model_fields else "body", "this is missing or unreadable")
            for name in known
        ]
        raise Turned("unreadable", list(dict.fromkeys(problems))) from None


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields
