"""How hard words are to read is measured the same way everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire.reading import YOUNGEST, hard_words, reading_age, sentences, syllables, words

LINES = (
    "safe likes picked whole lives have done the she played cried hour stop don’t can’t knives friend",
    "people unsafe station little being going playing safely police quiet create trusted worried fighting",
    "scooters pictures changes boxes online feelings answers happened needed buses science isn’t didn’t",
    "language tables safety social somewhere sometimes friendly",
    "area everything idea radio video serious family bullying cameras everyone harassment creating usual",
    "commissioner situation actually exploitation comfortable non-binary",
    "university",
)
SPOKEN = [
    (word, count) for count, line in zip((1, 2, 2, 2, 3, 4, 5), LINES, strict=True) for word in line.split()
]


@pytest.mark.parametrize(("word", "count"), SPOKEN)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


@given(st.text())
def test_any_text_has_a_reading_age(text: str) -> None:
    assert reading_age([text]) >= YOUNGEST


def test_the_age_is_the_formula_worked_by_hand() -> None:
    # 8 words in 1 sentence, 13 syllables: 0.39 × 8 + 11.8 × 13 / 8 − 15.59 + 5 = 11.7
    assert reading_age(["Police station cameras are under the big bridge."]) == 11.7


def test_texts_are_sentences_of_their_own() -> None:
    assert reading_age(["Very safe", "Very safe"]) == reading_age(["Very safe. Very safe."])


def test_longer_words_and_longer_sentences_need_an_older_reader() -> None:
    easy = reading_age(["We want to make your town safer for you and your friends."])
    longer_words = reading_age(
        ["We intend to improve municipal security for juveniles and their companions."]
    )
    assert longer_words > easy
    assert reading_age(["Safety matters. People worry."]) < reading_age(["Safety matters people worry"])


def test_words_and_sentences_are_found_as_people_write_them() -> None:
    assert sentences("One. Two? “Three!” Four\nFive") == ["One.", "Two?", "“Three!", "Four", "Five"]
    assert words("Don’t go: it’s 4 o’clock (run-down)") == ["Don’t", "go", "it’s", "4", "o’clock", "run-down"]


def test_long_words_are_named_but_not_names() -> None:
    assert hard_words("Municipal help in Peterborough. Exploitation") == ["Municipal", "Exploitation"]
