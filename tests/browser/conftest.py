"""What every browser test may ask for: Chromium, a phone in it, the page on a server of its own.

`phone` is a phone with the young person's page of the test's own `house`, served from this process by a real
server, so that a test can look into the store right after a tap. `application` is the whole application as people start
it, in a process of its own with example data. Every phone notes what goes wrong on it: a script's error, a blocked
resource or a request to another host fails the test that caused it.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.applications import Starlette

from survey.house import House
from survey.respond.routes import routes
from survey.settings import CHECKOUT
from tests.browser.phone import Phone

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OpenPhone = Callable[..., Phone]


@dataclass(frozen=True)
class Application:
    """The whole application, running."""

    address: str
    join_code: str
    sign_ins: dict[str, tuple[str, str]]  # role -> username, password
    data_dir: Path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def server(house: House) -> Iterator[str]:
    """The address of a real server with the phone's routes on the test's own house."""
    with serving(house) as address:
        yield address


@pytest.fixture
def open_phone(chromium: Browser, server: str) -> Iterator[OpenPhone]:
    """A phone on the server; any option of a Playwright context may be given."""
    phones: list[Phone] = []

    def open_one(**options: Any) -> Phone:
        phones.append(Phone.on(chromium, server, **options))
        return phones[-1]

    yield open_one
    for phone in phones:
        phone.put_away()


@pytest.fixture
def phone(open_phone: OpenPhone) -> Phone:
    return open_phone()


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """`streamlit run survey_app.py` on example data of its own."""
    data_dir = tmp_path_factory.mktemp("application") / "data"
    environment = os.environ | {"SURVEY_DATA_DIR": str(data_dir), "DATABASE_URL": ""}
    made = subprocess.run(
        [sys.executable, "-m", "survey", "demo", "--json"],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        capture_output=True,
        timeout=180,
    )
    demo = json.loads(made.stdout)
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "survey_app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1"]
    log = (data_dir / "server.log").open("wb")
    process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address + "/s/", process)
        sign_ins = {one["role"]: (one["username"], one["password"]) for one in demo["sign_ins"]}
        yield Application(address, demo["join_code"], sign_ins, data_dir)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@contextmanager
def serving(house: House) -> Iterator[str]:
    port = free_port()
    app = Starlette(routes=routes(lambda: house))
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address + "/s/", thread)
        yield address
    finally:
        running.should_exit = True
        thread.join(20)


def wait_for(address: str, runner: threading.Thread | subprocess.Popen[bytes], seconds: float = 90) -> None:
    """Wait until the address answers; give up at once when whoever should answer is gone."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        alive = runner.is_alive() if isinstance(runner, threading.Thread) else runner.poll() is None
        if not alive:
            raise RuntimeError("the server stopped before it answered")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address
                answer.read()
            return
        except (urllib.error.URLError, OSError):
            threading.Event().wait(0.03)
    raise RuntimeError("the server did not answer in time")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
