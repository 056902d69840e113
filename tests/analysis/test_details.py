"""Where, when and what makes them safer: counted of a theme’s own people, and through the gate like all else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import details
from analysis.disclosure import PARTNER, PUBLIC
from analysis.findings import Findings, ThemeCard
from analysis.puzzle import State
from analysis.summary import summarise
from analysis.tables import ALL, about_theme
from analysis.verify import verify
from analysis.wave import Theme, WaveData
from tests.analysis import invented


@pytest.fixture(scope="module")
def wave() -> WaveData:
    """Whoever writes of dark streets also asks for clubs, in one answer of five."""
    made = invented.short_wave(600, 36)
    dark = sorted(made.by_theme["dark_streets"].response_ids)
    clubs = replace(made.by_theme["good_places"], response_ids=frozenset(dark[::5]), quotes=())
    return replace(made, themes=tuple(clubs if t.key == clubs.key else t for t in made.themes))


@pytest.fixture(scope="module")
def findings(wave: WaveData) -> Findings:
    return summarise(wave, PARTNER).findings


def card_of(findings: Findings, key: str) -> ThemeCard:
    return next(card for card in findings.cards if card.key == key)


def test_a_card_says_where_when_and_what_makes_its_people_safer(wave: WaveData, findings: Findings) -> None:
    card = card_of(findings, "dark_streets")
    theme = wave.by_theme["dark_streets"]
    wrote = {t.response_id: t.text for t in wave.texts if t.usable and t.response_id in theme.response_ids}
    river = sum("river" in text or "park" in text for text in wrote.values())
    entry = next(
        e for e in findings.ledger if (e.table, e.category) == ("where:dark_streets", "park or field")
    )
    assert abs((entry.numerator or 0) - river) <= 2
    assert "Park or field" in card.places[0].text
    assert card.times[0].text.startswith("Winter ")
    assert card.protective[0].text.startswith("Clubs where we feel safe ")
    assert f"(of the {entry.denominator:,} who raised it)." in card.places[0].text


def test_the_base_of_the_details_is_the_figure_of_the_theme_itself(findings: Findings) -> None:
    main = findings.table("themes:unsafe_why")
    assert main is not None
    found = [table for table in findings.tables if about_theme(table.key)]
    assert len(found) >= 12
    for table in found:
        whole = main.shown(ALL, about_theme(table.key))
        assert whole is not None
        assert table.round_to == main.round_to
        assert table.rows[0].base in (None, whole.count)


@pytest.mark.parametrize("rules", [PARTNER, PUBLIC], ids=["partner", "public"])
def test_a_place_few_speak_of_is_hidden(wave: WaveData, rules: object) -> None:
    theme = wave.by_theme["dark_streets"]
    few = sorted(theme.response_ids)[:2]
    texts = tuple(
        replace(text, text=f"{text.text} by the pub") if text.response_id in few else text
        for text in wave.texts
    )
    changed = replace(wave, texts=texts, themes=tuple(replace(t, quotes=()) for t in wave.themes))
    made = summarise(changed, rules).findings  # type: ignore[arg-type]
    table = made.table("where:dark_streets")
    assert table is not None
    cell = table.at[ALL, "pub or night out"]
    assert cell.state is not State.SHOWN
    assert cell.count is None
    assert "Pub" not in " ".join(s.text for s in card_of(made, "dark_streets").places)


def test_a_theme_that_is_hidden_has_no_details(wave: WaveData) -> None:
    one = sorted(wave.wrote("unsafe_why"))[:2]
    rare = Theme("rare", "Rare thing", "unsafe_why", frozenset(one))
    made = summarise(replace(wave, themes=(*wave.themes, rare)), PARTNER).findings
    assert not [table.key for table in made.tables if about_theme(table.key) == "rare"]


def test_words_nobody_may_use_are_not_looked_at(wave: WaveData) -> None:
    unusable = tuple(replace(text, usable=False, text="on the bus at night") for text in wave.texts)
    assert details.details(replace(wave, texts=unusable, themes=()), {}) == ()
    assert replace(wave, texts=unusable, themes=()).spoke_of("unsafe_why") == {}


def test_details_are_proven_and_a_changed_one_is_found(wave: WaveData, findings: Findings) -> None:
    assert verify(findings, wave) == ()
    table = findings.table("where:dark_streets")
    assert table is not None
    cell = table.at[ALL, "park or field"]
    told = replace(cell, count=(cell.count or 0) + 5)
    cells = tuple(told if each is cell else each for each in table.cells)
    tables = tuple(replace(table, cells=cells) if each is table else each for each in findings.tables)
    assert verify(replace(findings, tables=tables), wave, afresh=False)
    missing = tuple(each for each in findings.tables if each is not table)
    assert verify(replace(findings, tables=missing), wave)
