"""Everything one installation is made of, opened once and handed to every service.

Answers, for a service or a page: *where is the database, which key seals, what does this office call its
districts, and what time is it?* A service takes the `House` first and keeps nothing of its own,
so that any number of processes can serve the same office, and a test can build a house of its own.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from survey.located import LocatedError
from survey.office import HelpLines, Office, load_help, load_office
from survey.questionnaire import Questionnaire, QuestionnaireError, load_questionnaire
from survey.questionnaire.load import questionnaire_paths
from survey.screening import Screened, screen
from survey.settings import Settings, SettingsProblem, read_settings
from survey.store import workspace
from survey.store.database import Database, DatabaseProblem
from survey.vault import KeyProblem, Vault, open_vault

EXAMPLE = "example"
KEY_CHECK = "key_check"


class HouseProblem(Exception):
    """This installation cannot be opened, in words for whoever runs it: what is wrong, where, what to do."""


def clock_on_the_wall() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """One installation. `clock` and `chance` are the only ways to learn the time or to draw a lot."""

    settings: Settings
    database: Database
    vault: Vault
    office: Office
    help_lines: HelpLines
    clock: Callable[[], datetime] = clock_on_the_wall
    chance: Callable[[], float] = secrets.SystemRandom().random
    _versions: dict[str, Questionnaire] = field(default_factory=dict, repr=False, compare=False)
    _files: dict[str, tuple[bytes, Questionnaire]] = field(default_factory=dict, repr=False, compare=False)

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The date in UTC: what is stored with an answer, so that no time of day ever is."""
        return self.clock().astimezone(UTC).date()

    def screen(self, text: str, *, language: str | None = None, question: str | None = None) -> Screened:
        """Screen a free text, knowing what this office calls its places and which numbers are for help."""
        return screen(
            text,
            places=self.office.place_names,
            language=language,
            question=question,
            help_numbers=self._help_numbers,
        )

    @cached_property
    def _help_numbers(self) -> frozenset[str]:
        numbers = (
            re.sub(r"\D", "", written) for line in self.help_lines.lines for written in (line.call, line.text)
        )
        return frozenset(filter(None, numbers))

    @property
    def is_example(self) -> bool:
        """Whether the people and answers in here are invented. Every screen says so."""
        with self.database.reading() as session:
            return workspace.fact(session, EXAMPLE) == "yes"

    def questionnaire(self, version: str) -> Questionnaire:
        """A questionnaire exactly as a session asks or asked it. `KeyError` if no session ever did."""
        known = self._versions.get(version)
        if known is None:
            with self.database.reading() as session:
                known = Questionnaire.from_json(workspace.questionnaire_document(session, version))
            self._versions[version] = known  # a version never changes, so neither does this
        return known

    def questionnaire_named(self, name: str) -> Questionnaire:
        """A questionnaire as the office's file has it today. `HouseProblem` when there is none such."""
        known = self.questionnaire_names()
        if name not in known:
            raise HouseProblem(
                f"There is no questionnaire {name!r} in {self.settings.questionnaires_dir}; "
                f"there is {', '.join(known) or 'none'}."
            )
        try:
            return self._as_written(self.settings.questionnaires_dir / f"{name}.yaml")
        except QuestionnaireError as error:
            raise HouseProblem(str(error)) from None

    def _as_written(self, path: Path) -> Questionnaire:
        """Read again only when the file, or the office's whose lists it uses, says something else."""
        written = b"".join(
            sha256(file.read_bytes()).digest() for file in (path, path.with_name("office.yaml"))
        )
        known = self._files.get(path.name)
        if known is None or known[0] != written:
            known = self._files[path.name] = (written, load_questionnaire(path))
        return known[1]

    def questionnaire_names(self) -> tuple[str, ...]:
        """The questionnaires in the office's folder, by file name."""
        return tuple(path.stem for path in questionnaire_paths(self.settings.questionnaires_dir))


def open_house(
    settings: Settings | None = None,
    *,
    clock: Callable[[], datetime] = clock_on_the_wall,
    chance: Callable[[], float] | None = None,
) -> House:
    """Open this installation, making what is missing: folder, key, tables. Raises `HouseProblem`."""
    try:
        settings = settings or read_settings()
        _make_private_folder(settings)
        vault = open_vault(
            settings.keys_dir or settings.data_dir / "keys",
            settings.key.get_secret_value() if settings.key else None,
        )
        database = Database(settings.database_url)
        database.upgrade()
        _same_key_as_ever(database, vault)
        return House(
            settings=settings,
            database=database,
            vault=vault,
            office=load_office(settings.questionnaires_dir / "office.yaml"),
            help_lines=load_help(settings.questionnaires_dir / "help.yaml"),
            clock=clock,
            chance=chance or secrets.SystemRandom().random,
        )
    except (SettingsProblem, DatabaseProblem, KeyProblem, LocatedError) as problem:
        raise HouseProblem(str(problem)) from None


def _make_private_folder(settings: Settings) -> None:
    """The folder everything lives in, closed to other users of this machine from its first moment."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HouseProblem(
            f"The data folder {settings.data_dir} cannot be made: {error.strerror}. Set SURVEY_DATA_DIR."
        ) from None
    if not os.access(settings.data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise HouseProblem(
            f"The data folder {settings.data_dir} cannot be written to. Change its owner, or SURVEY_DATA_DIR."
        )


def _same_key_as_ever(database: Database, vault: Vault) -> None:
    """Refuse to run on another key: receipts would not be recognised, repeats would be stored twice."""
    expected = vault.keyed_hash("key check", "this installation")
    with database.reading() as session:
        stored = workspace.fact(session, KEY_CHECK)
    if stored is None:
        with database.session() as session:
            stored = workspace.settle(session, KEY_CHECK, expected)
    if stored != expected:
        raise HouseProblem(
            f"The database {database.shown} was made with another key. Put that key back "
            "(SURVEY_KEY, or the file in the keys folder), or choose another SURVEY_DATA_DIR."
        )
