"""Whose words are these? Keeps what a young person wrote apart from what the safeguarding lead writes.

Two questions, both about plain text and nothing else:

- Is a redacted text still *theirs*: words taken out or replaced by a placeholder, none put in, none of the
  personal details left? A quote in a report must be what somebody wrote.
- Is a reason *the lead's own*? Reasons are kept for good, so a passage copied from the text is taken out.

Finding personal details is left to `screen`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from survey.screening import spans

PLACEHOLDERS: Final = (*spans.PLACEHOLDERS.values(), "[place]", "[removed]")
COPIED: Final = 4  # so many words in a row are a passage, not a coincidence
THEIR_WORDS: Final = "[their words]"

_PLACEHOLDER: Final = re.compile("|".join(re.escape(one) for one in PLACEHOLDERS), re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Mark:
    """A personal detail: from where to where in a text, and of what type."""

    start: int
    end: int
    type: str


def added(written: str, redacted: str) -> bool:
    """Does the redacted text hold a word that was not written, or not in that order?"""
    theirs = iter(_words(written))
    return any(word not in theirs for word in _words(_PLACEHOLDER.sub(" ", redacted)))


def still_there(written: str, details: Iterable[Mark], redacted: str) -> tuple[Mark, ...]:
    """The details found in what was written that the redacted text still holds.

    A word may be a detail in one place and not in another (“Will said he will”), so it may stay as often as
    it was written without being one.
    """
    found = tuple(details)
    harmless = _blanked(written, found)
    marks = []
    for detail in dict.fromkeys((written[one.start : one.end], one.type) for one in found):
        left = list(_places(detail[0], redacted))
        if len(left) > len(list(_places(detail[0], harmless))):
            marks += [Mark(start, end, detail[1]) for start, end in left]
    return tuple(sorted(set(marks), key=lambda mark: (mark.start, mark.end, mark.type)))


def without_passages(reason: str, written: str) -> str:
    """The reason with every passage copied from what was written taken out."""
    words = _words(written)
    length = min(COPIED, len(words))
    if length < 2:
        return reason
    passages = {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
    mine = list(_WORD.finditer(reason))
    copied = [False] * len(mine)
    for at in range(len(mine) - length + 1):
        if tuple(one.group().casefold() for one in mine[at : at + length]) in passages:
            copied[at : at + length] = [True] * length
    return _replaced(reason, mine, copied)


def _replaced(text: str, words: list[re.Match[str]], copied: list[bool]) -> str:
    kept, at, inside = [], 0, False
    for word, is_copied in zip(words, copied, strict=True):
        if is_copied:
            kept += [] if inside else [text[at : word.start()], THEIR_WORDS]
            at = word.end()
        inside = is_copied
    return "".join([*kept, text[at:]])


def _blanked(text: str, marks: Iterable[Mark]) -> str:
    """The text with these places emptied, so that what is left can be counted."""
    letters = list(text)
    for mark in marks:
        letters[mark.start : mark.end] = "\n" * (mark.end - mark.start)
    return "".join(letters)


def _places(detail: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a detail stands in a text as a whole, however it is spaced and written in capitals."""
    parts = detail.split()
    if not parts:
        return
    pattern = r"(?<!\w)" + r"\s+".join(re.escape(part) for part in parts) + r"(?!\w)"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        yield match.span()


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
