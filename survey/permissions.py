"""Who may do what? One table, read by every service before it does anything.

Pages only hide what somebody may not do; services refuse it. Reading worries and reading themes are different
jobs, so no role holds both `READ_HELD_TEXT` and `ANALYSE`, and the administrator, who can open accounts, can
read neither.

Nobody holds a permission to pass rows to police intelligence: what is not in the table cannot be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from survey.store.tables import Account, Role


@dataclass(frozen=True)
class Actor:
    """Somebody with an account, as they are right now."""

    account_id: str
    username: str
    display_name: str
    role: Role


class Permission(StrEnum):
    OPEN_SESSION = "open_session"
    SEE_OWN_COUNTS = "see_own_counts"
    SEE_ALL_SESSIONS = "see_all_sessions"
    VOID_SESSION = "void_session"
    READ_HELD_TEXT = "read_held_text"
    DECIDE_TEXT = "decide_text"
    SEE_HELD_COUNT = "see_held_count"
    SEE_HELD_LEVELS = "see_held_levels"
    READ_CLEARED_TEXT = "read_cleared_text"
    ANALYSE = "analyse"
    CODE_BLIND = "code_blind"
    RELEASE = "release"
    APPROVE_RELEASE = "approve_release"
    PROVE_RELEASE = "prove_release"
    KEEP_ASKS = "keep_asks"
    SEE_SUMMARY = "see_summary"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    SEE_OPERATIONS = "see_operations"
    DELETE_BY_AGE = "delete_by_age"


_LEADER, _SAFEGUARDING, _ANALYST, _VIEWER, _ADMINISTRATOR = (
    Role.SESSION_LEADER,
    Role.SAFEGUARDING_LEAD,
    Role.ANALYST,
    Role.VIEWER,
    Role.ADMINISTRATOR,
)

MAY: dict[Permission, frozenset[Role]] = {
    # sessions
    Permission.OPEN_SESSION: frozenset({_LEADER, _ADMINISTRATOR}),
    Permission.SEE_OWN_COUNTS: frozenset({_LEADER, _ADMINISTRATOR}),
    Permission.SEE_ALL_SESSIONS: frozenset({_SAFEGUARDING, _ANALYST, _ADMINISTRATOR}),
    Permission.VOID_SESSION: frozenset({_ADMINISTRATOR}),
    # what young people wrote
    Permission.READ_HELD_TEXT: frozenset({_SAFEGUARDING}),
    Permission.DECIDE_TEXT: frozenset({_SAFEGUARDING}),
    Permission.SEE_HELD_COUNT: frozenset({_SAFEGUARDING, _ANALYST, _ADMINISTRATOR}),
    # How many are urgent: so that somebody notices when no lead is reading. Analysts see one number.
    Permission.SEE_HELD_LEVELS: frozenset({_SAFEGUARDING, _ADMINISTRATOR}),
    Permission.READ_CLEARED_TEXT: frozenset({_ANALYST}),
    # what it says, taken together
    Permission.ANALYSE: frozenset({_ANALYST}),
    # Reading answers one by one and saying what they speak of; and seeing how far those who did agree.
    Permission.CODE_BLIND: frozenset({_ANALYST}),
    Permission.RELEASE: frozenset({_ANALYST}),
    # The second person, never the one who prepared it (`survey.releases`). Another analyst, or a safeguarding
    # lead: a small office has one analyst; leads read the words anyway, and see what points at somebody.
    Permission.APPROVE_RELEASE: frozenset({_ANALYST, _SAFEGUARDING}),
    # Having the program count a release again: it says what is wrong and where, and shows no answer.
    Permission.PROVE_RELEASE: frozenset({_ANALYST, _ADMINISTRATOR}),
    # Who holds the answers holds the list of asks. Everybody else reads it in the release.
    Permission.KEEP_ASKS: frozenset({_ANALYST}),
    Permission.SEE_SUMMARY: frozenset({_SAFEGUARDING, _ANALYST, _VIEWER, _ADMINISTRATOR}),
    # the office
    Permission.MANAGE_ACCOUNTS: frozenset({_ADMINISTRATOR}),
    Permission.READ_AUDIT: frozenset({_ADMINISTRATOR}),
    Permission.SEE_OPERATIONS: frozenset({_ADMINISTRATOR}),
    Permission.DELETE_BY_AGE: frozenset({_ADMINISTRATOR}),
}


class NotAllowed(Exception):
    """Somebody asked for what their role does not include. The message can be shown to them."""


def require(actor: Actor | None, permission: Permission) -> Actor:
    """The actor, if they may; otherwise `NotAllowed`."""
    if actor is None:
        raise NotAllowed("Please sign in first.")
    if not may(actor, permission):
        raise NotAllowed(
            f"Your account ({actor.role.replace('_', ' ')}) does not include this. "
            "An administrator can tell you who may do it."
        )
    return actor


def may(actor: Actor | None, permission: Permission) -> bool:
    """For pages that only want to know whether to offer something."""
    return actor is not None and actor.role in MAY[permission]


def actor_of(account: Account) -> Actor:
    """The account's row as the person the services know."""
    return Actor(account.id, account.username, account.display_name, account.role)
