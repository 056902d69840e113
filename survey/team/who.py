"""Who is using the team's pages: the cookie of our own sign-in, or the office's (OpenID Connect)."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from survey import accounts
from survey.house import House
from survey.permissions import Actor
from survey.serving import COOKIE
from survey.team import frame

SIGNED_OUT = "signed_out"
LOOKS_EVERY = timedelta(minutes=1)


def is_here(house: House, *, touch: bool = True) -> Actor | None:
    """Asked anew on every run, so a closed account or a changed role counts at once.

    `touch` says whether this run shows that somebody is still there; a page that refreshes itself does not.
    """
    if st.session_state.get(SIGNED_OUT):
        return None
    token = st.context.cookies.get(COOKIE)
    if token and (actor := accounts.actor_for_token(house, token, touch=touch)):
        return actor
    if getattr(st.user, "is_logged_in", False):
        return accounts.actor_for_claims(house, st.user.to_dict(), touch=touch)
    return None


@st.fragment(run_every=LOOKS_EVERY)
def watch_screen(house: House) -> None:
    """Take words off a screen nobody is at: asked from time to time by the page itself, which is nobody."""
    if is_here(house, touch=False) is None:
        st.rerun()


def sign_out(house: House) -> None:
    """End this sign-in everywhere it is open, and forget what this page knew."""
    token = st.context.cookies.get(COOKIE)
    if token:
        accounts.sign_out(house, token)
    st.session_state.clear()
    st.session_state[SIGNED_OUT] = True
    if getattr(st.user, "is_logged_in", False):
        accounts.sign_out_claims(house, st.user.to_dict())
        st.logout()


def draw_signed_out(house: House) -> None:
    """Nobody is here: say so, and offer the ways in."""
    frame.draw_banner(house)
    if _wants_organisation():
        st.login()
        return
    if getattr(st.user, "is_logged_in", False) and not st.session_state.get(SIGNED_OUT):
        if accounts.left_behind(house, st.user.to_dict()):
            frame.draw_notice(
                "You were signed out",
                "It has been a while, or you signed out in another window. What you saved is safe.",
                link=("/team/organisation", "Sign in with your organisation"),
            )
            return
        frame.draw_notice(
            "Your organisation knows you, this office does not yet",
            "An administrator has to give your account a role here. Then come back to this page.",
        )
        if st.button("Sign out of your organisation"):
            st.logout()
        return
    frame.draw_notice(
        "You are signed out",
        "Nothing from the team’s pages is left in this window.",
        link=("/sign-in", "Sign in"),
    )


def _wants_organisation() -> bool:
    """The sign-in page's second door leads to `/team/organisation`."""
    return str(st.context.url or "").rstrip("/").endswith("/team/organisation")
