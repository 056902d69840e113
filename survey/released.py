"""What was let out, exactly as it was, for everybody who may read it.

Viewers, partners and every export come here and nowhere else; this module knows no answer and no draft. A
release is refused if one file of it, its manifest or its row in the database is not what was approved: the
manifest vouches for the files, and a keyed hash that cannot be made without the key vouches for the manifest.
Once read, a release is at hand under its hash, so that a click costs no second look at its files.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from typing import Final

from sqlmodel import Session

from analysis import release as making
from analysis.disclosure import PARTNER, PUBLIC, DisclosureRules
from analysis.findings import Findings
from analysis.frozen import Files, Manifest, ReleaseError, to_zip
from analysis.frozen import Release as Frozen
from analysis.trends import Compared, compared
from analysis.verify import Fault
from survey import release_files, wave
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import accounts as account_rows
from survey.store import releases as rows
from survey.store.tables import ReleaseRow, ReleaseState
from survey.vault import CannotOpen

TIERS: Final[Mapping[str, DisclosureRules]] = {"partner": PARTNER, "public": PUBLIC}
"""Who a release is for. Partners read more; the public tier rounds and hides more."""
CODE_FRAMES: Final = "code_frames"
"""Under this name a manifest says which code frames its themes were found by."""
_KEPT_READY: Final = 8  # two tiers of a few waves
_CHANGED: Final = "This release is not as it was let out, so it is not shown. Tell the administrator."


class ReleaseProblem(Exception):
    """A release that may not be made, or is not as it was. The message can be shown."""


@dataclass(frozen=True)
class Released:
    """A tier of a release as it was let out."""

    id: str
    tier: str
    released_at: datetime
    prepared_by: str
    approved_by: str
    frozen: Frozen = field(repr=False)

    @property
    def manifest(self) -> Manifest:
        return self.frozen.manifest

    @property
    def hash(self) -> str:
        return self.frozen.hash

    @cached_property
    def findings(self) -> Findings:
        return self.frozen.findings

    @cached_property
    def beside(self) -> Compared | None:
        """Set beside the last wave as it stood when this was let out."""
        then = making.beside_of(self.frozen)
        if then is None:
            return None
        return compared(self.findings, then.findings, frame_changed=then.frame_changed)

    @property
    def files(self) -> Files:
        return self.frozen.handed_on

    @cached_property
    def zip(self) -> bytes:
        """Everything that may leave the office, as one file `python -m analysis verify` takes."""
        return to_zip(self.files)


@dataclass(frozen=True)
class Line:
    """One release in the history of a wave."""

    number: int
    state: ReleaseState
    prepared_by: str
    prepared_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    hashes: Mapping[str, str]
    superseded: bool


def latest(
    house: House, actor: Actor, wave_name: str | None = None, tier: str = "partner"
) -> Released | None:
    """The newest release of a wave, exactly as it was let out. Read once, then at hand by its hash."""
    require(actor, Permission.SEE_SUMMARY)
    with house.database.reading() as session:
        approved = rows.approved(session, wave_name or wave.current(house))
        return _read(session, house, approved[-1], tier) if approved else None


def beside_the_last_wave(house: House, actor: Actor, latest: Released) -> Compared | None:
    """This release beside the last one of an earlier wave, from what was let out of both."""
    require(actor, Permission.SEE_SUMMARY)
    return latest.beside


def last_wave(house: House, actor: Actor, first_day: date | None) -> Released | None:
    """What was let out of the wave before the one the office is in."""
    require(actor, Permission.SEE_SUMMARY)
    with house.database.reading() as session:
        day = first_day or house.today()
        return last_of_an_earlier_wave(session, house, wave.current(house), "partner", day)


def last_of_an_earlier_wave(
    session: Session, house: House, wave_name: str, tier: str, first_day: date
) -> Released | None:
    """The newest release of the wave before: what the next release of this wave stands beside."""
    before = [one for one in rows.last_of_other_waves(session, wave_name) if one.answers_from < first_day]
    newest = max(before, key=lambda one: one.answers_from, default=None)
    return _read(session, house, newest, tier) if newest is not None else None


def history(house: House, actor: Actor, wave_name: str | None = None) -> tuple[Line, ...]:
    """Everything prepared, sent back and let out, newest first."""
    require(actor, Permission.APPROVE_RELEASE)
    with house.database.reading() as session:
        found = rows.every(session, wave_name or wave.current(house))
        by = {one.prepared_by for one in found} | {one.decided_by for one in found if one.decided_by}
        names = account_rows.display_names(session, by)
    newest = max((one.number for one in found if one.state is ReleaseState.APPROVED), default=0)
    return tuple(
        Line(
            one.number,
            one.state,
            names.get(one.prepared_by, ""),
            one.prepared_at,
            names.get(one.decided_by or "", ""),
            one.decided_at,
            one.reason,
            dict(one.hashes),
            superseded=one.state is ReleaseState.APPROVED and one.number < newest,
        )
        for one in found
    )


def prove_again(house: House, actor: Actor, released: Released) -> tuple[Fault, ...] | None:
    """Count a release again from the answers behind it. None: the office no longer keeps them."""
    require(actor, Permission.PROVE_RELEASE)
    with house.database.reading() as session:
        whole = release_files.released(session, house, released.id, released.tier, whole=True)
    return making.recounted(whole)


# --- for the next release ---


def earlier(session: Session, house: House, wave_name: str, tier: str) -> tuple[Frozen, ...]:
    """Every release of the wave for these readers, with who stood in its groups."""
    return tuple(
        _checked(session, house, row, tier, with_members=True) for row in rows.approved(session, wave_name)
    )


def seal(house: House, row: ReleaseRow) -> str:
    """What vouches for a release: nobody makes it without the key."""
    said = json.dumps([row.id, row.wave, row.number, dict(sorted(row.hashes.items()))])
    return house.vault.keyed_hash("release", said)


def as_released(row: ReleaseRow, tier: str, frozen: Frozen, names: Mapping[str, str]) -> Released:
    if row.decided_at is None or row.decided_by is None:
        raise ReleaseProblem(_CHANGED)
    by, approver = names.get(row.prepared_by, ""), names.get(row.decided_by, "")
    return Released(row.id, tier, row.decided_at, by, approver, frozen)


# --- helpers ---


def _read(session: Session, house: House, row: ReleaseRow, tier: str) -> Released:
    if row.seal != seal(house, row) or tier not in row.hashes:
        raise ReleaseProblem(_CHANGED)
    ready = _READY.get(row)
    if ready is None or tier not in ready:
        frozen = _checked(session, house, row, tier, with_members=False)
        names = account_rows.display_names(session, [row.prepared_by, row.decided_by or ""])
        ready = {**(ready or {}), tier: as_released(row, tier, frozen, names)}
        _READY.put(row, ready)
    return ready[tier]


def _checked(session: Session, house: House, row: ReleaseRow, tier: str, *, with_members: bool) -> Frozen:
    """A tier of a release whose files, manifest and row all say the same."""
    opened = release_files.with_members if with_members else release_files.released
    try:
        frozen = opened(session, house, row.id, tier)
    except (ReleaseError, CannotOpen):
        raise ReleaseProblem(_CHANGED) from None
    if row.seal != seal(house, row) or frozen.hash != row.hashes.get(tier):
        raise ReleaseProblem(_CHANGED)
    return frozen


class _Ready:
    """Releases read before, by their seal. Safe to share between threads; holds only what was let out."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[tuple[str, str], Mapping[str, Released]] = OrderedDict()

    def get(self, row: ReleaseRow) -> Mapping[str, Released] | None:
        with self._lock:
            found = self._found.get((row.id, row.seal))
            if found is not None:
                self._found.move_to_end((row.id, row.seal))
            return found

    def put(self, row: ReleaseRow, released: Mapping[str, Released]) -> None:
        with self._lock:
            self._found[row.id, row.seal] = released
            while len(self._found) > _KEPT_READY:
                self._found.popitem(last=False)


_READY: Final = _Ready()
