"""The page's own words (buttons, messages) in the language of whoever reads it.

For translators: the words stand in English in the templates and in `messages.py`; a language is one
gettext file, `questionnaires/locale/<language>/LC_MESSAGES/page.po`. What a file lacks is shown in
English and marked as English, so that a screen reader says it rightly and a right-to-left page does not
turn it round. What the questionnaire says is translated by `survey.questionnaire`, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import PoFileError, read_po
from markupsafe import Markup, escape

SOURCE = "en"


@dataclass(frozen=True)
class Words:
    """One language's words."""

    language: str
    known: Mapping[str, str] = field(default_factory=dict, compare=False)
    changed: int = 0  # when its file was; two readings of the same file are equal

    @property
    def direction(self) -> str:
        return direction(self.language)

    def plain(self, text: str, **values: object) -> str:
        """The words alone, for an attribute or an answer to the script."""
        return _filled(self.known.get(text) or text, values)

    def say(self, text: str, **values: object) -> Markup:
        """The words as they stand in the page, marked when they are still English."""
        said = self.plain(text, **values)
        return escape(said) if self.language == SOURCE or text in self.known else in_english(said)


def words(language: str, folder: Path) -> Words:
    """The words of a language, from the office's folder of questionnaires."""
    if language == SOURCE:
        return Words(SOURCE)
    path = folder / "locale" / language / "LC_MESSAGES" / "page.po"
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _read(language, path, changed)


def spoken(wanted: str, folder: Path) -> str:
    """The language somebody's address asks for if the page has words in it, else English.

    An address can ask for anything, so only names of folders that are there are ever looked up.
    """
    known = {path.parts[-3] for path in folder.glob("locale/*/LC_MESSAGES/page.po")}
    return wanted if wanted in known else SOURCE


def in_english(text: str) -> Markup:
    return Markup('<span lang="{}" dir="ltr">{}</span>').format(SOURCE, text)


@lru_cache(maxsize=64)
def direction(language: str) -> str:
    """`rtl` or `ltr`. A language nobody has described to us reads as English does."""
    locale = _locale(language)
    return locale.text_direction if locale else "ltr"


@lru_cache(maxsize=64)
def own_name(language: str) -> str:
    """What a language calls itself: the only name its readers can be sure to know."""
    locale = _locale(language)
    name = locale.get_display_name() if locale else None
    return name[:1].upper() + name[1:] if name else language


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=64)
def _read(language: str, path: Path, changed: int) -> Words:
    """`changed` is only there so that an edited file is read again."""
    if not changed:
        return Words(language)
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=None, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{path}: {error}") from None
    pairs = ((one.id, one.string) for one in catalogue if one.id and not one.fuzzy)
    return Words(language, {str(key): str(value) for key, value in pairs if value}, changed)


def _filled(text: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
