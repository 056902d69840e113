"""The check finds what an author cannot see by reading, on the line where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.located import Finding, Severity
from survey.questionnaire import check_questionnaire

FEATURES = Path(__file__).parents[1] / "questionnaires"
INVALID = sorted((FEATURES / "invalid").glob("*.yaml"))
EXPECTED = "# expect: "


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_each_invalid_example_has_exactly_the_errors_it_says(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    expected = [line.removeprefix(EXPECTED) for line in lines if line.startswith(EXPECTED)]
    found = [
        f"{one.line} {one.field}: {one.problem}"
        for one in check_questionnaire(path)
        if one.severity == "error"
    ]
    assert expected, "an invalid example says what is wrong with it"
    assert len(found) == len(expected), found
    for line in expected:
        assert any(one.startswith(line) for one in found), (line, found)


@pytest.mark.parametrize("path", sorted(FEATURES.glob("feature_*.yaml")), ids=lambda path: path.stem)
def test_the_feature_questionnaires_are_sound(path: Path) -> None:
    assert [one for one in check_questionnaire(path) if one.severity is Severity.ERROR] == []


def checked(folder: Path, body: str) -> list[Finding]:
    path = folder / "tiny.yaml"
    path.write_text(f"name: tiny\ntitle: Tiny\n{body}", "utf-8")
    return check_questionnaire(path)


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        ("Don't you?", "has straight quotes"),
        ('Say \\"no\\".', "has straight quotes"),
        ("Wait... what?", "has three dots"),
        ("Is there accommodation?", "has the long word “accommodation”"),
        (
            "Do you think that when you go out at night with your friends you feel safe?",
            "has a sentence of 16 words",
        ),
    ],
)
def test_careless_or_hard_words_are_warned_about(tmp_path: Path, label: str, problem: str) -> None:
    (finding,) = checked(tmp_path, f'questions:\n  - {{type: text, name: words, label: "{label}"}}\n')
    assert (finding.line, finding.field, finding.problem) == (4, "questions[0].label", problem)
    assert finding.severity is Severity.WARNING


def test_a_sentence_of_fifteen_words_passes(tmp_path: Path) -> None:
    label = "Do you think that when you go out with your good friends you feel safe?"
    assert checked(tmp_path, f"questions:\n  - type: text\n    name: words\n    label: {label}\n") == []


def test_hard_reading_is_a_warning_until_the_file_says_for_whom_it_is_written(tmp_path: Path) -> None:
    label = "Does municipal security influence your everyday decisions?"
    question = f"questions:\n  - type: text\n    name: words\n    label: {label}\n"
    found = [one for one in checked(tmp_path, question) if "reading age" in one.problem]
    assert {one.severity for one in found} == {Severity.WARNING}
    stated = "written_for:\n  - {label: everybody, reading_age: 9}\n"
    found = [one for one in checked(tmp_path, stated + question) if "reading age" in one.problem]
    assert {one.severity for one in found} == {Severity.ERROR}


def test_each_variant_is_held_to_its_own_readers(tmp_path: Path) -> None:
    body = """\
written_for:
  - {label: the young, when: {equals: [age, young]}, reading_age: 8}
  - {label: the old, when: {equals: [age, old]}, reading_age: 18}
questions:
  - type: select_one
    name: age
    label: How old are you?
    choices:
      - {name: young, label: Young}
      - {name: old, label: Old}
  - type: text
    name: hard
    label: Do you think that your council should manage the public parks better?
    relevant: {equals: [age, old]}
"""
    assert not [one for one in checked(tmp_path, body) if one.severity is Severity.ERROR]
    for_both = body.replace("    relevant: {equals: [age, old]}\n", "")
    errors = [one for one in checked(tmp_path, for_both) if one.severity is Severity.ERROR]
    assert {one.field for one in errors} == {"questions[1]", "questions[1].label"}
    assert all("for the young" in one.problem for one in errors)


def test_words_in_another_language_are_not_measured_as_english(tmp_path: Path) -> None:
    body = (
        'language: lt\nlanguages: [lt]\nquestions:\n  - {type: text, name: a, label: "Nepriklausomybės?"}\n'
    )
    assert checked(tmp_path, body) == []


def test_a_missing_translation_is_named_with_its_line_and_file() -> None:
    (finding,) = check_questionnaire(FEATURES / "feature_right_to_left.yaml")
    assert (finding.field, finding.severity) == ("questions[0].hint", Severity.WARNING)
    assert finding.problem == "has no translation into ur"
    assert "feature_right_to_left.po" in finding.mend


def test_a_broken_catalogue_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "ur" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "tiny.po").write_bytes(b'msgid "a\nmsgstr \xff"\nnonsense\n')
    body = "languages: [en, ur]\nquestions:\n  - {type: text, name: words, label: Say more.}\n"
    (finding,) = checked(tmp_path, body)
    assert finding.file.endswith("tiny.po")
    assert finding.severity is Severity.ERROR


def test_an_empty_group_of_rules_is_warned_about(tmp_path: Path) -> None:
    body = "questions:\n  - {type: text, name: a, label: Say more., relevant: {all: []}}\n"
    (finding,) = checked(tmp_path, body)
    assert finding.problem == "holds an empty “all”"


def test_more_than_there_is_to_choose_is_warned_about(tmp_path: Path) -> None:
    body = """\
questions:
  - type: select_multiple
    name: likes
    label: What do you like?
    max: 3
    choices: [{name: a, label: A}, {name: b, label: B}]
"""
    (finding,) = checked(tmp_path, body)
    assert (finding.field, finding.problem) == ("questions[0].max", "lets people choose 3 of 2 choices")
