"""The invitation and nothing else, large enough for the back of the room."""

from __future__ import annotations

from html import escape

import streamlit as st

from survey import sessions
from survey.house import House
from survey.permissions import Actor
from survey.team import frame, live_page, moving
from survey.team.moving import Address
from survey.team.sitting_words import AT_THE_DOOR


def draw(house: House, actor: Actor) -> None:
    wanted = st.query_params.get("session", "")
    sitting = next((one for one in sessions.for_leader(house, actor) if one.id == wanted), None)
    if sitting is None:
        frame.draw_notice(
            "There is no such session", "Choose one from your sessions.", link=("/team/", "Back")
        )
        return
    state = sessions.state_at_door(house, sitting)
    shown = live_page.invite(house, sitting)
    closed = "" if state == "open" else f'<p class="state {state}"><strong>{AT_THE_DOOR[state]}</strong></p>'
    st.html(
        '<section class="projector" aria-label="How to join">'
        f'<img src="{shown.qr_data_uri}" alt="QR code of {escape(shown.address)}"><div>'
        f"<h1>How safe do you feel?</h1>{closed}<p>Scan the square, or go to</p>"
        f'<p class="address" translate="no">{escape(shown.said_address)}</p><p>and type</p>'
        f'<p class="code" translate="no">{escape(shown.said_code)}</p>'
        "<p>You choose. You can say no.</p></div></section>"
    )
    moving.link(Address.NOW, "Back to the session", session=sitting.id)
