"""A transaction happened or it did not, on either database, whatever else happens at the same moment."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session, SQLModel, select

from survey.house import House
from survey.settings import Settings
from survey.store.database import Database, DatabaseProblem, insert_if_absent
from survey.store.tables import Attempts, Workspace


def facts(house: House) -> dict[str, str]:
    with house.database.reading() as session:
        return {row.key: row.value for row in session.exec(select(Workspace)) if row.key != "key_check"}


def test_a_transaction_that_ends_well_is_kept(any_house: House) -> None:
    with any_house.database.session() as session:
        session.add(Workspace(key="a", value="1"))
    assert facts(any_house) == {"a": "1"}


def test_a_transaction_that_fails_leaves_nothing(any_house: House) -> None:
    with pytest.raises(ZeroDivisionError), any_house.database.session() as session:
        session.add(Workspace(key="a", value="1"))
        session.flush()
        raise ZeroDivisionError
    assert facts(any_house) == {}


def test_looking_changes_nothing(any_house: House) -> None:
    with any_house.database.reading() as session:
        session.add(Workspace(key="a", value="1"))
    assert facts(any_house) == {}


def test_a_second_transaction_in_the_same_thread_is_refused_rather_than_waited_for(any_house: House) -> None:
    with (
        any_house.database.session(),
        pytest.raises(RuntimeError, match="already under way"),
        any_house.database.session(),
    ):
        pass


def test_looking_does_not_wait_for_a_writer(any_house: House) -> None:
    with any_house.database.session() as session:
        session.add(Workspace(key="a", value="1"))
        session.flush()
        with ThreadPoolExecutor(1) as elsewhere:
            assert elsewhere.submit(facts, any_house).result(timeout=10) == {}
    assert facts(any_house) == {"a": "1"}


def test_one_of_many_inserts_of_the_same_key_wins_and_none_fails(any_house: House) -> None:
    together = threading.Barrier(8)

    def insert(value: int) -> bool:
        together.wait()
        with any_house.database.session() as session:
            return insert_if_absent(session, Workspace(key="a", value=str(value)))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(insert, range(8))) == 1


def test_on_sqlite_processes_that_read_and_then_write_wait_for_each_other(
    house: House, settings: Settings
) -> None:
    """Each database object stands for a process: they share the file and nothing else."""

    def count_up(database: Database) -> None:
        for _ in range(15):
            with database.session() as session:
                row = session.get(Workspace, "count") or Workspace(key="count", value="0")
                row.value = str(int(row.value) + 1)
                session.add(row)

    processes = [Database(settings.database_url) for _ in range(4)]
    with ThreadPoolExecutor(len(processes)) as pool:
        list(pool.map(count_up, processes))
    for database in processes:
        database.dispose()
    assert facts(house) == {"count": "60"}


def test_a_commit_on_sqlite_is_on_the_disk_before_it_is_acknowledged(house: House) -> None:
    with house.database.session() as session:
        pragmas = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_row_that_points_nowhere_is_refused(any_house: House) -> None:
    insert = text("INSERT INTO receipt (receipt_hash, response_id) VALUES ('a', 'nobody')")
    with pytest.raises(DBAPIError), any_house.database.session() as session:
        session.connection().execute(insert)


def test_no_message_of_the_database_repeats_what_was_stored(any_house: House) -> None:
    def add(session: Session) -> None:
        session.add(Workspace(key="twice", value="words somebody wrote"))

    with any_house.database.session() as session:
        add(session)
    with pytest.raises(DBAPIError) as refused, any_house.database.session() as session:
        add(session)
    assert "words somebody wrote" not in str(refused.value)


def test_a_moment_comes_back_with_its_time_zone(any_house: House) -> None:
    moment = datetime(2026, 7, 1, 12, 30, 15, 250, tzinfo=UTC)
    with any_house.database.session() as session:
        session.add(Attempts(key="a", window_started_at=moment))
    with any_house.database.reading() as session:
        kept = session.get_one(Attempts, "a").window_started_at
    assert kept == moment
    assert kept.tzinfo is not None


def test_a_moment_without_a_time_zone_is_refused(any_house: House) -> None:
    naive = datetime(2026, 7, 1)  # noqa: DTZ001
    with pytest.raises(StatementError), any_house.database.session() as session:
        session.add(Attempts(key="a", window_started_at=naive))


def upgrade(url: str) -> int:
    database = Database(url)
    database.upgrade()
    with database.reading() as session:
        return len(session.exec(select(Workspace)).all())


def test_processes_that_start_at_once_on_a_new_database_all_find_it_ready(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(upgrade, [url] * 4, chunksize=1) == [0] * 4


def test_upgrading_again_keeps_what_is_there(any_house: House) -> None:
    with any_house.database.session() as session:
        session.add(Workspace(key="a", value="1"))
    any_house.database.upgrade()
    assert facts(any_house) == {"a": "1"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://somebody:secret@host/name", "sqlite and postgresql"),
        ("nonsense", "not understood"),
        ("sqlite://", "forget every answer"),
        ("sqlite:///:memory:", "forget every answer"),
    ],
)
def test_a_database_that_cannot_serve_is_refused_in_plain_words(url: str, said: str) -> None:
    with pytest.raises(DatabaseProblem, match=said) as refused:
        Database(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_way_to_write_a_postgresql_url_is_understood(scheme: str) -> None:
    database = Database(f"{scheme}://somebody:secret@host/name")
    assert database.url.drivername == "postgresql+psycopg"
    assert not database.is_sqlite
    assert "secret" not in database.shown


def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    database = Database("postgresql://somebody:secret@127.0.0.1:1/name?connect_timeout=2")
    with pytest.raises(DatabaseProblem, match=r"127\.0\.0\.1") as refused:
        database.upgrade()
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear commissioner, " * 100)
    with pytest.raises(DatabaseProblem, match=r"letter\.txt"):
        Database(f"sqlite:///{file}").upgrade()


def test_every_table_has_a_model_and_a_name_of_its_own() -> None:
    assert len(SQLModel.metadata.tables) == len({name.lower() for name in SQLModel.metadata.tables})
