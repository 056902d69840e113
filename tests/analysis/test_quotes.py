"""Quotes: only what two people agreed to, word for word, and nothing that tells who."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.disclosure import PARTNER, PUBLIC, publish
from analysis.quotes import Refusal, attribution, joins_day_place_and_person, mask, quotable
from analysis.tables import themes_table
from analysis.wave import ClearedText, Quote, WaveData
from tests.analysis import invented

WAVE = invented.wave(400, 24)
TABLE = publish(themes_table(WAVE, "unsafe_why"), PARTNER).table
THEME = WAVE.by_theme["dark_streets"]
GOOD = THEME.quotes[0]


def refusals(quote: Quote, wave: WaveData = WAVE) -> list[Refusal]:
    _, refused = quotable(wave, replace(THEME, quotes=(quote,)), TABLE, PARTNER)
    return [reason for _, reason in refused]


def test_a_quote_two_people_agreed_to_passes_word_for_word() -> None:
    (quoted, *_), _ = quotable(WAVE, THEME, TABLE, PARTNER)
    assert quoted.words in WAVE.by_text[quoted.text_id].text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"cleared_by": ""}, Refusal.NOT_CLEARED),
        ({"approved_by": ""}, Refusal.NOT_APPROVED),
        ({"approved_by": "lead"}, Refusal.SAME_PERSON),
        ({"start": GOOD.start + 1}, Refusal.MID_WORD),
    ],
)
def test_a_quote_stays_out_when(change: dict[str, object], reason: Refusal) -> None:
    assert refusals(replace(GOOD, **change)) == [reason]  # type: ignore[arg-type]


def test_nobody_is_quoted_twice() -> None:
    person = WAVE.by_text[GOOD.text_id].response_id
    _, refused = quotable(WAVE, replace(THEME, quotes=(GOOD,)), TABLE, PARTNER, already_quoted={person})
    assert [reason for _, reason in refused] == [Refusal.QUOTED_BEFORE]


def _with_words(words: str) -> tuple[WaveData, Quote]:
    old = WAVE.by_text[GOOD.text_id]
    text = ClearedText(old.text_id, old.response_id, old.question, words)
    texts = tuple(text if each.text_id == old.text_id else each for each in WAVE.texts)
    quote = Quote(old.text_id, 0, len(words), "lead", "second")
    themes = tuple(
        replace(t, quotes=tuple(q for q in t.quotes if q.text_id != old.text_id)) for t in WAVE.themes
    )
    return replace(WAVE, texts=texts, themes=themes), quote


def test_more_than_forty_words_are_too_many() -> None:
    wave, quote = _with_words(" ".join(["dark"] * 41))
    assert refusals(quote, wave) == [Refusal.TOO_LONG]


def test_a_day_a_place_and_a_person_together_are_too_much() -> None:
    wave, quote = _with_words("last friday a man followed my sister near the station")
    assert refusals(quote, wave) == [Refusal.DETAIL]
    assert not joins_day_place_and_person("a man followed my sister home")


def test_swearing_keeps_its_first_letter() -> None:
    assert mask("its bullshit, shitty lights in Scunthorpe") == "its b*******, s***** lights in Scunthorpe"


def test_the_public_learns_the_county_and_partners_the_district() -> None:
    person = WAVE.by_person[WAVE.by_text[GOOD.text_id].response_id]
    assert attribution(WAVE, person, PUBLIC).endswith("the county")
    district = WAVE.group_label("area", person.area)
    assert attribution(WAVE, person, PARTNER).endswith((district, "the county"))


def test_a_small_group_is_not_named_under_a_quote() -> None:
    few = invented.wave(25, 5)
    assert all(
        attribution(few, person, rules) == "" for person in few.respondents for rules in (PUBLIC, PARTNER)
    )
