"""The closed answers as columns: for each question, who gave which answer.

The question this module answers for an engineer: *how are half a million answers counted in seconds?* Each
column is made in one walk over the people; counting is then adding up arrays. It knows no table and no rule:
which answers make a base is for `tables` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # `wave` holds its own columns
    from analysis.wave import Respondent

Mask = NDArray[np.bool_]
Places = NDArray[np.int32]


class Columns:
    """The columns of one wave, each made when it is first asked for."""

    def __init__(self, people: Sequence[Respondent]) -> None:
        self._everybody = people
        self._groups: dict[str, tuple[tuple[str, ...], Places]] = {}
        self._single: dict[tuple[str, str], Mapping[str, Mask]] = {}
        self._several: dict[str, Mapping[str, Mask]] = {}

    @cached_property
    def sessions(self) -> tuple[tuple[str, ...], Places]:
        """The sessions, and for each person the place of theirs among them."""
        return _numbered(person.session for person in self._everybody)

    def group(self, by: str) -> tuple[tuple[str, ...], Places]:
        """The groups of a breakdown, and for each person the place of theirs among them."""
        if by not in self._groups:
            self._groups[by] = _numbered(person.group(by) for person in self._everybody)
        return self._groups[by]

    def nobody(self) -> Mask:
        return np.zeros(len(self._everybody), bool)

    def everybody(self) -> Mask:
        return np.ones(len(self._everybody), bool)

    def people(self, ids: Iterable[str]) -> Mask:
        """Those with these response ids."""
        return self._mask([self._place[each] for each in ids])

    def given(self, question: str) -> Mask:
        """Of whom there is any word on a question, if only that it was skipped."""
        return np.array([question in person.answers for person in self._everybody], bool)

    def single(self, question: str, row: str = "") -> Mapping[str, Mask]:
        """For each single answer anybody gave to a question, or to one row of it: who gave it."""
        if (question, row) not in self._single:
            gave: dict[str, list[int]] = {}
            for index, person in enumerate(self._everybody):
                value = person.answers.get(question)
                if row:
                    value = value.get(row) if isinstance(value, Mapping) else None
                if isinstance(value, str):
                    gave.setdefault(value, []).append(index)
            self._single[question, row] = {value: self._mask(indexes) for value, indexes in gave.items()}
        return self._single[question, row]

    def several(self, question: str) -> Mapping[str, Mask]:
        """For each option anybody chose, alone or beside others, of a question with several: who chose it."""
        if question not in self._several:
            chose: dict[str, list[int]] = {}
            for index, person in enumerate(self._everybody):
                value = person.answers.get(question)
                if isinstance(value, list | tuple):
                    for each in value:
                        chose.setdefault(each, []).append(index)
            self._several[question] = {option: self._mask(indexes) for option, indexes in chose.items()}
        return self._several[question]

    def any_of(self, masks: Mapping[str, Mask], names: Iterable[str]) -> Mask:
        """Who is in at least one of these."""
        found = self.nobody()
        for name in names:
            if name in masks:
                found |= masks[name]
        return found

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {person.response_id: index for index, person in enumerate(self._everybody)}

    def _mask(self, indexes: Sequence[int]) -> Mask:
        mask = self.nobody()
        mask[np.array(indexes, np.int64)] = True
        return mask


def _numbered(values: Iterable[str]) -> tuple[tuple[str, ...], Places]:
    place: dict[str, int] = {}
    places = np.array([place.setdefault(value, len(place)) for value in values], np.int32)
    return tuple(place), places
