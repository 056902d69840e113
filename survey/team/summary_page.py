"""The reader's first page: what young people say in three sentences, what must be done, what is late.

Everything on it is from the release. Analysts see the same page as everybody else.
"""

from __future__ import annotations

import json
from typing import Final

import pandas as pd
import streamlit as st

from analysis.findings import Findings
from analysis.trends import Compared
from survey import released
from survey.house import House
from survey.permissions import Actor
from survey.released import Released
from survey.team import charts, frame, moving, prove_again, reader, told
from survey.team.charts import Bar
from survey.team.moving import Address

SAFETY: Final = (("safe_day", "In the day"), ("safe_dark", "After dark"))
PAPERS: Final = (("report.html", "Report as a web page"), ("report.pdf", "Report as a PDF"),
                 ("report.docx", "Report for Word"), ("tables.xlsx", "Tables for a spreadsheet"))  # fmt: skip
KINDS: Final = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def draw(house: House, actor: Actor) -> None:
    latest = reader.opened(house, actor, "Overview")
    if latest is None:
        return
    findings = latest.findings
    reader.show(told.sentences(findings.first_page, large=True))
    frame.quiet(findings.not_evidence)
    late = sum(1 for one in findings.asks if told.is_overdue(one, house.today()))
    if late:
        st.warning(told.overdue_words(late))
        moving.link(Address.ASKED, "See what was asked, and of whom")
    reader.show(told.actions(findings))
    _draw_safety(findings)
    _draw_trends(released.beside_the_last_wave(house, actor, latest))
    with st.container(horizontal=True):
        for address, words in (
            (Address.SAID, "The themes, one by one"),
            (Address.DISTRICTS, "District by district"),
            (Address.NOT_HEARD, "Who we did not hear"),
            (Address.ASKED, "Asks and answers"),
        ):
            moving.link(address, words)
    _draw_downloads(house, actor, latest)
    with st.expander("How this was made"):
        reader.show(told.sentences(findings.method))
        frame.quiet(
            f"Prepared by {latest.prepared_by}, approved by {latest.approved_by}. Its name is {latest.hash}."
        )
        prove_again.draw(house, actor)


def _draw_trends(found: Compared | None) -> None:
    if found is None:
        return
    st.header(f"Beside {found.title}", anchor=False)
    reader.show(told.trends(found))
    if rest := told.unchanged(found):
        with st.expander("What did not clearly change, and what cannot be compared"):
            st.html(rest)
    frame.quiet("Only what was released then is compared. No change is told that may be chance.")


def _draw_safety(findings: Findings) -> None:
    bars = [Bar(name, table) for question, name in SAFETY if (table := findings.table(question))]
    drawable = [bar for bar in bars if charts.can_draw(bar)]
    if not findings.safety.sentences:
        return
    st.header("How safe they feel", anchor=False)
    reader.show(told.sentences(findings.safety))
    if not drawable:
        return
    spec = json.loads(charts.safety_spec(tuple(drawable), frame.ink()))
    st.vega_lite_chart(spec, width="stretch", alt=charts.safety_sentence(drawable))
    with st.expander("The figures behind it"):
        st.table(
            pd.DataFrame(charts.safety_rows(bars)),
            border="horizontal",
            hide_index=True,
            alt="Feelings of safety",
        )


def _draw_downloads(house: House, actor: Actor, latest: Released) -> None:
    """Files as they were frozen. The public tier hides more; it is the one to publish."""
    st.header("To take away", anchor=False)
    wave = latest.manifest.wave
    with st.container(horizontal=True):
        for name, words in PAPERS:
            if name in latest.files:
                kind = name.rpartition(".")[2]
                st.download_button(
                    words, latest.files[name], f"{wave}-{name}", KINDS[kind], on_click="ignore"
                )
    public = released.latest(house, actor, tier="public")
    with st.container(horizontal=True):
        for one, words in (
            (latest, "Everything, for partners (ZIP)"),
            (public, "Everything, for the public (ZIP)"),
        ):
            if one is not None:
                st.download_button(
                    words, one.zip, f"{wave}-{one.tier}.zip", "application/zip", on_click="ignore"
                )
    frame.quiet(
        "For partners: not to be published. For the public: rounded, and more is hidden. Whoever has a ZIP "
        "can prove it: python -m analysis verify FILE."
    )
