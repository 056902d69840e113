"""A translation asks the same questions, and shows what it could not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.catalogues import catalogue_path
from survey.located import LocatedError
from survey.questionnaire import Questionnaire, SelectOne, load_questionnaire, translate
from survey.questionnaire.translate import strings, translations

FEATURES = Path(__file__).parents[1] / "questionnaires"
LOCALE = FEATURES / "locale"


@pytest.fixture
def source() -> Questionnaire:
    return load_questionnaire(FEATURES / "feature_right_to_left.yaml")


def test_every_word_with_a_translation_is_translated(source: Questionnaire) -> None:
    urdu = translate(source, "ur", locale=LOCALE)
    safe = urdu.question("safe")
    assert isinstance(safe, SelectOne)
    assert urdu.language == "ur"
    assert safe.label == "کیا آپ محفوظ محسوس کرتے ہیں؟"
    assert [choice.label for choice in safe.choices] == ["ہاں", "نہیں"]
    assert [choice.name for choice in safe.choices] == ["yes", "no"]


def test_words_without_a_checked_translation_stay_and_are_named(source: Questionnaire) -> None:
    urdu = translate(source, "ur", locale=LOCALE)
    assert urdu.question("safe").hint == "Think of today."
    assert urdu.translation is not None
    assert urdu.translation.untranslated == ("Think of today.",)


def test_answers_in_any_language_answer_the_same_version(source: Questionnaire) -> None:
    urdu = translate(source, "ur", locale=LOCALE)
    assert urdu.version == source.version
    assert Questionnaire.from_json(urdu.to_json()) == urdu
    answers = {"safe": "yes"}
    assert [one.name for one in urdu.path(answers)] == [one.name for one in source.path(answers)]


def test_a_language_nobody_translated_into_is_the_source_and_says_so(source: Questionnaire) -> None:
    polish = translate(source, "pl", locale=LOCALE)
    assert polish.questions == source.questions
    assert polish.translation is not None
    assert set(polish.translation.untranslated) == {text for _, text in strings(source)}


def test_the_source_language_is_the_questionnaire_itself(source: Questionnaire) -> None:
    assert translate(source, "en", locale=LOCALE) is source


def test_every_word_a_young_person_reads_is_there_to_translate() -> None:
    pages = load_questionnaire(FEATURES / "feature_pages.yaml")
    screened = load_questionnaire(FEATURES / "feature_screen_out.yaml")
    found = {text for one in (pages, screened) for _, text in strings(one)}
    assert {
        "Around the questions",
        "Before we start",
        "You can skip anything.",
        "Thank you",
        "Count every blue thing you can see.",
        "Here comes one question.",
        "What would you change?",
        "Thank you for coming to look. Nothing you tapped is kept.",
    } <= found


def test_names_and_rules_are_never_translated() -> None:
    for path in FEATURES.glob("feature_*.yaml"):
        questionnaire = load_questionnaire(path)
        names = {question.name for question in questionnaire.questions}
        labels = {question.label for question in questionnaire.questions}
        assert not (names - labels) & {text for _, text in strings(questionnaire)}


def test_a_catalogue_saved_again_is_read_again(tmp_path: Path, source: Questionnaire) -> None:
    path = catalogue_path(tmp_path, "ur", source.name)
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Yes"\nmsgstr "ہاں"\n', "utf-8")
    assert translations(path) == {"Yes": "ہاں"}
    path.write_text('msgid "Yes"\nmsgstr "جی ہاں"\n', "utf-8")
    assert translations(path) == {"Yes": "جی ہاں"}


@pytest.mark.parametrize(
    "broken", [b'msgid "a\n', b"\xff\xfe\x00", b'msgid "a"\nmsgstr "\xff"\n', b"nonsense\n"]
)
def test_a_broken_catalogue_says_where(tmp_path: Path, broken: bytes, source: Questionnaire) -> None:
    path = catalogue_path(tmp_path, "ur", source.name)
    path.parent.mkdir(parents=True)
    path.write_bytes(broken)
    with pytest.raises(LocatedError) as raised:
        translate(source, "ur", locale=tmp_path)
    assert raised.value.findings[0].file == str(path)
