"""The released figures as tables for people entitled to them, with a codebook of every variable.

The question this module answers for a partner’s analyst: *give me the numbers, and tell me what each column
is.* Everything here was published by the gate; a hidden number is its sign. `variables` is the one place
where questions are described for any export.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.findings import Findings
from analysis.puzzle import State
from analysis.wave import Asked, Missing, WaveData

SIGNS = {State.CONFIDENTIAL: "[c]", State.TOO_FEW: "too few", State.RANGE: "range"}

MISSING_LABELS = {
    Missing.NOT_ASKED: "Not asked",
    Missing.SKIPPED: "Skipped",
    Missing.NOT_SURE: "Not sure",
    Missing.RATHER_NOT_SAY: "Rather not say",
}


@dataclass(frozen=True)
class Variable:
    """One value of one question, as a codebook lists it."""

    question: str
    text: str
    kind: str
    value: str
    label: str
    role: str  # answer, apart from the scale, row of a grid, missing


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


def codebook_csv(wave: WaveData) -> str:
    """What every question asked and every value means, missing codes too."""
    head = ("question", "text", "kind", "value", "label", "role")
    lines = [(v.question, v.text, v.kind, v.value, v.label, v.role) for v in variables(wave.questions)]
    return _csv([head, *lines])


def variables(questions: Iterable[Asked]) -> Iterable[Variable]:
    """Each question’s values in order: answers, those apart, rows, missing codes."""
    for q in questions:
        for option in q.options:
            role = "apart from the scale" if option.apart else "answer"
            yield Variable(q.name, q.label, q.kind, option.name, option.label, role)
        for row in q.rows:
            yield Variable(q.name, q.label, q.kind, row.name, row.label, "row of a grid")
        for code, label in MISSING_LABELS.items():
            yield Variable(q.name, q.label, q.kind, code.value, label, "missing")


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
