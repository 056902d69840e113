"""Break a summary in any place: it is no longer proven."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import PARTNER
from analysis.findings import Findings
from analysis.ledger import Entry, Sentence, plain
from analysis.summary import summarise
from analysis.verify import sentences, verify
from tests.analysis import invented

LONG = invented.wave(900, 48)
KEPT = ("age_band", "area", "safe_dark", "unsafe_why", "help_most", "gender")
WAVE = replace(LONG, questions=tuple(question for question in LONG.questions if question.name in KEPT))
FINDINGS = summarise(WAVE, PARTNER).findings


def changed(key: str, **figures: object) -> Findings:
    ledger = tuple(replace(e, **figures) if e.key == key else e for e in FINDINGS.ledger)  # type: ignore[arg-type]
    return replace(FINDINGS, ledger=ledger)


def first(test: Callable[[Entry], bool]) -> Entry:
    return next(entry for entry in FINDINGS.ledger if test(entry))


A_CELL = first(lambda e: e.source == "cell" and e.group == "all" and e.percent is not None)
A_QUOTE = first(lambda e: e.source == "quote")


def test_what_was_just_made_is_proven() -> None:
    assert verify(FINDINGS, WAVE) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([e for e in FINDINGS.ledger if e.source == "cell" and e.numerator is not None]),
    st.sampled_from(["numerator", "denominator", "percent", "low", "high"]),
    st.integers(-30, 30).filter(bool),
)
def test_any_changed_figure_is_found(entry: Entry, figure: str, by: int) -> None:
    wrong = changed(entry.key, **{figure: getattr(entry, figure) + by})
    assert any(entry.key in fault.where for fault in verify(wrong, WAVE, afresh=False))


@pytest.mark.parametrize(
    "source",
    [
        "sessions",
        "base",
        "group",
        "held",
        "census",
        "stability",
        "headcount",
        "declined",
        "cells",
    ],
)
def test_a_changed_count_of_every_kind_is_found(source: str) -> None:
    entry = first(lambda e: e.source == source)
    figure = "percent" if entry.numerator is None else "numerator"
    wrong = changed(entry.key, **{figure: (getattr(entry, figure) or 0) + 1})
    assert any(entry.key in fault.where for fault in verify(wrong, WAVE, afresh=False))


def test_a_swapped_group_is_found() -> None:
    girl = first(lambda e: e.source == "cell" and e.group == "gender=girl")
    assert verify(changed(girl.key, group="gender=boy"), WAVE, afresh=False)


def test_a_sentence_that_names_another_group_is_found() -> None:
    sentence = next(s for s in FINDINGS.groups.sentences if s.words.get("who") == "Girl or woman")
    words = {**sentence.words, "who": "Boy or man"}
    other = replace(sentence, words=words, text=sentence.text.replace("Girl or woman", "Boy or man"))
    wrong = replace(FINDINGS, groups=replace(FINDINGS.groups, sentences=(other,)))
    assert any("another group" in fault.problem for fault in verify(wrong, WAVE, afresh=False))


def test_an_altered_quote_is_found() -> None:
    wrong = changed(A_QUOTE.key, quote=A_QUOTE.quote.replace("the", "all the"))
    assert any("word for word" in fault.problem for fault in verify(wrong, WAVE, afresh=False))


def test_a_quote_nobody_approved_is_found() -> None:
    wrong = changed(A_QUOTE.key, start=(A_QUOTE.start or 0) + 1)
    assert any("nobody approved" in fault.problem for fault in verify(wrong, WAVE, afresh=False))


def test_a_sentence_changed_by_hand_is_found() -> None:
    old = FINDINGS.first_page.sentences[1]
    by_hand = replace(old, text=old.text.replace("feel unsafe", "are attacked"))
    wrong = replace(FINDINGS, first_page=replace(FINDINGS.first_page, sentences=(by_hand,)))
    assert verify(wrong, WAVE, afresh=False)
    assert sentences(wrong)


def test_a_figure_slipped_into_a_plain_sentence_is_found() -> None:
    invented_by_hand = plain("Nine in 10 feel unsafe.")
    page = replace(FINDINGS.first_page, sentences=(*FINDINGS.first_page.sentences, invented_by_hand))
    assert verify(replace(FINDINGS, first_page=page), WAVE)


def test_a_sentence_resting_on_nothing_is_found() -> None:
    loose = Sentence("Something.", "share", ("e99999",), {})
    page = replace(FINDINGS.first_page, sentences=(loose,))
    assert verify(replace(FINDINGS, first_page=page), WAVE, afresh=False)


def test_a_hidden_cell_that_is_shown_is_found() -> None:
    table = next(table for table in FINDINGS.tables if table.hidden)
    hidden = next(cell for cell in table.cells if cell.count is None)
    cells = tuple(replace(cell, count=3, percent=1) if cell is hidden else cell for cell in table.cells)
    tables = tuple(replace(table, cells=cells) if each is table else each for each in FINDINGS.tables)
    faults = verify(replace(FINDINGS, tables=tables), WAVE, afresh=False)
    assert any("hidden" in fault.problem for fault in faults)


def test_a_table_left_out_is_found() -> None:
    fewer = replace(FINDINGS, tables=FINDINGS.tables[:-1])
    assert verify(fewer, WAVE)


def test_leaving_out_the_first_pages_warning_is_found() -> None:
    assert verify(replace(FINDINGS, not_evidence="Crime is rising."), WAVE, afresh=False)


def test_an_action_given_to_somebody_else_is_found() -> None:
    actions = (replace(FINDINGS.actions[0], who="Somebody else"), *FINDINGS.actions[1:])
    assert any(fault.where == "actions" for fault in verify(replace(FINDINGS, actions=actions), WAVE))


def test_no_fault_quotes_anybody() -> None:
    wrong = changed(A_QUOTE.key, quote="something else entirely")
    words = WAVE.by_text[A_QUOTE.text_id].text
    assert all(words not in fault.where + fault.problem for fault in verify(wrong, WAVE, afresh=False))


def test_answers_that_changed_after_the_summary_are_found() -> None:
    person = next(p for p in WAVE.respondents if p.answers["safe_dark"] == "very_unsafe")
    happier = replace(person, answers={**person.answers, "safe_dark": "very_safe"})
    respondents = tuple(happier if p is person else p for p in WAVE.respondents)
    assert verify(FINDINGS, replace(WAVE, respondents=respondents))
