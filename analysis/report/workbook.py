"""The released tables as a workbook, for people who work on with the numbers.

The question this module answers for a partner’s analyst: *can I filter, sort and chart these figures, and do
I know what each of them is?* One sheet a table, a sheet that describes every variable, and a first sheet that
says what the signs mean. Numbers are numbers and everything else is text: no formula, no macro, no link,
whatever a label may look like. A number that may not be shown is its sign, never an empty cell that could
pass for nought.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

import xlsxwriter

from analysis import estimate
from analysis.disclosure import Cell, Published, Row
from analysis.exports import DICTIONARY_HEAD, dictionary
from analysis.findings import Findings
from analysis.report import words
from analysis.tables import ALL, DETAILS, about_theme

Value = str | int

HEAD = (
    "Breakdown",
    "Group",
    "Answer",
    "Answer’s name",
    "People who said so",
    "People who answered",
    "Percent",
    "Range from",
    "Range to",
    "Sign",
)
LONGEST_SHEET_NAME = 31
CONTENTS_WIDTH = 100  # letters
LINE = 14  # points
FIRST_ROW = 2  # under the title and the header
WIDTHS = (14, 26, 30, 22, 12, 12, 10, 10, 10, 20)
WIDTHS_OF_DICTIONARY = (22, 60, 16, 26, 40, 20, 10, 10)


def to_xlsx(findings: Findings, *, approved: bool = False) -> bytes:
    """The workbook. Until it is approved, each sheet says that it is a draft, on screen and in print."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        writer = _Book(book, findings, approved=approved)
        sheets = list(_sheets(findings))
        writer.contents(sheets)
        writer.sheet(
            "Dictionary",
            "Every question and every value",
            DICTIONARY_HEAD,
            dictionary(findings),
            WIDTHS_OF_DICTIONARY,
        )
        for one in sheets:
            writer.sheet(one.name, one.title, HEAD, one.lines, WIDTHS)
    return made.getvalue()


@dataclass(frozen=True)
class Sheet:
    """One table; or the tables of one kind of detail, theme under theme."""

    name: str
    title: str
    lines: tuple[tuple[Value, ...], ...]


def _sheets(findings: Findings) -> Iterator[Sheet]:
    tables = words.with_numbers(findings.tables)
    main = [table for table in tables if not about_theme(table.key)]
    for number, table in enumerate(main, start=1):
        yield Sheet(sheet_name(number, table.key), full_title(table), tuple(lines(table)))
    for number, kind in enumerate(DETAILS, start=len(main) + 1):
        found = [table for table in tables if table.key.startswith(kind)]
        if found:
            told = tuple(line for table in found for line in lines(table))
            yield Sheet(sheet_name(number, kind), found[0].title.partition(":")[0], told)


def lines(table: Published) -> list[tuple[Value, ...]]:
    """Every cell of a table, one a line; the sign stands where a number would."""
    rows = {row.group.key: row for row in table.rows}
    labels = {category.key: category.label for category in table.categories}
    if not table.categories:
        return [(*_who(table, row), "", "", "", _base(row), "", "", "", "") for row in table.rows]
    return [
        (*_who(table, rows[cell.group]), labels[cell.category], *_figures(table, cell, rows[cell.group]))
        for cell in table.cells
    ]


def sheet_name(number: int, key: str) -> str:
    """A number, so that no two are alike, and as much of the table’s own name as fits."""
    kept = "".join(letter if letter.isalnum() or letter in "_-. " else " " for letter in key)
    return f"{number} {kept}"[:LONGEST_SHEET_NAME].rstrip()


def full_title(table: Published) -> str:
    title = table.title if table.label in table.title else f"{table.title}: {table.label}"
    return f"{title} (rounded to {table.round_to})" if table.round_to > 1 else title


def _who(table: Published, row: Row) -> tuple[str, str]:
    if about_theme(table.key):
        return "Theme", table.label
    by = row.group.by
    return ("" if by == ALL else words.BREAKDOWNS.get(by, by)), row.group.label


def _base(row: Row) -> Value:
    return row.base if row.base is not None else words.base(row)


def _figures(table: Published, cell: Cell, row: Row) -> tuple[Value, ...]:
    sign, base = words.hidden_sign(cell), table.base_of(cell.group, cell.category)
    count, percent, low, high = (
        sign if value is None else value for value in (cell.count, cell.percent, cell.low, cell.high)
    )
    note = sign or ("few answered" if row.caution else "")
    base_told: Value = sign if base is None and row.base is not None else _base(replace(row, base=base))
    return cell.category, count, base_told, percent, low, high, note


class _Book:
    """A workbook while it is written: its formats, and what every sheet has to say."""

    def __init__(self, book: Any, findings: Findings, *, approved: bool) -> None:
        about = findings.about
        self.book, self.findings = book, findings
        self.flags = " · ".join(words.flags(findings, approved=approved))
        font = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self.plain = book.add_format(font)
        self.wrapped = book.add_format({**font, "text_wrap": True})
        self.title = book.add_format({**font, "bold": True, "font_size": 14})
        self.head = book.add_format(
            {**font, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#EDF0F5"}
        )
        self.number = book.add_format({**font, "num_format": "#,##0"})
        self.sign = book.add_format({**font, "align": "right", "font_color": "#545B6B"})
        book.set_properties(
            {
                "title": words.title(about),
                "author": about.office,
                "subject": self.flags,
                "created": datetime.combine(words.made_on(about), time()),
            }
        )

    def contents(self, sheets: Sequence[Sheet]) -> None:
        """The first sheet: what this is, what the signs mean, and which sheet holds what."""
        about = self.findings.about
        sheet = self._new("Read me")
        sheet.set_column(0, 0, 30, self.plain)
        sheet.set_column(1, 1, CONTENTS_WIDTH, self.wrapped)
        sheet.write_string(0, 0, words.title(about), self.title)
        told = [
            ("", self.flags),
            ("From", about.office),
            ("When", words.when(about)),
            ("For whom", words.FOR_PARTNERS if self.findings.rules.tier == "partner" else "Anybody"),
            ("Read this first", self.findings.not_evidence),
            *words.rules_kept(self.findings, estimate.CAPTION),
            ("", ""),
            ("Sheet", "Table"),
            (
                "Dictionary",
                "Every question and every value, with its base and what each missing answer means",
            ),
            *((one.name, one.title) for one in sheets),
        ]
        for number, (name, text) in enumerate(told, start=1):
            sheet.write_string(number, 0, name, self.head if name == "Sheet" else self.plain)
            sheet.write_string(number, 1, text, self.head if name == "Sheet" else self.wrapped)
            sheet.set_row(number, LINE * (1 + len(text) // CONTENTS_WIDTH))

    def sheet(
        self,
        name: str,
        title: str,
        head: Sequence[str],
        rows: Iterable[Sequence[Value]],
        widths: Sequence[int] = (),
    ) -> None:
        """A table: its title, its header, and under it a line for each cell."""
        sheet = self._new(name)
        for column in range(len(head)):
            sheet.set_column(column, column, widths[column] if widths else 22)
        sheet.write_string(0, 0, f"{title}. {self.flags}" if self.flags else title, self.title)
        for column, text in enumerate(head):
            sheet.write_string(FIRST_ROW - 1, column, text, self.head)
        last = FIRST_ROW
        for last, row in enumerate(rows, start=FIRST_ROW):
            for column, value in enumerate(row):
                self._write(sheet, last, column, value)
        sheet.set_row(FIRST_ROW - 1, 2 * LINE)
        sheet.freeze_panes(FIRST_ROW, 0)
        sheet.autofilter(FIRST_ROW - 1, 0, last, len(head) - 1)
        sheet.repeat_rows(0, FIRST_ROW - 1)

    def _write(self, sheet: Any, row: int, column: int, value: Value) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value, self.number)
        elif value:
            hidden = value in words.SIGNS.values() and column != len(HEAD) - 1
            sheet.write_string(row, column, value, self.sign if hidden else self.plain)

    def _new(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if self.flags:
            sheet.set_header(f"&C{self.flags.replace('&', '&&')}")
        sheet.set_footer("&C&P / &N")
        return sheet
