"""Is there anybody who would be asked this?

For the check: a question nobody can reach is a mistake the author cannot see by reading. The answer is
exact, not a guess: answers that no rule can tell apart are put in one class, and every combination of
classes is tried along the path, question by question, with the questionnaire’s own rules. Only when there
are too many combinations to try does it say so (`None`). What to do about it is left to `check`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from survey.questionnaire.model import (
    Choice,
    Note,
    Question,
    Questionnaire,
    RatingGrid,
    SelectMultiple,
    SelectOne,
    Text,
    is_asked,
)
from survey.questionnaire.rules import AnyIn, Count, Rule, evaluate

MOST_TRIED = 100_000
"""Combinations after which we say that we do not know."""


class Reach:
    """Who can come where in one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.position = {question.name: number for number, question in enumerate(questionnaire.questions)}

    def question(self, question: Question, *more: Rule) -> bool | None:
        """Whether somebody for whom the other rules hold too can be asked this question."""
        wanted = [question.relevant] if question.relevant is not None else []
        if isinstance(question, RatingGrid):
            return _either(
                self.answers(question, *wanted, *more, *_row_rules(question, row)) for row in question.rows
            )
        return self.answers(question, *wanted, *more)

    def choice(self, question: Question, choice: Choice, *more: Rule) -> bool | None:
        """Whether somebody who is asked this question can be offered this choice."""
        wanted = [rule for rule in (question.relevant, choice.relevant) if rule is not None]
        return self.answers(question, *wanted, *more)

    def answers(self, until: Question, *rules: Rule) -> bool | None:
        """Whether some answers, to the questions before this one at least, make all these rules hold."""
        looked_at = [self.position.get(name, -1) + 1 for rule in rules for name in _looks_at(rule)]
        end = max([self.position[until.name], *looked_at])
        matters = self._matters(rules, end)
        search = _Search(
            self.questionnaire, self.questionnaire.questions[:end], matters, self._atoms(matters, rules)
        )
        try:
            return any(all(evaluate(rule, kept) for rule in rules) for kept in search.everybody())
        except _TooMany:
            return None

    def _matters(self, rules: Iterable[Rule], end: int) -> frozenset[str]:
        """The questions whose answers can make a difference: looked at, or deciding who is."""
        found: set[str] = set()
        waiting = [name for rule in rules for name in _looks_at(rule)]
        waiting += [name for one in self.questionnaire.screen_out for name in _looks_at(one.when)]
        while waiting:
            name = waiting.pop()
            if name in found or self.position.get(name, end) >= end:
                continue
            found.add(name)
            question = self.questionnaire.question(name)
            waiting += [other for rule in _rules_of(question) for other in _looks_at(rule)]
            if isinstance(question, RatingGrid) and question.rows_from is not None:
                waiting.append(question.rows_from)
        return frozenset(found)

    def _atoms(self, matters: frozenset[str], rules: Iterable[Rule]) -> list[Rule]:
        """Every single comparison that can tell answers apart here."""
        every = list(rules) + [one.when for one in self.questionnaire.screen_out]
        every += [rule for name in matters for rule in _rules_of(self.questionnaire.question(name))]
        atoms = [atom for rule in every for atom in _atoms_of(rule)]
        for name in matters:
            grid = self.questionnaire.question(name)
            if isinstance(grid, RatingGrid) and grid.rows_from is not None:
                named = {one.partition(".")[2] for atom in atoms for one, _ in atom.asks_about}
                atoms += [AnyIn(grid.rows_from, (row.name,)) for row in grid.rows if row.name in named]
                atoms.append(AnyIn(grid.rows_from, tuple(row.name for row in grid.rows)))
        return atoms


def _either(outcomes: Iterable[bool | None]) -> bool | None:
    """True when one is true, None when none is and one is unknown."""
    unknown = False
    for outcome in outcomes:
        if outcome:
            return True
        unknown = unknown or outcome is None
    return None if unknown else False


def _row_rules(grid: RatingGrid, row: Choice) -> list[Rule]:
    """What must hold for this row of a grid to be asked."""
    rules = [row.relevant] if row.relevant is not None else []
    return [*rules, AnyIn(grid.rows_from, (row.name,))] if grid.rows_from is not None else rules


def _looks_at(rule: Rule) -> set[str]:
    return {name.partition(".")[0] for name, _ in rule.asks_about}


def _atoms_of(rule: Rule) -> Iterator[Rule]:
    if not rule.parts and rule.asks_about:
        yield rule
    for part in rule.parts:
        yield from _atoms_of(part)


def _rules_of(question: Question) -> Iterator[Rule]:
    """The rules that decide whether a question is asked and what it offers."""
    parts: tuple[Choice, ...] = ()
    if isinstance(question, SelectOne | SelectMultiple):
        parts = question.choices
    elif isinstance(question, RatingGrid):
        parts = question.rows
    yield from (one.relevant for one in (question, *parts) if one.relevant is not None)


# --- trying everybody -----------------------------------------------------------------------------------


class _TooMany(Exception):
    """More combinations than we are ready to try."""


class _Search:
    """Walks the questions that matter, one representative for all answers that no comparison tells apart."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        questions: tuple[Question, ...],
        matters: frozenset[str],
        atoms: list[Rule],
    ) -> None:
        self.questionnaire = questionnaire
        self.questions = questions
        self.matters = matters
        self.atoms = atoms
        self.tried = 0

    def everybody(self, at: int = 0, kept: Mapping[str, Any] | None = None) -> Iterator[Mapping[str, Any]]:
        """The answers kept by each kind of person that gets through these questions."""
        answers = kept or {}
        if at == len(self.questions):
            yield answers
            return
        question = self.questions[at]
        asked = question.name in self.matters and is_asked(question, answers)
        for answer in self._answers(question, answers) if asked else (None,):
            self.tried += 1
            if self.tried > MOST_TRIED:
                raise _TooMany
            after = {**answers, question.name: answer} if asked else answers
            if self.questionnaire.ends_after(question, after) is None:
                yield from self.everybody(at + 1, after)

    def _answers(self, question: Question, kept: Mapping[str, Any]) -> Iterator[Any]:
        yield None
        match question:
            case SelectOne():
                for group in self._classes(question.name, question.offered(kept)):
                    yield group[0].name
            case SelectMultiple():
                yield from self._several(question, question.offered(kept))
            case RatingGrid():
                yield from self._grid(question, question.rows_asked(kept))
            case Text():
                yield "words"
            case Note():
                pass

    def _several(self, question: SelectMultiple, offered: tuple[Choice, ...]) -> Iterator[list[str]]:
        together = tuple(choice for choice in offered if not choice.stands_alone)
        alone = tuple(choice for choice in offered if choice.stands_alone)
        for group in self._classes(question.name, alone):
            yield [group[0].name]
        most = question.max or len(question.choices)
        groups = self._classes(question.name, together)
        cap = min(most, self._worth_trying(question))
        for sizes in itertools.product(*(range(min(len(group), cap) + 1) for group in groups)):
            if 0 < sum(sizes) <= most:
                chosen = zip(groups, sizes, strict=True)
                yield [choice.name for group, size in chosen for choice in group[:size]]

    def _grid(self, question: RatingGrid, rows: tuple[Choice, ...]) -> Iterator[dict[str, str]]:
        named = {name.partition(".")[2] for atom in self.atoms for name, _ in atom.asks_about}
        single = [row for row in rows if row.name in named]
        alike = [row for row in rows if row.name not in named]
        names = [question.name, *(f"{question.name}.{row.name}" for row in single)]
        values = [group[0].name for group in self._classes(names, question.choices)] + [""]
        alike = alike[: self._worth_trying(question)]
        for singly in itertools.product(values, repeat=len(single)):
            for together in itertools.combinations_with_replacement(values, len(alike)):
                rated = zip([*single, *alike], [*singly, *together], strict=True)
                yield {row.name: value for row, value in rated if value}

    def _classes(self, names: str | list[str], choices: tuple[Choice, ...]) -> list[list[Choice]]:
        """Choices that every comparison treats alike, together."""
        about = {names} if isinstance(names, str) else set(names)
        told_apart = [sought for atom in self.atoms for name, sought in atom.asks_about if name in about]
        classes: dict[tuple[object, ...], list[Choice]] = {}
        for choice in choices:
            key = (choice.reserved, *(choice.name in sought for sought in told_apart))
            classes.setdefault(key, []).append(choice)
        return list(classes.values())

    def _worth_trying(self, question: SelectMultiple | RatingGrid) -> int:
        """How many choices, or rows, that are alike it makes sense to try together."""
        bounds = [
            bound + 1
            for atom in self.atoms
            if isinstance(atom, Count) and atom.name == question.name
            for bound in (atom.at_least, atom.at_most)
            if bound is not None
        ]
        if isinstance(question, RatingGrid):
            return max([len(question.choices), *bounds])  # enough for every answer of the scale to be given
        grids = [
            self._worth_trying(other)
            for other in self.questions
            if isinstance(other, RatingGrid)
            and other.rows_from == question.name
            and other.name in self.matters
        ]
        return max([1, *bounds, *grids])
