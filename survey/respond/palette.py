"""Which colours does the page use, given the one accent colour an office chose?

An office picks a colour for its posters, not for reading. Here it is moved towards black or white, hue kept,
until words in it or on it reach the contrast that WCAG 2.2 asks for, on the light page and on the dark one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TEXT_CONTRAST = 4.6  # WCAG 2.2, 1.4.3 asks for 4.5:1; the rest is room for rounding to whole colour steps
WHITE = "#ffffff"
INK = "#15171c"

Channels = tuple[int, int, int]


@dataclass(frozen=True)
class Accent:
    """The office's colour as one page may use it: a fill with words on it, and words on the page."""

    fill: str
    on_fill: str
    words: str
    wash: str


@dataclass(frozen=True)
class Palette:
    light: Accent
    dark: Accent


def palette(accent: str, *, light: Mapping[str, str], dark: Mapping[str, str]) -> Palette:
    """Readable colours from an office's accent such as `#0b6e6e`, on a light and a dark `page` and `card`."""
    return Palette(
        light=_accent(accent, page=light["page"], card=light["card"], towards="#000000"),
        dark=_accent(accent, page=dark["page"], card=dark["card"], towards=WHITE),
    )


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _accent(accent: str, *, page: str, card: str, towards: str) -> Accent:
    # A selected card is washed with the accent, and words in the accent must still be read on it. The
    # wash is made from the accent itself, so it is the same hue; what is read on it is the darkest (or
    # lightest) of the grounds.
    wash = _mixed(accent, card, 0.12)
    words = accent
    step = 0
    while min(contrast(words, ground) for ground in (page, card, wash)) < TEXT_CONTRAST:
        step += 1
        words = _mixed(towards, accent, step / 50)
    on_fill = WHITE if contrast(words, WHITE) >= contrast(words, INK) else INK
    return Accent(fill=words, on_fill=on_fill, words=words, wash=wash)


def _mixed(one: str, other: str, share: float) -> str:
    mixed = (
        round(a * share + b * (1 - share)) for a, b in zip(_channels(one), _channels(other), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> Channels:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError("a colour is written # and six of 0-9 and a-f")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
