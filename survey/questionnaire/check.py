"""Does this questionnaire make sense, and can young people read it?

For whoever writes one, before a session uses it. Everything here can be said without asking anybody:
names used twice, rules on questions that do not exist or come later, questions nobody can reach, a
sensitive question without “Rather not say”, words that are too hard, translations that are missing. Each
check is one function over the same questionnaire, and each finding names file, line, field, problem and
mend. Errors must be mended; warnings are for a person to weigh. The whole folder is left to `report`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from survey.catalogues import catalogue_path
from survey.located import Finding, LocatedError, Place, Severity
from survey.office import FILLABLE
from survey.questionnaire.checked import Checked, office_names
from survey.questionnaire.load import load_located
from survey.questionnaire.missing import Missing
from survey.questionnaire.model import (
    Note,
    Question,
    RatingGrid,
    SelectMultiple,
    Text,
)
from survey.questionnaire.readability import PLACEHOLDER, in_english, reading_ages
from survey.questionnaire.reading import (
    LONGEST_SENTENCE,
    hard_words,
    sentences,
    words,
)
from survey.questionnaire.rules import All, AnyOf, Rule
from survey.questionnaire.translate import strings, translations

FORM_FIELDS = frozenset({"submission_id", "version", "language", "rotation_seed", "mode"})
"""Names the page’s form uses itself."""

NEVER_ASKED = frozenset(
    {
        "name",
        "first_name",
        "last_name",
        "surname",
        "full_name",
        "date_of_birth",
        "birthday",
        "dob",
        "school_name",
    }
    | {
        "street",
        "address",
        "postcode",
        "phone",
        "mobile",
        "email",
        "e-mail",
        "snapchat",
        "instagram",
        "username",
    }
)
"""Identifiers: no questionnaire of this house asks them."""


def check_questionnaire(path: Path | str) -> list[Finding]:
    """Everything to mend in a questionnaire’s file, in the order of its lines."""
    path = Path(path)
    try:
        questionnaire, located = load_located(path)
    except LocatedError as error:
        return list(error.findings)
    checked = Checked(questionnaire, located, path.parent / "locale", office_names(path.parent))
    found = [finding for check in _BASIC for finding in check(checked)]
    if not any(finding.severity is Severity.ERROR for finding in found):
        found += [finding for check in _THOROUGH for finding in check(checked)]
    return sorted(found, key=lambda finding: finding.line)


# --- names ----------------------------------------------------------------------------------------------


def _names_used_twice(checked: Checked) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for place, question in checked.numbered():
        line = checked.located.line(place)
        if question.name in seen:
            problem = f"uses the name “{question.name}”, as the question on line {seen[question.name]} does"
            yield checked.error((*place, "name"), problem, "Give it a name of its own.")
        seen.setdefault(question.name, line)
        for field in ("choices", "rows"):
            names = [choice.name for choice in getattr(question, field, ())]
            for number, name in enumerate(names):
                if name in names[:number]:
                    yield checked.error(
                        (*place, field, number), f"offers “{name}” twice", "Remove or rename one."
                    )


def _names_not_to_use(checked: Checked) -> Iterator[Finding]:
    stem = Path(checked.located.file).stem
    if checked.questionnaire.name != stem:
        problem = f"is “{checked.questionnaire.name}” in a file called “{stem}”"
        yield checked.error(("name",), problem, "Sessions name the file: give both the same name.")
    for place, question in checked.numbered():
        if question.name in FORM_FIELDS:
            problem = f"uses the name “{question.name}”, which the page needs itself"
            yield checked.error((*place, "name"), problem, "Give it another name.")
        if question.name in NEVER_ASKED:
            problem = f"asks for “{question.name}”, which would tell who somebody is"
            yield checked.error((*place, "name"), problem, "Remove the question.")
    for place, _, choice in checked.listed():
        if choice.name in (Missing.NOT_ASKED, Missing.SKIPPED):
            problem = f"uses the name “{choice.name}”, which stands for no answer"
            yield checked.error((*place, "name"), problem, "Give the choice another name.")


# --- rules ----------------------------------------------------------------------------------------------


def _rules_that_cannot_work(checked: Checked) -> Iterator[Finding]:
    position = {
        question.name: number
        for number, question in reversed(list(enumerate(checked.questionnaire.questions)))
    }
    for place, rule, before in checked.rules():
        for name, sought in rule.asks_about:
            question_name, _, row = name.partition(".")
            if question_name not in position:
                mend = "Correct its spelling, or remove the rule."
                yield checked.error(place, f"looks at “{question_name}”, which is no question here", mend)
            elif position[question_name] >= before:
                when = "later" if position[question_name] > before else "at the same time"
                problem = f"looks at “{question_name}”, which is asked {when}"
                yield checked.error(place, problem, "Move that question before this one.")
            else:
                looked_at = checked.questionnaire.questions[position[question_name]]
                yield from _comparison(checked, place, looked_at, row, sought)
        for part in _parts(rule):
            if isinstance(part, All | AnyOf) and not part.rules:
                mend = "Put rules into it, or remove it."
                yield checked.warning(place, f"holds an empty “{part.operator}”", mend)


def _comparison(
    checked: Checked, place: Place, question: Question, row: str, sought: tuple[str, ...]
) -> Iterator[Finding]:
    if isinstance(question, Note):
        yield checked.error(
            place, f"looks at the note “{question.name}”, which has no answer", "Name a question."
        )
        return
    if isinstance(question, Text):
        if sought:
            mend = "Ask only whether it is answered: {answered: NAME}."
            yield checked.error(place, f"compares words written in “{question.name}”", mend)
        return
    if row and (not isinstance(question, RatingGrid) or row not in {one.name for one in question.rows}):
        yield checked.error(
            place, f"looks at “{question.name}.{row}”, which is no row", "Name a row of a grid."
        )
    known = [choice.name for choice in question.choices]
    for choice in sought:
        if choice not in known:
            problem = f"looks for “{choice}”, which “{question.name}” does not offer"
            yield checked.error(place, problem, f"Use one of {', '.join(known[:12])}.")


def _parts(rule: Rule) -> Iterator[Rule]:
    yield rule
    for part in rule.parts:
        yield from _parts(part)


def _rows_that_cannot_come(checked: Checked) -> Iterator[Finding]:
    for place, question in checked.numbered():
        if not isinstance(question, RatingGrid) or question.rows_from is None:
            continue
        before = {one.name: one for one in checked.questionnaire.questions[: int(place[1])]}
        source = before.get(question.rows_from)
        if not isinstance(source, SelectMultiple):
            mend = "Name a question of type select_multiple that comes before this one."
            yield checked.error((*place, "rows_from"), "names no such earlier question", mend)
            continue
        offered = {choice.name for choice in source.choices}
        for number, row in enumerate(question.rows):
            if row.name not in offered:
                problem = f"has the row “{row.name}”, which “{source.name}” does not offer"
                yield checked.error((*place, "rows", number), problem, "Use the names of its choices.")


def _counts_that_cannot_be(checked: Checked) -> Iterator[Finding]:
    for place, question in checked.numbered():
        if isinstance(question, SelectMultiple) and (question.max or 0) > len(question.choices):
            problem = f"lets people choose {question.max} of {len(question.choices)} choices"
            yield checked.warning((*place, "max"), problem, "Lower it, or leave it out.")


# --- who is asked ---------------------------------------------------------------------------------------


def _nobody_is_asked(checked: Checked) -> Iterator[Finding]:
    unreachable: set[str] = set()
    for place, question in checked.numbered():
        reached = checked.reach.question(question)
        if reached is False:
            unreachable.add(question.name)
            mend = "Change its rule, or remove the question."
            yield checked.error(place, f"can never be asked: nobody comes to “{question.name}”", mend)
        elif reached is None:
            mend = "Make its rule simpler."
            yield checked.warning(place, f"has a rule too tangled to check for “{question.name}”", mend)
    for place, question, choice in checked.listed():
        if choice.relevant is None or question.name in unreachable:
            continue
        if checked.reach.choice(question, choice) is False:
            problem = f"can never be offered: nobody who comes here gets “{choice.name}”"
            yield checked.error(place, problem, "Change its rule, or remove the choice.")


def _sensitive_without_a_way_out(checked: Checked) -> Iterator[Finding]:
    for place, question in checked.numbered():
        if not question.sensitive or isinstance(question, Note | Text):
            continue
        if Missing.RATHER_NOT_SAY not in {choice.name for choice in question.choices}:
            mend = "Add rather_not_say to its choices."
            yield checked.error(place, "is sensitive and has no “Rather not say”", mend)


# --- words ----------------------------------------------------------------------------------------------


def _careless_words(checked: Checked) -> Iterator[Finding]:
    for place, text in strings(checked.questionnaire):
        if "'" in text or '"' in text:
            yield checked.warning(place, "has straight quotes", "Use ’ “ and ”.")
        if "..." in text:
            yield checked.warning(place, "has three dots", "Use … or a full stop.")
        allowed = FILLABLE if place[0] in ("opening", "thanks", "quiet", "screen_out") else ()
        for name in PLACEHOLDER.findall(text):
            if name not in allowed:
                mend = (
                    f"Use one of {', '.join('{' + field + '}' for field in FILLABLE)}, on opening pages only."
                )
                yield checked.error(place, f"has “{{{name}}}”, which stands for nothing here", mend)


def _hard_words(checked: Checked) -> Iterator[Finding]:
    if not in_english(checked.questionnaire):
        return
    for place, text in strings(checked.questionnaire):
        plain = PLACEHOLDER.sub("us", text)
        for sentence in sentences(plain):
            length = len(words(sentence))
            if length > LONGEST_SENTENCE:
                problem = f"has a sentence of {length} words"
                yield checked.warning(place, problem, f"Keep it to {LONGEST_SENTENCE} words.")
        if text not in checked.names and place[0] != "title":
            for word in hard_words(plain):
                yield checked.warning(
                    place, f"has the long word “{word}”", "Use a shorter one if there is one."
                )


def _too_hard_to_read(checked: Checked) -> Iterator[Finding]:
    stated = bool(checked.questionnaire.written_for)
    for measured in reading_ages(checked):
        if measured.age <= measured.readers.reading_age:
            continue
        problem = (
            f"needs a reading age of {measured.age:g}; for {measured.readers.label} it is "
            f"{measured.readers.reading_age:g}"
        )
        mend = "Use shorter words and sentences."
        say = checked.error if stated else checked.warning
        yield say(measured.place, problem, mend)


# --- languages ------------------------------------------------------------------------------------------


def _missing_translations(checked: Checked) -> Iterator[Finding]:
    questionnaire = checked.questionnaire
    if questionnaire.language not in questionnaire.languages:
        mend = f"Add {questionnaire.language} to languages."
        yield checked.error(("languages",), "leave out the language it is written in", mend)
    for number, language in enumerate(questionnaire.languages):
        if language == questionnaire.language:
            continue
        place: Place = ("languages", number)
        path = catalogue_path(checked.locale, language, questionnaire.name)
        try:
            known = translations(path)
        except LocatedError as error:
            yield from error.findings
            continue
        if not known:
            mend = f"Put them into {path}, or take {language} off the list."
            yield checked.error(place, f"there are no translations into {language}", mend)
            continue
        for where, text in strings(questionnaire):
            if sorted(PLACEHOLDER.findall(known.get(text, text))) != sorted(PLACEHOLDER.findall(text)):
                mend = f"Put the same words in curly brackets into the translation in {path}."
                yield checked.error(where, f"loses a word in curly brackets in {language}", mend)
            if text not in known and text not in checked.names:
                mend = f"Translate it in {path}; until then the page shows it in {questionnaire.language}."
                yield checked.warning(where, f"has no translation into {language}", mend)


Check = Callable[[Checked], Iterator[Finding]]

_BASIC: tuple[Check, ...] = (
    _names_used_twice,
    _names_not_to_use,
    _rules_that_cannot_work,
    _rows_that_cannot_come,
    _counts_that_cannot_be,
    _sensitive_without_a_way_out,
    _careless_words,
    _hard_words,
    _missing_translations,
)
_THOROUGH: tuple[Check, ...] = (_nobody_is_asked, _too_hard_to_read)
"""These walk the questionnaire’s rules, so they wait until the rules are sound."""
