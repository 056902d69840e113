"""How does a questionnaire’s file become a questionnaire, and what must the office mend if it does not?

The YAML is the model of `model.py` with three conveniences, resolved here so that the rest of the house
(and a stored version) holds every choice in full:

- `lists:` names lists of choices; a question writes `choices: safety`, or splices one into its own list
  by name;
- `not_sure` and `rather_not_say` stand for those two choices, with the words given under `missing:`;
- `office.districts` and `office.places` are the districts of `office.yaml` beside the file and their
  towns and parts, the latter offered for the district chosen in the question `area`;
  `office.pictured_districts` are the districts with their pictures;
- `rows_from: places` without `rows` takes the rows from that question’s choices.

Every mistake of a file is found in one go. Whether the questionnaire makes sense is left to `check`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from survey.located import Finding, Located, LocatedError, Place, field_name, fill, read_located
from survey.office import Office, load_office
from survey.questionnaire.model import (
    RESERVED_CHOICES,
    Questionnaire,
)

AREA = "area"
"""The question that `office.places` follows."""


OF_THE_OFFICE = ("office.districts", "office.pictured_districts", "office.places")

OTHER_FILES = ("office", "help", "code_frame")
"""How the names of a folder’s files begin that are not questionnaires."""


class QuestionnaireError(LocatedError):
    """A questionnaire that cannot be used as it is, with everything that has to be mended."""


def load_questionnaire(path: Path | str) -> Questionnaire:
    """Read a questionnaire. Raises `QuestionnaireError` with every finding."""
    return load_located(Path(path))[0]


def questionnaire_paths(folder: Path) -> list[Path]:
    """The questionnaires of a folder, by name."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith(OTHER_FILES))


def load_located(path: Path) -> tuple[Questionnaire, Located]:
    """As `load_questionnaire`, with the line of every value, for the checks."""
    try:
        return _Expansion(read_located(path), path.parent / "office.yaml").fill()
    except LocatedError as error:
        raise QuestionnaireError(error.findings) from None


class _Expansion:
    """Writes out the lists a file refers to by name, keeping each choice’s line."""

    def __init__(self, source: Located, office_path: Path) -> None:
        self.source = source
        self.office_path = office_path
        self.data: dict[str, Any] = {
            key: value for key, value in source.data.items() if key not in ("lists", "missing")
        }
        self.lines: dict[Place, int] = dict(source.lines)
        self.findings: list[Finding] = []
        self.derived: list[str] = []  # fields made here from others, whose mistakes are reported there
        self.lists = self._own_lists()
        self.missing = self._missing()

    def expand(self) -> Located:
        questions = self.data.get("questions")
        if isinstance(questions, list):
            self.data["questions"] = [
                self._question(one, ("questions", number)) if isinstance(one, dict) else one
                for number, one in enumerate(questions)
            ]
            for number, one in enumerate(self.data["questions"]):
                if isinstance(one, dict) and one.get("type") == "rating_grid":
                    self._rows(one, ("questions", number))
        return Located(self.source.file, self.data, self.lines)

    def fill(self) -> tuple[Questionnaire, Located]:
        """The questionnaire, or everything that is wrong with it: in the lists it names and in its fields."""
        expanded = self.expand()
        try:
            questionnaire = fill(Questionnaire, expanded)
        except LocatedError as error:
            reported = {(finding.line, finding.field) for finding in self.findings}
            self.findings += [
                one
                for one in error.findings
                if (one.line, one.field) not in reported and not one.field.startswith(tuple(self.derived))
            ]
            raise LocatedError(self.findings) from None
        if self.findings:
            raise LocatedError(self.findings)
        return questionnaire, expanded

    def _own_lists(self) -> dict[str, list[Any]]:
        lists = self.source.data.get("lists", {})
        if not isinstance(lists, dict):
            self._add(("lists",), "should hold named lists", "Write each as “name:” with its choices below.")
            return {}
        for name, choices in lists.items():
            if not isinstance(choices, list):
                self._add(("lists", name), "should be a list of choices", "Begin each choice with “- ”.")
        return {name: choices for name, choices in lists.items() if isinstance(choices, list)}

    def _missing(self) -> dict[str, str]:
        words = self.source.data.get("missing", {})
        if isinstance(words, dict) and set(words) <= set(RESERVED_CHOICES):
            return words
        names = " and ".join(RESERVED_CHOICES)
        self._add(("missing",), "should give the words for two choices", f"Write a line for each of {names}.")
        return {}

    def _question(self, question: dict[str, Any], place: Place) -> dict[str, Any]:
        written = dict(question)
        for field in ("choices", "rows"):
            if isinstance(written.get(field), str | list):
                written[field] = self._splice(written[field], (*place, field))
        return written

    def _splice(self, written: str | list[Any], place: Place) -> list[Any]:
        """The choices of a list, those it names written out, each keeping the line it was named on."""
        choices: list[Any] = []
        lines: dict[Place, int] = {}
        items = [(written, place)] if isinstance(written, str) else _numbered(written, place)
        for item, at in items:
            for choice in self._named(item, at) if isinstance(item, str) else (item,):
                here = (*place, len(choices))
                lines[here] = self.source.line(at)
                if choice is item:
                    lines |= {(*here, *key[len(at) :]): line for key, line in self._below(at)}
                choices.append(choice)
        for key, _ in self._below(place):
            del self.lines[key]
        self.lines |= lines
        return choices

    def _below(self, place: Place) -> list[tuple[Place, int]]:
        """The lines of everything inside a value."""
        deep = len(place)
        return [
            (key, line) for key, line in self.source.lines.items() if len(key) > deep and key[:deep] == place
        ]

    def _named(self, name: str, place: Place) -> Iterator[Any]:
        if name in RESERVED_CHOICES:
            yield self._reserved(name, place)
        elif name in OF_THE_OFFICE:
            yield from self._from_office(name, place)
        elif name in self.lists:
            for number, choice in enumerate(self.lists[name]):
                if choice in RESERVED_CHOICES:
                    yield self._reserved(choice, ("lists", name, number))
                else:
                    yield choice
        else:
            known = ", ".join([*self.lists, *RESERVED_CHOICES, *OF_THE_OFFICE])
            self._add(
                place, f"names no list called “{name}”", f"Use one of {known}, or write “name:” and “label:”."
            )

    def _reserved(self, name: str, place: Place) -> dict[str, Any]:
        if name not in self.missing:
            self._add(place, f"has no words for “{name}”", f"Give them under “missing:”, as “{name}: …”.")
        return {"name": name, "label": self.missing.get(name, name)}

    def _from_office(self, name: str, place: Place) -> Iterator[dict[str, Any]]:
        try:
            districts = self.office.districts
        except LocatedError as error:
            problem = f"needs {self.office_path.name}, which cannot be used"
            self._add(place, problem, f"Mend that file first: {error.findings[0].problem}.")
            return
        for district in districts:
            if name != "office.places":
                pictured = district.picture is not None and name == "office.pictured_districts"
                picture = {"picture": district.picture} if pictured else {}
                yield {"name": district.name, "label": district.label, **picture}
                continue
            for part in district.places:
                yield {"name": part.name, "label": part.label, "relevant": {"equals": [AREA, district.name]}}

    @cached_property
    def office(self) -> Office:
        return load_office(self.office_path)

    def _rows(self, grid: dict[str, Any], place: Place) -> None:
        """Rows from an earlier question’s choices, when the grid writes none of its own."""
        name = grid.get("rows_from")
        if name is None or "rows" in grid:
            return
        named = [one for one in self.data["questions"] if isinstance(one, dict) and one.get("name") == name]
        if not named or named[0].get("type") != "select_multiple":
            mend = "Name an earlier question of type select_multiple."
            self._add((*place, "rows_from"), "names no such question", mend)
            return
        choices = named[0].get("choices")
        grid["rows"] = [
            {key: value for key, value in choice.items() if key in ("name", "label", "picture")}
            for choice in (choices if isinstance(choices, list) else [])
            if isinstance(choice, dict) and not _stands_alone(choice)
        ]
        self.lines[(*place, "rows")] = self.source.line((*place, "rows_from"))
        self.derived.append(field_name((*place, "rows")) + "[")

    def _add(self, place: Place, problem: str, mend: str) -> None:
        self.findings.append(self.source.finding(place, problem, mend))


def _numbered(items: list[Any], place: Place) -> Iterator[tuple[Any, Place]]:
    return ((item, (*place, number)) for number, item in enumerate(items))


def _stands_alone(choice: dict[str, Any]) -> bool:
    return bool(choice.get("apart") or choice.get("exclusive")) or choice.get("name") in RESERVED_CHOICES
