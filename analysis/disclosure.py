"""The gate: what may be shown, to whom, and why a cell is not.

The question this module answers for a data protection officer: *could anybody learn from these tables what
one young person said?* For an analyst: *why is this cell hidden?* (`Gated.reasons`). Everything a person
outside safeguarding sees has come through `publish`. It computes no new number: it takes the fixed tables and
hides, rounds and words them. The search for what else to hide is in `suppression`, the proof in `audit`.

Terms and signs are official statistics’ own: primary and secondary suppression, `[c]` for a confidential
number. The reader is never told whether a cell was small itself or hidden to protect another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Literal

from analysis import estimate
from analysis.audit import Known, Node, Sum
from analysis.puzzle import Puzzle, State, rounded
from analysis.suppression import protected
from analysis.tables import ALL, PEOPLE, Category, Group, Table, Tally
from analysis.wave import NOT_STATED

BASE = ""
"""The category name of a row’s base."""

Tier = Literal["public", "partner", "playback"]


@dataclass(frozen=True)
class DisclosureRules:
    """Every threshold of one tier. Source: the table at the head of the disclosure rules."""

    tier: Tier
    smallest_base: int
    caution_below: int
    smallest_count: int
    smallest_sensitive_count: int
    round_to: int
    round_if_it_hides_less: int | None  # exact tables may be rounded instead, where that hides fewer cells
    fewest_sessions: int
    one_session_at_most: float  # 1.0: no rule
    two_sessions_at_most: float
    dominance_hides: bool
    breakdowns: bool
    counts_shown: bool
    words_from: int | None  # from this base to `plain_percent_from`, words instead of a percentage
    plain_percent_from: int = 30
    around_below: int = 100
    everyone_below: int = 50  # rule 4: “95% or more” instead of “all” in a group smaller than this
    possible_values_when_rounded: int = 4
    fewest_new_people: int = 10
    fewest_new_sessions: int = 3

    def smallest(self, sensitive: bool) -> int:
        return self.smallest_sensitive_count if sensitive else self.smallest_count

    def possible_values(self, round_to: int) -> int:
        return self.possible_values_when_rounded if round_to > 1 else self.smallest_count


PUBLIC = DisclosureRules(
    tier="public",
    smallest_base=30,
    caution_below=100,
    smallest_count=8,
    smallest_sensitive_count=10,
    round_to=5,
    round_if_it_hides_less=None,
    fewest_sessions=3,
    one_session_at_most=0.5,
    two_sessions_at_most=0.8,
    dominance_hides=True,
    breakdowns=True,
    counts_shown=True,
    words_from=None,
)
PARTNER = DisclosureRules(
    tier="partner",
    smallest_base=20,
    caution_below=50,
    smallest_count=5,
    smallest_sensitive_count=5,
    round_to=1,
    round_if_it_hides_less=5,
    fewest_sessions=3,
    one_session_at_most=0.5,
    two_sessions_at_most=0.8,
    dominance_hides=False,
    breakdowns=True,
    counts_shown=True,
    words_from=10,
)
PLAYBACK = DisclosureRules(
    tier="playback",
    smallest_base=10,
    caution_below=0,
    smallest_count=1,
    smallest_sensitive_count=1,
    round_to=1,
    round_if_it_hides_less=None,
    fewest_sessions=0,
    one_session_at_most=1.0,
    two_sessions_at_most=1.0,
    dominance_hides=False,
    breakdowns=False,
    counts_shown=False,
    words_from=None,
)
TIERS: Mapping[str, DisclosureRules] = {rules.tier: rules for rules in (PUBLIC, PARTNER, PLAYBACK)}


class Reason(StrEnum):
    """Why a cell is hidden, for the analyst."""

    SMALL_COUNT = "fewer people than the smallest count shown"
    FEW_SESSIONS = "these people came from too few sessions"
    DOMINATED = "one or two sessions make up nearly all of these people"
    TO_PROTECT_ANOTHER = "with this number, another hidden one could be worked out"
    SMALL_BASE = "too few people in this group answered"
    ALL_OR_NONE = "everybody, or nobody, in a small group said so"
    TABLE_WITHHELD = "no way of hiding single cells makes this table safe"


@dataclass(frozen=True)
class Cell:
    """One published number. `percent`, `low` and `high` are whole percentages."""

    group: str
    category: str
    state: State
    count: int | None = None
    percent: int | None = None
    low: int | None = None
    high: int | None = None
    words: str = ""
    dominated: bool = False


@dataclass(frozen=True)
class Row:
    """One group’s base. `base` is None when even that is hidden; `caution` marks a small one."""

    group: Group
    state: State
    base: int | None = None
    caution: bool = False


@dataclass(frozen=True)
class Published:
    """A table as a tier may see it."""

    key: str
    title: str
    question: str
    shape: Literal["parts", "choices"]
    categories: tuple[Category, ...]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]
    round_to: int
    withheld: bool = False
    left_out: tuple[str, ...] = ()  # breakdowns that could not be made safe
    label: str = ""

    @cached_property
    def at(self) -> Mapping[Node, Cell]:
        return {(cell.group, cell.category): cell for cell in self.cells}

    def row(self, group: str) -> Row | None:
        return next((row for row in self.rows if row.group.key == group), None)

    def shown(self, group: str, category: str) -> Cell | None:
        """The cell, if it may be shown as a percentage."""
        cell = self.at.get((group, category))
        return cell if cell is not None and cell.state is State.SHOWN and cell.percent is not None else None

    @property
    def hidden(self) -> int:
        return sum(1 for cell in self.cells if cell.state is not State.SHOWN)


@dataclass(frozen=True)
class Gated:
    """A published table, and for the analyst alone why each hidden number is hidden."""

    table: Published
    reasons: Mapping[Node, Reason]


def publish(table: Table, rules: DisclosureRules, *, round_to: int | None = None) -> Gated:
    """The table after every rule. Of two safe versions, exact and rounded, the one that hides less."""
    coarser = rules.round_if_it_hides_less
    if round_to is not None or coarser is None:
        return _published(table, rules, round_to or rules.round_to)
    exact = _published(table, rules, rules.round_to)
    if exact.table.withheld or exact.table.left_out:
        return min(exact, _published(table, rules, coarser), key=_loss)
    return min(exact, _published(table, rules, coarser, exact.table.hidden - 1), key=_loss)


def publish_all(tables: Iterable[Table], rules: DisclosureRules) -> tuple[Gated, ...]:
    """Every table of a wave. A table that repeats a rounded one’s base is rounded with it."""
    made: dict[str, Gated] = {}
    for table in tables:
        partner = made.get(table.key.removeprefix("states:")) if table.key.startswith("states:") else None
        made[table.key] = publish(table, rules, round_to=partner.table.round_to if partner else None)
    return tuple(made.values())


def _loss(gated: Gated) -> tuple[bool, int, int, int]:
    published = gated.table
    return published.withheld, len(published.left_out), published.hidden, published.round_to


def _published(table: Table, rules: DisclosureRules, round_to: int, at_most: int | None = None) -> Gated:
    """Hide what is needed; if that cannot be done for all breakdowns, leave some out, at last everything."""
    families = table.breakdowns() if rules.breakdowns else ()
    for kept in [families] if at_most is not None else _fewer_and_fewer(families):
        smaller = replace(table, groups=(table.groups[0], *(group for family in kept for group in family)))
        left_out = tuple(family[0].by for family in families if family not in kept)
        solved = _solve(smaller, rules, round_to, at_most)
        if solved is not None:
            return _print(smaller, rules, round_to, solved, left_out)
    return _withheld(table, round_to)


def _fewer_and_fewer(families: tuple[tuple[Group, ...], ...]) -> Iterator[tuple[tuple[Group, ...], ...]]:
    """All breakdowns, then all but one, then each alone, then none."""
    yield families
    if len(families) > 1:
        for index in reversed(range(len(families))):
            yield families[:index] + families[index + 1 :]
        if len(families) > 2:
            yield from ((family,) for family in families)
    if families:
        yield ()


@dataclass(frozen=True)
class _Solved:
    state: Mapping[Node, State]
    reasons: Mapping[Node, Reason]


def _solve(table: Table, rules: DisclosureRules, round_to: int, at_most: int | None) -> _Solved | None:
    """First the bases, then the cells in the rows that are left."""
    bases = protected(bases_puzzle(table, rules, round_to))
    if bases is None:
        return None
    state = dict(bases.state)
    reasons: dict[Node, Reason] = {
        node: Reason.SMALL_BASE for node, value in state.items() if value is State.CONFIDENTIAL
    }
    for puzzle, first_reasons in cell_puzzles(table, rules, round_to, state):
        solved = protected(puzzle, at_most)
        if solved is None:
            return None
        for node, after in solved.state.items():
            if node[1] != BASE and after not in (State.SHOWN, State.UNSEEN):
                reasons[node] = first_reasons.get(node, Reason.TO_PROTECT_ANOTHER)
        state.update({node: after for node, after in solved.state.items() if node[1] != BASE})
    return _Solved(state, reasons)


def bases_puzzle(table: Table, rules: DisclosureRules, round_to: int) -> Puzzle:
    """The bases by themselves: a group of a handful is hidden, and must not follow from the other groups."""
    value = {(group.key, BASE): table.base[group.key].people for group in table.groups}
    state = {}
    for group in table.groups:
        people = table.base[group.key].people
        hidden = State.CONFIDENTIAL if people < rules.smallest_count else State.SHOWN
        state[group.key, BASE] = State.UNSEEN if is_unseen(table, group) else hidden
    most = table.base[ALL].people
    return Puzzle(
        value=value,
        state=state,
        sums=tuple(_group_sums(table, [BASE])),
        ceiling=dict.fromkeys(value, max(most, rules.smallest_count) + rules.smallest_count),
        smallest=dict.fromkeys(value, rules.smallest_count),
        cost={node: 1 + people / (1 + most) for node, people in value.items() if people and node[0] != ALL},
        ranges={},
        everyone={},
        possible_values=rules.possible_values(round_to),
        round_to=round_to,
        least_hidden=0,
    )


def is_unseen(table: Table, group: Group) -> bool:
    """Who did not state their group is no group to report on, except in the table of who took part."""
    return group.value == NOT_STATED and table.key != PEOPLE


def cell_puzzles(
    table: Table, rules: DisclosureRules, round_to: int, base_state: Mapping[Node, State]
) -> Iterator[tuple[Puzzle, dict[Node, Reason]]]:
    """One puzzle for parts of a whole; one per category where people chose any number of them."""
    if table.shape == "parts":
        yield _cell_puzzle(table, rules, round_to, base_state, table.categories)
    else:
        for category in table.categories:
            yield _cell_puzzle(table, rules, round_to, base_state, (category,))


def _cell_puzzle(
    table: Table,
    rules: DisclosureRules,
    round_to: int,
    base_state: Mapping[Node, State],
    categories: tuple[Category, ...],
) -> tuple[Puzzle, dict[Node, Reason]]:
    state, reasons = primary(table, rules, base_state, categories)
    value = {node: table.cells[node].people for node in state}
    ceiling = {node: _ceiling(table, base_state, node[0], rules) for node in state}
    if table.shape == "parts":
        for group in table.groups:
            node = (group.key, BASE)
            value[node], state[node] = table.base[group.key].people, _as_base(base_state[node])
            ceiling[node] = _ceiling(table, base_state, group.key, rules)
    sums = [*_group_sums(table, [c.key for c in categories]), *_category_sums(table, categories)]
    sensitive = {c.key: table.sensitive or c.sensitive for c in categories}
    small_rows = {
        group.key
        for group in table.groups
        if base_state[group.key, BASE] is State.CONFIDENTIAL
        and table.base[group.key].people < rules.smallest_count
    }
    puzzle = Puzzle(
        value=value,
        state=state,
        sums=tuple(sums),
        ceiling=ceiling,
        smallest={node: rules.smallest(sensitive.get(node[1], False)) for node in value},
        cost=_costs(table, value, state, round_to),
        ranges={n: range_of(table.base[n[0]].people, value[n]) for n, s in state.items() if s is State.RANGE},
        everyone={node: (ALL, node[1]) for node in value if node[0] != ALL},
        possible_values=rules.possible_values(round_to),
        round_to=round_to,
        most_if_small={node: rules.smallest_count - 1 for node in value if node[0] in small_rows},
    )
    return puzzle, reasons


def _as_base(state: State) -> State:
    """Hidden bases were protected before; here they are only unknown."""
    return State.SHOWN if state is State.SHOWN else State.UNSEEN


def _ceiling(table: Table, base_state: Mapping[Node, State], group: str, rules: DisclosureRules) -> int:
    """No cell exceeds its row’s base; where that is hidden, nobody knows more than everyone’s."""
    shown = base_state[group, BASE] is State.SHOWN
    return table.base[group if shown else ALL].people + rules.round_to // 2


def _costs(
    table: Table, value: Mapping[Node, int], state: Mapping[Node, State], round_to: int
) -> dict[Node, float]:
    """What hiding a cell loses: everyone’s figures and subtotals more than a group’s, small ones least.

    How small is judged by what its row and column lead one to expect, never by the cell itself: were the
    smallest companion taken, whoever knows that could tell from the others that it holds no more than they.
    """
    subtotals = {category.key for category in table.categories if category.members}
    place = {category.key: number for number, category in enumerate(table.categories)}
    order = {node: number / (1 + len(value)) for number, node in enumerate(value)}
    small = {node for node, what in state.items() if what is State.CONFIDENTIAL}
    everyone = 1 + rounded(table.base[ALL].people, round_to)

    def share(group: str, category: str) -> float:
        if group != ALL:
            base, column = table.base[group].people, value[ALL, category]
            return rounded(base, round_to) * rounded(column, round_to) / everyone / everyone
        steps = [abs(place[category] - place[other]) for row, other in small if row == ALL and other in place]
        return min(steps, default=0) / (1 + len(place))

    return {
        (group, category): (4.0 if group == ALL else 1.0) * (1.5 if category in subtotals else 1.0)
        + share(group, category) / 10
        + order[group, category] / 1000
        for (group, category), count in value.items()
        if category != BASE and count > 0 and state[group, category] is State.SHOWN
    }


def primary(
    table: Table, rules: DisclosureRules, base_state: Mapping[Node, State], categories: tuple[Category, ...]
) -> tuple[dict[Node, State], dict[Node, Reason]]:
    """Rules 1, 2 and 4, cell by cell, before anything is hidden to protect something else."""
    state: dict[Node, State] = {}
    reasons: dict[Node, Reason] = {}
    for group in table.groups:
        base = table.base[group.key]
        row_reason = _row_reason(base, rules)
        for category in categories:
            node = (group.key, category.key)
            if is_unseen(table, group):
                state[node] = State.UNSEEN
            elif row_reason or base_state[group.key, BASE] is not State.SHOWN:
                state[node], reasons[node] = State.TOO_FEW, row_reason or Reason.SMALL_BASE
            else:
                state[node], reason = _cell_state(table, rules, group, category, categories)
                if reason:
                    reasons[node] = reason
    return state, reasons


def _row_reason(base: Tally, rules: DisclosureRules) -> Reason | None:
    if base.people < rules.smallest_base:
        return Reason.SMALL_BASE
    return Reason.FEW_SESSIONS if base.sessions < rules.fewest_sessions else None


def _cell_state(
    table: Table, rules: DisclosureRules, group: Group, category: Category, categories: tuple[Category, ...]
) -> tuple[State, Reason | None]:
    tally, base = table.cells[group.key, category.key], table.base[group.key].people
    sensitive = table.sensitive or category.sensitive
    if base < rules.everyone_below and rules.counts_shown:
        whole_row = table.shape == "parts" and any(
            table.cells[group.key, c.key].people == base for c in categories
        )
        if tally.people == base or whole_row or (sensitive and tally.people == 0):
            return State.RANGE, Reason.ALL_OR_NONE
    if 0 < tally.people < rules.smallest(sensitive):
        return State.CONFIDENTIAL, Reason.SMALL_COUNT
    if tally.people > 0 and tally.sessions < rules.fewest_sessions:
        return State.CONFIDENTIAL, Reason.FEW_SESSIONS
    if rules.dominance_hides and is_dominated(tally, rules):
        return State.CONFIDENTIAL, Reason.DOMINATED
    return State.SHOWN, None


def is_dominated(tally: Tally, rules: DisclosureRules) -> bool:
    """Whether one or two sessions are nearly the whole of a cell."""
    return tally.largest(1) > rules.one_session_at_most or tally.largest(2) > rules.two_sessions_at_most


def range_of(base: int, count: int) -> Known:
    """What “95% or more” or “5% or fewer” leaves possible."""
    margin = base // 20
    return Known(base - margin, base) if count == base else Known(0, margin)


def _group_sums(table: Table, categories: Iterable[str]) -> Iterator[Sum]:
    for family in table.breakdowns():
        for category in categories:
            yield Sum((ALL, category), tuple((group.key, category) for group in family))


def _category_sums(table: Table, categories: tuple[Category, ...]) -> Iterator[Sum]:
    if table.shape != "parts" or not categories:
        return
    leaves = [category.key for category in categories if not category.members]
    for group in table.groups:
        yield Sum((group.key, BASE), tuple((group.key, leaf) for leaf in leaves))
        for category in categories:
            if category.members:
                yield Sum((group.key, category.key), tuple((group.key, name) for name in category.members))


def _print(
    table: Table, rules: DisclosureRules, round_to: int, solved: _Solved, left_out: tuple[str, ...]
) -> Gated:
    seen = [group for group in table.groups if not is_unseen(table, group)]
    rows = tuple(_row(table, rules, round_to, group, solved) for group in seen)
    cells = tuple(
        _cell(table, rules, round_to, row, category, solved) for row in rows for category in table.categories
    )
    published = Published(
        table.key,
        table.title,
        table.question,
        table.shape,
        table.categories,
        rows,
        cells,
        round_to,
        left_out=left_out,
        label=table.label,
    )
    return Gated(published, {node: reason for node, reason in solved.reasons.items() if node[1] != BASE})


def _row(table: Table, rules: DisclosureRules, round_to: int, group: Group, solved: _Solved) -> Row:
    base = table.base[group.key]
    if solved.state[group.key, BASE] is not State.SHOWN:
        return Row(group, State.TOO_FEW)
    shown = rounded(base.people, round_to) if rules.counts_shown else None
    if _row_reason(base, rules) and table.categories:
        return Row(group, State.TOO_FEW, shown)
    return Row(group, State.SHOWN, shown, caution=base.people < rules.caution_below)


def _cell(
    table: Table, rules: DisclosureRules, round_to: int, row: Row, category: Category, solved: _Solved
) -> Cell:
    group, node = row.group.key, (row.group.key, category.key)
    state, tally = solved.state[node], table.cells[node]
    if state is State.RANGE:
        return Cell(*node, state, words="95% or more" if tally.people else "5% or fewer")
    if state is not State.SHOWN:
        return Cell(*node, state)
    count, base = rounded(tally.people, round_to), rounded(table.base[group].people, round_to)
    effect = estimate.design_effect(table.sessions_of(group, category.key))
    interval = estimate.wilson(min(count, base) / effect, base / effect)
    return Cell(
        *node,
        state,
        count=count if rules.counts_shown else None,
        percent=whole_percent(min(count, base), base),
        low=_whole(interval.low),
        high=_whole(interval.high),
        dominated=is_dominated(tally, rules),
    )


def whole_percent(count: int, base: int) -> int:
    """Half a point goes up, so that nobody’s arithmetic differs from ours."""
    return (200 * count + base) // (2 * base)


def _whole(share: float) -> int:
    return int(100 * share + 0.5)


def _withheld(table: Table, round_to: int) -> Gated:
    row = Row(table.groups[0], State.TOO_FEW)
    nodes = [(ALL, category.key) for category in table.categories]
    published = Published(
        table.key,
        table.title,
        table.question,
        table.shape,
        table.categories,
        (row,),
        tuple(Cell(*node, State.TOO_FEW) for node in nodes),
        round_to,
        withheld=True,
        left_out=tuple(family[0].by for family in table.breakdowns()),
        label=table.label,
    )
    return Gated(published, dict.fromkeys(nodes, Reason.TABLE_WITHHELD))
