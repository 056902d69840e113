"""May this be done to this sample, by this person, with these codes? If not, a `CodingProblem` says why.

Holds nobody's words. `drawing`, `coding` and `settling` ask here before they write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session

from analysis.code_frame import POLARITIES
from survey.coded_by_people import CodedAnswer, CodedSample, sample_of
from survey.double_coding.values import CodingProblem
from survey.house import House
from survey.permissions import Actor
from survey.store import accounts as account_rows
from survey.store import coding as rows
from survey.store.tables import CodingSample, Role
from survey.themes.stored import frame_of

MOST_CODES: Final = 8  # an answer that speaks of more says nothing of any


def newest_sample(session: Session, sample_id: str) -> CodingSample:
    row = rows.to_change(session, sample_id)
    if row is None:
        raise CodingProblem("There is no such sample.")
    newest = {one.question: one.id for one in rows.newest(session, row.wave)}
    if newest[row.question] != sample_id:
        raise CodingProblem("A newer sample of this question has been drawn. Code that one.")
    return row


def my_sample(session: Session, actor: Actor, sample_id: str) -> tuple[CodedSample, int]:
    row = rows.by_id(session, sample_id)
    sample = sample_of(session, row) if row else None
    places = {who: place for place, who in sample.coders.items()} if sample else {}
    if sample is None or actor.account_id not in places:
        raise CodingProblem("This sample was not given to you.")
    return sample, places[actor.account_id]


def answer_of(sample: CodedSample, text_id: str) -> CodedAnswer:
    for one in sample.answers:
        if one.text_id == text_id:
            return one
    raise CodingProblem("This answer has left the sample: it may not be read any more. Go on with the next.")


def check_analysts(session: Session, accounts: Sequence[str]) -> None:
    known = {one.id for one in account_rows.active_with_role(session, Role.ANALYST)}
    if not set(accounts) <= known:
        raise CodingProblem("Only analysts who work here now can code.")


def check_codes(house: House, codes: Sequence[str], polarity: str, needs_somebody: bool) -> None:
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
