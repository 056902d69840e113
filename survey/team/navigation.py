"""Which pages a role has, in the order it needs them. The first is what it sees before any click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from survey.house import House
from survey.permissions import Actor
from survey.store.tables import Role
from survey.team import (
    accounts_page,
    audit_page,
    health_page,
    live_page,
    moving,
    new_session_page,
    projector_page,
    queue_page,
    quotes_page,
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
SUMMARY: Final = TeamPage(Address.SUMMARY, "Summary", summary_page.draw)
HEALTH: Final = TeamPage(Address.HEALTH, "Is all well?", health_page.draw)
ACCOUNTS: Final = TeamPage(Address.ACCOUNTS, "Accounts", accounts_page.draw)
AUDIT: Final = TeamPage(Address.AUDIT, "Audit log", audit_page.draw)

PAGES: Final[dict[Role, tuple[TeamPage, ...]]] = {
    Role.SESSION_LEADER: (NOW, NEW_SESSION, SESSIONS, PROJECTOR),
    Role.SAFEGUARDING_LEAD: (QUEUE, QUOTES, SESSIONS, SUMMARY),
    Role.ANALYST: (WAVE, THEMES, SUMMARY, SESSIONS),
    Role.VIEWER: (SUMMARY,),
    Role.ADMINISTRATOR: (HEALTH, ACCOUNTS, SESSIONS, NOW, NEW_SESSION, SUMMARY, AUDIT, PROJECTOR),
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
