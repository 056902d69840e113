"""A cut chooses from a release: nothing in it is new, nothing in it is somebody else’s."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import report
from analysis.disclosure import PARTNER, PUBLIC
from analysis.findings import Findings
from analysis.published import Cell, Published
from analysis.puzzle import State
from analysis.report import Cut, cut, cuts, to_docx, to_html, to_index, to_markdown, words
from analysis.report.cuts import NoSuchCut, faults, slug
from analysis.report.outline import Words, outline
from analysis.summary import summarise
from analysis.tables import ALL, PEOPLE
from analysis.verify import sentences
from tests.analysis import invented


@pytest.fixture(scope="module", params=[PARTNER, PUBLIC], ids=["partner", "public"])
def findings(request: pytest.FixtureRequest) -> Findings:
    return summarise(invented.short_wave(900, 48), request.param).findings


def by_label(findings: Findings, label: str) -> Cut:
    return next(one for one in cuts(findings) if one.label == label)


def of(findings: Findings, label: str) -> Findings:
    one = by_label(findings, label)
    return cut(findings, one.kind, one.key)


def test_every_entry_sentence_and_number_of_a_cut_is_one_of_the_release(findings: Findings) -> None:
    made = cuts(findings)
    assert {one.kind for one in made} == {"district", "strand", "partner"}
    for one in made:
        part = cut(findings, one.kind, one.key)
        assert faults(findings, part) == (), one
        assert set(part.ledger) <= set(findings.ledger)
        assert sentences(part) == ()


def test_a_number_that_is_not_in_the_release_is_found(findings: Findings) -> None:
    part = of(findings, "Fenland")
    sentence = replace(part.first_page.sentences[0], text="901 young people answered in Fenland.")
    told = replace(part, first_page=replace(part.first_page, sentences=(sentence,)))
    assert any("901" in fault for fault in faults(findings, told))
    entry = replace(part.ledger[0], numerator=7)
    assert faults(findings, replace(part, ledger=(entry, *part.ledger[1:])))
    assert faults(findings, replace(part, ledger=part.ledger[1:]))
    table = part.tables[1]
    cell = replace(table.cells[0], count=1, percent=1)
    assert faults(findings, replace(part, tables=(replace(table, cells=(cell, *table.cells[1:])),)))


def test_a_district_is_told_of_itself_beside_everyone_and_of_no_other(findings: Findings) -> None:
    part = of(findings, "Fenland")
    told = " ".join(sentence.text for sentence in part.first_page.sentences)
    assert "young people answered in Fenland." in told
    assert "feel unsafe after dark. Everyone: " in told
    for table in part.tables:
        assert {row.group.key for row in table.rows} == {ALL, "area=fenland"}
        assert {cell.group for cell in table.cells} <= {ALL, "area=fenland"}
    assert all("Peterborough" not in sentence.text for sentence in part.first_page.sentences)


def test_a_districts_themes_come_in_its_own_order(findings: Findings) -> None:
    part = of(findings, "Fenland")
    table = findings.table("themes:unsafe_why")
    assert table is not None
    shares = [table.at["area=fenland", card.key].percent or 0 for card in part.cards]
    assert shares == sorted(shares, reverse=True)
    assert part.actions[0].because in [card.share for card in part.cards]


def test_a_partner_gets_what_it_owns_or_shares_and_what_it_was_asked(findings: Findings) -> None:
    part = of(findings, "Highways")
    assert [card.key for card in part.cards] == ["dark_streets"]
    assert [action.who for action in part.actions] == ["Highways, with Youth services"]
    assert [ask.text for ask in part.asks] == ["Mend the lights on the river path"]
    assert part.first_page.title == "What this means for Highways"
    shared = of(findings, "Youth services")
    assert len(shared.cards) == by_label(findings, "Youth services").themes > 1
    assert {c.key for t in part.tables if t.key.startswith("themes:") for c in t.categories} == {
        "dark_streets"
    }


def test_an_ask_of_a_partner_is_in_its_cut_though_no_theme_is_named(findings: Findings) -> None:
    part = of(findings, "Combined authority")
    assert "A night bus to the villages" in [ask.text for ask in part.asks]


def test_a_strand_holds_its_own_themes(findings: Findings) -> None:
    part = of(findings, "serious violence")
    assert {card.strand for card in part.cards} == {"serious violence"}
    assert len(part.cards) == sum(card.strand == "serious violence" for card in findings.cards)


def test_a_cut_that_is_not_there_is_refused_by_name(findings: Findings) -> None:
    with pytest.raises(NoSuchCut, match="partner “nobody”"):
        cut(findings, "partner", "nobody")


def test_names_become_addresses_that_need_no_escaping() -> None:
    assert slug("Children’s services") == "childrens-services"
    assert slug(" NHS (ICB) / health ") == "nhs-icb-health"


def test_two_partners_whose_names_make_one_address_are_told_apart(findings: Findings) -> None:
    first, second, *rest = findings.cards
    odd = replace(findings, cards=(replace(first, owner="A b"), replace(second, owner="A-b"), *rest))
    files = [one.file for one in cuts(odd)]
    assert len(files) == len(set(files))


def test_the_index_leads_to_every_file_of_the_release() -> None:
    few = summarise(invented.short_wave(150, 12), PARTNER).findings
    files = report.files(few)
    index = files["index.html"].decode()
    assert len(files) > 10
    for name in files.keys() - {"index.html"}:
        assert f'href="{name}"' in index, name
    assert "Draft, not approved" in index
    assert "Draft" not in to_index(few, cuts(few), approved=True)


def test_a_cut_can_be_any_file_and_says_whose_it_is(findings: Findings) -> None:
    part = of(findings, "Fenland")
    assert "<h1>How safe young people feel, Feelings of safety, autumn 2026: Fenland</h1>" in to_html(part)
    assert to_docx(part)


def test_a_wave_too_small_for_districts_has_no_cut_for_them() -> None:
    few = summarise(invented.wave(8, 2), PUBLIC).findings
    assert cuts(few) == ()


def test_a_part_that_lies_alone_on_a_table_says_of_what_it_is_a_part_and_what_it_is_not_for(
    findings: Findings,
) -> None:
    for label, said in (
        ("Fenland", "They are no ranking of districts"),
        ("Highways", "Do not add up the figures of several themes"),
        ("serious violence", "the themes of the strand “serious violence”"),
    ):
        part = of(findings, label)
        printed = "\n".join(block.text for block in outline(part, approved=True) if isinstance(block, Words))
        for told in (to_html(part), to_markdown(part), printed):
            assert "This is one part of the report “How safe young people feel, Feelings of safety" in told
            assert said in told
    assert "This is one part of the report" not in to_html(findings)
    assert of(findings, "serious violence").first_page.title.endswith("the strand “serious violence”")


def test_in_a_districts_part_how_sure_is_not_said_of_its_own_share(findings: Findings) -> None:
    there, everywhere = of(findings, "Fenland"), of(findings, "Highways")
    assert there.actions
    assert "not in Fenland alone" in words.less_sure(there)
    assert "alone" not in words.less_sure(everywhere) + words.less_sure(findings)


def test_a_district_of_which_nothing_may_be_told_is_not_sent_pages_of_too_few(findings: Findings) -> None:
    """A heading with nothing under it, and table after table that says nothing, are no report."""
    nobody = replace(findings, tables=tuple(_hidden_there(t, "area=fenland") for t in findings.tables))
    part = of(nobody, "Fenland")
    assert [table.key for table in part.tables] == [PEOPLE]
    assert not part.cards
    page = to_html(part)
    assert findings.themes.title not in page
    assert "Questions of which too few in Fenland answered to tell anything are left out." in page
    assert faults(nobody, part) == ()
    index = to_index(nobody, cuts(nobody))
    assert 'Fenland</a> <span class="small">too few wrote there to tell themes' in index
    assert "0 themes" not in index


def _hidden_there(table: Published, group: str) -> Published:
    cells = tuple(
        Cell(cell.group, cell.category, State.TOO_FEW) if cell.group == group else cell
        for cell in table.cells
    )
    return replace(table, cells=cells)


def test_a_districts_page_says_which_figures_are_its_own_and_quotes_its_own_people_first(
    findings: Findings,
) -> None:
    for one in (each for each in cuts(findings) if each.kind == "district"):
        part = cut(findings, one.kind, one.key)
        assert f"the first figures are those of {one.label}." in to_html(part)
        whole = {card.key: card.quotes for card in findings.cards}
        for card in part.cards:
            own = [quoted for quoted in whole[card.key] if quoted.attribution.endswith(f", {one.label}")]
            assert list(card.quotes) == (own or list(whole[card.key]))
    assert "the first figures are those of" not in to_html(findings)
