"""The safeguarding lead's page: what waits, the most urgent first, one text at a time, and four ways to
decide.

The words stand in this run's page only. They go into no log, no address and no cache; what was typed while
redacting is forgotten as soon as the decision is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

import streamlit as st

from survey.house import House
from survey.office import HelpLine
from survey.permissions import Actor
from survey.screening import queue
from survey.screening.queue import QueueItem, QueueProblem, Waiting
from survey.store.tables import HarmLevel
from survey.team import frame
from survey.team.words import LEVELS

IN_VIEW: Final = 30
PASSED_BY: Final = "passed_by"
NEWS: Final = "queue_news"


@dataclass(frozen=True)
class Way:
    """One way to decide, in the lead's words."""

    name: str
    label: str
    meaning: str


SECOND_READ: Final = Way("second_read", "I have read it", "It may be cleared; another lead does that.")
CLEAR: Final = Way("clear", "Clear", "Analysts may read it, personal details replaced as below.")
REDACT: Final = Way("redact", "Redact", "Take more words out first; then analysts may read it.")
ESCALATE: Final = Way("escalate", "Escalate", "Somebody outside has to act. It stays held.")
WITHHOLD: Final = Way("withhold", "Withhold", "The words are destroyed. This cannot be undone.")


def draw(house: House, actor: Actor) -> None:
    items = queue.waiting(house, actor, limit=IN_VIEW)
    count = queue.count_waiting(house, actor)
    frame.title("To review", in_a_sentence(count))
    _draw_news()
    if not count.total:
        frame.draw_notice(
            "Nothing is waiting",
            "Answers that may show harm, or may name somebody, appear here first. Nobody else can read them.",
        )
        return
    one = _next(items)
    reading, line = st.columns([7, 3], gap="large")
    with reading:
        _draw_item(house, actor, one)
    with line:
        _draw_line(house, items, one, count)


def in_a_sentence(count: Waiting) -> str:
    """What waits, said at first glance."""
    if not count.total:
        return "All done."
    waits = "One answer waits" if count.total == 1 else f"{count.total} answers wait"
    if not count.urgent:
        return f"{waits}. None is urgent."
    return f"{waits}. {count.urgent} of them {'is' if count.urgent == 1 else 'are'} urgent."


def waited(item: QueueItem, today: date) -> str:
    """How long it has been here, and by when it should be read."""
    days = (today - item.received_on).days
    since = "came today" if days == 0 else "came yesterday" if days == 1 else f"has waited {days} days"
    if item.escalated:
        return f"{since}, escalated"
    if item.overdue:
        return f"{since}, overdue since {item.due.day} {item.due:%B}"
    return f"{since}, due today" if item.due == today else f"{since}, due by {item.due.day} {item.due:%B}"


def _clock(item: QueueItem, today: date) -> str:
    """`waited`, red when its time is over."""
    words = escape(waited(item, today))
    return f'<span class="over">{words}</span>' if item.overdue else words


def _next(items: list[QueueItem]) -> QueueItem:
    """The first one not passed by; when all were, from the start again."""
    passed: set[str] = st.session_state.setdefault(PASSED_BY, set())
    left = [one for one in items if one.id not in passed]
    if not left:
        passed.clear()
    return (left or items)[0]


def _draw_news() -> None:
    if news := st.session_state.pop(NEWS, ""):
        st.success(news)


def _draw_item(house: House, actor: Actor, one: QueueItem) -> None:
    queue.opened(house, actor, one.id)
    kind = "urgent" if one.level is HarmLevel.URGENT else ""
    level = "Second look" if one.sampled and one.level is HarmLevel.NONE else LEVELS[one.level]
    st.html(
        f'<p style="margin:0"><span class="badge {kind}">{escape(level)}</span> '
        f"{_clock(one, house.today())}</p>"
    )
    if one.problem:
        st.error(one.problem)
    else:
        st.html(f'<blockquote class="words" translate="no">{escape(one.text)}</blockquote>')
    st.html(f'<p class="facts">{escape(_facts(house, one))}</p>')
    if one.session_running:
        _draw_tell_leader(house, actor, one)
    _draw_decision(house, actor, one)


def _facts(house: House, one: QueueItem) -> str:
    district = next((d.label for d in house.office.districts if d.name == one.area), one.area)
    came = f"{one.received_on.day} {one.received_on:%B}"
    facts = [f"Session: {one.session_title or one.session_code}, {district}", f"Written on {came}"]
    if one.reasons:
        facts.append(f"Why it is here: {', '.join(reason.replace('_', ' ') for reason in one.reasons)}")
    if one.read_by:
        facts.append(f"Read by {', '.join(one.read_by)}")
    if one.escalated:
        facts.append("Escalated before")
    if one.voided:
        facts.append("Its session was voided: it can only be withheld or escalated")
    facts.append(f"Destroyed on {one.destroyed_on.day} {one.destroyed_on:%B %Y} whatever happens")
    return ". ".join(facts) + "."


def _draw_tell_leader(house: House, actor: Actor, one: QueueItem) -> None:
    if st.button(
        "Ask the leader to give the help talk", help="To the whole group. Not which answer, not whose."
    ):
        try:
            queue.tell_leader(house, actor, one.id)
        except QueueProblem as problem:
            st.error(str(problem))
        else:
            st.success("The leader of this session sees it now.")


def ways_for(one: QueueItem, actor: Actor) -> tuple[Way, ...]:
    """What can be decided about this text by this person, the likely one first."""
    if not waits_for_another_reader(one, actor):
        return (CLEAR, REDACT, ESCALATE, WITHHOLD)
    return (ESCALATE, WITHHOLD) if actor.display_name in one.read_by else (SECOND_READ, ESCALATE, WITHHOLD)


def waits_for_another_reader(one: QueueItem, actor: Actor) -> bool:
    """Whether somebody else has to say that they read it before this person may clear it."""
    return one.needs_second_reader and all(name == actor.display_name for name in one.read_by)


def _draw_decision(house: House, actor: Actor, one: QueueItem) -> None:
    ways = {way.label: way for way in ways_for(one, actor)}
    if waits_for_another_reader(one, actor):
        frame.quiet("Urgent: two leads read it before it can be cleared. Escalating needs only you.")
    chosen = st.radio(
        "What do you decide?",
        list(ways),
        index=None,
        captions=[way.meaning for way in ways.values()],
        key=f"way-{one.id}-{one.seen}",
    )
    way = ways.get(chosen or "")
    redacted, to = one.suggested, ""
    if way == CLEAR:
        st.html(
            '<p class="quiet">Analysts will read:</p>'
            f'<blockquote class="words">{escape(one.suggested)}</blockquote>'
        )
    if way == REDACT:
        redacted = st.text_area("What analysts will read", one.suggested, key=f"redacted-{one.id}-{one.seen}")
    if way == ESCALATE:
        lines = {line.name: line for line in queue.who_to_call(house, actor, one.area)}
        to = st.selectbox(
            "To whom?", list(lines), index=None, key=f"to-{one.id}-{one.seen}", placeholder="Choose who acts",
            format_func=lambda name: f"{lines[name].label}, {way_to(lines[name])}",
        ) or ""  # fmt: skip
    reason = st.text_input(
        "Why?", max_chars=500, key=f"why-{one.id}-{one.seen}", help="Kept in the audit log."
    )
    with st.container(horizontal=True):
        if st.button(way.label if way else "Decide", type="primary"):
            _decide(house, actor, one, way, redacted, to, reason)
        if st.button("Leave it for now"):
            st.session_state[PASSED_BY].add(one.id)
            st.rerun()


def _decide(
    house: House, actor: Actor, one: QueueItem, way: Way | None, redacted: str, to: str, reason: str
) -> None:
    if way is None:
        st.error("Choose one of the ways above first.")
        return
    if way == ESCALATE and not to:
        st.error("Choose who has to act.")
        return
    does: dict[str, Callable[[], object]] = {
        SECOND_READ.name: lambda: queue.second_read(house, actor, one.id, reason, seen=one.seen),
        CLEAR.name: lambda: queue.clear(house, actor, one.id, reason, seen=one.seen),
        REDACT.name: lambda: queue.redact(house, actor, one.id, redacted, reason, seen=one.seen),
        ESCALATE.name: lambda: queue.escalate(house, actor, one.id, to, reason, seen=one.seen),
        WITHHOLD.name: lambda: queue.withhold(house, actor, one.id, reason, seen=one.seen),
    }
    try:
        does[way.name]()
    except QueueProblem as problem:
        st.error(str(problem))
        return
    for key in [key for key in st.session_state if str(key).endswith(f"-{one.id}-{one.seen}")]:
        del st.session_state[key]
    if way in (ESCALATE, SECOND_READ):
        st.session_state[PASSED_BY].add(one.id)
    st.session_state[NEWS] = _news(house, way, to)
    st.rerun()


def _news(house: House, way: Way, to: str) -> str:
    if way == ESCALATE:
        line = next(line for line in house.help_lines.lines if line.name == to)
        return f"Noted. Now contact {line.label}: {way_to(line)}."
    return {
        SECOND_READ.name: "Noted. Another safeguarding lead can clear it now.",
        CLEAR.name: "Cleared. Analysts can read it now.",
        REDACT.name: "Cleared as you left it.",
        WITHHOLD.name: "Withheld. The words are gone.",
    }[way.name]


def way_to(line: HelpLine) -> str:
    """How to reach a help line: by ringing, else by text, else at an address."""
    return line.call or line.text or line.url


def _draw_line(house: House, items: list[QueueItem], current: QueueItem, count: Waiting) -> None:
    frame.part("In line")
    rows = "".join(
        f"<li{' aria-current=true' if one.id == current.id else ''}>"
        f"<strong>{escape(LEVELS[one.level])}</strong> "
        f"{_clock(one, house.today())}</li>"
        for one in items[:8]
    )
    more = f"<p class=quiet>and {count.total - 8} more</p>" if count.total > 8 else ""
    st.html(f'<ol class="line">{rows}</ol>{more}')
