"""What travels to the phone, and how small?

The style and the script ride inside the page: one request, one flight of packets, nothing that can be
half there when the signal goes. They are read once, trimmed of what only a reader needs (comments on
their own lines, indentation), and named by hash in the content security policy, so nothing else may run.

A page is compressed once and kept: only its tail (the submission's id) differs from one phone to the
next, and `Squeezed` compresses that on top of a copy of the kept state.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli

HERE = Path(__file__).parent
LONGEST_TAIL = 1 << 16  # what a length of 16 bits can say
GZIP = 31  # zlib's name for the gzip container with the largest window

# In the order they run. Each is a file one can read on its own; on the phone they are one closed function.
SCRIPTS = (
    "rules.js", "draft.js", "leave.js", "help.js", "screens.js", "send.js", "respond.js", "later.js",
)  # fmt: skip
LANGUAGE_SCRIPT = "language.js"  # where there is more than one to choose from
ENGLISH_SCRIPT = "english.js"  # where a word may be left in English
KIOSK_SCRIPT = "kiosk.js"  # on a shared tablet only
LATER_SCRIPTS = (
    "speech.js",
    "receipt.js",
    "seal.js",
    "queue.js",
    "told.js",
    "offline.js",
)  # fetched when the first view is there
OTHER_PAGE_SCRIPTS = ("draft.js", "leave.js", "queue.js", "told.js", "told_page.js")
KEYING_SCRIPTS = ("rules.js", "draft.js", "screens.js", "send.js", "keying.js")  # typing in paper forms
WORKER_SCRIPTS = ("queue.js", "worker.js")  # in the background, also when no page is open


@dataclass(frozen=True)
class Inline:
    """A style or script as it stands in the page, and the hash by which the browser lets it run."""

    body: str
    source: str

    @classmethod
    def of(cls, body: str) -> Inline:
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        return cls(body=body, source=f"'sha256-{digest}'")


@cache
def script(*, kiosk: bool = False, languages: bool = False, translated: bool = False) -> Inline:
    """The whole script, in one function so that nothing of it is reachable from outside."""
    more = ((ENGLISH_SCRIPT, translated), (LANGUAGE_SCRIPT, languages), (KIOSK_SCRIPT, kiosk))
    return Inline.of(_joined(*SCRIPTS, *(name for name, wanted in more if wanted)))


@cache
def later_script() -> Inline:
    """What an open page gets after its first view. Its hash is in the page's policy like the others."""
    return Inline.of(_joined(*LATER_SCRIPTS))


@cache
def keying_script() -> Inline:
    """The page for typing in paper forms has a script of its own on the same questions."""
    return Inline.of(_joined(*KEYING_SCRIPTS))


@cache
def keying_style() -> Inline:
    """What that page looks like besides."""
    return Inline.of(_squeezed((HERE / "static" / "keying.css").read_text("utf-8")))


@cache
def closed_style() -> Inline:
    """What the page of a session that is over looks like besides."""
    return Inline.of(_squeezed((HERE / "static" / "closed.css").read_text("utf-8")))


@cache
def later_version() -> str:
    """Changes with what comes later, so that a page kept on a phone is only ever given its own."""
    return hashlib.sha256(later_script().body.encode()).hexdigest()[:8]


@cache
def other_page_script() -> Inline:
    """For a page that says why there are no questions."""
    return Inline.of(_joined(*OTHER_PAGE_SCRIPTS))


@cache
def worker() -> str:
    return _joined(*WORKER_SCRIPTS)


@cache
def first_script() -> Inline:
    """The few lines in the head that choose between the long form and one question a screen."""
    return Inline.of(_trimmed((HERE / "static" / "first.js").read_text("utf-8")))


@cache
def style(colours: str) -> Inline:
    """The style, with the office's colours (`:root` rules) in front."""
    return Inline.of(_squeezed(colours + _trimmed((HERE / "static" / "respond.css").read_text("utf-8"))))


def _squeezed(rules: str) -> str:
    return re.sub(r"\s*([{};,])\s*|(:) +", r"\1\2", _trimmed(rules)).replace(";}", "}")


@cache
def pictures() -> dict[str, str]:
    """Every line drawing by name, as an SVG symbol."""
    return {path.stem: _symbol(path) for path in sorted((HERE / "pictures").glob("*.svg"))}


class Squeezed:
    """A page compressed up to its tail."""

    def __init__(self, body: str) -> None:
        self.body = body.encode()
        self._state = zlib.compressobj(9, zlib.DEFLATED, GZIP)
        self._head = self._state.compress(self.body)
        brotli_state = brotli.Compressor(quality=11)
        self._brotli_head = bytes(brotli_state.process(self.body) + brotli_state.flush())

    def plain(self, tail: str) -> bytes:
        return self.body + tail.encode()

    def gzipped(self, tail: str) -> bytes:
        rest = self._state.copy()
        return self._head + rest.compress(tail.encode()) + rest.flush()

    def brotlied(self, tail: str) -> bytes:
        """The kept stream, then the tail as it is, then the end. Brotli's state cannot be copied like zlib's.

        After a flush the stream is at a byte boundary, and RFC 7932, section 9.2, lets an uncompressed
        meta-block follow: one bit 0 (not the last), two bits 0 (a length of 16 bits), the length less one,
        one bit 1 (uncompressed), padding. A last, empty meta-block is the byte 3.
        """
        raw = tail.encode()
        if len(raw) > LONGEST_TAIL:
            raise ValueError("the tail of a page is a few hundred bytes")
        block = ((len(raw) - 1) << 3 | 1 << 19).to_bytes(3, "little") + raw if raw else b""
        return self._brotli_head + block + b"\x03"


def _joined(*names: str) -> str:
    """Scripts as one, in one function so that nothing of it is reachable from outside."""
    parts = [_closed_up(_trimmed((HERE / "static" / name).read_text("utf-8"))) for name in names]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();"


def gzipped(body: bytes) -> bytes:
    return zlib.compress(body, 6, GZIP)


def _trimmed(source: str) -> str:
    """Without indentation, blank lines, comment lines. No string of ours spans lines, so this is safe."""
    source = re.sub(r"^\s*/\*.*?\*/\s*$", "", source, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _closed_up(script: str) -> str:
    """A script without spaces around its signs. Strings and lines are left alone, so nothing is joined."""
    parts = re.split(r'("(?:[^"\\\n]|\\.)*"|`[^`]*`)', script)
    parts[::2] = [re.sub(r" ?([=(){}\[\];,?:<>&|*%-]|\+) ?", r"\1", code) for code in parts[::2]]
    # A statement that has ended needs no line of its own; where none has, the line may be what ends it.
    return re.sub(r"([;{,])\n|\}\n(?=\})", lambda end: end[0][0], "".join(parts)).replace(";}", "}")


def _symbol(path: Path) -> str:
    drawing = re.sub(r">\s+<", "><", path.read_text("utf-8").strip())
    inner = re.fullmatch(r'<svg [^>]*viewBox="0 0 48 48"[^>]*>(.*)</svg>', drawing, flags=re.DOTALL)
    if inner is None:
        raise ValueError(f"{path.name}: a picture is one <svg> drawn on viewBox 0 0 48 48")
    return f'<symbol id="p-{path.stem}" viewBox="0 0 48 48">{inner[1]}</symbol>'
