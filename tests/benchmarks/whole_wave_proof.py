"""What has to hold of two releases of a wave between which one person took their answers back.

For `whole_wave`. Each `Proof` says in words what was tried. Where something must be gone, the same search is
first shown to find it in the release before, so that a search that finds nothing proves nothing by accident.
"""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from analysis.archive import wave_from_json
from analysis.differencing import group_members, would_tell_on_somebody
from analysis.disclosure import DisclosureRules
from analysis.findings import Findings
from analysis.frozen import MANIFEST, MEMBERS, OFFICE_ONLY, WAVE, Files, Release, from_zip, hash_of, to_zip
from survey import release_files, released
from survey.house import House
from survey.permissions import Actor
from survey.released import TIERS
from survey.settings import CHECKOUT
from survey.store import releases as rows
from survey.store.tables import FreeText, ReleaseState, Response
from survey.wave import current


@dataclass(frozen=True)
class Proof:
    """One thing that has to hold, and whether it does."""

    what: str
    holds: bool


@dataclass(frozen=True)
class Kept:
    """One release of both tiers: with the office's part, and the ZIP file as it was handed on."""

    number: int
    folder: Path
    whole: Mapping[str, Release]
    zips: Mapping[str, bytes]


@dataclass(frozen=True)
class Traces:
    """By what somebody could be found in a release: random ids, and their words as analysts may read them."""

    response_id: str
    text_ids: tuple[str, ...]
    words: tuple[str, ...]


def kept(house: House, folder: Path, *, number: int) -> Kept:
    """A release as it stands in the database, written down file by file and as one ZIP file a tier."""
    whole, zips = {}, {}
    with house.database.reading() as session:
        row = rows.approved(session, current(house))[number - 1]
        for tier in TIERS:
            whole[tier] = release_files.released(session, house, row.id, tier, whole=True)
    for tier, one in whole.items():
        shutil.rmtree(folder / tier, ignore_errors=True)
        for name, body in one.handed_on.items():
            path = folder / tier / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        zips[tier] = to_zip(one.handed_on)
        (folder / f"{tier}.zip").write_bytes(zips[tier])
    return Kept(number, folder, whole, zips)


def quoted_people(house: House, one: Kept) -> tuple[str, ...]:
    """The keyed hashes of those quoted for partners, in the order of the report."""
    quoted = [entry.text_id for entry in one.whole["partner"].findings.ledger if entry.source == "quote"]
    with house.database.reading() as session:
        found = session.exec(
            select(FreeText.id, Response.submission_key).join(Response).where(col(FreeText.id).in_(quoted))
        ).all()
    by_text = dict(found)
    return tuple(by_text[text_id] for text_id in quoted)


def traces_of(house: House, submission_id: str) -> Traces:
    key = house.vault.keyed_hash("submission", submission_id)
    with house.database.reading() as session:
        response = session.exec(select(Response).where(Response.submission_key == key)).one()
        texts = session.exec(select(FreeText).where(FreeText.response_id == response.id)).all()
    return Traces(
        response.id,
        tuple(one.id for one in texts),
        tuple(one.cleared_text for one in texts if one.cleared_text),
    )


def all_of(house: House, actor: Actor, first: Kept, second: Kept, gone: Traces, folder: Path) -> list[Proof]:
    """Everything that has to hold, in the order somebody would doubt it."""
    return [
        *_proven_by_the_command(first, folder / "first"),
        *_proven_by_the_command(second, folder / "second"),
        _a_changed_figure_is_refused(first, folder / "changed"),
        *_what_was_withdrawn_is_gone(house, first, second, gone),
        *_nobody_can_subtract(first, second),
        *_superseded_and_unchanged(house, actor, first, second),
    ]


# --- verify ---


def _proven_by_the_command(one: Kept, folder: Path) -> Iterator[Proof]:
    """Once as handed on, once counted again from the answers the office keeps."""
    for tier, release in one.whole.items():
        said = _verify(one.folder / f"{tier}.zip")
        yield Proof(
            f"Release {one.number}, {tier}, as handed on: {said.stdout.strip()}", said.returncode == 0
        )
        if WAVE not in release.files:
            continue
        said = _verify(_written(folder / tier, release.files))
        again = said.returncode == 0 and "counted again from the answers" in said.stdout
        yield Proof(f"Release {one.number}, {tier}, with its answers: {said.stdout.strip()}", again)


def _a_changed_figure_is_refused(one: Kept, folder: Path) -> Proof:
    """Somebody changes a percentage and the hash that vouches for the file: the sentences give it away."""
    files = dict(one.whole["partner"].handed_on)
    findings = json.loads(files["findings.json"])
    entry = next(each for each in findings["ledger"] if each.get("percent"))
    entry["percent"] += 1
    files["findings.json"] = json.dumps(findings).encode()
    manifest = json.loads(files[MANIFEST])
    manifest["files"]["findings.json"] = hash_of(files["findings.json"])
    files[MANIFEST] = json.dumps(manifest).encode()
    said = _verify(_written(folder, files))
    return Proof("A percentage one point off, its hash made to fit, is not proven", said.returncode == 1)


def _verify(release: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis", "verify", str(release.resolve())]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


def _written(folder: Path, files: Files) -> Path:
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder


# --- gone ---


def _what_was_withdrawn_is_gone(house: House, first: Kept, second: Kept, gone: Traces) -> Iterator[Proof]:
    before = _files_with(first.whole["partner"].files, gone.words)
    yield Proof(
        f"The search finds their words in the first release: in {', '.join(before)}", "report.html" in before
    )
    for tier, release in second.whole.items():
        words = _files_with(release.files, gone.words)
        ids = [
            name
            for name, body in release.files.items()
            if any(one.encode() in body for one in (gone.response_id, *gone.text_ids)) and name != MEMBERS
        ]
        yield Proof(
            f"{tier}: their words are in none of the {len(release.files)} files of the second", not words
        )
        yield Proof(f"{tier}: nor is any id of theirs, answers and evidence of the office included", not ids)
    with house.database.reading() as session:
        left = session.exec(select(Response).where(Response.id == gone.response_id)).all()
        copies = rows.files(session, rows.approved(session, current(house))[0].id, "partner")
    yield Proof("Their answers are gone from the database", not left)
    with_answers = [one.name for one in copies if one.name.startswith(OFFICE_ONLY) and one.name != MEMBERS]
    yield Proof("The copy of the answers behind the first release is gone with them", not with_answers)


def _files_with(files: Files, words: tuple[str, ...]) -> list[str]:
    """In which files somebody's words stand, in whatever way each kind of file writes them."""
    wanted = [_letters(one) for one in words]
    return sorted(
        name for name, body in files.items() if any(one in _letters(_text(name, body)) for one in wanted)
    )


def _text(name: str, body: bytes) -> str:
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = [archive.read(one).decode(errors="ignore") for one in archive.namelist()]
        return html.unescape(re.sub(r"<[^>]*>", "", " ".join(parts)))
    if name.endswith(".pdf"):
        return _text_of_pdf(body)
    text = body.decode(errors="ignore")
    return html.unescape(text) if name.endswith(".html") else text.replace('\\"', '"').replace("\\n", " ")


def _text_of_pdf(body: bytes) -> str:
    """By the reader that is installed. Without one, that the file is drawn from the findings has to do."""
    reader = shutil.which("pdftotext")
    if reader is None:
        return ""
    return subprocess.run([reader, "-", "-"], input=body, capture_output=True, check=True).stdout.decode()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


# --- subtracting ---


def _nobody_can_subtract(first: Kept, second: Kept) -> Iterator[Proof]:
    for tier, rules in TIERS.items():
        one, other = first.whole[tier], second.whole[tier]
        yield Proof(
            f"{tier}: every published figure of the second is that of the first, so their difference is nothing",
            _figures(one.findings) == _figures(other.findings),
        )
        yield Proof(
            f"{tier}: the rule for two releases finds nobody told on", not _told_on(one, other, rules)
        )
        yield Proof(
            f"{tier}: figures without that person would have told on them, and the rule sees it",
            _new_figures_would_tell(one, other, rules),
        )


def _figures(findings: Findings) -> object:
    return findings.tables, tuple(entry for entry in findings.ledger if entry.source != "quote")


def _told_on(one: Release, other: Release, rules: DisclosureRules) -> tuple[str, ...]:
    then, now = one.members, other.members
    if then is None or now is None:
        raise RuntimeError("a release without its members cannot be held against another")
    return would_tell_on_somebody(then, now, rules)


def _new_figures_would_tell(one: Release, other: Release, rules: DisclosureRules) -> bool:
    then = one.members
    now = group_members(wave_from_json(other.files[WAVE].decode()))
    return then is not None and bool(would_tell_on_somebody(then, now, rules))


# --- the first one ---


def _superseded_and_unchanged(house: House, actor: Actor, first: Kept, second: Kept) -> Iterator[Proof]:
    with house.database.reading() as session:
        row = rows.approved(session, current(house))[0]
        now = {tier: release_files.released(session, house, row.id, tier) for tier in TIERS}
    for tier, release in first.whole.items():
        same = to_zip(now[tier].handed_on) == first.zips[tier] == (first.folder / f"{tier}.zip").read_bytes()
        yield Proof(f"{tier}: the first release is unchanged, byte for byte, after the second", same)
        follows = second.whole[tier].manifest.supersedes == release.hash
        yield Proof(f"{tier}: the second says that it supersedes the first, by its hash", follows)
    lines = {
        line.number: line for line in released.history(house, actor) if line.state is ReleaseState.APPROVED
    }
    yield Proof("The history says which one is superseded", lines[1].superseded and not lines[2].superseded)
    newest = released.latest(house, actor)
    yield Proof("Whoever reads now reads the second", newest is not None and newest.manifest.number == 2)
    again = from_zip((first.folder / "partner.zip").read_bytes())
    yield Proof(
        "The ZIP file holds what was handed on and nothing else",
        again == dict(first.whole["partner"].handed_on),
    )
