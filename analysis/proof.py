"""Is a published table safe? The audit of what is printed, however it came about.

The question this module answers for the person who approves a release: *can any hidden number be worked out
from this table?* It does not repeat the gate’s search for what to hide: it takes the printed table as its
reader would, with the true numbers at hand, and asks the solver for each hidden one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analysis.audit import Narrow, Node
from analysis.disclosure import BASE, DisclosureRules, Published, bases_puzzle, cell_puzzles, range_of
from analysis.linked import ALONE, Beside
from analysis.puzzle import Puzzle, State
from analysis.suppression import gaps
from analysis.tables import Table


def open_gaps(
    table: Table, published: Published, rules: DisclosureRules, beside: Beside = ALONE
) -> tuple[Narrow, ...]:
    """Hidden numbers of a published table that what is printed in it and beside it pins down too closely."""
    if published.withheld:
        return ()
    groups = tuple(group for group in table.groups if group.by not in published.left_out)
    told = table if rules.counts_shown else table.offered_to_everybody()
    printed = replace(told, groups=groups if rules.breakdowns else table.groups[:1])
    bases = bases_puzzle(printed, rules, published.round_to, beside)
    base_state = {node: _base_state(published, node, state) for node, state in bases.state.items()}
    found = list(gaps(replace(bases, state=base_state)))
    for puzzle, _ in cell_puzzles(printed, rules, published.round_to, base_state, beside):
        found += gaps(_as_printed(puzzle, printed, published))
    return tuple(found)


def _base_state(published: Published, node: Node, state: State) -> State:
    """A base is known if it is printed, or, where no counts are, if its row is."""
    row = published.row(node[0])
    if state is State.UNSEEN or row is None:
        return State.UNSEEN
    return State.SHOWN if row.base is not None or row.state is State.SHOWN else State.CONFIDENTIAL


def _as_printed(puzzle: Puzzle, table: Table, published: Published) -> Puzzle:
    cells = published.at
    state: Mapping[Node, State] = {
        node: cells[node].state if node in cells else before for node, before in puzzle.state.items()
    }
    ranges = {
        node: range_of(table.base_of(*node).people, puzzle.value[node])
        for node, what in state.items()
        if what is State.RANGE and node[1] != BASE
    }
    return replace(puzzle, state=state, ranges=ranges)
