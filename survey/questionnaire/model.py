"""What is asked of a young person, in what order, and of whom?

A `Questionnaire` is a list of questions, each shown on a screen of its own. Everything is frozen: a
questionnaire that a session has used never changes, it gets a new version, which is the hash of its
canonical JSON. The way through it is never stored: `path` recomputes it from the answers every time, so
that nothing goes stale when somebody goes back and changes an answer. Reading YAML is left to `load`,
checking sense to `check`, reading what was sent to `answers`.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from survey.questionnaire.missing import Missing
from survey.questionnaire.rules import Answers, RequiredRule, RuleField, evaluate, said

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]

RESERVED_CHOICES = (Missing.NOT_SURE.value, Missing.RATHER_NOT_SAY.value)
"""Choice names with a meaning of their own: always set apart, and stored as a missing code."""

LONGEST_TEXT = 4000


class Part(BaseModel):
    """What every part of a questionnaire has in common: it cannot change, and holds no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Choice(Part):
    """One thing that can be chosen, or one row of a grid."""

    name: Name
    label: Words
    picture: Name | None = None  # an inline drawing of the page, always beside the words
    apart: bool = False  # not a point of the scale, such as “I don’t go there”
    exclusive: bool = False  # cannot be chosen together with others, such as “I’m not worried”
    relevant: RuleField = None  # offered only when this holds
    help_topics: tuple[Name, ...] = ()  # help that moves to the top of the card when this is chosen

    @property
    def reserved(self) -> bool:
        return self.name in RESERVED_CHOICES

    @property
    def set_apart(self) -> bool:
        return self.apart or self.reserved

    @property
    def stands_alone(self) -> bool:
        return self.exclusive or self.reserved


class QuestionBase(Part):
    """What every kind of question has."""

    name: Name
    label: Words
    hint: str = ""
    relevant: RuleField = None  # asked only when this holds
    sensitive: bool = False  # must offer “Rather not say”; the page shows the interruption first
    guidance: str = ""  # who should answer, for the long form without a script and on paper


class Note(QuestionBase):
    """Words on a screen; nothing to answer."""

    type: Literal["note"]


class SelectOne(QuestionBase):
    type: Literal["select_one"]
    choices: tuple[Choice, ...] = Field(min_length=1, max_length=200)
    rotate: bool = False  # shown in an order drawn by chance; choices set apart keep their place

    def offered(self, answers: Answers) -> tuple[Choice, ...]:
        return _offered(self.choices, answers)


class SelectMultiple(QuestionBase):
    type: Literal["select_multiple"]
    choices: tuple[Choice, ...] = Field(min_length=1, max_length=200)
    max: int | None = Field(default=None, ge=1)  # the most that can be chosen
    rotate: bool = False

    def offered(self, answers: Answers) -> tuple[Choice, ...]:
        return _offered(self.choices, answers)


class RatingGrid(QuestionBase):
    """The same scale for several things, asked one thing at a time."""

    type: Literal["rating_grid"]
    rows: tuple[Choice, ...] = Field(min_length=1, max_length=100)
    rows_from: Name | None = None  # only the rows chosen in this earlier select_multiple are asked
    choices: tuple[Choice, ...] = Field(min_length=1, max_length=20)
    rotate: bool = False  # the rows

    def rows_asked(self, answers: Answers) -> tuple[Choice, ...]:
        rows = _offered(self.rows, answers)
        if self.rows_from is None:
            return rows
        chosen = said(answers, self.rows_from)
        return tuple(row for row in rows if row.name in chosen)


class Text(QuestionBase):
    """Words of one’s own. They go to screening before anyone reads them."""

    type: Literal["text"]
    max_length: int = Field(default=1000, ge=1, le=LONGEST_TEXT)


Question = Annotated[Note | SelectOne | SelectMultiple | RatingGrid | Text, Field(discriminator="type")]


class Page(Part):
    """A screen that asks nothing: before the first question, after the last, or instead of them."""

    title: Words
    lines: tuple[Words, ...] = Field(min_length=1, max_length=20)


class ScreenOut(Part):
    """Somebody this questionnaire is not for: thanked, and nothing of theirs is stored."""

    when: RequiredRule  # decided once the last question it looks at has been passed
    message: Words


class Readers(Part):
    """A variant of the questionnaire, and how well its readers read: the check holds every word to it."""

    label: Words
    when: RuleField = None  # none: everybody
    reading_age: float = Field(ge=5, le=18)


class Translation(Part):
    """What a translated questionnaire remembers of the one it was made from."""

    version: str  # of the source: answers in any language answer the same version
    language: LanguageCode = "en"  # of the source
    untranslated: tuple[str, ...] = ()  # words left in the source language, to be marked as such on the page


class Questionnaire(Part):
    name: Name
    title: Words
    language: LanguageCode = "en"
    languages: tuple[LanguageCode, ...] = ("en",)
    answered_by: Literal["person", "leader"] = "person"  # a leader’s record is never counted with people
    opening: Page | None = None  # what this is and who reads it, before the first question
    thanks: Page | None = None
    quiet: Page | None = None  # for “No thanks”: looks to the room like the survey
    screen_out: tuple[ScreenOut, ...] = ()
    written_for: tuple[Readers, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1, max_length=200)
    translation: Translation | None = None

    @cached_property
    def version(self) -> str:
        """The hash of what is asked. A translation asks the same, so it has its source’s version."""
        if self.translation is not None:
            return self.translation.version
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """The canonical form: one questionnaire is one text, in whatever order it was written."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Questionnaire:
        return cls.model_validate_json(text)

    @cached_property
    def _by_name(self) -> dict[str, Any]:
        return {question.name: question for question in self.questions}

    def question(self, name: str) -> Question:
        """The question of this name. Raises `KeyError` when there is none."""
        found: Question = self._by_name[name]
        return found

    def path(self, answers: Answers) -> tuple[Question, ...]:
        """The questions asked of somebody who answers like this, in order."""
        return tuple(question for question, _ in self.walk(answers))

    def walk(self, answers: Answers) -> list[tuple[Question, Any]]:
        """The path, each question with the part of its answer that it could be given.

        A rule sees only answers given on the path, and only choices that were offered there: somebody who
        goes back and changes their age leaves no answer behind that still opens questions.
        """
        kept: dict[str, Any] = {}
        steps: list[tuple[Question, Any]] = []
        for question in self.questions:
            if is_asked(question, kept):
                answer = kept[question.name] = _possible(question, answers.get(question.name), kept)
                steps.append((question, answer))
            if self.ends_after(question, kept) is not None:
                break
        return steps

    def screened_out(self, answers: Answers) -> ScreenOut | None:
        """Whether somebody who answers like this is thanked and not stored."""
        return self.ended_by({question.name: answer for question, answer in self.walk(answers)})

    def ended_by(self, kept: Answers) -> ScreenOut | None:
        """As `screened_out`, from the answers kept along a path that has been walked already."""
        return next((one for one in self.screen_out if evaluate(one.when, kept)), None)

    def ends_after(self, question: Question, kept: Answers) -> ScreenOut | None:
        """Whether the questions end here for somebody with these answers so far."""
        decided = self._decided_after.get(question.name, ())
        return next((one for one in decided if evaluate(one.when, kept)), None)

    @cached_property
    def _decided_after(self) -> dict[str, list[ScreenOut]]:
        """Each screening out under the last question that it looks at."""
        order = [question.name for question in self.questions]
        decided: dict[str, list[ScreenOut]] = {}
        for one in self.screen_out:
            looks_at = {name.partition(".")[0] for name, _ in one.when.asks_about}
            last = max((order.index(name) for name in looks_at if name in order), default=0)
            decided.setdefault(order[last], []).append(one)
        return decided

    def help_topics(self, answers: Answers) -> tuple[str, ...]:
        """The kinds of help these answers bring to the top of the help card, most pressing answer first."""
        topics: dict[str, None] = {}
        for question, answer in self.walk(answers):
            if isinstance(question, SelectOne | SelectMultiple):
                chosen = said({question.name: answer}, question.name)
                for choice in question.choices:
                    if choice.name in chosen:
                        topics |= dict.fromkeys(choice.help_topics)
        return tuple(topics)


def is_asked(question: Question, kept: Answers) -> bool:
    """Whether the path comes by a question, given the answers kept so far."""
    if question.relevant is not None and not evaluate(question.relevant, kept):
        return False
    return not isinstance(question, RatingGrid) or bool(question.rows_asked(kept))


def _offered(choices: tuple[Choice, ...], answers: Answers) -> tuple[Choice, ...]:
    return tuple(one for one in choices if one.relevant is None or evaluate(one.relevant, answers))


def _possible(question: Question, answer: Any, kept: Answers) -> Any:
    """The part of an answer that could be given here: without choices and rows that were not offered."""
    match question, answer:
        case SelectOne(), str():
            return answer if answer not in _hidden(question.choices, kept) else None
        case SelectMultiple(), list() | tuple():
            hidden = _hidden(question.choices, kept)
            return [one for one in answer if not (isinstance(one, str) and one in hidden)]
        case RatingGrid(), dict():
            hidden = {row.name for row in question.rows} - {row.name for row in question.rows_asked(kept)}
            return {row: choice for row, choice in answer.items() if row not in hidden}
    return answer


def _hidden(choices: tuple[Choice, ...], kept: Answers) -> set[str]:
    return {one.name for one in choices} - {one.name for one in _offered(choices, kept)}
