"""What was asked of whom, and every change of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ask",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_ask_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    op.create_index(op.f("ix_ask_wave"), "ask", ["wave"], unique=False)
    op.create_table(
        "ask_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ask_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_event_ask_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ask_event_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_event")),
        sa.UniqueConstraint("ask_id", "number", name=op.f("uq_ask_event_ask_id_number")),
    )
    op.create_index(op.f("ix_ask_event_ask_id"), "ask_event", ["ask_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_ask_event_ask_id"), table_name="ask_event")
    op.drop_table("ask_event")
    op.drop_index(op.f("ix_ask_wave"), table_name="ask")
    op.drop_table("ask")
