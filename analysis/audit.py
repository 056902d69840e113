"""What a reader with a pencil could work out about a hidden cell.

The question this module answers for a statistician: *given everything published, between which two numbers
must each hidden cell lie?* A table is a set of whole numbers tied by sums (cells to their row’s base, groups
to everyone). Published numbers are fixed, rounded ones lie in an interval, hidden ones are unknown; the least
and greatest value of each unknown come from an integer programme (HiGHS), unless `moves` has shown before
that enough stays possible, or the sums alone that it does not. What to hide is for `disclosure`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.moves import Moves, narrowed

Vector = NDArray[np.float64]

Node = tuple[str, str]
"""A number of a table: its group and its category."""


@dataclass(frozen=True)
class Sum:
    """One number that is the sum of others."""

    total: Node
    members: tuple[Node, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        return (self.total, *self.members)


@dataclass(frozen=True)
class Known:
    """What everybody knows of a number: its least and its greatest value."""

    low: int
    high: int


@dataclass(frozen=True)
class Narrow:
    """A hidden number that can be worked out too closely: it lies between these two."""

    node: Node
    low: int
    high: int


def too_narrow(
    known: Mapping[Node, Known],
    sums: Iterable[Sum],
    wanted: Mapping[Node, int],
    truth: Mapping[Node, int] | None = None,
) -> tuple[Narrow, ...]:
    """The hidden numbers for which fewer values than wanted stay possible, with what is left of them."""
    return tuple(gap for _, gap in judged(known, sums, wanted, truth) if gap is not None)


def judged(
    known: Mapping[Node, Known],
    sums: Iterable[Sum],
    wanted: Mapping[Node, int],
    truth: Mapping[Node, int] | None = None,
) -> Iterator[tuple[Node, Narrow | None]]:
    """Each hidden number in turn, with its gap if it has one: whoever needs only the first can stop there.

    `truth`, the numbers themselves, only saves time: moving on from them settles most questions unsolved.
    """
    for part in _parts(known, tuple(sums), wanted.keys(), truth or {}):
        yield from part.judged(wanted)


def extremes(known: Mapping[Node, Known], sums: Iterable[Sum], asked: Collection[Node]) -> dict[Node, Known]:
    """The least and the greatest value of each number asked for. Raises ArithmeticError if none fits all."""
    found = {node: known[node] for node in asked}
    for part in _parts(known, tuple(sums), asked, {}):
        found |= part.extremes(asked)
    return found


def closer(known: Mapping[Node, Known], sums: Iterable[Sum]) -> dict[Node, Known]:
    """The limits of all numbers as one sum after the other draws them: quickly, if not to the very last."""
    nodes = list(known)
    whole = _part(known, nodes, list(sums), {})
    narrowed(whole.rows, whole.totals, whole.low, whole.high)
    return {node: Known(*limits) for node, *limits in zip(nodes, whole.low, whole.high, strict=True)}


@dataclass
class _Part:
    """Unknown numbers tied to each other, cut loose from everything already fixed."""

    nodes: list[Node]
    rows: list[list[tuple[int, int]]]
    totals: list[int]
    low: list[int]
    high: list[int]
    truth: list[int] | None

    def judged(self, wanted: Mapping[Node, int]) -> Iterator[tuple[Node, Narrow | None]]:
        """Ask for the extremes of each number, reusing every solution found on the way for all of them."""
        low, high = list(self.low), list(self.high)
        narrowed(self.rows, self.totals, low, high)
        moves = Moves(self.rows, low, high, self._fitting())
        for place, node in enumerate(self.nodes):
            if node not in wanted:
                continue
            wish = wanted[node]
            if high[place] - low[place] + 1 < wish:
                yield node, Narrow(node, low[place], high[place])
                continue
            enough = moves.widen(place, wish) or self._solved(moves, place, wish)
            yield node, None if enough else Narrow(node, moves.least[place], moves.greatest[place])

    def extremes(self, asked: Collection[Node]) -> dict[Node, Known]:
        found = {}
        for place, node in enumerate(self.nodes):
            if node in asked:
                cost = np.zeros(len(self.nodes))
                cost[place] = 1.0
                found[node] = Known(self._cheapest(cost)[place], self._cheapest(-cost)[place])
        return found

    def _fitting(self) -> list[int]:
        """One set of values that fits: the truth where it is known, else what the solver finds first."""
        if self.truth is not None and self._fits(self.truth):
            return self.truth
        return self._cheapest(np.zeros(len(self.nodes)))

    def _fits(self, values: list[int]) -> bool:
        within = all(low <= v <= high for low, v, high in zip(self.low, values, self.high, strict=True))
        return within and all(
            sum(sign * values[place] for place, sign in row) == total
            for row, total in zip(self.rows, self.totals, strict=True)
        )

    def _solved(self, moves: Moves, place: int, wish: int) -> bool:
        """The least and the greatest value there is, by the solver."""
        for direction in (1.0, -1.0):
            cost = np.zeros(len(self.nodes))
            cost[place] = direction
            moves.seen(self._cheapest(cost))
            if moves.spread(place) >= wish:
                return True
        return False

    def _cheapest(self, cost: Vector) -> list[int]:
        """The whole numbers that fit everything published and make a weighted sum least."""
        matrix = np.zeros((len(self.rows), len(self.nodes)))
        for number, row in enumerate(self.rows):
            for place, sign in row:
                matrix[number, place] = sign
        answer = milp(
            cost,
            constraints=LinearConstraint(matrix, self.totals, self.totals) if self.rows else (),
            integrality=np.ones(len(self.nodes), int),
            bounds=Bounds(self.low, self.high),
        )
        if answer.x is None:
            raise ArithmeticError(f"a table contradicts itself: {answer.message}")
        return [int(value) for value in np.rint(answer.x)]


def _parts(
    known: Mapping[Node, Known], sums: tuple[Sum, ...], wanted: Collection[Node], truth: Mapping[Node, int]
) -> Iterator[_Part]:
    """Split the table at its fixed numbers into parts that do not touch; only those somebody asks about."""
    unknown = [node for node, value in known.items() if value.low < value.high]
    part_of = _joined(unknown, sums)
    members: dict[Node, list[Node]] = {}
    for node in unknown:
        members.setdefault(part_of(node), []).append(node)
    equations: dict[Node, list[Sum]] = {}
    for each in sums:
        first = next((node for node in each.nodes if known[node].low < known[node].high), None)
        if first is not None:
            equations.setdefault(part_of(first), []).append(each)
    for first, nodes in members.items():
        if any(node in wanted for node in nodes):
            yield _part(known, nodes, equations.get(first, []), truth)
    open_still = set(unknown)
    for node in sorted(node for node in wanted if node not in open_still):
        yield _part(known, [node], [], {})


def _joined(unknown: list[Node], sums: tuple[Sum, ...]) -> Callable[[Node], Node]:
    """Which part a number belongs to: those that stand in one sum are of one part (union and find)."""
    parent = {node: node for node in unknown}

    def part_of(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for each in sums:
        first: Node | None = None
        for node in each.nodes:
            if node in parent:
                if first is None:
                    first = part_of(node)
                else:
                    parent[part_of(node)] = first
    return part_of


def _part(
    known: Mapping[Node, Known], nodes: list[Node], equations: list[Sum], truth: Mapping[Node, int]
) -> _Part:
    place = {node: index for index, node in enumerate(nodes)}
    rows, totals = [], []
    for each in equations:
        row, total = [], 0
        for node, sign in ((each.total, -1), *((member, 1) for member in each.members)):
            if node in place:
                row.append((place[node], sign))
            else:
                total -= sign * known[node].low
        rows.append(row)
        totals.append(total)
    return _Part(
        nodes,
        rows,
        totals,
        [known[node].low for node in nodes],
        [known[node].high for node in nodes],
        [truth[node] for node in nodes] if all(node in truth for node in nodes) else None,
    )
