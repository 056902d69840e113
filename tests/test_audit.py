"""The log says who did what, in one chain, and any single change to it is found."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from survey import audit
from survey.audit import Mark
from survey.house import House
from survey.permissions import NotAllowed
from survey.store.database import Database
from survey.vault import Vault
from tests.conftest import Clock, People

ENTRIES = 6


def write(house: House, number: int = ENTRIES) -> None:
    for one in range(number):
        with house.database.session() as session:
            audit.record(
                session, house, None, "something happened", f"subject {one}", count=one, why="a reason"
            )


def unguarded(house: House) -> sqlite3.Connection:
    """The database file opened by hand, by somebody who first removes what guards the log."""
    connection = sqlite3.connect(str(house.database.url.database), isolation_level=None)
    connection.execute("DROP TRIGGER IF EXISTS audit_entry_no_update")
    connection.execute("DROP TRIGGER IF EXISTS audit_entry_no_delete")
    connection.execute("DROP INDEX IF EXISTS ix_audit_entry_previous_hash")
    return connection


def test_an_untouched_log_is_whole(any_house: House) -> None:
    write(any_house)
    assert audit.verify(any_house) == []


def test_an_empty_log_is_whole(house: House) -> None:
    assert audit.verify(house) == []


def test_an_entry_says_who_what_about_what_and_when(house: House, people: People, clock: Clock) -> None:
    with house.database.session() as session:
        audit.record(session, house, people.lead, "text cleared", "some text", reason="about lights")
    (entry,) = audit.entries(house, people.administrator)
    assert (entry.actor, entry.role, entry.at) == ("lead", "safeguarding_lead", clock.moment)
    assert (entry.action, entry.subject, entry.detail) == (
        "text cleared",
        "some text",
        {"reason": "about lights"},
    )


def test_what_is_undone_leaves_no_entry_and_no_gap(any_house: House) -> None:
    write(any_house, 2)
    with pytest.raises(RuntimeError), any_house.database.session() as session:
        audit.record(session, any_house, None, "never happened", "x")
        raise RuntimeError
    write(any_house, 1)
    assert audit.verify(any_house) == []
    latest = audit.latest(any_house)
    assert latest is not None
    assert latest.number == 3


def test_writers_at_the_same_moment_make_one_chain(any_house: House) -> None:
    together = threading.Barrier(8)

    def write_some() -> None:
        together.wait()
        write(any_house, 5)

    threads = [threading.Thread(target=write_some) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    latest = audit.latest(any_house)
    assert latest is not None
    assert latest.number == 40
    assert audit.verify(any_house) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'somebody else' WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 2",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(any_house: House, statement: str) -> None:
    write(any_house, 3)
    with pytest.raises(DBAPIError, match="append-only"), any_house.database.engine.begin() as connection:
        connection.execute(text(statement))
    assert audit.verify(any_house) == []


def test_postgresql_refuses_to_empty_the_log_too(any_house: House) -> None:
    if any_house.database.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    write(any_house, 1)
    with pytest.raises(DBAPIError, match="append-only"), any_house.database.engine.begin() as connection:
        connection.execute(text("TRUNCATE audit_entry"))


@pytest.fixture
def tampered(house: House, tmp_path: Path) -> Callable[[Callable[[sqlite3.Connection], None]], list[str]]:
    """What `verify` finds after somebody worked on a copy of a whole log by hand."""
    write(house)
    unguarded(house).close()
    house.database.dispose()
    original = Path(str(house.database.url.database))
    copies = iter(range(10_000))

    def after(change: Callable[[sqlite3.Connection], None]) -> list[str]:
        copy = tmp_path / f"copy-{next(copies)}.sqlite3"
        shutil.copy(original, copy)
        with sqlite3.connect(copy, isolation_level=None) as connection:
            change(connection)
        connection.close()
        database = Database(f"sqlite:///{copy}")
        seen = House(house.settings, database, house.vault, house.office, house.help_lines)
        problems = [problem.what for problem in audit.verify(seen)]
        database.dispose()
        copy.unlink()
        return problems

    return after


COLUMNS = ("at", "actor", "role", "action", "subject", "detail", "previous_hash", "hash")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, ENTRIES), column=st.sampled_from(COLUMNS), data=st.data())
def test_any_single_change_to_any_field_is_found(
    tampered: Callable[[Callable[[sqlite3.Connection], None]], list[str]],
    number: int,
    column: str,
    data: st.DataObject,
) -> None:
    def change(connection: sqlite3.Connection) -> None:
        (old,) = connection.execute(
            f"SELECT {column} FROM audit_entry WHERE number = ?",  # noqa: S608
            (number,),
        ).fetchone()
        new = data.draw(st.text(max_size=80).filter(lambda one: one != old))
        if column == "detail":
            new = json.dumps({"count": data.draw(st.integers(100, 200))})
        connection.execute(f"UPDATE audit_entry SET {column} = ? WHERE number = ?", (new, number))  # noqa: S608

    assert tampered(change)


@pytest.mark.parametrize("number", range(1, ENTRIES + 1))
def test_any_removed_entry_is_found_also_the_last(
    tampered: Callable[[Callable[[sqlite3.Connection], None]], list[str]], number: int
) -> None:
    assert tampered(lambda c: c.execute("DELETE FROM audit_entry WHERE number = ?", (number,)) and None)


def test_an_emptied_log_is_found(
    tampered: Callable[[Callable[[sqlite3.Connection], None]], list[str]],
) -> None:
    assert tampered(lambda c: c.execute("DELETE FROM audit_entry") and None)
    assert tampered(lambda c: c.execute("DELETE FROM workspace WHERE key = 'audit_head'") and None)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (5, 6)])
def test_entries_that_changed_places_are_found(
    tampered: Callable[[Callable[[sqlite3.Connection], None]], list[str]], one: int, other: int
) -> None:
    def swap(connection: sqlite3.Connection) -> None:
        for before, after in ((one, 0), (other, one), (0, other)):
            connection.execute("UPDATE audit_entry SET number = ? WHERE number = ?", (after, before))

    assert tampered(swap)


def test_an_entry_put_in_without_the_key_is_found(
    tampered: Callable[[Callable[[sqlite3.Connection], None]], list[str]], house: House
) -> None:
    stranger = Vault([b"x" * 32])

    def add(connection: sqlite3.Connection) -> None:
        row = connection.execute(
            "SELECT at, actor, role, action, subject, detail, hash FROM audit_entry ORDER BY number DESC"
        ).fetchone()
        forged = stranger.keyed_hash("audit chain", "anything")
        connection.execute(
            "INSERT INTO audit_entry (number, at, actor, role, action, subject, detail, previous_hash, hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (ENTRIES + 1, *row, forged),
        )

    assert tampered(add)


def test_a_whole_older_copy_put_back_is_found_by_a_mark_noted_outside(house: House) -> None:
    write(house, 3)
    house.database.dispose()
    file = Path(str(house.database.url.database))
    shutil.copy(file, file.with_name("older"))
    write(house, 2)
    noted = audit.latest(house)
    assert noted is not None
    assert audit.verify(house, Mark.parse(str(noted))) == []
    house.database.dispose()
    for left in file.parent.glob(file.name + "-*"):
        left.unlink()
    shutil.copy(file.with_name("older"), file)
    assert audit.verify(house) == []
    assert audit.verify(house, noted)


def test_a_log_emptied_together_with_the_note_of_its_end_is_found(house: House, people: People) -> None:
    with unguarded(house) as connection:
        connection.execute("DELETE FROM audit_entry")
        connection.execute("DELETE FROM workspace WHERE key = 'audit_head'")
    (problem,) = audit.verify(house)
    assert "empty" in problem.what


def test_a_clock_put_back_is_told_and_is_no_damage(house: House, people: People, clock: Clock) -> None:
    write(house)
    assert audit.clock_put_back(house) == []
    clock.turn(minutes=-4)
    write(house, 1)
    assert audit.clock_put_back(house) == []
    clock.turn(days=-3)
    write(house, 1)
    (note,) = audit.clock_put_back(house)
    assert "from 23 November 2026" in note.what
    assert "to 20 November 2026" in note.what
    assert audit.verify(house) == []


@pytest.mark.parametrize("typed", ["", "abc", "12", "x:abc"])
def test_a_mark_that_is_none_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        Mark.parse(typed)


def test_the_log_is_read_newest_first_page_by_page_and_by_what_it_is_about(
    house: House, people: People
) -> None:
    write(house, 5)
    first = audit.entries(house, people.administrator, limit=2)
    second = audit.entries(house, people.administrator, limit=2, before=first[-1].number)
    assert [one.number for one in (*first, *second)] == [5, 4, 3, 2]
    (only,) = audit.entries(house, people.administrator, subject="subject 3")
    assert only.number == 4
    assert audit.entries(house, people.administrator, by="nobody") == ()


def test_only_an_administrator_reads_the_log(house: House, people: People) -> None:
    for actor in (people.leader, people.lead, people.analyst, people.viewer):
        with pytest.raises(NotAllowed):
            audit.entries(house, actor)
