"""The page's own words (buttons, messages) in the language of whoever reads it.

For translators: the words stand in English in the templates and in `messages.py`; a language is one
gettext file, `questionnaires/locale/<language>/LC_MESSAGES/interface.po`, and one for what the office says
of itself and its help lines, `office.po`. What a file lacks is shown in English and marked as English, so
that a screen reader says it rightly and a right-to-left page does not turn it round. What the questionnaire
says is translated by `survey.questionnaire`, not here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from markupsafe import Markup, escape

from survey.catalogues import Translations, babel_locale, catalogue_path, read_translations
from survey.languages import INTERFACE, OFFICE

SOURCE = "en"
ISOLATED = ("\u2066", "\u2069")
"""Unicode's way to say “this runs from left to right”, where no element can: in an attribute."""


@dataclass(frozen=True)
class Words:
    """One language's words."""

    language: str
    known: Translations = field(default=Translations(), compare=False)
    office: Translations = field(default=Translations(), compare=False)
    editions: tuple[int, ...] = ()  # of its files: two readings of the same files are equal

    @property
    def direction(self) -> str:
        return direction(self.language)

    def knows(self, text: str) -> bool:
        """Whether these words of the page are there in this language."""
        return self.language == SOURCE or self.known.find(text) is not None

    def plain(self, text: str, **values: object) -> str:
        """The words alone, for an answer to the script."""
        return _filled(self.known.find(text) or text, values)

    def attribute(self, text: str, **values: object) -> str:
        """The words for an attribute. English ones are wrapped, so that the script can mark them."""
        said = self.plain(text, **values)
        return said if self.knows(text) else said.join(ISOLATED)

    def say(self, text: str, **values: object) -> Markup:
        """The words as they stand in the page, marked when they are still English."""
        said = self.plain(text, **values)
        return escape(said) if self.knows(text) else in_english(said)

    def reason(self, text: str) -> Markup:
        """Why an answer needs another look. A number in it stands in the catalogue as `{max}`."""
        number = re.search(r"\d+", text)
        if self.known.find(text) or number is None:
            return self.say(text)
        return self.say(text.replace(number[0], "{max}", 1), max=number[0])

    def of_office(self, text: str) -> Markup:
        """Words of the office, marked when they are still English. Dates are written as the language does."""
        if self.language == SOURCE:
            return escape(text)
        said = self.office.find(text) or _as_date(text, self.language)
        return escape(said) if said else in_english(text)

    def filled(self, text: str, office: Mapping[str, str], *, english: bool) -> Markup:
        """Words of a questionnaire, escaped, with the office's own put in. `english`: not translated."""
        filled = escape(text)
        for name, value in office.items():
            put = escape(value) if english else self.of_office(value)
            filled = filled.replace(escape("{" + name + "}"), put)
        return in_english(filled) if english and self.language != SOURCE else filled


def words(language: str, folder: Path, *domains: str) -> Words:
    """The words of a language, from the office's folder of questionnaires. Raises `LocatedError`.

    `domains` are more files that a page is made of: when one of them changes, it is another page.
    """
    if language == SOURCE:
        return Words(SOURCE)
    names = (INTERFACE, OFFICE, *domains)
    read = [read_translations(catalogue_path(folder / "locale", language, name)) for name in names]
    return Words(language, read[0], read[1], tuple(one.edition for one in read))


def in_english(text: str) -> Markup:
    return Markup('<span lang="{}" dir="ltr">{}</span>').format(SOURCE, text)


@lru_cache(maxsize=64)
def direction(language: str) -> str:
    """`rtl` or `ltr`. A language nobody has described to us reads as English does."""
    locale = babel_locale(language)
    return locale.text_direction if locale else "ltr"


def _as_date(text: str, language: str) -> str | None:
    """“31 March 2027” in another language; nothing when it is not written as a date."""
    try:
        day = datetime.strptime(text, "%d %B %Y").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return None
    return format_date(day, "long", locale=babel_locale(language))


def _filled(text: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
