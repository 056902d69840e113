"""Who did what, newest first, and whether anybody changed that record since."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd
import streamlit as st

from survey import audit
from survey.audit import Entry
from survey.house import House
from survey.permissions import Actor
from survey.store.tables import Role
from survey.team import frame
from survey.team.sitting_words import day_and_time
from survey.team.words import ROLES

A_PAGE: Final = 100
SHORT: Final = 13
_NAME: Final = re.compile(r"[0-9a-f-]{15,}")


def draw(house: House, actor: Actor) -> None:
    frame.title("Audit log", "Who did what, and when. It never holds what a young person wrote.")
    before = int(st.query_params.get("before", "0")) if st.query_params.get("before", "0").isdecimal() else 0
    found = audit.entries(house, actor, before=before or None, limit=A_PAGE)
    _draw_check(house)
    if not found:
        frame.draw_notice("Nothing here yet", "The first sign-in will be the first line.")
        return
    st.table(
        pd.DataFrame([_row(one) for one in found]), border="horizontal", hide_index=True, alt="Audit log"
    )
    if len(found) == A_PAGE and st.button("Older"):
        st.query_params["before"] = str(found[-1].number)
        st.rerun()


def _draw_check(house: House) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if not st.button("Check the whole log"):
            return
        problems = audit.verify(house)
        mark = audit.latest(house)
    if problems:
        st.error("This log is not as it was written.\n\n" + "\n".join(f"- {one.what}" for one in problems))
    else:
        st.success(
            f"Every entry is as it was written. It ends at {str(mark)[:24]}…; note that somewhere else."
        )


def _row(one: Entry) -> dict[str, str]:
    detail = ", ".join(f"{name.replace('_', ' ')}: {_short(value)}" for name, value in one.detail.items())
    role = ROLES[Role(one.role)].title if one.role in set(Role) else "The system"
    return {
        "No.": str(one.number),
        "When": day_and_time(one.at),
        "Who": one.actor,
        "Role": role,
        "Did": one.action.replace("_", " "),
        "To": _short(one.subject),
        "Detail": detail,
    }


def _short(value: object) -> str:
    """A long name that no person reads, by its beginning: enough to find it in the log itself."""
    words = str(value)
    return f"{words[:SHORT]}…" if _NAME.fullmatch(words) else words
