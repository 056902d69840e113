"""What the office is told about its files is true."""

from __future__ import annotations

import re
from pathlib import Path

from survey.office import FILLABLE
from survey.questionnaire import check_questionnaire, load_questionnaire
from survey.questionnaire.rules import OPERATORS

FOLDER = Path(__file__).parents[2] / "questionnaires"
README = (FOLDER / "README.md").read_text("utf-8")


def test_the_example_is_a_questionnaire_without_a_finding(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "example.yaml"
    path.write_text(example, "utf-8")
    assert [str(finding) for finding in check_questionnaire(path)] == []
    answers = {"age_band": "14-17", "places": ["bus"], "place_safety": {"bus": "very_unsafe"}}
    assert load_questionnaire(path).path(answers)[-1].name == "why"


def test_every_operator_and_every_word_of_the_office_is_explained() -> None:
    assert all(f"`{operator}: " in README for operator in OPERATORS)
    assert all(f"`{{{field}}}`" in README for field in FILLABLE)


def test_every_file_named_is_there() -> None:
    named = re.findall(r"^\| `([a-z_]+\.yaml)` \|", README, re.MULTILINE)
    assert sorted(named) == sorted(path.name for path in FOLDER.glob("*.yaml"))
