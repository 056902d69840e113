"""The gate: what may be shown, to whom, and why a cell is not.

The question this module answers for a data protection officer: *could anybody learn from these tables what
one young person said?* For an analyst: *why is this cell hidden?* (`Gated.reasons`). Everything a person
outside safeguarding sees has come through `publish`. It computes no new number: it takes the fixed tables
and hides, rounds and words them.

The thresholds are in `tiers`, what comes out in `published`, what is hidden for its own sake in `primary`,
the search for what else to hide in `suppression`, what other tables give away in `linked`, the proof in
`audit`. Everybody else takes their names from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from analysis import estimate
from analysis.audit import Node
from analysis.linked import ALONE, BASE, Beside, beside, own_table
from analysis.primary import (
    bases_puzzle,
    cell_puzzles,
    is_dominated,
    is_nearly_all,
    is_unseen,
    range_of,
    row_reason,
)
from analysis.published import NO_SHARE, NOT_OFFERED, Cell, Gated, Published, Reason, Row, base_told
from analysis.puzzle import State, rounded
from analysis.suppression import protected
from analysis.tables import ALL, Category, Group, Table
from analysis.tiers import PARTNER, PLAYBACK, PUBLIC, TIERS, WITHIN, DisclosureRules, Tier

__all__ = [
    "BASE",
    "PARTNER",
    "PLAYBACK",
    "PUBLIC",
    "TIERS",
    "Cell",
    "DisclosureRules",
    "Gated",
    "Published",
    "Reason",
    "Row",
    "Tier",
    "bases_puzzle",
    "cell_puzzles",
    "publish",
    "publish_all",
    "range_of",
    "whole_percent",
]


def publish(
    table: Table, rules: DisclosureRules, *, round_to: int | None = None, beside: Beside = ALONE
) -> Gated:
    """The table after every rule. Of two safe versions, exact and rounded, the one that hides less."""
    coarser = rules.round_if_it_hides_less
    table = table if rules.counts_shown else table.offered_to_everybody()
    if round_to is not None or coarser is None:
        return _published(table, rules, round_to or rules.round_to, beside)
    exact = _published(table, rules, rules.round_to, beside)
    if exact.table.withheld or exact.table.left_out:
        return min(exact, _published(table, rules, coarser, beside), key=_loss)
    return min(exact, _published(table, rules, coarser, beside, exact.table.hidden - 1), key=_loss)


def publish_all(
    tables: Iterable[Table], rules: DisclosureRules, inner: Mapping[str, Published] | None = None
) -> tuple[Gated, ...]:
    """Every table of a wave, each with what the others give away. `inner`: the tables of the tier whose
    readers read these as well, if they have come through the gate before.
    """
    counted = {table.key: table for table in tables}
    if inner is None and rules.tier in WITHIN:
        inner = {each.table.key: each.table for each in publish_all(counted.values(), WITHIN[rules.tier])}
    made: dict[str, Gated] = {}
    for table in counted.values():
        made |= {each.table.key: each for each in _beside_others(table, counted, made, rules, inner)}
    return tuple(made.values())


def _beside_others(
    table: Table,
    counted: Mapping[str, Table],
    made: Mapping[str, Gated],
    rules: DisclosureRules,
    inner: Mapping[str, Published] | None,
) -> Iterator[Gated]:
    """A table, rounded as the one whose base it repeats. If it cannot be told so, both are tried rounded."""

    def tied(key: str, *again: Gated) -> Beside:
        return beside(key, {one.table.key: one.table for one in (*made.values(), *again)}, rules, inner)

    own = own_table(table.key, made)
    if own is None:
        yield publish(table, rules, beside=tied(table.key))
        return
    found = publish(table, rules, round_to=own.table.round_to, beside=tied(table.key))
    coarser = rules.round_if_it_hides_less
    if found.table.withheld and coarser is not None and own.table.round_to != coarser:
        key = own.table.key
        both = publish(counted[key], rules, round_to=coarser, beside=tied(key))
        rounded_too = publish(table, rules, round_to=coarser, beside=tied(table.key, both))
        if not rounded_too.table.withheld and _loss(both)[:2] <= _loss(own)[:2]:
            yield from (both, rounded_too)
            return
    yield found


def _loss(gated: Gated) -> tuple[bool, int, int, int]:
    published = gated.table
    return published.withheld, len(published.left_out), published.hidden, published.round_to


def _published(
    table: Table, rules: DisclosureRules, round_to: int, beside: Beside, at_most: int | None = None
) -> Gated:
    """Hide what is needed; if that cannot be done for all breakdowns, say nothing of their smallest groups,
    or leave some out, at last everything.
    """
    families = table.breakdowns() if rules.breakdowns else ()
    allowed = tuple(family for family in families if family[0].by not in beside.left_out)
    for kept in [] if beside.withheld else [allowed] if at_most is not None else _fewer_and_fewer(allowed):
        smaller = replace(table, groups=(table.groups[0], *(group for family in kept for group in family)))
        left_out = tuple(family[0].by for family in families if family not in kept)
        for stricter in _stricter(smaller, rules):
            solved = _solve(smaller, stricter, round_to, beside, at_most)
            if solved is not None:
                return _print(smaller, stricter, round_to, solved, left_out)
    return _withheld(table, round_to)


def _stricter(table: Table, rules: DisclosureRules) -> Iterator[DisclosureRules]:
    """These rules; then the same with more and more of the smallest groups told as too few."""
    yield rules
    least, everybody = rules.smallest_base, table.base[ALL].people
    for base in sorted({rules.plain_percent_from, rules.everyone_below, 2 * rules.everyone_below}):
        small = any(least <= table.base[group.key].people < base for group in table.groups[1:])
        if small and least < base <= everybody:
            yield replace(rules, smallest_base=base)
            least = base


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


def _solve(
    table: Table, rules: DisclosureRules, round_to: int, beside: Beside, at_most: int | None
) -> _Solved | None:
    """First the bases, then the cells in the rows that are left."""
    bases = protected(bases_puzzle(table, rules, round_to, beside))
    if bases is None:
        return None
    state = dict(bases.state)
    reasons: dict[Node, Reason] = {
        node: Reason.SMALL_BASE for node, value in state.items() if value is State.CONFIDENTIAL
    }
    for puzzle, first_reasons in cell_puzzles(table, rules, round_to, state, beside):
        solved = protected(puzzle, at_most)
        if solved is None:
            return None
        for node, after in solved.state.items():
            if node[1] != BASE and after not in (State.SHOWN, State.UNSEEN):
                reasons[node] = first_reasons.get(node, Reason.TO_PROTECT_ANOTHER)
        state.update({node: after for node, after in solved.state.items() if node[1] != BASE})
    return _Solved(state, reasons)


def _print(
    table: Table, rules: DisclosureRules, round_to: int, solved: _Solved, left_out: tuple[str, ...]
) -> Gated:
    seen = [group for group in table.groups if not is_unseen(table, group)]
    rows = tuple(_row(table, rules, round_to, group, solved) for group in seen)
    cells = tuple(
        _cell(table, rules, round_to, rows, row, category, solved)
        for row in rows
        for category in table.categories
    )
    published = _as(table, rows, cells, round_to, left_out)
    return Gated(published, {node: reason for node, reason in solved.reasons.items() if node[1] != BASE})


def _row(table: Table, rules: DisclosureRules, round_to: int, group: Group, solved: _Solved) -> Row:
    base = table.base[group.key]
    if solved.state[group.key, BASE] is not State.SHOWN:
        return Row(group, State.TOO_FEW)
    shown = rounded(base.people, round_to) if rules.counts_shown else None
    if row_reason(base, rules) and table.categories:
        return Row(group, State.TOO_FEW, shown)
    return Row(group, State.SHOWN, shown, caution=base.people < rules.caution_below)


def _cell(
    table: Table,
    rules: DisclosureRules,
    round_to: int,
    rows: tuple[Row, ...],
    row: Row,
    category: Category,
    solved: _Solved,
) -> Cell:
    group, node = row.group.key, (row.group.key, category.key)
    state, tally = solved.state[node], table.cells[node]
    if state is State.RANGE:
        nearly_all = is_nearly_all(table.base_of(*node).people, tally.people)
        return Cell(*node, state, words="95% or more" if nearly_all else "5% or fewer")
    if state is not State.SHOWN:
        return Cell(*node, state)
    count, base = rounded(tally.people, round_to), rounded(table.base[group].people, round_to)
    if category.offered:
        if category.is_kept_from(row.group):
            return Cell(*node, state, count=0, words=NOT_OFFERED)
        told = base_told(rows, category, group)
        if told is None or row_reason(table.base_of(*node), rules):
            return Cell(*node, state, count=count, words=NO_SHARE)
        base = told
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
    cells = tuple(Cell(*node, State.TOO_FEW) for node in nodes)
    families = tuple(family[0].by for family in table.breakdowns())
    published = replace(_as(table, (row,), cells, round_to, families), withheld=True)
    return Gated(published, dict.fromkeys(nodes, Reason.TABLE_WITHHELD))


def _as(
    table: Table, rows: tuple[Row, ...], cells: tuple[Cell, ...], round_to: int, left_out: tuple[str, ...]
) -> Published:
    """The table’s own names, with only these numbers in it."""
    return Published(
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
