"""What this means for Fenland, for serious violence, for Fire and Rescue: parts of one release.

The question this module answers for a partner with one meeting: *which of this is mine?* A cut chooses from
the findings. It computes nothing: every sentence in it stands in the release with the same ledger entry,
every number in its tables is a number of the release, and `faults` proves both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis import corrected
from analysis.desk import that_hold
from analysis.disclosure import Published
from analysis.findings import AskMade, ChartPoint, Findings, Quoted, Section, ThemeCard
from analysis.first_page import actions
from analysis.ledger import Sentence
from analysis.puzzle import State
from analysis.tables import ALL, PEOPLE, THEMES, about_theme

Kind = Literal["district", "strand", "partner"]


@dataclass(frozen=True)
class Cut:
    """One cut there can be: `key` names it in an address, `label` to a reader."""

    kind: Kind
    key: str
    label: str
    themes: int

    @property
    def file(self) -> str:
        return f"{self.kind}-{self.key}.html"


class NoSuchCut(ValueError):
    """Nothing in this release is of that district, strand or partner."""


def cuts(findings: Findings) -> tuple[Cut, ...]:
    """Every cut with something in it, districts first."""
    found = [
        Cut("district", _of_district(part), part.title, len(_raised_in(findings, part)))
        for part in findings.districts
    ]
    kinds: tuple[tuple[Kind, Callable[[ThemeCard], tuple[str, ...]]], ...]
    kinds = (("strand", _strands), ("partner", _partners))
    for kind, of in kinds:
        themes = Counter(label for card in findings.cards for label in of(card))
        addresses = _apart(sorted(themes))
        found += [Cut(kind, key, label, themes[label]) for label, key in addresses.items()]
    return tuple(found)


def cut(findings: Findings, kind: Kind, key: str) -> Findings:
    """The findings for one reader. Raises `NoSuchCut`."""
    one = next((each for each in cuts(findings) if (each.kind, each.key) == (kind, key)), None)
    if one is None:
        raise NoSuchCut(f"This release has nothing for the {kind} “{key}”.")
    made = _district(findings, one) if kind == "district" else _themed(findings, one)
    made = replace(made, method=_method_of(made), points=tuple(_points_of(made, findings)))
    return _only_what_is_told(made)


def faults(whole: Findings, part: Findings) -> tuple[str, ...]:
    """What in a part is not in the whole. Nothing: it is a choice from it, and no more."""
    sentences, entries = set(map(_identity, whole.every_sentence())), set(whole.ledger)
    found = [f"the sentence “{s.text}”" for s in part.every_sentence() if _identity(s) not in sentences]
    found += [f"the figure {entry.key} ({entry.claim})" for entry in part.ledger if entry not in entries]
    told = {key for sentence in part.every_sentence() for key in sentence.entries}
    found += [
        f"the entry {key}, which its ledger lacks" for key in sorted(told - {e.key for e in part.ledger})
    ]
    for table in part.tables:
        published = whole.table(table.key)
        there = set() if published is None else {*published.cells, *published.rows}
        found += [f"a figure of table {table.key}" for one in (*table.cells, *table.rows) if one not in there]
    return tuple(found)


def slug(label: str) -> str:
    """A label as it stands in an address."""
    kept = "".join(letter.lower() if letter.isalnum() else "-" for letter in label.replace("’", ""))
    return "-".join(filter(None, kept.split("-")))


def _apart(labels: Sequence[str]) -> dict[str, str]:
    """An address for each label. Of labels that would share one, the second is numbered."""
    taken: dict[str, str] = {}
    for label in labels:
        key, number = slug(label), 2
        while key in taken.values():
            key, number = f"{slug(label)}-{number}", number + 1
        taken[label] = key
    return taken


def _district(findings: Findings, one: Cut) -> Findings:
    """A district: how safe they feel there, what they write about there, and its own rows of every table."""
    part = next(each for each in findings.districts if _of_district(each) == one.key)
    cards = _raised_in(findings, part)
    there = {entry.key for entry in findings.ledger if entry.group == part.key}
    asked = _asks_about(findings, cards)
    return replace(
        findings,
        about=replace(findings.about, part=one.label, part_kind=one.kind),
        first_page=replace(
            findings.first_page, title=f"What young people told us: {one.label}", sentences=part.sentences
        ),
        actions=actions(cards, asked),
        young_people=(),
        heard=replace(_that_rest_on(findings.heard, there), charts=()),
        safety=_nothing(findings.safety),
        themes=replace(findings.themes, sentences=(), charts=()),
        cards=cards,
        places=_nothing(findings.places),
        groups=_that_rest_on(findings.groups, there),
        trust=_nothing(findings.trust),
        would_help=_nothing(findings.would_help),
        talks=_nothing(findings.talks),
        asks=asked,
        districts=(),
        tables=tuple(_rows_of(table, part.key) for table in findings.tables if _tells_of(table, part.key)),
    )


def _themed(findings: Findings, one: Cut) -> Findings:
    """A strand or a partner: its themes, what must be done about them, who raises them more."""
    of = _strands if one.kind == "strand" else _partners
    cards = tuple(card for card in findings.cards if one.label in of(card))
    themes = {card.key for card in cards}
    about_them = {entry.key for entry in findings.ledger if entry.theme in themes}
    asked = _asks_about(findings, cards)
    return replace(
        findings,
        about=replace(findings.about, part=one.label, part_kind=one.kind),
        first_page=replace(
            findings.first_page,
            title=f"What this means for {_named(one)}",
            sentences=(*findings.first_page.sentences[:1], *(card.headline for card in that_hold(cards)[:3])),
        ),
        actions=actions(cards, asked),
        young_people=(),
        heard=replace(findings.heard, charts=()),
        safety=replace(findings.safety, charts=()),
        themes=_with_charts_of(replace(findings.themes, sentences=()), themes, findings),
        cards=cards,
        places=_nothing(findings.places),
        groups=_that_rest_on(findings.groups, about_them),
        trust=_nothing(findings.trust),
        would_help=_nothing(findings.would_help),
        talks=_nothing(findings.talks),
        asks=asked + tuple(ask for ask in findings.asks if ask.owner == one.label and ask not in asked),
        districts=(),
        tables=tuple(_tables_about(findings, themes)),
    )


def _only_what_is_told(findings: Findings) -> Findings:
    """The ledger of a part holds the entries its own sentences rest on."""
    told = {key for sentence in findings.every_sentence() for key in sentence.entries}
    return replace(findings, ledger=tuple(entry for entry in findings.ledger if entry.key in told))


def _points_of(made: Findings, whole: Findings) -> Iterator[ChartPoint]:
    """The points of the charts in a part, where every figure they rest on is one of its own."""
    entries = {entry.key: entry for entry in whole.ledger}
    charts = {key for section in made.sections for key in section.charts}
    for point in whole.points:
        of = [entries[key] for key in point.sentence.entries]
        cells = [(made.table(entry.table), entry) for entry in of]
        if point.chart in charts and all(t and (e.group, e.category) in t.at for t, e in cells):
            yield point


def _method_of(made: Findings) -> Section:
    """The method, with the corrected shares of the themes in this part alone."""
    own = {card.corrected.entries for card in made.cards if card.corrected is not None}
    kept = (
        each
        for each in made.method.sentences
        if (each.entries in own if each.template == "corrected" else own or each.text != corrected.LEAD)
    )
    return replace(made.method, sentences=tuple(kept))


def _nothing(part: Section) -> Section:
    """A part the reader of a cut is not shown."""
    return replace(part, sentences=(), charts=(), tables=())


def _with_charts_of(part: Section, themes: set[str], findings: Findings) -> Section:
    """The charts that show at least one of these themes."""
    about = {
        table.key for table in findings.tables if themes & {category.key for category in table.categories}
    }
    return replace(part, charts=tuple(key for key in part.charts if key in about))


def _that_rest_on(part: Section, entries: set[str]) -> Section:
    """The sentences of a part in which one of these figures stands."""
    return replace(part, sentences=tuple(s for s in part.sentences if not entries.isdisjoint(s.entries)))


def _of_district(part: Section) -> str:
    return part.key.partition("=")[2]


def _named(one: Cut) -> str:
    """A partner is somebody; a strand is a subject, and stands in a sentence as a name."""
    return f"the strand “{one.label}”" if one.kind == "strand" else one.label


def _strands(card: ThemeCard) -> tuple[str, ...]:
    return (card.strand,) if card.strand else ()


def _partners(card: ThemeCard) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys((card.owner, *card.partners))))


def _raised_in(findings: Findings, part: Section) -> tuple[ThemeCard, ...]:
    """The themes that may be shown for a district, those raised most there first."""
    cells = {
        cell.category: cell
        for table in findings.tables
        if table.key.startswith(THEMES)
        for cell in table.cells
        if cell.group == part.key and cell.percent
    }
    there = [card for card in findings.cards if card.key in cells]
    there.sort(key=lambda card: (-(cells[card.key].percent or 0), card.key))
    return tuple(_as_there(card, part.key, part.title) for card in there)


def _as_there(card: ThemeCard, group: str, there: str) -> ThemeCard:
    """A card that leads with its district’s own share."""
    own = next((local.sentence for local in card.local if local.group == group), card.share)
    if own is card.share:
        return replace(card, local=())
    return replace(card, share=own, local=(), trend=None, corrected=None, quotes=_from_there(card, there))


def _from_there(card: ThemeCard, there: str) -> tuple[Quoted, ...]:
    """The words of those who are said to be from a district; without any, all of them."""
    return tuple(one for one in card.quotes if one.attribution.endswith(f", {there}")) or card.quotes


def _asks_about(findings: Findings, cards: Sequence[ThemeCard]) -> tuple[AskMade, ...]:
    names = {name for card in cards for name in (card.key, card.label)}
    return tuple(ask for ask in findings.asks if ask.theme in names)


def _tells_of(table: Published, group: str) -> bool:
    """Whether a table shows anything of a group: at least who took part, or one answer."""
    row = table.row(group)
    if row is None:
        return False
    shown = (State.SHOWN, State.RANGE)
    return not table.categories or any(c.group == group and c.state in shown for c in table.cells)


def _rows_of(table: Published, group: str) -> Published:
    """A table’s row of everyone, and of one group."""
    kept = (ALL, group)
    return replace(
        table,
        rows=tuple(row for row in table.rows if row.group.key in kept),
        cells=tuple(cell for cell in table.cells if cell.group in kept),
    )


def _tables_about(findings: Findings, themes: set[str]) -> Iterator[Published]:
    """Who took part, how safe they feel, and of the tables of themes these themes’ columns."""
    whole = {PEOPLE, *findings.safety.tables}
    for table in findings.tables:
        if table.key in whole or about_theme(table.key) in themes:
            yield table
        elif table.key.startswith(THEMES) and themes & {category.key for category in table.categories}:
            yield replace(
                table,
                categories=tuple(category for category in table.categories if category.key in themes),
                cells=tuple(cell for cell in table.cells if cell.category in themes),
            )


def _identity(sentence: Sentence) -> tuple[object, ...]:
    return sentence.text, sentence.template, sentence.entries
