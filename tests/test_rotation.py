"""The key changes and no text is lost; then the old one goes, and old copies become unreadable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey import audit, rotation
from survey.house import House
from survey.rotation import RotationProblem
from survey.screening import queue
from survey.store import sealed
from survey.vault import CannotOpen, Vault, new_key, open_vault
from tests.conftest import OpenSession, People
from tests.screening.held import WORDS, hold, stored


def again(house: House) -> House:
    """The house as the next process opens it."""
    return replace(house, vault=open_vault(house.settings.data_dir / "keys"))


def test_after_a_rotation_every_text_is_sealed_with_the_new_key_and_reads_as_before(
    any_house: House, people: People, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed, "BATCH", 3)
    sitting = open_session()
    texts = [hold(any_house, sitting, f"{WORDS} {number}") for number in range(8)]
    old = any_house.vault.key_id
    report = rotation.rotate(any_house)
    assert (report.resealed, report.unreadable, report.dropped) == (8, 0, ())
    reopened = again(any_house)
    assert reopened.vault.key_id == report.key_id != old
    assert all(reopened.vault.is_current(stored(any_house, one).sealed or b"") for one in texts)
    assert {one.text for one in queue.waiting(reopened, people.lead)} == {f"{WORDS} {n}" for n in range(8)}


def test_a_running_server_goes_on_with_the_new_key(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    hold(house, sitting)
    rotation.rotate(again(house))
    text_id = hold(house, sitting, "written after the change")
    assert house.vault.is_current(stored(house, text_id).sealed or b"")
    assert {one.text for one in queue.waiting(house, people.lead)} == {WORDS, "written after the change"}


def test_the_key_just_replaced_stays_until_the_next_rotation_and_then_goes(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    text_id = hold(any_house, open_session())
    in_a_backup = stored(any_house, text_id).sealed or b""
    first = any_house.vault.key_id
    assert rotation.rotate(any_house).dropped == ()
    assert again(any_house).vault.open(in_a_backup, text_id) == WORDS
    report = rotation.rotate(again(any_house))
    assert report.dropped == (first,)
    with pytest.raises(CannotOpen):
        again(any_house).vault.open(in_a_backup, text_id)
    assert queue.item(again(any_house), people.lead, text_id).text == WORDS


def test_a_key_some_text_still_needs_is_never_dropped(
    house: House, people: People, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    text_id = hold(house, open_session())
    with monkeypatch.context() as broken:
        broken.setattr(rotation, "_reseal_everything", lambda _: (0, 0))
        for _ in range(3):
            rotation.rotate(again(house))
    assert queue.item(again(house), people.lead, text_id).text == WORDS


def test_a_rotation_that_stops_half_way_loses_nothing_and_the_next_one_finishes(
    house: House, people: People, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = open_session()
    monkeypatch.setattr(sealed, "BATCH", 2)
    for number in range(6):
        hold(house, sitting, f"{WORDS} {number}")
    reseal = Vault.reseal
    done: list[str] = []

    def stop_at_the_fourth(self: Vault, old: bytes, about: str) -> bytes:
        done.append(about)
        if len(done) == 4:
            raise KeyboardInterrupt
        return reseal(self, old, about)

    with monkeypatch.context() as stopped:
        stopped.setattr(Vault, "reseal", stop_at_the_fourth)
        with pytest.raises(KeyboardInterrupt):
            rotation.rotate(house)
    assert {one.text for one in queue.waiting(again(house), people.lead)} == {
        f"{WORDS} {n}" for n in range(6)
    }
    assert rotation.reseal(again(house)).resealed == 4
    assert {one.text for one in queue.waiting(again(house), people.lead)} == {
        f"{WORDS} {n}" for n in range(6)
    }


def test_receipts_tokens_and_the_log_survive_a_rotation(house: House, people: People) -> None:
    with house.database.session() as session:
        audit.record(session, house, people.lead, "before", "x")
    before = house.vault.keyed_hash("receipt", "abc")
    for _ in range(3):
        rotation.rotate(again(house))
    assert again(house).vault.keyed_hash("receipt", "abc") == before
    assert audit.verify(again(house)) == []
    assert [one.action for one in audit.entries(house, people.administrator)][:3] == ["key changed"] * 3


def test_a_text_sealed_with_a_lost_key_is_counted_and_left(house: House, open_session: OpenSession) -> None:
    lost = Vault([b"z" * 32]).seal(WORDS, "x")
    text_id = hold(house, open_session(), sealed=lost)
    assert rotation.rotate(house).unreadable == 1
    assert stored(house, text_id).sealed == lost


def test_keys_in_the_environment_are_changed_there_and_then_everything_is_sealed_again(
    house: House, people: People, open_session: OpenSession
) -> None:
    old, new = new_key(), new_key()

    def with_keys(text: str) -> House:
        return replace(house, vault=open_vault(house.settings.data_dir / "unused", text))

    before = with_keys(old)
    text_id = hold(before, open_session())
    with pytest.raises(RotationProblem, match="SURVEY_KEY"):
        rotation.rotate(before)
    after = with_keys(f"{new} {old}")
    assert rotation.reseal(after).resealed == 1
    assert queue.item(after, people.lead, text_id).text == WORDS
    assert after.vault.keyed_hash("receipt", "abc") == before.vault.keyed_hash("receipt", "abc")
