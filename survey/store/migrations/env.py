"""How Alembic reaches the tables. Started by `Database.upgrade`, or by a developer writing a migration:

alembic -c survey/store/migrations/alembic.ini revision --autogenerate -m "what changes"
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from survey.settings import read_settings
from survey.store import tables  # noqa: F401  (fills SQLModel.metadata)
from survey.store.database import Database


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",  # SQLite changes a table by rebuilding it
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with Database(read_settings().database_url).engine.begin() as opened:
        migrate(opened)
