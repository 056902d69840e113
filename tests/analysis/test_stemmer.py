"""The forms of a word share a stem, and the stems are those that others who wrote the algorithm down find."""

from __future__ import annotations

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer

from analysis.stemmer import english_stem
from analysis.text import stop_words, tokens

FORMS = [
    ("lights", "lighting", "lighted"),
    ("bully", "bullies", "bullied"),
    ("safely", "safe"),
    ("police", "policing", "policed"),
    ("happiness", "happy"),
    ("running", "runs"),
    ("generously", "generous"),
    ("national", "nationality"),
    ("hopefully", "hopeful", "hopefulness"),
]


@pytest.mark.parametrize("forms", FORMS)
def test_the_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({english_stem(form) for form in forms}) == 1


def test_words_that_only_look_alike_keep_their_own() -> None:
    assert english_stem("news") != english_stem("new")
    assert english_stem("proceeds") == "proceed"
    assert english_stem("sky") == english_stem("skies") == "sky"


def test_the_stems_are_those_of_another_hand_that_wrote_the_algorithm_down() -> None:
    table = resources.files("analysis").joinpath("plain_words.tsv").read_text(encoding="utf-8")
    plain = [row["plain"] for row in csv.DictReader(table.splitlines(), delimiter="\t")]
    shipped = (path for folder in ("analysis", "survey") for path in resources.files(folder).iterdir())
    prose = [path.read_text(encoding="utf-8") for path in shipped if path.name.endswith(".py")]
    words = {word for text in [*plain, *prose] for word in tokens(text.replace("_", " "))} | stop_words()
    theirs = SnowballStemmer("english")
    assert len(words) > 3_000
    assert {word: english_stem(word) for word in words} == {word: theirs.stem(word) for word in words}


@given(st.text(alphabet="abdeginlosty'é", max_size=14))
def test_no_word_is_lost_or_grows(word: str) -> None:
    assert len(english_stem(word)) <= len(word) + 1
    assert english_stem(word) or not word.strip("'") or word.strip("'") == "s"
