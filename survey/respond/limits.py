"""What is refused before anybody reads it?

For whoever worries about floods, forged sends and huge bodies: a send must come from our own page, be of
a type we read, and be small. Everything here looks at headers and sizes, never at words. How often
something may be tried is counted in the database (`survey.throttle`), so that it holds across processes.

A send carries no sign-in and no cookie, so a forged one can do no more than an honest one. The origin is
checked all the same: nobody's phone shall be made to answer without its owner knowing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from survey.house import House
from survey.respond.refusal import Turned
from survey.throttle import Limit, TooManyAttempts, count_attempt

LARGEST_BODY: Final = 64_000  # bytes; the longest honest answer to the longest questionnaire is about 20,000
MOST_FIELDS: Final = 1_000
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
SEALED: Final = "application/octet-stream"

# A whole installation's wrong codes: a hall of people who mistype, but not somebody who tries a million.
UNKNOWN_CODES: Final = Limit(times=600, within=timedelta(minutes=10))
# A whole installation's sealed sends that do not open or lead nowhere. Honest ones do.
UNOPENED_SENDS: Final = Limit(times=300, within=timedelta(minutes=10))
# One session's refused sends. Accepted ones are bounded by the session's cap, repeats change nothing.
REFUSED_SENDS: Final = Limit(times=300, within=timedelta(minutes=10))


def check_origin(request: Request, public_url: str | None) -> None:
    """Raises `Turned` when a browser says that another site made it send this.

    `Origin: null` is what a browser sends for a form on a page without referrers, such as ours; then
    `Sec-Fetch-Site` decides, and where an old browser has neither there is nothing to hold against it.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Turned("elsewhere")
        return
    origin = request.headers.get("origin")
    if origin and origin != "null":
        ours = {request.headers.get("host", ""), urlsplit(public_url or "").netloc}
        if urlsplit(origin).netloc not in ours:
            raise Turned("elsewhere")


def content_type(request: Request, *known: str) -> str:
    """Which of `known` (`JSON` or `FORM`) is sent. Raises `Turned` for anything else."""
    sent, _, _ = request.headers.get("content-type", "").partition(";")
    kind = sent.strip().lower()
    if kind not in (known or (JSON, FORM)):
        raise Turned("wrong_type")
    return kind


async def body(request: Request, largest: int = LARGEST_BODY) -> bytes:
    """The body, never more of it than we would read. Raises `Turned`."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > largest:
        raise Turned("too_large")
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > largest:
            raise Turned("too_large")
        parts.append(part)
    return b"".join(parts)


def count(house: House, purpose: str, who: str, limit: Limit) -> None:
    """Count one more of what should not happen often. Raises `Turned` when it does."""
    try:
        count_attempt(house, purpose, who, limit)
    except TooManyAttempts:
        raise Turned("throttled") from None


def form_fields(raw: bytes) -> list[tuple[str, str]]:
    """A url-encoded body as its fields in order. Raises `Turned` when it is not one."""
    try:
        return parse_qsl(
            raw.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except (UnicodeDecodeError, ValueError):
        # `from None`: the exception quotes what was sent.
        raise Turned("unreadable") from None
