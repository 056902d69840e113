"""What other tables say of the same people: no table is read alone.

The question this module answers for a data protection officer: *this table hides a number; does another one
of ours print it, or enough around it?* Three ties there are between our tables.

- How a question was answered (“skipped”, “not asked”) is told of everybody, and “answered” is the base of
  the question’s own table: both are printed there, so hiding them here would hide nothing.
- A group too small to say how many they are in the table of who took part is too small to say so in any
  other: were another group hidden with it in each table, one table would give away the other.
- Partners read what the public reads as well. What they may not see nobody sees, or a rounded number for the
  public would narrow down an exact table’s hidden one.

It says what is tied; what follows is for `disclosure`, and whether it holds for `proof`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from analysis.audit import Known, Node, Sum, extremes
from analysis.published import Cell, Published
from analysis.puzzle import State, rounding_interval
from analysis.tables import ALL, ARRIVAL, PEOPLE, Group, theme_table_key
from analysis.tiers import DisclosureRules
from analysis.wave import NOT_STATED

BASE = ""
"""The category name of a row’s base."""
STATES = "states:"
ANSWERED = "answered"
SILENT = "did not answer"  # in no table: what two of them differ by
TOOK_PART = "took part"

One = TypeVar("One")
Printed = Mapping[str, Published]
"""Tables as they are printed, by their key."""


@dataclass(frozen=True)
class Beside:
    """What a table’s reader knows, or may not know, from others."""

    known: Mapping[Node, Known] = field(default_factory=dict)
    took_part: Mapping[str, Known] = field(default_factory=dict)  # people in each group: no base exceeds them
    hidden: frozenset[Node] = frozenset()
    left_out: frozenset[str] = frozenset()  # breakdowns
    withheld: bool = False

    def silent(self, groups: Sequence[Group]) -> Silent:
        """What ties bases to who took part, if that is told."""
        return silent_people(groups, self.took_part) if ALL in self.took_part else Silent({}, ())


@dataclass(frozen=True)
class Silent:
    """Of each group those who took part and did not answer: the difference of two bases."""

    known: Mapping[Node, Known]
    sums: tuple[Sum, ...]


def silent_people(groups: Sequence[Group], took_part: Mapping[str, Known]) -> Silent:
    """What ties the bases of a table with these groups to who took part, and so to each other: those missing
    in the groups of a breakdown are those missing altogether.
    """
    anybody = Known(0, took_part[ALL].high)
    known: dict[Node, Known] = {}
    sums: list[Sum] = []
    families: dict[str, dict[str, None]] = {}
    for group in groups:
        known[group.key, SILENT] = anybody
        known[group.key, TOOK_PART] = took_part.get(group.key, anybody)
        sums.append(Sum((group.key, TOOK_PART), ((group.key, BASE), (group.key, SILENT))))
        if group.key != ALL:
            families.setdefault(group.by, {})[group.key] = None
    for by, family in families.items():
        unseen = f"{by}={NOT_STATED}"
        absent = [key for key in took_part if key.startswith(f"{by}=") and key not in {*family, unseen}]
        for key in absent:  # nobody of them is in this table, so all of them are missing there
            known[key, SILENT] = known[key, TOOK_PART] = took_part[key]
            sums.append(Sum((key, TOOK_PART), ((key, SILENT),)))
        known.setdefault((unseen, SILENT), Known(0, took_part.get(unseen, anybody).high))  # not printed
        everyone = dict.fromkeys((*family, *absent, unseen))
        sums.append(Sum((ALL, SILENT), tuple((key, SILENT) for key in everyone)))
    return Silent(known, tuple(sums))


ALONE = Beside()


def beside(key: str, printed: Printed, rules: DisclosureRules, inner: Printed | None = None) -> Beside:
    """What is tied to a table. `inner`: the tables of those who read more, and who read this one as well."""
    within = (inner or {}).get(key)
    return Beside(
        known=dict(_printed_elsewhere(key, printed, rules)),
        took_part=dict(_took_part(key, printed, rules)),
        hidden=frozenset((*_too_small_to_say(key, printed), *(_hidden(within, rules) if within else ()))),
        left_out=frozenset(within.left_out if within else ()),
        withheld=within is not None and within.withheld,
    )


def own_table(key: str, printed: Mapping[str, One]) -> One | None:
    """The table of a question’s answers, or of its themes, for the table of how it was answered."""
    if not key.startswith(STATES):
        return None
    name = key.removeprefix(STATES)
    return printed.get(name) or printed.get(theme_table_key(name))


def beyond(tables: Sequence[Published], inner: Printed, rules: DisclosureRules) -> Iterator[tuple[str, Node]]:
    """Numbers printed in `tables`, by these rules, that tell more than `inner`, whose readers read both."""
    for table in tables:
        within = inner.get(table.key)
        if within is None:
            continue
        hidden = frozenset(_hidden(within, rules))
        for row in table.rows:
            out = row.group.by in within.left_out
            if row.base is not None and (out or (row.group.key, BASE) in hidden):
                yield table.key, (row.group.key, BASE)
        for cell in table.cells:
            node = (cell.group, cell.category)
            if cell.state is State.SHOWN and (within.withheld or node in hidden or node not in within.at):
                yield table.key, node


def _printed_elsewhere(key: str, printed: Printed, rules: DisclosureRules) -> Iterator[tuple[Node, Known]]:
    if not key.startswith(STATES) and key != ARRIVAL:
        return
    took_part = dict(_people(printed, rules))
    if ALL in took_part:
        yield (ALL, BASE), took_part[ALL]
    own = own_table(key, printed)
    if own is not None and own.rows[0].base is not None:
        yield from _answered(own, took_part, rules).items()


def _answered(own: Published, took_part: Mapping[str, Known], rules: DisclosureRules) -> dict[Node, Known]:
    """How many answered, and how many did not, as everything says that the question's own table prints: its
    base, its cells, which add up to it, and who of each group is missing there of those who took part.
    """
    known, sums = _as_printed(own, rules)
    asked: dict[Node, Node] = {(ALL, BASE): (ALL, ANSWERED)}
    if ALL in took_part:
        silent = silent_people([row.group for row in own.rows], took_part)
        known |= silent.known
        sums += silent.sums
        asked[ALL, SILENT] = (ALL, SILENT)
    found = extremes(known, sums, asked)
    return {name: found[node] for node, name in asked.items()}


def _as_printed(table: Published, rules: DisclosureRules) -> tuple[dict[Node, Known], list[Sum]]:
    """What a printed table says of each of its numbers, and which of them add up to which."""
    most = 10 * (1 + max(row.base or 0 for row in table.rows))  # more than any base can be
    bases = {
        row.group.key: rounding_interval(row.base, table.round_to, rules.smallest_count)
        if row.base is not None
        else Known(0, most)
        for row in table.rows
    }
    known = {(group, BASE): base for group, base in bases.items()}
    known |= {(one.group, one.category): _of_cell(table, one, bases[one.group], rules) for one in table.cells}
    names = [BASE, *(one.key for one in table.categories)]
    sums = []
    for by, groups in _families(table).items():
        unseen = f"{by}={NOT_STATED}"
        for name in names:
            known.setdefault((unseen, name), Known(0, most))
            sums.append(Sum((ALL, name), tuple((group, name) for group in dict.fromkeys((*groups, unseen)))))
    if table.shape == "parts":
        leaves = [one.key for one in table.categories if not one.members]
        whole = [(BASE, leaves), *((one.key, one.members) for one in table.categories if one.members)]
        sums += [
            Sum((group, name), tuple((group, member) for member in members))
            for group in dict.fromkeys(group for group, _ in known)
            for name, members in whole
            if members
        ]
    return known, sums


def _of_cell(table: Published, cell: Cell, base: Known, rules: DisclosureRules) -> Known:
    sensitive = {one.key for one in table.categories if one.sensitive}
    if cell.state is State.SHOWN and cell.count is not None:
        return rounding_interval(cell.count, table.round_to, rules.smallest(cell.category in sensitive))
    return Known(int(cell.state is State.CONFIDENTIAL), base.high)


def _families(table: Published) -> dict[str, list[str]]:
    families: dict[str, list[str]] = {}
    for row in table.rows[1:]:
        families.setdefault(row.group.by, []).append(row.group.key)
    return families


def _took_part(key: str, printed: Printed, rules: DisclosureRules) -> Iterator[tuple[str, Known]]:
    if key != PEOPLE:
        yield from _people(printed, rules)


def _people(printed: Printed, rules: DisclosureRules) -> Iterator[tuple[str, Known]]:
    """Between which numbers the people of each group lie who took part."""
    everybody = printed.get(PEOPLE)
    if everybody is None or everybody.rows[0].base is None:
        return
    for row in everybody.rows:
        told = everybody.rows[0].base if row.base is None else row.base
        limits = rounding_interval(told, everybody.round_to, rules.smallest_count)
        yield row.group.key, Known(0, limits.high) if row.base is None else limits


def _too_small_to_say(key: str, printed: Printed) -> Iterator[Node]:
    everybody = printed.get(PEOPLE)
    for row in everybody.rows if everybody and key != PEOPLE else ():
        if row.base is None:
            yield row.group.key, BASE


def _hidden(table: Published, rules: DisclosureRules) -> Iterator[Node]:
    """What readers of both are not told: what is hidden in theirs, and a rounded number that other rules show
    only when it is larger, so that showing it would say from where on it lies.
    """
    for row in table.rows:
        if row.base is None:
            yield row.group.key, BASE
    sensitive = {one.key for one in table.categories if one.sensitive}
    smallest = {
        one.key: rules.smallest(not sensitive.isdisjoint((one.key, *one.members))) for one in table.categories
    }
    for cell in table.cells:
        narrower = (
            table.round_to > 1 and 0 < (cell.count or 0) < smallest[cell.category] + table.round_to // 2
        )
        if cell.state is not State.SHOWN or narrower:
            yield cell.group, cell.category
