"""What the reader's pages share: the release that counts, or a calm word that there is none."""

from __future__ import annotations

import streamlit as st

from survey import released
from survey.house import House
from survey.permissions import Actor
from survey.released import Released, ReleaseProblem
from survey.team import frame
from survey.team.sitting_words import day


def opened(house: House, actor: Actor, title: str) -> Released | None:
    """Draw the page's head and give back what it may draw from."""
    try:
        latest = released.latest(house, actor)
    except ReleaseProblem as problem:
        frame.title(title)
        st.error(str(problem))
        return None
    if latest is None:
        frame.title(title, house.office.wave.label)
        frame.draw_notice(
            "Nothing has been released yet",
            "The findings of this wave appear here as soon as one person has prepared them and another has "
            "approved them.",
        )
        return None
    manifest = latest.manifest
    frame.title(
        title,
        f"{latest.findings.about.title}. Release {manifest.number}, {day(latest.released_at)}.",
    )
    return latest


def show(markup: str) -> None:
    """Draw it, if there is anything to draw."""
    if markup:
        st.html(markup)
