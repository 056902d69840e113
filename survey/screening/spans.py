"""What a found personal detail is, and what takes its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class DetailType(StrEnum):
    """The kinds of personal detail, in order of who wins where two overlap."""

    EMAIL = "email"
    URL = "url"
    POSTCODE = "postcode"
    SOCIAL_HANDLE = "social_handle"
    PHONE = "phone"
    DATE_OF_BIRTH = "date_of_birth"
    ADDRESS = "address"
    VEHICLE = "vehicle"
    SCHOOL = "school"
    PERSON = "person"


PLACEHOLDERS: dict[DetailType, str] = {
    DetailType.EMAIL: "[email]",
    DetailType.URL: "[link]",
    DetailType.SOCIAL_HANDLE: "[handle]",
    DetailType.PHONE: "[phone]",
    DetailType.DATE_OF_BIRTH: "[date of birth]",
    DetailType.ADDRESS: "[address]",
    DetailType.POSTCODE: "[postcode]",
    DetailType.VEHICLE: "[number plate]",
    DetailType.SCHOOL: "[school]",
    DetailType.PERSON: "[name]",
}
_PLACEHOLDER = re.compile("|".join(re.escape(p) for p in PLACEHOLDERS.values()), re.IGNORECASE)
_RANK = {kind: rank for rank, kind in enumerate(DetailType)}


@dataclass(frozen=True, slots=True)
class Span:
    """One personal detail. Offsets count code points, the end is exclusive."""

    start: int
    end: int
    type: DetailType
    text: str = field(repr=False)  # never in a log or a traceback


def without_placeholders(text: str) -> str:
    """`text` at the same length with our placeholders blanked, so that screening twice changes nothing."""
    return _PLACEHOLDER.sub(lambda m: "\n" * len(m.group()), text)


def settle(found: Iterable[tuple[int, int, DetailType]], text: str) -> tuple[Span, ...]:
    """Of details that overlap keep the one of the stronger kind, then the longer; in order of place."""
    kept: list[tuple[int, int, DetailType]] = []
    for start, end, kind in sorted(found, key=lambda f: (_RANK[f[2]], f[0] - f[1], f[0])):
        if start < end and all(end <= k[0] or start >= k[1] for k in kept):
            kept.append((start, end, kind))
    return tuple(Span(start, end, kind, text[start:end]) for start, end, kind in sorted(kept))


def replace(text: str, spans: Iterable[Span]) -> str:
    """`text` with each span's placeholder in its place and every other character as it was."""
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += (text[at : span.start], PLACEHOLDERS[span.type])
        at = span.end
    return "".join([*parts, text[at:]])
