"""Whatever colour, language or picture an office chooses, the page can be read; and it travels unharmed."""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.languages import own_name
from survey.questionnaire import RatingGrid, SelectMultiple, SelectOne, load_questionnaire
from survey.respond import assets
from survey.respond.look import GROUNDS
from survey.respond.palette import contrast, palette
from survey.respond.words import direction, words
from survey.settings import CHECKOUT

LIGHT, DARK = GROUNDS
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_any_accent_can_be_read_in_light_and_in_dark(accent: str) -> None:
    both = palette(accent, light=LIGHT, dark=DARK)
    for one, ground in ((both.light, LIGHT), (both.dark, DARK)):
        assert contrast(one.on_fill, one.fill) >= 4.5
        for behind in (ground["page"], ground["card"], one.wash):
            assert contrast(one.words, behind) >= 4.5
        assert contrast(ground["ink"], one.wash) >= 4.5


def test_an_accent_that_can_be_read_as_it_is_stays_as_it_is() -> None:
    assert palette("#0b5f6b", light=LIGHT, dark=DARK).light.fill == "#0b5f6b"


def test_contrast_is_the_one_wcag_defines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_grounds_can_be_read_and_boxes_can_be_seen(ground: dict[str, str]) -> None:
    for behind in ("page", "card"):
        assert contrast(ground["ink"], ground[behind]) >= 7
        assert contrast(ground["soft"], ground[behind]) >= 4.5
        assert contrast(ground["edge"], ground[behind]) >= 3  # WCAG 2.2, 1.4.11: the edge of a box to tick
    assert contrast(ground["on-notice"], ground["notice"]) >= 4.5


@given(st.text(min_size=1, max_size=3000), st.text(max_size=300))
def test_a_kept_page_and_its_tail_come_out_as_they_went_in(body: str, tail: str) -> None:
    body, tail = (text.encode("utf-8", "replace").decode() for text in (body, tail))
    kept = assets.Squeezed(body)
    for _ in range(2):  # what is kept is not used up
        assert gzip.decompress(kept.gzipped(tail)).decode() == body + tail
        assert brotli.decompress(kept.brotlied(tail)).decode() == body + tail
        assert kept.plain(tail).decode() == body + tail


def test_every_picture_a_questionnaire_names_is_drawn() -> None:
    drawn = assets.pictures()
    for path in sorted((CHECKOUT / "questionnaires").glob("*.yaml")):
        if path.stem in ("office", "help", "code_frame", "code_frame_examples"):
            continue
        for question in load_questionnaire(path).questions:
            if isinstance(question, SelectOne | SelectMultiple | RatingGrid):
                named = {choice.picture for choice in question.choices if choice.picture}
                assert named <= set(drawn), f"{path.name}: {question.name}"


def test_every_picture_is_a_line_drawing_without_a_colour_or_script_of_its_own() -> None:
    for name, symbol in assets.pictures().items():
        for element in ElementTree.fromstring(symbol).iter():  # noqa: S314 - our own file
            assert element.tag in ("symbol", "path", "circle", "rect"), name
            assert not {"fill", "stroke", "style", "class", "href"} & set(element.attrib), name


def test_the_style_and_scripts_hold_nothing_from_another_host_and_no_comment() -> None:
    for body in (assets.script().body, assets.script(kiosk=True).body, assets.style("").body):
        assert "://" not in body
        assert "/*" not in body
        assert "\n//" not in body
        assert "</" not in body


def test_words_without_a_translation_are_marked_as_english(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    file = folder / "interface.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    file.write_text(
        head + 'msgid "Next"\nmsgstr "Dalej"\n\n#, fuzzy\nmsgid "Back"\nmsgstr "Plecy"\n', "utf-8"
    )
    polish = words("pl", tmp_path)
    assert polish.say("Next") == "Dalej"
    assert polish.say("Back") == '<span lang="en" dir="ltr">Back</span>'  # nobody has checked "Plecy"
    assert polish.plain("Question {number} of {of}", number=2, of=9) == "Question 2 of 9"
    assert polish.say("<b>") == '<span lang="en" dir="ltr">&lt;b&gt;</span>'


def test_languages_run_their_own_way_and_have_their_own_names() -> None:
    assert [direction(one) for one in ("en", "ps", "ckb", "ur", "pl", "no-such")] == [
        "ltr",
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
    assert (own_name("pl"), own_name("en"), own_name("zz-unknown")) == ("Polski", "English", "zz-unknown")
