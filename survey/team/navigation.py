"""Which pages a role has, in the order it needs them. The first is what it sees before any click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from survey.house import House
from survey.permissions import Actor
from survey.store.tables import Role
from survey.team import (
    accounts_page,
    asked_page,
    asks_page,
    audit_page,
    coding_page,
    districts_page,
    health_page,
    live_page,
    moving,
    new_session_page,
    not_heard_page,
    projector_page,
    queue_page,
    quotes_page,
    release_page,
    said_page,
    sessions_page,
    summary_page,
    themes_page,
    wave_page,
)
from survey.team.moving import Address

Draw = Callable[[House, Actor], None]


@dataclass(frozen=True)
class TeamPage:
    """One page: its address under /team, its name in the menu, and what draws it."""

    address: Address
    title: str
    draw: Draw
    in_menu: bool = True


NOW: Final = TeamPage(Address.NOW, "Now", live_page.draw)
NEW_SESSION: Final = TeamPage(Address.NEW_SESSION, "New session", new_session_page.draw)
SESSIONS: Final = TeamPage(Address.SESSIONS, "Sessions", sessions_page.draw)
PROJECTOR: Final = TeamPage(Address.PROJECTOR, "Full screen", projector_page.draw, in_menu=False)
QUEUE: Final = TeamPage(Address.QUEUE, "To review", queue_page.draw)
QUOTES: Final = TeamPage(Address.QUOTES, "Quotes", quotes_page.draw)
WAVE: Final = TeamPage(Address.WAVE, "This wave", wave_page.draw)
THEMES: Final = TeamPage(Address.THEMES, "Themes", themes_page.draw)
CODING: Final = TeamPage(Address.CODING, "Coding", coding_page.draw)
ASKS: Final = TeamPage(Address.ASKS, "Asks", asks_page.draw)
RELEASE: Final = TeamPage(Address.RELEASE, "Release", release_page.draw)
SUMMARY: Final = TeamPage(Address.SUMMARY, "Overview", summary_page.draw)
READING: Final = (
    TeamPage(Address.SAID, "Themes", said_page.draw),
    TeamPage(Address.DISTRICTS, "Districts", districts_page.draw),
    TeamPage(Address.NOT_HEARD, "Who we did not hear", not_heard_page.draw),
    TeamPage(Address.ASKED, "Asks and answers", asked_page.draw),
)
ALSO_READING: Final = tuple(replace(page, in_menu=False) for page in READING)  # by links on the overview
HEALTH: Final = TeamPage(Address.HEALTH, "Is all well?", health_page.draw)
ACCOUNTS: Final = TeamPage(Address.ACCOUNTS, "Accounts", accounts_page.draw)
AUDIT: Final = TeamPage(Address.AUDIT, "Audit log", audit_page.draw)

PAGES: Final[dict[Role, tuple[TeamPage, ...]]] = {
    Role.SESSION_LEADER: (NOW, NEW_SESSION, SESSIONS, PROJECTOR),
    Role.SAFEGUARDING_LEAD: (QUEUE, QUOTES, RELEASE, SESSIONS, SUMMARY, *ALSO_READING),
    Role.ANALYST: (WAVE, THEMES, CODING, ASKS, RELEASE, SUMMARY, SESSIONS, *ALSO_READING),
    Role.VIEWER: (SUMMARY, *READING),
    Role.ADMINISTRATOR: (
        HEALTH,
        ACCOUNTS,
        SESSIONS,
        NOW,
        NEW_SESSION,
        SUMMARY,
        AUDIT,
        PROJECTOR,
        *ALSO_READING,
    ),
}


def pages(house: House, actor: Actor) -> list[st.Page]:
    """Streamlit's own pages for this person. What a page may do is checked by the services it asks."""
    own = {page.address: _page(house, actor, page) for page in PAGES[actor.role]}
    moving.remember(own)
    return [_front(PAGES[actor.role][0].address), *own.values()]


def _front(first: Address) -> st.Page:
    """`/team/` itself leads on to the role's first page, so that every page has one address of its own."""

    def run() -> None:
        moving.go(first)

    return st.Page(run, title="Team", url_path="front", default=True, visibility="hidden")


def _page(house: House, actor: Actor, page: TeamPage) -> st.Page:
    def run() -> None:
        page.draw(house, actor)

    return st.Page(
        run,
        title=page.title,
        url_path=page.address.value,
        visibility="visible" if page.in_menu else "hidden",
    )
