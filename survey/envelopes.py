"""How can a phone without a signal seal answers so that only the server opens them, and not the phone itself?

For `survey.vault`, which has the keys, and for whoever checks the cryptography. The phone makes a key pair
for this one envelope, agrees on a secret with the server's public key (ECDH on P-256), derives an AES-256-GCM
key from it (HKDF-SHA-256, salted with everything that stands before the nonce) and forgets its private half.
What lies on the phone afterwards is noise to everybody but the holder of the server's key.
`respond/static/seal.js` is the other side of this; both write the same layout:

    1 byte   format, 1
    8 bytes  which of the server's keys this is for
    65 bytes the phone's public key for this envelope, an uncompressed point
    12 bytes nonce
    the rest ciphertext and tag; what stands before the nonce is bound to it

The server's private keys are worked out from the keys of its ring, so there is nothing more to keep, to back
up or to rotate: an envelope opens as long as its ring key is there, and dropping that key closes it for good.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FORMAT: Final = b"\x01"
KEY_ID_BYTES: Final = 8
POINT_BYTES: Final = 65
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
HEAD_BYTES: Final = len(FORMAT) + KEY_ID_BYTES + POINT_BYTES
INFO: Final = b"youth-listening 1: late send"

SECRET_BYTES: Final = 48  # more than the order has, so that no private key is likelier than another
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class NotAnEnvelope(Exception):
    """These bytes do not open. Says why in general; holds none of them."""


def private_key(secret: bytes) -> EllipticCurvePrivateKey:
    """The private key that belongs to `SECRET_BYTES` of secret: always the same one."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a private key is worked out from {SECRET_BYTES} bytes")
    return derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, SECP256R1())


def public_bytes(key: EllipticCurvePrivateKey) -> bytes:
    """The public half as SubjectPublicKeyInfo, which browsers read."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def key_id(envelope: bytes) -> bytes:
    """Which of the server's keys an envelope is for. Raises `NotAnEnvelope`."""
    if len(envelope) < HEAD_BYTES + NONCE_BYTES + TAG_BYTES or not envelope.startswith(FORMAT):
        raise NotAnEnvelope("This is not a sealed send, or its end is missing.")
    return envelope[len(FORMAT) : len(FORMAT) + KEY_ID_BYTES]


def open_envelope(key: EllipticCurvePrivateKey, envelope: bytes) -> bytes:
    """What the phone sealed. Raises `NotAnEnvelope` for another key or a single changed bit."""
    key_id(envelope)
    head, sealed = envelope[:HEAD_BYTES], envelope[HEAD_BYTES:]
    try:
        theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), head[-POINT_BYTES:])
        return AESGCM(_agreed(key, theirs, head)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], head)
    except (InvalidTag, ValueError):
        raise NotAnEnvelope("A sealed send does not open: it was changed on the way.") from None


def _agreed(key: EllipticCurvePrivateKey, theirs: EllipticCurvePublicKey, head: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=head, info=INFO).derive(key.exchange(ECDH(), theirs))
