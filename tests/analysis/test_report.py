"""The report opens anywhere, loads nothing, leaves out no reader, and is the same twice."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import altair as alt
import pytest

from analysis import charts
from analysis.disclosure import PARTNER, PUBLIC
from analysis.exports import MEANING_OF_SIGNS, codebook_csv, tables_csv
from analysis.findings import Findings
from analysis.puzzle import State
from analysis.report import files, to_html, to_markdown, words
from analysis.report.outline import Grid, annex
from analysis.summary import NOT_EVIDENCE, summarise
from analysis.tables import ALL, PEOPLE
from tests.analysis import invented

WAVE = invented.wave(900, 48)


@pytest.fixture(scope="module")
def findings() -> Findings:
    return summarise(WAVE, PARTNER).findings


@pytest.fixture(scope="module")
def page(findings: Findings) -> str:
    return to_html(findings)


class Outline(HTMLParser):
    """What a reader’s aid makes of the page: headings, ids, links, pictures, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.unnamed_pictures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.append(found.get("href") or "")
        self.loaded += [found[name] or "" for name in ("src", "srcset", "data") if found.get(name)]
        if tag in ("link", "script", "iframe", "object", "img"):
            self.loaded.append(tag)
        if tag == "svg" and not (found.get("role") == "img" and found.get("aria-label")):
            self.unnamed_pictures += 1


def outline(page: str) -> Outline:
    read = Outline()
    read.feed(page)
    return read


def test_the_page_loads_nothing_from_anywhere(page: str) -> None:
    assert outline(page).loaded == []
    assert not re.search(r"url\((?!#)", page)
    assert "@import" not in page
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_headings_go_down_one_step_at_a_time_and_every_picture_has_a_name(page: str) -> None:
    read = outline(page)
    assert read.levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(read.levels, read.levels[1:], strict=False))
    assert read.unnamed_pictures == 0


def test_ids_are_unique_and_every_link_arrives(page: str) -> None:
    read = outline(page)
    assert len(read.ids) == len(set(read.ids))
    assert all(link.removeprefix("#") in read.ids for link in read.links)


def test_the_first_page_says_what_this_is_no_evidence_of(findings: Findings, page: str) -> None:
    assert page.index(NOT_EVIDENCE) < page.index("What young people told us</h2>")
    assert NOT_EVIDENCE in to_markdown(findings)


def test_a_draft_says_so_until_it_is_approved(findings: Findings, page: str) -> None:
    assert "DRAFT" in page
    approved = to_html(findings, approved=True)
    assert "DRAFT" not in approved
    assert "Draft" not in approved
    assert "Draft, not approved" in to_markdown(findings)
    assert "Draft" not in to_markdown(findings, approved=True)


def test_an_invented_wave_says_so(findings: Findings, page: str) -> None:
    assert "every answer is invented" in page
    real = replace(findings, about=replace(findings.about, invented=False))
    assert "every answer is invented" not in to_html(real)


def test_the_same_findings_give_the_same_bytes(findings: Findings, page: str) -> None:
    assert to_html(findings) == page
    assert to_markdown(findings) == to_markdown(findings)


def test_words_that_look_like_markup_stay_words(findings: Findings) -> None:
    card = replace(findings.cards[0], label="<script>alert(1)</script>", summary="| [x](http://evil) | *b*")
    changed = replace(findings, cards=(card, *findings.cards[1:]))
    assert "<script>" not in to_html(changed)
    markdown = to_markdown(changed)
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert not re.search(r"(?<!\\)\]\(http", markdown)


def test_every_chart_stands_beside_its_numbers(findings: Findings) -> None:
    drawn = charts.charts(findings)
    assert set(drawn) == {
        "safety",
        "districts",
        "themes:unsafe_why",
        "places",
        "trust",
        "would_help",
        "heard",
    }
    for chart in drawn.values():
        assert chart.rows
        assert all(len(row) == len(chart.head) for row in chart.rows)
        assert chart.alternative.endswith(".")


def test_a_chart_is_drawn_alike_each_time_and_needs_no_font_from_outside(findings: Findings) -> None:
    for chart in charts.charts(findings).values():
        made = charts.svg(chart)
        assert made == charts.svg(chart)
        assert "<text" in made
        assert "font-face" not in made


def test_every_chart_fits_the_schema_of_its_grammar(findings: Findings) -> None:
    for drawn in charts.charts(findings).values():
        alt.Chart.from_json(drawn.spec, validate=True)


def test_a_chart_never_draws_what_the_gate_hid() -> None:
    few = summarise(invented.wave(45, 4), PUBLIC).findings
    for chart in charts.charts(few).values():
        shown = {c.percent for t in few.tables for c in t.cells} | {e.percent for e in few.ledger}
        told = {int(n) for row in chart.rows for value in row[1:2] for n in re.findall(r"^(\d+)%$", value)}
        assert told <= shown


def test_a_wave_with_too_few_people_still_gives_a_report() -> None:
    few = summarise(invented.wave(8, 2), PUBLIC).findings
    page = to_html(few)
    assert outline(page).levels[0] == 1
    assert to_markdown(few)


def test_the_tables_file_holds_every_published_cell_and_no_hidden_number(findings: Findings) -> None:
    lines = list(csv.DictReader(io.StringIO(tables_csv(findings))))
    assert len(lines) == sum(len(table.cells) or len(table.rows) for table in findings.tables)
    assert {line["table"] for line in lines} == {table.key for table in findings.tables}
    hidden = [line for line in lines if line["sign"] and line["answer"]]
    assert hidden
    assert not any(line[name] for line in hidden for name in ("count", "percent", "low", "high"))
    took_part = {line["group"]: line["base"] for line in lines if line["table"] == PEOPLE}
    assert took_part["Everyone"] == str(len(WAVE.respondents))


def test_a_number_of_the_tables_file_is_one_of_the_table_it_names(findings: Findings) -> None:
    tables = {table.key: table for table in findings.tables}
    for line in csv.DictReader(io.StringIO(tables_csv(findings))):
        table = tables[line["table"]]
        group = ALL if line["breakdown"] == ALL else f"{line['breakdown']}={line['group_value']}"
        assert line["rounded_to"] == str(table.round_to)
        if line["answer_value"]:
            cell = table.at[group, line["answer_value"]]
            assert line["count"] == ("" if cell.count is None else str(cell.count))
        row = table.row(group)
        assert row is not None
        assert line["base"] == ("" if row.base is None else str(row.base))


def test_every_line_of_the_tables_file_says_of_which_release_it_is_and_finds_its_own_in_the_dictionary(
    findings: Findings,
) -> None:
    """Files of two waves, or of two readers, are put under each other, and an example among them is seen."""
    public = summarise(invented.short_wave(300, 12), PUBLIC).findings
    genuine = replace(public, about=replace(public.about, invented=False))
    for one, readers, invented_ in ((findings, "partner", "yes"), (genuine, "public", "no")):
        described = list(csv.DictReader(io.StringIO(codebook_csv(one))))
        known = {(line["question"], line["value"]) for line in described}
        for line in csv.DictReader(io.StringIO(tables_csv(one))):
            assert (line["wave"], line["readers"], line["invented"]) == (one.about.title, readers, invented_)
            if line["answer_value"]:
                assert (line["variable"], line["answer_value"]) in known
        told = {line["value"]: line["label"] for line in described if line["role"] == "release"}
        assert told == {"wave": one.about.title, "readers": readers, "invented": invented_}


@pytest.mark.parametrize(
    "title", ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1", "\xa0@a"]
)
def test_a_spreadsheet_takes_no_label_for_a_formula(findings: Findings, title: str) -> None:
    table = replace(findings.tables[1], title=title)
    told = tables_csv(replace(findings, tables=(table,)))
    assert {line["question"] for line in csv.DictReader(io.StringIO(told))} == {f"'{title}"}


def test_a_spreadsheet_reads_every_letter_of_a_csv_file(findings: Findings) -> None:
    """Without a mark in front it would take the file for its own country’s letters."""
    made = files(findings)
    for name in ("tables.csv", "codebook.csv"):
        assert made[name].startswith(codecs.BOM_UTF8)
        assert "’" in made[name].decode("utf-8-sig")


def test_the_codebook_describes_every_value_and_missing_code(findings: Findings) -> None:
    codebook = codebook_csv(findings)
    assert (
        "safe_dark,How safe do you feel after dark?,select_one,does_not_go,I don’t go there,apart" in codebook
    )
    assert codebook.count("rather_not_say") == len(WAVE.questions)


def test_the_codebook_says_what_each_column_and_each_sign_of_the_tables_means(findings: Findings) -> None:
    described = list(csv.DictReader(io.StringIO(codebook_csv(findings))))
    told = tables_csv(findings)
    columns = {line["value"] for line in described if line["role"] == "column"}
    assert columns == set(next(csv.reader(io.StringIO(told))))
    signs = {line["value"] for line in described if line["role"] == "sign"}
    assert {line["sign"] for line in csv.DictReader(io.StringIO(told))} - {""} <= signs
    answers = {(line["question"], line["value"]) for line in described}
    for table in findings.tables:
        assert {(table.question, category.key) for category in table.categories} <= answers, table.key


def test_every_sign_in_a_table_of_the_report_is_explained_among_its_rules(findings: Findings) -> None:
    """A reader of the printed report has no dictionary at hand."""
    few = tuple(replace(row, caution=True) for row in findings.tables[1].rows)
    most = tuple(
        replace(cell, state=State.RANGE, count=None, percent=None, words="95% or more")
        for cell in findings.tables[1].cells
    )
    odd = replace(findings, tables=(replace(findings.tables[1], rows=few, cells=most), *findings.tables[2:]))
    shown = {value for block in annex(odd) if isinstance(block, Grid) for row in block.rows for value in row}
    explained = dict(words.rules_kept(odd, "a range"))
    signs = {value for value in shown if value and not re.search(r"\d%? \(|^[\d,]+%?$|^\([\d,]+\)$", value)}
    assert {"95% or more", "[c]"} <= signs
    assert signs & {*MEANING_OF_SIGNS} <= explained.keys()
    assert any(value.endswith(words.FEW) for value in shown)
    assert explained[words.FEW].startswith("fewer than 50 people")
    assert "95% or more" not in dict(words.rules_kept(replace(findings, tables=()), ""))


def test_what_adds_up_other_answers_does_not_pass_for_one_more_of_them(findings: Findings) -> None:
    table = findings.table("safe_dark")
    assert table is not None
    names = [row[0] for block in annex(findings) if isinstance(block, Grid) for row in block.rows]
    told = {c.label: words.answer_of(c) for c in table.categories if c.members}
    assert told == {"Safe": "Safe, in all", "Unsafe": "Unsafe, in all"}
    assert {*told.values()} <= {*names}
    assert not {*told} & {*names}


def test_one_text_that_waits_is_told_of_as_one() -> None:
    made = invented.short_wave(200, 12)
    for held, told in (
        (1, "1 text awaits review and is in no figure"),
        (3, "3 texts await review and are in"),
    ):
        wave = replace(made, text_counts=tuple(replace(one, held=held) for one in made.text_counts))
        method = summarise(wave, PARTNER).findings.method
        assert any(told in sentence.text for sentence in method.sentences)


@pytest.mark.parametrize(("title", "sentence"), [("Will they act?", "Will they act?"), ("Places", "Places.")])
def test_a_title_that_asks_keeps_its_mark(title: str, sentence: str) -> None:
    assert charts.ended(title) == sentence
