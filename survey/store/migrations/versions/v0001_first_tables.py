"""The first tables, as `survey.store.tables` describes them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "session_leader",
                "safeguarding_lead",
                "analyst",
                "viewer",
                "administrator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_index(op.f("ix_account_username"), "account", ["username"], unique=True)

    op.create_table(
        "attempts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "questionnaire_version",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("first_used_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_questionnaire_version")),
    )
    op.create_index(op.f("ix_questionnaire_version_name"), "questionnaire_version", ["name"], unique=False)

    op.create_table(
        "withdrawn_submission",
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("submission_key", name=op.f("pk_withdrawn_submission")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workspace",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_workspace")),
    )
    op.create_table(
        "analysis_run",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_analysis_run_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis_run")),
    )
    op.create_index(op.f("ix_analysis_run_wave"), "analysis_run", ["wave"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)

    op.create_table(
        "sitting",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "paused",
                "closed",
                "voided",
                name="sessionstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("questionnaire_version", sa.String(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("leader_id", sa.String(), nullable=False),
        sa.Column("safeguarding_lead_id", sa.String(), nullable=True),
        sa.Column("safeguarding_contact", sa.String(), nullable=False),
        sa.Column("permission_routes", sa.JSON(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("open_hours", sa.Float(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("declined", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("accepted >= 0 AND accepted <= cap", name=op.f("ck_sitting_accepted_within_cap")),
        sa.CheckConstraint("cap > 0", name=op.f("ck_sitting_cap_positive")),
        sa.ForeignKeyConstraint(["leader_id"], ["account.id"], name=op.f("fk_sitting_leader_id")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version"],
            ["questionnaire_version.version"],
            name=op.f("fk_sitting_questionnaire_version"),
        ),
        sa.ForeignKeyConstraint(
            ["safeguarding_lead_id"], ["account.id"], name=op.f("fk_sitting_safeguarding_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    op.create_index(op.f("ix_sitting_code"), "sitting", ["code"], unique=True)
    op.create_index(op.f("ix_sitting_leader_id"), "sitting", ["leader_id"], unique=False)
    op.create_index(op.f("ix_sitting_wave"), "sitting", ["wave"], unique=False)

    op.create_table(
        "text_decision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("free_text_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_text_decision_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_decision")),
    )
    op.create_index(op.f("ix_text_decision_free_text_id"), "text_decision", ["free_text_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sitting_id", sa.String(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("body_digest", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("rotation_seed", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_response_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_response_submission_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_response_received_on"), "response", ["received_on"], unique=False)
    op.create_index(op.f("ix_response_sitting_id"), "response", ["sitting_id"], unique=False)

    op.create_table(
        "theme_decision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_theme_decision_account_id")),
        sa.ForeignKeyConstraint(["run_id"], ["analysis_run.id"], name=op.f("fk_theme_decision_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_decision")),
    )
    op.create_index(op.f("ix_theme_decision_run_id"), "theme_decision", ["run_id"], unique=False)

    op.create_table(
        "free_text",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("response_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("held", "cleared", "withheld", name="textstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("none", "worry", "concern", "urgent", name="harmlevel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("cleared_text", sa.String(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_free_text_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_free_text")),
        sa.UniqueConstraint("response_id", "question", name=op.f("uq_free_text_response_id_question")),
        sqlite_with_rowid=False,
    )
    op.create_index("free_text_by_state", "free_text", ["state", "level"], unique=False)
    op.create_index(op.f("ix_free_text_received_on"), "free_text", ["received_on"], unique=False)
    op.create_index(op.f("ix_free_text_response_id"), "free_text", ["response_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("receipt_hash", sa.String(), nullable=False),
        sa.Column("response_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_receipt_response_id")),
        sa.PrimaryKeyConstraint("receipt_hash", name=op.f("pk_receipt")),
        sa.UniqueConstraint("response_id", name=op.f("uq_receipt_response_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in (
        "receipt",
        "free_text",
        "theme_decision",
        "response",
        "text_decision",
        "sitting",
        "sign_in",
        "analysis_run",
        "workspace",
        "withdrawn_submission",
        "questionnaire_version",
        "audit_entry",
        "attempts",
        "account",
    ):
        op.drop_table(table)
