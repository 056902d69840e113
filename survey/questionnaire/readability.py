"""Who can read this questionnaire? Each string and each screen, for each variant that shows it.

For the check and its report. A string is measured when it is long enough for the formula to mean
something, and every screen is measured as a whole: label, hint and the choices these readers are offered.
Names of places are left out, since nobody can shorten them. Only English is measured; another language
needs a measure of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from survey.located import Place
from survey.questionnaire.checked import Checked
from survey.questionnaire.model import Question, Questionnaire, RatingGrid, Readers, SelectMultiple, SelectOne
from survey.questionnaire.reading import SHORTEST_JUDGED, reading_age, words
from survey.questionnaire.rules import Rule
from survey.questionnaire.translate import strings

USUAL_READERS = Readers(label="everybody", reading_age=11)
"""Whom words are written for when a questionnaire does not say."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A word of the office’s, put in when the page is shown."""


def in_english(questionnaire: Questionnaire) -> bool:
    return questionnaire.language.split("-")[0] == "en"


@dataclass(frozen=True)
class Measured:
    """How old somebody must be to read a string, or a whole screen, with ease."""

    place: Place
    text: str
    age: float
    readers: Readers


def reading_ages(checked: Checked) -> Iterator[Measured]:
    """The reading age of every sentence and of every screen, for each variant that shows it."""
    if not in_english(checked.questionnaire):
        return
    for readers in checked.questionnaire.written_for or (USUAL_READERS,):
        more = [readers.when] if readers.when is not None else []
        for page in ("opening", "thanks", "quiet", "screen_out"):
            texts = [(place, text) for place, text in strings(checked.questionnaire) if place[0] == page]
            yield from _measured(texts, (page,), readers)
        for place, question in checked.numbered():
            if checked.reach.question(question, *more) is not False:
                texts = list(_on_screen(checked, place, question, more))
                yield from _measured(texts, place, readers)


def _on_screen(
    checked: Checked, place: Place, question: Question, more: list[Rule]
) -> Iterator[tuple[Place, str]]:
    """What these readers read on a question’s screen; names of places are left out."""
    yield (*place, "label"), question.label
    if question.hint:
        yield (*place, "hint"), question.hint
    if isinstance(question, SelectOne | SelectMultiple | RatingGrid):
        for number, choice in enumerate(question.choices):
            if choice.label in checked.names:
                continue
            if choice.relevant is None or checked.reach.choice(question, choice, *more) is not False:
                yield (*place, "choices", number, "label"), choice.label


def _measured(texts: Iterable[tuple[Place, str]], place: Place, readers: Readers) -> Iterator[Measured]:
    plain = [(where, PLACEHOLDER.sub("us", text)) for where, text in texts]
    for where, text in plain:
        if len(words(text)) >= SHORTEST_JUDGED:
            yield Measured(where, text, reading_age([text]), readers)
    if sum(len(words(text)) for _, text in plain) >= SHORTEST_JUDGED:
        yield Measured(place, "the whole screen", reading_age(text for _, text in plain), readers)
