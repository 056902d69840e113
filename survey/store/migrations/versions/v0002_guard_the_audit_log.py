"""The database itself refuses to change or remove an audit entry; alerts and help talks get their tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "the audit log is append-only"


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("free_text_id", sa.String(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_tried_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("free_text_id", name=op.f("pk_alert")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "help_talk",
        sa.Column("sitting_id", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_help_talk_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_help_talk")),
    )
    op.create_index("free_text_for_second_look", "free_text", ["sampled", "state"], unique=False)
    # Two writers can never both follow the same entry, so the chain cannot fork.
    op.create_index(op.f("ix_audit_entry_previous_hash"), "audit_entry", ["previous_hash"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_no_update")
        op.execute("DROP TRIGGER audit_entry_no_delete")
    else:
        op.execute("DROP TRIGGER audit_entry_no_truncate ON audit_entry")
        op.execute("DROP TRIGGER audit_entry_no_change ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_refuse()")
    op.drop_index("free_text_for_second_look", table_name="free_text")
    op.drop_index(op.f("ix_audit_entry_previous_hash"), table_name="audit_entry")
    op.drop_table("help_talk")
    op.drop_table("alert")


def _guard_on_sqlite() -> None:
    for change in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER audit_entry_no_{change} BEFORE {change.upper()} ON audit_entry "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()"
    )
