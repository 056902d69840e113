"""Measures the gate, the intervals and the speed of telling. Not part of the test suite.

Run: `python -m tests.benchmarks.disclosure [gate|reading|optimum|coverage|speed]...` (all without an argument).

- gate: every one-way table of 2, 3 and 4 cells and every 2x2 and 2x3 table up to a size, published by either
  tier; a hidden cell counts as solved when every table that is published alike has the same value: what a
  reader learns who knows the whole algorithm.
- reading: the same up to larger sizes for a reader who knows what is printed and the rules, but does not run
  the algorithm backwards. Tables that differ in the order of rows and columns are tried once.
- optimum: cells hidden against the least that could be, found by trying every set of cells in order of size.
- coverage: how often an interval holds the true share, in waves of clustered sessions.
- speed: from a wave to a verified report.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure import (
    PARTNER,
    PUBLIC,
    DisclosureRules,
    Published,
    bases_puzzle,
    cell_puzzles,
    publish,
)
from analysis.puzzle import Puzzle, State, hide
from analysis.report import to_html
from analysis.summary import summarise
from analysis.suppression import gaps, protected
from analysis.tables import Table
from analysis.verify import verify
from tests.analysis import invented
from tests.analysis.test_disclosure import looks, small, two_way, uniquely_solved
from tests.analysis.test_estimate import coverage

MOST_BEYOND = 8
"""How far beyond what is enumerated a look-alike of a table is sought, cell by cell."""

# name, rows, columns, largest cell, largest total: what is tried for a reader who knows the algorithm
KNOWING: tuple[tuple[str, int, int, int, int], ...] = (
    ("2 cells", 1, 2, 40, 80),
    ("3 cells", 1, 3, 40, 120),
    ("4 cells", 1, 4, 12, 48),
    ("2x2", 2, 2, 20, 20),
    ("2x3", 2, 3, 12, 12),
)
# the same for a reader who knows what is printed and the rules, up to the order of rows and columns
READING: tuple[tuple[str, int, int, int], ...] = (
    ("2 cells", 1, 2, 40),
    ("3 cells", 1, 3, 40),
    ("4 cells", 1, 4, 40),
    ("2x2", 2, 2, 16),
    ("2x3", 2, 3, 6),
)


def gate() -> None:
    """Both readers, both tiers. Each line says what was tried; a solved cell is an exception to the rules."""
    for rules in (small(PUBLIC), small(PARTNER)):
        for name, rows, columns, most, total in KNOWING:
            started = time.process_time()
            tried, solved = _knowing(rows, columns, most, total, rules)
            print(
                f"{rules.tier} {name}, cells 0 to {most}, total up to {total}: {tried} tables, {solved} solved "
                f"by a reader who knows the algorithm ({time.process_time() - started:.0f} s of processor)",
                flush=True,
            )


def reading() -> None:
    for rules in (small(PUBLIC), small(PARTNER)):
        for name, rows, columns, most in READING:
            started = time.process_time()
            tried, stood_for, hidden, solved = _reading(rows, columns, most, rules)
            print(
                f"{rules.tier} {name}, cells 0 to {most}: {tried} tables standing for {stood_for} in every "
                f"order, {hidden} hidden cells, {solved} solved "
                f"({time.process_time() - started:.0f} s of processor)",
                flush=True,
            )


def _table(cells: Sequence[int], rows: int, columns: int) -> Table:
    return two_way([list(cells[row * columns : (row + 1) * columns]) for row in range(rows)])


def _knowing(rows: int, columns: int, most: int, total: int, rules: DisclosureRules) -> tuple[int, int]:
    """Hidden cells that are the same in every table published alike."""
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    tried = 0
    for cells in itertools.product(range(most + 1), repeat=rows * columns):
        if not 0 < sum(cells) <= total:
            continue
        tried += 1
        if rows == 1 and all(n == 0 or n >= rules.smallest_count for n in cells):
            continue  # nothing in it is hidden
        alike[looks(publish(_table(cells, rows, columns), rules).table)].append(cells)
    solved = 0
    for seen, behind in alike.items():
        tables = [_table(cells, rows, columns) for cells in behind]
        fixed = [n for n in uniquely_solved(tables, rules) if not _nobody_at_all(tables[0], n)]
        solved += bool(fixed) and any(not _has_look_alike(tables[0], n, seen, rules) for n in fixed)
    return tried, solved


def _nobody_at_all(table: Table, node: tuple[str, str]) -> bool:
    """Nobody anywhere said so: a nought here is no secret of anybody’s."""
    return table.cells["all", node[1]].people == 0


def _has_look_alike(table: Table, node: tuple[str, str], seen: object, rules: DisclosureRules) -> bool:
    """Whether a table outside what was enumerated is published alike and differs in this cell."""
    groups = [group.key for group in table.groups if len(table.groups) == 1 or group.key != "all"]
    names = [category.key for category in table.categories]
    cells = {(g, c): table.cells[g, c].people for g in groups for c in names}
    places = list(cells)
    shifts = sorted(
        itertools.product(range(-3, MOST_BEYOND + 1), repeat=len(places)), key=lambda s: sum(map(abs, s))
    )
    hidden = node if node in cells else None
    for shift in itertools.islice(shifts, 20_000):
        moved = [cells[place] + by for place, by in zip(places, shift, strict=True)]
        if min(moved) < 0 or (hidden and moved[places.index(hidden)] == cells[hidden]):
            continue
        other = _table(moved, len(groups), len(names))
        differs = other.cells[node].people != table.cells[node].people
        if differs and looks(publish(other, rules).table) == seen:
            return True
    return False


def _reading(rows: int, columns: int, most: int, rules: DisclosureRules) -> tuple[int, int, int, int]:
    """Every table up to the order of its rows and columns, each read by `uniquely_read`."""
    tried = stood_for = hidden = solved = 0
    for cells, orders in _up_to_order(rows, columns, most):
        tried += 1
        stood_for += orders
        if rows == 1 and all(n == 0 or n >= rules.smallest_count for n in cells):
            continue
        table = _table(cells, rows, columns)
        published = publish(table, rules).table
        concealed, found = uniquely_read(table, published, rules)
        hidden += concealed
        solved += found
    return tried, stood_for, hidden, solved


def _up_to_order(rows: int, columns: int, most: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """One table of each set that differ only in the order of rows and columns, and how many that set has."""
    if rows == 1:
        for cells in itertools.combinations_with_replacement(range(most + 1), columns):
            if any(cells):
                yield cells, len(set(itertools.permutations(cells)))
        return
    columns_of = itertools.combinations_with_replacement(
        list(itertools.product(range(most + 1), repeat=rows)), columns
    )
    for chosen in columns_of:  # columns in order already; of the two orders of rows, the smaller
        by_row = tuple(zip(*chosen, strict=True))
        turned = tuple(zip(*sorted(column[::-1] for column in chosen), strict=True))
        if by_row > turned or not any(map(any, chosen)):
            continue
        orders = len(set(itertools.permutations(chosen))) * (1 if by_row == turned else 2)
        yield tuple(n for row in by_row for n in row), orders


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
    open_still = dict.fromkeys(hidden)
    for reach in (1, 3, 6):
        if not open_still:
            break
        near = true + _shifts(true.size, reach if true.size <= 4 else min(reach, 3)).reshape(-1, *true.shape)
        near = near[(near >= 0).all(axis=(1, 2))]
        near = near[_fits(near, groups, names, table, published, rules)]
        for node in list(open_still):
            values = _of(near, groups, names, node)
            if (values != values[0]).any():
                del open_still[node]
    return len(hidden), len(open_still)


@cache
def _shifts(cells: int, reach: int) -> NDArray[np.int64]:
    return np.array(list(itertools.product(range(-reach, reach + 1), repeat=cells)))


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


def optimum() -> None:
    draw = random.Random(7)
    rules = replace(small(PARTNER), smallest_base=1)
    ours = least = tables = 0
    for _ in range(150):
        rows = [[draw.choice((0, 2, 3, 7, 12, 20, 30)) for _ in range(3)] for _ in range(3)]
        if not all(sum(row) >= rules.smallest_count for row in rows):
            continue
        puzzle = _puzzle(two_way(rows), rules)
        solved = protected(puzzle)
        best = _least(puzzle)
        if solved is None or best is None:
            continue
        tables += 1
        ours += _hidden(solved)
        least += best
    print(
        f"optimum: {tables} tables of 3x3, {ours} cells hidden, least possible {least}, {ours / least:.3f} times"
    )


def _puzzle(table: Table, rules: DisclosureRules) -> Puzzle:
    ((puzzle, _),) = cell_puzzles(table, rules, 1, bases_puzzle(table, rules, 1).state)
    return puzzle


def _hidden(puzzle: Puzzle) -> int:
    return sum(1 for state in puzzle.state.values() if state is State.CONFIDENTIAL)


def _least(puzzle: Puzzle) -> int | None:
    """The fewest hidden cells that leave no gap, by trying sets of further cells in order of size."""
    candidates = [node for node in puzzle.cost if node[0] != "all"]
    for size in range(len(candidates) + 1):
        for chosen in itertools.combinations(candidates, size):
            attempt = hide(puzzle, chosen)
            if not gaps(attempt):
                return _hidden(attempt)
    return None


def covered() -> None:
    for share, icc, sessions, size in _settings():
        found = coverage(share=share, icc=icc, sessions=sessions, mean_size=size, waves=4000, seed=11)
        print(
            f"coverage: share {share}, likeness {icc}, {sessions} sessions of about {size}: {100 * found:.1f}%"
        )


def _settings() -> Iterator[tuple[float, float, int, int]]:
    yield from itertools.product((0.1, 0.3, 0.5), (0.02, 0.05, 0.1), (20, 60), (12, 25))


def speed() -> None:
    for people, sessions in ((300, 20), (2000, 90)):
        wave = invented.wave(people, sessions)
        for rules in (PARTNER, PUBLIC):
            times = [(time.perf_counter(), time.process_time())]
            findings = summarise(wave, rules).findings
            times.append((time.perf_counter(), time.process_time()))
            page = to_html(findings)
            times.append((time.perf_counter(), time.process_time()))
            faults = verify(findings, wave)
            times.append((time.perf_counter(), time.process_time()))
            steps = ", ".join(
                f"{name} {b[0] - a[0]:.1f} s ({b[1] - a[1]:.1f} s of processor)"
                for name, a, b in zip(("summary", "report", "verify"), times, times[1:], strict=False)
            )
            print(f"speed: {people} answers, {rules.tier}: {steps}; {len(page)} bytes, {len(faults)} faults")


PARTS: dict[str, Callable[[], None]] = {
    "gate": gate,
    "reading": reading,
    "optimum": optimum,
    "coverage": covered,
    "speed": speed,
}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
