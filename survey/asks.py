"""What was asked of whom, what did they answer, and who has been told?

For the analyst, who keeps the list; for the partner who is asked; for the young people, who hear back on the
page of their own session. An ask is in the office's own words, never a quote: made public, it may repeat no
more than a few words in a row from any answer, and it goes through the same screening as everything people
type.

Nothing about an ask is overwritten. Each change is an event with its number, its author and its moment; an
ask as it stands is what its events add up to. Two people who change the same ask at once cannot undo each
other: the second is shown what the first has done. What the events add up to is in `survey.asked`; what of
it a viewer reads is left to the release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from analysis import wave as told
from survey import audit, sessions, wave
from survey.asked import (
    Ask,
    AskProblem,
    AskStatus,
    Change,
    HeardBack,
    ToldBack,
    in_words,
    is_out,
    stands,
)
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.questionnaire.reading import SHORTEST_JUDGED, hard_words, reading_age, words
from survey.reading import cleared_answers
from survey.screening.spans import DetailType
from survey.store import accounts as account_rows
from survey.store import asks as rows
from survey.store import sittings
from survey.store.tables import AskEvent, AskRow, SessionState, Sitting

__all__ = [
    "Ask",
    "AskProblem",
    "AskStatus",
    "Change",
    "HeardBack",
    "Readable",
    "ToldBack",
    "add",
    "answer",
    "assign",
    "for_session",
    "for_wave",
    "history",
    "make_public",
    "readable",
    "reword",
    "take_out",
    "told_back",
    "told_of",
]

LONGEST: Final = 400
LONGEST_NAME: Final = 120
WORDS_OF_A_QUOTE: Final = 6
"""This many words in a row from one answer are that answer's words, not the office's."""
READING_AGE: Final = 9
"""Whom public words are written for: the youngest who are asked."""


@dataclass(frozen=True)
class Readable:
    """How hard words for young people are: their reading age, and what makes them hard."""

    age: float | None  # None: too few words to judge
    hard: tuple[str, ...]

    @property
    def easy(self) -> bool:
        return (self.age is None or self.age <= READING_AGE) and not self.hard


def for_wave(house: House, actor: Actor, wave_name: str | None = None) -> tuple[Ask, ...]:
    """Every ask of a wave, the overdue ones first, then by the day they are due."""
    require(actor, Permission.KEEP_ASKS)
    with house.database.reading() as session:
        return _of_wave(session, house, wave_name or wave.current(house))


def for_session(house: House, sitting_id: str) -> tuple[HeardBack, ...]:
    """What the page of a session that is over may say: the asks of its wave that an analyst made public."""
    with house.database.reading() as session:
        sitting = sittings.by_id(session, sitting_id)
        if sitting is None or not _is_over(house, sitting):
            return ()
        return tuple(
            HeardBack(one.text, one.reply, one.changed, one.owner, one.status)
            for one in _of_wave(session, house, sitting.wave)
            if one.public
        )


def _is_over(house: House, sitting: Sitting) -> bool:
    """Closed by its leader, or run out of time: nobody answers any more. A voided session hears nothing."""
    door = sessions.state_at_door(house, sitting)
    return sitting.state is not SessionState.VOIDED and door in ("closed", "expired")


def told_of(asks: Iterable[Ask]) -> tuple[told.Ask, ...]:
    """The asks as the analysis puts them into findings."""
    return tuple(
        told.Ask(one.text, one.owner, one.due, one.status.value, _answered(one), one.theme) for one in asks
    )


def _answered(one: Ask) -> str:
    """What they said, and what is different now: the second is what a young person looks for."""
    return " ".join(part for part in (one.reply, one.changed) if part)


def history(house: House, actor: Actor, ask_id: str) -> tuple[Change, ...]:
    """Everything that happened to an ask, who did it and when, oldest first."""
    require(actor, Permission.KEEP_ASKS)
    with house.database.reading() as session:
        events = rows.events(session, [ask_id])
        names = account_rows.display_names(session, {one.account_id for one in events})
        titles = {one.id: one.title or one.id[:8] for one in sittings.every(session)}
    return tuple(Change(one.at, names.get(one.account_id, ""), in_words(one, titles)) for one in events)


def readable(text: str) -> Readable:
    """Whether a nine-year-old can read it: the questionnaire's own measure."""
    hard = tuple(dict.fromkeys(hard_words(text)))
    judged = len(words(text)) >= SHORTEST_JUDGED
    return Readable(reading_age([text]) if judged else None, hard)


# --- changes ---


def add(
    house: House,
    actor: Actor,
    text: str,
    *,
    owner: str = "",
    due: date | None = None,
    theme: str = "",
    wave_name: str | None = None,
) -> Ask:
    """Ask something of somebody. `theme` is the key of the theme it comes from, if it comes from one."""
    require(actor, Permission.KEEP_ASKS)
    text, assigned = _checked(text), _assignment(owner, due)
    in_wave = wave_name or wave.current(house)
    _check_own_words(house, actor, in_wave, (text, owner))
    row = AskRow(
        wave=in_wave,
        theme=theme,
        created_at=house.now(),
        created_by=actor.account_id,
    )
    events = [_event(house, actor, row.id, 1, "added", {"text": text})]
    if owner or due:
        events.append(_event(house, actor, row.id, 2, "assigned", assigned))
    with house.database.session() as session:
        session.add(row)
        session.flush()
        session.add_all(events)
        session.flush()
        audit.record(session, house, actor, "ask added", row.id, wave=row.wave)
    return stands(row, events, house.today())


def reword(house: House, actor: Actor, ask_id: str, text: str, *, seen: int | None = None) -> Ask:
    """Say it in other words. A public ask is checked again."""
    return _change(house, actor, ask_id, "reworded", {"text": _checked(text)}, seen)


def assign(
    house: House, actor: Actor, ask_id: str, *, owner: str, due: date | None = None, seen: int | None = None
) -> Ask:
    """Say who is asked, and by when they should answer."""
    return _change(house, actor, ask_id, "assigned", _assignment(owner, due), seen)


def answer(
    house: House,
    actor: Actor,
    ask_id: str,
    status: AskStatus,
    *,
    reply: str = "",
    changed: str = "",
    seen: int | None = None,
) -> Ask:
    """Write down what they answered, in plain words, and what has changed since."""
    require(actor, Permission.KEEP_ASKS)
    reply, changed = _short(reply), _short(changed)
    if status is AskStatus.CANNOT and not reply:
        raise AskProblem("Write down why they cannot. “No” without a reason is no answer.")
    what = {"status": status.value, "reply": reply, "changed": changed}
    return _change(house, actor, ask_id, "answered", what, seen)


def make_public(
    house: House, actor: Actor, ask_id: str, *, public: bool = True, seen: int | None = None
) -> Ask:
    """Let young people read it on the page of their closed session, or take it off again."""
    return _change(house, actor, ask_id, "public", {"public": public}, seen)


def told_back(house: House, actor: Actor, ask_id: str, session_id: str, on: date | None = None) -> Ask:
    """Note that a session was told what came of it, and when."""
    require(actor, Permission.KEEP_ASKS)
    day = on or house.today()
    if day > house.today():
        raise AskProblem("A session cannot have been told on a day that is still to come.")
    with house.database.reading() as session:
        sitting = sittings.by_id(session, session_id)
    if sitting is None:
        raise AskProblem("There is no such session.")
    return _change(house, actor, ask_id, "told back", {"session": session_id, "on": day.isoformat()}, None)


def take_out(house: House, actor: Actor, ask_id: str, *, seen: int | None = None) -> None:
    """Take an ask off the list, such as one written twice. Its history stays."""
    _change(house, actor, ask_id, "taken out", {}, seen)


# --- what an ask's events add up to ---


def _of_wave(session: Session, house: House, wave_name: str) -> tuple[Ask, ...]:
    asked = rows.of_wave(session, wave_name)
    events: dict[str, list[AskEvent]] = {one.id: [] for one in asked}
    for event in rows.events(session, events):
        events[event.ask_id].append(event)
    today = house.today()
    standing = [stands(row, events[row.id], today) for row in asked if not is_out(events[row.id])]
    return tuple(sorted(standing, key=lambda one: (not one.overdue, one.due or date.max)))


# --- changing ---


def _change(
    house: House, actor: Actor, ask_id: str, action: str, what: Mapping[str, str | bool], seen: int | None
) -> Ask:
    """Checked first and written then, so that nothing waits while answers are read."""
    require(actor, Permission.KEEP_ASKS)
    with house.database.reading() as session:
        row, before = _found(session, ask_id)
    if seen not in (None, len(before)):
        raise AskProblem("Somebody has changed it meanwhile. Please look at it again.")
    event = _event(house, actor, ask_id, len(before) + 1, action, what)
    after = stands(row, [*before, event], house.today())
    if action in ("reworded", "answered", "assigned") or (action == "public" and after.public):
        said = (after.text, after.reply, after.changed, after.owner)
        _check_own_words(house, actor, after.wave, said)
    if after.public and action in ("reworded", "answered", "assigned", "public"):
        _check_public(house, after)
    with house.database.session() as session:
        if rows.to_change(session, ask_id) is None or len(rows.events(session, [ask_id])) != len(before):
            raise AskProblem("Somebody has changed it meanwhile. Please look at it again.")
        session.add(event)
        session.flush()
        audit.record(session, house, actor, f"ask {action}", ask_id, wave=row.wave)
    return after


def _found(session: Session, ask_id: str) -> tuple[AskRow, list[AskEvent]]:
    row = rows.by_id(session, ask_id)
    events = rows.events(session, [ask_id])
    if row is None or is_out(events):
        raise AskProblem("There is no such ask any more.")
    return row, events


def _event(
    house: House, actor: Actor, ask_id: str, number: int, action: str, what: Mapping[str, str | bool]
) -> AskEvent:
    return AskEvent(
        ask_id=ask_id,
        number=number,
        action=action,
        change=dict(what),
        account_id=actor.account_id,
        at=house.now(),
    )


def _checked(text: str) -> str:
    text = _short(text)
    if not text:
        raise AskProblem("Write what is asked, in your own words.")
    return text


def _short(text: str, longest: int = LONGEST) -> str:
    text = " ".join(text.split())
    if len(text) > longest:
        raise AskProblem(f"Say it in {longest} characters or fewer; these are {len(text)}.")
    return text


def _assignment(owner: str, due: date | None) -> Mapping[str, str | bool]:
    return {"owner": _short(owner, LONGEST_NAME), "due": due.isoformat() if due else ""}


# --- words that others will read ---


def _check_own_words(house: House, actor: Actor, wave_name: str, texts: Iterable[str]) -> None:
    """Refuse words that are an answer’s own: partners read an ask in the report, public or not."""
    runs = {run for text in texts for run in _runs(text)}
    if runs and any(not runs.isdisjoint(_runs(one.text)) for one in cleared_answers(house, actor, wave_name)):
        raise AskProblem(
            f"{WORDS_OF_A_QUOTE} words in a row are from somebody’s answer. Say it in the office’s own words."
        )


def _check_public(house: House, ask: Ask) -> None:
    """Refuse words that tell on somebody. A partner’s own name is no person’s, whatever it sounds like."""
    partners = {one.label for one in house.office.partners}
    for text in (ask.text, ask.reply, ask.changed, "" if ask.owner in partners else ask.owner):
        kinds = sorted({_KINDS[span.type] for span in house.screen(text).spans if span.type in _KINDS})
        if kinds:
            raise AskProblem(
                f"There is {' and '.join(kinds)} in it. Take that out before young people read it."
            )


def _runs(text: str) -> set[tuple[str, ...]]:
    said = [word.casefold().replace("’", "'") for word in words(text)]
    return {tuple(said[at : at + WORDS_OF_A_QUOTE]) for at in range(len(said) - WORDS_OF_A_QUOTE + 1)}


_KINDS: Final = {
    DetailType.PERSON: "a person’s name",
    DetailType.ADDRESS: "an address",
    DetailType.POSTCODE: "a postcode",
    DetailType.DATE_OF_BIRTH: "a date of birth",
    DetailType.SOCIAL_HANDLE: "somebody’s name online",
    DetailType.VEHICLE: "a number plate",
}
"""What may not stand there. A telephone number or a web page may: it can be the office’s own."""
