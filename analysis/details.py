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

Marked = Mapping[str, frozenset[str]]
"""For each person of a theme: the categories they are in."""


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


def marked(wave: WaveData, table: str) -> Marked:
    """Who of a theme’s people is in which category of one of its tables."""
    kind, theme = table[: table.index(":") + 1], wave.by_theme[about_theme(table)]
    people = theme.response_ids & wave.wrote(theme.question)
    if kind == SAFER:
        helping = _helping(wave, theme)
        return {
            person: frozenset(one.key for one in helping if person in one.response_ids) for person in people
        }
    found: dict[str, frozenset[str]] = dict.fromkeys(people, frozenset())
    for text in wave.texts:
        if text.question == theme.question and text.usable and text.response_id in people:
            said = wave.where_when[text.text_id]
            found[text.response_id] |= frozenset(said.places if kind == WHERE else said.times)
    return found


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
    key = f"{kind}{theme.key}"
    said = marked(wave, key)
    return count(
        wave,
        key,
        f"{TITLES[kind]}: {theme.label}",
        "choices",
        tuple(Category(c.key, c.label, sensitive=c.sensitive or theme.sensitive) for c in categories),
        Answered(
            wave.columns.people(said),
            {
                c.key: wave.columns.people(person for person in said if c.key in said[person])
                for c in categories
            },
        ),
        question=theme.question,
        sensitive=theme.sensitive,
        by_groups=False,  # a theme and a place are two dimensions: the gate allows no third
        label=theme.label,
    )


def _helping(wave: WaveData, theme: Theme) -> tuple[Theme, ...]:
    """The themes that say what makes them, or would make them, safer."""
    return tuple(one for one in wave.themes if one.polarity != "worry" and one.key != theme.key)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
