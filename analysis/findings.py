"""What a summary consists of, ready to be drawn: the one shape behind the page, the file and the report.

The question this module answers for whoever renders or reads `findings.json`: *what is in it?* Everything
here has passed the gate and may be seen by the readers of its tier. It holds no response id and no reason why
a number is hidden; those are `Evidence`, which stays with the office.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter

from analysis.disclosure import DisclosureRules, Published
from analysis.ledger import Entry, Sentence
from analysis.variables import Variable
from analysis.wave import AskStatus, HelpTold, Polarity

SCHEMA_ID = "youth-listening/findings/1"

Level = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class About:
    """Which wave, whose, for whom."""

    wave: str
    title: str
    office: str
    office_short: str
    area_name: str
    accent: str
    contact: str
    answer_due: str
    first_day: date | None
    last_day: date | None
    as_of: date | None
    invented: bool
    part: str = ""  # a cut names its district, strand or partner
    part_kind: str = ""  # and whether that is a district, a strand or a partner
    help_lines: tuple[HelpTold, ...] = ()


@dataclass(frozen=True)
class Confidence:
    """How sure, in one word, and why."""

    level: Level
    why: Sentence


@dataclass(frozen=True)
class Quoted:
    sentence: Sentence
    attribution: str


@dataclass(frozen=True)
class Local:
    """A theme in one district, beside everyone. `group`: such as `area=fenland`."""

    group: str
    sentence: Sentence


@dataclass(frozen=True)
class ThemeCard:
    """Everything about one theme that a commissioner asks for."""

    key: str
    label: str
    summary: str
    polarity: Polarity
    share: Sentence
    spread: Sentence
    confidence: Confidence
    more_in: tuple[Sentence, ...]
    counter_view: Sentence
    quotes: tuple[Quoted, ...]
    asks_for: str
    owner: str
    partners: tuple[str, ...]
    code: str
    violence: str
    cause_level: str
    prevention_tier: str
    strand: str
    pillar: str
    headline: Sentence  # its name and its share, for lists of themes
    places: tuple[Sentence, ...] = ()
    times: tuple[Sentence, ...] = ()
    local: tuple[Local, ...] = ()
    protective: tuple[Sentence, ...] = ()  # what those who raise it say makes, or would make, them safer
    corrected: Sentence | None = (
        None  # had nobody coded wrongly; None: not in the blind sample, or too little
    )
    trend: Sentence | None = None  # beside the last wave, or why not; None: there was no earlier wave
    counter_quotes: tuple[Quoted, ...] = ()  # words of those who said the opposite


@dataclass(frozen=True)
class Action:
    """One thing to do: what, by whom, by when, how sure we are that it matters."""

    what: str
    who: str
    because: Sentence
    confidence: Level
    status: AskStatus | None = None  # of what was asked of somebody; None: nobody was asked yet
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True)
class AskMade:
    text: str
    owner: str
    due: date | None
    status: AskStatus
    reply: str
    overdue: bool
    theme: str


@dataclass(frozen=True)
class Section:
    """A part of the report: sentences that say what its charts and tables show."""

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    charts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChartPoint:
    """What a chart shows, in one line: its title. `chart` is its key."""

    chart: str
    sentence: Sentence


@dataclass(frozen=True)
class Findings:
    """A themed summary. The sections of the report, in order, each made of ledger entries."""

    about: About
    rules: DisclosureRules
    first_page: Section
    not_evidence: str
    actions: tuple[Action, ...]
    young_people: tuple[Sentence, ...]
    heard: Section
    safety: Section
    themes: Section
    cards: tuple[ThemeCard, ...]
    places: Section
    groups: Section
    trust: Section
    would_help: Section
    asks: tuple[AskMade, ...]
    method: Section
    ledger: tuple[Entry, ...]
    tables: tuple[Published, ...]
    districts: tuple[Section, ...] = ()
    """District by district, under the key of its group, such as `area=fenland`."""
    dictionary: tuple[Variable, ...] = ()
    talks: Section = Section("talks", "What groups raised", ())
    """What groups said in talks: counted in groups, never with people."""
    points: tuple[ChartPoint, ...] = ()
    schema: str = SCHEMA_ID

    @property
    def sections(self) -> tuple[Section, ...]:
        return (
            self.first_page,
            self.heard,
            self.safety,
            self.themes,
            self.places,
            *self.districts,
            self.groups,
            self.trust,
            self.would_help,
            self.talks,
            self.method,
        )

    def table(self, key: str) -> Published | None:
        return next((table for table in self.tables if table.key == key), None)

    def every_sentence(self) -> tuple[Sentence, ...]:
        """All sentences, wherever they stand: what `verify` makes again."""
        found = [sentence for section in self.sections for sentence in section.sentences]
        found += self.young_people
        found += [action.because for action in self.actions]
        found += [point.sentence for point in self.points]
        for card in self.cards:
            found += [card.share, card.spread, card.confidence.why, card.counter_view, *card.more_in]
            found += [card.headline, *card.places, *card.times, *card.protective]
            found += [local.sentence for local in card.local]
            found += [one for one in (card.corrected, card.trend) if one is not None]
            found += [quoted.sentence for quoted in (*card.quotes, *card.counter_quotes)]
        return tuple(found)


@dataclass(frozen=True)
class Evidence:
    """For the analyst alone: who stands behind each figure, and why each hidden number is hidden."""

    response_ids: Mapping[str, tuple[str, ...]] = field(repr=False)
    hidden: tuple[tuple[str, str, str, str], ...] = ()  # table, group, category, reason
    quotes_refused: tuple[tuple[str, str, str], ...] = ()  # theme, text id, reason


@dataclass(frozen=True)
class Summary:
    """The findings, which may be read in their tier, and their evidence, which may not."""

    findings: Findings
    evidence: Evidence


_FINDINGS = TypeAdapter(Findings)


def to_json(findings: Findings) -> str:
    """Canonical JSON: the same findings give the same bytes."""
    return (
        json.dumps(_FINDINGS.dump_python(findings, mode="json"), ensure_ascii=False, sort_keys=True, indent=1)
        + "\n"
    )


def from_json(text: str) -> Findings:
    """Read findings back, refusing anything that does not fit the schema."""
    return _FINDINGS.validate_json(text)


def json_schema() -> dict[str, Any]:
    """The published schema of `findings.json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_FINDINGS.json_schema(mode="serialization"),
    }
