"""How does a page travel? Compressed, never kept by anything on the way, and allowed to do nothing it
need not.

The headers are this room's own and stricter than the team's: only the two scripts whose hashes are named
may run, nothing is loaded from anywhere, only a page of ours may frame it, and where somebody goes from
here is told to nobody.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from survey.respond import assets
from survey.respond.look import Look

KEPT_SHEETS: Final = (
    64  # pages kept compressed; about 0.4 MB each, one for each questionnaire, language and area
)

HEADERS: Final = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "vary": "accept-encoding",
}


def sheet(
    request: Request,
    drawn: str | assets.Squeezed,
    look: Look,
    *,
    tail: str = "",
    status: int = 200,
    keying: bool = False,
) -> Response:
    """A page on its way to a phone. Of a kept page only the tail is compressed again."""
    possible = ("br", "gzip") if isinstance(drawn, assets.Squeezed) else ("gzip",)
    coding = next((one for one in possible if one in _codings(request)), "")
    body = _packed(drawn, tail, coding)
    headers = HEADERS | {
        "content-security-policy": policy(look, keying=keying),
        "content-language": look.language,
    }
    if coding:
        headers["content-encoding"] = coding
    return Response(body, status, headers=headers, media_type="text/html; charset=utf-8")


def json_answer(told: Mapping[str, Any], status: int) -> Response:
    """What the script is told."""
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = HEADERS | {"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}
    return Response(body, status, headers=headers, media_type="application/json")


def packed_answer(request: Request, told: Mapping[str, Any]) -> Response:
    """The same, compressed where the phone can unpack it: for what is longer than a few words."""
    answer = json_answer(told, 200)
    if "gzip" in _codings(request):
        answer.body = assets.gzipped(bytes(answer.body))
        answer.headers["content-encoding"] = "gzip"
        answer.headers["content-length"] = str(len(answer.body))
    return answer


def policy(look: Look, *, keying: bool = False) -> str:
    """The content security policy: everything forbidden but what the page is made of."""
    typing_in = (assets.keying_script(),) if keying else ()
    also = (assets.closed_style(), *((assets.keying_style(),) if keying else ()))
    styles = " ".join(one.source for one in (look.style, *also))
    ours = (
        assets.first_script(),
        assets.later_script(),
        assets.other_page_script(),
        *(assets.script(**look.script, kiosk=kiosk) for kiosk in (False, True)),
        *typing_in,
    )
    scripts = " ".join(one.source for one in ours)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            "img-src data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
            "base-uri 'none'",
        )
    )


class Sheets:
    """The most wanted pages, compressed up to their tails. Holds questions only, never an answer."""

    def __init__(self, most: int = KEPT_SHEETS) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, assets.Squeezed] = OrderedDict()
        self._lock = Lock()  # requests are answered on several threads

    def get(self, key: Hashable, draw: Callable[[], str]) -> assets.Squeezed:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = assets.Squeezed(draw())
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


def _packed(drawn: str | assets.Squeezed, tail: str, coding: str) -> bytes:
    """A kept page is already packed as small as can be; one drawn for this request only quickly."""
    if not isinstance(drawn, assets.Squeezed):
        whole = (drawn + tail).encode()
        return assets.gzipped(whole) if coding == "gzip" else whole
    packed = {"br": drawn.brotlied, "gzip": drawn.gzipped, "": drawn.plain}
    return packed[coding](tail)


def _codings(request: Request) -> set[str]:
    """What the phone can unpack."""
    found = set()
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "").rstrip("0").rstrip(".") != "q=":
            found.add(name.strip())
    return found
