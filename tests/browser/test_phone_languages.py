"""Another language at any moment, with every answer kept; right to left is as good as left to right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from survey import translations
from survey.house import House
from survey.store.tables import Response
from tests.browser.conftest import OpenPhone
from tests.browser.phone import Phone
from tests.conftest import OpenSession

RIGHT_TO_LEFT = ("ps", "ckb", "ur")
# Words of ours that are in English on any page, because they are names.
NAMES = {"999", "101", "Childline", "Shout", "Fearless", "Crimestoppers", "CEOP", "English", "PIN"}
# And what is held up to an adult, who reads English whatever the page is in; the translation stands below it.
NAMES |= {"Please can I have a word?", "Just you and me, somewhere quiet."}


@pytest.fixture(autouse=True)
def drafts_on(questionnaires: Path) -> None:
    """The office has switched every draft on; before the house is opened."""
    path = questionnaires / "office.yaml"
    path.write_text(path.read_text("utf-8").replace("when_approved}", "as_draft}"), "utf-8")


def switch(phone: Phone, name: str) -> None:
    phone.page.locator("#open-languages").click()
    phone.page.locator("#languages").get_by_role("link", name=name).click()


def html(phone: Phone) -> tuple[str | None, str | None]:
    return tuple(phone.page.locator("html").get_attribute(name) for name in ("lang", "dir"))  # type: ignore[return-value]


def to_question_seven(phone: Phone, code: str, **query: str) -> None:
    phone.open(code, **query).start()
    phone.choose("14 or 15").next().next().choose("Bretton").next()
    phone.choose("Fairly safe").next().choose("Very unsafe").next()
    assert phone.at == "places"
    phone.choose("A park or field", "At home").next()
    assert phone.page.locator("#progress .place").inner_text().startswith("Question 7 ")


def test_switching_to_pashto_at_question_seven_keeps_answers_one_to_six(
    phone: Phone, open_session: OpenSession, house: House
) -> None:
    code = open_session().code or ""
    to_question_seven(phone, code)
    at, entries = phone.at, phone.page.evaluate("history.length")
    switch(phone, "پښتو")
    expect(phone.page.locator("html")).to_have_attribute("lang", "ps")
    assert html(phone) == ("ps", "rtl")
    assert (phone.at, phone.page.evaluate("history.length")) == (at, entries)
    expect(phone.page.locator("#progress .place")).to_contain_text("پوښتنه 7")
    for name, value in (("age_band", "14-15"), ("safe_day", "fairly_safe"), ("safe_dark", "very_unsafe")):
        expect(phone.page.locator(f"[name={name}]:checked")).to_have_value(value)
    phone.go_to("finish").send().sent()
    with house.database.session() as session:
        (stored,) = session.exec(select(Response))
    assert stored.language == "ps"
    said = stored.answers
    assert (said["age_band"], said["area"], said["place"]) == ("14-15", "peterborough", "bretton")
    assert (said["safe_day"], said["safe_dark"]) == ("fairly_safe", "very_unsafe")
    assert sorted(said["places"]) == ["home", "park"]


def test_a_shared_tablet_changes_language_with_the_answers_and_hands_them_to_nobody_else(
    phone: Phone, open_session: OpenSession, house: House
) -> None:
    sitting = open_session()
    code = sitting.code or ""
    phone.page.goto(f"{phone.address}/s/{code}")
    phone.page.evaluate("address => sessionStorage.setItem('shared', address)", f"/s/{code}")
    phone.page.goto(f"{phone.address}/s/{code}?kiosk")
    phone.start().choose("12 or 13").next()
    switch(phone, "اردو")
    expect(phone.page.locator("html")).to_have_attribute("lang", "ur")
    expect(phone.page.locator("[name=age_band]:checked")).to_have_value("12-13")
    assert "draft" not in phone.storage()
    phone.page.reload()
    expect(phone.page.locator("#opening")).to_be_visible()
    assert phone.page.locator("[name=age_band]:checked").count() == 0


def test_without_a_signal_the_page_stays_and_says_so(phone: Phone, open_session: OpenSession) -> None:
    phone.expected_trouble = "ERR_INTERNET_DISCONNECTED"
    phone.open(open_session().code or "").start().choose("14 or 15").next()
    phone.context.set_offline(True)
    switch(phone, "Polski")
    expect(phone.page.locator("#languages [role=alert]")).to_be_visible()
    assert html(phone) == ("en", "ltr")
    phone.page.locator("#languages .close").click()
    phone.context.set_offline(False)
    expect(phone.page.locator("[name=age_band]:checked")).to_have_value("14-15")


def test_every_screen_passes_axe_from_right_to_left(open_phone: OpenPhone, open_session: OpenSession) -> None:
    phone = open_phone(viewport={"width": 320, "height": 640})
    phone.open(open_session().code or "", lang="ckb")
    faults = phone.faults()
    phone.start()
    phone.page.locator("#open-languages").click()
    faults += phone.faults()
    phone.page.locator("#languages .close").click()
    phone.screen.locator("input[value='14-15']").check()
    for name in ("area", "safe_day", "places", "before", "worries", "unsafe_why", "finish"):
        faults += phone.go_to(name).faults()
    phone.send().sent()
    assert faults + phone.faults() == []


def test_right_to_left_is_mirrored(phone: Phone, open_session: OpenSession) -> None:
    code = open_session().code or ""
    sides = {}
    for language in ("en", "ps"):
        phone.open(code, lang=language)
        phone.page.evaluate("sessionStorage.clear()")
        phone.open(code, lang=language).start().next()
        sides[language] = phone.page.evaluate(
            """() => {
              const middle = (box) => (box.left + box.right) / 2;
              const of = (which) => document.querySelector(which).getBoundingClientRect();
              const bar = document.querySelector("#progress div:has(i)");
              const start = bar.getBoundingClientRect().left + bar.clientLeft;
              const label = document.querySelector("section:not([hidden]) .choices label");
              return {
                back: middle(of("#back")) < middle(of("#next")),
                leave: middle(of("#leave")) < middle(of("#open-help")),
                progress: Math.abs(of("#progress i").left - start) < 1,
                box: middle(label.querySelector("input").getBoundingClientRect()) < middle(label.getBoundingClientRect()),
              };
            }"""
        )
    assert set(sides["en"].values()) == {True}
    assert set(sides["ps"].values()) == {False}


@pytest.mark.parametrize("questionnaire", ["feelings_of_safety", "easy_read", "group_discussion"])
def test_nothing_but_names_is_left_in_english_in_any_language(
    phone: Phone, open_session: OpenSession, house: House, questionnaire: str
) -> None:
    folder = house.settings.questionnaires_dir
    everything = [one for strings in translations.sources(folder).values() for one in strings]
    names = {one.text for one in everything if one.is_name} | NAMES
    english = {one.text for one in everything} - names
    code = open_session(questionnaire=questionnaire).code or ""
    for language in translations.languages_of(folder):
        phone.open(code, lang=language)
        expect(phone.page.locator("html")).to_have_attribute("lang", language)
        found = phone.page.evaluate(EVERY_TEXT)
        assert len(found) > 100
        marked = {text for text, lang in found if lang == "en"}
        assert marked <= names, (language, marked - names)
        same = {text for text, _ in found} & english
        known = {
            text: said for one in folder.glob(f"locale/{language}/*/*.po") for text, said in words_in(one)
        }
        assert {text for text in same if known.get(text) != text} == set(), language
        assert "\u2066" not in json.dumps(found, ensure_ascii=False)


def words_in(path: Path) -> list[tuple[str, str]]:
    from survey.catalogues import read_translations

    return [(text, said) for (_, text), said in read_translations(path).words.items()]


# Every text and every label on the page, on screens shown or not, with the language it is marked with.
EVERY_TEXT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const add = (text, element) => {
    const trimmed = text.trim();
    if (/[a-z]/i.test(trimmed) && !element.closest("script")) {
      found.push([trimmed, element.closest("[lang]").lang]);
    }
  };
  while (walker.nextNode()) {
    add(walker.currentNode.data, walker.currentNode.parentElement);
  }
  document.querySelectorAll("[aria-label]").forEach((one) => add(one.getAttribute("aria-label"), one));
  document.querySelectorAll("[data-key], label, h2, p, button").forEach((one) => found.push([one.textContent.trim(), one.closest("[lang]").lang]));
  return found;
}"""


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_a_draft_says_that_it_is_one(phone: Phone, open_session: OpenSession, language: str) -> None:
    phone.open(open_session().code or "", lang=language)
    expect(phone.page.locator(".top .example")).to_be_visible()
    phone.start()
    expect(phone.page.locator(".top .example")).to_be_visible()


def test_what_the_script_shows_untranslated_is_marked_as_english(
    phone: Phone, open_session: OpenSession, questionnaires: Path
) -> None:
    path = questionnaires / "locale" / "ur" / "LC_MESSAGES" / "interface.po"
    path.write_text(
        path.read_text("utf-8").replace('msgid "Skip"\nmsgstr "چھوڑ دیں"', 'msgid "Skip"\nmsgstr ""'), "utf-8"
    )
    phone.open(open_session().code or "", lang="ur").start()
    skip = phone.page.locator("#next")
    expect(skip).to_have_text("\u2066Skip\u2069")
    expect(skip).to_have_attribute("lang", "en")
    expect(skip).to_have_attribute("dir", "ltr")
    phone.choose("14 یا 15")
    expect(skip).to_have_text("اگلا")
    assert skip.get_attribute("lang") is None
