"""Is this password good enough for somebody who may read what young people wrote? And keeping it: argon2id.

Length does most of the work, so there is no rule about capitals or signs. What is refused is what people
guess first: well-known words, the person's and the office's own names, years, runs on the keyboard, repeats.
Those parts are taken out, also when dressed up (`P4$$w0rd`), and what is left must still be enough.

Guessing at the door is slowed down in `survey.accounts`; here is only the password itself.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST: Final = 12
LONGEST: Final = 256
_LEFT_OVER: Final = 5  # characters that must remain once everything predictable is taken out
_DIFFERENT: Final = 5  # different characters in the whole

_HASHER: Final = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_AT_ONCE: Final = BoundedSemaphore(4)  # each takes 64 MiB: a burst of tries must not exhaust the machine

_RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc",
)
_DRESSED_UP: Final = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
)


def problem(password: str, own_words: Iterable[str] = ()) -> str | None:
    """What is wrong with a new password, in words for whoever chose it; None when it is good.

    `own_words` are names a stranger would try for this person: the user name, the display name, the office.
    """
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more. Three or four unrelated words work well."
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters or fewer."
    if len(set(password.casefold())) < _DIFFERENT:
        return "This repeats too few characters. Three or four unrelated words work well."
    if _left_over(password, own_words) < _LEFT_OVER:
        return (
            "Easy to guess: without its well-known words, names, years and runs such as 1234, too little "
            "is left. Three or four unrelated words work well."
        )
    return None


def hashed(password: str) -> str:
    """What to keep instead of the password."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def matches(password: str, kept: str | None) -> bool:
    """Is this the password? Takes as long when there is none to compare with, so that time tells nothing."""
    stand_in = _stand_in()
    with _AT_ONCE:
        try:
            same = _HASHER.verify(kept or stand_in, _normal(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return same and kept is not None and len(password) <= LONGEST


def is_outdated(kept: str) -> bool:
    """Was it hashed with weaker parameters than are used now?"""
    return _HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    """The same password however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)


def _left_over(password: str, own_words: Iterable[str]) -> int:
    """The fewest letters and digits left, read plainly and read with `4` for `a` and so on."""
    plain = _normal(password).casefold()
    parts = sorted(_parts(own_words), key=len, reverse=True)
    typed = _without(plain, (*parts, *_every_run()))
    undressed = _without(_without(plain, _every_run()).translate(_DRESSED_UP), parts)
    return min(_worth(typed), _worth(undressed))


def _parts(own_words: Iterable[str]) -> set[str]:
    own = {word for words in own_words for word in re.split(r"\W+", _normal(words).casefold())}
    return {*_guessed_first(), *(word for word in own if len(word) > 3)}


def _without(text: str, parts: Iterable[str]) -> str:
    text = re.sub(r"(?:19|20)\d\d", " ", text)
    for part in parts:
        text = text.replace(part, " ")
    return text


def _worth(left: str) -> int:
    """Letters and digits, a repeated piece counted once."""
    return len(re.sub(r"(.+?)\1+", r"\1", re.sub(r"[\W_]+", "", left)))


@lru_cache(maxsize=1)
def _guessed_first() -> frozenset[str]:
    lines = (files("survey") / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def _every_run() -> tuple[str, ...]:
    """Four or more neighbours on a keyboard or in the alphabet, in either direction, longest first."""
    runs = {
        row[start : start + length]
        for line in _RUNS
        for row in (line, line[::-1])
        for length in range(4, len(line) + 1)
        for start in range(len(line) - length + 1)
    }
    return tuple(sorted(runs, key=lambda run: (-len(run), run)))
