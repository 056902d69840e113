"""A journey's language: what somebody does with a phone, so that a test reads like what happened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect

PHONE_SCREEN = {"width": 390, "height": 844}
# What WCAG 2.2 AA asks for, and axe's own good habits on top.
CHECKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LAY_DOWN = """(how) => document.querySelectorAll(".top, .steps, #opening .pair")
    .forEach((bar) => { bar.style.position = how; })"""

PICTURES = Path(__file__).parent / "pictures"

# How much of what has the focus lies under a bar: [what it is, pixels covered, its height], or nothing.
COVERED = """() => {
    const at = document.activeElement, bars = [...document.querySelectorAll(".top, .steps, #opening .pair")];
    if (at === document.body || bars.some((bar) => bar.contains(at))) return null;
    const card = at.labels?.[0] ?? at, box = card.getBoundingClientRect();
    const over = bars.filter((bar) => getComputedStyle(bar).position === "sticky" && bar.offsetHeight)
        .map((bar) => bar.getBoundingClientRect())
        .map((bar) => Math.min(box.bottom, bar.bottom) - Math.max(box.top, bar.top));
    const outside = Math.max(0, -box.top, box.bottom - innerHeight);
    return [card.outerHTML.slice(0, 90), Math.round(Math.max(0, outside, ...over)), Math.round(box.height)];
}"""


@dataclass
class Phone:
    """One phone with one tab."""

    page: Page
    context: BrowserContext
    address: str
    expected_trouble: str = ""  # a pattern of script errors the test provokes on purpose
    troubles: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    @classmethod
    def on(cls, browser: Browser, address: str, **options: Any) -> Phone:
        context = browser.new_context(**({"viewport": PHONE_SCREEN, "has_touch": True} | options))
        context.set_default_timeout(30_000)
        context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), cls._neutral_page)
        phone = cls(context.new_page(), context, address)
        phone.page.on("pageerror", lambda error: phone.troubles.append(str(error)))
        phone.page.on("console", lambda said: said.type == "error" and phone.troubles.append(said.text))
        phone.page.on("request", lambda request: phone.requests.append(request))
        return phone

    @staticmethod
    def _neutral_page(route: Route) -> None:
        """No test leaves this machine: the neutral page is drawn here."""
        route.fulfill(status=200, content_type="text/html", body="<title>Weather</title><h1>Weather</h1>")

    def put_away(self) -> None:
        self.context.close()
        unexpected = [
            one
            for one in self.troubles
            if not (self.expected_trouble and re.search(self.expected_trouble, one))
        ]
        assert not unexpected, unexpected

    # --- opening and going through

    def open(self, code: str, **query: str) -> Phone:
        words = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"{self.address}/s/{code}" + (f"?{words}" if words else ""))
        return self

    def start(self) -> Phone:
        self.page.locator("#start").click()
        return self

    @property
    def at(self) -> str:
        """The screen shown: a question's name, `grid.row`, or `opening`, `before`, `finish`, `thanks`."""
        return str(self.page.evaluate("document.documentElement.dataset.at"))

    @property
    def screen(self) -> Locator:
        at = self.at
        return self.page.locator(f'[data-key="{at}"]:visible, #{re.sub(r"[^a-z0-9-]", "", at)}:visible').first

    def choose(self, *labels: str) -> Phone:
        for label in labels:
            self.screen.locator("label", has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).click()
        return self

    def write(self, words: str) -> Phone:
        self.screen.locator("textarea").fill(words)
        return self

    def next(self) -> Phone:
        self.page.locator("#next").click()
        return self

    def back(self) -> Phone:
        self.page.locator("#back").click()
        return self

    def go_to(self, name: str) -> Phone:
        """Press Next or Skip until the screen is there."""
        for _ in range(60):
            if self.at == name:
                return self
            self.next()
        raise AssertionError(f"no screen called {name} on this way; ended at {self.at}")

    def picture(self, name: str) -> Phone:
        """Keep what is shown, to be looked at and for the README."""
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"phone-{name}.png")
        return self

    def send(self) -> Phone:
        self.page.locator("#finish button").click()
        return self

    def sent(self) -> Phone:
        expect(self.page.locator("#thanks h1")).to_be_visible()
        return self

    def covered_on_the_way(self, key: str = "Tab", presses: int = 40) -> list[str]:
        """Goes through the screen by a key: what had the focus and lay under a bar (WCAG 2.2, 2.4.11 and .12)."""
        covered = []
        for _ in range(presses):
            self.page.keyboard.press(key)
            found = self.page.evaluate(COVERED)
            if found and found[1] > 1:
                covered.append(f"{self.at}: {found[1]} of {found[2]} px of {found[0]}")
        return covered

    # --- what is kept and seen

    def storage(self) -> Mapping[str, str]:
        """Everything this page left in the browser's storage."""
        kept: Mapping[str, str] = self.page.evaluate(
            "Object.fromEntries([...Object.entries(sessionStorage), ...Object.entries(localStorage)])"
        )
        return kept

    def hosts(self) -> set[str]:
        return {urlsplit(request.url).netloc for request in self.requests if request.url.startswith("http")}

    def faults(self) -> list[str]:
        """What axe finds wrong with the screen shown, wherever somebody has scrolled it to.

        The bars at the top and the bottom are laid down for it: what lies half under one is not too small.
        """
        self.page.evaluate(LAY_DOWN, "static")
        found = Axe().run(self.page, options={"runOnly": CHECKED, "resultTypes": ["violations"]})
        self.page.evaluate(LAY_DOWN, "")
        return [
            f"{self.at}: {one['id']}: {node['target']} {node['failureSummary']}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]
