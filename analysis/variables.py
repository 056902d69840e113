"""Every question and every value it can have, described once: for codebook, workbook, later exports.

The question this module answers for a partner’s analyst: *what does this column mean, of whom is it a share,
and what does an empty answer stand for?* It describes; which numbers may be shown the gate has decided before
(`base` is the published one, and None where even that is hidden).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.tables import PEOPLE, theme_table_key
from analysis.wave import Asked, Missing

Role = Literal["answer", "apart from the scale", "row of a grid", "theme", "missing"]

MISSING_LABELS: Mapping[Missing, str] = {
    Missing.NOT_ASKED: "Not asked",
    Missing.SKIPPED: "Skipped",
    Missing.NOT_SURE: "Not sure",
    Missing.RATHER_NOT_SAY: "Rather not say",
}


@dataclass(frozen=True)
class Variable:
    """One value of one question. `base`: how many people a share of it is a share of."""

    question: str
    text: str
    kind: str
    value: str
    label: str
    role: Role
    base: int | None = None
    sensitive: bool = False


Bases = Mapping[str, int | None]
"""The published base of each table, by its key."""
OfSome = Mapping[tuple[str, str], int | None]
"""The published base of each answer that only some were offered, by the table’s key and its own."""


def described(
    questions: Iterable[Asked],
    bases: Bases,
    themes: Mapping[str, tuple[tuple[str, str], ...]],
    of_some: OfSome | None = None,
) -> tuple[Variable, ...]:
    """Each question’s values in order. `themes`: the published themes of an open question, key and label."""
    return tuple(
        variable
        for question in questions
        for variable in _values(question, bases, themes.get(question.name, ()), of_some or {})
    )


def _values(
    question: Asked, bases: Bases, themes: Iterable[tuple[str, str]], of_some: OfSome
) -> Iterator[Variable]:
    everyone = bases.get(PEOPLE)
    own = bases.get(question.name, everyone)

    def one(value: str, label: str, role: Role, base: int | None) -> Variable:
        return Variable(
            question.name, question.label, question.kind, value, label, role, base, question.sensitive
        )

    for option in question.options:
        if question.kind == "rating_grid":
            yield one(option.name, option.label, "answer", None)  # of whom depends on the row, below
        elif option.apart and question.kind == "select_one":
            yield one(option.name, option.label, "apart from the scale", everyone)
        else:
            yield one(option.name, option.label, "answer", of_some.get((question.name, option.name), own))
    for row in question.rows:
        yield one(row.name, row.label, "row of a grid", bases.get(f"{question.name}.{row.name}"))
    for key, label in themes:
        yield one(key, label, "theme", bases.get(theme_table_key(question.name)))
    for code, label in MISSING_LABELS.items():
        yield one(code.value, label, "missing", everyone)
