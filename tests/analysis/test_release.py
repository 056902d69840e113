"""A release is made by two people, frozen, and never tells on one person by changing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.archive import wave_from_json, wave_to_json
from analysis.disclosure import PARTNER, PUBLIC
from analysis.release import (
    MANIFEST,
    OFFICE_ONLY,
    Release,
    ReleaseError,
    approve,
    group_members,
    prepare,
    read,
    would_tell_on_somebody,
)
from analysis.wave import WaveData
from tests.analysis import invented

DAY = date(2026, 11, 20)
WAVE = invented.short_wave(600, 36)


@pytest.fixture(scope="module")
def released() -> Release:
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
        read({**released.files, name: released.files[name] + " "})


def test_a_release_with_a_file_missing_or_added_is_refused(released: Release) -> None:
    files = {name: text for name, text in released.files.items() if name != "report.md"}
    with pytest.raises(ReleaseError, match=r"report\.md"):
        read(files)
    with pytest.raises(ReleaseError, match=r"extra\.txt"):
        read({**released.files, "extra.txt": ""})
    with pytest.raises(ReleaseError, match="not a release"):
        read({})


def test_what_is_handed_on_holds_no_response_id_and_no_answer(released: Release) -> None:
    handed_on = "".join(released.handed_on.values())
    assert not any(person.response_id in handed_on for person in WAVE.respondents)
    assert read({**released.handed_on}).hash == released.hash


def test_one_withdrawal_changes_no_figure_but_takes_the_words_away(released: Release) -> None:
    quote = next(e for e in released.findings.ledger if e.source == "quote")
    after = without(WAVE, WAVE.by_text[quote.text_id].response_id)
    again = approve(prepare(after, by="analyst", on=DAY, before=released), by="lead", on=DAY, before=released)
    assert again.findings.tables == released.findings.tables
    assert quote.quote in released.files["report.html"]
    assert quote.quote not in again.files["report.html"]
    assert again.manifest.supersedes == released.hash
    assert again.manifest.figures_from == released.hash
    assert "figures stand" in again.files["report.md"]


def test_figures_move_once_enough_people_joined_every_group(released: Release) -> None:
    more = invented.short_wave(420, 24, seed=2)
    joined = tuple(replace(p, session=f"new-{n % 12}") for n, p in enumerate(more.respondents))
    bigger = replace(WAVE, respondents=(*WAVE.respondents, *joined))
    assert would_tell_on_somebody(group_members(WAVE), group_members(bigger), PARTNER) == ()
    moved = prepare(bigger, by="analyst", on=DAY, before=released)
    assert not moved.figures_from
    assert moved.findings.first_page.sentences[0].text.startswith("1,020 ")


def test_a_change_of_nine_people_or_two_sessions_would_tell() -> None:
    then = group_members(WAVE)
    few = tuple(
        replace(p, response_id=f"n{n}", session="one-new") for n, p in enumerate(WAVE.respondents[:40])
    )
    now = group_members(replace(WAVE, respondents=(*WAVE.respondents, *few)))
    assert "all" in would_tell_on_somebody(then, now, PARTNER)
    assert would_tell_on_somebody(then, then, PARTNER) == ()


def test_a_release_supersedes_only_one_of_its_own_wave_and_readers(released: Release) -> None:
    with pytest.raises(ReleaseError, match="same readers"):
        prepare(WAVE, PUBLIC, by="analyst", on=DAY, before=released)


def test_a_carried_release_cannot_be_approved_without_the_one_before(released: Release) -> None:
    after = without(WAVE, WAVE.respondents[0].response_id)
    prepared = prepare(after, by="analyst", on=DAY, before=released)
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
        path.write_bytes(text.encode())
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


def test_the_command_refuses_another_waves_answers(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.json"
    other.write_text(wave_to_json(invented.short_wave(600, 36, seed=9)), encoding="utf-8")
    assert main(["verify", str(written(released, tmp_path / "r")), "--wave", str(other)]) == 1
    assert "Not proven" in capsys.readouterr().out


def test_the_command_says_what_is_wrong_with_a_release(
    released: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(released, tmp_path)
    (folder / "report.html").write_text("<p>Everything is fine.</p>", encoding="utf-8")
    assert main(["verify", str(folder)]) == 2
    assert "report.html was changed" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "nowhere")]) == 2
    assert MANIFEST in capsys.readouterr().err
