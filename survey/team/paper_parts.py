"""What a leader’s pages say of paper and of talks: print questions, type forms in, write up the group.

Typing in happens on the page of the session itself, in another tab, with the session’s PIN.
"""

from __future__ import annotations

import streamlit as st

from survey import group_talk, kiosk, printing, sessions
from survey.house import House
from survey.permissions import Actor
from survey.printing import PaperProblem
from survey.sessions import SessionProblem
from survey.store.tables import SessionState, Sitting
from survey.team.sitting_words import name_of


def draw(house: House, actor: Actor, sitting: Sitting) -> None:
    part = st.expander("On paper", key="on-paper", on_change="rerun")
    if not part.open:
        return  # to draw a PDF takes a moment, and most rooms need none
    with part:
        st.write(
            f"For when the Wi-Fi dies. Every sheet says batch **{printing.batch_of(house, sitting)}**, "
            "so that the forms of this session stay together. Young people put them in an envelope. "
            "Let somebody type them in who does not know the group’s writing."
        )
        _draw_print(house, actor, sitting)
        _draw_way_in(house, sitting, "Type the forms in")


def draw_group(house: House, actor: Actor, sitting: Sitting) -> None:
    with st.expander("A talk with the group"):
        _draw_write_up(house, actor, sitting)


def draw_after(house: House, actor: Actor, found: list[Sitting]) -> None:
    """For a session that is over, as long as its forms are still typed in."""
    own = [one for one in found if one.leader_id == actor.account_id and _is_over(house, one)]
    if not own:
        return
    with st.expander("Paper forms and talks of sessions that are over"):
        by_id = {one.id: one for one in own}
        chosen = st.selectbox(
            "Session that is over", list(by_id), format_func=lambda one: name_of(house, by_id[one])
        )
        sitting = by_id[chosen or own[0].id]
        st.write(f"Batch **{printing.batch_of(house, sitting)}**.")
        _draw_way_in(house, sitting, "Type the forms in")
        _draw_write_up(house, actor, sitting)


def _is_over(house: House, sitting: Sitting) -> bool:
    return (
        sitting.state is not SessionState.VOIDED
        and sessions.state_at_door(house, sitting) in ("closed", "expired")
        and sessions.state_for_paper(house, sitting) == "open"
    )


def _draw_way_in(house: House, sitting: Sitting, label: str) -> None:
    pin = kiosk.pin(house, sitting)
    st.link_button(label, f"/s/{sitting.code}?paper")
    st.write(f"It asks for the PIN **{pin[:3]} {pin[3:]}**. Digits tick boxes, Enter goes on.")


def _draw_write_up(house: House, actor: Actor, sitting: Sitting) -> None:
    """One record of the whole group. Until somebody wants to write one there is no place for it."""
    own = house.questionnaire(sitting.questionnaire_version).answered_by == "leader"
    talk = sitting if own else group_talk.of_session(house, sitting)
    if talk is None:
        st.write(
            "One record of what the group said. It is never counted with what people answer by themselves."
        )
        if st.button("Write up the group", key=f"talk-{sitting.id}"):
            try:
                group_talk.prepare(house, actor, sitting.id)
            except SessionProblem as problem:
                st.error(str(problem))
            else:
                st.rerun()
        return
    if group_talk.is_written(house, talk):
        st.write("The group’s record is there. Writing it up again puts the new one in its place.")
    _draw_way_in(house, talk, "Write up the group")


def _draw_print(house: House, actor: Actor, sitting: Sitting) -> None:
    asked = house.questionnaire(sitting.questionnaire_version)
    names = dict(printing.languages_of(house, asked))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        language = st.selectbox(
            "Language of the paper",
            list(names),
            format_func=lambda one: names[one],
            key=f"paper-{sitting.id}",
        )
        easy_read = st.toggle(
            "Large type with pictures", value=printing.is_pictured(asked), key=f"paper-easy-{sitting.id}"
        )
    try:
        made = _printed(house, actor, sitting, language or printing.SOURCE, easy_read)
    except PaperProblem as problem:
        st.warning(str(problem))
        return
    st.download_button(
        "Print the questions (PDF)", made.pdf, file_name=made.name, mime="application/pdf", on_click="ignore"
    )


def _printed(
    house: House, actor: Actor, sitting: Sitting, language: str, easy_read: bool
) -> printing.Printable:
    """Drawn again only when something else is wanted: a page like this one runs many times a minute."""
    wanted = (sitting.id, language, easy_read, house.today())
    kept: dict[object, printing.Printable] = st.session_state.setdefault("papers", {})
    if wanted not in kept:
        made = printing.for_leader(house, actor, sitting.id, language=language, easy_read=easy_read)
        kept.clear()
        kept[wanted] = made
    return kept[wanted]
