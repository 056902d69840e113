"""A commissioner with two minutes: what must be done, by whom, by when, how sure; what is overdue."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache

import docx
import pypdf
import pytest

from analysis.cards import NOBODY_OPPOSED
from analysis.disclosure import PARTNER
from analysis.findings import Findings
from analysis.report import cut, cuts, to_docx, to_html, to_markdown, to_pdf, words
from analysis.report.cuts import faults
from analysis.report.outline import outline
from analysis.summary import summarise
from analysis.verify import verify
from analysis.wave import Ask, AskStatus, WaveData
from tests.analysis import invented

TODAY = date(2026, 11, 20)
PAST, SOON = date(2026, 11, 1), date(2026, 12, 24)
LIGHTS = "dark_streets"


@cache
def wave() -> WaveData:
    made = invented.short_wave(300, 24)
    themes = tuple(replace(theme, asks_for="", quotes=()) for theme in made.themes)
    return replace(made, themes=themes, asks=(), as_of=TODAY)


def told(*asks: Ask) -> Findings:
    return summarise(replace(wave(), asks=asks), PARTNER).findings


def ask(text: str, status: AskStatus = "asked", due: date | None = SOON, owner: str = "Highways") -> Ask:
    return Ask(text, owner, due, status, theme=LIGHTS)


def row(findings: Findings) -> tuple[str, str, str]:
    """What, by whom and by when, of the theme of dark streets."""
    theme = next(card for card in findings.cards if card.key == LIGHTS)
    one = next(action for action in findings.actions if action.because == theme.share)
    return one.what, one.who.partition(",")[0], words.by_when(one)


def test_where_nobody_was_asked_the_owner_has_to_decide_and_tell_young_people() -> None:
    assert row(told()) == (
        "Dark streets and paths: decide what to do, and tell young people", "Highways", "Not asked yet"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asks", "what", "when"),
    [
        ((ask("Mend the lights."),), "Mend the lights", "24 December 2026"),
        ((ask("Mend the lights", due=PAST),), "Mend the lights", "1 November 2026 (overdue)"),
        ((ask("Mend the lights", due=None),), "Mend the lights", "No day set"),
        (
            (ask("Mend", "will_do"), ask("Cut back")),
            "Mend; Cut back",
            "24 December 2026. They said they will",
        ),
        ((ask("Mend"), ask("Buy more", "cannot", PAST)), "Mend", "24 December 2026"),
        (
            (ask("Buy more", "cannot", PAST),),
            "Dark streets and paths: decide what can be done instead, and tell young people",
            "They said they cannot",
        ),
        (
            (ask("Mend", "done", PAST),),
            "Dark streets and paths: see whether what was done has helped, and tell young people",
            "Done",
        ),
    ],
)
def test_what_was_asked_and_is_open_must_be_done_by_its_day(
    asks: tuple[Ask, ...], what: str, when: str
) -> None:
    assert row(told(*asks)) == (what, "Highways", when)


def test_what_is_overdue_stands_on_the_first_page_whatever_its_theme() -> None:
    asks = (
        replace(ask("Talk to us about dogs.", due=PAST, owner="Councils"), theme="tiny"),
        replace(ask("Open the club", "will_do", PAST, "Youth services"), theme=""),
        ask("Later"),
    )
    findings = told(*asks)
    assert words.overdue(findings) == (
        "Overdue: Talk to us about dogs. Councils should have answered by 1 November 2026.",
        "Overdue: Open the club. Youth services should have done it by 1 November 2026.",
    )
    paragraphs = [one.text for one in docx.Document(io.BytesIO(to_docx(findings))).paragraphs]
    first_pages = {
        "html": to_html(findings).partition("In this report")[0],
        "markdown": to_markdown(findings).partition("For young people")[0],
        "docx": "\n".join(paragraphs).partition("For young people")[0],
    }
    for line in words.overdue(findings):
        assert [name for name, text in first_pages.items() if line not in text] == []
    assert verify(findings, replace(wave(), asks=asks)) == ()


def test_a_theme_that_may_be_chance_is_missing_with_a_reason() -> None:
    shaky = tuple(replace(t, stability=0.1) if t.key == LIGHTS else t for t in wave().themes)
    findings = summarise(replace(wave(), themes=shaky), PARTNER).findings
    assert not any(action.what.startswith("Dark streets") for action in findings.actions)
    assert words.LESS_SURE in to_html(findings)
    assert words.LESS_SURE in to_markdown(findings)
    sure = summarise(
        replace(wave(), themes=tuple(t for t in wave().themes if t.key == LIGHTS)), PARTNER
    ).findings
    assert words.less_sure(sure) == words.SURE_OF_WHAT


def test_where_no_theme_is_sure_the_first_page_says_why_nothing_must_be_done() -> None:
    shaky = tuple(replace(theme, stability=0.1) for theme in wave().themes)
    findings = summarise(replace(wave(), themes=shaky), PARTNER).findings
    assert findings.actions == ()
    printed = "\n".join(block.text for block in outline(findings, approved=True) if hasattr(block, "text"))
    for told in (to_html(findings), to_markdown(findings), printed):
        assert words.MUST_BE_DONE in told
        assert told.count(words.NOTHING_SURE) == 1
    none = summarise(replace(wave(), themes=()), PARTNER).findings
    assert words.NOTHING_SURE not in to_html(none)


def test_a_part_of_the_report_says_what_its_own_reader_must_do_by_when() -> None:
    findings = told(ask("Mend the lights", due=PAST))
    highways = next(one for one in cuts(findings) if one.label == "Highways")
    part = cut(findings, highways.kind, highways.key)
    assert faults(findings, part) == ()
    assert row(part) == ("Mend the lights", "Highways", "1 November 2026 (overdue)")


def test_nothing_is_no_help_and_is_not_told_as_one() -> None:
    apart = tuple(replace(o, apart=o.name == "lighting") for o in wave().by_question["help_most"].options)
    asked = tuple(replace(q, options=apart) if q.name == "help_most" else q for q in wave().questions)
    findings = summarise(replace(wave(), questions=asked), PARTNER).findings
    said = " ".join(s.text for s in (*findings.young_people, *findings.would_help.sentences))
    assert "Better street lights" not in said
    assert "better street lights" not in said
    table = findings.table("help_most")
    assert table is not None
    assert "lighting" in [category.key for category in table.categories]


def test_a_theme_of_what_helps_needs_no_owner() -> None:
    ownerless = tuple(replace(t, owner="", partners=()) for t in wave().themes)
    findings = summarise(replace(wave(), themes=ownerless), PARTNER).findings
    whose = {card.polarity: dict(words.facts(card)).get("Whose it is", "") for card in findings.cards}
    assert whose["helps"] == ""
    assert whose["worry"].startswith("Nobody yet")


def test_in_print_the_first_page_is_one_page() -> None:
    """With everything on it: a draft, five things to do, one of them overdue."""
    findings = told(ask("Mend the lights on every path that leads to the school", due=PAST))
    assert len(findings.actions) >= 4
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_pdf(findings))).pages]
    assert "Overdue: Mend the lights" in " ".join(pages[0].split())
    assert "Ranges:" in pages[0]
    assert "For young people" in pages[1]


def next_for_young_people(*asks: Ask, due: str = "") -> tuple[str, ...]:
    findings = told(*asks)
    findings = replace(findings, about=replace(findings.about, answer_due=due))
    last = words.heard_back(findings)[-1]
    assert last.heading == words.NEXT
    return tuple(came for _, came in last.lines)


def test_a_young_person_reads_what_happens_now() -> None:
    assert next_for_young_people(ask("Mend the lights"), ask("More buses", due=PAST)) == (
        "Some answers are late. We told the people in charge so, in this report.",
        "The next one due is from Highways, by 24 December 2026.",
    )
    assert next_for_young_people(ask("Mend the lights", status="done")) == (
        "Everything you asked for has an answer. Next time, tell us if it helped.",
    )
    assert next_for_young_people(due="within eight weeks") == (
        "Nobody has been asked to do anything yet.",
        "They must answer you within eight weeks.",
    )


def test_the_title_says_what_the_report_is_about_and_of_which_wave() -> None:
    findings = told()
    assert words.title(findings.about) == f"How safe young people feel, {wave().title}"
    part = cut(findings, cuts(findings)[0].kind, cuts(findings)[0].key)
    assert words.title(part.about) == f"{words.title(findings.about)}: {cuts(findings)[0].label}"


def test_a_card_does_not_say_that_nobody_spoke_against_it_where_nobody_was_marked() -> None:
    plain = next(card for card in told().cards if card.key == LIGHTS)
    silent = replace(plain, counter_view=replace(plain.counter_view, text=NOBODY_OPPOSED))
    spoken = replace(plain, counter_view=replace(plain.counter_view, text="12 people said the opposite."))
    assert "The other view" not in dict(words.facts(silent))
    assert dict(words.facts(spoken))["The other view"] == "12 people said the opposite."


def test_a_card_tells_how_many_in_each_district_and_a_changed_number_is_found() -> None:
    findings = told()
    card = next(card for card in findings.cards if card.spread.template == "where")
    entries = {entry.key: entry for entry in findings.ledger}
    found = (entries[key] for key in card.spread.entries)
    first = next(entry for entry in found if (entry.denominator or 0) >= PARTNER.plain_percent_from)
    assert f"{first.percent}% ({first.numerator} of {first.denominator})" in card.spread.text
    assert first.numerator is not None
    wrong = replace(first, numerator=first.numerator + 1)
    ledger = tuple(wrong if entry is first else entry for entry in findings.ledger)
    assert any(
        first.claim in f.where
        for f in verify(replace(findings, ledger=ledger), replace(wave(), asks=()), afresh=False)
    )
    spread = replace(card.spread, text=card.spread.text.replace(f"({first.numerator} of", "(1 of"))
    cards = tuple(replace(one, spread=spread) if one is card else one for one in findings.cards)
    assert verify(replace(findings, cards=cards), replace(wave(), asks=()), afresh=False)
    assert verify(findings, replace(wave(), asks=()), afresh=False) == ()


def test_no_word_of_how_sure_we_are_breaks_in_the_word_file() -> None:
    document = docx.Document(io.BytesIO(to_docx(told())))
    table = next(one for one in document.tables if one.rows[0].cells[-1].text == words.ACTIONS_HEAD[-1])
    assert table.columns[-1].width.cm >= 1.8  # “Medium” in nine points, and the room beside it
