"""A sample as it is told: who codes it, how far they are, an answer as its coder reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from survey.coded_by_people import Saying
from survey.permissions import Actor


class CodingProblem(Exception):
    """Something about a sample that cannot be done like this. The message holds nobody's words."""


@dataclass(frozen=True)
class Coder:
    """Somebody who codes a sample, and how far they are."""

    place: int
    account_id: str
    name: str
    done: int


@dataclass(frozen=True)
class Progress:
    """A sample as it stands."""

    id: str
    question: str
    label: str
    drawn_at: datetime
    drawn_by: str
    seed: int
    coders: tuple[Coder, ...]
    drawn: int
    answers: int  # of those drawn, that still count
    finished: int  # coded by all
    to_settle: int
    frame_is_old: bool

    @property
    def beside_machine(self) -> bool:
        """Coded by one person only: what is measured is that person beside the machine."""
        return len(self.coders) == 1

    @property
    def is_done(self) -> bool:
        return self.answers > 0 and self.finished == self.answers and not self.to_settle

    def place_of(self, actor: Actor) -> Coder | None:
        return next((one for one in self.coders if one.account_id == actor.account_id), None)


@dataclass(frozen=True)
class ToCode:
    """One answer as its coder reads it: its words, and what this coder said of it before, if anything."""

    sample_id: str
    text_id: str
    number: int  # from 1, among those that still count
    of: int
    text: str = field(repr=False)
    mine: Saying | None = None
    locked: bool = False  # all have coded it: no more changes


@dataclass(frozen=True)
class Disagreement:
    """An answer of which the coders said different things, and what they agreed on, if they have."""

    text_id: str
    number: int
    sayings: tuple[tuple[str, Saying], ...]  # by name
    agreed: Saying | None
    text: str = field(repr=False)
