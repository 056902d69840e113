"""The analyst's themes: what young people wrote about, question by question, and what a person calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from analysis import tables
from analysis.disclosure import PARTNER, Published, publish
from analysis.tables import ALL
from survey import themes, wave
from survey.house import House
from survey.permissions import Actor
from survey.team import frame, moving
from survey.team.moving import Address
from survey.team.sitting_words import day_and_time
from survey.themes import QuestionThemes, Theme, ThemeProblem
from survey.wave import Gathered

QUOTES_AT_FIRST: Final = 3
QUOTES_AT_MOST: Final = 12
NEWS: Final = "themes_news"
PROPOSED: Final = "Proposed. A safeguarding lead has to agree before it is shown."


def draw(house: House, actor: Actor) -> None:
    gathered = wave.gather(house, actor)
    questions = themes.in_questions(house, actor, gathered)
    frame.title("Themes", "What young people wrote in their own words, put together by what it is about.")
    if news := st.session_state.pop(NEWS, ""):
        st.success(news)
    if not any(question.answers for question in questions):
        frame.draw_notice(
            "Nothing to read yet", "Themes need written answers that may be read. None has come in this wave."
        )
        return
    question = _chosen(questions)
    _draw_state(house, actor, gathered, question)
    if question.themes:
        told = themes.told_with_themes(house, gathered, questions)
        published = publish(tables.themes_table(told.data, question.question), PARTNER).table
        for theme in question.themes:
            _draw_theme(house, actor, gathered, theme, people_words(published, theme))
        moving.link(Address.SUMMARY, "See them in the summary")


def people_words(published: Published, theme: Theme) -> str:
    """How many people a theme has, as the gate lets it be said."""
    cell = published.at.get((ALL, f"{theme.question}-{theme.topic}"))
    if cell is None or cell.count is None:
        return "too few people to count"
    share = f", {cell.percent}% of those who wrote" if cell.percent is not None else ""
    return f"{cell.count} people{share}"


def in_a_sentence(question: QuestionThemes) -> str:
    """What the run found, said at first glance."""
    if not question.run_id:
        return f"{question.answers} answers can be read. Nobody has looked for themes in them yet."
    shown = [theme for theme in question.themes if not theme.hidden]
    found = "One theme" if len(shown) == 1 else f"{len(shown)} themes"
    unclear = f" {question.unclear} fit none clearly." if question.unclear else ""
    return f"{found} in {question.answers} answers.{unclear}"


def stability_words(stability: float | None) -> str:
    """How well a theme holds up, for somebody who never heard of resampling."""
    if stability is None:
        return ""
    times = round(100 * stability)
    judged = "holds up well" if times >= 80 else "holds up fairly well" if times >= 60 else "may be chance"
    return f"Came back in {times} of 100 resamples: {judged}."


def _chosen(questions: tuple[QuestionThemes, ...]) -> QuestionThemes:
    by_name = {question.question: question for question in questions}
    chosen = st.radio("Question", list(by_name), format_func=lambda name: by_name[name].label)
    return by_name[chosen or questions[0].question]


def _draw_state(house: House, actor: Actor, gathered: Gathered, question: QuestionThemes) -> None:
    st.html(f'<p class="says"><strong>{escape(in_a_sentence(question))}</strong></p>')
    if question.new_since and question.run_id:
        came = "One answer has" if question.new_since == 1 else f"{question.new_since} answers have"
        st.info(f"{came} come or been cleared since. Run it again to take them in; your names stay.")
    if not question.can_run:
        frame.draw_too_few(
            f"Themes need {themes.FEWEST_ANSWERS} answers or more. Fewer are better read one by one."
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "How many themes?", ["auto", *range(2, 31)], format_func=_number_words, width=230
        )
        wanted = st.button(
            "Run again" if question.run_id else "Find the themes",
            type="secondary" if question.run_id else "primary",
        )
    if question.run_at:
        frame.quiet(f"Last run {day_and_time(question.run_at)}.")
    if wanted:
        _run(house, actor, gathered, question, number)


def _number_words(number: object) -> str:
    return "Let it decide" if number == "auto" else str(number)


def _run(house: House, actor: Actor, gathered: Gathered, question: QuestionThemes, number: object) -> None:
    with st.status("Looking for themes", expanded=True) as status:
        try:
            themes.run(
                house, actor, question.question, wave_name=gathered.data.name,
                n_topics=number if isinstance(number, int) else "auto", on_step=status.write,
            )  # fmt: skip
        except ThemeProblem as problem:
            status.update(label="Not done", state="error")
            st.error(str(problem))
            return
    st.session_state[NEWS] = "Done. These are the themes now."
    st.rerun()


def _draw_theme(house: House, actor: Actor, gathered: Gathered, theme: Theme, people: str) -> None:
    words = "".join(f"<li>{escape(word)}</li>" for word in theme.words[:8])
    named = "" if theme.named_by_person else '<span class="quiet"> (suggested name)</span>'
    hidden = '<span class="badge">Left out</span> ' if theme.hidden else ""
    with st.container(border=True, key=f"card-{theme.topic}"):
        st.html(
            f'<h2 class="theme">{hidden}{escape(theme.label)}{named}</h2>'
            f'<p class="says">{escape(people)}, from {theme.sessions} '
            f"{'session' if theme.sessions == 1 else 'sessions'}. "
            f"{escape(stability_words(theme.stability))}</p>"
            f'<ul class="topic-words" aria-label="Words that set it apart">{words}</ul>'
        )
        if theme.hidden:
            if st.button("Put it back", key=f"show-{theme.topic}"):
                _do(lambda: themes.show(house, actor, theme.run_id, theme.topic), "It is back.")
            return
        texts = {text_id: gathered.data.by_text[text_id].text for text_id in theme.text_ids[:QUOTES_AT_MOST]}
        st.html("".join(_quote(words) for words in list(texts.values())[:QUOTES_AT_FIRST]))
        with st.expander("Rename, read more, or choose a quote"):
            _draw_rename(house, actor, theme)
            _draw_quotes(house, actor, theme, texts)
            if st.button("Leave this theme out of the summary", key=f"hide-{theme.topic}"):
                _do(lambda: themes.hide(house, actor, theme.run_id, theme.topic), "Left out.")


def _quote(words: str) -> str:
    return f'<blockquote class="quote">{escape(words)}</blockquote>'


def _draw_rename(house: House, actor: Actor, theme: Theme) -> None:
    with st.form(f"rename-{theme.topic}", border=False):
        name = st.text_input("What would you call it?", theme.label, max_chars=themes.LONGEST_NAME)
        if st.form_submit_button("Rename"):
            _do(
                lambda: themes.rename(house, actor, theme.run_id, theme.topic, name),
                f"It is called “{name.strip()}” now.",
            )


def _draw_quotes(house: House, actor: Actor, theme: Theme, texts: Mapping[str, str]) -> None:
    if not texts:
        return
    st.markdown("**Answers at its heart**", anchors=False)
    for number, (text_id, words) in enumerate(texts.items()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(_quote(words))
            chosen = text_id in theme.quoted
            label = "Take back" if chosen else "Propose as quote"
            act, news = (themes.unquote, "Taken back.") if chosen else (themes.quote, PROPOSED)
            if st.button(label, key=f"quote-{theme.topic}-{number}"):
                _do(partial(act, house, actor, theme.run_id, theme.topic, text_id), news)


def _do(decision: Callable[[], object], news: str) -> None:
    try:
        decision()
    except ThemeProblem as problem:
        st.error(str(problem))
    else:
        st.session_state[NEWS] = news
        st.rerun()
