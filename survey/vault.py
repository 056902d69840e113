"""Who can read what a young person wrote before it was screened? Only somebody with database *and* key.

Raw words are sealed (AES-256-GCM) before they touch the database, each bound to the free text it belongs to,
so that a sealed text cut out of one row and pasted into another does not open. Values a machine must
recognise again but nobody may read (receipts, sign-in tokens, submission ids) become keyed hashes.

The keys stand in `SURVEY_KEY`, or in a file beside the database and never in it, made on first use and
readable by its owner only. Both hold the same thing, a ring: keys on lines of their own or separated by
spaces, the newest first.

- The **first** key seals. Every key opens.
- The **last** key is the root of the keyed hashes. It is never dropped, because the receipts young people
  hold could not be recognised without it. A file starts with two keys, so that its root never seals.
- From every key a private key is worked out that opens what phones without a signal have sealed for us
  (`survey/envelopes.py`). Phones are given the public half that belongs to the first key.

This module knows keys and bytes. `survey/rotation.py` walks the database when the key changes.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
import secrets
import stat
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey import envelopes

KEY_BYTES = 32
ENVIRONMENT_NAME = "SURVEY_KEY"
KEY_FILE = "keyring"

_FORMAT = b"\x01"
_KEY_ID_BYTES = 8
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HEADER_BYTES = len(_FORMAT) + _KEY_ID_BYTES


class KeyProblem(Exception):
    """The keys are missing, malformed or open to others. The message says where and what to do."""


class CannotOpen(Exception):
    """A sealed text does not open. The message never holds any of it."""


class Vault:
    """Seals, opens and recognises. Safe to share between threads.

    With `keyring`, the file is read again when it changes, so that a server that is already running seals
    with the new key from the moment a rotation has written it.
    """

    def __init__(self, keys: Iterable[bytes], *, keyring: Path | None = None) -> None:
        self._lock = Lock()
        self._keyring = keyring
        self._signature = _signature(keyring) if keyring else None
        self._ring = _Ring(tuple(keys))

    def __repr__(self) -> str:
        return f"Vault({len(self._current().keys)} key(s), sealing with {self.key_id})"

    @property
    def key_id(self) -> str:
        """Which key seals now. Not secret: a fingerprint, it stands before every sealed text."""
        return self._current().active.hex()

    @property
    def keys(self) -> tuple[bytes, ...]:
        return self._current().keys

    @property
    def keyring(self) -> Path | None:
        """The file the keys came from; None when they came from the environment."""
        return self._keyring

    def seal(self, text: str, about: str) -> bytes:
        """Encrypt `text`, bound to `about` (the id of the free text it belongs to)."""
        return self.seal_bytes(text.encode(), about)

    def seal_bytes(self, body: bytes, about: str) -> bytes:
        """Encrypt what is not a text, such as a file."""
        ring = self._current()
        header = _FORMAT + ring.active
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = ring.ciphers[ring.active].encrypt(nonce, body, _associated(header, about))
        return header + nonce + sealed

    def open(self, sealed: bytes, about: str) -> str:
        """Decrypt. Raises `CannotOpen` for another key, another row, or a single changed bit."""
        return self.open_bytes(sealed, about).decode()

    def open_bytes(self, sealed: bytes, about: str) -> bytes:
        """Decrypt what is not a text."""
        header, nonce, body = _split(sealed)
        cipher = self._cipher(header[len(_FORMAT) :])
        try:
            return cipher.decrypt(nonce, body, _associated(header, about))
        except InvalidTag:
            raise CannotOpen(
                "A sealed text does not open: it was changed, or it belongs to another record."
            ) from None

    def is_current(self, sealed: bytes) -> bool:
        """Is this sealed by the key that seals now?"""
        return sealed[len(_FORMAT) : _HEADER_BYTES] == self._current().active

    def reseal(self, sealed: bytes, about: str) -> bytes:
        """The same words under the key that seals now."""
        return self.seal_bytes(self.open_bytes(sealed, about), about)

    def keyed_hash(self, purpose: str, value: str) -> str:
        """A fingerprint of `value` that cannot be recomputed, or guessed at, without the key.

        Every purpose has a key of its own, so a receipt's hash says nothing about a token's.
        """
        subkey = _subkey(self._current().root, f"keyed hash: {purpose}")
        return hmac.new(subkey, value.encode(), sha256).hexdigest()

    @property
    def public_key(self) -> bytes:
        """What phones seal with: the id of the key that seals now, then its SubjectPublicKeyInfo."""
        ring = self._current()
        return ring.active + envelopes.public_bytes(ring.private_key(ring.active))

    def open_envelope(self, envelope: bytes) -> bytes:
        """What a phone sealed with `public_key`, now or before a rotation. Raises `CannotOpen`."""
        ring = self._current()
        try:
            key_id = envelopes.key_id(envelope)
            if key_id not in ring.ciphers:
                raise CannotOpen("A sealed send was sealed with a key that is not among the keys here.")
            return envelopes.open_envelope(ring.private_key(key_id), envelope)
        except envelopes.NotAnEnvelope as problem:
            raise CannotOpen(str(problem)) from None

    def rotate(self) -> Vault:
        """A vault that seals with a new key and still opens everything this one opens.

        When the keys live in a file, the new ring is on disk before this returns.
        """
        keys = (secrets.token_bytes(KEY_BYTES), *self._current().keys)
        return self._replaced(keys)

    def without(self, retired: Iterable[str]) -> Vault:
        """A vault that has forgotten these key ids. The sealing key and the root of hashes always stay."""
        ring = self._current()
        gone = {bytes.fromhex(key_id) for key_id in retired} - {ring.active, _key_id(ring.root)}
        return self._replaced(tuple(key for key in ring.keys if _key_id(key) not in gone))

    def _replaced(self, keys: tuple[bytes, ...]) -> Vault:
        if self._keyring:
            _replace(self._keyring, keys)
        return Vault(keys, keyring=self._keyring)

    def _cipher(self, key_id: bytes) -> AESGCM:
        cipher = self._current().ciphers.get(key_id)
        if cipher is None:
            raise CannotOpen(
                f"A text was sealed with key {key_id.hex()}, which is not among the keys here "
                f"({', '.join(sorted(known.hex() for known in self._current().ciphers))}). "
                "Put the key this database was made with back, and start again."
            )
        return cipher

    def _current(self) -> _Ring:
        if self._keyring is None:
            return self._ring
        with self._lock:
            signature = _signature(self._keyring)
            if signature != self._signature:
                self._ring, self._signature = _Ring(_read(self._keyring)), signature
            return self._ring


def open_vault(folder: Path, key_text: str | None = None) -> Vault:
    """The vault of this workspace: keys from `key_text` (`SURVEY_KEY`) or else from the file in `folder`.

    The file is made on first use. Two processes that start at once end up with the same key.
    """
    if key_text is not None and key_text.strip():
        return Vault(parse_keys(key_text, where=ENVIRONMENT_NAME))
    keyring = folder / KEY_FILE
    if not keyring.exists():
        _create(keyring)
    return Vault(_read(keyring), keyring=keyring)


def parse_keys(text: str, *, where: str) -> tuple[bytes, ...]:
    """Keys as written in the environment or the file. Raises `KeyProblem`, which never repeats a key."""
    words = [
        word
        for line in text.splitlines()
        if not line.lstrip().startswith("#")
        for word in re.split(r"[\s,]+", line)
        if word
    ]
    keys = tuple(_decode(word, number, where) for number, word in enumerate(words, start=1))
    if not keys:
        raise KeyProblem(f"{where} holds no key. Write one made with `python -m survey keys new`.")
    if len(set(keys)) < len(keys):
        raise KeyProblem(f"{where} holds the same key twice. Leave it there once.")
    return keys


def new_key() -> str:
    """A new key in the form the environment and the file take."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


class _Ring:
    """Keys with everything derived from them once."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        if not keys:
            raise KeyProblem("A vault needs at least one key.")
        if any(len(key) != KEY_BYTES for key in keys):
            raise KeyProblem(f"Every key is {KEY_BYTES} bytes long.")
        self.keys = keys
        self.root = keys[-1]
        self.active = _key_id(keys[0])
        self.ciphers = {_key_id(key): AESGCM(_subkey(key, "seal")) for key in keys}
        self._private_keys: dict[bytes, EllipticCurvePrivateKey] = {}

    def private_key(self, key_id: bytes) -> EllipticCurvePrivateKey:
        """For what phones seal. Worked out when it is first wanted; twice at once gives the same key."""
        if key_id not in self._private_keys:
            key = next(key for key in self.keys if _key_id(key) == key_id)
            secret = _subkey(key, "envelopes", envelopes.SECRET_BYTES)
            self._private_keys[key_id] = envelopes.private_key(secret)
        return self._private_keys[key_id]


def _subkey(key: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"youth-listening 1: {purpose}".encode()).derive(key)


def _key_id(key: bytes) -> bytes:
    return _subkey(key, "key id")[:_KEY_ID_BYTES]


def _associated(header: bytes, about: str) -> bytes:
    return header + about.encode()


def _split(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    if len(sealed) < _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES or not sealed.startswith(_FORMAT):
        raise CannotOpen("This is not a sealed text, or its end is missing.")
    body_at = _HEADER_BYTES + _NONCE_BYTES
    return sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:body_at], sealed[body_at:]


def _decode(word: str, number: int, where: str) -> bytes:
    mend = f"A key is {KEY_BYTES} random bytes in base64; make one with `python -m survey keys new`."
    try:
        key = base64.b64decode(
            word.replace("-", "+").replace("_", "/") + "=" * (-len(word) % 4), validate=True
        )
    except (binascii.Error, ValueError):
        raise KeyProblem(f"{where}: key {number} is not base64. {mend}") from None
    if len(key) != KEY_BYTES:
        raise KeyProblem(f"{where}: key {number} is {len(key)} bytes long. {mend}")
    return key


# --- the file ---


def _signature(keyring: Path) -> tuple[int, int, int]:
    try:
        facts = keyring.stat()
    except FileNotFoundError:
        raise KeyProblem(_missing(keyring)) from None
    return facts.st_ino, facts.st_mtime_ns, facts.st_size


def _missing(keyring: Path) -> str:
    return f"The key file {keyring} has gone. Put it back from your copy: without it, held texts stay sealed."


def _read(keyring: Path) -> tuple[bytes, ...]:
    _refuse_if_open_to_others(keyring)
    try:
        return parse_keys(keyring.read_text(encoding="ascii"), where=str(keyring))
    except FileNotFoundError:
        raise KeyProblem(_missing(keyring)) from None
    except UnicodeDecodeError:
        raise KeyProblem(f"{keyring} is not a key file: it holds more than letters and digits.") from None


def _refuse_if_open_to_others(keyring: Path) -> None:
    """File modes mean nothing on Windows; there the folder's own permissions have to do it."""
    if os.name != "posix":
        return
    try:
        mode = keyring.stat().st_mode
    except FileNotFoundError:
        raise KeyProblem(_missing(keyring)) from None
    if stat.S_IMODE(mode) & 0o077:
        raise KeyProblem(
            f"Other people on this machine can read the key file {keyring} (mode {stat.S_IMODE(mode):04o}). "
            f"Close it with `chmod 600 {keyring}`, and rotate the key if somebody may have copied it."
        )


def _create(keyring: Path) -> None:
    """Write the first keys. `link` fails if another process was quicker; then its keys are the keys."""
    keyring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft(keyring, (secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)))
    try:
        os.link(draft, keyring)
    except FileExistsError:
        return
    finally:
        draft.unlink()
        _settle(keyring.parent)


def _replace(keyring: Path, keys: tuple[bytes, ...]) -> None:
    _draft(keyring, keys).replace(keyring)
    _settle(keyring.parent)


def _draft(keyring: Path, keys: tuple[bytes, ...]) -> Path:
    """The ring in a file of its own, on the disk and closed to others, not yet under its name."""
    draft = keyring.with_name(f".{keyring.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("# The newest key first. Keep a copy apart from the database's backups.\n")
        file.writelines(base64.b64encode(key).decode() + "\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _settle(folder: Path) -> None:
    """Make the name itself durable, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
