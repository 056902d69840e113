"""Whether anybody could work out a hidden cell, by trying every small table. Not part of the test suite.

Run: `python -m tests.benchmarks.disclosure reading gate`. Two readers are tried on both tiers, with the least
base and the sessions rules switched off so that the cells themselves are tested.

- `reading`: knows the rules and what is printed. A cell is solved when no other table near the true one fits all
  that is printed and differs there.
- `gate`: knows the whole algorithm besides, and runs it backwards: a cell is solved when it holds the same in every
  table that is published alike. All tables of up to so many people are tried, so that every set of look-alikes is
  whole; those that could go on beyond (rounding) are not judged.
"""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import milp

from analysis import patterns
from analysis.disclosure import PARTNER, PUBLIC, DisclosureRules, Published, publish
from analysis.puzzle import State
from analysis.tables import Table
from tests.analysis.test_disclosure import looks, small, two_way

# tier, name, rows, columns, largest cell, whether in every order of rows and columns
READING: tuple[tuple[DisclosureRules, str, int, int, int, bool], ...] = tuple(
    (small(rules), *what)
    for rules, most in ((PARTNER, 5), (PUBLIC, 6))
    for what in (
        ("2 cells", 1, 2, 40, True),
        ("3 cells", 1, 3, 40, True),
        ("4 cells", 1, 4, 16, True),
        ("4 cells", 1, 4, 40, False),
        ("2x2", 2, 2, 9, True),
        ("2x2", 2, 2, 16, False),
        ("2x3", 2, 3, most, False),
    )
)
# tier, name, rows, columns, how many people altogether: from, to
KNOWING: tuple[tuple[DisclosureRules, str, int, int, int, int], ...] = (
    (small(PARTNER), "2 cells", 1, 2, 1, 80),
    (small(PARTNER), "3 cells", 1, 3, 1, 60),
    (small(PARTNER), "4 cells", 1, 4, 1, 24),
    (small(PARTNER), "2x2", 2, 2, 1, 20),
    (small(PARTNER), "2x3", 2, 3, 1, 9),
    (small(PUBLIC), "2 cells", 1, 2, 1, 80),
    (small(PUBLIC), "3 cells", 1, 3, 1, 60),
    (small(PUBLIC), "4 cells", 1, 4, 1, 36),
    (small(PUBLIC), "2x2", 2, 2, 1, 30),
)
WITH_BASES: tuple[tuple[DisclosureRules, str, int, int, int, int], ...] = tuple(
    (
        replace(rules, fewest_sessions=0, dominance_hides=False, round_if_it_hides_less=None),
        "2x2",
        2,
        2,
        *people,
    )
    for rules, people in ((PARTNER, (40, 40)), (PUBLIC, (30, 42)))
)
"""The same with the tier’s own least base and its ranges for small groups; only the sessions stay out of it."""


def reading() -> None:
    for rules, name, rows, columns, most, every_order in READING:
        started = time.process_time()
        with remembered_solver():
            tried = Tried()
            for cells in _cells(rows, columns, most, every_order):
                tried.read(cells, rows, columns, rules)
        print(
            f"{rules.tier} {name}, cells 0 to {most}, {'every order' if every_order else 'one order of each'}: "
            f"{tried.tables} tables, {tried.hidden} hidden cells, {tried.solved} solved "
            f"({time.process_time() - started:.0f} s of processor)",
            flush=True,
        )


def gate() -> None:
    for rules, name, rows, columns, least, total in (*KNOWING, *WITH_BASES):
        started = time.process_time()
        with remembered_solver():
            tables, solved = _knowing(rows, columns, (least, total), rules)
        print(
            f"{rules.tier} {name}, bases from {rules.smallest_base}, {least} to {total} people: {tables} tables, of which "
            f"{len(solved)} give a cell away to a reader who knows the algorithm {solved[:6]} "
            f"({time.process_time() - started:.0f} s of processor)",
            flush=True,
        )


@contextmanager
def remembered_solver() -> Iterator[None]:
    """The same question to the solver is asked once: small tables lead to the same few programmes."""
    answers: dict[tuple[bytes, ...], Any] = {}

    def remembering(cost: Any, *, constraints: Any, integrality: Any, bounds: Any) -> Any:
        key = tuple(part.tobytes() for part in (cost, constraints.A, bounds.lb, bounds.ub))
        if key not in answers:
            answers[key] = milp(cost, constraints=constraints, integrality=integrality, bounds=bounds)
        return answers[key]

    with patch.object(patterns, "milp", remembering):
        yield


def _cells(rows: int, columns: int, most: int, every_order: bool) -> Iterator[tuple[int, ...]]:
    if every_order:
        return itertools.product(range(most + 1), repeat=rows * columns)
    return _one_of_each_order(rows, columns, most)


def _one_of_each_order(rows: int, columns: int, most: int) -> Iterator[tuple[int, ...]]:
    """One table of each set that differ only in the order of rows and columns."""
    if rows == 1:
        yield from itertools.combinations_with_replacement(range(most + 1), columns)
        return
    columns_of = itertools.combinations_with_replacement(
        list(itertools.product(range(most + 1), repeat=rows)), columns
    )
    for chosen in columns_of:  # columns in order already; of the two orders of rows, the smaller
        by_row = tuple(zip(*chosen, strict=True))
        turned = tuple(zip(*sorted(column[::-1] for column in chosen), strict=True))
        if by_row <= turned:
            yield tuple(n for row in by_row for n in row)


def _table(cells: Sequence[int], rows: int, columns: int) -> Table:
    return two_way([list(cells[row * columns : (row + 1) * columns]) for row in range(rows)])


def _nobody_at_all(table: Table, node: tuple[str, str]) -> bool:
    """Nobody anywhere said so: a nought here is no secret of anybody’s."""
    return table.cells["all", node[1]].people == 0


@dataclass
class Tried:
    """What a reader of the printed tables made of those tried so far."""

    tables: int = 0
    hidden: int = 0
    solved: int = 0
    _open: dict[object, int] = field(
        default_factory=dict
    )  # hidden cells, all open, of tables that look alike

    def read(self, cells: Sequence[int], rows: int, columns: int, rules: DisclosureRules) -> None:
        if not any(cells):
            return
        self.tables += 1
        if rows == 1 and all(n == 0 or n >= rules.smallest_count for n in cells):
            return  # nothing in it is hidden
        table = _table(cells, rows, columns)
        published = publish(table, rules).table
        seen = looks(published), tuple(_nobody_at_all(table, ("all", c.key)) for c in table.categories)
        if seen not in self._open:
            hidden, solved = uniquely_read(table, published, rules)
            self.solved += solved
            if solved:
                self.hidden += hidden
                return
            self._open[seen] = hidden
        self.hidden += self._open[seen]


def uniquely_read(table: Table, published: Published, rules: DisclosureRules) -> tuple[int, int]:
    """How many cells are hidden, and how many of them a reader of the printed table can work out.

    Tables near the true one are tried outright, all at once; one that fits everything printed and differs in
    a hidden cell shows that this cell stays open.
    """
    if published.withheld:
        return 0, 0
    names = [category.key for category in published.categories]
    groups = [row.group.key for row in published.rows if len(published.rows) == 1 or row.group.key != "all"]
    if len(groups) < len(table.groups) - 1:
        groups = ["all"]  # the breakdown was left out: only everybody’s row is printed
    true = np.array([[table.cells[g, c].people for c in names] for g in groups])
    hidden = [(c.group, c.category) for c in published.cells if c.state is not State.SHOWN]
    hidden = [node for node in hidden if not _nobody_at_all(table, node)]
    fixed = tuple(
        (cell := published.at.get((g, c))) is not None
        and cell.state is State.SHOWN
        and (published.round_to == 1 or cell.count == 0)
        for g in groups
        for c in names
    )
    open_still = dict.fromkeys(hidden)
    for reach in (1, 3, 6):
        if not open_still:
            break
        near = true + _shifts(fixed, reach if true.size <= 4 else min(reach, 3)).reshape(-1, *true.shape)
        near = near[(near >= 0).all(axis=(1, 2))]
        near = near[_fits(near, groups, names, table, published, rules)]
        for node in list(open_still):
            values = _of(near, groups, names, node)
            if (values != values[0]).any():
                del open_still[node]
    return len(hidden), len(open_still)


@cache
def _shifts(fixed: tuple[bool, ...], reach: int) -> NDArray[np.int64]:
    """Every way to move the cells that are not printed exactly by up to so many."""
    steps = [(0,) if printed else range(-reach, reach + 1) for printed in fixed]
    return np.array(list(itertools.product(*steps)))


def _of(
    near: NDArray[np.int64], groups: list[str], names: list[str], node: tuple[str, str]
) -> NDArray[np.int64]:
    """One cell in every table tried; everybody’s is the sum over the groups."""
    group, name = node
    rows = near[:, groups.index(group)] if group in groups else near.sum(axis=1)
    return np.asarray(rows.sum(axis=1) if not name else rows[:, names.index(name)])


def _fits(
    near: NDArray[np.int64],
    groups: list[str],
    names: list[str],
    table: Table,
    published: Published,
    rules: DisclosureRules,
) -> NDArray[np.bool_]:
    """Which of the tables tried agree with everything printed."""
    fits = np.ones(len(near), bool)
    confidential = [cell for cell in published.cells if cell.state is State.CONFIDENTIAL]
    to = published.round_to
    for row in published.rows:
        if row.base is not None:
            fits &= to * ((_of(near, groups, names, (row.group.key, "")) + to // 2) // to) == row.base
    for cell in published.cells:
        values = _of(near, groups, names, (cell.group, cell.category))
        if cell.state is State.SHOWN:
            fits &= to * ((values + to // 2) // to) == cell.count
            fits &= (values == 0) | (values >= rules.smallest_count)
        elif cell.state is State.CONFIDENTIAL:
            fits &= values >= 1
            alone = len(confidential) == 1
            if alone and table.cells[cell.group, cell.category].people < rules.smallest_count:
                fits &= values < rules.smallest_count  # all know that it was small itself
    return fits


def _knowing(
    rows: int, columns: int, people: tuple[int, int], rules: DisclosureRules
) -> tuple[int, list[tuple[int, ...]]]:
    """One table of each set published alike in which a hidden cell is the same throughout."""
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    tried, (least, total) = 0, people
    for cells in _of_at_most(rows * columns, total):
        if sum(cells) < least:
            continue
        tried += 1
        if rows == 1 and all(n == 0 or n >= rules.smallest_count for n in cells):
            continue  # nothing in it is hidden
        alike[looks(publish(_table(cells, rows, columns), rules).table)].append(cells)
    solved = []
    for behind in alike.values():
        if sum(behind[0]) + rules.round_to - 1 > total:
            continue
        tables = [_table(cells, rows, columns) for cells in behind]
        published = publish(tables[0], rules).table
        for cell in published.cells:
            node = cell.group, cell.category
            values = {table.cells[node].people for table in tables}
            if cell.state is not State.SHOWN and len(values) == 1 and not _nobody_at_all(tables[0], node):
                solved.append(behind[0])
                break
    return tried, solved


def _of_at_most(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    if cells == 0:
        yield ()
        return
    for first in range(total + 1):
        for others in _of_at_most(cells - 1, total - first):
            yield (first, *others)
