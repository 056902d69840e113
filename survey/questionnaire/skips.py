"""Who is a question for, in words? The rule of a question as somebody with a pen would be told it.

For paper, where nothing can hide a question. A rule becomes a few whole sentences, each about one question by
its number, so that every sentence can be translated by itself. Where whoever wrote the questionnaire gave the
words (`guidance`), those are used instead, by `survey.questionnaire.paper`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from survey.questionnaire.model import Choice, Note, Question, Questionnaire, RatingGrid, Text
from survey.questionnaire.rules import All, AllIn, Answered, AnyIn, AnyOf, Count, Equals, Not, Rule


@dataclass(frozen=True)
class Said:
    """Words in the language of the page, or still in English, which is then marked as English."""

    text: str
    english: bool = False


class Voice(Protocol):
    """What somebody needs to speak one language: our own words, the office’s, the questionnaire’s."""

    @property
    def language(self) -> str: ...

    @property
    def direction(self) -> str: ...

    def ours(self, text: str, **values: object) -> Said:
        """Words of the page, with these values put in."""
        ...

    def office(self, text: str) -> Said:
        """Words of the office and of its help lines."""
        ...

    def of_both(self, text: str) -> Said:
        """Words of the page with the office’s own put in."""
        ...

    def asked(self, text: str) -> Said:
        """Words of the questionnaire, with the office’s own put in."""
        ...


def _(text: str) -> str:
    """Marks words for the translators’ tools; they are looked up when they are shown."""
    return text


ISOLATED = ("\u2068", "\u2069")
"""Unicode’s way to keep words of one direction together inside a sentence of the other."""

ALL_TRUE = _("Only if all of this is true:")
ONE_TRUE = _("Only if one of these is true:")
TRUE = _("Only if this is true:")
NONE_TRUE = _("Not if all of this is true:")
NOT_ONE = _("Not if one of these is true:")
ONLY_IF_TICKED = _("Only if you ticked {choices} in question {number}.")
TICKED = _("In question {number} you ticked {choices}.")
NOT_TICKED = _("In question {number} you did not tick {choices}.")
ONLY_TICKED = _("In question {number} you ticked only {choices}.")
ANSWERED = _("You answered question {number}.")
NOT_ANSWERED = _("You did not answer question {number}.")
AT_LEAST = _("In question {number} you ticked {count} or more.")
AT_MOST = _("In question {number} you ticked {count} or fewer.")
THE_ONES_TICKED = _("Only for the ones you ticked in question {number}.")


def numbered(questionnaire: Questionnaire) -> dict[str, int]:
    """The number of every question that asks something."""
    asking = (one.name for one in questionnaire.questions if not isinstance(one, Note))
    return {name: number for number, name in enumerate(asking, start=1)}


@dataclass(frozen=True)
class Skips:
    """The rules of one questionnaire, told in one language."""

    questionnaire: Questionnaire
    voice: Voice

    def of(self, rule: Rule) -> tuple[Said, ...]:
        """The first says whether all must hold or one; the others are what must hold."""
        return tuple(self._told(rule))

    def sentence(self, rule: Rule) -> Said:
        """The same in a line."""
        parts = self.of(rule)
        return Said(" ".join(part.text for part in parts), any(part.english for part in parts))

    def rows_of(self, grid: RatingGrid) -> Said | None:
        """Which rows of a grid somebody should fill in."""
        if grid.rows_from is None:
            return None
        return self.voice.ours(THE_ONES_TICKED, number=self._number(grid.rows_from))

    def _told(self, rule: Rule) -> Iterable[Said]:
        match rule:
            case All() if len(rule.rules) > 1:
                yield self.voice.ours(ALL_TRUE)
                parts: Iterable[Rule] = rule.rules
            case AnyOf() if len(rule.rules) > 1:
                yield self.voice.ours(ONE_TRUE)
                parts = rule.rules
            case Not(rule=All() | AnyOf() as inner):
                yield self.voice.ours(NONE_TRUE if isinstance(inner, All) else NOT_ONE)
                parts = inner.parts
            case Equals(name=name, choice=choice):
                yield self._ticked(ONLY_IF_TICKED, name, (choice,))
                parts = ()
            case AnyIn(name=name, choices=choices):
                yield self._ticked(ONLY_IF_TICKED, name, choices)
                parts = ()
            case _:
                yield self.voice.ours(TRUE)
                parts = (rule,)
        for part in parts:
            yield from self._clause(part)

    def _clause(self, rule: Rule) -> Iterable[Said]:
        match rule:
            case Equals(name=name, choice=choice):
                yield self._ticked(TICKED, name, (choice,))
            case AnyIn(name=name, choices=choices):
                yield self._ticked(TICKED, name, choices)
            case AllIn(name=name, choices=choices):
                yield self._ticked(ONLY_TICKED, name, choices)
            case Answered(name=name):
                yield self.voice.ours(ANSWERED, number=self._number(name))
            case Count(name=name, at_least=least, at_most=most):
                for pattern, bound in ((AT_LEAST, least), (AT_MOST, most)):
                    if bound is not None:
                        yield self.voice.ours(pattern, number=self._number(name), count=bound)
            case Not(rule=(Equals() | AnyIn()) as inner):
                choices = (inner.choice,) if isinstance(inner, Equals) else inner.choices
                yield self._ticked(NOT_TICKED, inner.name, choices)
            case Not(rule=Answered(name=name)):
                yield self.voice.ours(NOT_ANSWERED, number=self._number(name))
            case _:  # one inside another: its own sentences, in brackets
                inside = " ".join(one.text for one in self._told(rule))
                yield Said(f"({inside})", self.voice.ours(TRUE).english)

    def _ticked(self, pattern: str, name: str, choices: tuple[str, ...]) -> Said:
        labels = [self.voice.asked(label) for label in self._labels(name, choices)]
        first, last = ISOLATED if self.voice.direction == "rtl" else ("", "")
        listed = ", ".join(f"“{first}{label.text}{last}”" for label in labels)
        said = self.voice.ours(pattern, number=self._number(name), choices=listed)
        row = self._row(name)
        return Said(f"{row.text}: {said.text}", said.english) if row else said

    def _labels(self, name: str, choices: tuple[str, ...]) -> list[str]:
        known = {one.name: one.label for one in _choices(self._question(name))}
        return [known.get(one, one) for one in choices]

    def _row(self, name: str) -> Said | None:
        """The row of a grid that a rule looks at."""
        row = name.partition(".")[2]
        question = self._question(name)
        if not row or not isinstance(question, RatingGrid):
            return None
        return next((self.voice.asked(one.label) for one in question.rows if one.name == row), None)

    def _question(self, name: str) -> Question:
        return self.questionnaire.question(name.partition(".")[0])

    def _number(self, name: str) -> int:
        return self.numbers[name.partition(".")[0]]

    @property
    def numbers(self) -> Mapping[str, int]:
        return numbered(self.questionnaire)


def _choices(question: Question) -> tuple[Choice, ...]:
    return () if isinstance(question, Note | Text) else question.choices
