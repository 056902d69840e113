"""A release: the findings of a wave, approved by two people, frozen, hashed, superseded but never edited.

The question this module answers for a data protection officer: *how does something get out, and what keeps it
from telling on one person?* One person prepares, another approves, and nothing is approved that is not
proven. For an analyst: *why do the new figures not show yesterday’s withdrawal?* Because the difference
between two releases would be that one person: figures move only when enough people joined (`differencing`);
until then the last figures stand, and only the withdrawn person’s words go.

It is pure: files are names and bytes. What a release consists of is in `frozen`; keeping it is for the
caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import cached_property

from pydantic import TypeAdapter

from analysis import report
from analysis.archive import wave_from_json, wave_to_json
from analysis.beside import EARLIER, Earlier
from analysis.beside import from_json as earlier_from_json
from analysis.beside import to_json as earlier_to_json
from analysis.code_version import code_version
from analysis.differencing import (
    TALKED,
    TALKS,
    Members,
    breakdown_of,
    group_members,
    talks_told,
    would_tell_on_somebody,
)
from analysis.disclosure import PARTNER, DisclosureRules
from analysis.findings import Evidence, Findings, Quoted, ThemeCard, json_schema, to_json
from analysis.first_page import actions
from analysis.frozen import (
    MEMBERS,
    OFFICE_ONLY,
    WAVE,
    Files,
    Manifest,
    Release,
    ReleaseError,
    canonical,
    compact,
    frozen,
    hash_of,
    members_to_json,
)
from analysis.ledger import Entry, plain
from analysis.summary import summarise, with_what_was_asked
from analysis.tables import ALL
from analysis.verify import Fault, quotes_and_sentences, verify
from analysis.wave import WaveData

EVIDENCE = OFFICE_ONLY + "evidence.json"
NOT_KEPT = "who stood in an earlier release is no longer known"


@dataclass(frozen=True)
class Prepared:
    """A release an analyst has put together and nobody has approved."""

    wave: WaveData = field(repr=False)
    findings: Findings
    evidence: Evidence
    members: Members | None  # None: no longer known, so no later figures may be told either
    prepared_by: str
    prepared_on: date
    number: int = 1
    supersedes: str = ""
    figures_from: str = ""
    carried: tuple[str, ...] = ()  # the groups that changed by too few people: the last figures stand
    left_out: tuple[str, ...] = ()  # breakdowns, and talks, without which the new figures could be told
    decisions: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    beside: Earlier | None = None  # what was let out of the last wave

    @cached_property
    def digest(self) -> str:
        """What exactly is being approved."""
        return hash_of(to_json(self.findings).encode() + self.wave_json)

    @cached_property
    def wave_json(self) -> bytes:
        """The answers as they are kept with the release. Half a million take a while to write down."""
        return wave_to_json(self.wave).encode()


def prepare(
    wave: WaveData,
    rules: DisclosureRules = PARTNER,
    *,
    by: str,
    on: date,
    earlier: Sequence[Release] = (),
    leave_out: bool = False,
    decisions: str = "",
    parameters: Mapping[str, object] | None = None,
    beside: Earlier | None = None,
    inner: Prepared | None = None,
    carry: Sequence[str] = (),
) -> Prepared:
    """Put a release together. `earlier`: every release of this wave for these readers, the last one last.
    `beside`: what was let out of the last wave, to be compared with. `inner`: the same release for those who
    read more, and this one as well. `carry`: groups for whose sake its figures stand there, so here too.

    Where groups have changed by too few people, the last figures stand; with `leave_out` the new ones are
    told without the breakdowns of those groups, if that is enough.
    """
    if any((one.manifest.wave, one.manifest.tier) != (wave.name, rules.tier) for one in earlier):
        raise ReleaseError("A release supersedes one of the same wave for the same readers.")
    members = group_members(wave)
    telling = tuple(sorted({*_would_tell(members, earlier, rules), *(carry if earlier else ())}))
    out: tuple[str, ...] = ()
    if telling and leave_out and not carry:
        without, out = _without(wave, telling)
        if not _would_tell(fewer := group_members(without), earlier, rules):
            wave, members, telling = without, fewer, ()
        else:
            out = ()
    fresh = inner is not None and not inner.figures_from
    summary = summarise(wave, rules, inner=inner.findings.tables if inner and fresh else None, earlier=beside)
    prepared = Prepared(
        wave=wave,
        findings=summary.findings,
        evidence=summary.evidence,
        members=members,
        prepared_by=by,
        prepared_on=on,
        left_out=out,
        decisions=decisions,
        parameters=dict(parameters or {}),
        beside=beside,
    )
    if not earlier:
        return prepared
    last = earlier[-1]
    prepared = replace(prepared, number=last.manifest.number + 1, supersedes=last.hash)
    return _carried_forward(prepared, last, telling) if telling else prepared


def approve(prepared: Prepared, *, by: str, on: date, before: Release | None = None) -> Release:
    """Freeze a prepared release. Refused unless another person approves it and every figure is proven."""
    if not by or by == prepared.prepared_by:
        raise ReleaseError("Somebody else than the person who prepared a release has to approve it.")
    faults = proof(prepared, before)
    if faults:
        first = faults[0]
        raise ReleaseError(f"{len(faults)} things are not proven. The first: {first.where}: {first.problem}.")
    files = {
        **_handed_on(prepared),
        WAVE: prepared.wave_json,
        EVIDENCE: compact({one.name: getattr(prepared.evidence, one.name) for one in fields(Evidence)}),
    }
    if prepared.members is not None:
        files[MEMBERS] = members_to_json(prepared.members)
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
        wave_hash=hash_of(files[WAVE]),
        decisions_hash=hash_of(prepared.decisions.encode()),
        code_version=code_version(),
        rules=asdict(prepared.findings.rules),
        parameters=prepared.parameters,
        files={name: hash_of(body) for name, body in sorted(files.items())},
    )
    return frozen(manifest, files)


def proof(prepared: Prepared, before: Release | None = None) -> tuple[Fault, ...]:
    """What still stands in the way of approval. Figures carried forward are those of the release before."""
    if not prepared.figures_from:
        return verify(prepared.findings, prepared.wave, earlier=prepared.beside)
    if before is None or before.hash != prepared.supersedes:
        return (Fault("figures carried forward", "the release they come from is not at hand"),)
    then = before.findings
    same = prepared.findings.tables == then.tables and _figures(prepared.findings) == _figures(then)
    changed = () if same else (Fault("figures carried forward", "they differ from the release before"),)
    return (
        *changed,
        *_not_of_today(prepared),
        *quotes_and_sentences(prepared.findings, prepared.wave, earlier=prepared.beside),
    )


def _not_of_today(prepared: Prepared) -> tuple[Fault, ...]:
    """Figures may stand; what was asked of whom, and what is still to be done, may not lag behind."""
    told = prepared.findings
    if told.actions == actions(told.cards, told.asks):
        return ()
    return (Fault("what must be done", "it is not what was asked and answered by now"),)


def recounted(release: Release) -> tuple[Fault, ...] | None:
    """A release counted again from the answers kept with it. None: they are no longer kept."""
    kept = release.files.get(WAVE)
    if kept is None:
        return None
    return faults_of(release, wave_from_json(kept.decode()))


def faults_of(release: Release, wave: WaveData) -> tuple[Fault, ...]:
    """A release held against answers, as strictly as the version of the program that made it allows."""
    before = beside_of(release)
    if release.manifest.figures_from:
        return quotes_and_sentences(release.findings, wave, earlier=before)
    return verify(release.findings, wave, afresh=made_here(release), earlier=before)


def made_here(release: Release) -> bool:
    """Whether this very program made a release. Another one may count more tables and tell more of them: of
    what it told every figure is counted again, but not whether a summary made today would be the same.
    """
    return release.manifest.code_version == code_version()


def beside_of(release: Release) -> Earlier | None:
    """What was let out of the last wave, as it was frozen with this release."""
    kept = release.files.get(EARLIER)
    return earlier_from_json(kept.decode()) if kept is not None else None


def prepared_to_json(prepared: Prepared) -> str:
    """A draft to be kept until somebody decides. It holds the answers it was made from."""
    return _PREPARED.dump_json(prepared).decode()


def prepared_from_json(text: str) -> Prepared:
    return _PREPARED.validate_json(text)


def _handed_on(prepared: Prepared) -> Files:
    """Every file that may leave the office."""
    return {
        **report.files(prepared.findings, approved=True),
        "findings.json": to_json(prepared.findings).encode(),
        "findings.schema.json": canonical(json_schema()),
        **({EARLIER: earlier_to_json(prepared.beside).encode()} if prepared.beside is not None else {}),
    }


def _would_tell(now: Members, earlier: Sequence[Release], rules: DisclosureRules) -> tuple[str, ...]:
    """The groups that may not be told anew, held against every earlier release."""
    found: set[str] = set()
    for one in earlier:
        then = one.members
        found.update((NOT_KEPT,) if then is None else would_tell_on_somebody(then, now, rules))
        if then is not None and talks_told(now, rules) and _tells_of_unknown_talks(one, then):
            found.add(TALKED)
    return tuple(sorted(found))


def _tells_of_unknown_talks(one: Release, members: Members) -> bool:
    """Whether a release tells of talks and does not say which they were: its figures cannot be compared."""
    return bool(one.findings.talks.sentences) and not any(key.startswith(TALKED) for key in members)


def _without(wave: WaveData, telling: Sequence[str]) -> tuple[WaveData, tuple[str, ...]]:
    out = {breakdown_of(key) for key in telling} - {ALL}
    kept = tuple(by for by in wave.breakdowns if by not in out)
    gone = tuple(by for by in (*wave.breakdowns, TALKS) if by in out)
    talks = () if TALKS in out else wave.talks
    return replace(wave, breakdowns=kept, talks=talks, left_out=gone), gone


def _carried_forward(prepared: Prepared, before: Release, reasons: tuple[str, ...]) -> Prepared:
    """The last figures with this wave’s words: quotes of people who are no longer in it are gone."""
    old = before.findings
    now = prepared.findings
    there = {
        entry.key
        for entry in old.ledger
        if entry.source != "quote" or _may_still_be_quoted(entry, prepared.wave)
    }
    cards = tuple(
        replace(
            card,
            quotes=tuple(q for q in card.quotes if _stands(q, there)),
            counter_quotes=tuple(q for q in card.counter_quotes if _stands(q, there)),
        )
        for card in with_what_was_asked([_as_it_stood(card, prepared.wave) for card in old.cards], now.asks)
    )
    note = plain(
        "Too few people joined since the last release, so its figures stand: "
        "the difference would tell on single people."
        if any(breakdown_of(key) != TALKS for key in reasons)
        else "Too few talks with groups were added or changed since the last release, so its figures stand: "
        "the difference would tell on single groups."
    )
    sentences = old.method.sentences if note in old.method.sentences else (*old.method.sentences, note)
    findings = replace(
        old,
        about=replace(old.about, as_of=now.about.as_of),
        cards=cards,
        actions=actions(cards, now.asks),
        asks=now.asks,
        method=replace(old.method, sentences=sentences),
        ledger=tuple(entry for entry in old.ledger if entry.key in there),
    )
    return replace(
        prepared,
        findings=findings,
        members=before.members,  # the next release is compared with the people these figures count
        evidence=Evidence({}),
        beside=beside_of(before),
        figures_from=before.manifest.figures_from or before.hash,
        carried=reasons,
    )


def _as_it_stood(card: ThemeCard, wave: WaveData) -> ThemeCard:
    """A card before anything was asked about it: an ask of then says nothing of today."""
    theme = wave.by_theme.get(card.key)
    if theme is None:
        return card
    return replace(card, asks_for=theme.asks_for, owner=theme.owner, partners=theme.partners)


def _may_still_be_quoted(entry: Entry, wave: WaveData) -> bool:
    """The words are still there, and both people still agree."""
    theme = wave.by_theme.get(entry.theme)
    span = (entry.text_id, entry.start, entry.end)
    return theme is not None and any((q.text_id, q.start, q.end) == span for q in theme.quotes)


def _stands(quoted: Quoted, there: set[str]) -> bool:
    return set(quoted.sentence.entries) <= there


def _figures(findings: Findings) -> tuple[object, ...]:
    return tuple(entry for entry in findings.ledger if entry.source != "quote")


_PREPARED = TypeAdapter(Prepared)
