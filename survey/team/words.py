"""The words the team's pages share: what a role is called and does, and what a state is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from survey.store.tables import HarmLevel, Role, SessionState


@dataclass(frozen=True)
class RoleWords:
    title: str
    does: str


ROLES: Final[dict[Role, RoleWords]] = {
    Role.SESSION_LEADER: RoleWords("Session leader", "Opens a session, shows the code, sees counts only"),
    Role.SAFEGUARDING_LEAD: RoleWords("Safeguarding lead", "Reads worrying answers first and decides"),
    Role.ANALYST: RoleWords("Analyst", "Finds the themes and writes the summary"),
    Role.VIEWER: RoleWords("Viewer", "Reads the summary"),
    Role.ADMINISTRATOR: RoleWords("Administrator", "Accounts, retention, the audit log"),
}

STATES: Final[dict[SessionState, str]] = {
    SessionState.DRAFT: "Not open yet",
    SessionState.OPEN: "Open",
    SessionState.PAUSED: "Paused",
    SessionState.CLOSED: "Closed",
    SessionState.VOIDED: "Voided",
}

LEVELS: Final[dict[HarmLevel, str]] = {
    HarmLevel.URGENT: "Urgent: today",
    HarmLevel.CONCERN: "Concern",
    HarmLevel.WORRY: "Worry",
    HarmLevel.NONE: "No sign of harm",
}

SETTINGS: Final[dict[str, str]] = {
    "youth_club": "Youth club",
    "school": "School or college",
    "street": "Street or detached work",
    "online": "Online",
    "other": "Somewhere else",
}
