"""What a short, hurried answer says, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import (
    clauses,
    detect_language,
    fold,
    is_non_answer,
    negated,
    normalise,
    spelling_folds,
    stems,
    surface_tokens,
    tokens,
    turned_tokens,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t walk home ALONE!!", ["don't", "walk", "home", "alone"]),
        ("[name] at [school] said no", ["at", "school", "said", "no"]),
        ("", []),
        ("😰 🏃", []),
        ("ਸੜਕਾਂ", ["ਸੜਕਾਂ"]),
    ],
)
def test_tokens_are_words_in_lower_case_without_placeholders(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_capitals_are_kept_unless_all_of_it_is_shouted() -> None:
    assert surface_tokens("near Wisbech") == ["near", "Wisbech"]
    assert surface_tokens("NEAR WISBECH") == ["near", "wisbech"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("coz", "because"),
        ("feds", "police"),
        ("sooooo", "so"),
        ("dont", "don't"),
        ("off", "off"),
        ("lamp", "lamp"),
        ("schooool", "school"),
    ],
)
def test_text_speak_and_slang_fold_to_the_plain_word(written: str, plain: str) -> None:
    assert fold(written) == plain


def test_two_spellings_of_one_answer_become_one_string() -> None:
    assert normalise("Im scard coz of the feds") == normalise("i'm scared because of the police")


def test_forms_of_a_word_share_a_stem() -> None:
    assert stems("lights lighting") == ["light", "light"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no lights on the path", [False, True, True, True, False]),
        ("I do not feel safe", [False, False, False, True, True]),
        ("lights but no people", [False, False, False, True]),
        ("not here but lights", [False, True, True, False]),
    ],
)
def test_negation_reaches_a_few_words_and_stops_at_but(text: str, expected: list[bool]) -> None:
    assert negated(tokens(text)) == expected


def test_an_answer_about_two_things_is_cut_in_two() -> None:
    text = "The park is dark at night and there is nobody around to help. Also the bus never comes on time"
    assert len(clauses(text)) >= 2


@given(st.text(max_size=200))
def test_clauses_are_pieces_of_what_was_written_in_order(text: str) -> None:
    start = 0
    for clause in clauses(text):
        start = text.index(clause, start)
    assert bool(clauses(text)) == any(not (letter.isspace() or letter == ",") for letter in text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "idk",
        "IDK lol",
        "n/a",
        "N/A",
        "dunno mate",
        "asdfghjkl",
        "👍",
        "...",
        "i dont know",
        "xxxxxx",
    ],
)
def test_an_answer_that_says_nothing_is_known(text: str) -> None:
    assert is_non_answer(text)


@pytest.mark.parametrize(
    "text", ["nothing", "no", "nowhere is safe", "pizza", "police", "idk maybe the park", "gym"]
)
def test_a_short_answer_is_still_an_answer(text: str) -> None:
    assert not is_non_answer(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("more lights near the park please", "en"),
        ("nandos", "en"),
        ("Boję się chodzić wieczorem koło parku, bo jest ciemno", "pl"),
        ("Мені страшно ввечері на вулиці", "uk"),
        ("", "und"),
        ("😰", "und"),
    ],
)
def test_the_language_of_an_answer_is_told_only_where_it_can_be(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_a_slip_of_a_common_word_is_mended_from_the_corpus() -> None:
    counts = {"harassment": 40, "harasment": 1, "hairdresser": 1, "shops": 30}
    assert spelling_folds(counts) == {"harasment": "harassment"}
    assert spelling_folds(counts, known=["harasment"]) == {}


@given(st.text(max_size=300))
def test_no_text_is_too_strange_to_read(text: str) -> None:
    tokens(text)
    normalise(text)
    is_non_answer(text)
    detect_language(text)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("I don’t feel safe", "unsafe"),
        ("it doesnt make me feel SAFE", "unsafe"),
        ("NOT SAFE", "unsafe"),
        ("not scared", "safe"),
        ("No, I feel safe", "safe"),
        ("not only safe", "safe"),
        ("I feel safe", "safe"),
        ("never felt safer", "safer"),
        ("no lights", "lights"),
    ],
)
def test_a_not_turns_a_feeling_round_and_takes_no_thing_away(text: str, last: str) -> None:
    assert turned_tokens(text)[-1] == last


@given(
    st.text(max_size=200), st.sampled_from(["don't feel safe", "Not  SAFE", "never, safe", "no one listens"])
)
def test_turning_words_round_keeps_them_one_for_one(text: str, said: str) -> None:
    assert len(turned_tokens(text + said)) == len(surface_tokens(text + said))
