"""The papers say what this installation does, completely, and each reader can read theirs."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlmodel import SQLModel

from survey import accounts, dpia, markdown
from survey.house import House
from survey.permissions import MAY, Permission
from survey.questionnaire.reading import reading_age, sentences, words
from survey.retention import PERIODS
from survey.store.tables import Role
from tests.conftest import People

# Facts about the office and its work, not about people who answer.
NOT_ABOUT_PEOPLE = {
    "workspace",
    "questionnaire_version",
    "analysis_run",
    "theme_decision",
    "released_summary",
}


def running_text(paper: str) -> list[str]:
    """What is read as sentences: not headings, and not the office's own list of help lines."""
    return [line for line in paper.splitlines() if line.strip() and not line.startswith(("#", "- "))]


def test_every_table_and_every_column_about_people_is_explained() -> None:
    explained = dpia.stored_tables()
    assert {table.name for table in explained} == set(SQLModel.metadata.tables) - NOT_ABOUT_PEOPLE
    missing = [
        f"{table.name}.{column.name}"
        for table in explained
        for column in table.columns
        if column.meaning == dpia.UNEXPLAINED
    ]
    assert missing == []


def test_nothing_is_explained_that_is_not_stored() -> None:
    explained = dpia.yaml.safe_load(dpia._paper("stored.yaml"))
    for name, table in explained.items():
        stored = {column.name for column in SQLModel.metadata.tables[name].columns}
        assert set(table["columns"]) <= stored, name


def test_the_pack_holds_the_assessment_the_threats_and_a_notice_for_every_age(
    house: House, tmp_path: Path
) -> None:
    written = dpia.write_pack(house, tmp_path / "made" / "pack")
    names = {path.name for path in written}
    expected = ("dpia", "threats", "privacy-notice-10-13", "privacy-notice-14-17", "privacy-notice-18-24")
    assert names == {f"{name}.{ending}" for name in expected for ending in ("md", "html")}
    assert all(path.read_text(encoding="utf-8").strip() for path in written)
    again = dpia.write_pack(house, tmp_path / "again")
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in again]


def test_the_assessment_lists_what_is_asked_and_who_may_do_what_as_it_is(house: House) -> None:
    text = next(paper.text for paper in dpia.papers(house) if paper.name == "dpia")
    for name in house.questionnaire_names():
        for question in house.questionnaire_named(name).questions:
            assert house.office.fill(question.label) in text
    for permission in Permission:
        (row,) = re.findall(rf"^\| {permission.value.replace('_', ' ')} \|(.*)\|", text, re.MULTILINE)
        marked = [bool(cell.strip()) for cell in row.split("|")]
        assert marked == [role in MAY[permission] for role in Role]
    assert f"{PERIODS.redacted_months} months" in text


def test_no_paper_leaves_a_gap_in_a_sentence(house: House) -> None:
    for paper in dpia.papers(house):
        assert "{{" not in paper.text
        assert "{%" not in paper.text
        assert "None" not in paper.text.split()


def test_the_notice_for_the_youngest_reads_at_nine_in_short_sentences(house: House) -> None:
    text = running_text(dpia.notice(house, "10-13"))
    assert reading_age(text) <= 9
    assert max(len(words(one)) for line in text for one in sentences(line)) <= 15


@pytest.mark.parametrize(("ages", "age"), [("14-17", 10), ("18-24", 13)])
def test_the_other_notices_read_at_the_age_of_their_readers_or_before(
    house: House, ages: str, age: float
) -> None:
    assert reading_age(running_text(dpia.notice(house, ages))) <= age


@pytest.mark.parametrize("ages", dpia.NOTICES)
def test_every_notice_says_how_long_how_to_take_it_back_and_whom_to_ring(house: House, ages: str) -> None:
    text = dpia.notice(house, ages)
    assert f"{PERIODS.raw_days} days" in text
    assert "code" in text
    assert "0800 1111" in text
    assert house.office.answer_due in text


def test_words_for_young_people_have_curly_apostrophes(house: House) -> None:
    for ages in dpia.NOTICES:
        assert not re.search(r"['\"]", dpia.notice(house, ages))


def test_open_points_go_when_they_are_settled(house: House, people: People) -> None:
    before = dpia.open_points(house)
    assert any("HTTPS" in point for point in before)
    assert any("one safeguarding lead" in point for point in before)
    assert any("e-mail" in point for point in before)
    accounts.create_account(
        house,
        people.administrator,
        username="deputy",
        display_name="Deputy",
        role=Role.SAFEGUARDING_LEAD,
        password="kettle moss lantern",
    )
    settled = house.settings.model_copy(
        update={
            "public_url": "https://listening.example.org",
            "smtp_host": "mail.example.org",
            "smtp_sender": "a@example.org",
            "alert_recipients": "b@example.org",
        }
    )
    after = dpia.open_points(replace(house, settings=settled))
    assert [point for point in after if "key is in a file" not in point] == []


def test_a_stale_help_line_is_an_open_point(house: House, people: People) -> None:
    years_later = replace(house, clock=lambda: house.now().replace(year=2030))
    assert any("Childline" in point for point in dpia.open_points(years_later))


def test_no_key_password_or_recipient_is_in_any_paper(house: House) -> None:
    settings = house.settings.model_copy(
        update={"smtp_host": "m", "smtp_sender": "s@x.org", "alert_recipients": "someone@example.org"}
    )
    everything = "".join(paper.text for paper in dpia.papers(replace(house, settings=settings)))
    assert "someone@example.org" not in everything
    assert str(house.settings.data_dir) not in everything


# --- the web pages ---


class Tags(HTMLParser):
    """Checks that every element that was opened is closed, and collects what is there."""

    EMPTY = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert tags.open == []
    return tags


def test_every_paper_is_a_whole_web_page_with_its_tables(house: House) -> None:
    pages = {paper.name: parsed(paper.page) for paper in dpia.papers(house)}
    assert pages["dpia"].seen.count("table") > 10
    assert pages["threats"].seen.count("ol") == 1
    assert pages["threats"].seen.count("table") == 3
    assert all("**" not in "".join(tags.text) and "|" not in "".join(tags.text) for tags in pages.values())


@given(st.text(alphabet=st.sampled_from(list("ab<>&\"'*`|-#1. \n\t\\[]")), max_size=200))
@example("`*a`*")
@example("**a*b**c*")
def test_any_text_becomes_a_page_with_nothing_of_it_read_as_markup(text: str) -> None:
    tags = parsed(markdown.page(text))
    known = {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li"),
        *("table", "thead", "tbody", "tr", "th", "td", "strong", "em", "code"),
    }
    assert set(tags.seen) <= known


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# A *b*", "<h1>A <em>b</em></h1>"),
        ("one\ntwo", "<p>one two</p>"),
        ("- a\n- b\n  more", "<ul><li>a</li><li>b more</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\n1. b", "<ul><li>a</li></ul>\n<ol><li>b</li></ol>"),
        ("**a** `b < c`", "<p><strong>a</strong> <code>b &lt; c</code></p>"),
        (
            "| a | b |\n|---|---|\n| c | |",
            '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
            "<tbody><tr><td>c</td><td></td></tr></tbody></table>",
        ),
        ("<script>", "<p>&lt;script&gt;</p>"),
    ],
)
def test_the_marks_our_papers_use_are_shown(text: str, shown: str) -> None:
    assert f"<body>\n{shown}\n</body>" in markdown.page(text)
