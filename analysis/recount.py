"""Count again, by another way: who exactly stands behind a figure.

The question this module answers for whoever checks a summary: *if I go through the answers one by one, do I
arrive at the same number?* It shares no counting with `tables`: it walks the respondents’ own answers for one
claim at a time. `verify` compares; `Evidence` keeps the response ids it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.ledger import Entry
from analysis.places_times import PLACE_KINDS, TIMES
from analysis.tables import ALL, PEOPLE, SUBTOTALS, about_theme
from analysis.text import normalise
from analysis.wave import MISSING, AnswerValue, WaveData

Mask = NDArray[np.bool_]


class Recount:
    """One wave, asked claim by claim. Each answer is remembered, so asking twice costs nothing."""

    def __init__(self, wave: WaveData) -> None:
        self.wave = wave
        self._asked: dict[str, Mask] = {}
        self._said: dict[tuple[str, str], Mask] = {}
        self._group: dict[str, Mask] = {}
        self._words: dict[str, list[tuple[str, str]]] = {}

    def asked(self, table: str) -> Mask:
        """Who is in a table’s base."""
        if table not in self._asked:
            self._asked[table] = self._each(self._who_answered(table))
        return self._asked[table]

    def said(self, table: str, category: str) -> Mask:
        """Who is in a category, whether or not they are in the base."""
        if (table, category) not in self._said:
            self._said[table, category] = self._each(self._who_said(table, category))
        return self._said[table, category]

    def group(self, key: str) -> Mask:
        """Who is in a group, named `breakdown=value` or `all`."""
        if key not in self._group:
            by, _, value = key.partition("=")
            self._group[key] = self._each(
                [True] * len(self.wave.respondents)
                if key == ALL
                else [person.group(by) == value for person in self.wave.respondents]
            )
        return self._group[key]

    def numerator(self, table: str, category: str, group: str) -> int:
        return int((self.said(table, category) & self.asked(table) & self.group(group)).sum())

    def denominator(self, table: str, group: str) -> int:
        return int((self.asked(table) & self.group(group)).sum())

    def by_session(self, table: str, category: str, group: str) -> dict[str, tuple[int, int]]:
        """Per session, how many said so of how many: what the interval is made from."""
        asked = self.asked(table) & self.group(group)
        said = asked & self.said(table, category)
        size = len(self._session_names)
        n = np.bincount(self._session_of[asked], minlength=size)
        k = np.bincount(self._session_of[said], minlength=size)
        return {name: (int(k[i]), int(n[i])) for i, name in enumerate(self._session_names) if n[i]}

    def sessions(self, table: str, category: str, group: str) -> int:
        """In how many sessions somebody said so; in how many somebody answered, without a category."""
        counts = self.by_session(table, category, group).values()
        return sum(1 for said, _ in counts if said) if category else len(counts)

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
        return tuple(sorted(self._ids[who].tolist()))

    @cached_property
    def _ids(self) -> NDArray[np.object_]:
        return np.array([person.response_id for person in self.wave.respondents], dtype=object)

    @cached_property
    def _session_names(self) -> list[str]:
        return sorted({person.session for person in self.wave.respondents})

    @cached_property
    def _session_of(self) -> NDArray[np.int64]:
        place = {name: index for index, name in enumerate(self._session_names)}
        return np.array([place[person.session] for person in self.wave.respondents], dtype=np.int64)

    @staticmethod
    def _each(answers: Iterable[bool]) -> Mask:
        return np.array(list(answers), dtype=bool)

    def _who_answered(self, table: str) -> Iterable[bool]:
        if table == PEOPLE or table.startswith("states:"):
            return (True for _ in self.wave.respondents)
        if table.startswith("themes:"):
            wrote = self.wave.wrote(table.removeprefix("themes:"))
            return (person.response_id in wrote for person in self.wave.respondents)
        if theme := self.wave.by_theme.get(about_theme(table)):
            raised = self.wave.wrote(theme.question) & theme.response_ids
            return (person.response_id in raised for person in self.wave.respondents)
        on_scale = self._on_scale(table)
        return (not on_scale.isdisjoint(given) for given in self._given(table))

    def _who_said(self, table: str, category: str) -> Iterable[bool]:
        if table.startswith("themes:"):
            said = self.wave.by_theme[category].response_ids
            return (person.response_id in said for person in self.wave.respondents)
        if about_theme(table):
            spoke = self._spoke_of(table, category)
            return (person.response_id in spoke for person in self.wave.respondents)
        if table.startswith("states:"):
            return self._states(table.removeprefix("states:"), category)
        members = {s.key: set(s.members) for s in SUBTOTALS}.get(category, {category})
        return (not members.isdisjoint(given) for given in self._given(table))

    def _spoke_of(self, table: str, category: str) -> frozenset[str]:
        """Whose words name a kind of place or time, or who is in a theme of what helps."""
        if table.startswith("safer:"):
            return self.wave.by_theme[category].response_ids
        question = self.wave.by_theme[about_theme(table)].question
        patterns = PLACE_KINDS if table.startswith("where:") else TIMES
        named = re.compile(rf"(?<!\w)(?:{patterns[category]})(?!\w)")
        return frozenset(person for person, plain in self._plain(question) if named.search(plain))

    def _plain(self, question: str) -> list[tuple[str, str]]:
        """Who wrote in answer to a question, with what words: folded once, searched for each kind."""
        if question not in self._words:
            texts = (text for text in self.wave.texts if text.question == question and text.usable)
            self._words[question] = [(text.response_id, normalise(text.text)) for text in texts]
        return self._words[question]

    def _states(self, question: str, category: str) -> Iterable[bool]:
        apart = {option.name for option in self.wave.by_question[question].options} - self._on_scale(question)
        for person in self.wave.respondents:
            value = person.answers.get(question, "not_asked")
            aside = isinstance(value, str) and (value in apart or value in MISSING)
            yield (value == category) if aside else category == "answered"

    def _on_scale(self, table: str) -> set[str]:
        question = self.wave.by_question[table.partition(".")[0]]
        scale = question.kind != "select_multiple"
        return {option.name for option in question.options if not (scale and option.apart)} - MISSING

    def _given(self, table: str) -> Iterable[tuple[str, ...]]:
        name, _, row = table.partition(".")
        for person in self.wave.respondents:
            yield _as_tuple(person.answers.get(name, ()), row)


def _as_tuple(value: AnswerValue, row: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if not row else ()
    if isinstance(value, Mapping):
        return (value[row],) if row in value else ()
    return tuple(value) if not row else ()
