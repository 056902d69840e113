"""Whose survey it is and whom to turn to: read once, at the door, or refused with the line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from survey.office import (
    HELP_GOOD_FOR_DAYS,
    HelpLines,
    Office,
    OfficeError,
    help_warnings,
    load_help,
    load_help_located,
    load_office,
)

SMALL = Path(__file__).parent / "questionnaires"
SHIPPED = Path(__file__).parents[1] / "questionnaires"


@pytest.fixture
def office() -> Office:
    return load_office(SMALL / "office.yaml")


@pytest.fixture
def lines() -> HelpLines:
    return load_help(SMALL / "help.yaml")


def test_an_office_knows_its_districts_and_their_parts(office: Office) -> None:
    assert office.district("north").label == "North"
    assert [place.name for place in office.district("north").places] == ["hilltop", "woodside"]
    with pytest.raises(KeyError):
        office.district("west")


def test_place_names_are_districts_their_parts_and_the_gazetteer(office: Office) -> None:
    assert office.place_names == {"North", "South", "Hilltop", "Woodside", "Quayside", "the Old Mill"}


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    text = (SMALL / "office.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "office.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_places_are_told_by_name_as_the_office_lists_and_spells_them(tmp_path: Path) -> None:
    spelt = ("label: Hilltop}", "label: Hilltop, also: [the Top]}")
    never = ("gazetteer:", "not_told_by_name: [woodside]\ngazetteer:")
    office = load_office(written(tmp_path, spelt, never))
    assert [(one.label, one.spellings, one.district) for one in office.spoken_places] == [
        ("Hilltop", ("Hilltop", "the Top"), "north"),
        ("Quayside", ("Quayside",), "south"),
        ("the Old Mill", ("the Old Mill",), ""),
    ]
    assert "the Top" in office.place_names


def test_a_name_two_districts_share_is_told_of_neither(tmp_path: Path) -> None:
    shared = ("{name: quayside, label: Quayside}", "{name: hilltop, label: Hilltop}")
    again = ("gazetteer: [", "gazetteer: [Hilltop, ")
    office = load_office(written(tmp_path, shared, again))
    assert [one.label for one in office.spoken_places] == ["Woodside", "the Old Mill"]


def test_a_name_that_is_never_told_must_be_a_name(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="names no place called “Wodside”"):
        load_office(written(tmp_path, ("gazetteer:", "not_told_by_name: [Wodside]\ngazetteer:")))


def test_the_office_that_ships_counts_no_months(tmp_path: Path) -> None:
    told = {name for one in load_office(SHIPPED / "office.yaml").spoken_places for name in one.spellings}
    assert {"Wisbech", "Queensgate", "Romsey"} <= told
    assert told.isdisjoint({"March", "Eye", "Cambridgeshire"})


def test_the_offices_own_words_are_put_into_a_page(office: Office) -> None:
    assert (
        office.fill("{reader} answer by {answer_due}. {other}")
        == "People in the office answer by 1 June 2027. {other}"
    )


def test_the_help_card_is_in_the_files_order(lines: HelpLines) -> None:
    assert [line.name for line in lines.for_card()] == ["emergency", "listener", "north_line"]


def test_help_for_somewhere_else_is_left_out(lines: HelpLines) -> None:
    assert [line.name for line in lines.for_card(area="south")] == ["emergency", "listener"]
    assert [line.name for line in lines.for_card(area="north")] == ["emergency", "listener", "north_line"]


@pytest.mark.parametrize(
    ("topics", "order"),
    [
        (["talk"], ["listener", "emergency", "north_line"]),
        (["home", "talk"], ["north_line", "listener", "emergency"]),
        (["unheard_of"], ["emergency", "listener", "north_line"]),
    ],
)
def test_help_on_what_was_answered_comes_first(lines: HelpLines, topics: list[str], order: list[str]) -> None:
    assert [line.name for line in lines.for_card(topics=topics)] == order


def test_help_for_some_ages_is_left_out_for_others(lines: HelpLines) -> None:
    young = lines.lines[1].model_copy(update={"age_bands": ("10-11",)})
    only_young = HelpLines(lines=(lines.lines[0], young))
    assert [line.name for line in only_young.for_card(age_band="10-11")] == ["emergency", "listener"]
    assert [line.name for line in only_young.for_card(age_band="18-24")] == ["emergency"]
    assert len(only_young.for_card()) == 2


def test_a_line_is_stale_the_day_after_its_last_good_day(lines: HelpLines) -> None:
    line = lines.lines[0]
    last_good_day = line.verified_on + timedelta(days=HELP_GOOD_FOR_DAYS)
    assert not line.stale(last_good_day)
    assert line.stale(last_good_day + timedelta(days=1))


def test_stale_lines_are_warned_about_and_still_loaded() -> None:
    lines, located = load_help_located(SMALL / "help.yaml")
    warned = list(help_warnings(lines, located, date(2030, 1, 1)))
    assert len(warned) == len(lines.lines)
    assert {one.severity for one in warned} == {"warning"}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("name: A\n", {"short_name", "accent", "reader", "answer_due", "wave", "districts"}),
        ("lines: []\n", {"lines"}),
    ],
)
def test_everything_missing_is_named_at_once(tmp_path: Path, body: str, found: set[str]) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(body, "utf-8")
    with pytest.raises(OfficeError) as raised:
        load_office(path) if "name" in body else load_help(path)
    assert {finding.field for finding in raised.value.findings} == found


def test_an_office_cannot_be_changed_in_place(office: Office) -> None:
    with pytest.raises(ValueError, match="frozen"):
        office.accent = "#000000"


# --- what is shipped ------------------------------------------------------------------------------------


def test_the_shipped_office_has_its_districts_strands_and_pillars() -> None:
    office = load_office(SHIPPED / "office.yaml")
    assert [district.label for district in office.districts] == [
        "Cambridge",
        "East Cambridgeshire",
        "Fenland",
        "Huntingdonshire",
        "Peterborough",
        "South Cambridgeshire",
    ]
    assert all(district.places for district in office.districts)
    assert len(office.strands) == 4
    assert len(office.pillars) == 5
    assert {"police", "health", "fire", "probation", "schools"} <= {one.name for one in office.partners}


def test_no_two_places_share_a_name() -> None:
    office = load_office(SHIPPED / "office.yaml")
    names = [place.name for district in office.districts for place in district.places]
    assert len(set(names)) == len(names)


def test_the_shipped_help_card_has_exactly_the_numbers_it_should() -> None:
    lines = load_help(SHIPPED / "help.yaml").lines
    assert {(line.name, line.call or line.text) for line in lines} == {
        ("emergency", "999"),
        ("childline", "0800 1111"),
        ("shout", "85258"),
        ("police_non_emergency", "101"),
        ("fearless", ""),
        ("crimestoppers", "0800 555 111"),
        ("ceop", ""),
        ("childrens_services_cambridgeshire", "0345 045 5203"),
        ("childrens_services_peterborough", "01733 864180"),
        ("childrens_services_out_of_hours", "01733 234724"),
        ("nspcc", "0808 800 5000"),
    }


def test_each_district_has_its_own_childrens_services() -> None:
    office, lines = load_office(SHIPPED / "office.yaml"), load_help(SHIPPED / "help.yaml")
    for district in office.districts:
        there = [one.name for one in lines.for_card(area=district.name) if one.areas]
        assert len(there) == 1, district.name
