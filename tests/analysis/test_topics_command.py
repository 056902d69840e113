"""`python -m analysis topics`: three files that account for every answer, the same on every run."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
from pathlib import Path

import pytest

from analysis.__main__ import main
from tests.analysis.test_topics import invented


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    lines = [
        json.dumps({"id": f"a{at}", "text": text}) for at, text in enumerate([*invented()[0], "idk", ""])
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(source: Path, folder: Path, *more: str) -> int:
    return main(["topics", str(source), "--text-column", "text", "--output", str(folder), *more])


def test_every_answer_has_a_row_in_the_order_of_the_input_best_first(source: Path, tmp_path: Path) -> None:
    assert run(source, tmp_path / "out", "--n-topics", "4", "--random-state", "0") == 0
    with (tmp_path / "out" / "assignments.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "topic", "weight", "unclear"]
    assert list(dict.fromkeys(row["id"] for row in rows)) == [f"a{at}" for at in range(242)]
    for one, next_ in itertools.pairwise(rows):
        if one["id"] == next_["id"]:
            assert float(one["weight"]) >= float(next_["weight"])
    assert [(row["topic"], row["unclear"]) for row in rows[-2:]] == [("-1", "1"), ("-1", "1")]
    topics = json.loads((tmp_path / "out" / "topics.json").read_text(encoding="utf-8"))
    assert {int(row["topic"]) for row in rows} == {-1, *(topic["topic"] for topic in topics["topics"])}
    assert topics["set_aside"]["says_nothing"] == 2


def test_a_second_run_writes_the_same_bytes_and_the_manifest_knows_them(source: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(source, tmp_path / name, "--n-topics", "auto")
    names = ("assignments.csv", "topics.json", "manifest.json")
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text(encoding="utf-8"))
    for name, digest in manifest["outputs"].items():
        assert hashlib.sha256((tmp_path / "one" / name).read_bytes()).hexdigest() == digest
    assert manifest["answers"] == 242
    assert manifest["notes"][0]["kind"] == "blank"


def test_renamed_ids_change_nothing_but_the_ids(source: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "renamed.jsonl"
    renamed.write_text(source.read_text(encoding="utf-8").replace('"id": "a', '"id": "zz'), encoding="utf-8")
    run(source, tmp_path / "one", "--n-topics", "4")
    run(renamed, tmp_path / "two", "--n-topics", "4")
    one, two = ((tmp_path / name / "assignments.csv").read_text(encoding="utf-8") for name in ("one", "two"))
    assert one.replace("\na", "\nzz") == two


def test_no_file_that_comes_out_quotes_an_answer(source: Path, tmp_path: Path) -> None:
    secret = "my neighbour at number nine keeps purple geese behind the garage"
    source.write_text(source.read_text(encoding="utf-8") + "\n" + json.dumps({"id": "s", "text": secret}))
    run(source, tmp_path / "out", "--n-topics", "4")
    for path in (tmp_path / "out").iterdir():
        assert "purple geese" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "said"),
    [(["--n-topics", "0"], "from 1 up"), (["--n-topics", "lots"], "from 1 up")],
)
def test_a_wrong_argument_is_explained(
    source: Path, tmp_path: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(source, tmp_path / "out", *more)
    assert said in capsys.readouterr().err


def test_a_missing_column_ends_with_one_sentence(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["topics", str(source), "--text-column", "words", "--output", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert "“words”" in error
    assert "Traceback" not in error
    assert not (tmp_path / "out").exists()


def test_a_model_folder_that_is_not_there_ends_with_one_sentence(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(source, tmp_path / "out", "--model", str(tmp_path / "nowhere")) == 2
    error = capsys.readouterr().err
    assert "no model folder" in error
    assert "Traceback" not in error


def test_answers_of_a_background_help_and_get_no_row(source: Path, tmp_path: Path) -> None:
    beside = tmp_path / "beside.csv"
    beside.write_text("text\nthe swimming pool is cold\nbees in the garden\n", encoding="utf-8")
    assert run(source, tmp_path / "out", "--n-topics", "4", "--background", str(beside)) == 0
    rows = (tmp_path / "out" / "assignments.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len({row.split(",")[0] for row in rows}) == 242
    said = (tmp_path / "out" / "topics.json").read_text(encoding="utf-8")
    assert "swimming" not in said
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["background"] == {
        "name": "beside.csv",
        "sha256": hashlib.sha256(beside.read_bytes()).hexdigest(),
    }


def test_a_background_without_the_column_is_refused_by_name(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = tmp_path / "beside.csv"
    beside.write_text("words\nbees\n", encoding="utf-8")
    assert run(source, tmp_path / "out", "--background", str(beside)) == 2
    assert "beside.csv" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
