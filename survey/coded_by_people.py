"""What did people, coding blind, find an answer to speak of?

For the engine, which learns from it (`survey.themes.running`), and for `survey.double_coding`, which shows
how far people and machine agree. An answer is settled when all its coders gave it the same codes, or when
they talked it over and agreed. What was not settled teaches nobody. Answers that were taken back, withheld or
voided since are left out here, so they are out of everything; so are those whose words went by age before
they were coded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from analysis.blind_sample import Drawn, weights
from survey.store import coding as rows
from survey.store.tables import CodesGiven, CodingSample


@dataclass(frozen=True)
class Saying:
    """What one person, or two who had talked it over, said of an answer."""

    codes: tuple[str, ...]
    polarity: str
    needs_somebody: bool
    account_id: str


@dataclass(frozen=True)
class CodedAnswer:
    """An answer of a sample that still counts, and what was said of it so far, by coder."""

    text_id: str
    number: int
    stratum: str
    by_coder: Mapping[int, Saying]
    agreed: Saying | None

    def finished(self, coders: int) -> bool:
        """All its coders have said what they had to say: from here on they may see each other's codes."""
        return len(self.by_coder) >= coders

    def truth(self, coders: int) -> Saying | None:
        """What it speaks of, once that is settled."""
        if self.agreed is not None:
            return self.agreed
        if not self.finished(coders) or any(one.needs_somebody for one in self.by_coder.values()):
            return None
        sayings = [self.by_coder[place] for place in sorted(self.by_coder)]
        if any(set(one.codes) != set(sayings[0].codes) for one in sayings):
            return None
        same_way = all(one.polarity == sayings[0].polarity for one in sayings)
        return Saying(sayings[0].codes, sayings[0].polarity if same_way else "", False, "")


@dataclass(frozen=True)
class CodedSample:
    """A sample as it stands: its answers that still count, in the order they are coded."""

    row: CodingSample
    coders: Mapping[int, str]  # account by place
    answers: tuple[CodedAnswer, ...]
    drawn: int

    @property
    def finished(self) -> tuple[CodedAnswer, ...]:
        return tuple(one for one in self.answers if one.finished(len(self.coders)))

    @property
    def settled(self) -> dict[str, Saying]:
        found = {one.text_id: one.truth(len(self.coders)) for one in self.answers}
        return {text_id: truth for text_id, truth in found.items() if truth is not None}

    @property
    def is_done(self) -> bool:
        return bool(self.answers) and len(self.settled) == len(self.answers)

    def weights_of(self, answers: tuple[CodedAnswer, ...]) -> dict[str, float]:
        """How many answers each of these stands for, when only these are looked at."""
        return weights([Drawn(one.text_id, one.stratum) for one in answers], self.row.strata)


def sample_of(session: Session, row: CodingSample) -> CodedSample:
    """A sample with everything said about it."""
    drawn = rows.answers(session, row.id)
    counting = rows.counting(session, [one.free_text_id for one in drawn])
    given = rows.given(session, row.id)
    coders = rows.coders(session, row.id)
    answers = [
        CodedAnswer(
            text_id=one.free_text_id,
            number=one.number,
            stratum=one.stratum,
            by_coder={
                place: _saying(given[one.free_text_id, place])
                for place in coders
                if (one.free_text_id, place) in given
            },
            agreed=_saying(given[one.free_text_id, rows.AGREED])
            if (one.free_text_id, rows.AGREED) in given
            else None,
        )
        for one in drawn
        if one.free_text_id in counting
    ]
    count = tuple(one for one in answers if counting[one.text_id] is not None or one.finished(len(coders)))
    return CodedSample(row, coders, count, len(drawn))


def settled(session: Session, wave: str, question: str) -> dict[str, Saying]:
    """Answer by answer, what is settled. Of two samples with the same answer, the newer counts."""
    found: dict[str, Saying] = {}
    for row in rows.all_of_question(session, wave, question):
        found |= sample_of(session, row).settled
    return found


def settled_codes(session: Session, wave: str, question: str) -> dict[str, tuple[str, ...]]:
    """Answer by answer, the codes that are settled."""
    return {text_id: truth.codes for text_id, truth in settled(session, wave, question).items()}


def still_blind(session: Session, wave: str, question: str) -> frozenset[str]:
    """Answers somebody has yet to code blind: until then the machine's codes of them are shown to nobody."""
    newest = rows.all_of_question(session, wave, question)[-1:]
    return frozenset(
        one.text_id
        for sample in (sample_of(session, row) for row in newest)
        for one in sample.answers
        if not one.finished(len(sample.coders))
    )


def _saying(row: CodesGiven) -> Saying:
    return Saying(tuple(row.codes), row.polarity, row.needs_somebody, row.account_id)
