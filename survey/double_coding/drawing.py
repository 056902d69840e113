"""Which answers are coded, by whom, and how far everybody is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session

from analysis import blind_sample
from analysis.blind_sample import suggested_size
from analysis.code_frame import Code, CodeFrame
from survey import audit, wave
from survey.blind_agreement import labels_of
from survey.coded_by_people import CodedSample, sample_of
from survey.double_coding.checks import check_analysts, newest_sample
from survey.double_coding.values import Coder, CodingProblem, Progress
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import accounts as account_rows
from survey.store import coding as rows
from survey.store import themes as theme_rows
from survey.store.tables import CodingAssignment, CodingSample, Role, SampledAnswer
from survey.themes.running import usable
from survey.themes.stored import frame_of, result_of

MARGINS: Final = blind_sample.MARGINS
_BIGGEST_SEED: Final = 2**31


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
        check_analysts(session, coders)
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
        newest_sample(session, sample_id)
        coders = rows.coders(session, sample_id)
        if place not in coders:
            raise CodingProblem("This sample has no such coder.")
        if account_id in coders.values():
            raise CodingProblem("Two coders of a sample are two people. Choose somebody else.")
        check_analysts(session, [account_id])
        number = rows.assignments(session, sample_id, place) + 1
        session.add(_assigned(house, actor, sample_id, place, account_id, number))
        session.flush()
        audit.record(session, house, actor, "coding handed over", sample_id, coder=place, to=account_id)


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
