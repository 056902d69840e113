"""The summary as something to read: one HTML file, Markdown, and `findings.json`.

The question this module answers for whoever hands the report on: *can I open it anywhere, print it, and
read it with any aid?* The HTML loads nothing from anywhere; charts are drawn into it and stand beside their
tables. It draws findings that are already decided: no figure is computed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from analysis import charts, estimate
from analysis.disclosure import Cell, Published, Row
from analysis.findings import Findings, to_json
from analysis.puzzle import State

__all__ = ["to_html", "to_json", "to_markdown"]

STATUS_WORDS = {
    "asked": "Asked, no answer yet",
    "will_do": "They said they will",
    "doing": "They are doing it",
    "done": "Done",
    "cannot": "They said they cannot",
}
LEVEL_WORDS = {"high": "High", "medium": "Medium", "low": "Low"}


def to_html(findings: Findings, *, approved: bool = False) -> str:
    """One self-contained page. Until it is approved, every page of it says Draft."""
    drawn = charts.charts(findings)
    pictures = {key: Figure(each, Markup(charts.svg(each))) for key, each in drawn.items()}  # noqa: S704  # ours
    return (
        _environment(html=True)
        .get_template("report.html")
        .render(
            f=findings,
            figures=pictures,
            approved=approved,
            caption=estimate.CAPTION,
            parts=_parts(findings),
        )
    )


def to_markdown(findings: Findings, *, approved: bool = False) -> str:
    """The same report as plain text, for pasting into a paper of one’s own."""
    return (
        _environment(html=False)
        .get_template("report.md")
        .render(
            f=findings,
            drawn=charts.charts(findings),
            approved=approved,
            caption=estimate.CAPTION,
            parts=_parts(findings),
        )
    )


@dataclass(frozen=True)
class Figure:
    drawn: charts.Drawn
    svg: Markup


def figure_text(cell: Cell) -> str:
    """One cell of a table in the annex."""
    if cell.state is State.RANGE:
        return cell.words
    if cell.state is not State.SHOWN or cell.percent is None:
        return "[c]" if cell.state is State.CONFIDENTIAL else "too few"
    return f"{cell.percent}%" + (f" ({cell.count:,})" if cell.count is not None else "")


def base_text(row: Row) -> str:
    if row.base is None:
        return "too few"
    return f"{row.base:,}" + (" (few)" if row.caution else "")


def day(value: date | None) -> str:
    """A day as people write it: 6 November 2026."""
    return f"{value.day} {value:%B %Y}" if value else ""


def _parts(findings: Findings) -> tuple[tuple[str, str], ...]:
    """The contents: the address in the page and the heading of each part that has something to say."""
    parts = [("actions", "What must be done")] if findings.actions else []
    parts += [("young-people", "For young people")]
    parts += [(section.key, section.title) for section in (findings.heard, findings.safety, findings.themes)]
    parts += [(section.key, section.title) for section in (findings.places, findings.groups, findings.trust)]
    parts += [(findings.would_help.key, findings.would_help.title)]
    parts += [("asks", "Asks and answers")] if findings.asks else []
    return (*parts, (findings.method.key, findings.method.title), ("annex", "All tables"))


def _with_numbers(tables: Iterable[Published]) -> list[Published]:
    return [table for table in tables if any(row.base is not None for row in table.rows)]


def _environment(*, html: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("analysis.report", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False) if html else False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        day=day, figure=figure_text, base=base_text, with_numbers=_with_numbers, md=_escaped_for_markdown
    )
    environment.globals.update(status_words=STATUS_WORDS, level_words=LEVEL_WORDS)
    return environment


def _escaped_for_markdown(text: str) -> str:
    """Nothing anybody wrote may turn into a link, a table or a heading."""
    escaped = "".join(f"\\{letter}" if letter in "\\`*_[]<>|#~" else letter for letter in text)
    return " ".join(escaped.split())
