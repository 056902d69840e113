"""A table as its reader meets it: which numbers are printed, which are hidden, and what ties them together.

The question this module answers for a statistician: *what does everybody know of a number before any
arithmetic?* A printed one exactly, a rounded one to within its interval, a hidden one only its sign. The
arithmetic is in `audit`, the choice of what else to hide in `patterns` and `suppression`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from analysis.audit import Known, Node, Sum


class State(StrEnum):
    """What the reader sees in a cell."""

    SHOWN = "shown"
    CONFIDENTIAL = "confidential"  # [c]: hidden to protect somebody, and never nought
    TOO_FEW = "too_few"  # its whole row rests on too few people
    RANGE = "range"  # “95% or more”, “5% or fewer”
    UNSEEN = "unseen"  # a row that is not printed, such as “not stated”


class Reader(StrEnum):
    """Whom the table must hold out against."""

    OF_WHAT_IS_PRINTED = "knows the rules and what is printed"
    WHO_GUESSED_THE_SMALL = "has guessed besides, from how we search, which cells were small themselves"


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
    least_hidden: int = 1  # a hidden cell is never nought; a hidden base may be
    most_if_small: Mapping[Node, int] = field(default_factory=dict)  # in rows too small to print their base
    elsewhere: Mapping[Node, Known] = field(
        default_factory=dict
    )  # what another table prints of the same number

    @cached_property
    def confidential(self) -> frozenset[Node]:
        return frozenset(node for node, state in self.state.items() if state is State.CONFIDENTIAL)


def known(puzzle: Puzzle, node: Node, reader: Reader = Reader.OF_WHAT_IS_PRINTED) -> Known:
    """Between which values a reader can see that a number lies, before any arithmetic."""
    here, there = _known_here(puzzle, node, reader), puzzle.elsewhere.get(node)
    return here if there is None else Known(max(here.low, there.low), min(here.high, there.high))


def _known_here(puzzle: Puzzle, node: Node, reader: Reader) -> Known:
    state, value, smallest = puzzle.state[node], puzzle.value[node], puzzle.smallest.get(node, 1)
    if state is State.SHOWN:
        return rounding_interval(value, puzzle.round_to, smallest)
    if state is State.RANGE:
        return puzzle.ranges[node]
    if reader is Reader.WHO_GUESSED_THE_SMALL and node in puzzle.most_if_small:
        return Known(0, puzzle.most_if_small[node])
    if state is not State.CONFIDENTIAL:
        return Known(0, puzzle.ceiling[node])
    if value < smallest and (_is_alone(puzzle, node) or reader is Reader.WHO_GUESSED_THE_SMALL):
        return Known(puzzle.least_hidden, smallest - 1)
    return Known(puzzle.least_hidden, puzzle.ceiling[node])


def wanted(puzzle: Puzzle, reader: Reader = Reader.OF_WHAT_IS_PRINTED) -> dict[Node, int]:
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
    if reader is Reader.WHO_GUESSED_THE_SMALL:
        return {node: min(wish, 2) for node, wish in wishes.items()}
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
    return puzzle.confidential <= {node}


def _nobody_at_all(puzzle: Puzzle, node: Node) -> bool:
    """Nobody anywhere said so, and that is published: a nought here tells about nobody in particular."""
    everyone = puzzle.everyone.get(node)
    return everyone is not None and puzzle.value[everyone] == 0 and puzzle.state[everyone] is State.SHOWN
