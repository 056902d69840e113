"""A word in a held text, and a detail in a cleared one, come out nowhere: everything is walked, and asked.

Whatever a service, a command, an address, a mail, a log or a file gives to anybody but the safeguarding lead is
searched for both. That the lead does see the held word is what lets this walk fail. Services are found by looking,
so a new one is walked the day it is written. The pages are walked in `tests/team/test_marker_walk_pages.py`.
"""

from __future__ import annotations

import importlib
import inspect
import io
import logging
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

import survey
from survey import audit, reading, serving, wave
from survey.__main__ import main
from survey.house import House
from survey.permissions import Actor, actor_of
from survey.respond.routes import routes
from survey.screening import alerts, queue
from survey.settings import Settings
from survey.store import accounts as account_rows
from survey.store.tables import AnalysisRun, FreeText, Role, Sitting, TextState
from survey.team import sign_in
from tests.marked_words import (
    CLEARED,
    DETAIL_WORD,
    HELD,
    HELD_WORD,
    QUESTION,
    Planted,
    house_in,
    plant,
    seen_in,
)

Service = Callable[..., Any]
ROOMS_WITHOUT_SERVICES = (
    "survey.store",
    "survey.team",
    "survey.respond",
    "survey.commands",
    "survey.__main__",
)
NOT_WALKED = {
    "make_example": "makes another workspace beside this one",
    "rotate": "writes a new key and returns none; `test_rotation` reads its output",
    "middleware": "is walked by address below",
    "words_of": "opens a text inside a decision, for `survey.screening.queue` alone",
}
MUST_GIVE_SOMETHING = {
    (Role.ANALYST, "survey.reading.cleared_answers"),
    (Role.ANALYST, "survey.wave.gather"),
    (Role.ANALYST, "survey.themes.standing.in_questions"),
    (Role.ANALYST, "survey.releases.prepare"),
    (Role.ANALYST, "survey.released.history"),
    (Role.VIEWER, "survey.released.latest"),
    (Role.VIEWER, "survey.reports.cuts"),
    (Role.SESSION_LEADER, "survey.sessions.counts"),
    (Role.SESSION_LEADER, "survey.printing.for_leader"),
    (Role.ADMINISTRATOR, "survey.audit.entries"),
    (Role.ADMINISTRATOR, "survey.health.checks"),
    (Role.ADMINISTRATOR, "survey.accounts.list_accounts"),
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(tmp_path_factory.mktemp("planted") / "data")


@pytest.fixture
def house(planted: Planted, tmp_path: Path) -> Iterator[House]:
    house = planted.copy(tmp_path / "data")
    yield house
    house.database.dispose()


def texts(house: House) -> dict[TextState, FreeText]:
    """The two planted ones, by what became of them."""
    with house.database.reading() as session:
        found = session.exec(select(FreeText)).all()
    held = next(one for one in found if one.state is TextState.HELD)
    cleared = next(one for one in found if one.cleared_text and "write to" in one.cleared_text)
    return {TextState.HELD: held, TextState.CLEARED: cleared}


def everybody_else(planted: Planted) -> dict[Role, Actor | None]:
    people = planted.people
    others = (people.leader, people.analyst, people.viewer, people.administrator)
    return {one.role: one for one in others}


# --- that the walk can fail ---


def test_the_lead_sees_the_held_word_and_the_analyst_sees_the_cleared_text_without_its_detail(
    house: House, planted: Planted
) -> None:
    assert seen_in(queue.waiting(house, planted.people.lead)) == {HELD_WORD}
    cleared = [one.text for one in reading.cleared_answers(house, planted.people.analyst)]
    assert "it is dark by the river and the lights are broken, write to [email]" in cleared


@pytest.mark.parametrize(
    "hidden", [HELD, {"a": [HELD]}, HELD.encode(), ValueError(HELD), [CLEARED], io.BytesIO(HELD.encode())]
)
def test_the_search_finds_a_word_wherever_it_is(hidden: object) -> None:
    assert seen_in(hidden)


# --- services ---


def services() -> dict[str, Service]:
    """Every public function of the package whose first argument is the house."""
    found: dict[str, Service] = {}
    for room in pkgutil.walk_packages(survey.__path__, "survey."):
        if room.name.startswith(ROOMS_WITHOUT_SERVICES):
            continue
        module = importlib.import_module(room.name)
        for name, service in inspect.getmembers(module, inspect.isfunction):
            own = service.__module__ == room.name and not name.startswith("_") and name not in NOT_WALKED
            if own and next(iter(inspect.signature(service).parameters), "") == "house":
                found[f"{room.name}.{name}"] = service
    return found


def arguments_of(house: House, planted: Planted) -> dict[str, Any]:
    """What a service can be asked with, by the names services use."""
    found = texts(house)
    with house.database.reading() as session:
        run = session.exec(select(AnalysisRun)).first()
    assert run is not None
    return {
        **planted.arguments,
        "gathered": wave.gather(house, planted.people.analyst),
        "sitting": None,
        "text_id": found[TextState.HELD].id,
        "row": found[TextState.HELD],
        "text": found[TextState.HELD],
        "run_id": run.id,
        "topic": 0,
        "reason": "a reason",
        "to": house.help_lines.lines[0].name,
        "redacted_text": "my words",
        "name": "report.html",
        "given": "0000",
        "typed": "0000",
        "number": 1,
        "ages": "13-17",
        "words": "dark",
        "answers": (found[TextState.CLEARED].id, found[TextState.HELD].id),
        "text_ids": (found[TextState.CLEARED].id, found[TextState.HELD].id),
        "folder": house.settings.data_dir / "written",
        "token": "x",
        "username": "nobody",
        "receipt": "x",
        "claims": {"iss": "a", "sub": "b"},
        "draft_id": "x",
        "digest": "x",
    }


def ask(service: Service, house: House, actor: Actor | None, known: dict[str, Any]) -> Any:
    """What the service answers, its refusal included; `NotImplemented` if we do not know how to ask it."""
    wanted: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(service).parameters.items())[1:]:
        if name == "actor":
            wanted[name] = actor
        elif name in known and parameter.default is parameter.empty:
            wanted[name] = known[name]
        elif parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD:
            return NotImplemented
    try:
        answer = service(house, **wanted)
        return list(answer) if inspect.isgenerator(answer) else answer
    except Exception as refused:  # noqa: BLE001 -- a refusal is shown to somebody too, so it is searched like an answer
        return refused


@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.SAFEGUARDING_LEAD)])
def test_no_service_gives_a_planted_word_to_anybody_but_the_lead(
    role: Role | None, house: House, planted: Planted
) -> None:
    actor = everybody_else(planted)[role] if role else None
    known = arguments_of(house, planted)
    answers = {name: ask(service, house, actor, known) for name, service in services().items()}
    leaks = {name: seen_in(answer) for name, answer in answers.items() if seen_in(answer)}
    assert leaks == {}
    gave = {
        name
        for name, answer in answers.items()
        if not isinstance(answer, Exception) and answer is not NotImplemented and answer
    }
    assert {name for who, name in MUST_GIVE_SOMETHING if who is role} <= gave


def test_most_services_can_be_asked(house: House, planted: Planted) -> None:
    known = arguments_of(house, planted)
    asked = [name for name, one in services().items() if ask(one, house, None, known) is not NotImplemented]
    assert len(asked) > 60


# --- files: the database, what was released, what the log says ---


def test_no_file_of_the_workspace_holds_a_planted_word(house: House) -> None:
    """Database, write-ahead log, keys and papers, byte by byte, while it is open and after."""
    queue.count_waiting(house, lead_of(house))
    files = [path for path in house.settings.data_dir.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite3" for path in files)
    assert any(b"write to [email]" in path.read_bytes() for path in files)
    assert {path.name: seen_in(path.read_bytes()) for path in files if seen_in(path.read_bytes())} == {}


def test_reading_and_deciding_leave_no_word_in_the_audit_log_or_the_files(
    house: House, planted: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lead, analyst = planted.people.lead, planted.people.analyst
    text_id = queue.waiting(house, lead)[0].id
    line = house.help_lines.lines[0].name
    queue.item(house, lead, text_id)
    queue.escalate(house, lead, text_id, line, f"they wrote: {HELD}")
    with pytest.raises(queue.NotFree):
        queue.redact(house, lead, text_id, f"{HELD} ring 07700 900123", "no")
    queue.withhold(house, lead, text_id, "destroyed at their wish")
    assert seen_in(audit.entries(house, planted.people.administrator)) == set()
    assert seen_in(wave.gather(house, analyst)) == set()
    assert seen_in(caplog.text) == set()
    house.database.dispose()
    files = [path for path in house.settings.data_dir.rglob("*") if path.is_file()]
    assert {path.name for path in files if seen_in(path.read_bytes())} == set()


def lead_of(house: House) -> Actor:
    with house.database.reading() as session:
        return actor_of(account_rows.active_with_role(session, Role.SAFEGUARDING_LEAD)[0])


# --- mail ---


def test_the_mail_that_says_something_waits_does_not_say_what(house: House) -> None:
    sent: list[EmailMessage] = []
    told = house.settings.model_copy(
        update={
            "smtp_host": "mail.example",
            "smtp_sender": "a@example.org",
            "alert_recipients": "b@example.org",
        }
    )
    posted = with_settings(house, told)
    alerts.send_alerts(posted, send=lambda _settings, mail: sent.append(mail))
    assert len(sent) == 1
    assert seen_in(sent[0].as_string()) == set()


def with_settings(house: House, settings: Settings) -> House:
    return replace(house, settings=settings)


# --- addresses ---


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    app = Starlette(
        routes=[*sign_in.routes(lambda: house), *routes(lambda: house)],
        middleware=serving.middleware(lambda: house),
        exception_handlers=serving.exception_handlers(),
    )
    with TestClient(
        app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=False
    ) as one:
        yield one


def test_no_address_answers_with_a_planted_word_however_it_is_asked(
    client: TestClient, house: House, planted: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = planted.arguments["code"]
    found = texts(house)
    asked = 0
    for route in [*sign_in.routes(lambda: house), *routes(lambda: house)]:
        for step in (code, "0000-0000", found[TextState.HELD].id, HELD_WORD[:4]):
            path = route.path.replace("{code}", step).replace("{step}", "open").replace("{rest:path}", step)
            for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
                answer = client.request(method, path)
                asked += 1
                assert seen_in([answer.text, dict(answer.headers), str(answer.url)]) == set(), (method, path)
    assert asked > 200
    assert client.get(f"/s/{code}").status_code == 200
    assert seen_in(caplog.text) == set()


@pytest.mark.parametrize("spoilt", ["not json", "version", "code", "too long", "too many"])
def test_what_is_sent_is_in_no_log_and_no_refusal_when_it_cannot_be_kept(
    spoilt: str, client: TestClient, house: House, planted: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = planted.arguments["code"] if spoilt != "code" else "ZZZZ-ZZZZ"
    answers: dict[str, Any] = {"age_band": "14-15", QUESTION: HELD}
    if spoilt == "too long":
        answers[QUESTION] = HELD * 2000
    if spoilt == "too many":
        answers |= {HELD_WORD: HELD}
    body = {"submission_id": "x" if spoilt == "version" else "0" * 32, "language": "en", "answers": answers}
    sent = {"content": f"{{{HELD}"} if spoilt == "not json" else {"json": body | {"version": "1"}}
    answer = client.post(f"/s/{code}", headers={"content-type": "application/json"}, **sent)
    assert answer.status_code >= 400
    assert seen_in([answer.text, dict(answer.headers)]) == set()
    assert seen_in(caplog.text) == set()


def test_a_crash_while_a_text_is_kept_puts_no_word_of_it_in_log_or_answer(
    client: TestClient,
    house: House,
    planted: Planted,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(HELD)

    monkeypatch.setattr(type(house), "screen", broken)
    with house.database.reading() as session:
        version = session.get_one(Sitting, planted.arguments["sitting_id"]).questionnaire_version
    body = {
        "submission_id": "9f3c1a52-6a7e-4a57-9d51-0d5b8a4b7c10",
        "version": version,
        "language": "en",
        "answers": {"age_band": "14-15", QUESTION: HELD},
    }
    answer = client.post(f"/s/{planted.arguments['code']}", json=body)
    assert answer.status_code == 500
    assert seen_in([answer.text, caplog.text, *capfd.readouterr()]) == set()


# --- commands ---


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "verify"],
        ["retention", "--dry-run"],
        ["retention"],
        ["check"],
        ["dpia", "{folder}"],
        ["translations", "status"],
        ["session", "open"],
        ["keys"],
    ],
)
def test_no_command_prints_or_writes_a_planted_word(
    command: list[str],
    house: House,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house.database.dispose()
    monkeypatch.setenv("SURVEY_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    written = tmp_path / "written"
    with suppress(SystemExit):  # it wanted more arguments, and said so
        main([part.format(folder=written) for part in command])
    said = capfd.readouterr()
    assert said.out or said.err
    assert (
        seen_in([said.out, said.err, *(p.read_bytes() for p in written.rglob("*") if p.is_file())]) == set()
    )


def test_a_house_opened_again_by_hand_shows_no_words_without_the_key(house: House) -> None:
    """The sealed text is there, and is not readable: the key is in another folder."""
    sealed = texts(house)[TextState.HELD].sealed
    assert sealed
    assert seen_in(sealed) == set()
    assert DETAIL_WORD not in (texts(house)[TextState.CLEARED].cleared_text or "")
    again = house_in(house.settings.data_dir)
    assert HELD_WORD in again.vault.open(sealed, texts(again)[TextState.HELD].id)
    again.database.dispose()
