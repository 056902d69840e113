"""The young people’s page ends with whom they can turn to: the office’s own list, and none of our making."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import report
from analysis.disclosure import PARTNER
from analysis.findings import Findings
from analysis.report import words
from analysis.summary import summarise
from analysis.verify import verify
from analysis.wave import HelpTold, WaveData
from tests.analysis import invented

LINES = (
    HelpTold("A line", "Anyone can talk.", call="0000 111", url="https://www.example.org/talk", hours="day and night"),
    HelpTold("Another", "You want to write", text="00000"),
)  # fmt: skip


@pytest.fixture(scope="module")
def wave() -> WaveData:
    made = invented.short_wave(300, 20)
    return replace(made, office=replace(made.office, help_lines=LINES, area_name="Invented shire"))


@pytest.fixture(scope="module")
def findings(wave: WaveData) -> Findings:
    return summarise(wave, PARTNER).findings


def test_each_line_says_for_what_and_how(findings: Findings) -> None:
    assert words.help_lines(findings.about) == (
        ("A line", "Anyone can talk. Ring 0000 111. See example.org/talk (day and night)."),
        ("Another", "You want to write. Text 00000."),
    )


def test_they_stand_on_the_page_and_an_example_says_that_it_is_one(findings: Findings) -> None:
    for made in (report.to_html(findings), report.to_markdown(findings)):
        assert words.TALK in made
        assert words.CHECK_FIRST in made
        assert "0000 111" in made
    real = replace(findings, about=replace(findings.about, invented=False))
    assert words.CHECK_FIRST not in report.to_html(real)


def test_without_a_list_nothing_is_said(findings: Findings) -> None:
    none = replace(findings, about=replace(findings.about, help_lines=()))
    assert words.TALK not in report.to_html(none)


def test_a_changed_number_is_found(wave: WaveData, findings: Findings) -> None:
    assert verify(findings, wave) == ()
    wrong = replace(findings.about, help_lines=(replace(LINES[0], call="0000 222"), LINES[1]))
    assert verify(replace(findings, about=wrong), wave)


def test_the_name_of_the_area_stands_under_quotes(wave: WaveData, findings: Findings) -> None:
    under = {quoted.attribution for card in findings.cards for quoted in card.quotes}
    assert any(one.endswith(", Invented shire") for one in under)
