"""Free text, screened before it is stored, analysed or shown.

`screen` takes one text and gives back what may be read once it is cleared (`redacted`), what was taken
out (`spans`) and how soon a person should read it (`level`, `reasons`). `held` says whether anybody
must. The same text always gets the same answer, nothing is remembered between texts, and nothing here
scores or describes a young person.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.levels import HarmLevel
from survey.screening.harm_kinds import UNSURE
from survey.screening.harm_signs import find_harm
from survey.screening.languages import recognise
from survey.screening.personal_details import find_details
from survey.screening.spans import DetailType, Span, replace
from survey.screening.words import split_words

__all__ = ["DetailType", "HarmLevel", "Screened", "Span", "held", "nameless", "screen"]


@dataclass(frozen=True, slots=True)
class Screened:
    """One text after screening. `reasons` are kinds such as "self_harm", never words of the text."""

    redacted: str = field(repr=False)
    spans: tuple[Span, ...]
    level: HarmLevel
    reasons: tuple[str, ...]
    language: str  # as recognised: "en", "pl", ...; "" when there is too little to tell


def screen(
    text: str,
    *,
    places: frozenset[str] = frozenset(),
    language: str | None = None,
    question: str | None = None,
    help_numbers: frozenset[str] = frozenset(),
) -> Screened:
    """Find the personal details and the signs of harm in one free text.

    `places` are the office's own place names, left alone. `language` is the one the page was in,
    `question` the name of the question answered: after "what makes you feel unsafe?" a bare "home" means
    something else than after "what makes you feel safer?". `help_numbers` are the office's help lines,
    digits only, left alone.
    """
    spans = find_details(text, places, help_numbers)
    recognised = recognise(split_words(text))
    harm = find_harm(nameless(text, spans), recognised, question)
    return Screened(replace(text, spans), spans, harm.level, harm.reasons, recognised)


def nameless(text: str, spans: tuple[Span, ...]) -> str:
    """`text` for reading harm: who did it is "someone", and an address or a link says nothing about harm."""
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += (text[at : span.start], "someone" if span.type is DetailType.PERSON else " ")
        at = span.end
    return "".join([*parts, text[at:]])


def held(screened: Screened) -> bool:
    """Must the safeguarding lead read it before anyone else may? Yes for concern and urgent, and when
    unsure.
    """
    return screened.level in (HarmLevel.CONCERN, HarmLevel.URGENT) or UNSURE in screened.reasons
