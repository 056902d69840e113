"""What would somebody work out who lays everything we ever let out of a wave side by side? Not part of the suite.

Run: `python -m tests.benchmarks.linked_tables FINDINGS...`: the `findings.json` of the tiers of a wave, taken together. The
gate audits each table by itself. Here all tables of both tiers are one integer programme: the same people are behind each
of them, so what one prints bounds what another hides. Besides sums of groups and of answers it knows that

- whoever answered a question took part: no base exceeds the number of people, group by group;
- how a question was answered (“skipped”, “not asked”) adds up, with its base, to everybody;
- a place is rated by those who go there; details of a theme are told of that theme’s people;
- an exact table for partners and a rounded one for the public are of the same people.

For each hidden number the least and the greatest possible value are asked for. A number is told when fewer stay
possible than the audit of its own tier promises. One thing is told and meant to be: how many did not answer a question,
because its base and the number of people say so. Why they did not (“skipped”, “not asked”) may then be narrowed to no
more than that. `readings` says so of findings at hand, for tests.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, lil_array
from scipy.sparse.csgraph import connected_components

from analysis.disclosure import BASE, Published
from analysis.findings import Findings, from_json
from analysis.linked import ANSWERED, SILENT, STATES
from analysis.primary import margin
from analysis.puzzle import State
from analysis.tables import ALL, PEOPLE, THEMES, about_theme
from analysis.tiers import DisclosureRules
from analysis.wave import NOT_STATED

Number = tuple[str, str, str]
"""Table, group, category; the category of a base is BASE."""

GRID_OF = {"place_safety.": "places"}


@dataclass(frozen=True)
class Reading:
    """A hidden number, and the values left to it by everything printed."""

    tier: str
    number: Number
    low: int
    high: int
    wanted: int

    @property
    def told(self) -> bool:
        return self.high - self.low + 1 < self.wanted


@dataclass
class Programme:
    """Numbers, what is known of each, and the sums and orders that tie them."""

    low: dict[Number, int] = field(default_factory=dict)
    high: dict[Number, int] = field(default_factory=dict)
    rows: list[tuple[dict[Number, int], float, float]] = field(default_factory=list)

    def know(self, number: Number, low: int, high: int) -> None:
        self.low[number] = max(low, self.low.get(number, 0))
        self.high[number] = min(high, self.high.get(number, high))

    def tie(self, terms: Mapping[Number, int], low: float, high: float) -> None:
        self.rows.append((dict(terms), low, high))


def readings(tiers: Sequence[Findings], of_tables: str = "") -> list[Reading]:
    """What the reader of each tier can work out: of the public one from it alone, a partner from both. `of_tables`: of
    which ones, by how their keys begin; all are read.
    """
    found: list[Reading] = []
    for reader in tiers:
        seen = [one for one in tiers if one.rules.smallest_base >= reader.rules.smallest_base]
        found += _read(reader, seen, of_tables)
    return found


def _read(reader: Findings, seen: Iterable[Findings], of_tables: str) -> Iterator[Reading]:
    programme = Programme()
    for one in seen:
        for table in one.tables:
            _table(programme, table, one.rules)
    _between(programme)
    asked: dict[Number, int] = {}
    for table in reader.tables:
        if table.key.startswith(of_tables):
            asked |= _wanted(table, reader.rules)
    printed = set(_printed_elsewhere(reader.tables))
    silent = set(_silent(programme, reader.tables))
    extremes = {
        n: (low, high) for n, low, high in _extremes(programme, {**asked, **dict.fromkeys(silent, 0)})
    }
    for number, wish in asked.items():
        if number not in printed:
            whole = extremes.get((number[0], ALL, SILENT))
            low, high = extremes[number]
            yield Reading(reader.rules.tier, number, low, high, min(wish, whole[1] + 1) if whole else wish)


def _silent(programme: Programme, tables: Sequence[Published]) -> Iterator[Number]:
    """How many did not answer in all: what a withheld table of how a question was answered still says. Of a kind of
    not answering (“skipped”, “not asked”) it must say no more than that there were not more than those.
    """
    for table in tables:
        if table.key.startswith(STATES) and table.withheld:
            number = (table.key, ALL, SILENT)
            answered = {ANSWERED}.union(*(one.members for one in table.categories if one.key == ANSWERED))
            kinds = [(table.key, ALL, one.key) for one in table.categories if one.key not in answered]
            programme.know(number, 0, 10**6)
            _sum(programme, number, kinds)
            yield number


def _table(programme: Programme, table: Published, rules: DisclosureRules) -> None:
    everybody = 10**6
    rows = [row.group.key for row in table.rows]
    for row in table.rows:
        node: Number = (table.key, row.group.key, BASE)
        if row.base is None:
            programme.know(node, 0, everybody)
        else:
            half = table.round_to // 2
            low = max(row.base - half, min(row.base, rules.smallest_count))
            programme.know(node, row.base if row.base == 0 else low, row.base + (half if row.base else 0))
    for cell in table.cells:
        node = (table.key, cell.group, cell.category)
        base = table.base_of(cell.group, cell.category)
        smallest = rules.smallest(_sensitive(table, cell.category))
        if cell.state is State.SHOWN and cell.count is not None:
            half = table.round_to // 2 if cell.count else 0
            low = max(cell.count - half, smallest) if cell.count else 0
            programme.know(node, low, cell.count + half)
        elif cell.state is State.CONFIDENTIAL:
            programme.know(node, 1, everybody)
        elif cell.state is State.RANGE and base is not None and table.round_to == 1:
            nearly = cell.words.startswith("95")
            programme.know(node, base - margin(base) if nearly else 0, base if nearly else margin(base))
        else:
            programme.know(node, 0, everybody)
    leaves = [category.key for category in table.categories if not category.members]
    for group in rows:
        whole: Number = (table.key, group, BASE)
        if table.shape == "parts" and leaves:
            _sum(programme, whole, [(table.key, group, leaf) for leaf in leaves])
            for category in table.categories:
                if category.members:
                    members = [(table.key, group, name) for name in category.members]
                    _sum(programme, (table.key, group, category.key), members)
        for category in table.categories:
            programme.tie({whole: 1, (table.key, group, category.key): -1}, 0, np.inf)
    families: dict[str, list[str]] = defaultdict(list)
    for row in table.rows:
        if row.group.key != ALL:
            families[row.group.by].append(row.group.key)
    for by, groups in families.items():
        unseen = f"{by}={NOT_STATED}"
        for name in (BASE, *(category.key for category in table.categories)):
            if unseen not in groups:
                programme.know((table.key, unseen, name), 0, everybody)
            _sum(programme, (table.key, ALL, name), [(table.key, g, name) for g in {*groups, unseen}])
        if unseen not in groups:
            for category in table.categories:
                node = (table.key, unseen, category.key)
                programme.tie({(table.key, unseen, BASE): 1, node: -1}, 0, np.inf)
            if table.shape == "parts" and leaves:
                _sum(programme, (table.key, unseen, BASE), [(table.key, unseen, leaf) for leaf in leaves])


def _sensitive(table: Published, category: str) -> bool:
    return next(one.sensitive for one in table.categories if one.key == category)


def _sum(programme: Programme, total: Number, members: Sequence[Number]) -> None:
    programme.tie({total: -1, **dict.fromkeys(members, 1)}, 0, 0)


def _between(programme: Programme) -> None:
    """What ties one table to another."""
    numbers = list(programme.low)
    of_theme = {
        name: (table, group, name)
        for table, group, name in numbers
        if table.startswith(THEMES) and group == ALL and name != BASE
    }
    for table, group, name in numbers:
        node = (table, group, name)
        if name == BASE and table != PEOPLE and (PEOPLE, group, BASE) in programme.low:
            programme.tie({(PEOPLE, group, BASE): 1, node: -1}, 0, np.inf)
        if table.startswith(STATES) and name == BASE:
            programme.tie({(PEOPLE, ALL, BASE): 1, node: -1}, 0, 0)
        if table.startswith(STATES) and name == ANSWERED:
            question = table.removeprefix(STATES)
            for own in ((question, ALL, BASE), (f"{THEMES}{question}", ALL, BASE)):
                if own in programme.low:
                    programme.tie({own: 1, node: -1}, 0, 0)
        for prefix, asked_of in GRID_OF.items():
            place = (asked_of, ALL, table.removeprefix(prefix))
            if table.startswith(prefix) and name == BASE and place in programme.low:
                programme.tie({place: 1, node: -1}, 0, np.inf)
        if name == BASE and about_theme(table) in of_theme:
            programme.tie({of_theme[about_theme(table)]: 1, node: -1}, 0, 0)
        if table.startswith("safer:") and name in of_theme:  # who of a theme’s people say what helps
            programme.tie({of_theme[name]: 1, node: -1}, 0, np.inf)


def _wanted(table: Published, rules: DisclosureRules) -> dict[Number, int]:
    """How many values the audit of its own tier leaves to each hidden number."""
    possible = rules.possible_values(table.round_to)
    lonely = _alone(table)
    wishes: dict[Number, int] = {}
    for cell in table.cells:
        node = (table.key, cell.group, cell.category)
        if cell.state is State.CONFIDENTIAL:
            most = (
                rules.smallest(_sensitive(table, cell.category)) - 1
                if (cell.group, cell.category) in lonely
                else possible
            )
            wishes[node] = min(possible, max(most, 2))
        elif cell.state is State.RANGE:
            wishes[node] = 2
        elif cell.state is State.TOO_FEW:
            of_all = table.at[ALL, cell.category]
            if of_all.state is not State.SHOWN or of_all.count:
                wishes[node] = possible
    for row in table.rows:
        if row.base is None:
            wishes[table.key, row.group.key, BASE] = possible
    return wishes


def _printed_elsewhere(tables: Sequence[Published]) -> Iterator[Number]:
    """What a withheld table of how a question was answered repeats of others: hidden there, printed here."""
    based = {table.key for table in tables if (row := table.row(ALL)) and row.base is not None}
    for table in tables:
        if table.key.startswith(STATES) and table.withheld:
            question = table.key.removeprefix(STATES)
            if PEOPLE in based:
                yield table.key, ALL, BASE
            if {question, f"{THEMES}{question}"} & based:
                yield table.key, ALL, ANSWERED


def _alone(table: Published) -> set[tuple[str, str]]:
    hidden = [(c.group, c.category) for c in table.cells if c.state is State.CONFIDENTIAL]
    if table.shape == "parts":
        return set(hidden) if len(hidden) == 1 else set()
    return {node for node in hidden if sum(other[1] == node[1] for other in hidden) == 1}


def _extremes(programme: Programme, asked: Mapping[Number, int]) -> Iterator[tuple[Number, int, int]]:
    numbers = sorted({n for terms, _, _ in programme.rows for n in terms} | set(programme.low))
    place = {number: index for index, number in enumerate(numbers)}
    low = np.array([programme.low.get(n, 0) for n in numbers], float)
    high = np.array([programme.high.get(n, 10**6) for n in numbers], float)
    matrix = lil_array((len(programme.rows), len(numbers)))
    least, most = np.zeros(len(programme.rows)), np.zeros(len(programme.rows))
    for row, (terms, below, above) in enumerate(programme.rows):
        least[row], most[row] = below, above
        for number, sign in terms.items():
            matrix[row, place[number]] = sign
    whole = csr_array(matrix)
    _tighten(whole, least, most, low, high)
    free = high > low
    loose = whole[:, np.flatnonzero(free)]
    fixed = whole @ np.where(free, 0, low)
    kept = np.diff(loose.indptr) > 0
    loose, least, most = loose[kept], (least - fixed)[kept], (most - fixed)[kept]
    columns = np.flatnonzero(free)
    _, part = connected_components(loose.T @ loose, directed=False)
    for number in asked:
        index = place[number]
        if not free[index]:
            yield number, int(low[index]), int(high[index])
            continue
        wish = asked[number]
        own = int(np.searchsorted(columns, index))
        inside = np.flatnonzero(part == part[own])
        rows = np.flatnonzero(np.diff(loose[:, inside].indptr) > 0)
        yield number, *_of_one(
            loose[rows][:, inside], least[rows], most[rows], low[columns[inside]], high[columns[inside]],
            int(np.searchsorted(inside, own)), wish,
        )  # fmt: skip


def _tighten(
    whole: csr_array, least: np.ndarray, most: np.ndarray, low: np.ndarray, high: np.ndarray
) -> None:
    for _ in range(30):
        before = low.copy(), high.copy()
        for row in range(whole.shape[0]):
            span = slice(whole.indptr[row], whole.indptr[row + 1])
            where, sign = whole.indices[span], whole.data[span]
            down = np.where(sign > 0, sign * low[where], sign * high[where])
            up = np.where(sign > 0, sign * high[where], sign * low[where])
            for at, one in zip(where, range(len(where)), strict=True):
                top = most[row] - (down.sum() - down[one])
                bottom = least[row] - (up.sum() - up[one])
                if sign[one] > 0:
                    high[at], low[at] = min(high[at], top), max(low[at], bottom)
                else:
                    high[at], low[at] = min(high[at], -bottom), max(low[at], -top)
        if (low > high).any():
            raise ValueError("what is printed contradicts itself")
        if (before[0] == low).all() and (before[1] == high).all():
            return


def _of_one(
    matrix: csr_array,
    least: np.ndarray,
    most: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    at: int,
    wish: int,
) -> tuple[int, int]:
    ends = []
    for sign in (1.0, -1.0):
        cost = np.zeros(len(low))
        cost[at] = sign
        answer = milp(
            cost,
            constraints=LinearConstraint(matrix, least, most),
            integrality=np.ones(len(low), int),
            bounds=Bounds(low, high),
            options={"mip_rel_gap": 0.0},
        )
        if answer.x is None:
            raise ValueError(f"what is printed contradicts itself, or no answer: {answer.message}")
        ends.append(round(float(answer.x[at])))
    return ends[0], ends[1]


def main(files: Sequence[str]) -> int:
    found = readings([from_json(Path(one).read_text(encoding="utf-8")) for one in files])
    told = [one for one in found if one.told]
    for one in told:
        print(
            f"told: {one.tier} {one.number}: {one.low} to {one.high}, where {one.wanted} values should be left"
        )
    print(
        f"{len(found)} hidden numbers, {len(told)} told, {sum(one.low == one.high for one in told)} of them exactly"
    )
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
