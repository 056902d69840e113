"""What stands on paper: everything that is asked, once, in order, in any language, and nothing else."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from survey import printing
from survey.office import load_help, load_office
from survey.printing import PaperProblem, for_questionnaire
from survey.questionnaire import (
    Questionnaire,
    RatingGrid,
    SelectMultiple,
    SelectOne,
    load_questionnaire,
    paper,
)
from survey.questionnaire.rules import parse_rule
from survey.questionnaire.skips import Said, Skips
from survey.settings import CHECKOUT

MADE_ON = date(2026, 11, 23)
Draw = Callable[..., bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's folder with every language switched on."""
    copied = Path(shutil.copytree(CHECKOUT / "questionnaires", tmp_path_factory.mktemp("office") / "q"))
    office = copied / "office.yaml"
    office.write_text(office.read_text("utf-8").replace("when_approved}", "as_draft}"), "utf-8")
    return copied


@pytest.fixture(scope="module")
def draw(folder: Path) -> Draw:
    office, help_lines = load_office(folder / "office.yaml"), load_help(folder / "help.yaml")

    def drawn(name: str | Questionnaire, language: str = "en", **wishes: object) -> bytes:
        asked = load_questionnaire(folder / f"{name}.yaml") if isinstance(name, str) else name
        wanted: dict[str, object] = {"made_on": MADE_ON, "batch": "K7-H4T", "area": "peterborough"}
        return for_questionnaire(
            asked,
            office=office,
            help_lines=help_lines,
            folder=folder,
            language=language,
            **(wanted | wishes),  # type: ignore[arg-type]
        )

    return drawn


def words_of(pdf: bytes) -> str:
    """Every word, in the order it is read, with single spaces."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def a_questionnaire(*questions: dict[str, object], **more: object) -> Questionnaire:
    return Questionnaire.model_validate(
        {"name": "feature", "title": "A feature", "questions": list(questions)} | more
    )


def one_question(**more: object) -> dict[str, object]:
    choices = [{"name": "yes", "label": "Yes"}, {"name": "no", "label": "No"}]
    return {"type": "select_one", "name": "q", "label": "Is it?", "choices": choices} | more


@pytest.mark.parametrize("easy_read", [False, True])
@pytest.mark.parametrize("name", ["feelings_of_safety", "easy_read", "group_discussion"])
def test_every_question_and_every_choice_is_there_once_and_in_order(
    draw: Draw, folder: Path, name: str, easy_read: bool
) -> None:
    asked = load_questionnaire(folder / f"{name}.yaml")
    text = words_of(draw(name, easy_read=easy_read))
    at = 0
    for number, question in enumerate(asked.questions, start=1):
        start = text.index(f"{number}. {question.label}", at)
        after = text.find(f"{number + 1}. ", start)
        part = text[start : after if after > 0 else None]
        if isinstance(question, SelectOne | SelectMultiple):
            for choice in question.choices:
                assert re.search(rf"(?<!“){re.escape(choice.label)}", part), (question.name, choice.name)
        if isinstance(question, RatingGrid):
            for row in question.rows:
                assert part.replace("- ", "-").count(row.label) >= 1, (question.name, row.name)
        at = start


def test_each_choice_has_one_box_and_the_number_it_is_typed_by(draw: Draw, folder: Path) -> None:
    asked = load_questionnaire(folder / "feelings_of_safety.yaml")
    sheet = paper.outline(asked, a_voice(folder), paper.Facts("Office", "#0b5f6b", MADE_ON))
    for question, written in zip(asked.questions, sheet["questions"], strict=True):
        if isinstance(question, SelectOne | SelectMultiple):
            ticks = [tick for group in written.groups for tick in group.ticks]
            assert sorted(tick.number for tick in ticks) == sorted({tick.number for tick in ticks})
            assert {int(tick.number): tick.said.text for tick in ticks} == {
                number: choice.label for number, choice in enumerate(question.choices, start=1)
            }
            assert len({len(tick.number) for tick in ticks}) == 1, "no number begins like another"


def a_voice(folder: Path, language: str = "en") -> printing.Spoken:
    return printing.Spoken(
        printing.words(language, folder, "feelings_of_safety"), load_office(folder / "office.yaml")
    )


def test_it_is_tagged_names_its_language_and_has_a_title(draw: Draw) -> None:
    for language, expected in (("en", "en"), ("pl", "pl"), ("ur", "ur")):
        reader = PdfReader(io.BytesIO(draw("easy_read", language)))
        root = reader.trailer["/Root"].get_object()
        assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf’s own truth
        assert root["/Lang"] == expected
        assert "/StructTreeRoot" in root
        assert reader.metadata is not None and reader.metadata.title
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_every_sheet_says_its_batch_its_language_and_its_version_and_the_kept_page_does_not(
    draw: Draw, folder: Path
) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(draw("feelings_of_safety"))).pages]
    version = load_questionnaire(folder / "feelings_of_safety.yaml").version[:8]
    for page in pages[:-1]:
        assert "K7-H4T" in page and "English" in page and version in page and "Form number" in page
    assert "Childline" in pages[-1] and "0800 1111" in pages[-1]
    assert "K7-H4T" not in pages[-1], "whoever keeps this page carries nothing of the session away"


def test_help_lines_are_those_of_the_area(draw: Draw) -> None:
    assert "Children’s services in Peterborough" in words_of(draw("easy_read", area="peterborough"))
    assert "Children’s services in Peterborough" not in words_of(draw("easy_read", area="fenland"))


def test_nobody_is_asked_for_a_name(draw: Draw) -> None:
    text = words_of(draw("feelings_of_safety"))
    assert "Do not write your name." in text
    assert not re.search(r"(your|full|first) name ?:", text.lower())


def test_the_same_facts_give_the_same_bytes(draw: Draw) -> None:
    assert draw("feelings_of_safety", "ur") == draw("feelings_of_safety", "ur")
    assert draw("easy_read") != draw("easy_read", batch="D2-F3H")


@pytest.mark.parametrize("language", ["ckb", "lt", "pl", "ps", "pt", "ro", "uk", "ur"])
def test_every_language_switched_on_can_be_printed_and_says_that_it_is_a_draft(
    draw: Draw, folder: Path, language: str
) -> None:
    asked = printing.translate(
        load_questionnaire(folder / "easy_read.yaml"), language, locale=folder / "locale"
    )
    voice = a_voice(folder, language)
    sheet = paper.outline(asked, voice, paper.Facts("Office", "#0b5f6b", MADE_ON, draft=True))
    assert sheet["flags"] == [voice.ours(paper.NOT_CHECKED)] and not sheet["flags"][0].english
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(draw("easy_read", language))).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts and all("NotoSans" in font for font in fonts), "only fonts that come with us"


def test_a_language_that_runs_from_the_right_is_mirrored(draw: Draw) -> None:
    """The boxes stand on the right, where reading begins."""

    def left_edge_of_numbers(language: str) -> float:
        found: list[float] = []

        def visit(text: str, moved: list[float], matrix: list[float], _font: object, _size: float) -> None:
            above_the_foot = moved[5] > 60  # which says the page's number, on the other side
            if text.strip() in {"1", "2", "3"} and above_the_foot:
                found.append(moved[4] + matrix[4])

        PdfReader(io.BytesIO(draw("easy_read", language, easy_read=True))).pages[1].extract_text(
            visitor_text=visit
        )
        return min(found)

    assert left_edge_of_numbers("ur") > left_edge_of_numbers("pl") + 300


def test_a_language_the_office_has_not_switched_on_is_refused_with_a_mend() -> None:
    folder = CHECKOUT / "questionnaires"
    with pytest.raises(PaperProblem, match=r"not offered in 'pl'.*office\.yaml"):
        for_questionnaire(
            load_questionnaire(folder / "easy_read.yaml"),
            office=load_office(folder / "office.yaml"),
            help_lines=load_help(folder / "help.yaml"),
            folder=folder,
            made_on=MADE_ON,
            language="pl",
        )


def test_a_script_no_font_here_can_write_is_refused_with_a_mend(draw: Draw) -> None:
    with pytest.raises(PaperProblem, match=r"Install one that can.*print it from the browser"):
        draw(a_questionnaire(one_question(label="\U0001ffff\uffff")))


HOSTILE = (
    '#panic("x")',
    '#read("/etc/passwd")',
    "$ x^2 $ *bold* _it_ = heading",
    "\\u{41} \\ // comment /* x */",
    "@label <label> `code` ```raw```",
    "[content] {code} ~ -- ...",
    "<b>&amp;</b> \" ' `",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_stands_in_a_file_is_printed_as_it_stands(draw: Draw, words: str) -> None:
    hostile = a_questionnaire(
        one_question(
            label=words,
            hint=words,
            guidance=words,
            choices=[{"name": "yes", "label": words}, {"name": "no", "label": "No"}],
        ),
        title=words,
    )
    text = words_of(draw(hostile)).replace(" ", "")
    assert text.count(words.replace(" ", "")) == 5


# --- who a question is for ---


def told(rule: dict[str, object]) -> list[str]:
    asked = a_questionnaire(
        one_question(),
        {"type": "select_multiple", "name": "m", "label": "Which?", "choices": one_question()["choices"]},
        {"type": "text", "name": "t", "label": "Why?", "relevant": rule},
    )

    class Plain:
        language = "en"
        direction = "ltr"

        def ours(self, text: str, **values: object) -> Said:
            for name, value in values.items():
                text = text.replace("{" + name + "}", str(value))
            return Said(text)

        office = asked = of_both = ours

    return [one.text for one in Skips(asked, Plain()).of(parse_rule(rule))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"equals": ["q", "yes"]}, ["Only if you ticked “Yes” in question 1."]),
        ({"any_in": ["q", ["yes", "no"]]}, ["Only if you ticked “Yes”, “No” in question 1."]),
        ({"all_in": ["m", ["no"]]}, ["Only if this is true:", "In question 2 you ticked only “No”."]),
        ({"answered": "q"}, ["Only if this is true:", "You answered question 1."]),
        ({"not": {"answered": "q"}}, ["Only if this is true:", "You did not answer question 1."]),
        ({"not": {"equals": ["q", "no"]}}, ["Only if this is true:", "In question 1 you did not tick “No”."]),
        (
            {"count": {"question": "m", "at_least": 2}},
            ["Only if this is true:", "In question 2 you ticked 2 or more."],
        ),
        (
            {"all": [{"answered": "m"}, {"equals": ["q", "yes"]}]},
            ["Only if all of this is true:", "You answered question 2.", "In question 1 you ticked “Yes”."],
        ),
        (
            {"any": [{"answered": "m"}, {"all": [{"answered": "q"}, {"equals": ["q", "yes"]}]}]},
            [
                "Only if one of these is true:",
                "You answered question 2.",
                "(Only if all of this is true: You answered question 1. In question 1 you ticked “Yes”.)",
            ],
        ),
    ],
)
def test_a_rule_is_told_in_words(rule: dict[str, object], expected: list[str]) -> None:
    assert told(rule) == expected


def test_a_rule_that_comes_with_words_of_its_own_is_told_in_those(draw: Draw) -> None:
    rule = {"equals": ["q", "yes"]}
    second = {"type": "text", "name": "t", "label": "Why?", "relevant": rule}
    assert "Only if you ticked “Yes” in question 1." in words_of(
        draw(a_questionnaire(one_question(), second))
    )
    guided = words_of(draw(a_questionnaire(one_question(), second | {"guidance": "Only the brave."})))
    assert "Only the brave." in guided and "Only if you ticked" not in guided


def test_whoever_it_is_not_for_is_told_where_to_stop(draw: Draw) -> None:
    out = {"when": {"equals": ["q", "no"]}, "message": "Thank you. This is for others."}
    text = words_of(draw(a_questionnaire(one_question(), screen_out=[out])))
    assert "Only if you ticked “No” in question 1. Then stop here. Thank you. This is for others." in text


def test_choices_only_some_are_offered_stand_under_a_line_that_says_who_and_others_do_not(
    draw: Draw, folder: Path
) -> None:
    """“At home” comes after “Nights out” in the file; on paper it must not look as if only adults had one."""
    text = words_of(draw("feelings_of_safety"))
    part = text[text.index("8. Which place") : text.index("9. When does")]
    assert part.index("At home") < part.index("Only if you ticked “18 to 24”") < part.index("Nights out")
