"""What is being checked, and where does each part of it stand?

Shared by every check: the questionnaire with its file’s lines, its parts with their places, and findings
made on the right line. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from survey.located import Finding, Located, LocatedError, Place, Severity
from survey.office import load_office
from survey.questionnaire.model import Choice, Question, Questionnaire
from survey.questionnaire.reach import Reach
from survey.questionnaire.rules import Rule


@dataclass(frozen=True)
class Checked:
    """A questionnaire under check, and where its words stand."""

    questionnaire: Questionnaire
    located: Located
    locale: Path
    names: frozenset[str] = frozenset()  # labels that are names of places, whatever their length

    @cached_property
    def reach(self) -> Reach:
        return Reach(self.questionnaire)

    def numbered(self) -> Iterator[tuple[Place, Question]]:
        for number, question in enumerate(self.questionnaire.questions):
            yield ("questions", number), question

    def listed(self) -> Iterator[tuple[Place, Question, Choice]]:
        """Every choice and every row of every question."""
        for place, question in self.numbered():
            for field in ("choices", "rows"):
                for number, choice in enumerate(getattr(question, field, ())):
                    yield (*place, field, number), question, choice

    def rules(self) -> Iterator[tuple[Place, Rule, int]]:
        """Every rule, with how many questions stand before it."""
        for number, one in enumerate(self.questionnaire.screen_out):
            yield ("screen_out", number, "when"), one.when, len(self.questionnaire.questions)
        for number, readers in enumerate(self.questionnaire.written_for):
            if readers.when is not None:
                yield ("written_for", number, "when"), readers.when, len(self.questionnaire.questions)
        for place, question in self.numbered():
            if question.relevant is not None:
                yield (*place, "relevant"), question.relevant, int(place[1])
        for place, _, choice in self.listed():
            if choice.relevant is not None:
                yield (*place, "relevant"), choice.relevant, int(place[1])

    def error(self, place: Place, problem: str, mend: str) -> Finding:
        return self.located.finding(place, problem, mend)

    def warning(self, place: Place, problem: str, mend: str) -> Finding:
        return self.located.finding(place, problem, mend, Severity.WARNING)


def office_names(folder: Path) -> frozenset[str]:
    """Names of places in the office’s file: read as names, not as hard words."""
    try:
        return load_office(folder / "office.yaml").place_names
    except LocatedError:
        return frozenset()  # the office’s own check says what is wrong with it
