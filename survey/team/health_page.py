"""The administrator's first page: is all well, and if not, what first."""

from __future__ import annotations

import re
from html import escape
from typing import Final

import streamlit as st

from survey import audit, health
from survey.health import Check, State
from survey.house import House
from survey.permissions import Actor
from survey.team import frame, moving
from survey.team.moving import Address
from survey.team.sitting_words import day_and_time

SIGNS: Final = {
    State.WRONG: ("!", "Needs doing"),
    State.ATTENTION: ("○", "Look at this"),
    State.WELL: ("✓", "Well"),
}


def draw(house: House, actor: Actor) -> None:
    checks = health.checks(house, actor)
    frame.title("Is all well?", in_a_sentence(checks))
    st.html('<ul class="checks">' + "".join(_row(check) for check in checks) + "</ul>")
    with st.container(horizontal=True):
        if st.button("A backup was made today"):
            health.note_backup(house, actor)
            st.rerun()
    _draw_sign_ins(house, actor)


def in_a_sentence(checks: tuple[Check, ...]) -> str:
    """The whole list, said at first glance."""
    wrong = sum(check.state is State.WRONG for check in checks)
    attention = sum(check.state is State.ATTENTION for check in checks)
    if wrong:
        return f"{'One thing needs' if wrong == 1 else f'{wrong} things need'} doing now."
    if attention:
        worth = "One thing is" if attention == 1 else f"{attention} things are"
        return f"Nothing is wrong. {worth} worth a look."
    return "Yes, all is well."


def _row(check: Check) -> str:
    sign, words = SIGNS[check.state]
    mend = (
        f'<span class="quiet">{_with_code(check.mend)}</span>'
        if check.mend and check.state is not State.WELL
        else ""
    )
    return (
        f'<li class="{check.state.name.lower()}"><span class="sign" aria-hidden="true">{sign}</span>'
        f'<span class="sr">{words}: </span><div><strong>{escape(check.name)}</strong> '
        f"{escape(check.words)}{mend}</div></li>"
    )


def _with_code(words: str) -> str:
    """What stands between backticks is to be typed."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words))


def _draw_sign_ins(house: House, actor: Actor) -> None:
    st.header("Who signed in last", anchor=False)
    latest = audit.entries(house, actor, action="sign in", limit=6)
    rows = "".join(f"<li><strong>{escape(one.actor)}</strong>, {day_and_time(one.at)}</li>" for one in latest)
    st.html(f'<ul class="plain">{rows}</ul>' if rows else '<p class="quiet">Nobody yet.</p>')
    moving.link(Address.AUDIT, "The whole audit log")
