"""Role by role over the whole table: what each may do, and everything else is refused."""

from __future__ import annotations

import pytest

from survey.permissions import MAY, Actor, NotAllowed, Permission, may, require
from survey.store.tables import Role

# Written out a second time on purpose: a change of who may do what has to be made twice, and meant.
EXPECTED: dict[Role, set[str]] = {
    Role.SESSION_LEADER: {"open_session", "see_own_counts"},
    Role.SAFEGUARDING_LEAD: {
        "see_all_sessions",
        "read_held_text",
        "decide_text",
        "see_held_count",
        "see_held_levels",
        "approve_release",
        "see_summary",
    },
    Role.ANALYST: {
        "see_all_sessions",
        "see_held_count",
        "read_cleared_text",
        "analyse",
        "code_blind",
        "release",
        "approve_release",
        "keep_asks",
        "prove_release",
        "see_summary",
    },
    Role.VIEWER: {"see_summary"},
    Role.ADMINISTRATOR: {
        "open_session",
        "see_own_counts",
        "see_all_sessions",
        "void_session",
        "see_held_count",
        "see_held_levels",
        "see_summary",
        "manage_accounts",
        "read_audit",
        "see_operations",
        "prove_release",
        "delete_by_age",
    },
}


def somebody(role: Role) -> Actor:
    return Actor("id", "name", "Name", role)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_every_role_may_do_exactly_what_its_job_needs(role: Role, permission: Permission) -> None:
    actor = somebody(role)
    if permission.value in EXPECTED[role]:
        assert require(actor, permission) is actor
        assert may(actor, permission)
    else:
        assert not may(actor, permission)
        with pytest.raises(NotAllowed):
            require(actor, permission)


def test_the_table_leaves_no_permission_out() -> None:
    assert set(MAY) == set(Permission)
    assert set(EXPECTED) == set(Role)


def test_nobody_both_reads_worries_and_analyses() -> None:
    assert not MAY[Permission.READ_HELD_TEXT] & MAY[Permission.ANALYSE]
    assert not MAY[Permission.READ_HELD_TEXT] & MAY[Permission.READ_CLEARED_TEXT]


def test_who_makes_accounts_reads_no_words() -> None:
    for permission in (Permission.READ_HELD_TEXT, Permission.READ_CLEARED_TEXT, Permission.ANALYSE):
        assert not MAY[Permission.MANAGE_ACCOUNTS] & MAY[permission]


def test_no_permission_passes_rows_to_intelligence() -> None:
    assert not any("export" in one or "intelligence" in one for one in Permission)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_signed_in_may_do_nothing(permission: Permission) -> None:
    assert not may(None, permission)
    with pytest.raises(NotAllowed, match="sign in"):
        require(None, permission)


def test_a_refusal_names_the_persons_own_job_and_nothing_else() -> None:
    with pytest.raises(NotAllowed, match="session leader") as refused:
        require(somebody(Role.SESSION_LEADER), Permission.READ_HELD_TEXT)
    assert "held" not in str(refused.value)
