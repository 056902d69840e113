"""A release: the findings of a wave, approved by two people, frozen, hashed, superseded but never edited.

The question this module answers for a data protection officer: *what exactly was let out, who let it out,
and can it be changed afterwards?* For an analyst: *why do the new figures not show yesterday’s withdrawal?*
Because the difference between two releases would be that one person: figures move only when enough people
joined (disclosure rule 6); until then the last figures stand, and only the withdrawn person’s words go.

It is pure: files are names and text. Keeping them is for the caller; `read` checks what it is given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from pydantic import TypeAdapter, ValidationError

from analysis import report
from analysis.archive import wave_to_json
from analysis.disclosure import PARTNER, DisclosureRules
from analysis.exports import codebook_csv, tables_csv
from analysis.findings import Evidence, Findings, Quoted, from_json, json_schema, to_json
from analysis.ledger import plain
from analysis.summary import summarise
from analysis.tables import ALL
from analysis.verify import Fault, quotes_and_sentences, verify
from analysis.wave import WaveData

MANIFEST = "manifest.json"
OFFICE_ONLY = "office/"
"""Files under this name never leave the office: they hold response ids and answers."""

Files = Mapping[str, str]


class ReleaseError(ValueError):
    """A release that may not be made, or is not what its manifest says."""


@dataclass(frozen=True)
class Member:
    """Who stood in a published group: needed to know whether a later release would tell on somebody."""

    responses: frozenset[str]
    sessions: frozenset[str]


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
    files: Mapping[str, str]


@dataclass(frozen=True)
class Prepared:
    """A release an analyst has put together and nobody has approved."""

    wave: WaveData = field(repr=False)
    findings: Findings
    evidence: Evidence
    members: Mapping[str, Member]
    prepared_by: str
    prepared_on: date
    number: int = 1
    supersedes: str = ""
    figures_from: str = ""
    carried: tuple[str, ...] = ()  # why figures are carried forward, group by group
    decisions: str = ""
    code_version: str = ""


@dataclass(frozen=True)
class Release:
    """A frozen release: its manifest and its files."""

    manifest: Manifest
    files: Files = field(repr=False)

    @property
    def hash(self) -> str:
        """The release’s name for ever: the hash of its manifest."""
        return _hash(self.files[MANIFEST])

    @property
    def findings(self) -> Findings:
        return from_json(self.files["findings.json"])

    @property
    def members(self) -> Mapping[str, Member]:
        return _MEMBERS.validate_json(self.files[OFFICE_ONLY + "members.json"])

    @property
    def handed_on(self) -> Files:
        """What may leave the office."""
        return {name: text for name, text in self.files.items() if not name.startswith(OFFICE_ONLY)}


def prepare(
    wave: WaveData,
    rules: DisclosureRules = PARTNER,
    *,
    by: str,
    on: date,
    before: Release | None = None,
    decisions: str = "",
    code_version: str = "",
) -> Prepared:
    """Put a release together. `before` is the last release of the same wave and tier."""
    if before is not None and (before.manifest.wave, before.manifest.tier) != (wave.name, rules.tier):
        raise ReleaseError("A release supersedes one of the same wave for the same readers.")
    summary = summarise(wave, rules)
    members = group_members(wave)
    prepared = Prepared(
        wave=wave,
        findings=summary.findings,
        evidence=summary.evidence,
        members=members,
        prepared_by=by,
        prepared_on=on,
        decisions=decisions,
        code_version=code_version,
    )
    if before is None:
        return prepared
    prepared = replace(prepared, number=before.manifest.number + 1, supersedes=before.hash)
    reasons = would_tell_on_somebody(before.members, members, rules)
    return _carried_forward(prepared, before, reasons) if reasons else prepared


def approve(prepared: Prepared, *, by: str, on: date, before: Release | None = None) -> Release:
    """Freeze a prepared release. Refused unless another person approves it and every figure is proven."""
    if not by or by == prepared.prepared_by:
        raise ReleaseError("Somebody else than the person who prepared a release has to approve it.")
    faults = proof(prepared, before)
    if faults:
        first = faults[0]
        raise ReleaseError(f"{len(faults)} things are not proven. The first: {first.where}: {first.problem}.")
    files = {
        "findings.json": to_json(prepared.findings),
        "findings.schema.json": _canonical(json_schema()),
        "report.html": report.to_html(prepared.findings, approved=True),
        "report.md": report.to_markdown(prepared.findings, approved=True),
        "tables.csv": tables_csv(prepared.findings),
        "codebook.csv": codebook_csv(prepared.wave),
        OFFICE_ONLY + "wave.json": wave_to_json(prepared.wave),
        OFFICE_ONLY + "members.json": _members_json(prepared.members),
        OFFICE_ONLY + "evidence.json": _canonical(asdict(prepared.evidence)),
    }
    manifest = Manifest(
        wave=prepared.wave.name,
        tier=prepared.findings.rules.tier,
        number=prepared.number,
        prepared_by=prepared.prepared_by,
        prepared_on=prepared.prepared_on,
        approved_by=by,
        approved_on=on,
        supersedes=prepared.supersedes,
        figures_from=prepared.figures_from,
        wave_hash=_hash(files[OFFICE_ONLY + "wave.json"]),
        decisions_hash=_hash(prepared.decisions),
        code_version=prepared.code_version,
        rules=asdict(prepared.findings.rules),
        files={name: _hash(text) for name, text in sorted(files.items())},
    )
    return Release(manifest, {**files, MANIFEST: _canonical(_MANIFEST.dump_python(manifest, mode="json"))})


def proof(prepared: Prepared, before: Release | None = None) -> tuple[Fault, ...]:
    """What still stands in the way of approval. Figures carried forward are those of the release before."""
    if not prepared.figures_from:
        return verify(prepared.findings, prepared.wave)
    if before is None or before.hash != prepared.supersedes:
        return (Fault("figures carried forward", "the release they come from is not at hand"),)
    then = before.findings
    same = prepared.findings.tables == then.tables and _figures(prepared.findings) == _figures(then)
    changed = () if same else (Fault("figures carried forward", "they differ from the release before"),)
    return changed + quotes_and_sentences(prepared.findings, prepared.wave)


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
        odd = min(present.symmetric_difference(expected))
        raise ReleaseError(f"{odd} is missing, or does not belong to this release.")
    for name in sorted(present):
        if _hash(files[name]) != manifest.files[name]:
            raise ReleaseError(f"{name} was changed after the release was approved.")
    return Release(manifest, dict(files))


def group_members(wave: WaveData) -> dict[str, Member]:
    """Who is in each group a table may show."""
    people: dict[str, set[str]] = {}
    sessions: dict[str, set[str]] = {}
    for person in wave.respondents:
        for key in (ALL, *(f"{by}={person.group(by)}" for by in wave.breakdowns)):
            people.setdefault(key, set()).add(person.response_id)
            sessions.setdefault(key, set()).add(person.session)
    return {key: Member(frozenset(people[key]), frozenset(sessions[key])) for key in sorted(people)}


def would_tell_on_somebody(
    then: Mapping[str, Member], now: Mapping[str, Member], rules: DisclosureRules
) -> tuple[str, ...]:
    """The groups that changed by too few people: subtracting one release from the other would show them."""
    nobody = Member(frozenset(), frozenset())
    found = []
    for key in sorted({*then, *now}):
        old, new = then.get(key, nobody), now.get(key, nobody)
        if old.responses == new.responses:
            continue
        joined = len(new.responses - old.responses)
        new_sessions = len(new.sessions - old.sessions)
        if joined < rules.fewest_new_people or new_sessions < rules.fewest_new_sessions:
            found.append(key)
    return tuple(found)


def _carried_forward(prepared: Prepared, before: Release, reasons: tuple[str, ...]) -> Prepared:
    """The last figures with this wave’s words: quotes of people who are no longer in it are gone."""
    old = before.findings
    there = {
        entry.key for entry in old.ledger if entry.source != "quote" or entry.text_id in prepared.wave.by_text
    }
    cards = tuple(
        replace(card, quotes=tuple(q for q in card.quotes if _stands(q, there))) for card in old.cards
    )
    note = plain(
        "Too few people joined since the last release, so its figures stand: "
        "the difference would tell on single people."
    )
    sentences = old.method.sentences if note in old.method.sentences else (*old.method.sentences, note)
    findings = replace(
        old,
        about=replace(old.about, as_of=prepared.findings.about.as_of),
        cards=cards,
        asks=prepared.findings.asks,
        method=replace(old.method, sentences=sentences),
        ledger=tuple(entry for entry in old.ledger if entry.key in there),
    )
    return replace(
        prepared,
        findings=findings,
        members=before.members,  # the next release is compared with the people these figures count
        evidence=Evidence({}),
        figures_from=before.manifest.figures_from or before.hash,
        carried=reasons,
    )


def _stands(quoted: Quoted, there: set[str]) -> bool:
    return set(quoted.sentence.entries) <= there


def _figures(findings: Findings) -> tuple[object, ...]:
    return tuple(entry for entry in findings.ledger if entry.source != "quote")


_MANIFEST = TypeAdapter(Manifest)
_MEMBERS = TypeAdapter(dict[str, Member])


def _members_json(members: Mapping[str, Member]) -> str:
    return _canonical(
        {k: {"responses": sorted(m.responses), "sessions": sorted(m.sessions)} for k, m in members.items()}
    )


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
