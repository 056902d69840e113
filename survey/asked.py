"""What is an ask, and what do all the things that happened to it add up to?

For `survey.asks`, which keeps the list: an ask is never stored as it stands, only as its events, each with
its number, author and moment. Values in, values out; nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from analysis import wave as told
from survey.store.tables import AskEvent, AskRow


class AskStatus(StrEnum):
    """How far an ask has come, in the words of whoever was asked."""

    ASKED = "asked"
    WILL_DO = "will_do"
    DOING = "doing"
    DONE = "done"
    CANNOT = "cannot"


class AskProblem(Exception):
    """An ask or an answer that cannot be kept like this. The message holds nobody’s words."""


@dataclass(frozen=True)
class ToldBack:
    """A session that has heard what came of an ask."""

    session_id: str
    on: date


@dataclass(frozen=True)
class Ask:
    """An ask as it stands today."""

    id: str
    wave: str
    text: str
    owner: str
    due: date | None
    status: AskStatus
    reply: str
    theme: str
    told_back: tuple[ToldBack, ...]
    overdue: bool
    changed: str = ""  # what is different now, in plain words
    public: bool = False
    version: int = 0  # how many changes there were: what somebody has seen when they change it


@dataclass(frozen=True)
class HeardBack:
    """What a young person reads of an ask, on the page of their closed session."""

    you_said: str
    they_said: str
    what_changed: str
    by: str
    status: AskStatus


@dataclass(frozen=True)
class Change:
    """One line of an ask's history."""

    at: datetime
    by: str
    what: str


def is_out(events: Iterable[AskEvent]) -> bool:
    return any(one.action == "taken out" for one in events)


def stands(row: AskRow, events: Iterable[AskEvent], today: date) -> Ask:
    """The ask after everything that happened to it."""
    ask = Ask(row.id, row.wave, "", "", None, AskStatus.ASKED, "", row.theme, (), overdue=False)
    for event in events:
        ask = replace(_after(ask, event), version=event.number)
    request = told.Ask(ask.text, ask.owner, ask.due, ask.status.value)
    return replace(ask, overdue=request.is_overdue(today))


def _after(ask: Ask, event: AskEvent) -> Ask:
    what = event.change
    match event.action:
        case "added" | "reworded":
            return replace(ask, text=str(what["text"]))
        case "assigned":
            due = date.fromisoformat(str(what["due"])) if what["due"] else None
            return replace(ask, owner=str(what["owner"]), due=due)
        case "answered":
            status = AskStatus(str(what["status"]))
            return replace(ask, status=status, reply=str(what["reply"]), changed=str(what["changed"]))
        case "public":
            return replace(ask, public=bool(what["public"]))
        case "told back":
            told_now = ToldBack(str(what["session"]), date.fromisoformat(str(what["on"])))
            others = tuple(one for one in ask.told_back if one.session_id != told_now.session_id)
            return replace(ask, told_back=(*others, told_now))
    return ask


def in_words(event: AskEvent, titles: Mapping[str, str]) -> str:
    what = event.change
    match event.action:
        case "added":
            return f"Asked: {what['text']}"
        case "reworded":
            return f"Put in other words: {what['text']}"
        case "assigned":
            by = f", by {what['due']}" if what["due"] else ""
            return f"Asked of {what['owner'] or 'nobody yet'}{by}"
        case "answered":
            said = " ".join(str(what[part]) for part in ("reply", "changed") if what[part])
            status = str(what["status"]).replace("_", " ")
            return f"Answer: {status}. {said}" if said else f"Answer: {status}"
        case "public":
            return "Young people may read it" if what["public"] else "Taken off young people’s page"
        case "told back":
            return f"Told back to {titles.get(str(what['session']), 'a session')} on {what['on']}"
    return "Taken off the list"
