"""One way into the database: short transactions that either happened or did not.

Answers, for every service: *how do I read and write so that an acknowledged answer is never lost, two phones
sending at once never disturb each other, and the same code runs on SQLite and PostgreSQL?* What is stored is
in `tables`; what a transaction means for an answer is in `survey.responses`.

SQLite runs in WAL mode with synchronous FULL: a commit is on the disk before it is acknowledged. Writers take
the write lock at BEGIN (`BEGIN IMMEDIATE`), so none of them fails half-way because another was faster.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, Literal

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlmodel import Session, SQLModel, create_engine

MIGRATIONS: Final = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_S: Final = 30
READ_ONLY: Final = "survey_read_only"
MIGRATION_LOCK: Final = 7_240_113  # any fixed number: names our lock inside PostgreSQL


class DatabaseProblem(Exception):
    """The database cannot be used, in words for whoever runs this installation. Never shows a password."""


class Database:
    """A database by its URL: `sqlite:////path/to/file` or `postgresql://user:password@host/name`."""

    def __init__(self, url: str) -> None:
        self.url: Final = _understood(url)
        self.is_sqlite: Final = self.url.get_backend_name() == "sqlite"
        self.engine: Final = _engine(self.url)
        # Threads queue here rather than in SQLite's busy handler, which sleeps and is not fair.
        self._writers: Final[AbstractContextManager[Any]] = (
            threading.Lock() if self.is_sqlite else nullcontext()
        )
        self._here: Final = threading.local()

    @property
    def shown(self) -> str:
        """The URL without its password, fit for a log."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One writing transaction: committed when the block ends, undone when it raises."""
        if getattr(self._here, "writing", False):
            raise RuntimeError("a transaction is already under way in this thread: pass its session on")
        with self._writers:
            self._here.writing = True
            try:
                with Session(self.engine, expire_on_commit=False) as session, session.begin():
                    yield session
            finally:
                self._here.writing = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look that waits for no writer. Whatever was changed in it is thrown away."""
        with self.engine.connect() as connection:
            quiet = connection.execution_options(**{READ_ONLY: True})
            with Session(quiet, expire_on_commit=False, autoflush=False) as session:
                yield session

    def upgrade(self) -> None:
        """Bring the tables up to date. Any number of processes may call it: one does it, the others wait."""
        self._migrate(("upgrade", "head"))

    def start_afresh(self) -> None:
        """Remove everything in every table, the log included. For an example workspace only."""
        self._migrate(("downgrade", "base"), ("upgrade", "head"))

    def dispose(self) -> None:
        """Close every connection, for instance before a process forks or a test removes the files."""
        self.engine.dispose()

    def _migrate(self, *steps: tuple[Literal["upgrade", "downgrade"], str]) -> None:
        """All the steps, or none of them."""
        try:
            if self.is_sqlite:
                Path(self.url.database or "").touch(mode=0o600)  # the log beside it takes after it
                self._use_write_ahead_log()
            with self.engine.begin() as connection:
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
                for direction, revision in steps:
                    getattr(command, direction)(migration_config(connection), revision)
        except (DBAPIError, sqlite3.DatabaseError, OSError) as error:
            told = (error.orig if isinstance(error, DBAPIError) else error) or "no reason given"
            reason = str(told).strip().splitlines()[0]
            raise DatabaseProblem(f"The database {self.shown} cannot be used: {reason}") from None

    def _use_write_ahead_log(self) -> None:
        """Kept in the file once set. Changing it needs the file alone, and SQLite does not queue for that."""
        give_up = time.monotonic() + BUSY_TIMEOUT_S
        while (mode := self._journal_mode()) != "wal":
            if mode != "locked" or time.monotonic() > give_up:
                raise DatabaseProblem(
                    f"The database {self.shown} cannot keep a write-ahead log (it is {mode}); "
                    "is it on a network drive?"
                )
            time.sleep(0.02)

    def _journal_mode(self) -> str:
        """The journal mode after asking for WAL, or `locked` while another process holds the file."""
        with closing(self.engine.raw_connection()) as raw:
            try:
                cursor = raw.cursor()
                for pragma in ("PRAGMA journal_mode", "PRAGMA journal_mode=WAL"):
                    cursor.execute(pragma)
                    mode = str(cursor.fetchall()[0][0])
                    if mode == "wal":
                        break
                return mode
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise
                return "locked"


def insert_if_absent(session: Session, row: SQLModel) -> bool:
    """Insert unless a row with its key is there already; tells whether it was inserted.

    Two processes may do this at the same moment: on PostgreSQL the second waits for the first to commit.
    """
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    table = type(row).__table__  # type: ignore[attr-defined]
    values = {column.name: getattr(row, column.name) for column in table.columns}
    key = next(iter(table.primary_key.columns))
    done = session.execute(insert(table).values(**values).on_conflict_do_nothing().returning(key))
    return done.first() is not None


def migration_config(connection: Connection | None = None) -> Config:
    """What Alembic needs to know: where the migrations are and, when given, the connection to use."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _understood(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseProblem(
            "DATABASE_URL is not understood; write postgresql://user:password@host/name or sqlite:////path/to/file"
        ) from None
    backend = parsed.drivername.partition("+")[0]
    if backend in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise DatabaseProblem(f"DATABASE_URL names {backend!r}; this works with sqlite and postgresql")
    if parsed.database in (None, "", ":memory:"):
        raise DatabaseProblem("DATABASE_URL names no file: a database in memory would forget every answer")
    return parsed.set(drivername="sqlite+pysqlite")


def _engine(url: URL) -> Engine:
    """Parameters stay out of every message: they are what young people wrote."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, pool_size=16, max_overflow=48, connect_args={"timeout": BUSY_TIMEOUT_S}, hide_parameters=True
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise DatabaseProblem(
            "PostgreSQL needs one more package: pip install 'youth-listening[postgresql]'"
        ) from None
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, so that changes to tables can be undone too
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")  # what was deleted is overwritten, not left in a free page
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    quiet = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if quiet else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
