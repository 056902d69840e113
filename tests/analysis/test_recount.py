"""Counting again goes another way than counting, and arrives at the same."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.places_times import PLACE_KINDS, TIMES
from analysis.recount import Recount
from analysis.spelled import spelled
from analysis.wave import NOT_STATED, ClearedText, Respondent
from tests.analysis import invented

PATTERNS = [*PLACE_KINDS.values(), *TIMES.values()]
PHRASES = sorted(frozenset[str]().union(*map(spelled, PATTERNS)))
BESIDE = (
    "the",
    "a",
    "by",
    "way",
    "bus",
    "town",
    "school",
    "s",
    "busy",
    "parkway",
    "night's",
    "isn't",
    "end of",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_spelled_as_it_would_be_found(pattern: str) -> None:
    phrases = spelled(pattern)
    assert len(phrases) >= pattern.count("|")
    assert all(re.fullmatch(pattern, phrase) for phrase in phrases)


@pytest.mark.parametrize("pattern", ["bus(es", "bus)", "bus.*", "[ab]us", "bus+"])
def test_a_pattern_that_cannot_be_spelled_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"group|spelled"):
        spelled(pattern)


@given(
    st.lists(st.sampled_from([*PHRASES, *BESIDE]), min_size=1, max_size=7),
    st.sampled_from(["", "'s", "s", "̈"]),
)
def test_whoever_is_found_to_speak_of_a_place_or_time_is_found_again(said: list[str], ending: str) -> None:
    wave = invented.wave(12, 3)
    person = wave.respondents[0].response_id
    theme = replace(
        wave.themes[0],
        response_ids=frozenset({person}),
        opposite_ids=frozenset(),
        quotes=(),
        polarity="worry",
    )
    text = ClearedText("t", person, theme.question, " ".join(said) + ending)
    one = replace(wave, texts=(text,), themes=(theme,))
    found, again = one.spoke_of(theme.question), Recount(one)
    for kind, names in (("where", PLACE_KINDS), ("when", TIMES)):
        for name in names:
            mask = found.get(name, np.zeros(12, bool))
            assert again.said(f"{kind}:{theme.key}", name).tolist() == mask.tolist(), (name, text.text)


ANSWER = st.sampled_from(["very_safe", "very_unsafe", "not_sure", "skipped", "does_not_go"])
SEVERAL = st.lists(st.sampled_from(["park", "bus", "online"]), max_size=3, unique=True).map(tuple)
PERSON = st.fixed_dictionaries(
    {},
    optional={
        "safe_day": ANSWER,
        "places": SEVERAL | st.just("skipped"),
        "place_safety": st.dictionaries(st.sampled_from(["park", "bus"]), ANSWER) | st.just("skipped"),
    },
)


@given(st.lists(PERSON, min_size=1, max_size=8))
def test_answers_are_counted_alike_by_columns_again_and_one_by_one(people: list[dict[str, object]]) -> None:
    everybody = tuple(
        Respondent(f"r{number}", "s1", "", "12-13", answers)  # type: ignore[arg-type]
        for number, answers in enumerate(people)
    )
    wave = replace(invented.wave(12, 3), respondents=everybody, texts=(), themes=())
    columns, again = wave.columns, Recount(wave)
    nobody = columns.nobody()
    for value in ("very_safe", "very_unsafe"):
        one_by_one = [answers.get("safe_day") == value for answers in people]
        assert columns.single("safe_day").get(value, nobody).tolist() == one_by_one
        assert again.said("safe_day", value).tolist() == one_by_one
        in_park = [
            isinstance(grid := answers.get("place_safety"), dict) and grid.get("park") == value
            for answers in people
        ]
        assert columns.single("place_safety", "park").get(value, nobody).tolist() == in_park
        assert again.said("place_safety.park", value).tolist() == in_park
    for place in ("park", "bus"):
        chose = [isinstance(many := answers.get("places"), tuple) and place in many for answers in people]
        assert columns.several("places").get(place, nobody).tolist() == chose
        assert again.said("places", place).tolist() == chose
    not_asked = ["safe_day" not in answers for answers in people]
    assert again.said("states:safe_day", "not_asked").tolist() == not_asked
    assert again.group(f"area={NOT_STATED}").tolist() == [True] * len(people)
