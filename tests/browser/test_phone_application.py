"""The page on the server people really start: nothing of the team's side gets in its way."""

from __future__ import annotations

import httpx
from playwright.sync_api import Browser, expect

from tests.browser.phone import Phone
from tests.browser.servers import Application


def test_a_walk_to_the_thank_you_page_loads_nothing_of_streamlit(
    chromium: Browser, application: Application
) -> None:
    phone = Phone.on(chromium, application.address)
    phone.open(application.join_code).start().choose("16 or 17").go_to("safe_dark").picture("question")
    phone.go_to("finish").send().sent()
    expect(phone.page.get_by_text("Example. All answers here are invented.")).to_be_visible()
    assert [request.method for request in phone.requests if request.method != "GET"] == ["POST"]
    assert not [request.url for request in phone.requests if "/s/" not in request.url]
    phone.put_away()


def test_the_pages_own_headers_and_not_found_survive_the_team_server(application: Application) -> None:
    with httpx.Client(base_url=application.address) as client:
        page = client.get(f"/s/{application.join_code}")
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        missing = client.get("/s/no/such/place")
        assert (missing.status_code, "Type the code you were given" in missing.text) == (404, True)
        assert client.delete(f"/s/{application.join_code}").status_code == 405
        front = client.get("/")
        assert (front.status_code, 'name="code"' in front.text) == (200, True)
        assert len(front.content) < 20_000
