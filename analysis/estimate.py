"""How sure a share is, and whether two groups really differ.

The question this module answers for an analyst: *210 of 339 said so; what might another such group have
said?* People in one session resemble each other, so 339 answers tell less than 339 strangers would: the
interval is Wilson’s with the number of answers divided by the design effect. It says nothing about people
who were never asked; the caption beside every interval says that too.

Formulas: Wilson (1927) score interval; Kish (1965) design effect of clustering, with the intraclass
correlation by one-way analysis of variance (Donner 1986); Newcombe (1998, method 10) for differences;
Benjamini and Hochberg (1995) over all comparisons of a report; Rogan and Gladen (1978) for coding error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control
from scipy.stats import t as student_t

from analysis.wave import CodedBlind

Counts = NDArray[np.int64]

CAPTION = "the range if these people had been picked at random; they were not"


@dataclass(frozen=True)
class EstimateRules:
    """The numbers behind every interval. Source: disclosure rules 8 and 9."""

    confidence: float = 0.95
    icc_by_default: float = 0.05  # the usual size of likeness inside a school or club
    sessions_for_icc: int = 10  # with fewer, an estimated likeness is mostly noise
    least_difference: float = 0.05  # five points: less would not change what anybody does
    false_discovery_rate: float = 0.10
    fewest_coded: int = 10  # with a theme, and without it, in the blind sample: fewer tell nothing of errors
    least_informative: float = 0.3  # sensitivity and specificity less one: below this, coding is mostly noise


RULES = EstimateRules()


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class Corrected(Interval):
    """A range and the share in it, had nobody coded wrongly."""

    share: float


@dataclass(frozen=True)
class Estimate:
    """A share of people with its range. `design_effect` says how much the clustering cost."""

    numerator: int
    denominator: int
    share: float
    low: float
    high: float
    design_effect: float = 1.0


@dataclass(frozen=True)
class Difference:
    """How far one group’s share lies from the others’, with its range and chance probability."""

    points: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, eq=False)
class Sessions:
    """Session by session, in order of their numbers: how many said so, of how many who answered."""

    which: Counts
    said: Counts
    asked: Counts

    @classmethod
    def of(cls, counts: Mapping[str, tuple[int, int]]) -> Sessions:
        pairs = np.array(list(counts.values()), np.int64).reshape(-1, 2)
        return cls(np.arange(len(pairs)), pairs[:, 0], pairs[:, 1])

    def less(self, some: Sessions) -> Sessions:
        """The others’, where `some` of these people are taken away."""
        said, asked = self.said.copy(), self.asked.copy()
        there = np.searchsorted(self.which, some.which)
        said[there] -= some.said
        asked[there] -= some.asked
        return Sessions(self.which, said, asked)


SessionCounts = Mapping[str, tuple[int, int]] | Sessions
"""Per session: how many said so, of how many who answered."""


def _as_sessions(counts: SessionCounts) -> Sessions:
    return counts if isinstance(counts, Sessions) else Sessions.of(counts)


def proportion(
    sessions: SessionCounts, rules: EstimateRules = RULES, *, weights_effect: float = 1.0
) -> Estimate:
    """The share over all sessions, its interval widened for the likeness of people in one session."""
    sessions = _as_sessions(sessions)
    said, asked = int(sessions.said.sum()), int(sessions.asked.sum())
    if asked == 0:
        raise ValueError("a share of nobody cannot be estimated")
    effect = design_effect(sessions, rules) * weights_effect
    interval = wilson(said / effect, asked / effect, rules.confidence)
    return Estimate(said, asked, said / asked, interval.low, interval.high, effect)


def wilson(successes: float, effective_n: float, confidence: float = RULES.confidence) -> Interval:
    """Wilson’s score interval. Both numbers may be fractions: they are counts after the design effect.

    >>> round(100 * wilson(0, 30).high, 1), round(100 * wilson(15, 30).low, 1)
    (11.4, 33.2)
    """
    if effective_n <= 0 or not 0 <= successes <= effective_n:
        raise ValueError(f"{successes:g} of {effective_n:g} is not a share")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / effective_n
    middle = (share + z * z / (2 * effective_n)) / (1 + z * z / effective_n)
    spread = share * (1 - share) / effective_n + z * z / (4 * effective_n**2)
    half = z * math.sqrt(spread) / (1 + z * z / effective_n)
    return Interval(
        0.0 if successes == 0 else max(0.0, middle - half),
        1.0 if successes == effective_n else min(1.0, middle + half),
    )


def effective_n(share: float, interval: Interval, confidence: float = RULES.confidence) -> float:
    """How many strangers’ answers a share with this Wilson range rests on: `wilson` solved for them.

    For whoever has the published share and range alone. With b = z^2 / (n + z^2) and q = share (1 - share),
    the range’s half-width h satisfies h^2 = (1 - b) b q + b^2 / 4.

    >>> round(effective_n(0.5, wilson(15, 30)))
    30
    """
    half = (interval.high - interval.low) / 2
    if not 0 < half <= 0.5 or not 0 <= share <= 1:
        raise ValueError("a range without width, or wider than all there is, rests on no number of answers")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    q = share * (1 - share)
    b = 2 * half * half / (q + math.sqrt(q * q + (1 - 4 * q) * half * half))
    return z * z * (1 - b) / b


def design_effect(sessions: SessionCounts, rules: EstimateRules = RULES) -> float:
    """How many answers one stranger’s answer is worth: 1 + (mean answers per session - 1) x likeness.

    A likeness estimated from few sessions is itself unsure: Student’s factor for so many sessions widens the
    interval accordingly. Without it 20 sessions covered 92 in 100 instead of 95.
    """
    counts = _as_sessions(sessions)
    filled = counts.asked > 0
    said, asked = counts.said[filled], counts.asked[filled]
    if not len(asked):
        return 1.0
    mean_size = int(asked.sum()) / len(asked)
    if len(asked) < rules.sessions_for_icc:
        return 1 + (mean_size - 1) * rules.icc_by_default
    return (1 + (mean_size - 1) * intraclass_correlation(said, asked)) * _student(
        len(asked), rules.confidence
    )


@cache
def _student(sessions: int, confidence: float) -> float:
    tail = 0.5 + confidence / 2
    return float(student_t.ppf(tail, sessions - 1) / NormalDist().inv_cdf(tail)) ** 2


def intraclass_correlation(said: Counts, asked: Counts) -> float:
    """How alike answers in one session are: 0 for strangers, 1 for one voice. One-way ANOVA, not below 0."""
    people, groups = int(asked.sum()), len(asked)
    if groups < 2 or people <= groups:
        return 0.0
    overall = int(said.sum()) / people
    between = float((asked * (said / asked - overall) ** 2).sum()) / (groups - 1)
    within = float((said * (1 - said / asked)).sum()) / (people - groups)
    size = (people - int((asked * asked).sum()) / people) / (groups - 1)
    total = between + (size - 1) * within
    return min(1.0, max(0.0, (between - within) / total)) if total > 0 else 0.0


def weights_design_effect(weights: Sequence[float]) -> float:
    """Kish’s loss of precision from unequal weights: n sum(w^2) / (sum w)^2."""
    return len(weights) * sum(w * w for w in weights) / sum(weights) ** 2


def difference(one: Estimate, other: Estimate, rules: EstimateRules = RULES) -> Difference:
    """Newcombe’s interval for one share less another, and the score test’s p-value."""
    points = one.share - other.share
    low = points - math.hypot(one.share - one.low, other.high - other.share)
    high = points + math.hypot(one.high - one.share, other.share - other.low)
    n_one, n_other = one.denominator / one.design_effect, other.denominator / other.design_effect
    pooled = (one.share * n_one + other.share * n_other) / (n_one + n_other)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n_one + 1 / n_other))
    p_value = 2 * NormalDist().cdf(-abs(points) / error) if error > 0 else 1.0
    return Difference(points, low, high, p_value)


def differences_that_hold(found: Sequence[Difference], rules: EstimateRules = RULES) -> tuple[bool, ...]:
    """Which to tell: interval clear of nought, five points or more, and no lucky find among many."""
    if not found:
        return ()
    adjusted = false_discovery_control([each.p_value for each in found], method="bh")
    return tuple(
        (each.low > 0 or each.high < 0)
        and abs(each.points) >= rules.least_difference
        and bool(q <= rules.false_discovery_rate)
        for each, q in zip(found, adjusted, strict=True)
    )


def corrected_for_coding(share: float, sensitivity: float, specificity: float) -> float:
    """A theme’s share had nobody been coded wrongly (Rogan and Gladen), from the blind double coding."""
    informative = sensitivity + specificity - 1
    if informative <= 0:
        raise ValueError("coding no better than chance cannot be corrected for")
    return min(1.0, max(0.0, (share + specificity - 1) / informative))


def had_coding_been_perfect(
    share: float, effective_n: float, check: CodedBlind, rules: EstimateRules = RULES
) -> Corrected | None:
    """What a theme’s share would be, and in which range, had every answer been coded as the blind reader did.

    Adds to the doubt about the share that about the coding, known from a sample alone (Lang and Reiczigel
    2014, who add one or two made-up answers to each count so that a faultless sample is not believed to the
    letter). None where the sample says too little: too few of either kind, or coding hardly above chance.
    """
    with_it, without = check.tp + check.fn, check.tn + check.fp
    if min(with_it, without) < rules.fewest_coded:
        return None
    sensitivity, specificity = (check.tp + 1) / (with_it + 2), (check.tn + 1) / (without + 2)
    informative = sensitivity + specificity - 1
    if informative < rules.least_informative:
        return None
    z = NormalDist().inv_cdf(0.5 + rules.confidence / 2)
    n = effective_n + z * z
    adjusted = (share * effective_n + z * z / 2) / n
    middle = corrected_for_coding(adjusted, sensitivity, specificity)
    variance = (
        adjusted * (1 - adjusted) / n
        + sensitivity * (1 - sensitivity) / (with_it + 2) * middle**2
        + specificity * (1 - specificity) / (without + 2) * (1 - middle) ** 2
    )
    half = z * math.sqrt(variance) / informative
    return Corrected(max(0.0, middle - half), min(1.0, middle + half), middle)
