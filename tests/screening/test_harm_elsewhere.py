"""Signs of harm in other languages and spellings are held; ordinary answers in them are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.screening import held, screen
from survey.screening.harm_elsewhere_ideas import folded

_ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "harm_elsewhere.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
_LANGUAGES = sorted({language for language, _, _ in _ROWS})


@pytest.mark.parametrize("language", _LANGUAGES)
def test_at_least_nineteen_in_twenty_serious_answers_are_held(language: str) -> None:
    serious = [text for code, kind, text in _ROWS if code == language and kind == "serious"]
    assert sum(held(screen(text)) for text in serious) >= 0.95 * len(serious)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_few_ordinary_answers_are_held(language: str) -> None:
    harmless = [text for code, kind, text in _ROWS if code == language and kind == "harmless"]
    assert sum(held(screen(text)) for text in harmless) <= 0.2 * len(harmless)


@pytest.mark.parametrize(
    ("hurt", "denied"),
    [
        ("tata mnie bije", "tata mnie nie bije"),
        ("tetis musa mane", "tetis nemusa manes"),
        ("tata ma bate", "tata nu ma bate"),
        ("o meu pai bate-me", "o meu pai nunca me bate"),
        ("тато б'є мене", "тато мене не б'є"),
        ("папа меня бьет", "папа меня не бьет"),
        ("abbu mujhe marte hain", "abbu mujhe nahi marte"),
        ("daddy mainu kutda hai", "daddy mainu nahi kutda"),
    ],
)
def test_a_denial_is_no_report(hurt: str, denied: str) -> None:
    assert held(screen(hurt))
    assert not held(screen(denied))


def test_accents_and_look_alike_letters_make_no_difference() -> None:
    assert folded("Boję się wracać") == folded("boje sie wracac")
    assert folded("كوڕ") == folded("کور")
    assert held(screen("Ojczym bił mamę, boję się")) == held(screen("ojczym bil mame, boje sie")) is True


def test_an_english_answer_is_not_read_in_another_language() -> None:
    assert not held(screen("me and my mate sit on the wall and eat chips"))
