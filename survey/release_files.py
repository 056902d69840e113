"""How are a release's files kept, and who can open them?

Two kinds. What is handed on (report, tables, findings, manifest) is kept as it is. What stays with the office
(the answers behind it, a draft nobody has approved) is packed and sealed by the vault, so that a copy of the
database alone opens none of it.

What is sealed goes again: a draft when somebody has decided about it; the answers behind a release when one
of the people in it takes theirs back (`forget`), or 24 months after the first of them (`survey.retention`).
The figures stay, for they are nobody's. Who stood in which group is kept after a withdrawal, as random ids:
without, the next release could tell on whoever left.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Final

from sqlmodel import Session

from analysis.frozen import MEMBERS, OFFICE_ONLY, Files, Release, read
from survey.house import House
from survey.store import releases as rows
from survey.store.tables import ReleaseFile, ReleaseRow, ReleaseState

DRAFT: Final = "draft"
KEEPING: Final = "keeping"
PEOPLE: Final = "people.json"
"""Whose answers are in the office's part: looked at when somebody takes theirs back."""


def keep(session: Session, house: House, release_id: str, folder: str, files: Files) -> None:
    """Keep files; those of the office, and drafts, sealed."""
    for name, body in files.items():
        is_ours = folder in (DRAFT, KEEPING) or name.startswith(OFFICE_ONLY)
        row = ReleaseFile(release_id=release_id, folder=folder, name=name, sealed=is_ours, body=body)
        if is_ours:
            row.body = house.vault.seal_bytes(zlib.compress(body), about(row))
        session.add(row)


def keep_people(session: Session, house: House, release_id: str, response_ids: Iterable[str]) -> None:
    keep(session, house, release_id, KEEPING, {PEOPLE: json.dumps(sorted(response_ids)).encode()})


def opened(house: House, row: ReleaseFile) -> bytes:
    """A file as it was before it was sealed. Raises `CannotOpen` if it was changed."""
    return zlib.decompress(house.vault.open_bytes(row.body, about(row))) if row.sealed else row.body


def released(session: Session, house: House, release_id: str, tier: str, *, whole: bool = False) -> Release:
    """A tier of a release, refused if any file is not as it was. `whole`: with the office's part."""
    found = rows.files(session, release_id, tier)
    wanted = found if whole else [one for one in found if not one.sealed]
    return read({one.name: opened(house, one) for one in wanted})


def with_members(session: Session, house: House, release_id: str, tier: str) -> Release:
    """A tier of a release with who stood in its groups: what the next release is held against."""
    release = released(session, house, release_id, tier)
    members = rows.file(session, release_id, tier, MEMBERS)
    return read({**release.files, MEMBERS: opened(house, members)}) if members else release


def forget(session: Session, house: House, response_id: str) -> None:
    """Somebody takes their answers back: drafts with them go, and the copies behind releases."""
    for row in rows.named(session, KEEPING, PEOPLE):
        if response_id not in json.loads(opened(house, row)):
            continue
        release = rows.to_change(session, row.release_id)
        if release is None:
            continue
        if release.state is ReleaseState.PREPARED:
            put_aside(session, house, release, "Somebody in it took their answers back. Prepare it again.")
        rows.remove_sealed(session, release.id, but=(MEMBERS,))


def put_aside(session: Session, house: House, row: ReleaseRow, reason: str) -> None:
    """A draft nobody will approve: what it held goes, that there was one stays."""
    row.state, row.reason, row.decided_at = ReleaseState.PUT_ASIDE, reason, house.now()
    session.add(row)
    rows.remove_sealed(session, row.id)


def about(row: ReleaseFile) -> str:
    """What a sealed file is bound to, so that none opens in another's place."""
    return f"release {row.release_id} {row.folder} {row.name}"
