"""One wave of answers, as the analysis sees it: who answered what, which words are cleared, which themes.

The question this module answers for an engineer: *what must I hand over to get a summary?* A `WaveData`,
built once at the door and frozen. For an analyst: *what counts as an answer?* Everything that is not a
missing code. It leaves counting to `tables`, what may be shown to `disclosure`, and words to `summary`.

Only cleared text belongs here. Held text is a number in `TextCounts`, nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from analysis.columns import Columns, Mask
from analysis.places_times import WhereWhenFinder

AnswerValue = str | tuple[str, ...] | Mapping[str, str]
"""A choice, several choices, or a choice per row of a grid. A free text is the word `given`."""

NOT_STATED = "not_stated"
"""The group of people who did not say which group they are in."""


class Missing(StrEnum):
    """Why there is no answer. Kept apart, because each means something else to whoever reads the figures."""

    NOT_ASKED = "not_asked"
    SKIPPED = "skipped"
    NOT_SURE = "not_sure"
    RATHER_NOT_SAY = "rather_not_say"


MISSING: frozenset[str] = frozenset(Missing)

Kind = Literal["select_one", "select_multiple", "rating_grid", "text"]
Polarity = Literal["worry", "helps", "ask"]
AskStatus = Literal["asked", "will_do", "doing", "done", "cannot"]


class WaveError(ValueError):
    """The wave contradicts itself. The message says where; it never holds anybody's words."""


@dataclass(frozen=True)
class OfferedTo:
    """Who could choose an answer: those with one of these answers to another question, such as their age."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """One answer that could be chosen. `apart`: a value off the scale, such as “I don’t go there”.
    `offered`: to whom, where not to everybody.
    """

    name: str
    label: str
    apart: bool = False
    offered: OfferedTo | None = None


@dataclass(frozen=True)
class Asked:
    """One question as it was asked."""

    name: str
    label: str
    kind: Kind
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    sensitive: bool = False

    def label_of(self, value: str) -> str:
        return next((option.label for option in (*self.options, *self.rows) if option.name == value), value)


@dataclass(frozen=True)
class Respondent:
    """One young person's closed answers. `answers` maps a question to its value or to a missing code."""

    response_id: str
    session: str
    area: str
    age_band: str
    answers: Mapping[str, AnswerValue]
    language: str = "en"
    late: bool = False  # came after the session had ended, within the time allowed

    def group(self, by: str) -> str:
        """The group this person is in: `area`, `age_band`, or their answer to a select_one question."""
        if by == "area":
            value: AnswerValue = self.area
        elif by == "age_band":
            value = self.age_band
        else:
            value = self.answers.get(by, Missing.NOT_ASKED)
        return value if isinstance(value, str) and value and value not in MISSING else NOT_STATED


@dataclass(frozen=True)
class ClearedText:
    """One free text that may be read. `usable` is false for a non-answer such as “idk”."""

    text_id: str
    response_id: str
    question: str
    text: str = field(repr=False)
    usable: bool = True


@dataclass(frozen=True)
class TextCounts:
    """How many free texts of a question are in which state. Held and withheld words are nowhere else."""

    question: str
    cleared: int
    held: int = 0
    withheld: int = 0
    non_answer: int = 0


@dataclass(frozen=True)
class Quote:
    """A span of a cleared text that two people agreed to publish."""

    text_id: str
    start: int
    end: int
    cleared_by: str = ""
    approved_by: str = ""


@dataclass(frozen=True)
class Theme:
    """What several people said in their own words. Who said so: `response_ids`. Named by a person.

    `opposite_ids`: who of them says the opposite, as that a worry of others helps them.
    """

    key: str
    label: str
    question: str
    response_ids: frozenset[str]
    summary: str = ""
    opposite_ids: frozenset[str] = frozenset()
    quotes: tuple[Quote, ...] = ()
    stability: float | None = None
    polarity: Polarity = "worry"
    sensitive: bool = False
    code: str = ""
    violence: str = ""
    cause_level: str = ""
    prevention_tier: str = ""
    strand: str = ""
    pillar: str = ""
    owner: str = ""
    partners: tuple[str, ...] = ()
    asks_for: str = ""


@dataclass(frozen=True)
class CodedBlind:
    """One theme in the blind sample: how its coding agrees with somebody who read the same words unseeing.

    `tp`: both say so; `fp`: only the coding does; `fn`: only the blind reader does; `tn`: neither. Answers
    drawn more often than others count for less, so these need not be whole; they add up to the answers coded.
    """

    theme: str
    tp: float
    fp: float
    fn: float
    tn: float
    kappa: float | None = None
    alpha: float | None = None  # Krippendorff’s


@dataclass(frozen=True)
class CodingCheck:
    """The blind double coding of drawn samples. A theme that was not in one has no entry."""

    themes: tuple[CodedBlind, ...] = ()
    answers: int = 0  # coded to the end, over all questions
    coders: int = 0  # two people, or one beside the machine
    kappa: float | None = None  # of those two, over all codes
    alpha: float | None = None

    def of(self, theme: str) -> CodedBlind | None:
        return next((one for one in self.themes if one.theme == theme), None)


@dataclass(frozen=True)
class SittingFacts:
    """What is known of one session as a whole."""

    session: str
    area: str
    setting: str = ""
    headcount: int | None = None
    declined: int | None = None


@dataclass(frozen=True)
class Talk:
    """What a leader wrote down of a talk with one group: one record, never one of the respondents."""

    session: str
    area: str
    answers: Mapping[str, AnswerValue]
    record: str = ""  # another one if the talk was written down again


@dataclass(frozen=True)
class Ask:
    """Something asked of somebody in charge, and what they answered."""

    text: str
    owner: str
    due: date | None = None
    status: AskStatus = "asked"
    reply: str = ""
    theme: str = ""

    def is_overdue(self, on: date | None) -> bool:
        """Its day has passed, and it is neither done nor refused: no answer, or a promise not kept."""
        return bool(on and self.due and self.due < on and self.status not in ("done", "cannot"))


@dataclass(frozen=True)
class NamedPlace:
    """A place the office lets be told by name. `spellings`: how it is written; `area`: its district."""

    key: str
    label: str
    spellings: tuple[str, ...]
    area: str = ""

    @property
    def category(self) -> str:
        """What it is called in a table: never the same as a kind of place or time."""
        return f"place:{self.key}"


@dataclass(frozen=True)
class HelpTold:
    """Somebody a young person who reads the report can turn to, from the office’s own list."""

    label: str
    who_for: str
    call: str = ""
    text: str = ""
    url: str = ""
    hours: str = ""


@dataclass(frozen=True)
class OfficeFacts:
    """The office, from its configuration. `census` maps a breakdown to shares that add up to one."""

    name: str
    short_name: str = ""
    area_name: str = ""
    accent: str = "#3b4a9e"
    districts: tuple[Option, ...] = ()
    census: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))
    census_source: str = ""
    contact: str = ""
    answer_due: str = ""
    named_places: tuple[NamedPlace, ...] = ()
    help_lines: tuple[HelpTold, ...] = ()


@dataclass(frozen=True)
class WaveData:
    """Everything the telling of one wave is made from."""

    name: str
    title: str
    questions: tuple[Asked, ...]
    respondents: tuple[Respondent, ...]
    office: OfficeFacts
    texts: tuple[ClearedText, ...] = ()
    text_counts: tuple[TextCounts, ...] = ()
    themes: tuple[Theme, ...] = ()
    sittings: tuple[SittingFacts, ...] = ()
    asks: tuple[Ask, ...] = ()
    talks: tuple[Talk, ...] = ()
    talk_questions: tuple[Asked, ...] = ()
    breakdowns: tuple[str, ...] = ("area", "age_band", "gender")
    left_out: tuple[str, ...] = ()  # breakdowns not told, and talks, because too few in them changed
    coding_check: CodingCheck | None = None  # nobody has coded a sample blind yet
    code_frames: tuple[str, ...] = ()  # content hashes of the code frames its themes were found by
    first_day: date | None = None
    last_day: date | None = None
    as_of: date | None = None
    invented: bool = False

    def __post_init__(self) -> None:
        _no_repeats("respondents", [person.response_id for person in self.respondents])
        _no_repeats("texts", [text.text_id for text in self.texts])
        _no_repeats("questions", [question.name for question in self.questions])
        _no_repeats("themes", [theme.key for theme in self.themes])
        people = {person.response_id for person in self.respondents}
        for text in self.texts:
            if text.response_id not in people:
                raise WaveError(f"Text {text.text_id} belongs to nobody in wave {self.name}.")
        texts = {text.text_id: text for text in self.texts} if self.themes else {}
        for theme in self.themes:
            _check_theme(theme, people, texts)

    @cached_property
    def by_question(self) -> Mapping[str, Asked]:
        return MappingProxyType({question.name: question for question in self.questions})

    @cached_property
    def by_text(self) -> Mapping[str, ClearedText]:
        return MappingProxyType({text.text_id: text for text in self.texts})

    @cached_property
    def by_theme(self) -> Mapping[str, Theme]:
        return MappingProxyType({theme.key: theme for theme in self.themes})

    @cached_property
    def by_person(self) -> Mapping[str, Respondent]:
        return MappingProxyType({person.response_id: person for person in self.respondents})

    @cached_property
    def ages_and_areas(self) -> Mapping[tuple[str, str], int]:
        """How many people there are of each age band in each area."""
        return Counter((person.age_band, person.area) for person in self.respondents)

    @cached_property
    def columns(self) -> Columns:
        """The closed answers question by question, for counting."""
        return Columns(self.respondents)

    def spoke_of(self, question: str) -> Mapping[str, Mask]:
        """For each kind of place or time, and place by its name: who speaks of it in a usable answer."""
        return self._speakers.get(question, {})

    @cached_property
    def _speakers(self) -> Mapping[str, Mapping[str, Mask]]:
        called = {name: one.category for one in self.office.named_places for name in one.spellings}
        finder = WhereWhenFinder(called)
        found: dict[str, dict[str, list[int]]] = {}
        for text, place in zip(
            self.texts, self.columns.places(t.response_id for t in self.texts), strict=True
        ):
            if text.usable:
                said = finder.find(text.text)
                named = (called[name] for name in said.named_places)
                for kind in (*said.places, *said.times, *named):
                    found.setdefault(text.question, {}).setdefault(kind, []).append(place)
        return {
            question: {kind: self.columns.at(places) for kind, places in spoken.items()}
            for question, spoken in found.items()
        }

    def readable(self, question: str) -> frozenset[str]:
        """Whose words in answer to a question may be read, usable or not."""
        return self._readers_may.get(question, frozenset())

    @cached_property
    def _readers_may(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for text in self.texts:
            found.setdefault(text.question, set()).add(text.response_id)
        return {question: frozenset(ids) for question, ids in found.items()}

    def wrote(self, question: str) -> frozenset[str]:
        """Who wrote something usable, and cleared, in answer to a question: the base of its themes."""
        return self._writers.get(question, frozenset())

    @cached_property
    def _writers(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for text in self.texts:
            if text.usable:
                found.setdefault(text.question, set()).add(text.response_id)
        return {question: frozenset(people) for question, people in found.items()}

    def group_label(self, by: str, value: str) -> str:
        """A group in the reader's words."""
        if value == NOT_STATED:
            return "Not stated"
        if by == "area":
            for district in self.office.districts:
                if district.name == value:
                    return district.label
        question = self.by_question.get(by)
        return question.label_of(value) if question else value


def _no_repeats(what: str, names: list[str]) -> None:
    if len(names) != len(set(names)):
        repeated = next(name for name in names if names.count(name) > 1)
        raise WaveError(f"Among the {what}, {repeated!r} stands twice. Each must stand once.")


def _check_theme(theme: Theme, people: set[str], texts: Mapping[str, ClearedText]) -> None:
    if not (theme.response_ids | theme.opposite_ids) <= people:
        raise WaveError(f"Theme {theme.key!r} counts somebody who is not in this wave.")
    for quote in theme.quotes:
        text = texts.get(quote.text_id)
        if text is None:
            raise WaveError(f"Theme {theme.key!r} quotes text {quote.text_id}, which is not cleared here.")
        if not 0 <= quote.start < quote.end <= len(text.text):
            raise WaveError(f"Theme {theme.key!r} quotes beyond the end of text {quote.text_id}.")
