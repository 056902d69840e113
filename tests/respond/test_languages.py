"""The page in another language: what is offered, what is marked, and what is left in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey.catalogues import Translations
from survey.respond.words import ISOLATED, Words
from tests.conftest import OpenSession
from tests.respond.conftest import Stored, a_submission, send_form


def switched(questionnaires: Path, status: str) -> None:
    path = questionnaires / "office.yaml"
    path.write_text(
        path.read_text("utf-8").replace("code: ps, status: when_approved", f"code: ps, status: {status}")
    )


@pytest.fixture
def pashto(questionnaires: Path) -> Path:
    """The office has switched the draft in Pashto on; before the house is opened."""
    switched(questionnaires, "as_draft")
    return questionnaires / "locale" / "ps" / "LC_MESSAGES"


def test_an_office_that_decided_nothing_offers_english_only(
    client: TestClient, open_session: OpenSession
) -> None:
    page = client.get(f"/s/{open_session().code}", params={"lang": "ps"}).text
    assert '<html lang="en" dir="ltr">' in page
    assert "hreflang" not in page
    assert "open-languages" not in page


def test_a_draft_is_shown_as_one_and_the_chooser_calls_languages_by_their_own_names(
    pashto: Path, client: TestClient, open_session: OpenSession
) -> None:
    answer = client.get(f"/s/{open_session().code}", params={"lang": "ps"})
    assert '<html lang="ps" dir="rtl">' in answer.text
    assert answer.headers["content-language"] == "ps"
    assert "تر اوسه د پښتو ویونکي نه ده کتلې" in answer.text
    assert re.search(r'hreflang="ps" lang="ps" dir="auto" aria-current="true">پښتو<', answer.text)
    assert 'name="language" value="ps"' in answer.text


def test_the_offices_own_words_and_dates_are_in_the_language_too(
    pashto: Path, client: TestClient, open_session: OpenSession
) -> None:
    page = client.get(f"/s/{open_session().code}", params={"lang": "ps"}).text
    assert "People in the Commissioner" not in page
    assert "31 March 2027" not in page
    assert "You or someone else is in danger" not in page
    assert Words("lt").of_office("31 March 2027") == "2027 m. kovo 31 d."


def test_a_word_that_nobody_translated_is_english_and_marked_so_on_its_own_element(
    pashto: Path, client: TestClient, open_session: OpenSession
) -> None:
    for name, source in (
        ("interface", "Yes, start"),
        ("interface", "Skip"),
        ("feelings_of_safety", "Very safe"),
    ):
        path = pashto / f"{name}.po"
        path.write_text(
            re.sub(rf'(msgid "{source}"\nmsgstr ").*(")', r"\1\2", path.read_text("utf-8")), "utf-8"
        )
    page = client.get(f"/s/{open_session().code}", params={"lang": "ps"}).text
    assert 'href="#questions"><span lang="en" dir="ltr">Yes, start</span>' in page
    assert '<span lang="en" dir="ltr">Very safe</span>' in page
    assert f'data-skip="{"Skip".join(ISOLATED)}"' in page  # the script marks it when it puts it on the page


def test_what_is_put_into_untranslated_words_is_escaped_once() -> None:
    known = Words("ps", office=Translations({("", "A & B"): "<الف>"}))
    said = known.filled("{reader} لولي", {"reader": "A & B"}, english=False)
    assert said == "&lt;الف&gt; لولي"
    assert Words("ps").filled("{reader} لولي", {"reader": "A & B"}, english=False) == (
        '<span lang="en" dir="ltr">A &amp; B</span> لولي'
    )


def test_answers_and_the_thanks_for_them_go_in_the_language_chosen(
    pashto: Path, client: TestClient, open_session: OpenSession, stored: Stored
) -> None:
    code = open_session().code
    page = client.get(f"/s/{code}", params={"lang": "ps"}).text
    (version,) = re.findall(r'name="version" value="([0-9a-f]+)"', page)
    answer = send_form(client, code, a_submission(version, language="ps"))
    assert answer.status_code == 201
    assert '<html lang="ps" dir="rtl">' in answer.text
    (response,) = stored()
    assert (response.language, response.answers["safe_dark"]) == ("ps", "a_bit_unsafe")


def test_answers_begun_in_a_language_that_was_switched_off_since_are_not_lost(
    client: TestClient, open_session: OpenSession, stored: Stored
) -> None:
    code = open_session().code
    (version,) = re.findall(r'name="version" value="([0-9a-f]+)"', client.get(f"/s/{code}").text)
    assert send_form(client, code, a_submission(version, language="ps")).status_code == 201
    assert send_form(client, code, a_submission(version, language="xx")).status_code == 422
    assert [response.language for response in stored()] == ["ps"]


def test_why_an_answer_needs_another_look_is_said_in_the_language(
    pashto: Path, client: TestClient, open_session: OpenSession
) -> None:
    code = open_session().code
    page = client.get(f"/s/{code}", params={"lang": "ps"}).text
    (version,) = re.findall(r'name="version" value="([0-9a-f]+)"', page)
    many = {"help_most": ["lights", "cameras", "talk", "buses"]}
    answer = send_form(client, code, a_submission(version, language="ps", answers=many))
    assert answer.status_code == 422
    assert "تر 3 پورې وټاکه" in answer.text
    assert "choose up to" not in answer.text


def test_messages_are_in_the_language_the_address_asks_for(pashto: Path, client: TestClient) -> None:
    page = client.get("/s/BCDFGH", params={"lang": "ps"}).text
    assert "موږ دا کوډ نه پېژنو" in page
    assert "We do not know that code" not in page


def test_a_translation_mended_while_the_page_is_running_is_shown_at_once(
    pashto: Path, client: TestClient, open_session: OpenSession
) -> None:
    code = open_session().code
    assert "ډېر خوندي" in client.get(f"/s/{code}", params={"lang": "ps"}).text
    path = pashto / "feelings_of_safety.po"
    path.write_text(path.read_text("utf-8").replace('msgstr "ډېر خوندي"', 'msgstr "بشپړ خوندي"'), "utf-8")
    page = client.get(f"/s/{code}", params={"lang": "ps"}).text
    assert "بشپړ خوندي" in page


def test_somebody_the_questions_are_not_for_is_thanked_in_their_language(
    pashto: Path, client: TestClient, open_session: OpenSession
) -> None:
    code = open_session().code
    page = client.get(f"/s/{code}", params={"lang": "ps"}).text
    (version,) = re.findall(r'name="version" value="([0-9a-f]+)"', page)
    younger = a_submission(version, language="ps", answers={"age_band": "younger"})
    answer = send_form(client, f"{code}?lang=ps", younger)
    assert answer.status_code == 422
    assert "مننه چې راغلې" in answer.text
    assert "Thank you for coming" not in answer.text
