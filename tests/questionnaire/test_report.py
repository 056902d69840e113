"""The check of the whole folder: what `python -m survey check` prints, and how it ends."""

from __future__ import annotations

import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from survey.questionnaire.report import findings, run_check

FEATURES = Path(__file__).parents[1] / "questionnaires"
TODAY = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound folder: an office, its help lines and two questionnaires."""
    for name in ("office.yaml", "help.yaml", "feature_help_topics.yaml", "feature_relevance.yaml"):
        shutil.copy(FEATURES / name, tmp_path / name)
    return tmp_path


def change(folder: Path, name: str, was: str, becomes: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), "utf-8")


def printed(folder: Path, today: date = TODAY, *, ages: bool = False) -> tuple[int, list[str]]:
    stream = StringIO()
    code = run_check(folder, stream, show_reading_ages=ages, today=today)
    return code, stream.getvalue().splitlines()


def test_a_sound_folder_passes_and_says_so(folder: Path) -> None:
    code, lines = printed(folder)
    assert code == 0
    assert lines[-1] == f"no errors, no warnings in {folder}"


def test_an_error_fails_and_is_printed_as_file_line_field_problem_and_mend(folder: Path) -> None:
    change(folder, "feature_relevance.yaml", "goes_out, ", "goes_on, ")
    code, lines = printed(folder)
    assert code == 1
    assert lines[0] == (
        f"{folder}/feature_relevance.yaml:23 questions[2].relevant: "
        "looks at “goes_on”, which is no question here. Correct its spelling, or remove the rule."
    )
    assert lines[-1] == f"1 error, no warnings in {folder}"


def test_a_warning_is_marked_and_does_not_fail(folder: Path) -> None:
    change(folder, "feature_relevance.yaml", "Where do you go?", "Where's that?")
    code, lines = printed(folder)
    assert code == 0
    assert lines[0].endswith("has straight quotes. Use ’ “ and ”. (warning)")


def test_help_lines_nobody_checked_for_half_a_year_are_warned_about(folder: Path) -> None:
    assert not findings(folder, today=date(2027, 4, 30))
    found = findings(folder, today=date(2027, 5, 1))
    assert [one.field for one in found] == [f"lines[{number}].verified_on" for number in range(3)]
    assert found[0].problem == "was last checked on 2026-11-01, over 180 days ago"
    assert printed(folder, date(2027, 5, 1))[0] == 0


@pytest.mark.parametrize(
    ("name", "was", "becomes", "problem"),
    [
        ("help.yaml", "areas: [north]", "areas: [nort]", "names “nort”, which there is not"),
        ("help.yaml", "areas: [north]", "age_bands: [14-51]", "names “14-51”, which there is not"),
        ("help.yaml", "topics: [home]", "topics: []", "brings up help on “home”, which there is not"),
        ("help.yaml", "call: 01632 960456\n", "\n", "has no way to reach it"),
        ("help.yaml", "verified_on: 2026-11-01", "verified_on: soon", "should be a date"),
        ("office.yaml", "districts: [north]", "districts: [nord]", "names no district called “nord”"),
        ("office.yaml", "name: south", "name: north", "uses the name “north” again"),
        ("office.yaml", "ends_on: 2027", "ends_on: 2025", "is before the wave starts"),
        ("office.yaml", '"#0b5f6b"', "teal", "is not a usable"),
    ],
)
def test_what_the_files_say_about_each_other_must_fit(
    folder: Path, name: str, was: str, becomes: str, problem: str
) -> None:
    change(folder, name, was, becomes)
    found = [one for one in findings(folder, today=TODAY) if one.severity == "error"]
    assert found
    assert all(problem in one.problem for one in found), [str(one) for one in found]


def test_census_shares_of_what_is_not_asked_are_found(folder: Path) -> None:
    share = "census:\n  - {question: age_band, choice: 99-over, share: 0.1, source: invented}\n"
    change(folder, "office.yaml", "gazetteer:", f"{share}gazetteer:")
    (found,) = findings(folder, today=TODAY)
    assert found.problem == "is about “99-over”, which “age_band” does not offer"


FRAME = """\
name: frame
version: "1"
codes:
  - {code: knives, kind: concern, name: Knives, definition: Knives., strand: none, pillar: prevention,
     partners: [police], seeds: [knife, 999]}
"""


@pytest.mark.parametrize(
    ("was", "becomes", "line", "field", "problem"),
    [
        (
            "[police]",
            "[police, polcie]",
            5,
            "codes[0].partners",
            "names “polcie”, which office.yaml does not have",
        ),
        (
            "strand: none",
            "strand: serious",
            4,
            "codes[0].strand",
            "names “serious”, which office.yaml does not have",
        ),
        ("seeds:", "sedes:", 5, "codes[0].sedes", "is not a field we know"),
        ("[knife, 999]", "[knife", 5, "file", "cannot be read as YAML here"),
    ],
)
def test_a_code_frame_that_cannot_be_used_is_found(
    folder: Path, was: str, becomes: str, line: int, field: str, problem: str
) -> None:
    (folder / "code_frame.yaml").write_text(FRAME, "utf-8")
    assert findings(folder, today=TODAY) == []
    change(folder, "code_frame.yaml", was, becomes)
    (found,) = findings(folder, today=TODAY)
    assert (found.line, found.field) == (line, field)
    assert found.problem.startswith(problem)


def test_examples_of_a_code_there_is_not_are_found(folder: Path) -> None:
    (folder / "code_frame.yaml").write_text(FRAME, "utf-8")
    examples = (
        "name: e\ninvented: true\nexamples:\n  - {codes: [knife], polarity: worry, answers: [knives]}\n"
    )
    (folder / "code_frame_examples.yaml").write_text(examples, "utf-8")
    (found,) = findings(folder, today=TODAY)
    assert (found.line, found.problem) == (4, "names “knife”, which code_frame.yaml does not have")


def test_missing_office_files_are_findings(tmp_path: Path) -> None:
    code, lines = printed(tmp_path)
    assert code == 1
    assert [line.rpartition("/")[2].split(" ")[0] for line in lines[1:3]] == ["office.yaml:1", "help.yaml:1"]
    assert "holds no questionnaire" in lines[0]


def test_reading_ages_are_printed_for_every_sentence_when_asked(folder: Path) -> None:
    change(
        folder, "feature_relevance.yaml", "Is there anything else?", "Is there anything else you want to say?"
    )
    _, lines = printed(folder, ages=True)
    age = next(line for line in lines if line.endswith("Is there anything else you want to say?"))
    assert age.startswith(f"{folder}/feature_relevance.yaml:27 reading age ")
    assert "(everybody)" in age
    assert any(
        line.startswith("feature_relevance, everybody (at most 11): hardest reading age") for line in lines
    )
