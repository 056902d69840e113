"""Where and when a theme happens, and what its people say makes them safer: one theme’s own people, counted.

The question this module answers for a commissioner reading a theme card: *where should we look, at what hour,
and what do these young people themselves say would help?* Kinds of place and time are found in cleared words
(`places_times`); named places are not counted here. A theme whose own figure is hidden has no details, and
the details of one whose table is rounded are rounded with it: their base is that very figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.disclosure import DisclosureRules, Gated, Published, publish
from analysis.ledger import Entry, Ledger, Sentence, sentence
from analysis.places_times import PLACE_KINDS, TIMES
from analysis.tables import ALL, DETAILS, Answered, Category, Table, about_theme, count, theme_cell
from analysis.wave import Theme, WaveData

WHERE, WHEN, SAFER = DETAILS
TITLES: Mapping[str, str] = {
    WHERE: "Places spoken of by those who raised it",
    WHEN: "Times spoken of by those who raised it",
    SAFER: "What those who raised it say makes them, or would make them, safer",
}
MOST_TOLD = 3
"""As many places, times or kinds of help as a card tells. The tables hold the rest."""


def details(wave: WaveData, shown: Mapping[str, Published]) -> tuple[Table, ...]:
    """The tables of details of every theme that may be shown."""
    return tuple(
        table
        for theme in wave.themes
        if (parent := shown.get(theme_cell(theme)[0])) is not None and parent.shown(ALL, theme.key)
        for table in _of_theme(wave, theme)
    )


def gated(
    tables: tuple[Table, ...], shown: Mapping[str, Published], rules: DisclosureRules
) -> tuple[Gated, ...]:
    """Through the gate, each rounded as the theme it is about."""
    rounding = {
        category.key: table.round_to
        for table in shown.values()
        if not about_theme(table.key)
        for category in table.categories
    }
    return tuple(publish(table, rules, round_to=rounding[about_theme(table.key)]) for table in tables)


def told(theme: Theme, kind: str, ledger: Ledger, rules: DisclosureRules) -> tuple[Sentence, ...]:
    """One sentence on the places, times or kinds of help most spoken of, if any may be shown."""
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
    labels = {f"label{i}": label for i, (_, label) in enumerate(found[:MOST_TOLD])}
    entries = tuple(entry for entry, _ in found[:MOST_TOLD])
    return (sentence("of_those", entries, rules, **labels),)


def _of_theme(wave: WaveData, theme: Theme) -> Iterator[Table]:
    yield _table(wave, theme, WHERE, tuple(Category(name, _capital(name)) for name in PLACE_KINDS))
    yield _table(wave, theme, WHEN, tuple(Category(name, _capital(name)) for name in TIMES))
    helping = _helping(wave, theme)
    if theme.polarity == "worry" and helping:
        yield _table(
            wave,
            theme,
            SAFER,
            tuple(Category(one.key, one.label, sensitive=one.sensitive) for one in helping),
        )


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
    people = wave.columns.people(theme.response_ids & wave.wrote(theme.question))
    if kind == SAFER:
        helping = {c.key: wave.columns.people(wave.by_theme[c.key].response_ids) for c in categories}
        return Answered(people, helping)
    return Answered(people, wave.spoke_of(theme.question))


def _helping(wave: WaveData, theme: Theme) -> tuple[Theme, ...]:
    """The themes that say what makes them, or would make them, safer."""
    return tuple(one for one in wave.themes if one.polarity != "worry" and one.key != theme.key)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
