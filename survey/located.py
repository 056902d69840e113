"""Where in an office's file did this value stand, and what is wrong with it?

For everybody who edits a YAML file of `questionnaires/` and has to mend it. Every mistake becomes a
`Finding` with file, line, field, problem and mend, and all mistakes of a file are found in one go, not
one a run. What the values mean is left to the models that are filled with them (`survey.questionnaire`,
`survey.office`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Place = tuple[str | int, ...]
"""The keys and positions that lead to a value, from the top of the file."""

LONGEST_FILE = 2_000_000  # bytes; an office's file is a few hundred kilobytes at the very most
DEEPEST_NESTING = 40


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend in an office's file."""

    file: str
    line: int
    field: str
    problem: str
    mend: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.field}: {self.problem}. {self.mend}"


class LocatedError(ValueError):
    """A file that cannot be used as it is, with everything that has to be mended."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


@dataclass(frozen=True)
class Located:
    """A file's values, and the line each of them stands on."""

    file: str
    data: dict[str, Any]
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it that is in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def finding(self, place: Place, problem: str, mend: str, severity: Severity = Severity.ERROR) -> Finding:
        return Finding(self.file, self.line(place), field_name(place), problem, mend, severity)


def field_name(place: Place) -> str:
    """`("questions", 3, "label")` as people write it: `questions[3].label`."""
    name = ""
    for step in place:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name or "file"


def read_located(path: Path, *, numbers_are_words: bool = False) -> Located:
    """Read a YAML file whose top level is a mapping. Raises `LocatedError` with all that is wrong with it.

    With `numbers_are_words`, 101 and 2026-11-30 are the words that were written.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LocatedError(
            [
                Finding(
                    str(path), 1, "file", f"cannot be read ({error.strerror})", "Check its name and rights."
                )
            ]
        ) from None
    return parse_located(raw, str(path), numbers_are_words=numbers_are_words)


def parse_located(raw: bytes, file: str, *, numbers_are_words: bool = False) -> Located:
    """As `read_located`, from bytes already read."""
    if len(raw) > LONGEST_FILE:
        raise LocatedError([Finding(file, 1, "file", "is far too large", "Keep it under 2 MB.")])
    try:
        node = yaml.compose(raw, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise LocatedError([_not_yaml(file, mark.line + 1 if mark else 1, error.problem or "")]) from None
    except yaml.reader.ReaderError:
        raise LocatedError(
            [Finding(file, 1, "file", "is not plain text in UTF-8", "Save it again as UTF-8.")]
        ) from None
    except RecursionError:
        raise LocatedError([_too_deep(file, 1)]) from None
    return _Reader(file, numbers_are_words).read(node)


def _not_yaml(file: str, line: int, problem: str) -> Finding:
    mend = "Look for a missing colon, a stray quote or uneven spaces on this line or the one above."
    if "'?'" in problem:
        mend = "Put words that end in a question mark in quotes when “,” or “}” follows them."
    return Finding(file, line, "file", f"cannot be read as YAML here ({problem})", mend)


def _too_deep(file: str, line: int) -> Finding:
    return Finding(file, line, "file", "is nested too deeply", "Write it flatter.")


_NUMBERS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "timestamp"))


class _Reader:
    """Turns YAML nodes into plain values, noting lines, and gathers what cannot be turned."""

    def __init__(self, file: str, numbers_are_words: bool) -> None:
        self.file = file
        self.as_written = _NUMBERS if numbers_are_words else frozenset()
        self.lines: dict[Place, int] = {}
        self.findings: list[Finding] = []
        self.seen: set[int] = set()
        self.scalars = yaml.constructor.SafeConstructor()

    def read(self, node: yaml.Node | None) -> Located:
        if not isinstance(node, yaml.MappingNode):
            raise LocatedError(
                [
                    Finding(
                        self.file,
                        1,
                        "file",
                        "does not hold named fields",
                        "Begin with a line like “name: …”.",
                    )
                ]
            )
        data = self.value(node, ())
        if self.findings:
            raise LocatedError(self.findings)
        return Located(self.file, data, self.lines)

    def value(self, node: yaml.Node, place: Place) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        if len(place) > DEEPEST_NESTING:
            self.findings.append(_too_deep(self.file, line))
            return None
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, place)
        if id(node) in self.seen:
            self.add(line, place, "repeats another part with * and &", "Write it out, or use a named list.")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, number)) for number, child in enumerate(node.value)]
        return None

    def mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or not key_node.value:
                self.add(line, place, "has a field without a name", "Give it a name before the colon.")
                continue
            key = key_node.value  # the text as written, so that 10 or no stays a name
            if key in values:
                self.add(line, (*place, key), "is written twice", "Keep one of the two.")
                continue
            self.lines[(*place, key)] = line
            values[key] = self.value(value_node, (*place, key))
        return values

    def scalar(self, node: yaml.ScalarNode, place: Place) -> Any:
        if node.tag in self.as_written:
            return node.value
        try:
            return self.scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError, LookupError):
            self.add(node.start_mark.line + 1, place, "is not a value we can read", "Put it in quotes.")
            return None

    def add(self, line: int, place: Place, problem: str, mend: str) -> None:
        self.findings.append(Finding(self.file, line, field_name(place), problem, mend))


# --- filling a model ------------------------------------------------------------------------------------

Model = TypeVar("Model", bound=BaseModel)


def fill(model: type[Model], located: Located) -> Model:
    """Fill a model with a file's values. Raises `LocatedError` with every field that does not fit."""
    try:
        return model.model_validate(located.data)
    except ValidationError as error:
        raise LocatedError(_findings(error, located, model)) from None
    except RecursionError:
        raise LocatedError([_too_deep(located.file, 1)]) from None


@dataclass(frozen=True)
class Problem:
    """A mistake inside a value with a grammar of its own, such as a rule: where in it, what, and the mend."""

    place: Place
    problem: str
    mend: str


def _findings(error: ValidationError, located: Located, model: type[BaseModel]) -> Iterator[Finding]:
    details = error.errors(include_url=False, include_input=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_inside(other["loc"], detail["loc"]) for other in details):
            continue  # the items are there, but mistaken: their own findings say so
        place = _place_in_file(detail["loc"], located)
        problems = detail.get("ctx", {}).get("problems")
        if problems:
            for inner in problems:
                yield located.finding((*place, *inner.place), inner.problem, inner.mend)
        else:
            yield located.finding(place, *_in_plain_words(detail, place, model))


def _inside(loc: Place, around: Place) -> bool:
    return len(loc) > len(around) and loc[: len(around)] == around


def _place_in_file(loc: Place, located: Located) -> Place:
    """Pydantic's location without the steps it adds itself (the type chosen from a union)."""
    place: Place = ()
    value: Any = located.data
    for number, step in enumerate(loc):
        last = number == len(loc) - 1
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif not last or (isinstance(value, dict) and step == value.get("type")):
            continue
        place = (*place, step)
    return place


def _in_plain_words(detail: ErrorDetails, place: Place, model: type[BaseModel]) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return (
            "has no known type",
            f"Set type to one of {context.get('expected_tags', 'the types in the README')}.",
        )
    if kind == "extra_forbidden":
        return "is not a field we know", _nearest(str(place[-1]), model)
    if kind == "string_pattern_mismatch":
        return (
            "is not a usable name",
            "Use small letters, digits, “_” or “-”, beginning with a letter or digit.",
        )
    if kind == "value_error":
        problem, _, mend = str(context.get("error", detail["msg"])).partition(". ")
        return problem, mend or "Change it."
    return _WORDS.get(kind, (detail["msg"].lower(), "Change it to what the README of questionnaires/ shows."))


_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("is missing", "Add it."),
    "string_type": ("should be text", "Put it in quotes, for example “yes” or “10”."),
    "string_too_short": ("is empty", "Write something here, or remove the field."),
    "string_too_long": ("is too long", "Make it shorter."),
    "bool_type": ("should be true or false", "Write true or false."),
    "bool_parsing": ("should be true or false", "Write true or false."),
    "int_type": ("should be a whole number", "Write a whole number, without quotes."),
    "int_parsing": ("should be a whole number", "Write a whole number, without quotes."),
    "int_from_float": ("should be a whole number", "Write a whole number."),
    "greater_than_equal": ("is too small", "Make it larger."),
    "less_than_equal": ("is too large", "Make it smaller."),
    "tuple_type": ("should be a list", "Begin each item with “- ” on a line of its own."),
    "list_type": ("should be a list", "Begin each item with “- ” on a line of its own."),
    "dict_type": ("should hold named fields", "Write it as “name: value” lines."),
    "model_type": ("should hold named fields", "Write it as “name: value” lines."),
    "model_attributes_type": ("should hold named fields", "Write it as “name: value” lines."),
    "too_short": ("has too few items", "Add an item."),
    "too_long": ("has too many items", "Remove some."),
    "date_type": ("should be a date", "Write it like 2026-11-30."),
    "date_from_datetime_parsing": ("should be a date", "Write it like 2026-11-30."),
    "date_parsing": ("should be a date", "Write it like 2026-11-30."),
}


def _nearest(name: str, model: type[BaseModel]) -> str:
    near = difflib.get_close_matches(name, sorted(_field_names(model)), n=1)
    return f"Did you mean “{near[0]}”?" if near else "Remove it, or correct its spelling."


def _field_names(annotation: Any) -> frozenset[str]:
    """Every field a file of this model may use, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inner = [field.annotation for field in annotation.model_fields.values()]
        return frozenset(annotation.model_fields).union(*(_field_names(part) for part in inner))
    return frozenset().union(*(_field_names(part) for part in get_args(annotation)))
