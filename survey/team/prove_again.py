"""“Check every figure again”: the newest release counted once more, for whoever is asked if it is true."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from survey import released
from survey.house import House
from survey.permissions import Actor, Permission, may
from survey.released import TIERS, ReleaseProblem
from survey.team import frame

CHECKED: Final = (
    "Counted again from the answers: every figure is true, every quote is there word for word, and every "
    "sentence is what its figures say."
)
NOT_KEPT: Final = (
    "The answers behind it are no longer kept, so it cannot be counted again. Its files are those approved."
)


def draw(house: House, actor: Actor) -> None:
    """The button, and what was found. Nothing, for whoever may not read the answers behind a release."""
    if not may(actor, Permission.PROVE_RELEASE):
        return
    if st.button("Check every figure again", key="prove-again"):
        with st.spinner("Counting everything again"):
            _check(house, actor)


def _check(house: House, actor: Actor) -> None:
    faults = []
    for tier in TIERS:
        try:
            one = released.latest(house, actor, tier=tier)
            found = released.prove_again(house, actor, one) if one is not None else None
        except ReleaseProblem as problem:
            st.error(str(problem))
            return
        if found is None:
            st.info(NOT_KEPT)
            return
        faults += [{"For": tier, "Where": fault.where, "What": fault.problem} for fault in found]
    if not faults:
        frame.ticks([(True, CHECKED)])
        return
    st.error(f"{len(faults)} things are not as the answers say. Prepare a new release, and say why.")
    st.table(pd.DataFrame(faults), border="horizontal", hide_index=True)
