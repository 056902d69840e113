"""What we called sent is there, even if the machine died in the same moment."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import select

from survey.house import House
from survey.store.tables import FreeText, Response, Sitting
from tests.conftest import Clock, OpenSession, People
from tests.serving_process import Server, running_server

SENDS = 200
AT_ONCE = 25
KILLED_AFTER = 70


def bodies(sitting: Sitting) -> list[dict[str, Any]]:
    return [
        {
            "submission_id": str(uuid.uuid4()),
            "version": sitting.questionnaire_version,
            "language": "en",
            "answers": {"age_band": "14-15", "unsafe_why": f"lamp number {number} is broken"},
        }
        for number in range(SENDS)
    ]


def acknowledged_until_killed(server: Server, code: str, all_of_them: list[dict[str, Any]]) -> set[str]:
    """Send everything at once and kill the server in the middle; the ids it said it had."""
    acknowledged: set[str] = set()
    lock = threading.Lock()

    def send(body: dict[str, Any]) -> None:
        status = server.send(code, body)
        if status is None:
            return
        assert status == 201, status
        with lock:
            acknowledged.add(body["submission_id"])
            if len(acknowledged) == KILLED_AFTER:
                server.kill()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(send, all_of_them))
    return acknowledged


def kept_keys(house: House) -> set[str]:
    with house.database.reading() as session:
        return set(session.exec(select(Response.submission_key)))


def test_a_server_killed_among_two_hundred_sends_loses_no_acknowledged_answer_and_doubles_none(
    any_house: House, people: People, open_session: OpenSession, clock: Clock, tmp_path: Path
) -> None:
    clock.moment = datetime.now(UTC)  # the clock of the server is the one on the wall
    sitting = open_session(cap=SENDS)
    code = sitting.code or ""
    all_of_them = bodies(sitting)

    with running_server(any_house.settings, tmp_path / "first.log") as server:
        acknowledged = acknowledged_until_killed(server, code, all_of_them)
    assert KILLED_AFTER <= len(acknowledged) < SENDS

    def key(submission_id: str) -> str:
        return any_house.vault.keyed_hash("submission", submission_id)

    assert {key(one) for one in acknowledged} <= kept_keys(any_house)
    survivors = kept_keys(any_house)

    with (
        running_server(any_house.settings, tmp_path / "second.log") as server,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        told = dict(
            zip(
                (body["submission_id"] for body in all_of_them),
                pool.map(lambda body: server.send(code, body), all_of_them),
                strict=True,
            )
        )
    assert {one for one, status in told.items() if status == 200} == {
        one for one in told if key(one) in survivors
    }
    assert set(told.values()) == {200, 201}
    assert len(kept_keys(any_house)) == SENDS
    with any_house.database.reading() as session:
        assert session.get_one(Sitting, sitting.id).accepted == SENDS
        texts = session.exec(select(FreeText.cleared_text)).all()
    assert Counter(texts) == Counter(f"lamp number {number} is broken" for number in range(SENDS))
