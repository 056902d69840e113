"""Answers kept back from every rule and every training: most signs of harm are held, most other answers are not.

A floor, not a measure: its totals were looked at five times while thresholds were chosen (README).
"""

from __future__ import annotations

from pathlib import Path

from survey.screening import held, screen

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("harm_sample.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def holding(*levels: str) -> float:
    """The share of the answers of these levels that is held."""
    texts = [text for level, _, text in ROWS if level in levels]
    return sum(held(screen(text)) for text in texts) / len(texts)


def test_nineteen_in_twenty_signs_of_harm_are_held() -> None:
    assert holding("concern", "urgent") >= 0.95


def test_six_in_seven_other_answers_pass() -> None:
    assert holding("none", "worry") <= 1 / 7
