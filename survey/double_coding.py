"""Can a code be relied on? Two people code a sample; neither sees the other's codes or the machine's.

For the analyst, in this order:

    suggested, draw     how many answers, which, and who codes them
    next_answer, give   one answer at a time; saved at once; taken up again where it was left
    disagreements, agree    where the two said different things, they talk it over and say what it is
    agreement           code by code: two people beside person and machine
    correction          what it means for the figures of the wave's themes

Where an office has one analyst, that person codes alone beside the machine; every page and the report say so.
Until all its coders have coded an answer nobody sees what another said of it, and from then on nobody can
change it: what they agree on is a row of its own. Nothing is overwritten or deleted. What the engine learns
from settled answers is for `survey.themes`, the coefficients for `analysis.agreement`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session

from analysis import blind_sample
from analysis.blind_sample import suggested_size
from analysis.code_frame import POLARITIES, Code, CodeFrame
from survey import audit, wave
from survey.blind_agreement import QuestionAgreement, agreement, correction, labels_of
from survey.coded_by_people import CodedAnswer, CodedSample, Saying, sample_of
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import accounts as account_rows
from survey.store import coding as rows
from survey.store import themes as theme_rows
from survey.store.tables import (
    CodesGiven,
    CodingAssignment,
    CodingSample,
    Role,
    SampledAnswer,
)
from survey.themes.running import usable
from survey.themes.stored import frame_of, result_of

__all__ = [
    "Coder",
    "CodingProblem",
    "Disagreement",
    "Progress",
    "QuestionAgreement",
    "Saying",
    "ToCode",
    "agree",
    "agreement",
    "analysts",
    "answer_before",
    "codes",
    "correction",
    "disagreements",
    "draw",
    "give",
    "hand_over",
    "next_answer",
    "samples",
    "suggested",
    "this_answer",
    "to_draw_from",
]

MARGINS: Final = blind_sample.MARGINS
MOST_CODES: Final = 8  # an answer that speaks of more says nothing of any
_BIGGEST_SEED: Final = 2**31


class CodingProblem(Exception):
    """Something about a sample that cannot be done like this. The message holds nobody's words."""


@dataclass(frozen=True)
class Coder:
    """Somebody who codes a sample, and how far they are."""

    place: int
    account_id: str
    name: str
    done: int


@dataclass(frozen=True)
class Progress:
    """A sample as it stands."""

    id: str
    question: str
    label: str
    drawn_at: datetime
    drawn_by: str
    seed: int
    coders: tuple[Coder, ...]
    drawn: int
    answers: int  # of those drawn, that still count
    finished: int  # coded by all
    to_settle: int
    frame_is_old: bool

    @property
    def beside_machine(self) -> bool:
        """Coded by one person only: what is measured is that person beside the machine."""
        return len(self.coders) == 1

    @property
    def is_done(self) -> bool:
        return self.answers > 0 and self.finished == self.answers and not self.to_settle

    def place_of(self, actor: Actor) -> Coder | None:
        return next((one for one in self.coders if one.account_id == actor.account_id), None)


@dataclass(frozen=True)
class ToCode:
    """One answer as its coder reads it: its words, and what this coder said of it before, if anything."""

    sample_id: str
    text_id: str
    number: int  # from 1, among those that still count
    of: int
    text: str = field(repr=False)
    mine: Saying | None = None
    locked: bool = False  # all have coded it: no more changes


@dataclass(frozen=True)
class Disagreement:
    """An answer of which the coders said different things, and what they agreed on, if they have."""

    text_id: str
    number: int
    sayings: tuple[tuple[str, Saying], ...]  # by name
    agreed: Saying | None
    text: str = field(repr=False)


# --- drawing ---


def analysts(house: House, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Who can code: account and name of every analyst who works here now."""
    require(actor, Permission.CODE_BLIND)
    with house.database.reading() as session:
        return tuple(
            (one.id, one.display_name) for one in account_rows.active_with_role(session, Role.ANALYST)
        )


def codes(house: House, actor: Actor) -> tuple[Code, ...]:
    """The codes of the office's frame, as a person gives them: in the order of its file."""
    require(actor, Permission.CODE_BLIND)
    frame = frame_of(house)
    return frame.assignable if frame else ()


def to_draw_from(house: House, actor: Actor, question: str, wave_name: str | None = None) -> int:
    """How many answers there are to draw a sample from: those the engine has coded."""
    require(actor, Permission.CODE_BLIND)
    gathered = wave.gather(house, actor, wave_name)
    return len(_coded_now(house, gathered, question)[1])


def suggested(population: int) -> tuple[tuple[float, int], ...]:
    """How many answers to code for a kappa this far off at most, the roughest first."""
    return tuple((margin, suggested_size(margin, population)) for margin in MARGINS)


def draw(
    house: House,
    actor: Actor,
    question: str,
    coders: Sequence[str],
    *,
    size: int,
    seed: int | None = None,
    wave_name: str | None = None,
) -> str:
    """Draw a sample of a question's answers and give it to one or two analysts. Returns its id."""
    require(actor, Permission.CODE_BLIND)
    gathered = wave.gather(house, actor, wave_name)
    run_id, coded = _coded_now(house, gathered, question)
    _check_wish(coders, size, len(coded))
    seed = int(house.chance() * _BIGGEST_SEED) if seed is None else seed
    sample = blind_sample.drawn(coded, size, seed)
    frame = frame_of(house)
    with house.database.session() as session:
        theme_rows.run_to_decide_about(session, run_id)  # two who draw at once: the second waits, then sees
        _check_nothing_open(session, gathered.data.name, question)
        _check_analysts(session, coders)
        row = CodingSample(
            wave=gathered.data.name,
            question=question,
            number=rows.next_number(session, gathered.data.name, question),
            run_id=run_id,
            code_frame=frame.digest if frame else "",
            seed=seed,
            strata=dict(sample.strata),
            drawn_by=actor.account_id,
            drawn_at=house.now(),
        )
        session.add(row)
        session.flush()
        session.add_all(
            SampledAnswer(sample_id=row.id, number=number, free_text_id=one.answer, stratum=one.stratum)
            for number, one in enumerate(sample.answers, start=1)
        )
        session.add_all(
            _assigned(house, actor, row.id, place, account, 1) for place, account in enumerate(coders, 1)
        )
        session.flush()
        audit.record(
            session, house, actor, "coding sample drawn", row.id,
            question=question, answers=len(sample.answers), coders=len(coders), seed=seed,
        )  # fmt: skip
    return row.id


def hand_over(house: House, actor: Actor, sample_id: str, place: int, account_id: str) -> None:
    """Give the rest of a coder's answers to another analyst. What was coded stays as it is."""
    require(actor, Permission.CODE_BLIND)
    with house.database.session() as session:
        _held(session, sample_id)
        coders = rows.coders(session, sample_id)
        if place not in coders:
            raise CodingProblem("This sample has no such coder.")
        if account_id in coders.values():
            raise CodingProblem("Two coders of a sample are two people. Choose somebody else.")
        _check_analysts(session, [account_id])
        number = rows.assignments(session, sample_id, place) + 1
        session.add(_assigned(house, actor, sample_id, place, account_id, number))
        session.flush()
        audit.record(session, house, actor, "coding handed over", sample_id, coder=place, to=account_id)


# --- coding ---


def samples(house: House, actor: Actor, wave_name: str | None = None) -> tuple[Progress, ...]:
    """The newest sample of each question, and how far everybody is."""
    require(actor, Permission.CODE_BLIND)
    frame = frame_of(house)
    with house.database.reading() as session:
        found = [sample_of(session, row) for row in rows.newest(session, wave_name or wave.current(house))]
        names = account_rows.display_names(
            session,
            {one.row.drawn_by for one in found} | {who for one in found for who in one.coders.values()},
        )
    labels = labels_of(house, actor, wave_name) if found else {}
    return tuple(_progress(one, names, labels, frame) for one in found)


def next_answer(house: House, actor: Actor, sample_id: str) -> ToCode | None:
    """The first answer this person has not coded yet. None: they have coded all."""
    return _to_code(house, actor, sample_id, lambda place, one: place not in one.by_coder)


def this_answer(house: House, actor: Actor, sample_id: str, text_id: str) -> ToCode | None:
    """One answer of the sample, by its id. None: it has left."""
    return _to_code(house, actor, sample_id, lambda _, one: one.text_id == text_id)


def answer_before(house: House, actor: Actor, sample_id: str, text_id: str | None = None) -> ToCode | None:
    """The answer this person coded before that one, to look at again; without one, the last they coded."""
    require(actor, Permission.CODE_BLIND)
    with house.database.reading() as session:
        sample, place = _mine(session, actor, sample_id)
        ids = [one.text_id for one in sample.answers]
        end = ids.index(text_id) if text_id in ids else len(ids)
        before = [one for one in sample.answers[:end] if place in one.by_coder]
        return _as_to_code(session, sample, place, before[-1]) if before else None


def give(
    house: House,
    actor: Actor,
    sample_id: str,
    text_id: str,
    codes: Sequence[str],
    *,
    polarity: str = "",
    needs_somebody: bool = False,
) -> None:
    """Say what an answer speaks of. No code: of none of these. Saved when this returns."""
    require(actor, Permission.CODE_BLIND)
    _check_codes(house, codes, polarity, needs_somebody)
    with house.database.session() as session:
        _held(session, sample_id)
        sample, place = _mine(session, actor, sample_id)
        answer = _in_sample(sample, text_id)
        if place in answer.by_coder and answer.finished(len(sample.coders)):
            raise CodingProblem("All have coded this answer, so it stays as it is. Talk it over instead.")
        session.add(_given(house, actor, session, answer, sample_id, place, codes, polarity, needs_somebody))
        session.flush()
        audit.record(session, house, actor, "answer coded", sample_id, answer=text_id, coder=place)


# --- talking it over ---


def disagreements(house: House, actor: Actor, sample_id: str) -> tuple[Disagreement, ...]:
    """Answers all have coded, and not alike, those to settle first. Nobody's codes are in it before that."""
    require(actor, Permission.CODE_BLIND)
    with house.database.reading() as session:
        row = rows.by_id(session, sample_id)
        if row is None:
            raise CodingProblem("There is no such sample.")
        sample = sample_of(session, row)
        names = account_rows.display_names(session, set(sample.coders.values()))
        differing = [one for one in sample.finished if _differs(one, len(sample.coders))]
        texts = theme_rows.cleared_words(session, [one.text_id for one in differing])
    found = [
        Disagreement(
            one.text_id,
            one.number,
            tuple((names.get(sample.coders[at], ""), one.by_coder[at]) for at in sorted(one.by_coder)),
            one.agreed,
            texts.get(one.text_id, ""),
        )
        for one in differing
    ]
    return tuple(sorted(found, key=lambda one: (one.agreed is not None, one.number)))


def agree(
    house: House, actor: Actor, sample_id: str, text_id: str, codes: Sequence[str], *, polarity: str = ""
) -> None:
    """What an answer speaks of, after talking it over. What each had said stays beside it."""
    require(actor, Permission.CODE_BLIND)
    _check_codes(house, codes, polarity, needs_somebody=False)
    with house.database.session() as session:
        sample = sample_of(session, _held(session, sample_id))
        answer = _in_sample(sample, text_id)
        if not answer.finished(len(sample.coders)):
            raise CodingProblem("Not everybody has coded this answer yet. Talk it over when they have.")
        session.add(_given(house, actor, session, answer, sample_id, rows.AGREED, codes, polarity, False))
        session.flush()
        audit.record(session, house, actor, "answer agreed", sample_id, answer=text_id)


# --- checks ---


def _check_wish(coders: Sequence[str], size: int, there_are: int) -> None:
    if there_are == 0:
        raise CodingProblem("Find the themes of this question first: the sample is drawn by the codes found.")
    if not 1 <= size <= there_are:
        raise CodingProblem(f"Choose between 1 and {there_are} answers. You asked for {size}.")
    if not 1 <= len(coders) <= 2 or len(set(coders)) != len(coders):
        raise CodingProblem("A sample is coded by two different people, or by one beside the machine.")


def _check_nothing_open(session: Session, wave_name: str, question: str) -> None:
    for row in rows.newest(session, wave_name):
        before = sample_of(session, row)
        if row.question == question and before.answers and not before.is_done:
            raise CodingProblem(
                f"A sample of this question is being coded: {len(before.settled)} of {len(before.answers)} "
                "answers are settled. Finish it first, or hand it over."
            )


def _check_analysts(session: Session, accounts: Sequence[str]) -> None:
    known = {one.id for one in account_rows.active_with_role(session, Role.ANALYST)}
    if not set(accounts) <= known:
        raise CodingProblem("Only analysts who work here now can code.")


def _check_codes(house: House, codes: Sequence[str], polarity: str, needs_somebody: bool) -> None:
    frame = frame_of(house)
    known = {one.code for one in frame.assignable} if frame else set()
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise CodingProblem(f"The code frame has no code “{unknown[0]}”. Choose one that it has.")
    if len(set(codes)) != len(codes) or len(codes) > MOST_CODES:
        raise CodingProblem(f"Give an answer {MOST_CODES} different codes or fewer.")
    if needs_somebody and codes:
        raise CodingProblem("Either give codes, or say that it needs somebody else.")
    if polarity and polarity not in POLARITIES:
        raise CodingProblem("Say whether it is a worry, something that helps, or something they ask for.")
    if codes and not polarity:
        raise CodingProblem("Say too whether it is a worry, something that helps, or something they ask for.")


# --- rows ---


def _held(session: Session, sample_id: str) -> CodingSample:
    row = rows.to_change(session, sample_id)
    if row is None:
        raise CodingProblem("There is no such sample.")
    newest = {one.question: one.id for one in rows.newest(session, row.wave)}
    if newest[row.question] != sample_id:
        raise CodingProblem("A newer sample of this question has been drawn. Code that one.")
    return row


def _mine(session: Session, actor: Actor, sample_id: str) -> tuple[CodedSample, int]:
    row = rows.by_id(session, sample_id)
    sample = sample_of(session, row) if row else None
    places = {who: place for place, who in sample.coders.items()} if sample else {}
    if sample is None or actor.account_id not in places:
        raise CodingProblem("This sample was not given to you.")
    return sample, places[actor.account_id]


def _in_sample(sample: CodedSample, text_id: str) -> CodedAnswer:
    for one in sample.answers:
        if one.text_id == text_id:
            return one
    raise CodingProblem("This answer has left the sample: it may not be read any more. Go on with the next.")


def _assigned(
    house: House, actor: Actor, sample_id: str, place: int, account_id: str, number: int
) -> CodingAssignment:
    return CodingAssignment(
        sample_id=sample_id,
        coder=place,
        number=number,
        account_id=account_id,
        assigned_by=actor.account_id,
        at=house.now(),
    )


def _given(
    house: House,
    actor: Actor,
    session: Session,
    answer: CodedAnswer,
    sample_id: str,
    place: int,
    codes: Sequence[str],
    polarity: str,
    needs_somebody: bool,
) -> CodesGiven:
    before = rows.given(session, sample_id, answer.text_id).get((answer.text_id, place))
    return CodesGiven(
        sample_id=sample_id,
        free_text_id=answer.text_id,
        coder=place,
        number=before.number + 1 if before else 1,
        codes=list(codes),
        polarity=polarity if codes else "",
        needs_somebody=needs_somebody,
        account_id=actor.account_id,
        at=house.now(),
    )


def _coded_now(house: House, gathered: wave.Gathered, question: str) -> tuple[str, dict[str, list[str]]]:
    """The newest run of a question, and its codes of every answer that may be read and says something."""
    with house.database.reading() as session:
        run = {one.question: one for one in theme_rows.latest_runs(session, gathered.data.name)}.get(question)
    if run is None:
        return "", {}
    coded = result_of(run).coded
    return run.id, {
        one.text_id: [given.code for given in coded[one.text_id]]
        for one in usable(gathered, question)
        if one.text_id in coded
    }


def _to_code(
    house: House, actor: Actor, sample_id: str, wanted: Callable[[int, CodedAnswer], bool]
) -> ToCode | None:
    require(actor, Permission.CODE_BLIND)
    with house.database.reading() as session:
        sample, place = _mine(session, actor, sample_id)
        found = next((one for one in sample.answers if wanted(place, one)), None)
        return _as_to_code(session, sample, place, found) if found else None


def _as_to_code(session: Session, sample: CodedSample, place: int, answer: CodedAnswer) -> ToCode:
    words = theme_rows.cleared_words(session, [answer.text_id])
    return ToCode(
        sample.row.id,
        answer.text_id,
        sample.answers.index(answer) + 1,
        len(sample.answers),
        words.get(answer.text_id, ""),
        answer.by_coder.get(place),
        answer.finished(len(sample.coders)),
    )


def _progress(
    sample: CodedSample, names: dict[str, str], labels: dict[str, str], frame: CodeFrame | None
) -> Progress:
    row = sample.row
    return Progress(
        id=row.id,
        question=row.question,
        label=labels.get(row.question, row.question),
        drawn_at=row.drawn_at,
        drawn_by=names.get(row.drawn_by, ""),
        seed=row.seed,
        coders=tuple(
            Coder(place, who, names.get(who, ""), sum(place in one.by_coder for one in sample.answers))
            for place, who in sorted(sample.coders.items())
        ),
        drawn=sample.drawn,
        answers=len(sample.answers),
        finished=len(sample.finished),
        to_settle=sum(one.text_id not in sample.settled for one in sample.finished),
        frame_is_old=row.code_frame != (frame.digest if frame else ""),
    )


def _differs(answer: CodedAnswer, coders: int) -> bool:
    """Whether it had, or has, to be talked over."""
    return replace(answer, agreed=None).truth(coders) is None
