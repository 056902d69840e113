"""One decision about a held text: what must be true before it, and what is written down with it.

The way every decision of `survey.screening.queue` goes, in one transaction: the text is locked, checked to
be still waiting, and opened; it is changed; the decision and its reason are written; the audit entry is
added. Whatever goes wrong before the commit, the text is as it was: held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from survey import audit
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.screening import Screened, own_words
from survey.screening.own_words import Mark
from survey.store import waiting as rows
from survey.store.tables import FreeText, HarmLevel, TextDecision, TextState
from survey.store.waiting import Decided
from survey.vault import CannotOpen

GONE: Final = "This text is no longer here: whoever wrote it took it back, or its time was over."
_ALREADY: Final = {
    "clear": "cleared it",
    "redact": "redacted and cleared it",
    "escalate": "escalated it",
    "withhold": "withheld it",
    "second_read": "said that they have read it",
}
_LONGEST_REASON: Final = 500


class QueueProblem(Exception):
    """A decision that cannot be taken like this. The message can be shown; it never holds the text."""


class AlreadyDecided(QueueProblem):
    """Somebody else was quicker."""


class SecondReaderNeeded(QueueProblem):
    """An urgent text needs another pair of eyes before anybody else may read it."""


class NotFree(QueueProblem):
    """The redacted text still holds something. `marks` says where, in the redacted text."""

    def __init__(self, message: str, marks: tuple[Mark, ...] = ()) -> None:
        self.marks: Final = marks
        super().__init__(message)


@dataclass(frozen=True)
class Decision:
    """A text while it is being decided about: its row, its words, and what was decided before."""

    text: FreeText
    raw: str
    before: list[Decided]


def take(
    house: House,
    actor: Actor,
    text_id: str,
    action: str,
    reason: str,
    change: Callable[[Decision], str],
    *,
    seen: int | None,
    needs_words: bool = True,
    **detail: str,
) -> None:
    """Everything a decision is, in one transaction: the text, the decision about it, the audit entry."""
    require(actor, Permission.DECIDE_TEXT)
    _check_given(reason)
    with house.database.session() as session:
        text = rows.to_decide(session, text_id)
        if text is None:
            raise QueueProblem(GONE)
        before = rows.decisions(session, [text_id]).get(text_id, [])
        check_waits(text, before, seen)
        if action in ("clear", "redact"):
            _check_second_reader(actor, text, before)
        raw = words_of(house, text, needed=needs_words)
        kept_reason = _kept_reason(house, reason, raw)
        outcome = change(Decision(text, raw, before))
        session.add(text)
        session.add(_row(house, actor, text_id, action, kept_reason))
        session.flush()
        audit.record(
            session,
            house,
            actor,
            f"text {outcome}",
            text_id,
            reason=kept_reason,
            level=str(text.level),
            **detail,
        )


def _row(house: House, actor: Actor, text_id: str, action: str, reason: str) -> TextDecision:
    return TextDecision(
        free_text_id=text_id, action=action, reason=reason, account_id=actor.account_id, at=house.now()
    )


def let_go(decision: Decision, words: str) -> None:
    """The words for analysts take the place of the sealed ones."""
    text = decision.text
    text.state, text.cleared_text, text.sealed = TextState.CLEARED, words, None


def _check_given(reason: str) -> None:
    if not reason.strip():
        raise QueueProblem("Please say why, in a few words of your own. The reason is kept.")
    if len(reason) > _LONGEST_REASON:
        raise QueueProblem(f"Please give the reason in {_LONGEST_REASON} characters or fewer.")


def check_waits(text: FreeText, before: list[Decided], seen: int | None) -> None:
    second_look = text.state is TextState.CLEARED and text.sampled and not before
    if text.state is not TextState.HELD and not second_look:
        last = before[-1] if before else None
        who = f"{last.by} has just {_ALREADY[last.decision.action]}" if last else "It was decided already"
        raise AlreadyDecided(f"{who}. Nothing you did was added. Thank you for looking.")
    if seen is not None and seen != len(before):
        last = before[-1]
        raise AlreadyDecided(
            f"{last.by} has {_ALREADY[last.decision.action]} since you opened it. Please look once more."
        )


def _check_second_reader(actor: Actor, text: FreeText, before: list[Decided]) -> None:
    if text.level is not HarmLevel.URGENT or text.state is not TextState.HELD:
        return
    if not any(is_reading(one) and one.decision.account_id != actor.account_id for one in before):
        raise SecondReaderNeeded(
            "This is urgent, so two people read it before anybody else does. Say that you have read it; then "
            "another safeguarding lead can clear it. You can escalate or withhold it now."
        )


def is_reading(one: Decided) -> bool:
    return one.decision.action == "second_read"


def words_of(house: House, text: FreeText, *, needed: bool) -> str:
    if text.sealed is None:
        return text.cleared_text or ""
    try:
        return house.vault.open(text.sealed, text.id)
    except CannotOpen as problem:
        if needed:
            raise QueueProblem(str(problem)) from None
        return ""


# --- what a redacted text and a reason may hold ---


def free(house: House, raw: str, redacted: str) -> str:
    """The redacted text, if it is fit to be read: still their words, and nothing personal among them."""
    redacted = redacted.strip()
    if not redacted:
        raise NotFree("Nothing is left of it. Withhold it instead.")
    if own_words.added(raw, redacted):
        raise NotFree(
            "Only take words out, or put a placeholder such as [name] in their place. "
            "What stays has to be what they wrote."
        )
    details = marks_of(house.screen(raw))
    marks = (*marks_of(house.screen(redacted)), *own_words.still_there(raw, details, redacted))
    if marks:
        types = sorted({mark.type.replace("_", " ") for mark in marks})
        raise NotFree(f"This still holds: {', '.join(types)}. Replace it with a placeholder.", marks)
    return redacted


def _kept_reason(house: House, reason: str, raw: str) -> str:
    """The reason as it is kept for good: no passage of the text, no personal details."""
    return house.screen(own_words.without_passages(" ".join(reason.split()), raw)).redacted


def marks_of(found: Screened) -> tuple[Mark, ...]:
    return tuple(Mark(span.start, span.end, span.type) for span in found.spans)


def destroy(text: FreeText) -> None:
    """What is left of a withheld text: that there was one."""
    text.state, text.sealed, text.cleared_text = TextState.WITHHELD, None, None
