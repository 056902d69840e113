"""Charts of a summary: one idea each, labelled where the eye is, the table always beside them.

The question this module answers for a reader with a minute: *how big, and how sure?* Every chart is drawn
from published tables alone, so it cannot show what the gate hid; a hidden figure is words where its bar would
be. Colours keep apart for colour-blind readers and in grey print. `svg` draws without any network, the same
bytes for the same findings.
"""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode

from analysis.disclosure import Cell, Published
from analysis.estimate import CAPTION
from analysis.findings import Findings
from analysis.puzzle import State
from analysis.tables import ALL, PEOPLE, THEMES

WIDTH = 620
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, QUIET, RULE, BAR = "#1d2230", "#545b6b", "#c9cdd6", "#3b6fa8"
SCALE_COLOURS = {
    "very_safe": "#1f5f9e",
    "fairly_safe": "#a9cbe8",
    "a_bit_unsafe": "#f3b367",
    "very_unsafe": "#a8500a",
}
LEFT_TO_RIGHT = ("very_unsafe", "a_bit_unsafe", "fairly_safe", "very_safe")
DAY, DARK, TICK = "#d98a2b", "#2f3b66", "#c2410c"

LONGEST_LINE = 42  # letters of a label that fit beside the bars

BREAKDOWN_NAMES = {"area": "District", "age_band": "Age", "gender": "Gender"}
RANGES = f"Lines show {CAPTION}."
OF_SOME = "A choice marked “only” is a share of those who could choose it."

Row = tuple[str, ...]
Chart = alt.LayerChart | alt.FacetChart


@dataclass(frozen=True)
class Drawn:
    """A chart, what it says in words, and the numbers behind it. `title`: its point, or else its subject."""

    key: str
    subject: str  # what it is about
    alternative: str
    chart: Chart
    head: Row
    rows: tuple[Row, ...]
    note: str = ""
    point: str = ""

    @property
    def title(self) -> str:
        return self.point or self.subject

    @property
    def words(self) -> str:
        """The whole chart for whoever does not see it."""
        subject = f"{ended(self.subject)} " if self.point else ""
        return f"{ended(self.title)} {subject}{self.alternative}"

    @cached_property
    def spec(self) -> str:
        """The chart as Vega-Lite reads it: settled once, since many files draw it."""
        return str(self.chart.to_json(indent=None, validate=False))


def ended(text: str) -> str:
    """A title as a sentence: a question keeps its mark."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


Charts = Mapping[str, Drawn]
"""The charts of a report, by key: drawn once, put into every file."""


def charts(findings: Findings) -> Charts:
    """Every chart these findings name and that can be drawn, by key."""
    named = [key for section in findings.sections for key in section.charts]
    named += ["districts"] if findings.districts else []
    with debug_mode(False):  # Altair holds every piece against its schema: a test does, readers need not wait
        made = {
            key: _themes(findings, key) if key.startswith(THEMES) else _MAKERS[key](findings) for key in named
        }
    said = {point.chart: point.sentence.text for point in findings.points}
    return {key: replace(drawn, point=said.get(key, "")) for key, drawn in made.items() if drawn is not None}


def svg(drawn: Drawn) -> str:
    """The chart as SVG for putting into a page: text stays text, ids do not clash, nothing is loaded."""
    name = re.sub(r"\W", "-", drawn.key)
    made = _svg(drawn.spec)
    made = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', made)
    made = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", made)
    made = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', made)
    made = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", made)  # one picture, one name: no parts read out
    label = html.escape(drawn.words, quote=True)
    return made.replace("<svg ", f'<svg role="img" focusable="false" aria-label="{label}" ', 1)


@lru_cache(maxsize=128)
def _svg(spec: str) -> str:
    """A release draws the same chart into many files, so what is drawn is kept for a while."""
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def png(drawn: Drawn, scale: float) -> bytes:
    """A picture on white, for files that cannot hold SVG. `scale`: its points for each of the chart’s."""
    spec = json.loads(drawn.spec)
    spec["config"] = {**spec.get("config", {}), "background": "white"}
    return bytes(vl_convert.vegalite_to_png(spec, scale=scale, ppi=72, allowed_base_urls=[]))


def safety(findings: Findings) -> Drawn | None:
    """By day and after dark: unsafe to the left of nought, safe to the right."""
    found = [
        (label, table)
        for key, label in (("safe_day", "By day"), ("safe_dark", "After dark"))
        if (table := findings.table(key)) is not None
        and all(table.shown(ALL, name) is not None for name in SCALE_COLOURS)
    ]
    if not found:
        return None
    data = [piece for label, table in found for piece in _stacked(label, table)]
    labels = {c.key: c.label for c in found[0][1].categories}
    order = [label for label, _ in found]
    base = alt.Chart(_data(data)).encode(y=alt.Y("when:N", sort=order, title=None, axis=_axis(bold=True)))
    answers = [labels[name] for name in LEFT_TO_RIGHT]
    bars = base.mark_bar(height=44).encode(
        x=alt.X("from:Q", title=None, axis=None),
        x2="to:Q",
        color=alt.Color(
            "label:N",
            scale=alt.Scale(domain=answers, range=[SCALE_COLOURS[name] for name in LEFT_TO_RIGHT]),
            legend=alt.Legend(
                title=None,
                orient="top",
                labelFontSize=14,
                labelColor=INK,
                symbolType="square",
                symbolSize=180,
            ),
        ),
    )
    numbers = base.mark_text(fontSize=13, fontWeight="bold").encode(
        x="middle:Q", text="text:N", color=alt.Color("ink:N", scale=None)
    )
    zero = alt.Chart(_data([{"x": 0}])).mark_rule(color=INK, strokeWidth=1.5).encode(x="x:Q")
    chart = _finished((bars + zero + numbers).properties(width=WIDTH - 90, height=66 * len(found) + 10))
    rows = tuple((label, *(_told(table.at[ALL, name]) for name in SCALE_COLOURS)) for label, table in found)
    said = "; ".join(
        f"{label.lower()} {_told(table.at[ALL, 'unsafe'])} feel unsafe"
        for label, table in found
        if (ALL, "unsafe") in table.at
    )
    head = ("", *(labels[name] for name in SCALE_COLOURS))
    return Drawn("safety", "How safe they feel by day and after dark", f"Bars: {said}.", chart, head, rows)


def districts(findings: Findings) -> Drawn | None:
    """One small panel per district: unsafe by day and after dark, with ranges. Unranked: no map of blame."""
    tables = {"By day": findings.table("safe_day"), "After dark": findings.table("safe_dark")}
    shown = {when: table for when, table in tables.items() if table is not None}
    data, rows = [], []
    places = dict.fromkeys(
        row.group.label for table in shown.values() for row in table.rows if row.group.by == "area"
    )
    if not places:
        return None
    for place in places:
        cells = {when: _unsafe_in(table, place) for when, table in shown.items()}
        data += [_panel_piece(place, when, cell) for when, cell in cells.items()]
        rows.append((place, *(_told(cell) if cell else "too few" for cell in cells.values())))
    base = alt.Chart().encode(y=alt.Y("when:N", sort=list(shown), title=None, axis=_axis()))
    bars = base.mark_bar(height=18).encode(
        x=alt.X("percent:Q", scale=alt.Scale(domain=[0, 100]), axis=None),
        color=alt.Color(
            "when:N", scale=alt.Scale(domain=["By day", "After dark"], range=[DAY, DARK]), legend=None
        ),
    )
    ranges = base.mark_rule(color=QUIET, strokeWidth=2).encode(x="low:Q", x2="high:Q")
    labels = base.mark_text(align="left", dx=6, fontSize=13, color=INK).encode(x="edge:Q", text="text:N")
    panel = (bars + ranges + labels).properties(width=190, height=56)
    chart = panel.facet(
        facet=alt.Facet("place:N", sort=list(places), title=None, header=_header()),
        columns=2,
        data=_data(data),
    )
    said = "; ".join(f"{place}: " + ", ".join(told) for place, *told in rows)
    return Drawn(
        "districts",
        "Who feels unsafe, district by district",
        f"By day and after dark. {said}.",
        _finished(chart.properties(spacing=18)),
        ("District", *(f"Unsafe {when.lower()}" for when in shown)),
        tuple(rows),
        RANGES,
    )


def heard(findings: Findings) -> Drawn | None:
    """Each group’s share of those heard; a tick where its share of all young people lies."""
    rows = list(_shares_heard(findings))
    if not rows:
        return None
    data = [
        {
            "by": by,
            "label": label,
            "percent": percent,
            "census": census,
            "edge": max(percent, census or 0),
            "text": f"{percent}%" + (f", of all {census}%" if census is not None else ""),
        }
        for by, label, percent, census in rows
    ]
    order = [label for _, label, _, _ in rows]
    most = max(max(percent, census or 0) for _, _, percent, census in rows)
    known = any(census is not None for *_, census in rows)
    base = alt.Chart().encode(
        y=alt.Y("label:N", sort=order, title=None, axis=_axis()),
    )
    bars = base.mark_bar(height=14, color=BAR).encode(
        x=alt.X("percent:Q", axis=None, scale=alt.Scale(domain=[0, most + 14]))
    )
    ticks = (
        base.transform_filter("isValid(datum.census)")
        .mark_tick(color=TICK, thickness=4, size=22, opacity=1)
        .encode(x="census:Q")
    )
    labels = base.mark_text(align="left", dx=8, fontSize=13, color=INK).encode(x="edge:Q", text="text:N")
    chart = (
        (bars + ticks + labels)
        .properties(width=WIDTH - 200, height=alt.Step(25))
        .facet(
            row=alt.Row("by:N", sort=list(BREAKDOWN_NAMES.values()), title=None, header=_no_header()),
            data=_data(data),
        )
        .resolve_scale(y="independent")
    )
    return Drawn(
        "heard",
        "Share of those heard, and of all young people" if known else "Share of those heard",
        "Bars: " + "; ".join(f"{piece['label']} {piece['text']}" for piece in data) + ".",
        _finished(chart.properties(spacing=14)),
        ("Group", "Of those heard", "Of all young people")[: 3 if known else 2],
        tuple(
            (a, f"{b}%", f"{c}%" if c is not None else "not known")[: 3 if known else 2]
            for _, a, b, c in rows
        ),
        "Bars: share of those heard. Orange marks: share of all young people, where it is known."
        if known
        else "",
    )


def _shares_heard(findings: Findings) -> Iterable[tuple[str, str, int, int | None]]:
    """Breakdown, group, share of those heard, share of all young people."""
    heard = {e.group: e.percent for e in findings.ledger if e.source == "group"}
    census = {e.group: e.percent for e in findings.ledger if e.source == "census"}
    table = findings.table(PEOPLE)
    for row in table.rows[1:] if table else ():
        percent = heard.get(row.group.key)
        if percent is not None and row.group.by in BREAKDOWN_NAMES:
            yield BREAKDOWN_NAMES[row.group.by], row.group.label, percent, census.get(row.group.key)


def _themes(findings: Findings, key: str) -> Drawn | None:
    """The themes of one open question, under the question as it was asked."""
    table = findings.table(key)
    title = f"{table.title} Themes, by share of those who wrote" if table else ""
    return _of_question(findings, key, title, key)


def _of_question(
    findings: Findings, key: str, title: str, question: str, *, ranked: bool = True
) -> Drawn | None:
    table = findings.table(question)
    if table is None:
        return None
    cells = [(c.label, table.at[ALL, c.key]) for c in table.categories if (ALL, c.key) in table.at]
    note = f"{RANGES} {OF_SOME}" if any(c.offered for c in table.categories) else RANGES
    return _bars(key, title, cells, ranked=ranked, note=note)


def _bars_of_places(findings: Findings) -> Drawn | None:
    cells = [
        (_place_label(table), table.at[ALL, "unsafe"])
        for table in findings.tables
        if table.key.startswith("place_safety.") and (ALL, "unsafe") in table.at
    ]
    return _bars("places", "Places: share of those who go there who feel unsafe", cells)


def _place_label(table: Published) -> str:
    return table.label or table.title


def _bars(
    key: str,
    title: str,
    cells: Iterable[tuple[str, Cell]],
    *,
    ranked: bool = True,
    note: str = RANGES,
) -> Drawn | None:
    """Horizontal bars with ranges. Hidden figures are told in the table and left out of the drawing."""
    every = list(cells)
    shown = [(label, cell) for label, cell in every if cell.percent is not None]
    if ranked:
        shown.sort(key=lambda pair: (-(pair[1].percent or 0), pair[0]))
    if not shown:
        return None
    data = [
        {
            "label": _folded(label),
            "percent": c.percent,
            "low": c.low,
            "high": c.high,
            "edge": max(c.high or 0, c.percent or 0),
            "text": f"{c.percent}%",
        }
        for label, c in shown
    ]
    order = [_folded(label) for label, _ in shown]
    most = max(int(piece["edge"] or 0) for piece in data)
    base = alt.Chart(_data(data)).encode(y=alt.Y("label:N", sort=order, title=None, axis=_axis()))
    bars = base.mark_bar(height=20, color=BAR).encode(
        x=alt.X("percent:Q", scale=alt.Scale(domain=[0, min(100, most + 8)]), axis=None)
    )
    ranges = base.mark_rule(color=INK, strokeWidth=2).encode(x="low:Q", x2="high:Q")
    ends = [
        base.mark_tick(color=INK, thickness=2, size=9).encode(x=alt.X(f"{end}:Q")) for end in ("low", "high")
    ]
    labels = base.mark_text(align="left", dx=8, fontSize=14, fontWeight="bold", color=INK).encode(
        x="edge:Q", text="text:N"
    )
    step = 42 if any("\n" in label for label in order) else 34
    chart = _finished(
        (bars + ranges + ends[0] + ends[1] + labels).properties(width=WIDTH - 230, height=step * len(data))
    )
    left = [(label, cell) for label, cell in every if cell.percent is None]
    rows = tuple((label, _told(cell), _range(cell)) for label, cell in (*shown, *left))
    said = "; ".join(f"{label} {cell.percent}%" for label, cell in shown)
    return Drawn(key, title, f"Bars: {said}.", chart, ("", "Share", "Range"), rows, note)


def _folded(label: str) -> str:
    """A long label on two or more lines, so that none of it is cut off."""
    return "\n".join(textwrap.wrap(label, LONGEST_LINE))


def _stacked(label: str, table: Published) -> list[dict[str, Any]]:
    """Segments left and right of nought, the strongest feelings outermost."""
    percents = {name: (table.at[ALL, name].percent or 0) for name in SCALE_COLOURS}
    names = {c.key: c.label for c in table.categories}
    edges = {
        "a_bit_unsafe": (-percents["a_bit_unsafe"], 0),
        "very_unsafe": (-percents["a_bit_unsafe"] - percents["very_unsafe"], -percents["a_bit_unsafe"]),
        "fairly_safe": (0, percents["fairly_safe"]),
        "very_safe": (percents["fairly_safe"], percents["fairly_safe"] + percents["very_safe"]),
    }
    return [
        {
            "when": label,
            "answer": name,
            "label": names[name],
            "from": low,
            "to": high,
            "middle": (low + high) / 2,
            "text": f"{percents[name]}%" if percents[name] >= 5 else "",
            "ink": "#ffffff" if name in ("very_safe", "very_unsafe") else INK,
        }
        for name, (low, high) in edges.items()
    ]


def _unsafe_in(table: Published, place: str) -> Cell | None:
    row = next((row for row in table.rows if row.group.by == "area" and row.group.label == place), None)
    return table.at.get((row.group.key, "unsafe")) if row else None


def _panel_piece(place: str, when: str, cell: Cell | None) -> dict[str, Any]:
    if cell is None or cell.percent is None:
        words = cell.words if cell and cell.words else "too few to show"
        return {"place": place, "when": when, "percent": 0, "low": 0, "high": 0, "edge": 0, "text": words}
    return {
        "place": place,
        "when": when,
        "percent": cell.percent,
        "low": cell.low,
        "high": cell.high,
        "edge": max(cell.high or 0, cell.percent),
        "text": f"{cell.percent}%",
    }


def _told(cell: Cell) -> str:
    if cell.state is State.RANGE:
        return cell.words
    if cell.percent is None:
        return cell.words or ("too few" if cell.state is State.TOO_FEW else "[c]")
    return f"{cell.percent}%"


def _range(cell: Cell) -> str:
    return f"{cell.low} to {cell.high}%" if cell.low is not None else ""


def _axis(*, bold: bool = False) -> alt.Axis:
    return alt.Axis(
        domain=False,
        ticks=False,
        labelFontSize=14,
        labelLimit=320,
        labelExpr="split(datum.value, '\\n')",
        labelColor=INK,
        labelPadding=8,
        labelFontWeight="bold" if bold else "normal",
    )


def _header() -> alt.Header:
    return alt.Header(labelFontSize=14, labelFontWeight="bold", labelAnchor="start", labelColor=INK)


def _no_header() -> alt.Header:
    return alt.Header(labels=False)


def _finished(chart: Chart) -> Chart:
    configured = chart.configure(font=FONT, background="transparent", padding=4)
    finished: Chart = configured.configure_view(stroke=None)
    return finished


def _data(values: list[dict[str, Any]]) -> alt.Data:
    return alt.Data(values=values)  # type: ignore[no-untyped-call]


_MAKERS: Mapping[str, Callable[[Findings], Drawn | None]] = {
    "safety": safety,
    "districts": districts,
    "heard": heard,
    "places": _bars_of_places,
    "trust": lambda findings: _of_question(
        findings, "trust", "Will the people in charge act?", "act_on_this", ranked=False
    ),
    "would_help": lambda findings: _of_question(findings, "would_help", "What would help most", "help_most"),
}
