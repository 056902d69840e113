"""What is stored of the work on a wave: topics, decisions, blind codes, releases, asks.

Everything here is about answers by their ids and about the staff who decided, never about who answered. It is
imported from `survey.store.tables`, which holds what is collected, so that all tables are known in one place.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from survey.store.columns import Instant, new_id, one_of


class AnalysisRun(SQLModel, table=True):
    """One run of the topic engine over a wave's cleared answers: parameters and topics, by free-text id."""

    __tablename__ = "analysis_run"
    id: str = Field(default_factory=new_id, primary_key=True)
    wave: str = Field(index=True)
    question: str
    created_at: datetime = Field(sa_type=Instant())
    created_by: str = Field(foreign_key="account.id")
    manifest: dict[str, Any] = Field(sa_type=JSON())
    result: dict[str, Any] = Field(sa_type=JSON())


class ThemeDecision(SQLModel, table=True):
    """What a person decided about a run's themes. Appended only: the database refuses anything else."""

    __tablename__ = "theme_decision"
    __table_args__ = (Index("ix_theme_decision_run_id_number", "run_id", "number", unique=True),)
    id: str = Field(default_factory=new_id, primary_key=True)
    run_id: str = Field(foreign_key="analysis_run.id", index=True)
    number: int  # 1 for a run's first decision; two people can never make the same one
    topic: str
    action: str  # one of `analysis.themes.Action`
    value: str = ""
    themes: list[str] = Field(default_factory=list, sa_type=JSON())  # merged in, split off, moved to
    answers: list[str] = Field(default_factory=list, sa_type=JSON())  # ids of those added, moved, taken out
    machine: bool = False  # carried along from an earlier run, where `account_id` decided it
    account_id: str = Field(foreign_key="account.id")
    at: datetime = Field(sa_type=Instant())


class CodingSample(SQLModel, table=True):
    """Answers drawn to be coded by people who see neither the machine's codes nor each other's."""

    __tablename__ = "coding_sample"
    __table_args__ = (UniqueConstraint("wave", "question", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    wave: str
    question: str
    number: int  # 1 for a question's first sample in a wave; the newest counts
    run_id: str = Field(foreign_key="analysis_run.id")  # whose codes the strata are made of
    code_frame: str  # content hash
    seed: int
    strata: dict[str, int] = Field(sa_type=JSON())  # code -> answers there were to draw from
    drawn_by: str = Field(foreign_key="account.id")
    drawn_at: datetime = Field(sa_type=Instant())


class SampledAnswer(SQLModel, table=True):
    """One answer of a sample, in the random order it is coded in. Outlives the text; holds no words."""

    __tablename__ = "sampled_answer"
    __table_args__ = (UniqueConstraint("sample_id", "free_text_id"),)
    sample_id: str = Field(foreign_key="coding_sample.id", primary_key=True)
    number: int = Field(primary_key=True)
    free_text_id: str
    stratum: str


class CodingAssignment(SQLModel, table=True):
    """Who codes a sample, as its first or second coder. The newest counts: work can be handed over."""

    __tablename__ = "coding_assignment"
    __table_args__ = (UniqueConstraint("sample_id", "coder", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    sample_id: str = Field(foreign_key="coding_sample.id")
    coder: int  # 1 or 2
    number: int
    account_id: str = Field(foreign_key="account.id")
    assigned_by: str = Field(foreign_key="account.id")
    at: datetime = Field(sa_type=Instant())


class CodesGiven(SQLModel, table=True):
    """What a person said an answer speaks of. Appended only; of several by one coder, the newest counts."""

    __tablename__ = "codes_given"
    __table_args__ = (UniqueConstraint("sample_id", "free_text_id", "coder", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    sample_id: str = Field(foreign_key="coding_sample.id", index=True)
    free_text_id: str
    coder: int  # 1 or 2; 0 for what was agreed when they talked it over
    number: int
    codes: list[str] = Field(sa_type=JSON())
    polarity: str = ""
    needs_somebody: bool = False  # could not tell
    account_id: str = Field(foreign_key="account.id")
    at: datetime = Field(sa_type=Instant())


class ReleaseState(StrEnum):
    """Where a release stands between the one who prepares it and the one who approves it."""

    PREPARED = "prepared"
    SENT_BACK = "sent_back"
    PUT_ASIDE = "put_aside"
    APPROVED = "approved"


class ReleaseRow(SQLModel, table=True):
    """One release of a wave, from draft to approval. Approved, it is never changed, only superseded."""

    __tablename__ = "release"
    id: str = Field(default_factory=new_id, primary_key=True)
    wave: str = Field(index=True)
    number: int
    state: ReleaseState = Field(default=ReleaseState.PREPARED, sa_type=one_of(ReleaseState))
    prepared_by: str = Field(foreign_key="account.id")
    prepared_at: datetime = Field(sa_type=Instant())
    draft_digest: str  # of the very draft the second person reads
    decided_by: str | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_type=Instant())
    reason: str = ""  # why it was sent back or put aside
    answers_from: date  # the day of the first session in it: from then counts how long answers are kept
    hashes: dict[str, str] = Field(default_factory=dict, sa_type=JSON())  # by tier, of its manifest
    seal: str = ""  # keyed hash over the hashes
    place: str | None = Field(default=None, unique=True)  # wave and number, once approved: there is one


class ReleaseFile(SQLModel, table=True):
    """One file of a release. Sealed when it holds answers or is a draft."""

    __tablename__ = "release_file"
    __table_args__ = (UniqueConstraint("release_id", "folder", "name"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    release_id: str = Field(foreign_key="release.id", index=True)
    folder: str  # public, partner; draft; keeping
    name: str
    sealed: bool = False
    body: bytes = Field(sa_type=LargeBinary())


class AskRow(SQLModel, table=True):
    """Something asked of somebody in charge. What is asked, of whom and what came of it are its events."""

    __tablename__ = "ask"
    id: str = Field(default_factory=new_id, primary_key=True)
    wave: str = Field(index=True)
    theme: str = ""  # the key of the theme it comes from
    created_at: datetime = Field(sa_type=Instant())
    created_by: str = Field(foreign_key="account.id")


class AskEvent(SQLModel, table=True):
    """One change of an ask. Appended only; its number keeps two people from changing the same state."""

    __tablename__ = "ask_event"
    __table_args__ = (UniqueConstraint("ask_id", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    ask_id: str = Field(foreign_key="ask.id", index=True)
    number: int
    action: str  # added, reworded, assigned, answered, public, told back, taken out
    change: dict[str, Any] = Field(sa_type=JSON())
    account_id: str = Field(foreign_key="account.id")
    at: datetime = Field(sa_type=Instant())
