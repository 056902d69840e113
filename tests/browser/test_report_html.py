"""The report in a real browser: nothing for axe to find, nothing from elsewhere, narrow, wide and on paper."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from analysis import report
from analysis.disclosure import PARTNER
from analysis.summary import summarise
from tests.analysis import invented
from tests.analysis.test_report_files import lowest_text

AS_WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ("index.html", "report.html", "district-fenland.html", "partner-youth-services.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file of a report, as somebody who was sent the folder has it."""
    made = tmp_path_factory.mktemp("report")
    for name, body in report.files(summarise(invented.short_wave(400, 24), PARTNER).findings).items():
        (made / name).write_bytes(body)
    return made


def opened(chromium: Browser, folder: Path, name: str, width: int) -> tuple[Page, list[str]]:
    page = chromium.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / name).as_uri())
    return page, asked


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_fetched(chromium: Browser, folder: Path, name: str) -> None:
    page, asked = opened(chromium, folder, name, 1280)
    found = Axe().run(page, options=AS_WCAG).response["violations"]
    assert not found, [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
    assert asked == [(folder / name).as_uri()]
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_scrolls_down_and_never_sideways(chromium: Browser, folder: Path, name: str) -> None:
    page, _ = opened(chromium, folder, name, 360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_on_paper_every_page_says_that_it_is_a_draft_and_invented_and_the_numbers_are_open(
    chromium: Browser, folder: Path
) -> None:
    page, _ = opened(chromium, folder, "report.html", 1280)
    page.emulate_media(media="print")
    mark = page.evaluate("getComputedStyle(document.body, '::after').content")
    assert "DRAFT" in mark
    assert "invented" in mark
    assert page.locator("figure details table").first.is_visible()
    assert not page.get_by_role("navigation").is_visible()
    page.close()


def test_on_paper_the_first_page_is_one_and_no_chart_or_theme_leaves_half_a_page_white(
    chromium: Browser, folder: Path
) -> None:
    """Theme cards that might not break stood one on a page, and a chart took its table to the next with it."""
    page, _ = opened(chromium, folder, "report.html", 1280)
    page.add_style_tag(content="body::after { content: none !important }")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    page.close()
    told = [one.extract_text() for one in printed]
    assert "Ranges: " in told[0]
    last = next(number for number, text in enumerate(told) if "All tables" in text and number)
    assert last > 5
    for number in range(2, last - 1):
        assert lowest_text(printed[number]) < 0.2 * float(printed[number].mediabox.height), told[number]


def test_in_a_table_wider_than_a_phone_each_number_stays_beside_what_it_is(
    chromium: Browser, folder: Path
) -> None:
    page, _ = opened(chromium, folder, "report.html", 360)
    table = page.locator("[aria-labelledby=annex] .scroll").nth(3)
    table.evaluate("one => { one.scrollLeft = 150 }")
    assert table.evaluate("one => one.scrollLeft") > 100
    for name in (table.locator("caption"), table.locator("tbody th").first):
        box, within = name.bounding_box(), table.bounding_box()
        assert box and within and box["x"] >= within["x"]
    page.close()


def test_every_link_of_the_index_opens(chromium: Browser, folder: Path) -> None:
    page, _ = opened(chromium, folder, "index.html", 1280)
    links = page.eval_on_selector_all("a", "found => found.map(one => one.getAttribute('href'))")
    assert len(links) > 10
    assert all((folder / link).is_file() for link in links)
    page.get_by_role("link", name="Fenland").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("Fenland")
    page.close()
