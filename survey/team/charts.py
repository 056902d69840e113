"""How a published table is drawn on the team's pages. It draws only what the disclosure gate left to be
shown.

Bars of people are plain HTML tables: real text, readable without the bar. A safety scale is a diverging bar
chart: unsafe to the left of the middle, safe to the right, so that day and dark can be compared at a
glance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

import altair as alt
import pandas as pd

from analysis.disclosure import Published
from analysis.tables import ALL

TOO_FEW: Final = "too few"
SCALE: Final = ("very_unsafe", "a_bit_unsafe", "fairly_safe", "very_safe")  # from left to right
COLOURS: Final = ("#9c4410", "#eab285", "#8fc3c4", "#0b5f6b")
INK_ON: Final = {"#9c4410": "#ffffff", "#eab285": "#15171c", "#8fc3c4": "#15171c", "#0b5f6b": "#ffffff"}
WIDE_ENOUGH: Final = 34  # pixels: room for “36%”
KEPT_READY: Final = 16  # charts: light and dark, of a few releases
NARROW: Final = "width < 420"  # of the bars, as on a phone


@dataclass(frozen=True)
class Bar:
    """One bar of a safety chart: a published table and what to call it."""

    name: str
    table: Published


def people_bars(rows: list[tuple[str, int | None]], caption: str) -> str:
    """Groups with how many people each, as a table whose rows are bars. None: too few to show."""
    largest = max((number for _, number in rows if number), default=1)
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td><span class="bar" aria-hidden="true" '
        f'style="width:{100 * (number or 0) / largest:.1f}%"></span></td>'
        f"<td>{number if number is not None else TOO_FEW}</td></tr>"
        for label, number in rows
    )
    return f'<table class="bars"><caption>{escape(caption)}</caption><tbody>{body}</tbody></table>'


def groups_of(people: Published, by: str) -> list[tuple[str, int | None]]:
    """The groups of one breakdown with their published number of people."""
    return [(row.group.label, row.base) for row in people.rows if row.group.by == by]


def can_draw(bar: Bar) -> bool:
    return all(bar.table.shown(ALL, category) for category in SCALE)


def safety_chart(bars: list[Bar], ink: str) -> alt.LayerChart:
    """Diverging stacked bars with the figures on them. `ink` is the colour of words on this page."""
    pieces = pd.DataFrame([piece for bar in bars for piece in _pieces(bar)])
    ends = pd.DataFrame([end for bar in bars for end in _ends(bar)])
    labels = [_label(bars[0].table, category) for category in SCALE]
    order = [bar.name for bar in bars]
    widest = float(max(pieces["to"].max(), -pieces["from"].min())) + 22
    x = alt.X("from:Q", axis=None, scale=alt.Scale(domain=[-widest, widest]))
    y = alt.Y(
        "bar:N",
        sort=order,
        title=None,
        axis=alt.Axis(domain=False, ticks=False, labelFontSize=15, labelPadding=8, labelColor=ink),
    )
    base = alt.Chart(pieces)
    drawn = base.mark_bar(height=44).encode(
        x=x,
        x2="to:Q",
        y=y,
        color=alt.Color(
            "answer:N",
            sort=labels,
            scale=alt.Scale(domain=labels, range=list(COLOURS)),
            legend=alt.Legend(
                orient="top",
                title=None,
                labelFontSize=14,
                labelColor=ink,
                symbolType="square",
                columns=alt.ExprRef(f"{NARROW} ? 2 : 4"),
            ),
        ),
        tooltip=[
            alt.Tooltip("bar:N", title="When"),
            alt.Tooltip("answer:N", title="Answer"),
            alt.Tooltip("percent:Q", title="Percent"),
        ],
    )
    figures = (
        base.transform_filter(f"datum.percent * width / {2 * widest} >= {WIDE_ENOUGH}")
        .mark_text(fontSize=15)
        .encode(x="middle:Q", y=y, text="figure:N", color=alt.Color("ink:N", scale=None))
    )
    unsafe, safe = (alt.Chart(ends[ends["side"] == side]) for side in ("unsafe", "safe"))
    totals = [
        unsafe.mark_text(fontSize=15, fontWeight=600, align="right", dx=-8, color=ink),
        safe.mark_text(fontSize=15, fontWeight=600, align="left", dx=8, color=ink),
    ]
    words = [
        each.transform_calculate(told=f"{NARROW} ? datum.short : datum.words").encode(
            x="at:Q", y=y, text="told:N"
        )
        for each in totals
    ]
    middle = alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(strokeWidth=1.5, color=ink).encode(x="at:Q")
    chart = alt.layer(drawn, figures, *words, middle).properties(height=alt.Step(66))
    whole: alt.LayerChart = chart.configure_view(stroke=None)
    return whole


@lru_cache(maxsize=KEPT_READY)
def safety_spec(bars: tuple[Bar, ...], ink: str) -> str:
    """The same chart as Vega-Lite reads it, for a page everybody opens: made once for the same tables.

    It is kept under all that was published in them, so another release is another chart. Making it takes
    longer than all else on the reader's first page.
    """
    return str(safety_chart(list(bars), ink).to_json(indent=None))


def safety_sentence(bars: list[Bar]) -> str:
    """What the chart shows, in one sentence."""
    said = [
        f"{bar.name.lower()} {cell.percent}% feel safe"
        for bar in bars
        if (cell := bar.table.shown(ALL, "safe")) is not None
    ]
    if not said:
        return "Too few people answered to say how safe they feel."
    sentence = " and ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def safety_rows(bars: list[Bar]) -> list[dict[str, str]]:
    """The table behind the chart: each answer with people, percent and the range."""
    return [
        {
            "When": bar.name,
            "Answer": category.label,
            "People": _count(bar.table, category.key),
            "Percent": _percent(bar.table, category.key),
            "Range": _range(bar.table, category.key),
        }
        for bar in bars
        for category in bar.table.categories
    ]


def _pieces(bar: Bar) -> list[dict[str, object]]:
    shares = {category: _share(bar.table, category) for category in SCALE}
    left = -(shares["very_unsafe"] + shares["a_bit_unsafe"])
    pieces: list[dict[str, object]] = []
    for category, colour in zip(SCALE, COLOURS, strict=True):
        right = left + shares[category]
        pieces.append(
            {
                "bar": bar.name,
                "answer": _label(bar.table, category),
                "from": left,
                "to": right,
                "middle": (left + right) / 2,
                "percent": shares[category],
                "figure": f"{shares[category]}%",
                "ink": INK_ON[colour],
            }
        )
        left = right
    return pieces


def _ends(bar: Bar) -> list[dict[str, object]]:
    shares = {category: _share(bar.table, category) for category in SCALE}
    unsafe, safe = bar.table.shown(ALL, "unsafe"), bar.table.shown(ALL, "safe")
    return [
        {"bar": bar.name, "side": "unsafe", "at": -(shares["very_unsafe"] + shares["a_bit_unsafe"]),
         "words": f"{unsafe.percent}% unsafe" if unsafe else "",
         "short": f"{unsafe.percent}%" if unsafe else ""},
        {"bar": bar.name, "side": "safe", "at": shares["fairly_safe"] + shares["very_safe"],
         "words": f"{safe.percent}% safe" if safe else "",
         "short": f"{safe.percent}%" if safe else ""},
    ]  # fmt: skip


def _share(table: Published, category: str) -> int:
    cell = table.shown(ALL, category)
    return cell.percent if cell is not None and cell.percent is not None else 0


def _label(table: Published, category: str) -> str:
    return next((one.label for one in table.categories if one.key == category), category)


def _count(table: Published, category: str) -> str:
    cell = table.at.get((ALL, category))
    return str(cell.count) if cell is not None and cell.count is not None else TOO_FEW


def _percent(table: Published, category: str) -> str:
    cell = table.at.get((ALL, category))
    if cell is None:
        return TOO_FEW
    return f"{cell.percent}%" if cell.percent is not None else cell.words or TOO_FEW


def _range(table: Published, category: str) -> str:
    cell = table.shown(ALL, category)
    return f"{cell.low} to {cell.high}%" if cell is not None and cell.low is not None else ""
