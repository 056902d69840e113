"""Which program made this? The version of the package, and a fingerprint of the code that really ran."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

PACKAGE: Final = "youth-listening"
_PART_OF_THE_PROGRAM: Final = frozenset({".py", ".html", ".md", ".css", ".tsv", ".typ"})


@cache
def code_version() -> str:
    """For instance `0.1.0+3f2a9c41d07b`: two programs that differ in a letter have different ones."""
    folder = Path(__file__).parent
    seen = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _PART_OF_THE_PROGRAM:
            seen.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{_released_as()}+{seen.hexdigest()[:12]}"


def _released_as() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:  # run from its folder, never installed
        return "0"
