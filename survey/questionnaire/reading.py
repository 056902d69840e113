"""How old must a reader be to read this with ease?

For whoever writes questions. The measure is the Flesch–Kincaid grade (Kincaid and others, 1975) plus
five, the age at which an English child is in that school year: 0.39 × words a sentence + 11.8 × syllables
a word − 15.59. It is made for running text: a string of a few words is judged with the rest of its
screen, or by its longest word. Syllables are counted by rule, so that the check runs on any machine and
always says the same. What to do about a hard sentence is left to the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

YOUNGEST = 5.0
"""The formula knows nothing below the first year of school."""

SHORTEST_JUDGED = 7
"""Words below which the formula says more about one long name than about the reading."""

LONGEST_SENTENCE = 15
"""Words in a sentence for young people (design of the questionnaire)."""

MANY_SYLLABLES = 4
"""A word this long stops a young reader, however short the sentence."""

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])[”’\"']?\s+|\n+")


def reading_age(texts: Iterable[str]) -> float:
    """The age at which these texts, each at least a sentence of its own, are read with ease."""
    found = [words(sentence) for text in texts for sentence in sentences(text)]
    counted = [sentence for sentence in found if sentence]
    total = sum(len(sentence) for sentence in counted)
    if not total:
        return YOUNGEST
    spoken = sum(syllables(word) for sentence in counted for word in sentence)
    grade = 0.39 * total / len(counted) + 11.8 * spoken / total - 15.59
    return max(YOUNGEST, round(grade + 5, 1))


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def hard_words(text: str) -> list[str]:
    """Words of many syllables, names (with a capital inside the sentence) left out."""
    return [
        word
        for sentence in sentences(text)
        for number, word in enumerate(words(sentence))
        if syllables(word) >= MANY_SYLLABLES and not (number and word[0].isupper())
    ]


# --- syllables ------------------------------------------------------------------------------------------

_VOWELS = re.compile(r"[aeiouy]+")
_APART = re.compile(  # vowels that stand side by side and are spoken apart
    r"(?<!l)i(?:a(?!ge?$)|o(?!u))|eo|[aeiouy]ing|(?<![gq])ua(?!r)|crea(?!m|k)|reac(?!h)|[aeio]us$|science|diet"
)
_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$"  # safe
    r"|(?<=[aeiouy]l)es?$"  # while
    r"|(?<=[^aeioutdy])ed$"  # picked
    r"|(?<=[^aeioulscxzgh])es$"  # likes
    r"|(?<=[^aeiou])e(?=(?:ly|ty|ment|ful|less|where|thing|body|times)$)"  # safely
)
_JOINED = re.compile(r"[cst]i(?:a|ou|o)(?=[a-z])")  # special, station: one sound
_KNOWN = {
    "every": 2,
    "everyone": 3,
    "everything": 3,
    "people": 2,
    "area": 3,
    "being": 2,
    "someone": 2,
    "somewhere": 2,
}
_KNOWN |= {"sometimes": 2, "something": 2, "friends": 1, "quiet": 2, "idea": 3, "science": 2, "clothes": 1}


def syllables(word: str) -> int:
    """How many syllables a word has, by rule; never fewer than one."""
    plain = word.lower().replace("’", "'")
    return sum(_syllables_of(part) for part in plain.split("-") if part) or 1


def _syllables_of(part: str) -> int:
    part = re.sub(r"(?<=[^aeiouyrn])n't$", "ent", part)  # didn’t
    part = re.sub(r"'\w*$", "", part)
    if part in _KNOWN:
        return _KNOWN[part]
    if part.endswith("s") and part[:-1] in _KNOWN:
        return _KNOWN[part[:-1]]
    joined = _JOINED.sub("sha", part)
    spoken = _SILENT.sub("", joined)
    return max(1, len(_VOWELS.findall(spoken)) + len(_APART.findall(spoken)))
