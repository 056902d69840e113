"""A theme’s share without mistakes in coding: told in every file, made of published figures alone, and proven."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import cache

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corrected
from analysis.disclosure import PARTNER, PLAYBACK, PUBLIC
from analysis.findings import Findings, from_json, json_schema, to_json
from analysis.ledger import Entry
from analysis.report import cut, cuts, to_docx, to_html, to_markdown, to_pdf
from analysis.report.cuts import faults
from analysis.summary import summarise
from analysis.verify import verify
from analysis.wave import CodedBlind, CodingCheck, WaveData
from tests.analysis import invented

MISSED = CodedBlind("knives", 40, 1, 40, 239, 0.6, 0.6)
WELL_CODED = CodedBlind("dark_streets", 30, 2, 2, 46, 0.9, 0.9)
TOO_RARE = CodedBlind("buses", 4, 0, 1, 75, 0.8, 0.8)
CHECK = CodingCheck((MISSED, WELL_CODED, TOO_RARE), 320, 2, 0.82, 0.81)


@cache
def wave() -> WaveData:
    return replace(invented.short_wave(600, 36), coding_check=CHECK)


@cache
def told() -> Findings:
    return summarise(wave(), PARTNER).findings


def method(findings: Findings) -> str:
    return " ".join(each.text for each in findings.method.sentences)


def entry_of(theme: str) -> Entry:
    return next(e for e in told().ledger if e.source == "corrected" and e.theme == theme)


def test_the_method_says_what_a_theme_would_be_without_mistakes_in_coding() -> None:
    entry, counted = entry_of("knives"), counted_of("knives")
    assert (
        f"“Knives and weapons” would stand at around {entry.percent}% (range {entry.low} to {entry.high}%)"
        in (method(told()))
    )
    assert (entry.low or 0) > (counted.percent or 0)
    assert f", not {counted.percent}%." in method(told())
    card = next(card for card in told().cards if card.key == "dark_streets")
    assert card.corrected is not None
    assert "counted lies within that range." in card.corrected.text


def counted_of(theme: str) -> Entry:
    return next(e for e in told().ledger if e.source == "cell" and e.theme == theme and e.group == "all")


def test_a_theme_the_sample_says_too_little_of_is_not_corrected() -> None:
    assert "Buses" not in " ".join(s.text for s in told().method.sentences if s.template == "corrected")
    nobody = summarise(replace(wave(), coding_check=None), PARTNER).findings
    assert corrected.LEAD not in method(nobody)
    assert all(card.corrected is None for card in nobody.cards)


def test_every_file_tells_it() -> None:
    said = next(card.corrected.text for card in told().cards if card.key == "knives" and card.corrected)
    word = docx.Document(io.BytesIO(to_docx(told())))
    pages = pypdf.PdfReader(io.BytesIO(to_pdf(told()))).pages
    files = {
        "html": to_html(told()),
        "markdown": to_markdown(told()),
        "docx": " ".join(each.text for each in word.paragraphs),
        "pdf": " ".join(" ".join(page.extract_text() for page in pages).split()),
        "json": to_json(told()),
    }
    assert [name for name, text in files.items() if said not in text] == []
    assert from_json(to_json(told())) == told()
    schema = json.dumps(json_schema())
    assert '"corrected"' in schema


def test_it_is_proven_in_both_tiers() -> None:
    assert verify(told(), wave()) == ()
    public = summarise(wave(), PUBLIC).findings
    assert any(e.source == "corrected" for e in public.ledger)
    assert verify(public, wave(), afresh=False) == ()


@pytest.mark.parametrize("figure", ["percent", "low", "high"])
@pytest.mark.parametrize("by", [-1, 1])
def test_a_changed_corrected_figure_is_found(figure: str, by: int) -> None:
    entry = entry_of("knives")
    wrong = replace(entry, **{figure: (getattr(entry, figure) or 0) + by})  # type: ignore[arg-type]
    assert found_in(wrong, wave()) == "the corrected share is not what the figures and the blind sample give"


@pytest.mark.parametrize(
    "change",
    [
        {"claim": "Had the coding been perfect: Dark streets and paths"},
        {"category": "dark_streets"},
        {"theme": "dark_streets"},
        {"group": "area=fenland"},
    ],
)
def test_a_corrected_figure_given_to_another_theme_or_group_is_found(change: dict[str, str]) -> None:
    assert found_in(replace(entry_of("knives"), **change), wave())  # type: ignore[arg-type]


def test_a_blind_sample_that_says_something_else_is_found() -> None:
    better = replace(wave(), coding_check=replace(CHECK, themes=(replace(MISSED, tp=78, fn=2), WELL_CODED)))
    assert found_in(entry_of("knives"), better)
    gone = replace(wave(), coding_check=None)
    assert "not coded blind" in found_in(entry_of("knives"), gone)


def found_in(entry: Entry, data: WaveData) -> str:
    ledger = tuple(entry if each.key == entry.key else each for each in told().ledger)
    faults = verify(replace(told(), ledger=ledger), data, afresh=False)
    return next((fault.problem for fault in faults if f"entry {entry.key} " in fault.where), "")


def test_it_is_made_of_what_is_published_alone() -> None:
    """Whoever holds the release and the blind sample arrives at it: no hidden or exact number goes in."""
    public = summarise(wave(), PUBLIC).findings
    seen = 0
    for entry in public.ledger:
        check = CHECK.of(entry.theme)
        if entry.source != "corrected" or check is None:
            continue
        table = public.table(entry.table)
        assert table is not None
        cell, base = table.at["all", entry.category], table.rows[0].base or 0
        again = corrected.without_mistakes(
            cell.count or 0, base, (cell.low or 0, cell.high or 0), check, PUBLIC
        )
        assert again == (entry.percent, entry.low, entry.high)
        seen += 1
    assert seen == 2


def test_a_part_of_the_report_corrects_its_own_themes_alone() -> None:
    kinds = set()
    for one in cuts(told()):
        part = cut(told(), one.kind, one.key)
        assert faults(told(), part) == ()
        own = [card.corrected for card in part.cards if card.corrected is not None]
        kept = [each for each in part.method.sentences if each.template == "corrected"]
        assert sorted(each.text for each in kept) == sorted(each.text for each in own)
        assert (corrected.LEAD in method(part)) == bool(own)
        kinds.add((one.kind, bool(own)))
    assert {("district", False), ("partner", True), ("partner", False)} <= kinds


@given(
    st.integers(30, 600_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
    st.tuples(*[st.floats(0, 300)] * 4),
)
def test_any_published_figures_give_a_range_of_shares_or_nothing(
    counts: tuple[int, int], ends: tuple[int, int], coded: tuple[float, float, float, float]
) -> None:
    published = (min(ends), max(ends))
    found = corrected.without_mistakes(*counts, published, CodedBlind("x", *coded), PARTNER)
    if found is not None:
        percent, low, high = found
        assert 0 <= low <= percent <= high <= 100


def test_sessions_that_are_alike_leave_a_corrected_share_as_unsure_as_the_counted_one() -> None:
    """The same counts with a wider published range rest on fewer strangers’ answers."""
    narrow = corrected.without_mistakes(200, 1000, (18, 23), WELL_CODED, PARTNER)
    wide = corrected.without_mistakes(200, 1000, (12, 31), WELL_CODED, PARTNER)
    assert narrow is not None
    assert wide is not None
    assert wide[2] - wide[1] > narrow[2] - narrow[1] + 4


def test_small_groups_and_bars_without_counts_are_not_corrected() -> None:
    figures = (5, 29, (5, 40), WELL_CODED)
    assert corrected.without_mistakes(*figures, PARTNER) is None
    assert corrected.without_mistakes(20, 100, (13, 29), WELL_CODED, PLAYBACK) is None
    assert corrected.without_mistakes(20, 100, (13, 29), WELL_CODED, PARTNER) is not None


def test_a_release_made_before_shares_were_corrected_is_still_read() -> None:
    document = json.loads(to_json(told()))
    for card in document["cards"]:
        del card["corrected"]
    for action in document["actions"]:
        for name in ("status", "due", "overdue"):
            del action[name]
    old = from_json(json.dumps(document))
    assert all(card.corrected is None for card in old.cards)
    assert [action.status for action in old.actions] == [None] * len(old.actions)
