"""What is in a translator's file, and how is one written?

A catalogue is one gettext `.po` file: `questionnaires/locale/<language>/LC_MESSAGES/<domain>.po`, which any
translation editor opens. Beyond the words it says, in its header, how far they can be trusted: `X-Status`
is `draft` until a speaker of the language has read every line, and `approved` only together with their name
(`X-Checked-By`) and the day (`X-Checked-On`). An entry marked “fuzzy” counts as none. Which words there
are to translate is left to `survey.translations`, who may see them to `survey.languages`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final
from zlib import crc32

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from survey.located import Finding, LocatedError

Key = tuple[str, str]
"""A context (a place's stable name, or nothing) and the words in the source language."""


class Status(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


@dataclass(frozen=True)
class Provenance:
    """Who stands for a translation."""

    status: Status = Status.DRAFT
    checked_by: str = ""
    checked_on: date | None = None

    @property
    def approved(self) -> bool:
        """A named speaker and a day, or it is not approved, whatever the status says."""
        return self.status is Status.APPROVED and bool(self.checked_by) and self.checked_on is not None


@dataclass(frozen=True)
class Translations:
    """The usable words of one file."""

    words: Mapping[Key, str] = field(default_factory=dict)
    provenance: Provenance = Provenance()
    edition: int = 0  # another file, another number

    def find(self, text: str, context: str = "") -> str | None:
        """The words for this place, or else for this text anywhere; none when there are none."""
        return self.words.get((context, text)) or self.words.get(("", text))


NOTHING: Final = Translations()


def catalogue_path(locale: Path, language: str, domain: str) -> Path:
    return locale / language / "LC_MESSAGES" / f"{domain}.po"


def read_translations(path: Path) -> Translations:
    """The words of a file; nothing when there is no such file. Raises `LocatedError`."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return NOTHING
    return _read(path, changed)


def read_catalogue(path: Path) -> Catalog:
    """The whole file, as Babel has it. Raises `LocatedError`."""
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True, ignore_obsolete=True)
    except (OSError, UnicodeDecodeError, PoFileError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        mend = "Open it in a translation editor and save it again."
        raise LocatedError(
            [Finding(str(path), int(line or 1), "file", "cannot be read as .po", mend)]
        ) from None


def read_provenance(path: Path) -> Provenance:
    """What a file's header says of itself. What cannot be understood counts as a draft."""
    head = re.split(r"\n\s*\n", path.read_text("utf-8"), maxsplit=1)[0]
    said = dict(re.findall(r'^"(X-[A-Za-z-]+): *(.*?)\\n"$', head, flags=re.MULTILINE))
    approved = said.get("X-Status", "").strip() == Status.APPROVED.value
    return Provenance(
        status=Status.APPROVED if approved else Status.DRAFT,
        checked_by=said.get("X-Checked-By", "").strip(),
        checked_on=_day(said.get("X-Checked-On", "").strip()),
    )


def written(catalogue: Catalog, language: str, provenance: Provenance, *, about: str = "") -> str:
    """A file's text. The same words give the same text: no dates of its own making, no line numbers."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, omit_header=True, include_lineno=False, ignore_obsolete=True, width=110)
    return _header(language, provenance, about) + buffer.getvalue().decode("utf-8")


def plural_forms(language: str) -> str:
    return str(Catalog(locale=babel_locale(language)).plural_forms)


def babel_locale(language: str) -> Locale | None:
    """What is known of a language in general; nothing of one that nobody has described."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def usable(catalogue: Catalog) -> dict[Key, str]:
    """The checked, filled entries without plural forms, which are all the page has."""
    return {
        (message.context or "", message.id): message.string
        for message in catalogue
        if isinstance(message.id, str) and isinstance(message.string, str)
        if message.id and message.string and not message.fuzzy
    }


@lru_cache(maxsize=256)
def _read(path: Path, changed: int) -> Translations:
    """`changed` is only there so that an edited file is read again."""
    return Translations(usable(read_catalogue(path)), read_provenance(path), crc32(path.read_bytes()))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _header(language: str, provenance: Provenance, about: str) -> str:
    name = babel_locale(language)
    lines = [
        f"# {name.get_display_name('en') if name else language}{': ' + about if about else ''}",
        *_status_notes(provenance),
    ]
    fields: Iterable[tuple[str, str]] = (
        ("Project-Id-Version", "youth-listening"),
        ("Language", language.replace("-", "_")),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", plural_forms(language)),
        ("X-Status", provenance.status.value),
        ("X-Checked-By", provenance.checked_by),
        ("X-Checked-On", provenance.checked_on.isoformat() if provenance.checked_on else ""),
    )
    entry = ['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in fields)]
    return "\n".join([*lines, *entry]) + "\n\n"


def _status_notes(provenance: Provenance) -> list[str]:
    if provenance.approved:
        return []
    return [
        "# Draft, not yet checked by a speaker. When one has read every line: set X-Status to approved,",
        "# X-Checked-By to their name and X-Checked-On to the day, as 2027-01-31.",
    ]
