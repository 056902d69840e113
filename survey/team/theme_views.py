"""The other ways to look on the review desk: what is left over, answers found by their words, topics beside
the codes of the frame.
"""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from survey import themes
from survey.team import frame, theme_answers
from survey.team.theme_acts import TROUBLE, Desk, act, typed
from survey.team.theme_panels import draw_part
from survey.themes import CodeShare, Part, Theme, ThemeProblem

THEMES_BESIDE: Final = 3


def draw_left_over(desk: Desk) -> None:
    """Answers no theme fits: a new theme may be among them."""
    left = desk.question.left_over
    if not left:
        frame.draw_notice("Nothing is left over", "Every answer is in a theme that fits it.")
        return
    place = f"new-{desk.question.question}-{desk.question.seen}"
    st.button("Is there a new theme among them?", key=f"{place}-go", on_click=_find_new, args=(desk, place))
    parts: tuple[Part, ...] | None = st.session_state.get(place)
    if parts is not None and not parts:
        frame.quiet("They have nothing in common that would make a theme.")
    for number, part in enumerate(parts or ()):
        draw_part(desk, part, f"{place}-{number}", "Make it a theme", _add)
    frame.part("The answers left over")
    theme_answers.draw_loose(desk, left, f"left-{desk.question.question}")


def draw_search(desk: Desk) -> None:
    """Answers by their words, to see what they say or to make a theme the machine did not see."""
    key = f"search-{desk.question.question}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = str(st.text_input("Words to find, in any form", key=key) or "")
        st.button("Find", key=f"{key}-go")
    if not words.strip():
        frame.quiet("Answers that use all of these words come up, for instance: late bus.")
        return
    try:
        found = themes.found(desk.house, desk.actor, desk.gathered, desk.question.question, words)
    except ThemeProblem as problem:
        st.error(str(problem))
        return
    if not found:
        frame.quiet("No answer uses all of these words.")
        return
    number = "One answer" if len(found) == 1 else f"{len(found)} answers"
    st.html(f'<p class="says">{number}.</p>')
    theme_answers.draw_loose(desk, found, f"found-{desk.question.question}", [words])


def draw_codes(desk: Desk) -> None:
    """Topics beside codes: what we listen for, how many answers speak of it, which themes they are in."""
    shares = themes.all_codes(desk.house, desk.actor, desk.gathered, desk.question)
    if not shares:
        frame.draw_notice(
            "No codes yet", "Run the themes again: the answers are then held against the code frame."
        )
        return
    rows = "".join(_code_row(one) for one in shares)
    st.html(
        '<table class="codes-table"><caption class="quiet">An answer may speak of several codes.</caption>'
        "<thead><tr><th scope='col'>Code</th><th scope='col'>Answers</th>"
        f"<th scope='col'>Most of them are in</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    names = {one.code: f"{one.name} ({one.answers})" for one in shares}
    chosen = st.selectbox("Read the answers of", list(names), format_func=names.__getitem__, key="code-read")
    if chosen:
        theme_answers.draw_loose(
            desk, themes.with_code(desk.gathered, desk.question, chosen), f"code-{chosen}"
        )


def _code_row(one: CodeShare) -> str:
    beside = ", ".join(f"{name} ({number})" for name, number in one.themes[:THEMES_BESIDE])
    more = len(one.themes) - THEMES_BESIDE
    rest = f" and {more} more" if more > 0 else ""
    return (
        f'<tr><th scope="row">{escape(one.name)}</th><td>{one.answers} ({one.percent}%)</td>'
        f"<td>{escape(beside or 'no theme')}{rest}</td></tr>"
    )


def _find_new(desk: Desk, place: str) -> None:
    try:
        st.session_state[place] = themes.new_themes(desk.house, desk.actor, desk.gathered, desk.question)
    except ThemeProblem as problem:
        st.session_state[TROUBLE] = str(problem)


def _add(desk: Desk, _theme: Theme | None, part: Part, key: str) -> None:
    name = typed(key)
    done = act(
        lambda: themes.add(desk.house, desk.actor, desk.run_id, name, part.text_ids, seen=desk.question.seen),
        f"Added. “{name}” is a theme now.",
        typed=name,
    )
    if done is not None:
        st.session_state[desk.chosen_key] = done
