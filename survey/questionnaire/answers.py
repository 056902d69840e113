"""What did this person answer, and is it what was asked?

For the one place that takes answers in: whatever was sent becomes one value or one missing code for every
question, or a list of problems that name the field and the reason and never the words. Answers off the
path are dropped without fuss (somebody went back, or used the long form); anything that the questionnaire
cannot have asked is refused. Screening and storing are left to `survey.responses`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from survey.questionnaire.missing import Missing
from survey.questionnaire.model import (
    RESERVED_CHOICES,
    Choice,
    Note,
    Question,
    Questionnaire,
    RatingGrid,
    SelectMultiple,
    SelectOne,
    Text,
)

AnswerValue: TypeAlias = str | list[str] | dict[str, str]
"""A choice, several choices, a grid’s choices by row, words; or a `Missing` code."""

GIVEN = "given"
"""What is stored in place of words: there were some, and they went to screening."""


@dataclass(frozen=True)
class AnswerProblem:
    """Why an answer cannot be taken: the field and the reason, never what was answered."""

    field: str
    reason: str


class InvalidAnswers(ValueError):
    """Answers that the questionnaire cannot have asked for."""

    def __init__(self, problems: Iterable[AnswerProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.field}: {problem.reason}" for problem in self.problems))


class ScreenedOut(InvalidAnswers):
    """This questionnaire is not for this person: thank them with `message` and store nothing."""

    def __init__(self, field: str, message: str) -> None:
        self.message = message
        super().__init__([AnswerProblem(field, message)])


def validate_answers(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, AnswerValue]:
    """Every question’s name with its answer or missing code.

    Raises `InvalidAnswers` with every problem, and `ScreenedOut` when nothing must be stored.
    Words are cleaned of what no store can hold and otherwise kept as written; see `without_words`.
    """
    asked = {
        question.name: question for question in questionnaire.questions if not isinstance(question, Note)
    }
    problems = [AnswerProblem("answers", REASONS["unknown_field"])] if set(answers) - set(asked) else []
    problems += [
        problem for question in asked.values() for problem in _problems(question, answers.get(question.name))
    ]
    if problems:
        raise InvalidAnswers(problems)
    walk = questionnaire.walk(answers)
    kept = {question.name: answer for question, answer in walk}
    screened_out = questionnaire.ended_by(kept)
    if screened_out is not None:
        raise ScreenedOut(walk[-1][0].name, screened_out.message)
    values: dict[str, AnswerValue] = dict.fromkeys(asked, Missing.NOT_ASKED)
    for question, answer in walk:
        if not isinstance(question, Note):
            values[question.name] = _value(question, answer, kept)
    return values


def without_words(questionnaire: Questionnaire, values: Mapping[str, AnswerValue]) -> dict[str, AnswerValue]:
    """The validated answers as they are stored: `given` in place of every free text."""
    texts = words_of(questionnaire, values)
    return {name: GIVEN if name in texts else value for name, value in values.items()}


def words_of(questionnaire: Questionnaire, values: Mapping[str, AnswerValue]) -> dict[str, str]:
    """The free texts among the validated answers, by question."""
    return {
        question.name: str(values[question.name])
        for question in questionnaire.questions
        if isinstance(question, Text) and not isinstance(values[question.name], Missing)
    }


def read_form(questionnaire: Questionnaire, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The answers in a form sent without a script: `name=value`, repeated for several, `grid.row=value`."""
    answers: dict[str, Any] = {}
    by_name = {question.name: question for question in questionnaire.questions}
    for field, value in pairs:
        name, _, row = field.partition(".")
        question = by_name.get(name)
        if isinstance(question, RatingGrid) and row:
            answers.setdefault(name, {})[row] = value
        elif isinstance(question, SelectMultiple) and not row:
            answers.setdefault(name, []).extend([value] if value else [])
        else:
            answers[field] = value
    return answers


# --- what is wrong with an answer -----------------------------------------------------------------------

REASONS = {
    "unknown_field": "this holds something we did not ask",
    "unknown_choice": "this is not one of the choices",
    "unknown_row": "this is not one of the things we asked about",
    "wrong_shape": "this is not the kind of answer we asked for",
    "too_many": "choose up to {max}",
    "alone": "one of these can only be chosen on its own",
    "too_long": "this is too long; keep it under {max} characters",
}


def _problems(question: Question, answer: Any) -> Iterable[AnswerProblem]:
    if answer is None or answer in ("", [], {}):
        return
    match question, answer:
        case SelectOne(), str():
            if answer not in _names(question.choices):
                yield AnswerProblem(question.name, REASONS["unknown_choice"])
        case SelectMultiple(), list():
            reason = _several_problem(question, answer)
            if reason:
                yield AnswerProblem(question.name, reason)
        case RatingGrid(), dict():
            yield from _grid_problems(question, answer)
        case Text(), str():
            if len(clean(answer)) > question.max_length:
                yield AnswerProblem(question.name, REASONS["too_long"].format(max=question.max_length))
        case _:
            yield AnswerProblem(question.name, REASONS["wrong_shape"])


def _several_problem(question: SelectMultiple, answer: list[Any]) -> str:
    if not all(isinstance(one, str) for one in answer):
        return REASONS["wrong_shape"]
    chosen = set(answer)
    if not chosen <= _names(question.choices):
        return REASONS["unknown_choice"]
    if len(chosen) > 1 and any(choice.stands_alone for choice in question.choices if choice.name in chosen):
        return REASONS["alone"]
    if question.max is not None and len(chosen) > question.max:
        return REASONS["too_many"].format(max=question.max)
    return ""


def _grid_problems(question: RatingGrid, answer: dict[Any, Any]) -> Iterable[AnswerProblem]:
    if set(answer) - _names(question.rows):
        yield AnswerProblem(question.name, REASONS["unknown_row"])
    for row in question.rows:
        choice = answer.get(row.name)
        if choice not in (None, "", *_names(question.choices)):
            yield AnswerProblem(f"{question.name}.{row.name}", REASONS["unknown_choice"])


def _names(choices: tuple[Choice, ...]) -> set[str]:
    return {choice.name for choice in choices}


# --- what it becomes ------------------------------------------------------------------------------------


def _value(question: Question, answer: Any, kept: Mapping[str, Any]) -> AnswerValue:
    """A valid answer on the path as one value or missing code."""
    match question:
        case SelectOne():
            return _choice(answer)
        case SelectMultiple():
            chosen = [choice.name for choice in question.choices if choice.name in (answer or [])]
            if len(chosen) == 1 and chosen[0] in RESERVED_CHOICES:
                return Missing(chosen[0])
            return chosen or Missing.SKIPPED
        case RatingGrid():
            given = answer or {}
            rows = {row.name: _choice(given.get(row.name)) for row in question.rows_asked(kept)}
            if all(value == Missing.SKIPPED for value in rows.values()):
                return Missing.SKIPPED
            return {row.name: rows.get(row.name, Missing.NOT_ASKED) for row in question.rows}
        case _:
            words = clean(answer or "").strip()
            return words or Missing.SKIPPED


def _choice(answer: str | None) -> str:
    if not answer:
        return Missing.SKIPPED
    return Missing(answer) if answer in RESERVED_CHOICES else answer


def clean(words: str) -> str:
    """Words without what no store can hold: half characters and control characters; line ends as one."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))
