"""What does this questionnaire say in another language?

For the page and for translators. The words are in gettext `.po` files, one a language, the way
translators’ own tools know them: `questionnaires/locale/<language>/LC_MESSAGES/<questionnaire>.po`. Words
without a translation stay in the source language and are named in `translation.untranslated`, so that the
page can mark them as such; a translation marked “fuzzy” is one that nobody has checked since the source
changed, and counts as none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from survey.located import Finding, LocatedError, Place
from survey.questionnaire.model import Questionnaire, Translation

LOCALE = Path(__file__).resolve().parents[2] / "questionnaires" / "locale"
"""Where the shipped translations are."""

WORDS = frozenset({"title", "label", "hint", "guidance", "message", "lines"})
"""The fields that hold words for people to read."""


def strings(questionnaire: Questionnaire) -> Iterator[tuple[Place, str]]:
    """Every string a young person reads, with its place, in the order of the questionnaire."""
    data = questionnaire.model_dump(mode="json", exclude={"translation", "written_for"})
    yield from _strings(data, ())


def _strings(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, (*place, number))
    elif isinstance(value, str) and value and _is_words(place):
        yield place, value


def _is_words(place: Place) -> bool:
    field = next((step for step in reversed(place) if isinstance(step, str)), "")
    return field in WORDS and "relevant" not in place and "when" not in place


def translate(questionnaire: Questionnaire, language: str, *, locale: Path = LOCALE) -> Questionnaire:
    """The questionnaire in another language; the same version, so that answers in any language go together.

    Raises `LocatedError` when there is a file for the language and it cannot be read.
    """
    if language == questionnaire.language:
        return questionnaire
    known = translations(catalogue_path(locale, language, questionnaire.name))
    untranslated: dict[str, None] = {}

    def put(value: Any, place: Place) -> Any:
        if isinstance(value, dict):
            return {key: put(inner, (*place, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [put(inner, (*place, number)) for number, inner in enumerate(value)]
        if isinstance(value, str) and value and _is_words(place):
            if value not in known:
                untranslated[value] = None
            return known.get(value, value)
        return value

    data = put(questionnaire.model_dump(mode="json"), ())
    data["language"] = language
    data["translation"] = Translation(
        version=questionnaire.version, untranslated=tuple(untranslated)
    ).model_dump()
    return Questionnaire.model_validate(data)


def catalogue_path(locale: Path, language: str, name: str) -> Path:
    return locale / language / "LC_MESSAGES" / f"{name}.po"


def translations(path: Path) -> dict[str, str]:
    """The checked translations in a catalogue by source string; none when there is no such file."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return {}
    return _read(path, changed)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            catalogue: Catalog = read_po(file, abort_invalid=True)
    except (OSError, UnicodeDecodeError, PoFileError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        mend = "Open it in a translation editor and save it again."
        raise LocatedError(
            [Finding(str(path), int(line or 1), "file", "cannot be read as .po", mend)]
        ) from None
    return {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and isinstance(message.string, str)
        if message.id and message.string and not message.fuzzy
    }
