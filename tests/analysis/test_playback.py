"""What a room is shown of itself never says a number, and never that nobody or everybody said something."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import PLAYBACK, whole_percent
from analysis.ledger import share_words
from analysis.playback import Heard, Share, heard
from analysis.wave import Asked, Missing, OfficeFacts, Option, Respondent, WaveData

SCALE = tuple(Option(name, name) for name in ("safe", "in_between", "not_safe"))
QUESTIONS = (
    Asked("age_band", "How old are you?", "select_one", tuple(Option(n, n) for n in ("10-11", "12-13"))),
    Asked("day", "In the day?", "select_one", (*SCALE, Option("does_not_go", "I don’t go", apart=True))),
    Asked("help", "What would help?", "select_multiple", tuple(Option(n, n) for n in "abcd")),
    Asked("places", "How safe here?", "rating_grid", SCALE, (Option("park", "Park"), Option("bus", "Bus"))),
    Asked("worry", "What worries you?", "select_one", SCALE, sensitive=True),
    Asked("why", "Why?", "text"),
)
ANSWERS = st.fixed_dictionaries(
    {
        "age_band": st.sampled_from(["10-11", "12-13", Missing.SKIPPED]),
        "day": st.sampled_from(["safe", "in_between", "not_safe", "does_not_go", Missing.NOT_SURE]),
        "help": st.lists(st.sampled_from("abcd"), max_size=4, unique=True).map(tuple),
        "places": st.dictionaries(
            st.sampled_from(["park", "bus"]), st.sampled_from(["safe", "in_between", "not_safe"])
        ),
        "worry": st.sampled_from(["safe", "not_safe"]),
        "why": st.just("given"),
    }
)
ROOMS = st.lists(ANSWERS, max_size=40)


def room(people: list[dict[str, Any]]) -> WaveData:
    return WaveData(
        name="w",
        title="W",
        questions=QUESTIONS,
        respondents=tuple(
            Respondent(str(number), "s", "fenland", "", answers) for number, answers in enumerate(people)
        ),
        office=OfficeFacts("Office"),
        breakdowns=(),
    )


def alike(number: int, **answers: Any) -> list[dict[str, Any]]:
    return [answers] * number


def by_question(told: tuple[Heard, ...]) -> dict[str, dict[str, Share]]:
    return {
        f"{one.question}.{one.row}".rstrip("."): {bar.answer: bar.share for bar in one.bars} for one in told
    }


@given(ROOMS)
def test_no_bar_stands_on_fewer_than_ten_and_none_is_about_a_person_or_sensitive(
    people: list[dict[str, Any]],
) -> None:
    bases: Counter[str] = Counter()
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for answers in people:
        if answers["day"] in ("safe", "in_between", "not_safe"):
            bases["day"] += 1
            said["day"][str(answers["day"])] += 1
        if answers["help"]:
            bases["help"] += 1
            said["help"].update(answers["help"])
        for row, choice in answers["places"].items():
            bases[f"places.{row}"] += 1
            said[f"places.{row}"][choice] += 1
    told = by_question(heard(room(people)))
    assert set(told) == {name for name, base in bases.items() if base >= PLAYBACK.smallest_base}
    for name, bars in told.items():
        for answer, share in bars.items():
            assert share == share_words(whole_percent(said[name][answer], bases[name]))


@given(st.integers(PLAYBACK.smallest_base, 5_000))
def test_every_band_leaves_more_than_one_number_possible(base: int) -> None:
    """Whoever knows how many answered still cannot read a number off a bar, nor that it was nobody or all."""
    possible = Counter(share_words(whole_percent(count, base)) for count in range(base + 1))
    assert set(possible) == set(Share)
    assert min(possible.values()) >= 2


@given(ROOMS)
def test_a_choice_named_by_more_people_is_never_hinted_at_within_a_band(
    people: list[dict[str, Any]],
) -> None:
    for one in heard(room(people)):
        if one.question == "help":
            assert list(one.bars) == sorted(one.bars, key=lambda bar: (-bar.share.step, bar.answer))
        else:
            assert [bar.answer for bar in one.bars] == ["safe", "in_between", "not_safe"]


def test_nobody_looks_like_a_few_and_everybody_like_nearly_all() -> None:
    everybody = alike(12, day="safe", help=("a",), places={})
    nearly = [
        *alike(11, day="safe", help=("a",), places={}),
        *alike(1, day="not_safe", help=("b",), places={}),
    ]
    assert heard(room(everybody)) == heard(room(nearly))
    assert by_question(heard(room(everybody)))["day"] == {
        "safe": Share.NEARLY_ALL,
        "in_between": Share.A_FEW,
        "not_safe": Share.A_FEW,
    }


def test_nine_are_told_nothing() -> None:
    assert heard(room(alike(9, day="safe", help=("a",), places={"park": "safe"}))) == ()
    assert heard(room(alike(10, day="safe", help=("a",), places={"park": "safe"}))) != ()


@pytest.mark.parametrize(("share", "step"), [(Share.A_FEW, 1), (Share.ABOUT_HALF, 3), (Share.NEARLY_ALL, 5)])
def test_a_bar_is_as_long_as_its_band(share: Share, step: int) -> None:
    assert share.step == step
