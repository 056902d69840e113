"""What we called sent is there, even if the machine died in the same moment."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from survey import audit, responses
from survey.house import House
from survey.responses import Submission
from survey.store.tables import FreeText, Response, Sitting, TextState
from tests.conftest import Clock, OpenSession, People
from tests.killed import Killed, killed_at, raise_killed
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


HARM = "my stepdad hits me every night and my mate Rory saw it, ring 07700 900123"


def whole(house: House) -> tuple[Any, ...]:
    """Everything a send can leave behind."""
    with house.database.reading() as session:
        return (
            len(session.exec(select(Response.id)).all()),
            [(one.state, one.sealed is not None, one.cleared_text) for one in session.exec(select(FreeText))],
            [one.accepted for one in session.exec(select(Sitting))],
            audit.latest(house),
        )


def test_a_send_that_ends_between_any_two_steps_is_kept_whole_or_not_at_all(
    any_house: House, open_session: OpenSession
) -> None:
    sitting = open_session(cap=SENDS)
    (body,) = bodies(sitting)[:1]
    sent = Submission(body["submission_id"], body["version"], "en", {"age_band": "14-15", "unsafe_why": HARM})
    before, died = whole(any_house), 0
    while True:
        try:
            with killed_at(any_house.database, died + 1, raise_killed):
                responses.accept(any_house, sitting.code or "", sent)
        except Killed:
            died += 1
            assert whole(any_house) == before
        else:
            break
    assert died >= 6
    number, texts, accepted, _ = whole(any_house)
    assert (number, texts, accepted) == (1, [(TextState.HELD, True, None)], [1])
    assert not responses.accept(any_house, sitting.code or "", sent).first  # sent again, not counted again
    assert whole(any_house)[0] == 1


@pytest.mark.parametrize(
    "seam", ["survey.vault.Vault.seal", "survey.house.screen", "survey.responses.FreeText"]
)
def test_a_step_of_receiving_that_fails_keeps_nothing_and_lets_nothing_through(
    house: House, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch, seam: str
) -> None:
    sitting = open_session(cap=SENDS)
    (body,) = bodies(sitting)[:1]
    sent = Submission(body["submission_id"], body["version"], "en", {"age_band": "14-15", "unsafe_why": HARM})
    before = whole(house)
    with monkeypatch.context() as patched:
        patched.setattr(seam, lambda *_, **__: raise_killed())
        with pytest.raises(Killed):
            responses.accept(house, sitting.code or "", sent)
    assert whole(house) == before
    assert responses.accept(house, sitting.code or "", sent).first
    assert whole(house)[1] == [(TextState.HELD, True, None)]
