"""What is asked, on paper: for a room whose Wi-Fi is down, a hand that would rather hold a pen, or Easy Read.

The question this module answers for a leader: *what do I print?* Values in, bytes out: a questionnaire, the
language it is spoken in and a few facts become one PDF, tagged to the standard PDF/UA-1, from right to left
where the language runs so. Typst sets it from `paper.typ`; every word is handed over as data, so nothing that
stands in a file is ever read as markup. The same facts give the same bytes.

Paper has no name on it and no field for one. Each sheet says which batch it belongs to, in which language and
version; a form gets its number by hand, and only while it is typed in (`survey.paper`). The choices carry the
numbers by which they are typed. Which languages there are and what the batch is called is left to
`survey.printing`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import fontpkg
import typst

from survey.questionnaire.model import (
    Choice,
    Note,
    Question,
    Questionnaire,
    RatingGrid,
    ScreenOut,
    SelectMultiple,
    SelectOne,
    Text,
)
from survey.questionnaire.rules import Rule
from survey.questionnaire.skips import Said, Skips, Voice, numbered

TEMPLATE: Final = "paper.typ"
FONTS: Final = ("Noto Sans", "Noto Sans Arabic")
VERSION_SHOWN: Final = 8  # letters of a version’s hash that people compare by eye
CHARACTERS_A_LINE: Final = 60
FEWEST_LINES, MOST_LINES = 3, 5
# Characters of the longest label, and how many columns then fit. In two a long label may take a second line.
SHORT_LABELS: Final = ((18, 4), (27, 3), (70, 2))
NO_GLYPH: Final = "could not be displayed with font"


def _(text: str) -> str:
    """Marks words for the translators’ tools; they are looked up when they are shown."""
    return text


ABOUT = (
    _("You can skip every question."),
    _("Do not write your name. Do not write other people’s names."),
    _("{reader} read what everyone says."),
    _("{reader} will say what they will do by {answer_due}."),
    _("This is not a police report."),
    _("Fold it and put it in the envelope yourself."),
    _("Someone types it in. Might they know your writing? Then just tick boxes."),
    _("The last page is yours to keep. It has people you can talk to."),
)
END = (
    _("That is everything"),
    _("Fold it and put it in the envelope yourself."),
    _("The envelope stays shut until the forms are typed in."),
)
KEEP = (_("Someone to talk to"), _("You can use these at any time. They are not part of this survey."))
STOP = _("Then stop here.")
HOW_ONE, HOW_ALL, HOW_UP_TO = _("Tick one."), _("Tick all that fit."), _("Tick up to {max}.")
HOW_EACH, HOW_WRITE = _("Tick one in each line."), _("Write here, or leave it empty.")
CALL, WRITE = _("Call"), _("Text")
BATCH, LANGUAGE, VERSION = _("Batch"), _("Language"), _("Version")
FORM, PAGE = _("Form number"), _("Page {number} of {of}")
NOT_CHECKED = _("Draft, not yet checked by a speaker.")
INVENTED = _("Example. All answers here are invented.")


class PaperProblem(Exception):
    """This cannot be printed here, in words for whoever wanted it: why, and what to do instead."""


@dataclass(frozen=True)
class Helper:
    """Somebody to turn to, as printed on the page that is kept."""

    label: str
    who_for: str
    hours: str = ""
    call: str = ""
    text: str = ""
    address: str = ""


@dataclass(frozen=True)
class Facts:
    """What a sheet says besides the questions."""

    office: str
    accent: str
    made_on: date
    batch: str = ""  # empty: a line to write it on
    language_name: str = ""
    draft: bool = False  # nobody who speaks this language has checked the translation
    example: bool = False
    helpers: tuple[Helper, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)  # name to SVG


def draw(questionnaire: Questionnaire, voice: Voice, facts: Facts, *, easy_read: bool = False) -> bytes:
    """The whole form as a PDF. Raises `PaperProblem` when no font here can write this language."""
    sheet = outline(questionnaire, voice, facts, easy_read=easy_read)
    used = {choice.picture for part in sheet["questions"] for choice in _each_choice(part) if choice.picture}
    pictures = {
        f"picture-{name}": drawing for name, drawing in sorted(facts.pictures.items()) if name in used
    }
    data = json.dumps(sheet, default=asdict, ensure_ascii=False, sort_keys=True)
    inputs = {"sheet": data, **pictures}
    made = int(datetime.combine(facts.made_on, time(), UTC).timestamp())
    try:
        return _compiled(inputs, made, system_fonts=False)
    except typst.TypstError as error:
        if NO_GLYPH not in str(error):
            raise
    # Our own fonts lack a script. A font of this machine that has it is looked for, and only then.
    try:
        return _compiled(inputs, made, system_fonts=True)
    except typst.TypstError as error:
        if NO_GLYPH not in str(error):
            raise
        name = facts.language_name or voice.language
        raise PaperProblem(
            f"No font on this computer can write {name}. Install one that can, such as a Noto Sans for this "
            "script, and try again. Until then open the page on a screen and print it from the browser."
        ) from None


def _compiled(inputs: dict[str, str], made: int, *, system_fonts: bool) -> bytes:
    return typst.compile(
        Path(__file__).with_name(TEMPLATE),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=sorted({Path(fontpkg.path(family)).parent for family in FONTS}),
        ignore_system_fonts=not system_fonts,
        sys_inputs=inputs,
        timestamp=made,
    )


# --- what stands on it ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tick:
    """One box, the number it is typed in by, and its words."""

    number: str
    said: Said
    picture: str = ""


@dataclass(frozen=True)
class Ticks:
    """Boxes that stand together, and who they are for when not for everybody."""

    ticks: tuple[Tick, ...]
    condition: Said | None = None
    apart: bool = False
    columns: int = 1


@dataclass(frozen=True)
class Row:
    said: Said
    condition: Said | None = None
    picture: str = ""


@dataclass(frozen=True)
class Asked:
    """One question as it stands on the paper; without a number it asks nothing."""

    kind: str  # one, many, grid, text, note
    number: int | None
    label: Said
    hint: Said | None = None
    how: Said | None = None
    condition: tuple[Said, ...] = ()
    groups: tuple[Ticks, ...] = ()
    rows: tuple[Row, ...] = ()
    lines: int = 0
    stop: tuple[Said, ...] = ()  # for whom it ends here


def outline(
    questionnaire: Questionnaire, voice: Voice, facts: Facts, *, easy_read: bool = False
) -> dict[str, Any]:
    """Everything on the paper, in order, as the template takes it."""
    writer = _Writer(questionnaire, voice)
    flags = [voice.ours(NOT_CHECKED)] if facts.draft else []
    flags += [voice.ours(INVENTED)] if facts.example else []
    end = END if questionnaire.answered_by == "person" else END[:1]
    return {
        "language": voice.language.partition("-")[0],
        "direction": voice.direction,
        "easy": easy_read,
        "accent": facts.accent,
        "office": facts.office,
        "made": [facts.made_on.year, facts.made_on.month, facts.made_on.day],
        "title": writer.asked(questionnaire.opening.title if questionnaire.opening else questionnaire.title),
        "flags": flags,
        "about": list(writer.about()),
        "questions": list(writer.questions(easy_read=easy_read)),
        "end": [voice.ours(line) for line in end],
        "keep": [voice.ours(line) for line in KEEP],
        "helpers": [_helper(one, voice) for one in facts.helpers],
        "batch": facts.batch,
        "version": questionnaire.version[:VERSION_SHOWN],
        "language_name": facts.language_name,
        "names": {
            name: voice.ours(words)
            for name, words in (
                ("batch", BATCH),
                ("language", LANGUAGE),
                ("version", VERSION),
                ("form", FORM),
                ("page", PAGE),
            )
        },
    }


@dataclass(frozen=True)
class _Writer:
    questionnaire: Questionnaire
    voice: Voice

    @cached_property
    def skips(self) -> Skips:
        return Skips(self.questionnaire, self.voice)

    @cached_property
    def numbers(self) -> dict[str, int]:
        return numbered(self.questionnaire)

    def asked(self, text: str) -> Said:
        return self.voice.asked(text)

    def about(self) -> Iterator[Said]:
        """What this is and who reads it. A leader’s form has its own words; they are about paper too."""
        opening = self.questionnaire.opening
        if self.questionnaire.answered_by == "leader":
            yield from (self.asked(line) for line in (opening.lines if opening else ()))
            return
        if opening:
            yield self.asked(opening.lines[0])
        yield from (self.voice.of_both(line) for line in ABOUT)

    def questions(self, *, easy_read: bool) -> Iterator[Asked]:
        for question in self.questionnaire.questions:
            yield self._question(question, easy_read=easy_read)

    def _question(self, question: Question, *, easy_read: bool) -> Asked:
        kind, how = _kind_and_how(question, self.voice)
        return Asked(
            kind=kind,
            number=self.numbers.get(question.name),
            label=self.asked(question.label),
            hint=self.asked(question.hint) if question.hint else None,
            how=how,
            condition=self._condition(question),
            groups=tuple(self._groups(question, easy_read=easy_read)),
            rows=tuple(self._rows(question)),
            lines=_lines(question),
            stop=tuple(self._stops(question)),
        )

    def _condition(self, question: Question) -> tuple[Said, ...]:
        """Who it is for: in the questionnaire’s own words where it has some."""
        if question.guidance:
            return (self.asked(question.guidance),)
        told = self.skips.of(question.relevant) if question.relevant is not None else ()
        rows = self.skips.rows_of(question) if isinstance(question, RatingGrid) else None
        return (*told, *([rows] if rows else []))

    def _groups(self, question: Question, *, easy_read: bool) -> Iterator[Ticks]:
        """The boxes for everybody, then those for some under a line that says who, then those set apart."""
        if isinstance(question, Note | Text):
            return
        together: dict[tuple[bool, str], list[Choice]] = {(False, ""): []}
        for one in question.choices:
            together.setdefault((_aside(one), _key(one.relevant)), []).append(one)
        ticks = {one.name: self._tick(one, number) for one, number in _numbered(question.choices)}
        for (aside, _rule), members in sorted(together.items(), key=lambda group: group[0][0]):
            if members:
                rule = members[0].relevant
                told = self.skips.sentence(rule) if rule is not None else None
                boxes = tuple(ticks[one.name] for one in members)
                yield Ticks(boxes, told, aside, 1 if easy_read else _columns(boxes))

    def _tick(self, choice: Choice, number: str) -> Tick:
        return Tick(number, self.asked(choice.label), choice.picture or "")

    def _rows(self, question: Question) -> Iterator[Row]:
        if isinstance(question, RatingGrid):
            for row in question.rows:
                condition = self.skips.sentence(row.relevant) if row.relevant is not None else None
                yield Row(self.asked(row.label), condition, row.picture or "")

    def _stops(self, question: Question) -> Iterator[Said]:
        for out in self.questionnaire.screen_out:
            if _decided_after(self.questionnaire, out) == question.name:
                yield self.skips.sentence(out.when)
                yield self.voice.ours(STOP)
                yield self.asked(out.message)


def _kind_and_how(question: Question, voice: Voice) -> tuple[str, Said | None]:
    match question:
        case SelectOne():
            return "one", voice.ours(HOW_ONE)
        case SelectMultiple(max=int(most)):
            return "many", None if str(most) in question.hint else voice.ours(HOW_UP_TO, max=most)
        case SelectMultiple(hint=str(hint)) if hint:
            return "many", None  # the hint says how many, as it has to on a phone
        case SelectMultiple():
            return "many", voice.ours(HOW_ALL)
        case RatingGrid():
            return "grid", voice.ours(HOW_EACH)
        case Text():
            return "text", voice.ours(HOW_WRITE)
    return "note", None


def _columns(boxes: tuple[Tick, ...]) -> int:
    longest = max(len(box.said.text) for box in boxes)
    return next((columns for most, columns in SHORT_LABELS if longest <= most), 1)


def _numbered(choices: tuple[Choice, ...]) -> Iterator[tuple[Choice, str]]:
    """Each choice with the number it is typed by: as long as the longest, so that no two begin alike.

    They are counted as the page draws them (`question.html`), those set apart last.
    """
    digits = len(str(len(choices)))
    for number, choice in enumerate(sorted(choices, key=_aside), start=1):
        yield choice, f"{number:0{digits}}"


def _aside(choice: Choice) -> bool:
    return choice.set_apart or choice.exclusive


def _key(rule: Rule | None) -> str:
    return "" if rule is None else json.dumps(rule.as_data(), sort_keys=True)


def _lines(question: Question) -> int:
    if not isinstance(question, Text):
        return 0
    return max(FEWEST_LINES, min(MOST_LINES, question.max_length // CHARACTERS_A_LINE))


def _decided_after(questionnaire: Questionnaire, out: ScreenOut) -> str:
    order = [question.name for question in questionnaire.questions]
    looks_at = {name.partition(".")[0] for name, _choices in out.when.asks_about}
    return order[max((order.index(name) for name in looks_at if name in order), default=0)]


def _each_choice(asked: Asked) -> Iterable[Tick | Row]:
    return (*asked.rows, *(tick for group in asked.groups for tick in group.ticks))


def _helper(one: Helper, voice: Voice) -> dict[str, Any]:
    ways = [(voice.ours(word), value) for word, value in ((CALL, one.call), (WRITE, one.text)) if value]
    return {
        "label": voice.office(one.label),
        "who_for": voice.office(one.who_for),
        "hours": voice.office(one.hours) if one.hours else None,
        "ways": [{"how": how, "number": number} for how, number in ways],
        "address": one.address,
    }
