"""The report as one page, and as plain text.

The question this module answers for whoever hands the report on: *can I open it anywhere, print it, and
read it with any aid?* The HTML loads nothing from anywhere; charts are drawn into it and stand beside their
tables. It draws findings that are already decided: no figure is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from analysis import charts, estimate
from analysis.charts import Charts
from analysis.findings import Findings, Section
from analysis.report import words
from analysis.report.cuts import Cut
from analysis.report.outline import annex


@dataclass(frozen=True)
class Figure:
    drawn: charts.Drawn
    svg: Markup


def to_html(findings: Findings, *, approved: bool = False, drawn: Charts | None = None) -> str:
    """One self-contained page. Until it is approved, every page of it says Draft."""
    drawn = charts.charts(findings) if drawn is None else drawn
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
            annex=tuple(annex(findings)),
        )
    )


def to_index(findings: Findings, made: Sequence[Cut], *, approved: bool = False) -> str:
    """The page that leads to the report, its files, and the pages for a district, a strand or a partner."""
    return (
        _environment(html=True)
        .get_template("index.html")
        .render(f=findings, cuts=made, kinds=words.CUT_KINDS, approved=approved)
    )


def to_markdown(findings: Findings, *, approved: bool = False, drawn: Charts | None = None) -> str:
    """The same report as plain text, for pasting into a paper of one’s own."""
    return (
        _environment(html=False)
        .get_template("report.md")
        .render(
            f=findings,
            drawn=charts.charts(findings) if drawn is None else drawn,
            approved=approved,
            caption=estimate.CAPTION,
            parts=_parts(findings),
        )
    )


def _parts(findings: Findings) -> tuple[tuple[str, str], ...]:
    """The contents: the address in the page and the heading of each part that has something to say."""
    parts = [("actions", "What must be done")] if findings.actions or words.less_sure(findings) else []
    parts += [("young-people", "For young people")] if findings.young_people else []
    before = (findings.heard, findings.safety, findings.themes, findings.places)
    after = (findings.groups, findings.trust, findings.would_help, findings.talks)
    parts += [(section.key, section.title) for section in before if _has(section, findings)]
    parts += [("districts", "District by district")] if findings.districts else []
    parts += [(section.key, section.title) for section in after if section.sentences]
    parts += [("asks", "Asks and answers")] if findings.asks else []
    annexed = ("annex", words.annex_title(findings.about))
    return (*parts, (findings.method.key, findings.method.title), annexed)


def _has(section: Section, findings: Findings) -> bool:
    return words.tells_of_themes(findings) if section is findings.themes else bool(section.sentences)


@cache
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
        day=words.day,
        facts=words.facts,
        answer=words.answer,
        md=_escaped_for_markdown,
    )
    environment.globals.update(words=words)
    return environment


def _escaped_for_markdown(text: str) -> str:
    """Nothing anybody wrote may turn into a link, a table or a heading."""
    escaped = "".join(f"\\{letter}" if letter in "\\`*_[]<>|#~" else letter for letter in text)
    return " ".join(escaped.split())
