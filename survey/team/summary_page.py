"""The themed summary: three sentences first, then the themes with bars, who was heard, what was asked.

Analysts read the draft and release it; everybody else reads what was released. Both are the same findings
drawn by the same code, and every figure in them comes from the ledger.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from analysis.findings import AskMade, Findings, Section, ThemeCard
from analysis.ledger import Entry
from analysis.report import to_html, to_markdown
from survey import releases
from survey.house import House
from survey.permissions import Actor, Permission, may
from survey.releases import Draft, ReleaseProblem
from survey.team import charts, frame
from survey.team.charts import Bar
from survey.team.sitting_words import day, day_and_time

SAFETY: Final = (("safe_day", "In the day"), ("safe_dark", "After dark"))
NEWS: Final = "summary_news"
DRAFT: Final = "summary_draft"


def draw(house: House, actor: Actor) -> None:
    if may(actor, Permission.ANALYSE):
        _draw_draft(house, actor)
        return
    try:
        released = releases.latest(house, actor)
    except ReleaseProblem as problem:
        frame.title("Summary")
        st.error(str(problem))
        return
    if released is None:
        frame.title("Summary", house.office.wave.label)
        frame.draw_notice(
            "Nothing has been released yet",
            "The summary of this wave appears here as soon as an analyst has released it.",
        )
        return
    frame.title("Summary", f"{released.findings.about.title}. Released {day(released.released_at)}.")
    _draw_downloads(released.findings, approved=True)
    _draw_findings(released.findings)


def _draw_draft(house: House, actor: Actor) -> None:
    """The analyst's side: write it, read it, release it. The draft lives in this browser's session only."""
    frame.title("Summary", f"{house.office.wave.label}. You write it and read it here; then you release it.")
    if news := st.session_state.pop(NEWS, ""):
        st.success(news)
    written: Draft | None = st.session_state.get(DRAFT)
    current = written is not None and releases.is_current(house, actor, written)
    if written is not None and not current:
        st.info("Answers or decisions have changed since this was written.")
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = not current and st.button(
            "Write it again" if written else "Write the summary", type="secondary" if written else "primary"
        )
        if written is not None and current:
            _draw_release(house, actor, written)
        if written is not None:
            _draw_downloads(written.findings)
    if wanted:
        _write(house, actor)
    if written is None:
        frame.draw_notice(
            "Nothing is written yet",
            "It is written from the answers and the themes as they stand. That can take up to a minute.",
        )
        return
    _draw_findings(written.findings)
    _draw_for_the_analyst(written)


def _write(house: House, actor: Actor) -> None:
    with st.spinner("Counting, checking what may be shown, and writing"):
        st.session_state[DRAFT] = releases.write(house, actor)
    st.rerun()


def _draw_release(house: House, actor: Actor, written: Draft) -> None:
    released = releases.latest(house, actor)
    if released and released.digest == written.digest:
        st.html(
            f'<p class="quiet">Released {escape(day_and_time(released.released_at))}, exactly as below.</p>'
        )
        return
    if st.button("Release it", type="primary", help="Viewers and partners then read exactly this."):
        try:
            releases.release(house, actor, written)
        except ReleaseProblem as problem:
            st.error(str(problem))
        else:
            st.session_state[NEWS] = "Released. Viewers read exactly this now."
            st.rerun()


def _draw_downloads(findings: Findings, *, approved: bool = False) -> None:
    name = f"summary-{findings.about.wave}"
    with st.container(horizontal=True):
        st.download_button(
            "Download as a web page",
            to_html(findings, approved=approved),
            f"{name}.html",
            "text/html",
            on_click="ignore",
        )
        st.download_button(
            "Download as text (Markdown)",
            to_markdown(findings, approved=approved),
            f"{name}.md",
            "text/markdown",
            on_click="ignore",
        )


def _draw_findings(findings: Findings) -> None:
    _draw_section(findings.first_page, heading=False, large=True)
    st.html(f'<p class="quiet not-evidence">{escape(findings.not_evidence)}</p>')
    _draw_themes(findings)
    _draw_safety(findings)
    for section in (findings.heard, findings.places, findings.groups, findings.trust, findings.would_help):
        _draw_section(section)
    _draw_asks(findings.asks)
    with st.expander("How this was made"):
        _draw_section(findings.method, heading=False)


def _draw_section(section: Section, *, heading: bool = True, large: bool = False) -> None:
    if not section.sentences:
        return
    if heading:
        st.header(section.title, anchor=False)
    kind = "says large" if large else "says"
    st.html("".join(f'<p class="{kind}">{escape(one.text)}</p>' for one in section.sentences))


def _draw_themes(findings: Findings) -> None:
    if not findings.cards:
        return
    st.header(findings.themes.title, anchor=False)
    _draw_section(findings.themes, heading=False)
    by_key = {entry.key: entry for entry in findings.ledger}
    st.html("".join(_card(card, by_key) for card in findings.cards))


def _card(card: ThemeCard, ledger: dict[str, Entry]) -> str:
    entry = next((ledger[key] for key in card.share.entries if key in ledger), None)
    more = "".join(
        f"<li>{escape(one.text)}</li>" for one in (card.spread, *card.more_in, card.counter_view) if one.text
    )
    quotes = "".join(
        f'<blockquote class="quote">{escape(one.sentence.text)}'
        f"<footer>{escape(one.attribution)}</footer></blockquote>"
        for one in card.quotes
    )
    return (
        f'<section class="card"><h3>{escape(card.label)}</h3><p class="says">{escape(card.share.text)}</p>'
        f"{_interval_bar(entry)}<ul>{more}</ul>{quotes}"
        f'<p class="quiet">Confidence: {card.confidence.level}. '
        f"{escape(card.confidence.why.text)}</p></section>"
    )


def _interval_bar(entry: Entry | None) -> str:
    """The share as a bar and its range as a line, where both may be shown. The sentence above says it too."""
    if entry is None or entry.percent is None or entry.low is None or entry.high is None:
        return ""
    return (
        f'<div class="interval" aria-hidden="true"><span class="bar" style="width:{entry.percent}%"></span>'
        f'<span class="range" style="left:{entry.low}%;width:{entry.high - entry.low}%"></span></div>'
    )


def _draw_safety(findings: Findings) -> None:
    bars = [Bar(name, table) for question, name in SAFETY if (table := findings.table(question))]
    drawable = [bar for bar in bars if charts.can_draw(bar)]
    _draw_section(findings.safety)
    if not drawable:
        return
    st.altair_chart(
        charts.safety_chart(drawable, frame.ink()), width="stretch", alt=charts.safety_sentence(drawable)
    )
    with st.expander("The figures behind it"):
        st.table(
            pd.DataFrame(charts.safety_rows(bars)),
            border="horizontal",
            hide_index=True,
            alt="Feelings of safety",
        )


def _draw_asks(asks: tuple[AskMade, ...]) -> None:
    if not asks:
        return
    st.header("What was asked", anchor=False)
    rows = [
        {
            "Asked": one.text,
            "Of": one.owner,
            "By": day_of(one),
            "State": "Overdue" if one.overdue else one.status.replace("_", " "),
            "Answer": one.reply,
        }
        for one in sorted(asks, key=lambda one: not one.overdue)
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="What was asked, overdue first")


def day_of(one: AskMade) -> str:
    return f"{one.due.day} {one.due:%B %Y}" if one.due else ""


def _draw_for_the_analyst(written: Draft) -> None:
    evidence = written.summary.evidence
    labels = {card.key: card.label for card in written.findings.cards}
    with st.expander("For you alone: what is hidden, and why"):
        if evidence.quotes_refused:
            st.markdown("**Quotes left out**", anchors=False)
            rows = [
                {"Theme": labels.get(theme, theme), "Why": why} for theme, _, why in evidence.quotes_refused
            ]
            st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)
        if not evidence.hidden:
            st.write("No number is hidden.")
            return
        by_reason = Counter(reason for *_, reason in evidence.hidden)
        rows = [{"Why": why, "Numbers hidden": str(number)} for why, number in by_reason.most_common()]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)
