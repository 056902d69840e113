"""The office's own sign-in, walked in a browser: there, in with the role the provider gives, out, and too late."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Browser, BrowserContext, Page, expect

from survey.settings import CHECKOUT
from tests.browser.servers import free_port, wait_for
from tests.identity_provider import Provider, identity_provider

PEOPLE = {
    "ana": {"preferred_username": "ana@office.example", "name": "Ana Lyst", "roles": ["listening-analysts"]},
    "noor": {"preferred_username": "noor@office.example", "name": "Noor Rolls", "roles": ["catering"]},
    "none": {"preferred_username": "none@office.example", "name": "No Claim"},
    "boss": {"preferred_username": "boss@office.example", "name": "Bo Ss", "roles": ["listening-admins"]},
    "lead": {"preferred_username": "lead@office.example", "name": "Lee Ad", "roles": ["listening-leads"]},
}
ROLES = {
    "listening-analysts": "analyst",
    "listening-leads": "safeguarding_lead",
    "listening-admins": "administrator",
}


@dataclass(frozen=True)
class Office:
    address: str
    provider: Provider
    log: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The whole application with a provider of its own."""
    folder, port = tmp_path_factory.mktemp("office"), free_port()
    address = f"http://localhost:{port}"
    with identity_provider(f"{address}/team/oauth2callback", json.loads(json.dumps(PEOPLE))) as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(provider.secrets_toml("a long cookie secret for this test only"))
        environment = os.environ | {
            "SURVEY_DATA_DIR": str(folder / "data"),
            "DATABASE_URL": "",
            "SURVEY_PUBLIC_URL": address,
            "SURVEY_OIDC_ROLES": json.dumps(ROLES),
        }
        first = [sys.executable, "-m", "survey", "account", "create", "--username", "head", "--name", "He Ad"]
        subprocess.run(
            first,
            cwd=CHECKOUT,
            env=environment,
            input="a door with 9 blue hinges\n",
            text=True,
            check=True,
            capture_output=True,
        )
        command = [sys.executable, "-m", "streamlit", "run", "survey_app.py", "--server.port", str(port)]
        command += [
            "--server.headless",
            "true",
            "--server.address",
            "127.0.0.1",
            "--secrets.files",
            str(secrets),
        ]
        log = folder / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=out, stderr=out)
            try:
                wait_for(f"http://127.0.0.1:{port}/s/", process)
                yield Office(address, provider, log)
            finally:
                process.terminate()
                process.wait(20)
    assert provider.problems == []


@pytest.fixture
def browser(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(30_000)
    yield context
    context.close()


def comes_in_as(browser: BrowserContext, office: Office, subject: str) -> Page:
    page = browser.new_page()
    page.goto(office.address + "/sign-in")
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_role("link", name=subject, exact=True).click()
    page.wait_for_url(office.address + "/team/**")
    return page


def signs_out(page: Page, office: Office) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(office.address + "/sign-in")


def everything_kept(browser: BrowserContext) -> list[dict[str, object]]:
    return [dict(cookie) for cookie in browser.cookies()]


def test_the_provider_s_role_opens_the_pages_of_that_role_and_no_other(
    browser: BrowserContext, office: Office
) -> None:
    page = comes_in_as(browser, office, "ana")
    expect(page.get_by_text("Ana Lyst")).to_be_visible()
    expect(page.get_by_role("link", name="This wave")).to_be_visible()
    expect(page.get_by_role("link", name="Accounts")).to_have_count(0)
    expect(page.get_by_role("link", name="To read")).to_have_count(0)
    signs_out(page, office)


@pytest.mark.parametrize("subject", ["noor", "none", "boss"])
def test_whom_the_provider_gives_no_job_here_stays_outside(
    browser: BrowserContext, office: Office, subject: str
) -> None:
    page = comes_in_as(browser, office, subject)
    expect(
        page.get_by_role("heading", name="Your organisation knows you, this office does not yet")
    ).to_be_visible()
    expect(page.get_by_role("link", name="This wave")).to_have_count(0)
    page.get_by_role("button", name="Sign out of your organisation").click()
    page.wait_for_url(office.address + "/sign-in")


def test_a_role_changed_at_the_provider_is_another_role_here_the_next_time(
    browser: BrowserContext, office: Office
) -> None:
    signs_out(comes_in_as(browser, office, "lead"), office)
    office.provider.people["lead"]["roles"] = ["listening-analysts"]
    page = comes_in_as(browser, office, "lead")
    expect(page.get_by_role("link", name="This wave")).to_be_visible()
    signs_out(page, office)


def test_signing_out_ends_it_at_the_provider_too_and_a_kept_cookie_opens_nothing(
    browser: BrowserContext, office: Office, chromium: Browser
) -> None:
    page = comes_in_as(browser, office, "ana")
    expect(page.get_by_role("link", name="This wave")).to_be_visible()
    kept = browser.cookies()
    before = len(office.provider.signed_out)
    signs_out(page, office)
    assert (
        office.provider.signed_out[before:][0].count(".") == 2
    )  # it was told whose session, by the signed token
    assert not [cookie for cookie in browser.cookies() if cookie["name"].startswith("_streamlit_user")]
    thief = chromium.new_context()
    thief.add_cookies(kept)
    page = thief.new_page()
    page.goto(office.address + "/team/")
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    expect(page.get_by_text("Ana Lyst")).to_have_count(0)
    thief.close()


def test_a_sign_in_left_behind_is_told_so_and_offered_again(browser: BrowserContext, office: Office) -> None:
    office.provider.issued_ago = 31 * 60
    try:
        page = comes_in_as(browser, office, "ana")
        expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    finally:
        office.provider.issued_ago = 0
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_role("link", name="ana", exact=True).click()
    expect(page.get_by_role("link", name="This wave")).to_be_visible()
    signs_out(page, office)


def test_a_token_signed_with_another_key_lets_nobody_in(browser: BrowserContext, office: Office) -> None:
    office.provider.signing_key = rsa.generate_private_key(65537, 2048)
    try:
        page = browser.new_page()
        page.goto(office.address + "/team/organisation")
        page.get_by_role("link", name="ana", exact=True).click()
        page.wait_for_load_state("networkidle")
    finally:
        office.provider.signing_key = None
    assert not [cookie for cookie in browser.cookies() if cookie["name"].startswith("_streamlit_user")]
    assert "Traceback" not in page.content()
    page.goto(office.address + "/team/")
    assert page.url == office.address + "/sign-in"


def test_a_code_this_browser_did_not_ask_for_lets_nobody_in(browser: BrowserContext, office: Office) -> None:
    page = browser.new_page()
    page.goto(office.address + "/team/oauth2callback?code=stolen&state=made-up")
    assert not [cookie for cookie in browser.cookies() if cookie["name"].startswith("_streamlit_user")]
    assert "Traceback" not in page.content()
    page.goto(office.address + "/team/")
    assert page.url == office.address + "/sign-in"


def test_the_server_s_log_holds_no_code_token_or_name_of_theirs(office: Office) -> None:
    log = office.log.read_text(errors="replace")
    assert "sign-in" in log
    for words in (
        "stolen",
        "code=",
        "state=",
        "eyJ",
        "Ana Lyst",
        "ana@office.example",
        office.provider.issuer,
    ):
        assert words not in log
