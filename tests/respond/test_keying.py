"""The page for typing in, asked directly: what it opens to, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import Response as Answer
from starlette.testclient import TestClient

from survey import group_talk, kiosk, sessions
from survey.house import House
from survey.store.tables import Sitting
from tests.conftest import Clock, OpenSession, People
from tests.respond.conftest import Stored, a_submission


def step(client: TestClient, code: str | None, name: str, **body: Any) -> Answer:
    return client.post(f"/s/{code}/paper/{name}", json=body, headers={"accept": "application/json"})


def ticket(client: TestClient, house: House, sitting: Sitting) -> str:
    told = step(client, sitting.code, "open", pin=kiosk.pin(house, sitting))
    assert told.status_code == 200
    return str(told.json()["ticket"])


def form(sitting: Sitting, given: str, **more: Any) -> dict[str, Any]:
    return {**a_submission(sitting.questionnaire_version), "ticket": given, **more}


def test_the_page_names_its_scripts_and_holds_neither_pin_nor_ticket(
    client: TestClient, house: House, open_session: OpenSession
) -> None:
    sitting = open_session()
    page = client.get(f"/s/{sitting.code}?paper")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert kiosk.pin(house, sitting) not in page.text
    assert ticket(client, house, sitting) not in page.text


def test_a_phones_page_is_not_made_longer_by_it(
    client: TestClient, house: House, open_session: OpenSession
) -> None:
    assert "keying" not in client.get(f"/s/{open_session().code}").text


def test_the_page_opens_after_the_session_and_not_before_or_for_ever(
    client: TestClient, house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    draft = sessions.create(house, people.leader, questionnaire="easy_read", area="fenland")
    assert client.get(f"/s/{draft.code}?paper").status_code == 403
    sitting = open_session()
    sessions.close(house, people.leader, sitting.id)
    assert client.get(f"/s/{sitting.code}?paper").status_code == 200
    clock.turn(days=15)
    assert client.get(f"/s/{sitting.code}?paper").status_code == 410
    assert client.get("/s/DFHJKM?paper").status_code == 404


def test_a_form_is_kept_and_the_tally_goes_on(
    client: TestClient, house: House, open_session: OpenSession, stored: Stored
) -> None:
    sitting = open_session()
    kept = step(client, sitting.code, "keep", **form(sitting, ticket(client, house, sitting), number=1))
    assert kept.status_code == 201
    assert kept.json() == {"kept": True, "message": "", "forms": 1, "next": 2, "to_check": [1], "checked": 0}
    assert [one.mode for one in stored()] == ["paper"]


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("keep", {"ticket": "0" * 24, "number": 1}, 403),
        ("keep", {"number": "one"}, 400),
        ("keep", {"number": 0}, 422),
        ("keep", {"number": 1, "mode": "phone"}, 400),
        ("check", {"number": 7}, 404),
        ("group", {}, 404),
        ("burn", {}, 404),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    client: TestClient,
    house: House,
    open_session: OpenSession,
    stored: Stored,
    name: str,
    body: dict[str, Any],
    status: int,
) -> None:
    sitting = open_session()
    refused = step(client, sitting.code, name, **form(sitting, ticket(client, house, sitting), **body))
    assert refused.status_code == status
    assert refused.json()["message"]
    assert stored() == []


def test_a_taken_number_comes_with_the_next(
    client: TestClient, house: House, open_session: OpenSession
) -> None:
    sitting = open_session()
    given = ticket(client, house, sitting)
    step(client, sitting.code, "keep", **form(sitting, given, number=1))
    again = step(client, sitting.code, "keep", **form(sitting, given, number=1))
    assert (again.status_code, again.json()["next"]) == (409, 2)


def test_another_site_cannot_type_in(client: TestClient, house: House, open_session: OpenSession) -> None:
    sitting = open_session()
    sent = client.post(
        f"/s/{sitting.code}/paper/open",
        json={"pin": kiosk.pin(house, sitting)},
        headers={"sec-fetch-site": "cross-site", "accept": "application/json"},
    )
    assert sent.status_code == 403


def test_guessing_the_pin_is_slowed_down(client: TestClient, house: House, open_session: OpenSession) -> None:
    sitting = open_session()
    answers = [step(client, sitting.code, "open", pin="000000").status_code for _ in range(12)]
    assert answers[0] == 403 and answers[-1] == 429


def test_a_leaders_form_opens_to_its_leader_and_takes_nothing_from_a_phone(
    client: TestClient, house: House, people: People, open_session: OpenSession, stored: Stored
) -> None:
    talk = group_talk.prepare(house, people.leader, open_session().id)
    page = client.get(f"/s/{talk.code}")
    assert page.status_code == 200 and "Write up the group" in page.text
    body = {**a_submission(talk.questionnaire_version), "answers": {"group_size": "5-9"}}
    refused = client.post(f"/s/{talk.code}", json=body, headers={"accept": "application/json"})
    assert (refused.status_code, refused.json()["reason"]) == (403, "leaders_only")
    assert stored() == []
    kept = step(client, talk.code, "group", **body, ticket=ticket(client, house, talk))
    assert kept.status_code == 201
    assert len(stored()) == 1
