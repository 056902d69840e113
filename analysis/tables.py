"""The fixed tables of a wave: for each question and each group, how many said what, session by session.

The question this module answers for an analyst: *which numbers are computed at all?* These and no others;
every sentence, chart and export is a view of them, so no later cut can compute a new number. It counts; what
may be shown is for `disclosure` to decide, and how sure a share is for `estimate`.

Counts are unweighted people. A table’s base is the people who gave an answer on the scale; answers apart from
it (“I don’t go there”) and missing ones are counted in a table of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from analysis.estimate import SessionCounts
from analysis.wave import MISSING, NOT_STATED, Asked, Missing, Option, Respondent, Theme, WaveData

ALL = "all"
PEOPLE = "people"
THEMES = "themes:"
DETAILS = ("where:", "when:", "safer:")
"""Tables of one theme’s own people: places they speak of, times, and what they say makes them safer."""


@dataclass(frozen=True, order=True)
class Group:
    """Who is counted in a row: everyone, or those with one value of a breakdown."""

    by: str
    value: str
    label: str

    @property
    def key(self) -> str:
        return f"{self.by}={self.value}" if self.by != ALL else ALL


@dataclass(frozen=True)
class Category:
    """What is counted in a column. `members` names the categories a subtotal adds up."""

    key: str
    label: str
    members: tuple[str, ...] = ()
    sensitive: bool = False


@dataclass(frozen=True)
class Tally:
    """People counted, session by session: the sessions rule needs to know how they are spread."""

    by_session: Mapping[str, int]

    @cached_property
    def people(self) -> int:
        return sum(self.by_session.values())

    @cached_property
    def sessions(self) -> int:
        return sum(1 for count in self.by_session.values() if count)

    def largest(self, how_many: int) -> float:
        """The share of these people who came from the largest one, two, ... sessions."""
        return (
            sum(sorted(self.by_session.values(), reverse=True)[:how_many]) / self.people
            if self.people
            else 0.0
        )


@dataclass(frozen=True)
class Table:
    """One question by groups. `parts`: each person is in one category; `choices`: in any number of them."""

    key: str
    title: str
    shape: Literal["parts", "choices"]
    groups: tuple[Group, ...]  # the first is everyone
    categories: tuple[Category, ...]
    base: Mapping[str, Tally]  # by group key
    cells: Mapping[tuple[str, str], Tally]  # by group key and category key
    question: str = ""
    sensitive: bool = False
    label: str = ""  # a short name, where many tables share a question

    def breakdowns(self) -> tuple[tuple[Group, ...], ...]:
        """The groups by breakdown, each of which adds up to everyone."""
        families: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups[1:]:
            families[group.by].append(group)
        return tuple(tuple(family) for family in families.values())

    def sessions_of(self, group: str, category: str) -> SessionCounts:
        """Per session, how many said so of how many: what an estimate needs."""
        said, asked = self.cells[group, category].by_session, self.base[group].by_session
        return {session: (said.get(session, 0), n) for session, n in asked.items()}


@dataclass(frozen=True)
class Subtotal:
    """Two ends of a scale, added up under one name."""

    key: str
    label: str
    members: tuple[str, ...]


SUBTOTALS = (
    Subtotal("safe", "Safe", ("very_safe", "fairly_safe")),
    Subtotal("unsafe", "Unsafe", ("a_bit_unsafe", "very_unsafe")),
)

Answered = Callable[[Respondent], tuple[str, ...] | None]
"""The categories a person is in, or None when the person is not in the base."""


def tables(wave: WaveData) -> tuple[Table, ...]:
    """Every table of the wave, in the order of the questionnaire, themes after the closed questions."""
    made = [table_of_people(wave)]
    for question in wave.questions:
        if question.name in wave.breakdowns:
            continue
        if question.kind == "select_one":
            made += [_select_one(wave, question), _states(wave, question)]
        elif question.kind == "select_multiple":
            made += [_select_multiple(wave, question), _states(wave, question)]
        elif question.kind == "rating_grid":
            made += [_grid_row(wave, question, row.name) for row in question.rows]
    made += [themes_table(wave, name) for name in dict.fromkeys(theme.question for theme in wave.themes)]
    return (made[0], *(table for table in made[1:] if table.base[ALL].people))


def table_of_people(wave: WaveData) -> Table:
    """Who took part: no categories, so that only the bases speak."""
    return count(wave, PEOPLE, "People heard", "parts", (), lambda _: ())


def themes_table(wave: WaveData, question: str) -> Table:
    """The themes of one open question, of those whose words there are cleared and usable."""
    wrote = wave.wrote(question)
    themes = [theme for theme in wave.themes if theme.question == question]
    in_themes: dict[str, list[str]] = defaultdict(list)
    for theme in themes:
        for person in theme.response_ids & wrote:
            in_themes[person].append(theme.key)
    asked = wave.by_question.get(question)
    return count(
        wave,
        theme_table_key(question),
        asked.label if asked else question,
        "choices",
        tuple(Category(theme.key, theme.label, sensitive=theme.sensitive) for theme in themes),
        lambda person: tuple(in_themes[person.response_id]) if person.response_id in wrote else None,
        question=question,
    )


def theme_table_key(question: str) -> str:
    return f"{THEMES}{question}"


def about_theme(table: str) -> str:
    """The theme whose people a table of details counts; nothing for any other table."""
    return table.partition(":")[2] if table.startswith(DETAILS) else ""


def theme_cell(theme: Theme) -> tuple[str, str]:
    """Where a theme’s figures stand: its table and its category."""
    return theme_table_key(theme.question), theme.key


def count(
    wave: WaveData,
    key: str,
    title: str,
    shape: Literal["parts", "choices"],
    categories: tuple[Category, ...],
    answered: Answered,
    *,
    question: str = "",
    sensitive: bool = False,
    by_groups: bool = True,
    label: str = "",
) -> Table:
    """Count people by group, category and session in one pass over the respondents."""
    breakdowns = [by for by in wave.breakdowns if by != question] if by_groups else []
    subtotals = [(c.key, frozenset(c.members)) for c in categories if c.members]
    base: dict[str, Counter[str]] = defaultdict(Counter)
    cells: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for person in wave.respondents:
        chosen = answered(person)
        if chosen is None:
            continue
        chosen += tuple(name for name, members in subtotals if not members.isdisjoint(chosen))
        for group in (ALL, *(f"{by}={person.group(by)}" for by in breakdowns)):
            base[group][person.session] += 1
            for category in chosen:
                cells[group, category][person.session] += 1
    groups = (Group(ALL, ALL, "Everyone"), *_groups(wave, breakdowns, base))
    return Table(
        key,
        title,
        shape,
        groups,
        categories,
        {group.key: Tally(dict(base[group.key])) for group in groups},
        {(g.key, c.key): Tally(dict(cells[g.key, c.key])) for g in groups for c in categories},
        question=question,
        sensitive=sensitive,
        label=label,
    )


def _groups(wave: WaveData, breakdowns: Iterable[str], base: Mapping[str, Counter[str]]) -> Iterable[Group]:
    """Every group anybody is in, in the questionnaire’s order. A group with nobody has no row."""
    for by in breakdowns:
        present = {key.split("=", 1)[1] for key in base if key.startswith(f"{by}=")}
        known = [option.name for option in _options(wave, by)]
        ordered = [v for v in known if v in present] + sorted(present - {*known, NOT_STATED})
        for value in [*ordered, *([NOT_STATED] if NOT_STATED in present else [])]:
            yield Group(by, value, wave.group_label(by, value))


def _options(wave: WaveData, by: str) -> tuple[Option, ...]:
    if by == "area" and wave.office.districts:
        return wave.office.districts
    question = wave.by_question.get(by)
    return question.options if question else ()


def _select_one(wave: WaveData, question: Asked) -> Table:
    on_scale = _on_scale(question)

    def answered(person: Respondent) -> tuple[str, ...] | None:
        value = person.answers.get(question.name)
        return (value,) if isinstance(value, str) and value in on_scale else None

    return count(
        wave,
        question.name,
        question.label,
        "parts",
        _categories(question),
        answered,
        question=question.name,
        sensitive=question.sensitive,
    )


def _select_multiple(wave: WaveData, question: Asked) -> Table:
    on_scale = _on_scale(question)

    def answered(person: Respondent) -> tuple[str, ...] | None:
        value = person.answers.get(question.name)
        if not isinstance(value, list | tuple):
            return None
        chosen = tuple(v for v in dict.fromkeys(value) if v in on_scale)
        return chosen or None

    return count(
        wave,
        question.name,
        question.label,
        "choices",
        _categories(question),
        answered,
        question=question.name,
        sensitive=question.sensitive,
    )


def _grid_row(wave: WaveData, question: Asked, row: str) -> Table:
    on_scale = _on_scale(question)

    def answered(person: Respondent) -> tuple[str, ...] | None:
        given = person.answers.get(question.name)
        value = given.get(row) if isinstance(given, Mapping) else None
        return (value,) if value in on_scale else None

    return count(
        wave,
        f"{question.name}.{row}",
        f"{question.label} {question.label_of(row)}",
        "parts",
        _categories(question),
        answered,
        question=question.name,
        sensitive=question.sensitive,
        by_groups=False,  # place and answer are two dimensions already: the gate allows no third
        label=question.label_of(row),
    )


def _states(wave: WaveData, question: Asked) -> Table:
    """How a question was answered at all: on the scale, apart from it, not sure, rather not say, skipped."""
    on_scale = _on_scale(question)
    apart = tuple(
        Category(o.name, o.label)
        for o in question.options
        if o.name not in on_scale and o.name not in MISSING
    )
    missing = tuple(
        Category(state, label)
        for state, label in (
            (Missing.NOT_SURE, "Not sure"),
            (Missing.RATHER_NOT_SAY, "Rather not say"),
            (Missing.SKIPPED, "Skipped"),
            (Missing.NOT_ASKED, "Not asked"),
        )
    )
    apart_names = {category.key for category in apart}

    def state(person: Respondent) -> tuple[str, ...]:
        value = person.answers.get(question.name, Missing.NOT_ASKED)
        if isinstance(value, str) and (value in MISSING or value in apart_names):
            return (value,)
        return ("answered",)

    return count(
        wave,
        f"states:{question.name}",
        f"How it was answered: {question.label}",
        "parts",
        (Category("answered", "Answered"), *apart, *missing),
        state,
        question=question.name,
        by_groups=False,
    )


def _on_scale(question: Asked) -> frozenset[str]:
    """The answers that make the base. Only a scale has a “beside it”: “no one” of many is an answer."""
    many = question.kind == "select_multiple"
    return frozenset(o.name for o in question.options if (many or not o.apart) and o.name not in MISSING)


def _categories(question: Asked) -> tuple[Category, ...]:
    on_scale = _on_scale(question)
    leaves = tuple(
        Category(o.name, o.label, sensitive=question.sensitive)
        for o in question.options
        if o.name in on_scale
    )
    totals = tuple(
        Category(s.key, s.label, s.members)
        for s in SUBTOTALS
        if set(s.members) <= on_scale and s.key not in on_scale and question.kind != "select_multiple"
    )
    return leaves + totals
