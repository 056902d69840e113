"""What does a phone get so that this page works without a signal, and what comes back from it later?

Three things, none of them part of the first view: the service worker, which opens the page when nobody
answers; what comes `later` to a page that is open (a script, a few words, the key to seal with); and sealed
answers, sent as soon as there is a signal. Opening those is left to `survey.sealed_sends`, taking the answers
to `survey.responses`. A sealed send is only told whether it arrived: whoever finds it on a phone and sends it
again learns nothing of what is in it.
"""

from __future__ import annotations

import base64

from starlette.requests import Request
from starlette.responses import Response

from survey import responses, sealed_sends, sessions
from survey.house import House
from survey.respond import answers, assets, limits, page
from survey.respond.look import Look
from survey.respond.refusal import Turned
from survey.respond.sheet import HEADERS, json_answer, packed_answer
from survey.store.tables import Sitting
from survey.vault import CannotOpen

WORKER_ADDRESS = "/s/worker.js"
# The worker may speak to us and load nothing; without a `service-worker-allowed` header it reaches no further
# than the folder it lies in, which is `/s/`.
WORKER_HEADERS = HEADERS | {"content-security-policy": "default-src 'none'; connect-src 'self'"}


def worker() -> Response:
    """The service worker. Browsers ask for it again by themselves, and take a new one when a byte differs."""
    return Response(assets.worker(), headers=WORKER_HEADERS, media_type="text/javascript; charset=utf-8")


def later(request: Request, house: House, look: Look, sitting: Sitting, *, kiosk: bool) -> Response:
    """What comes after the first view, for a page of this session."""
    told = {
        "script": assets.later_script().body,
        "parts": page.offline_parts(look, hours=house.settings.late_sends_hours, kiosk=kiosk),
        "key": base64.b64encode(sealed_sends.public_key(house)).decode(),
        "ticket": sealed_sends.ticket(house, sitting),
    }
    return packed_answer(request, told)


def with_told(house: House, look: Look, drawn: str) -> str:
    """A page instead of the questions, which tells whoever comes back what becomes of answers that wait."""
    return page.with_told(drawn, look, hours=house.settings.late_sends_hours)


async def sealed_body(request: Request) -> bytes:
    limits.content_type(request, limits.SEALED)
    return await limits.body(request, sealed_sends.LARGEST)


def take_in(house: House, envelope: bytes) -> Response:
    """One sealed send. Raises `Turned`, which names no answer."""
    try:
        unsealed = sealed_sends.unseal(house, envelope)
    except (CannotOpen, sealed_sends.NotReadable):
        limits.count(house, "unopened send", "", limits.UNOPENED_SENDS)
        raise Turned("not_opened") from None
    door = sessions.door(house, unsealed.code)
    if door.questionnaire is None:
        limits.count(house, "unknown code", "", limits.UNKNOWN_CODES)
        raise Turned("unknown")
    if len(unsealed.body.rstrip(b" ")) > limits.LARGEST_BODY:
        raise Turned("too_large")
    sent = answers.read(limits.JSON, unsealed.body, door.questionnaire)
    try:
        accepted = responses.accept(house, unsealed.code, sent.submission, may_be_late=unsealed.may_be_late)
    except responses.Refused as refused:
        limits.count(house, "refused send", unsealed.code, limits.REFUSED_SENDS)
        raise Turned(refused.kind) from None
    return json_answer({"first": accepted.first}, 201 if accepted.first else 200)
