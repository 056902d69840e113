"""What did this session say, when do they hear back, and what came of it?

For the young people of a session, who open its code again once it is closed, and for its leader, who shows
the same to the group. Nobody signs in for it: the code of a closed session opens it, so it holds nothing a
room may not know of itself. What that is, `analysis.playback` decides through the disclosure gate.

What a session was shown is kept and stays as it is. A late answer, or one that was taken back, would
otherwise move a bar, and whoever looked before and after would know whose it was. Only with enough others
together (`fewest_new_people`) is it made anew. A voided session, and a leader's record of a talk, are told
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlmodel import Session

from analysis import wave as told
from analysis.disclosure import PLAYBACK
from analysis.playback import Bar, Heard, Share, heard
from survey import asks, codes, sessions, wave
from survey.asks import HeardBack
from survey.house import House
from survey.permissions import Actor
from survey.questionnaire import Questionnaire, RatingGrid, SelectMultiple, SelectOne
from survey.store import playbacks, sittings
from survey.store.tables import KeptPlayback, SessionState, Sitting

Standing: TypeAlias = Literal["unknown", "not_over", "too_few", "shown"]
ForSession: TypeAlias = Callable[[House, str], tuple[HeardBack, ...]]

FEWEST = PLAYBACK.smallest_base
"""From how many answers a room is shown what it said."""


@dataclass(frozen=True)
class Playback:
    """What a session may hear of itself. `heard` is empty unless it is `shown`."""

    standing: Standing
    heard: tuple[Heard, ...] = ()
    heard_back: tuple[HeardBack, ...] = ()
    answer_due: str = ""
    questionnaire: Questionnaire | None = None  # has the words for what is heard


def of_session(house: House, code: str, *, heard_back: ForSession = asks.for_session) -> Playback:
    """What the code of a session opens once it is over."""
    code = codes.normalise_code(code)
    if not codes.is_code(code):
        return Playback("unknown")
    with house.database.reading() as session:
        sitting = sittings.by_code(session, code)
    return _of(house, sitting, heard_back) if sitting else Playback("unknown")


def for_leader(
    house: House, actor: Actor, sitting_id: str, *, heard_back: ForSession = asks.for_session
) -> Playback:
    """The same for the leader of the session, to look at together."""
    own = (one for one in sessions.for_leader(house, actor) if one.id == sitting_id)
    sitting = next(own, None)
    return _of(house, sitting, heard_back) if sitting else Playback("unknown")


@dataclass(frozen=True)
class Said:
    """One question as it is shown back, in the words of the questionnaire's language."""

    label: str
    row: str
    bars: tuple[tuple[str, Share], ...]
    few: tuple[str, ...] = ()  # of many choices, those that need no bar of their own


def in_words(questionnaire: Questionnaire, one: Heard) -> Said:
    """What was heard, with the labels of this questionnaire or of a translation of it."""
    question = questionnaire.question(one.question)
    rows = question.rows if isinstance(question, RatingGrid) else ()
    choices = question.choices if isinstance(question, SelectOne | SelectMultiple | RatingGrid) else ()
    labels = {choice.name: choice.label for choice in choices}
    bars = tuple((labels.get(bar.answer, bar.answer), bar.share) for bar in one.bars)
    row = next((row.label for row in rows if row.name == one.row), "")
    if not isinstance(question, SelectMultiple):
        return Said(question.label, row, bars)
    few = tuple(label for label, share in bars if share is Share.A_FEW)
    return Said(question.label, row, tuple(bar for bar in bars if bar[1] is not Share.A_FEW), few)


def _of(house: House, sitting: Sitting, heard_back: ForSession) -> Playback:
    if sessions.state_at_door(house, sitting) not in ("closed", "expired"):
        return Playback("not_over")
    questionnaire = house.questionnaire(sitting.questionnaire_version)
    bars: tuple[Heard, ...] = ()
    if sitting.state is not SessionState.VOIDED and questionnaire.answered_by == "person":
        with house.database.session() as session:
            bars = _kept(session, house, sitting, questionnaire)
    bars = tuple(one for one in bars if _stands_alone(questionnaire, one.question))
    return Playback(
        "shown" if bars else "too_few",
        bars,
        heard_back(house, sitting.id),
        house.office.answer_due,
        questionnaire,
    )


def _stands_alone(questionnaire: Questionnaire, name: str) -> bool:
    """Whether a room can know what it was about. “When does it feel least safe there?” says nothing where the
    place is too sensitive to be told.
    """
    rule = questionnaire.question(name).relevant
    looks_at = {about.partition(".")[0] for about, _ in rule.asks_about} if rule else set()
    return not any(one.sensitive for one in questionnaire.questions if one.name in looks_at)


def _kept(
    session: Session, house: House, sitting: Sitting, questionnaire: Questionnaire
) -> tuple[Heard, ...]:
    """What was made before, unless enough have answered since; the first time, and then, it is made."""
    answers = playbacks.answers_of(session, sitting.id)
    kept = playbacks.kept(session, sitting.id)
    if kept is None or len(answers) - kept.answers >= PLAYBACK.fewest_new_people:
        bars = heard(_wave_of(house, sitting, questionnaire, answers))
        if not bars:
            return ()  # nothing was shown, so there is nothing to hold on to
        made = KeptPlayback(
            sitting_id=sitting.id,
            made_on=house.today(),
            answers=len(answers),
            heard=[_written(one) for one in bars],
        )
        kept = playbacks.keep(session, made) if kept is None else playbacks.replace(session, made)
    return tuple(_read(one) for one in kept.heard)


def _wave_of(
    house: House, sitting: Sitting, questionnaire: Questionnaire, answers: list[tuple[str, dict[str, Any]]]
) -> told.WaveData:
    """The session by itself, as the analysis sees a wave. Without groups: it is one group."""
    return told.WaveData(
        name=sitting.wave,
        title=questionnaire.title,
        questions=wave.asked_in(questionnaire),
        respondents=tuple(
            told.Respondent(
                response_id,
                sitting.id,
                sitting.area,
                "",
                {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()},
            )
            for response_id, given in answers
        ),
        office=told.OfficeFacts(house.office.name),
        breakdowns=(),
    )


def _written(one: Heard) -> dict[str, Any]:
    return {
        "question": one.question,
        "row": one.row,
        "bars": [[bar.answer, bar.share.value] for bar in one.bars],
    }


def _read(kept: dict[str, Any]) -> Heard:
    bars = tuple(Bar(answer, Share(share)) for answer, share in kept["bars"])
    return Heard(kept["question"], bars, kept["row"])
