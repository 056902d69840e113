"""The summary as something to read, to file, to paste and to work on with: every file of a release.

The question this module answers for whoever hands the report on: *which files are there, and do they say the
same?* All are drawn from the same findings; none computes a figure, and the same findings give the same
bytes. `web` makes the pages, `word` the file to paste from, `pdf` the one to print, `workbook` the numbers,
`cuts` the parts for a district, a strand or a partner; `check` reads them again.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.charts import charts
from analysis.exports import ENCODING, codebook_csv, tables_csv
from analysis.findings import Findings, to_json
from analysis.report.cuts import Cut, cut, cuts
from analysis.report.pdf import to_pdf
from analysis.report.web import to_html, to_index, to_markdown
from analysis.report.word import to_docx
from analysis.report.workbook import to_xlsx

__all__ = [
    "Cut",
    "cut",
    "cuts",
    "files",
    "to_docx",
    "to_html",
    "to_index",
    "to_json",
    "to_markdown",
    "to_pdf",
    "to_xlsx",
]


def files(findings: Findings, *, approved: bool = False) -> Mapping[str, bytes]:
    """Every file for readers, by its name in the release’s folder. `index.html` leads to all of them."""
    made, drawn = cuts(findings), charts(findings)
    return {
        "index.html": to_index(findings, made, approved=approved).encode(),
        "report.html": to_html(findings, approved=approved, drawn=drawn).encode(),
        "report.docx": to_docx(findings, approved=approved, drawn=drawn),
        "report.pdf": to_pdf(findings, approved=approved, drawn=drawn),
        "report.md": to_markdown(findings, approved=approved, drawn=drawn).encode(),
        "tables.xlsx": to_xlsx(findings, approved=approved),
        "tables.csv": tables_csv(findings).encode(ENCODING),
        "codebook.csv": codebook_csv(findings).encode(ENCODING),
        **{one.file: to_html(cut(findings, one.kind, one.key), approved=approved).encode() for one in made},
    }
