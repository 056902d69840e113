"""Every session somebody may see, newest first, as a plain table; an administrator can void one here."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from survey import sessions
from survey.house import House
from survey.permissions import Actor, Permission, may
from survey.sessions import SessionProblem
from survey.store.tables import SessionState, Sitting
from survey.team import frame, moving, paper_parts
from survey.team.moving import Address
from survey.team.sitting_words import day, name_of, sent, short_day, where
from survey.team.words import SETTINGS, STATES

MOST_SHOWN: Final = 5
NEWEST: Final = 12  # so that what can be done is not below a year of sessions
LATE: Final = "Of them late"  # no column unless some session has five or more


def draw(house: House, actor: Actor) -> None:
    everybody = may(actor, Permission.SEE_ALL_SESSIONS)
    found = sessions.all_sessions(house, actor) if everybody else sessions.for_leader(house, actor)
    frame.title("Sessions" if everybody else "My sessions", _lead(found))
    if st.query_params.get("closed") in {sitting.id for sitting in found}:
        st.success("The session is closed. Thank you.")
    if not found:
        frame.draw_notice("No session yet", "The first one appears here as soon as somebody prepares it.")
        return
    _draw_drafts(house, actor, found)
    rows = [_row(house, actor, sitting) for sitting in found]
    if not any(row[LATE] for row in rows):
        rows = [{name: told for name, told in row.items() if name != LATE} for row in rows]
    _draw_table(rows[:NEWEST], "Sessions, newest first")
    if older := rows[NEWEST:]:
        with st.expander("One older session" if len(older) == 1 else f"{len(older)} older sessions"):
            _draw_table(older, "Older sessions, newest first")
    _draw_said(house, actor)
    paper_parts.draw_after(house, actor, found)
    if may(actor, Permission.VOID_SESSION):
        _draw_void(house, actor, found)


def _draw_table(rows: list[dict[str, str]], alt: str) -> None:
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt=alt)


def _draw_said(house: House, actor: Actor) -> None:
    """What a group said, for its leader to show it; the newest few."""
    if not may(actor, Permission.SEE_OWN_COUNTS):
        return
    own = [one for one in sessions.for_leader(house, actor) if one.state is SessionState.CLOSED]
    for sitting in own[:MOST_SHOWN]:
        moving.link(Address.PROJECTOR, f"Show what {name_of(house, sitting)} said", session=sitting.id)


def _lead(found: list[Sitting]) -> str:
    live = sum(sitting.state in (SessionState.OPEN, SessionState.PAUSED) for sitting in found)
    if not live:
        return "None is open now."
    return "One is open now." if live == 1 else f"{live} are open now."


def _row(house: House, actor: Actor, sitting: Sitting) -> dict[str, str]:
    counts = sessions.counts(house, actor, sitting.id)
    figure, _ = sent(counts)
    return {
        "Session": name_of(house, sitting),
        "Where": where(house, sitting),
        "Kind": SETTINGS.get(sitting.setting, sitting.setting),
        "State": STATES[sitting.state],
        "Sent": figure,
        LATE: "" if counts.late is None else f"{counts.late} or so",
        "In the room": "" if sitting.headcount is None else str(sitting.headcount),
        "Said no": "" if sitting.declined is None else str(sitting.declined),
        "Day": short_day(sitting.opened_at or sitting.created_at, house.now()),
    }


def _draw_drafts(house: House, actor: Actor, found: list[Sitting]) -> None:
    drafts = [one for one in found if one.state is SessionState.DRAFT and one.leader_id == actor.account_id]
    for sitting in drafts:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{name_of(house, sitting)}** is prepared, not open.", anchors=False)
            if st.button("Open it now", key=f"start-{sitting.id}", type="primary"):
                try:
                    sessions.start(house, actor, sitting.id)
                except SessionProblem as problem:
                    st.error(" ".join(problem.problems))
                else:
                    moving.go(Address.NOW, session=sitting.id)


def _draw_void(house: House, actor: Actor, found: list[Sitting]) -> None:
    by_id = {one.id: one for one in found if one.state is not SessionState.VOIDED}
    with st.expander("Void a session"):
        st.write("Its answers leave every count, theme and report. The reason is kept in the audit log.")
        with st.form("void", border=False, clear_on_submit=True):
            chosen = st.selectbox(
                "Session", list(by_id), index=None, format_func=lambda one: _full_name(house, by_id[one])
            )
            reason = st.text_input("Why?", max_chars=sessions.RULES.longest_words)
            if st.form_submit_button("Void this session") and chosen:
                try:
                    sessions.void(house, actor, chosen, reason)
                except SessionProblem as problem:
                    st.error(str(problem))
                else:
                    st.rerun()


def _full_name(house: House, sitting: Sitting) -> str:
    return f"{name_of(house, sitting)}, {where(house, sitting)}, {day(sitting.created_at)}"
