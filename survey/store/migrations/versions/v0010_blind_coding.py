"""Samples of answers coded blind by people: drawn, given to coders, coded. Nothing of it is ever changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("coding_sample", "sampled_answer", "coding_assignment", "codes_given")
REFUSAL = "blind coding is append-only"


def upgrade() -> None:
    _create_sample()
    _create_work()
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def downgrade() -> None:
    op.drop_index(op.f("ix_codes_given_sample_id"), table_name="codes_given")
    for table in reversed(TABLES):
        op.drop_table(table)  # and its triggers with it
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION blind_coding_refuse()")


def _create_sample() -> None:
    op.create_table(
        "coding_sample",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("code_frame", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["analysis_run.id"], name=op.f("fk_coding_sample_run_id")),
        sa.ForeignKeyConstraint(["drawn_by"], ["account.id"], name=op.f("fk_coding_sample_drawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_sample")),
        sa.UniqueConstraint("wave", "question", "number", name=op.f("uq_coding_sample_wave_question_number")),
    )
    op.create_table(
        "sampled_answer",
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("free_text_id", sa.String(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["coding_sample.id"], name=op.f("fk_sampled_answer_sample_id")
        ),
        sa.PrimaryKeyConstraint("sample_id", "number", name=op.f("pk_sampled_answer")),
        sa.UniqueConstraint(
            "sample_id", "free_text_id", name=op.f("uq_sampled_answer_sample_id_free_text_id")
        ),
    )


def _create_work() -> None:
    op.create_table(
        "coding_assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("assigned_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["coding_sample.id"], name=op.f("fk_coding_assignment_sample_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_coding_assignment_account_id")),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["account.id"], name=op.f("fk_coding_assignment_assigned_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_assignment")),
        sa.UniqueConstraint(
            "sample_id", "coder", "number", name=op.f("uq_coding_assignment_sample_id_coder_number")
        ),
    )
    op.create_table(
        "codes_given",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("free_text_id", sa.String(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("polarity", sa.String(), nullable=False),
        sa.Column("needs_somebody", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["coding_sample.id"], name=op.f("fk_codes_given_sample_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_codes_given_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes_given")),
        sa.UniqueConstraint(
            "sample_id",
            "free_text_id",
            "coder",
            "number",
            name=op.f("uq_codes_given_sample_id_free_text_id_coder_number"),
        ),
    )
    op.create_index(op.f("ix_codes_given_sample_id"), "codes_given", ["sample_id"], unique=False)


def _guard_on_sqlite() -> None:
    for table in TABLES:
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION blind_coding_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION blind_coding_refuse()"
        )
