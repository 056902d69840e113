"""One answer at a time: read it, say what it speaks of, saved at once; then talk over what differs.

Until all its coders have coded an answer nobody sees what another said of it, and from then on nobody can
change it: what they agree on is a row of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlmodel import Session

from survey import audit
from survey.coded_by_people import CodedAnswer, CodedSample, sample_of
from survey.double_coding.checks import answer_of, check_codes, my_sample, newest_sample
from survey.double_coding.values import CodingProblem, Disagreement, ToCode
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import accounts as account_rows
from survey.store import coding as rows
from survey.store import themes as theme_rows
from survey.store.tables import CodesGiven


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
        sample, place = my_sample(session, actor, sample_id)
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
    check_codes(house, codes, polarity, needs_somebody)
    with house.database.session() as session:
        newest_sample(session, sample_id)
        sample, place = my_sample(session, actor, sample_id)
        answer = answer_of(sample, text_id)
        if place in answer.by_coder and answer.finished(len(sample.coders)):
            raise CodingProblem("All have coded this answer, so it stays as it is. Talk it over instead.")
        session.add(_given(house, actor, session, answer, sample_id, place, codes, polarity, needs_somebody))
        session.flush()
        audit.record(session, house, actor, "answer coded", sample_id, answer=text_id, coder=place)


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
    check_codes(house, codes, polarity, needs_somebody=False)
    with house.database.session() as session:
        sample = sample_of(session, newest_sample(session, sample_id))
        answer = answer_of(sample, text_id)
        if not answer.finished(len(sample.coders)):
            raise CodingProblem("Not everybody has coded this answer yet. Talk it over when they have.")
        session.add(_given(house, actor, session, answer, sample_id, rows.AGREED, codes, polarity, False))
        session.flush()
        audit.record(session, house, actor, "answer agreed", sample_id, answer=text_id)


def _to_code(
    house: House, actor: Actor, sample_id: str, wanted: Callable[[int, CodedAnswer], bool]
) -> ToCode | None:
    require(actor, Permission.CODE_BLIND)
    with house.database.reading() as session:
        sample, place = my_sample(session, actor, sample_id)
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


def _differs(answer: CodedAnswer, coders: int) -> bool:
    """Whether it had, or has, to be talked over."""
    return replace(answer, agreed=None).truth(coders) is None
