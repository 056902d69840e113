"""A release is prepared by one person, approved by another, frozen, and read by everybody else as it is."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import col, select

from analysis import release as making
from analysis import report
from analysis.__main__ import main
from analysis.beside import Earlier
from analysis.disclosure import DisclosureRules
from analysis.findings import Findings, Summary
from analysis.frozen import MANIFEST, MEMBERS, OFFICE_ONLY, WAVE
from analysis.ledger import plain
from analysis.summary import summarise
from analysis.trends import Trend
from analysis.wave import WaveData
from survey import (
    asks,
    audit,
    release_files,
    released,
    releases,
    responses,
    retention,
    rotation,
    sessions,
    themes,
    wave,
)
from survey.asks import AskStatus
from survey.house import House, open_house
from survey.permissions import Actor, NotAllowed, actor_of
from survey.released import ReleaseProblem
from survey.releases import Draft
from survey.settings import Settings
from survey.store.tables import Account, AuditEntry, ReleaseFile, ReleaseRow, ReleaseState, Role, Sitting
from tests.conftest import Clock, OpenSession, People, settle_people, started_session
from tests.team.answers import BUSES, DARK, send, send_all

TICKED = {"safe_day": "very_safe", "safe_dark": "a_bit_unsafe", "gender": "girl"}


@dataclass(frozen=True)
class Template:
    """A workspace made once and copied: four sessions, 56 people, nothing released or one release."""

    folder: Path
    people: People
    sittings: list[Sitting]


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("answered") / "data"
    house = house_in(folder, Clock())
    people = settle_people(house)
    sittings = [started_session(house, people, title=f"Club {number}") for number in range(4)]
    for sitting in sittings:
        send_all(house, sitting, DARK + BUSES, also=TICKED)
    house.database.dispose()
    return Template(folder, people, sittings)


@pytest.fixture(scope="session")
def with_a_release(answered: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = Path(shutil.copytree(answered.folder, tmp_path_factory.mktemp("released") / "data"))
    house = house_in(folder, Clock())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "files", only_html)
        let_out(house, answered.people)
    house.database.dispose()
    return replace(answered, folder=folder)


@pytest.fixture(autouse=True)
def nothing_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test reads releases from its own database."""
    monkeypatch.setattr(released, "_READY", released._Ready())


@pytest.fixture(autouse=True)
def short_report(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents take seconds and are tested with the report; one test here has them all made."""
    if "every_document" not in request.fixturenames:
        monkeypatch.setattr(report, "files", only_html)


@pytest.fixture
def every_document() -> None:
    """Asked for by the test that wants them all."""


def only_html(findings: Findings, *, approved: bool = False) -> dict[str, bytes]:
    return {"report.html": report.to_html(findings, approved=approved).encode()}


@pytest.fixture
def house(answered: Template, tmp_path: Path, clock: Clock) -> Iterator[House]:
    """56 people have answered; nothing is released."""
    yield from copied(answered, tmp_path, clock)


@pytest.fixture
def house_with_a_release(with_a_release: Template, tmp_path: Path, clock: Clock) -> Iterator[House]:
    yield from copied(with_a_release, tmp_path, clock)


@pytest.fixture
def first(house_with_a_release: House, people: People) -> released.Released:
    """The release that was made, as it is read from the database."""
    found = released.latest(house_with_a_release, people.viewer)
    assert found is not None
    return found


@pytest.fixture
def people(answered: Template, request: pytest.FixtureRequest) -> People:
    if "any_house" in request.fixturenames:
        return settle_people(request.getfixturevalue("any_house"))
    return answered.people


@pytest.fixture
def sittings(answered: Template) -> list[Sitting]:
    return answered.sittings


def house_in(folder: Path, clock: Clock) -> House:
    return open_house(Settings(data_dir=folder, database_url=""), clock=clock, chance=lambda: 0.5)


def copied(template: Template, tmp_path: Path, clock: Clock) -> Iterator[House]:
    house = house_in(Path(shutil.copytree(template.folder, tmp_path / "copy")), clock)
    yield house
    house.database.dispose()


def account_in(house: House, role: Role, username: str) -> Actor:
    account = Account(username=username, display_name=username.title(), role=role, created_at=house.now())
    with house.database.session() as session:
        session.add(account)
    return actor_of(account)


def let_out(house: House, people: People) -> released.Released:
    draft = releases.prepare(house, people.analyst)
    return releases.approve(house, people.lead, draft.id, digest=draft.digest)[0]


def files_of(house: House, folder: str) -> dict[str, ReleaseFile]:
    with house.database.reading() as session:
        found = session.exec(select(ReleaseFile).where(col(ReleaseFile.folder) == folder)).all()
    return {one.name: one for one in found}


def receipt_of_one_more(house: House, sitting: Sitting, words: str) -> str:
    """Somebody answers and keeps the receipt."""
    sent = str(uuid.uuid4())
    answers = {"age_band": "14-15", "unsafe_why": words, **TICKED}
    responses.accept(
        house, sitting.code or "", responses.Submission(sent, sitting.questionnaire_version, "en", answers)
    )
    return responses.give_receipt(house, sitting.code or "", sent)


# --- preparing and approving ---


def test_what_one_person_prepared_another_approves_and_everybody_reads(house: House, people: People) -> None:
    assert released.latest(house, people.viewer) is None
    draft = releases.prepare(house, people.analyst)
    assert draft.faults == ()
    assert released.latest(house, people.viewer) is None
    made = releases.approve(house, people.lead, draft.id, digest=draft.digest)
    assert [one.tier for one in made] == ["partner", "public"]
    for one in made:
        read = released.latest(house, people.viewer, tier=one.tier)
        assert read is not None
        assert read.findings == draft.findings(one.tier)
        assert (read.hash, read.prepared_by, read.approved_by) == (one.hash, "Analyst", "Lead")
        assert read.manifest.approved_by == "Lead"
    assert releases.waiting(house, people.analyst) is None


def test_a_draft_survives_and_is_approved_exactly_as_it_was_read(
    house: House, people: People, sittings: list[Sitting]
) -> None:
    second_analyst = account_in(house, Role.ANALYST, "second")
    prepared = releases.prepare(house, people.analyst)
    send(house, sittings[0], age_band="16-17", safe_day="very_unsafe")
    read = releases.waiting(house, second_analyst)
    assert read is not None
    assert read.findings() == prepared.findings()
    releases.approve(house, second_analyst, read.id, digest=read.digest)
    latest = released.latest(house, people.viewer)
    assert latest is not None
    assert latest.findings == prepared.findings()


def test_nobody_approves_or_sends_back_what_they_prepared(house: House, people: People) -> None:
    draft = releases.prepare(house, people.analyst)
    assert not draft.may_be_decided_by(people.analyst)
    with pytest.raises(ReleaseProblem, match="Somebody else"):
        releases.approve(house, people.analyst, draft.id, digest=draft.digest)
    with pytest.raises(ReleaseProblem, match="Somebody else"):
        releases.send_back(house, people.analyst, draft.id, "no", digest=draft.digest)
    assert released.latest(house, people.viewer) is None


def test_two_people_of_the_same_name_are_two_people(house: House, people: People) -> None:
    namesake = Account(username="namesake", display_name="Analyst", role=Role.ANALYST, created_at=house.now())
    with house.database.session() as session:
        session.add(namesake)
    draft = releases.prepare(house, people.analyst)
    made = releases.approve(house, actor_of(namesake), draft.id, digest=draft.digest)
    assert made[0].manifest.approved_by == "Analyst (namesake)"


def test_a_draft_goes_back_with_a_reason_that_stays(house: House, people: People) -> None:
    draft = releases.prepare(house, people.analyst)
    with pytest.raises(ReleaseProblem, match="why"):
        releases.send_back(house, people.lead, draft.id, "  ", digest=draft.digest)
    releases.send_back(
        house, people.lead, draft.id, "The first theme needs a better name.", digest=draft.digest
    )
    assert releases.waiting(house, people.analyst) is None
    assert released.latest(house, people.viewer) is None
    (line,) = released.history(house, people.analyst)
    assert (line.state, line.reason, line.decided_by) == (
        ReleaseState.SENT_BACK,
        "The first theme needs a better name.",
        "Lead",
    )
    with pytest.raises(ReleaseProblem, match="waits no longer"):
        releases.approve(house, people.lead, draft.id, digest=draft.digest)
    assert let_out(house, people).manifest.number == 1


def test_approving_another_draft_than_the_one_read_is_refused(house: House, people: People) -> None:
    first = releases.prepare(house, people.analyst)
    second = releases.prepare(house, people.analyst)
    for draft_id, digest in ((first.id, first.digest), (second.id, "other")):
        with pytest.raises(ReleaseProblem, match="look again"):
            releases.approve(house, people.lead, draft_id, digest=digest)
    releases.approve(house, people.lead, second.id, digest=second.digest)
    with pytest.raises(ReleaseProblem, match="look again"):
        releases.approve(house, people.lead, second.id, digest=second.digest)


def test_nothing_is_approved_that_is_not_proven(
    house: House, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_word_wrong(
        wave: WaveData, rules: DisclosureRules, *, inner: Any, earlier: Earlier | None
    ) -> Summary:
        told = summarise(wave, rules, inner=inner, earlier=earlier)
        page = told.findings.first_page
        wrong = replace(page, sentences=(plain("999 young people answered."), *page.sentences[1:]))
        return replace(told, findings=replace(told.findings, first_page=wrong))

    monkeypatch.setattr(making, "summarise", one_word_wrong)
    draft = releases.prepare(house, people.analyst)
    assert draft.faults
    with pytest.raises(ReleaseProblem, match="not proven"):
        releases.approve(house, people.lead, draft.id, digest=draft.digest)
    assert released.latest(house, people.viewer) is None
    assert releases.waiting(house, people.lead) is not None


def test_nothing_is_approved_that_shows_the_public_what_is_hidden_from_partners(
    house: House, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = releases.prepare(house, people.analyst)
    assert draft.faults == ()
    monkeypatch.setattr(releases, "beyond", lambda tables, inner, rules: [("safe_day", ("all", "safe"))])
    with pytest.raises(ReleaseProblem, match="hidden from partners"):
        releases.approve(house, people.lead, draft.id, digest=draft.digest)
    assert [fault.where.split()[0] for fault in releases.prepare(house, people.analyst).faults] == [
        "safe_day"
    ]


@pytest.mark.parametrize("stands", ["partner", "public"])
def test_figures_stand_for_all_readers_or_for_none(stands: str) -> None:
    """Were the public’s new and the partners’ a release old, who reads both would subtract them."""

    def made(tier: str, inner: object, carry: Sequence[str] = ()) -> Any:
        return SimpleNamespace(tier=tier, carried=tuple(carry) or (("talks",) if tier == stands else ()))

    found = releases._for_all_readers(made)
    assert {tier: one.carried for tier, one in found.items()} == {"partner": ("talks",), "public": ("talks",)}


def test_an_empty_wave_cannot_be_released(house: House, people: People) -> None:
    with pytest.raises(ReleaseProblem, match="Nobody has answered"):
        releases.prepare(house, people.analyst, "2027-winter")


def test_only_analysts_prepare_only_two_roles_approve_and_leaders_read_nothing(
    house: House, people: People
) -> None:
    for actor in (people.leader, people.lead, people.viewer, people.administrator):
        with pytest.raises(NotAllowed):
            releases.prepare(house, actor)
    draft = releases.prepare(house, people.analyst)
    for actor in (people.leader, people.viewer, people.administrator):
        with pytest.raises(NotAllowed):
            releases.waiting(house, actor)
        with pytest.raises(NotAllowed):
            releases.approve(house, actor, draft.id, digest=draft.digest)
        with pytest.raises(NotAllowed):
            released.history(house, actor)
    with pytest.raises(NotAllowed):
        released.latest(house, people.leader)


def test_who_did_what_is_in_the_log(
    house_with_a_release: House, first: released.Released, people: People
) -> None:
    logged = audit.entries(house_with_a_release, people.administrator, subject=first.id)
    assert [(entry.action, entry.actor) for entry in logged] == [
        ("release approved", "lead"),
        ("release prepared", "analyst"),
    ]
    assert logged[0].detail["partner"] == first.hash


# --- what may change a draft's mind ---


def test_a_draft_with_somebody_who_took_their_answers_back_is_gone(
    house: House, people: People, sittings: list[Sitting]
) -> None:
    receipt = receipt_of_one_more(house, sittings[0], "the lights are out again by the old mill")
    draft = releases.prepare(house, people.analyst)
    assert responses.withdraw(house, receipt)
    assert releases.waiting(house, people.lead) is None
    assert files_of(house, release_files.DRAFT) == {}
    (line,) = released.history(house, people.analyst)
    assert line.state is ReleaseState.PUT_ASIDE
    assert "took their answers back" in line.reason
    with pytest.raises(ReleaseProblem):
        releases.approve(house, people.lead, draft.id, digest=draft.digest)


def test_a_draft_with_a_session_voided_since_has_to_be_prepared_again(
    house: House, people: People, sittings: list[Sitting]
) -> None:
    draft = releases.prepare(house, people.analyst)
    assert releases.gone_since(house, draft) == ()
    sessions.void(house, people.administrator, sittings[0].id, "a trial")
    assert "14 people" in releases.gone_since(house, draft)[0]
    with pytest.raises(ReleaseProblem, match="Prepare it again"):
        releases.approve(house, people.lead, draft.id, digest=draft.digest)
    again = releases.prepare(house, people.analyst)
    assert len(again.tiers["partner"].wave.respondents) == 42
    releases.approve(house, people.lead, again.id, digest=again.digest)


def test_a_draft_of_somebody_who_left_has_to_be_prepared_again(house: House, people: People) -> None:
    draft = releases.prepare(house, people.analyst)
    with house.database.session() as session:
        account = session.get_one(Account, people.analyst.account_id)
        account.active = False
        session.add(account)
    assert releases.gone_since(house, draft)


# --- what is kept, and how ---


@pytest.mark.usefixtures("every_document")
def test_a_release_holds_every_document_and_a_manifest_of_where_it_came_from(
    house: House, people: People
) -> None:
    first = let_out(house, people)
    kinds = {name.rpartition(".")[2] for name in first.files}
    assert {"html", "docx", "pdf", "md", "xlsx", "csv", "json"} <= kinds
    assert not any(name.startswith(OFFICE_ONLY) for name in first.files)
    manifest = json.loads(first.files[MANIFEST])
    assert manifest["rules"]["tier"] == "partner"
    assert manifest["code_version"]
    assert manifest["wave_hash"] == manifest["files"][WAVE]


def test_answers_and_drafts_lie_sealed_in_the_database(
    house: House, people: People, sittings: list[Sitting]
) -> None:
    releases.prepare(house, people.analyst)
    everything = b"".join(one.body for one in files_of(house, release_files.DRAFT).values())
    let_out(house, people)
    for tier in released.TIERS:
        kept = files_of(house, tier)
        assert all(one.sealed for name, one in kept.items() if name.startswith(OFFICE_ONLY))
        everything += b"".join(one.body for one in kept.values())
        assert release_files.opened(house, kept[WAVE]).startswith(b"{")
    assert DARK[0].encode() not in everything
    with house.database.reading() as session:
        assert not session.exec(
            select(ReleaseFile).where(col(ReleaseFile.folder) == release_files.DRAFT)
        ).first()


def test_what_was_read_once_is_at_hand_and_nothing_edited_later_is_shown(
    house_with_a_release: House, first: released.Released, people: People
) -> None:
    with house_with_a_release.database.session() as session:
        file = session.exec(select(ReleaseFile).where(col(ReleaseFile.name) == "report.html")).first()
        assert file is not None
        file.body = b"<p>Everything is fine.</p>"
        session.add(file)
    assert released.latest(house_with_a_release, people.viewer) is first


@pytest.mark.parametrize("name", ["report.html", "findings.json", MANIFEST])
def test_a_file_edited_in_the_database_is_refused(
    house_with_a_release: House, people: People, name: str
) -> None:
    with house_with_a_release.database.session() as session:
        file = session.exec(
            select(ReleaseFile).where(col(ReleaseFile.folder) == "partner", col(ReleaseFile.name) == name)
        ).one()
        file.body = file.body.replace(b"people", b"persons", 1) if name != MANIFEST else file.body + b" "
        session.add(file)
    with pytest.raises(ReleaseProblem, match="not as it was let out"):
        released.latest(house_with_a_release, people.viewer)
    with pytest.raises(ReleaseProblem, match="not as it was let out"):
        releases.prepare(house_with_a_release, people.analyst)
    assert released.latest(house_with_a_release, people.viewer, tier="public") is not None


@pytest.mark.parametrize("change", ["hash", "number", "removed"])
def test_a_release_whose_row_was_edited_is_refused(
    house_with_a_release: House, people: People, change: str
) -> None:
    with house_with_a_release.database.session() as session:
        row = session.exec(select(ReleaseRow)).one()
        if change == "hash":
            row.hashes = {**row.hashes, "partner": "0" * 64}
        elif change == "number":
            row.number = 7
        else:
            row.hashes = {"public": row.hashes["public"]}
        session.add(row)
    with pytest.raises(ReleaseProblem, match="not as it was let out"):
        released.latest(house_with_a_release, people.viewer)


def test_a_draft_edited_in_the_database_is_refused(house: House, people: People) -> None:
    releases.prepare(house, people.analyst)
    with house.database.session() as session:
        kept = {
            one.name: one
            for one in session.exec(select(ReleaseFile).where(col(ReleaseFile.folder) == release_files.DRAFT))
        }
        kept["partner.json"].body = kept["public.json"].body
        session.add(kept["partner.json"])
    with pytest.raises(ReleaseProblem, match="Prepare it again"):
        releases.waiting(house, people.lead)
    assert let_out(house, people).manifest.number == 1


def test_a_downloaded_release_is_proven_by_the_command(
    house_with_a_release: House,
    first: released.Released,
    people: People,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    packed = tmp_path / "release.zip"
    packed.write_bytes(first.zip)
    assert main(["verify", str(packed)]) == 0
    assert "Proven" in capsys.readouterr().out


def test_a_release_can_be_counted_again_from_the_answers_behind_it(
    house_with_a_release: House, first: released.Released, people: People
) -> None:
    assert released.prove_again(house_with_a_release, people.analyst, first) == ()
    with pytest.raises(NotAllowed):
        released.prove_again(house_with_a_release, people.viewer, first)


def test_a_key_change_seals_what_the_office_keeps_again(
    house_with_a_release: House, first: released.Released, people: People
) -> None:
    before = files_of(house_with_a_release, "partner")[WAVE].body
    report = rotation.rotate(house_with_a_release)
    assert report.unreadable == 0
    assert files_of(house_with_a_release, "partner")[WAVE].body != before
    assert released.prove_again(house_with_a_release, people.analyst, first) == ()


# --- the next release ---


def test_a_withdrawal_takes_the_words_and_leaves_the_figures_until_enough_people_came(
    house: House, people: People, sittings: list[Sitting]
) -> None:
    receipt = receipt_of_one_more(house, sittings[0], "the lights are out again by the old mill")
    first = let_out(house, people)
    assert b"old mill" in release_files.opened(house, files_of(house, "partner")[WAVE])
    responses.withdraw(house, receipt)
    kept = files_of(house, "partner")
    assert WAVE not in kept
    assert MEMBERS in kept
    assert released.prove_again(house, people.analyst, first) is None
    assert released.latest(house, people.viewer) is not None
    draft = releases.prepare(house, people.analyst)
    assert draft.figures_stand
    second = releases.approve(house, people.lead, draft.id, digest=draft.digest)[0]
    assert second.findings.tables == first.findings.tables
    assert second.manifest.supersedes == first.hash
    lines = released.history(house, people.analyst)
    assert [(line.number, line.superseded) for line in lines] == [(2, False), (1, True)]
    assert not any(
        b"old mill" in release_files.opened(house, one) for one in files_of(house, "partner").values()
    )


def test_answers_of_others_behind_a_release_stay_when_somebody_else_withdraws(
    house_with_a_release: House, first: released.Released, people: People, sittings: list[Sitting]
) -> None:
    responses.withdraw(
        house_with_a_release, receipt_of_one_more(house_with_a_release, sittings[0], "it is dark")
    )
    assert WAVE in files_of(house_with_a_release, "partner")


def test_figures_move_once_enough_people_from_enough_sessions_came(
    house_with_a_release: House, first: released.Released, people: People
) -> None:
    for _ in range(3):
        send_all(house_with_a_release, started_session(house_with_a_release, people), DARK[:4], also=TICKED)
    second = let_out(house_with_a_release, people)
    assert not second.manifest.figures_from
    assert second.findings.first_page != first.findings.first_page
    assert second.manifest.number == 2


def test_a_new_ask_reaches_readers_although_the_figures_stand(
    house_with_a_release: House,
    first: released.Released,
    people: People,
    clock: Clock,
    sittings: list[Sitting],
) -> None:
    one = asks.add(
        house_with_a_release, people.analyst, "Mend the lamps.", owner="The council", due=date(2026, 12, 1)
    )
    asks.add(house_with_a_release, people.analyst, "Only for partners.")
    asks.make_public(house_with_a_release, people.analyst, one.id)
    clock.turn(days=30)
    draft = releases.prepare(house_with_a_release, people.analyst)
    made = {
        each.tier: each
        for each in releases.approve(house_with_a_release, people.lead, draft.id, digest=draft.digest)
    }
    assert [(ask.text, ask.overdue) for ask in made["partner"].findings.asks] == [
        ("Mend the lamps.", True),
        ("Only for partners.", False),
    ]
    assert [ask.text for ask in made["public"].findings.asks] == ["Mend the lamps."]
    asks.answer(house_with_a_release, people.analyst, one.id, AskStatus.DONE, reply="Done in May.")
    latest = released.latest(house_with_a_release, people.viewer)
    assert latest is not None
    assert latest.findings.asks[0].status == "asked"


def test_a_release_outlives_what_it_was_written_from(
    house_with_a_release: House, first: released.Released, people: People, sittings: list[Sitting]
) -> None:
    for sitting in sittings:
        sessions.void(house_with_a_release, people.administrator, sitting.id, "a trial")
    latest = released.latest(house_with_a_release, people.viewer)
    assert latest is not None
    assert latest.hash == first.hash


def test_a_wave_is_set_beside_the_last_release_of_the_wave_before(
    house_with_a_release: House, first: released.Released, people: People, clock: Clock
) -> None:
    assert released.beside_the_last_wave(house_with_a_release, people.viewer, first) is None
    clock.turn(days=200)
    spring = house_with_a_release.office.wave.model_copy(
        update={"name": "2027-summer", "label": "Summer 2027"}
    )
    office = house_with_a_release.office.model_copy(update={"wave": spring})
    later = replace(house_with_a_release, office=office)
    for _ in range(4):
        send_all(
            later, started_session(later, people), DARK + BUSES, also={**TICKED, "safe_dark": "very_safe"}
        )
    second = let_out(later, people)
    assert second.manifest.number == 1
    found = released.beside_the_last_wave(later, people.viewer, second)
    assert found is not None
    assert found.wave == first.manifest.wave
    trend = found.of("safe_dark")
    assert isinstance(trend, Trend)
    assert (trend.then, trend.now, trend.holds) == (100, 0, True)
    assert released.prove_again(later, people.administrator, second) == ()
    last = released.last_wave(later, people.analyst, second.findings.about.first_day)
    assert last is not None
    assert last.hash == first.hash
    assert released.last_wave(house_with_a_release, people.analyst, first.findings.about.first_day) is None


def test_themes_nobody_has_looked_at_go_out_only_if_the_second_person_says_so(
    house: House, people: People
) -> None:
    themes.run(house, people.analyst, "unsafe_why", n_topics=2)
    releases.prepare(house, people.analyst)
    draft = releases.waiting(house, people.lead)
    assert draft is not None
    assert draft.not_looked_at == 2
    with pytest.raises(ReleaseProblem, match="Nobody has looked"):
        releases.approve(house, people.lead, draft.id, digest=draft.digest)
    releases.approve(house, people.lead, draft.id, digest=draft.digest, with_themes_not_looked_at=True)
    with house.database.reading() as session:
        entries = session.exec(select(AuditEntry).where(col(AuditEntry.action) == "release approved")).all()
    assert [(one.actor, one.detail["themes_nobody_looked_at"]) for one in entries] == [
        (people.lead.username, 2)
    ]


# --- retention ---


def test_answers_behind_a_release_go_after_24_months_and_the_release_stays(
    house_with_a_release: House, first: released.Released, people: People, clock: Clock
) -> None:
    clock.turn(days=730)
    assert retention.run(house_with_a_release, dry_run=True).releases_emptied == 0
    clock.turn(days=1)
    assert retention.run(house_with_a_release, dry_run=True).releases_emptied == 1
    assert retention.run(house_with_a_release).releases_emptied == 1
    assert retention.run(house_with_a_release).releases_emptied == 0
    assert not any(one.sealed for one in files_of(house_with_a_release, "partner").values())
    read = released.latest(house_with_a_release, people.viewer)
    assert read is not None
    assert read.hash == first.hash
    assert released.prove_again(house_with_a_release, people.analyst, first) is None


def test_a_draft_nobody_decides_about_goes_after_30_days(house: House, people: People, clock: Clock) -> None:
    releases.prepare(house, people.analyst)
    clock.turn(days=29)
    assert retention.run(house).drafts_deleted == 0
    clock.turn(days=1)
    assert retention.run(house).drafts_deleted == 1
    assert files_of(house, release_files.DRAFT) == {}
    assert releases.waiting(house, people.lead) is None


# --- both kinds of database ---


def test_a_release_works_on_either_database(
    any_house: House, people: People, open_session: OpenSession
) -> None:
    for _ in range(3):
        send_all(any_house, open_session(), DARK + BUSES, also=TICKED)
    draft = releases.prepare(any_house, people.analyst)
    read = releases.waiting(any_house, people.lead)
    assert isinstance(read, Draft)
    releases.approve(any_house, people.lead, read.id, digest=draft.digest)
    latest = released.latest(any_house, people.viewer)
    assert latest is not None
    assert latest.findings == draft.findings()


def test_a_quote_nobody_agrees_to_any_more_stops_a_draft(house: House, people: People) -> None:
    run_id = themes.run(house, people.analyst, "unsafe_why", n_topics=2)
    gathered = wave.gather(house, people.analyst)
    theme = themes.in_questions(house, people.analyst, gathered)[0].themes[0]
    text = theme.text_ids[0]
    themes.quote(house, people.analyst, run_id, theme.topic, text)
    themes.clear_quote(house, people.lead, run_id, theme.topic, text)
    draft = releases.prepare(house, people.analyst)
    assert releases.gone_since(house, draft) == ()
    themes.refuse_quote(house, people.lead, run_id, theme.topic, text)
    assert "no longer agreed" in releases.gone_since(house, draft)[0]
    with pytest.raises(ReleaseProblem, match="no longer agreed"):
        releases.approve(house, people.lead, draft.id, digest=draft.digest)
