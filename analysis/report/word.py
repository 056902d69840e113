"""The report as a Word file, to be pasted into a needs assessment or a board paper.

The question this module answers for whoever writes that paper: *can I take a part of it, and does it stay a
heading, a table and a picture with its words?* So: the built-in heading styles, real tables with a repeated
header row, charts in line with the text with a text alternative, captions, a language. Nothing floats. The
same findings give the same bytes: no clock, no counter, no machine’s name goes in.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from analysis import charts
from analysis.charts import Charts
from analysis.findings import Findings
from analysis.report import words
from analysis.report.outline import (
    Block,
    Facts,
    Grid,
    Heading,
    Picture,
    Quotation,
    Words,
    leads_to_a_picture,
    outline,
)

FONT = "Arial"
INK, QUIET = RGBColor(0x1D, 0x22, 0x30), RGBColor(0x54, 0x5B, 0x6B)
TEXT_WIDTH = Cm(17)
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
IN_TABLE = "Intable"
STYLES = {"plain": "Normal", "lead": "List Bullet", "quiet": "Quiet", "notice": "Notice"}
MANY_COLUMNS = 6
"""With more than these, words are set smaller and nearer the rules, so that no name breaks in its middle."""
SMALL, SMALL_HEAD, NEAR = Pt(8), Pt(6.5), Cm(0.08)
KEPT_TOGETHER = 14  # a table of no more rows stays on one page
SCALE = 2.0  # points of a chart’s picture for each point on paper: sharp in print


def to_docx(findings: Findings, *, approved: bool = False, drawn: Charts | None = None) -> bytes:
    """The whole report. Until it is approved, the head of every page says that it is a draft."""
    document = docx.Document()
    _set_up(document, findings, approved=approved)
    document.add_paragraph(findings.about.office, style="Subtitle")
    document.add_paragraph(words.title(findings.about), style="Title")
    written = _Written(document)
    blocks = outline(findings, approved=approved, drawn=drawn)
    for place, block in enumerate(blocks):
        written.add(block, with_next=leads_to_a_picture(blocks[place + 1 :]))
    saved = io.BytesIO()
    document.save(saved)
    return _without_clock(saved.getvalue())


@dataclass
class _Written:
    """A Word file while it is written, with the numbers of its tables and figures so far."""

    document: Document
    numbered: Counter[str] = field(default_factory=Counter)

    def add(self, block: Block, *, with_next: bool = False) -> None:
        match block:
            case Heading():
                heading = self.document.add_heading(block.text, block.level)
                heading.paragraph_format.page_break_before = block.on_new_page
            case Words():
                paragraph = self._paragraph(STYLES[block.tone], block.text)
                paragraph.paragraph_format.keep_with_next = with_next or None
                if block.tone == "lead":
                    paragraph.runs[0].font.size = Pt(13)
            case Quotation():
                self._quotation(block)
            case Facts():
                self._facts(block)
            case Grid():
                self._grid(block)
            case Picture():
                self._picture(block)

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        """A paragraph in a style by its id: looked up by name each time, the styles take seconds."""
        paragraph = self.document.add_paragraph(text)
        if style != "Normal":
            paragraph._p.get_or_add_pPr().style = self.ids[style]
        return paragraph

    @cached_property
    def ids(self) -> Mapping[str, str]:
        return {style.name: style.style_id for style in self.document.styles if style.name}

    def _quotation(self, block: Quotation) -> None:
        paragraph = self._paragraph("Quote", block.text)
        if block.by:
            paragraph.add_run(f" {block.by}").italic = False

    def _facts(self, block: Facts) -> None:
        for name, told in block.lines:
            paragraph = self._paragraph("Fact")
            paragraph.add_run(f"{name}: ").bold = True
            paragraph.add_run(told)

    def _grid(self, block: Grid) -> None:
        self._caption("Table", block.caption).paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=0, cols=len(block.head), style="Table Grid")
        table.autofit = False
        parts = block.widths or _even(len(block.head))
        for column, part in zip(table.columns, parts, strict=True):
            column.width = Emu(TEXT_WIDTH * part // sum(parts))
        together = len(block.rows) <= KEPT_TOGETHER
        _row(table, block.head, block, header=True, with_next=True)
        for number, row in enumerate(block.rows, start=1):
            _row(table, row, block, header=False, with_next=together and number < len(block.rows))
        if len(block.head) > MANY_COLUMNS:
            _near(table)
        _describe(table, block.caption)
        self._paragraph("After table")

    def _picture(self, block: Picture) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shown = paragraph.add_run().add_picture(io.BytesIO(charts.png(block.drawn, SCALE)))
        width = min(int(shown.width / SCALE), TEXT_WIDTH)
        shown.height, shown.width = Emu(shown.height * width // shown.width), Emu(width)
        named = shown._inline.docPr  # python-docx has no other way to name a picture
        named.set("descr", block.alternative)
        named.set("title", block.drawn.title)
        told = (
            charts.ended(block.drawn.title),
            charts.ended(block.drawn.subject) if block.drawn.point else "",
            block.drawn.note,
        )
        self._caption("Figure", " ".join(filter(None, told)))

    def _caption(self, kind: str, text: str) -> Paragraph:
        """A numbered caption. Word counts it anew, so it stays right where it is pasted."""
        self.numbered[kind] += 1
        paragraph = self._paragraph("Caption", f"{kind} ")
        _field(paragraph, f"SEQ {kind} \\* ARABIC", str(self.numbered[kind]))
        paragraph.add_run(f". {text}")
        return paragraph


def _set_up(document: Document, findings: Findings, *, approved: bool) -> None:
    about = findings.about
    made = datetime.combine(words.made_on(about), time(), UTC)
    kept = document.core_properties
    kept.title, kept.author, kept.language = words.title(about), about.office, "en-GB"
    kept.last_modified_by, kept.revision, kept.comments = about.office, 1, ""
    kept.created, kept.modified = made, made
    kept.subject = "; ".join(words.flags(findings, approved=approved))
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    _styles(document, RGBColor.from_string(about.accent.lstrip("#").upper()))
    head = section.header.paragraphs[0]
    head.text = " · ".join((words.title(about), *words.flags(findings, approved=approved)))
    head.style = document.styles["Quiet"]
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Quiet"]
    foot.add_run(f"{words.capital(about.office_short)}. Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _styles(document: Document, accent: RGBColor) -> None:
    """The built-in styles in the report’s look, and three of its own."""
    styles = document.styles
    for name, size, colour, before, after in (
        ("Normal", 11, INK, 0, 6),
        ("Title", 21, INK, 0, 4),
        ("Subtitle", 11, QUIET, 0, 2),
        ("Heading 1", 17, accent, 18, 5),
        ("Heading 2", 14, INK, 16, 4),
        ("Heading 3", 12, INK, 12, 4),
        ("List Bullet", 11, INK, 0, 6),
        ("Quote", 11, INK, 4, 8),
        ("Caption", 10, INK, 8, 3),
    ):
        _styled(styles[name], size, colour, before, after)
    for name, base, size, colour, before, after in (
        ("Quiet", "Normal", 9, QUIET, 0, 6),
        ("Notice", "Normal", 11, INK, 4, 8),
        ("Fact", "Normal", 10, INK, 0, 3),
        ("After table", "Normal", 4, INK, 0, 4),
        ("In table", "Normal", 9, INK, 1, 1),
    ):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles[base]
        _styled(made, size, colour, before, after)
    styles["Notice"].font.bold = True
    styles["Quote"].font.italic = True
    styles["Quote"].paragraph_format.left_indent = Cm(0.8)
    styles["Subtitle"].font.italic = False
    defaults = styles.element.find(qn("w:docDefaults"))
    language = defaults.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "en-GB")


def _styled(style: Any, size: float, colour: RGBColor, before: float, after: float) -> None:
    font = style.font
    font.name, font.size, font.color.rgb = FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _row(table: Table, values: Sequence[str], grid: Grid, *, header: bool, with_next: bool) -> None:
    """Written as XML in one go: cell by cell, python-docx takes most of the file’s time over it."""
    size = (SMALL_HEAD if header else SMALL) if len(values) > MANY_COLUMNS else None
    cells = (
        _cell(
            value,
            width=str(table.columns[column].width.twips),
            header=header,
            bold=header or column == 0,
            right=grid.numbers and column > 0,
            with_next=with_next,
            size=size,
        )
        for column, value in enumerate(values)
    )
    kept = "<w:cantSplit/><w:tblHeader/>" if header else "<w:cantSplit/>"
    row = f"<w:tr {nsdecls('w')}><w:trPr>{kept}</w:trPr>{''.join(cells)}</w:tr>"
    table._tbl.append(parse_xml(row))  # no public way to add a row as it is to be


def _cell(
    value: str, *, width: str, header: bool, bold: bool, right: bool, with_next: bool, size: Pt | None
) -> str:
    shade = '<w:shd w:val="clear" w:fill="EDF0F5"/>' if header else ""
    paragraph = "<w:keepNext/>" if with_next else ""
    paragraph += '<w:jc w:val="right"/>' if right else ""
    run = "<w:b/>" if bold else ""
    run += f'<w:sz w:val="{round(2 * size.pt)}"/>' if size is not None else ""
    text = escape(value).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{IN_TABLE}"/>{paragraph}</w:pPr>'
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
    )


def _even(columns: int) -> tuple[int, ...]:
    """The first column names the row and is wider; no column is wider than half the page."""
    if columns > MANY_COLUMNS:
        return (6, *([5] * (columns - 1)))
    return (max(2, columns // 2), *([1] * (columns - 1))) if columns > 1 else (1,)


def _near(table: Table) -> None:
    """Less room between the words and the rules beside them."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(round(NEAR.twips)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # python-docx sets margins of no table


def _describe(table: Table, text: str) -> None:
    """What a reader’s aid says of a table before it is entered."""
    description = OxmlElement("w:tblCaption")
    description.set(qn("w:val"), text)
    table._tbl.tblPr.append(description)


def _field(paragraph: Paragraph, instruction: str, shown: str = "1") -> None:
    counted = OxmlElement("w:fldSimple")
    counted.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    counted.append(run)
    paragraph._p.append(counted)  # python-docx has no fields


def _without_clock(made: bytes) -> bytes:
    """The same package with every part dated alike and in one order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile(packed, "w") as again:
        for name in _in_order(parts.namelist()):
            entry = zipfile.ZipInfo(name, FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            again.writestr(entry, parts.read(name))
    return packed.getvalue()


def _in_order(names: list[str]) -> Iterator[str]:
    """The list of types first, as readers of the format expect."""
    yield from sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
