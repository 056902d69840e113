"""Paper forms and how well they were typed in, records of talks, and who answers a questionnaire."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# A document is canonical JSON, and quotes inside words are escaped: nothing else looks like this.
OF_LEADERS = '%"answered_by":"leader"%'


def upgrade() -> None:
    op.add_column(
        "questionnaire_version",
        sa.Column("answered_by", sa.String(), nullable=False, server_default="person"),
    )
    versions = sa.table("questionnaire_version", sa.column("document"), sa.column("answered_by"))
    op.execute(versions.update().where(versions.c.document.like(OF_LEADERS)).values(answered_by="leader"))
    op.create_table(
        "paper_batch",
        sa.Column("sitting_id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("forms", "typed_twice", "fields", "differing", "corrected")
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_paper_batch_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_paper_batch")),
    )
    op.create_table(
        "paper_form",
        sa.Column("response_id", sa.String(), nullable=False),
        sa.Column("sitting_id", sa.String(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("typed_twice", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_paper_form_sitting_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_paper_form_response_id")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_paper_form")),
        sa.UniqueConstraint("sitting_id", "form", name=op.f("uq_paper_form_sitting_id_form")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_talk",
        sa.Column("sitting_id", sa.String(), nullable=False),
        sa.Column("talk_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_group_talk_sitting_id")),
        sa.ForeignKeyConstraint(["talk_id"], ["sitting.id"], name=op.f("fk_group_talk_talk_id")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_group_talk")),
        sa.UniqueConstraint("talk_id", name=op.f("uq_group_talk_talk_id")),
    )


def downgrade() -> None:
    for table in ("group_talk", "paper_form", "paper_batch"):
        op.drop_table(table)
    op.drop_column("questionnaire_version", "answered_by")
