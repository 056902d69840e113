"""One invented young person: what they tick and what they write, so that the two belong together.

For `survey.example` only. Somebody worried about dark streets ticks those, writes about those and asks for
lamps; girls feel less safe after dark here than boys, because an example without differences teaches nothing.
All of it is made up. Works on any questionnaire: questions it does not know are answered by chance.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from survey.example_words import Concern, words
from survey.office import District
from survey.questionnaire import (
    Choice,
    Note,
    Question,
    Questionnaire,
    RatingGrid,
    SelectMultiple,
    SelectOne,
    Text,
    evaluate,
)

AGES: Final = {"10-11": 2, "12-13": 4, "14-15": 5, "16-17": 4, "18-24": 2}
GENDERS: Final = {"girl": 10, "boy": 10, "non_binary": 1}
SAFE_SHARE: Final = 0.2  # of people who have no worry in particular
SKIP_SHARE: Final = 0.04
SAYS_NOT_SHARE: Final = 0.04  # "Not sure", "Rather not say"
WRITE_SHARE: Final = 0.74
HARM_SHARE: Final = 0.03
DETAILS_SHARE: Final = 0.05
EMPTY_SHARE: Final = 0.08
ODD_SHARE: Final = 0.02
NAMES_THE_TOWN: Final = 0.4  # of those who write about a spot

# How likely each point of a scale is, from safest to least safe.
SCALES: Final[dict[str, tuple[int, ...]]] = {
    "calm": (50, 40, 8, 2),
    "day": (28, 52, 16, 4),
    "dark": (6, 34, 40, 20),
    "dark_girl": (3, 22, 45, 30),
    "worst": (3, 17, 50, 30),
}
SCALES_THEN: Final = SCALES | {"dark": (14, 46, 28, 12), "dark_girl": (8, 36, 36, 20)}
"""In the last wave: fewer were afraid after dark, so that there is something to see beside it."""


@dataclass(frozen=True)
class Invented:
    """What one invented person sends."""

    answers: Mapping[str, Any]
    language: str
    mode: str


@dataclass(frozen=True)
class _Person:
    age: str
    gender: str
    district: District
    concern: Concern | None
    chance: random.Random
    scales: Mapping[str, tuple[int, ...]]


def invented(
    asked: Questionnaire,
    district: District,
    chance: random.Random,
    *,
    scales: Mapping[str, tuple[int, ...]] = SCALES,
) -> Invented:
    """Somebody from this district, and their answers. `scales`: how they feel, if not as they do now."""
    concerns = words().concerns
    weights = words().districts.get(district.name, {})
    likely = [concern.share * weights.get(concern.name, 1) for concern in concerns]
    person = _Person(
        age=_drawn(AGES, chance),
        gender=_drawn(GENDERS, chance),
        district=district,
        concern=None if chance.random() < SAFE_SHARE else chance.choices(concerns, likely)[0],
        chance=chance,
        scales=scales,
    )
    answers: dict[str, Any] = {}
    for question in asked.questions:
        if question.relevant is None or evaluate(question.relevant, answers):
            answer = _answered(question, person, answers)
            if answer:
                answers[question.name] = answer
    mode = "tablet" if chance.random() < 0.25 else "phone"
    return Invented(answers, asked.language, mode)


# --- ticking ---


def _answered(question: Question, person: _Person, answers: Mapping[str, Any]) -> Any:
    chance = person.chance
    if question.name == "age_band":
        return person.age
    if isinstance(question, Note) or chance.random() < SKIP_SHARE:
        return None
    match question:
        case SelectOne():
            return _one(question, person, question.offered(answers))
        case SelectMultiple():
            return _several(question, person, question.offered(answers))
        case RatingGrid():
            return {
                row.name: _on_the_scale(question.choices, row.name, person)
                for row in question.rows_asked(answers)
            }
        case Text():
            return _written(question, person)


def _one(question: SelectOne, person: _Person, offered: Sequence[Choice]) -> str | None:
    chance = person.chance
    names = [choice.name for choice in offered]
    reserved = [choice.name for choice in offered if choice.reserved]
    plain = [choice.name for choice in offered if not choice.set_apart]
    if reserved and question.name != "area" and chance.random() < SAYS_NOT_SHARE:
        return chance.choice(reserved)
    wished = {
        "area": person.district.name,
        "gender": person.gender,
        "least_safe_place": person.concern.place if person.concern else "nowhere",
    }.get(question.name)
    if wished in names and chance.random() < 0.85:
        return wished
    if question.name in ("safe_day", "safe_dark"):
        return _on_the_scale(offered, question.name, person)
    if question.name == "place":
        here = [place.name for place in person.district.places if place.name in names]
        return chance.choice(here or plain)
    return chance.choice(plain or names)


def _several(question: SelectMultiple, person: _Person, offered: Sequence[Choice]) -> list[str]:
    chance, concern = person.chance, person.concern
    plain = [choice.name for choice in offered if not (choice.set_apart or choice.stands_alone)]
    alone = [choice.name for choice in offered if choice.exclusive]
    if concern is None and alone and question.name != "tell" and chance.random() < 0.6:
        return [chance.choice(alone)]
    if alone and chance.random() < SAYS_NOT_SHARE:
        return [chance.choice(alone)]
    wished = (
        {
            "places": concern.place,
            "worries": concern.worry,
            "least_safe_what": concern.what,
            "help_most": concern.help,
        }.get(question.name)
        if concern
        else None
    )
    chosen = [wished] if wished in plain else []
    others = [name for name in plain if name not in chosen]
    most = min(question.max or 4, len(plain)) - len(chosen)
    chosen += chance.sample(others, chance.randint(0 if chosen else 1, max(1, min(most, 3))))
    return [name for name in chosen if name is not None]


def _feeling(about: str, person: _Person) -> str:
    if person.concern is None:
        return "calm"
    if about == person.concern.place:
        return "worst"
    if about == "safe_dark":
        return "dark_girl" if person.gender == "girl" else "dark"
    return "day"


def _on_the_scale(choices: Sequence[Choice], about: str, person: _Person) -> str:
    points = [choice.name for choice in choices if not choice.set_apart]
    weights = person.scales[_feeling(about, person)][: len(points)]
    points = points[: len(weights)]
    return person.chance.choices(points, weights)[0]


# --- writing ---


def _written(question: Text, person: _Person) -> str | None:
    chance = person.chance
    if chance.random() > WRITE_SHARE:
        return None
    drawn = chance.random()
    if drawn < EMPTY_SHARE:
        return chance.choice(words().no_answer)
    if drawn < EMPTY_SHARE + ODD_SHARE:
        return chance.choice((*words().off_topic, *words().other_languages))
    text = _why_unsafe(person) if question.name == "unsafe_why" else _what_helps(person)
    return _as_typed(_filled(text, person), chance)[: question.max_length]


def _why_unsafe(person: _Person) -> str:
    chance, concern = person.chance, person.concern
    drawn = chance.random()
    if drawn < HARM_SHARE:
        return chance.choice(words().signs_of_harm)
    if drawn < HARM_SHARE + DETAILS_SHARE:
        return chance.choice(words().with_details)
    if concern is None:
        return chance.choice(words().safe)
    text = chance.choice(concern.heads)
    if chance.random() < 0.65:
        text += f" {chance.choice(concern.tails)}"
    if chance.random() < 0.15:
        another = chance.choice(chance.choice(words().concerns).heads)
        text += f". Also {another[0].lower()}{another[1:]}"
    return text


def _what_helps(person: _Person) -> str:
    chance = person.chance
    concern = person.concern or chance.choice(words().concerns)
    if chance.random() < (0.5 if person.concern is None else 0.08):
        return chance.choice(words().helps_already)
    text = chance.choice(concern.asks)
    return f"{text}, {chance.choice(concern.reasons)}" if chance.random() < 0.55 else text


def _filled(text: str, person: _Person) -> str:
    chance, here = person.chance, person.district.places[:1]
    named = here and chance.random() < NAMES_THE_TOWN
    return text.format(
        spot=here[0].label if named else chance.choice(words().spots),
        name=chance.choice(words().names),
        surname=chance.choice(words().surnames),
        handle=chance.choice(words().handles),
        street=chance.choice(words().streets),
        number=chance.randint(2, 98),
        phone=f"07700 900{chance.randint(0, 999):03d}",
        email=f"{chance.choice(words().handles)}@example.org",
    )


def _as_typed(text: str, chance: random.Random) -> str:
    """Thumbs on a phone: no capitals, no apostrophes, no full stop, as often as not."""
    if chance.random() < 0.4:
        text = text[0].lower() + text[1:]
    if chance.random() < 0.35:
        text = text.replace("'", "")
    if chance.random() < 0.15:
        text = text.replace("because", "cuz").replace("people", "ppl")
    return text + ("." if chance.random() < 0.4 else "")


def _drawn(weights: Mapping[str, int], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
