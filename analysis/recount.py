"""Count again, by another way: who exactly stands behind a figure.

The question this module answers for whoever checks a summary: *if I go through the answers one by one, do I
arrive at the same number?* It shares no counting with `tables`: it walks the respondents’ own answers for one
claim at a time. `verify` compares; `Evidence` keeps the response ids it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.estimate import Sessions
from analysis.ledger import Entry
from analysis.places_times import PLACE_KINDS, TIMES
from analysis.spelled import spelled, words_of
from analysis.tables import (
    ALL,
    ARRIVAL,
    IN_A_THEME,
    IN_NONE,
    NOT_USABLE,
    PEOPLE,
    SUBTOTALS,
    UNREAD,
    about_theme,
)
from analysis.text import normalise
from analysis.wave import MISSING, AnswerValue, Missing, WaveData

Mask = NDArray[np.bool_]


class Recount:
    """One wave, asked claim by claim. Each answer is remembered, so asking twice costs nothing."""

    def __init__(self, wave: WaveData) -> None:
        self.wave = wave
        self._asked: dict[str, Mask] = {}
        self._said: dict[tuple[str, str], Mask] = {}
        self._group: dict[str, Mask] = {}
        self._groups: dict[str, Distinct] = {}
        self._answers: dict[str, Distinct] = {}
        self._people: dict[tuple[str, str], Mask] = {}
        self._spoke: dict[str, Mapping[About, Mask]] = {}
        self._last: tuple[tuple[str, str, str], Sessions] | None = None

    def asked(self, table: str) -> Mask:
        """Who is in a table’s base."""
        if table not in self._asked:
            self._asked[table] = self._who_answered(table)
        return self._asked[table]

    def said(self, table: str, category: str) -> Mask:
        """Who is in a category, whether or not they are in the base."""
        if (table, category) not in self._said:
            self._said[table, category] = self._who_said(table, category)
        return self._said[table, category]

    def group(self, key: str) -> Mask:
        """Who is in a group, named `breakdown=value` or `all`."""
        if key not in self._group:
            by, _, value = key.partition("=")
            self._group[key] = self._everybody() if key == ALL else self._in_group(by, value)
        return self._group[key]

    def numerator(self, table: str, category: str, group: str) -> int:
        return int((self.said(table, category) & self.asked(table) & self.group(group)).sum())

    def denominator(self, table: str, group: str, category: str = "") -> int:
        """How many a share is a share of: of a category, those of them who could choose it."""
        return int((self._could_say(table, category) & self.group(group)).sum())

    def by_session(self, table: str, category: str, group: str) -> Sessions:
        """Per session, how many said so of how many: what the interval is made from."""
        cell = (table, category, group)
        if self._last is None or self._last[0] != cell:
            asked = self._could_say(table, category) & self.group(group)
            said = asked & self.said(table, category)
            n = np.bincount(self._session_of[asked], minlength=len(self._session_names))
            k = np.bincount(self._session_of[said], minlength=len(self._session_names))
            self._last = (cell, Sessions(np.flatnonzero(n), k[n > 0], n[n > 0]))
        return self._last[1]

    def sessions(self, table: str, category: str, group: str) -> int:
        """In how many sessions somebody said so; in how many somebody answered, without a category."""
        if not category:
            return len(np.unique(self._session_of[self.asked(table) & self.group(group)]))
        return int((self.by_session(table, category, group).said > 0).sum())

    def sessions_of_base(self, table: str, category: str, group: str) -> int:
        """From how many sessions those came who could say so."""
        return len(np.unique(self._session_of[self._could_say(table, category) & self.group(group)]))

    def _could_say(self, table: str, category: str) -> Mask:
        """Who is in a table’s base and was offered a category of it."""
        groups = self.offered_to(table, category)
        return self.asked(table) & self._in_any(groups) if groups else self.asked(table)

    def offered_to(self, table: str, category: str) -> tuple[str, ...]:
        """The groups that could choose a category; none where everybody could, or somebody else chose it."""
        question = self.wave.by_question.get(table)
        option = next((one for one in question.options if one.name == category), None) if question else None
        if option is None or option.offered is None:
            return ()
        groups = tuple(f"{option.offered.question}={value}" for value in option.offered.values)
        others = self.said(table, category) & self.asked(table) & ~self._in_any(groups)
        return () if others.any() else groups

    def _in_any(self, groups: Iterable[str]) -> Mask:
        found = self._nobody()
        for key in groups:
            found |= self.group(key)
        return found

    def everybody_behind(self, entries: Iterable[Entry]) -> Mapping[str, tuple[str, ...]]:
        """For each figure and quote that is about people: their response ids, in order."""
        return {entry.key: ids for entry in entries if (ids := self.behind(entry))}

    def behind(self, entry: Entry) -> tuple[str, ...]:
        if entry.source == "quote":
            return (self.wave.by_text[entry.text_id].response_id,)
        if entry.source == "opposite":
            return tuple(sorted(self.wave.by_theme[entry.theme].opposite_ids))
        if entry.source not in ("cell", "base", "group"):
            return ()
        who = self.asked(entry.table) & self.group(entry.group)
        if entry.source == "cell":
            who = who & self.said(entry.table, entry.category)
        return tuple(self._ids[self._in_order[who[self._in_order]]].tolist())

    @cached_property
    def _ids(self) -> NDArray[np.object_]:
        return np.array([person.response_id for person in self.wave.respondents], dtype=object)

    @cached_property
    def _in_order(self) -> NDArray[np.int64]:
        """The people in the order of their ids."""
        ids = [person.response_id for person in self.wave.respondents]
        return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)

    @cached_property
    def _session_names(self) -> list[str]:
        return sorted({person.session for person in self.wave.respondents})

    @cached_property
    def _session_of(self) -> NDArray[np.int64]:
        place = {name: index for index, name in enumerate(self._session_names)}
        return np.array([place[person.session] for person in self.wave.respondents], dtype=np.int64)

    def _everybody(self) -> Mask:
        return np.ones(len(self.wave.respondents), dtype=bool)

    def _nobody(self) -> Mask:
        return np.zeros(len(self.wave.respondents), dtype=bool)

    def _wrote(self, question: str) -> Mask:
        return self._among("wrote", question, self.wave.wrote(question))

    def _raised(self, theme: str) -> Mask:
        return self._among("theme", theme, self.wave.by_theme[theme].response_ids)

    def _among(self, what: str, name: str, ids: Iterable[str]) -> Mask:
        """These people. Under its name, so that they are looked up once."""
        if (what, name) not in self._people:
            mask = self._nobody()
            mask[[self._place[each] for each in ids if each in self._place]] = True
            self._people[what, name] = mask
        return self._people[what, name]

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {person.response_id: index for index, person in enumerate(self.wave.respondents)}

    def _who_answered(self, table: str) -> Mask:
        if table in (PEOPLE, ARRIVAL) or table.startswith("states:"):
            return self._everybody()
        if table.startswith("themes:"):
            return self._wrote(table.removeprefix("themes:"))
        if theme := self.wave.by_theme.get(about_theme(table)):
            return self._wrote(theme.question) & self._raised(theme.key)
        return self._gave_any(table, self._on_scale(table))

    def _who_said(self, table: str, category: str) -> Mask:
        if table.startswith("themes:"):
            return self._raised(category)
        if about_theme(table):
            return self._spoke_of(table, category)
        if table.startswith("states:"):
            return self._states(table.removeprefix("states:"), category)
        if table == ARRIVAL:
            late = (person.late == (category == "late") for person in self.wave.respondents)
            return np.fromiter(late, bool, len(self.wave.respondents))
        members = {s.key: set(s.members) for s in SUBTOTALS}.get(category, {category})
        return self._gave_any(table, members)

    def _spoke_of(self, table: str, category: str) -> Mask:
        """Whose words name a kind of place or time, or say the opposite; who is in a theme of what helps."""
        if table.startswith("safer:"):
            return self._raised(category)
        if table.startswith("opposite:"):
            theme = about_theme(table)
            return self._among("opposite", theme, self.wave.by_theme[theme].opposite_ids)
        question = self.wave.by_theme[about_theme(table)].question
        if question not in self._spoke:
            self._spoke[question] = self._speakers(question)
        kind = table.partition(":")[0]
        return self._spoke[question].get((kind, category), self._nobody())

    def _speakers(self, question: str) -> Mapping[About, Mask]:
        """Who speaks of what in answer to a question: each answer read once, word by word."""
        found: dict[About, list[int]] = {}
        for text in self.wave.texts:
            if text.question != question or not text.usable:
                continue
            words, person = words_of(normalise(text.text)), self._place[text.response_id]
            for at, word in enumerate(words):
                for phrase, about in self._phrases.get(word, ()):
                    if words[at : at + len(phrase)] == phrase:
                        found.setdefault(about, []).append(person)
        masks = {about: self._nobody() for about in found}
        for about, people in found.items():
            masks[about][people] = True
        return masks

    @cached_property
    def _phrases(self) -> Mapping[str, list[tuple[list[str], About]]]:
        """How kinds of place and time and the office’s places are written, by the first word."""
        written = [
            (("where" if kinds is PLACE_KINDS else "when", name), phrase)
            for kinds in (PLACE_KINDS, TIMES)
            for name, pattern in kinds.items()
            for phrase in spelled(pattern)
        ]
        written += [
            (("named", f"place:{place.key}"), normalise(spelling))
            for place in self.wave.office.named_places
            for spelling in place.spellings
        ]
        found: dict[str, list[tuple[list[str], About]]] = {}
        for about, phrase in written:
            if words := words_of(phrase):
                found.setdefault(words[0], []).append((words, about))
        return found

    def _states(self, question: str, category: str) -> Mask:
        if self.wave.by_question[question].kind == "text":
            return self._of_writing(question, category)
        apart = {option.name for option in self.wave.by_question[question].options} - self._on_scale(question)

        def is_so(given: Given) -> bool:
            state = "not_asked" if given is None else given
            aside = isinstance(state, str) and (state in apart or state in MISSING)
            return state == category if aside else category == "answered"

        return self._given(question).where(is_so)

    def _of_writing(self, question: str, category: str) -> Mask:
        """What became of everybody’s words."""
        wrote = self._wrote(question)
        if category in ("answered", IN_A_THEME, IN_NONE):
            raised = self._nobody()
            for theme in self.wave.themes:
                if theme.question == question:
                    raised |= self._raised(theme.key)
            return (
                wrote if category == "answered" else wrote & (raised if category == IN_A_THEME else ~raised)
            )
        of_it = (text.response_id for text in self.wave.texts if text.question == question)
        read = self._among("read", question, of_it)
        if category == NOT_USABLE:
            return read & ~wrote
        return self._given(question).where(lambda given: _unwritten(given) == category) & ~read

    def _on_scale(self, table: str) -> set[str]:
        question = self.wave.by_question[table.partition(".")[0]]
        scale = question.kind != "select_multiple"
        return {option.name for option in question.options if not (scale and option.apart)} - MISSING

    def _gave_any(self, table: str, values: Collection[str]) -> Mask:
        """Who gave at least one of these answers."""
        wanted = frozenset(values)
        return self._given(table).where(
            lambda given: given in wanted if isinstance(given, str) else not wanted.isdisjoint(given or ())
        )

    def _given(self, table: str) -> Distinct:
        """What everybody answered to a question or to a row of it, found by going through everybody’s."""
        if table not in self._answers:
            name, _, row = table.partition(".")
            given = (person.answers.get(name) for person in self.wave.respondents)
            self._answers[table] = Distinct.of(_in_row(one, row) if row else _whole(one) for one in given)
        return self._answers[table]

    def _in_group(self, by: str, value: str) -> Mask:
        if by not in self._groups:
            self._groups[by] = Distinct.of(person.group(by) for person in self.wave.respondents)
        return self._groups[by].where(lambda group: group == value)


About = tuple[str, str]
"""A kind of detail, such as `where`, and the category in it."""

Given = str | tuple[str, ...] | None
"""One person’s answer to a question or to a row of it. None: there is no word on it."""


@dataclass(frozen=True)
class Distinct:
    """Answers with each different one kept once: half a million people give a few dozen."""

    values: tuple[Given, ...]
    of_person: NDArray[np.int32]

    @classmethod
    def of(cls, given: Iterable[Given]) -> Distinct:
        place: dict[Given, int] = {}
        numbers = [place.setdefault(one, len(place)) for one in given]
        return cls(tuple(place), np.array(numbers, np.int32))

    def where(self, is_so: Callable[[Given], bool]) -> Mask:
        """Whose answer is so."""
        return np.array([is_so(value) for value in self.values], bool)[self.of_person]


def _unwritten(given: Given) -> str:
    """Why there are no words of somebody: a missing code, or that they are not to be read."""
    if given is None:
        return Missing.NOT_ASKED
    return given if isinstance(given, str) and given in MISSING else UNREAD


def _whole(value: AnswerValue | None) -> Given:
    if value is None or isinstance(value, str):
        return value
    return () if isinstance(value, Mapping) else tuple(value)


def _in_row(value: AnswerValue | None, row: str) -> Given:
    return value.get(row) if isinstance(value, dict | Mapping) else None
