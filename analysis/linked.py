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

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from analysis.audit import Known, Node
from analysis.published import Published
from analysis.puzzle import State, rounding_interval
from analysis.tables import ALL, ARRIVAL, PEOPLE, theme_table_key
from analysis.tiers import DisclosureRules

BASE = ""
"""The category name of a row’s base."""
STATES = "states:"
ANSWERED = "answered"

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

    def bases(self, everybody: Known) -> Mapping[Node, Known]:
        """Where each group’s base lies: not above who took part, nor below it by more than did not answer."""
        if ALL not in self.took_part:
            return {}
        silent = max(0, self.took_part[ALL].high - everybody.low)
        return {
            (group, BASE): Known(max(0, people.low - silent), people.high)
            for group, people in self.took_part.items()
        }


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
    if own is not None:
        answered = _answered(own, took_part, rules)
        if answered is not None:
            yield (ALL, ANSWERED), answered


def _answered(own: Published, took_part: Mapping[str, Known], rules: DisclosureRules) -> Known | None:
    """How many answered, as its own table tells: by its base, and by how many of each group are missing there
    of those who took part.
    """
    base = own.row(ALL)
    if base is None or base.base is None:
        return None
    told = rounding_interval(base.base, own.round_to, rules.smallest_count)
    missing, answering = Counter[str](), Counter[str]()
    for row in own.rows[1:]:
        if row.base is not None:
            of_group = rounding_interval(row.base, own.round_to, rules.smallest_count)
            answering[row.group.by] += of_group.low
            if row.group.key in took_part:
                missing[row.group.by] += max(0, took_part[row.group.key].low - of_group.high)
    most = told.high
    if ALL in took_part:
        most = min(most, took_part[ALL].high - max(missing.values(), default=0))
    return Known(max(told.low, *answering.values(), 0), most)


def _took_part(key: str, printed: Printed, rules: DisclosureRules) -> Iterator[tuple[str, Known]]:
    if key != PEOPLE:
        yield from _people(printed, rules)


def _people(printed: Printed, rules: DisclosureRules) -> Iterator[tuple[str, Known]]:
    """Between which numbers the people of each group lie who took part."""
    everybody = printed.get(PEOPLE)
    for row in everybody.rows if everybody else ():
        if everybody and row.base is not None:
            yield row.group.key, rounding_interval(row.base, everybody.round_to, rules.smallest_count)


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
