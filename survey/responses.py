"""What somebody sent is stored once, whole, screened, and before they are told so. Or not at all.

For the young person's page: `accept`, `give_receipt`, `withdraw`. The rules of the house for one answer:

- A phone makes up an id and may send the same body under it as often as it likes, even after the session has
  closed: it is stored once. Another body under that id is refused.
- Words never reach the database as written: either redacted, or sealed until somebody has read them.
- The place in the session, the answers and their texts are one transaction, on the disk before we say "sent".
- Nothing tells one person from another, or who came first: random ids, a date, rows in the order of the ids.

What may be asked is left to `survey.questionnaire`, what words may hold to `survey.screening`, deciding
about held words to its queue, reading a wave to `survey.reading`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from survey import audit, codes, help_topics, languages, release_files, sessions
from survey.house import House
from survey.questionnaire import (
    AnswerProblem,
    AnswerValue,
    InvalidAnswers,
    Questionnaire,
    ScreenedOut,
    validate_answers,
    without_words,
    words_of,
)
from survey.reading import (
    ClearedAnswer,
    ClosedAnswers,
    HeldCounts,
    cleared_answers,
    closed_answers,
    held_counts,
)
from survey.screening import Screened, held
from survey.store import answers, sittings
from survey.store.tables import FreeText, HarmLevel, Receipt, Response, Sitting, TextState, new_id
from survey.throttle import Limit, TooManyAttempts, count_attempt, forgive

__all__ = [
    "Accepted",
    "ClearedAnswer",
    "ClosedAnswers",
    "HeldCounts",
    "Refused",
    "Submission",
    "TooManyAttempts",
    "Way",
    "accept",
    "cleared_answers",
    "closed_answers",
    "give_receipt",
    "held_counts",
    "take_out",
    "withdraw",
]

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
SECOND_LOOK_SHARE: Final = 0.05  # of unflagged texts, read by a person to see what screening misses
LARGEST_BODY: Final = 64 * 1024  # bytes; the longest questionnaire filled to the brim is well under half
LARGEST_SEED: Final = 2**31 - 1
RECEIPT_GUESSES: Final = Limit(times=10, within=timedelta(minutes=15))  # of one guesser
RECEIPT_GUESSES_BY_ALL: Final = Limit(times=1_000, within=timedelta(minutes=15))


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
class Way:
    """Another way in than a phone’s: when it stands open, how its answers find a place, what goes with them.

    What is asked, checked, screened and stored is the same whichever way answers come.
    """

    state: Callable[[House, Sitting], sessions.DoorState]
    take_a_place: Callable[[Session, House, Sitting], bool]
    beside: Callable[[Session, Response], None]  # in the one transaction, once they are stored
    by_leader: bool = False  # may bring a record of a talk


# --- a young person's walk: send, keep a receipt, take it back ---


def accept(
    house: House, code: str, submission: Submission, *, may_be_late: bool = False, way: Way | None = None
) -> Accepted:
    """Store a submission, durably, exactly once. Raises `Refused`.

    `may_be_late`: it was sealed on a phone that had the session's page while it was open (`sealed_sends`), so
    it is also taken for a while after the session has ended, and marked. `way`: not from a phone at all.
    """
    door = sessions.door(house, code)
    if door.sitting is None or door.questionnaire is None:
        raise Refused("unknown")
    if door.questionnaire.answered_by == "leader" and not (way and way.by_leader):
        raise Refused("leaders_only")
    sent = _Sent.by(house, door.sitting, submission)
    known = _earlier(house, sent)
    state = _state_for(may_be_late, way)(house, door.sitting)
    if known is None and state != "open":
        raise Refused(state)
    try:
        values = _read(house, door.questionnaire, submission)
    except ScreenedOut as screened_out:
        return Accepted(first=True, stored=False, message=screened_out.message)
    screened = {
        question: house.screen(words, language=submission.language, question=question)
        for question, words in words_of(door.questionnaire, values).items()
    }
    topics = _help_topics(door.questionnaire, values, screened.values())
    if known is None:
        known = _store(house, sent, door.questionnaire, submission, values, screened, may_be_late, way)
    return Accepted(first=known is None, help_topics=topics)


def give_receipt(house: House, code: str, submission_id: str) -> str:
    """A code with which these answers can be deleted. Shown once: only its keyed hash stays here."""
    sitting = sessions.door(house, code).sitting
    if sitting is None:
        raise Refused("unknown")
    receipt = codes.new_receipt()
    try:
        with house.database.session() as session:
            key = _submission_key(house, submission_id)
            response = answers.by_submission(session, key, sitting.id)
            if response is None:
                raise Refused("unknown", "We do not have these answers.")
            if answers.has_receipt(session, response.id):
                raise Refused("receipt_given")
            session.add(Receipt(receipt_hash=_receipt_hash(house, receipt), response_id=response.id))
    except IntegrityError:  # asked for twice in the same moment
        raise Refused("receipt_given") from None
    return receipt


def withdraw(house: House, receipt: str, *, guesser: str = "") -> bool:
    """Delete the answers this receipt stands for; False if there are none (any more).

    `guesser` tells one guesser from another, for instance a network address; it is never stored, only counted
    under a keyed hash for a quarter of an hour. Raises `TooManyAttempts`.
    """
    typed = codes.normalise_receipt(receipt)
    if guesser:
        count_attempt(house, "receipt", guesser, RECEIPT_GUESSES)
    if not codes.is_receipt(typed):
        return False
    count_attempt(house, "receipt by all", "", RECEIPT_GUESSES_BY_ALL)
    with house.database.session() as session:
        response = answers.by_receipt(session, _receipt_hash(house, typed))
        if response is None:
            return False
        take_out(session, house, response)
        # Neither which answers nor which session: the log must not tell when somebody in a room withdrew.
        audit.record(session, house, None, "answers withdrawn", "by receipt")
    if guesser:
        forgive(house, "receipt", guesser)
    return True


def take_out(session: Session, house: House, response: Response) -> None:
    """Delete one person’s answers wherever they are kept, within a transaction of whoever says why."""
    release_files.forget(session, house, response.id)
    answers.remove(session, response)


# --- once and only once ---


@dataclass(frozen=True)
class _Sent:
    """A submission as it is recognised again: by keyed hashes, which say nothing about it."""

    sitting: Sitting
    submission_key: str
    body_digest: str

    @classmethod
    def by(cls, house: House, sitting: Sitting, submission: Submission) -> _Sent:
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
            _submission_key(house, submission_id),
            house.vault.keyed_hash("submission body", body),
        )


class _NotStored(Exception):
    """Undoes a transaction in which it turned out that nothing is to be stored."""


def _earlier(house: House, sent: _Sent) -> answers.Earlier | None:
    """What is known of this id. A different body under it is a conflict; a withdrawn one stays withdrawn."""
    with house.database.reading() as session:
        known = answers.earlier(session, sent.submission_key)
    if known is not None and not known.withdrawn and known.body_digest != sent.body_digest:
        raise Refused("conflict")
    return known


def _store(
    house: House,
    sent: _Sent,
    asked: Questionnaire,
    submission: Submission,
    values: Mapping[str, AnswerValue],
    screened: Mapping[str, Screened],
    may_be_late: bool,
    way: Way | None,
) -> answers.Earlier | None:
    """One transaction. None when it stored the submission, or what was there already."""
    response = Response(
        sitting_id=sent.sitting.id,
        submission_key=sent.submission_key,
        body_digest=sent.body_digest,
        language=submission.language,
        mode=submission.mode,
        rotation_seed=submission.rotation_seed,
        answers=without_words(asked, values),
        received_on=house.today(),
    )
    words = words_of(asked, values)
    texts = [
        _free_text(house, response, question, words[question], found) for question, found in screened.items()
    ]
    try:
        with house.database.session() as session:
            response.late = _take_a_place(session, house, sent, may_be_late, way)
            answers.store(session, response, texts)
            if way is not None:
                way.beside(session, response)
        return None
    except (_NotStored, IntegrityError) as undone:
        # Another copy of it was quicker, or the session was: look again, now that they have finished.
        known = _earlier(house, sent)
        if known is not None:
            return known
        state = _state_now(house, sent, _state_for(may_be_late, way))
        if state == "open":
            raise RuntimeError("an answer to an open session was neither stored nor known") from undone
        raise Refused(state) from None


def _take_a_place(session: Session, house: House, sent: _Sent, may_be_late: bool, way: Way | None) -> bool:
    """Count this answer in; tells whether it came after the end. Others wait until the commit."""
    now, late = house.now(), False
    if way is not None:
        if not way.take_a_place(session, house, sent.sitting):
            raise _NotStored
    elif not sittings.take_a_place(session, sent.sitting.id, now):
        late = may_be_late and sittings.take_a_late_place(
            session, sent.sitting.id, now, sessions.late_sends_from(house)
        )
        if not late:
            raise _NotStored
    if answers.earlier(session, sent.submission_key) is not None:
        raise _NotStored
    return late


def _state_for(may_be_late: bool, way: Way | None) -> Callable[[House, Sitting], sessions.DoorState]:
    if way is not None:
        return way.state
    return sessions.state_for_late_sends if may_be_late else sessions.state_at_door


def _state_now(
    house: House, sent: _Sent, look: Callable[[House, Sitting], sessions.DoorState]
) -> sessions.DoorState:
    with house.database.reading() as session:
        sitting = sittings.by_id(session, sent.sitting.id)
    if sitting is None:
        return "unknown"
    return look(house, sitting)


# --- reading what was sent ---


def _read(house: House, asked: Questionnaire, submission: Submission) -> dict[str, AnswerValue]:
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


def _help_topics(
    asked: Questionnaire, values: Mapping[str, AnswerValue], screened: Iterable[Screened]
) -> tuple[str, ...]:
    """What was written comes before what was ticked."""
    written = help_topics.for_reasons(reason for found in screened for reason in found.reasons)
    return tuple(dict.fromkeys([*written, *asked.help_topics(values)]))


def _free_text(house: House, response: Response, question: str, words: str, found: Screened) -> FreeText:
    """The row for some words: sealed as long as a person has to read them, redacted otherwise."""
    is_held = held(found)
    sampled = not is_held and house.chance() < SECOND_LOOK_SHARE
    text_id = new_id()
    return FreeText(
        id=text_id,
        response_id=response.id,
        question=question,
        state=TextState.HELD if is_held else TextState.CLEARED,
        level=HarmLevel(found.level),
        reasons=list(found.reasons),
        language=found.language,
        sampled=sampled,
        sealed=house.vault.seal(words, about=text_id) if is_held or sampled else None,
        cleared_text=None if is_held else found.redacted,
        received_on=response.received_on,
    )


def _canonical_id(submission_id: str) -> str:
    try:
        return str(uuid.UUID(submission_id))
    except (ValueError, AttributeError, TypeError):
        problem = AnswerProblem("submission_id", "this is not a UUID")
        raise Refused("invalid", problems=(problem,)) from None


def _submission_key(house: House, submission_id: str) -> str:
    return house.vault.keyed_hash("submission", _canonical_id(submission_id))


def _receipt_hash(house: House, receipt: str) -> str:
    return house.vault.keyed_hash("receipt", codes.normalise_receipt(receipt))
