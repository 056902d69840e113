"""Two waves are compared only where the same was asked, and a change is told only if it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.disclosure import Cell, Published
from analysis.findings import Findings
from analysis.summary import summarise
from analysis.tables import ALL, PEOPLE
from analysis.trends import FRAME_CHANGED, OTHER_QUESTION, TOO_FEW, NoTrend, Trend, compared, holding
from tests.analysis import invented


@pytest.fixture(scope="module")
def then() -> Findings:
    return summarise(invented.short_wave(600, 36)).findings


def table_of(findings: Findings, key: str) -> Published:
    table = findings.table(key)
    assert table is not None
    return table


def with_table(findings: Findings, changed: Published) -> Findings:
    tables = tuple(changed if one.key == changed.key else one for one in findings.tables)
    return replace(findings, tables=tables)


def feeling_unsafe(findings: Findings, percent: int) -> Findings:
    """The findings had this share felt unsafe after dark, with a range of six points either way."""
    table = table_of(findings, "safe_dark")
    cells = tuple(
        replace(one, percent=percent, low=percent - 6, high=percent + 6)
        if (one.group, one.category) == (ALL, "unsafe")
        else one
        for one in table.cells
    )
    return with_table(findings, replace(table, cells=cells))


def test_a_wave_beside_itself_has_not_changed(then: Findings) -> None:
    found = compared(then, then)
    assert found.trends
    assert holding(found.trends) == ()
    for one in found.trends:
        assert one.points == 0
        assert one.low <= 0 <= one.high
        assert "No clear change" in one.text
    assert found.marks == ()


def test_a_large_change_holds_and_is_told_with_its_range(then: Findings) -> None:
    low, high = feeling_unsafe(then, 30), feeling_unsafe(then, 60)
    up, down = compared(high, low).of("safe_dark"), compared(low, high).of("safe_dark")
    assert isinstance(up, Trend)
    assert isinstance(down, Trend)
    assert up.holds
    assert down.holds
    assert (up.points, down.points) == (30, -30)
    assert "Up 30 points (range 22 to 38)" in up.text
    assert "Down 30 points (range 22 to 38)" in down.text


def test_the_range_of_a_change_is_newcombes_of_the_two_published_ranges(then: Findings) -> None:
    trend = compared(feeling_unsafe(then, 60), feeling_unsafe(then, 30)).of("safe_dark")
    assert isinstance(trend, Trend)
    assert trend.low == round(30 - (6**2 + 6**2) ** 0.5)
    assert trend.high == round(30 + (6**2 + 6**2) ** 0.5)


def test_a_change_within_the_ranges_is_no_change(then: Findings) -> None:
    trend = compared(feeling_unsafe(then, 46), feeling_unsafe(then, 40)).of("safe_dark")
    assert isinstance(trend, Trend)
    assert not trend.holds
    assert "No clear change" in trend.text


def test_no_trend_is_drawn_where_the_answers_to_choose_from_differ(then: Findings) -> None:
    table = table_of(then, "safe_dark")
    renamed = (replace(table.categories[0], label="Safe as houses"), *table.categories[1:])
    found = compared(with_table(then, replace(table, categories=renamed)), then)
    why = found.of("safe_dark")
    assert isinstance(why, NoTrend)
    assert why.why == OTHER_QUESTION
    assert found.trends


def test_no_theme_is_compared_whose_question_was_put_in_other_words(then: Findings) -> None:
    card = then.cards[0]
    entry = next(one for one in then.ledger if one.key in card.share.entries)
    changed = replace(table_of(then, entry.table), title="Where do you feel unsafe?")
    why = compared(with_table(then, changed), then).of(card.key)
    assert isinstance(why, NoTrend)
    assert why.why == OTHER_QUESTION


def test_a_theme_keeps_its_trend_under_another_name_if_its_code_is_the_same(then: Findings) -> None:
    first = next(card for card in then.cards if card.code)
    for code, kept in ((first.code, True), ("", False)):
        cards = tuple(
            replace(one, label="Another name", code=code) if one is first else one for one in then.cards
        )
        found = compared(replace(then, cards=cards), then).of(first.key)
        assert isinstance(found, Trend) is kept


def test_a_changed_frame_is_marked_on_themes_and_not_on_questions(then: Findings) -> None:
    themes = {card.key for card in then.cards}
    found = compared(then, then, frame_changed=True)
    assert themes & {one.key for one in found.trends}
    for one in found.trends:
        assert (FRAME_CHANGED in one.marks) is (one.key in themes)


def test_other_people_answering_is_marked_on_every_trend(then: Findings) -> None:
    people = table_of(then, PEOPLE)
    rows = tuple(
        replace(one, base=(one.base or 0) * 6) if one.group.key == "area=fenland" else one
        for one in people.rows
    )
    found = compared(with_table(then, replace(people, rows=rows)), then)
    assert any("by district" in mark for mark in found.marks)
    assert not any("by age" in mark for mark in found.marks)
    assert all(set(found.marks) <= set(one.marks) for one in found.trends)


def test_what_was_hidden_then_is_not_compared_now(then: Findings) -> None:
    table = table_of(then, "safe_dark")
    hidden: tuple[Cell, ...] = tuple(replace(one, percent=None) for one in table.cells)
    found = compared(then, with_table(then, replace(table, cells=hidden))).of("safe_dark")
    assert isinstance(found, NoTrend)
    assert found.why == TOO_FEW


def test_a_comparison_that_rests_on_few_answers_says_around(then: Findings) -> None:
    table = table_of(then, "safe_dark")
    few = tuple(replace(one, base=60) if one.group.key == ALL else one for one in table.rows)
    trend = compared(with_table(then, replace(table, rows=few)), then).of("safe_dark")
    assert isinstance(trend, Trend)
    assert "around" in trend.text
