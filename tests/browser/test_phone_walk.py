"""One walk through the survey on a phone: with a script and without, by touch and by keyboard alone."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect
from sqlmodel import select

from survey.house import House
from survey.store.tables import FreeText, Receipt, Response
from tests.browser.conftest import OpenPhone
from tests.browser.phone import Phone
from tests.conftest import OpenSession


def responses(house: House) -> list[Response]:
    with house.database.session() as session:
        return list(session.exec(select(Response)))


def test_one_question_a_screen_to_the_thank_you_page(
    phone: Phone, house: House, open_session: OpenSession
) -> None:
    phone.open(open_session().code or "").start()
    assert phone.at == "age_band"
    phone.choose("14 or 15").go_to("safe_dark").choose("A bit unsafe")
    phone.go_to("places").choose("A park or field", "At home").next()
    assert phone.at == "place_safety.park"
    phone.choose("Very unsafe").go_to("unsafe_why").write("no lights in the park")
    phone.go_to("finish").send().sent()

    (stored,) = responses(house)
    assert stored.answers["age_band"] == "14-15"
    assert stored.answers["place_safety"]["park"] == "very_unsafe"
    assert stored.answers["place_safety"]["home"] == "skipped"
    assert stored.answers["safe_day"] == "skipped"
    assert stored.answers["unsafe_why"] == "given"
    assert stored.rotation_seed is not None
    with house.database.session() as session:
        assert len(list(session.exec(select(FreeText)))) == 1


def test_the_whole_walk_by_keyboard_alone(phone: Phone, house: House, open_session: OpenSession) -> None:
    phone.open(open_session().code or "")
    keys = phone.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if phone.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the Tab key never comes to {selector} on {phone.at}")

    tab_to("#start")
    keys.press("Enter")
    for _ in range(40):
        if phone.at == "finish":
            break
        # The question itself has the focus, so that it is read out; its first answer is the next stop.
        assert phone.page.evaluate("document.activeElement.matches('h2, h3')"), phone.at
        if phone.screen.locator("textarea").count():
            tab_to("textarea")
            keys.type("more lights please")
        elif phone.screen.locator("input").count():
            tab_to("input")
            keys.press("Space")
        before = phone.at
        tab_to("#next")
        keys.press("Enter")
        assert phone.at != before
        if before == "age_band":
            # The first answer is "Under 10": this survey is not for them. Back, and the third answer.
            expect(phone.page.locator("#out-0")).to_be_visible()
            tab_to("#back")
            keys.press("Enter")
            tab_to("input:checked")
            for _ in range(3):
                keys.press("ArrowDown")
            keys.press("Enter")  # inside the form Enter means Next, and never sends by accident
            assert phone.at == "area"
    tab_to("#finish button")
    keys.press("Enter")
    phone.sent()
    assert phone.page.evaluate("document.activeElement.matches('#thanks h1')")
    (stored,) = responses(house)
    assert stored.answers["age_band"] == "14-15"


def test_without_a_script_the_long_form_reaches_the_thank_you_page(
    open_phone: OpenPhone, house: House, open_session: OpenSession
) -> None:
    phone = open_phone(java_script_enabled=False)
    phone.open(open_session().code or "")
    page = phone.page
    expect(page.get_by_text("Only if you are 14 or older.").first).to_be_visible()
    expect(page.get_by_role("heading", name="Someone to talk to")).to_be_visible()
    page.get_by_label("16 or 17").check()
    page.locator("[name=safe_dark][value=very_unsafe]").check()
    page.locator("[name=worries][value=knives]").check()
    page.locator("[name=worries][value=followed]").check()
    page.get_by_label("What makes you feel unsafe?").fill("a dark path\nand no one around")
    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    (stored,) = responses(house)
    assert stored.answers["worries"] == ["knives", "followed"]
    assert stored.answers["age_band"] == "16-17"
    page.get_by_role("button", name="Show me a code").click()
    expect(page.locator("output")).to_have_text(re.compile(r"^\s*\w{5}-\w{5}-\w{5}\s*$"))
    with house.database.session() as session:
        assert len(list(session.exec(select(Receipt)))) == 1


def test_a_long_form_with_too_many_ticks_comes_back_with_every_answer(
    open_phone: OpenPhone, house: House, open_session: OpenSession
) -> None:
    phone = open_phone(java_script_enabled=False)
    phone.expected_trouble = "status of 422"
    page = phone.open(open_session().code or "").page
    page.get_by_label("12 or 13").check()
    for worry in ("bullying", "fights", "theft", "hate"):
        page.locator(f"[name=worries][value={worry}]").check()
    page.get_by_label("What would make you feel safer?").fill("more buses")
    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_role("alert")).to_contain_text("What do you worry about most?")
    expect(page.get_by_role("alert")).to_contain_text("choose up to 3")
    assert not responses(house)
    expect(page.get_by_label("12 or 13")).to_be_checked()
    expect(page.get_by_label("What would make you feel safer?")).to_have_value("more buses")
    page.get_by_role("alert").get_by_role("link").click()
    page.locator("[name=worries][value=hate]").uncheck()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert responses(house)[0].answers["worries"] == ["bullying", "fights", "theft"]


def test_the_receipt_deletes_the_answers(phone: Phone, house: House, open_session: OpenSession) -> None:
    phone.open(open_session().code or "").start().choose("10 or 11").go_to("finish").send().sent()
    phone.page.get_by_role("button", name="Show me a code").click()
    expect(phone.page.locator("output")).not_to_be_empty()
    receipt = phone.page.locator("output").inner_text()
    assert receipt not in json.dumps(dict(phone.storage()))

    phone.page.goto(phone.address + "/s/mine")
    phone.page.get_by_label("Your code").fill(receipt.lower().replace("-", " "))
    phone.page.get_by_role("button", name="Go on").click()
    assert len(responses(house)) == 1  # nothing is deleted before they have said yes
    phone.page.get_by_role("button", name="Yes, delete them").click()
    expect(phone.page.get_by_role("heading", name="Your answers are deleted")).to_be_visible()
    assert not responses(house)


def test_somebody_the_survey_is_not_for_is_thanked_and_sends_nothing(
    phone: Phone, house: House, open_session: OpenSession
) -> None:
    phone.open(open_session().code or "").start().choose("Under 10").next()
    expect(phone.page.locator("#out-0")).to_be_visible()
    expect(phone.page.locator("#next")).to_be_hidden()
    assert phone.storage() == {}  # "nothing you tapped is kept"
    phone.back().choose("10 or 11").next()
    assert phone.at == "area"
    assert not responses(house)


def test_no_thanks_looks_like_the_survey_and_sends_nothing(
    phone: Phone, house: House, open_session: OpenSession
) -> None:
    phone.open(open_session().code or "")
    phone.page.locator("#no-thanks").click()
    seen = [phone.at]
    while phone.page.locator("#next").is_visible():
        phone.choose("Maybe later").next()
        seen.append(phone.at)
    assert len(seen) >= 5
    expect(phone.page.locator("#progress")).to_be_visible()
    expect(phone.page.locator("#back")).to_be_visible()
    assert {request.method for request in phone.requests} == {"GET"}
    assert not phone.storage()
    assert not responses(house)


def test_yes_and_no_have_the_same_weight(phone: Phone, open_session: OpenSession) -> None:
    phone.open(open_session().code or "")
    looks = """(one) => {
        const look = getComputedStyle(one);
        const drawn = [look.color, look.backgroundColor, look.borderColor, look.fontSize, look.fontWeight];
        return [...drawn, one.offsetWidth, one.offsetHeight];
    }"""
    yes, no = (phone.page.locator(one).evaluate(looks) for one in ("#start", "#no-thanks"))
    assert yes == no


def test_typing_the_code_opens_the_session(phone: Phone, open_session: OpenSession) -> None:
    code = open_session().code or ""
    phone.page.goto(phone.address + "/")
    phone.page.get_by_label("Type the code you were given").fill(f" {code[:3].lower()}-{code[3:].lower()} ")
    phone.page.get_by_role("button", name="Go").click()
    expect(phone.page.locator("#start")).to_be_visible()
    assert phone.page.url == f"{phone.address}/s/{code}"


def test_a_choice_on_its_own_and_a_limit_are_kept_kindly(phone: Phone, open_session: OpenSession) -> None:
    phone.open(open_session().code or "").start().choose("12 or 13").go_to("worries")
    phone.choose("Bullying", "Fights", "Being followed", "Things at home")
    expect(phone.screen.locator("input:checked")).to_have_count(3)
    expect(phone.page.locator("#told")).to_have_text("That is 3 already. Untick one to choose another.")
    phone.choose("I’m not worried")
    expect(phone.screen.locator("input:checked")).to_have_count(1)
    phone.choose("Rather not say")
    expect(phone.screen.locator("input:checked")).to_have_attribute("value", "rather_not_say")
    phone.choose("Bullying")
    expect(phone.screen.locator("input:checked")).to_have_attribute("value", "bullying")


def test_before_the_first_hard_question_the_page_says_what_leaving_cannot_do(
    phone: Phone, open_session: OpenSession
) -> None:
    phone.open(open_session().code or "").start().choose("12 or 13")
    seen = [phone.at]
    while phone.at != "finish":
        seen.append(phone.next().at)
    assert seen.count("before") == 1
    assert seen[seen.index("before") + 1] == "least_safe_place"
    for _ in range(60):
        if phone.at == "before":
            break
        phone.back()
    expect(phone.screen).to_contain_text("It cannot clear your phone’s history.")
    expect(phone.page.locator("#next")).to_have_text("Next")  # nothing is asked here, so nothing is skipped
