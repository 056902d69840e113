"""Where and when a theme happens, what its people say makes them safer, and who of them sees it otherwise.

The question this module answers for a commissioner reading a theme card: *where should we look, at what hour,
what do these young people themselves say would help, and how many of them say the opposite?* One theme’s own
people are counted. Kinds of place and time, and places by their names, are found in cleared words
(`places_times`); who says the opposite comes with the theme (`Theme.opposite_ids`). A theme whose own figure
is hidden has no details, and the details of one whose table is rounded are rounded with it: their base is
that very figure.

A place by its name says more than a kind of place, so it has rules of its own (`PlaceRules`) before the
gate’s: only names the office lists, named by enough people from enough sessions; none in a district whose
figure of this theme is hidden; and none for the public, who read nothing finer than districts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.columns import Mask
from analysis.disclosure import DisclosureRules, Gated, Published, publish
from analysis.first_page import WOULD_HELP
from analysis.ledger import Entry, Ledger, Sentence, sentence
from analysis.linked import beside
from analysis.places_times import PLACE_KINDS, TIMES
from analysis.tables import ALL, DETAILS, Answered, Category, Table, about_theme, count, theme_cell
from analysis.wave import NamedPlace, Theme, WaveData

WHERE, NAMED, WHEN, SAFER, OPPOSITE = DETAILS
TITLES: Mapping[str, str] = {
    WHERE: "Places spoken of by those who raised it",
    NAMED: "Places named by those who raised it",
    WHEN: "Times spoken of by those who raised it",
    SAFER: "What those who raised it say makes them, or would make them, safer",
    OPPOSITE: "The other view among those who raised it",
}
SAID_THE_OPPOSITE = Category("opposite", "Said the opposite")
"""The one category of the table of the other view."""
MOST_TOLD = 3
"""As many places, times or kinds of help as a card tells. The tables hold the rest."""


@dataclass(frozen=True)
class PlaceRules:
    """When a place may be told by its name. Source: disclosure rule 11, and the finest place of each tier."""

    fewest_people: int = 10
    fewest_sessions: int = 3
    tiers: tuple[str, ...] = ("partner",)


PLACE_RULES = PlaceRules()


def details(wave: WaveData, shown: Mapping[str, Published]) -> tuple[Table, ...]:
    """The tables of details of every theme that may be shown."""
    return tuple(
        table
        for theme in wave.themes
        if (parent := shown.get(theme_cell(theme)[0])) is not None and parent.shown(ALL, theme.key)
        for table in _of_theme(wave, theme, parent)
    )


def for_tier(tables: Iterable[Table], rules: DisclosureRules) -> tuple[Table, ...]:
    """Those this tier may be told at all."""
    named = rules.tier in PLACE_RULES.tiers
    return tuple(table for table in tables if named or not table.key.startswith(NAMED))


def gated(
    tables: tuple[Table, ...],
    shown: Mapping[str, Published],
    rules: DisclosureRules,
    inner: Mapping[str, Published] | None = None,
) -> tuple[Gated, ...]:
    """Through the gate, each rounded as the theme it is about. `inner`: see `disclosure.publish_all`."""
    rounding = {
        category.key: table.round_to
        for table in shown.values()
        if not about_theme(table.key)
        for category in table.categories
    }
    return tuple(
        publish(
            table,
            rules,
            round_to=rounding[about_theme(table.key)],
            beside=beside(table.key, shown, rules, inner),
        )
        for table in for_tier(tables, rules)
    )


def told(theme: Theme, kind: str, ledger: Ledger, rules: DisclosureRules) -> tuple[Sentence, ...]:
    """One sentence on the places, names, times or kinds of help most spoken of, if any may be shown."""
    table = ledger.tables.get(f"{kind}{theme.key}")
    if table is None:
        return ()
    found: list[tuple[Entry, str]] = [
        (entry, category.label)
        for category in table.categories
        if (entry := ledger.cell(table.key, category.key, theme=theme.key)) is not None
        and entry.percent
        and entry.denominator
    ]
    found.sort(key=lambda pair: (-(pair[0].percent or 0), pair[1]))
    if not found:
        return ()
    labels = {f"label{i}": _told_as(kind, label) for i, (_, label) in enumerate(found[:MOST_TOLD])}
    entries = tuple(entry for entry, _ in found[:MOST_TOLD])
    if kind == NAMED:
        labels["before"] = "By name: "
    return (sentence("of_those", entries, rules, **labels),)


def _of_theme(wave: WaveData, theme: Theme, parent: Published) -> Iterator[Table]:
    yield _table(wave, theme, WHERE, tuple(Category(name, _capital(name)) for name in PLACE_KINDS))
    if named := _that_may_be_named(wave, theme, parent):
        yield _table(wave, theme, NAMED, tuple(Category(place.category, place.label) for place in named))
    yield _table(wave, theme, WHEN, tuple(Category(name, _capital(name)) for name in TIMES))
    helping = _helping(wave, theme)
    if theme.polarity == "worry" and helping:
        yield _table(
            wave,
            theme,
            SAFER,
            tuple(Category(one.key, one.label, sensitive=one.sensitive) for one in helping),
        )
    if theme.opposite_ids:
        yield _table(wave, theme, OPPOSITE, (SAID_THE_OPPOSITE,))


def _that_may_be_named(wave: WaveData, theme: Theme, parent: Published) -> tuple[NamedPlace, ...]:
    """The places enough of a theme’s people name. Of the others not even the row is there."""
    people, spoken = _people(wave, theme), wave.spoke_of(theme.question)
    _, sessions = wave.columns.sessions
    found = []
    for place in wave.office.named_places:
        if place.category not in spoken:
            continue
        who = people & spoken[place.category]
        enough = int(who.sum()) >= PLACE_RULES.fewest_people
        if enough and len(np.unique(sessions[who])) >= PLACE_RULES.fewest_sessions:
            found.append(place)
    return tuple(one for one in found if not one.area or parent.shown(f"area={one.area}", theme.key))


def _table(wave: WaveData, theme: Theme, kind: str, categories: tuple[Category, ...]) -> Table:
    return count(
        wave,
        f"{kind}{theme.key}",
        f"{TITLES[kind]}: {theme.label}",
        "choices",
        tuple(Category(c.key, c.label, sensitive=c.sensitive or theme.sensitive) for c in categories),
        _spoken(wave, theme, kind, categories),
        question=theme.question,
        sensitive=theme.sensitive,
        by_groups=False,  # a theme and a place are two dimensions: the gate allows no third
        label=theme.label,
    )


def _spoken(wave: WaveData, theme: Theme, kind: str, categories: tuple[Category, ...]) -> Answered:
    """A theme’s own people, and who of them is in which category of one of its tables."""
    people = _people(wave, theme)
    if kind == SAFER:
        helping = {c.key: wave.columns.people(wave.by_theme[c.key].response_ids) for c in categories}
        return Answered(people, helping)
    if kind == OPPOSITE:
        return Answered(people, {SAID_THE_OPPOSITE.key: wave.columns.people(theme.opposite_ids)})
    return Answered(people, wave.spoke_of(theme.question))


def _people(wave: WaveData, theme: Theme) -> Mask:
    return wave.columns.people(theme.response_ids & wave.wrote(theme.question))


def _helping(wave: WaveData, theme: Theme) -> tuple[Theme, ...]:
    """The themes that say what makes them, or would make them, safer."""
    return tuple(one for one in wave.themes if one.polarity != "worry" and one.key != theme.key)


def _told_as(kind: str, label: str) -> str:
    """A theme of those who ask for something stands for that it be done."""
    if kind == SAFER and label.endswith(WOULD_HELP):
        return f"Something done about “{label.removesuffix(WOULD_HELP)}”"
    return label


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
