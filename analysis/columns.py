"""The closed answers as columns: for each question, who gave which answer.

The question this module answers for an engineer: *how are half a million answers counted in seconds?* Each
column is made in one walk over the people; counting is then adding up arrays. It knows no table and no rule:
which answers make a base is for `tables` to say.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # `wave` holds its own columns
    from analysis.wave import Respondent

Mask = NDArray[np.bool_]
Places = NDArray[np.int32]
Value = TypeVar("Value", bound=Hashable)


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
        return self.at(self.places(ids))

    def places(self, ids: Iterable[str]) -> list[int]:
        """Where those with these response ids stand among everybody."""
        return [self._place[each] for each in ids]

    def at(self, places: Sequence[int]) -> Mask:
        """Those who stand there among everybody."""
        mask = self.nobody()
        mask[np.array(places, np.int64)] = True
        return mask

    def given(self, question: str) -> Mask:
        """Of whom there is any word on a question, if only that it was skipped."""
        return np.array([question in person.answers for person in self._everybody], bool)

    def single(self, question: str, row: str = "") -> Mapping[str, Mask]:
        """For each single answer anybody gave to a question, or to one row of it: who gave it."""
        if (question, row) not in self._single:
            given: Iterable[object] = (person.answers.get(question) for person in self._everybody)
            if row:
                given = (value.get(row) if isinstance(value, dict | Mapping) else None for value in given)
            values, places = _numbered(value if isinstance(value, str) else None for value in given)
            self._single[question, row] = {
                value: places == place for place, value in enumerate(values) if value is not None
            }
        return self._single[question, row]

    def several(self, question: str) -> Mapping[str, Mask]:
        """For each option anybody chose, alone or beside others, of a question with several: who chose it."""
        if question not in self._several:
            given = (person.answers.get(question) for person in self._everybody)
            chosen, places = _numbered(
                tuple(value) if isinstance(value, list | tuple) else () for value in given
            )
            options = dict.fromkeys(option for together in chosen for option in together)
            self._several[question] = {
                option: np.array([option in together for together in chosen], bool)[places]
                for option in options
            }
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


def _numbered(values: Iterable[Value]) -> tuple[tuple[Value, ...], Places]:
    """Each different value once, in the order they came, and for each of all values its place among them."""
    place: dict[Value, int] = {}
    places = np.array([place.setdefault(value, len(place)) for value in values], np.int32)
    return tuple(place), places
