"""Summaries as they were released."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "released_summary",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_released_summary_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_summary")),
    )
    op.create_index(op.f("ix_released_summary_wave"), "released_summary", ["wave"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_released_summary_wave"), table_name="released_summary")
    op.drop_table("released_summary")
