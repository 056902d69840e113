"""Which cells may not be shown for what they are themselves, and the puzzle that the whole table then is.

The question this module answers for a statistician: *before anything is hidden to protect something else,
what does the tier hide, and what ties it to what is printed?* Rules 1, 2 and 4 of the gate. What else must
go is for `suppression`; the arithmetic of a puzzle for `puzzle` and `audit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from analysis.audit import Known, Node, Sum, closer
from analysis.linked import ALONE, ANSWERED, BASE, SILENT, TOOK_PART, Beside
from analysis.published import Reason
from analysis.puzzle import Puzzle, State, rounded, rounding_interval
from analysis.tables import ALL, PEOPLE, Category, Group, Table, Tally
from analysis.tiers import DisclosureRules
from analysis.wave import NOT_STATED


def bases_puzzle(table: Table, rules: DisclosureRules, round_to: int, beside: Beside = ALONE) -> Puzzle:
    """The bases by themselves: a group of a handful is hidden, and must not follow from the other groups."""
    value = {(group.key, BASE): table.base[group.key].people for group in table.groups}
    state = {}
    for group in table.groups:
        people = table.base[group.key].people
        hide = people < rules.smallest_count or (group.key, BASE) in beside.hidden
        hidden = State.CONFIDENTIAL if hide else State.SHOWN
        state[group.key, BASE] = State.UNSEEN if is_unseen(table, group) else hidden
    most = table.base[ALL].people
    silent = beside.silent(table.groups)
    nominal = {node: _nominal(node, value, silent.known) for node in silent.known}
    return Puzzle(
        value=value | nominal,
        state=state | dict.fromkeys(nominal, State.UNSEEN),
        sums=(*_group_sums(table, [BASE]), *silent.sums),
        ceiling={
            **dict.fromkeys(value, max(most, rules.smallest_count) + rules.smallest_count),
            **{node: limits.high for node, limits in silent.known.items()},
        },
        smallest=dict.fromkeys(value, rules.smallest_count),
        cost={node: 1 + people / (1 + most) for node, people in value.items() if people and node[0] != ALL},
        ranges={},
        everyone={},
        possible_values=rules.possible_values(round_to),
        round_to=round_to,
        least_hidden=0,
        elsewhere=silent.known,
    )


def _nominal(node: Node, bases: Mapping[Node, int], known: Mapping[Node, Known]) -> int:
    """A number of another table, as near to the truth as it is printed: where a search may start from."""
    group, name = node
    base = bases.get((group, BASE), 0)
    took_part = known.get((group, TOOK_PART))
    return (max(took_part.low, base) if took_part else base) - (base if name == SILENT else 0)


def cell_puzzles(
    table: Table,
    rules: DisclosureRules,
    round_to: int,
    base_state: Mapping[Node, State],
    beside: Beside = ALONE,
) -> Iterator[tuple[Puzzle, dict[Node, Reason]]]:
    """One puzzle for parts of a whole; one per category where people chose any number of them."""
    if table.shape == "parts":
        yield _cell_puzzle(table, rules, round_to, base_state, table.categories, beside)
    else:
        for category in table.categories:
            yield _cell_puzzle(table, rules, round_to, base_state, (category,), beside)


def primary(
    table: Table,
    rules: DisclosureRules,
    base_state: Mapping[Node, State],
    categories: tuple[Category, ...],
    beside: Beside = ALONE,
) -> tuple[dict[Node, State], dict[Node, Reason]]:
    """Rules 1, 2 and 4, cell by cell, before anything is hidden to protect something else."""
    state: dict[Node, State] = {}
    reasons: dict[Node, Reason] = {}
    for group in table.groups:
        base = table.base[group.key]
        of_row = row_reason(base, rules)
        for category in categories:
            node = (group.key, category.key)
            if is_unseen(table, group):
                state[node] = State.UNSEEN
            elif category.is_kept_from(group):
                state[node] = State.SHOWN  # nobody could choose it, which the form says
            elif of_row or base_state[group.key, BASE] is not State.SHOWN:
                state[node], reasons[node] = State.TOO_FEW, of_row or Reason.SMALL_BASE
            else:
                state[node], reason = _cell_state(table, rules, group, category, categories)
                if state[node] is State.SHOWN and node in beside.hidden:
                    state[node], reason = State.CONFIDENTIAL, Reason.HIDDEN_FROM_PARTNERS
                if reason:
                    reasons[node] = reason
    return state, reasons


def row_reason(base: Tally, rules: DisclosureRules) -> Reason | None:
    if base.people < rules.smallest_base:
        return Reason.SMALL_BASE
    return Reason.FEW_SESSIONS if base.sessions < rules.fewest_sessions else None


def is_unseen(table: Table, group: Group) -> bool:
    """Who did not state their group is no group to report on, except in the table of who took part."""
    return group.value == NOT_STATED and table.key != PEOPLE


def is_dominated(tally: Tally, rules: DisclosureRules) -> bool:
    """Whether one or two sessions are nearly the whole of a cell."""
    return tally.largest(1) > rules.one_session_at_most or tally.largest(2) > rules.two_sessions_at_most


def range_of(base: int, count: int) -> Known:
    """What “95% or more” or “5% or fewer” leaves possible."""
    return Known(base - margin(base), base) if is_nearly_all(base, count) else Known(0, margin(base))


def is_nearly_all(base: int, count: int) -> bool:
    """Whether it is told as “95% or more”. All and nearly all are told alike: were the words kept for all,
    whoever knows the rules would read “everybody” in them."""
    return count >= base - margin(base)


def margin(base: int) -> int:
    """How many people 5% are."""
    return base // 20


def _cell_puzzle(
    table: Table,
    rules: DisclosureRules,
    round_to: int,
    base_state: Mapping[Node, State],
    categories: tuple[Category, ...],
    beside: Beside,
) -> tuple[Puzzle, dict[Node, Reason]]:
    state, reasons = primary(table, rules, base_state, categories, beside)
    value = {node: table.cells[node].people for node in state}
    ceiling = {node: _ceiling(table, base_state, node[0], rules) for node in state}
    if table.shape == "parts":
        for group in table.groups:
            node = (group.key, BASE)
            value[node], state[node] = table.base[group.key].people, _as_base(base_state[node])
            ceiling[node] = _ceiling(table, base_state, group.key, rules)
    sums = [*_group_sums(table, [c.key for c in categories]), *_category_sums(table, categories)]
    if (ALL, SILENT) in beside.known:
        answered = {ANSWERED, *(name for one in categories if one.key == ANSWERED for name in one.members)}
        missing = tuple((ALL, one.key) for one in categories if one.key not in answered)
        value[ALL, SILENT], state[ALL, SILENT] = sum(value[node] for node in missing), State.UNSEEN
        ceiling[ALL, SILENT] = ceiling[ALL, BASE]
        sums.append(Sum((ALL, SILENT), missing))
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
        smallest={node: rules.smallest(sensitive.get(node[1], False)) for node in value if node[1] != SILENT},
        cost={n: c for n, c in _costs(table, value, state, round_to).items() if n not in beside.known},
        ranges={
            n: range_of(table.base_of(*n).people, value[n]) for n, s in state.items() if s is State.RANGE
        },
        everyone={node: (ALL, node[1]) for node in value if node[0] != ALL},
        possible_values=rules.possible_values(round_to),
        round_to=round_to,
        most_if_small={node: rules.smallest_count - 1 for node in value if node[0] in small_rows},
        elsewhere={
            **_beside_who_took_part(table, rules, round_to, state, beside),
            **{node: what for node, what in beside.known.items() if node in value},
        },
    )
    return puzzle, reasons


def _beside_who_took_part(
    table: Table, rules: DisclosureRules, round_to: int, state: Mapping[Node, State], beside: Beside
) -> dict[Node, Known]:
    """What the numbers of people who took part leave to each base."""
    silent = beside.silent(table.groups)
    if not silent.sums or state.get((ALL, BASE)) is not State.SHOWN:
        return {}
    bases = {(group.key, BASE): table.base[group.key].people for group in table.groups}
    anybody = Known(0, beside.took_part[ALL].high)
    known = {
        node: rounding_interval(people, round_to, rules.smallest_count)
        if state.get(node) is State.SHOWN
        else anybody
        for node, people in bases.items()
    }
    near = closer({**known, **silent.known}, (*_group_sums(table, [BASE]), *silent.sums))
    return {node: near[node] for node in bases}


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


def _cell_state(
    table: Table, rules: DisclosureRules, group: Group, category: Category, categories: tuple[Category, ...]
) -> tuple[State, Reason | None]:
    tally, base = table.cells[group.key, category.key], table.base_of(group.key, category.key).people
    sensitive = table.sensitive or category.sensitive
    if base < rules.everyone_below and rules.counts_shown:
        alike = table.shape == "parts" and any(
            is_nearly_all(table.base_of(group.key, c.key).people, table.cells[group.key, c.key].people)
            for c in categories
        )
        nobody = tally.people <= margin(base) and (alike or sensitive)
        if nobody or is_nearly_all(base, tally.people):
            return State.RANGE, Reason.ALL_OR_NONE
        if alike:  # its share of a subtotal that is nearly everybody
            return State.CONFIDENTIAL, Reason.ALL_OR_NONE
    if 0 < tally.people < rules.smallest(sensitive):
        return State.CONFIDENTIAL, Reason.SMALL_COUNT
    if tally.people > 0 and tally.sessions < rules.fewest_sessions:
        return State.CONFIDENTIAL, Reason.FEW_SESSIONS
    if rules.dominance_hides and is_dominated(tally, rules):
        return State.CONFIDENTIAL, Reason.DOMINATED
    return State.SHOWN, None


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
