"""A journey's language for the team's pages: what somebody does with a keyboard, and what they then see.

Everything is done with keys alone: Tab until it is there, then Enter, so that each test also shows that it can be
done so. Whatever goes wrong on the way (a script's error, a blocked resource, a request to another host) is noted.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from survey.settings import CHECKOUT
from tests.browser.phone import CHECKED, PICTURES
from tests.browser.servers import free_port, wait_for

MOST_STOPS = 150
STREAMLITS_OWN = {
    # Streamlit asks for its own addresses below the page's first and takes the 404 as an answer.
    "probe": re.compile(r"/team/[a-z-]+/_stcore/(health|host-config)$"),
}


# Drawn to the end: connected, no run of the script to come or under way, and nothing still fading in or out.
STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testConnectionState === 'CONNECTED' && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSpinner], [data-testid=stSkeleton]')
    && document.getAnimations().every(one =>
         one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)
}"""
# How often Streamlit began to draw since this was asked for: a page that refreshes itself may do it under axe's eyes.
WATCH_DRAWING = """() => {
  window.drawings = 0;
  const app = document.querySelector('[data-testid=stApp]');
  if (app) new MutationObserver(() => { if (app.dataset.testScriptState === 'running') window.drawings += 1 })
    .observe(app, {attributes: true, attributeFilter: ['data-test-script-state']})
}"""
MOST_LOOKS = 5


@contextmanager
def running_office(folder: Path) -> Iterator[str]:
    """`streamlit run survey_app.py` on an empty folder: the address of a brand-new office."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "SURVEY_DATA_DIR": str(folder / "data"),
        "SURVEY_PUBLIC_URL": address,
        "SURVEY_EXAMPLE": "small",
        "DATABASE_URL": "",
    }
    command = [sys.executable, "-m", "streamlit", "run", "survey_app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(address + "/s/", process)
            yield address
        finally:
            process.terminate()
            process.wait(20)


@dataclass
class Desk:
    """One browser of the team."""

    page: Page
    context: BrowserContext
    address: str
    troubles: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, browser: Browser, address: str, **options: Any) -> Desk:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        context.set_default_timeout(60_000)
        desk = cls(context.new_page(), context, address)
        desk.page.on("pageerror", lambda error: desk.troubles.append(f"script: {error}"))
        desk.page.on("request", lambda request: desk._note_elsewhere(request.url))
        desk.page.on("response", desk._note_refusal)
        return desk

    def put_away(self) -> None:
        self.context.close()
        assert not self.troubles, self.troubles

    # --- keys

    def reach(self, target: Locator) -> Locator:
        """Tab until it has the focus."""
        target = target.first
        target.wait_for()
        for _ in range(MOST_STOPS):
            if target.evaluate("one => one === document.activeElement"):
                return target
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key never comes to {target}")

    def press(self, target: Locator, key: str = "Enter") -> Desk:
        self.reach(target)
        self.page.keyboard.press(key)
        return self

    def press_button(self, name: str) -> Desk:
        return self.press(self.page.get_by_role("button", name=name, exact=True))

    def type_into(self, label: str, words: str) -> Desk:
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Tab")
        return self.settle()

    def choose(self, label: str, words: str) -> Desk:
        """In a list that opens: type a part of it and take the first that fits."""
        self.reach(self.page.get_by_role("combobox", name=re.compile(re.escape(label))))
        self.page.keyboard.type(words)
        self.page.get_by_role("option", name=re.compile(re.escape(words))).first.wait_for()
        self.page.keyboard.press("Enter")
        return self.settle()

    # --- ways

    def sign_in(self, username: str, password: str) -> Desk:
        """By the form, whether or not it is folded away."""
        self.page.goto(self.address + "/sign-in")
        self.page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
        self.page.fill("#username", username)
        self.page.fill("#password", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/team/**")
        return self.settle()

    def open(self, path: str) -> Desk:
        self.page.goto(self.address + path)
        return self.settle()

    def go(self, title: str) -> Desk:
        """By the menu, which on a narrow screen is behind its button."""
        link = self.page.get_by_role("link", name=title, exact=True)
        if not link.first.is_visible():
            self.press(
                self.page.get_by_test_id("stExpandSidebarButton")
                .locator("button, *")
                .or_(self.page.get_by_test_id("stExpandSidebarButton"))
                .first
            )
        return self.press(link).settle()

    def enter_as(self, role: str) -> Desk:
        self.open("/sign-in")
        self.press(self.page.get_by_role("button", name=re.compile(f"^{role}")))
        self.page.wait_for_url("**/team/**")
        return self.settle()

    def settle(self) -> Desk:
        """Until Streamlit has finished drawing."""
        if "/team" in self.page.url:
            self.page.get_by_test_id("stMain").wait_for()
            self.page.wait_for_function(STILL)
        return self

    def sees(self, words: str | re.Pattern[str]) -> Desk:
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=60_000)
        return self

    # --- looking

    def picture(self, name: str) -> bytes:
        PICTURES.mkdir(exist_ok=True)
        return self.page.screenshot(path=PICTURES / f"team-{name}.png")

    def faults(self) -> list[str]:
        """What axe finds wrong with the page shown, once it has been drawn: colours halfway through a fade are nobody's."""
        for _ in range(MOST_LOOKS):
            self.settle()
            self.page.evaluate(WATCH_DRAWING)
            found = Axe().run(self.page, options={"runOnly": CHECKED, "resultTypes": ["violations"]})
            if not self.page.evaluate("window.drawings"):
                break
        else:
            raise AssertionError(f"{self.page.url} is drawn again and again and could not be looked at")
        return [
            f"{self.page.url}: {one['id']}: {node['target']} {node['failureSummary']}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]

    def _note_elsewhere(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.troubles.append(f"a request to another host: {url}")

    def _note_refusal(self, answer: Response) -> None:
        if answer.status >= 400 and not STREAMLITS_OWN["probe"].search(answer.url):
            self.troubles.append(f"{answer.status} for {answer.url}")
