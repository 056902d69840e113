"""A questionnaire’s file becomes a questionnaire, or says everything that is to mend in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.located import LocatedError, parse_located
from survey.questionnaire import (
    Questionnaire,
    QuestionnaireError,
    RatingGrid,
    SelectOne,
    load_questionnaire,
    questionnaire_paths,
)

FEATURES = Path(__file__).parents[1] / "questionnaires"
SHIPPED = Path(__file__).parents[2] / "questionnaires"
EVERY_FILE = sorted(FEATURES.glob("feature_*.yaml")) + questionnaire_paths(SHIPPED)
RATING_GRID = load_questionnaire(FEATURES / "feature_rating_grid.yaml")

TINY = """\
name: tiny
title: Tiny
questions:
  - type: select_one
    name: age
    label: How old are you?
    choices:
      - {name: old, label: Old}
      - {name: young, label: Young}
  - type: text
    name: words
    label: What would you change?
    relevant: {equals: [age, old]}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "tiny.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.stem)
def test_every_questionnaire_survives_its_canonical_form(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    again = Questionnaire.from_json(questionnaire.to_json())
    assert again == questionnaire
    assert again.version == questionnaire.version
    assert again.to_json() == questionnaire.to_json()


def shuffled(value: Any, order: Any) -> Any:
    """The same JSON with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = order(sorted(value))
        return {key: shuffled(value[key], order) for key in keys}
    if isinstance(value, list):
        return [shuffled(one, order) for one in value]
    return value


@given(st.data())
def test_the_version_does_not_depend_on_the_order_of_keys(data: st.DataObject) -> None:
    document = json.loads(RATING_GRID.to_json())
    other = shuffled(document, lambda keys: data.draw(st.permutations(keys)))
    assert Questionnaire.from_json(json.dumps(other)).version == RATING_GRID.version


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("Old}", "Older}"),
        ("words\n", "other\n"),
        ("equals: [age, old]", "equals: [age, young]"),
        ("Tiny", "Tin"),
    ],
)
def test_the_version_changes_with_anything_that_is_asked(tmp_path: Path, was: str, becomes: str) -> None:
    first = load_questionnaire(written(tmp_path, TINY)).version
    assert load_questionnaire(written(tmp_path, TINY.replace(was, becomes))).version != first


def test_comments_and_layout_do_not_change_the_version(tmp_path: Path) -> None:
    first = load_questionnaire(written(tmp_path, TINY)).version
    again = "# a comment\n" + TINY.replace("{name: old, label: Old}", "name: old\n        label: Old")
    assert load_questionnaire(written(tmp_path, again)).version == first


def test_a_questionnaire_cannot_be_changed_in_place(tmp_path: Path) -> None:
    questionnaire = load_questionnaire(written(tmp_path, TINY))
    with pytest.raises(ValueError, match="frozen"):
        questionnaire.title = "Another"


# --- the conveniences of the file -----------------------------------------------------------------------


def test_named_lists_are_written_out_where_they_are_named() -> None:
    grid = load_questionnaire(FEATURES / "feature_rating_grid.yaml").question("times")
    assert isinstance(grid, RatingGrid)
    assert [choice.name for choice in grid.choices] == [
        "very_safe",
        "fairly_safe",
        "a_bit_unsafe",
        "very_unsafe",
        "not_sure",
        "rather_not_say",
    ]
    assert grid.choices[4].label == "Not sure"
    assert [choice.set_apart for choice in grid.choices] == [False] * 4 + [True] * 2


def test_rows_come_from_the_earlier_question_without_the_choices_that_stand_alone() -> None:
    grid = load_questionnaire(FEATURES / "feature_rating_grid.yaml").question("place_safety")
    assert isinstance(grid, RatingGrid)
    assert [row.name for row in grid.rows] == ["park", "bus", "shop"]


def test_districts_and_their_parts_come_from_the_office_beside_the_file() -> None:
    questionnaire = load_questionnaire(FEATURES / "feature_office_lists.yaml")
    area, place = questionnaire.question("area"), questionnaire.question("place")
    assert isinstance(area, SelectOne)
    assert isinstance(place, SelectOne)
    assert [choice.name for choice in area.choices] == ["north", "south", "elsewhere", "not_sure"]
    offered = [choice.name for choice in place.offered({"area": "north"})]
    assert offered == ["hilltop", "woodside", "not_sure", "rather_not_say"]


def test_districts_without_an_office_are_a_finding(tmp_path: Path) -> None:
    text = TINY.replace(
        "      - {name: old, label: Old}\n", "      - {name: old, label: Old}\n      - office.districts\n"
    )
    with pytest.raises(QuestionnaireError) as raised:
        load_questionnaire(written(tmp_path, text))
    (finding,) = raised.value.findings
    assert (finding.line, finding.field) == (9, "questions[0].choices[1]")
    assert "office.yaml" in finding.problem


# --- mistaken files -------------------------------------------------------------------------------------


def test_every_mistake_is_found_in_one_go(tmp_path: Path) -> None:
    text = TINY.replace("label: Young", "lable: Young").replace("type: text", "type: words")
    text = text.replace("name: tiny", "nam: t")
    with pytest.raises(QuestionnaireError) as raised:
        load_questionnaire(written(tmp_path, text))
    found = {(finding.line, finding.field) for finding in raised.value.findings}
    assert found == {
        (1, "name"),
        (1, "nam"),
        (9, "questions[0].choices[1].label"),
        (9, "questions[0].choices[1].lable"),
        (10, "questions[1]"),
    }
    mends = {finding.field: finding.mend for finding in raised.value.findings}
    assert mends["nam"] == "Did you mean “name”?"


def test_a_finding_reads_as_file_line_field_problem_and_mend(tmp_path: Path) -> None:
    path = written(tmp_path, TINY.replace("label: Old", "label: 10"))
    with pytest.raises(QuestionnaireError) as raised:
        load_questionnaire(path)
    assert str(raised.value) == (
        f"{path}:8 questions[0].choices[0].label: should be text. "
        "Put it in quotes, for example “yes” or “10”."
    )


def test_a_mistake_in_a_choice_is_not_reported_again_for_the_grid_made_of_it(tmp_path: Path) -> None:
    text = (FEATURES / "feature_rating_grid.yaml").read_text("utf-8")
    path = written(tmp_path, text.replace("label: The bus", "label: 12"))
    with pytest.raises(QuestionnaireError) as raised:
        load_questionnaire(path)
    assert [finding.field for finding in raised.value.findings] == ["questions[1].choices[1].label"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "does not hold named fields"),
        (b"- a\n- b\n", "does not hold named fields"),
        (b"name: \xff\xfe\n", "is not plain text in UTF-8"),
        (b"name: *a\n", "cannot be read as YAML here"),
        (b"name: &a [x]\ntitle: *a\n", "repeats another part with * and &"),
        (b"name: &a [*a]\n", "repeats another part with * and &"),
        (b"name: 2026-99-99\n", "is not a value we can read"),
        (b"name: !!python/object:os.system x\n", "is not a value we can read"),
        (b"[" * 1500, "is nested too deeply"),
        (b"a: {" * 60 + b"}" * 60, "is nested too deeply"),
        (b"? [a]\n: b\n", "has a field without a name"),
        (b"a: " + b"x" * 2_000_001, "is far too large"),
    ],
)
def test_a_file_that_is_no_such_file_says_so(text: bytes, problem: str) -> None:
    with pytest.raises(LocatedError) as raised:
        parse_located(text, "some.yaml")
    assert any(finding.problem.startswith(problem) for finding in raised.value.findings)


def test_numbers_and_dates_stay_words_where_they_are_words() -> None:
    text = b"a: 101\nb: 2026-11-30\nc: 1.5\nd: true\n"
    assert parse_located(text, "some.yaml", numbers_are_words=True).data == {
        "a": "101",
        "b": "2026-11-30",
        "c": "1.5",
        "d": True,
    }


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"cannot be read \(No such file or directory\)"):
        load_questionnaire(tmp_path / "nowhere.yaml")


lines = st.lists(
    st.one_of(
        st.sampled_from(TINY.splitlines()),
        st.sampled_from(
            ["lists: {a: [b]}", "missing: 3", "lists:", "questions: [", "- x", "  rows_from: [1]"]
        ),
        st.text(max_size=30),
    ),
    max_size=25,
)


@given(lines)
def test_no_text_whatever_fails_in_any_other_way(
    tmp_path_factory: pytest.TempPathFactory, some: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes("\n".join(some).encode("utf-8", "surrogatepass"))
    try:
        load_questionnaire(path)
    except QuestionnaireError as error:
        assert error.findings


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data(), values)
def test_any_value_in_any_place_is_taken_or_found(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, value: Any
) -> None:
    document = json.loads(RATING_GRID.to_json())
    document["lists"] = {"scale": [{"name": "a", "label": "A"}]}
    spot = document
    while isinstance(spot, dict | list) and spot:
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
            spot[key] = value
            break
        spot = spot[key]
    path = tmp_path_factory.getbasetemp() / "changed.yaml"
    path.write_text(json.dumps(document), "utf-8")
    try:
        load_questionnaire(path)
    except QuestionnaireError as error:
        assert all(finding.problem and finding.mend and finding.line >= 1 for finding in error.findings)
