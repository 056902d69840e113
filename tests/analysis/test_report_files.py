"""Word, PDF and workbook: each opens, each says what the findings say, none hides a formula or a clock."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from analysis import report
from analysis.disclosure import PARTNER, PUBLIC
from analysis.exports import dictionary
from analysis.findings import Findings
from analysis.puzzle import State
from analysis.report import to_docx, to_pdf, to_xlsx, words
from analysis.report.check import differing
from analysis.report.outline import Heading, outline
from analysis.summary import NOT_EVIDENCE, summarise
from analysis.tables import ALL
from tests.analysis import invented

FIRST = ("Draft, not approved", "Example: every answer is invented")


@pytest.fixture(scope="module")
def findings() -> Findings:
    return summarise(invented.short_wave(400, 24), PARTNER).findings


@pytest.fixture(scope="module")
def word(findings: Findings) -> bytes:
    return to_docx(findings)


@pytest.fixture(scope="module")
def printed(findings: Findings) -> bytes:
    return to_pdf(findings)


@pytest.fixture(scope="module")
def book(findings: Findings) -> bytes:
    return to_xlsx(findings)


def words_of(word: bytes) -> str:
    document = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def pages(printed: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages]


# --- all of them


def test_the_same_findings_give_the_same_bytes(
    findings: Findings, word: bytes, printed: bytes, book: bytes
) -> None:
    assert (to_docx(findings), to_pdf(findings), to_xlsx(findings)) == (word, printed, book)


def test_the_day_in_a_file_is_the_findings_day_and_no_other(word: bytes, printed: bytes, book: bytes) -> None:
    for package in (word, book):
        with zipfile.ZipFile(io.BytesIO(package)) as parts:
            assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
            assert b"2026-11-20T00:00:00Z" in parts.read("docProps/core.xml")
    assert PdfReader(io.BytesIO(printed)).metadata["/CreationDate"].startswith("D:20261120")


def test_a_wave_without_a_day_has_one_all_the_same(findings: Findings) -> None:
    about = replace(findings.about, as_of=None, last_day=None, first_day=None)
    assert words.made_on(about) == date(2000, 1, 1)
    assert to_xlsx(replace(findings, about=about))


def test_every_page_says_draft_and_invented_until_approved(
    findings: Findings, word: bytes, printed: bytes, book: bytes
) -> None:
    assert all(flag in page for page in pages(printed) for flag in FIRST)
    heads = [section.header.paragraphs[0].text for section in docx.Document(io.BytesIO(word)).sections]
    assert all(flag in head for head in heads for flag in FIRST)
    for sheet in openpyxl.load_workbook(io.BytesIO(book)):
        assert all(flag in (sheet.oddHeader.center.text or "") for flag in FIRST), sheet.title
    real = replace(findings, about=replace(findings.about, invented=False))
    for text in (words_of(to_docx(real, approved=True)), "".join(pages(to_pdf(real, approved=True)))):
        assert "DRAFT" not in text.upper()
        assert FIRST[1] not in text
    assert (
        not openpyxl.load_workbook(io.BytesIO(to_xlsx(real, approved=True)))
        .worksheets[0]
        .oddHeader.center.text
    )


def test_every_sentence_of_the_report_is_in_the_word_file_and_in_the_pdf(
    findings: Findings, word: bytes, printed: bytes
) -> None:
    text = words_of(word)
    set_ = "".join("".join(pages(printed)).split())
    for section in (
        findings.first_page,
        findings.heard,
        findings.safety,
        findings.method,
        *findings.districts,
    ):
        for sentence in section.sentences:
            assert sentence.text in text
            assert "".join(sentence.text.split()) in set_
    for card in findings.cards:
        for sentence in (card.share, card.spread, card.confidence.why, *card.places, *card.times):
            assert sentence.text in text
    assert NOT_EVIDENCE in text


def test_files_that_differ_from_the_findings_are_found(findings: Findings) -> None:
    findings = replace(findings, districts=(), cards=findings.cards[:1])  # few cuts: the same files, sooner
    files = dict(report.files(findings, approved=True))
    assert differing(findings, files) == ()
    sheet = rewritten(files["tables.xlsx"], "xl/worksheets/sheet3.xml", b"<v>400</v>", b"<v>401</v>")
    text = rewritten(
        files["report.docx"], "word/document.xml", b"young people answered", b"young people lied"
    )
    page = files["report.html"].replace(b"% (", b"1% (", 1)
    changed = {**files, "tables.xlsx": sheet, "report.docx": text, "report.html": page, "report.pdf": b"%PDF"}
    assert {one.file for one in differing(findings, changed)} == {"tables.xlsx", "report.docx", "report.html"}
    cut_short = {**files, "tables.xlsx": files["tables.xlsx"][:100], "report.pdf": files["report.pdf"] + b"%"}
    assert {one.file for one in differing(findings, cut_short)} == {"tables.xlsx", "report.pdf"}


def rewritten(package: bytes, part: str, old: bytes, new: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as parts, zipfile.ZipFile(made, "w") as again:
        for name in parts.namelist():
            body = parts.read(name)
            assert name != part or old in body
            again.writestr(name, body.replace(old, new) if name == part else body)
    return made.getvalue()


def test_a_wave_with_too_few_people_still_gives_every_file() -> None:
    few = summarise(invented.wave(8, 2), PUBLIC).findings
    made = report.files(few)
    assert made["report.pdf"].startswith(b"%PDF")
    assert "too few" in words_of(made["report.docx"]) or "Too few" in words_of(made["report.docx"])


def test_words_that_look_like_markup_stay_words(findings: Findings) -> None:
    odd = '#panic("no") <b>&amp;</b> $x$ *y* @z [w] = v'
    changed = replace(
        findings, cards=(replace(findings.cards[0], label=odd, summary=odd), *findings.cards[1:])
    )
    assert odd in words_of(to_docx(changed))
    assert "".join(odd.split()) in "".join("".join(pages(to_pdf(changed))).split())


def test_signs_no_font_of_the_pdf_has_are_told_in_words_and_stop_no_release(findings: Findings) -> None:
    said = "no bus \U0001f622 \u0a38\u0a3e\u0a21\u0a40 \u0a17\u0a32\u0a40 \u06af\u0644\u06cc ok"
    changed = replace(
        findings, cards=(replace(findings.cards[0], label=said, summary=said), *findings.cards[1:])
    )
    assert said in words_of(to_docx(changed))
    printed = to_pdf(changed)
    assert printed == to_pdf(changed)
    text = "".join("".join(pages(printed)).split())
    assert "nobus[cryingface][wordsinGurmukhiletters:seethewebpage]" in text
    assert text.count("[wordsin") == text.count("Gurmukhi")  # the Arabic letters are drawn


# --- Word


def test_the_word_file_has_real_headings_in_order_and_a_language(word: bytes) -> None:
    document = docx.Document(io.BytesIO(word))
    levels = [
        int(paragraph.style.name[-1])
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == "How safe young people feel, Feelings of safety, autumn 2026"


def test_the_names_in_a_wide_table_of_the_word_file_fit_their_columns(word: bytes) -> None:
    """The longest word of any head, at about half of its size a letter, is no wider than its column."""
    wide = [table for table in docx.Document(io.BytesIO(word)).tables if len(table.columns) > 6]
    assert wide
    for table in wide:
        for cell in table.rows[0].cells[1:]:
            longest = max(cell.text.split(), key=len, default="")
            (run,) = cell.paragraphs[0].runs
            assert run.font.size is not None and cell.width is not None
            assert len(longest) * 0.52 * run.font.size.pt <= cell.width.pt, longest


def test_every_table_of_the_word_file_repeats_its_header_and_has_a_name(word: bytes) -> None:
    document = docx.Document(io.BytesIO(word))
    assert document.tables
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_every_picture_of_the_word_file_has_words_and_nothing_floats(word: bytes) -> None:
    document = docx.Document(io.BytesIO(word))
    assert document.inline_shapes
    for shape in document.inline_shapes:
        assert len(shape._inline.docPr.get("descr")) > 40
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        said = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("word/"))
    assert not [name for name in (b"wp:anchor", b"w:txbxContent", b"v:shape", b"w:framePr") if name in said]


def test_captions_count_up(word: bytes) -> None:
    captions = [p.text for p in docx.Document(io.BytesIO(word)).paragraphs if p.style.name == "Caption"]
    assert captions
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        said = parts.read("word/document.xml").decode()
    assert said.count("SEQ Table") + said.count("SEQ Figure") == len(captions)


# --- PDF


def tags(printed: bytes) -> tuple[Counter[str], list[DictionaryObject]]:
    """The tag tree as a reader’s aid walks it."""
    root = PdfReader(io.BytesIO(printed)).trailer["/Root"]
    found: Counter[str] = Counter()
    figures: list[DictionaryObject] = []
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found[str(node["/S"])] += 1
                figures += [node] if node["/S"] == "/Figure" else []
            if "/K" in node:
                waiting.append(node["/K"])
    return found, figures


def test_the_pdf_says_that_it_is_accessible_and_is_tagged(printed: bytes) -> None:
    root = PdfReader(io.BytesIO(printed)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed
    assert (
        PdfReader(io.BytesIO(printed)).metadata["/Title"]
        == f"{words.SUBJECT}, Feelings of safety, autumn 2026"
    )


def test_the_pdf_has_headings_tables_with_headers_and_named_figures(
    findings: Findings, printed: bytes
) -> None:
    found, figures = tags(printed)
    assert found["/H1"] >= 8
    assert found["/H2"] >= len(findings.cards)
    assert found["/Table"] > 5
    assert found["/TH"] > found["/Table"]
    assert len(figures) >= 4
    assert all(len(str(figure["/Alt"])) > 40 for figure in figures)


def test_a_long_table_goes_on_over_the_page_and_leaves_no_half_page_white(findings: Findings) -> None:
    """Kept on one page each, tables of fourteen answers left a third of every page white before the next."""
    table = findings.table("help_most")
    assert table is not None
    answers = [replace(table.categories[0], key=f"a{n}", label=f"Answer {n}") for n in range(14)]
    first = table.at[ALL, table.categories[0].key]
    cells = [replace(first, group=row.group.key, category=one.key) for row in table.rows for one in answers]
    long = replace(table, categories=tuple(answers), cells=tuple(cells))
    tables = tuple(replace(long, key=f"long{n}", title=f"Long question {n}") for n in range(4))
    pages = PdfReader(io.BytesIO(to_pdf(replace(findings, tables=tables)))).pages
    begins = next(n for n, page in enumerate(pages) if "Long question 0" in page.extract_text())
    annex = pages[begins:-1]
    assert len(annex) > 2
    for page in annex:
        told = page.extract_text()
        assert lowest_text(page) < 0.2 * float(page.mediabox.height), told
        lines = [line for line in told.splitlines() if line.strip()]
        assert not lines[-2].startswith("Table\xa0"), "a caption without its table"


def test_a_parts_tables_follow_on_its_pages_and_the_whole_reports_begin_anew(findings: Findings) -> None:
    """A part is short: a page with two lines on it before the tables is paper for nothing."""
    highways = next(one for one in report.cuts(findings) if one.label == "Highways")
    part = report.cut(findings, highways.kind, highways.key)
    for one, anew in ((part, False), (findings, True)):
        title = words.annex_title(one.about)
        heading = next(b for b in outline(one, approved=True) if isinstance(b, Heading) and b.text == title)
        assert heading.on_new_page is anew
        assert ('<body class="whole">' in report.to_html(one)) is anew
    pages = PdfReader(io.BytesIO(to_pdf(part, approved=True))).pages
    assert all(lowest_text(page) < 0.5 * float(page.mediabox.height) for page in pages[:-1])


def lowest_text(page: PageObject) -> float:
    """How high over the foot of the page the last words stand, its footer left out."""
    heights: list[float] = []

    def look(text: str, within: list[float], matrix: list[float], *_: object) -> None:
        if text.strip():
            heights.append(within[5] + within[3] * matrix[5])

    page.extract_text(visitor_text=look)
    return min(height for height in heights if height > 45)


# --- workbook


def test_the_workbook_holds_every_published_cell_and_a_sign_where_one_is_hidden() -> None:
    findings = summarise(invented.wave(300, 12), PUBLIC).findings
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(findings, approved=True)))
    held = Counter(
        tuple(cell for cell in line)
        for sheet in book.worksheets[2:]
        for line in sheet.iter_rows(min_row=3, min_col=2, max_col=9, values_only=True)
    )
    told = Counter()
    for table in words.with_numbers(findings.tables):
        rows = {row.group.key: row for row in table.rows}
        for cell in table.cells:
            row = rows[cell.group]
            kind, _, part = table.title.partition(": ")
            who = table.label or (part if kind == "How it was answered" else row.group.label)
            label = next(words.answer_of(c) for c in table.categories if c.key == cell.category)
            sign = words.hidden_sign(cell) or None
            figures = [sign if v is None else v for v in (cell.count, cell.percent, cell.low, cell.high)]
            base = words.SIGNS[State.TOO_FEW] if row.base is None else row.base
            told[who, label, cell.category, figures[0], base, *figures[1:]] += 1
    people = findings.table("people")
    assert people is not None
    assert held - told == Counter(
        {(r.group.label, None, None, None, r.base or "too few", None, None, None): 1 for r in people.rows}
    )
    assert not told - held
    assert any("[c]" in line for line in told)


def test_no_cell_of_the_workbook_is_a_formula_or_a_link_whatever_it_says(findings: Findings) -> None:
    bad = '=HYPERLINK("http://evil","x")'
    tables = tuple(
        replace(table, title=bad, categories=tuple(replace(c, label="+1+1") for c in table.categories))
        for table in findings.tables
    )
    described = tuple(replace(variable, text=bad, label="@SUM(1)") for variable in findings.dictionary)
    made = to_xlsx(replace(findings, tables=tables, dictionary=described))
    book = openpyxl.load_workbook(io.BytesIO(made))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert types <= {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        said = b"".join(parts.read(name) for name in parts.namelist())
        assert not [name for name in parts.namelist() if "vba" in name.lower() or "external" in name.lower()]
        relations = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    assert b"<f>" not in said
    assert b"hyperlink" not in relations and b"External" not in relations
    assert b"://evil" not in b"".join(re.findall(rb"<hyperlink [^>]*>", said))


def test_the_first_sheet_leads_to_every_other_and_says_what_each_column_and_sign_means(book: bytes) -> None:
    read = openpyxl.load_workbook(io.BytesIO(book))
    first = read["Read me"]
    leads = {
        cell.value: cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink
    }
    assert leads == {name: f"'{name}'!A1" for name in read.sheetnames[1:]}
    told = {row[0]: row[1] for row in first.iter_rows(values_only=True)}
    for sheet in read.worksheets[2:]:
        for column in range(1, sheet.max_column + 1):
            assert told[sheet.cell(2, column).value]
    assert {"[c]", "too few"} <= told.keys()
    assert "every answer is invented" in str(told)


def test_tables_of_everyone_alone_stand_together_and_no_text_is_cut_off() -> None:
    """Forty sheets of seven lines are no workbook; a label cut off by the next column is no label."""
    findings = summarise(invented.wave(300, 12), PUBLIC).findings
    read = openpyxl.load_workbook(io.BytesIO(to_xlsx(findings)))
    answered = next(s for s in read if s["A1"].value.startswith("How each question was answered."))
    asked = {line[1] for line in answered.iter_rows(min_row=3, values_only=True)}
    assert len(asked) == sum(table.key.startswith("states:") for table in findings.tables) > 5
    grid = next(s for s in read if s["A1"].value.startswith("How safe do you feel there?"))
    assert {line[1] for line in grid.iter_rows(min_row=3, values_only=True)} == {
        table.label for table in findings.tables if table.key.startswith("place_safety")
    }
    for sheet in read.worksheets[1:]:
        assert "?." not in sheet["A1"].value
        for cell in (cell for row in sheet.iter_rows(min_row=3) for cell in row):
            width = sheet.column_dimensions[cell.column_letter].width
            assert cell.value is None or len(str(cell.value)) < width or cell.alignment.wrap_text
            over, number = sheet.cell(2, cell.column), isinstance(cell.value, int)
            assert not number or over.alignment.horizontal == "right", "a number under its heading"


def test_sheets_are_frozen_under_their_header_and_named_apart(book: bytes) -> None:
    read = openpyxl.load_workbook(io.BytesIO(book))
    assert len(set(read.sheetnames)) == len(read.sheetnames)
    for sheet in read.worksheets[1:]:
        assert sheet.freeze_panes == "A3"
        assert all(sheet.cell(2, column).value for column in range(1, sheet.max_column + 1))


def test_the_dictionary_describes_every_question_and_each_missing_answer(
    findings: Findings, book: bytes
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Dictionary"]
    lines = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(lines) == len(dictionary(findings)) > len(findings.dictionary)
    assert ("safe_dark", "not_sure", "Not sure", "missing") in {(x[0], x[3], x[4], x[5]) for x in lines}
    base = findings.table("safe_dark").row("all").base  # type: ignore[union-attr]
    assert {x[6] for x in lines if x[0] == "safe_dark" and x[5] == "answer"} == {base}
    themes = {x[3] for x in lines if x[5] == "theme"}
    assert themes == {card.key for card in findings.cards}
