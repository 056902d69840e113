"""The door: who gets in, from where, and what a form of another site can do (nothing)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey import accounts, look_around
from survey.house import House
from survey.serving import COOKIE
from survey.settings import Settings
from survey.store.tables import Role
from survey.team.sign_in import routes

PASSWORD = "lantern-otter-87-field"
HERE = {"origin": "http://localhost"}
SET_UP = {"display_name": "Ada", "username": "ada", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    yield from opened(house)


@pytest.fixture
def office(client: TestClient, house: House) -> TestClient:
    """An office with its administrator, nobody signed in."""
    accounts.create_account(
        house, None, username="ada", display_name="Ada", role=Role.ADMINISTRATOR, password=PASSWORD
    )
    return client


def opened(house: House, **how: object) -> Iterator[TestClient]:
    options: dict[str, object] = {"base_url": "http://localhost", "client": ("127.0.0.1", 50000)}
    app = Starlette(routes=routes(lambda: house))
    with TestClient(app, follow_redirects=False, **(options | how)) as browser:  # type: ignore[arg-type]
        yield browser


# --- the first minute ---


def test_a_new_office_offers_two_ways_to_begin(client: TestClient) -> None:
    page = client.get("/set-up").text
    assert "Set up this office" in page
    assert "Look around with example data" in page
    assert client.get("/sign-in").headers["location"] == "/set-up"


def test_setting_up_makes_the_administrator_and_lets_them_in(client: TestClient, house: House) -> None:
    answer = client.post("/set-up", data=SET_UP, headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/team/")
    actor = accounts.actor_for_token(house, client.cookies[COOKIE])
    assert actor is not None
    assert actor.role is Role.ADMINISTRATOR


def test_a_second_set_up_is_too_late(office: TestClient, house: House) -> None:
    answer = office.post("/set-up", data=SET_UP | {"username": "eve"}, headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert accounts.actor_named(house, "eve") is None
    assert office.get("/set-up").headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password_again": "something-else-77"}, "not the same"),
        ({"password": "short", "password_again": "short"}, "12"),
        ({"username": "!"}, "user name"),
        ({"display_name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: TestClient, change: dict[str, str], said: str
) -> None:
    answer = client.post("/set-up", data=SET_UP | change, headers=HERE)
    assert answer.status_code == 400
    assert said in answer.text
    kept = (SET_UP | change)["username"]
    assert f'value="{kept}"' in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"client": ("192.168.1.7", 50000)},
        {"base_url": "http://survey.example.org"},
        {"headers": {"x-forwarded-for": "203.0.113.9"}},
        {"client": ("not an address", 1)},
    ],
)
def test_the_first_account_is_made_on_this_computer_only(house: House, elsewhere: dict[str, object]) -> None:
    for browser in opened(house, **elsewhere):
        origin = {"origin": str(browser.base_url).rstrip("/")}
        assert "can only be made on the computer" in browser.get("/set-up").text
        assert browser.post("/set-up", data=SET_UP, headers=origin).status_code == 403
        assert browser.post("/set-up/example", headers=origin).status_code == 403
    assert not accounts.any_account(house)


def test_an_office_with_a_public_address_makes_its_first_account_by_the_command(house: House) -> None:
    """A proxy on the same computer need not say that it forwards: everybody looks as if they sat there."""
    public = replace(
        house, settings=house.settings.model_copy(update={"public_url": "https://listening.example.org"})
    )
    for browser in opened(public):
        assert "account create" in browser.get("/set-up").text
        assert browser.post("/set-up", data=SET_UP, headers=HERE).status_code == 403
        assert browser.post("/set-up/example", headers=HERE).status_code == 403
    assert not accounts.any_account(house)
    on_trial = house.settings.model_copy(update={"public_url": "http://192.168.1.20:8501"})
    for browser in opened(replace(house, settings=on_trial)):
        assert browser.post("/set-up", data=SET_UP, headers=HERE).status_code == 303


def test_an_address_of_the_same_computer_in_its_longer_form_counts(house: House) -> None:
    for browser in opened(house, client=("::ffff:127.0.0.1", 50000), base_url="http://127.0.0.1:8501"):
        assert "Set up this office" in browser.get("/set-up").text


def test_looking_around_makes_the_example_once_and_offers_each_role(client: TestClient, house: House) -> None:
    assert client.post("/set-up/example", headers=HERE).headers["location"] == "/sign-in"
    assert house.is_example
    page = client.get("/sign-in").text
    assert "Every answer is invented" in page
    assert page.count('class="person"') == len(Role)
    before = look_around.ways_in(house)
    client.post("/set-up/example", headers=HERE)
    assert look_around.ways_in(house) == before
    for person in before:
        given = {"username": person.username, "password": person.password}
        assert client.post("/sign-in", data=given, headers=HERE).headers["location"] == "/team/"
    for browser in opened(house, client=("192.168.1.7", 50000)):
        assert 'class="person"' not in browser.get("/sign-in").text


def test_a_real_workspace_has_no_ways_in_to_show(office: TestClient, house: House) -> None:
    assert look_around.ways_in(house) == ()
    assert 'class="person"' not in office.get("/sign-in").text


# --- in and out ---


def test_signing_in_sets_a_cookie_no_script_reads_and_no_other_site_sends(office: TestClient) -> None:
    answer = office.post("/sign-in", data={"username": "Ada ", "password": PASSWORD}, headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/team/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie


def test_over_https_the_cookie_never_travels_unencrypted(office: TestClient, house: House) -> None:
    for browser in opened(house, base_url="https://survey.example.org"):
        given = {"username": "ada", "password": PASSWORD}
        answer = browser.post("/sign-in", data=given, headers={"origin": "https://survey.example.org"})
        assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("username", "password"), [("ada", "wrong-password-1"), ("nobody", PASSWORD), ("ada", "")]
)
def test_a_wrong_pair_is_refused_in_words_and_the_name_stays(
    office: TestClient, username: str, password: str
) -> None:
    answer = office.post("/sign-in", data={"username": username, "password": password}, headers=HERE)
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert f'value="{username}"' in answer.text
    assert "set-cookie" not in answer.headers


def test_signing_out_ends_the_sign_in_and_takes_the_cookie_back(office: TestClient, house: House) -> None:
    office.post("/sign-in", data={"username": "ada", "password": PASSWORD}, headers=HERE)
    token = office.cookies[COOKIE]
    assert "Sign out of this browser?" in office.get("/sign-out").text
    answer = office.post("/sign-out", headers=HERE)
    assert answer.headers["location"] == "/sign-in"
    assert COOKIE not in office.cookies
    assert accounts.actor_for_token(house, token) is None


@pytest.mark.parametrize(
    "sent_from",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/localhost"},
        {"origin": "http://localhost", "sec-fetch-site": "cross-site"},
        {"origin": "http://localhost:9999"},
        {},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/set-up", "/set-up/example"])
def test_a_form_of_another_site_changes_nothing(
    client: TestClient, house: House, path: str, sent_from: dict[str, str]
) -> None:
    answer = client.post(path, data=SET_UP, headers=sent_from)
    assert answer.status_code == 403
    assert not accounts.any_account(house)


def test_what_is_typed_is_shown_as_typed_and_never_as_a_page(office: TestClient) -> None:
    name = '"><img src=x onerror=alert(1)>'
    answer = office.post("/sign-in", data={"username": name, "password": "x"}, headers=HERE)
    assert "<img" not in answer.text


def test_an_endless_form_is_cut_short(office: TestClient) -> None:
    answer = office.post("/sign-in", data={"username": "a" * 10_000, "password": "x"}, headers=HERE)
    assert answer.status_code == 401
    assert len(answer.text) < 5_000


def test_a_form_of_many_fields_is_refused(office: TestClient) -> None:
    answer = office.post("/sign-in", data={f"f{n}": "x" for n in range(50)}, headers=HERE)
    assert answer.status_code == 400


def test_the_style_sheet_carries_the_offices_accent(client: TestClient, settings: Settings) -> None:
    style = client.get("/sign-in/look.css")
    assert style.headers["content-type"].startswith("text/css")
    assert re.search(r"--fill: #[0-9a-f]{6}", style.text)
