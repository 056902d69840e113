"""The pages of a release: an analyst prepares, a second person reads and decides, viewers read what was let out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from analysis import report
from analysis.findings import AskMade, Findings, Quoted
from analysis.report.words import THE_OTHER_WAY
from analysis.verify import Fault
from survey import asks, released, releases
from survey.house import House, open_house
from survey.permissions import NotAllowed
from survey.settings import Settings
from survey.store.tables import Role
from survey.team import charts, told
from survey.team.moving import Address
from tests.conftest import Clock
from tests.team.conftest import OpenPage, somebody, words

READING = (Address.SUMMARY, Address.SAID, Address.DISTRICTS, Address.NOT_HEARD, Address.ASKED)


@pytest.fixture(scope="module")
def drafted_folder(example_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with an ask and a draft that waits for a second person."""
    folder = Path(copytree(example_folder, tmp_path_factory.mktemp("drafted") / "data"))
    clock = Clock()
    house = open_house(Settings(data_dir=folder, database_url=""), clock=clock)
    analyst = somebody(house, Role.ANALYST)
    asks.add(house, analyst, "Mend the lamps.", owner="The council", due=clock().date())
    releases.prepare(house, analyst)
    house.database.dispose()
    return folder


@pytest.fixture(scope="module")
def released_folder(drafted_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(copytree(drafted_folder, tmp_path_factory.mktemp("released") / "data"))
    house = open_house(Settings(data_dir=folder, database_url=""), clock=Clock())
    lead = somebody(house, Role.SAFEGUARDING_LEAD)
    draft = releases.waiting(house, lead)
    assert draft is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "files", only_html)
        releases.approve(house, lead, draft.id, digest=draft.digest, with_themes_not_looked_at=True)
    house.database.dispose()
    return folder


def only_html(findings: Findings, *, approved: bool = False) -> dict[str, bytes]:
    """Documents take seconds and are tested with the report."""
    return {"report.html": report.to_html(findings, approved=approved).encode()}


@pytest.fixture
def drafted_house(drafted_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[House]:
    house = open_house(
        Settings(data_dir=Path(copytree(drafted_folder, tmp_path / "drafted")), database_url=""), clock=clock
    )
    yield house
    house.database.dispose()


@pytest.fixture
def released_house(released_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[House]:
    house = open_house(
        Settings(data_dir=Path(copytree(released_folder, tmp_path / "data")), database_url=""), clock=clock
    )
    yield house
    house.database.dispose()


def test_whoever_prepared_a_draft_reads_it_and_cannot_let_it_out(
    drafted_house: House, open_page: OpenPage
) -> None:
    page = open_page(drafted_house, somebody(drafted_house, Role.ANALYST), Address.RELEASE)
    assert "You prepared this" in words(page)
    assert not [one for one in page.button if one.label == "Let it out"]


def test_a_lead_reads_the_draft_lets_it_out_and_a_viewer_reads_it(
    drafted_house: House, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "files", only_html)
    viewer, lead = somebody(drafted_house, Role.VIEWER), somebody(drafted_house, Role.SAFEGUARDING_LEAD)
    assert "Nothing has been released yet" in words(open_page(drafted_house, viewer, Address.SUMMARY))
    page = open_page(drafted_house, lead, Address.RELEASE)
    assert "Every figure counted again" in words(page)
    assert "Nobody has looked" in words(page)
    assert next(one for one in page.button if one.label == "Let it out").disabled
    next(one for one in page.checkbox if "nobody looked at" in one.label).check().run()
    press(page, "Let it out")
    assert "It is out" in words(page)
    assert "young people answered" in words(open_page(drafted_house, viewer, Address.SUMMARY))


def test_a_lead_sends_a_draft_back_only_with_a_reason(drafted_house: House, open_page: OpenPage) -> None:
    page = open_page(drafted_house, somebody(drafted_house, Role.SAFEGUARDING_LEAD), Address.RELEASE)
    press(page, "Send it back")
    assert "Write why it goes back" in words(page)
    page.text_area[0].set_value("Name the first theme.")
    press(page, "Send it back")
    assert "Sent back, with your reason" in words(page)
    analyst = somebody(drafted_house, Role.ANALYST)
    page = open_page(drafted_house, analyst, Address.RELEASE)
    assert "Release 1 was sent back" in words(page), "the first thing whoever prepared it has to know"
    assert "wrote: “Name the first theme.”" in words(page)
    assert "Nothing waits to be approved" not in words(page)
    assert [one.label for one in page.button if "repare" in one.label] == ["Prepare it again"]


def test_what_could_not_be_proven_is_said_once_for_both_versions_and_with_what_to_do(
    drafted_house: House, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault("first page", "a figure is another")
    monkeypatch.setattr(releases, "_proof", lambda *_: [fault])  # once for partners, once for the public
    analyst = somebody(drafted_house, Role.ANALYST)
    page = open_page(drafted_house, analyst, Address.RELEASE)
    press(page, "Prepare it again")
    assert "One thing could not be proven." in words(page)
    assert "show this to whoever looks after the program" in words(page)
    assert "Somebody else reads it now" not in words(page), "nobody can let it out"
    assert len(page.table[0].value) == 1


@pytest.mark.parametrize("address", READING)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.SAFEGUARDING_LEAD, Role.ANALYST, Role.ADMINISTRATOR])
def test_everybody_who_reads_findings_reads_the_release(
    released_house: House, open_page: OpenPage, role: Role, address: Address
) -> None:
    page = open_page(released_house, somebody(released_house, role), address)
    assert not page.exception
    assert "Release 1" in words(page)
    assert "Something went wrong" not in words(page)


def test_an_overview_without_anything_to_do_is_still_an_overview(
    released_house: House, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a release made before anybody looked for themes."""
    monkeypatch.setattr(told, "actions", lambda _findings: "")
    page = open_page(released_house, somebody(released_house, Role.VIEWER), Address.SUMMARY)
    assert "Something went wrong" not in words(page)
    assert "young people answered" in words(page)


def test_the_chart_is_made_once_for_a_release_and_is_the_one_it_would_be_made_anew(
    released_house: House, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[list[charts.Bar]] = []
    plain = charts.safety_chart
    monkeypatch.setattr(charts, "safety_chart", lambda bars, ink: (made.append(bars), plain(bars, ink))[1])
    charts.safety_spec.cache_clear()
    for role in (Role.VIEWER, Role.SAFEGUARDING_LEAD):
        page = open_page(released_house, somebody(released_house, role), Address.SUMMARY)
        assert "feel unsafe" in words(page)
    assert len(made) == 1
    ink = "#17282b"
    assert json.loads(charts.safety_spec(tuple(made[0]), ink)) == plain(made[0], ink).to_dict()


def test_the_chart_of_a_release_that_was_superseded_is_not_shown_for_the_next(released_house: House) -> None:
    latest = released.latest(released_house, somebody(released_house, Role.VIEWER))
    assert latest is not None
    table = latest.findings.table("safe_dark")
    assert table is not None
    before = charts.safety_spec((charts.Bar("After dark", table),), "#000000")
    cells = tuple(
        replace(cell, percent=99) if (cell.group, cell.category) == ("all", "unsafe") else cell
        for cell in table.cells
    )
    after = charts.safety_spec((charts.Bar("After dark", replace(table, cells=cells)),), "#000000")
    assert "99% unsafe" in after
    assert "99% unsafe" not in before


def test_a_release_at_hand_opens_only_for_whoever_may_read_it(released_house: House) -> None:
    assert released.latest(released_house, somebody(released_house, Role.VIEWER)) is not None
    with pytest.raises(NotAllowed):
        released.latest(released_house, somebody(released_house, Role.SESSION_LEADER))


def test_the_overview_counts_what_is_late_on_the_day_it_is_read(
    released_house: House, open_page: OpenPage, clock: Clock
) -> None:
    viewer = somebody(released_house, Role.VIEWER)
    assert "overdue" not in words(open_page(released_house, viewer, Address.SUMMARY))
    clock.turn(days=1)
    assert "One ask is overdue." in words(open_page(released_house, viewer, Address.SUMMARY))
    assert "One ask is overdue." in words(
        open_page(released_house, somebody(released_house, Role.ANALYST), Address.WAVE)
    )


def test_an_answer_written_down_after_the_release_is_not_read_before_the_next(
    released_house: House, open_page: OpenPage
) -> None:
    analyst = somebody(released_house, Role.ANALYST)
    (one,) = asks.for_wave(released_house, analyst)
    asks.answer(released_house, analyst, one.id, asks.AskStatus.DONE, reply="All lamps are mended.")
    page = open_page(released_house, somebody(released_house, Role.VIEWER), Address.ASKED)
    assert "Mend the lamps." in words(page)
    assert "All lamps are mended." not in words(page)


def test_an_analyst_asks_answers_and_makes_it_public_on_the_page(
    example_house: House, open_page: OpenPage
) -> None:
    analyst = somebody(example_house, Role.ANALYST)
    page = open_page(example_house, analyst, Address.ASKS)
    page.text_area(key="new-text-0").set_value("Mend the lamps.").run()
    press(page, "Put it on the list")
    (one,) = asks.for_wave(example_house, analyst)
    assert "Mend the lamps." in words(page)
    assert page.text_area(key="new-text-1").value == ""
    page.text_area(key=f"reply-{one.id}").set_value(
        "Following consultation with partner organisations, illumination remediation is anticipated."
    ).run()
    assert "aim for 9" in words(page)
    page.text_area(key=f"reply-{one.id}").set_value("We will mend them in May.").run()
    assert "aim for 9" not in words(page)
    press(page, "Keep this answer")
    press(page, "Let young people read it")
    (one,) = asks.for_wave(example_house, analyst)
    assert (one.reply, one.public) == ("We will mend them in May.", True)


def test_each_district_has_the_same_bars_in_the_same_order(released_house: House) -> None:
    latest = released.latest(released_house, somebody(released_house, Role.VIEWER))
    assert latest is not None
    panels = told.panels(latest.findings)
    assert [name for name, *_ in panels][:6] == [one.label for one in released_house.office.districts]
    assert len({tuple(line.label for line in lines) for *_, lines in panels}) == 1
    for *_, lines in panels:
        for line in lines:
            assert line.cell is not None


def test_words_of_the_other_view_stand_apart_and_say_so(released_house: House) -> None:
    latest = released.latest(released_house, somebody(released_house, Role.VIEWER))
    assert latest is not None
    card = replace(latest.findings.cards[0], quotes=(), counter_quotes=())
    one, other = (
        Quoted(replace(card.share, text=text), "Invented") for text in ("No lamps.", "It is fine here.")
    )
    drawn = told.cards(
        replace(latest.findings, cards=(replace(card, quotes=(one,), counter_quotes=(other,)),))
    )
    assert drawn.index("No lamps.") < drawn.index(THE_OTHER_WAY) < drawn.index("It is fine here.")
    assert THE_OTHER_WAY not in told.cards(replace(latest.findings, cards=(replace(card, quotes=(one,)),)))


def test_words_in_findings_cannot_become_markup(released_house: House) -> None:
    latest = released.latest(released_house, somebody(released_house, Role.VIEWER))
    assert latest is not None
    made = [AskMade("<b>x</b>", "<i>", None, "asked", "<script>", overdue=False, theme="")]
    assert "<b>x" not in told.asks(made, released_house.today())
    assert "<script" not in told.asks(made, released_house.today())


def press(page: object, label: str) -> None:
    next(one for one in page.button if one.label == label).click().run()  # type: ignore[attr-defined]
    assert not page.exception  # type: ignore[attr-defined]
