"""The colours of the team's pages: the office's accent, readable on the paper and card of
`.streamlit/config.toml`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from streamlit import config

from survey.respond.palette import Palette, palette

LIGHT: Final = {"page": "#fbf8f3", "card": "#ffffff"}
DARK: Final = {"page": "#15171c", "card": "#22262e"}


@lru_cache(maxsize=4)
def colours_of(accent: str) -> Palette:
    """The accent as it may be used on a light and on a dark page."""
    return palette(accent, light=LIGHT, dark=DARK)


def give_streamlit(accent: str) -> None:
    """Make the office's accent the primary colour of Streamlit's widgets. Called once, at the start."""
    colours = colours_of(accent)
    for mode, accent_there in (("light", colours.light), ("dark", colours.dark)):
        config.set_option(f"theme.{mode}.primaryColor", accent_there.fill)
        config.set_option(f"theme.{mode}.linkColor", accent_there.words)
