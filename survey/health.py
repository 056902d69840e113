"""Is all well with this installation? One list of checks for the administrator, what needs doing first.

Each check says what is so and, if anything is wrong, what would mend it. It reads settings, counts and
dates only: no check opens what anybody wrote. The deletions themselves are in `survey.retention`, the log's
own proof in `survey.audit`, the files' findings in `survey.questionnaire.report`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from survey import accounts, audit, retention
from survey.house import House
from survey.located import Finding, Severity
from survey.permissions import Actor, Permission, require
from survey.questionnaire import report
from survey.screening import alerts, queue
from survey.store.retention import fact, set_fact
from survey.store.tables import Role

BACKUP_EVERY_DAYS: Final = 7
_BACKED_UP_ON: Final = "backed_up_on"


class State(IntEnum):
    """How much it matters, most first."""

    WRONG = 0
    ATTENTION = 1
    WELL = 2


@dataclass(frozen=True)
class Check:
    """One thing looked at: what is so, and what would mend it."""

    name: str
    state: State
    words: str
    mend: str = ""


def checks(house: House, actor: Actor) -> tuple[Check, ...]:
    """Everything that was looked at, what needs doing first."""
    require(actor, Permission.SEE_OPERATIONS)
    found = [
        _backup(house),
        _retention(house),
        *_queue(house, actor),
        _alerts(house, actor),
        *_roles(house, actor),
        _address(house),
        _key(house),
        *_help_lines(house),
        *_files(house),
    ]
    return tuple(sorted(found, key=lambda check: check.state))


def note_backup(house: House, actor: Actor) -> None:
    """Note that somebody made a backup today. The program makes none itself."""
    require(actor, Permission.SEE_OPERATIONS)
    with house.database.session() as session:
        set_fact(session, _BACKED_UP_ON, house.today().isoformat())
        audit.record(session, house, actor, "backup noted", "data folder")


def _backup(house: House) -> Check:
    with house.database.reading() as session:
        noted = fact(session, _BACKED_UP_ON)
    mend = f"Copy {_what_to_copy(house)}, and the key to another place. Then note it here."
    if noted is None:
        return Check("Backup", State.ATTENTION, "No backup has been noted yet.", mend)
    days = (house.today() - date.fromisoformat(noted)).days
    words = f"Last noted {_ago(days)}."
    return Check("Backup", State.WELL if days <= BACKUP_EVERY_DAYS else State.ATTENTION, words, mend)


def _what_to_copy(house: House) -> str:
    return f"the folder {house.settings.data_dir}" if house.database.is_sqlite else "the database"


def _retention(house: House) -> Check:
    due = retention.due(house)
    if due.past.words:
        words = f"{due.past.words} texts are past their time."
        return Check(
            "Retention", State.WRONG, words, "Keep the server running, or run `python -m survey retention`."
        )
    if due.unread_soon:
        soon = retention.PERIODS.warning_days
        words = f"{due.unread_soon} held texts will be destroyed unread within {soon} days."
        return Check("Retention", State.WRONG, words, "Ask the safeguarding lead to read them now.")
    ran = f" Last kept to {_ago((house.today() - due.last_run_on).days)}." if due.last_run_on else ""
    return Check("Retention", State.WELL, f"Nothing is past its time.{ran}")


def _queue(house: House, actor: Actor) -> Iterator[Check]:
    waiting = queue.count_waiting(house, actor)
    if waiting.urgent:
        words = (
            f"{waiting.urgent} urgent {'answer waits' if waiting.urgent == 1 else 'answers wait'} to be read."
        )
        yield Check("Safeguarding", State.WRONG, words, "Make sure a safeguarding lead is reading today.")
    else:
        yield Check(
            "Safeguarding", State.WELL, f"{waiting.total or 'No'} answers wait to be read, none urgent."
        )


def _alerts(house: House, actor: Actor) -> Check:
    state = alerts.state(house, actor)
    if not state.configured:
        words = "Nobody is told by e-mail when something urgent comes in."
        return Check("E-mail alerts", State.ATTENTION, words, "Set SURVEY_SMTP_HOST and SURVEY_SMTP_SENDER.")
    if state.failing:
        words = f"{state.failing} waiting answers could not be announced by e-mail."
        return Check("E-mail alerts", State.WRONG, words, "Check the mail settings and the server's log.")
    return Check("E-mail alerts", State.WELL, "The safeguarding lead is told by e-mail.")


def _roles(house: House, actor: Actor) -> Iterator[Check]:
    active = [one for one in accounts.list_accounts(house, actor) if one.active]
    leads = sum(one.role is Role.SAFEGUARDING_LEAD for one in active)
    if leads == 0:
        yield Check(
            "People", State.WRONG, "No safeguarding lead: no session can open.", "Add one under Accounts."
        )
    elif leads == 1:
        words = "Only one safeguarding lead: urgent answers need two readers."
        yield Check("People", State.ATTENTION, words, "Add a second one under Accounts.")
    else:
        yield Check("People", State.WELL, f"{leads} safeguarding leads, {len(active)} accounts in all.")


def _address(house: House) -> Check:
    address = house.settings.public_url
    if address and address.startswith("https://"):
        return Check("Address", State.WELL, f"Phones reach this at {address}.")
    words = "Phones reach this without encryption." if address else "No public address is set."
    return Check("Address", State.ATTENTION, words, "Put it behind HTTPS and set SURVEY_PUBLIC_URL.")


def _key(house: House) -> Check:
    settings = house.settings
    if settings.key is not None:
        return Check("Key", State.WELL, "The key comes from the environment, apart from the data.")
    if settings.keys_dir and settings.keys_dir.is_relative_to(settings.data_dir):
        words = "The key lies in the data folder: whoever copies the folder can open what it seals."
        return Check(
            "Key", State.ATTENTION, words, "Set SURVEY_KEYS_DIR to another place and move the file there."
        )
    return Check("Key", State.WELL, "The key is kept apart from the data.")


def _help_lines(house: House) -> Iterator[Check]:
    stale = [line.label for line in house.help_lines.lines if line.stale(house.today())]
    if stale:
        words = f"Not checked for half a year: {', '.join(stale)}."
        yield Check("Help lines", State.WRONG, words, "Ring them, then set verified_on in help.yaml.")
    else:
        yield Check(
            "Help lines", State.WELL, f"All {len(house.help_lines.lines)} were checked within half a year."
        )


def _files(house: House) -> Iterator[Check]:
    folder = house.settings.questionnaires_dir
    stamp = tuple(
        sorted((str(file), file.stat().st_mtime_ns) for file in folder.rglob("*.*") if file.is_file())
    )
    found = _file_findings(folder, stamp, house.today())
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors:
        words = f"{len(errors)} mistakes, the first in {errors[0].file}, line {errors[0].line}."
        yield Check("Questions and office files", State.WRONG, words, "Run `python -m survey check`.")
    else:
        yield Check("Questions and office files", State.WELL, "No mistakes.")


@lru_cache(maxsize=2)
def _file_findings(folder: Path, _stamp: tuple[tuple[str, int], ...], today: date) -> tuple[Finding, ...]:
    """What the check of the folder finds. It takes seconds: done again only when a file has changed."""
    return tuple(report.findings(folder, today=today))


def _ago(days: int) -> str:
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
