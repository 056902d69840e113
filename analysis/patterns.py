"""The cheapest set of further cells to hide: a search that learns from every failed attempt.

The question this module answers for a statistician: *is this the least that had to be hidden?* Each cell is
hidden or not; every sum sets conditions; and each attempt the audit rejects adds the condition it broke,
taken from the prices (duals) of the programme that bounds the hidden cell (Fischetti and Salazar, 2001).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from analysis.audit import Node, Sum
from analysis.puzzle import Puzzle, State, known, wanted

Vector = NDArray[np.float64]


class PatternSearch:
    """Conditions gathered so far on which cells of one table are hidden."""

    def __init__(self, puzzle: Puzzle) -> None:
        self.puzzle = puzzle
        self.nodes = list(puzzle.value)
        self.place = {node: index for index, node in enumerate(self.nodes)}
        self.cost = np.array([puzzle.cost.get(node, 0.0) for node in self.nodes])
        self.hidden = np.array([puzzle.state[node] is not State.SHOWN for node in self.nodes], float)
        self.may_hide = np.array([node in puzzle.cost for node in self.nodes], float)
        self.matrix = _sums_as_matrix(puzzle, self.place)
        self.down, self.up = _room_if_hidden(puzzle, self.nodes)
        self._rows: list[Vector] = []
        wishes = wanted(puzzle)
        for each in puzzle.sums:
            for node in each.nodes:
                if node in wishes or node in puzzle.cost:
                    self._in_each_sum(each, node, wishes.get(node, puzzle.possible_values))

    def cheapest(self) -> list[Node] | None:
        """The further cells to hide that meet every condition so far at least cost, or None."""
        if not self._rows:
            return []
        answer = milp(
            self.cost,
            constraints=LinearConstraint(np.array(self._rows), 0.0, np.inf),
            integrality=np.ones(len(self.nodes), int),
            bounds=Bounds(self.hidden, np.maximum(self.hidden, self.may_hide)),
        )
        if answer.x is None:
            return None
        chosen = (answer.x > 0.5) & (self.hidden < 0.5)
        return [node for node, hide in zip(self.nodes, chosen, strict=True) if hide]

    def sharpen(self, tried: Puzzle, node: Node, frontier: frozenset[Node]) -> bool:
        """Learn from a pattern under which a hidden number has too little room. False: nothing would help."""
        if not frontier:
            return False
        row = self._condition_from_prices(tried, node)
        if row is None:  # there is room in fractions, not in whole numbers: one helpful cell must go
            row = np.zeros(len(self.nodes))
            row[[self.place[other] for other in frontier]] = 1
            row[self.place[node]] -= 1
        self._rows.append(row)
        return True

    def _in_each_sum(self, each: Sum, node: Node, wish: int) -> None:
        """If it is hidden, another number of the sum is; and together they leave it room to move."""
        company = np.zeros(len(self.nodes))
        company[[self.place[other] for other in each.nodes if other != node]] = 1
        company[self.place[node]] = -1
        self._rows.append(company)
        missing = wish - 1 - self.down[self.place[node]]
        if node == each.total or missing <= 0:
            return
        row = np.zeros(len(self.nodes))
        for other in each.members:
            row[self.place[other]] = min(self.down[self.place[other]], missing)
        row[self.place[each.total]] = missing
        row[self.place[node]] = -missing
        self._rows.append(row)

    def _condition_from_prices(self, tried: Puzzle, node: Node) -> Vector | None:
        """The room a hidden number has is at most what its fellows, at these prices, can lend it."""
        here = self.place[node]
        hidden = np.array([tried.state[other] is not State.SHOWN for other in self.nodes], float)
        row, own, room = np.zeros(len(self.nodes)), 0.0, 0.0
        bounds = list(zip((-self.down * hidden).tolist(), (self.up * hidden).tolist(), strict=True))
        for sign, own_room in ((-1.0, self.up[here]), (1.0, self.down[here])):
            objective = np.zeros(len(self.nodes))
            objective[here] = sign
            found = linprog(
                objective,
                A_eq=self.matrix,
                b_eq=np.zeros(len(self.matrix)),
                bounds=bounds,
                method="highs",
            )
            if found.x is None:
                return None
            prices = self.matrix.T @ found.eqlin.marginals
            share = float(np.clip(sign * prices[here], 0.0, 1.0))
            lent = np.maximum(prices, 0) * self.up + np.maximum(-prices, 0) * self.down
            lent[here] = 0.0
            row += lent
            own += (1 - share) * own_room
            room += abs(float(objective @ found.x))
        wish = wanted(tried).get(node, tried.possible_values)
        missing = wish - 1 - own
        if missing <= 1e-6 or room >= wish - 1 - 1e-6:
            return None
        row = np.minimum(row, missing)
        row[here] = -missing
        return row


def _sums_as_matrix(puzzle: Puzzle, place: dict[Node, int]) -> NDArray[np.float64]:
    matrix = np.zeros((len(puzzle.sums), len(place)))
    for row, each in enumerate(puzzle.sums):
        matrix[row, place[each.total]] -= 1
        for member in each.members:
            matrix[row, place[member]] += 1
    return matrix


def _room_if_hidden(puzzle: Puzzle, nodes: list[Node]) -> tuple[Vector, Vector]:
    """How far each number could be thought smaller and greater, if it is or were hidden."""
    down, up = np.zeros(len(nodes)), np.zeros(len(nodes))
    for index, node in enumerate(nodes):
        value = puzzle.value[node]
        if puzzle.state[node] is not State.SHOWN:
            limits = known(puzzle, node)
            down[index], up[index] = value - limits.low, limits.high - value
        elif node in puzzle.cost:
            down[index], up[index] = value - 1, puzzle.ceiling[node] - value
    return down, up
