"""Who lets the figures of a wave out?

An analyst prepares a release: the answers and decisions as they stand, counted, put through the gate and
written down twice, for partners and for the public. The draft is kept sealed, so it survives the browser. A
second person reads that very draft, sees whether everything in it is proven, and approves it or sends it back
with a reason; whoever prepared it cannot. What is approved is frozen file by file, never edited, and
superseded only by the next release.

Before approval everything is looked at once more: if somebody in the draft has taken their answers back, or a
quote is no longer agreed to, it has to be prepared again. What a release is, and when its figures may move,
is decided in `analysis.release`; how its files are kept, in `release_files`; who reads it, in `released`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from analysis import release as making
from analysis.beside import Earlier
from analysis.findings import Findings
from analysis.frozen import Release as Frozen
from analysis.frozen import ReleaseError, hash_of
from analysis.linked import beyond
from analysis.release import Prepared, prepared_from_json, prepared_to_json
from analysis.verify import Fault
from analysis.wave import WaveData
from survey import asks, audit, release_files, themes, wave
from survey.house import House
from survey.permissions import Actor, NotAllowed, Permission, actor_of, require
from survey.released import (
    CODE_FRAMES,
    TIERS,
    Released,
    ReleaseProblem,
    as_released,
    earlier,
    last_of_an_earlier_wave,
    seal,
)
from survey.store import accounts as account_rows
from survey.store import releases as rows
from survey.store import themes as theme_rows
from survey.store.tables import ReleaseRow, ReleaseState
from survey.vault import CannotOpen

FAULTS: Final = "faults.json"
LONGEST_REASON: Final = 500
NOT_LOOKED_AT: Final = "themes_nobody_looked_at"
"""Under this name a manifest says how many themes stand as the machine proposed them."""


@dataclass(frozen=True)
class Draft:
    """A release that waits for a second person: exactly what they approve."""

    id: str
    wave: str
    number: int
    prepared_by: str
    prepared_by_id: str
    prepared_at: datetime
    digest: str
    tiers: Mapping[str, Prepared] = field(repr=False)
    faults: tuple[Fault, ...]  # what could not be proven when it was prepared

    def may_be_decided_by(self, actor: Actor) -> bool:
        return actor.account_id != self.prepared_by_id

    def findings(self, tier: str = "partner") -> Findings:
        return self.tiers[tier].findings

    @property
    def figures_stand(self) -> bool:
        """Whether too few people changed for new figures: then the last ones stand."""
        return bool(self.tiers["partner"].figures_from)

    @property
    def not_looked_at(self) -> int:
        """How many themes no person had accepted or left out when it was prepared."""
        number = self.tiers["partner"].parameters.get(NOT_LOOKED_AT, 0)
        return number if isinstance(number, int) else 0

    def hidden_for(self, tier: str) -> Mapping[str, int]:
        """How many numbers are hidden for each reason: for the two who decide alone."""
        return dict(Counter(reason for *_, reason in self.tiers[tier].evidence.hidden).most_common())


# --- preparing ---


def prepare(house: House, actor: Actor, wave_name: str | None = None, *, leave_out: bool = False) -> Draft:
    """Put the next release of a wave together, in place of a draft that waits. Takes seconds.

    `leave_out`: where groups changed by too few people, tell new figures without them, not the last ones.
    """
    require(actor, Permission.RELEASE)
    data, not_looked_at = _told(house, actor, wave_name)
    if not data.respondents:
        raise ReleaseProblem("Nobody has answered in this wave yet, so there is nothing to release.")
    with house.database.reading() as session:
        before = {tier: earlier(session, house, data.name, tier) for tier in TIERS}
        day = data.first_day or house.today()
        last = {tier: last_of_an_earlier_wave(session, house, data.name, tier, day) for tier in TIERS}
        decisions = json.dumps(rows.theme_decisions(session, data.name), sort_keys=True)
        parameters: dict[str, object] = {
            one.question: one.manifest for one in theme_rows.latest_runs(session, data.name)
        }
    frames: list[str] = sorted(data.code_frames)
    parameters |= {CODE_FRAMES: frames, NOT_LOOKED_AT: not_looked_at}

    def made(tier: str, inner: Prepared | None, carry: Sequence[str] = ()) -> Prepared:
        return making.prepare(
            _for_tier(house, actor, data, tier),
            TIERS[tier],
            by=actor.display_name,
            on=house.today(),
            earlier=before[tier],
            leave_out=leave_out,
            decisions=decisions,
            parameters=parameters,
            beside=_beside(last[tier], frames),
            inner=inner,
            carry=carry,
        )

    tiers = _for_all_readers(made)
    faults = tuple(fault for tier, one in tiers.items() for fault in _proof(one, before[tier]))
    faults += tuple(_shown_beyond(tiers))
    row = ReleaseRow(
        wave=data.name,
        number=tiers["partner"].number,
        prepared_by=actor.account_id,
        prepared_at=house.now(),
        draft_digest=_digest(tiers),
        answers_from=data.first_day or house.today(),
    )
    _keep_draft(house, actor, row, tiers, faults)
    return _draft(row, actor.display_name, tiers, faults)


def waiting(house: House, actor: Actor, wave_name: str | None = None) -> Draft | None:
    """The draft that waits for a second person, for whoever prepared it and whoever may approve it."""
    require(actor, Permission.APPROVE_RELEASE)
    with house.database.reading() as session:
        row = rows.waiting(session, wave_name or wave.current(house))
        if row is None:
            return None
        by = account_rows.display_names(session, [row.prepared_by])
        kept = rows.files(session, row.id, release_files.DRAFT)
        try:
            bodies = {one.name: release_files.opened(house, one) for one in kept}
        except CannotOpen:
            raise ReleaseProblem("The draft was changed and cannot be opened. Prepare it again.") from None
    tiers = {tier: prepared_from_json(bodies[f"{tier}.json"].decode()) for tier in TIERS}
    faults = tuple(Fault(**one) for one in json.loads(bodies[FAULTS]))
    return _draft(row, by.get(row.prepared_by, ""), tiers, faults)


def gone_since(house: House, draft: Draft) -> tuple[str, ...]:
    """What is in the draft and may not be told any more, in words. Empty: nothing."""
    with house.database.reading() as session:
        account = account_rows.by_id(session, draft.prepared_by_id)
    try:
        if account is None or not account.active:
            raise NotAllowed
        now, _ = _told(house, actor_of(account), draft.wave)
    except NotAllowed:
        return ("Whoever prepared it does not analyse here any more.",)
    was = draft.tiers["partner"].wave
    people = len(was.by_person.keys() - now.by_person.keys())
    texts = sum(
        1 for one in was.texts
        if one.response_id in now.by_person and now.by_text.get(one.text_id) != one
    )  # fmt: skip
    quotes = len(_quotes(was) - _quotes(now)) if not people else 0
    return tuple(
        words.format(number)
        for number, words in (
            (people, "{} people in it are no longer in the wave: taken back, or their session was voided."),
            (texts, "{} answers in it may no longer be read as they were."),
            (quotes, "{} quotes in it are no longer agreed to."),
        )
        if number
    )


# --- deciding ---


def approve(
    house: House, actor: Actor, draft_id: str, *, digest: str, with_themes_not_looked_at: bool = False
) -> tuple[Released, ...]:
    """Let a draft out. `digest` names what was read, so that nothing else can slip in between.

    Themes that no person has looked at go out only if this person says that they may.
    """
    require(actor, Permission.APPROVE_RELEASE)
    draft = _to_decide(house, actor, draft_id, digest)
    if gone := gone_since(house, draft):
        raise ReleaseProblem(" ".join([*gone, "Prepare it again."]))
    if draft.not_looked_at and not with_themes_not_looked_at:
        raise ReleaseProblem(
            "Nobody has looked at some of its themes. Say that they may go out, or have them looked at first."
        )
    for fault in _shown_beyond(draft.tiers):
        raise ReleaseProblem(f"Nothing was released. {fault.where}: {fault.problem}. Prepare it again.")
    with house.database.reading() as session:
        before = {tier: earlier(session, house, draft.wave, tier) for tier in TIERS}
    made = {tier: _approved(house, actor, draft, tier, before[tier]) for tier in TIERS}
    try:
        with house.database.session() as session:
            row = _still_waiting(session, draft)
            row.state, row.decided_by, row.decided_at = ReleaseState.APPROVED, actor.account_id, house.now()
            row.hashes = {tier: one.hash for tier, one in made.items()}
            row.place = f"{row.wave} {row.number}"
            row.seal = seal(house, row)
            session.add(row)
            rows.remove_sealed(session, row.id)
            for tier, one in made.items():
                release_files.keep(session, house, row.id, tier, one.files)
            release_files.keep_people(session, house, row.id, draft.tiers["partner"].wave.by_person)
            session.flush()
            audit.record(
                session, house, actor, "release approved", row.id,
                wave=row.wave, number=row.number, **row.hashes, **_agreed_to(draft),
            )  # fmt: skip
    except IntegrityError:
        raise ReleaseProblem(
            "Another release of this wave was approved meanwhile. Prepare it again."
        ) from None
    names = {draft.prepared_by_id: draft.prepared_by, actor.account_id: actor.display_name}
    return tuple(as_released(row, tier, one, names) for tier, one in made.items())


def send_back(house: House, actor: Actor, draft_id: str, reason: str, *, digest: str) -> None:
    """Do not let it out, and say why. The reason stays in the history."""
    require(actor, Permission.APPROVE_RELEASE)
    reason = " ".join(reason.split())
    if not reason:
        raise ReleaseProblem("Write why it goes back, so that whoever prepared it knows what to change.")
    if len(reason) > LONGEST_REASON:
        raise ReleaseProblem(f"Say why in {LONGEST_REASON} characters or fewer.")
    draft = _to_decide(house, actor, draft_id, digest)
    with house.database.session() as session:
        row = _still_waiting(session, draft)
        row.state, row.decided_by, row.decided_at = ReleaseState.SENT_BACK, actor.account_id, house.now()
        row.reason = reason
        session.add(row)
        rows.remove_sealed(session, row.id)
        session.flush()
        audit.record(session, house, actor, "release sent back", row.id, wave=row.wave, number=row.number)


# --- helpers ---


def _told(house: House, actor: Actor, wave_name: str | None) -> tuple[WaveData, int]:
    """The wave as it may be told now, themes and asks in it; how many themes nobody has looked at."""
    require(actor, Permission.ANALYSE)
    gathered = wave.gather(house, actor, wave_name)
    questions = themes.in_questions(house, actor, gathered)
    data = themes.told_with_themes(house, gathered, questions).data
    not_looked_at = sum(len(question.to_review) for question in questions)
    return replace(data, asks=asks.told_of(asks.for_wave(house, actor, data.name))), not_looked_at


def _for_all_readers(made: Callable[..., Prepared]) -> dict[str, Prepared]:
    """Both tiers, of the same people: partners read what is public too, and would subtract one from the other
    if the figures of one stood while those of the other moved.
    """
    partner = made("partner", None)
    public = made("public", partner)
    if carry := public.carried or partner.carried:
        partner = partner if partner.carried else made("partner", None, carry)
        public = public if public.carried else made("public", partner, carry)
    return {"partner": partner, "public": public}


def _shown_beyond(tiers: Mapping[str, Prepared]) -> Iterator[Fault]:
    """What the public would be shown and partners not, where the figures are new."""
    if any(one.figures_from for one in tiers.values()):
        return
    inner = {table.key: table for table in tiers["partner"].findings.tables}
    public = tiers["public"].findings
    for key, node in beyond(public.tables, inner, public.rules):
        where = " ".join(part for part in (key, *node) if part)
        yield Fault(where, "the public would read a number that is hidden from partners")


def _beside(last: Released | None, frames: list[str]) -> Earlier | None:
    """What was let out of the last wave, for the comparison on every card."""
    if last is None:
        return None
    changed = last.manifest.parameters.get(CODE_FRAMES) != frames
    return Earlier(last.findings, last.hash, changed)


def _agreed_to(draft: Draft) -> Mapping[str, int]:
    """For the audit log: what else this person has agreed to by letting it out."""
    return {NOT_LOOKED_AT: draft.not_looked_at} if draft.not_looked_at else {}


def _for_tier(house: House, actor: Actor, data: WaveData, tier: str) -> WaveData:
    """The public reads only the asks that an analyst has made public."""
    if tier == "partner":
        return data
    public = (one for one in asks.for_wave(house, actor, data.name) if one.public)
    return replace(data, asks=asks.told_of(public))


def _proof(prepared: Prepared, before: Sequence[Frozen]) -> tuple[Fault, ...]:
    return making.proof(prepared, before[-1] if before else None)


def _quotes(data: WaveData) -> set[tuple[str, int, int]]:
    return {
        (one.text_id, one.start, one.end)
        for theme in data.themes
        for one in theme.quotes
        if one.cleared_by and one.approved_by
    }


def _digest(tiers: Mapping[str, Prepared]) -> str:
    return hash_of(" ".join(tiers[tier].digest for tier in TIERS).encode())


def _draft(row: ReleaseRow, by: str, tiers: Mapping[str, Prepared], faults: tuple[Fault, ...]) -> Draft:
    return Draft(
        row.id, row.wave, row.number, by, row.prepared_by, row.prepared_at, row.draft_digest, tiers, faults
    )


def _keep_draft(
    house: House, actor: Actor, row: ReleaseRow, tiers: Mapping[str, Prepared], faults: tuple[Fault, ...]
) -> None:
    files = {f"{tier}.json": prepared_to_json(one).encode() for tier, one in tiers.items()}
    files[FAULTS] = json.dumps([asdict(one) for one in faults]).encode()
    with house.database.session() as session:
        old = rows.waiting(session, row.wave)
        if old is not None:
            release_files.put_aside(session, house, old, "Prepared again.")
        session.add(row)
        session.flush()
        release_files.keep(session, house, row.id, release_files.DRAFT, files)
        release_files.keep_people(session, house, row.id, tiers["partner"].wave.by_person)
        session.flush()
        audit.record(session, house, actor, "release prepared", row.id, wave=row.wave, number=row.number)


def _to_decide(house: House, actor: Actor, draft_id: str, digest: str) -> Draft:
    """The very draft somebody has read, if it is theirs to decide about."""
    with house.database.reading() as session:
        row = rows.by_id(session, draft_id)
    draft = waiting(house, actor, row.wave) if row else None
    if draft is None or draft.id != draft_id or draft.digest != digest or _digest(draft.tiers) != digest:
        raise ReleaseProblem("This draft waits no longer, or is another one by now. Please look again.")
    if not draft.may_be_decided_by(actor):
        raise ReleaseProblem("You prepared this release. Somebody else has to read and approve it.")
    return draft


def _still_waiting(session: Session, draft: Draft) -> ReleaseRow:
    row = rows.to_change(session, draft.id)
    if row is None or row.state is not ReleaseState.PREPARED or row.draft_digest != draft.digest:
        raise ReleaseProblem("Somebody has decided about this draft meanwhile. Please look again.")
    return row


def _approved(house: House, actor: Actor, draft: Draft, tier: str, before: Sequence[Frozen]) -> Frozen:
    prepared = draft.tiers[tier]
    last = before[-1].hash if before else ""
    if prepared.supersedes != last:
        raise ReleaseProblem("Another release of this wave was approved meanwhile. Prepare it again.")
    by = actor.display_name
    if by == prepared.prepared_by:  # two people of one name; that they are two is known by their accounts
        by = f"{by} ({actor.username})"
    try:
        return making.approve(prepared, by=by, on=house.today(), before=before[-1] if before else None)
    except ReleaseError as problem:
        raise ReleaseProblem(f"Nothing was released. {problem}") from None
