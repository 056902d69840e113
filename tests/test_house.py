"""One installation opens the same way for everybody, and says plainly when it cannot."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pydantic import SecretStr

from survey.house import EXAMPLE, House, HouseProblem, open_house
from survey.settings import Settings, SettingsProblem, read_settings
from survey.store import workspace
from survey.vault import new_key
from tests.conftest import Clock


def test_a_new_folder_becomes_an_installation_nobody_else_on_the_machine_can_read(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "deep" / "data", database_url="")
    open_house(settings)
    folder, database = settings.data_dir, settings.data_dir / "survey.sqlite3"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    keys = [path for path in folder.rglob("*") if path.is_file() and "keys" in path.parts]
    assert keys
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in keys)


def open_and_hash(settings: Settings) -> str:
    return open_house(settings).vault.keyed_hash("test", "the same everywhere")


def test_processes_that_open_a_new_installation_at_once_share_one_key(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url="")
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert len(set(pool.map(open_and_hash, [settings] * 4, chunksize=1))) == 1


def test_a_database_does_not_open_with_another_key(any_house: House) -> None:
    assert any_house.settings.keys_dir is not None
    shutil.rmtree(any_house.settings.keys_dir)
    with pytest.raises(HouseProblem, match="another key"):
        open_house(any_house.settings)


def test_the_key_of_the_environment_goes_before_the_file(settings: Settings) -> None:
    house = open_house(settings.model_copy(update={"key": SecretStr(new_key())}))
    assert house.vault.keyring is None


def test_a_mistake_in_the_offices_file_is_shown_with_its_line(
    settings: Settings, questionnaires: Path
) -> None:
    office = questionnaires / "office.yaml"
    office.write_text(office.read_text().replace("accent:", "accnt:", 1))
    with pytest.raises(HouseProblem, match=r"office\.yaml:\d+ accnt"):
        open_house(settings)


def test_a_mistake_in_a_questionnaire_stops_only_that_questionnaire(
    house: House, questionnaires: Path
) -> None:
    (questionnaires / "broken.yaml").write_text("name: broken\ntitle: Broken\nquestions: 7\n")
    assert house.questionnaire_named("feelings_of_safety")
    with pytest.raises(HouseProblem, match=r"broken\.yaml"):
        house.questionnaire_named("broken")


def test_other_files_of_the_folder_are_not_questionnaires(house: House) -> None:
    names = house.questionnaire_names()
    assert "feelings_of_safety" in names
    assert not {"office", "help", "code_frame"} & set(names)


def test_a_questionnaire_is_read_again_when_its_file_changes(house: House, questionnaires: Path) -> None:
    before = house.questionnaire_named("feelings_of_safety")
    assert house.questionnaire_named("feelings_of_safety") is before
    file = questionnaires / "feelings_of_safety.yaml"
    file.write_text(file.read_text().replace("title: ", "title: New ", 1))
    assert house.questionnaire_named("feelings_of_safety").version != before.version


def test_a_version_nobody_asked_is_not_there(house: House) -> None:
    with pytest.raises(KeyError):
        house.questionnaire("0" * 64)


def test_the_date_is_the_one_in_utc_wherever_the_server_stands(house: House, clock: Clock) -> None:
    far_east = timezone(timedelta(hours=14))
    clock.moment = datetime(2026, 12, 1, 8, 0, tzinfo=far_east)
    assert house.today().isoformat() == "2026-11-30"
    clock.moment = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert house.today().isoformat() == "2026-12-01"


def test_a_workspace_is_real_until_it_says_otherwise(any_house: House) -> None:
    assert not any_house.is_example
    with any_house.database.session() as session:
        workspace.settle(session, EXAMPLE, "yes")
    assert any_house.is_example


def test_a_settled_fact_stays(any_house: House) -> None:
    with any_house.database.session() as session:
        assert workspace.settle(session, "colour", "green") == "green"
        assert workspace.settle(session, "colour", "blue") == "green"


def test_help_lines_are_not_taken_for_somebodys_number(house: House) -> None:
    assert (
        house.screen("I rang 0800 1111 and they were nice").redacted == "I rang 0800 1111 and they were nice"
    )


# --- settings ---


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in list(os.environ):
        if name.startswith("SURVEY_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_has_to_be_set(bare: Path) -> None:
    settings = read_settings()
    assert settings.data_dir == bare / "data"
    assert settings.database_url == f"sqlite:///{bare / 'data' / 'survey.sqlite3'}"
    assert settings.keys_dir == bare / "data" / "keys"
    assert (settings.questionnaires_dir / "office.yaml").exists()


def test_places_are_settled_once_so_that_changing_folder_changes_nothing(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_DATA_DIR", "here")
    settings = read_settings()
    monkeypatch.chdir("/")
    assert settings.data_dir == bare / "here"


def test_the_key_never_shows_when_settings_are_printed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    monkeypatch.setenv("SURVEY_KEY", key)
    monkeypatch.setenv("SURVEY_SMTP_PASSWORD", "hunter two")
    shown = repr(read_settings())
    assert key not in shown
    assert "hunter two" not in shown


def test_every_setting_at_fault_is_named_at_once(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_SMTP_PORT", "99999999")
    monkeypatch.setenv("SURVEY_PUBLIC_URL", "ftp://somewhere")
    with pytest.raises(SettingsProblem) as refused:
        read_settings()
    assert "SURVEY_SMTP_PORT" in str(refused.value)
    assert "SURVEY_PUBLIC_URL" in str(refused.value)
