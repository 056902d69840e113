"""Can everybody read it and touch it? Light and dark, narrow and zoomed, left to right and right to left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPhone
from tests.browser.phone import Phone
from tests.conftest import OpenSession

# One of everything, in two languages, the second written from right to left. Two words are left untranslated.
FEATURES = """
name: features
title: One of everything
language: en
languages: [en, ur]
opening: {title: One of everything, lines: [Every kind of question., You can skip each one.]}
thanks: {title: Thank you, lines: [We have it., You hear back in March.]}
quiet: {title: A quiet moment, lines: [Nothing is sent., Count to ten.]}
screen_out: [{when: {equals: [age_band, older]}, message: This is for people up to 24.}]
questions:
  - {type: note, name: hello, label: Hello, hint: Nothing to answer here.}
  - type: select_one
    name: age_band
    label: How old are you?
    choices:
      - {name: 14-15, label: 14 or 15}
      - {name: older, label: Older}
      - {name: rather_not_say, label: Rather not say}
  - type: select_multiple
    name: places
    label: Which places do you go to?
    hint: Choose up to 2.
    max: 2
    rotate: true
    choices:
      - {name: park, label: The park}
      - {name: bus, label: The bus}
      - {name: shop, label: The shop}
      - {name: none, label: None of these, exclusive: true}
      - {name: not_sure, label: Not sure}
      - {name: rather_not_say, label: Rather not say}
  - type: rating_grid
    name: place_safety
    label: How safe is it there?
    rows_from: places
    rows: [{name: park, label: The park}, {name: bus, label: The bus}, {name: shop, label: The shop}]
    choices:
      - {name: very_safe, label: Very safe, picture: face_very_safe}
      - {name: very_unsafe, label: Very unsafe, picture: face_very_unsafe}
      - {name: not_sure, label: Not sure}
      - {name: rather_not_say, label: Rather not say}
  - {type: text, name: why, label: "Why is that?", hint: In your own words., sensitive: true, max_length: 200}
"""
URDU = {
    "One of everything": "ہر چیز میں سے ایک",
    "Every kind of question.": "ہر طرح کا سوال۔",
    "How old are you?": "آپ کی عمر کیا ہے؟",
    "14 or 15": "14 یا 15",
    "Which places do you go to?": "آپ کہاں جاتے ہیں؟",
    "The park": "پارک",
    "The bus": "بس",
    "How safe is it there?": "وہاں کتنا محفوظ ہے؟",
    "Very safe": "بہت محفوظ",
    "Why is that?": "ایسا کیوں ہے؟",
    "Thank you": "شکریہ",
}
URDU_PAGE = {
    "Leave this page": "یہ صفحہ چھوڑیں",
    "Help": "مدد",
    "Next": "اگلا",
    "Skip": "چھوڑ دیں",
    "Back": "پیچھے",
    "Yes, start": "جی ہاں، شروع کریں",
    "Question {number} of {of}": "سوال {number} از {of}",
}
MODES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 568}},
    "zoomed": {"viewport": {"width": 195, "height": 422}},  # 390 px at 200%
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "high contrast": {"forced_colors": "active"},
}


@pytest.fixture
def features(questionnaires: Path) -> str:
    """The office's folder with the questionnaire of everything, and its translations, in it."""
    (questionnaires / "features.yaml").write_text(FEATURES, "utf-8")
    folder = questionnaires / "locale" / "ur" / "LC_MESSAGES"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    office = questionnaires / "office.yaml"
    switched_on = office.read_text("utf-8").replace("ur, status: when_approved", "ur, status: as_draft")
    office.write_text(switched_on, "utf-8")
    for name, pairs in (("features", URDU), ("interface", URDU_PAGE)):
        entries = [f'msgid "{source}"\nmsgstr "{target}"\n' for source, target in pairs.items()]
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        (folder / f"{name}.po").write_text("\n".join([head, *entries]), "utf-8")
    return "features"


def every_screen(phone: Phone, code: str, **query: str) -> Iterator[str]:
    """From the opening to the thank-you page, stopping at each screen."""
    phone.open(code, **query)
    yield phone.at
    phone.page.locator("#open-help").click()
    yield "help"
    phone.page.locator("#help .close").click()
    phone.page.locator("#no-thanks").click()
    yield phone.at
    phone.back().start()
    for _ in range(20):
        yield phone.at
        if phone.at == "finish":
            break
        for box in phone.screen.locator("input").all()[1::-1]:  # of radios the first stays
            box.check()
        phone.next()
        if phone.at.startswith("out-"):
            raise AssertionError("the first choice ends the survey")
    phone.send().sent()
    yield phone.at
    phone.page.locator("#receipt > button").click()
    expect(phone.page.locator("output")).not_to_be_empty()
    yield "receipt"


@pytest.mark.parametrize("mode", [*MODES, "right to left"])
def test_nothing_stands_in_anybodys_way(
    features: str, open_phone: OpenPhone, open_session: OpenSession, mode: str
) -> None:
    phone = open_phone(**MODES.get(mode, {}))
    query = {"lang": "ur"} if mode == "right to left" else {}
    seen = []
    for screen in every_screen(phone, open_session(questionnaire=features).code or "", **query):
        seen.append(screen)
        assert not phone.faults()
        assert not too_small(phone), (screen, too_small(phone))
        across = phone.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert across <= 0, f"{screen} has to be scrolled sideways by {across} px"
    assert {"opening", "help", "quiet-1", "hello", "places", "before", "why", "finish", "thanks"} <= set(seen)
    assert any(screen.startswith("place_safety.") for screen in seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_other_pages_are_as_good(open_phone: OpenPhone, open_session: OpenSession, scheme: str) -> None:
    code = open_session().code
    phone = open_phone(color_scheme=scheme, viewport={"width": 320, "height": 568})
    phone.expected_trouble = "status of 404"
    for path in ("/", "/s/mine", "/s/quiet", "/s/WRONG1", "/s/some/where", f"/s/{code}/"):
        phone.page.goto(phone.address + path)
        assert not phone.faults(), path
        assert not too_small(phone), path


def test_the_long_form_is_as_good(open_phone: OpenPhone, open_session: OpenSession) -> None:
    """axe is a script itself, so the page's own script is kept from running instead of all of them."""
    phone = open_phone()
    phone.expected_trouble = "script-src 'none'"
    phone.page.route("**/s/*", without_its_script)
    phone.open(open_session().code or "")
    expect(phone.page.get_by_role("button", name="Send my answers")).to_be_visible()
    assert not phone.faults()


def without_its_script(route: Any) -> None:
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
    route.fulfill(response=answer, headers=headers | {"content-security-policy": "script-src 'none'"})


def test_a_page_whose_script_cannot_run_shows_the_long_form(
    open_phone: OpenPhone, open_session: OpenSession
) -> None:
    """An old phone runs the few lines in the head and stumbles over the rest."""
    phone = open_phone()
    phone.expected_trouble = "SyntaxError|Unexpected"

    def broken(route: Any) -> None:
        answer = route.fetch()
        head, _, tail = answer.text().rpartition('"use strict";')
        headers = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
        route.fulfill(body=head + "const = ;" + tail, status=200, headers=headers | {"content-encoding": ""})

    phone.page.route("**/s/*", broken)
    phone.open(open_session().code or "")
    expect(phone.page.get_by_role("button", name="Send my answers")).to_be_visible()
    expect(phone.page.get_by_text("Only if you are 14 or older.").first).to_be_visible()


def test_urdu_runs_from_right_to_left_and_english_words_in_it_do_not(
    features: str, phone: Phone, open_session: OpenSession
) -> None:
    phone.open(open_session(questionnaire=features).code or "", lang="ur")
    html = phone.page.locator("html")
    expect(html).to_have_attribute("lang", "ur")
    expect(html).to_have_attribute("dir", "rtl")
    expect(phone.page.get_by_text("You can skip each one.")).to_have_attribute("lang", "en")
    leave, help_link = (phone.page.locator(one).bounding_box() for one in ("#leave", "#open-help"))
    assert leave and help_link and leave["x"] > help_link["x"]
    phone.start().next()
    expect(phone.page.locator("#next")).to_have_text("چھوڑ دیں")
    expect(phone.page.get_by_text("Rather not say").locator("visible=true")).to_have_attribute("dir", "ltr")


def test_changing_the_language_keeps_the_answers(
    features: str, phone: Phone, open_session: OpenSession
) -> None:
    phone.open(open_session(questionnaire=features).code or "").start().next().choose("14 or 15").next()
    phone.choose("The park").back().back().back()
    assert phone.at == "opening"
    entries = phone.page.evaluate("history.length")
    phone.page.get_by_role("link", name="اردو").click()
    expect(phone.page.locator("html")).to_have_attribute("lang", "ur")
    assert phone.page.evaluate("history.length") == entries
    phone.go_to("places")
    expect(phone.screen.locator("input:checked")).to_have_attribute("value", "park")


def test_larger_text_is_larger_and_stays_after_a_reload(phone: Phone, open_session: OpenSession) -> None:
    phone.open(open_session().code or "")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    usual = phone.page.evaluate(size)
    assert usual >= 18
    phone.page.get_by_role("button", name="Larger text").click()
    assert phone.page.evaluate(size) >= 1.2 * usual
    phone.page.get_by_role("button", name="Largest text").click()
    assert phone.page.evaluate(size) >= 1.4 * usual
    phone.page.reload()
    assert phone.page.evaluate(size) >= 1.4 * usual
    phone.page.get_by_role("button", name="Usual text").click()
    assert phone.page.evaluate(size) == usual


@pytest.mark.parametrize("more_contrast", [True, False])
def test_how_far_one_has_come_is_seen_in_high_contrast_too(
    open_phone: OpenPhone, open_session: OpenSession, more_contrast: bool
) -> None:
    phone = open_phone(contrast="more") if more_contrast else open_phone()
    phone.open(open_session().code or "")
    if not more_contrast:
        phone.page.get_by_role("button", name="High contrast").click()
    phone.start()
    bar, done = (
        phone.page.locator(one).evaluate("one => getComputedStyle(one).backgroundColor")
        for one in ("#progress div", "#progress i")
    )
    assert bar != done


def test_in_the_largest_text_on_a_narrow_phone_the_place_in_the_walk_is_one_line(
    open_phone: OpenPhone, open_session: OpenSession
) -> None:
    phone = open_phone(viewport={"width": 320, "height": 640}).open(open_session().code or "")
    phone.page.get_by_role("button", name="Larger text").click()
    phone.page.get_by_role("button", name="Largest text").click()
    phone.start().choose("14 or 15").next()
    place = phone.page.locator("#progress .place")
    expect(place).to_contain_text("Question 2 of ")
    line = place.evaluate(
        "one => [one.getBoundingClientRect().height, parseFloat(getComputedStyle(one).fontSize)]"
    )
    assert line[0] < 2 * line[1], "a word a line pushes the question off the screen"


@pytest.mark.parametrize("size", ["usual", "largest"])
def test_what_has_the_focus_is_never_under_a_bar(
    features: str, open_phone: OpenPhone, open_session: OpenSession, size: str
) -> None:
    phone = open_phone(viewport={"width": 360, "height": 640}).open(
        open_session(questionnaire=features).code or ""
    )
    if size == "largest":
        phone.page.get_by_role("button", name="Larger text").click()
        phone.page.get_by_role("button", name="Largest text").click()
    covered = phone.covered_on_the_way() + phone.covered_on_the_way("Shift+Tab")
    phone.start()
    for name in ("age_band", "places"):
        phone.go_to(name)
        covered += phone.covered_on_the_way(presses=15) + phone.covered_on_the_way("Shift+Tab", 15)
    assert not covered, "\n".join(covered)


def test_what_is_set_apart_stays_in_its_place_when_choices_are_turned(
    features: str, phone: Phone, open_session: OpenSession
) -> None:
    code = open_session(questionnaire=features).code or ""
    orders = set()
    for _ in range(8):
        phone.open(code)
        phone.page.evaluate("sessionStorage.clear()")
        labels = phone.page.locator("[data-question=places] label").all_text_contents()
        assert labels[3:] == ["None of these", "Not sure", "Rather not say"]
        orders.add(tuple(labels[:3]))
    assert len(orders) > 1


def too_small(phone: Phone) -> list[str]:
    """Everything to tap that is smaller than 48 px one way or the other."""
    small: list[str] = phone.page.evaluate(
        """() => [...document.querySelectorAll("a, button, label:has(input), textarea, input[type=text]")]
            .filter((one) => one.checkVisibility()).map((one) => [one, one.getBoundingClientRect()])
            .filter(([one, box]) => box.width && (box.height < 48 || box.width < 48))
            .map(([one, box]) => one.outerHTML.slice(0, 80) + box.height)"""
    )
    return small
