"""What else must be hidden, so that nothing hidden can be worked out.

The question this module answers for a statistician: *three people chose this, so the cell is hidden; which
other cells must go with it, and how few can that be?* In exact tables the fewest are found by an integer
programme whose conditions are sharpened by the audit until it finds nothing (after Fischetti and Salazar,
2001). In rounded tables, where the rounding does most of the hiding, the smallest helpful cell is hidden
until the audit is content. Which cells are unsafe to begin with is for `disclosure` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.audit import Known, Narrow, Node, Sum, too_narrow

_ROUNDS_ONE_BY_ONE = 200  # each hides one cell more, so no table of ours comes near
_ROUNDS_FOR_FEWEST = 12  # then the best pattern so far is mended one cell at a time


class State(StrEnum):
    """What the reader sees in a cell."""

    SHOWN = "shown"
    CONFIDENTIAL = "confidential"  # [c]: hidden to protect somebody, and never nought
    TOO_FEW = "too_few"  # its whole row rests on too few people
    RANGE = "range"  # “95% or more”, “5% or fewer”
    UNSEEN = "unseen"  # a row that is not printed, such as “not stated”


@dataclass(frozen=True)
class Puzzle:
    """A table as its reader meets it: true values, the sums that tie them, and what is hidden so far."""

    value: Mapping[Node, int]
    state: Mapping[Node, State]
    sums: tuple[Sum, ...]
    ceiling: Mapping[Node, int]  # the most a hidden number could be
    smallest: Mapping[Node, int]  # the smallest count shown
    cost: Mapping[Node, float]  # what hiding it would lose; absent: may not be hidden
    ranges: Mapping[Node, Known]
    everyone: Mapping[Node, Node]  # the same number for everyone
    possible_values: int  # this many must stay possible for each hidden cell
    round_to: int = 1


def protected(puzzle: Puzzle, at_most: int | None = None) -> Puzzle | None:
    """The same table with as little more hidden as makes it safe, or None when hiding cells is not enough.

    `at_most` gives up as soon as more cells than that would be hidden altogether.
    """
    if not wanted(puzzle):
        return puzzle
    return _fewest(puzzle, at_most) if puzzle.round_to == 1 else _one_by_one(puzzle)


def gaps(puzzle: Puzzle) -> tuple[Narrow, ...]:
    """The audit: hidden numbers that everything published pins down too closely."""
    return too_narrow({node: known(puzzle, node) for node in puzzle.value}, puzzle.sums, wanted(puzzle))


def known(puzzle: Puzzle, node: Node) -> Known:
    """Between which values everybody can see that a number lies."""
    state, value = puzzle.state[node], puzzle.value[node]
    if state is State.SHOWN:
        return rounding_interval(value, puzzle.round_to, puzzle.smallest.get(node, 1))
    if state is State.RANGE:
        return puzzle.ranges[node]
    if state is State.CONFIDENTIAL:
        alone = _is_alone(puzzle, node) and value < puzzle.smallest[node]
        return Known(1, puzzle.smallest[node] - 1 if alone else puzzle.ceiling[node])
    return Known(0, puzzle.ceiling[node])


def wanted(puzzle: Puzzle) -> dict[Node, int]:
    """How many values must stay possible, for each number that must not be worked out."""
    wishes = {}
    for node, state in puzzle.state.items():
        if state is State.CONFIDENTIAL:
            lone = _is_alone(puzzle, node)
            most = puzzle.smallest[node] - 1 if lone else puzzle.possible_values
            wishes[node] = min(puzzle.possible_values, max(most, 2))
        elif state is State.RANGE:
            wishes[node] = 2
        elif _needs_cover(puzzle, node, state):
            wishes[node] = puzzle.possible_values
    return wishes


def _needs_cover(puzzle: Puzzle, node: Node, state: State) -> bool:
    """A number in a row with too few people always; in a row that is not printed only when it is small."""
    if state is State.TOO_FEW:
        return not _nobody_at_all(puzzle, node)
    return state is State.UNSEEN and 0 < puzzle.value[node] < puzzle.smallest.get(node, 0)


def rounding_interval(value: int, round_to: int, smallest: int) -> Known:
    """The true values a published, rounded one may stand for."""
    if round_to == 1 or value == 0:
        return Known(value, value)
    shown = rounded(value, round_to)
    half = (round_to - 1) // 2
    return Known(max(shown - half, smallest), shown + half)


def rounded(value: int, round_to: int) -> int:
    """To the nearest multiple. `round_to` is odd, so no value lies half-way."""
    return round_to * ((value + round_to // 2) // round_to)


def hide(puzzle: Puzzle, nodes: Iterable[Node]) -> Puzzle:
    return replace(puzzle, state={**puzzle.state, **dict.fromkeys(nodes, State.CONFIDENTIAL)})


def _is_alone(puzzle: Puzzle, node: Node) -> bool:
    """Whether this is the only hidden cell, so that everybody knows it was too small itself."""
    return not any(s is State.CONFIDENTIAL for other, s in puzzle.state.items() if other != node)


def _nobody_at_all(puzzle: Puzzle, node: Node) -> bool:
    """Nobody anywhere said so, and that is published: a nought here tells about nobody in particular."""
    everyone = puzzle.everyone.get(node)
    return everyone is not None and puzzle.value[everyone] == 0 and puzzle.state[everyone] is State.SHOWN


def _one_by_one(puzzle: Puzzle) -> Puzzle | None:
    for _ in range(_ROUNDS_ONE_BY_ONE):
        open_gaps = gaps(puzzle)
        if not open_gaps:
            return puzzle
        candidates = _helpful(puzzle, open_gaps[0].node)
        if not candidates:
            return None
        puzzle = hide(puzzle, [min(candidates, key=lambda node: (puzzle.cost[node], node))])
    return None


def _fewest(puzzle: Puzzle, at_most: int | None) -> Puzzle | None:
    """The cheapest pattern that meets every single sum’s conditions, then the audit’s, round by round."""
    cuts: list[frozenset[Node]] = []
    hidden = sum(1 for state in puzzle.state.values() if state not in (State.SHOWN, State.UNSEEN))
    candidate = puzzle
    for _ in range(_ROUNDS_FOR_FEWEST):
        pattern = _cheapest(puzzle, cuts)
        if pattern is None or (at_most is not None and hidden + len(pattern) > at_most):
            return None
        candidate = hide(puzzle, pattern)
        open_gaps = gaps(candidate)
        if not open_gaps:
            return candidate
        for gap in open_gaps:
            frontier = _helpful(candidate, gap.node)
            if not frontier:
                return None
            cuts.append(frontier)
    return _one_by_one(candidate)


def _helpful(puzzle: Puzzle, start: Node) -> frozenset[Node]:
    """What could loosen a hidden number: everything still shown in the sums it hangs on, near or far."""
    reached, todo, frontier = {start}, [start], set()
    while todo:
        node = todo.pop()
        for each in puzzle.sums:
            if node not in each.nodes:
                continue
            for other in each.nodes:
                if puzzle.state[other] is State.SHOWN and puzzle.round_to == 1:
                    frontier.add(other)
                elif other not in reached:
                    reached.add(other)
                    todo.append(other)
                    frontier.add(other)
    return frozenset(n for n in frontier if n in puzzle.cost and puzzle.state[n] is State.SHOWN)


def _cheapest(puzzle: Puzzle, cuts: list[frozenset[Node]]) -> list[Node] | None:
    """Which cells to hide besides: least cost, no sum with a single unknown, room enough in each sum."""
    nodes = list(puzzle.value)
    place = {node: index for index, node in enumerate(nodes)}
    hidden_now = np.array([puzzle.state[node] is not State.SHOWN for node in nodes], float)
    may_hide = np.array([node in puzzle.cost for node in nodes], float)
    rows, least = _conditions(puzzle, place)
    for cut in cuts:
        row = np.zeros(len(nodes))
        row[[place[node] for node in cut]] = 1
        rows.append(row)
        least.append(1.0)
    if not rows:
        return []
    answer = milp(
        np.array([puzzle.cost.get(node, 0.0) for node in nodes]),
        constraints=LinearConstraint(np.array(rows), np.array(least), np.inf),
        integrality=np.ones(len(nodes), int),
        bounds=Bounds(hidden_now, np.maximum(hidden_now, may_hide)),
    )
    if answer.x is None:
        return None
    return [n for n, y in zip(nodes, answer.x, strict=True) if y > 0.5 and puzzle.state[n] is State.SHOWN]


def _conditions(puzzle: Puzzle, place: Mapping[Node, int]) -> tuple[list[np.ndarray], list[float]]:
    """Per sum and member: if it is hidden, another is; and together they leave it room to move."""
    rows: list[np.ndarray] = []
    least: list[float] = []
    wishes = wanted(puzzle)
    for each in puzzle.sums:
        for node in each.nodes:
            if node not in wishes and node not in puzzle.cost:
                continue
            others = [other for other in each.nodes if other != node]
            company = np.zeros(len(place))
            company[[place[other] for other in others]] = 1
            company[place[node]] = -1
            rows.append(company)
            least.append(0.0)
            if node != each.total:
                rows.append(_room(puzzle, place, each, node, wishes.get(node, puzzle.possible_values)))
                least.append(0.0)
    return rows, least


def _room(puzzle: Puzzle, place: Mapping[Node, int], each: Sum, node: Node, wish: int) -> np.ndarray:
    """Down to its own least value, and up as far as the others can come down to theirs."""
    row = np.zeros(len(place))
    own_room = puzzle.value[node] - _least(puzzle, node)
    missing = wish - 1 - own_room
    if missing <= 0:
        return row
    for other in each.members:
        if other != node:
            row[place[other]] = puzzle.value[other] - _least(puzzle, other)
    row[place[each.total]] = missing
    row[place[node]] = -missing
    return row


def _least(puzzle: Puzzle, node: Node) -> int:
    """The least value a number could have if it is, or were, hidden."""
    if puzzle.state[node] is State.SHOWN:
        return 1 if node in puzzle.cost else puzzle.value[node]
    return known(puzzle, node).low
