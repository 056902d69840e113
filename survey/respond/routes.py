"""The young person's walk, address by address: open the page, send once, keep a receipt, take it back.

For whoever wants to know what the page can be asked for. Each address is a short function: read what was
asked, let a service do it, show what came of it. What a page says is left to `page.py`, what is refused
unread to `limits.py`, whether a session takes answers and what becomes of them to `survey.sessions` and
`survey.responses`. Every failure of a known kind is a `Turned`, shown from one catalogue, to a person as
a page and to the script as JSON. No word that was sent is ever in an address, a log or a message.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from survey import codes, kiosk, languages, playback, responses, sessions
from survey.house import House
from survey.questionnaire import Questionnaire
from survey.respond import answers, keying, limits, offline, page
from survey.respond.look import Look, look, spoken_for, translated
from survey.respond.refusal import Turned
from survey.respond.sheet import Sheets, json_answer, sheet
from survey.respond.words import SOURCE
from survey.throttle import TooManyAttempts

HouseFactory: TypeAlias = Callable[[], House]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def routes(house_factory: HouseFactory) -> list[Route]:
    """Everything under `/` and `/s/` that a phone can ask for."""
    walk = Walk(house_factory)
    return [
        Route("/", walk.shown(walk.front, "GET"), methods=EVERY),
        Route("/s/", walk.shown(walk.front, "GET"), methods=EVERY),
        Route("/s", walk.shown(walk.front, "GET"), methods=EVERY),
        Route("/s/mine", walk.shown(walk.mine, "GET", "POST"), methods=EVERY),
        Route("/s/quiet", walk.shown(walk.quiet, "GET"), methods=EVERY),
        Route(offline.WORKER_ADDRESS, walk.shown(walk.worker, "GET"), methods=EVERY),
        Route("/s/later", walk.shown(walk.send_later, "POST"), methods=EVERY),
        Route("/s/{code}", walk.shown(walk.survey, "GET", "POST"), methods=EVERY),
        Route("/s/{code}/later", walk.shown(walk.later, "GET"), methods=EVERY),
        Route("/s/{code}/receipt", walk.shown(walk.receipt, "POST"), methods=EVERY),
        Route("/s/{code}/paper/{step}", walk.shown(walk.type_in, "POST"), methods=EVERY),
        Route("/s/{code}/tablet", walk.shown(walk.tablet, "POST"), methods=EVERY),
        Route("/s/{rest:path}", walk.shown(walk.nothing_here), methods=EVERY),
    ]


EVERY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Walk:
    """The addresses of one installation."""

    def __init__(self, house_factory: HouseFactory) -> None:
        self.house = house_factory
        self.sheets = Sheets()

    # --- the addresses, in the order somebody comes by them ---

    async def front(self, request: Request) -> Response:
        """Type the code; or the code typed, on the way to its page."""
        typed = request.query_params.get("code", "")
        code = codes.normalise_code(typed)
        if codes.is_code(code):
            return RedirectResponse(f"/s/{code}", 303, headers={"cache-control": "no-store"})
        house = self.house()
        if typed:
            raise Turned("unknown")
        return sheet(request, *await run_in_threadpool(_drawn, house, request, page.front))

    async def survey(self, request: Request) -> Response:
        code = codes.normalise_code(request.path_params["code"])
        if request.method == "POST":
            return await self.send(request, code)
        if codes.is_code(code) and code != request.path_params["code"]:
            return RedirectResponse(f"/s/{code}", 308, headers={"cache-control": "no-store"})
        return await run_in_threadpool(self.open_survey, request, code)

    def open_survey(self, request: Request, code: str) -> Response:
        """The survey, empty but for what the session knows."""
        house = self.house()
        door = sessions.door(house, code)
        if keying.is_wanted(request, door) and door.questionnaire is not None:
            return keying.drawn(request, house, door, _wanted(house, request, door.questionnaire))
        if door.state in ("closed", "expired") and not _wants_json(request):
            return self.heard_back(request, house, door, code)
        if door.state != "open" or door.sitting is None or door.questionnaire is None:
            raise _turned_at_door(house, door.state)
        asked = _in_language(house, door.questionnaire, _wanted(house, request, door.questionnaire))
        seen = look(house, asked.language, area=door.sitting.area, asked=asked)
        filling = answers.from_session(asked, door.sitting, kiosk="kiosk" in request.query_params)
        squeezed = self.sheets.get(
            (asked.version, seen, filling.key), lambda: page.survey(seen, asked, filling)
        )
        tail = page.tail(str(uuid.uuid4()), asked.version, asked.language)
        return sheet(request, squeezed, seen, tail=tail)

    def heard_back(self, request: Request, house: House, door: sessions.Door, code: str) -> Response:
        """The page of a session that is over: what it said, when it hears back, and what came of it."""
        told = playback.of_session(house, code)
        if told.questionnaire is None or door.sitting is None:
            raise Turned(door.state)
        asked = _in_language(house, told.questionnaire, _wanted(house, request, told.questionnaire))
        seen = look(house, asked.language, area=door.sitting.area, asked=asked)
        shown = Turned(door.state).shown
        drawn = offline.with_told(house, seen, page.closed(seen, asked, shown, told))
        return sheet(request, drawn, seen, status=shown.status)

    async def send(self, request: Request, code: str) -> Response:
        """One submission, from the script as JSON or from the long form. Stored once, or a reason why not."""
        house = self.house()
        limits.check_origin(request, house.settings.public_url)
        kind = limits.content_type(request)
        raw = await limits.body(request)
        return await run_in_threadpool(self.take_in, request, house, code, kind, raw)

    def take_in(self, request: Request, house: House, code: str, kind: str, raw: bytes) -> Response:
        door = sessions.door(house, code)
        if door.questionnaire is None:
            raise _turned_at_door(house, "unknown")
        sent = answers.read(kind, raw, door.questionnaire)
        try:
            accepted = responses.accept(house, code, sent.submission)
        except responses.Refused as refused:
            limits.count(house, "refused send", code, limits.REFUSED_SENDS)
            problems = tuple((problem.field, problem.reason) for problem in refused.problems)
            if kind == limits.FORM and refused.kind == "invalid":
                return self.another_look(request, house, door, sent, problems)
            raise Turned(refused.kind, problems) from None
        if not accepted.stored:
            asked = _in_language(house, door.questionnaire, sent.submission.language)
            return _screened_out(request, house, _said_in(asked, door.questionnaire, accepted.message))
        status = 201 if accepted.first else 200
        if _wants_json(request):
            return json_answer({"first": accepted.first, "help_topics": accepted.help_topics}, status)
        asked = _in_language(house, door.questionnaire, sent.submission.language)
        districts = {district.name for district in house.office.districts}
        area = sent.area if sent.area in districts else door.sitting.area if door.sitting else None
        topics = accepted.help_topics
        seen = look(house, asked.language, area=area, age_band=sent.age_band, topics=topics, asked=asked)
        drawn = page.thanks(seen, asked, code=code, submission_id=sent.submission.submission_id)
        return sheet(request, drawn, seen, status=status)

    def another_look(
        self,
        request: Request,
        house: House,
        door: sessions.Door,
        sent: answers.Sent,
        problems: tuple[tuple[str, str], ...],
    ) -> Response:
        """The long form again, with everything that was in it and what to mend: nothing is lost."""
        if door.questionnaire is None or door.sitting is None:
            raise Turned("unknown")
        asked = _in_language(house, door.questionnaire, sent.submission.language)
        seen = look(house, asked.language, area=door.sitting.area, asked=asked)
        drawn = page.survey(seen, asked, answers.as_sent(sent, problems))
        tail = page.tail(sent.submission.submission_id, asked.version, asked.language)
        return sheet(request, drawn + tail, seen, status=422)

    async def receipt(self, request: Request) -> Response:
        """A code to delete the answers with, shown once, to the phone that sent them."""
        house = self.house()
        limits.check_origin(request, house.settings.public_url)
        kind = limits.content_type(request)
        raw = await limits.body(request)
        return await run_in_threadpool(self.make_receipt, request, house, kind, raw)

    def make_receipt(self, request: Request, house: House, kind: str, raw: bytes) -> Response:
        code = codes.normalise_code(request.path_params["code"])
        submission_id = answers.named_field(kind, raw, "submission_id")
        try:
            receipt = responses.give_receipt(house, code, submission_id)
        except responses.Refused as refused:
            limits.count(house, "refused send", code, limits.REFUSED_SENDS)
            shown = {"unknown": "no_answers", "invalid": "no_answers"}.get(refused.kind, refused.kind)
            raise Turned(shown) from None
        if _wants_json(request):
            return json_answer({"receipt": receipt}, 201)
        door = sessions.door(house, code)
        if door.questionnaire is None or door.sitting is None:
            raise Turned("unknown")
        asked = _in_language(house, door.questionnaire, _wanted(house, request, door.questionnaire))
        seen = look(house, asked.language, area=door.sitting.area, asked=asked)
        host = urlsplit(house.settings.public_url or str(request.base_url)).netloc
        drawn = page.thanks(seen, asked, code=code, submission_id=submission_id, receipt=receipt, host=host)
        return sheet(request, drawn, seen, status=201)

    async def type_in(self, request: Request) -> Response:
        """One step of typing in paper forms, or what a group said."""
        house = self.house()
        limits.check_origin(request, house.settings.public_url)
        limits.content_type(request, limits.JSON)
        raw = await limits.body(request)
        code, step = codes.normalise_code(request.path_params["code"]), request.path_params["step"]
        return await run_in_threadpool(keying.step, request, house, code, step, raw)

    async def tablet(self, request: Request) -> Response:
        """Is this the leader's PIN? Asked before a tablet is passed round, and before it stops being so."""
        house = self.house()
        limits.check_origin(request, house.settings.public_url)
        typed = answers.named_field(limits.content_type(request), await limits.body(request), "pin")
        code = codes.normalise_code(request.path_params["code"])
        try:
            right = await run_in_threadpool(kiosk.is_right, house, code, typed)
        except TooManyAttempts:
            raise Turned("throttled") from None
        if not right:
            raise Turned("wrong_pin")
        return json_answer({"right": True}, 200)

    async def mine(self, request: Request) -> Response:
        """Take answers back: the receipt, once more to be sure, gone."""
        house = self.house()
        if request.method != "POST":
            return sheet(request, *await run_in_threadpool(_drawn, house, request, page.mine, "ask"))
        limits.check_origin(request, house.settings.public_url)
        if limits.content_type(request) != limits.FORM:
            raise Turned("wrong_type")
        raw = await limits.body(request)
        return await run_in_threadpool(self.take_back, request, house, raw)

    def take_back(self, request: Request, house: House, raw: bytes) -> Response:
        fields = dict(limits.form_fields(raw))
        receipt = codes.normalise_receipt(fields.get("receipt", ""))
        if not receipt:
            return sheet(request, *_drawn(house, request, page.mine, "ask"))
        if not codes.is_receipt(receipt):
            raise Turned("not_found")
        if fields.get("sure") != "yes":
            return sheet(request, *_drawn(house, request, partial(page.mine, receipt=receipt), "confirm"))
        guesser = request.client.host if request.client else ""
        try:
            withdrawn = responses.withdraw(house, receipt, guesser=guesser)
        except TooManyAttempts:
            raise Turned("throttled") from None
        if not withdrawn:
            raise Turned("not_found")
        return sheet(request, *_drawn(house, request, page.mine, "done"))

    async def worker(self, request: Request) -> Response:
        """What opens this page on the phone when there is no signal."""
        return offline.worker()

    async def later(self, request: Request) -> Response:
        """What an open page gets after its first view: all it needs without a signal."""
        return await run_in_threadpool(self.after_first_view, request)

    def after_first_view(self, request: Request) -> Response:
        house = self.house()
        door = sessions.door(house, codes.normalise_code(request.path_params["code"]))
        if door.sitting is None or door.questionnaire is None or door.state not in ("open", "paused", "full"):
            raise _turned_at_door(house, door.state)
        language = _wanted(house, request, door.questionnaire)
        seen = look(house, language, area=door.sitting.area, asked=door.questionnaire)
        return offline.later(request, house, seen, door.sitting, kiosk="kiosk" in request.query_params)

    async def send_later(self, request: Request) -> Response:
        """Answers that a phone sealed while it had no signal."""
        house = self.house()
        limits.check_origin(request, house.settings.public_url)
        envelope = await offline.sealed_body(request)
        return await run_in_threadpool(offline.take_in, house, envelope)

    async def quiet(self, request: Request) -> Response:
        """For "No thanks", without a script."""
        return sheet(request, *await run_in_threadpool(_drawn, self.house(), request, page.quiet))

    async def nothing_here(self, request: Request) -> Response:
        raise Turned("not_there")

    # --- around every address ---

    def shown(self, endpoint: Endpoint, *methods: str) -> Endpoint:
        """The endpoint for its methods; whatever turns somebody away, shown as a page or to the script."""
        allowed = [*methods, *(["HEAD"] if "GET" in methods else [])]

        @wraps(endpoint)
        async def answer(request: Request) -> Response:
            try:
                if methods and request.method not in allowed:
                    raise Turned("not_allowed")
                return await endpoint(request)
            except Turned as turned:
                response = await run_in_threadpool(_turned_away, self.house(), request, turned)
                if turned.kind == "not_allowed":
                    response.headers["allow"] = ", ".join(allowed)
                return response

        return answer


# --- turned away ----------------------------------------------------------------------------------------


def _turned_away(house: House, request: Request, turned: Turned) -> Response:
    seen = look(house, _page_language(house, request))
    shown = turned.shown
    if _wants_json(request):
        told = {
            "reason": turned.kind,
            "message": " ".join(seen.words.plain(words) for words in (shown.title + ".", *shown.lines)),
            "problems": [{"field": field, "reason": reason} for field, reason in turned.problems],
        }
        return json_answer(told, shown.status)
    again = request.method == "GET"
    drawn = page.message(seen, shown, again=again)
    return sheet(request, offline.with_told(house, seen, drawn), seen, status=shown.status)


def _screened_out(request: Request, house: House, own_words: str) -> Response:
    """Thanked, and nothing stored."""
    shown = Turned("screened_out").shown
    if _wants_json(request):
        return json_answer({"stored": False, "message": own_words}, shown.status)
    seen = look(house, _page_language(house, request))
    return sheet(request, page.message(seen, shown, own_words=own_words), seen, status=shown.status)


def _turned_at_door(house: House, state: str) -> Turned:
    """Why this code opens nothing. Codes that no session has are counted, so that trying them all is slow."""
    if state == "unknown":
        limits.count(house, "unknown code", "", limits.UNKNOWN_CODES)
        return Turned("unknown")
    return Turned(state)


# --- small helpers --------------------------------------------------------------------------------------


def _drawn(house: House, request: Request, draw: Callable[..., str], *values: Any) -> tuple[str, Look]:
    seen = look(house, _page_language(house, request))
    return draw(seen, *values), seen


def _page_language(house: House, request: Request) -> str:
    """The language an address asks for, if the page speaks it: an address can ask for anything."""
    wanted = request.query_params.get("lang", SOURCE)
    locale = house.settings.questionnaires_dir / "locale"
    return wanted if languages.speaks(house.office, locale, wanted) else SOURCE


def _wanted(house: House, request: Request, questionnaire: Questionnaire) -> str:
    """The language asked for, if this questionnaire is offered in it."""
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in spoken_for(house, questionnaire) else questionnaire.language


def _in_language(house: House, questionnaire: Questionnaire, language: str) -> Questionnaire:
    if language not in spoken_for(house, questionnaire):
        return questionnaire
    return translated(house, questionnaire, language)


def _said_in(asked: Questionnaire, source: Questionnaire, message: str) -> str:
    """What somebody the questions are not for is told, in their language."""
    pairs = zip(source.screen_out, asked.screen_out, strict=True)
    return next((there.message for here, there in pairs if here.message == message), message)


def _wants_json(request: Request) -> bool:
    """The script asks for JSON; so does whoever sends it and does not ask for a page."""
    accepted = request.headers.get("accept", "")
    sent = request.headers.get("content-type", "")
    return limits.JSON in accepted or ("text/html" not in accepted and sent.startswith(limits.JSON))
