"""Codes that people read off a wall or a screen and type: of a session, and on a receipt.

A session's code is short, because a whole room types it, and expires. A receipt opens one person's answers,
so it is long enough that guessing is hopeless: 73 bits. Neither can spell a word, and typing `o` for `0` or
leaving the dashes out does no harm. Which are in use is left to `survey.sessions` and `survey.responses`.
"""

from __future__ import annotations

import math
import re
import secrets
from typing import Final

# No vowels, so no words; nothing that looks like something else (0 O, 1 I L, 2 Z, 5 S, 8 B, 6 9 G C, U V);
# never three letters in a row, so no initials that mean something either.
CODE_LETTERS: Final = "DFHJKMNPQRTWX"
CODE_DIGITS: Final = "23457"
CODE_LENGTH: Final = 6

# Crockford's base 32 without its vowels.
RECEIPT_ALPHABET: Final = "0123456789BCDFGHJKMNPQRSTVWXYZ"
RECEIPT_GROUPS: Final = 3
RECEIPT_GROUP_LENGTH: Final = 5
RECEIPT_BITS: Final = RECEIPT_GROUPS * RECEIPT_GROUP_LENGTH * math.log2(len(RECEIPT_ALPHABET))

_CODE: Final = re.compile(rf"[{CODE_LETTERS}{CODE_DIGITS}]{{{CODE_LENGTH}}}")
_RECEIPT: Final = re.compile(rf"[{RECEIPT_ALPHABET}]{{{RECEIPT_GROUPS * RECEIPT_GROUP_LENGTH}}}")
_THREE_LETTERS: Final = re.compile(r"[A-Z]{3}")
_BETWEEN: Final = re.compile(r"[\s\-‐‑–—_.·]+")
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A session's code; says nothing about any other."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS + CODE_DIGITS) for _ in range(CODE_LENGTH))
        if not _THREE_LETTERS.search(code):
            return code


def normalise_code(typed: str) -> str:
    """A code as somebody typed it (`k7h-4tn`, `K7H 4TN`) as it is stored."""
    return _BETWEEN.sub("", typed).upper()


def is_code(normalised: str) -> bool:
    """Whether this could be a session's code at all."""
    return _CODE.fullmatch(normalised) is not None


def new_receipt() -> str:
    """A receipt, in groups: `7K3QF-9M2XT-B4H8R`."""
    return "-".join(
        "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(RECEIPT_GROUP_LENGTH))
        for _ in range(RECEIPT_GROUPS)
    )


def normalise_receipt(typed: str) -> str:
    """A receipt as somebody typed it as it was hashed: no dashes, look-alikes read as what they stand for."""
    return _BETWEEN.sub("", typed).upper().translate(_MISREAD)


def is_receipt(normalised: str) -> bool:
    """Whether this could be a receipt at all."""
    return _RECEIPT.fullmatch(normalised) is not None
