"""The report as a PDF, to be printed, filed and read aloud: tagged, to the standard PDF/UA-1.

The question this module answers for a reader with a screen reader or a filing clerk: *is it a document, and
is it the same document?* Typst sets it from `report.typ` and the blocks of `outline`, handed over as data, so
that nothing anybody wrote is ever read as markup. What its fonts cannot draw is told in words (`letters`).
Only fonts that come with packages are used and the day is the findings’ own: the same findings give the same
bytes on every machine with the same libraries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any

import typst

from analysis import charts
from analysis.charts import Charts
from analysis.findings import Findings
from analysis.report import words
from analysis.report.letters import drawable, fonts
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

TEMPLATE = "report.typ"


def to_pdf(findings: Findings, *, approved: bool = False, drawn: Charts | None = None) -> bytes:
    """The whole report. Until it is approved, every page says Draft across itself."""
    blocks = outline(findings, approved=approved, drawn=drawn)
    made = words.made_on(findings.about)
    pictures = {block.drawn.key: charts.svg(block.drawn) for block in blocks if isinstance(block, Picture)}
    return typst.compile(
        files("analysis.report").joinpath("templates", TEMPLATE).read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=fonts(),
        sys_inputs={
            "report": json.dumps(drawable(_as_data(findings, blocks, approved=approved))),
            **drawable(pictures),
        },
        timestamp=int(datetime.combine(made, time(), UTC).timestamp()),
    )


def _as_data(findings: Findings, blocks: tuple[Block, ...], *, approved: bool) -> dict[str, Any]:
    about = findings.about
    made = words.made_on(about)
    return {
        "title": words.title(about),
        "office": about.office,
        "short": words.capital(about.office_short),
        "accent": about.accent,
        "made": [made.year, made.month, made.day],
        "flags": list(words.flags(findings, approved=approved)),
        "watermark": "" if approved else "DRAFT",
        "blocks": list(_each(blocks)),
    }


def _each(blocks: tuple[Block, ...]) -> Iterator[dict[str, Any]]:
    for place, block in enumerate(blocks):
        match block:
            case Heading():
                yield {"is": "heading", "level": block.level, "text": block.text, "page": block.on_new_page}
            case Words():
                with_next = leads_to_a_picture(blocks[place + 1 :])
                yield {"is": "words", "tone": block.tone, "text": block.text, "with_next": with_next}
            case Quotation():
                yield {"is": "quotation", "text": block.text, "by": block.by}
            case Facts():
                yield {"is": "facts", "lines": [list(line) for line in block.lines]}
            case Grid():
                yield {
                    "is": "grid",
                    "caption": block.caption,
                    "head": list(block.head),
                    "rows": [list(row) for row in block.rows],
                    "numbers": block.numbers,
                    "widths": list(block.widths),
                }
            case Picture():
                yield {
                    "is": "picture",
                    "key": block.drawn.key,
                    "alternative": block.alternative,
                    "title": charts.ended(block.drawn.title),
                    "subject": charts.ended(block.drawn.subject) if block.drawn.point else "",
                    "note": block.drawn.note,
                }
