"""What does this questionnaire say in another language?

For the page and for translators. The words are in gettext `.po` files, one a language (`survey.catalogues`).
Every string has a stable key, such as `worries.choices.fights.label`: an entry whose `msgctxt` is that key is
used there only, an entry without one wherever those words stand. Words without a translation stay in the
source language and are named in `translation.untranslated`, so that the page can mark them as such; a
translation marked “fuzzy” is one that nobody has checked since the source changed, and counts as none.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

from survey.catalogues import Translations, catalogue_path, read_translations
from survey.located import Place
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


def keyed_strings(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """As `strings`, each with its stable key instead of its place."""
    data = questionnaire.model_dump(mode="json", exclude={"translation", "written_for"})
    for place, text in _strings(data, ()):
        yield key_of(data, place), text


def key_of(data: Any, place: Place) -> str:
    """`worries.choices.fights.label`: the names on the way to a string, so that moving it changes nothing."""
    steps: list[str] = []
    for step in place:
        data = data[step]
        if isinstance(step, str):
            steps.append(step)
        else:
            steps.append(data["name"] if isinstance(data, dict) and "name" in data else str(step + 1))
    return ".".join(steps[1:] if steps[0] == "questions" else steps)


def translate(questionnaire: Questionnaire, language: str, *, locale: Path = LOCALE) -> Questionnaire:
    """The questionnaire in another language; the same version, so that answers in any language go together.

    Raises `LocatedError` when there is a file for the language and it cannot be read.
    """
    if language == questionnaire.language:
        return questionnaire
    known = read_translations(catalogue_path(locale, language, questionnaire.name))
    return _TRANSLATED.get(questionnaire, language, known)


class _Kept:
    """The last translations made: a page is opened far more often than a translation changes."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], tuple[Translations, Questionnaire]] = OrderedDict()
        self._lock = Lock()

    def get(self, questionnaire: Questionnaire, language: str, known: Translations) -> Questionnaire:
        key = (questionnaire.version, language)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept[0] is known:
            return kept[1]
        made = _translated(questionnaire, language, known)
        with self._lock:
            self._kept[key] = (known, made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


_TRANSLATED = _Kept()


def _translated(questionnaire: Questionnaire, language: str, known: Translations) -> Questionnaire:
    untranslated: dict[str, None] = {}
    data = questionnaire.model_dump(mode="json")

    def put(value: Any, place: Place) -> Any:
        if isinstance(value, dict):
            return {key: put(inner, (*place, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [put(inner, (*place, number)) for number, inner in enumerate(value)]
        if isinstance(value, str) and value and _is_words(place) and place[0] != "written_for":
            said = known.find(value, key_of(data, place))
            if said is None:
                untranslated[value] = None
            return said or value
        return value

    translated = put(data, ())
    translated["language"] = language
    translated["translation"] = Translation(
        version=questionnaire.version, language=questionnaire.language, untranslated=tuple(untranslated)
    ).model_dump()
    return Questionnaire.model_validate(translated)


def translations(path: Path) -> dict[str, str]:
    """The checked translations in a catalogue by source string; none when there is no such file."""
    return {text: said for (_, text), said in read_translations(path).words.items()}
