"""Count again, by another way: who exactly stands behind a figure.

The question this module answers for whoever checks a summary: *if I go through the answers one by one, do I
arrive at the same number?* It shares no counting with `tables`: it walks the respondents’ own answers for one
claim at a time. `verify` compares; `Evidence` keeps the response ids it finds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.estimate import Sessions
from analysis.ledger import Entry
from analysis.places_times import PLACE_KINDS, TIMES
from analysis.tables import ALL, ARRIVAL, PEOPLE, SUBTOTALS, about_theme
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
        self._answers: dict[str, Mapping[str, list[int]]] = {}
        self._spoke: dict[tuple[str, str, str], frozenset[str]] = {}
        self._words: dict[str, list[tuple[str, str]]] = {}

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
            self._group[key] = (
                self._everybody()
                if key == ALL
                else np.array([person.group(by) == value for person in self.wave.respondents], bool)
            )
        return self._group[key]

    def numerator(self, table: str, category: str, group: str) -> int:
        return int((self.said(table, category) & self.asked(table) & self.group(group)).sum())

    def denominator(self, table: str, group: str) -> int:
        return int((self.asked(table) & self.group(group)).sum())

    def by_session(self, table: str, category: str, group: str) -> Sessions:
        """Per session, how many said so of how many: what the interval is made from."""
        asked = self.asked(table) & self.group(group)
        said = asked & self.said(table, category)
        n = np.bincount(self._session_of[asked], minlength=len(self._session_names))
        k = np.bincount(self._session_of[said], minlength=len(self._session_names))
        return Sessions(np.flatnonzero(n), k[n > 0], n[n > 0])

    def sessions(self, table: str, category: str, group: str) -> int:
        """In how many sessions somebody said so; in how many somebody answered, without a category."""
        if not category:
            return len(np.unique(self._session_of[self.asked(table) & self.group(group)]))
        return int((self.by_session(table, category, group).said > 0).sum())

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

    def _among(self, ids: Collection[str]) -> Mask:
        mask = self._nobody()
        mask[[self._place[each] for each in ids if each in self._place]] = True
        return mask

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {person.response_id: index for index, person in enumerate(self.wave.respondents)}

    def _who_answered(self, table: str) -> Mask:
        if table in (PEOPLE, ARRIVAL) or table.startswith("states:"):
            return self._everybody()
        if table.startswith("themes:"):
            return self._among(self.wave.wrote(table.removeprefix("themes:")))
        if theme := self.wave.by_theme.get(about_theme(table)):
            return self._among(self.wave.wrote(theme.question) & theme.response_ids)
        return self._gave_any(table, self._on_scale(table))

    def _who_said(self, table: str, category: str) -> Mask:
        if table.startswith("themes:"):
            return self._among(self.wave.by_theme[category].response_ids)
        if about_theme(table):
            return self._among(self._spoke_of(table, category))
        if table.startswith("states:"):
            return self._states(table.removeprefix("states:"), category)
        if table == ARRIVAL:
            late = (person.late == (category == "late") for person in self.wave.respondents)
            return np.fromiter(late, bool, len(self.wave.respondents))
        members = {s.key: set(s.members) for s in SUBTOTALS}.get(category, {category})
        return self._gave_any(table, members)

    def _spoke_of(self, table: str, category: str) -> frozenset[str]:
        """Whose words name a kind of place or time, or who is in a theme of what helps."""
        if table.startswith("safer:"):
            return self.wave.by_theme[category].response_ids
        question = self.wave.by_theme[about_theme(table)].question
        kind = "where" if table.startswith("where:") else "when"
        if (question, kind, category) not in self._spoke:
            patterns = PLACE_KINDS if kind == "where" else TIMES
            named = re.compile(rf"(?<!\w)(?:{patterns[category]})(?!\w)")
            found = frozenset(person for person, plain in self._plain(question) if named.search(plain))
            self._spoke[question, kind, category] = found
        return self._spoke[question, kind, category]

    def _plain(self, question: str) -> list[tuple[str, str]]:
        """Who wrote in answer to a question, with what words: folded once, searched for each kind."""
        if question not in self._words:
            texts = (text for text in self.wave.texts if text.question == question and text.usable)
            self._words[question] = [(text.response_id, normalise(text.text)) for text in texts]
        return self._words[question]

    def _states(self, question: str, category: str) -> Mask:
        apart = {option.name for option in self.wave.by_question[question].options} - self._on_scale(question)
        given = (person.answers.get(question, "not_asked") for person in self.wave.respondents)
        found = (
            (value == category)
            if isinstance(value, str) and (value in apart or value in MISSING)
            else category == "answered"
            for value in given
        )
        return np.fromiter(found, bool, len(self.wave.respondents))

    def _on_scale(self, table: str) -> set[str]:
        question = self.wave.by_question[table.partition(".")[0]]
        scale = question.kind != "select_multiple"
        return {option.name for option in question.options if not (scale and option.apart)} - MISSING

    def _gave_any(self, table: str, values: Collection[str]) -> Mask:
        """Who gave at least one of these answers."""
        who, gave = self._nobody(), self._gave(table)
        for value in values:
            who[gave.get(value, [])] = True
        return who

    def _gave(self, table: str) -> Mapping[str, list[int]]:
        """For each answer to a question or a row of it: who gave it, found by going through everybody’s."""
        if table not in self._answers:
            name, _, row = table.partition(".")
            found: dict[str, list[int]] = {}
            for index, person in enumerate(self.wave.respondents):
                for value in _as_tuple(person.answers.get(name, ()), row):
                    found.setdefault(value, []).append(index)
            self._answers[table] = found
        return self._answers[table]


def _as_tuple(value: AnswerValue, row: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if not row else ()
    if isinstance(value, Mapping):
        return (value[row],) if row in value else ()
    return tuple(value) if not row else ()
