"""The released figures as tables for people entitled to them, with a codebook of every variable.

The question this module answers for a partner’s analyst: *give me the numbers, and tell me what each column
is.* Everything here was published by the gate; a hidden number is its sign. What a variable is, `variables`
describes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from analysis.findings import Findings
from analysis.puzzle import State
from analysis.variables import Variable

SIGNS = {State.CONFIDENTIAL: "[c]", State.TOO_FEW: "too few", State.RANGE: "range"}


def tables_csv(findings: Findings) -> str:
    """Every published cell, one a line."""
    lines: list[Sequence[object]] = [
        (
            "table",
            "question",
            "breakdown",
            "group",
            "answer",
            "count",
            "base",
            "percent",
            "low",
            "high",
            "sign",
        )
    ]
    for table in findings.tables:
        labels = {category.key: category.label for category in table.categories}
        rows = {row.group.key: row for row in table.rows}
        for cell in table.cells:
            row = rows[cell.group]
            lines.append(
                (
                    table.key,
                    table.title,
                    row.group.by,
                    row.group.label,
                    labels[cell.category],
                    cell.count,
                    row.base,
                    cell.percent,
                    cell.low,
                    cell.high,
                    cell.words or SIGNS.get(cell.state, ""),
                )
            )
    return _csv(lines)


DICTIONARY_HEAD = ("question", "text", "kind", "value", "label", "role", "base", "sensitive")


def codebook_csv(findings: Findings) -> str:
    """What every question asked, what every value means, and how many people a share of it is a share of."""
    return _csv([DICTIONARY_HEAD, *(dictionary_line(variable) for variable in findings.dictionary)])


def dictionary_line(variable: Variable) -> tuple[str | int, ...]:
    return (
        variable.question,
        variable.text,
        variable.kind,
        variable.value,
        variable.label,
        variable.role,
        "" if variable.base is None else variable.base,
        "yes" if variable.sensitive else "no",
    )


def _csv(lines: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for line in lines:
        writer.writerow([_harmless(value) for value in line])
    return out.getvalue()


def _harmless(value: object) -> str:
    """A text a spreadsheet would take for a formula is marked as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
