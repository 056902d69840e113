"""The analyst's list of asks: what was asked of whom, what they answered, who was told. Late ones first."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

import streamlit as st

from analysis.report.words import STATUS_WORDS, day
from survey import asks, sessions
from survey.asks import Ask, AskProblem, AskStatus
from survey.house import House
from survey.permissions import Actor
from survey.store.tables import SessionState, Sitting
from survey.team import frame, told
from survey.team.sitting_words import day_and_time, name_of

NEWS: Final = "asks_news"
ADDED: Final = "asks_added"


def draw(house: House, actor: Actor) -> None:
    found = asks.for_wave(house, actor)
    frame.title("Asks", in_a_sentence(found))
    if news := st.session_state.pop(NEWS, ""):
        st.success(news)
    late = told.overdue_words(sum(one.overdue for one in found))
    if late:
        st.warning(late)
    sittings = [one for one in sessions.all_sessions(house, actor) if one.state is SessionState.CLOSED]
    for one in found:
        _draw_ask(house, actor, one, sittings)
    _draw_new(house, actor)
    frame.quiet(
        "Viewers read asks in the release. Young people read those you make public, on the page of their "
        "closed session."
    )


def in_a_sentence(found: tuple[Ask, ...]) -> str:
    if not found:
        return "Nothing has been asked in this wave yet."
    open_asks = sum(one.status not in (AskStatus.DONE, AskStatus.CANNOT) for one in found)
    asked = "One thing was asked" if len(found) == 1 else f"{len(found)} things were asked"
    return f"{asked}; {open_asks} still open."


def _draw_ask(house: House, actor: Actor, one: Ask, sittings: list[Sitting]) -> None:
    late = ' <strong class="badge late">Overdue</strong>' if one.overdue else ""
    shown = "Young people may read it." if one.public else "Young people do not see it."
    due = f", by {day(one.due)}" if one.due else ""
    with st.container(border=True, key=f"card-ask-{one.id}"):
        st.html(
            f'<h2 class="theme">{escape(one.text)}{late}</h2>'
            f'<p class="says">{escape(one.owner or told.NO_OWNER)}{due}. {STATUS_WORDS[one.status]}.'
            f"{f' “{escape(one.reply)}”' if one.reply else ''}</p>"
            f'<p class="quiet">{shown} {_told_words(one)}</p>'
        )
        with st.expander("Answer, change, tell back"):
            _draw_answer(house, actor, one)
            _draw_change(house, actor, one)
            _draw_public(house, actor, one)
            _draw_told_back(house, actor, one, sittings)
            _draw_history(house, actor, one)


def _draw_answer(house: House, actor: Actor, one: Ask) -> None:
    frame.part("What they answered")
    states = list(AskStatus)
    status = st.selectbox(
        "How far is it?", states, states.index(one.status), STATUS_WORDS.__getitem__, key=f"status-{one.id}"
    )
    reply = st.text_area(
        "Their answer, in plain words", one.reply, max_chars=asks.LONGEST, key=f"reply-{one.id}"
    )
    _draw_reading(reply)
    changed = st.text_area(
        "What is different now", one.changed, max_chars=asks.LONGEST, key=f"changed-{one.id}"
    )
    _draw_reading(changed)
    if st.button("Keep this answer", key=f"answer-{one.id}", type="primary"):
        _do(
            lambda: asks.answer(house, actor, one.id, status, reply=reply, changed=changed, seen=one.version),
            "The answer is kept.",
        )


def _draw_change(house: House, actor: Actor, one: Ask) -> None:
    frame.part("What is asked, and of whom")
    text = st.text_area("In the office’s own words", one.text, max_chars=asks.LONGEST, key=f"text-{one.id}")
    _draw_reading(text)
    owner = _owner(house, one.owner, f"owner-{one.id}")
    due = st.date_input("They should answer by", one.due, format="DD/MM/YYYY", key=f"due-{one.id}")
    if st.button("Keep the change", key=f"change-{one.id}"):

        def change() -> None:
            stands = one
            if text.strip() != one.text:
                stands = asks.reword(house, actor, one.id, text, seen=one.version)
            if (owner, due) != (one.owner, one.due):
                asks.assign(house, actor, one.id, owner=owner, due=due, seen=stands.version)

        _do(change, "Changed.")


def _draw_public(house: House, actor: Actor, one: Ask) -> None:
    with st.container(horizontal=True):
        words = "Take it off young people’s page" if one.public else "Let young people read it"
        if st.button(words, key=f"public-{one.id}"):
            _do(
                lambda: asks.make_public(house, actor, one.id, public=not one.public, seen=one.version),
                "Done. Closed sessions show it accordingly.",
            )
        if st.button("Take it off the list", key=f"out-{one.id}"):
            _do(
                lambda: asks.take_out(house, actor, one.id, seen=one.version),
                "Off the list. Its history stays.",
            )


def _draw_told_back(house: House, actor: Actor, one: Ask, sittings: list[Sitting]) -> None:
    if not sittings:
        return
    frame.part("Who was told what came of it")
    names = {sitting.id: name_of(house, sitting) for sitting in sittings}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Session", list(names), None, names.__getitem__, key=f"session-{one.id}")
        on = st.date_input("Told on", house.today(), format="DD/MM/YYYY", key=f"told-{one.id}")
        if st.button("Mark as told", key=f"mark-{one.id}") and chosen:
            _do(lambda: asks.told_back(house, actor, one.id, chosen, on), "Noted.")
    if one.told_back:
        told_to = "; ".join(
            f"{names.get(told.session_id, 'a session')}, {day(told.on)}" for told in one.told_back
        )
        frame.quiet(f"Told: {told_to}.")


def _draw_history(house: House, actor: Actor, one: Ask) -> None:
    frame.part("What happened so far")
    lines = asks.history(house, actor, one.id)
    st.html(
        '<ol class="past">'
        + "".join(
            f"<li>{escape(line.what)} "
            f'<span class="quiet">{escape(line.by)}, {day_and_time(line.at)}</span></li>'
            for line in lines
        )
        + "</ol>"
    )


def _draw_new(house: House, actor: Actor) -> None:
    st.header("Ask something", anchor=False)
    added = st.session_state.get(ADDED, 0)  # another number, other fields: empty ones
    theme = st.query_params.get("theme", "")
    text = st.text_area(
        "What is asked, in the office’s own words", max_chars=asks.LONGEST, key=f"new-text-{added}"
    )
    _draw_reading(text)
    owner = _owner(house, "", f"new-owner-{added}")
    due = st.date_input("They should answer by", None, format="DD/MM/YYYY", key=f"new-due-{added}")
    if theme:
        frame.quiet("It comes from the theme you were looking at.")
    if st.button("Put it on the list", type="primary"):
        _do(
            lambda: asks.add(house, actor, text, owner=owner, due=due, theme=theme),
            "It is on the list.",
            added=added + 1,
        )


def _owner(house: House, owner: str, key: str) -> str:
    """A partner of the office, or somebody else by name."""
    known = list(dict.fromkeys([one.label for one in house.office.partners] + ([owner] if owner else [])))
    chosen = st.selectbox(
        "Who is asked", known, known.index(owner) if owner else None, key=key, accept_new_options=True,
        placeholder="A partner, or type somebody else",
    )  # fmt: skip
    return chosen or ""


def _draw_reading(text: str) -> None:
    """How old somebody has to be to read it, as soon as the field is left."""
    found = asks.readable(text)
    if found.easy:
        return
    age = f"Reads like age {found.age:g}; aim for {asks.READING_AGE}. " if found.age else ""
    hard = f"Hard words: {', '.join(found.hard)}." if found.hard else "Shorter sentences help."
    frame.quiet(f"{age}{hard}")


def _told_words(one: Ask) -> str:
    number = len(one.told_back)
    if not number:
        return "No session has been told yet."
    return "One session has been told." if number == 1 else f"{number} sessions have been told."


def _do(act: Callable[[], object], news: str, added: int | None = None) -> None:
    try:
        act()
    except AskProblem as problem:
        st.error(str(problem))
        return
    if added is not None:
        st.session_state[ADDED] = added
        st.query_params.pop("theme", None)  # the next ask is about something else
    st.session_state[NEWS] = news
    st.rerun()
