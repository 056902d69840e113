"""Sealed on a phone, opened here: only by us, only as it was, and taken once."""

from __future__ import annotations

import json
import logging
import os
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from httpx import Response as Answer
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey import rotation, sealed_sends, sessions
from survey.envelopes import FORMAT, INFO, KEY_ID_BYTES
from survey.house import House
from survey.respond import assets, limits
from survey.respond.routes import routes
from survey.store.tables import Response, Sitting
from survey.throttle import Limit
from survey.vault import CannotOpen, Vault, open_vault
from tests.conftest import Clock, OpenSession, People

WORDS = "they wait for me behind the shops"
SEALED = {"content-type": "application/octet-stream", "accept": "application/json"}


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: house)), follow_redirects=False)


@pytest.fixture
def sitting(open_session: OpenSession) -> Sitting:
    return open_session()


def seal(public_key: bytes, text: bytes) -> bytes:
    """As `respond/static/seal.js` does it, written a second time."""
    key_id, spki = public_key[:KEY_ID_BYTES], public_key[KEY_ID_BYTES:]
    theirs = load_der_public_key(spki)
    assert isinstance(theirs, EllipticCurvePublicKey)
    ours = generate_private_key(SECP256R1())
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    head = FORMAT + key_id + point
    secret = HKDF(SHA256(), 32, salt=head, info=INFO).derive(ours.exchange(ECDH(), theirs))
    nonce = os.urandom(12)
    return head + nonce + AESGCM(secret).encrypt(nonce, text, head)


def submission(sitting: Sitting, **changes: Any) -> dict[str, Any]:
    answers = {"age_band": "14-15", "worries": ["followed"], "unsafe_why": WORDS}
    body = {"version": sitting.questionnaire_version, "language": "en", "answers": answers}
    return {"submission_id": str(uuid.uuid4())} | body | changes


def sealed(
    house: House, sitting: Sitting, body: Mapping[str, Any], *, code: str = "", ticket: str | None = None
) -> bytes:
    shown = sealed_sends.ticket(house, sitting) if ticket is None else ticket
    text = f"{code or sitting.code} {shown}\n{json.dumps(body)}".encode()
    return seal(sealed_sends.public_key(house), text + b" " * (-len(text) % 4096))


def send(client: TestClient, envelope: bytes, **headers: str) -> Answer:
    return client.post("/s/later", content=envelope, headers=SEALED | headers)


def stored(house: House) -> list[Response]:
    with house.database.session() as session:
        return list(session.exec(select(Response)))


# --- once, and as it was sent


def test_a_sealed_send_is_stored_once_like_any_other(
    client: TestClient, house: House, sitting: Sitting
) -> None:
    body = submission(sitting)
    envelope = sealed(house, sitting, body)
    seen = [send(client, envelope) for _ in range(3)]
    assert [one.status_code for one in seen] == [201, 200, 200]
    # The same answers sealed again, or sent as they are: still one.
    assert send(client, sealed(house, sitting, body)).status_code == 200
    assert client.post(f"/s/{sitting.code}", json=body).status_code == 200
    (one,) = stored(house)
    assert (one.answers["worries"], one.answers["unsafe_why"], one.late) == (["followed"], "given", False)


def test_sending_it_again_tells_whoever_found_it_nothing_about_the_answers(
    client: TestClient, house: House, sitting: Sitting
) -> None:
    envelope = sealed(house, sitting, submission(sitting))
    assert send(client, envelope).json() == {"first": True}
    assert send(client, envelope).json() == {"first": False}


def test_other_answers_under_the_same_id_are_refused(
    client: TestClient, house: House, sitting: Sitting
) -> None:
    body = submission(sitting)
    assert send(client, sealed(house, sitting, body)).status_code == 201
    changed = send(client, sealed(house, sitting, body | {"answers": {"age_band": "12-13"}}))
    assert (changed.status_code, changed.json()["reason"]) == (409, "conflict")
    assert len(stored(house)) == 1


# --- only what our page sealed


@given(data=st.data())
def test_one_changed_bit_anywhere_keeps_an_envelope_shut(data: st.DataObject) -> None:
    vault = Vault([b"k" * 32])
    envelope = bytearray(seal(vault.public_key, WORDS.encode()))
    envelope[data.draw(st.integers(0, len(envelope) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen) as refused:
        vault.open_envelope(bytes(envelope))
    assert WORDS not in str(refused.value)


@given(st.binary(max_size=300))
def test_bytes_that_were_never_sealed_are_refused(garbage: bytes) -> None:
    vault = Vault([b"k" * 32])
    for one in (
        garbage,
        vault.public_key[:KEY_ID_BYTES] + garbage,
        FORMAT + bytes.fromhex(vault.key_id) + garbage,
    ):
        with pytest.raises(CannotOpen):
            vault.open_envelope(one)


@given(st.binary(max_size=5000))
def test_what_is_sealed_opens_as_it_was_and_hides_it(text: bytes) -> None:
    vault = Vault([b"k" * 32])
    envelope = seal(vault.public_key, text)
    assert vault.open_envelope(envelope) == text
    assert len(text) < 4 or text not in envelope


def test_a_send_that_was_changed_or_sealed_for_somebody_else_is_told_so(
    client: TestClient, house: House, sitting: Sitting
) -> None:
    envelope = sealed(house, sitting, submission(sitting))
    elsewhere = seal(Vault([b"k" * 32]).public_key, b"not for us")
    for one in (envelope[:-1], envelope[:-1] + bytes([envelope[-1] ^ 1]), elsewhere, b"", b"\x00" * 200):
        answer = send(client, one)
        assert (answer.status_code, answer.json()["reason"]) == (400, "not_opened")
    assert not stored(house)


@pytest.mark.parametrize(
    "text", [b"", b"no line", b"\n{}", b"lower1 x\n{}", b"\xff\xfe 1\n{}", b"K7H4TN" + b"7" * 500 + b"\n{}"]
)
def test_what_opens_but_is_no_send_is_refused(client: TestClient, house: House, text: bytes) -> None:
    answer = send(client, seal(sealed_sends.public_key(house), text))
    assert (answer.status_code, answer.json()["reason"]) == (400, "not_opened")


def test_a_body_that_is_no_submission_is_refused_without_being_repeated(
    client: TestClient, house: House, sitting: Sitting
) -> None:
    for body in ({"answers": {}}, submission(sitting) | {WORDS: 1}, [WORDS]):
        answer = send(client, sealed(house, sitting, body))  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["reason"]) == (400, "unreadable")
        assert WORDS not in answer.text


def test_a_code_no_session_has_is_refused_and_counted(
    client: TestClient, house: House, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNKNOWN_CODES", Limit(2, limits.UNKNOWN_CODES.within))
    envelope = sealed(house, sitting, submission(sitting), code="DDDD22")
    assert [send(client, envelope).status_code for _ in range(3)] == [404, 404, 429]


# --- late


def test_late_answers_come_in_for_three_days_are_marked_and_then_refused(
    client: TestClient, house: House, people: People, clock: Clock, sitting: Sitting
) -> None:
    envelopes = [sealed(house, sitting, submission(sitting)) for _ in range(2)]
    sessions.close(house, people.leader, sitting.id)
    clock.turn(hours=71.9)
    assert send(client, envelopes[0]).status_code == 201
    clock.turn(hours=0.2)
    answer = send(client, envelopes[1])
    assert (answer.status_code, answer.json()["reason"]) == (410, "closed")
    assert send(client, envelopes[0]).status_code == 200  # a repeat stays a repeat
    assert [one.late for one in stored(house)] == [True]


def test_a_session_whose_time_ran_out_is_treated_alike_and_closing_it_later_gives_no_more_time(
    client: TestClient, house: House, people: People, clock: Clock, sitting: Sitting
) -> None:
    clock.turn(hours=4 + 70)
    assert send(client, sealed(house, sitting, submission(sitting))).status_code == 201
    sessions.close(house, people.leader, sitting.id)
    assert send(client, sealed(house, sitting, submission(sitting))).status_code == 201
    clock.turn(hours=3)
    assert send(client, sealed(house, sitting, submission(sitting))).status_code == 410
    assert [one.late for one in stored(house)] == [True, True]


def test_an_office_can_set_how_late_or_take_none(
    house: House, people: People, clock: Clock, sitting: Sitting
) -> None:
    strict = replace(house, settings=house.settings.model_copy(update={"late_sends_hours": 0}))
    sessions.close(house, people.leader, sitting.id)
    client = TestClient(Starlette(routes=routes(lambda: strict)))
    assert send(client, sealed(strict, sitting, submission(sitting))).status_code == 410
    assert "We take late answers" not in client.get(f"/s/{sitting.code}").text


def test_without_the_ticket_of_this_very_session_nothing_comes_in_late(
    client: TestClient, house: House, people: People, sitting: Sitting, open_session: OpenSession
) -> None:
    foreign = sealed_sends.ticket(house, open_session())
    assert send(client, sealed(house, sitting, submission(sitting), ticket=foreign)).status_code == 201
    sessions.close(house, people.leader, sitting.id)
    for ticket in (foreign, "", "x" * 24):
        answer = send(client, sealed(house, sitting, submission(sitting), ticket=ticket))
        assert (answer.status_code, answer.json()["reason"]) == (410, "closed")
    assert client.post(f"/s/{sitting.code}", json=submission(sitting)).status_code == 410


def test_the_ticket_is_only_given_while_there_is_a_page(
    client: TestClient, house: House, people: People, sitting: Sitting
) -> None:
    later = f"/s/{sitting.code}/later"
    assert client.get(later).json()["ticket"] == sealed_sends.ticket(house, sitting)
    sessions.pause(house, people.leader, sitting.id)
    assert client.get(later).status_code == 200  # the page was open a moment ago
    sessions.close(house, people.leader, sitting.id)
    answer = client.get(later)
    assert answer.status_code == 410
    assert sealed_sends.ticket(house, sitting) not in answer.text
    assert client.get("/s/DDDD22/later").status_code == 404


def test_the_cap_holds_for_late_answers_too(
    client: TestClient, house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session(cap=1)
    sessions.close(house, people.leader, sitting.id)
    assert send(client, sealed(house, sitting, submission(sitting))).status_code == 201
    answer = send(client, sealed(house, sitting, submission(sitting)))
    assert (answer.status_code, answer.json()["reason"]) == (403, "full")


def test_a_voided_session_takes_nothing_late_and_a_paused_one_asks_to_wait(
    client: TestClient, house: House, people: People, sitting: Sitting
) -> None:
    envelope = sealed(house, sitting, submission(sitting))
    sessions.pause(house, people.leader, sitting.id)
    assert send(client, envelope).json()["reason"] == "paused"
    sessions.void(house, people.administrator, sitting.id, "the wrong group")
    assert send(client, envelope).json()["reason"] == "closed"
    assert not stored(house)


def test_late_answers_are_marked_on_either_database(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    sessions.close(any_house, people.leader, sitting.id)
    client = TestClient(Starlette(routes=routes(lambda: any_house)))
    assert send(client, sealed(any_house, sitting, submission(sitting))).status_code == 201
    assert [one.late for one in stored(any_house)] == [True]


# --- the key changes


def test_an_envelope_opens_after_one_rotation_and_is_kindly_refused_after_two(
    client: TestClient, house: House, sitting: Sitting
) -> None:
    envelopes = [sealed(house, sitting, submission(sitting)) for _ in range(2)]
    before = sealed_sends.public_key(house)

    def again() -> House:
        return replace(house, vault=open_vault(house.settings.data_dir / "keys"))

    rotation.rotate(again())
    assert sealed_sends.public_key(house) != before
    assert send(client, envelopes[0]).status_code == 201
    rotation.rotate(again())
    answer = send(client, envelopes[1])
    assert (answer.status_code, answer.json()["reason"]) == (400, "not_opened")


def test_every_process_with_the_same_ring_has_the_same_public_key() -> None:
    ring = [b"a" * 32, b"b" * 32]
    assert Vault(ring).public_key == Vault(ring).public_key != Vault(ring[1:]).public_key


# --- the door


def test_a_sealed_send_keeps_to_the_rules_of_the_door(
    client: TestClient, house: House, sitting: Sitting
) -> None:
    envelope = sealed(house, sitting, submission(sitting))
    assert send(client, envelope, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert send(client, envelope, origin="https://elsewhere.example").status_code == 403
    assert send(client, envelope, **{"content-type": "application/json"}).status_code == 415
    assert send(client, b"\x01" * (sealed_sends.LARGEST + 1)).status_code == 413
    assert client.get("/s/later").status_code == 405
    assert not stored(house)
    assert send(client, envelope, **{"sec-fetch-site": "same-origin"}).status_code == 201


def test_a_body_too_large_to_be_sent_is_too_large_sealed(
    client: TestClient, house: House, sitting: Sitting
) -> None:
    body = submission(sitting, answers={"unsafe_why": "a" * limits.LARGEST_BODY})
    assert send(client, sealed(house, sitting, body)).status_code == 413


def test_envelopes_that_do_not_open_are_counted(
    client: TestClient, house: House, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNOPENED_SENDS", Limit(2, limits.UNOPENED_SENDS.within))
    assert [send(client, b"\x01" * 200).status_code for _ in range(3)] == [400, 400, 429]
    assert send(client, sealed(house, sitting, submission(sitting))).status_code == 201


def test_no_word_of_a_refused_send_is_logged(
    client: TestClient, house: House, people: People, sitting: Sitting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    envelope = sealed(house, sitting, submission(sitting))
    sessions.void(house, people.administrator, sitting.id, "the wrong group")
    assert WORDS not in send(client, envelope).text
    assert WORDS not in caplog.text
    assert str(sitting.code) not in caplog.text
    assert WORDS not in repr(sealed_sends.unseal(house, envelope))


def test_the_worker_is_served_for_its_folder_and_may_only_speak_to_us(client: TestClient) -> None:
    answer = client.get("/s/worker.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"
    assert "service-worker-allowed" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_what_comes_later_may_run_on_the_page_it_comes_to(client: TestClient, sitting: Sitting) -> None:
    page = client.get(f"/s/{sitting.code}")
    later = client.get(f"/s/{sitting.code}/later")
    assert later.headers["content-encoding"] == "gzip"
    assert assets.Inline.of(later.json()["script"]).source in page.headers["content-security-policy"]
    assert f'data-later="{assets.later_version()}"' in page.text
