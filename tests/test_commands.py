"""What people who run an installation type on its own machine, and what it says when that cannot be done."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from survey import accounts, audit, sessions
from survey.__main__ import COMMANDS, main
from survey.house import House, open_house
from survey.settings import CHECKOUT, Settings
from survey.store.tables import Role
from tests.conftest import OpenSession, People

Run = Callable[..., int]

PASSWORD = "a long enough phrase 7"


@pytest.fixture
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The commands find the test's installation where they would find a real one."""
    monkeypatch.setenv("SURVEY_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SURVEY_QUESTIONNAIRES_DIR", str(settings.questionnaires_dir))
    for name in ("DATABASE_URL", "SURVEY_KEY", "SURVEY_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    return settings


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def complained(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return captured.err


# --- account create ---


def create_account(monkeypatch: pytest.MonkeyPatch, *more: str, password: str = PASSWORD) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    return main(["account", "create", *more])


def test_the_first_account_from_this_machine_is_an_administrators(
    here: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create_account(monkeypatch, "--username", "sam", "--name", "Sam Day") == 0
    assert "Sam Day can sign in as sam (administrator)" in said(capsys)
    signed_in = accounts.sign_in(open_house(here), "sam", PASSWORD)
    assert signed_in.actor.role is Role.ADMINISTRATOR


def test_later_accounts_are_made_in_an_administrators_name(
    here: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    create_account(monkeypatch, "--username", "sam", "--name", "Sam Day")
    more = ["--username", "kit", "--name", "Kit Lane", "--role", "session_leader", "--by", "sam", "--json"]
    said(capsys)
    assert create_account(monkeypatch, *more) == 0
    assert json.loads(said(capsys))["role"] == "session_leader"
    administrator = accounts.actor_named(open_house(here), "sam")
    assert administrator is not None
    newest = audit.entries(open_house(here), administrator)[0]
    assert newest.actor == "sam"


@pytest.mark.parametrize(
    ("more", "password", "said_why"),
    [
        (["--role", "analyst"], PASSWORD, "first account is an administrator"),
        ([], "short", "12"),
        ([], "", "No password"),
    ],
)
def test_an_account_that_cannot_be_made_is_explained(
    here: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    password: str,
    said_why: str,
) -> None:
    code = create_account(monkeypatch, "--username", "sam", "--name", "Sam Day", *more, password=password)
    assert code == 2
    assert said_why in complained(capsys)
    assert not accounts.any_account(open_house(here))


# --- session open ---


OPEN = ["session", "open", "--questionnaire", "feelings_of_safety", "--area", "peterborough"]


def test_a_session_opened_here_takes_answers_at_the_address_printed(
    here: Settings, house: House, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*OPEN, "--permission", "written", "--permission", "12-13=school_care", "--json"]) == 0
    shown = json.loads(said(capsys))
    assert shown["address"] == f"http://localhost:8501/s/{shown['join_code']}"
    assert shown["expires"]
    door = sessions.door(open_house(here), shown["join_code"])
    assert door.state == "open"
    assert door.sitting is not None
    assert door.sitting.permission_routes == {
        "10-11": "written",
        "12-13": "school_care",
        "14-15": "written",
    }


def test_the_address_is_the_public_one_where_there_is_one(
    here: Settings,
    house: House,
    people: People,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SURVEY_PUBLIC_URL", "https://listening.example.org/")
    assert main([*OPEN, "--permission", "written"]) == 0
    assert "https://listening.example.org/s/" in said(capsys)


def test_a_named_leader_and_lead_are_the_ones_taken(
    here: Settings, house: House, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ["--leader", "other_leader", "--safeguarding-lead", "lead", "--permission", "written", "--json"]
    assert main([*OPEN, *chosen]) == 0
    sitting = sessions.door(open_house(here), json.loads(said(capsys))["join_code"]).sitting
    assert sitting is not None
    assert sitting.leader_id == people.other_leader.account_id
    assert sitting.safeguarding_lead_id == people.lead.account_id


@pytest.mark.parametrize(
    ("more", "said_why"),
    [
        ([], "Say how permission was asked for ages 10-11, 12-13, 14-15"),
        (["--permission", "guessed"], "'guessed' for 10-11 is not one of"),
        (["--permission", "=written"], "names no ages"),
        (["--permission", "written", "--area", "atlantis"], "no area 'atlantis'"),
        (["--permission", "written", "--leader", "nobody"], "no active account called 'nobody'"),
        (["--permission", "written", "--safeguarding-lead", "analyst"], "does not have that role"),
        (["--permission", "written", "--leader", "viewer"], "does not include this"),
        (["--questionnaire", "nothing"], "no questionnaire 'nothing'"),
    ],
)
def test_a_session_that_cannot_be_opened_is_explained(
    here: Settings,
    house: House,
    people: People,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    said_why: str,
) -> None:
    assert main([*OPEN, *more]) == 2
    assert said_why in complained(capsys)


def test_an_office_without_accounts_is_told_where_to_begin(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(OPEN) == 2
    message = complained(capsys)
    assert "account create" in message
    assert "demo" in message


# --- check, audit, retention, keys ---


def test_check_says_what_to_mend_and_where(
    here: Settings, questionnaires: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    said(capsys)
    (questionnaires / "broken.yaml").write_text("name: broken\ntitle: Broken\nquestions: []\n")
    assert main(["check"]) == 1
    assert "broken.yaml:" in said(capsys)


def test_check_of_no_folder_is_explained(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/nowhere/at/all"]) == 2
    assert "no folder" in complained(capsys)


def test_a_log_that_was_touched_is_not_called_whole(
    here: Settings, house: House, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*OPEN, "--permission", "written"])
    said(capsys)
    assert main(["audit", "verify"]) == 0
    mark = said(capsys).strip().rpartition(" ")[2]
    assert main(["audit", "verify", "--noted", mark]) == 0
    said(capsys)
    with house.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET actor = 'nobody' WHERE number = 1")
    assert main(["audit", "verify"]) == 1
    assert "entry 1" in said(capsys)
    assert main(["audit", "verify", "--noted", "nonsense"]) == 2
    assert "17:3fa9" in complained(capsys)


def test_retention_says_what_would_go_and_what_went(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retention", "--dry-run"]) == 0
    assert "would go" in said(capsys)
    assert main(["retention"]) == 0
    assert "is gone" in said(capsys)


def test_the_key_is_changed_and_nothing_is_lost(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    before = open_house(here).vault.key_id
    assert main(["keys", "rotate"]) == 0
    assert before not in said(capsys)
    assert open_house(here).vault.key_id != before


def test_a_new_key_can_be_used_at_once(
    here: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["keys", "new"]) == 0
    monkeypatch.setenv("SURVEY_KEY", said(capsys).strip())
    monkeypatch.setenv("SURVEY_DATA_DIR", str(here.data_dir / "another"))
    assert main(["audit", "verify"]) == 0


# --- screen ---


def test_a_file_of_texts_is_screened_line_by_line(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [{"id": "a", "text": "ring me on 07700 900456"}, {"id": "b", "text": "more lamps please"}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in texts))
    assert main(["screen", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl")]) == 0
    screened = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [one["redacted"] for one in screened] == ["ring me on [phone]", "more lamps please"]
    assert said(capsys) == ""


def test_a_file_of_texts_that_is_not_there_is_explained(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screen", str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl")]) == 2
    assert "none.jsonl" in complained(capsys)


# --- every command ---


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert command in said(capsys)


@pytest.mark.parametrize("given", [[], ["nonsense"], ["session"], ["session", "open"], ["audit", "burn"]])
def test_what_is_not_understood_ends_with_two(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("name", "value", "said_why"),
    [
        ("DATABASE_URL", "mysql://somebody:secret@host/name", "sqlite and postgresql"),
        ("SURVEY_PUBLIC_URL", "listening.example.org", "SURVEY_PUBLIC_URL"),
        ("SURVEY_SMTP_PORT", "many", "SURVEY_SMTP_PORT"),
        ("SURVEY_KEY", "not a key", "SURVEY_KEY"),
        ("SURVEY_QUESTIONNAIRES_DIR", "/nowhere", "office.yaml"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_no_secret_shown(
    here: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    said_why: str,
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["audit", "verify"]) == 2
    message = complained(capsys)
    assert said_why in message
    assert "secret" not in message


def test_a_data_folder_that_cannot_be_made_is_named(
    here: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SURVEY_DATA_DIR", str(tmp_path / "file" / "data"))
    assert main(["audit", "verify"]) == 2
    assert "SURVEY_DATA_DIR" in complained(capsys)


def test_the_commands_run_as_a_program(here: Settings) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "survey", "check"],
        cwd=CHECKOUT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no errors" in done.stdout


# --- paper ---


def test_paper_of_a_session_and_of_a_file_is_written_where_it_is_told(
    house: House,
    people: People,
    open_session: OpenSession,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("survey.commands.paper.open_house", lambda: house)
    sitting = open_session(questionnaire="easy_read")
    file = house.settings.questionnaires_dir / "easy_read.yaml"
    for what in (sitting.code or "", str(file)):
        written = tmp_path / "printed.pdf"
        assert main(["paper", what, "--easy-read", "--output", str(written)]) == 0
        assert written.read_bytes().startswith(b"%PDF")
        written.unlink()
    capsys.readouterr()
    for what, said in (("DFHJKM", "No session has this code"), (str(tmp_path / "no.yaml"), "There is no")):
        assert main(["paper", what]) == 2
        assert said in capsys.readouterr().err
    assert main(["paper", str(file), "--language", "pl"]) == 2
    assert "office.yaml" in capsys.readouterr().err
