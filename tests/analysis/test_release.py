"""A release is made by two people, frozen, and never tells on one person by changing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis import report
from analysis.__main__ import main
from analysis.archive import wave_from_json, wave_to_json
from analysis.differencing import group_members, would_tell_on_somebody
from analysis.disclosure import PARTNER, PUBLIC
from analysis.findings import Findings, to_json
from analysis.frozen import (
    MANIFEST,
    MEMBERS,
    OFFICE_ONLY,
    Release,
    ReleaseError,
    from_zip,
    frozen,
    hash_of,
    read,
    to_zip,
)
from analysis.frozen import WAVE as WAVE_FILE
from analysis.release import (
    NOT_KEPT,
    approve,
    prepare,
    prepared_from_json,
    prepared_to_json,
    proof,
    recounted,
)
from analysis.wave import WaveData
from tests.analysis import invented

DAY = date(2026, 11, 20)
WAVE = invented.short_wave(600, 36)


@pytest.fixture(autouse=True)
def short_report(released: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents take seconds: `released` has them all, what else is approved here has one."""
    monkeypatch.setattr(
        report,
        "files",
        lambda findings, approved: {"report.md": _told(findings, approved)},
    )


def _told(findings: Findings, approved: bool) -> bytes:
    return report.to_markdown(findings, approved=approved).encode()


@pytest.fixture(scope="module")
def released() -> Release:
    """Approved with every document."""
    return approve(prepare(WAVE, by="analyst", on=DAY), by="lead", on=DAY)


def without(wave: WaveData, person: str) -> WaveData:
    """The wave after one young person took their answers back."""
    texts = tuple(text for text in wave.texts if text.response_id != person)
    kept = {text.text_id for text in texts}
    return replace(
        wave,
        respondents=tuple(p for p in wave.respondents if p.response_id != person),
        texts=texts,
        themes=tuple(
            replace(
                theme,
                response_ids=theme.response_ids - {person},
                quotes=tuple(quote for quote in theme.quotes if quote.text_id in kept),
            )
            for theme in wave.themes
        ),
    )


def test_nobody_approves_their_own_release() -> None:
    prepared = prepare(WAVE, by="analyst", on=DAY)
    with pytest.raises(ReleaseError, match="Somebody else"):
        approve(prepared, by="analyst", on=DAY)


def test_a_release_with_a_wrong_figure_cannot_be_approved() -> None:
    prepared = prepare(WAVE, by="analyst", on=DAY)
    entry = next(e for e in prepared.findings.ledger if e.source == "cell" and e.percent)
    ledger = tuple(
        replace(e, percent=(e.percent or 0) + 1) if e is entry else e for e in prepared.findings.ledger
    )
    wrong = replace(prepared, findings=replace(prepared.findings, ledger=ledger))
    with pytest.raises(ReleaseError, match="not proven"):
        approve(wrong, by="lead", on=DAY)


def test_a_release_is_read_back_as_it_was_frozen(released: Release) -> None:
    assert read(released.files) == released
    assert released.manifest.approved_by == "lead"
    assert released.manifest.rules["smallest_base"] == PARTNER.smallest_base


@pytest.mark.parametrize("name", ["findings.json", "report.html", "tables.csv", OFFICE_ONLY + "wave.json"])
def test_a_release_changed_afterwards_is_refused(released: Release, name: str) -> None:
    with pytest.raises(ReleaseError, match="changed"):
        read({**released.files, name: released.files[name] + b" "})


def test_a_release_with_a_file_missing_or_added_is_refused(released: Release) -> None:
    files = {name: text for name, text in released.files.items() if name != "report.md"}
    with pytest.raises(ReleaseError, match=r"report\.md"):
        read(files)
    with pytest.raises(ReleaseError, match=r"extra\.txt"):
        read({**released.files, "extra.txt": b""})
    with pytest.raises(ReleaseError, match="not a release"):
        read({})


def unpacked(body: bytes) -> bytes:
    """What is in a file, also in those that are ZIP files inside, such as DOCX and XLSX."""
    return b"".join(from_zip(body).values()) if body.startswith(b"PK") else body


def test_what_is_handed_on_holds_no_response_id_and_no_answer(released: Release) -> None:
    handed_on = b"".join(unpacked(body) for body in released.handed_on.values())
    assert WAVE.title.encode() in handed_on
    assert not any(person.response_id.encode() in handed_on for person in WAVE.respondents)
    assert read({**released.handed_on}).hash == released.hash


def test_one_withdrawal_changes_no_figure_but_takes_the_words_away(released: Release) -> None:
    quote = next(e for e in released.findings.ledger if e.source == "quote")
    after = without(WAVE, WAVE.by_text[quote.text_id].response_id)
    again = approve(
        prepare(after, by="analyst", on=DAY, earlier=[released]), by="lead", on=DAY, before=released
    )
    assert again.findings.tables == released.findings.tables
    assert quote.quote in released.files["report.html"].decode()
    assert quote.quote not in again.files["report.md"].decode()
    assert again.manifest.supersedes == released.hash
    assert again.manifest.figures_from == released.hash
    assert "figures stand" in again.files["report.md"].decode()


def test_where_figures_stand_what_must_be_done_is_still_told_as_of_today(released: Release) -> None:
    lights = replace(WAVE.asks[0], text="Light the whole river path", owner="Councils", status="doing")
    after = replace(without(WAVE, WAVE.respondents[0].response_id), asks=(lights,))
    prepared = prepare(after, by="analyst", on=DAY, earlier=[released])
    assert prepared.figures_from == released.hash
    told = prepared.findings
    card = next(one for one in told.cards if one.key == lights.theme)
    action = next(one for one in told.actions if one.because == card.share)
    assert (card.owner, action.what, action.status) == ("Councils", lights.text, "doing")
    club = next(one for one in told.cards if one.key == WAVE.asks[1].theme)
    assert "Keep the youth club open" not in club.asks_for
    assert proof(prepared, released) == ()


def test_a_draft_whose_figures_stand_and_whose_actions_are_old_is_refused(released: Release) -> None:
    after = replace(without(WAVE, WAVE.respondents[0].response_id), asks=())
    prepared = prepare(after, by="analyst", on=DAY, earlier=[released])
    stale = replace(prepared, findings=replace(prepared.findings, actions=released.findings.actions))
    assert [fault.where for fault in proof(stale, released)] == ["what must be done"]


def with_many_more() -> WaveData:
    more = invented.short_wave(420, 24, seed=2)
    joined = tuple(replace(p, session=f"new-{n % 12}") for n, p in enumerate(more.respondents))
    return replace(WAVE, respondents=(*WAVE.respondents, *joined))


def test_figures_move_once_enough_people_joined_every_group(released: Release) -> None:
    bigger = with_many_more()
    assert would_tell_on_somebody(group_members(WAVE), group_members(bigger), PARTNER) == ()
    moved = prepare(bigger, by="analyst", on=DAY, earlier=[released])
    assert not moved.figures_from
    assert moved.findings.first_page.sentences[0].text.startswith("1,020 ")


def test_figures_stand_when_they_have_to_for_other_readers_of_the_same_wave(released: Release) -> None:
    joined = with_many_more()
    stood = prepare(joined, PARTNER, by="analyst", on=DAY, earlier=(released,), carry=("talks:x",))
    assert stood.carried == ("talks:x",)
    assert stood.findings.tables == released.findings.tables
    assert not prepare(joined, PARTNER, by="analyst", on=DAY, carry=("talks:x",)).carried, "nothing to stand"


def test_a_change_of_nine_people_or_two_sessions_would_tell() -> None:
    then = group_members(WAVE)
    few = tuple(
        replace(p, response_id=f"n{n}", session="one-new") for n, p in enumerate(WAVE.respondents[:40])
    )
    now = group_members(replace(WAVE, respondents=(*WAVE.respondents, *few)))
    assert "all" in would_tell_on_somebody(then, now, PARTNER)
    assert would_tell_on_somebody(then, then, PARTNER) == ()


def joined_by(wave: WaveData, people: int, sessions: int, name: str) -> WaveData:
    """The wave with so many more people, from so many sessions of their own, like those already in it."""
    more = tuple(
        replace(p, response_id=f"{name}-{n}", session=f"{name}-{n % sessions}")
        for n, p in enumerate(wave.respondents[:people])
    )
    return replace(wave, respondents=(*wave.respondents, *more))


def test_a_release_is_held_against_all_earlier_ones_and_not_only_the_last(released: Release) -> None:
    bigger = joined_by(WAVE, 600, 36, "more")
    second = approve(
        prepare(bigger, by="analyst", on=DAY, earlier=[released]), by="lead", on=DAY, before=released
    )
    assert not second.manifest.figures_from
    # All who joined took their answers back: nothing to see against the second, one person against the first.
    back = joined_by(WAVE, 1, 1, "other")
    assert would_tell_on_somebody(second.members or {}, group_members(WAVE), PARTNER) == ()
    third = prepare(back, by="analyst", on=DAY, earlier=[released, second])
    assert "all" in third.carried
    assert third.figures_from == second.hash


def test_a_session_voided_alone_stays_in_the_figures_until_the_difference_is_nobody(
    released: Release,
) -> None:
    one = WAVE.respondents[0].session
    three = {one, *[p.session for p in WAVE.respondents if p.session != one][:2]}
    for gone, tells in (({one}, True), (three, False)):
        kept = tuple(p for p in WAVE.respondents if p.session not in gone)
        now = group_members(replace(WAVE, respondents=kept, texts=(), themes=()))
        then = group_members(replace(WAVE, texts=(), themes=()))
        assert ("all" in would_tell_on_somebody(then, now, PARTNER)) is tells


def test_a_text_cleared_later_does_not_show_itself_by_changing_a_theme(released: Release) -> None:
    wrote = WAVE.texts[0]
    before = replace(WAVE, texts=WAVE.texts[1:], themes=())
    telling = would_tell_on_somebody(group_members(before), group_members(replace(WAVE, themes=())), PARTNER)
    assert f"wrote:{wrote.question} all" in telling
    assert "all" not in telling


def test_new_figures_can_be_told_without_the_groups_that_changed_too_little(released: Release) -> None:
    more = joined_by(WAVE, 600, 36, "more")
    one_child = next(p for p in WAVE.respondents if p.age_band == "10-11")
    joined = tuple(p for p in more.respondents[600:] if p.age_band != "10-11")
    few = replace(
        WAVE, respondents=(*WAVE.respondents, *joined, replace(one_child, response_id="x", session="more-0"))
    )
    stands = prepare(few, by="analyst", on=DAY, earlier=[released])
    assert stands.carried == ("age_band=10-11",)
    moved = prepare(few, by="analyst", on=DAY, earlier=[released], leave_out=True)
    assert (moved.carried, moved.left_out, moved.figures_from) == ((), ("age_band",), "")
    assert not any(row.group.by == "age_band" for table in moved.findings.tables for row in table.rows)
    assert approve(moved, by="lead", on=DAY, before=released).manifest.number == 2


def test_leaving_groups_out_is_no_way_round_a_single_withdrawal(released: Release) -> None:
    after = without(WAVE, WAVE.respondents[0].response_id)
    prepared = prepare(after, by="analyst", on=DAY, earlier=[released], leave_out=True)
    assert prepared.figures_from == released.hash
    assert not prepared.left_out


def test_when_nobody_knows_any_more_who_stood_in_a_release_its_figures_stand(released: Release) -> None:
    files = {name: body for name, body in released.files.items() if name != MEMBERS}
    old = read(files)
    prepared = prepare(joined_by(WAVE, 600, 36, "more"), by="analyst", on=DAY, earlier=[old])
    assert prepared.carried == (NOT_KEPT,)
    again = approve(prepared, by="lead", on=DAY, before=old)
    assert again.members is None
    assert prepare(WAVE, by="analyst", on=DAY, earlier=[old, again]).carried == (NOT_KEPT,)


def test_a_quote_nobody_agrees_to_any_more_leaves_figures_that_stand(released: Release) -> None:
    quote = next(e for e in released.findings.ledger if e.source == "quote")
    themes = tuple(replace(theme, quotes=()) if theme.key == quote.theme else theme for theme in WAVE.themes)
    after = without(replace(WAVE, themes=themes), WAVE.respondents[-1].response_id)
    prepared = prepare(after, by="analyst", on=DAY, earlier=[released])
    assert prepared.figures_from
    again = approve(prepared, by="lead", on=DAY, before=released)
    assert quote.quote not in again.files["findings.json"].decode()


def test_a_draft_survives_being_kept(released: Release) -> None:
    prepared = prepare(WAVE, by="analyst", on=DAY, parameters={"random_state": 7})
    kept = prepared_from_json(prepared_to_json(prepared))
    assert kept.digest == prepared.digest
    assert approve(kept, by="lead", on=DAY).files == approve(prepared, by="lead", on=DAY).files


def test_the_same_release_is_the_same_zip_and_is_read_back_from_it(released: Release) -> None:
    packed = to_zip(released.handed_on)
    assert packed == to_zip(dict(reversed(list(released.handed_on.items()))))
    assert read(from_zip(packed)).hash == released.hash
    with pytest.raises(ReleaseError, match="ZIP"):
        from_zip(b"not one")


def test_the_manifest_names_the_code_the_parameters_and_the_decisions() -> None:
    told = prepare(WAVE, by="analyst", on=DAY, parameters={"random_state": 7}, decisions="a")
    other = prepare(WAVE, by="analyst", on=DAY, parameters={"random_state": 7}, decisions="b")
    one, two = (approve(each, by="lead", on=DAY).manifest for each in (told, other))
    assert one.parameters == {"random_state": 7}
    assert one.decisions_hash != two.decisions_hash
    assert re.fullmatch(r"[^+]+\+[0-9a-f]{12}", one.code_version)


def test_a_release_supersedes_only_one_of_its_own_wave_and_readers(released: Release) -> None:
    with pytest.raises(ReleaseError, match="same readers"):
        prepare(WAVE, PUBLIC, by="analyst", on=DAY, earlier=[released])


def test_a_carried_release_cannot_be_approved_without_the_one_before(released: Release) -> None:
    after = without(WAVE, WAVE.respondents[0].response_id)
    prepared = prepare(after, by="analyst", on=DAY, earlier=[released])
    with pytest.raises(ReleaseError, match="not at hand"):
        approve(prepared, by="lead", on=DAY)


def test_a_wave_survives_being_written_down() -> None:
    text = wave_to_json(WAVE)
    assert wave_to_json(wave_from_json(text)) == text
    assert wave_from_json(text) == WAVE


def test_a_broken_wave_file_is_refused_without_quoting_it() -> None:
    with pytest.raises(ValueError, match="no wave file") as caught:
        wave_from_json('{"name": "x", "title": ["my secret words"]}')
    assert "secret" not in str(caught.value)


def written(release: Release, folder: Path) -> Path:
    for name, text in release.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    return folder


def test_the_command_proves_a_release(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(written(released, tmp_path))]) == 0
    assert capsys.readouterr().out.startswith("Proven: ")


def test_the_command_proves_what_was_handed_on_without_the_answers(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(replace(released, files=released.handed_on), tmp_path)
    assert main(["verify", str(folder)]) == 0
    assert "held against their hashes" in capsys.readouterr().out


def test_the_command_proves_a_downloaded_zip(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = tmp_path / "release.zip"
    packed.write_bytes(to_zip(released.handed_on))
    assert main(["verify", str(packed)]) == 0
    assert capsys.readouterr().out.startswith("Proven: ")
    changed = {**released.handed_on, "tables.csv": b"table\r\n"}
    packed.write_bytes(to_zip(changed))
    assert main(["verify", str(packed)]) == 2
    assert "tables.csv was changed" in capsys.readouterr().err


def test_the_command_refuses_another_waves_answers(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.json"
    other.write_text(wave_to_json(invented.short_wave(600, 36, seed=9)), encoding="utf-8")
    assert main(["verify", str(written(released, tmp_path / "r")), "--wave", str(other)]) == 1
    assert "Not proven" in capsys.readouterr().out


def test_a_release_made_before_its_format_grew_is_still_proven(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without what came later: who was offered what, who said the opposite, the points of charts."""
    files = as_before(released, released.findings)
    assert released.manifest.code_version.encode() not in files[MANIFEST]
    packed = tmp_path / "before.zip"
    packed.write_bytes(to_zip(files))
    assert main(["verify", str(packed)]) == 0
    told = capsys.readouterr().out
    assert "counted again from the answers" in told
    assert "Another version of this program made it" in told
    assert recounted(read(files)) == ()


def test_a_wrong_figure_of_a_release_made_before_is_still_found(released: Release) -> None:
    findings = released.findings
    entry = next(e for e in findings.ledger if e.source == "cell" and e.numerator)
    wrong = replace(entry, numerator=(entry.numerator or 0) + 10)
    ledger = tuple(wrong if e is entry else e for e in findings.ledger)
    assert recounted(read(as_before(released, replace(findings, ledger=ledger))))


def as_before(released: Release, findings: Findings) -> dict[str, bytes]:
    """A release as an earlier program would have frozen it, with its own code version."""
    later = {"counter_quotes", "offered", "points"}
    files = {
        name: body for name, body in released.files.items() if name != MANIFEST and name != "findings.json"
    }
    files["findings.json"] = json.dumps(_less(json.loads(to_json(findings)), later)).encode()
    files[WAVE_FILE] = json.dumps(_less(json.loads(files[WAVE_FILE]), later)).encode()
    hashes = {name: hash_of(body) for name, body in files.items()}
    manifest = replace(released.manifest, code_version="0.1.0+000000000000", files=hashes)
    return dict(frozen(manifest, files).files)


def _less(value: object, names: set[str]) -> object:
    if isinstance(value, dict):
        return {key: _less(one, names) for key, one in value.items() if key not in names}
    return [_less(one, names) for one in value] if isinstance(value, list) else value


def test_the_command_says_what_is_wrong_with_a_release(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(released, tmp_path)
    (folder / "report.html").write_text("<p>Everything is fine.</p>", encoding="utf-8")
    assert main(["verify", str(folder)]) == 2
    assert "report.html was changed" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "nowhere")]) == 2
    assert MANIFEST in capsys.readouterr().err
