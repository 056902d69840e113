"""What has been released, to whom, and exactly as it was?

A release is a summary that has passed the disclosure gate, frozen with the digest of what it says. Viewers,
partners and every export read releases and nothing else, so nobody outside the analysts ever reads from raw
answers. Writing the summary is left to `analysis.summary`; this module has every sentence made again before
it lets one out, and keeps it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from analysis.findings import Findings, Summary, from_json, to_json
from analysis.summary import summarise
from analysis.verify import verify
from analysis.wave import WaveData
from survey import audit, themes, wave
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import themes as rows
from survey.store.tables import ReleasedSummary

_WAVE: Final = TypeAdapter(WaveData)


class ReleaseProblem(Exception):
    """A summary that cannot be released, or a release that is not as it was. The message can be shown."""


@dataclass(frozen=True)
class Draft:
    """The summary as it would be released, and the digest of everything it was written from."""

    summary: Summary
    written_from: str

    @property
    def findings(self) -> Findings:
        return self.summary.findings

    @property
    def digest(self) -> str:
        return _digest(to_json(self.findings))


@dataclass(frozen=True)
class Release:
    """A summary as it was released."""

    findings: Findings
    released_at: datetime
    digest: str


def write(house: House, actor: Actor, wave_name: str | None = None) -> Draft:
    """Write the wave's summary from what may be read now. Takes seconds; shows nothing to anybody else."""
    data = _told(house, actor, wave_name)
    return Draft(summarise(data), _digest_of(data))


def is_current(house: House, actor: Actor, draft: Draft) -> bool:
    """Whether the answers and decisions are still the ones the draft was written from."""
    return _digest_of(_told(house, actor, draft.findings.about.wave)) == draft.written_from


def release(house: House, actor: Actor, draft: Draft) -> Release:
    """Let the summary out, if nothing has changed since and every figure in it can be counted again."""
    require(actor, Permission.RELEASE)
    data = _told(house, actor, draft.findings.about.wave)
    if _digest_of(data) != draft.written_from:
        raise ReleaseProblem(
            "Answers or decisions have changed since it was written. Write and read it again."
        )
    faults = verify(draft.findings, data, afresh=False)
    if faults:
        raise ReleaseProblem(
            f"Nothing was released: {len(faults)} figures could not be made again, "
            f"the first in {faults[0].where}."
        )
    row = ReleasedSummary(
        wave=data.name,
        tier=draft.findings.rules.tier,
        created_at=house.now(),
        created_by=actor.account_id,
        findings=to_json(draft.findings),
        digest=draft.digest,
    )
    with house.database.session() as session:
        session.add(row)
        session.flush()
        audit.record(session, house, actor, "summary released", row.id, wave=row.wave, digest=row.digest)
    return Release(draft.findings, row.created_at, row.digest)


def latest(house: House, actor: Actor, wave_name: str | None = None) -> Release | None:
    """The newest release of a wave, exactly as it was let out."""
    require(actor, Permission.SEE_SUMMARY)
    with house.database.reading() as session:
        row = rows.latest_release(session, wave_name or wave.current(house))
    if row is None:
        return None
    if _digest(row.findings) != row.digest:
        raise ReleaseProblem(
            "This release is not as it was let out, so it is not shown. Tell the administrator."
        )
    return Release(from_json(row.findings), row.created_at, row.digest)


def _told(house: House, actor: Actor, wave_name: str | None) -> WaveData:
    require(actor, Permission.ANALYSE)
    gathered = wave.gather(house, actor, wave_name)
    return themes.told_with_themes(house, gathered, themes.in_questions(house, actor, gathered)).data


def _digest_of(data: WaveData) -> str:
    """One value for everything a summary is written from; the day it is written on left out."""
    return _digest(repr(_WAVE.dump_json(replace(data, as_of=None))))


def _digest(findings: str) -> str:
    return hashlib.sha256(findings.encode()).hexdigest()
