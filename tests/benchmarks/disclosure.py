"""Measures the gate, the intervals and the speed of telling. Not part of the test suite.

Run: `python -m tests.benchmarks.disclosure [gate|optimum|coverage|speed]...` (all without an argument).

- gate: every one-way table of 2, 3 and 4 cells and every 2x2 and 2x3 table up to a size, published by either
  tier; a hidden cell counts as solved when every table in reach that is published alike has the same value.
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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from analysis.disclosure import PARTNER, PUBLIC, DisclosureRules, bases_puzzle, cell_puzzles, publish
from analysis.puzzle import Puzzle, State, hide
from analysis.report import to_html
from analysis.summary import summarise
from analysis.suppression import gaps, protected
from analysis.tables import Table
from analysis.verify import verify
from tests.analysis import invented
from tests.analysis.test_disclosure import looks, one_way, small, two_way, uniquely_solved
from tests.analysis.test_estimate import coverage

# name, tables, and beyond which total a table’s look-alikes may lie outside what is enumerated
SIZES: tuple[tuple[str, int, int], ...] = (("2 cells", 2, 40), ("3 cells", 3, 14), ("4 cells", 4, 8))
BEYOND = 6


def gate() -> None:
    for rules in (small(PUBLIC), small(PARTNER)):
        for name, cells, most in SIZES:
            every = (
                one_way(counts)
                for counts in itertools.product(range(most + BEYOND + 1), repeat=cells)
                if 0 < sum(counts) <= most + BEYOND
            )
            _report_solved(f"{rules.tier} {name}, total up to {most}", every, rules, most)
        for name, rows, columns, most in (("2x2", 2, 2, 20), ("2x3", 2, 3, 12)):
            every = (
                two_way([list(cells[:columns]), list(cells[columns:])])
                for cells in itertools.product(range(most + 1), repeat=rows * columns)
                if 0 < sum(cells) <= most
            )
            _report_solved(f"{rules.tier} {name}, total up to {most}", every, rules, most)


def _report_solved(name: str, every: Iterable[Table], rules: DisclosureRules, most: int) -> None:
    alike: dict[object, list[Table]] = defaultdict(list)
    number = 0
    for table in every:
        number += 1
        alike[looks(publish(table, rules).table)].append(table)
    solved = looked_at = 0
    for behind in alike.values():
        if max(table.base["all"].people for table in behind) > most:
            continue
        looked_at += len(behind)
        if all(not _nobody(table) for table in behind):
            solved += bool(uniquely_solved(behind, rules))
    print(f"{name}: {number} tables, {looked_at} judged, {solved} with a hidden cell solved")


def _nobody(table: Table) -> bool:
    return not any(tally.people for tally in table.cells.values())


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


PARTS: dict[str, Callable[[], None]] = {"gate": gate, "optimum": optimum, "coverage": covered, "speed": speed}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
