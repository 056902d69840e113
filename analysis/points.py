"""What each chart shows, in one line: the point a reader should take from it, as its title.

The question this module answers for a commissioner who reads only titles: *so what?* A point is a sentence of
the ledger like any other: made by a template from figures that may be shown, and made again by `verify`.
Where a hidden figure could be the larger one, the point says that it speaks of what may be shown; where too
few answered, or nothing stands out, a chart keeps the title that says what it is about. Drawing is for
`charts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.desk import Desk, row_label, that_hold, unsafe
from analysis.findings import ChartPoint, ThemeCard
from analysis.ledger import Entry, Sentence, sentence
from analysis.puzzle import State
from analysis.sections import UNDER_HEARD
from analysis.tables import PEOPLE, theme_table_key
from analysis.wave import NOT_STATED

Named = tuple[str, Entry]
"""A label and its figure."""


def points(desk: Desk, cards: Sequence[ThemeCard]) -> tuple[ChartPoint, ...]:
    """The point of every chart that has one, by the chart’s key."""
    found: list[tuple[str, Sentence | None]] = [
        ("heard", _missing(desk)),
        ("safety", _day_and_dark(desk)),
        ("places", _least_safe(desk)),
        ("districts", _darker(desk)),
        ("trust", _most_said(desk, desk.roles.trust, "is the answer most gave", "are the answers most gave")),
        ("would_help", _most_said(desk, desk.roles.would_help, "is chosen most", "are chosen most")),
    ]
    questions = dict.fromkeys(theme.question for theme in desk.wave.themes)
    found += [(theme_table_key(one), _most_raised(desk, one, cards)) for one in questions]
    return tuple(ChartPoint(chart, told) for chart, told in found if told is not None)


def _day_and_dark(desk: Desk) -> Sentence | None:
    dark, day = unsafe(desk, desk.roles.after_dark), unsafe(desk, desk.roles.by_day)
    if dark is None or day is None or not (_may_lead(desk, dark) and _may_lead(desk, day)):
        return None
    return sentence("day_and_dark", (dark, day), desk.rules)


def _darker(desk: Desk) -> Sentence | None:
    """In how many districts the dark is worse. Districts are not ranked, so none is named."""
    pairs = [
        (dark, day)
        for row in desk.shown[PEOPLE].rows
        if row.group.by == "area" and row.group.value != NOT_STATED
        and (dark := unsafe(desk, desk.roles.after_dark, row.group.key)) is not None
        and (day := unsafe(desk, desk.roles.by_day, row.group.key)) is not None
        and dark.percent is not None
        and day.percent is not None
    ]  # fmt: skip
    if len(pairs) < 2:
        return None
    return sentence("darker_in", tuple(entry for pair in pairs for entry in pair), desk.rules)


def _missing(desk: Desk) -> Sentence | None:
    """The group whose share of those heard is furthest under its share of young people."""
    short: list[tuple[float, str, Entry, int]] = []
    for row in desk.shown[PEOPLE].rows[1:]:
        share = desk.wave.office.census.get(row.group.by, {}).get(row.group.value)
        heard = desk.ledger.group(row.group.key)
        if share and heard is not None and heard.percent is not None:
            part = heard.percent / 100 / share
            if part < UNDER_HEARD:
                short.append((part, row.group.key, heard, round(100 * share)))
    if not short:
        return None
    _, group, heard, percent = min(short, key=lambda one: one[:2])
    label = next(row.group.label for row in desk.shown[PEOPLE].rows if row.group.key == group)
    census = desk.ledger.percentage(
        "census", f"Share of all young people: {label}", percent, table=PEOPLE, group=group
    )
    return sentence("missing_most", (heard, census), desk.rules, who=label)


def _least_safe(desk: Desk) -> Sentence | None:
    keys = [key for key in desk.shown if key.startswith(f"{desk.roles.places}.")]
    found = [(row_label(desk, key), entry) for key in keys if (entry := unsafe(desk, key)) is not None]
    return _leading(
        desk,
        found,
        one="is felt unsafe most often by those who go there",
        both="are felt unsafe most often by those who go there",
    )


def _most_said(desk: Desk, question: str, one: str, both: str) -> Sentence | None:
    return _leading(desk, _answers(desk, question), one=one, both=both)


def _most_raised(desk: Desk, question: str, cards: Sequence[ThemeCard]) -> Sentence | None:
    """The theme most raised, unless it may be chance."""
    found = _answers(desk, theme_table_key(question))
    told = _leading(desk, found, one="is named most", both="are named most")
    hold = {card.key for card in that_hold(cards)}
    return told if told is not None and all(e.category in hold for e in _leaders(found)) else None


def _answers(desk: Desk, question: str) -> list[Named]:
    table = desk.shown.get(question)
    if table is None:
        return []
    return [
        (category.label, entry)
        for category in table.categories
        if not category.members and (entry := desk.ledger.cell(question, category.key)) is not None
    ]


def _leading(desk: Desk, found: Sequence[Named], *, one: str, both: str) -> Sentence | None:
    """The one with the largest share, or the two that share it."""
    leaders = _leaders(found)
    if len(found) < 2 or not 0 < len(leaders) <= 2 or not all(_may_lead(desk, e) for e in leaders):
        return None
    hidden = any(entry.state is not State.SHOWN for _, entry in found)
    labels = {
        f"label{place}": next(label for label, entry in found if entry is leader)
        for place, leader in enumerate(leaders)
    }
    before = "Of what may be shown, " if hidden else ""
    return sentence("leads", tuple(leaders), desk.rules, one=one, both=both, before=before, **labels)


def _leaders(found: Iterable[Named]) -> list[Entry]:
    shown = [entry for _, entry in found if entry.percent]
    most = max((entry.percent or 0 for entry in shown), default=0)
    return [entry for entry in shown if entry.percent == most]


def _may_lead(desk: Desk, entry: Entry) -> bool:
    """A share large enough in people to stand in a title."""
    return (entry.denominator or 0) >= desk.rules.plain_percent_from and entry.percent is not None
