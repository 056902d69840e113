"""What changed since the last wave, and can the two be compared at all?

The question this module answers for a commissioner: *is it getting better?* It sets this wave's published
figures beside the last release of an earlier wave, and nothing else: what was not released then is not known
now. A difference is told as one only if Newcombe's interval is clear of nought, it has five points or more,
and it holds among all the differences looked at (Benjamini and Hochberg).

A trend is not drawn where the question or its answers changed: it would compare two questions. Where the
code frame changed, or other people answered, the trend carries that mark. How the two releases are found is
left to the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from analysis import estimate
from analysis.disclosure import Cell, DisclosureRules, Published
from analysis.estimate import Difference, Estimate
from analysis.findings import Findings, ThemeCard
from analysis.tables import ALL, PEOPLE

UNSAFE: Final = "unsafe"
OTHER_QUESTION: Final = "the question or its answers changed"
TOO_FEW: Final = "too few answers, now or then"
FRAME_CHANGED: Final = "The list of themes we listen for changed."
PEOPLE_CHANGED: Final = "Other people answered: the mix by {} changed."
_BY: Final = {"area": "district", "age_band": "age", "gender": "gender"}


@dataclass(frozen=True)
class TrendRules:
    """When two waves differ too much in who answered. Source: analysis design."""

    mix_changed_from: float = 0.15
    """This share of people would have to be in another group for the two mixes to be the same."""


RULES = TrendRules()


@dataclass(frozen=True)
class Trend:
    """One figure of this wave beside the same figure then. Whole percentages and points."""

    key: str
    label: str
    now: int
    then: int
    low: int  # of the difference
    high: int
    holds: bool
    few: bool  # one of the two rests on few answers
    base_then: int
    marks: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        return self.now - self.then

    @property
    def text(self) -> str:
        around = "around " if self.few else ""
        figures = f"{self.label}: {around}{self.now}% now, {around}{self.then}% then."
        if not self.holds:
            return f"{figures} No clear change."
        way = "Up" if self.points > 0 else "Down"
        points = "point" if abs(self.points) == 1 else "points"
        ends = sorted((abs(self.low), abs(self.high)))
        return f"{figures} {way} {abs(self.points)} {points} (range {ends[0]} to {ends[1]})."


@dataclass(frozen=True)
class NoTrend:
    """A figure that cannot be set beside the earlier one, and why."""

    key: str
    label: str
    why: str


@dataclass(frozen=True)
class Compared:
    """Everything that can be said of two waves."""

    wave: str
    title: str
    trends: tuple[Trend, ...]
    not_drawn: tuple[NoTrend, ...]
    marks: tuple[str, ...]

    def of(self, key: str) -> Trend | NoTrend | None:
        told: tuple[Trend | NoTrend, ...] = (*self.trends, *self.not_drawn)
        return next((one for one in told if one.key == key), None)


def compared(
    now: Findings,
    then: Findings,
    *,
    frame_changed: bool = False,
    rules: TrendRules = RULES,
    limits: estimate.EstimateRules = estimate.RULES,
) -> Compared:
    """This wave beside an earlier one, from what was released of both."""
    return _set_beside(
        (*_safety(now.tables, then, now.rules), *_themes(now, then)),
        tuple(_other_people(now.table(PEOPLE), then, rules)),
        then,
        now.rules,
        frame_changed=frame_changed,
        limits=limits,
    )


def safety_beside(
    tables: Sequence[Published],
    then: Findings,
    shown_by: DisclosureRules,
    *,
    rules: TrendRules = RULES,
    limits: estimate.EstimateRules = estimate.RULES,
) -> Compared:
    """How safe people feel in a wave that is still going on, beside what was released of an earlier one."""
    people = next((one for one in tables if one.key == PEOPLE), None)
    pairs = tuple(_safety(tables, then, shown_by))
    return _set_beside(pairs, tuple(_other_people(people, then, rules)), then, shown_by, limits=limits)


def _set_beside(
    pairs: Iterable[_Pair | NoTrend],
    marks: tuple[str, ...],
    then: Findings,
    shown_by: DisclosureRules,
    *,
    frame_changed: bool = False,
    limits: estimate.EstimateRules,
) -> Compared:
    of_themes = (*marks, FRAME_CHANGED) if frame_changed else marks
    found: list[tuple[Trend, Difference]] = []
    not_drawn: list[NoTrend] = []
    for pair in pairs:
        if isinstance(pair, NoTrend):
            not_drawn.append(pair)
            continue
        tested = _difference(pair, limits)
        few = min(pair.base_now, pair.base_then) < shown_by.around_below
        told = Trend(
            pair.key,
            pair.label,
            pair.now.percent or 0,
            pair.then.percent or 0,
            round(100 * tested.low),
            round(100 * tested.high),
            holds=False,
            few=few,
            base_then=pair.base_then,
            marks=of_themes if pair.is_theme else marks,
        )
        found.append((told, tested))
    held = estimate.differences_that_hold([tested for _, tested in found], limits)
    trends = tuple(replace(told, holds=holds) for (told, _), holds in zip(found, held, strict=True))
    return Compared(then.about.wave, then.about.title, trends, tuple(not_drawn), marks)


# --- finding the same figure twice ---


@dataclass(frozen=True)
class _Pair:
    key: str
    label: str
    now: Cell
    base_now: int
    then: Cell
    base_then: int
    is_theme: bool = False


def _safety(tables: Iterable[Published], then: Findings, rules: DisclosureRules) -> Iterable[_Pair | NoTrend]:
    """Every question with an unsafe end to its scale."""
    for table in tables:
        if (ALL, UNSAFE) not in table.at:
            continue
        label = f"{table.label or table.title}, unsafe"
        before = then.table(table.key)
        if before is None:
            continue
        if _asked(before) != _asked(table):
            yield NoTrend(table.key, label, OTHER_QUESTION)
        else:
            yield _pair(table.key, label, table, UNSAFE, before, UNSAFE, rules)


def _themes(now: Findings, then: Findings) -> Iterable[_Pair | NoTrend]:
    """A theme is the same if it has the same code of the frame or, without one, the same name."""
    before = {name: card for card in then.cards for name in _names(then, card)}
    for card in now.cards:
        same = next((before[name] for name in _names(now, card) if name in before), None)
        if same is None:
            continue
        table, category = _cell_of(now, card)
        earlier, then_category = _cell_of(then, same)
        if table is None or earlier is None:
            continue
        if (table.question, table.title) != (earlier.question, earlier.title):
            yield NoTrend(card.key, card.label, OTHER_QUESTION)
        else:
            found = _pair(card.key, card.label, table, category, earlier, then_category, now.rules)
            yield replace(found, is_theme=True) if isinstance(found, _Pair) else found


def _names(findings: Findings, card: ThemeCard) -> tuple[tuple[str, str, str], ...]:
    """What a theme is known by in another wave. A code two themes share names neither."""
    table, _ = _cell_of(findings, card)
    question = table.question if table else ""
    alone = sum(1 for one in findings.cards if one.code == card.code and _question(findings, one) == question)
    by_code = (("code", question, card.code),) if card.code and alone == 1 else ()
    return (*by_code, ("label", question, card.label.casefold()))


def _question(findings: Findings, card: ThemeCard) -> str:
    table, _ = _cell_of(findings, card)
    return table.question if table else ""


def _cell_of(findings: Findings, card: ThemeCard) -> tuple[Published | None, str]:
    entry = next((one for one in findings.ledger if one.key in card.share.entries), None)
    return (findings.table(entry.table), entry.category) if entry else (None, "")


def _asked(table: Published) -> tuple[object, ...]:
    """What a reader was asked: the question, its answers and their words."""
    return table.title, table.question, tuple((one.key, one.label) for one in table.categories)


def _pair(
    key: str,
    label: str,
    table: Published,
    category: str,
    before: Published,
    then_category: str,
    rules: DisclosureRules,
) -> _Pair | NoTrend:
    now, then = table.shown(ALL, category), before.shown(ALL, then_category)
    bases = [
        row.base for one in (table, before) if (row := one.row(ALL)) is not None and row.base is not None
    ]
    if now is None or then is None or len(bases) < 2 or min(bases) < rules.plain_percent_from:
        return NoTrend(key, label, TOO_FEW)
    return _Pair(key, label, now, bases[0], then, bases[1])


# --- how sure ---


def _difference(pair: _Pair, limits: estimate.EstimateRules) -> Difference:
    now = _estimate(pair.now, pair.base_now, limits)
    return estimate.difference(now, _estimate(pair.then, pair.base_then, limits), limits)


def _estimate(cell: Cell, base: int, limits: estimate.EstimateRules) -> Estimate:
    """The estimate a published share came from: its range tells how many answers it is worth."""
    share, low, high = ((value or 0) / 100 for value in (cell.percent, cell.low, cell.high))
    return Estimate(
        round(share * base), base, share, low, high, base / _worth(share, high - low, base, limits)
    )


def _worth(share: float, width: float, base: int, limits: estimate.EstimateRules) -> float:
    """How many strangers' answers give a Wilson interval this wide. Wider with fewer, so halving finds it."""
    fewest, most = 1.0, float(base)
    for _ in range(40):
        middle = (fewest + most) / 2
        found = estimate.wilson(share * middle, middle, limits.confidence)
        fewest, most = (middle, most) if found.high - found.low > width else (fewest, middle)
    return most


def _other_people(people: Published | None, then: Findings, rules: TrendRules) -> Iterable[str]:
    for by, words in _BY.items():
        mixes = [_mix(table, by) for table in (people, then.table(PEOPLE))]
        if all(mixes) and _apart(*mixes) >= rules.mix_changed_from:
            yield PEOPLE_CHANGED.format(words)


def _mix(people: Published | None, by: str) -> dict[str, float]:
    """The share of each group whose number is published."""
    rows = [row for row in people.rows if row.group.by == by and row.base] if people else []
    total = sum(row.base or 0 for row in rows)
    return {row.group.value: (row.base or 0) / total for row in rows} if total else {}


def _apart(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(abs(one.get(key, 0) - other.get(key, 0)) for key in {*one, *other}) / 2


def holding(trends: Sequence[Trend]) -> tuple[Trend, ...]:
    """Those to tell first: the largest changes that hold."""
    return tuple(sorted((one for one in trends if one.holds), key=lambda one: (-abs(one.points), one.key)))
