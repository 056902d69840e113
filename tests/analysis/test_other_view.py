"""Who of a theme’s people said the opposite: counted, through the gate, proven, and quoted only if it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.cards import FEW_OPPOSED, NOBODY_OPPOSED, TOO_FEW_TO_ASK
from analysis.disclosure import PARTNER, PUBLIC, DisclosureRules
from analysis.findings import Summary, ThemeCard
from analysis.ledger import Entry
from analysis.puzzle import State
from analysis.report import outline, words
from analysis.summary import summarise
from analysis.verify import verify
from analysis.wave import Polarity, Quote, WaveData
from tests.analysis import invented
from tests.benchmarks.linked_tables import readings

THEME = "dark_streets"
VIEW = f"opposite:{THEME}"


@pytest.fixture(scope="module")
def wave() -> WaveData:
    return invented.short_wave(600, 36)


def opposed(wave: WaveData, how_many: int, *, polarity: Polarity = "worry") -> WaveData:
    """The same with so many of those who raised dark streets saying the opposite, from sessions all over."""
    theme = wave.by_theme[THEME]
    some = frozenset(sorted(theme.response_ids)[:how_many])
    quotes = tuple(q for q in theme.quotes if wave.by_text[q.text_id].response_id not in some)
    changed = replace(theme, opposite_ids=some, polarity=polarity, quotes=quotes)
    return replace(wave, themes=tuple(changed if t.key == THEME else t for t in wave.themes))


def card_of(summary: Summary) -> ThemeCard:
    return next(card for card in summary.findings.cards if card.key == THEME)


def entry_of(summary: Summary) -> Entry:
    return next(e for e in summary.findings.ledger if e.table == VIEW)


@pytest.mark.parametrize(
    ("polarity", "what"),
    [("worry", ", that it helps"), ("helps", ", that it worries them"), ("ask", ", that it worries them")],
)
def test_a_card_says_how_many_of_those_who_raised_it_said_the_opposite(
    wave: WaveData, polarity: Polarity, what: str
) -> None:
    changed = opposed(wave, 25, polarity=polarity)
    summary = summarise(changed, PARTNER)
    entry = entry_of(summary)
    assert (entry.numerator, entry.denominator) == (25, entry.denominator)
    assert f"25 of {entry.denominator}" in card_of(summary).counter_view.text
    assert card_of(summary).counter_view.text.endswith(f"of those who raised it said the opposite{what}.")
    assert set(summary.evidence.response_ids[entry.key]) == changed.by_theme[THEME].opposite_ids
    assert verify(summary.findings, changed) == ()


def test_the_base_is_the_number_of_those_who_raised_it(wave: WaveData) -> None:
    summary = summarise(opposed(wave, 25), PARTNER)
    share = next(e for e in summary.findings.ledger if e.source == "cell" and e.category == THEME)
    assert entry_of(summary).denominator == share.numerator


@pytest.mark.parametrize(("rules", "few"), [(PARTNER, 3), (PUBLIC, 6)])
def test_too_few_to_be_told_are_told_without_a_number(
    wave: WaveData, rules: DisclosureRules, few: int
) -> None:
    changed = opposed(wave, few)
    summary = summarise(changed, rules)
    assert card_of(summary).counter_view.text == FEW_OPPOSED
    assert entry_of(summary).numerator is None
    assert verify(summary.findings, changed) == ()


def test_nobody_is_no_number_and_no_table(wave: WaveData) -> None:
    summary = summarise(wave, PARTNER)
    assert summary.findings.table(VIEW) is None
    assert card_of(summary).counter_view.text == NOBODY_OPPOSED


def test_a_theme_too_few_raised_does_not_say_how_many_of_them(wave: WaveData) -> None:
    few = frozenset(sorted(wave.by_theme[THEME].response_ids)[::11])
    theme = replace(
        wave.by_theme[THEME], response_ids=few, opposite_ids=frozenset(sorted(few)[:7]), quotes=()
    )
    changed = replace(wave, themes=tuple(theme if t.key == THEME else t for t in wave.themes))
    assert 7 < len(few) < PARTNER.smallest_base
    summary = summarise(changed, PARTNER)
    assert card_of(summary).counter_view.text == TOO_FEW_TO_ASK
    assert verify(summary.findings, changed) == ()


def test_a_mutated_number_is_found(wave: WaveData) -> None:
    changed = opposed(wave, 25)
    findings = summarise(changed, PARTNER).findings
    table = findings.table(VIEW)
    assert table is not None
    cells = tuple(replace(cell, count=(cell.count or 0) + 3) for cell in table.cells)
    tables = tuple(replace(table, cells=cells) if each is table else each for each in findings.tables)
    assert verify(replace(findings, tables=tables), changed, afresh=False)
    fewer = opposed(wave, 20)
    assert verify(findings, fewer, afresh=False)


def test_nothing_hidden_follows_from_the_tables_of_both_tiers(wave: WaveData) -> None:
    changed = opposed(wave, 25)
    partner = summarise(changed, PARTNER)
    public = summarise(changed, PUBLIC, inner=partner.findings.tables)
    found = readings([partner.findings, public.findings])
    assert found
    assert [one for one in found if one.told] == []


def test_what_partners_are_not_told_the_public_is_not_told(wave: WaveData) -> None:
    changed = opposed(wave, 3)
    partner = summarise(changed, PARTNER).findings
    public = summarise(changed, PUBLIC, inner=partner.tables).findings
    table = public.table(VIEW)
    assert table is not None
    assert all(cell.state is not State.SHOWN for cell in table.cells)


def with_a_quote(wave: WaveData, how_many: int) -> WaveData:
    """Somebody who said the opposite is quoted, as two people agreed."""
    changed = opposed(wave, how_many)
    theme = changed.by_theme[THEME]
    text = next(t for t in changed.texts if t.usable and t.response_id in theme.opposite_ids)
    quote = Quote(text.text_id, 0, len(text.text), "lead", "second")
    quoting = replace(theme, quotes=(*theme.quotes, quote))
    return replace(changed, themes=tuple(quoting if t.key == THEME else t for t in changed.themes))


def test_words_of_the_other_view_stand_apart_from_those_who_share_the_worry(wave: WaveData) -> None:
    changed = with_a_quote(wave, 25)
    summary = summarise(changed, PARTNER)
    card = card_of(summary)
    (against,) = card.counter_quotes
    assert against.sentence not in [quoted.sentence for quoted in card.quotes]
    assert verify(summary.findings, changed) == ()
    told = [getattr(block, "text", "") for block in outline.outline(summary.findings, approved=True)]
    assert told[told.index(words.THE_OTHER_WAY) + 1] == against.sentence.text


def test_where_the_number_is_hidden_nobody_of_the_other_view_is_quoted(wave: WaveData) -> None:
    changed = with_a_quote(wave, 3)
    summary = summarise(changed, PARTNER)
    assert card_of(summary).counter_quotes == ()
    quote = changed.by_theme[THEME].quotes[-1]
    assert quote.text_id not in {e.text_id for e in summary.findings.ledger}
    assert any(text_id == quote.text_id for _, text_id, _ in summary.evidence.quotes_refused)
