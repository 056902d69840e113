"""What happens between a press on the review desk and the page drawn anew.

A decision is made in the callback of the widget pressed, with what the person had on the screen when
pressing: above all `seen`, so that somebody else's decision in between is a conflict and not overwritten.
What came of it is told at the top of the page; words that could not be used are given back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from survey.house import House
from survey.permissions import Actor
from survey.themes import QuestionThemes, ThemeProblem
from survey.wave import Gathered

NEWS: Final = "themes_news"
TROUBLE: Final = "themes_trouble"


@dataclass(frozen=True)
class Desk:
    """What every part of the desk needs: who looks at what."""

    house: House
    actor: Actor
    gathered: Gathered
    question: QuestionThemes

    @property
    def run_id(self) -> str:
        return self.question.run_id or ""

    @property
    def chosen_key(self) -> str:
        """Where the theme looked at is remembered."""
        return f"theme-of-{self.question.question}"

    @property
    def view_key(self) -> str:
        return f"view-of-{self.question.question}"


def act(decision: Callable[[], object], news: str, *, typed: str = "") -> object:
    """Make a decision and tell what came of it. Returns what the decision returned; refused, None."""
    try:
        done = decision()
    except ThemeProblem as problem:
        given_back = f" You had written: “{typed}”" if typed else ""
        st.session_state[TROUBLE] = f"{problem}{given_back}"
        return None
    st.session_state[NEWS] = news
    return done if done is not None else True


def typed(key: str) -> str:
    """What stands in a field."""
    return str(st.session_state.get(key) or "").strip()


def ticked(keys: dict[str, str]) -> tuple[str, ...]:
    """The answers ticked, of those on the page: widget's key by answer's id."""
    return tuple(text_id for text_id, key in keys.items() if st.session_state.get(key))


def untick(keys: Iterable[str]) -> None:
    for key in keys:
        st.session_state[key] = False


def tell() -> None:
    """What came of the last press."""
    if news := st.session_state.pop(NEWS, ""):
        st.success(news)
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(trouble)
