# ruff: noqa: E501 -- patterns read best in one piece
"""A text as words with their places in it, and what surrounds each: the ground that finding names stands
on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.screening.lexicon import plain

# a letter followed by letters and the marks some scripts write above, below and beside them
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0a01-\u0a03\u0a3c-\u0a51\u0a70-\u0a75\u200c\u200d"
_LETTERS = rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*"
_WORD = re.compile(rf"{_LETTERS}(?:['’ʼ`-]{_LETTERS})*")
_SENTENCE_END = re.compile(r"[.!?…:;\n•|]|[^\w\s,.'’\"“”()&/+-]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text. `low` is what to look up: lower case, no accents, without a closing 's."""

    start: int
    end: int  # of what could be a name, so without a closing 's
    low: str
    capital: bool  # written with a capital, in a text whose capitals say something
    first: bool  # begins a sentence
    gap: str  # what stands between the word before and this one

    @property
    def named(self) -> bool:
        """A capital that the start of a sentence does not explain."""
        return self.capital and not self.first


def split_words(text: str) -> list[Word]:
    """The words of `text` in order."""
    matches = list(_WORD.finditer(text))
    capitals_speak = _capitals_speak([m.group() for m in matches])
    words: list[Word] = []
    before = 0
    for m in matches:
        raw = m.group()
        low = plain(raw)
        end = m.end()
        if low.endswith("'s") and len(low) > 3:
            low, end = low[:-2], end - 2
        gap = text[before : m.start()]
        first = not words or _SENTENCE_END.search(gap) is not None
        words.append(Word(m.start(), end, low, capitals_speak and raw[0].isupper(), first, gap))
        before = m.end()
    return words


def _capitals_speak(words: list[str]) -> bool:
    """False where everything shouts or every word has a capital: then a capital tells nothing."""
    long_words = [w for w in words if len(w) > 1]
    if not long_words:
        return False
    if sum(w.isupper() for w in long_words) > 0.6 * len(long_words):
        return False
    return len(words) < 5 or sum(w[0].isupper() for w in words) < 0.85 * len(words)
