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

from survey.blind_agreement import QuestionAgreement, agreement, correction
from survey.coded_by_people import Saying
from survey.double_coding.coding import (
    agree,
    answer_before,
    disagreements,
    give,
    next_answer,
    this_answer,
)
from survey.double_coding.drawing import (
    analysts,
    codes,
    draw,
    hand_over,
    samples,
    suggested,
    to_draw_from,
)
from survey.double_coding.values import Coder, CodingProblem, Disagreement, Progress, ToCode

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
