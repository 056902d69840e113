"""What does a data protection officer need to decide whether this may be used here?

The assessment, the threats and a privacy notice for each age band, made from this installation's own
settings: what is asked, what is stored (column by column, from the tables themselves), who may do what, how
long, and what is still open here. What only the office can decide is left as a marked line.

The papers' words are in `survey/papers`, for an office to adapt. This fills them in and opens no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml
from jinja2 import Environment, StrictUndefined
from sqlmodel import SQLModel

from survey import markdown
from survey.door import RULES as DOOR
from survey.house import House
from survey.office import HelpLine
from survey.permissions import MAY
from survey.questionnaire import Question, Text
from survey.retention import PERIODS
from survey.screening import alerts
from survey.store import accounts
from survey.store.tables import Role

NOTICES: Final[Mapping[str, str]] = {"10-13": "12-13", "14-17": "14-15", "18-24": "18-24"}
"""Each privacy notice, and an age band whose help lines it shows."""

UNEXPLAINED: Final = "**not explained yet; ask whoever maintains the program**"


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str


@dataclass(frozen=True)
class StoredTable:
    """A table with what it and every column of it are for."""

    name: str
    what: str
    about: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Asked:
    """A question, as the assessment lists it."""

    label: str
    words: bool
    sensitive: bool


@dataclass(frozen=True)
class AskedForm:
    name: str
    title: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class PermissionRow:
    permission: str
    may: tuple[bool, ...]


@dataclass(frozen=True)
class Technical:
    """Where things are, in words and without secrets."""

    database: str
    keys: str
    address: str
    sign_in: str
    alerts: str


@dataclass(frozen=True)
class ReachableLine:
    """A help line as a notice shows it: its name with how to reach it, and who it is for."""

    reach: str
    who_for: str


@dataclass(frozen=True)
class Paper:
    """One paper, as Markdown; `page` is the same for a browser."""

    name: str
    text: str

    @property
    def page(self) -> str:
        return markdown.page(self.text)


def write_pack(house: House, folder: Path) -> tuple[Path, ...]:
    """Write every paper into the folder, as Markdown and as a web page; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for paper in papers(house):
        for ending, text in (("md", paper.text), ("html", paper.page)):
            path = folder / f"{paper.name}.{ending}"
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return tuple(written)


def papers(house: House) -> Iterator[Paper]:
    """The assessment, the threats, and the privacy notices."""
    yield Paper("dpia", _assessment(house))
    yield Paper("threats", (files("survey") / "THREATS.md").read_text(encoding="utf-8"))
    for ages in NOTICES:
        yield Paper(f"privacy-notice-{ages}", notice(house, ages))


def notice(house: House, ages: str) -> str:
    """The privacy notice for an age band of `NOTICES`."""
    return _filled(
        f"notice_{ages.replace('-', '_')}.md",
        office=house.office,
        periods=PERIODS,
        years=PERIODS.redacted_months // 12,
        help_lines=[_reachable(line) for line in _lines_for(house, NOTICES[ages])],
    )


def stored_tables() -> tuple[StoredTable, ...]:
    """Every table about people with what each column is for."""
    explained = yaml.safe_load(_paper("stored.yaml"))
    return tuple(
        StoredTable(
            name=name,
            what=table["what"],
            about=table["about"],
            columns=tuple(
                Column(column.name, table["columns"].get(column.name, UNEXPLAINED))
                for column in SQLModel.metadata.tables[name].columns
            ),
        )
        for name, table in explained.items()
    )


def open_points(house: House) -> tuple[str, ...]:
    """What in this installation the officer should ask about."""
    settings, today = house.settings, house.today()
    stale = [line.label for line in house.help_lines.lines if line.stale(today)]
    with house.database.reading() as session:
        leads = len(accounts.active_with_role(session, Role.SAFEGUARDING_LEAD))
    points = (
        (
            not (settings.public_url or "").startswith("https://"),
            "Phones are not known to reach it over HTTPS (SURVEY_PUBLIC_URL). Without it, others on the "
            "network can read answers on their way.",
        ),
        (
            house.vault.keyring is not None,
            "The key is in a file on the server. Back it up apart from the database, or whoever has one copy "
            "has both.",
        ),
        (leads < 1, "There is no safeguarding lead yet. No session can open."),
        (
            leads == 1,
            "There is one safeguarding lead. Urgent texts need a second reader, and somebody for holidays.",
        ),
        (
            not alerts.is_configured(settings),
            "Nobody is told by e-mail when something is waiting (SURVEY_SMTP_HOST, SURVEY_SMTP_SENDER, "
            "SURVEY_ALERT_RECIPIENTS).",
        ),
        (
            settings.oidc_may_make_administrators,
            "The organisation’s own sign-in may make administrators (SURVEY_OIDC_MAY_MAKE_ADMINISTRATORS).",
        ),
        (bool(stale), f"Help lines nobody has checked for six months: {', '.join(stale)}."),
    )
    return tuple(words for is_open, words in points if is_open)


# --- the assessment ---


def _assessment(house: House) -> str:
    forms = tuple(_forms(house))
    roles = list(Role)
    return _filled(
        "dpia.md",
        office=house.office,
        today=house.today(),
        example=house.is_example,
        questionnaires=forms,
        fewest=min((len(form.questions) for form in forms), default=0),
        stored=stored_tables(),
        technical=_technical(house),
        roles=[_plain(role) for role in roles],
        permissions=[
            PermissionRow(_plain(permission), tuple(role in MAY[permission] for role in roles))
            for permission in MAY
        ],
        periods=PERIODS,
        idle_minutes=int(DOOR.idle.total_seconds() // 60),
        longest_hours=int(DOOR.at_most.total_seconds() // 3600),
        open_points=open_points(house),
    )


def _forms(house: House) -> Iterator[AskedForm]:
    for name in house.questionnaire_names():
        asked = house.questionnaire_named(name)
        yield AskedForm(asked.name, asked.title, tuple(_asked(house, one) for one in asked.questions))


def _asked(house: House, question: Question) -> Asked:
    return Asked(
        label=house.office.fill(question.label),
        words=isinstance(question, Text),
        sensitive=bool(getattr(question, "sensitive", False)),
    )


def _technical(house: House) -> Technical:
    settings = house.settings
    return Technical(
        database="SQLite, a file on the server" if house.database.is_sqlite else "PostgreSQL",
        keys=f"in the environment, {len(house.vault.keys)} kept"
        if house.vault.keyring is None
        else f"in a file on the server, readable by its owner only, {len(house.vault.keys)} kept",
        address=settings.public_url or "not set",
        sign_in="the organisation’s own sign-in, or a password" if settings.oidc_roles else "a password",
        alerts=f"to {len(alerts.recipients(settings))} addresses"
        if alerts.is_configured(settings)
        else "off",
    )


def _lines_for(house: House, age_band: str) -> list[HelpLine]:
    return [line for line in house.help_lines.for_card(age_band=age_band) if line.audience == "young_people"]


def _reachable(line: HelpLine) -> ReachableLine:
    """How to reach a help line: `999` is its own name and is not said twice."""
    ways = [line.call, f"text {line.text}" if line.text else "", line.url.removeprefix("https://")]
    reach = " or ".join(way for way in ways if way and way != line.label)
    return ReachableLine(f"{line.label}, {reach}" if reach else line.label, line.who_for)


def _plain(name: str) -> str:
    return name.replace("_", " ")


# --- filling in ---


def _paper(name: str) -> str:
    return (files("survey.papers") / name).read_text(encoding="utf-8")


def _filled(name: str, **facts: Any) -> str:
    # Markdown, not HTML: nothing here comes from outside the office, and `markdown.page` escapes everything.
    environment = Environment(  # noqa: S701
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    text = environment.from_string(_paper(name)).render(**facts)
    return re.sub(r"\n{3,}", "\n\n", text)
