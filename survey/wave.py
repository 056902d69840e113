"""From what is stored to what is analysed: one wave, in the types of `analysis`, and nothing a reader may
not have.

The only place where `survey` and `analysis` meet. It asks `survey.responses` for the answers, which checks
that the actor may have them, and carries them over. It counts nothing: `analysis.tables` does. What may be
shown is left to `analysis.disclosure`, themes to `survey.themes`.

Answers to different questionnaires are never poured together: a three-point scale is not a four-point one.
A wave is told from the questionnaire most people answered; how many answered others is said, not added.
Records of talks with groups are no people: they go along by themselves (`talks`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from analysis import wave as told
from analysis.text import is_non_answer
from survey import sessions
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.questionnaire import (
    AnswerValue,
    Choice,
    Question,
    Questionnaire,
    RatingGrid,
    SelectMultiple,
    SelectOne,
    Text,
)
from survey.questionnaire.rules import AnyIn, Equals
from survey.reading import ClearedAnswer, ClosedAnswers, cleared_answers, closed_answers
from survey.store import answers as answer_rows
from survey.store import themes as rows
from survey.store.tables import SessionState, Sitting, TextState

AGES: Final = re.compile(r"(?P<from>\d+)-(?:.* \d+-)?(?P<to>\d+)")
"""Age bands one after the other, by their names."""
MOST_OPTIONS: Final = 30  # a longer list, such as every town, makes a table of cells too small to show


@dataclass(frozen=True)
class Gathered:
    """A wave ready for the analysis, and what was left out of it."""

    data: told.WaveData
    questionnaire: Questionnaire | None
    elsewhere: Mapping[str, int]  # answers to other questionnaires, by its title
    held: int  # texts awaiting review: a number, nothing more

    @property
    def open_questions(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.data.questions if one.kind == "text")


def current(house: House) -> str:
    """The wave the office is in now."""
    return house.office.wave.name


def gather(
    house: House, actor: Actor, wave: str | None = None, themes: Iterable[told.Theme] = ()
) -> Gathered:
    """Everything of a wave that may be analysed."""
    require(actor, Permission.ANALYSE)
    wave = wave or current(house)
    everybody = closed_answers(house, actor, wave)
    name = _most_answered(everybody)
    people = [one for one in everybody if one.questionnaire == name]
    asked = house.questionnaire(_newest_version(people)) if people else None
    kept = {one.response_id for one in people}
    texts = [one for one in cleared_answers(house, actor, wave) if one.response_id in kept]
    sittings = [
        one
        for one in sessions.all_sessions(house, actor, wave)
        if one.state is not SessionState.VOIDED
        and house.questionnaire(one.questionnaire_version).answered_by == "person"
    ]
    with house.database.reading() as session:
        states = rows.texts_by_question(session, wave)
        groups = answer_rows.groups(session, wave)
    questions = asked_in(asked) if asked else ()
    data = told.WaveData(
        name=wave,
        title=_title(house, wave),
        questions=questions,
        respondents=tuple(_respondent(one) for one in people),
        office=_office(house),
        texts=tuple(_text(one) for one in texts),
        text_counts=_text_counts(questions, texts, states),
        themes=tuple(themes),
        sittings=tuple(_sitting(one) for one in sittings),
        talks=tuple(
            told.Talk(session_id, area, _all_frozen(given), record)
            for session_id, area, given, record, _ in groups
        ),
        talk_questions=_talk_questions(house, [version for *_, version in groups]),
        first_day=min((one.opened_at.date() for one in sittings if one.opened_at), default=None),
        last_day=max((one.opened_at.date() for one in sittings if one.opened_at), default=None),
        as_of=house.today(),
        invented=house.is_example,
    )
    held = sum(number for (_, state), number in states.items() if state is TextState.HELD)
    return Gathered(data, asked, _elsewhere(house, everybody, name), held)


def asked_in(questionnaire: Questionnaire) -> tuple[told.Asked, ...]:
    """The questions there is a figure to tell of, as the analysis sees them."""
    return tuple(
        _asked(question, questionnaire) for question in questionnaire.questions if _is_told(question)
    )


def _most_answered(everybody: list[ClosedAnswers]) -> str:
    by_name = Counter(one.questionnaire for one in everybody)
    return min(by_name, key=lambda name: (-by_name[name], name)) if by_name else ""


def _newest_version(people: list[ClosedAnswers]) -> str:
    """The version most of them answered: its labels stand for all versions of this questionnaire."""
    by_version = Counter(one.version for one in people)
    return min(by_version, key=lambda version: (-by_version[version], version))


def _elsewhere(house: House, everybody: list[ClosedAnswers], name: str) -> dict[str, int]:
    others = Counter(house.questionnaire(one.version).title for one in everybody if one.questionnaire != name)
    return dict(sorted(others.items()))


def _title(house: House, wave: str) -> str:
    return house.office.wave.label if wave == current(house) else wave


def _is_told(question: Question) -> bool:
    """Whether there is a figure to tell: not for a note, and not for a list of every town there is."""
    if isinstance(question, SelectOne | SelectMultiple):
        return len(question.choices) <= MOST_OPTIONS
    return question.type != "note"


def _asked(question: Question, questionnaire: Questionnaire) -> told.Asked:
    options: tuple[told.Option, ...] = ()
    grid_rows: tuple[told.Option, ...] = ()
    if isinstance(question, SelectOne | SelectMultiple | RatingGrid):
        options = tuple(
            told.Option(
                one.name,
                one.label + _told_to_whom(one, questionnaire),
                one.apart,
                _offered_to(one, questionnaire),
            )
            for one in question.choices
            if not one.reserved
        )
    if isinstance(question, RatingGrid):
        grid_rows = tuple(told.Option(row.name, row.label) for row in question.rows)
    kind: told.Kind = "text" if isinstance(question, Text) else _kind(question)
    return told.Asked(question.name, question.label, kind, options, grid_rows, question.sensitive)


def _offered_to(choice: Choice, questionnaire: Questionnaire) -> told.OfferedTo | None:
    """Who could choose it, where that hangs on one answer: its share is a share of them."""
    if not isinstance(choice.relevant, Equals | AnyIn):
        return None
    ((name, wanted),) = choice.relevant.asks_about
    asked = questionnaire.question(name)
    if not isinstance(asked, SelectOne):
        return None
    return told.OfferedTo(name, tuple(one.name for one in asked.choices if one.name in wanted))


def _told_to_whom(choice: Choice, questionnaire: Questionnaire) -> str:
    """Who could choose it, in words, where not everybody could."""
    if choice.relevant is None:
        return ""
    offered = _offered_to(choice, questionnaire)
    asked = questionnaire.question(offered.question) if offered is not None else None
    if offered is None or not isinstance(asked, SelectOne):
        return " (not offered to everybody)"
    options = asked.choices
    labels = [one.label for one in options if one.name in offered.values]
    places = [place for place, one in enumerate(options) if one.name in offered.values]
    together = bool(places) and places[-1] - places[0] == len(places) - 1
    ages = AGES.fullmatch(" ".join(options[place].name for place in places))
    if asked.name == "age_band" and together and ages:
        return f" (aged {ages['from']} to {ages['to']} only)"
    if len(places) > 2 and together:
        return f" (only “{labels[0]}” to “{labels[-1]}”)"
    return f" (only “{'”, “'.join(labels)}”)"


def _kind(question: Question) -> told.Kind:
    if isinstance(question, SelectMultiple):
        return "select_multiple"
    return "rating_grid" if isinstance(question, RatingGrid) else "select_one"


def _respondent(one: ClosedAnswers) -> told.Respondent:
    age_band = one.answers.get("age_band", "")
    return told.Respondent(
        response_id=one.response_id,
        session=one.session_id,
        area=one.area,
        age_band=age_band if isinstance(age_band, str) else "",
        answers=_all_frozen(one.answers),
        language=one.language,
        late=one.late,
    )


def _talk_questions(house: House, versions: list[str]) -> tuple[told.Asked, ...]:
    """What leaders were asked, by the version most records are of."""
    if not versions:
        return ()
    by_version = Counter(versions)
    return asked_in(house.questionnaire(min(by_version, key=lambda one: (-by_version[one], one))))


def _all_frozen(answers: Mapping[str, AnswerValue]) -> dict[str, told.AnswerValue]:
    return {name: _frozen(value) for name, value in answers.items()}


def _frozen(value: AnswerValue) -> told.AnswerValue:
    return tuple(value) if isinstance(value, list) else value


def _text(one: ClearedAnswer) -> told.ClearedText:
    return told.ClearedText(
        one.id, one.response_id, one.question, one.text, usable=not is_non_answer(one.text)
    )


def _text_counts(
    questions: tuple[told.Asked, ...], texts: list[ClearedAnswer], states: Mapping[tuple[str, TextState], int]
) -> tuple[told.TextCounts, ...]:
    empty = Counter(one.question for one in texts if is_non_answer(one.text))
    return tuple(
        told.TextCounts(
            question.name,
            cleared=states.get((question.name, TextState.CLEARED), 0),
            held=states.get((question.name, TextState.HELD), 0),
            withheld=states.get((question.name, TextState.WITHHELD), 0),
            non_answer=empty[question.name],
        )
        for question in questions
        if question.kind == "text"
    )


def _sitting(one: Sitting) -> told.SittingFacts:
    return told.SittingFacts(one.id, one.area, one.setting, one.headcount, one.declined)


def _office(house: House) -> told.OfficeFacts:
    office = house.office
    census: dict[str, dict[str, float]] = {}
    for share in office.census:
        census.setdefault(share.question, {})[share.choice] = share.share
    return told.OfficeFacts(
        name=office.name,
        short_name=office.short_name,
        area_name=office.area_name,
        accent=office.accent,
        districts=tuple(told.Option(one.name, one.label) for one in office.districts),
        census=census,
        census_source="; ".join(dict.fromkeys(share.source for share in office.census)),
        answer_due=office.answer_due,
        named_places=tuple(
            told.NamedPlace(one.name, one.label, one.spellings, one.district) for one in office.spoken_places
        ),
        help_lines=tuple(_help(house)),
    )


def _help(house: House) -> Iterator[told.HelpTold]:
    """Whom young people can turn to. A report is kept for years, so nothing the office has not checked."""
    for one in house.help_lines.for_card():
        if one.audience == "young_people" and not one.stale(house.today()):
            yield told.HelpTold(one.label, one.who_for, one.call, one.text, one.url, one.hours)
