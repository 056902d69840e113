"""How soon a person should read a text: shared by what grades it and what keeps it."""

from __future__ import annotations

from enum import StrEnum


class HarmLevel(StrEnum):
    """How soon a person should read it. About the text, never a score on whoever wrote it."""

    NONE = "none"
    WORRY = "worry"
    CONCERN = "concern"
    URGENT = "urgent"
