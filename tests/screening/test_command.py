"""`python -m survey screen` loses no line and prints no text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from survey.screening import command


def run(tmp_path: Path, lines: list[str] | bytes) -> tuple[int, list[dict[str, object]]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(lines if isinstance(lines, bytes) else ("\n".join(lines) + "\n").encode())
    code = command.main([str(source), str(target)])
    return code, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_every_line_comes_back_with_its_id_and_what_was_found(tmp_path: Path) -> None:
    code, out = run(tmp_path, ['{"id": "a", "text": "my mate Rory"}', '{"id": 7, "text": "i want to die"}'])
    assert code == 0
    assert out[0] == {
        "id": "a",
        "redacted": "my mate [name]",
        "spans": [{"start": 8, "end": 12, "type": "person"}],
        "level": "none",
        "reasons": [],
        "held": False,
    }
    assert (out[1]["id"], out[1]["level"], out[1]["held"]) == (7, "urgent", True)


def test_a_bad_line_is_named_by_its_number_and_the_others_are_screened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ['{"id": 1, "text": "ok"}', "Rory was here", "", '{"id": 2}', "[1]", '{"id": 3, "text": "fine"}']
    code, out = run(tmp_path, lines)
    said = capsys.readouterr()
    assert code == 1
    assert [row["id"] for row in out] == [1, 3]
    assert "line 2: is not JSON" in said.err
    assert "line 4: has no `text`" in said.err
    assert "line 5: is not an object" in said.err
    assert "Rory" not in said.err + said.out


def test_bytes_that_are_not_utf8_are_a_located_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(tmp_path, b'{"id": 1, "text": "caf\xe9"}\n{"id": 2, "text": "ok"}\n')
    assert code == 1
    assert [row["id"] for row in out] == [2]
    assert "line 1: is not UTF-8" in capsys.readouterr().err


def test_a_missing_file_is_said_kindly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl")]) == 2
    assert "none.jsonl: No such file" in capsys.readouterr().err


def test_the_texts_are_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "text": "ok"}\n')
    assert command.main([str(source), str(source)]) == 2
    assert source.read_text() == '{"id": 1, "text": "ok"}\n'
    assert "file of their own" in capsys.readouterr().err


def test_the_office_s_places_and_help_lines_are_known(tmp_path: Path) -> None:
    words = command.own_words(Path(command.__file__).parents[2] / "questionnaires")
    assert "08001111" in words.help_numbers
    assert words.places


def test_screening_needs_neither_the_database_nor_the_pages() -> None:
    code = "import sys, survey.screening.command; print([m for m in ('sqlmodel', 'streamlit', 'sqlalchemy', 'pandas') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
