"""How much the gate hides, against the least that could be and against a peer. Not part of the test suite.

Run: `python -m tests.benchmarks.hidden_share [TABLES]`; with `pytauargus` installed (EUPL, for this comparison
only), τ-ARGUS’s optimal method is asked for the same tables.

Made-up wards by answers, with the margins printed, exact counts, partner tier. Each is given to

- the gate;
- one integer programme that holds, for every hidden number, two further tables that fit all that is printed and
  lie as far apart as the rules ask: its answer is the fewest cells that can be hidden at all (`least`);
- τ-ARGUS, which protects the cells that were too small themselves, and not those hidden beside them. Its answer is
  put through our audit, and what that finds open is counted.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

from analysis.audit import Node
from analysis.disclosure import PARTNER, bases_puzzle, cell_puzzles
from analysis.puzzle import Puzzle, hide
from analysis.suppression import gaps, protected
from analysis.tables import ALL
from tests.analysis.test_disclosure import small, two_way

SHAPES = ((3, 3), (4, 4), (6, 4), (8, 5))
"""Groups by answers."""
SECONDS = 60.0
"""The time the programme is given for one table; one that it cannot settle by then is left out, and counted."""


@dataclass(frozen=True)
class Compared:
    """Cells hidden in one table by each; None where it cannot be done, or not in time."""

    primary: int
    gate: int | None
    least: int | None
    peer: int | None
    open_in_peers: int


def puzzles(rows: int, columns: int, how_many: int, seed: int) -> Iterator[Puzzle]:
    """Tables in which some cells are small: answers of uneven weight, groups of uneven size."""
    draw = random.Random(seed)
    rules = replace(small(PARTNER), smallest_base=1)
    made = 0
    while made < how_many:
        weights = [draw.choice((1, 2, 5, 8, 12)) for _ in range(columns)]
        sizes = [draw.randint(20, 120) for _ in range(rows)]
        counts = [[0] * columns for _ in range(rows)]
        for row, size in enumerate(sizes):
            for column in draw.choices(range(columns), weights, k=size):
                counts[row][column] += 1
        table = two_way(counts)
        ((puzzle, _),) = cell_puzzles(table, rules, 1, bases_puzzle(table, rules, 1).state)
        if puzzle.confidential:
            made += 1
            yield puzzle


def compared(puzzle: Puzzle) -> Compared:
    solved, theirs = protected(puzzle), by_tau_argus(puzzle)
    return Compared(
        len(puzzle.confidential),
        None if solved is None else len(solved.confidential),
        least(puzzle),
        None if theirs is None else len(theirs.confidential),
        0 if theirs is None else len(gaps(theirs)),
    )


def least(puzzle: Puzzle) -> int | None:
    """The fewest hidden cells under which every hidden one keeps enough values, everybody’s row being printed."""
    nodes = list(puzzle.value)
    number, place = len(nodes), {node: index for index, node in enumerate(nodes)}
    may_hide = [node in puzzle.cost and node[0] != ALL for node in nodes]
    asked = [index for index, node in enumerate(nodes) if may_hide[index] or node in puzzle.confidential]
    below = np.array([puzzle.value[node] - 1 for node in nodes], float)
    above = np.array([puzzle.ceiling[node] - puzzle.value[node] for node in nodes], float)
    # first whether each number is hidden, then for each number asked for the lower and the upper table
    width = number * (1 + 2 * len(asked))
    lines: list[tuple[dict[int, float], float, float]] = []
    for nth, index in enumerate(asked):
        for side in range(2):
            start = number * (1 + 2 * nth + side)
            for each in puzzle.sums:
                terms = {start + place[member]: 1.0 for member in each.members}
                lines.append(({**terms, start + place[each.total]: -1.0}, 0.0, 0.0))
            for other in range(number):
                lines.append(({start + other: 1.0, other: below[other]}, 0.0, np.inf))
                lines.append(({start + other: 1.0, other: -above[other]}, -np.inf, 0.0))
        lower, upper = number * (1 + 2 * nth) + index, number * (2 + 2 * nth) + index
        lines.append(({upper: 1.0, lower: -1.0, index: 1.0 - puzzle.possible_values}, 0.0, np.inf))
    matrix = lil_array((len(lines), width))
    for line, (terms, _, _) in enumerate(lines):
        for column, by in terms.items():
            matrix[line, column] = by
    hidden = [float(node in puzzle.confidential) for node in nodes]
    most = [max(now, float(may)) for now, may in zip(hidden, may_hide, strict=True)]
    answer = milp(
        np.r_[np.ones(number), np.zeros(width - number)],
        constraints=LinearConstraint(
            matrix.tocsr(), np.array([low for _, low, _ in lines]), np.array([high for _, _, high in lines])
        ),
        integrality=np.r_[np.ones(number), np.zeros(width - number)],
        bounds=Bounds(
            np.r_[hidden, np.full(width - number, -np.inf)], np.r_[most, np.full(width - number, np.inf)]
        ),
        options={"time_limit": SECONDS},
    )
    return round(answer.fun) if answer.status == 0 else None


def by_tau_argus(puzzle: Puzzle) -> Puzzle | None:
    """The same table with what τ-ARGUS’s optimal method hides, if that is installed."""
    if find_spec("pytauargus") is None:
        return None
    solver = import_module("pytauargus").HiTaSCtrl()
    nodes = list(puzzle.value)
    place = {node: index for index, node in enumerate(nodes)}
    sums = [
        f"0 {len(each.nodes)} : {place[each.total]} (-1) "
        + " ".join(f"{place[member]} (1)" for member in each.members)
        for each in puzzle.sums
    ]
    cells = [_as_peer_reads(puzzle, node, index) for index, node in enumerate(nodes)]
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder, "table.jj"), Path(folder, "hidden.txt")
        asked.write_text("\n".join(["0", str(len(cells)), *cells, str(len(sums)), *sums, ""]))
        code = solver.full_jj(str(asked), str(told), int(SECONDS))
        if code:
            raise RuntimeError(f"τ-ARGUS stopped with code {code}")
        return hide(puzzle, [nodes[int(line)] for line in told.read_text().split()])


def _as_peer_reads(puzzle: Puzzle, node: Node, index: int) -> str:
    """Number, value, weight, status, bounds, and by how much it must stay open below, above and altogether."""
    value = puzzle.value[node]
    primary = node in puzzle.confidential
    hideable = node in puzzle.cost and node[0] != ALL
    status = "u" if primary else "s" if hideable else "z"
    width = puzzle.possible_values - 1 if primary else 0
    down = min(value - 1, width // 2)
    levels = f"{down} {width - down} {width}"
    return f"{index} {value} 1 {status} {1 if value else 0} {puzzle.ceiling[node]} {levels}"


def main(how_many: int = 40) -> None:
    for rows, columns in SHAPES:
        started = time.process_time()
        every = [compared(puzzle) for puzzle in puzzles(rows, columns, how_many, seed=7)]
        pairs = [(each.gate, each.least) for each in every if each.gate and each.least]
        ours, best = sum(gate for gate, _ in pairs), sum(fewest for _, fewest in pairs)
        ratios = [gate / fewest for gate, fewest in pairs]
        print(
            f"{rows}x{columns}: {len(every)} tables, {sum(each.primary for each in every)} cells too small; "
            f"the gate would withhold {sum(each.gate is None for each in every)}, the programme finds no way for "
            f"{sum(each.least is None for each in every)}; in the other {len(pairs)} {ours} cells hidden, least "
            f"possible {best}: {ours / best:.3f} times, median {statistics.median(ratios):.2f}, worst "
            f"{max(ratios):.2f} ({time.process_time() - started:.0f} s of processor)",
            flush=True,
        )
        theirs = [each for each in every if each.gate and each.least and each.peer is not None]
        if theirs:
            print(
                f"  of these τ-ARGUS hid {sum(each.peer or 0 for each in theirs)}; our audit finds "
                f"{sum(each.open_in_peers for each in theirs)} numbers open in "
                f"{sum(each.open_in_peers > 0 for each in theirs)} of its {len(theirs)} tables",
                flush=True,
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
