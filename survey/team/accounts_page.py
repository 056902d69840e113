"""Who works here: make an account, change a role, close one, give a new password."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from survey import accounts
from survey.accounts import AccountProblem, AccountView
from survey.house import House
from survey.permissions import Actor
from survey.store.tables import Role
from survey.team import frame
from survey.team.sitting_words import day_and_time
from survey.team.words import ROLES


def draw(house: House, actor: Actor) -> None:
    everybody = accounts.list_accounts(house, actor)
    active = [one for one in everybody if one.active]
    frame.title("Accounts", _lead(active))
    st.table(
        pd.DataFrame([_row(one) for one in everybody]), border="horizontal", hide_index=True, alt="Accounts"
    )
    add, change = st.columns(2, gap="large")
    with add:
        _draw_add(house, actor)
    with change:
        _draw_change(house, actor, everybody)


def _lead(active: list[AccountView]) -> str:
    missing = [ROLES[role].title.lower() for role in Role if not any(one.role is role for one in active)]
    if not missing:
        return "Every role has somebody."
    return f"Still without anybody: {', '.join(missing)}."


def _row(one: AccountView) -> dict[str, str]:
    locked = f"Locked until {day_and_time(one.locked_until)}" if one.locked_until else "Active"
    return {
        "Name": one.display_name,
        "User name": one.username,
        "Role": ROLES[one.role].title,
        "Signs in with": "Your organisation" if one.single_sign_on else "A password",
        "State": locked if one.active else "Closed",
        "Last here": day_and_time(one.last_seen_at) if one.last_seen_at else "Not in the last hours",
    }


def _draw_add(house: House, actor: Actor) -> None:
    frame.part("Add somebody")
    with st.form("add", clear_on_submit=False):
        display_name = st.text_input("Name")
        username = st.text_input("User name", autocomplete="off")
        role = st.selectbox(
            "Role", list(Role), index=None, format_func=_role, placeholder="What is their job here?"
        )
        password = st.text_input(
            "First password",
            type="password",
            autocomplete="new-password",
            help="12 characters or more. Ask them to change it.",
        )
        sent = st.form_submit_button("Add this account", type="primary")
    if sent and role is None:
        st.error("Choose what their job is.")
    elif sent and role is not None:
        _do(
            lambda: accounts.create_account(
                house, actor, username=username, display_name=display_name, role=role, password=password
            ),
            f"{display_name.strip()} can sign in now.",
        )


def _draw_change(house: House, actor: Actor, everybody: tuple[AccountView, ...]) -> None:
    frame.part("Change an account")
    _draw_news()
    by_id = {one.id: one for one in everybody if one.id != actor.account_id}
    if not by_id:
        st.write("There is nobody else yet.")
        return
    chosen = st.selectbox("Whose?", list(by_id), format_func=lambda one: by_id[one].display_name)
    if chosen is None:
        return
    one = by_id[chosen]
    if not one.single_sign_on:
        with st.form(f"role-{one.id}"):
            role = st.selectbox("Role", list(Role), index=list(Role).index(one.role), format_func=_role)
            if st.form_submit_button("Change role") and role is not None and role is not one.role:
                _do(
                    lambda: accounts.set_role(house, actor, one.id, role),
                    f"{one.display_name} has a new role.",
                )
        with st.form(f"password-{one.id}", clear_on_submit=True):
            new = st.text_input("New password", type="password", autocomplete="new-password")
            if st.form_submit_button("Set this password"):
                _do(
                    lambda: accounts.change_password(house, actor, new=new, account_id=one.id),
                    f"{one.display_name} has a new password and was signed out everywhere.",
                )
    words = "Close this account" if one.active else "Open this account again"
    if st.button(words):
        _do(lambda: accounts.set_active(house, actor, one.id, not one.active), f"{one.display_name}: done.")


def _do(change: Callable[[], object], news: str) -> None:
    """Make a change, say what came of it, and show the list as it is then."""
    try:
        change()
    except AccountProblem as problem:
        st.error(str(problem))
    else:
        st.session_state["news"] = news
        st.rerun()


def _draw_news() -> None:
    if news := st.session_state.pop("news", ""):
        st.success(news)


def _role(role: Role) -> str:
    return f"{ROLES[role].title}: {ROLES[role].does[:1].lower()}{ROLES[role].does[1:]}"
