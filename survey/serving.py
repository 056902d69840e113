"""What stands between the network and the application.

Five small ASGI layers, outermost first:

* `Journal` writes one line a request that names neither an address nor a session's code, and turns a crash
  into a plain page without putting anybody's words in the log;
* `SecurityHeaders` sets a strict policy wherever a page did not set its own;
* `ClosedDoors` refuses the parts of Streamlit nobody here needs;
* `TeamDoor` sends whoever is not signed in to the light sign-in page, before any heavy asset is fetched;
* `Assets` sends Streamlit's files compressed, each compressed once.

Who may do what is decided by the services (`survey.permissions`), never here.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import logging
import re
import time
import traceback
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import brotli
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from survey.accounts import actor_for_token, any_account
from survey.house import House

TEAM: Final = "/team"
COOKIE: Final = "team"
STREAMLIT_SIGN_IN_COOKIE: Final = "_streamlit_user"

journal = logging.getLogger("survey.journal")


def middleware(house: Callable[[], House]) -> list[Middleware]:
    """The layers in order, ready for `st.App(middleware=...)`."""
    folder = Path(file_util.get_static_dir())
    index = team_index((folder / "index.html").read_text(encoding="utf-8"))
    return [
        Middleware(Journal),
        Middleware(SecurityHeaders, team_policy=content_security_policy(index)),
        Middleware(ClosedDoors, house=house),
        Middleware(TeamDoor, house=house),
        Middleware(Assets, folder=folder, index=index),
    ]


def exception_handlers() -> Mapping[Any, Callable[[Any, Any], Any]]:
    """Plain answers of our own for addresses and methods that are not there."""
    return {404: _not_found, 405: _not_found}


def open_the_journal() -> None:
    """Let what this program has to say appear where the server writes, and keep words out of it."""
    keep_words_out_of_the_log()
    ours = logging.getLogger("survey")
    if not ours.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
        ours.addHandler(handler)
    ours.setLevel(logging.INFO)


def keep_words_out_of_the_log() -> None:
    """Log where a crash happened but never its message, which may quote what somebody wrote."""
    for name in ("streamlit.error_util", "streamlit", "uvicorn.error", "asyncio", "survey"):
        logger = logging.getLogger(name)
        for target in (logger, *logger.handlers):
            if not any(isinstance(present, _WordlessTraceback) for present in target.filters):
                target.addFilter(_WordlessTraceback())


# --- the journal ------------------------------------------------------------------------------------------


class Journal:
    """One line a request: method, which part of the house, status, milliseconds. No address, no code."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note_status)
        except Exception as crash:  # noqa: BLE001 - the last door: nothing may leave with words in it
            journal.error("a request failed\n%s", frames_only(crash))
            if status:
                raise ConnectionAbortedError("an answer broke off") from None
            status = 500
            await _trouble()(scope, receive, send)
        milliseconds = round(1000 * (time.perf_counter() - started))
        # Streamlit's files and probes are two thirds of all requests and say nothing, unless they fail here.
        level = logging.DEBUG if _NOT_A_PAGE.match(scope["path"]) and status < 500 else logging.INFO
        part = part_of_house(scope["path"])
        journal.log(level, "%s %s %d %d ms", scope["method"], part, status, milliseconds)


def part_of_house(path: str) -> str:
    """Which part was asked for, said without the rest of the path."""
    if path == "/s/mine" or path.startswith("/s/static/"):
        return "phone"
    parts = {"/s": "phone", TEAM: "team", "/sign-in": "sign-in", "/sign-out": "sign-in", "/set-up": "sign-in"}
    if path == "/":
        return "front"
    return next(
        (name for start, name in parts.items() if path == start or path.startswith(start + "/")), "other"
    )


def frames_only(crash: BaseException) -> str:
    """Where it happened and what kind of failure it was. The message stays out: it may quote somebody."""
    frames = "".join(traceback.format_list(traceback.extract_tb(crash.__traceback__)))
    return f"{frames}{type(crash).__module__}.{type(crash).__qualname__} (message left out)"


class _WordlessTraceback(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = frames_only(record.exc_info[1])
            record.exc_info = None
        return True


# --- security headers -------------------------------------------------------------------------------------

EVERYWHERE: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
LIGHT_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def content_security_policy(index: str) -> str:
    """What a team page may load: only from here, and of inline scripts only the ones in this index page.

    Streamlit writes its styles into the page as it runs, so inline styles stay allowed; scripts do not.
    Charts and the file downloads use `blob:` and `data:` addresses.
    """
    inline = re.findall(r"<script>(.*?)</script>", index, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline]
    scripts = " ".join(["'self'", *(f"'sha256-{value}'" for value in hashes)])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


class SecurityHeaders:
    """A header a page set itself is left alone: the phone page knows its own policy best."""

    def __init__(self, app: ASGIApp, team_policy: str) -> None:
        self.app = app
        self.team_policy = team_policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = self.team_policy if _is_team(scope["path"]) else LIGHT_PAGE_POLICY

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in EVERYWHERE.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", policy)
                if scope["scheme"] == "https":
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, with_headers)


# --- closed doors -----------------------------------------------------------------------------------------

CLOSED: Final = re.compile(
    rf"^{TEAM}/(?:.*/)?_stcore/(?:metrics|agent|upload_file|script-health-check)(?:/|$)", re.IGNORECASE
)


class ClosedDoors:
    """Server statistics, the interface for programs, uploads: nobody here needs them, so they are shut."""

    def __init__(self, app: ASGIApp, house: Callable[[], House]) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and CLOSED.match(scope["path"]):
            await (await _not_found(Request(scope), None))(scope, receive, send)
            return
        if scope["type"] == "websocket" and not self._from_here(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
            return
        await self.app(scope, receive, send)

    def _from_here(self, headers: Headers) -> bool:
        """Whether a page of this address opens the live connection.

        Left to Streamlit, a page of another host makes it ask a third for this machine's public address.
        """
        origin = headers.get("origin")
        public = self.house().settings.public_url
        ours = {headers.get("host", ""), urlsplit(public).netloc if public else ""} - {""}
        return origin is None or urlsplit(origin).netloc in ours


# --- the team's door --------------------------------------------------------------------------------------

_NOT_A_PAGE: Final = re.compile(
    rf"^{TEAM}/(?:.*/)?(?:_stcore|static|media|component|auth|oauth2callback|favicon\.png|manifest\.json)(?:/|$)"
)


class TeamDoor:
    """Whoever asks for a team page without being signed in is sent to sign in, and loads nothing heavy.

    The pages check again on every run; this is kindness and bandwidth, not the lock.
    """

    def __init__(self, app: ASGIApp, house: Callable[[], House]) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            elsewhere = await self._elsewhere(scope)
            if elsewhere:
                answer = RedirectResponse(elsewhere, 303, headers={"cache-control": "no-store"})
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _elsewhere(self, scope: Scope) -> str | None:
        path = scope["path"]
        if path != "/" and not (_is_team(path) and not _NOT_A_PAGE.match(path)):
            return None
        cookies = HTTPConnection(scope).cookies
        return await to_thread.run_sync(self._way_in, path, cookies.get(COOKIE, ""), cookies)

    def _way_in(self, path: str, token: str, cookies: Mapping[str, str]) -> str | None:
        house = self.house()
        if not any_account(house):
            return "/set-up"
        if path == "/" or actor_for_token(house, token) is not None:
            return None
        with_organisation = path == f"{TEAM}/organisation" or STREAMLIT_SIGN_IN_COOKIE in cookies
        return None if with_organisation else "/sign-in"


# --- Streamlit's files ------------------------------------------------------------------------------------

_COMPRESSIBLE: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
_BROTLI_QUALITY: Final = 9  # all of a first visit in 0.3 s of processor, 8% larger than quality 11 in 2.4 s


def team_index(shipped: str) -> str:
    """Streamlit's page as we serve it: a British title, no pointer to the closed interface for programs."""
    page = re.sub(r"<!--.*?-->", "", shipped, flags=re.DOTALL)
    page = page.replace('<html lang="en">', '<html lang="en-GB">')
    page = re.sub(r"<title>.*?</title>", "<title>Youth listening: team</title>", page)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    words = (
        "<noscript><p>The team’s pages need JavaScript. The questions for young people do not.</p></noscript>"
    )
    page = re.sub(r"<noscript>.*?</noscript>", words, page, flags=re.DOTALL)
    return re.sub(r"\n\s*\n+", "\n", page).strip() + "\n"


class Assets:
    """Streamlit's scripts and styles, compressed once on first use and kept; its page as `team_index`."""

    def __init__(self, app: ASGIApp, folder: Path, index: str) -> None:
        self.app = app
        self.folder = folder.resolve()
        self.index = index.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            answer = await self._answer(scope)
            if answer:
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        path = scope["path"]
        coding = _best_coding(Headers(scope=scope).get("accept-encoding", ""))
        if path.rstrip("/") == TEAM or (_is_team(path) and not _NOT_A_PAGE.match(path) and "." not in path):
            if not path.startswith(f"{TEAM}/"):
                return RedirectResponse(f"{TEAM}/", 307)
            if path != f"{TEAM}/" and path.endswith("/"):
                return None
            body = await to_thread.run_sync(_compressed, self.index, coding)
            return _asset(body, coding, "text/html; charset=utf-8", "no-store")
        file = self._file(path)
        if file is None or not coding:
            return None
        body = await to_thread.run_sync(_compressed_file, file, coding)
        return _asset(body, coding, _COMPRESSIBLE[file.suffix], "public, immutable, max-age=31536000")

    def _file(self, path: str) -> Path | None:
        if not path.startswith(f"{TEAM}/static/"):
            return None
        file = (self.folder / path.removeprefix(f"{TEAM}/")).resolve()
        inside = file.is_relative_to(self.folder / "static")
        return file if inside and file.suffix in _COMPRESSIBLE and file.is_file() else None


def _asset(body: bytes, coding: str, kind: str, keep: str) -> Response:
    headers = {"content-type": kind, "cache-control": keep, "vary": "accept-encoding"}
    if coding:
        headers["content-encoding"] = coding
    return Response(body, headers=headers)


def _best_coding(accepted: str) -> str:
    offered = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        offered[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((coding for coding in ("br", "gzip") if offered.get(coding)), "")


@functools.cache
def _compressed_file(file: Path, coding: str) -> bytes:
    return _compressed(file.read_bytes(), coding)


@functools.lru_cache(maxsize=8)
def _compressed(body: bytes, coding: str) -> bytes:
    if coding == "br":
        return bytes(brotli.compress(body, quality=_BROTLI_QUALITY))
    return gzip.compress(body, 9, mtime=0) if coding == "gzip" else body


# --- small helpers ----------------------------------------------------------------------------------------


def _is_team(path: str) -> bool:
    return path == TEAM or path.startswith(f"{TEAM}/")


async def _not_found(_request: Request, _error: object) -> Response:
    return _plain_page(404, "There is nothing here", "Check the address, or start from the first page.")


def _trouble() -> Response:
    words = "Please try again in a minute. Nothing you sent before was lost."
    return _plain_page(500, "Something went wrong on our side", words)


def _plain_page(status: int, title: str, words: str) -> Response:
    body = (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/sign-in/look.css">'
        f"<main><h1>{escape(title)}</h1><p>{escape(words)}</p>"
        '<p><a href="/">First page</a></p></main></html>'
    )
    return Response(
        body, status, headers={"content-type": "text/html; charset=utf-8", "cache-control": "no-store"}
    )
