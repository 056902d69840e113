"""For the back of the room: the invitation and nothing else; afterwards, what this group said."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from analysis.playback import Share
from survey import playback, sessions
from survey.house import House
from survey.permissions import Actor
from survey.playback import Playback, Said
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
    told = playback.for_leader(house, actor, sitting.id)
    if told.standing != "not_over":
        _draw_playback(told)
        moving.link(Address.SESSIONS, "Back to your sessions")
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


SHARES: Final = {
    Share.NEARLY_ALL: "Nearly all or all",
    Share.MOST: "Most",
    Share.ABOUT_HALF: "About half",
    Share.SOME: "Some",
    Share.A_FEW: "A few or none",
}


def _draw_playback(told: Playback) -> None:
    """Bars with words, to look at together. Without numbers, so that nobody is found by counting heads."""
    if told.questionnaire is None or not told.heard:
        frame.title("This session is over", f"You hear back by {told.answer_due}.")
        frame.draw_too_few(
            f"What a group said is shown from {playback.FEWEST} answers up. "
            "With fewer, someone could guess who said what."
        )
        return
    cards = "".join(_card(playback.in_words(told.questionnaire, one)) for one in told.heard)
    back = "".join(
        f"<li><strong>You said:</strong> {escape(one.you_said)} <strong>They said:</strong> "
        f"{escape(one.they_said or 'No answer yet.')}"
        + (f" <strong>What changed:</strong> {escape(one.what_changed)}" if one.what_changed else "")
        + "</li>"
        for one in told.heard_back
    )
    st.html(
        '<section class="projector heard" aria-label="What this group said"><h1>What this group said</h1>'
        f"<p>A longer bar means more of you. You hear back by {escape(told.answer_due)}.</p>"
        + (f"<ul>{back}</ul>" if back else "")
        + f"<div>{cards}</div></section>"
    )


def _card(said: Said) -> str:
    bars = "".join(
        f'<li><span>{escape(label)}</span><b>{SHARES[share]}</b><i class="step-{share.step}"></i></li>'
        for label, share in said.bars
    )
    few = f"<p>A few or none: {escape(', '.join(said.few))}</p>" if said.few else ""
    return f"<article><h2>{escape(f'{said.label} {said.row}'.strip())}</h2><ul>{bars}</ul>{few}</article>"
