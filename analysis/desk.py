"""The desk a summary is written at: the tables, what the gate shows of them, and the ledger.

The question this module answers for whoever writes a part of the report: *what may I tell, and how do I tell
it?* A part asks here for an entry and gets None where the gate shows nothing. Which parts there are is for
`first_page` and `sections`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure import DisclosureRules, Published
from analysis.findings import ThemeCard
from analysis.ledger import Entry, Ledger, Sentence, sentence
from analysis.tables import ALL, PEOPLE, Table
from analysis.wave import WaveData


@dataclass(frozen=True)
class Roles:
    """Which question plays which part in the report. A wave without one simply lacks that part."""

    by_day: str = "safe_day"
    after_dark: str = "safe_dark"
    places: str = "place_safety"
    least_safe_place: str = "least_safe_place"
    would_help: str = "help_most"
    trust: str = "act_on_this"
    tell: str = "tell"
    tell_nobody: tuple[str, ...] = ("nobody", "no_one")
    barriers: str = "tell_barriers"
    worries: str = "worries"
    changed: str = "changed"
    ages_of_groups: str = "group_ages"  # who was in a talk is nothing they raised


ROLES = Roles()


@dataclass(frozen=True)
class Desk:
    """Everything at hand while a summary is written."""

    wave: WaveData
    rules: DisclosureRules
    roles: Roles
    counted: Mapping[str, Table]
    shown: Mapping[str, Published]
    ledger: Ledger


def has(desk: Desk, table: str, category: str) -> bool:
    return table in desk.shown and (ALL, category) in desk.shown[table].at


def how_many(desk: Desk) -> Sentence:
    people = people_heard(desk)
    sessions = desk.ledger.number(
        "sessions", "Sessions held", desk.counted[PEOPLE].base[ALL].sessions, table=PEOPLE
    )
    return sentence(
        "count", (people, sessions), desk.rules, gap1=" young people answered, in ", gap2=" sessions."
    )


def people_heard(desk: Desk) -> Entry:
    row = desk.shown[PEOPLE].row(ALL)
    return desk.ledger.number("base", "Young people who answered", row.base if row else None, table=PEOPLE)


def unsafe(desk: Desk, question: str, group: str = ALL) -> Entry | None:
    return desk.ledger.cell(question, "unsafe", group)


def ranked(desk: Desk, question: str, *, in_order: bool = False) -> list[tuple[str, Entry]]:
    """A question’s options with what may be told of them, most often chosen first."""
    table = desk.shown.get(question)
    if table is None:
        return []
    found = [
        (category.label, entry)
        for category in table.categories
        if (entry := desk.ledger.cell(question, category.key)) is not None and entry.percent is not None
    ]
    return found if in_order else sorted(found, key=lambda pair: (-(pair[1].percent or 0), pair[0]))


def that_help(desk: Desk) -> list[tuple[str, Entry]]:
    """What would help, most often chosen first. “Nothing” and the like stand apart and are no help."""
    asked = desk.wave.by_question.get(desk.roles.would_help)
    apart = {option.name for option in asked.options if option.apart} if asked else set()
    return [pair for pair in ranked(desk, desk.roles.would_help) if pair[1].category not in apart]


def row_label(desk: Desk, key: str) -> str:
    question, _, row = key.partition(".")
    return desk.wave.by_question[question].label_of(row)


def entry_of_card(desk: Desk, card: ThemeCard) -> Entry:
    return next(
        e for e in desk.ledger.entries if e.source == "cell" and e.theme == card.key and e.group == ALL
    )


def that_hold(cards: Sequence[ThemeCard]) -> list[ThemeCard]:
    """The themes a first page may lead with. One that may be chance is told further down, with its doubt."""
    return [card for card in cards if card.confidence.level != "low"]


def lowered(label: str) -> str:
    """A label in mid-sentence. Short forms such as “CCTV” keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
