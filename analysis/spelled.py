"""Which phrases does a short pattern stand for? “bus(es)?” is “bus” and “buses”.

For whoever counts again by another way than searching: `recount` looks phrases up word by word, where
`places_times` searches for patterns. It knows what those patterns are made of, and refuses anything else:
letters, digits and spaces, groups, alternatives, and a question mark after a letter or a group.
"""

from __future__ import annotations

import re
from typing import Final

WORD: Final = re.compile(r"\w+|[^\w\s]")
"""A word, or a sign between two: what no phrase may begin or end in the middle of."""

_PLAIN: Final = re.compile(r"[\w ]")


def words_of(text: str) -> list[str]:
    """The words of a folded answer, and the signs between them."""
    return WORD.findall(text)


def spelled(pattern: str) -> frozenset[str]:
    """Every phrase a pattern stands for. Raises `ValueError` for what it does not know."""
    phrases, rest = _alternatives(pattern)
    if rest:
        raise ValueError(f"{pattern!r} closes a group that it never opened")
    return frozenset(phrases)


def _alternatives(rest: str) -> tuple[list[str], str]:
    """The phrases up to the end of a group or of the pattern, and what comes after them."""
    found: list[str] = []
    so_far = [""]
    while rest and rest[0] != ")":
        if rest[0] == "|":
            found, so_far, rest = found + so_far, [""], rest[1:]
            continue
        one, rest = _one(rest)
        if rest.startswith("?"):
            one, rest = ["", *one], rest[1:]
        so_far = [before + after for before in so_far for after in one]
    return found + so_far, rest


def _one(rest: str) -> tuple[list[str], str]:
    """A letter, or a group."""
    if rest[0] == "(":
        inside, after = _alternatives(rest[1:])
        if not after:
            raise ValueError("a group is opened and never closed")
        return inside, after[1:]
    if not _PLAIN.match(rest):
        raise ValueError(f"{rest[0]!r} is more than a phrase can be spelled from")
    return [rest[0]], rest[1:]
