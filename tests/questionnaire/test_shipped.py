"""The questionnaires an office starts with keep the promises made about them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from survey.office import load_office
from survey.questionnaire import (
    Missing,
    Note,
    Questionnaire,
    RatingGrid,
    ScreenedOut,
    SelectMultiple,
    SelectOne,
    Text,
    load_questionnaire,
    questionnaire_paths,
    validate_answers,
)
from survey.questionnaire.report import findings
from survey.questionnaire.translate import strings

SHIPPED = Path(__file__).parents[2] / "questionnaires"
ALL = [load_questionnaire(path) for path in questionnaire_paths(SHIPPED)]
FEELINGS = load_questionnaire(SHIPPED / "feelings_of_safety.yaml")
EASY_READ = load_questionnaire(SHIPPED / "easy_read.yaml")

YOUNGER = ["10-11", "12-13"]
OLDER = ["14-15", "16-17", "18-24"]
SCALE = ["very_safe", "fairly_safe", "a_bit_unsafe", "very_unsafe"]


def fullest(band: str | None) -> dict[str, Any]:
    """Answers that open every question this age band can be asked."""
    return {
        "age_band": band,
        "area": "fenland",
        "places": ["park", "home"],
        "least_safe_place": "park",
        "tell": ["no_one"],
    }


def asked(band: str | None) -> list[str]:
    return [question.name for question in FEELINGS.path(fullest(band))]


def words_read(band: str | None) -> str:
    """Everything somebody of this age reads in the questions."""
    answers = fullest(band)
    read: list[str] = []
    for question in FEELINGS.path(answers):
        read += [question.label, question.hint]
        if isinstance(question, SelectOne | SelectMultiple):
            read += [choice.label for choice in question.offered(answers)]
    return "\n".join(read).lower()


def test_everything_shipped_passes_the_check() -> None:
    assert [str(one) for one in findings(SHIPPED, today=date(2026, 11, 23)) if one.severity == "error"] == []


@pytest.mark.parametrize("band", [*YOUNGER, None])
def test_the_youngest_and_whoever_skips_their_age_get_eleven_screens(band: str | None) -> None:
    assert len(asked(band)) == 11


@pytest.mark.parametrize("band", [*YOUNGER, None])
def test_the_youngest_read_nothing_about_partners_spiking_or_the_police(band: str | None) -> None:
    read = words_read(band)
    assert not [word for word in ("police", "spik", "going out with", "at work", "night out") if word in read]


@pytest.mark.parametrize("band", OLDER)
def test_from_fourteen_every_question_is_asked(band: str) -> None:
    assert asked(band) == [question.name for question in FEELINGS.questions]


def test_work_and_nights_out_are_for_adults_only() -> None:
    assert "nights out" in words_read("18-24")
    assert "at work" in words_read("18-24")
    for band in ("14-15", "16-17"):
        assert "nights out" not in words_read(band)
        assert "at work" not in words_read(band)


def test_the_names_that_analysis_relies_on_are_there() -> None:
    wanted = "age_band area place safe_day safe_dark places place_safety least_safe_place least_safe_when"
    wanted += (
        " least_safe_what worries unsafe_why changed tell tell_barriers help_most safer_what act_on_this"
    )
    wanted += " gender ethnic_group extra_help"
    assert [question.name for question in FEELINGS.questions] == wanted.split()


@pytest.mark.parametrize("name", ["safe_day", "safe_dark", "place_safety"])
def test_the_safety_scale_has_four_points_faces_and_words_and_is_never_turned_round(name: str) -> None:
    question = FEELINGS.question(name)
    assert isinstance(question, SelectOne | RatingGrid)
    points = [choice for choice in question.choices if not choice.set_apart]
    assert [choice.name for choice in points] == SCALE
    assert all(choice.picture and choice.label for choice in points)
    if isinstance(question, SelectOne):
        assert not question.rotate


@pytest.mark.parametrize("questionnaire", ALL, ids=lambda one: one.name)
def test_every_question_can_be_skipped(questionnaire: Questionnaire) -> None:
    stored = validate_answers(questionnaire, {})
    assert set(stored.values()) <= {Missing.SKIPPED, Missing.NOT_ASKED}
    assert list(stored) == [one.name for one in questionnaire.questions if not isinstance(one, Note)]


@pytest.mark.parametrize("questionnaire", [FEELINGS, EASY_READ], ids=lambda one: one.name)
def test_people_can_say_not_sure_or_rather_not_say(questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions:
        if isinstance(question, SelectOne | SelectMultiple | RatingGrid):
            names = {choice.name for choice in question.choices}
            assert "rather_not_say" in names, question.name
            assert question.name == "age_band" or "not_sure" in names, question.name


@pytest.mark.parametrize("questionnaire", [FEELINGS, EASY_READ], ids=lambda one: one.name)
@pytest.mark.parametrize("band", ["younger", "older"])
def test_people_outside_ten_to_twenty_four_are_thanked_and_not_stored(
    questionnaire: Questionnaire, band: str
) -> None:
    with pytest.raises(ScreenedOut) as raised:
        validate_answers(questionnaire, {"age_band": band, "safe_day": ""})
    assert "Thank you" in raised.value.message


def test_the_districts_offered_are_the_offices() -> None:
    office = load_office(SHIPPED / "office.yaml")
    area, place = FEELINGS.question("area"), FEELINGS.question("place")
    assert isinstance(area, SelectOne)
    assert isinstance(place, SelectOne)
    assert [one.name for one in area.choices if not one.set_apart] == [one.name for one in office.districts]
    for district in office.districts:
        offered = [one.name for one in place.offered({"area": district.name}) if not one.set_apart]
        assert offered == [part.name for part in district.places]


def test_what_can_be_chosen_is_limited_as_the_hint_says() -> None:
    limits = {one.name: one.max for one in FEELINGS.questions if isinstance(one, SelectMultiple) and one.max}
    assert limits == {"places": 6, "least_safe_when": 3, "least_safe_what": 3, "worries": 3, "help_most": 3}
    for name, most in limits.items():
        assert f"up to {most}" in FEELINGS.question(name).hint


def test_the_opening_is_seven_lines_and_says_what_must_be_said() -> None:
    assert FEELINGS.opening is not None
    assert len(FEELINGS.opening.lines) == 7
    said = " ".join(FEELINGS.opening.lines)
    for promise in ("skip", "stop", "{reader}", "{answer_due}", "not a police report", "tap Help"):
        assert promise in said


def test_who_is_asked_is_said_for_people_without_a_script() -> None:
    for question in FEELINGS.questions:
        assert (question.relevant is None) == (question.guidance == ""), question.name


def test_easy_read_is_eight_questions_in_three_points_with_pictures() -> None:
    assert len(EASY_READ.questions) == 8
    assert len(EASY_READ.path({"age_band": "10-11"})) == 8
    day = EASY_READ.question("safe_day")
    assert isinstance(day, SelectOne)
    points = [choice.name for choice in day.choices if not choice.set_apart]
    assert points == ["safe", "in_between", "not_safe"]
    assert not set(points) & set(SCALE)
    pictured = ("safe_day", "safe_dark", "least_safe_place", "worries", "help_most")
    for name in pictured:
        question = EASY_READ.question(name)
        assert isinstance(question, SelectOne | SelectMultiple)
        assert all(choice.picture for choice in question.choices if not choice.set_apart)


def test_a_group_discussion_is_a_leaders_record() -> None:
    group = load_questionnaire(SHIPPED / "group_discussion.yaml")
    assert group.answered_by == "leader"
    assert [one.name for one in ALL if one.answered_by == "leader"] == ["group_discussion"]
    assert not {"age_band", "gender"} & {question.name for question in group.questions}


@pytest.mark.parametrize("questionnaire", ALL, ids=lambda one: one.name)
def test_nobody_is_asked_whether_they_carried_a_weapon_are_in_a_gang_or_were_hurt(
    questionnaire: Questionnaire,
) -> None:
    asked_for = " ".join(text.lower() for _, text in strings(questionnaire))
    for never in (
        "carried",
        "carry a",
        "in a gang",
        "were you hurt",
        "have you been hurt",
        "your name?",
        "postcode",
    ):
        assert never not in asked_for


def test_words_of_their_own_are_asked_without_names() -> None:
    for question in FEELINGS.questions:
        if isinstance(question, Text):
            assert "leave out names" in question.hint
