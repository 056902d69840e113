"""Whatever is sent becomes one value or missing code a question, or is refused with a reason and no words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire import (
    AnswerProblem,
    InvalidAnswers,
    Missing,
    Note,
    Questionnaire,
    RatingGrid,
    ScreenedOut,
    SelectMultiple,
    SelectOne,
    Text,
    load_questionnaire,
    read_form,
    validate_answers,
    without_words,
    words_of,
)

FEATURES = Path(__file__).parents[1] / "questionnaires"
EVERY = [load_questionnaire(path) for path in sorted(FEATURES.glob("feature_*.yaml"))]
EVERY.append(load_questionnaire(Path(__file__).parents[2] / "questionnaires" / "feelings_of_safety.yaml"))


def feature(name: str) -> Questionnaire:
    return next(one for one in EVERY if one.name == f"feature_{name}")


def problems(name: str, answers: dict[str, Any]) -> list[AnswerProblem]:
    with pytest.raises(InvalidAnswers) as raised:
        validate_answers(feature(name), answers)
    return list(raised.value.problems)


# --- missing codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "stored"),
    [
        ({}, {"safe_day": "skipped", "who": "skipped", "why": "not_asked"}),
        (
            {"safe_day": "", "who": [], "why": ""},
            {"safe_day": "skipped", "who": "skipped", "why": "not_asked"},
        ),
        ({"safe_day": None, "who": None}, {"safe_day": "skipped", "who": "skipped", "why": "not_asked"}),
        ({"safe_day": "not_sure"}, {"safe_day": "not_sure", "who": "skipped", "why": "not_asked"}),
        (
            {"safe_day": "rather_not_say", "who": ["rather_not_say"]},
            {"safe_day": "rather_not_say", "who": "rather_not_say", "why": "not_asked"},
        ),
        ({"safe_day": "does_not_go"}, {"safe_day": "does_not_go", "who": "skipped", "why": "not_asked"}),
        (
            {"safe_day": "unsafe", "who": ["parent", "friend"]},
            {"safe_day": "unsafe", "who": ["friend", "parent"], "why": "skipped"},
        ),
        (
            {"safe_day": "unsafe", "why": "  it is dark \n"},
            {"safe_day": "unsafe", "who": "skipped", "why": "it is dark"},
        ),
        ({"safe_day": "unsafe", "why": " \n "}, {"safe_day": "unsafe", "who": "skipped", "why": "skipped"}),
    ],
)
def test_every_way_of_not_answering_has_its_own_code(answers: dict[str, Any], stored: dict[str, Any]) -> None:
    assert validate_answers(feature("missing_codes"), answers) == stored


def test_the_rows_of_a_grid_have_codes_of_their_own() -> None:
    answers = {"times": {"day": "very_safe"}, "places": ["park", "bus"], "place_safety": {"park": "not_sure"}}
    stored = validate_answers(feature("rating_grid"), answers)
    assert stored["times"] == {"day": "very_safe", "dark": "skipped"}
    assert stored["place_safety"] == {"park": "not_sure", "bus": "skipped", "shop": "not_asked"}
    assert validate_answers(feature("rating_grid"), {"times": {"day": ""}})["times"] == "skipped"


# --- off the path ---------------------------------------------------------------------------------------


def test_answers_off_the_path_are_dropped_without_fuss() -> None:
    stored = validate_answers(feature("relevance"), {"age_band": "10-11", "goes_out": "yes", "where": "out"})
    assert stored == {
        "age_band": "10-11",
        "goes_out": "not_asked",
        "where": "not_asked",
        "anything_else": "skipped",
    }


def test_choices_that_were_not_offered_are_dropped_without_fuss() -> None:
    stored = validate_answers(
        feature("choice_relevance"), {"age_band": "10-11", "tell": ["friend", "partner"]}
    )
    assert stored["tell"] == ["friend"]
    stored = validate_answers(feature("office_lists"), {"area": "north", "place": "quayside"})
    assert stored["place"] == "skipped"
    grid = {"places": ["bus"], "place_safety": {"bus": "very_safe", "park": "very_safe"}}
    stored = validate_answers(feature("rating_grid"), grid)
    assert stored["place_safety"] == {"park": "not_asked", "bus": "very_safe", "shop": "not_asked"}


def test_somebody_it_is_not_for_is_never_taken_in() -> None:
    with pytest.raises(ScreenedOut) as raised:
        validate_answers(feature("screen_out"), {"age_band": "older", "words": "mine"})
    assert raised.value.message.startswith("Thank you")


# --- what is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "answers", "field", "reason"),
    [
        ("relevance", {"nickname": "x"}, "answers", "this holds something we did not ask"),
        ("pages", {"hello": "x"}, "answers", "this holds something we did not ask"),
        ("relevance", {"age_band": "15"}, "age_band", "this is not one of the choices"),
        ("relevance", {"age_band": ["14-15"]}, "age_band", "this is not the kind of answer we asked for"),
        ("relevance", {"age_band": 14}, "age_band", "this is not the kind of answer we asked for"),
        (
            "relevance",
            {"anything_else": {"a": "b"}},
            "anything_else",
            "this is not the kind of answer we asked for",
        ),
        ("multiple_max", {"worries": ["roads", "dogs", "dark"]}, "worries", "choose up to 2"),
        ("multiple_max", {"worries": ["roads", "cats"]}, "worries", "this is not one of the choices"),
        ("multiple_max", {"worries": "roads"}, "worries", "this is not the kind of answer we asked for"),
        ("multiple_max", {"worries": [["roads"]]}, "worries", "this is not the kind of answer we asked for"),
        (
            "multiple_max",
            {"worries": ["roads", "not_worried"]},
            "worries",
            "one of these can only be chosen on its own",
        ),
        (
            "multiple_max",
            {"worries": ["dark", "not_sure"]},
            "worries",
            "one of these can only be chosen on its own",
        ),
        (
            "rating_grid",
            {"times": {"noon": "very_safe"}},
            "times",
            "this is not one of the things we asked about",
        ),
        ("rating_grid", {"times": {"day": "safe"}}, "times.day", "this is not one of the choices"),
        ("rating_grid", {"times": {"day": ["very_safe"]}}, "times.day", "this is not one of the choices"),
        ("rating_grid", {"times": ["very_safe"]}, "times", "this is not the kind of answer we asked for"),
        ("text_length", {"words": "x" * 21}, "words", "this is too long; keep it under 20 characters"),
        ("text_length", {"words": ["x"]}, "words", "this is not the kind of answer we asked for"),
    ],
)
def test_what_cannot_have_been_asked_is_refused(
    name: str, answers: dict[str, Any], field: str, reason: str
) -> None:
    assert problems(name, answers) == [AnswerProblem(field, reason)]


def test_every_problem_is_named_and_no_word_of_the_answer() -> None:
    found = problems(
        "missing_codes", {"safe_day": "secretword", "who": ["secretword"], "secretword": "secretword"}
    )
    assert [problem.field for problem in found] == ["answers", "safe_day", "who"]
    assert "secretword" not in str(InvalidAnswers(found))


def test_a_choice_sent_twice_counts_once() -> None:
    stored = validate_answers(feature("multiple_max"), {"worries": ["roads", "roads", "dogs"]})
    assert stored["worries"] == ["roads", "dogs"]


# --- words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("x" * 20, "x" * 20),
        ("a\r\nb\rc", "a\nb\nc"),
        ("nul\x00 and \x1b[0m", "nul and [0m"),
        ("half \ud83d pair", "half  pair"),
        ("🙂" * 20, "🙂" * 20),
        ("پارک میں", "پارک میں"),
    ],
)
def test_words_are_kept_as_written_without_what_no_store_can_hold(words: str, kept: str) -> None:
    stored = validate_answers(feature("text_length"), {"words": words})
    assert stored["words"] == kept
    json.dumps(stored, ensure_ascii=False).encode()


def test_words_that_spell_a_missing_code_are_still_words() -> None:
    questionnaire = feature("text_length")
    stored = validate_answers(questionnaire, {"words": "skipped"})
    assert not isinstance(stored["words"], Missing)
    assert words_of(questionnaire, stored) == {"words": "skipped"}
    assert without_words(questionnaire, stored) == {"words": "given"}


def test_stored_answers_hold_no_words() -> None:
    questionnaire = feature("missing_codes")
    values = validate_answers(questionnaire, {"safe_day": "unsafe", "why": "it is dark"})
    assert words_of(questionnaire, values) == {"why": "it is dark"}
    assert without_words(questionnaire, values)["why"] == "given"
    skipped = validate_answers(questionnaire, {"safe_day": "unsafe"})
    assert without_words(questionnaire, skipped) == skipped


# --- a form without a script ----------------------------------------------------------------------------


def test_a_form_sent_without_a_script_says_the_same_as_the_script_does() -> None:
    pairs = [
        ("times.day", "very_safe"),
        ("times.dark", ""),
        ("places", "park"),
        ("places", "bus"),
        ("place_safety.park", "very_unsafe"),
        ("park_why", "no lights"),
    ]
    read = read_form(feature("rating_grid"), pairs)
    assert validate_answers(feature("rating_grid"), read) == validate_answers(
        feature("rating_grid"),
        {
            "times": {"day": "very_safe"},
            "places": ["park", "bus"],
            "place_safety": {"park": "very_unsafe"},
            "park_why": "no lights",
        },
    )


def test_a_form_with_nothing_chosen_is_all_skipped() -> None:
    read = read_form(feature("multiple_max"), [("worries", "")])
    assert validate_answers(feature("multiple_max"), read) == {"worries": "skipped"}


def test_a_field_we_did_not_ask_is_refused_from_a_form_too() -> None:
    with pytest.raises(InvalidAnswers):
        validate_answers(feature("multiple_max"), read_form(feature("multiple_max"), [("worries.row", "x")]))


# --- laws -----------------------------------------------------------------------------------------------


@st.composite
def answered(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Any]]:
    """A questionnaire, and answers to any of its questions, whether or not they are on the path."""
    questionnaire = draw(st.sampled_from(EVERY))
    answers: dict[str, Any] = {}
    for question in questionnaire.questions:
        match question:
            case SelectOne():
                answer: Any = draw(st.sampled_from(["", *(choice.name for choice in question.choices)]))
            case SelectMultiple():
                most = question.max or len(question.choices)
                together = [choice.name for choice in question.choices if not choice.stands_alone]
                answer = draw(st.lists(st.sampled_from(together), unique=True, max_size=most))
            case RatingGrid():
                scale = st.sampled_from([choice.name for choice in question.choices])
                answer = draw(st.dictionaries(st.sampled_from([row.name for row in question.rows]), scale))
            case Text():
                answer = draw(st.text(max_size=min(question.max_length, 12)))
            case _:
                continue
        if draw(st.booleans()):
            answers[question.name] = answer
    return questionnaire, answers


@given(answered())
def test_an_answer_off_the_path_is_never_stored(sent: tuple[Questionnaire, dict[str, Any]]) -> None:
    questionnaire, answers = sent
    try:
        stored = validate_answers(questionnaire, answers)
    except ScreenedOut:
        assert questionnaire.screened_out(answers) is not None
        return
    on_path = {question.name for question in questionnaire.path(answers)}
    asked = [question for question in questionnaire.questions if not isinstance(question, Note)]
    assert list(stored) == [question.name for question in asked]
    for question in asked:
        assert (stored[question.name] is Missing.NOT_ASKED) is (question.name not in on_path)


@given(answered())
def test_stored_answers_lead_the_same_way_as_those_sent(sent: tuple[Questionnaire, dict[str, Any]]) -> None:
    questionnaire, answers = sent
    try:
        stored = validate_answers(questionnaire, answers)
    except ScreenedOut:
        return
    assert questionnaire.path(stored) == questionnaire.path(answers)


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_come_makes_no_difference(
    sent: tuple[Questionnaire, dict[str, Any]], chance: Any
) -> None:
    questionnaire, answers = sent
    names = list(answers)
    chance.shuffle(names)
    try:
        first = validate_answers(questionnaire, answers)
    except ScreenedOut:
        return
    assert validate_answers(questionnaire, {name: answers[name] for name in names}) == first


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(EVERY), st.data())
def test_no_body_whatever_fails_in_any_other_way(questionnaire: Questionnaire, data: st.DataObject) -> None:
    names = st.sampled_from([question.name for question in questionnaire.questions])
    rows = [row.name for question in questionnaire.questions for row in getattr(question, "rows", ())]
    grid = st.dictionaries(st.sampled_from(rows or ["row"]), anything, max_size=3)
    answer = st.one_of(anything, grid)
    answers = data.draw(
        st.dictionaries(st.one_of(names, names, names, st.text(max_size=8)), answer, max_size=6)
    )
    try:
        assert validate_answers(questionnaire, answers)
    except InvalidAnswers as error:
        assert error.problems
