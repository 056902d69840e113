"""What is sealed opens for nobody without the key, and the keys themselves are kept well."""

from __future__ import annotations

import base64
import os
import re
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.vault import KEY_FILE, CannotOpen, KeyProblem, Vault, new_key, open_vault, parse_keys

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
WORDS = "there are always men by the bridge"


@given(text=st.text(max_size=300), about=st.text(max_size=50))
def test_what_was_sealed_opens_to_the_same_words(text: str, about: str) -> None:
    vault = Vault([KEY])
    assert vault.open(vault.seal(text, about), about) == text


@given(text=st.text(max_size=100), about=st.text(max_size=20), other=st.text(max_size=20))
def test_a_sealed_text_does_not_open_as_if_it_belonged_to_another_record(
    text: str, about: str, other: str
) -> None:
    vault = Vault([KEY])
    sealed = vault.seal(text, about)
    if about != other:
        with pytest.raises(CannotOpen):
            vault.open(sealed, other)


@given(text=st.text(max_size=60), data=st.data())
def test_one_changed_bit_anywhere_keeps_a_sealed_text_shut(text: str, data: st.DataObject) -> None:
    vault = Vault([KEY])
    sealed = bytearray(vault.seal(text, "a"))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << (at % 8)
    with pytest.raises(CannotOpen):
        vault.open(bytes(sealed), "a")


@given(st.binary(max_size=80))
def test_bytes_that_were_never_sealed_are_refused_in_words(garbage: bytes) -> None:
    with pytest.raises(CannotOpen):
        Vault([KEY]).open(garbage, "a")


def test_the_same_words_never_look_the_same_sealed() -> None:
    vault = Vault([KEY])
    assert vault.seal(WORDS, "a") != vault.seal(WORDS, "a")


def test_sealed_bytes_hold_none_of_the_words() -> None:
    assert b"bridge" not in Vault([KEY]).seal(WORDS, "a")


def test_another_key_is_refused_by_its_id_and_without_the_words() -> None:
    sealed = Vault([KEY]).seal(WORDS, "a")
    with pytest.raises(CannotOpen) as refused:
        Vault([OTHER_KEY]).open(sealed, "a")
    message = str(refused.value)
    assert Vault([KEY]).key_id in message
    assert Vault([OTHER_KEY]).key_id in message
    assert not any(word in message for word in ("bridge", "men by"))


def test_keyed_hashes_depend_on_the_purpose_the_value_and_the_key() -> None:
    vault = Vault([KEY])
    hashes = {
        vault.keyed_hash("receipt", "abc"),
        vault.keyed_hash("token", "abc"),
        vault.keyed_hash("receipt", "abd"),
        Vault([OTHER_KEY]).keyed_hash("receipt", "abc"),
    }
    assert len(hashes) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in hashes)
    assert vault.keyed_hash("receipt", "abc") == Vault([KEY]).keyed_hash("receipt", "abc")


# --- changing the key ---


def test_after_a_change_of_key_old_texts_open_and_new_ones_use_the_new_key() -> None:
    old = Vault([KEY])
    sealed = old.seal(WORDS, "a")
    new = old.rotate()
    assert new.open(sealed, "a") == WORDS
    assert not new.is_current(sealed)
    resealed = new.reseal(sealed, "a")
    assert new.is_current(resealed)
    assert new.open(resealed, "a") == WORDS
    with pytest.raises(CannotOpen):
        old.open(resealed, "a")


def test_a_change_of_key_leaves_receipts_and_tokens_recognisable() -> None:
    old = Vault([KEY])
    assert old.rotate().rotate().keyed_hash("receipt", "abc") == old.keyed_hash("receipt", "abc")


def test_the_sealing_key_and_the_root_of_the_hashes_cannot_be_dropped() -> None:
    vault = Vault([KEY]).rotate().rotate()
    ids = [Vault([key]).key_id for key in vault.keys]
    kept = vault.without(ids)
    assert kept.keys == (vault.keys[0], vault.keys[-1])


def test_a_running_server_seals_with_the_new_key_as_soon_as_another_process_changed_it(
    tmp_path: Path,
) -> None:
    server, command = open_vault(tmp_path), open_vault(tmp_path)
    before = server.seal(WORDS, "a")
    changed = command.rotate()
    assert changed.is_current(server.seal(WORDS, "a"))
    assert server.open(before, "a") == WORDS


# --- where keys are kept ---


def test_the_first_use_makes_a_key_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "keys"
    vault = open_vault(folder)
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [one.name for one in folder.iterdir()] == [KEY_FILE]
    assert open_vault(folder).open(vault.seal(WORDS, "a"), "a") == WORDS


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    ids: list[str] = []

    def start() -> None:
        together.wait()
        ids.append(open_vault(tmp_path / "keys").key_id)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1


@pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing elsewhere")
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o666])
def test_a_key_file_others_can_read_is_refused_with_the_mend(tmp_path: Path, mode: int) -> None:
    open_vault(tmp_path)
    (tmp_path / KEY_FILE).chmod(mode)
    with pytest.raises(KeyProblem, match="chmod 600"):
        open_vault(tmp_path)


def test_a_key_file_that_disappears_while_running_is_named(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(KeyProblem, match="has gone"):
        vault.seal(WORDS, "a")


def test_a_key_in_the_environment_wins_and_makes_no_file(tmp_path: Path) -> None:
    key = new_key()
    vault = open_vault(tmp_path / "keys", key)
    assert vault.key_id == Vault([base64.b64decode(key)]).key_id
    assert not (tmp_path / "keys").exists()


def test_keys_are_read_with_or_without_padding_in_either_alphabet() -> None:
    key = b"\xfb\xff" * 16
    for word in (base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode().rstrip("=")):
        assert parse_keys(word, where="SURVEY_KEY") == (key,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no key"),
        ("# only a comment", "no key"),
        ("not!base64", "key 1 is not base64"),
        (base64.b64encode(b"short").decode(), "5 bytes"),
        (f"{base64.b64encode(KEY).decode()} {base64.b64encode(KEY).decode()}", "the same key twice"),
    ],
)
def test_a_key_that_is_none_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(KeyProblem, match=says) as refused:
        parse_keys(text, where="SURVEY_KEY")
    assert str(refused.value).startswith("SURVEY_KEY")
    assert not any(word in str(refused.value) for word in text.split() if len(word) > 12)


def test_a_vault_shows_no_key_when_it_is_printed() -> None:
    shown = repr(Vault([KEY]))
    assert base64.b64encode(KEY).decode() not in shown
    assert KEY.hex() not in shown
