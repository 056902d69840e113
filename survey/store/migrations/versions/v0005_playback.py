"""What a session was shown of itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "playback",
        sa.Column("sitting_id", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_playback_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_playback")),
    )


def downgrade() -> None:
    op.drop_table("playback")
