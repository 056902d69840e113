"""What somebody sent, before anything is stored: is it whole, does it fit the questions, was it sent before?

For `survey.responses`, which stores it. A submission is recognised again by keyed hashes, which say nothing
about it. Refusals are worded for the young person and never hold what was answered.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from survey import languages
from survey.house import House
from survey.questionnaire import (
    AnswerProblem,
    AnswerValue,
    InvalidAnswers,
    Questionnaire,
    ScreenedOut,
    validate_answers,
)
from survey.store.tables import Sitting

RefusalKind: TypeAlias = Literal[
    "unknown",
    "draft",
    "paused",
    "closed",
    "full",
    "expired",
    "wrong_version",
    "invalid",
    "conflict",
    "too_large",
    "receipt_given",
    "leaders_only",
]

MODES: Final = ("phone", "tablet", "paper")
LARGEST_BODY: Final = 64 * 1024  # bytes; the longest questionnaire filled to the brim is well under half
LARGEST_SEED: Final = 2**31 - 1

MESSAGES: Final[Mapping[RefusalKind, str]] = {
    "unknown": "We do not know this code. Check it and try again.",
    "draft": "This session has not started yet. Please wait a moment.",
    "paused": "This session has paused. Your answers are still on this page. Try again soon.",
    "closed": "This session has ended. Nothing was sent.",
    "full": "This session is full. Nothing was sent.",
    "expired": "The time for this session is over. Nothing was sent.",
    "wrong_version": "These questions have changed. Please load the page again.",
    "invalid": "Some answers do not fit the questions. Please look at them again.",
    "conflict": "Different answers were already sent from this page. Nothing was changed.",
    "too_large": "That is too much to send. Please write a little less.",
    "receipt_given": "The code for these answers was already shown once.",
    "leaders_only": "This form is for the person running the session.",
}


@dataclass(frozen=True)
class Submission:
    """What a phone sent. `submission_id` is a UUID the page made, new for every person."""

    submission_id: str
    version: str
    language: str
    answers: Mapping[str, Any]
    rotation_seed: int | None = None
    mode: str = "phone"


@dataclass(frozen=True)
class Accepted:
    """Sent. `first` is False for a repeat; `stored` is False for somebody this survey is not for.

    `help_topics` are the kinds of help to put on top of the card: worked out from the answers, not stored.
    """

    first: bool
    help_topics: tuple[str, ...] = ()
    stored: bool = True
    message: str = ""  # the questionnaire's words for somebody it is not for


class Refused(Exception):
    """Not taken. The message is for the young person; it and the problems never hold what was answered."""

    def __init__(
        self, kind: RefusalKind, message: str = "", problems: tuple[AnswerProblem, ...] = ()
    ) -> None:
        self.kind: Final = kind
        self.message: Final = message or MESSAGES[kind]
        self.problems: Final = problems
        super().__init__(f"{kind}: {self.message}")


@dataclass(frozen=True)
class Sent:
    """A submission as it is recognised again: by keyed hashes, which say nothing about it."""

    sitting: Sitting
    submission_key: str
    body_digest: str

    @classmethod
    def by(cls, house: House, sitting: Sitting, submission: Submission) -> Sent:
        # The id is part of what is hashed: nobody knows it, so not even the key opens the digest to guessing.
        submission_id = _canonical_id(submission.submission_id)
        body = json.dumps(
            {
                "sitting": sitting.id,
                "submission_id": submission_id,
                "version": submission.version,
                "language": submission.language,
                "answers": submission.answers,
                "rotation_seed": submission.rotation_seed,
                "mode": submission.mode,
            },
            sort_keys=True,
        )
        if len(body) > LARGEST_BODY:
            raise Refused("too_large")
        return cls(
            sitting,
            submission_key(house, submission_id),
            house.vault.keyed_hash("submission body", body),
        )


def read_answers(house: House, asked: Questionnaire, submission: Submission) -> dict[str, AnswerValue]:
    if submission.version != asked.version:
        raise Refused("wrong_version")
    problems = tuple(_problems_around_the_answers(house, asked, submission))
    if problems:
        raise Refused("invalid", problems=problems)
    try:
        return validate_answers(asked, submission.answers)
    except ScreenedOut:
        raise
    except InvalidAnswers as invalid:
        raise Refused("invalid", problems=invalid.problems) from None


def _problems_around_the_answers(
    house: House, asked: Questionnaire, submission: Submission
) -> list[AnswerProblem]:
    spoken = languages.accepts(house.office, asked, submission.language)
    seed = submission.rotation_seed
    seed_fits = seed is None or (type(seed) is int and 0 <= seed <= LARGEST_SEED)
    checks = (
        ("answers", isinstance(submission.answers, Mapping), "these are not answers by question"),
        ("language", spoken, "this is not a language of these questions"),
        ("mode", submission.mode in MODES, f"this is not one of {', '.join(MODES)}"),
        ("rotation_seed", seed_fits, "this is not a whole number in range"),
    )
    return [AnswerProblem(field, reason) for field, fine, reason in checks if not fine]


def _canonical_id(submission_id: str) -> str:
    try:
        return str(uuid.UUID(submission_id))
    except (ValueError, AttributeError, TypeError):
        problem = AnswerProblem("submission_id", "this is not a UUID")
        raise Refused("invalid", problems=(problem,)) from None


def submission_key(house: House, submission_id: str) -> str:
    return house.vault.keyed_hash("submission", _canonical_id(submission_id))
