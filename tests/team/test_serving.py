"""What leaves this server: compressed, under strict headers, with closed doors, and noted without a code."""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config, file_util
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from survey import accounts, serving
from survey.house import House
from survey.settings import CHECKOUT
from survey.store.tables import Role

STATIC = Path(file_util.get_static_dir())
SHIPPED = (STATIC / "index.html").read_text(encoding="utf-8")
SCRIPT = next(path for path in sorted((STATIC / "static/js").glob("index.*.js")))
PASSWORD = "lantern-otter-87-field"
WORDS = "somebody follows me home"


async def reached(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("reached")


async def crash(_request: Request) -> PlainTextResponse:
    raise RuntimeError(WORDS)


async def own_policy(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("", headers={"content-security-policy": "default-src 'self'"})


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    app = Starlette(
        routes=[
            Route("/", reached),
            Route("/s/{code}", reached),
            Route("/crash/{code}", crash),
            Route("/own", own_policy),
            Route("/team/_stcore/{rest:path}", reached, methods=["GET", "POST", "PUT"]),
            *create_streamlit_static_assets_routes("team"),
        ],
        middleware=serving.middleware(lambda: house),
        exception_handlers=serving.exception_handlers(),  # type: ignore[arg-type]
    )
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def signed_in(client: TestClient, house: House) -> TestClient:
    accounts.create_account(
        house, None, username="ada", display_name="Ada", role=Role.ADMINISTRATOR, password=PASSWORD
    )
    client.cookies.set(serving.COOKIE, accounts.sign_in(house, "ada", PASSWORD).token)
    return client


# --- compressed ---


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", "")],
)
def test_streamlits_scripts_leave_compressed_as_the_browser_can_read_them(
    client: TestClient, accepted: str, coding: str
) -> None:
    with client.stream(
        "GET", f"/team/static/js/{SCRIPT.name}", headers={"accept-encoding": accepted}
    ) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.status_code == 200
    assert answer.headers.get("content-encoding", "") == coding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert unpack(body) == SCRIPT.read_bytes()
    if coding:
        assert len(body) < SCRIPT.stat().st_size / 2
        assert "accept-encoding" in answer.headers["vary"].lower()


def test_a_hashed_file_may_be_kept_for_a_year_but_the_page_never(signed_in: TestClient) -> None:
    assert "max-age=31536000" in signed_in.get(f"/team/static/js/{SCRIPT.name}").headers["cache-control"]
    assert signed_in.get("/team/").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/team/static/../index.html", "/team/static/%2e%2e/%2e%2e/__init__.py"])
def test_no_file_outside_the_folder_is_ever_sent(client: TestClient, path: str) -> None:
    assert "import" not in client.get(path).text


def test_a_first_visit_is_a_quarter_of_what_streamlit_sends_by_itself() -> None:
    first = [STATIC / one for one in re.findall(r'(?:src|href)="\./(static/[^"]+\.(?:js|css))"', SHIPPED)]
    assert len(first) > 20
    plain = sum(file.stat().st_size for file in first)
    assert sum(len(serving._compressed_file(file, "br")) for file in first) < plain / 4


# --- headers ---


def test_every_answer_carries_the_headers_that_keep_a_page_to_itself(client: TestClient) -> None:
    for path in ("/", "/s/K7H4TN", "/nothing/here", f"/team/static/js/{SCRIPT.name}"):
        headers = client.get(path).headers
        for name in serving.EVERYWHERE:
            assert name in headers, (path, name)
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]


def test_a_team_page_runs_scripts_from_here_and_the_one_inline_script_it_has(signed_in: TestClient) -> None:
    page = signed_in.get("/team/")
    policy = page.headers["content-security-policy"]
    inline = re.findall(r"<script>(.*?)</script>", page.text, flags=re.DOTALL)
    assert len(inline) == 1
    assert policy == serving.content_security_policy(page.text)
    assert "script-src 'self' 'sha256-" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def test_a_page_that_set_its_own_policy_keeps_it(client: TestClient) -> None:
    assert client.get("/own").headers["content-security-policy"] == "default-src 'self'"


def test_the_page_we_serve_no_longer_points_programs_at_a_closed_door() -> None:
    page = serving.team_index(SHIPPED)
    assert "agent" in SHIPPED
    assert "agent" not in page
    assert '<html lang="en-GB">' in page
    assert "<title>Streamlit</title>" not in page
    assert page.count("<script") == SHIPPED.count("<script")


# --- closed doors ---


@pytest.mark.parametrize(
    "path",
    [
        "/team/_stcore/metrics",
        "/team/_stcore/agent/interact",
        "/team/_stcore/agent/openapi.json",
        "/team/now/_stcore/agent/mcp",
        "/team/_stcore/upload_file/a/b",
        "/team/_STCORE/METRICS",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_what_nobody_here_needs_is_not_here(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 404
    assert answer.text != "reached"


def test_what_the_pages_need_stays_open(client: TestClient) -> None:
    assert client.get("/team/_stcore/health").text == "reached"


def test_an_unknown_address_gets_a_plain_page_of_our_own(client: TestClient) -> None:
    answer = client.get("/wp-login.php")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        ("http://testserver", True),
        ("https://listen.example.org", True),
        ("https://evil.example", False),
        ("http://localhost:9999", False),
        ("null", False),
        (None, True),
    ],
)
def test_a_live_connection_is_opened_by_our_own_page_or_not_at_all(
    house: House, origin: str | None, let_in: bool
) -> None:
    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    settings = house.settings.model_copy(update={"public_url": "https://listen.example.org"})
    open_house = replace(house, settings=settings)
    app = Starlette(
        routes=[WebSocketRoute("/team/_stcore/stream", talk)],
        middleware=serving.middleware(lambda: open_house),
    )
    with TestClient(app, base_url="http://localhost") as client:
        headers = {"origin": origin} if origin else {}
        if let_in:
            with client.websocket_connect("/team/_stcore/stream", headers=headers):
                pass
        else:
            with (
                pytest.raises(WebSocketDisconnect),
                client.websocket_connect("/team/_stcore/stream", headers=headers),
            ):
                pass


def test_nothing_asks_elsewhere_for_this_machines_address() -> None:
    """Streamlit's welcome does, when nobody is there to see it; so it is off and we say our own."""
    assert re.search(r"\[logger\][^\[]*hideWelcomeMessage = true", settings_file())


# --- the door ---


def test_a_new_office_is_led_to_its_first_page(client: TestClient) -> None:
    for path in ("/", "/team", "/team/", "/team/now"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/set-up")


def test_whoever_is_not_signed_in_loads_nothing_heavy(signed_in: TestClient) -> None:
    signed_in.cookies.clear()
    assert signed_in.get("/team/wave").headers["location"] == "/sign-in"
    signed_in.cookies.set(serving.COOKIE, "made-up")
    assert signed_in.get("/team/wave").headers["location"] == "/sign-in"
    assert signed_in.get("/").text == "reached"


def test_whoever_is_signed_in_gets_the_page(signed_in: TestClient) -> None:
    answer = signed_in.get("/team/wave")
    assert answer.status_code == 200
    assert 'id="root"' in answer.text


# --- what is noted ---


def test_the_journal_names_neither_a_code_nor_an_address(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="survey.journal"):
        client.get("/s/K7H4TN?language=pl")
        client.get("/team/wave?session=K7H4TN")
    noted = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("survey"))
    assert "GET phone 200" in noted
    assert "GET team 303" in noted
    assert "K7H4TN" not in noted
    assert "testclient" not in noted


def test_a_crash_shows_a_plain_page_and_keeps_words_and_code_out_of_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get("/crash/K7H4TN")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    noted = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("survey"))
    assert "test_serving.py" in noted  # where it happened is there
    for secret in (WORDS, "K7H4TN"):
        assert secret not in answer.text
        assert secret not in noted


def test_other_loggers_leave_the_message_of_a_crash_out_too(caplog: pytest.LogCaptureFixture) -> None:
    serving.keep_words_out_of_the_log()
    logger = logging.getLogger("streamlit.error_util")
    try:
        raise ValueError(WORDS)
    except ValueError:
        logger.error("Uncaught app execution", exc_info=True)
    assert "ValueError" in caplog.text
    assert WORDS not in caplog.text


# --- Streamlit's own settings ---


def test_the_costly_collection_after_every_run_still_exists_and_is_off() -> None:
    """Measured: with it on, over nine tenths of the processor went there. A new version may rename it."""
    assert "runner.postScriptGC" in config._config_options_template
    options = config._config_options_template["runner.postScriptGC"]
    assert options.default_val is True
    assert re.search(r"\[runner\][^\[]*postScriptGC = false", settings_file(), flags=re.DOTALL)


def test_every_setting_in_the_file_is_one_this_streamlit_knows() -> None:
    import tomllib

    def flat(prefix: str, table: dict[str, object]) -> Iterator[str]:
        for name, value in table.items():
            if isinstance(value, dict):
                yield from flat(f"{prefix}{name}.", value)
            else:
                yield prefix + name

    named = set(flat("", tomllib.loads(settings_file())))
    assert named <= set(config._config_options_template)
    assert {"browser.gatherUsageStats", "server.baseUrlPath", "client.showErrorDetails"} <= named


def settings_file() -> str:
    return (CHECKOUT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
