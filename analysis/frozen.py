"""What was let out, exactly: the files of a release, and the manifest that would give any change away.

The question this module answers for somebody who holds a release in their hands: *is this what was approved?*
A release is a manifest and the files it names, each with the hash of its bytes; the release’s own name is
the hash of its manifest. `read` refuses a file that is missing, added or changed. Making one is left to
`release`, keeping it to the caller.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pydantic import TypeAdapter, ValidationError

from analysis.differencing import Member, Members
from analysis.findings import Findings, from_json

MANIFEST: Final = "manifest.json"
OFFICE_ONLY: Final = "office/"
"""Files under this name never leave the office: they hold response ids and answers."""
MEMBERS: Final = OFFICE_ONLY + "members.json"
WAVE: Final = OFFICE_ONLY + "wave.json"

Files = Mapping[str, bytes]

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP file knows: the same release, the same bytes


class ReleaseError(ValueError):
    """A release that may not be made, or is not what its manifest says."""


@dataclass(frozen=True)
class Manifest:
    """What was released, from what, by whom. `files` maps each name to the SHA-256 of its bytes."""

    wave: str
    tier: str
    number: int
    prepared_by: str
    prepared_on: date
    approved_by: str
    approved_on: date
    supersedes: str
    figures_from: str  # the earlier release whose figures stand; "" when they are its own
    wave_hash: str
    decisions_hash: str
    code_version: str
    rules: Mapping[str, object]
    parameters: Mapping[str, object]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Release:
    """A frozen release: its manifest and its files."""

    manifest: Manifest
    files: Files = field(repr=False)

    @property
    def hash(self) -> str:
        """The release’s name for ever: the hash of its manifest."""
        return hash_of(self.files[MANIFEST])

    @property
    def findings(self) -> Findings:
        return from_json(self.files["findings.json"].decode())

    @property
    def members(self) -> Members | None:
        """Who stood in each group, as long as the office has kept it."""
        kept = self.files.get(MEMBERS)
        return None if kept is None else _MEMBERS.validate_json(kept)

    @property
    def handed_on(self) -> Files:
        """What may leave the office."""
        return {name: body for name, body in self.files.items() if not name.startswith(OFFICE_ONLY)}


def frozen(manifest: Manifest, files: Files) -> Release:
    """A release from its manifest and the files it names."""
    return Release(manifest, {**files, MANIFEST: canonical(_MANIFEST.dump_python(manifest, mode="json"))})


def read(files: Files) -> Release:
    """A release from its files, refused if any of them is missing, added or changed."""
    if MANIFEST not in files:
        raise ReleaseError(f"There is no {MANIFEST}: this is not a release.")
    try:
        manifest = _MANIFEST.validate_json(files[MANIFEST])
    except ValidationError:
        raise ReleaseError(f"{MANIFEST} cannot be read.") from None
    present = {name for name in files if name != MANIFEST}
    expected = set(manifest.files)
    handed_on = {name for name in expected if not name.startswith(OFFICE_ONLY)}
    if not (handed_on <= present <= expected):
        odd = min((handed_on - present) | (present - expected))
        raise ReleaseError(f"{odd} is missing, or does not belong to this release.")
    for name in sorted(present):
        if hash_of(files[name]) != manifest.files[name]:
            raise ReleaseError(f"{name} was changed after the release was approved.")
    return Release(manifest, dict(files))


def to_zip(files: Files) -> bytes:
    """The files in one, the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return packed.getvalue()


def from_zip(packed: bytes) -> Files:
    """The files of a release that was handed on as one."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise ReleaseError("This is no ZIP file that can be opened.") from None


def hash_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def canonical(value: object) -> bytes:
    """The same value, the same bytes."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def compact(value: object) -> bytes:
    """The same value, the same bytes, on one line: for lists of everybody, which nobody reads by eye."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def members_to_json(members: Members) -> bytes:
    return compact(
        {
            key: {"responses": sorted(m.responses), "sessions": sorted(m.sessions)}
            for key, m in members.items()
        }
    )


_MANIFEST = TypeAdapter(Manifest)
_MEMBERS = TypeAdapter(dict[str, Member])
