"""What every test may ask for: a house of its own with a clock to turn, people to act in it, an open session.

`house` lives on SQLite. `any_house` is the same test twice, on SQLite and on a real PostgreSQL: the one
`TEST_DATABASE_URL` names, or one started for this run from the binaries installed; skipped without either.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from survey import sessions
from survey.house import House, open_house
from survey.permissions import Actor, actor_of
from survey.settings import CHECKOUT, Settings
from survey.store.database import Database
from survey.store.tables import Account, Role, Sitting
from survey.themes.coder import EXAMPLES


@dataclass
class Clock:
    """Time stands still until a test turns it."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 16, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass(frozen=True)
class People:
    """One account for every job, and a second leader to keep apart from the first."""

    leader: Actor
    other_leader: Actor
    lead: Actor
    analyst: Actor
    viewer: Actor
    administrator: Actor


OpenHouse = Callable[[str], House]
OpenSession = Callable[..., Sitting]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def questionnaires(tmp_path: Path) -> Path:
    """A copy of the office's own folder, to add to and to spoil."""
    return copied_questionnaires(tmp_path / "questionnaires")


def copied_questionnaires(folder: Path) -> Path:
    """With two of each group of invented answers: enough for what tests write, and nobody waits for the rest."""
    shutil.copytree(CHECKOUT / "questionnaires", folder)
    (folder / EXAMPLES).write_text(_few_examples(), encoding="utf-8")
    return folder


@lru_cache(maxsize=1)
def _few_examples() -> str:
    with (CHECKOUT / "questionnaires" / EXAMPLES).open(encoding="utf-8") as file:
        examples = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    for group in examples["examples"]:
        group["answers"] = group["answers"][:2]
    return json.dumps(examples, ensure_ascii=False)  # which is YAML too


@pytest.fixture
def settings(tmp_path: Path, questionnaires: Path, migrated_file: Path) -> Settings:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copy(migrated_file, data / "survey.sqlite3")
    return Settings(data_dir=data, questionnaires_dir=questionnaires, database_url="", example="small")


@pytest.fixture
def open_house_at(settings: Settings, clock: Clock) -> Iterator[OpenHouse]:
    """Open the test's installation on a database given by its URL."""
    opened: list[House] = []

    def open_it(url: str) -> House:
        chosen = settings.model_copy(update={"database_url": url})
        opened.append(open_house(chosen, clock=clock, chance=lambda: 0.5))
        return opened[-1]

    yield open_it
    for house in opened:
        house.database.dispose()


@pytest.fixture
def house(open_house_at: OpenHouse, settings: Settings) -> House:
    """An installation on SQLite: no accounts, no sessions; nothing is drawn for a second look."""
    return open_house_at(settings.database_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """An empty, migrated database of each kind."""
    if request.param == "sqlite":
        yield settings.database_url
        return
    server: URL = request.getfixturevalue("postgresql")
    with _copy_of_the_template(server) as url:
        yield url


@pytest.fixture
def any_house(open_house_at: OpenHouse, database_url: str) -> House:
    """`house`, on each kind of database."""
    return open_house_at(database_url)


@pytest.fixture
def people(request: pytest.FixtureRequest) -> People:
    """Accounts in the test's house, whichever it asked for. They have no password and sign in nowhere."""
    house: House = request.getfixturevalue("any_house" if "any_house" in request.fixturenames else "house")
    return settle_people(house)


@pytest.fixture
def open_session(request: pytest.FixtureRequest, people: People) -> OpenSession:
    """A session that takes answers; any argument of `sessions.create` may be given."""
    house: House = request.getfixturevalue("any_house" if "any_house" in request.fixturenames else "house")

    def open_one(**wishes: object) -> Sitting:
        return started_session(house, people, **wishes)

    return open_one


def settle_people(house: House) -> People:
    """Accounts for every job, made without the second a real password costs."""
    roles = {
        "leader": Role.SESSION_LEADER,
        "other_leader": Role.SESSION_LEADER,
        "lead": Role.SAFEGUARDING_LEAD,
        "analyst": Role.ANALYST,
        "viewer": Role.VIEWER,
        "administrator": Role.ADMINISTRATOR,
    }
    accounts = {
        name: Account(
            username=name, display_name=name.replace("_", " ").title(), role=role, created_at=house.now()
        )
        for name, role in roles.items()
    }
    with house.database.session() as session:
        session.add_all(accounts.values())
    return People(**{name: actor_of(account) for name, account in accounts.items()})


def started_session(house: House, people: People, **wishes: object) -> Sitting:
    asked = {"questionnaire": "feelings_of_safety", "area": "peterborough"} | wishes
    questionnaire = house.questionnaire_named(str(asked["questionnaire"]))
    routes = dict.fromkeys(sessions.bands_needing_permission(questionnaire), "informed_opt_out")
    defaults: dict[str, object] = {
        "safeguarding_lead_id": people.lead.account_id,
        "permission_routes": routes,
    }
    draft = sessions.create(house, people.leader, **(defaults | asked))  # type: ignore[arg-type]
    return sessions.start(house, people.leader, draft.id)


# --- databases ---


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with every table, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "survey.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    with database.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """A PostgreSQL server with a migrated template, whose databases are copied for each test."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield from _with_template(make_url(given))
        return
    binaries = _postgresql_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed here and TEST_DATABASE_URL names none")
    with _started_server(binaries) as server:
        yield from _with_template(server)


TEMPLATE = f"survey_template_{secrets.token_hex(4)}"


def _with_template(server: URL) -> Iterator[URL]:
    server = server.set(drivername="postgresql+psycopg")
    _execute(server, f"CREATE DATABASE {TEMPLATE}")
    template = Database(server.set(database=TEMPLATE).render_as_string(hide_password=False))
    template.upgrade()
    template.dispose()
    yield server
    _execute(server, f"DROP DATABASE {TEMPLATE}")


@contextmanager
def _copy_of_the_template(server: URL) -> Iterator[str]:
    name = f"survey_test_{secrets.token_hex(6)}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield server.set(database=name).render_as_string(hide_password=False)
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _postgresql_binaries() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3])
    return installed[-1].parent if installed else None


@contextmanager
def _started_server(binaries: Path) -> Iterator[URL]:
    """A throw-away server on a free port. It refuses to run as root, so root hands it to `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="survey-postgresql-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port = _free_port()
    data, log = folder / "data", folder / "log"
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=200"

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=folder, timeout=120)

    try:
        run(str(binaries / "initdb"), "-D", str(data), "-U", "survey", "-A", "trust", "-E", "UTF8", "-N")
        run(str(binaries / "pg_ctl"), "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        try:
            yield URL.create("postgresql+psycopg", "survey", host="127.0.0.1", port=port, database="postgres")
        finally:
            run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
