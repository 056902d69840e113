"""What a reader with a pencil could work out about a hidden cell.

The question this module answers for a statistician: *given everything published, between which two numbers
must each hidden cell lie?* A table is a set of whole numbers tied by sums (cells to their row’s base, groups
to everyone). Published numbers are fixed, rounded ones lie in an interval, hidden ones are unknown; the least
and greatest value of each unknown come from an integer programme (HiGHS). What to hide is for `disclosure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Vector = NDArray[np.float64]

_PUSHES = 2

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
    """A hidden number that can be worked out too closely."""

    node: Node
    low: int
    high: int


def too_narrow(
    known: Mapping[Node, Known], sums: Iterable[Sum], wanted: Mapping[Node, int]
) -> tuple[Narrow, ...]:
    """The hidden numbers for which fewer values than wanted stay possible, with what is left of them."""
    return tuple(gap for _, gap in judged(known, sums, wanted) if gap is not None)


def judged(
    known: Mapping[Node, Known], sums: Iterable[Sum], wanted: Mapping[Node, int]
) -> Iterator[tuple[Node, Narrow | None]]:
    """Each hidden number in turn, with its gap if it has one: whoever needs only the first can stop there."""
    for part in _parts(known, tuple(sums), frozenset(wanted)):
        yield from part.judged(wanted)


@dataclass
class _Part:
    """Unknown numbers tied to each other, cut loose from everything already fixed."""

    nodes: list[Node]
    matrix: Vector
    right_side: Vector
    low: Vector
    high: Vector

    def judged(self, wanted: Mapping[Node, int]) -> Iterator[tuple[Node, Narrow | None]]:
        """Ask for the extremes of each number, reusing every solution found on the way for all of them."""
        wishes = np.array([wanted.get(node, 0) for node in self.nodes], float)
        least, greatest = self._spread(wishes)
        for index, node in enumerate(self.nodes):
            if node not in wanted:
                continue
            for direction in (1.0, -1.0):
                if greatest[index] - least[index] + 1 >= wanted[node]:
                    break
                cost = np.zeros(len(self.nodes))
                cost[index] = direction
                solution = self._cheapest(cost)
                least, greatest = np.minimum(least, solution), np.maximum(greatest, solution)
            enough = greatest[index] - least[index] + 1 >= wanted[node]
            yield node, None if enough else Narrow(node, int(least[index]), int(greatest[index]))

    def _spread(self, wishes: Vector) -> tuple[Vector, Vector]:
        """Push all numbers at once, some up and some down: a few such solutions settle most of them."""
        least, greatest = np.full(len(self.nodes), np.inf), np.full(len(self.nodes), -np.inf)
        signs = np.random.default_rng(0)
        for _ in range(_PUSHES if len(self.nodes) > _PUSHES else 0):
            open_still = greatest - least + 1 < wishes
            if not open_still.any():
                break
            push = signs.choice([-1.0, 1.0], len(self.nodes)) * open_still
            for solution in (self._cheapest(push), self._cheapest(-push)):
                least, greatest = np.minimum(least, solution), np.maximum(greatest, solution)
        return least, greatest

    def _cheapest(self, cost: Vector) -> Vector:
        """The whole numbers that fit everything published and make a weighted sum least."""
        answer = milp(
            cost,
            constraints=LinearConstraint(self.matrix, self.right_side, self.right_side)
            if len(self.matrix)
            else (),
            integrality=np.ones(len(self.nodes), int),
            bounds=Bounds(self.low, self.high),
        )
        if answer.x is None:
            raise ArithmeticError(f"a table contradicts itself: {answer.message}")
        return np.rint(answer.x)


def _parts(known: Mapping[Node, Known], sums: tuple[Sum, ...], wanted: frozenset[Node]) -> Iterable[_Part]:
    """Split the table at its fixed numbers into parts that do not touch; only those somebody asks about."""
    unknown = [node for node, value in known.items() if value.low < value.high]
    place = {node: index for index, node in enumerate(unknown)}
    rows, columns = [], []
    for row, each in enumerate(sums):
        for node in each.nodes:
            if node in place:
                rows.append(row)
                columns.append(place[node])
    if unknown:
        yield from _connected(known, sums, wanted, unknown, place, rows, columns)
    for node in sorted(wanted - place.keys()):
        yield _Part([node], np.zeros((0, 1)), np.zeros(0), *_bounds(known, [node]))


def _connected(
    known: Mapping[Node, Known],
    sums: tuple[Sum, ...],
    wanted: frozenset[Node],
    unknown: list[Node],
    place: Mapping[Node, int],
    rows: list[int],
    columns: list[int],
) -> Iterable[_Part]:
    size = len(unknown) + len(sums)
    joints = coo_array(
        (np.ones(len(rows)), (np.array(columns, int), np.array(rows, int) + len(unknown))), (size, size)
    )
    _, label = connected_components(joints, directed=False)
    for number in dict.fromkeys(label[: len(unknown)].tolist()):
        nodes = [node for node in unknown if label[place[node]] == number]
        if wanted.isdisjoint(nodes):
            continue
        equations = [each for row, each in enumerate(sums) if label[len(unknown) + row] == number]
        yield _part(known, nodes, equations)


def _part(known: Mapping[Node, Known], nodes: list[Node], equations: list[Sum]) -> _Part:
    place = {node: index for index, node in enumerate(nodes)}
    matrix, right_side = np.zeros((len(equations), len(nodes))), np.zeros(len(equations))
    for row, each in enumerate(equations):
        for node, sign in ((each.total, -1.0), *((member, 1.0) for member in each.members)):
            if node in place:
                matrix[row, place[node]] += sign
            else:
                right_side[row] -= sign * known[node].low
    return _Part(nodes, matrix, right_side, *_bounds(known, nodes))


def _bounds(known: Mapping[Node, Known], nodes: list[Node]) -> tuple[Vector, Vector]:
    return (
        np.array([known[node].low for node in nodes], float),
        np.array([known[node].high for node in nodes], float),
    )
