"""The analyst's first page: how many answered, from where, what is held, and how safe they feel."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from analysis import tables
from analysis.disclosure import PARTNER, Published, publish
from analysis.trends import safety_beside
from survey import asks, double_coding, released, wave
from survey.house import House
from survey.permissions import Actor
from survey.released import ReleaseProblem
from survey.team import charts, coding_words, frame, moving, told, wave_more
from survey.team.charts import Bar
from survey.team.moving import Address
from survey.wave import Gathered

SAFETY: Final = (("safe_day", "In the day"), ("safe_dark", "After dark"))


def draw(house: House, actor: Actor) -> None:
    with st.spinner("Gathering the answers of this wave"):
        gathered = wave.gather(house, actor)
    if not gathered.data.respondents:
        frame.title("This wave", house.office.wave.label)
        frame.draw_notice(
            "Nobody has answered yet",
            "Answers appear here as soon as a session leader opens a session and somebody sends theirs.",
        )
        wave_more.draw(house, actor, gathered)
        return
    frame.title("This wave", f"{house.office.wave.label}. {_said_in_a_sentence(gathered)}")
    _draw_overdue(house, actor)
    _draw_to_code(house, actor)
    _draw_figures(gathered)
    people = publish(tables.table_of_people(gathered.data), PARTNER).table
    bars = [Bar(name, table) for question, name in SAFETY if (table := _published(gathered, question))]
    _draw_safety(bars)
    _draw_last_wave(house, actor, gathered, (people, *(bar.table for bar in bars)))
    _draw_who(gathered, people)
    _draw_left_out(gathered)
    wave_more.draw(house, actor, gathered)


def _said_in_a_sentence(gathered: Gathered) -> str:
    districts = len({one.area for one in gathered.data.respondents})
    where = "one district" if districts == 1 else f"{districts} districts"
    return f"{len(gathered.data.respondents):,} young people have answered, in {where}."


def _draw_overdue(house: House, actor: Actor) -> None:
    late = told.overdue_words(sum(one.overdue for one in asks.for_wave(house, actor)))
    if late:
        st.warning(late)
        moving.link(Address.ASKS, "See what was asked, and of whom")


def _draw_to_code(house: House, actor: Actor) -> None:
    found = double_coding.samples(house, actor)
    if waits := coding_words.waits(found, actor.account_id):
        st.info(f"{waits} Until then no figure is corrected for coding.")
        moving.link(Address.CODING, "To the coding")


def _draw_figures(gathered: Gathered) -> None:
    answered = {one.session for one in gathered.data.respondents}
    cleared = len(gathered.data.texts)
    held = "awaits review" if gathered.held == 1 else "await review"
    figures = (
        (len(gathered.data.respondents), "people"),
        (len(answered), "session" if len(answered) == 1 else "sessions"),
        (cleared, "written answers to read"),
        (gathered.held, held),
    )
    st.html(
        '<div class="figures">'
        + "".join(
            f'<p class="figure"><strong>{number:,}</strong> <span>{words}</span></p>'
            for number, words in figures
        )
        + "</div>"
    )
    moving.link(Address.THEMES, "What they wrote about")


def _draw_safety(bars: list[Bar]) -> None:
    st.header("How safe they feel", anchor=False)
    if not bars:
        frame.draw_too_few("These questions were not asked in this wave.")
        return
    st.html(f'<p class="says">{escape(charts.safety_sentence(bars))}</p>')
    drawable = [bar for bar in bars if charts.can_draw(bar)]
    if drawable:
        st.altair_chart(
            charts.safety_chart(drawable, frame.ink()), width="stretch", alt=charts.safety_sentence(drawable)
        )
    if len(drawable) < len(bars):
        frame.draw_too_few("Where a bar is missing, some of its figures would point at too few people.")
    with st.expander("The figures behind it"):
        st.table(
            pd.DataFrame(charts.safety_rows(bars)),
            border="horizontal",
            hide_index=True,
            alt="Feelings of safety",
        )
        frame.quiet(
            "Range: where the share would lie if these people had been picked at random. They were not. "
            "Percentages may not add up to 100."
        )


def _draw_last_wave(house: House, actor: Actor, gathered: Gathered, shown: tuple[Published, ...]) -> None:
    """These answers as they stand beside what was released of the wave before."""
    try:
        last = released.last_wave(house, actor, gathered.data.first_day)
    except ReleaseProblem as problem:
        st.warning(str(problem))
        return
    if last is None:
        return
    found = safety_beside(shown, last.findings, PARTNER)
    st.header(f"Beside {found.title}", anchor=False)
    if found.trends or found.not_drawn:
        st.html(told.trends(found) + told.unchanged(found))
    else:
        frame.draw_too_few("Nothing that was asked in both waves can be shown of both.")
    frame.quiet("Today’s answers beside what was released then. Themes are compared on their cards.")


def _draw_who(gathered: Gathered, people: Published) -> None:
    st.header("Who answered", anchor=False)
    by_district, by_age = st.columns(2, gap="large")
    for column, by, caption in ((by_district, "area", "By district"), (by_age, "age_band", "By age")):
        rows = charts.groups_of(people, by)
        with column:
            if rows:
                st.html(charts.people_bars(rows, caption))
            else:
                frame.draw_too_few(f"{caption}: too few to show without pointing at somebody.")
    missing = [
        option.label
        for option in gathered.data.office.districts
        if option.name not in {one.area for one in gathered.data.respondents}
    ]
    if missing:
        st.html(f'<p class="says">Nobody yet from {escape(_listed(missing))}.</p>')
    moving.link(Address.SESSIONS, "Session by session")


def _draw_left_out(gathered: Gathered) -> None:
    if gathered.elsewhere:
        others = _listed([f"{number} to “{title}”" for title, number in gathered.elsewhere.items()])
        frame.quiet(f"Not counted here, because the questions differ: {others}.")


def _published(gathered: Gathered, question: str) -> Published | None:
    """Everybody's answers to one question through the gate: this page shows no breakdown of them."""
    asked = tuple(one for one in gathered.data.questions if one.name == question)
    everybody = replace(gathered.data, questions=asked, breakdowns=(), themes=(), text_counts=())
    found = next((one for one in tables.tables(everybody) if one.key == question), None)
    return publish(found, PARTNER).table if found else None


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
