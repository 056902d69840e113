"""What every team page shares: its dress, the example banner, who is signed in, and the designed small
states.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from survey import example_progress, look_around
from survey.house import House
from survey.permissions import Actor
from survey.team.colours import colours_of
from survey.team.words import ROLES

FOLDER: Final = Path(__file__).parent
ICON: Final = FOLDER / "icon.svg"


def dress(house: House) -> None:
    """Title, icon and style sheet. First thing on every run."""
    st.set_page_config(page_title=f"Team · {house.office.short_name}", page_icon=str(ICON), layout="wide")
    colours = colours_of(house.office.accent)
    look = (FOLDER / "look.css").read_text(encoding="utf-8")
    dark = st.context.theme.type == "dark"
    accent, quiet = (colours.dark, "#b4bac3") if dark else (colours.light, "#545b66")
    variables = (
        f":root{{--accent:{accent.fill};--link:{accent.words};--accent-wash:{accent.wash};--quiet:{quiet}}}"
    )
    st.html(f"<style>{variables}{look}</style>")


def draw_top(house: House, actor: Actor) -> None:
    """The example banner where it applies; who is signed in, and the way out."""
    from survey.team import who

    draw_banner(house)
    with st.container(
        key="top", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.html(
            f'<p class="who"><strong>{escape(actor.display_name)}</strong>'
            f" <span>{ROLES[actor.role].title}"
            f'<span class="office">, {escape(house.office.short_name)}</span></span></p>',
            width="content",
        )
        st.button("Sign out", key="sign_out", type="tertiary", on_click=who.sign_out, args=(house,))


def draw_banner(house: House) -> None:
    if not house.is_example:
        return
    found = example_progress.progress(house)
    if found is None or found.is_whole:
        _draw_example()
    else:
        _draw_while_made(house)


@st.fragment(run_every=5)
def _draw_while_made(house: House) -> None:
    """How far the rest of the example is. What is on the page changes only when whoever reads it says so."""
    found = example_progress.progress(house)
    if found is None or found.is_whole:
        _draw_example("It is all there now.")
        if st.button("Show all of it"):
            st.rerun()
    elif look_around.is_going_on(house):
        at = f" ({found.number} of {found.steps}: {_lower(found.step)})" if found.step else ""
        _draw_example(f"The rest is being made while you look{at}.")
    else:
        _draw_example("Making the rest of it was stopped.")
        if st.button("Make the rest"):
            look_around.go_on(house)
            st.rerun(scope="fragment")


def _draw_example(more: str = "") -> None:
    words = f"Every answer is invented. {more}".strip()
    st.html(f'<p class="example" role="note"><strong>Example data.</strong> {escape(words)}</p>')


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def ink() -> str:
    """The colour of words on this page, for what draws outside the style sheet."""
    return "#eaf1f1" if st.context.theme.type == "dark" else "#17282b"


def title(words: str, lead: str = "") -> None:
    """The one heading of a page and, under it, the sentence that answers at first glance."""
    st.title(words, anchor=False)
    if lead:
        st.html(f'<p class="lead">{escape(lead)}</p>')


def part(words: str) -> None:
    """The heading of a part of a page, where Streamlit's own would be a level too deep."""
    st.html(f'<h2 class="part">{escape(words)}</h2>')


def quiet(words: str) -> None:
    """Something worth knowing and not worth shouting."""
    st.html(f'<p class="quiet">{escape(words)}</p>')


def draw_notice(heading: str, words: str, link: tuple[str, str] | None = None) -> None:
    """A calm card for an empty, finished or refused state: what is so, and what to do next."""
    way_on = f'<p><a class="way" href="{link[0]}" target="_self">{escape(link[1])}</a></p>' if link else ""
    st.html(f'<section class="notice"><h2>{escape(heading)}</h2><p>{escape(words)}</p>{way_on}</section>')


def draw_too_few(words: str = "Too few answers to show without pointing at somebody.") -> None:
    st.html(f'<p class="too-few">{escape(words)}</p>')


def draw_refusal(words: str) -> None:
    draw_notice("This page is not part of your role", words, link=("/team/", "Back to your first page"))


def draw_trouble() -> None:
    draw_notice(
        "Something went wrong on our side",
        "What was saved before is safe. Please try again; if it happens twice, tell your administrator when.",
        link=("/team/", "Back to your first page"),
    )


def draw_mistake_in_a_file() -> None:
    draw_notice(
        "The code frame has a mistake in it",
        "Nothing is lost. An administrator sees in which file and line under “Is all well?”. "
        "This page comes back as soon as it is mended.",
        link=("/team/", "Back to your first page"),
    )


def big_figure(figure: str, words: str, *, quiet: str = "") -> None:
    """One figure a page is about, with what it counts."""
    after = f'<span class="quiet">{escape(quiet)}</span>' if quiet else ""
    st.html(f'<p class="figure"><strong>{escape(figure)}</strong> <span>{escape(words)}</span>{after}</p>')


def ticks(items: list[tuple[bool, str]]) -> None:
    """What is done and what is still missing, in words as well as marks."""
    rows = "".join(
        f'<li class="{"done" if done else "missing"}"><span aria-hidden="true">{"✓" if done else "○"}</span> '
        f'<span class="sr">{"Done: " if done else "Missing: "}</span>{escape(words)}</li>'
        for done, words in items
    )
    st.html(f'<ul class="ticks">{rows}</ul>')
