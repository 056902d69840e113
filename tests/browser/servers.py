"""Real servers, for tests and benchmarks: the phone's routes in a thread, the application in a process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from survey.house import House
from survey.respond.routes import routes
from survey.settings import CHECKOUT

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Application:
    """The whole application, running on example data."""

    address: str
    join_code: str
    sign_ins: dict[str, tuple[str, str]]  # role -> username, password
    data_dir: Path


@contextmanager
def phone_server(house: House, port: int = 0) -> Iterator[str]:
    """The address of the young person's page on this house, served from a thread."""
    port = port or free_port()
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


@contextmanager
def whole_application(data_dir: Path) -> Iterator[Application]:
    """`streamlit run survey_app.py` on an example workspace in this folder."""
    environment = os.environ | {
        "SURVEY_DATA_DIR": str(data_dir),
        "DATABASE_URL": "",
        "SURVEY_EXAMPLE": "small",
    }
    demo = json.loads(survey_command(environment, "demo", "--json"))
    with streamlit(CHECKOUT / "survey_app.py", environment, answers_at="/s/") as address:
        sign_ins = {one["role"]: (one["username"], one["password"]) for one in demo["sign_ins"]}
        yield Application(address, demo["join_code"], sign_ins, data_dir)


@contextmanager
def streamlit(script: Path, environment: dict[str, str], answers_at: str) -> Iterator[str]:
    """Streamlit's own server running a script, at an address of its own."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1"]
    process = subprocess.Popen(
        command, cwd=script.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address + answers_at, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def survey_command(environment: dict[str, str], *arguments: str) -> str:
    """What `python -m survey` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "survey", *arguments],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.stdout


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
