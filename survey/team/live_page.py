"""The session leader's page while a session runs: what to show, how many have sent, what to say, who to
call.
"""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from survey import accounts, invitation, kiosk, sessions
from survey.house import House
from survey.invitation import Invitation
from survey.permissions import Actor
from survey.screening import queue
from survey.sessions import SessionProblem
from survey.store.tables import SessionState, Sitting
from survey.team import frame, moving, paper_parts, who
from survey.team.moving import Address
from survey.team.sitting_words import AT_THE_DOOR, name_of, open_until, sent, where

REFRESH: Final = "4s"
LIVE: Final = (SessionState.OPEN, SessionState.PAUSED)
MINUTES: Final = {"easy_read": 3, "group_discussion": 20}


def draw(house: House, actor: Actor) -> None:
    live = [sitting for sitting in sessions.for_leader(house, actor) if sitting.state in LIVE]
    if not live:
        _draw_nothing_open(house, actor)
        return
    sitting = _chosen(house, live)
    shown = invite(house, sitting)
    frame.title(name_of(house, sitting), where(house, sitting) if sitting.title else "")
    left, right = st.columns([5, 6], gap="large")
    with left:
        _draw_invitation(shown)
    with right:
        _draw_progress(house, actor, sitting.id)
        _draw_moves(house, actor, sitting)
        _draw_help_talk(house, actor, sitting)
        _draw_words(house, actor, sitting, shown)
        _draw_shared_tablet(house, sitting, shown)
        paper_parts.draw(house, actor, sitting)
        paper_parts.draw_group(house, actor, sitting)


def invite(house: House, sitting: Sitting) -> Invitation:
    """The invitation as it reaches phones from where this browser is."""
    return invitation.invite(
        sitting.code or "",
        seen_at=str(st.context.url or ""),
        public_url=house.settings.public_url,
        network_address=invitation.address_on_this_network(),
    )


def _draw_shared_tablet(house: House, sitting: Sitting, shown: Invitation) -> None:
    """For a room with one tablet and no phones. Only the leader's page knows the PIN."""
    with st.expander("One tablet for everybody"):
        pin = kiosk.pin(house, sitting)
        address = f"{shown.said_address}/s/{shown.code}?kiosk"  # by the first page it would be forgotten
        st.write(f"Open **{address}** on it and type the PIN **{pin[:3]} {pin[3:]}**.")
        st.write("It starts again after each person. The same PIN ends it.")


def _draw_nothing_open(house: House, actor: Actor) -> None:
    frame.title("No session is open")
    frame.draw_notice(
        "Ready when you are", "Opening a session takes a minute. Nothing is asked until you open it."
    )
    if st.button("Open a new session", type="primary"):
        moving.go(Address.NEW_SESSION)
    if any(sitting.state is SessionState.DRAFT for sitting in sessions.for_leader(house, actor)):
        moving.link(Address.SESSIONS, "Go on with one you have prepared")


def _chosen(house: House, live: list[Sitting]) -> Sitting:
    by_id = {sitting.id: sitting for sitting in live}
    asked_for = st.query_params.get("session", "")
    first = asked_for if asked_for in by_id else live[0].id
    if len(live) == 1:
        return live[0]
    ids = list(by_id)
    chosen = st.selectbox(
        "Session", ids, index=ids.index(first), format_func=lambda one: name_of(house, by_id[one]), width=420
    )
    return by_id[chosen or first]


def _draw_invitation(shown: Invitation) -> None:
    caution = f'<p class="quiet">{escape(shown.caution)}</p>' if shown.caution else ""
    st.html(
        f'<section class="invitation" aria-label="How to join">'
        f'<img src="{shown.qr_data_uri}" alt="QR code of {escape(shown.address)}">'
        f'<p class="code-label">Code</p><p class="code" translate="no">{escape(shown.said_code)}</p>'
        f'<p>or go to <strong translate="no">{escape(shown.said_address)}</strong></p>{caution}</section>'
    )


@st.fragment(run_every=REFRESH)
def _draw_progress(house: House, actor: Actor, sitting_id: str) -> None:
    sitting = next(one for one in sessions.for_leader(house, actor) if one.id == sitting_id)
    state = sessions.state_at_door(house, sitting)
    # While the room answers, looking at the count is being here; a screen forgotten afterwards signs out.
    if who.is_here(house, touch=state == "open") is None:
        st.rerun()
    figure, words = sent(sessions.counts(house, actor, sitting_id))
    frame.big_figure(figure, words, quiet="Counts move in fives, so nobody can tell who has sent.")
    detail = f"until {open_until(house, sitting)}, for up to {sitting.cap} answers" if state == "open" else ""
    st.html(
        f'<p class="state {state}" role="status"><strong>{AT_THE_DOOR[state]}</strong> {escape(detail)}</p>'
    )


def _draw_moves(house: House, actor: Actor, sitting: Sitting) -> None:
    with st.container(horizontal=True):
        if st.button("Show full screen"):
            moving.go(Address.PROJECTOR, session=sitting.id)
        if sitting.state is SessionState.OPEN:
            if st.button("Pause", help="Takes no answers for now. Nothing is lost."):
                _try(lambda: sessions.pause(house, actor, sitting.id))
        elif st.button("Go on", type="primary"):
            _try(lambda: sessions.resume(house, actor, sitting.id))
        if st.button("Close session"):
            _close_dialog(house, actor, sitting.id)


def _try(move: object) -> None:
    try:
        move()  # type: ignore[operator]
    except SessionProblem as problem:
        st.error(str(problem))
    else:
        st.rerun()


@st.dialog("Close this session")
def _close_dialog(house: House, actor: Actor, sitting_id: str) -> None:
    st.write("Nobody can send after this. Leave a box empty if you did not count.")
    with st.form("close", border=False):
        headcount = st.number_input("How many young people were in the room?", 0, 5000, value=None, step=1)
        declined = st.number_input("How many said no?", 0, 5000, value=None, step=1)
        if st.form_submit_button("Close session", type="primary"):
            try:
                sessions.close(house, actor, sitting_id, headcount, declined)
            except SessionProblem as problem:
                st.error(str(problem))
            else:
                moving.go(Address.SESSIONS, closed=sitting_id)


def _draw_help_talk(house: House, actor: Actor, sitting: Sitting) -> None:
    """A word from the safeguarding lead to this room. Never which answer, never whose."""
    for message in queue.messages_for_leader(house, actor, sitting.id):
        st.warning(message)


def _draw_words(house: House, actor: Actor, sitting: Sitting, shown: Invitation) -> None:
    asked = house.questionnaire(sitting.questionnaire_version)
    leads = {one.account_id: one for one in accounts.safeguarding_leads(house, actor)}
    lead = leads.get(sitting.safeguarding_lead_id or "")
    say, call = st.tabs(["What to say", "Who to call"])
    with say:
        contact = lead.display_name if lead else ""
        lines = invitation.what_to_say(
            house.office, shown, minutes=MINUTES.get(asked.name, 4), contact=contact
        )
        st.html('<ol class="say">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ol>")
    with call:
        st.html(_who_to_call(house, sitting, lead))


def _who_to_call(house: House, sitting: Sitting, lead: Actor | None) -> str:
    rows = []
    if lead:
        contact = sitting.safeguarding_contact or "Ask them for a number before you start."
        rows.append(
            (f"{lead.display_name}, safeguarding lead", contact, "Anything that worries you about somebody")
        )
    rows += [
        (line.label, line.call or line.text or line.url, line.who_for)
        for line in invitation.who_to_call(house.help_lines, sitting.area)
    ]
    return (
        '<dl class="call">'
        + "".join(
            f"<div><dt>{escape(name)}</dt><dd><strong>{escape(how)}</strong><br>{escape(what)}</dd></div>"
            for name, how, what in rows
        )
        + "</dl>"
    )
