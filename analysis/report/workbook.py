"""The released tables as a workbook, for people who work on with the numbers.

The question this module answers for a partner’s analyst: *can I filter, sort and chart these figures, and do
I know what each of them is?* A sheet for each question, one for how questions were answered, one for the rows
of a grid together, a sheet that describes every variable, and a first sheet that says what columns and signs
mean and leads to each of the others. Numbers are numbers and everything else is text: no formula, no macro,
no way out of the file, whatever a label may look like. A number that may not be shown is its sign, never an
empty cell that could pass for nought.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import chain
from typing import Any, Final

import xlsxwriter

from analysis import charts, estimate
from analysis.disclosure import Cell, Published, Row
from analysis.exports import COLUMNS, DICTIONARY_HEAD, dictionary
from analysis.findings import Findings
from analysis.report import words
from analysis.report.outline import STATES
from analysis.tables import ALL, DETAILS, about_theme

Value = str | int

MEANING: Final[Mapping[str, str]] = {
    "Breakdown": "What people are grouped by. Empty for everyone; “Theme”, “Question” or “Row of the "
    "question” where a sheet holds several tables of everyone",
    "Group": "The group; or the theme, the question, or the row of the question",
    "Answer": COLUMNS["answer"],
    "Answer’s name": COLUMNS["answer_value"],
    "People who said so": COLUMNS["count"],
    "People who answered": COLUMNS["base"],
    "Percent": COLUMNS["percent"],
    "Range from": COLUMNS["low"],
    "Range to": COLUMNS["high"],
    "Sign": COLUMNS["sign"] + ", or “few answered”: read with care",
    "Rounded to": "Numbers of people in this line are to the nearest so many; 1 for exact ones",
}
HEAD = tuple(MEANING)
LONGEST_SHEET_NAME = 31
CONTENTS_WIDTH = 100  # letters
LINE = 14  # points
FIRST_ROW = 2  # under the title and the header
NARROWEST, WIDEST = 10, 60  # letters; what is longer goes on in a second line


def to_xlsx(findings: Findings, *, approved: bool = False) -> bytes:
    """The workbook. Until it is approved, each sheet says that it is a draft, on screen and in print."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        writer = _Book(book, findings, approved=approved)
        sheets = list(_sheets(findings))
        writer.contents(sheets)
        told = dictionary(findings)
        writer.sheet("Dictionary", "Every question and every value", DICTIONARY_HEAD, told)
        for one in sheets:
            writer.sheet(one.name, one.title, HEAD, one.lines)
    return made.getvalue()


@dataclass(frozen=True)
class Sheet:
    """One table; or several of everyone: rows of a grid, how questions were answered, a kind of detail."""

    name: str
    title: str
    lines: tuple[tuple[Value, ...], ...]


def _sheets(findings: Findings) -> Iterator[Sheet]:
    tables = words.with_numbers(findings.tables)
    kinds = (STATES, *DETAILS)
    main: dict[str, list[Published]] = {}
    for table in tables:
        if not table.key.startswith(kinds):
            main.setdefault(table.question if of_a_grid(table) else table.key, []).append(table)
    runs = [*main.items()]
    runs += [(kind, [table for table in tables if table.key.startswith(kind)]) for kind in kinds]
    for number, (key, run) in enumerate(((key, run) for key, run in runs if run), start=1):
        told = tuple(chain.from_iterable(map(lines, run)))
        yield Sheet(sheet_name(number, key), title_of(run), told)


def lines(table: Published) -> list[tuple[Value, ...]]:
    """Every cell of a table, one a line; the sign stands where a number would."""
    rows = {row.group.key: row for row in table.rows}
    labels = {category.key: words.answer_of(category) for category in table.categories}
    if not table.categories:
        empty = ("", "", "", "")
        return [(*_who(table, row), *empty[:3], _base(row), *empty, table.round_to) for row in table.rows]
    return [
        (
            *_who(table, rows[cell.group]),
            labels[cell.category],
            *_figures(table, cell, rows[cell.group]),
            table.round_to,
        )
        for cell in table.cells
    ]


def sheet_name(number: int, key: str) -> str:
    """A number, so that no two are alike, and as much of the table’s own name as fits."""
    kept = "".join(letter if letter.isalnum() or letter in "_-. " else " " for letter in key)
    return f"{number} {kept}"[:LONGEST_SHEET_NAME].rstrip()


def title_of(run: Sequence[Published]) -> str:
    """What a sheet holds: a table, or the tables of one kind."""
    first = run[0]
    if first.key.startswith(STATES):
        return "How each question was answered"
    if about_theme(first.key):
        told = first.title.partition(":")[0]
        return f"Theme by theme: {told[:1].lower()}{told[1:]}"
    title = first.title.removesuffix(first.label).rstrip() if of_a_grid(first) else first.title
    rounded = {table.round_to for table in run}
    return f"{title} (rounded to {rounded.pop()})" if len(rounded) == 1 and rounded != {1} else title


def of_a_grid(table: Published) -> bool:
    """Whether it is one row of a question with several, told of everyone alone."""
    everyone = all(row.group.key == ALL for row in table.rows)
    return bool(table.label) and everyone and not about_theme(table.key)


def _who(table: Published, row: Row) -> tuple[str, str]:
    if about_theme(table.key):
        return "Theme", table.label
    if table.key.startswith(STATES):
        return "Question", table.title.partition(": ")[2] or table.title
    if of_a_grid(table):
        return "Row of the question", table.label
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


def width_of(head: str, values: Iterable[Value]) -> int:
    """As wide as the longest text in a column and the longest word over it, up to a measure."""
    longest = max((len(str(value)) for value in values), default=0)
    word = max(map(len, head.split())) + 3  # the arrow of the filter
    return min(WIDEST, max(NARROWEST, word, longest + 2))


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
        head = {**font, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#EDF0F5"}
        self.head = book.add_format(head)
        self.beside = book.add_format({**font, "text_wrap": True, "indent": 2})  # a text after a number
        self.over_beside = book.add_format({**head, "indent": 2})
        self.over_numbers = book.add_format({**head, "align": "right"})
        self.leads = book.add_format({**font, "font_color": "#1A4F8A", "underline": 1})
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
            *((("Questions to", about.contact),) if about.contact else ()),
        ]
        described = "Every question and every value, with its base and what each missing answer means"
        leads = [("Dictionary", described), *((one.name, one.title) for one in sheets)]
        rules = words.rules_kept(self.findings, estimate.CAPTION)
        row = self._part(sheet, 1, ("", ""), [one for one in told if one[1]])
        row = self._part(sheet, row, ("Sheet", "What is in it"), leads, lead=True)
        row = self._part(sheet, row, ("Column", "What it means"), [*MEANING.items()])
        self._part(sheet, row, ("Rule or sign", "What it means"), rules)

    def _part(
        self,
        sheet: Any,
        row: int,
        head: tuple[str, str],
        told: Iterable[tuple[str, str]],
        *,
        lead: bool = False,
    ) -> int:
        """A list of two columns under its head; the names lead to the sheets they name. The row after it."""
        if head[0]:
            for column, text in enumerate(head):
                sheet.write_string(row, column, text, self.head)
            row += 1
        for name, text in told:
            if lead:
                sheet.write_url(row, 0, f"internal:'{name}'!A1", self.leads, name)
            else:
                sheet.write_string(row, 0, name, self.plain)
            sheet.write_string(row, 1, text, self.wrapped)
            sheet.set_row(row, LINE * (1 + len(text) // CONTENTS_WIDTH))
            row += 1
        return row + 1

    def sheet(
        self,
        name: str,
        title: str,
        head: Sequence[str],
        rows: Sequence[Sequence[Value]],
    ) -> None:
        """A table: its title, its header, and under it a line for each cell."""
        sheet = self._new(name)
        for column, text in enumerate(head):
            sheet.set_column(column, column, width_of(text, (row[column] for row in rows)))
        told = f"{charts.ended(title)} {self.flags}" if self.flags else title
        sheet.write_string(0, 0, told, self.title)
        numbers = {column for row in rows for column, value in enumerate(row) if isinstance(value, int)}
        for column, text in enumerate(head):
            after = self.over_beside if column - 1 in numbers else self.head
            over = self.over_numbers if column in numbers else after
            sheet.write_string(FIRST_ROW - 1, column, text, over)
        last = FIRST_ROW
        for last, row in enumerate(rows, start=FIRST_ROW):
            for column, value in enumerate(row):
                after = self.beside if column - 1 in numbers else self.wrapped
                self._write(sheet, last, column, value, self.sign if column in numbers else after)
        sheet.set_row(FIRST_ROW - 1, 2 * LINE)
        sheet.freeze_panes(FIRST_ROW, 0)
        sheet.autofilter(FIRST_ROW - 1, 0, last, len(head) - 1)
        sheet.repeat_rows(0, FIRST_ROW - 1)

    def _write(self, sheet: Any, row: int, column: int, value: Value, text: Any) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value, self.number)
        elif value:
            sheet.write_string(row, column, value, text)

    def _new(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if self.flags:
            sheet.set_header(f"&C{self.flags.replace('&', '&&')}")
        sheet.set_footer("&C&P / &N")
        return sheet
