"""What else must be hidden, so that nothing hidden can be worked out.

The question this module answers for a statistician: *three people chose this, so the cell is hidden; which
other cells must go with it, and how few can that be?* In exact tables the fewest are found by an integer
programme whose conditions are sharpened by the audit until it finds nothing (after Fischetti and Salazar,
2001). In rounded tables, where the rounding does most of the hiding, the cheapest helpful cell is hidden
until the audit is content. What a cell costs never depends on what it holds (`primary`). Which cells are
unsafe to begin with is for `primary` to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from analysis.audit import Narrow, Node, judged
from analysis.patterns import PatternSearch
from analysis.puzzle import Puzzle, Reader, State, hide, known, wanted

_Question = tuple[Reader, Node, int]
"""Whether to this reader so many values of a number stay possible."""

_ROUNDS_ONE_BY_ONE = 200  # each hides one cell more, so no table of ours comes near
_ROUNDS_FOR_FEWEST = 25  # then the best pattern so far is mended one cell at a time


def protected(puzzle: Puzzle, at_most: int | None = None) -> Puzzle | None:
    """The same table with as little more hidden as makes it safe, or None when hiding cells is not enough.

    `at_most` gives up as soon as more cells than that would be hidden altogether.
    """
    if not wanted(puzzle):
        return puzzle
    return _fewest(puzzle, at_most) if puzzle.round_to == 1 else _one_by_one(puzzle, at_most)


def gaps(puzzle: Puzzle) -> tuple[Narrow, ...]:
    """The audit: hidden numbers that everything published pins down too closely."""
    return tuple(gap for _, gap in _read(puzzle, set()) if gap is not None)


def _one_by_one(puzzle: Puzzle, at_most: int | None) -> Puzzle | None:
    """Hide the cheapest helpful cell until the audit is content. What is proven once stays proven: hiding
    more only leaves more possible."""
    proven: set[_Question] = set()
    for _ in range(_ROUNDS_ONE_BY_ONE):
        if at_most is not None and _hidden(puzzle) > at_most:
            return None
        gap = _first_gap(puzzle, proven)
        if gap is None:
            return puzzle
        candidates = _helpful(puzzle, gap.node)
        if not candidates:
            return None
        # A number that rounding gave away exactly would be given away again by its one companion: whoever
        # knows this search would see why that one had to go, as in 23, 23 and 1 of (rounded) 45.
        company = 2 if gap.low == gap.high and puzzle.round_to > 1 else 1
        puzzle = hide(puzzle, sorted(candidates, key=lambda node: (puzzle.cost[node], node))[:company])
    return None


def _first_gap(puzzle: Puzzle, proven: set[_Question]) -> Narrow | None:
    """The first hidden number that can be worked out too closely; those found safe on the way are noted."""
    for question, gap in _read(puzzle, proven):
        if gap is not None:
            return gap
        proven.add(question)
    return None


def _read(puzzle: Puzzle, proven: Collection[_Question]) -> Iterator[tuple[_Question, Narrow | None]]:
    """Each hidden number as two readers see it: one who knows the rules and what is printed, for whom enough
    values must stay possible; and one who has guessed besides which cells were small, for whom two must."""
    for reader in Reader:
        limits = {node: known(puzzle, node, reader) for node in puzzle.value}
        wishes = {
            node: wish for node, wish in wanted(puzzle, reader).items() if (reader, node, wish) not in proven
        }
        for node, gap in judged(limits, puzzle.sums, wishes, puzzle.value):
            yield (reader, node, wishes[node]), gap


def _fewest(puzzle: Puzzle, at_most: int | None) -> Puzzle | None:
    """The cheapest pattern that meets every single sum’s conditions, then the audit’s, round by round."""
    search = PatternSearch(puzzle)
    hidden = _hidden(puzzle)
    candidate = puzzle
    for _ in range(_ROUNDS_FOR_FEWEST):
        pattern = search.cheapest()
        if pattern is None or (at_most is not None and hidden + len(pattern) > at_most):
            return None
        candidate = hide(puzzle, pattern)
        open_gaps = gaps(candidate)
        if not open_gaps:
            return candidate
        for gap in open_gaps:
            if not search.sharpen(candidate, gap.node, _helpful(candidate, gap.node)):
                return None
    return _one_by_one(candidate, at_most)


def _hidden(puzzle: Puzzle) -> int:
    return sum(1 for state in puzzle.state.values() if state not in (State.SHOWN, State.UNSEEN))


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
