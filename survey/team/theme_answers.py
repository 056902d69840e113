"""The answers behind anything on the review desk, a page at a time, and what to do with those ticked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from survey import themes
from survey.team import frame
from survey.team.theme_acts import TROUBLE, Desk, act, ticked, typed, untick
from survey.team.theme_words import answer_html
from survey.themes import Theme

NOTHING_TICKED: Final = "Tick at least one answer first."
Given = Callable[[tuple[str, ...]], object]


def draw_of_theme(desk: Desk, theme: Theme) -> None:
    """A theme's answers, to read, move, take out, split off or propose as quotes."""
    place = f"answers-{theme.topic}"
    with st.form(place, border=False):
        keys = _draw_page(desk, theme.text_ids, place, theme.words)
        if not keys:
            return
        frame.quiet("With the answers you ticked:")
        _draw_split(desk, theme, place, keys)
        _draw_move(desk, theme, place, keys)
        with st.container(horizontal=True):
            st.form_submit_button(
                "Take them out of this theme",
                on_click=_take_out,
                args=(desk, theme, keys),
                key=f"{place}-out",
            )
            st.form_submit_button(
                "Propose as quotes", on_click=_quote, args=(desk, theme, keys), key=f"{place}-quote"
            )
            if theme.quoted:
                st.form_submit_button(
                    "Do not quote them", on_click=_unquote, args=(desk, theme, keys), key=f"{place}-unquote"
                )
    _draw_turning(desk, theme.text_ids, place)


def draw_loose(desk: Desk, text_ids: Sequence[str], place: str, words: Sequence[str] = ()) -> None:
    """Answers from anywhere, to make a theme of or to put into one."""
    with st.form(place, border=False):
        keys = _draw_page(desk, text_ids, place, words)
        if not keys:
            return
        frame.quiet("With the answers you ticked:")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = f"{place}-name-{desk.question.seen}"
            st.text_input("Name of a new theme", key=name, max_chars=themes.LONGEST_NAME)
            st.form_submit_button(
                "Make it a theme", on_click=_add, args=(desk, name, keys), key=f"{place}-add"
            )
        others = _others(desk)
        if others:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                to = f"{place}-to-{desk.question.seen}"
                st.selectbox("A theme there is", list(others), format_func=others.__getitem__, key=to)
                st.form_submit_button(
                    "Put them into it", on_click=_put_in, args=(desk, to, keys), key=f"{place}-put"
                )
    _draw_turning(desk, text_ids, place)


# --- drawing ---


def _draw_page(desk: Desk, text_ids: Sequence[str], place: str, words: Sequence[str]) -> dict[str, str]:
    """One page of answers, each with a box to tick. Returns the boxes' keys by the answers' ids."""
    number = int(st.session_state.get(_page_key(place), 1))
    page = themes.page_of(
        desk.house, desk.actor, desk.gathered, desk.question, text_ids, number=number, words=words
    )
    first = (page.number - 1) * themes.PAGE + 1
    if not page.of:
        frame.quiet("There is no answer here that may be read.")
    elif page.pages > 1:
        frame.quiet(f"Answers {first} to {first + len(page.answers) - 1} of {page.of}.")
    keys: dict[str, str] = {}
    for at, one in enumerate(page.answers, start=first):
        key = f"tick-{place}-{one.text_id}"
        keys[one.text_id] = key
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            st.checkbox(f"Answer {at}", key=key, width=110)
            with st.container():
                st.html(answer_html(one))
    return keys


def _draw_turning(desk: Desk, text_ids: Sequence[str], place: str) -> None:
    """To the pages before and after."""
    pages = max(1, -(-len(text_ids) // themes.PAGE))
    number = min(int(st.session_state.get(_page_key(place), 1)), pages)
    if pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Earlier answers",
            disabled=number == 1,
            on_click=_turn,
            args=(place, number - 1),
            key=f"{place}-back",
        )
        st.html(f'<p class="quiet">Page {number} of {pages}</p>', width="content")
        st.button(
            "More answers",
            disabled=number == pages,
            on_click=_turn,
            args=(place, number + 1),
            key=f"{place}-on",
        )


def _draw_split(desk: Desk, theme: Theme, place: str, keys: dict[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = f"{place}-split-{desk.question.seen}"
        st.text_input("Name of a theme of their own", key=name, max_chars=themes.LONGEST_NAME)
        st.form_submit_button(
            "Split them off", on_click=_split, args=(desk, theme, name, keys), key=f"{place}-off"
        )


def _draw_move(desk: Desk, theme: Theme, place: str, keys: dict[str, str]) -> None:
    others = {key: label for key, label in _others(desk).items() if key != theme.topic}
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        to = f"{place}-move-{desk.question.seen}"
        st.selectbox("Another theme", list(others), format_func=others.__getitem__, key=to)
        st.form_submit_button(
            "Move them there", on_click=_move, args=(desk, theme, to, keys), key=f"{place}-move"
        )


def _others(desk: Desk) -> dict[str, str]:
    return {one.topic: one.label for one in desk.question.themes}


def _page_key(place: str) -> str:
    return f"page-{place}"


def _turn(place: str, number: int) -> None:
    st.session_state[_page_key(place)] = number


# --- doing ---


def _with_ticked(keys: dict[str, str], do: Given, news: str, *, written: str = "") -> object:
    """Do something with the ticked answers. Refused, the ticks stay as they are."""
    answers = ticked(keys)
    if not answers:
        st.session_state[TROUBLE] = NOTHING_TICKED + (f" You had written: “{written}”" if written else "")
        return None
    done = act(lambda: do(answers), news, typed=written)
    if done is not None:
        untick(keys.values())
    return done


def _split(desk: Desk, theme: Theme, name: str, keys: dict[str, str]) -> None:
    called, seen = typed(name), desk.question.seen

    def do(answers: tuple[str, ...]) -> str:
        return themes.split(desk.house, desk.actor, desk.run_id, theme.topic, called, answers, seen=seen)

    key = _with_ticked(keys, do, f"Split off. “{called}” is a theme of its own now.", written=called)
    if key is not None:
        st.session_state[desk.chosen_key] = key


def _move(desk: Desk, theme: Theme, to: str, keys: dict[str, str]) -> None:
    target, seen = str(st.session_state[to]), desk.question.seen

    def do(answers: tuple[str, ...]) -> None:
        themes.move(desk.house, desk.actor, desk.run_id, theme.topic, target, answers, seen=seen)

    _with_ticked(keys, do, f"Moved to “{_others(desk)[target]}”.")


def _take_out(desk: Desk, theme: Theme, keys: dict[str, str]) -> None:
    def do(answers: tuple[str, ...]) -> None:
        themes.take_out(desk.house, desk.actor, desk.run_id, theme.topic, answers, seen=desk.question.seen)

    _with_ticked(keys, do, "Taken out. Those in no other theme are left over.")


def _quote(desk: Desk, theme: Theme, keys: dict[str, str]) -> None:
    def do(answers: tuple[str, ...]) -> None:
        for text_id in answers:
            themes.quote(desk.house, desk.actor, desk.run_id, theme.topic, text_id)

    _with_ticked(keys, do, "Proposed. A safeguarding lead has to agree before it is shown.")


def _unquote(desk: Desk, theme: Theme, keys: dict[str, str]) -> None:
    def do(answers: tuple[str, ...]) -> None:
        for text_id in set(answers) & theme.quoted.keys():
            themes.unquote(desk.house, desk.actor, desk.run_id, theme.topic, text_id)

    _with_ticked(keys, do, "Not a quote any more.")


def _add(desk: Desk, name: str, keys: dict[str, str]) -> None:
    called, seen = typed(name), desk.question.seen

    def do(answers: tuple[str, ...]) -> str:
        return themes.add(desk.house, desk.actor, desk.run_id, called, answers, seen=seen)

    key = _with_ticked(keys, do, f"Added. “{called}” is a theme now.", written=called)
    if key is not None:
        st.session_state[desk.chosen_key] = key


def _put_in(desk: Desk, to: str, keys: dict[str, str]) -> None:
    target, seen = str(st.session_state[to]), desk.question.seen

    def do(answers: tuple[str, ...]) -> None:
        themes.put_in(desk.house, desk.actor, desk.run_id, target, answers, seen=seen)

    _with_ticked(keys, do, f"They are in “{_others(desk)[target]}” now.")
