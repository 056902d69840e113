"""Which paper can this session, or this office, print, and what does it say on it?

For a leader whose Wi-Fi may die, and for `python -m survey paper`. Brings together what one print is made of:
the questionnaire exactly as the session asks it, in a language the office has switched on, the help lines of
its area, the pictures, and the batch the forms will belong to. How it looks is left to
`survey.questionnaire.paper`, typing forms in to `survey.paper`.

A batch is named after its session and nothing else: every form of one session says the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from survey import codes, languages, sessions
from survey.house import House
from survey.languages import INTERFACE, OFFICE
from survey.office import HelpLine, HelpLines, Office
from survey.permissions import Actor
from survey.questionnaire import Questionnaire, RatingGrid, SelectMultiple, SelectOne, paper, translate
from survey.questionnaire.paper import Facts, Helper, PaperProblem
from survey.questionnaire.skips import Said
from survey.respond import assets
from survey.respond.words import SOURCE, Words, words
from survey.store import sittings
from survey.store.tables import Sitting

__all__ = [
    "SOURCE",
    "PaperProblem",
    "Printable",
    "batch_of",
    "for_code",
    "for_leader",
    "for_questionnaire",
    "is_pictured",
    "languages_of",
]

BATCH_LENGTH: Final = 5
_PICTURE: Final = re.compile(r"<symbol [^>]*>(.*)</symbol>", re.DOTALL)


@dataclass(frozen=True)
class Printable:
    """One file to print, and what to call it."""

    name: str
    pdf: bytes


def batch_of(house: House, sitting: Sitting) -> str:
    """What the forms of a session have in common, to be read out and compared. Opens nothing."""
    number = int(house.vault.keyed_hash("paper batch", sitting.id), 16)
    letters = codes.CODE_LETTERS + codes.CODE_DIGITS
    drawn = ""
    for _ in range(BATCH_LENGTH):
        number, at = divmod(number, len(letters))
        drawn += letters[at]
    return f"{drawn[:2]}-{drawn[2:]}"


def languages_of(house: House, questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    """The languages it can be printed in, each with what it calls itself."""
    offered = languages.offered(house.office, _locale(house), questionnaire)
    return tuple((code, languages.own_name(code)) for code in offered)


def is_pictured(questionnaire: Questionnaire) -> bool:
    """Whether it is made for people who read pictures: then every answer has one, on paper too."""
    choices = [
        choice
        for question in questionnaire.questions
        if isinstance(question, SelectOne | SelectMultiple | RatingGrid)
        for choice in question.choices
    ]
    return bool(choices) and all(choice.picture for choice in choices)


def for_leader(
    house: House, actor: Actor, sitting_id: str, *, language: str = SOURCE, easy_read: bool | None = None
) -> Printable:
    """The paper of one session, for whoever runs it or oversees all."""
    return _of_sitting(house, sessions.own(house, actor, sitting_id), language, easy_read)


def for_code(house: House, code: str, *, language: str = SOURCE, easy_read: bool | None = None) -> Printable:
    """The same from the command line, where whoever runs it can read the key anyway."""
    with house.database.reading() as session:
        sitting = sittings.by_code(session, codes.normalise_code(code))
    if sitting is None:
        raise PaperProblem("No session has this code.")
    return _of_sitting(house, sitting, language, easy_read)


def for_questionnaire(
    questionnaire: Questionnaire,
    *,
    office: Office,
    help_lines: HelpLines,
    folder: Path,
    made_on: date,
    language: str = SOURCE,
    easy_read: bool | None = None,
    batch: str = "",
    area: str | None = None,
    example: bool = False,
) -> bytes:
    """Any questionnaire, without a session: a line to write the batch on. Needs no database.

    `easy_read` is large type and pictures; where nobody says, as the questionnaire is made for.
    """
    easy_read = is_pictured(questionnaire) if easy_read is None else easy_read
    offered = languages.offered(office, folder / "locale", questionnaire)
    if language not in offered:
        raise PaperProblem(
            f"{questionnaire.name} is not offered in {language!r}; there is {', '.join(offered)}. "
            "Switch a language on under “languages:” in office.yaml."
        )
    domains = (INTERFACE, OFFICE, questionnaire.name)
    asked = translate(questionnaire, language, locale=folder / "locale")
    facts = Facts(
        office=office.name,
        accent=office.accent,
        made_on=made_on,
        batch=batch,
        language_name=languages.own_name(language),
        draft=language != SOURCE and languages.is_draft(folder / "locale", language, *domains),
        example=example,
        helpers=tuple(
            _helper(line) for line in help_lines.for_card(area=area) if line.audience == "young_people"
        ),
        pictures=_pictures(),
    )
    spoken = words(language, folder, questionnaire.name)
    return paper.draw(asked, Spoken(spoken, office, _untranslated(asked)), facts, easy_read=easy_read)


@dataclass(frozen=True)
class Spoken:
    """The words of a page as paper takes them: plain, each marked when it is still in English."""

    words: Words
    its_office: Office
    untranslated: frozenset[str] = frozenset()

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def direction(self) -> str:
        return self.words.direction

    def ours(self, text: str, **values: object) -> Said:
        return Said(self.words.plain(text, **values), not self.words.knows(text))

    def office(self, text: str) -> Said:
        shown = self.words.of_office(text)
        return Said(shown.striptags(), self.language != SOURCE and shown.startswith("<span"))

    def of_both(self, text: str) -> Said:
        return self._filled(self.words.plain(text), english=not self.words.knows(text))

    def asked(self, text: str) -> Said:
        return self._filled(text, english=text in self.untranslated)

    def _filled(self, text: str, *, english: bool) -> Said:
        for name, value in self.its_office.own_words.items():
            text = text.replace("{" + name + "}", value if english else self.office(value).text)
        return Said(text, english and self.language != SOURCE)


def _of_sitting(house: House, sitting: Sitting, language: str, easy_read: bool | None) -> Printable:
    questionnaire = house.questionnaire(sitting.questionnaire_version)
    easy_read = is_pictured(questionnaire) if easy_read is None else easy_read
    batch = batch_of(house, sitting)
    pdf = for_questionnaire(
        questionnaire,
        office=house.office,
        help_lines=house.help_lines,
        folder=house.settings.questionnaires_dir,
        made_on=sitting.created_at.date(),
        language=language,
        easy_read=easy_read,
        batch=batch,
        area=sitting.area,
        example=house.is_example,
    )
    kind = "easy-read" if easy_read else "a4"
    return Printable(f"{questionnaire.name}-{batch}-{language}-{kind}.pdf", pdf)


def _locale(house: House) -> Path:
    return house.settings.questionnaires_dir / "locale"


def _untranslated(asked: Questionnaire) -> frozenset[str]:
    return frozenset(asked.translation.untranslated) if asked.translation else frozenset()


def _helper(line: HelpLine) -> Helper:
    address = re.sub(r"^https://(www\.)?", "", line.url).rstrip("/") if line.url else ""
    return Helper(line.label, line.who_for, line.hours or "", line.call or "", line.text or "", address)


def _pictures() -> dict[str, str]:
    """The drawings of the page, each a picture by itself, in ink."""
    drawn = {}
    for name, symbol in assets.pictures().items():
        inner = _PICTURE.fullmatch(symbol)
        if inner is not None:
            drawn[name] = (
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#1a1d24" '
                f'stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">{inner[1]}</svg>'
            )
    return drawn
