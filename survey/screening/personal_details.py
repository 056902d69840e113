"""Which words of a free text point at somebody, so that they can be taken out before anyone reads it.

For the store, on Send. It finds names, ways to reach a person, addresses and schools, whatever the
spelling, and leaves alone what points at nobody: places, months, brands, pets, public figures, help
lines, bus numbers. Who may read a text is not decided here.
"""

from __future__ import annotations

from functools import lru_cache

from survey.screening.contacts import find_contacts
from survey.screening.languages import reads_as_english
from survey.screening.lexicon import plain
from survey.screening.persons import find_persons
from survey.screening.places import find_places
from survey.screening.spans import DetailType, Span, settle, without_placeholders
from survey.screening.words import split_words

__all__ = ["DetailType", "Span", "find_details"]


def find_details(
    text: str, places: frozenset[str] = frozenset(), help_numbers: frozenset[str] = frozenset()
) -> tuple[Span, ...]:
    """Every personal detail in `text`, in order, none overlapping another."""
    readable = without_placeholders(text)
    words = split_words(readable)
    known = _plain_places(places)
    found = find_contacts(readable, help_numbers)
    found += find_places(readable, words, known)
    found += find_persons(readable, words, known, reads_as_english(words))
    return settle(found, text)


@lru_cache(maxsize=8)
def _plain_places(places: frozenset[str]) -> frozenset[str]:
    return frozenset(plain(place) for place in places)
