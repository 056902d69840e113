"""Every theme card says what was released of it in the last wave, and nothing of it can be changed unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analysis import report
from analysis.beside import NOT_TOLD_THEN, Earlier, from_json, set_beside, to_json
from analysis.disclosure import PARTNER, Published
from analysis.findings import Findings, json_schema
from analysis.findings import from_json as findings_from_json
from analysis.findings import to_json as findings_to_json
from analysis.release import approve, beside_of, prepare, proof
from analysis.report.words import SINCE
from analysis.summary import summarise
from analysis.tables import ALL
from analysis.trends import FRAME_CHANGED, OTHER_QUESTION
from analysis.verify import quotes_and_sentences, sentences, verify
from tests.analysis import invented

WAVE = invented.short_wave(600, 36)
DAY = date(2026, 11, 6)


@pytest.fixture(scope="module")
def alone() -> Findings:
    return summarise(WAVE).findings


@pytest.fixture(scope="module")
def earlier(alone: Findings) -> Earlier:
    """The last wave: its first theme was told by far fewer, its last one was not told."""
    card = alone.cards[0]
    entry = next(one for one in alone.ledger if one.key in card.share.entries)

    def fewer(table: Published) -> Published:
        if table.key != entry.table:
            return table
        cells = tuple(
            replace(one, percent=2, low=1, high=4)
            if (one.group, one.category) == (ALL, entry.category)
            else one
            for one in table.cells
        )
        return replace(table, cells=cells)

    then = replace(
        alone,
        about=replace(alone.about, wave="spring-2026", title="Spring 2026"),
        cards=alone.cards[:-1],
        tables=tuple(map(fewer, alone.tables)),
    )
    return Earlier(then, "a" * 64)


@pytest.fixture(scope="module")
def beside(alone: Findings, earlier: Earlier) -> Findings:
    return set_beside(alone, earlier)


def trend_of(findings: Findings, number: int) -> str:
    trend = findings.cards[number].trend
    assert trend is not None
    return trend.text


def test_a_first_wave_is_compared_with_nothing(alone: Findings) -> None:
    assert set_beside(alone, None) == alone
    assert all(card.trend is None for card in alone.cards)


def test_a_change_that_holds_is_told_with_its_range_and_both_shares(beside: Findings) -> None:
    told = trend_of(beside, 0)
    assert " now, 2% in Spring 2026. Up " in told
    assert "(range " in told


def test_no_change_is_told_where_it_may_be_chance(beside: Findings) -> None:
    assert trend_of(beside, 1).endswith("in Spring 2026. No clear change.")


def test_a_theme_that_was_not_told_then_says_so(beside: Findings) -> None:
    assert trend_of(beside, -1) == f"Not compared with Spring 2026, because {NOT_TOLD_THEN}."


def test_another_question_is_not_compared(alone: Findings, earlier: Earlier) -> None:
    tables = tuple(replace(one, title=f"{one.title} Then?") for one in earlier.findings.tables)
    other = replace(earlier, findings=replace(earlier.findings, tables=tables))
    assert (
        trend_of(set_beside(alone, other), 0) == f"Not compared with Spring 2026, because {OTHER_QUESTION}."
    )


def test_a_changed_code_frame_is_marked(alone: Findings, earlier: Earlier) -> None:
    marked = set_beside(alone, replace(earlier, frame_changed=True))
    assert trend_of(marked, 0).endswith(f"Read with care: {FRAME_CHANGED}")
    assert FRAME_CHANGED not in trend_of(set_beside(alone, earlier), 0)


def test_the_comparison_is_proven_and_a_changed_one_is_found(beside: Findings, earlier: Earlier) -> None:
    assert verify(beside, WAVE, earlier=earlier) == ()
    assert sentences(beside, earlier=earlier) == ()
    then = next(one for one in beside.ledger if one.source == "then")
    wrong = replace(then, percent=(then.percent or 0) + 1)
    ledger = tuple(wrong if one is then else one for one in beside.ledger)
    for changed in (
        replace(beside, ledger=ledger),
        replace(beside, cards=(replace(beside.cards[0], trend=beside.cards[1].trend), *beside.cards[1:])),
        replace(beside, cards=(replace(beside.cards[0], trend=None), *beside.cards[1:])),
    ):
        assert verify(changed, WAVE, afresh=False, earlier=earlier)
        assert sentences(changed, earlier=earlier)
        assert quotes_and_sentences(changed, WAVE, earlier=earlier)
    assert sentences(beside), "compared with a wave that is not at hand"


def test_every_report_says_it_on_the_card(beside: Findings) -> None:
    told = trend_of(beside, 0)
    assert SINCE in report.to_html(beside)
    assert told in report.to_html(beside)
    assert told in report.to_markdown(beside)
    assert told.encode() in b"".join(_parts(report.to_docx(beside)))
    assert "trend" in json_schema()["$defs"]["ThemeCard"]["properties"]
    assert findings_from_json(findings_to_json(beside)) == beside


def test_a_part_for_a_partner_says_it_and_one_for_a_district_does_not(beside: Findings) -> None:
    for one in report.cuts(beside):
        part = report.cut(beside, one.kind, one.key)
        assert all((card.trend is None) == (one.kind == "district") for card in part.cards)


def test_what_was_compared_is_frozen_with_the_release_and_carried_on(earlier: Earlier) -> None:
    prepared = prepare(WAVE, PARTNER, by="Ann", on=DAY, beside=earlier)
    assert proof(prepared) == ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "files", lambda findings, approved=False: {})
        first = approve(prepared, by="Bob", on=DAY)
    assert beside_of(first) == earlier
    assert from_json(to_json(earlier)) == earlier
    again = prepare(WAVE, PARTNER, by="Ann", on=DAY, earlier=[first], beside=None)
    if again.figures_from:
        assert again.beside == earlier
    assert proof(again, first) == ()


def _parts(packed: bytes) -> list[bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        return [parts.read(name) for name in parts.namelist() if name.endswith(".xml")]
