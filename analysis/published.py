"""A table as a tier may see it: what every sentence, chart, page and file is made from.

The question this module answers for whoever shows a number: *what stands in this cell, if anything may?* It
is made by `disclosure` alone. Terms and signs are official statistics’ own: primary and secondary
suppression, `[c]` for a confidential number. The reader is never told whether a cell was small itself or
hidden to protect another; the analyst is (`Gated.reasons`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from analysis.audit import Node
from analysis.puzzle import State
from analysis.tables import ALL, Category, Group


class Reason(StrEnum):
    """Why a cell is hidden, for the analyst."""

    SMALL_COUNT = "fewer people than the smallest count shown"
    FEW_SESSIONS = "these people came from too few sessions"
    DOMINATED = "one or two sessions make up nearly all of these people"
    HIDDEN_FROM_PARTNERS = "partners may not see it, and they read what the public reads as well"
    TO_PROTECT_ANOTHER = "with this number, another hidden one could be worked out"
    SMALL_BASE = "too few people in this group answered"
    ALL_OR_NONE = "everybody, or nobody, in a small group said so"
    TABLE_WITHHELD = "no way of hiding single cells makes this table safe"


NOT_OFFERED = "not offered"
"""What a cell says of a group in which nobody could choose the answer."""
NO_SHARE = "no share"
"""What a cell with a count says where it is not told how many could choose the answer."""


@dataclass(frozen=True)
class Cell:
    """One published number. `percent`, `low` and `high` are whole percentages."""

    group: str
    category: str
    state: State
    count: int | None = None
    percent: int | None = None
    low: int | None = None
    high: int | None = None
    words: str = ""
    dominated: bool = False


@dataclass(frozen=True)
class Row:
    """One group’s base. `base` is None when even that is hidden; `caution` marks a small one."""

    group: Group
    state: State
    base: int | None = None
    caution: bool = False


def base_told(rows: Sequence[Row], category: Category, group: str) -> int | None:
    """Of how many a choice that only some were offered is a share, if that is told.

    Of everyone it is those groups that could choose it added up as they are printed, so that nothing new is
    told; in one of them, its own base. Who could choose it in another group, such as a district, is not told.
    """
    able = [row for row in rows if row.group.key in category.offered]
    if group != ALL:
        return next((row.base for row in able if row.group.key == group), None)
    told = [row.base for row in able if row.base is not None]
    return sum(told) if able and len(told) == len(able) else None


@dataclass(frozen=True)
class Published:
    """A table as a tier may see it."""

    key: str
    title: str
    question: str
    shape: Literal["parts", "choices"]
    categories: tuple[Category, ...]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]
    round_to: int
    withheld: bool = False
    left_out: tuple[str, ...] = ()  # breakdowns that could not be made safe
    label: str = ""

    @cached_property
    def at(self) -> Mapping[Node, Cell]:
        return {(cell.group, cell.category): cell for cell in self.cells}

    def row(self, group: str) -> Row | None:
        return next((row for row in self.rows if row.group.key == group), None)

    def base_of(self, group: str, category: str) -> int | None:
        """Of how many a cell is a share; None where that is not told."""
        row = self.row(group)
        one = next((each for each in self.categories if each.key == category), None)
        if row is None or one is None or not one.offered:
            return row.base if row is not None else None
        return base_told(self.rows, one, group)

    def shown(self, group: str, category: str) -> Cell | None:
        """The cell, if it may be shown as a percentage."""
        cell = self.at.get((group, category))
        return cell if cell is not None and cell.state is State.SHOWN and cell.percent is not None else None

    @property
    def hidden(self) -> int:
        return sum(1 for cell in self.cells if cell.state is not State.SHOWN)


@dataclass(frozen=True)
class Gated:
    """A published table, and for the analyst alone why each hidden number is hidden."""

    table: Published
    reasons: Mapping[Node, Reason]
