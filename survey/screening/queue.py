"""What is waiting to be read by the safeguarding lead, what comes first, and what can be done about it?

Screening holds a text back; only a person lets it go. There are four ways out, each with a reason, each one
transaction with its audit entry, so that a crash at any moment leaves the text held:

- **clear**: what was written, with personal details replaced, may be read by analysts;
- **redact**: the same after the lead has taken more out (never put anything in);
- **escalate**: somebody outside has to act; the text stays held;
- **withhold**: nobody may ever read it again; the words are destroyed.

An urgent text is cleared or redacted only after somebody else has read it too (`second_read`). A text drawn
for the second look was never held; the lead says whether screening was right to let it through.

Two leads may have the same text open. Pass `seen=item.seen` with a decision: the second one is told what the
first one did instead of overruling it. What every decision goes through is in `decision`; announcing by
e-mail in `alerts`; the word to the session's leader in `help_talk`; deletion by age in `survey.retention`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from survey import audit
from survey.house import House
from survey.office import HelpLine
from survey.permissions import Actor, Permission, require
from survey.screening import help_talk
from survey.screening.decision import (
    GONE,
    AlreadyDecided,
    Decision,
    NotFree,
    QueueProblem,
    SecondReaderNeeded,
    check_waits,
    destroy,
    free,
    is_reading,
    let_go,
    marks_of,
    take,
    words_of,
)
from survey.screening.help_talk import given as help_talk_given
from survey.screening.help_talk import messages_for_leader
from survey.screening.own_words import Mark
from survey.store import waiting as rows
from survey.store.tables import HarmLevel, SessionState, Sitting, TextState
from survey.store.waiting import Decided, WaitingText

__all__ = [
    "RULES",
    "AlreadyDecided",
    "Mark",
    "NotFree",
    "QueueItem",
    "QueueProblem",
    "QueueRules",
    "SecondReaderNeeded",
    "Waiting",
    "clear",
    "count_waiting",
    "escalate",
    "help_talk_given",
    "item",
    "messages_for_leader",
    "opened",
    "redact",
    "second_read",
    "tell_leader",
    "waiting",
    "who_to_call",
    "withhold",
]


@dataclass(frozen=True)
class QueueRules:
    """The clock of the queue."""

    working_days: int = 1  # once the session is over; while it runs, the same day
    second_look_working_days: int = 5
    kept_days: int = 30  # then raw words are destroyed, read or not (`survey.retention`)


RULES: Final = QueueRules()
OPENED: Final = "text opened"
_FIRST: Final = (HarmLevel.URGENT, HarmLevel.CONCERN, HarmLevel.WORRY, HarmLevel.NONE)


@dataclass(frozen=True)
class QueueItem:
    """One text as the safeguarding lead sees it. `text` is raw: it goes to no log, cache or URL."""

    id: str
    level: HarmLevel
    reasons: tuple[str, ...]
    text: str
    suggested: str  # the text with what was found replaced
    found: tuple[Mark, ...]
    question: str
    area: str
    session_id: str
    session_title: str
    session_code: str
    session_running: bool
    voided: bool
    received_on: date
    due: date
    overdue: bool  # nobody has read it in time; what was escalated is acted on
    destroyed_on: date
    sampled: bool  # for a second look: it was let through
    needs_second_reader: bool
    read_by: tuple[str, ...]  # who has said they read it, for an urgent text
    escalated: bool
    seen: int  # how many decisions there were when this was read
    problem: str = ""  # why the text cannot be opened, when it cannot

    def __repr__(self) -> str:
        return f"QueueItem(id={self.id!r}, level={self.level!r})"  # the words stay out of logs


@dataclass(frozen=True)
class Waiting:
    """How much is waiting, for the head of the page."""

    urgent: int
    concern: int
    other: int

    @property
    def total(self) -> int:
        return self.urgent + self.concern + self.other


# --- reading ---


def waiting(house: House, actor: Actor, *, limit: int | None = None) -> list[QueueItem]:
    """Everything that waits, the most urgent first. Only the first `limit` are opened, if given."""
    require(actor, Permission.READ_HELD_TEXT)
    with house.database.reading() as session:
        found = rows.waiting(session)
        decided = rows.decisions(session, [one.text.id for one in found])
        in_line = sorted(found, key=lambda one: _order(house, one, decided.get(one.text.id, [])))
        found = in_line[:limit]
    return [_item(house, one, decided.get(one.text.id, [])) for one in found]


def item(house: House, actor: Actor, text_id: str) -> QueueItem:
    """One text that waits, as it stands now."""
    require(actor, Permission.READ_HELD_TEXT)
    with house.database.reading() as session:
        found = rows.one(session, text_id)
        decided = rows.decisions(session, [text_id]).get(text_id, [])
    if found is None:
        raise QueueProblem(GONE)
    check_waits(found.text, decided, seen=None)
    return _item(house, found, decided)


def opened(house: House, actor: Actor, text_id: str) -> None:
    """Note in the audit log that this person has this text before them, once a day. Never what it says."""
    require(actor, Permission.READ_HELD_TEXT)
    with house.database.session() as session:
        found = rows.one(session, text_id)
        if found is None or audit.is_noted(session, actor, OPENED, text_id, on=house.today()):
            return
        audit.record(session, house, actor, OPENED, text_id, level=str(found.text.level))


def count_waiting(house: House, actor: Actor) -> Waiting:
    """How many texts wait, by level; nothing is opened. Analysts get one number: `reading.held_counts`."""
    require(actor, Permission.SEE_HELD_LEVELS)
    with house.database.reading() as session:
        number = rows.number_waiting(session)
    return Waiting(
        urgent=number.get(HarmLevel.URGENT, 0),
        concern=number.get(HarmLevel.CONCERN, 0),
        other=number.get(HarmLevel.WORRY, 0) + number.get(HarmLevel.NONE, 0),
    )


def who_to_call(house: House, actor: Actor, area: str) -> tuple[HelpLine, ...]:
    """Where a text from this area can be escalated to, by `help.yaml`; lines for adults come first."""
    require(actor, Permission.DECIDE_TEXT)
    return tuple(sorted(house.help_lines.for_card(area=area), key=lambda line: line.audience != "adults"))


# --- deciding ---


def clear(house: House, actor: Actor, text_id: str, reason: str, *, seen: int | None = None) -> None:
    """Let analysts read it, personal details replaced. After a second look it stays as it was."""

    def change(decision: Decision) -> str:
        if decision.text.state is TextState.HELD:
            let_go(decision, house.screen(decision.raw).redacted)
        decision.text.sealed = None
        return "cleared"

    take(house, actor, text_id, "clear", reason, change, seen=seen)


def redact(
    house: House, actor: Actor, text_id: str, redacted_text: str, reason: str, *, seen: int | None = None
) -> None:
    """Let analysts read what the lead left of it. Raises `NotFree` while a personal detail is in there."""

    def change(decision: Decision) -> str:
        let_go(decision, free(house, decision.raw, redacted_text))
        return "redacted"

    take(house, actor, text_id, "redact", reason, change, seen=seen)


def escalate(
    house: House, actor: Actor, text_id: str, to: str, reason: str, *, seen: int | None = None
) -> HelpLine:
    """Note that somebody outside has to act, by a name from `help.yaml`; returns how to reach them.

    The text stays held. One that was let through, and should not have been, is held from now on.
    """
    require(actor, Permission.DECIDE_TEXT)
    lines = {line.name: line for line in house.help_lines.lines}
    if to not in lines:
        raise QueueProblem(f"There is nobody called {to!r} in help.yaml; there is {', '.join(lines)}.")

    def change(decision: Decision) -> str:
        text = decision.text
        if text.state is TextState.CLEARED:
            text.sealed = text.sealed or house.vault.seal(decision.raw, text.id)
            text.state, text.cleared_text = TextState.HELD, None
            text.level = HarmLevel.URGENT if text.level is HarmLevel.URGENT else HarmLevel.CONCERN
        return "escalated"

    take(house, actor, text_id, "escalate", reason, change, seen=seen, to=to)
    return lines[to]


def withhold(house: House, actor: Actor, text_id: str, reason: str, *, seen: int | None = None) -> None:
    """Destroy the words. Nobody reads them again, and it cannot be undone."""

    def change(decision: Decision) -> str:
        destroy(decision.text)
        return "withheld"

    take(house, actor, text_id, "withhold", reason, change, seen=seen, needs_words=False)


def second_read(house: House, actor: Actor, text_id: str, reason: str, *, seen: int | None = None) -> None:
    """Say that one has read an urgent text and that it may be cleared; somebody else then clears it."""

    def change(decision: Decision) -> str:
        if decision.text.level is not HarmLevel.URGENT or decision.text.state is not TextState.HELD:
            raise QueueProblem("Only an urgent text needs a second reader. You can decide about this one.")
        if any(is_reading(one) and one.decision.account_id == actor.account_id for one in decision.before):
            raise AlreadyDecided("You have said that already. Now somebody else can clear it.")
        return "read"

    take(house, actor, text_id, "second_read", reason, change, seen=seen)


def tell_leader(house: House, actor: Actor, text_id: str) -> None:
    """Ask the leader of the session to give the whole group the help talk. That is all the leader learns."""
    require(actor, Permission.DECIDE_TEXT)
    with house.database.session() as session:
        text = rows.to_decide(session, text_id)
        if text is None:
            raise QueueProblem(GONE)
        help_talk.ask_for(session, house, actor, rows.sitting_of(session, text))


# --- what comes first, and by when ---


def _order(house: House, one: WaitingText, decided: list[Decided]) -> tuple[bool, bool, int, date, date, str]:
    """Held before second looks, and what nobody has acted on before what somebody outside acts on already;
    then the worst, the longest due, the longest waiting; then a fixed order.
    """
    text = one.text
    is_second_look = text.state is TextState.CLEARED
    worst = _FIRST.index(text.level)
    return is_second_look, _is_escalated(decided), worst, _due(house, one), text.received_on, text.id


def _is_escalated(decided: list[Decided]) -> bool:
    return any(one.decision.action == "escalate" for one in decided)


def _due(house: House, one: WaitingText) -> date:
    closed = frozenset(house.office.bank_holidays)
    if one.text.state is TextState.CLEARED:
        return working_days_after(one.text.received_on, RULES.second_look_working_days, closed)
    if _is_running(house, one.sitting):
        return one.text.received_on
    return working_days_after(one.text.received_on, RULES.working_days, closed)


def working_days_after(day: date, number: int, closed: frozenset[date] = frozenset()) -> date:
    """So many working days later. Saturdays, Sundays and the office's `closed` days do not count."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in closed
    return day


def _is_running(house: House, sitting: Sitting) -> bool:
    """Young people may still be in the room, so their leader can still do something today."""
    in_time = sitting.expires_at is None or house.now() < sitting.expires_at
    return in_time and sitting.state in (SessionState.OPEN, SessionState.PAUSED)


def _item(house: House, one: WaitingText, decided: list[Decided]) -> QueueItem:
    text, sitting = one.text, one.sitting
    problem = ""
    try:
        raw = words_of(house, text, needed=True)
    except QueueProblem as unreadable:
        raw, problem = "", str(unreadable)
    found = house.screen(raw)
    due, escalated = _due(house, one), _is_escalated(decided)
    readers = [decision.by for decision in decided if is_reading(decision)]
    return QueueItem(
        id=text.id,
        level=text.level,
        reasons=tuple(text.reasons),
        text=raw,
        suggested=found.redacted,
        found=marks_of(found),
        question=text.question,
        area=sitting.area,
        session_id=sitting.id,
        session_title=sitting.title,
        session_code=sitting.code or "",
        session_running=_is_running(house, sitting),
        voided=sitting.state is SessionState.VOIDED,
        received_on=text.received_on,
        due=due,
        overdue=house.today() > due and not escalated,
        destroyed_on=text.received_on + timedelta(days=RULES.kept_days),
        sampled=text.state is TextState.CLEARED,
        needs_second_reader=text.level is HarmLevel.URGENT and text.state is TextState.HELD,
        read_by=tuple(readers),
        escalated=escalated,
        seen=len(decided),
        problem=problem,
    )
