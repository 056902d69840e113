"""The released figures as tables for people entitled to them, with a codebook of every variable.

The question this module answers for a partner’s analyst: *give me the numbers, and tell me what each column
is.* Everything here was published by the gate; a hidden number is its sign. What a variable is, `variables`
describes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from analysis.findings import Findings
from analysis.published import NO_SHARE, NOT_OFFERED, Published, Row
from analysis.puzzle import State
from analysis.tables import ALL, about_theme
from analysis.variables import Variable

SIGNS: Final = {State.CONFIDENTIAL: "[c]", State.TOO_FEW: "too few", State.RANGE: "range"}
ENCODING: Final = "utf-8-sig"
"""UTF-8 with a mark in front: without it a spreadsheet reads ’ and “ as three letters each."""

COLUMNS: Final[Mapping[str, str]] = {
    "table": "The table’s name. “states:” is how a question was answered, “themes:” what was written",
    "question": "The question, or what the table counts",
    "breakdown": "What people are grouped by; “all” for everyone",
    "group": "The group",
    "group_value": "The group as the dictionary’s “value” has it; “all” for everyone",
    "answer": "The answer, theme or place. Empty in the table of who took part",
    "answer_value": "The answer as the dictionary’s “value” has it",
    "count": "People in the group who said so. Unweighted",
    "base": "People in the group who could say so: those who gave an answer and were offered this one, "
    "or all who took part",
    "percent": "Count as a share of base, in whole per cent, both as printed. May not sum to 100",
    "low": "Least share in the range, in whole per cent",
    "high": "Greatest share in the range, in whole per cent",
    "rounded_to": "Counts and bases of the table are to the nearest so many; 1 for exact ones",
    "sign": "Why there is no number. Empty where there is one",
    "variable": "The question’s name, as the dictionary’s “question” has it",
    "wave": "The wave the answers are from",
    "readers": "Whom the file is for: partner or public. Each is hidden and rounded by its own rules, "
    "so take no figure of one from a figure of the other",
    "invented": "“yes” in an example: nobody gave these answers",
}
MEANING_OF_SIGNS: Final[Mapping[str, str]] = {
    "[c]": "Hidden, to protect somebody. Not nought",
    "too few": "Too few people answered to be fair to them",
    "95% or more": "Everybody in a small group said so, or nearly",
    "5% or fewer": "Nobody in a small group said so, or hardly anybody",
    NOT_OFFERED: "Nobody in the group was offered this answer",
    NO_SHARE: "Only some were offered this answer. How many of the group is not told, so neither is a share",
}


def tables_csv(findings: Findings) -> str:
    """Every published cell, one a line; of a table without answers, every group’s base."""
    lines: list[Sequence[object]] = [tuple(COLUMNS)]
    release = _of_release(findings)
    for table in findings.tables:
        lines += [(*line, table.question, *release) for line in _lines(table)]
    return _csv(lines)


def _of_release(findings: Findings) -> tuple[str, str, str]:
    """What tells a line of one release from that of another, and an example’s from one that counts."""
    about = findings.about
    return about.title, findings.rules.tier, "yes" if about.invented else "no"


def _lines(table: Published) -> Iterator[Sequence[object]]:
    labels = {category.key: category.label for category in table.categories}
    rows = {row.group.key: row for row in table.rows}
    for row in () if table.categories else table.rows:
        sign = SIGNS[State.TOO_FEW] if row.base is None else ""
        yield (*_whose(table, row), "", "", None, row.base, None, None, None, table.round_to, sign)
    for cell in table.cells:
        row = rows[cell.group]
        yield (
            *_whose(table, row),
            labels[cell.category],
            cell.category,
            cell.count,
            table.base_of(cell.group, cell.category),
            cell.percent,
            cell.low,
            cell.high,
            table.round_to,
            cell.words or SIGNS.get(cell.state, ""),
        )


def _whose(table: Published, row: Row) -> tuple[str, ...]:
    return table.key, table.title, row.group.by, row.group.label, row.group.value


DICTIONARY_HEAD = ("question", "text", "kind", "value", "label", "role", "base", "sensitive")


def codebook_csv(findings: Findings) -> str:
    """What every question asked, what every value means, and how many people a share of it is a share of;
    after them, what each column and each sign of the tables means, and which release they are of."""
    about = [("", "tables.csv", "", name, means, "column", "", "") for name, means in COLUMNS.items()]
    signs = [("", "tables.csv", "", sign, means, "sign", "", "") for sign, means in MEANING_OF_SIGNS.items()]
    names = ("wave", "readers", "invented")
    of = [
        ("", "tables.csv", "", name, told, "release", "", "")
        for name, told in zip(names, _of_release(findings), strict=True)
    ]
    return _csv([DICTIONARY_HEAD, *dictionary(findings), *about, *signs, *of])


def dictionary(findings: Findings) -> list[tuple[str | int, ...]]:
    """Every value of every question; then what tables count besides: subtotals, states, places and times."""
    lines = [dictionary_line(variable) for variable in findings.dictionary]
    described = {(variable.question, variable.value) for variable in findings.dictionary}
    for table in findings.tables:
        labels = {category.key: category.label for category in table.categories}
        row = table.row(ALL)
        base = "" if row is None or row.base is None or about_theme(table.key) else row.base
        for one in table.categories:
            if (table.question, one.key) in described:
                continue
            described.add((table.question, one.key))
            members = ", ".join(labels[name] for name in one.members)
            label = f"{one.label}: {members}" if members else one.label
            role = "subtotal" if members else "of a theme’s people" if about_theme(table.key) else "state"
            text = table.title.partition(":")[0] if about_theme(table.key) else table.title
            sensitive = "yes" if one.sensitive else "no"
            lines.append((table.question, text, "", one.key, label, role, base, sensitive))
    return lines


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


_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _harmless(value: object) -> str:
    """A text a spreadsheet would take for a formula is marked as text, also behind blanks it may drop."""
    text = "" if value is None else str(value)
    if not isinstance(value, str):
        return text
    return (
        f"'{text}"
        if text.startswith(_BEGINS_A_FORMULA) or text.strip().startswith(_BEGINS_A_FORMULA)
        else text
    )
