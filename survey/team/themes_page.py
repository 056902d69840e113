"""The analyst's review desk: what young people wrote about, question by question, and what a person calls it.

The first line says what is left to review. Then the themes on one side and the chosen one on the other
(`theme_panels`), or one of the other ways to look (`theme_views`). Decisions are made in `theme_acts`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from analysis import tables
from analysis.disclosure import PARTNER, Published, publish
from survey import themes, wave
from survey.house import House
from survey.permissions import Actor
from survey.team import frame, moving, theme_panels, theme_views
from survey.team.moving import Address
from survey.team.sitting_words import day_and_time
from survey.team.theme_acts import NEWS, Desk, tell
from survey.team.theme_words import (
    STATUS,
    in_a_sentence,
    left_to_review,
    people_words,
    plain,
)
from survey.themes import QuestionThemes, Theme, ThemeProblem
from survey.wave import Gathered

STEPS: Final = 4  # of a run, for its progress
LIST_HEIGHT: Final = 640
LONG_LIST: Final = 9


def draw(house: House, actor: Actor) -> None:
    gathered = wave.gather(house, actor)
    questions = themes.in_questions(house, actor, gathered)
    frame.title("Themes", left_to_review(questions))
    tell()
    if not any(question.answers for question in questions):
        frame.draw_notice(
            "Nothing to read yet", "Themes need written answers that may be read. None has come in this wave."
        )
        return
    question = _chosen_question(questions)
    _draw_state(house, actor, gathered, question)
    if question.run_id:
        _draw_desk(Desk(house, actor, gathered, question))
        _draw_again(house, actor, gathered, question)


def _chosen_question(questions: tuple[QuestionThemes, ...]) -> QuestionThemes:
    by_name = {question.question: question for question in questions}
    chosen = st.radio(
        "Question", list(by_name), format_func=lambda name: plain(by_name[name].label), horizontal=True
    )
    return by_name[chosen or questions[0].question]


# --- what there is, and having the engine read ---


def _draw_state(house: House, actor: Actor, gathered: Gathered, question: QuestionThemes) -> None:
    st.html(f'<p class="says"><strong>{escape(in_a_sentence(question))}</strong></p>{_progress(question)}')
    if question.frame_is_old:
        st.info("The code frame has changed since the last run. Run it again to hold the answers against it.")
    if question.new_since and question.run_id:
        came = "One answer has" if question.new_since == 1 else f"{question.new_since} answers have"
        st.info(f"{came} come or been cleared since. Run it again to take them in; your work stays.")
    if not question.can_run:
        frame.draw_too_few(
            f"Themes need {themes.FEWEST_ANSWERS} answers or more. Fewer are better read one by one."
        )
    elif question.run_id is None:
        _draw_run(house, actor, gathered, question)


def _draw_again(house: House, actor: Actor, gathered: Gathered, question: QuestionThemes) -> None:
    if question.run_at is None or not question.can_run:
        return
    with st.expander(f"Last run {day_and_time(question.run_at)}. Run again?"):
        frame.quiet("Names, sentences, codes, joined and own themes go on to the new run where they fit.")
        _draw_run(house, actor, gathered, question)


def _progress(question: QuestionThemes) -> str:
    """How much is reviewed, as a bar. The sentence above says it too."""
    shown = [theme for theme in question.themes if theme.people]
    if not question.run_id or not shown:
        return ""
    done = round(100 * (1 - len(question.to_review) / len(shown)))
    return f'<div class="reviewed" aria-hidden="true"><span style="width:{done}%"></span></div>'


def _draw_run(house: House, actor: Actor, gathered: Gathered, question: QuestionThemes) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "How many themes?", ["auto", *range(2, 31)], format_func=_number_words, width=230
        )
        wanted = st.button(
            "Run again" if question.run_id else "Find the themes",
            type="secondary" if question.run_id else "primary",
        )
    if wanted:
        _run(house, actor, gathered, question, number)


def _number_words(number: object) -> str:
    return "Let it decide" if number == "auto" else str(number)


def _run(house: House, actor: Actor, gathered: Gathered, question: QuestionThemes, number: object) -> None:
    with st.status("Looking for themes", expanded=True) as status:
        bar = st.progress(0.0)
        done = 0

        def step(words: str) -> None:
            nonlocal done
            bar.progress(min(1.0, done / STEPS), text=words)
            done += 1

        try:
            themes.run(
                house, actor, question.question, wave_name=gathered.data.name,
                n_topics=number if isinstance(number, int) else "auto", on_step=step,
            )  # fmt: skip
        except ThemeProblem as problem:
            status.update(label="Not done", state="error")
            st.error(str(problem))
            return
    st.session_state[NEWS] = "Done. These are the themes now."
    st.rerun()


# --- the desk ---


def _draw_desk(desk: Desk) -> None:
    left = len(desk.question.left_over)
    views: dict[str, tuple[str, Callable[[], None]]] = {
        "themes": ("Themes", lambda: _draw_themes(desk)),
        "left": (f"Left over ({left})", lambda: theme_views.draw_left_over(desk)),
        "find": ("Find answers", lambda: theme_views.draw_search(desk)),
        "codes": ("Beside the codes", lambda: theme_views.draw_codes(desk)),
        "history": ("History", lambda: _draw_history(desk)),
    }
    wanted = st.radio(
        "Show",
        list(views),
        format_func=lambda key: views[key][0],
        horizontal=True,
        key=desk.view_key,
        label_visibility="collapsed",
    )
    views[wanted or "themes"][1]()


def _draw_themes(desk: Desk) -> None:
    found = [theme for theme in desk.question.themes if theme.people]
    if not found:
        return
    told = themes.told_with_themes(desk.house, desk.gathered, [desk.question]).data
    everybody = replace(told, breakdowns=())  # this page tells how many, of all, and of no group
    published = publish(tables.themes_table(everybody, desk.question.question), PARTNER).table
    listed, chosen_one = st.columns([4, 8], gap="large")
    with listed:
        chosen = _chosen_theme(desk, found, published)
    with chosen_one:
        theme_panels.draw(desk, chosen, themes.code_frame(desk.house), people_words(published, chosen))
        with st.container(horizontal=True):
            moving.link(Address.ASKS, "Ask somebody about it", theme=chosen.key)
            moving.link(Address.SUMMARY, "See them in the summary")


def _chosen_theme(desk: Desk, found: list[Theme], published: Published) -> Theme:
    """The list, those to review first. A theme that is no more gives way to the first."""
    in_order = sorted(found, key=lambda theme: ("proposed", "accepted", "hidden").index(theme.status))
    by_key = {theme.topic: theme for theme in in_order}
    if st.session_state.get(desk.chosen_key) not in by_key:
        st.session_state[desk.chosen_key] = in_order[0].topic
    with st.container(height=LIST_HEIGHT if len(found) > LONG_LIST else "content", border=False):
        chosen = st.radio(
            "Theme",
            list(by_key),
            format_func=lambda key: plain(by_key[key].label),
            captions=[f"{STATUS[theme.status]} · {people_words(published, theme)}" for theme in in_order],
            key=desk.chosen_key,
        )
    return by_key[chosen or in_order[0].topic]


def _draw_history(desk: Desk) -> None:
    theme_panels.draw_history(desk, desk.question.history, themes.code_frame(desk.house), "all")
