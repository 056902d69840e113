"""Beside the people of a wave: what groups raised in talks, and how well paper forms were typed in."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.groups_heard import RULES, RaisedIn, groups_heard
from survey import paper
from survey.house import House
from survey.permissions import Actor
from survey.team import frame
from survey.wave import Gathered


def draw(house: House, actor: Actor, gathered: Gathered) -> None:
    _draw_groups(gathered)
    _draw_paper(house, actor, gathered)


def _draw_groups(gathered: Gathered) -> None:
    talks = gathered.data.talks
    if not talks:
        return
    st.header("What groups raised", anchor=False)
    heard = groups_heard(talks, gathered.data.talk_questions)
    if heard is None:
        frame.draw_too_few(f"What groups said is shown from {RULES.fewest_groups} talks on.")
        return
    frame.quiet(f"{heard.groups} talks, each one record by its leader. They are not counted with people.")
    for question in heard.questions:
        with st.expander(question.label):
            st.table(pd.DataFrame(_rows(question)), border="horizontal", hide_index=True, alt=question.label)


def _rows(question: RaisedIn) -> list[dict[str, str]]:
    return [
        {
            "Raised": one.label,
            "In how many groups": f"fewer than {RULES.fewest_raised}, or none"
            if one.groups is None
            else f"{one.groups} of {question.of}",
        }
        for one in question.raised
    ]


def _draw_paper(house: House, actor: Actor, gathered: Gathered) -> None:
    batches = paper.quality(house, actor, gathered.data.name)
    if not batches:
        return
    st.header("Typed in from paper", anchor=False)
    areas = {one.session: gathered.data.group_label("area", one.area) for one in gathered.data.sittings}
    rows = [
        {
            "Session in": areas.get(one.sitting_id, ""),
            "Forms": "Fewer than 5" if one.about_forms is None else f"{one.about_forms} or so",
            "Typed twice": str(one.typed_twice),
            "Boxes compared": str(one.fields),
            "Typed wrongly": "not checked" if one.share_wrong is None else f"{100 * one.share_wrong:.1f}%",
        }
        for one in batches
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="How well paper was typed in")
    frame.quiet(
        "A sample of each batch is typed in twice. The share is of boxes that were wrong the first time."
    )
