"""The address of a session that is over tells its young people what they said and what came of it."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey import asks, playback, responses, sessions
from survey.asks import AskStatus, HeardBack
from survey.house import House
from survey.responses import Submission
from survey.store.tables import Sitting
from tests.conftest import Clock, OpenSession, People
from tests.respond.conftest import FORM, a_submission, send_form


def sent_by(house: House, sitting: Sitting, number: int, **answers: object) -> None:
    for _ in range(number):
        submission = Submission(
            str(uuid.uuid4()), sitting.questionnaire_version, "en", {"age_band": "14-15"} | answers
        )
        assert responses.accept(house, sitting.code or "", submission).stored


@pytest.fixture
def over(house: House, people: People, open_session: OpenSession) -> Sitting:
    """A closed session of twelve."""
    sitting = open_session()
    sent_by(house, sitting, 9, safe_day="fairly_safe", help_most=["lights", "buses"], worries=["knives"])
    sent_by(house, sitting, 3, safe_day="very_unsafe", help_most=["lights"], worries=["hate"])
    return sessions.close(house, people.leader, sitting.id)


def test_the_page_says_what_the_group_said_in_words(client: TestClient, over: Sitting) -> None:
    answer = client.get(f"/s/{over.code}")
    assert answer.status_code == 410  # the survey is gone; what came of it is what is here
    assert answer.headers["cache-control"] == "no-store"
    page = answer.text
    said = re.findall(r"<li><span>([^<]+)</span><b>([^<]+)</b>", page)
    assert ("Fairly safe", "Most") in said
    assert ("Very unsafe", "Some") in said
    assert ("Better street lights", "Nearly all or all") in said
    assert re.search(r"A few of you, or none, said these</summary>\s*<ul>.*<li>More cameras</li>", page)
    assert "31 March 2027" in page
    assert "<form" not in page


def test_the_page_holds_no_number_and_nothing_sensitive(client: TestClient, over: Sitting) -> None:
    page = client.get(f"/s/{over.code}").text
    heard = page[page.index("What this group said") : page.index("</main>")]
    labels = re.sub(r"Think of the last 3 months|class=\"s\d\"|</?h\d", "", heard)
    assert not re.search(r"\d|%", labels)
    for sensitive in ("Knives", "worry about most", "How old are you", "Peterborough"):
        assert sensitive not in heard


def test_a_small_group_reads_why_there_are_no_bars(
    client: TestClient, house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    sent_by(house, sitting, playback.FEWEST - 1, safe_day="fairly_safe")
    sessions.close(house, people.leader, sitting.id)
    page = client.get(f"/s/{sitting.code}").text
    assert "10 or more people" in page
    assert 'class="bars"' not in page
    assert "31 March 2027" in page


def test_a_session_whose_time_ran_out_hears_back_too(
    client: TestClient, house: House, clock: Clock, open_session: OpenSession
) -> None:
    sitting = open_session(hours=2)
    sent_by(house, sitting, 12, safe_day="fairly_safe")
    clock.turn(hours=3)
    page = client.get(f"/s/{sitting.code}").text
    assert "ask for a new code" in page
    assert 'class="bars"' in page


@pytest.mark.parametrize("status", AskStatus)
def test_what_was_asked_and_what_they_said_stand_side_by_side(
    client: TestClient, over: Sitting, monkeypatch: pytest.MonkeyPatch, status: AskStatus
) -> None:
    one = HeardBack("Bus stops are <dark>", "We will put up lights", "Ten are lit", "police", status)
    monkeypatch.setattr(
        playback, "of_session", lambda house, code: PLAYED(house, code, heard_back=lambda *_: (one,))
    )
    page = client.get(f"/s/{over.code}").text
    assert "You said" in page and "Bus stops are &lt;dark&gt;" in page
    assert "They said" in page and "We will put up lights" in page
    assert "What changed" in page and "Ten are lit" in page
    assert "Cambridgeshire Constabulary" in page  # as the office calls who was asked
    standing = {"asked": "No answer yet", "doing": "doing it now", "done": "It is done"}
    assert standing.get(status.value, "They ") in page


PLAYED = playback.of_session


def test_an_ask_made_public_reaches_the_page(
    client: TestClient, house: House, people: People, over: Sitting
) -> None:
    ask = asks.add(house, people.analyst, "Light up the way to the bus.", owner="police")
    assert "Light up the way" not in client.get(f"/s/{over.code}").text
    asks.make_public(house, people.analyst, ask.id)
    page = client.get(f"/s/{over.code}").text
    assert "Light up the way to the bus." in page
    assert "We asked them. No answer yet." in page


@pytest.fixture
def drafts_on(questionnaires: Path) -> None:
    """The office has switched every draft on, before the house is opened."""
    path = questionnaires / "office.yaml"
    path.write_text(path.read_text("utf-8").replace("when_approved}", "as_draft}"), "utf-8")


def test_the_page_speaks_the_language_asked_for(drafts_on: None, client: TestClient, over: Sitting) -> None:
    page = client.get(f"/s/{over.code}", params={"lang": "ur"}).text
    assert '<html lang="ur" dir="rtl">' in page
    question = "How safe do you feel when you are out in the day?"
    assert f"<h3>{question}</h3>" not in page
    assert f"<h3>{question}</h3>" in client.get(f"/s/{over.code}", params={"lang": "xx"}).text
    assert re.search(r'<a href="\?lang=pl"', page)


def test_without_a_script_help_is_for_where_somebody_lives_and_the_receipt_says_where_to_go(
    client: TestClient, open_session: OpenSession
) -> None:
    sitting = open_session(area="peterborough")
    sent = a_submission(sitting.questionnaire_version, answers={"area": "fenland"})
    page = send_form(client, sitting.code, sent).text
    card = page[page.index('id="help"') :]
    assert "Children’s services in Cambridgeshire" in card
    assert re.search(r"data-elsewhere hidden>\s*<b>Children’s services in Peterborough", card)
    form = {"content-type": FORM["content-type"], "accept": "text/html"}
    fields = f"submission_id={sent['submission_id']}"
    receipt = client.post(f"/s/{sitting.code}/receipt", content=fields, headers=form).text
    assert "testserver/s/mine" in receipt


def test_the_script_is_still_told_that_the_session_is_closed(client: TestClient, over: Sitting) -> None:
    answer = client.get(f"/s/{over.code}", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["reason"]) == (410, "closed")
