"""Before the team's pages: signing in and out, and the first minute of a new office.

Light HTML pages that work without a script and load in one request and a style sheet. They answer: *who are
you?* and, while nobody has an account, *what do you want to do here?* Passwords, lock-outs and tokens
belong to `survey.accounts`; this module carries a form to it and a cookie back.

A cookie that scripts cannot read and other sites cannot send holds the token. Every form is refused unless
it was sent from one of these pages (`_from_here`). The first account can only be made from the computer the
program runs on, because until it exists nobody can be asked for a password.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from anyio import to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.auth_util import get_secrets_auth_section

from survey import accounts
from survey.example import SignInShown
from survey.house import House
from survey.look_around import ExampleProblem, make_example, ways_in
from survey.serving import COOKIE, TEAM
from survey.store.tables import Role
from survey.team.colours import colours_of
from survey.team.words import ROLES

FIELD_LIMIT: Final = 256
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


def routes(house: Callable[[], House]) -> list[Route]:
    """Every address of the door, bound to a way of reaching the house."""

    def bound(handler: Callable[[House, Request, FormData], Response]) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            form = FormData()
            if request.method == "POST":
                if not _from_here(request):
                    return _page(house(), "refused.html", request, status=403)
                form = await request.form(max_files=0, max_fields=12)
            return await to_thread.run_sync(handler, house(), request, form)

        return endpoint

    return [
        Route("/sign-in", bound(_sign_in_page), methods=["GET"]),
        Route("/sign-in", bound(_sign_in), methods=["POST"]),
        Route("/sign-in/look.css", bound(_look), methods=["GET"]),
        Route("/sign-out", bound(_sign_out_page), methods=["GET"]),
        Route("/sign-out", bound(_sign_out), methods=["POST"]),
        Route("/set-up", bound(_set_up_page), methods=["GET"]),
        Route("/set-up", bound(_set_up), methods=["POST"]),
        Route("/set-up/example", bound(_look_around), methods=["POST"]),
    ]


# --- signing in and out -----------------------------------------------------------------------------------


def _sign_in_page(
    house: House, request: Request, _form: FormData, problem: str = "", name: str = ""
) -> Response:
    if not accounts.any_account(house):
        return _to("/set-up")
    return _page(
        house,
        "sign_in.html",
        request,
        status=401 if problem else 200,
        problem=problem,
        username=name,
        role_words=ROLES,
        example_people=_example_people(house, request),
        organisation=_organisation_sign_in(),
    )


def _example_people(house: House, request: Request) -> list[SignInShown]:
    """In an example made here, everybody there is, in the order of the walk through it."""
    found = ways_in(house) if _at_this_computer(house, request) else ()
    return sorted(found, key=lambda person: list(ROLES).index(Role(person.role)))


def _sign_in(house: House, request: Request, form: FormData) -> Response:
    username, password = _field(form, "username"), _field(form, "password")
    if not username or not password:
        return _sign_in_page(
            house, request, form, "Please give both your user name and your password.", username
        )
    try:
        signed_in = accounts.sign_in(house, username, password)
    except accounts.SignInRefused as refused:
        return _sign_in_page(house, request, form, str(refused), username)
    return _with_cookie(_to(f"{TEAM}/"), request, signed_in.token)


def _sign_out_page(house: House, request: Request, _form: FormData) -> Response:
    return _page(house, "sign_out.html", request)


def _sign_out(house: House, request: Request, _form: FormData) -> Response:
    token = request.cookies.get(COOKIE)
    if token:
        accounts.sign_out(house, token)
    answer = _to("/sign-in")
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


# --- the first minute of a new office ---------------------------------------------------------------------


def _set_up_page(
    house: House, request: Request, _form: FormData, problem: str = "", given: dict[str, str] | None = None
) -> Response:
    if accounts.any_account(house):
        return _to("/sign-in")
    return _page(
        house,
        "set_up.html",
        request,
        status=400 if problem else 200,
        problem=problem,
        given=given or {},
        at_this_computer=_at_this_computer(house, request),
        by_command_only=_behind_a_proxy(house),
        port=request.url.port or 80,
    )


def _set_up(house: House, request: Request, form: FormData) -> Response:
    if not _at_this_computer(house, request):
        return _page(house, "refused.html", request, status=403)
    given = {name: _field(form, name) for name in ("display_name", "username")}
    password = _field(form, "password")
    if password != _field(form, "password_again"):
        return _set_up_page(house, request, form, "The two passwords are not the same.", given)
    try:
        accounts.create_account(house, None, role=Role.ADMINISTRATOR, password=password, **given)
        signed_in = accounts.sign_in(house, given["username"], password)
    except accounts.NotAllowed:  # somebody was quicker
        return _to("/sign-in")
    except (accounts.AccountProblem, accounts.SignInRefused) as problem:
        return _set_up_page(house, request, form, str(problem), given)
    return _with_cookie(_to(f"{TEAM}/"), request, signed_in.token)


def _look_around(house: House, request: Request, form: FormData) -> Response:
    if not _at_this_computer(house, request):
        return _page(house, "refused.html", request, status=403)
    try:
        make_example(house)
    except ExampleProblem as problem:
        return _set_up_page(house, request, form, str(problem))
    return _to("/sign-in")


# --- helpers ----------------------------------------------------------------------------------------------


def _page(house: House, template: str, request: Request, *, status: int = 200, **values: object) -> Response:
    words = _pages.get_template(template).render(office=house.office, is_example=house.is_example, **values)
    return HTMLResponse(words, status, headers={"cache-control": "no-store"})


def _look(house: House, _request: Request, _form: FormData) -> Response:
    return Response(
        _style_sheet(house.office.accent),
        headers={"content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=3600"},
    )


@functools.lru_cache(maxsize=4)
def _style_sheet(accent: str) -> str:
    return _pages.get_template("look.css").render(colours=colours_of(accent))


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"cache-control": "no-store"})


def _with_cookie(answer: Response, request: Request, token: str) -> Response:
    answer.set_cookie(
        COOKIE, token, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return answer


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value[:FIELD_LIMIT] if isinstance(value, str) else ""


def _from_here(request: Request) -> bool:
    """Whether a page of this very address sent the form. Browsers say so; nothing else sends forms."""
    origin = request.headers.get("origin") or request.headers.get("referer", "")
    same_host = urlsplit(origin).netloc == request.headers.get("host", "-")
    return same_host and request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _at_this_computer(house: House, request: Request) -> bool:
    """Whether the browser runs on the computer the program runs on, by its address and the name it used.

    The name matters because a page elsewhere can point its own name at this computer; anything forwarded by a
    proxy counts as elsewhere. A proxy need not say that it forwards: see `_behind_a_proxy`. The address is
    looked at and forgotten.
    """
    if _behind_a_proxy(house):
        return False
    forwarded = {"x-forwarded-for", "forwarded", "x-real-ip"} & set(request.headers)
    return (
        not forwarded
        and _is_loopback(request.client.host if request.client else "")
        and (request.url.hostname == "localhost" or _is_loopback(request.url.hostname or ""))
    )


def _behind_a_proxy(house: House) -> bool:
    """Whether others reach this program by HTTPS, which something in front of it provides.

    To the program everybody may then look as if they sat at this computer, so the first account is made by
    the command, and no example offers its ways in.
    """
    public = urlsplit(house.settings.public_url or "")
    name = public.hostname or ""
    return public.scheme == "https" and name != "localhost" and not _is_loopback(name)


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    inner = getattr(parsed, "ipv4_mapped", None)
    return (inner or parsed).is_loopback


def _organisation_sign_in() -> bool:
    """Whether the office's own sign-in (OpenID Connect) is configured in Streamlit's secrets."""
    return bool(get_secrets_auth_section())
