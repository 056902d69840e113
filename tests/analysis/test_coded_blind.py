"""What a blind double coding says in the report: how far people agree, and which theme nobody can be sure of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.archive import wave_from_json, wave_to_json
from analysis.cards import DOUBTED
from analysis.disclosure import PARTNER
from analysis.findings import Findings
from analysis.summary import summarise
from analysis.verify import verify
from analysis.wave import CodedBlind, CodingCheck, WaveData
from tests.analysis import invented


@pytest.fixture(scope="module")
def wave() -> WaveData:
    return invented.wave(900, 48)


def checked(wave: WaveData, kappa: float, coders: int = 2) -> WaveData:
    """The wave, with every theme coded blind in the same sample."""
    themes = tuple(CodedBlind(theme.key, 20.5, 3.5, 2, 54, kappa, kappa) for theme in wave.themes)
    return replace(wave, coding_check=CodingCheck(themes, 80, coders, 0.82, 0.81))


def findings(wave: WaveData) -> Findings:
    return summarise(wave, PARTNER).findings


def method(told: Findings) -> str:
    return " ".join(each.text for each in told.method.sentences)


def test_the_method_says_how_far_two_people_agree(wave: WaveData) -> None:
    told = findings(checked(wave, 0.9))
    assert (
        "Two people coded 80 answers without seeing each other’s codes. Their agreement is strong (kappa 0.82;"
    ) in method(told)
    assert verify(told, checked(wave, 0.9)) == ()


def test_one_person_beside_the_machine_is_said_to_be_one_person(wave: WaveData) -> None:
    told = findings(checked(wave, 0.9, coders=1))
    assert "One person coded 80 answers without seeing the machine’s codes" in method(told)
    assert "says less" in method(told)
    assert verify(told, checked(wave, 0.9, coders=1)) == ()


def test_nothing_is_said_where_nobody_coded(wave: WaveData) -> None:
    assert "kappa" not in method(findings(wave))


@pytest.mark.parametrize("source", ["coded_blind", "kappa"])
def test_a_changed_figure_is_found(wave: WaveData, source: str) -> None:
    told = findings(checked(wave, 0.9))
    ledger = tuple(
        replace(one, numerator=(one.numerator or 0) + 1, percent=(one.percent or 0) + 1)
        if one.source == source
        else one
        for one in told.ledger
    )
    (key,) = (one.key for one in told.ledger if one.source == source)
    faults = verify(replace(told, ledger=ledger), checked(wave, 0.9), afresh=False)
    assert any(key in fault.where for fault in faults)


def test_a_theme_people_do_not_agree_with_is_never_sure(wave: WaveData) -> None:
    sure = findings(wave).cards
    assert any(card.confidence.level == "high" for card in sure)
    agreed, doubted = findings(checked(wave, 0.7)).cards, findings(checked(wave, 0.5)).cards
    assert [card.confidence.level for card in agreed] == [card.confidence.level for card in sure]
    assert not any(card.confidence.level == "high" for card in doubted)
    assert all(DOUBTED in card.confidence.why.text for card in doubted)
    assert not any(DOUBTED in card.confidence.why.text for card in agreed)


def test_a_wave_with_its_coding_check_is_written_down_and_read_back_whole(wave: WaveData) -> None:
    assert wave_from_json(wave_to_json(checked(wave, 0.7))) == checked(wave, 0.7)


@pytest.mark.parametrize(
    ("kappa", "word"), [(0.8, "strong"), (0.79, "good enough"), (0.59, "weak"), (-1, "weak")]
)
def test_agreement_has_a_word_for_who_will_not_look_kappa_up(wave: WaveData, kappa: float, word: str) -> None:
    check = replace(checked(wave, 0.9).coding_check or CodingCheck(), kappa=kappa)
    assert f"agreement is {word} (" in method(findings(replace(wave, themes=(), coding_check=check)))
