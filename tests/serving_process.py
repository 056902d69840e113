"""A real server in a process of its own, started as the README says, to be talked to and to be killed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from survey.settings import CHECKOUT, Settings

STARTS_WITHIN_S = 90
ANSWERS_WITHIN_S = 60


@dataclass(frozen=True)
class Server:
    """`streamlit run survey_app.py` on a port of this machine."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def send(self, code: str, body: Mapping[str, Any]) -> int | None:
        """Post a submission as the page's script does. None when no answer came back."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERS_WITHIN_S)
        try:
            connection.request(
                "POST",
                f"/s/{code}",
                json.dumps(body).encode(),
                {"content-type": "application/json", "accept": "application/json"},
            )
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def kill(self) -> None:
        """As a power cut would: nothing is said, nothing is tidied."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)


@contextmanager
def running_server(settings: Settings, log: Path) -> Iterator[Server]:
    """Started on the given folder and database, ready to answer."""
    port = _free_port()
    environment = os.environ | {
        "SURVEY_DATA_DIR": str(settings.data_dir),
        "SURVEY_QUESTIONNAIRES_DIR": str(settings.questionnaires_dir),
        "DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "streamlit", "run", "survey_app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    server = Server(process, port, log)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        if process.poll() is None:
            server.kill()


def _wait_until_ready(server: Server) -> None:
    give_up = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < give_up:
        if server.process.poll() is not None:
            raise AssertionError(f"the server ended before it answered:\n{server.log.read_text()}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", "/s/")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError(f"the server did not answer:\n{server.log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
