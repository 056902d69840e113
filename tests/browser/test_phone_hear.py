"""The help card, the card to ask for a word, reading aloud, contrast, Easy Read, the receipt and hearing back: each
on a real phone's screen, in light and dark, high contrast, right to left, narrow and enlarged.
"""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from survey import asks, responses, sessions
from survey.asks import AskStatus
from survey.house import House
from survey.responses import Submission
from survey.store.tables import Sitting
from tests.browser.conftest import OpenPhone
from tests.browser.phone import Phone
from tests.conftest import OpenSession, People

MODES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"contrast": "more"},
    "high contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "narrow": {"viewport": {"width": 320, "height": 568}},
    "twice as large": {"viewport": {"width": 195, "height": 422}},
    "right to left": {},
}
SMALLEST = 44

# Voices as a phone may have them. Chromium on a server has none, so what it is asked to say is noted instead.
VOICES = """
const said = window.spoken = [];
const voice = (lang, localService) => ({ lang, localService, name: lang, default: false });
const voices = %s.map(([lang, local]) => voice(lang, local));
class Utterance { constructor(text) { this.text = text; } }
window.SpeechSynthesisUtterance = Utterance;
let waiting = [];
const speaker = {
  getVoices: () => voices,
  addEventListener() {}, removeEventListener() {},
  speak(one) { waiting.push(one); if (waiting.length === 1) { setTimeout(() => one.onstart && one.onstart()); } },
  cancel() { waiting = []; },
};
window.finishSentence = () => {
  const [one, after] = waiting;
  said.push([one.text, one.voice.lang]);
  waiting.shift();
  one.onend();
  if (after && waiting.length) { after.onstart(); }
};
window.unsaid = () => waiting.map((one) => one.text);
Object.defineProperty(window, "speechSynthesis", { value: speaker });
"""


@pytest.fixture(autouse=True)
def drafts_on(questionnaires: Path) -> None:
    """The office has switched every draft on; before the house is opened."""
    path = questionnaires / "office.yaml"
    path.write_text(path.read_text("utf-8").replace("when_approved}", "as_draft}"), "utf-8")


def with_voices(phone: Phone, *voices: tuple[str, bool]) -> Phone:
    phone.page.add_init_script(VOICES % json.dumps(voices))
    return phone


def close_with_answers(house: House, people: People, sitting: Sitting, number: int = 12) -> Sitting:
    for one in range(number):
        given = {
            "age_band": "14-15",
            "safe_day": "fairly_safe" if one < 8 else "very_unsafe",
            "places": ["park"],
            "place_safety": {"park": "a_bit_unsafe"},
            "help_most": ["lights", "buses"] if one < 6 else ["lights"],
        }
        sent = Submission(str(uuid.uuid4()), sitting.questionnaire_version, "en", given)
        assert responses.accept(house, sitting.code or "", sent).stored
    return sessions.close(house, people.leader, sitting.id)


def in_mode(open_phone: OpenPhone, mode: str) -> tuple[Phone, dict[str, str]]:
    phone = open_phone(**MODES[mode])
    phone.expected_trouble = "status of 410"
    return phone, {"lang": "ur"} if mode == "right to left" else {}


def fine(phone: Phone, screen: str) -> None:
    assert not phone.faults(), screen
    assert not too_small(phone), (screen, too_small(phone))
    assert not too_faint(phone), (screen, too_faint(phone))
    across = phone.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert across <= 0, f"{screen} has to be scrolled sideways by {across} px"


def too_small(phone: Phone) -> list[str]:
    small: list[str] = phone.page.evaluate(
        """smallest => [...document.querySelectorAll("a, button, summary, label:has(input), textarea")]
            .filter((one) => one.checkVisibility()).map((one) => [one, one.getBoundingClientRect()])
            .filter(([one, box]) => box.width && (box.height < smallest || box.width < smallest))
            .map(([one, box]) => one.outerHTML.slice(0, 80) + box.width + "x" + box.height)""",
        SMALLEST,
    )
    return small


def too_faint(phone: Phone) -> list[str]:
    """Words under 4.5:1 against what is drawn behind them, both as the browser rendered them."""
    faint: list[str] = phone.page.evaluate(
        """() => {
            const channels = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
            const linear = (one) => { const c = one / 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
            const luminance = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
            const behind = (one) => {
                for (let at = one; at; at = at.parentElement) {
                    const [r, g, b, a = 1] = channels(getComputedStyle(at).backgroundColor);
                    if (a === 1) { return [r, g, b]; }
                }
                return [255, 255, 255];
            };
            const top = [...document.querySelectorAll("dialog:modal, dialog:popover-open")].pop() || document.body;
            const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walker.nextNode()) {
                const one = walker.currentNode.parentElement;
                if (!walker.currentNode.data.trim() || !one.checkVisibility() || one.closest(".spoken, script, style")) { continue; }
                const [light, dark] = [luminance(channels(getComputedStyle(one).color)), luminance(behind(one))].sort((a, b) => b - a);
                const ratio = (light + .05) / (dark + .05);
                if (ratio < 4.5) { found.push(`${ratio.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 40)}`); }
            }
            return found;
        }"""
    )
    return faint


# --- every new screen, in every way of looking at it


@pytest.mark.parametrize("mode", MODES)
def test_every_new_screen_stands_in_nobodys_way(
    open_phone: OpenPhone, open_session: OpenSession, house: House, people: People, mode: str
) -> None:
    sitting = open_session()
    phone, query = in_mode(open_phone, mode)
    with_voices(phone, ("en-GB", True), ("ur-PK", True))
    phone.open(sitting.code or "", **query)
    fine(phone, "opening")
    phone.page.locator("#open-help").click()
    fine(phone, "help")
    phone.page.locator("#ask").click()
    fine(phone, "word")
    phone.page.locator("#word .close").click()
    phone.page.locator("#help .close").click()
    phone.start().go_to("safe_day")
    phone.page.locator("#progress [data-aloud]").click()
    expect(phone.page.locator(".said")).to_have_count(1)
    fine(phone, "reading aloud")
    phone.go_to("finish").send().sent()
    phone.page.locator("#receipt > button").click()
    expect(phone.page.locator("output")).not_to_be_empty()
    fine(phone, "receipt")
    phone.page.locator("#receipt .kept button").first.click()
    fine(phone, "receipt, hidden")
    close_with_answers(house, people, sitting)
    ask = asks.add(house, people.analyst, "Put lights on the way to the bus.", owner="police")
    asks.make_public(house, people.analyst, ask.id)
    phone.open(sitting.code or "", **query)
    expect(phone.page.locator(".bars").first).to_be_visible()
    fine(phone, "closed")


@pytest.mark.parametrize("mode", ["dark", "high contrast", "narrow", "twice as large", "right to left"])
def test_easy_read_stands_in_nobodys_way(open_phone: OpenPhone, open_session: OpenSession, mode: str) -> None:
    phone, query = in_mode(open_phone, mode)
    phone.open(open_session(questionnaire="easy_read").code or "", **query).start()
    for screen in ("age_band", "area", "worries", "helped"):
        phone.go_to(screen)
        fine(phone, screen)


def test_high_contrast_by_the_switch_is_as_good_and_stays_after_a_reload(
    open_phone: OpenPhone, open_session: OpenSession
) -> None:
    for scheme, ground in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(0, 0, 0)")):
        phone = open_phone(color_scheme=scheme)
        phone.open(open_session().code or "")
        switch = phone.page.get_by_role("button", name="High contrast")
        expect(switch).to_have_attribute("aria-pressed", "false")
        switch.click()
        phone.page.reload()
        expect(switch).to_have_attribute("aria-pressed", "true")
        assert phone.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == ground
        phone.start().choose("14 or 15")
        fine(phone, f"{scheme}, a choice made")


# --- help


def test_help_is_for_where_somebody_says_they_live_and_what_they_answered_even_after_a_reload(
    phone: Phone, open_session: OpenSession
) -> None:
    phone.open(open_session(area="peterborough").code or "").start().go_to("area")
    services = phone.page.locator(".helplines li:not([hidden])", has_text="Children’s services in")
    expect(services).to_have_text([re.compile("Peterborough")])
    phone.choose("Fenland").next()
    expect(services).to_have_text([re.compile("Cambridgeshire")])
    phone.go_to("least_safe_place").choose("At home").next()
    top = phone.page.locator("#help li:not([hidden]) b").first
    expect(top).to_have_text("Childline")
    phone.page.reload()
    expect(top).to_have_text("Childline")
    expect(services).to_have_text([re.compile("Cambridgeshire")])
    phone.page.context.set_offline(True)
    phone.page.locator("#open-help").click()
    expect(phone.page.locator("#help a[href='tel:08001111']").first).to_be_visible()
    expect(phone.page.locator("#help a[href='sms:85258']").first).to_be_visible()
    phone.page.context.set_offline(False)


@pytest.mark.parametrize("path", ["/", "/s/quiet", "/s/mine", "/s/WRONG1"])
def test_help_and_the_word_card_are_one_tap_away_without_a_script_too(phone: Phone, path: str) -> None:
    phone.expected_trouble = "status of 404"
    phone.page.goto(phone.address + path)
    phone.page.locator("#open-help").click()
    expect(phone.page.locator("#help")).to_be_in_viewport()
    before = phone.page.evaluate("history.length")
    phone.page.get_by_role("button", name="Ask an adult for a word").click()
    word = phone.page.locator("#word")
    expect(word).to_be_visible()
    fine(phone, path)
    phone.page.keyboard.press("Escape")
    expect(word).to_be_hidden()
    assert phone.page.evaluate("history.length") == before


# --- please can I have a word?


def open_word(phone: Phone, code: str) -> Phone:
    phone.open(code).start()
    phone.page.locator("#open-help").click()
    phone.page.get_by_role("button", name="Ask an adult for a word").click()
    expect(phone.page.locator("#word")).to_be_visible()
    return phone


def test_the_word_card_fills_the_screen_and_writes_sends_and_leaves_nothing(
    phone: Phone, open_session: OpenSession
) -> None:
    code = open_session().code or ""
    phone.open(code).start()
    phone.page.wait_for_load_state("networkidle")
    before = (phone.storage(), len(phone.requests), phone.page.evaluate("history.length"), phone.page.url)
    phone.page.locator("#open-help").click()
    phone.page.get_by_role("button", name="Ask an adult for a word").click()
    heading = phone.page.get_by_role("heading", name="Please can I have a word?")
    expect(heading).to_be_focused()
    assert phone.page.evaluate("document.querySelector('#word h2').getBoundingClientRect().height") > 120
    box = phone.page.locator("#word").bounding_box()
    assert box and (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    phone.page.keyboard.press("Escape")
    expect(heading).to_be_hidden()
    after = (phone.storage(), len(phone.requests), phone.page.evaluate("history.length"), phone.page.url)
    assert after == before


def test_the_word_card_is_walked_by_keyboard_alone(phone: Phone, open_session: OpenSession) -> None:
    phone.open(open_session().code or "").start()
    phone.page.locator("#open-help").focus()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#help-title")).to_be_focused()
    phone.page.keyboard.press("Tab")
    expect(phone.page.locator("#ask")).to_be_focused()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#word-title")).to_be_focused()
    expect(phone.page.get_by_role("dialog", name="Please can I have a word?")).to_have_accessible_description(
        "Just you and me, somewhere quiet."
    )
    phone.page.keyboard.press("Tab")
    expect(phone.page.locator("#word .close")).to_be_focused()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#word")).to_be_hidden()
    expect(phone.page.locator("#ask")).to_be_focused()


@pytest.mark.parametrize("how", ["button", "shift"])
def test_leave_on_the_word_card_leaves_at_once(phone: Phone, open_session: OpenSession, how: str) -> None:
    open_word(phone, open_session().code or "")
    if how == "button":
        phone.page.locator("#word .leave").click()
    else:
        for _ in range(3):
            phone.page.keyboard.press("Shift")
    expect(phone.page).to_have_title("Weather")
    assert not phone.page.evaluate("document.querySelector('#word')")


def test_going_back_closes_the_word_card(phone: Phone, open_session: OpenSession) -> None:
    phone.page.goto(phone.address + "/s/mine")
    open_word(phone, open_session().code or "")
    phone.page.go_back()
    expect(phone.page.locator("#mine h1")).to_be_visible()
    phone.page.go_forward()
    expect(phone.page.locator("#word")).to_be_hidden()
    expect(phone.page.locator("#help")).to_be_hidden()


def test_in_another_language_the_adult_still_reads_english(phone: Phone, open_session: OpenSession) -> None:
    phone.open(open_session().code or "", lang="ur")
    phone.page.locator("#open-help").click()
    phone.page.locator("#ask").click()
    expect(phone.page.get_by_role("heading", name="Please can I have a word?")).to_have_attribute(
        "lang", "en"
    )


# --- read aloud


def test_nothing_is_read_until_somebody_asks(phone: Phone, open_session: OpenSession) -> None:
    with_voices(phone, ("en-GB", True))
    phone.open(open_session().code or "").start().next()
    assert phone.page.evaluate("unsaid()") == []


def test_heading_hint_and_choices_are_read_in_turn_and_shown_as_they_are(
    phone: Phone, open_session: OpenSession
) -> None:
    with_voices(phone, ("en-US", True), ("en_GB", True))
    phone.open(open_session().code or "").start().go_to("safe_day").choose("Fairly safe")
    phone.page.locator("#progress [data-aloud]").focus()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator(".said")).to_have_text("How safe do you feel when you are out in the day?")
    phone.page.evaluate("finishSentence()")
    expect(phone.page.locator(".said")).to_have_text("Think of the last 3 months.")
    for _ in range(8):
        phone.page.evaluate("finishSentence()")
    expect(phone.page.locator(".said")).to_have_count(0)
    spoken = phone.page.evaluate("spoken")
    assert [text for text, _ in spoken][2:] == [
        "Very safe",
        "Fairly safe",
        "A bit unsafe",
        "Very unsafe",
        "I don’t go out then",
        "Not sure",
        "Rather not say",
    ]
    assert {lang for _, lang in spoken} == {"en_GB"}
    expect(phone.page.get_by_role("button", name="Read aloud")).to_be_visible()


def test_it_goes_on_with_the_next_question_until_it_is_stopped(
    phone: Phone, open_session: OpenSession
) -> None:
    with_voices(phone, ("en-GB", True))
    phone.open(open_session().code or "")
    phone.page.get_by_role("button", name="Read aloud").click()
    assert phone.page.evaluate("unsaid()[0]") == "How safe do you feel?"
    phone.start()
    assert phone.page.evaluate("unsaid()[0]") == "How old are you?"
    assert json.loads(phone.storage()["draft"])["aloud"] is True
    phone.page.get_by_role("button", name="Stop reading").click()
    phone.next()
    assert phone.page.evaluate("unsaid()") == []
    assert json.loads(phone.storage()["draft"])["aloud"] is False


def test_opening_help_and_leaving_are_silent(phone: Phone, open_session: OpenSession) -> None:
    with_voices(phone, ("en-GB", True))
    phone.open(open_session().code or "").start()
    phone.page.get_by_role("button", name="Read aloud").click()
    phone.page.locator("#open-help").click()
    assert phone.page.evaluate("unsaid()") == []


@pytest.mark.parametrize(
    "voices", [(), (("en-GB", False),), (("pl-PL", True),)], ids=["none", "only far away", "another language"]
)
def test_without_a_voice_of_its_own_the_phone_says_so_and_sends_nothing(
    phone: Phone, open_session: OpenSession, voices: tuple[tuple[str, bool], ...]
) -> None:
    """A voice that is not on the phone would send the words of the question to somebody else."""
    with_voices(phone, *voices)
    phone.open(open_session().code or "").start()
    sentence = phone.page.get_by_text("No voice for this language on this phone.")
    expect(sentence).to_be_hidden()
    phone.page.get_by_role("button", name="Read aloud").click()
    expect(sentence).to_be_visible()
    assert phone.page.evaluate("unsaid()") == []
    expect(phone.page.get_by_role("button", name="Read aloud")).to_be_visible()
    phone.page.get_by_role("button", name="Read aloud").click()
    expect(sentence).to_be_visible()


def test_a_phone_without_any_speech_says_so(phone: Phone, open_session: OpenSession) -> None:
    phone.page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    phone.open(open_session().code or "").start()
    phone.page.get_by_role("button", name="Read aloud").click()
    expect(phone.page.get_by_text("No voice for this language on this phone.")).to_be_visible()


def test_each_language_is_read_by_a_voice_of_its_own(phone: Phone, open_session: OpenSession) -> None:
    with_voices(phone, ("en-GB", True), ("pl-PL", True))
    phone.open(open_session().code or "", lang="pl").start()
    phone.page.locator("#progress [data-aloud]").click()
    while phone.page.evaluate("unsaid().length"):
        phone.page.evaluate("finishSentence()")
    assert {lang for _, lang in phone.page.evaluate("spoken")} == {"pl-PL"}


# --- Easy Read


def test_every_choice_of_easy_read_has_a_picture_and_every_line_one_idea(
    phone: Phone, open_session: OpenSession
) -> None:
    phone.open(open_session(questionnaire="easy_read").code or "")
    without = phone.page.evaluate(
        "[...document.querySelectorAll('[data-question] label')].filter((one) => !one.querySelector('svg'))"
        ".map((one) => one.innerText)"
    )
    assert without == []
    lines = phone.page.locator("#opening .lines li").all_inner_texts()
    assert all(line.count(". ") == 0 for line in lines)
    size = phone.page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")
    assert size >= 22


# --- the receipt


def receipt_shown(phone: Phone, code: str) -> str:
    phone.open(code).start().choose("14 or 15").go_to("finish").send().sent()
    phone.page.get_by_role("button", name="Show me a code").click()
    expect(phone.page.locator("output")).not_to_be_empty()
    return phone.page.locator("output").inner_text()


def test_the_receipt_hides_with_one_tap_and_comes_back_with_another(
    phone: Phone, open_session: OpenSession
) -> None:
    receipt = receipt_shown(phone, open_session().code or "")
    phone.page.get_by_role("button", name="Hide it").click()
    expect(phone.page.get_by_text(receipt)).to_be_hidden()
    show = phone.page.get_by_role("button", name="Show it again")
    expect(show).to_be_focused()
    show.click()
    expect(phone.page.get_by_text(receipt)).to_be_visible()
    assert receipt not in json.dumps(dict(phone.storage()))


def test_the_receipt_hides_itself_when_the_phone_is_put_away(phone: Phone, open_session: OpenSession) -> None:
    receipt = receipt_shown(phone, open_session().code or "")
    phone.page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(phone.page.get_by_text(receipt)).to_be_hidden()


def test_the_receipt_can_be_kept_as_a_picture_that_names_no_survey(
    phone: Phone, open_session: OpenSession, tmp_path: Path
) -> None:
    receipt_shown(phone, open_session().code or "")
    with phone.page.expect_download() as saved:
        phone.page.get_by_role("link", name="Save a picture of it").click()
    assert saved.value.suggested_filename == "picture.png"
    path = tmp_path / "picture.png"
    saved.value.save_as(path)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert len(path.read_bytes()) > 2_000  # words are drawn on it
    expect(phone.page.locator("#receipt")).to_contain_text(phone.address.removeprefix("http://") + "/s/mine")


# --- hearing back


def test_a_closed_session_shows_the_group_what_it_said(
    phone: Phone, open_session: OpenSession, house: House, people: People
) -> None:
    phone.expected_trouble = "status of 410"
    sitting = close_with_answers(house, people, open_session())
    ask = asks.add(house, people.analyst, "Put lights on the way to the bus.", owner="police")
    asks.answer(house, people.analyst, ask.id, AskStatus.DOING, reply="Ten lights.", changed="Four are up.")
    asks.make_public(house, people.analyst, ask.id)
    phone.open(sitting.code or "")
    said = phone.page.get_by_role("listitem").filter(has_text="Fairly safe")
    expect(said.first).to_contain_text("Most")
    widths = [
        phone.page.locator(f".bars .{step}").first.evaluate("one => one.offsetWidth") for step in ("s1", "s4")
    ]
    assert widths[0] < widths[1]
    for words in ("You said", "They said", "What changed", "Four are up.", "They are doing it now."):
        expect(phone.page.get_by_text(words, exact=True).first).to_be_visible()
    expect(phone.page.get_by_text("31 March 2027")).to_be_visible()


def test_nothing_of_a_closed_session_is_kept_on_the_phone(
    phone: Phone, open_session: OpenSession, house: House, people: People
) -> None:
    phone.expected_trouble = "status of 410"
    sitting = close_with_answers(house, people, open_session())
    phone.open(sitting.code or "")
    assert phone.storage() == {}
    assert phone.page.evaluate("caches.keys()") == []
