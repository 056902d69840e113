"""Every decision about themes: numbered in its run, with all it needs to be played back, and for ever."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REFUSAL = "decisions about themes are append-only"
decision = sa.table(
    "theme_decision",
    sa.column("id", sa.String),
    sa.column("run_id", sa.String),
    sa.column("number", sa.Integer),
    sa.column("action", sa.String),
    sa.column("machine", sa.Boolean),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("theme_decision", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("theme_decision", sa.Column("themes", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("theme_decision", sa.Column("answers", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "theme_decision", sa.Column("machine", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _number_what_is_there()
    with op.batch_alter_table("theme_decision") as table:  # from now on, every row says it itself
        for column in ("number", "themes", "answers", "machine"):
            table.alter_column(column, server_default=None)
    op.create_index("ix_theme_decision_run_id_number", "theme_decision", ["run_id", "number"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER theme_decision_no_update")
        op.execute("DROP TRIGGER theme_decision_no_delete")
    else:
        op.execute("DROP TRIGGER theme_decision_no_change ON theme_decision")
        op.execute("DROP FUNCTION theme_decision_refuse()")
    op.drop_index("ix_theme_decision_run_id_number", table_name="theme_decision")
    for column in ("machine", "answers", "themes", "number"):
        op.drop_column("theme_decision", column)


def _number_what_is_there() -> None:
    """By run, oldest first. A name that moved along to a new run is a renaming by the machine."""
    connection = op.get_bind()
    made = connection.execute(
        sa.select(decision.c.id, decision.c.run_id, decision.c.action).order_by(
            decision.c.run_id, decision.c.at, decision.c.id
        )
    ).all()
    number, run = 0, None
    for one in made:
        number = number + 1 if one.run_id == run else 1
        run = one.run_id
        carried = one.action == "carried"
        connection.execute(
            decision.update()
            .where(decision.c.id == one.id)
            .values(number=number, machine=carried, action="rename" if carried else one.action)
        )


def _guard_on_sqlite() -> None:
    for change in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER theme_decision_no_{change} BEFORE {change.upper()} ON theme_decision "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION theme_decision_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER theme_decision_no_change BEFORE UPDATE OR DELETE ON theme_decision "
        "FOR EACH ROW EXECUTE FUNCTION theme_decision_refuse()"
    )
