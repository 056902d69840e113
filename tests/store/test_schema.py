"""Nothing that tells one young person from another can be stored, because there is no column for it."""

from __future__ import annotations

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Enum, Integer, LargeBinary, Table
from sqlmodel import AutoString, SQLModel

from survey.house import House
from survey.store import tables

ABOUT_A_PERSON = (
    tables.Response,
    tables.FreeText,
    tables.Receipt,
    tables.WithdrawnSubmission,
    tables.Alert,
    tables.PaperForm,
)

FORBIDDEN = re.compile(
    r"(^|_)(ip|addr|address|remote|host|agent|ua|browser|device|cookie|token|fingerprint|lat|latitude|lon|"
    r"longitude|location|geo|postcode|name|username|email|mail|phone|mobile|birth|dob|born|school|class|"
    r"street|at|time|timestamp|moment|created|updated|seen|started|finished|duration|seconds|number|sequence|"
    r"order|position|score|risk|rank|profile|account|leader)($|_)"
)

TYPES_THAT_TELL_NO_TIME_AND_NO_ORDER: dict[str, dict[str, type]] = {
    "response": {
        "id": AutoString,
        "sitting_id": AutoString,
        "submission_key": AutoString,
        "body_digest": AutoString,
        "language": AutoString,
        "mode": AutoString,
        "rotation_seed": Integer,
        "answers": JSON,
        "late": Boolean,
        "received_on": Date,
    },
    "free_text": {
        "id": AutoString,
        "response_id": AutoString,
        "question": AutoString,
        "state": Enum,
        "level": Enum,
        "reasons": JSON,
        "language": AutoString,
        "sampled": Boolean,
        "sealed": LargeBinary,
        "cleared_text": AutoString,
        "received_on": Date,
    },
    "receipt": {"receipt_hash": AutoString, "response_id": AutoString},
    "withdrawn_submission": {"submission_key": AutoString},
    # The place of a sheet in a pile, not of a person in a room; gone when its batch is closed.
    "paper_form": {
        "sitting_id": AutoString,
        "form": Integer,
        "response_id": AutoString,
        "typed_twice": Boolean,
    },
    "alert": {"free_text_id": AutoString, "sent": Boolean, "tries": Integer, "last_tried_on": Date},
}


def table_of(model: type[SQLModel]) -> Table:
    table: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    return table


def columns_about_people() -> list[Column[object]]:
    return [column for model in ABOUT_A_PERSON for column in table_of(model).columns]


@pytest.mark.parametrize("column", columns_about_people(), ids=str)
def test_no_column_about_a_young_person_is_named_after_something_that_identifies(
    column: Column[object],
) -> None:
    assert not FORBIDDEN.search(column.name)


@pytest.mark.parametrize("column", columns_about_people(), ids=str)
def test_nothing_finer_than_a_date_is_kept_about_a_young_person(column: Column[object]) -> None:
    assert not isinstance(column.type, DateTime | tables.Instant)


@pytest.mark.parametrize("model", ABOUT_A_PERSON)
def test_every_column_about_a_young_person_is_one_somebody_decided_on(model: type[SQLModel]) -> None:
    table = table_of(model)
    decided = TYPES_THAT_TELL_NO_TIME_AND_NO_ORDER[table.name]
    assert {column.name for column in table.columns} == set(decided)
    for column in table.columns:
        assert isinstance(column.type, decided[column.name]), column


@pytest.mark.parametrize("model", ABOUT_A_PERSON)
def test_no_key_about_a_young_person_counts_upwards(model: type[SQLModel]) -> None:
    for column in table_of(model).primary_key.columns:
        assert isinstance(column.type, AutoString)


@pytest.mark.parametrize("model", ABOUT_A_PERSON)
def test_sqlite_numbers_no_row_about_a_young_person_in_order_of_arrival(
    house: House, model: type[SQLModel]
) -> None:
    with house.database.engine.connect() as connection:
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (str(model.__tablename__),)
        ).scalar_one()
    assert "WITHOUT ROWID" in made


def test_every_table_that_points_at_an_answer_is_held_to_this() -> None:
    answers = {"response", "free_text"}
    pointing = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in answers
    }
    named = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if {"response_id", "free_text_id"} & set(table.columns.keys())
    }
    decisions_of_staff = {"text_decision", "sampled_answer", "codes_given"}
    assert (pointing | named) - decisions_of_staff <= {table_of(model).name for model in ABOUT_A_PERSON}


def test_no_table_of_answers_points_at_an_account() -> None:
    for model in ABOUT_A_PERSON:
        for key in table_of(model).foreign_keys:
            assert key.column.table.name in {"response", "sitting"}


def test_a_random_id_tells_neither_time_nor_machine() -> None:
    ids = [tables.new_id() for _ in range(1_000)]
    assert len(set(ids)) == len(ids)
    assert {one[14] for one in ids} == {"4"}  # the version of a UUID that is random throughout
    assert ids != sorted(ids)


def test_the_migrations_build_exactly_these_tables(any_house: House) -> None:
    with any_house.database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, SQLModel.metadata) == []
