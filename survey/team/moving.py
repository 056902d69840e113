"""Going from one team page to another: the addresses, and Streamlit's pages behind them for this run."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import streamlit as st

_PAGES: Final = "pages_of_this_run"


class Address(StrEnum):
    """What comes after /team/ in the address bar."""

    NOW = "now"
    NEW_SESSION = "new-session"
    SESSIONS = "sessions"
    PROJECTOR = "projector"
    QUEUE = "to-review"
    QUOTES = "quotes"
    WAVE = "wave"
    THEMES = "themes"
    CODING = "coding"
    ASKS = "asks"
    RELEASE = "release"
    SUMMARY = "summary"
    SAID = "what-they-said"
    DISTRICTS = "districts"
    NOT_HEARD = "not-heard"
    ASKED = "asked"
    HEALTH = "health"
    ACCOUNTS = "accounts"
    AUDIT = "audit-log"


def remember(pages: Mapping[Address, st.Page]) -> None:
    """Note the pages of this run; `go` and `link` find them by address."""
    st.session_state[_PAGES] = dict(pages)


def go(address: Address, **query: str) -> None:
    """Leave for another page. Ends this run."""
    st.switch_page(_page(address), query_params=query)


def link(address: Address, label: str, **query: str) -> None:
    """A link to another page, where this person has it."""
    if address in st.session_state.get(_PAGES, {}):
        st.page_link(_page(address), label=label, query_params=query)


def _page(address: Address) -> st.Page:
    page: st.Page = st.session_state[_PAGES][address]
    return page
