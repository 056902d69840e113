"""The fixed tables of a wave: for each question and each group, how many said what, session by session.

The question this module answers for an analyst: *which numbers are computed at all?* These and no others;
every sentence, chart and export is a view of them, so no later cut can compute a new number. It counts; what
may be shown is for `disclosure` to decide, and how sure a share is for `estimate`.

Counts are unweighted people. A table’s base is the people who gave an answer on the scale; answers apart from
it (“I don’t go there”) and missing ones are counted in a table of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from analysis.columns import Mask
from analysis.estimate import Counts, Sessions
from analysis.wave import MISSING, NOT_STATED, Asked, Missing, Option, Theme, WaveData

ALL = "all"
PEOPLE = "people"
ARRIVAL = "arrival"
THEMES = "themes:"
IN_A_THEME, IN_NONE, NOT_USABLE, UNREAD = "in_a_theme", "in_no_theme", "not_usable", "unread"
"""What became of somebody’s words, in the table of how an open question was answered."""
DETAILS = ("where:", "named:", "when:", "safer:", "opposite:")
"""Tables of one theme’s own people: kinds of place and places by name they speak of, times, what makes them
safer, and how many of them say the opposite."""


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
    """What is counted in a column. `members` names the categories a subtotal adds up; `offered` the groups
    that could choose it, where not everybody could.
    """

    key: str
    label: str
    members: tuple[str, ...] = ()
    sensitive: bool = False
    offered: tuple[str, ...] = ()

    def offered_by(self) -> str:
        """The breakdown that says who could choose it."""
        return self.offered[0].partition("=")[0] if self.offered else ""

    def is_kept_from(self, group: Group) -> bool:
        """Whether nobody in a group could choose it: a nought there tells about nobody."""
        return bool(self.offered) and group.by == self.offered_by() and group.key not in self.offered


@dataclass(frozen=True, eq=False)
class Tally:
    """People counted, session by session: the sessions rule needs to know how they are spread."""

    which: Counts  # the numbers of the sessions with anybody in it, in order
    counts: Counts  # how many in each

    @classmethod
    def of(cls, by_session: Mapping[int, int]) -> Tally:
        filled = sorted((session, count) for session, count in by_session.items() if count)
        return cls(*np.array(filled, np.int64).reshape(-1, 2).T)

    @classmethod
    def dense(cls, counts: Counts) -> Tally:
        """From the counts of all sessions, noughts among them."""
        which = np.flatnonzero(counts)
        return cls(which, counts[which])

    @cached_property
    def people(self) -> int:
        return int(self.counts.sum())

    @property
    def sessions(self) -> int:
        return len(self.which)

    def largest(self, how_many: int) -> float:
        """The share of these people who came from the largest one, two, ... sessions."""
        return int(np.sort(self.counts)[-how_many:].sum()) / self.people if self.people else 0.0


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
    offered: Mapping[str, Tally] = field(
        default_factory=dict
    )  # by category key: of the base, who could say so

    def base_of(self, group: str, category: str) -> Tally:
        """Of whom a category is a share: in the row of everyone, of those who could say so."""
        whole = self.base[group]
        return self.offered.get(category, whole) if group == ALL else whole

    def offered_to_everybody(self) -> Table:
        """The same for readers who are told no bases, such as a room that is shown its own answers."""
        if not self.offered:
            return self
        return replace(
            self, categories=tuple(replace(one, offered=()) for one in self.categories), offered={}
        )

    def breakdowns(self) -> tuple[tuple[Group, ...], ...]:
        """The groups by breakdown, each of which adds up to everyone."""
        families: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups[1:]:
            families[group.by].append(group)
        return tuple(tuple(family) for family in families.values())

    def sessions_of(self, group: str, category: str) -> Sessions:
        """Per session, how many said so of how many: what an estimate needs."""
        cell, base = self.cells[group, category], self.base_of(group, category)
        said = np.zeros_like(base.counts)
        said[np.searchsorted(base.which, cell.which)] = cell.counts
        return Sessions(base.which, said, base.counts)


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


NOT_WRITTEN: Mapping[Missing, str] = {
    Missing.SKIPPED: "Skipped",
    Missing.RATHER_NOT_SAY: "Rather not say",
    Missing.NOT_SURE: "Not sure",
    Missing.NOT_ASKED: "Not asked",
}


@dataclass(frozen=True)
class Answered:
    """Who is in a table’s base, and by category who said so. A category nobody chose may be left out."""

    base: Mask
    said: Mapping[str, Mask]


def tables(wave: WaveData) -> tuple[Table, ...]:
    """Every table of the wave, in the order of the questionnaire, themes after the closed questions."""
    made = [table_of_people(wave)]
    for question in wave.questions:
        if question.name in wave.breakdowns:
            continue
        if question.kind in {"select_one", "select_multiple"}:
            made += [_select(wave, question), _states(wave, question)]
        elif question.kind == "rating_grid":
            made += [_grid_row(wave, question, row.name) for row in question.rows]
    if any(person.late for person in wave.respondents):
        made.append(_arrival(wave))
    made += [themes_table(wave, name) for name in dict.fromkeys(theme.question for theme in wave.themes)]
    made += [_writing(wave, question) for question in wave.questions if question.kind == "text"]
    return (made[0], *(table for table in made[1:] if table.base[ALL].people))


def table_of_people(wave: WaveData) -> Table:
    """Who took part: no categories, so that only the bases speak."""
    return count(wave, PEOPLE, "People heard", "parts", (), Answered(wave.columns.everybody(), {}))


def themes_table(wave: WaveData, question: str) -> Table:
    """The themes of one open question, of those whose words there are cleared and usable."""
    wrote = wave.columns.people(wave.wrote(question))
    themes = [theme for theme in wave.themes if theme.question == question]
    said = {theme.key: wave.columns.people(theme.response_ids) for theme in themes}
    asked = wave.by_question.get(question)
    return count(
        wave,
        theme_table_key(question),
        asked.label if asked else question,
        "choices",
        tuple(Category(theme.key, theme.label, sensitive=theme.sensitive) for theme in themes),
        Answered(wrote, said),
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
    offered: Mapping[str, Mask] | None = None,
) -> Table:
    """Count people by group, category and session. `offered`: who could choose a category, if not all."""
    breakdowns = [by for by in wave.breakdowns if by != question] if by_groups else []
    columns = wave.columns
    said = dict(answered.said) | {
        c.key: columns.any_of(answered.said, c.members) for c in categories if c.members
    }
    base = _by_group(wave, breakdowns, answered.base)
    cells: dict[tuple[str, str], Tally] = {}
    for category in categories:
        who = answered.base & said.get(category.key, columns.nobody())
        cells |= {(group, category.key): tally for group, tally in _by_group(wave, breakdowns, who).items()}
    groups = (Group(ALL, ALL, "Everyone"), *_groups(wave, breakdowns, base))
    nobody = Tally.of({})
    return Table(
        key,
        title,
        shape,
        groups,
        categories,
        {group.key: base.get(group.key, nobody) for group in groups},
        {(g.key, c.key): cells.get((g.key, c.key), nobody) for g in groups for c in categories},
        question=question,
        sensitive=sensitive,
        label=label,
        offered={
            category: _by_group(wave, (), answered.base & could)[ALL]
            for category, could in (offered or {}).items()
        },
    )


def _by_group(wave: WaveData, breakdowns: Iterable[str], who: Mask) -> dict[str, Tally]:
    """These people by group, everyone among them, and session. A group with none of them is left out."""
    names, session = wave.columns.sessions
    sessions = session[who]
    found = {ALL: Tally.dense(np.bincount(sessions, minlength=len(names)))}
    for by in breakdowns:
        values, places = wave.columns.group(by)
        table = np.bincount(
            places[who].astype(np.int64) * len(names) + sessions, minlength=len(values) * len(names)
        ).reshape(len(values), len(names))
        found |= {
            f"{by}={value}": Tally.dense(row) for value, row in zip(values, table, strict=True) if row.any()
        }
    return found


def _groups(wave: WaveData, breakdowns: Iterable[str], base: Collection[str]) -> Iterable[Group]:
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


def _select(wave: WaveData, question: Asked) -> Table:
    one = question.kind == "select_one"
    chosen = wave.columns.single(question.name) if one else wave.columns.several(question.name)
    answered = _on(wave, chosen, question)
    offered = _offered(wave, question, answered)
    return count(
        wave,
        question.name,
        question.label,
        "parts" if one else "choices",
        _categories(question, offered),
        answered,
        question=question.name,
        sensitive=question.sensitive,
        offered=offered,
    )


def _offered(wave: WaveData, question: Asked, answered: Answered) -> dict[str, Mask]:
    """Who could choose an option, where not everybody could. Not where somebody else has chosen it all the
    same, in an earlier version or on paper: then it is not known who could.
    """
    found: dict[str, Mask] = {}
    for option in question.options:
        if option.offered is None:
            continue
        values, places = wave.columns.group(option.offered.question)
        could = np.isin(places, [place for place, one in enumerate(values) if one in option.offered.values])
        if not (answered.said.get(option.name, wave.columns.nobody()) & ~could).any():
            found[option.name] = could
    return found


def _grid_row(wave: WaveData, question: Asked, row: str) -> Table:
    return count(
        wave,
        f"{question.name}.{row}",
        f"{question.label} {question.label_of(row)}",
        "parts",
        _categories(question),
        _on(wave, wave.columns.single(question.name, row), question),
        question=question.name,
        sensitive=question.sensitive,
        by_groups=False,  # place and answer are two dimensions already: the gate allows no third
        label=question.label_of(row),
    )


def _on(wave: WaveData, said: Mapping[str, Mask], question: Asked) -> Answered:
    """In the base is whoever gave an answer on the scale."""
    on_scale = _on_scale(question)
    kept = {value: who for value, who in said.items() if value in on_scale}
    return Answered(wave.columns.any_of(kept, kept), kept)


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
    aside = {*(category.key for category in apart), *MISSING}
    said = {value: who for value, who in wave.columns.single(question.name).items() if value in aside}
    not_asked = ~wave.columns.given(question.name)
    said[Missing.NOT_ASKED] = said.get(Missing.NOT_ASKED, wave.columns.nobody()) | not_asked
    said["answered"] = ~wave.columns.any_of(said, said)
    return count(
        wave,
        f"states:{question.name}",
        f"How it was answered: {question.label}",
        "parts",
        (Category("answered", "Answered"), *apart, *missing),
        Answered(wave.columns.everybody(), said),
        question=question.name,
        by_groups=False,
    )


def _writing(wave: WaveData, question: Asked) -> Table:
    """What became of an open question: in a theme or in none, of no use, not to be read, or not written."""
    columns, name = wave.columns, question.name
    wrote, read = columns.people(wave.wrote(name)), columns.people(wave.readable(name))
    themes = [theme for theme in wave.themes if theme.question == name]
    raised = columns.nobody()
    for theme in themes:
        raised |= columns.people(theme.response_ids)
    said = {code: who & ~read for code, who in columns.single(name).items() if code in MISSING}
    not_asked = ~columns.given(name) & ~read
    said[Missing.NOT_ASKED] = said.get(Missing.NOT_ASKED, columns.nobody()) | not_asked
    always = (Missing.SKIPPED, Missing.NOT_ASKED)
    aside = {code: label for code, label in NOT_WRITTEN.items() if code in said or code in always}
    said |= {IN_A_THEME: wrote & raised, IN_NONE: wrote & ~raised, NOT_USABLE: read & ~wrote}
    said[UNREAD] = ~columns.any_of(said, said)
    leaves = (Category(IN_A_THEME, "In a theme"), Category(IN_NONE, "In no theme")) if themes else ()
    return count(
        wave,
        f"states:{name}",
        f"How it was answered: {question.label}",
        "parts",
        (
            *leaves,
            Category("answered", "Wrote something usable", tuple(leaf.key for leaf in leaves)),
            Category(NOT_USABLE, "Nothing that could be used"),
            Category(UNREAD, "Awaits review, or may not be read"),
            *(Category(code, label) for code, label in aside.items()),
        ),
        Answered(columns.everybody(), said if themes else {**said, "answered": wrote}),
        question=name,
        by_groups=False,
    )


def _arrival(wave: WaveData) -> Table:
    """Whether an answer came while its session was open, or later from a phone that had had no signal."""
    late = np.array([person.late for person in wave.respondents], bool)
    return count(
        wave,
        ARRIVAL,
        "When answers came",
        "parts",
        (Category("in_time", "While the session was open"), Category("late", "After it had ended")),
        Answered(wave.columns.everybody(), {"in_time": ~late, "late": late}),
        by_groups=False,
    )


def _on_scale(question: Asked) -> frozenset[str]:
    """The answers that make the base. Only a scale has a “beside it”: “no one” of many is an answer."""
    many = question.kind == "select_multiple"
    return frozenset(o.name for o in question.options if (many or not o.apart) and o.name not in MISSING)


def _categories(question: Asked, offered: Collection[str] = ()) -> tuple[Category, ...]:
    on_scale = _on_scale(question)
    leaves = tuple(
        Category(
            o.name,
            o.label,
            sensitive=question.sensitive,
            offered=tuple(f"{o.offered.question}={value}" for value in o.offered.values)
            if o.offered is not None and o.name in offered
            else (),
        )
        for o in question.options
        if o.name in on_scale
    )
    totals = tuple(
        Category(s.key, s.label, s.members)
        for s in SUBTOTALS
        if set(s.members) <= on_scale and s.key not in on_scale and question.kind != "select_multiple"
    )
    return leaves + totals
