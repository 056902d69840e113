"""The audit tells exactly which hidden numbers can be worked out, held against trying every table there is."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.audit import Known, Node, Sum, judged, too_narrow
from analysis.moves import Moves, narrowed

ROWS, COLUMNS = 2, 3


def sums() -> list[Sum]:
    """Two districts by three answers, with margins and a total: rows and columns both add up."""
    names = [f"r{row}" for row in range(ROWS)]
    answers = [f"c{column}" for column in range(COLUMNS)]
    across = [Sum((group, ""), tuple((group, answer) for answer in answers)) for group in ("all", *names)]
    down = [Sum(("all", answer), tuple((name, answer) for name in names)) for answer in (*answers, "")]
    return across + down


def whole(cells: list[int]) -> dict[Node, int]:
    """The table of these inner cells, its margins added up."""
    table = {(f"r{row}", f"c{column}"): cells[row * COLUMNS + column] for row, column in _places()}
    for column in range(COLUMNS):
        table["all", f"c{column}"] = sum(table[f"r{row}", f"c{column}"] for row in range(ROWS))
    for group in ("all", *(f"r{row}" for row in range(ROWS))):
        table[group, ""] = sum(table[group, f"c{column}"] for column in range(COLUMNS))
    return table


def _places() -> list[tuple[int, int]]:
    return list(itertools.product(range(ROWS), range(COLUMNS)))


def every_fitting(known: Mapping[Node, Known], most: int) -> list[dict[Node, int]]:
    """Every table that agrees with what is known, found by trying all."""
    ranges = [
        range(max(0, known[f"r{r}", f"c{c}"].low), min(most, known[f"r{r}", f"c{c}"].high) + 1)
        for r, c in _places()
    ]
    tables = (whole(list(cells)) for cells in itertools.product(*ranges))
    return [table for table in tables if all(known[n].low <= v <= known[n].high for n, v in table.items())]


@st.composite
def puzzles(draw: st.DrawFn) -> tuple[dict[Node, int], dict[Node, Known]]:
    truth = whole(draw(st.lists(st.integers(0, 6), min_size=6, max_size=6)))
    known = {}
    for node, value in truth.items():
        below, above = draw(st.sampled_from([(0, 0), (0, 0), (1, 1), (2, 2), (9, 3)]))
        known[node] = Known(max(0, value - below), value + above)
    return truth, known


@settings(max_examples=120, deadline=None)
@given(puzzles(), st.integers(2, 6), st.booleans())
def test_a_number_is_called_too_narrow_exactly_when_too_few_values_fit(
    puzzle: tuple[dict[Node, int], dict[Node, Known]], wish: int, tell_truth: bool
) -> None:
    truth, known = puzzle
    fitting = every_fitting(known, 40)
    assert truth in fitting
    found = dict(judged(known, sums(), dict.fromkeys(truth, wish), truth if tell_truth else None))
    assert found.keys() == truth.keys()
    for node, gap in found.items():
        values = {table[node] for table in fitting}
        assert (gap is not None) == (max(values) - min(values) + 1 < wish), node
        if gap is not None:
            assert gap.low <= min(values)
            assert max(values) <= gap.high
            assert gap.high - gap.low + 1 < wish


@settings(max_examples=60, deadline=None)
@given(puzzles(), st.integers(2, 6))
def test_a_wrong_truth_is_not_believed(puzzle: tuple[dict[Node, int], dict[Node, Known]], wish: int) -> None:
    truth, known = puzzle
    wrong = {node: value + 1 for node, value in truth.items()}
    wishes = dict.fromkeys(truth, wish)
    right = [gap.node for gap in too_narrow(known, sums(), wishes, truth)]
    assert [gap.node for gap in too_narrow(known, sums(), wishes, wrong)] == right


@settings(max_examples=120, deadline=None)
@given(puzzles(), st.integers(0, 11), st.integers(2, 8))
def test_every_move_found_still_fits_and_no_limit_drawn_closer_cuts_a_value_off(
    puzzle: tuple[dict[Node, int], dict[Node, Known]], place: int, wish: int
) -> None:
    truth, known = puzzle
    nodes = list(truth)
    rows = [[(nodes.index(s.total), -1), *((nodes.index(n), 1) for n in s.members)] for s in sums()]
    low, high = [known[n].low for n in nodes], [known[n].high for n in nodes]
    narrowed(rows, [0] * len(rows), low, high)
    fitting = every_fitting(known, 40)
    for index, node in enumerate(nodes):
        assert low[index] <= min(table[node] for table in fitting)
        assert high[index] >= max(table[node] for table in fitting)
    moves = Moves(rows, low, high, [truth[node] for node in nodes])
    enough = moves.widen(place, wish)
    assert dict(zip(nodes, moves.values, strict=True)) in fitting
    values = {table[nodes[place]] for table in fitting}
    assert {moves.least[place], moves.greatest[place]} <= values
    assert enough == (moves.spread(place) >= wish)
