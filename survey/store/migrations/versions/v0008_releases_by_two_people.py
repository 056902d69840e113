"""Releases prepared by one person and approved by another, with their files.

Summaries that one person let out alone are not carried over: nobody approved them, and they have no manifest.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_released_summary_wave"), table_name="released_summary")
    op.drop_table("released_summary")
    op.create_table(
        "release",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("prepared_by", sa.String(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft_digest", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answers_from", sa.Date(), nullable=False),
        sa.Column("hashes", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["prepared_by"], ["account.id"], name=op.f("fk_release_prepared_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_release_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("place", name=op.f("uq_release_place")),
    )
    op.create_index(op.f("ix_release_wave"), "release", ["wave"], unique=False)
    op.create_table(
        "release_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_file_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_file")),
        sa.UniqueConstraint(
            "release_id", "folder", "name", name=op.f("uq_release_file_release_id_folder_name")
        ),
    )
    op.create_index(op.f("ix_release_file_release_id"), "release_file", ["release_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_release_file_release_id"), table_name="release_file")
    op.drop_table("release_file")
    op.drop_index(op.f("ix_release_wave"), table_name="release")
    op.drop_table("release")
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
