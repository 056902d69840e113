"""The themes as they stand today: every decision played back, joined with what may be read today.

For the review desk, which shows them, and for the summary, which tells of them (`told_with_themes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from analysis import wave as told
from analysis.code_frame import OFF_TOPIC, Code, CodeFrame
from analysis.decisions import Action, Agreement, Review, Reviewed, Status
from survey import blind_agreement
from survey.coded_by_people import Saying, settled, still_blind
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import themes as rows
from survey.store.tables import AnalysisRun, ThemeDecision
from survey.themes.running import CODE_FRAME, usable
from survey.themes.stored import FEWEST_ANSWERS, Coded, StoredResult, frame_of, result_of, reviewed
from survey.wave import Gathered

QUOTE_WORDS: Final = 40  # rule 10 of disclosure control
PLACING: Final[frozenset[Action]] = frozenset({"split", "move", "put_in", "add"})
THE_OTHER_WAY: Final[Mapping[told.Polarity, told.Polarity]] = {
    "worry": "helps",
    "helps": "worry",
    "ask": "worry",
}
"""What worries some helps others, and what some ask for worries others."""


@dataclass(frozen=True)
class Theme:
    """A theme as it stands today: what it is called, by whom, and who wrote about it."""

    run_id: str
    question: str
    topic: str
    label: str
    named_by_person: bool
    words: tuple[str, ...]
    stability: float | None
    text_ids: tuple[str, ...]  # those at its heart first
    response_ids: frozenset[str]
    sessions: int
    hidden: bool
    quoted: Mapping[str, Agreement]
    code: str = ""
    polarity: told.Polarity = "worry"
    summary: str = ""
    status: Status = "proposed"
    mapped_by_person: bool = False
    opposite_ids: frozenset[str] = frozenset()  # who of them speaks of the same thing the other way

    @property
    def key(self) -> str:
        """What it is known by outside its question: in findings, and on an ask made about it."""
        return f"{self.question}-{self.topic}"

    @property
    def people(self) -> int:
        return len(self.response_ids)

    @property
    def left_out(self) -> bool:
        """Hidden by a person, or beside the point and no person has said otherwise."""
        by_person = self.named_by_person or self.status == "accepted"
        return self.hidden or (self.code == OFF_TOPIC and not by_person)


@dataclass(frozen=True)
class Past:
    """One line of the history: who decided what about which theme, when, and whether it still holds."""

    id: str
    action: Action
    theme: str  # what it is called today
    themes: tuple[str, ...]  # keys of all themes it changed
    value: str  # the name, the sentence, the code; never an answer
    others: tuple[str, ...]  # what the other themes are called today
    answers: int
    by: str
    machine: bool
    at: datetime
    undone: bool
    can_undo: bool
    of: str = ""  # for an undo: the kind of decision taken back
    of_id: str = ""  # and which


@dataclass(frozen=True)
class QuestionThemes:
    """One open question's themes, those to review first, and what the run did not place."""

    question: str
    label: str
    answers: int  # that may be read and say something
    themes: tuple[Theme, ...]
    unclear: int
    new_since: int  # answers that came, or were cleared, after the run
    run_at: datetime | None
    run_id: str | None
    seen: int = 0  # decisions there were; hand it back with the next one
    left_over: tuple[str, ...] = ()  # answers in no theme, or in one only by a guess
    coded: Mapping[str, tuple[Coded, ...]] = field(default_factory=dict)
    history: tuple[Past, ...] = ()  # the newest first
    still_blind: frozenset[str] = frozenset()  # answers somebody has yet to code; the machine's codes wait
    code_frame: str = ""  # content hash of the frame its answers were coded by
    frame_is_old: bool = False  # the office has changed its frame since

    @property
    def can_run(self) -> bool:
        return self.answers >= FEWEST_ANSWERS

    @property
    def to_review(self) -> tuple[Theme, ...]:
        """The themes no person has accepted or left out yet."""
        return tuple(theme for theme in self.themes if theme.status == "proposed" and theme.people)

    def theme(self, topic: str) -> Theme | None:
        return next((one for one in self.themes if one.topic == topic), None)

    def about(self, topic: str) -> tuple[Past, ...]:
        """The history of one theme, the newest first."""
        return tuple(past for past in self.history if topic in past.themes)


def in_questions(house: House, actor: Actor, gathered: Gathered) -> tuple[QuestionThemes, ...]:
    """Every open question of the wave with its themes as they stand."""
    require(actor, Permission.ANALYSE)
    with house.database.reading() as session:
        runs = {one.question: one for one in rows.latest_runs(session, gathered.data.name)}
        decided = rows.decisions(session, [one.id for one in runs.values()])
        names = rows.names_of(session, {one.account_id for one in decided})
        blind = {one: still_blind(session, gathered.data.name, one) for one in runs}
        by_people = {one: settled(session, gathered.data.name, one) for one in runs}
    frame = frame_of(house)
    digest = frame.digest if frame else ""
    return tuple(
        replace(
            _question_themes(
                gathered, question, runs.get(question), decided, names, by_people.get(question, {}), digest
            ),
            still_blind=blind.get(question, frozenset()),
        )
        for question in gathered.open_questions
    )


def told_with_themes(house: House, gathered: Gathered, questions: Iterable[QuestionThemes]) -> Gathered:
    """The wave with its themes in it, ready for the summary. Hidden themes stay out."""
    frame = frame_of(house)
    questions = tuple(questions)
    shown = [
        theme for question in questions for theme in question.themes if theme.people and not theme.left_out
    ]
    data = replace(
        gathered.data,
        themes=tuple(_told(house, frame, gathered, theme) for theme in shown),
        code_frames=tuple(sorted({one.code_frame for one in questions if one.run_id and one.code_frame})),
    )
    return replace(gathered, data=replace(data, coding_check=blind_agreement.correction(house, data)))


# --- played back ---


def _question_themes(
    gathered: Gathered,
    question: str,
    row: AnalysisRun | None,
    decided: list[ThemeDecision],
    names: Mapping[str, str],
    by_people: Mapping[str, Saying],
    frame_now: str,
) -> QuestionThemes:
    label = gathered.data.by_question[question].label
    readable = {one.text_id: one for one in usable(gathered, question)}
    if row is None:
        return QuestionThemes(question, label, len(readable), (), 0, len(readable), None, None)
    result, review = result_of(row), reviewed(row, decided)
    sessions = {one.response_id: one.session for one in gathered.data.respondents}
    ways = _ways(result, by_people)
    found = [_theme(row, theme, readable, sessions, ways) for theme in review.standing()]
    unsure = _unsure(result, review)
    placed = {answer for theme in review.standing() for answer in theme.answers}
    coded_by = str(row.manifest.get(CODE_FRAME, ""))
    return QuestionThemes(
        question,
        label,
        len(readable),
        tuple(sorted(found, key=lambda theme: (theme.hidden, -theme.people, theme.topic))),
        unclear=sum(1 for one in unsure if one in readable),
        new_since=len(readable.keys() - set(result.read)),
        run_at=row.created_at,
        run_id=row.id,
        seen=len(review.history),
        left_over=tuple(one for one in readable if one in unsure or one not in placed),
        coded=result.coded,
        history=_history(review, names),
        code_frame=coded_by,
        frame_is_old=bool(coded_by) and coded_by != frame_now,
    )


def _unsure(result: StoredResult, review: Review) -> set[str]:
    """What the run could not place with any certainty, and no person has placed since."""
    by_hand = {
        answer
        for past in review.history
        if not past.undone and past.decision.action in PLACING
        for answer in past.decision.answers
    }
    return set(result.unclear) - by_hand


def _theme(
    row: AnalysisRun,
    theme: Reviewed,
    readable: Mapping[str, told.ClearedText],
    sessions: Mapping[str, str],
    ways: Mapping[tuple[str, str], str],
) -> Theme:
    text_ids = tuple(one for one in theme.answers if one in readable)
    people = frozenset(readable[one].response_id for one in text_ids)
    other = THE_OTHER_WAY[theme.polarity]
    return Theme(
        run_id=row.id,
        question=row.question,
        topic=theme.key,
        label=theme.label,
        named_by_person=theme.named,
        words=theme.words,
        stability=theme.stability,
        text_ids=text_ids,
        response_ids=people,
        sessions=len({sessions[one] for one in people if one in sessions}),
        hidden=theme.hidden,
        quoted={one: by for one, by in theme.quotes.items() if one in readable},
        code=theme.code,
        polarity=theme.polarity,
        summary=theme.summary,
        status=theme.status,
        mapped_by_person=theme.mapped,
        opposite_ids=frozenset(
            readable[one].response_id for one in text_ids if ways.get((one, theme.code)) == other
        ),
    )


def _ways(result: StoredResult, by_people: Mapping[str, Saying]) -> dict[tuple[str, str], str]:
    """Which way each answer speaks of each of its codes: as people settled it, else as read by machine."""
    ways: dict[tuple[str, str], str] = {
        (text_id, one.code): one.polarity
        for text_id, given in result.coded.items()
        if text_id not in by_people
        for one in given
    }
    return ways | {(text_id, code): one.polarity for text_id, one in by_people.items() for code in one.codes}


def _history(review: Review, names: Mapping[str, str]) -> tuple[Past, ...]:
    known = {past.decision.key: past.decision for past in review.history}

    def called(key: str) -> str:
        theme = review.themes.get(key)
        return theme.label if theme else "a theme that is no more"

    told_of: list[Past] = []
    for past in reversed(review.history):
        made = past.decision
        if made.at is None:
            raise ValueError("a kept decision has its moment")
        told_of.append(
            Past(
                id=made.key,
                action=made.action,
                theme=called(made.theme),
                themes=tuple(dict.fromkeys((*past.themes, *map(review.ends_in, past.themes)))),
                value=made.value
                if made.action in ("rename", "describe", "map", "polarity", "add", "split")
                else "",
                others=tuple(called(one) for one in made.themes),
                answers=len(made.answers),
                by=names.get(made.by, ""),
                machine=made.machine,
                at=made.at,
                undone=past.undone,
                can_undo=past.can_undo and made.action != "undo",
                of=known[made.value].action if made.action == "undo" else "",
                of_id=made.value if made.action == "undo" else "",
            )
        )
    return tuple(told_of)


# --- told ---


def _told(house: House, frame: CodeFrame | None, gathered: Gathered, theme: Theme) -> told.Theme:
    facts = frame[theme.code] if frame and theme.code in frame else None
    labels = house.office.labels
    return told.Theme(
        key=theme.key,
        label=theme.label,
        question=theme.question,
        response_ids=theme.response_ids,
        summary=theme.summary,
        stability=theme.stability,
        quotes=tuple(_told_quote(gathered, text_id, by) for text_id, by in theme.quoted.items()),
        polarity="helps" if facts and facts.kind == "reserved" else theme.polarity,
        opposite_ids=theme.opposite_ids if facts and _has_an_opposite(facts, theme) else frozenset(),
        code=theme.code,
        violence=facts.violence if facts else "",
        cause_level=facts.cause_level if facts else "",
        prevention_tier=facts.tier if facts else "",
        strand=labels.get(facts.strand, "") if facts else "",
        pillar=labels.get(facts.pillar, "") if facts else "",
        owner=labels.get(facts.owner, facts.owner) if facts else "",
        partners=tuple(labels.get(one, "") or one for one in facts.partners) if facts else (),
    )


def _has_an_opposite(facts: Code, theme: Theme) -> bool:
    """Not for “feels safe” and the like. To ask that a worry be seen to is no opposite of being worried; to
    ask for more of what protects is one of being worried by it.
    """
    if facts.kind == "reserved":
        return False
    return theme.polarity != "ask" or facts.kind == "protective"


def _told_quote(gathered: Gathered, text_id: str, by: Agreement) -> told.Quote:
    """As much of the answer as a quote may hold, from its beginning, ending at a word."""
    text = gathered.data.by_text[text_id].text
    words, end = text.split(), len(text)
    if len(words) > QUOTE_WORDS:
        end = _end_of_word(text, QUOTE_WORDS)
    return told.Quote(text_id, 0, end, cleared_by=by.cleared_by, approved_by=by.proposed_by)


def _end_of_word(text: str, count: int) -> int:
    place = 0
    for word in text.split()[:count]:
        place = text.index(word, place) + len(word)
    return place
