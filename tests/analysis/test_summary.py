"""The summary says what the answers give, in words that fit how many there are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.disclosure import PARTNER, PLAYBACK, PUBLIC
from analysis.findings import Summary, from_json, json_schema, to_json
from analysis.ledger import Entry, share, share_words
from analysis.puzzle import State
from analysis.summary import NOT_EVIDENCE, summarise
from analysis.wave import ClearedText, Quote, Theme, WaveData, WaveError
from tests.analysis import invented


@pytest.fixture(scope="module")
def wave() -> WaveData:
    return invented.wave(900, 48)


@pytest.fixture(scope="module")
def summary(wave: WaveData) -> Summary:
    return summarise(wave, PARTNER)


def test_the_first_page_says_how_many_how_safe_and_what_most(summary: Summary) -> None:
    told = [sentence.text for sentence in summary.findings.first_page.sentences]
    assert told[0] == "900 young people answered, in 48 sessions."
    assert any(text.startswith("After dark, ") and text.endswith(" feel unsafe.") for text in told)
    assert "dark streets and paths" in told[-1]
    assert summary.findings.not_evidence == NOT_EVIDENCE


def test_every_sentence_with_a_figure_has_a_ledger_entry(summary: Summary) -> None:
    for sentence in summary.findings.every_sentence():
        if not sentence.entries:
            assert not any(letter.isdigit() for letter in sentence.text), sentence.text


def test_every_entry_about_people_has_its_response_ids_and_none_leave_the_office(summary: Summary) -> None:
    cells = [e for e in summary.findings.ledger if e.source == "cell" and e.numerator]
    assert cells
    assert all(summary.evidence.response_ids[entry.key] for entry in cells)
    assert "r1-0" not in to_json(summary.findings)


def test_what_must_be_done_names_who_and_how_sure(summary: Summary) -> None:
    first = summary.findings.actions[0]
    assert first.what == "Mend the lights on the river path"
    assert first.who.startswith("Highways")
    assert first.confidence == "high"
    assert all(action.what != "clubs open on more evenings" for action in summary.findings.actions)


def test_a_theme_few_raised_is_not_told(wave: WaveData) -> None:
    one = min(wave.wrote("unsafe_why"))
    few = replace(wave.by_theme["dark_streets"], key="few", label="Rare thing", response_ids=frozenset({one}))
    findings = summarise(replace(wave, themes=(*wave.themes, few)), PARTNER).findings
    assert all(card.key != "few" for card in findings.cards)
    assert "Rare thing" not in " ".join(sentence.text for sentence in findings.every_sentence())


def test_confidence_is_lower_where_the_theme_does_not_come_back(wave: WaveData) -> None:
    shaky = tuple(replace(theme, stability=0.4) for theme in wave.themes)
    assert {
        card.confidence.level for card in summarise(replace(wave, themes=shaky), PARTNER).findings.cards
    } == {"low"}


def test_a_real_difference_between_groups_is_told(summary: Summary) -> None:
    told = " ".join(sentence.text for sentence in summary.findings.groups.sentences)
    assert "Girl or woman: " in told


def test_telling_no_one_is_an_answer_though_it_stands_apart_on_the_screen(
    wave: WaveData, summary: Summary
) -> None:
    alone = sum(1 for person in wave.respondents if person.answers["tell"] == ("nobody",))
    entry = next(
        e for e in summary.findings.ledger if (e.table, e.category, e.group) == ("tell", "nobody", "all")
    )
    assert alone > 0
    assert abs((entry.numerator or 0) - alone) <= 2
    assert abs((entry.denominator or 0) - len(wave.respondents)) <= 2


def test_an_under_heard_group_is_named(summary: Summary) -> None:
    assert any("Under-heard: 18-24" in sentence.text for sentence in summary.findings.heard.sentences)


def test_the_public_sees_rounded_figures_only(wave: WaveData) -> None:
    findings = summarise(wave, PUBLIC).findings
    counts = [e.numerator for e in findings.ledger if e.source in ("cell", "base", "group") and e.numerator]
    assert counts
    assert all(count % 5 == 0 for count in counts)


def test_a_room_sees_no_counts(wave: WaveData) -> None:
    findings = summarise(wave, PLAYBACK).findings
    assert all(cell.count is None for table in findings.tables for cell in table.cells)


def test_a_handful_of_answers_give_a_summary_that_says_so() -> None:
    findings = summarise(invented.wave(6, 2), PUBLIC).findings
    assert not findings.cards
    assert findings.themes.sentences[0].text == "No theme is raised by enough people to be shown."


def test_a_wave_without_anybody_gives_a_summary() -> None:
    findings = summarise(replace(invented.wave(40, 6), respondents=(), texts=(), themes=()), PARTNER).findings
    assert not findings.cards


@pytest.mark.parametrize(
    ("percent", "words"), [(19, "a few"), (20, "some"), (40, "about half"), (60, "most"), (85, "nearly all")]
)
def test_a_share_in_words(percent: int, words: str) -> None:
    assert share_words(percent) == words


@pytest.mark.parametrize(
    ("base", "tier", "told"),
    [
        (200, PUBLIC, "30% (60 of 200)"),
        (60, PUBLIC, "around 30% (18 of 60; few answers, read with care)"),
        (25, PARTNER, "some of a small group"),
        (25, PUBLIC, "too few people to say"),
        (9, PARTNER, "too few people to say"),
    ],
)
def test_small_bases_are_worded(base: int, tier: object, told: str) -> None:
    entry = Entry("e1", "x", "cell", numerator=base * 3 // 10, denominator=base, percent=30)
    assert share(entry, tier) == told  # type: ignore[arg-type]


def test_a_hidden_figure_is_told_without_a_number() -> None:
    entry = Entry("e1", "x", "cell", state=State.CONFIDENTIAL)
    assert share(entry, PARTNER) == "a number too small to show"


def test_findings_survive_being_written_down(summary: Summary) -> None:
    text = to_json(summary.findings)
    assert to_json(from_json(text)) == text
    assert from_json(text) == summary.findings


def test_findings_fit_their_published_schema(summary: Summary) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    import json

    jsonschema.validate(json.loads(to_json(summary.findings)), json_schema())


def test_the_same_wave_gives_the_same_bytes(wave: WaveData, summary: Summary) -> None:
    assert to_json(summarise(wave, PARTNER).findings) == to_json(summary.findings)


def test_a_wave_that_contradicts_itself_is_refused_without_quoting_anybody(wave: WaveData) -> None:
    stranger = Theme("x", "X", "unsafe_why", frozenset({"nobody"}))
    with pytest.raises(WaveError, match="'x' counts somebody"):
        replace(wave, themes=(stranger,))
    with pytest.raises(WaveError, match="not cleared"):
        replace(wave, themes=(replace(stranger, response_ids=frozenset(), quotes=(Quote("no", 0, 1),)),))
    secret = ClearedText("t", "nobody", "unsafe_why", "a secret")
    with pytest.raises(WaveError) as caught:
        replace(wave, texts=(secret,), themes=())
    assert "secret" not in str(caught.value)
    with pytest.raises(WaveError, match="twice"):
        replace(wave, respondents=(*wave.respondents, wave.respondents[0]))


def test_a_theme_that_may_be_chance_does_not_lead_the_first_page() -> None:
    sure = invented.wave(900, 48)
    shaky = replace(sure, themes=tuple(replace(theme, stability=0.1) for theme in sure.themes))
    led, alone = (summarise(wave, PARTNER).findings for wave in (sure, shaky))
    assert any("In their own words" in one.text for one in led.first_page.sentences)
    assert not any("In their own words" in one.text for one in alone.first_page.sentences)
    assert led.actions
    assert not alone.actions
    assert len(alone.cards) == len(led.cards)
