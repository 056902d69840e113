"""What somebody sent is stored once, whole, screened, and before they are told so. Or not at all.

For the young person's page: `accept`, `give_receipt`, `withdraw`. The rules of the house for one answer:

- A phone makes up an id and may send the same body under it as often as it likes, even after the session has
  closed: it is stored once. Another body under that id is refused.
- Words never reach the database as written: either redacted, or sealed until somebody has read them.
- The place in the session, the answers and their texts are one transaction, on the disk before we say "sent".
- Nothing tells one person from another, or who came first: random ids, a date, rows in the order of the ids.

What was sent is read by `survey.submissions`. What may be asked is left to `survey.questionnaire`, what words
may hold to `survey.screening`, deciding about held words to its queue, reading a wave to `survey.reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from survey import audit, codes, help_topics, release_files, sessions
from survey.house import House
from survey.questionnaire import AnswerValue, Questionnaire, ScreenedOut, without_words, words_of
from survey.screening import Screened, held
from survey.store import answers, sittings
from survey.store.tables import FreeText, HarmLevel, Receipt, Response, Sitting, TextState, new_id
from survey.submissions import Accepted, RefusalKind, Refused, Sent, Submission, read_answers, submission_key
from survey.throttle import Limit, TooManyAttempts, count_attempt, forgive

__all__ = [
    "Accepted",
    "Refused",
    "Submission",
    "TooManyAttempts",
    "Way",
    "accept",
    "accept_together",
    "give_receipt",
    "take_out",
    "withdraw",
]


SECOND_LOOK_SHARE: Final = 0.05  # of unflagged texts, read by a person to see what screening misses
RECEIPT_GUESSES: Final = Limit(times=10, within=timedelta(minutes=15))  # of one guesser
RECEIPT_GUESSES_BY_ALL: Final = Limit(times=1_000, within=timedelta(minutes=15))


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
    sent = Sent.by(house, door.sitting, submission)
    known = _earlier(house, sent)
    state = _state_for(may_be_late, way)(house, door.sitting)
    if known is None and state != "open":
        raise Refused(state)
    try:
        values = read_answers(house, door.questionnaire, submission)
    except ScreenedOut as screened_out:
        return Accepted(first=True, stored=False, message=screened_out.message)
    screened = _screened(house, door.questionnaire, submission, values)
    topics = _help_topics(door.questionnaire, values, screened.values())
    if known is None:
        known = _store(house, sent, door.questionnaire, submission, values, screened, may_be_late, way)
    return Accepted(first=known is None, help_topics=topics)


def accept_together(house: House, code: str, submissions: Sequence[Submission]) -> int:
    """Answers of several people that lie here already, read and screened each as if it came alone.

    All of them are stored in one transaction, or none. Returns how many: somebody this survey is not for is
    left out. Raises `Refused`, also when one of them was sent before.
    """
    door = sessions.door(house, code)
    if door.sitting is None or door.questionnaire is None:
        raise Refused("unknown")
    if door.questionnaire.answered_by == "leader":
        raise Refused("leaders_only")
    if door.state != "open":
        raise Refused(door.state)
    made = []
    for submission in submissions:
        sent = Sent.by(house, door.sitting, submission)
        try:
            values = read_answers(house, door.questionnaire, submission)
        except ScreenedOut:
            continue
        screened = _screened(house, door.questionnaire, submission, values)
        made.append(_rows(house, sent, door.questionnaire, submission, values, screened))
    with house.database.session() as session:
        if not sittings.take_a_place(session, door.sitting.id, house.now(), places=len(made)):
            raise Refused(_no_place(house, session, door.sitting))
        if answers.any_known(session, [response.submission_key for response, _ in made]):
            raise Refused("conflict")
        answers.store_all(session, made)
    return len(made)


def give_receipt(house: House, code: str, submission_id: str) -> str:
    """A code with which these answers can be deleted. Shown once: only its keyed hash stays here."""
    sitting = sessions.door(house, code).sitting
    if sitting is None:
        raise Refused("unknown")
    receipt = codes.new_receipt()
    try:
        with house.database.session() as session:
            key = submission_key(house, submission_id)
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


class _NotStored(Exception):
    """Undoes a transaction in which it turned out that nothing is to be stored."""


def _earlier(house: House, sent: Sent) -> answers.Earlier | None:
    """What is known of this id. A different body under it is a conflict; a withdrawn one stays withdrawn."""
    with house.database.reading() as session:
        known = answers.earlier(session, sent.submission_key)
    if known is not None and not known.withdrawn and known.body_digest != sent.body_digest:
        raise Refused("conflict")
    return known


def _store(
    house: House,
    sent: Sent,
    asked: Questionnaire,
    submission: Submission,
    values: Mapping[str, AnswerValue],
    screened: Mapping[str, Screened],
    may_be_late: bool,
    way: Way | None,
) -> answers.Earlier | None:
    """One transaction. None when it stored the submission, or what was there already."""
    response, texts = _rows(house, sent, asked, submission, values, screened)
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


def _take_a_place(session: Session, house: House, sent: Sent, may_be_late: bool, way: Way | None) -> bool:
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


def _no_place(house: House, session: Session, sitting: Sitting) -> RefusalKind:
    """Why there was no place, as the session stands in this transaction."""
    now = sittings.by_id(session, sitting.id)
    state = sessions.state_at_door(house, now) if now else "unknown"
    return "full" if state == "open" else state


def _state_now(
    house: House, sent: Sent, look: Callable[[House, Sitting], sessions.DoorState]
) -> sessions.DoorState:
    with house.database.reading() as session:
        sitting = sittings.by_id(session, sent.sitting.id)
    if sitting is None:
        return "unknown"
    return look(house, sitting)


# --- rows ---


def _screened(
    house: House, asked: Questionnaire, submission: Submission, values: Mapping[str, AnswerValue]
) -> dict[str, Screened]:
    """What screening makes of everything they wrote, by question."""
    return {
        question: house.screen(words, language=submission.language, question=question)
        for question, words in words_of(asked, values).items()
    }


def _rows(
    house: House,
    sent: Sent,
    asked: Questionnaire,
    submission: Submission,
    values: Mapping[str, AnswerValue],
    screened: Mapping[str, Screened],
) -> tuple[Response, list[FreeText]]:
    """One person's rows: closed answers as they are, words only screened."""
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
    return response, texts


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


def _receipt_hash(house: House, receipt: str) -> str:
    return house.vault.keyed_hash("receipt", codes.normalise_receipt(receipt))
