"""Which groups’ experience really differs from everybody else’s.

The question this module answers for an analyst: *girls say it more often; is that more than chance?* Each
group is compared with all the others, over every comparison the report could make at once, so that a lucky
find among hundreds is not told as news. Only cells the gate lets through are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis import estimate
from analysis.disclosure import Published
from analysis.tables import ALL, Group, Table


@dataclass(frozen=True)
class Contrast:
    """A group that says something more (`points` above nought) or less often than the others."""

    table: str
    category: str
    group: Group
    points: float


def contrasts(
    counted: Mapping[str, Table],
    shown: Mapping[str, Published],
    cells: Iterable[tuple[str, str]],
    rules: estimate.EstimateRules = estimate.RULES,
) -> tuple[Contrast, ...]:
    """The differences that hold, largest first. `cells` names the tables and categories to compare in."""
    candidates: list[Contrast] = []
    found: list[estimate.Difference] = []
    for key, category in cells:
        published = shown[key]
        for row in published.rows[1:]:
            if published.shown(row.group.key, category) is None or published.shown(ALL, category) is None:
                continue
            tested = _against_the_rest(counted[key], row.group, category, rules)
            if tested is not None:
                candidates.append(Contrast(key, category, row.group, tested.points))
                found.append(tested)
    held = estimate.differences_that_hold(found, rules)
    kept = [contrast for contrast, holds in zip(candidates, held, strict=True) if holds]
    return tuple(sorted(kept, key=lambda c: (-abs(c.points), c.table, c.category, c.group)))


def _against_the_rest(
    table: Table, group: Group, category: str, rules: estimate.EstimateRules
) -> estimate.Difference | None:
    own, everyone = table.sessions_of(group.key, category), table.sessions_of(ALL, category)
    rest = everyone.less(own)
    if not rest.asked.any():
        return None
    return estimate.difference(estimate.proportion(own, rules), estimate.proportion(rest, rules), rules)
