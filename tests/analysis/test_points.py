"""The title of a chart tells its point, from figures that may be shown, and is proven like any sentence."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from analysis import charts
from analysis.disclosure import PARTNER, PLAYBACK, PUBLIC
from analysis.findings import Findings
from analysis.ledger import TEMPLATES, Entry, Sentence
from analysis.puzzle import State
from analysis.report.cuts import cut, cuts, faults
from analysis.report.outline import Picture, outline
from analysis.summary import summarise
from analysis.tables import ALL
from analysis.verify import verify
from analysis.wave import WaveData
from tests.analysis import invented


@pytest.fixture(scope="module")
def wave() -> WaveData:
    return invented.wave(600, 36)


@pytest.fixture(scope="module")
def findings(wave: WaveData) -> Findings:
    return summarise(wave, PARTNER).findings


def points_of(findings: Findings) -> dict[str, str]:
    return {point.chart: point.sentence.text for point in findings.points}


def test_every_chart_with_a_point_is_titled_by_it_and_still_says_what_it_is_about(findings: Findings) -> None:
    told = points_of(findings)
    drawn = charts.charts(findings)
    assert {"safety", "districts", "heard", "would_help", "themes:unsafe_why"} <= told.keys()
    for key, each in drawn.items():
        assert each.title == told.get(key, each.subject)
        assert each.words.startswith(f"{each.title}. ")
        assert each.subject in each.words
        assert f'aria-label="{html.escape(each.words)}"' in charts.svg(each)


def test_the_largest_share_is_named_with_its_figure(findings: Findings) -> None:
    table = findings.table("themes:unsafe_why")
    assert table is not None
    cells = [cell for cell in table.cells if cell.group == ALL and cell.percent is not None]
    most = max(cells, key=lambda cell: cell.percent or 0)
    label = next(c.label for c in table.categories if c.key == most.category)
    assert points_of(findings)["themes:unsafe_why"].endswith(f"“{label}” is named most: {most.percent}%")


def test_a_figure_that_is_hidden_could_be_larger_so_the_point_speaks_of_what_is_shown(wave: WaveData) -> None:
    few = sorted(wave.wrote("unsafe_why"))[:2]
    rare = replace(
        wave.by_theme["knives"], key="rare", label="Rare thing", response_ids=frozenset(few), quotes=()
    )
    made = summarise(replace(wave, themes=(*wave.themes, rare)), PARTNER).findings
    told = points_of(made)["themes:unsafe_why"]
    assert told.startswith("Of what may be shown, “")
    assert "Rare" not in " ".join(points_of(made).values())


def test_no_point_rests_on_a_hidden_figure(wave: WaveData) -> None:
    for rules in (PARTNER, PUBLIC):
        made = summarise(wave, rules).findings
        entries = {entry.key: entry for entry in made.ledger}
        for point in made.points:
            assert point.sentence.entries
            assert all(entries[key].state is State.SHOWN for key in point.sentence.entries)
            assert all(entries[key].percent is not None for key in point.sentence.entries)


def test_a_theme_that_may_be_chance_leads_no_title(wave: WaveData) -> None:
    shaky = tuple(replace(theme, stability=0.4) for theme in wave.themes)
    made = summarise(replace(wave, themes=shaky), PARTNER).findings
    assert "themes:unsafe_why" not in points_of(made)
    drawn = charts.charts(made)["themes:unsafe_why"]
    assert drawn.title == drawn.subject


def test_a_room_or_a_handful_gets_no_points(wave: WaveData) -> None:
    assert summarise(wave, PLAYBACK).findings.points == ()
    assert summarise(invented.wave(6, 2), PUBLIC).findings.points == ()


def test_a_point_that_says_another_number_is_found(wave: WaveData, findings: Findings) -> None:
    point = findings.points[0]
    other = replace(point, sentence=replace(point.sentence, text=f"{point.sentence.text}9"))
    assert verify(replace(findings, points=(other, *findings.points[1:])), wave, afresh=False)
    swapped = next(p for p in findings.points if p.sentence.template == "leads")
    words = {**swapped.sentence.words, "label0": "Something else"}
    entries = tuple(e for e in findings.ledger if e.key in swapped.sentence.entries)
    text = TEMPLATES["leads"](entries, words, findings.rules)
    lied = replace(swapped, sentence=Sentence(text, "leads", swapped.sentence.entries, words))
    points = tuple(lied if p is swapped else p for p in findings.points)
    assert verify(replace(findings, points=points), wave)


def test_two_that_share_the_largest_are_both_named() -> None:
    one = Entry("e1", "x", "cell", numerator=60, denominator=200, percent=30)
    words = {
        "label0": "A", "label1": "B", "one": "is named most", "both": "are named most", "before": "",
    }  # fmt: skip
    told = TEMPLATES["leads"]((one, one), words, PARTNER)
    assert told == "“A” and “B” are named most: 30% each"


def test_a_part_keeps_only_points_of_its_own_figures(findings: Findings) -> None:
    leader = next(p for p in findings.points if p.chart == "themes:unsafe_why").sentence.entries[0]
    theme = next(e for e in findings.ledger if e.key == leader).category
    for one in cuts(findings):
        part = cut(findings, one.kind, one.key)
        assert faults(findings, part) == ()
        told = {point.chart for point in part.points}
        if theme not in {card.key for card in part.cards}:
            assert "themes:unsafe_why" not in told


def test_documents_say_the_point_and_the_subject(findings: Findings) -> None:
    pictures = [b for b in outline(findings, approved=True) if isinstance(b, Picture)]
    assert pictures
    for each in pictures:
        assert each.alternative == each.drawn.words
