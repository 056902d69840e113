"""What each address answers: the survey, a kind reason why not, or nothing that was never promised."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from survey import sessions
from survey.house import House
from survey.respond import assets, limits
from survey.respond.messages import MESSAGES
from survey.store.tables import SessionState, Sitting
from tests.conftest import Clock, OpenSession, People
from tests.respond.conftest import FORM, Stored, a_submission, as_fields, send_form

STATES = {
    "draft": {"state": SessionState.DRAFT},
    "paused": {"state": SessionState.PAUSED},
    "closed": {"state": SessionState.CLOSED},
    "full": {"cap": 1, "accepted": 1},
}


def put(house: House, sitting: Sitting, **facts: Any) -> None:
    with house.database.session() as session:
        session.add(session.merge(sitting).sqlmodel_update(facts))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden"[^>]* name="{name}" value="([^"]*)">', page)
    assert found, f"no hidden input called {name}"
    return found[1]


# --- the survey


def test_the_page_carries_what_a_send_needs(client: TestClient, open_session: OpenSession) -> None:
    sitting = open_session()
    page = client.get(f"/s/{sitting.code}").text
    assert hidden(page, "version") == sitting.questionnaire_version
    assert hidden(page, "language") == "en"
    first, second = (
        uuid.UUID(hidden(client.get(f"/s/{sitting.code}").text, "submission_id")) for _ in range(2)
    )
    assert first != second


def test_the_area_of_the_session_is_filled_in_and_nothing_else(
    client: TestClient, open_session: OpenSession
) -> None:
    page = client.get(f"/s/{open_session(area='fenland').code}").text
    assert re.findall(r'name="(\w+)" value="(\w+)" checked', page) == [("area", "fenland")]


@pytest.mark.parametrize("state", STATES)
def test_a_session_that_takes_no_answers_says_why(
    client: TestClient, house: House, open_session: OpenSession, stored: Stored, state: str
) -> None:
    sitting = open_session()
    put(house, sitting, **STATES[state])
    opened = client.get(f"/s/{sitting.code}")
    assert opened.status_code == MESSAGES[state].status
    assert MESSAGES[state].title in opened.text
    assert "<form" not in opened.text
    sent = client.post(f"/s/{sitting.code}", json=a_submission(sitting.questionnaire_version))
    assert (sent.status_code, sent.json()["reason"]) == (MESSAGES[state].status, state)
    assert MESSAGES[state].title in sent.json()["message"]
    assert not stored()


def test_a_session_whose_time_is_over_says_so(
    client: TestClient, clock: Clock, open_session: OpenSession
) -> None:
    sitting = open_session(hours=2)
    clock.turn(hours=3)
    assert MESSAGES["expired"].lines[0] in client.get(f"/s/{sitting.code}").text


def test_a_voided_session_looks_closed(
    client: TestClient, house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    sessions.void(house, people.administrator, sitting.id, "a test")
    answer = client.get(f"/s/{sitting.code}")
    assert answer.status_code == 410
    assert "This session has ended" in answer.text


@pytest.mark.parametrize(
    "path", ["/s/XXXXXX", "/s/nothing", "/s/a/b/c", "/s/%F0%9F%98%80", "/s/" + "x" * 3000]
)
def test_an_unknown_address_is_our_own_404(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Type the code you were given" in answer.text


def test_a_code_is_forgiven_its_case_and_dashes(client: TestClient, open_session: OpenSession) -> None:
    code = open_session().code or ""
    typed = client.get("/s/", params={"code": f"{code[:3].lower()} - {code[3:]}"})
    assert (typed.status_code, typed.headers["location"]) == (303, f"/s/{code}")
    linked = client.get(f"/s/{code.lower()}")
    assert (linked.status_code, linked.headers["location"]) == (308, f"/s/{code}")


def test_the_first_page_asks_for_a_code_and_has_a_door_for_the_team(client: TestClient) -> None:
    for path in ("/", "/s/", "/s"):
        page = client.get(path).text
        assert 'name="code"' in page
        assert 'href="/team"' in page


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused_and_told_which_work(
    client: TestClient, open_session: OpenSession, method: str
) -> None:
    code = open_session().code
    answer = client.request(method, f"/s/{code}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST, HEAD"
    assert client.request(method, "/").status_code == 405
    assert client.get(f"/s/{code}/receipt").status_code == 405


def test_head_answers_like_get(client: TestClient, open_session: OpenSession) -> None:
    code = open_session().code
    assert client.head(f"/s/{code}").status_code == 200
    assert client.head("/s/XXXXXX").status_code == 404


@pytest.mark.parametrize("wanted", ["xx", "../../..", "en\r\nset-cookie: a=b", '"><script>', "x" * 3000, ""])
def test_a_language_the_page_does_not_speak_changes_nothing(
    client: TestClient, open_session: OpenSession, wanted: str
) -> None:
    for path in ("/", "/s/mine", "/s/XXXXXX", f"/s/{open_session().code}"):
        answer = client.get(path, params={"lang": wanted})
        assert answer.status_code in (200, 404)
        assert '<html lang="en" dir="ltr">' in answer.text
        assert answer.headers["content-language"] == "en"
        assert "set-cookie" not in answer.headers


# --- sending


def test_sending_is_201_then_200_then_409(
    client: TestClient, open_session: OpenSession, stored: Stored
) -> None:
    sitting = open_session()
    body = a_submission(sitting.questionnaire_version)
    first, again = (client.post(f"/s/{sitting.code}", json=body) for _ in range(2))
    assert (first.status_code, first.json()["first"]) == (201, True)
    assert (again.status_code, again.json()["first"]) == (200, False)
    other = client.post(f"/s/{sitting.code}", json=body | {"answers": {"age_band": "10-11"}})
    assert (other.status_code, other.json()["reason"]) == (409, "conflict")
    assert len(stored()) == 1


def test_json_and_form_store_the_same(client: TestClient, open_session: OpenSession, stored: Stored) -> None:
    sitting = open_session()
    answers = {
        "age_band": "14-15",
        "places": ["park", "home"],
        "place_safety": {"park": "very_unsafe", "home": "very_safe"},
        "unsafe_why": "dark\nand far",
        "worries": ["fights"],
    }
    sent = a_submission(sitting.questionnaire_version, answers=answers)
    assert client.post(f"/s/{sitting.code}", json=sent).status_code == 201
    as_form = as_fields(sent | {"submission_id": str(uuid.uuid4())}).replace("%0A", "%0D%0A")
    answer = client.post(f"/s/{sitting.code}", content=as_form, headers=FORM)
    assert answer.status_code == 201
    assert "<h1>Thank you</h1>" in answer.text
    first, second = stored()
    assert first.answers == second.answers


def test_a_form_with_something_to_mend_keeps_everything(
    client: TestClient, open_session: OpenSession, stored: Stored
) -> None:
    sitting = open_session()
    answers = {"worries": ["bullying", "fights", "theft", "hate"], "safer_what": 'a "bench" & <light>'}
    submission = a_submission(sitting.questionnaire_version, answers=answers)
    answer = send_form(client, sitting.code, submission)
    assert answer.status_code == 422
    assert hidden(answer.text, "submission_id") == submission["submission_id"]
    assert "choose up to 3" in answer.text
    assert len(re.findall(r'name="worries" value="\w+" checked', answer.text)) == 4
    assert "a &#34;bench&#34; &amp; &lt;light&gt;</textarea>" in answer.text
    assert not stored()


def test_a_bad_answer_is_named_by_field_and_never_repeated(
    client: TestClient, open_session: OpenSession, stored: Stored
) -> None:
    sitting = open_session()
    for answers, field in (
        ({"age_band": "my secret"}, "age_band"),
        ({"my secret": "x"}, "answers"),
        ({"unsafe_why": "my secret " * 200}, "unsafe_why"),
        ({"worries": "my secret"}, "worries"),
        ({"safe_day": {"my secret": "my secret"}}, "safe_day"),
    ):
        sent = client.post(
            f"/s/{sitting.code}", json=a_submission(sitting.questionnaire_version, answers=answers)
        )
        assert sent.status_code == 422
        assert [problem["field"] for problem in sent.json()["problems"]] == [field]
        assert "my secret" not in sent.text
    assert not stored()


def test_answers_to_other_questions_are_asked_to_load_the_page_again(
    client: TestClient, open_session: OpenSession
) -> None:
    sent = client.post(f"/s/{open_session().code}", json=a_submission("0" * 64))
    assert (sent.status_code, sent.json()["reason"]) == (422, "wrong_version")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"words"',
        b"{}",
        b'{"answers": 1}',
        b"\xff\xfe",
        b'{"a":' * 5000,
        b'{"submission_id": "\\ud800"}',
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_what_cannot_be_read_is_refused_without_being_repeated(
    client: TestClient, open_session: OpenSession, body: bytes, kind: str
) -> None:
    sent = client.post(f"/s/{open_session().code}", content=body, headers={"content-type": kind})
    assert sent.status_code == 400
    assert MESSAGES["unreadable"].title in sent.text


def test_one_unknown_field_beside_the_answers_is_refused(
    client: TestClient, open_session: OpenSession
) -> None:
    sitting = open_session()
    sent = client.post(f"/s/{sitting.code}", json=a_submission(sitting.questionnaire_version, name="Sam"))
    assert sent.status_code == 400
    assert sent.json()["problems"] == [{"field": "body", "reason": "this is missing or unreadable"}]


def test_somebody_the_survey_is_not_for_is_thanked_and_not_stored(
    client: TestClient, open_session: OpenSession, stored: Stored
) -> None:
    sitting = open_session()
    submission = a_submission(
        sitting.questionnaire_version, answers={"age_band": "younger", "unsafe_why": "dark"}
    )
    page = send_form(client, sitting.code, submission)
    assert "These questions are for people from 10 to 24." in page.text
    sent = client.post(f"/s/{sitting.code}", json=submission)
    assert sent.json() == {"stored": False, "message": sent.json()["message"]}
    assert not stored()


# --- limits


def test_a_huge_body_is_refused_by_what_it_says_and_by_what_it_is(
    client: TestClient, open_session: OpenSession
) -> None:
    address = f"/s/{open_session().code}"
    headers = {"content-type": "application/json"}
    large = b"x" * (limits.LARGEST_BODY + 1)
    assert client.post(address, content=large, headers=headers).status_code == 413
    streamed = client.post(address, content=iter([large[:60_000], large[60_000:]]), headers=headers)
    assert (streamed.status_code, streamed.json()["reason"]) == (413, "too_large")


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "", "application/xml"])
def test_only_json_and_forms_are_read(client: TestClient, open_session: OpenSession, kind: str) -> None:
    sent = client.post(f"/s/{open_session().code}", content=b"{}", headers={"content-type": kind})
    assert sent.status_code == 415


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 201),
        ({"sec-fetch-site": "none"}, 201),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://testserver"}, 201),
        ({"origin": "null"}, 201),
        ({"origin": "https://elsewhere.example"}, 403),
        ({}, 201),
    ],
)
def test_a_send_comes_from_our_own_page(
    client: TestClient, open_session: OpenSession, stored: Stored, headers: dict[str, str], status: int
) -> None:
    sitting = open_session()
    sent = client.post(
        f"/s/{sitting.code}", json=a_submission(sitting.questionnaire_version), headers=headers
    )
    assert sent.status_code == status
    assert len(stored()) == (status == 201)


def test_trying_many_codes_gets_slow_and_a_right_one_still_opens(
    client: TestClient, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNKNOWN_CODES", limits.Limit(3, limits.UNKNOWN_CODES.within))
    code = open_session().code
    wrong = [client.get(f"/s/{guess}").status_code for guess in ("DDDDD2", "DDDDD3", "DDDDD4", "DDDDD5")]
    assert wrong == [404, 404, 404, 429]
    assert client.get(f"/s/{code}").status_code == 200


def test_refused_sends_are_counted_and_good_ones_are_not(
    client: TestClient, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REFUSED_SENDS", limits.Limit(2, limits.REFUSED_SENDS.within))
    sitting = open_session()
    bad = a_submission("0" * 64)
    assert [client.post(f"/s/{sitting.code}", json=bad).status_code for _ in range(3)] == [422, 422, 429]
    good = a_submission(sitting.questionnaire_version)
    assert client.post(f"/s/{sitting.code}", json=good).status_code == 201


# --- receipts


def test_a_receipt_is_shown_once_and_deletes_the_answers(
    client: TestClient, open_session: OpenSession, stored: Stored
) -> None:
    sitting = open_session()
    body = a_submission(sitting.questionnaire_version)
    client.post(f"/s/{sitting.code}", json=body)
    asked = {"submission_id": body["submission_id"]}
    given = client.post(f"/s/{sitting.code}/receipt", json=asked)
    assert given.status_code == 201
    again = client.post(f"/s/{sitting.code}/receipt", json=asked)
    assert (again.status_code, again.json()["reason"]) == (409, "receipt_given")

    typed = {"receipt": given.json()["receipt"].lower().replace("-", "  ")}
    sure = client.post("/s/mine", data=typed)
    assert "This cannot be undone." in sure.text
    assert len(stored()) == 1
    assert "Your answers are deleted" in client.post("/s/mine", data=typed | {"sure": "yes"}).text
    assert not stored()
    assert client.post("/s/mine", data=typed | {"sure": "yes"}).status_code == 404


def test_no_receipt_for_answers_that_are_not_here(client: TestClient, open_session: OpenSession) -> None:
    sitting = open_session()
    for submission_id in (str(uuid.uuid4()), "not an id"):
        answer = client.post(f"/s/{sitting.code}/receipt", json={"submission_id": submission_id})
        assert (answer.status_code, answer.json()["reason"]) == (404, "no_answers")
    assert client.post(f"/s/{sitting.code}/receipt", json={}).status_code == 400


def test_guessing_receipts_is_throttled(client: TestClient) -> None:
    guess = {"receipt": "0" * 15, "sure": "yes"}
    seen = [client.post("/s/mine", data=guess).status_code for _ in range(12)]
    assert seen[0] == 404
    assert seen[-1] == 429


# --- headers


def test_every_answer_is_locked_down(client: TestClient, open_session: OpenSession) -> None:
    sitting = open_session()
    answers = [
        client.get(path) for path in ("/", "/s/", f"/s/{sitting.code}", "/s/mine", "/s/quiet", "/s/x/y")
    ]
    answers.append(client.post(f"/s/{sitting.code}", json=a_submission(sitting.questionnaire_version)))
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy


def test_the_policy_names_exactly_what_the_page_holds(client: TestClient, open_session: OpenSession) -> None:
    answer = client.get(f"/s/{open_session().code}")
    bodies = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", answer.text, flags=re.DOTALL)
    assert len(bodies) == 3
    for body in bodies:
        assert assets.Inline.of(body).source in answer.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r'\s(?:on\w+|style)="', answer.text)


@pytest.mark.parametrize("coding", ["br", "gzip", "identity", "gzip;q=0, br;q=0", "*"])
def test_a_page_is_the_same_however_it_travels(
    client: TestClient, open_session: OpenSession, coding: str
) -> None:
    code = open_session().code
    plain = client.get(f"/s/{code}", headers={"accept-encoding": "identity"}).text
    sent = client.get(f"/s/{code}", headers={"accept-encoding": coding})
    assert sent.headers.get("content-encoding", "identity") == (
        coding if coding in ("br", "gzip") else "identity"
    )
    without_id = re.compile(r'name="submission_id" value="[^"]*"')
    assert without_id.sub("", sent.text) == without_id.sub("", plain)


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize("shared", ["", "?kiosk"])
def test_the_first_view_fits_its_budget(
    client: TestClient, open_session: OpenSession, shared: str, coding: str
) -> None:
    """20 kB compressed in one request: by Brotli over HTTPS, by gzip on an old phone or plain HTTP."""
    address = f"/s/{open_session().code}{shared}"
    with client.stream("GET", address, headers={"accept-encoding": coding}) as answer:
        assert answer.headers["content-encoding"] == coding
        size = sum(len(part) for part in answer.iter_raw())
    assert size <= 20_000


def test_a_page_never_names_another_host_to_load_from(client: TestClient, open_session: OpenSession) -> None:
    page = client.get(f"/s/{open_session().code}").text
    assert not re.findall(r'(?:src|action|data)="(?:https?:)?//', page)
    assert all("stylesheet" not in link for link in re.findall(r"<link[^>]*>", page))


# --- words


def test_no_template_or_message_has_straight_quotes() -> None:
    sources = [path.read_text("utf-8") for path in Path(assets.HERE, "templates").glob("*.html")]
    said = [words for source in sources for words in re.findall(r'(?:_|plain|say)\("([^"]*)"', source)]
    said += [words for message in MESSAGES.values() for words in (message.title, *message.lines)]
    assert len(said) > 60
    assert not [words for words in said if "'" in words or '"' in words]


def test_every_sentence_of_the_page_is_short() -> None:
    sentences = [
        sentence
        for message in MESSAGES.values()
        for line in (message.title, *message.lines)
        for sentence in re.split(r"(?<=[.?!])\s", line)
    ]
    assert not [sentence for sentence in sentences if len(sentence.split()) > 15]
