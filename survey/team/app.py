"""The script Streamlit runs for everybody at `/team`: who is here, what may they open, draw it.

It decides nothing: `survey.accounts` says who somebody is, `navigation` which pages their role has, and
every service checks again. If a page fails, the person reads a kind sentence and the log keeps the place,
not words.
"""

from __future__ import annotations

import logging

import streamlit as st

from analysis.code_frame import CodeFrameError
from survey import running
from survey.permissions import NotAllowed, Permission, may
from survey.serving import frames_only
from survey.team import frame, navigation, who

log = logging.getLogger("survey.team")


def main() -> None:
    try:
        _draw()
    except NotAllowed as refusal:
        frame.draw_refusal(str(refusal))
    except CodeFrameError as mistake:
        log.error("a file of the office cannot be used: %s", mistake)
        frame.draw_mistake_in_a_file()
    except Exception as crash:  # noqa: BLE001 - the last door before somebody reads a traceback
        log.error("a team page failed\n%s", frames_only(crash))
        frame.draw_trouble()


def _draw() -> None:
    house = running.house()
    frame.dress(house)
    actor = who.is_here(house)
    if actor is None:
        who.draw_signed_out(house)
        return
    page = st.navigation(navigation.pages(house, actor), position="top")
    frame.draw_top(house, actor)
    if may(actor, Permission.READ_HELD_TEXT) or may(actor, Permission.READ_CLEARED_TEXT):
        who.watch_screen(house)
    page.run()


main()
