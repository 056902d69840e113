"""What is stored, table by table.

The question this module answers for a data protection officer: *what do you hold about a young person?*
A `Response` and its `FreeText` rows carry no name, address, network address, device, cookie or time of day:
only a random id, the session they came from and the date (`tests/store/test_schema.py` holds that).
People with accounts (`Account`) are staff. Values a machine must recognise again but nobody may read
(receipts, submission ids, sign-in tokens) are kept as keyed hashes only.

Answers of one response are one JSON document plus one row per free text; never a column per question.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from survey.levels import HarmLevel
from survey.store.columns import NO_ARRIVAL_ORDER, Instant, new_id, one_of
from survey.store.telling_tables import (
    AnalysisRun,
    AskEvent,
    AskRow,
    CodesGiven,
    CodingAssignment,
    CodingSample,
    ReleaseFile,
    ReleaseRow,
    ReleaseState,
    SampledAnswer,
    ThemeDecision,
)

__all__ = [
    "NO_ARRIVAL_ORDER",
    "Account",
    "Alert",
    "AnalysisRun",
    "AskEvent",
    "AskRow",
    "Attempts",
    "AuditEntry",
    "CodesGiven",
    "CodingAssignment",
    "CodingSample",
    "FreeText",
    "GroupTalk",
    "HarmLevel",
    "HelpTalk",
    "Instant",
    "KeptPlayback",
    "PaperBatch",
    "PaperForm",
    "QuestionnaireVersion",
    "Receipt",
    "ReleaseFile",
    "ReleaseRow",
    "ReleaseState",
    "Response",
    "Role",
    "SampledAnswer",
    "SessionState",
    "SignIn",
    "Sitting",
    "TextDecision",
    "TextState",
    "ThemeDecision",
    "WithdrawnSubmission",
    "Workspace",
    "new_id",
    "one_of",
]


class Role(StrEnum):
    """Who somebody is. One account has one role: reading worries and reading themes are different jobs."""

    SESSION_LEADER = "session_leader"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ANALYST = "analyst"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"


class SessionState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    VOIDED = "voided"


class TextState(StrEnum):
    """A free text is held until somebody may read it. `withheld` stays out of everything for ever."""

    HELD = "held"
    CLEARED = "cleared"
    WITHHELD = "withheld"


class Workspace(SQLModel, table=True):
    """Facts about this installation, such as whether its data are an invented example."""

    __tablename__ = "workspace"
    key: str = Field(primary_key=True)
    value: str


class Account(SQLModel, table=True):
    __tablename__ = "account"
    id: str = Field(default_factory=new_id, primary_key=True)
    username: str = Field(unique=True, index=True)
    display_name: str
    role: Role = Field(sa_type=one_of(Role))
    password_hash: str | None = None  # None: signs in by OIDC only
    active: bool = True
    failed_attempts: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=Instant())
    created_at: datetime = Field(sa_type=Instant())


class SignIn(SQLModel, table=True):
    """A staff member's signed-in browser. Only a keyed hash of its token is kept."""

    __tablename__ = "sign_in"
    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(sa_type=Instant())
    last_seen_at: datetime = Field(sa_type=Instant())
    expires_at: datetime = Field(sa_type=Instant())


class QuestionnaireVersion(SQLModel, table=True):
    """A questionnaire exactly as it was asked. Immutable once a session used it."""

    __tablename__ = "questionnaire_version"
    version: str = Field(primary_key=True)  # content hash
    name: str = Field(index=True)
    document: str  # canonical JSON
    # person, or leader: a leader’s record is never counted with people
    answered_by: str = Field(default="person", sa_column_kwargs={"server_default": "person"})
    first_used_on: date | None = None


class Sitting(SQLModel, table=True):
    """A session: one group, one place, one questionnaire, one code. (`Session` is SQLAlchemy's word.)"""

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("accepted >= 0 AND accepted <= cap", name="accepted_within_cap"),
        CheckConstraint("cap > 0", name="cap_positive"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    code: str | None = Field(default=None, unique=True, index=True)
    state: SessionState = Field(default=SessionState.DRAFT, sa_type=one_of(SessionState))
    questionnaire_version: str = Field(foreign_key="questionnaire_version.version")
    wave: str = Field(index=True)
    area: str  # a district of office.yaml
    place: str | None = None  # a town or part of it, from office.yaml's curated list
    setting: str = "other"  # youth_club, school, street, online, other
    title: str = ""  # what the leader calls it; never shown to young people
    leader_id: str = Field(foreign_key="account.id", index=True)
    safeguarding_lead_id: str | None = Field(default=None, foreign_key="account.id")
    safeguarding_contact: str = ""  # how the room reaches that person today
    permission_routes: dict[str, str] = Field(default_factory=dict, sa_type=JSON())
    cap: int = 60  # the most answers it takes
    open_hours: float = 4  # how long it takes answers once started
    accepted: int = 0  # answers taken so far, kept beside the cap so that both change in one statement
    created_at: datetime = Field(sa_type=Instant())
    opened_at: datetime | None = Field(default=None, sa_type=Instant())
    expires_at: datetime | None = Field(default=None, sa_type=Instant())
    closed_at: datetime | None = Field(default=None, sa_type=Instant())
    headcount: int | None = None
    declined: int | None = None
    void_reason: str | None = None


class Response(SQLModel, table=True):
    """One person's answers. `answers` maps every question to its value or to a missing code."""

    __tablename__ = "response"
    __table_args__ = (NO_ARRIVAL_ORDER,)
    id: str = Field(default_factory=new_id, primary_key=True)
    sitting_id: str = Field(foreign_key="sitting.id", index=True)
    submission_key: str = Field(unique=True)  # keyed hash of the id the phone made
    body_digest: str  # keyed hash of what was sent, to tell a repeat from a different body
    language: str
    mode: str = "phone"  # phone, tablet, paper
    rotation_seed: int | None = None
    answers: dict[str, Any] = Field(sa_type=JSON())
    # Kept on a phone without a signal, and came after the session had ended.
    late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    received_on: date = Field(index=True)


class FreeText(SQLModel, table=True):
    """One free text. Raw words only ever sealed; `cleared_text` only once somebody may read them."""

    __tablename__ = "free_text"
    __table_args__ = (
        UniqueConstraint("response_id", "question"),
        Index("free_text_by_state", "state", "level"),
        Index("free_text_for_second_look", "sampled", "state"),
        NO_ARRIVAL_ORDER,
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    response_id: str = Field(foreign_key="response.id", index=True)
    question: str
    state: TextState = Field(sa_type=one_of(TextState))
    level: HarmLevel = Field(sa_type=one_of(HarmLevel))
    reasons: list[str] = Field(default_factory=list, sa_type=JSON())  # kinds only
    language: str = ""  # as recognised, "" when unsure
    sampled: bool = False  # drawn for the 5% second look
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary())  # AES-GCM of the raw text
    cleared_text: str | None = None  # redacted, and allowed to be read
    received_on: date = Field(index=True)


class TextDecision(SQLModel, table=True):
    """What the safeguarding lead did with a free text, and why. Outlives the text; never holds its words."""

    __tablename__ = "text_decision"
    id: str = Field(default_factory=new_id, primary_key=True)
    free_text_id: str = Field(index=True)
    action: str  # clear, redact, escalate, withhold, second_read
    reason: str
    account_id: str = Field(foreign_key="account.id")
    at: datetime = Field(sa_type=Instant())


class Alert(SQLModel, table=True):
    """Whether e-mail has said that a held text is waiting. No moment: it would tell when it came in."""

    __tablename__ = "alert"
    __table_args__ = (NO_ARRIVAL_ORDER,)
    free_text_id: str = Field(primary_key=True)
    sent: bool = False
    tries: int = 0
    last_tried_on: date


class HelpTalk(SQLModel, table=True):
    """“Give the whole group the help talk”: all a session leader is ever told, never why."""

    __tablename__ = "help_talk"
    sitting_id: str = Field(foreign_key="sitting.id", primary_key=True)
    asked_on: date
    done_on: date | None = None


class Receipt(SQLModel, table=True):
    """Lets the person who answered delete the answers. Only a keyed hash of the code shown is kept."""

    __tablename__ = "receipt"
    __table_args__ = (NO_ARRIVAL_ORDER,)
    receipt_hash: str = Field(primary_key=True)
    response_id: str = Field(foreign_key="response.id", unique=True)


class PaperBatch(SQLModel, table=True):
    """The paper forms of one session, and how well they were typed in. No form, and nobody, by itself."""

    __tablename__ = "paper_batch"
    sitting_id: str = Field(foreign_key="sitting.id", primary_key=True)
    forms: int = 0
    typed_twice: int = 0
    fields: int = 0  # boxes compared on forms typed in twice
    differing: int = 0
    corrected: int = 0  # of those that differed, where the second time was right
    closed_on: date | None = None


class PaperForm(SQLModel, table=True):
    """The number somebody wrote on a sheet, only until its batch is closed, to find that sheet again."""

    __tablename__ = "paper_form"
    __table_args__ = (UniqueConstraint("sitting_id", "form"), NO_ARRIVAL_ORDER)
    response_id: str = Field(foreign_key="response.id", primary_key=True)
    sitting_id: str = Field(foreign_key="sitting.id")
    form: int
    typed_twice: bool = False


class GroupTalk(SQLModel, table=True):
    """A talk with the group of a session, and the session of its own that its record is kept in."""

    __tablename__ = "group_talk"
    sitting_id: str = Field(foreign_key="sitting.id", primary_key=True)
    talk_id: str = Field(foreign_key="sitting.id", unique=True)


class KeptPlayback(SQLModel, table=True):
    """What a session was shown of itself: bands, no counts. Kept, so that no change tells on anybody."""

    __tablename__ = "playback"
    sitting_id: str = Field(foreign_key="sitting.id", primary_key=True)
    made_on: date
    answers: int  # how many there were, to know when enough others have come
    heard: list[dict[str, Any]] = Field(sa_type=JSON())


class WithdrawnSubmission(SQLModel, table=True):
    """A keyed hash of a withdrawn submission's id, so that a phone sending it again cannot bring it back."""

    __tablename__ = "withdrawn_submission"
    __table_args__ = (NO_ARRIVAL_ORDER,)
    submission_key: str = Field(primary_key=True)


class Attempts(SQLModel, table=True):
    """How often something guarded was tried in a window, so that guessing is slow across every process."""

    __tablename__ = "attempts"
    key: str = Field(primary_key=True)  # keyed hash of what is guarded
    window_started_at: datetime = Field(sa_type=Instant())
    count: int = 0


class AuditEntry(SQLModel, table=True):
    """Who did what, appended only. Each row carries the hash of the one before, so there is one chain."""

    __tablename__ = "audit_entry"
    number: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant())
    actor: str  # username, or "system"
    role: str
    action: str
    subject: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON())
    previous_hash: str = Field(unique=True, index=True)
    hash: str
