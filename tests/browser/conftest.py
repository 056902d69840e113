"""What every browser test may ask for: Chromium, a phone in it, the page on a server of its own.

`phone` is a phone with the young person's page of the test's own `house`, served from this process by a real
server, so that a test can look into the store right after a tap. `application` is the whole application as
people start it, in a process of its own with example data. Every phone notes what goes wrong on it: a
script's error or a blocked resource fails the test that caused it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from survey.house import House
from tests.browser.phone import Phone
from tests.browser.servers import CHROMIUM_ARGUMENTS, Application, phone_server, whole_application

OpenPhone = Callable[..., Phone]

# How long a page may take to come to what is expected, on a machine that has other work to do. What comes at
# once is seen at once; only what never comes takes this long.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def server(house: House) -> Iterator[str]:
    """The address of a real server with the phone's routes on the test's own house."""
    with phone_server(house) as address:
        yield address


@pytest.fixture
def open_phone(chromium: Browser, server: str) -> Iterator[OpenPhone]:
    """A phone on the server; any option of a Playwright context may be given."""
    phones: list[Phone] = []

    def open_one(**options: Any) -> Phone:
        phones.append(Phone.on(chromium, server, **options))
        return phones[-1]

    yield open_one
    for phone in phones:
        phone.put_away()


@pytest.fixture
def phone(open_phone: OpenPhone) -> Phone:
    return open_phone()


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """`streamlit run survey_app.py` on example data of its own."""
    with whole_application(tmp_path_factory.mktemp("application") / "data") as running:
        yield running
