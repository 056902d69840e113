"""When is a question asked? A rule says so, as data, and means the same here and in the page's script.

A rule is one operator with its arguments, as the office writes it in YAML:

    {all: [RULE, …]}             every rule holds (an empty list holds)
    {any: [RULE, …]}             at least one holds (an empty list does not)
    {not: RULE}                  the rule does not hold
    {equals: [NAME, CHOICE]}     this choice was made, and nothing else
    {any_in: [NAME, [CHOICE…]]}  at least one of these choices was made
    {all_in: [NAME, [CHOICE…]]}  some choice was made, and every choice made is one of these
    {count: {question: NAME, at_least: N, at_most: N}}   how many were chosen; one bound is enough
    {answered: NAME}             there is an answer: not skipped, not “Not sure”, not “Rather not say”

NAME is a question, or `grid.row` for one row of a rating grid; a grid by its own name means the answers
of all its rows. Anything missing, blank or of an unexpected shape counts as not said. There is no `eval`
anywhere. Whether a rule makes sense in its questionnaire is left to `check`;
`tests/questionnaire/rule_cases.json` is the table of cases that this evaluator and the script's must both
pass.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

from survey.located import Place, Problem
from survey.questionnaire.missing import Missing

Answers = Mapping[str, Any]
"""Answers by question name: a choice, a list of choices, a grid's choices by row, or words."""

DEEPEST_RULE = 12

_NOTHING_SAID = frozenset({Missing.NOT_ASKED, Missing.SKIPPED})
_NO_OPINION = frozenset({Missing.NOT_SURE, Missing.RATHER_NOT_SAY})


def evaluate(rule: Rule, answers: Answers) -> bool:
    """Whether the rule holds for these answers."""
    return rule.holds(answers)


def parse_rule(data: object) -> Rule:
    """Read a rule from data. Raises `RuleError` with every mistake in it."""
    problems: list[Problem] = []
    rule = _parse(data, (), problems)
    if rule is None or problems:
        raise RuleError(problems)
    return rule


class RuleError(ValueError):
    """A rule that cannot be read, with every mistake in it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.problem}. {problem.mend}" for problem in problems))


# --- what was said --------------------------------------------------------------------------------------


def said(answers: Answers, name: str) -> list[str]:
    """Everything said in answer to a question, `not_sure` and `rather_not_say` included."""
    question, _, row = name.partition(".")
    answer = answers.get(question)
    if row:
        answer = answer.get(row) if isinstance(answer, Mapping) else None
    return [one for one in _each(answer) if one.strip() and one not in _NOTHING_SAID]


def _each(answer: object) -> list[str]:
    if isinstance(answer, str):
        return [answer]
    if isinstance(answer, Mapping):
        return [one for one in answer.values() if isinstance(one, str)]
    if isinstance(answer, list | tuple):
        return list(dict.fromkeys(one for one in answer if isinstance(one, str)))
    return []


def _opinions(answers: Answers, name: str) -> list[str]:
    return [one for one in said(answers, name) if one not in _NO_OPINION]


# --- the operators --------------------------------------------------------------------------------------


class Rule(ABC):
    """One operator with its arguments."""

    operator: ClassVar[str]

    @abstractmethod
    def holds(self, answers: Answers) -> bool: ...

    @abstractmethod
    def arguments(self) -> Any:
        """The arguments as data."""

    @property
    def parts(self) -> tuple[Rule, ...]:
        """The rules this one is made of."""
        return ()

    @property
    def asks_about(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each name this rule looks at, with the choices it looks for."""
        return tuple(pair for part in self.parts for pair in part.asks_about)

    def as_data(self) -> dict[str, Any]:
        """The rule as it is written in YAML and sent to the script."""
        return {self.operator: self.arguments()}


Parser = Callable[[Any, Place, list[Problem]], Rule | None]
OPERATORS: dict[str, Parser] = {}


@dataclass(frozen=True)
class All(Rule):
    operator = "all"
    rules: tuple[Rule, ...]

    @property
    def parts(self) -> tuple[Rule, ...]:
        return self.rules

    def holds(self, answers: Answers) -> bool:
        return all(rule.holds(answers) for rule in self.rules)

    def arguments(self) -> list[Any]:
        return [rule.as_data() for rule in self.rules]


@dataclass(frozen=True)
class AnyOf(Rule):
    operator = "any"
    rules: tuple[Rule, ...]

    @property
    def parts(self) -> tuple[Rule, ...]:
        return self.rules

    def holds(self, answers: Answers) -> bool:
        return any(rule.holds(answers) for rule in self.rules)

    def arguments(self) -> list[Any]:
        return [rule.as_data() for rule in self.rules]


@dataclass(frozen=True)
class Not(Rule):
    operator = "not"
    rule: Rule

    @property
    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,)

    def holds(self, answers: Answers) -> bool:
        return not self.rule.holds(answers)

    def arguments(self) -> dict[str, Any]:
        return self.rule.as_data()


@dataclass(frozen=True)
class Equals(Rule):
    operator = "equals"
    name: str
    choice: str

    @property
    def asks_about(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.name, (self.choice,)),)

    def holds(self, answers: Answers) -> bool:
        return set(said(answers, self.name)) == {self.choice}

    def arguments(self) -> list[str]:
        return [self.name, self.choice]


@dataclass(frozen=True)
class AnyIn(Rule):
    operator = "any_in"
    name: str
    choices: tuple[str, ...]

    @property
    def asks_about(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.name, self.choices),)

    def holds(self, answers: Answers) -> bool:
        return any(one in self.choices for one in said(answers, self.name))

    def arguments(self) -> list[Any]:
        return [self.name, list(self.choices)]


@dataclass(frozen=True)
class AllIn(Rule):
    operator = "all_in"
    name: str
    choices: tuple[str, ...]

    @property
    def asks_about(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.name, self.choices),)

    def holds(self, answers: Answers) -> bool:
        everything = said(answers, self.name)
        return bool(everything) and all(one in self.choices for one in everything)

    def arguments(self) -> list[Any]:
        return [self.name, list(self.choices)]


@dataclass(frozen=True)
class Count(Rule):
    operator = "count"
    name: str
    at_least: int | None = None
    at_most: int | None = None

    @property
    def asks_about(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.name, ()),)

    def holds(self, answers: Answers) -> bool:
        number = len(_opinions(answers, self.name))
        enough = self.at_least is None or number >= self.at_least
        return enough and (self.at_most is None or number <= self.at_most)

    def arguments(self) -> dict[str, Any]:
        bounds = {"at_least": self.at_least, "at_most": self.at_most}
        return {"question": self.name} | {key: bound for key, bound in bounds.items() if bound is not None}


@dataclass(frozen=True)
class Answered(Rule):
    operator = "answered"
    name: str

    @property
    def asks_about(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.name, ()),)

    def holds(self, answers: Answers) -> bool:
        return bool(_opinions(answers, self.name))

    def arguments(self) -> str:
        return self.name


# --- reading rules --------------------------------------------------------------------------------------


def _parse(data: object, place: Place, problems: list[Problem]) -> Rule | None:
    known = ", ".join(OPERATORS)
    if not isinstance(data, Mapping) or len(data) != 1:
        problems.append(Problem(place, "is not a rule", f"Write one operator with its arguments: {known}."))
        return None
    ((operator, arguments),) = data.items()
    if operator not in OPERATORS:
        problems.append(Problem(place, f"has no operator called “{operator}”", f"Use one of {known}."))
        return None
    if len(place) > 2 * DEEPEST_RULE:
        problems.append(Problem(place, "is nested too deeply", "Split it, or write it flatter."))
        return None
    return OPERATORS[operator](arguments, (*place, operator), problems)


def _rules(make: Callable[[tuple[Rule, ...]], Rule]) -> Parser:
    def parse(arguments: Any, place: Place, problems: list[Problem]) -> Rule | None:
        if not isinstance(arguments, list | tuple):
            problems.append(Problem(place, "needs a list of rules", "Write it as [RULE, RULE]."))
            return None
        rules = [_parse(one, (*place, number), problems) for number, one in enumerate(arguments)]
        return make(tuple(rule for rule in rules if rule is not None))

    return parse


def _not(arguments: Any, place: Place, problems: list[Problem]) -> Rule | None:
    rule = _parse(arguments, place, problems)
    return Not(rule) if rule is not None else None


def _equals(arguments: Any, place: Place, problems: list[Problem]) -> Rule | None:
    match arguments:
        case [str(name), str(choice)]:
            return Equals(name, choice)
    problems.append(Problem(place, "needs a question and a choice", "Write it as [question, choice]."))
    return None


def _choices(make: Callable[[str, tuple[str, ...]], Rule]) -> Parser:
    def parse(arguments: Any, place: Place, problems: list[Problem]) -> Rule | None:
        match arguments:
            case [str(name), [*choices]] if all(isinstance(choice, str) for choice in choices):
                return make(name, tuple(choices))
        mend = "Write it as [question, [choice, choice]]."
        problems.append(Problem(place, "needs a question and a list of choices", mend))
        return None

    return parse


def _count(arguments: Any, place: Place, problems: list[Problem]) -> Rule | None:
    bounds = {"at_least", "at_most"}
    if isinstance(arguments, Mapping) and isinstance(arguments.get("question"), str):
        given = {key: value for key, value in arguments.items() if key != "question"}
        if (
            given
            and bounds.issuperset(given)
            and all(type(one) is int and one >= 0 for one in given.values())
        ):
            return Count(arguments["question"], given.get("at_least"), given.get("at_most"))
    mend = "Write it as {question: NAME, at_least: 1, at_most: 3}; one of the two bounds is enough."
    problems.append(Problem(place, "needs a question and a number", mend))
    return None


def _answered(arguments: Any, place: Place, problems: list[Problem]) -> Rule | None:
    if isinstance(arguments, str) and arguments:
        return Answered(arguments)
    problems.append(Problem(place, "needs a question", "Write the name of one question."))
    return None


OPERATORS |= {
    "all": _rules(All),
    "any": _rules(AnyOf),
    "not": _not,
    "equals": _equals,
    "any_in": _choices(AnyIn),
    "all_in": _choices(AllIn),
    "count": _count,
    "answered": _answered,
}


def _as_rule(value: object) -> Rule:
    if isinstance(value, Rule):
        return value
    try:
        return parse_rule(value)
    except RuleError as error:
        raise PydanticCustomError(
            "rule", "{message}", {"message": str(error), "problems": error.problems}
        ) from None


RuleField = Annotated[
    Rule | None,
    PlainValidator(lambda value: None if value is None else _as_rule(value)),
    PlainSerializer(lambda rule: None if rule is None else rule.as_data()),
]
"""A rule, or none, as a field of a model: read from data, written as data."""

RequiredRule = Annotated[Rule, PlainValidator(_as_rule), PlainSerializer(lambda rule: rule.as_data())]
"""A rule as a field that cannot be left out."""
