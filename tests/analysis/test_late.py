"""Answers that came late are counted and told, by the same rules as any other number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.archive import wave_from_json, wave_to_json
from analysis.disclosure import PARTNER, PUBLIC, DisclosureRules
from analysis.findings import Findings
from analysis.puzzle import State
from analysis.report import to_html, to_markdown
from analysis.report.outline import Words, outline
from analysis.summary import summarise
from analysis.tables import ARRIVAL
from analysis.verify import verify
from analysis.wave import WaveData
from tests.analysis import invented

WAVE = invented.short_wave(300, 24)
KEPT = ("age_band", "area", "safe_dark")
PLAIN = replace(WAVE, questions=tuple(q for q in WAVE.questions if q.name in KEPT), themes=(), texts=())


def with_late(number: int, *, of_one_session: bool = False) -> WaveData:
    people = sorted(PLAIN.respondents, key=lambda one: one.session) if of_one_session else PLAIN.respondents
    late = {one.response_id for one in people[:number]}
    return replace(
        PLAIN, respondents=tuple(replace(p, late=p.response_id in late) for p in PLAIN.respondents)
    )


def made(wave: WaveData, rules: DisclosureRules = PARTNER) -> Findings:
    return summarise(wave, rules).findings


def method(findings: Findings) -> str:
    return " ".join(each.text for each in findings.method.sentences)


def test_how_many_came_late_is_told_in_every_report() -> None:
    findings = made(with_late(42))
    told = "42 of 300 answers came after their session had ended, from phones that had no signal."
    blocks = outline(findings, approved=True)  # what the Word file and the PDF draw
    texts = "\n".join(block.text for block in blocks if isinstance(block, Words))
    assert [
        f for f in (method(findings), to_html(findings), to_markdown(findings), texts) if told not in f
    ] == []


def test_it_is_rounded_for_the_public() -> None:
    assert "40 of 300 answers came after their session had ended" in method(made(with_late(42), PUBLIC))


@pytest.mark.parametrize("rules", [PARTNER, PUBLIC], ids=["partner", "public"])
@pytest.mark.parametrize("wave", [with_late(3), with_late(12, of_one_session=True)], ids=["few", "one"])
def test_a_few_or_those_of_one_session_are_not_numbered(wave: WaveData, rules: DisclosureRules) -> None:
    findings = made(wave, rules)
    table = findings.table(ARRIVAL)
    assert table is not None
    assert table.at["all", "late"].state is State.CONFIDENTIAL
    assert "how many they are is hidden" in method(findings)
    assert not any(entry.table == ARRIVAL and entry.numerator for entry in findings.ledger)
    assert verify(findings, wave) == ()


@pytest.mark.parametrize("rules", [PARTNER, PUBLIC], ids=["partner", "public"])
def test_where_nearly_everybody_was_late_the_few_who_were_not_stay_hidden(rules: DisclosureRules) -> None:
    wave = with_late(298)
    findings = made(wave, rules)
    table = findings.table(ARRIVAL)
    assert table is not None
    assert table.at["all", "in_time"].state is State.CONFIDENTIAL
    assert "298" not in method(findings)
    assert verify(findings, wave) == ()


def test_nothing_is_said_where_nobody_was_late() -> None:
    findings = made(PLAIN)
    assert findings.table(ARRIVAL) is None
    assert "session had ended" not in method(findings)


@pytest.mark.parametrize("figure", ["numerator", "denominator"])
def test_another_number_is_found(figure: str) -> None:
    wave = with_late(42)
    findings = made(wave)
    assert verify(findings, wave) == ()
    one = next(e for e in findings.ledger if (e.source, e.table) == ("cell", ARRIVAL))
    wrong = replace(one, **{figure: (getattr(one, figure) or 0) + 1})  # type: ignore[arg-type]
    ledger = tuple(wrong if entry is one else entry for entry in findings.ledger)
    faults = verify(replace(findings, ledger=ledger), wave, afresh=False)
    assert any(f"entry {one.key} " in fault.where for fault in faults)


def test_answers_of_which_others_came_late_are_another_wave() -> None:
    faults = verify(made(with_late(42)), with_late(43), afresh=False)
    assert any(ARRIVAL in fault.where for fault in faults)


def test_who_was_late_is_written_down_and_read_back() -> None:
    assert wave_from_json(wave_to_json(with_late(5))) == with_late(5)
