"""Places by their names: of the office’s list, enough people, for partners, proven; or not a word of them."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import docx
import pytest

from analysis.details import NAMED
from analysis.disclosure import PARTNER, PUBLIC, DisclosureRules, Published
from analysis.findings import Findings, ThemeCard
from analysis.puzzle import State
from analysis.report import to_docx, to_html, to_markdown
from analysis.summary import summarise
from analysis.tables import ALL
from analysis.verify import verify
from analysis.wave import NamedPlace, Theme, WaveData
from tests.analysis import invented

THEME = "dark_streets"
MILL = NamedPlace("mill", "The Old Mill", ("the Old Mill", "old mill"))
QUAY = NamedPlace("peterborough.quay", "Quayside", ("Quayside",), "peterborough")
COVE = NamedPlace("fenland.cove", "Cove", ("Cove",), "fenland")


def wave(**spoken: int) -> WaveData:
    """The wave with so many of a theme’s people, one of each session in turn, writing of each place."""
    made = invented.short_wave(600, 36)
    themes = tuple(replace(theme, quotes=()) for theme in made.themes if theme.key in (THEME, "knives"))
    made = replace(made, themes=themes, office=replace(made.office, named_places=(MILL, QUAY, COVE)))
    writers = in_turn(made, made.by_theme[THEME])
    added: dict[str, str] = {}
    for name, number in spoken.items():
        for person in writers[:number]:
            added[person] = f"{added.get(person, '')} near {name.replace('_', ' ')}"
    texts = tuple(
        replace(text, text=text.text + added.get(text.response_id, "")) if text.usable else text
        for text in made.texts
    )
    return replace(made, texts=texts)


def in_turn(made: WaveData, theme: Theme) -> list[str]:
    """A theme’s people, the first of every session before the second of any."""
    seen: dict[str, int] = {}
    order = []
    for person in sorted(theme.response_ids):
        session = made.by_person[person].session
        seen[session] = seen.get(session, 0) + 1
        order.append((seen[session], person))
    return [person for _, person in sorted(order)]


@cache
def spoken_of() -> WaveData:
    return wave(the_OLD_mill=14, quayside=30, cove=9)


@cache
def told() -> Findings:
    return summarise(spoken_of(), PARTNER).findings


def card_of(findings: Findings, key: str = THEME) -> ThemeCard:
    return next(card for card in findings.cards if card.key == key)


def named(findings: Findings, key: str = THEME) -> Published | None:
    return findings.table(f"{NAMED}{key}")


def by_name(findings: Findings) -> str:
    return " ".join(s.text for s in card_of(findings).places if s.text.startswith("By name"))


def test_a_card_names_the_places_enough_people_wrote_of_the_most_named_first() -> None:
    entry = next(e for e in told().ledger if e.table == f"{NAMED}{THEME}")
    assert by_name(told()).startswith("By name: Quayside ")
    assert "; The Old Mill " in by_name(told())
    assert f"(of the {entry.denominator} who raised it)" in by_name(told())
    assert not any(s.text.startswith("By name") for s in card_of(told(), "knives").places)


def test_a_place_fewer_than_ten_name_is_nowhere() -> None:
    table = named(told())
    assert table is not None
    assert [category.label for category in table.categories] == ["The Old Mill", "Quayside"]
    assert "Cove" not in to_html(told())


def test_every_report_names_them_with_a_table() -> None:
    word = docx.Document(io.BytesIO(to_docx(told())))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for text in (to_html(told()), to_markdown(told()), "\n".join(p.text for p in word.paragraphs)):
        assert by_name(told()) in text
    assert "Places named, theme by theme" in to_html(told())
    entry = next(e for e in told().ledger if e.table == f"{NAMED}{THEME}" and e.category == QUAY.category)
    assert {"Quayside", f"{entry.percent}% (30)", f"{entry.low} to {entry.high}%"} <= set(cells)


def test_the_public_reads_nothing_finer_than_a_district() -> None:
    public = summarise(spoken_of(), PUBLIC).findings
    assert named(public) is None
    assert "Quayside" not in to_html(public)
    assert verify(public, spoken_of()) == ()


def test_ten_people_of_two_sessions_are_too_few_sessions() -> None:
    crowded = wave(quayside=30)
    two = {
        person: f"s-{number % 2}"
        for number, person in enumerate(in_turn(crowded, crowded.by_theme[THEME])[:30])
    }
    people = tuple(replace(p, session=two.get(p.response_id, p.session)) for p in crowded.respondents)
    assert named(summarise(replace(crowded, respondents=people), PARTNER).findings) is None


def test_a_place_in_a_district_whose_figure_is_hidden_is_not_named() -> None:
    """Few raise it in that district, so naming a place there would point at them."""
    made = wave(quayside=30, the_old_mill=30)
    there = [p.response_id for p in made.respondents if p.area == "peterborough"]
    kept = made.by_theme[THEME].response_ids - frozenset(there[2:])
    dark = replace(made.by_theme[THEME], response_ids=kept)
    fewer = replace(made, themes=tuple(dark if t.key == THEME else t for t in made.themes))
    findings = summarise(fewer, PARTNER).findings
    main = findings.table("themes:unsafe_why")
    assert main is not None
    assert main.at["area=peterborough", THEME].state is not State.SHOWN
    table = named(findings)
    assert table is None or "Quayside" not in [category.label for category in table.categories]
    assert verify(findings, fewer) == ()


def test_without_a_list_no_place_is_named_however_often_it_is_written() -> None:
    made = spoken_of()
    without = replace(made, office=replace(made.office, named_places=()))
    assert named(summarise(without, PARTNER).findings) is None


def test_named_places_are_proven_and_changed_ones_are_found() -> None:
    assert verify(told(), spoken_of()) == ()
    table = named(told())
    assert table is not None
    cell = table.at[ALL, QUAY.category]
    assert cell.count == 30
    wrong = replace(cell, count=31)
    assert verify(with_table(table, replace(table, cells=(table.cells[0], wrong))), spoken_of(), afresh=False)
    assert verify(with_table(table, None), spoken_of())


def with_table(old: Published, new: Published | None) -> Findings:
    tables = (new if each is old else each for each in told().tables)
    return replace(told(), tables=tuple(each for each in tables if each is not None))


@pytest.mark.parametrize(
    ("rules", "rarer"), [(PARTNER, True), (PUBLIC, False)], ids=["too few people", "not for the public"]
)
def test_a_place_slipped_into_a_release_is_found(rules: DisclosureRules, rarer: bool) -> None:
    """As a release made elsewhere might: its figures true, but not to be told."""
    rare = wave(the_OLD_mill=14, quayside=9, cove=9) if rarer else spoken_of()
    slipped = replace(told(), rules=rules)
    assert any("names a place" in fault.problem for fault in verify(slipped, rare, afresh=False))


def test_two_places_in_one_answer_and_one_place_in_two_words_are_each_counted_once() -> None:
    made = wave(quayside=30)
    texts = tuple(
        replace(t, text=t.text.replace("quayside", "Quayside, the old mill, old mill")) for t in made.texts
    )
    table = named(summarise(replace(made, texts=texts), PARTNER).findings)
    assert table is not None
    assert {cell.category: cell.count for cell in table.cells} == {MILL.category: 30, QUAY.category: 30}
