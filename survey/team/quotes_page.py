"""The safeguarding lead's second look at what may be quoted: an analyst proposes, a lead agrees or does
not.
"""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from survey import themes
from survey.house import House
from survey.permissions import Actor
from survey.team import frame
from survey.themes import ProposedQuote, ThemeProblem

NEWS: Final = "quotes_news"


def draw(house: House, actor: Actor) -> None:
    proposed = themes.proposed_quotes(house, actor)
    frame.title("Quotes", in_a_sentence(len(proposed)))
    if news := st.session_state.pop(NEWS, ""):
        st.success(news)
    if not proposed:
        frame.draw_notice(
            "No quote waits for you", "When an analyst wants to quote an answer, you read it here first."
        )
        return
    frame.quiet("Could a friend, a parent or a teacher tell who said it? Then do not let it be quoted.")
    for number, one in enumerate(proposed):
        _draw_one(house, actor, one, number)


def in_a_sentence(number: int) -> str:
    """What waits, said at first glance."""
    if not number:
        return "Nothing to agree to."
    return (
        "One answer is proposed as a quote." if number == 1 else f"{number} answers are proposed as quotes."
    )


def _draw_one(house: House, actor: Actor, one: ProposedQuote, number: int) -> None:
    with st.container(border=True, key=f"card-{number}"):
        st.html(
            f'<p class="facts">For the theme “{escape(one.theme)}”</p>'
            f'<blockquote class="words">{escape(one.words)}</blockquote>'
        )
        with st.container(horizontal=True):
            agreed = st.button("It may be quoted", key=f"agree-{number}", type="primary")
            refused = st.button("Do not quote it", key=f"refuse-{number}")
    if not (agreed or refused):
        return
    decide = themes.clear_quote if agreed else themes.refuse_quote
    try:
        decide(house, actor, one.run_id, one.topic, one.text_id)
    except ThemeProblem as problem:
        st.error(str(problem))
        return
    st.session_state[NEWS] = "It may be quoted in the next summary." if agreed else "It will not be quoted."
    st.rerun()
