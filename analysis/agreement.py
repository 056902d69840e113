"""Do two who coded the same answers, without seeing each other’s codes, agree, code by code?

The question this module answers for an analyst: *can I rely on this code?* An answer may have several codes,
so each code is a yes or a no for each answer, and for each code there is:

- raw agreement, which flatters a rare code: two who hardly ever give it agree nearly always;
- Cohen's kappa: agreement beyond what two with these habits would have by chance (J. Cohen, "A coefficient of
  agreement for nominal scales", Educational and Psychological Measurement 20, 1960);
- Krippendorff's alpha: the same for coders who are exchangeable, with a correction for small samples
  (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011).

Over all codes together: pooled kappa, from the means over codes of observed and expected agreement (De Vries,
Elliott, Kanouse and Teleki, "Using pooled kappa to summarize interrater agreement across many items", Field
Methods 20, 2008), and alpha from the sums of observed and expected disagreement.

Intervals are percentiles over answers drawn again with replacement (Efron and Tibshirani, "An Introduction to
the Bootstrap", 1993). Answers of a sample drawn by strata count by their weights, so that everything here is
about all answers and not about the rare ones looked for. Which answers to draw is left to
`analysis.blind_sample`; what a weak code means for a figure, to `analysis.estimate` and `analysis.cards`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES: Final = 1000
STRONG: Final = 0.8
"""From here on figures may rest on it (Krippendorff, "Content Analysis", 4th edition 2019, section 12.4)."""
ENOUGH: Final = 0.6
"""Under this nobody should be sure of a theme that rests on the code."""
FEWEST_USES: Final = 5  # answers either gave the code to; of fewer, agreement is a matter of one or two
FEW_ANSWERS: Final = 30
_DEFINED: Final = 0.9  # share of resamples in which a coefficient must exist for its range to be told


@dataclass(frozen=True)
class Pair:
    """One answer and the codes each of the two gave it. `weight`: how many answers it stands for."""

    first: frozenset[str]
    second: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with its range. None: it is not defined, because one answer is all there ever was."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Confusion:
    """What a measure says beside what is so, in weighted answers."""

    true_positive: float
    false_positive: float
    false_negative: float
    true_negative: float

    @property
    def kappa(self) -> float | None:
        return _ranged(_kappa(self._counts), 0.95).value

    @property
    def alpha(self) -> float | None:
        return _ranged(_alpha(self._counts), 0.95).value

    @property
    def _counts(self) -> Floats:
        return np.array([[self.true_positive, self.false_positive, self.false_negative, self.true_negative]])


@dataclass(frozen=True)
class CodeAgreement:
    """Two on one code. Shares are of all answers, by weight; `uses` counts answers as they were drawn."""

    code: str
    answers: int
    uses: int
    first_share: float
    second_share: float
    raw: float
    kappa: Coefficient
    alpha: Coefficient

    @property
    def in_words(self) -> str:
        return words(self.kappa, self.answers, self.uses)


@dataclass(frozen=True)
class Agreement:
    """Two on all codes."""

    answers: int
    codes: tuple[CodeAgreement, ...]
    identical: float  # share of answers with exactly the same codes
    raw: float
    kappa: Coefficient
    alpha: Coefficient

    @property
    def in_words(self) -> str:
        return words(self.kappa, self.answers, sum(one.uses for one in self.codes))

    def of(self, code: str) -> CodeAgreement | None:
        return next((one for one in self.codes if one.code == code), None)


def agreement(
    pairs: Sequence[Pair],
    codes: Sequence[str],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
) -> Agreement:
    """How far two agree, on each of these codes and over all of them.

    >>> pairs = [Pair(frozenset("a"), frozenset("a"))] * 3 + [Pair(frozenset(), frozenset())] * 3
    >>> agreement(pairs, ["a"]).kappa.value
    1.0
    """
    if not pairs:
        raise ValueError("agreement over no answers is not defined")
    if not codes:
        raise ValueError("agreement needs at least one code")
    weights = np.array([pair.weight for pair in pairs], dtype=np.float64)
    if not np.all(np.isfinite(weights)) or np.any(weights <= 0):
        raise ValueError("every weight is a number above nought")
    cells = _cells(pairs, codes)
    drawn = np.vstack([np.ones(len(pairs)), _redrawn(len(pairs), seed, resamples)])
    counts = _counts(drawn * weights, cells, len(pairs))
    kappas, alphas = _kappa(counts), _alpha(counts)
    expected, observed = _chance(counts), _observed(counts)
    pooled = _beyond(observed.mean(axis=1), expected.mean(axis=1))
    over_all = 1 - _over(_disagreement(counts).sum(axis=1), _disagreement_by_chance(counts).sum(axis=1))
    used = (cells[:, :, :3].sum(axis=2) > 0).sum(axis=0)
    total = counts[0].sum(axis=1)
    told = tuple(
        CodeAgreement(
            code=code,
            answers=len(pairs),
            uses=int(used[at]),
            first_share=float((counts[0, at, 0] + counts[0, at, 1]) / total[at]),
            second_share=float((counts[0, at, 0] + counts[0, at, 2]) / total[at]),
            raw=float(observed[0, at]),
            kappa=_ranged(kappas[:, at], confidence),
            alpha=_ranged(alphas[:, at], confidence),
        )
        for at, code in enumerate(codes)
    )
    same = np.array([pair.first == pair.second for pair in pairs])
    return Agreement(
        answers=len(pairs),
        codes=told,
        identical=float(weights[same].sum() / weights.sum()),
        raw=float(observed[0].mean()),
        kappa=_ranged(pooled, confidence),
        alpha=_ranged(over_all, confidence),
    )


def confusion(measured: Sequence[bool], true: Sequence[bool], weights: Sequence[float]) -> Confusion:
    """Where a measure and the truth agree and where not, by weight."""
    cells = [0.0, 0.0, 0.0, 0.0]
    for said, is_so, weight in zip(measured, true, weights, strict=True):
        cells[_cell(said, is_so)] += weight
    return Confusion(*cells)


def words(kappa: Coefficient, answers: int, uses: int) -> str:
    """How good an agreement is, for somebody who will not look a coefficient up."""
    if uses < FEWEST_USES:
        return "too rare to judge"
    if kappa.value is None:
        return "cannot be judged: the same for every answer"
    how = "strong" if kappa.value >= STRONG else "good enough" if kappa.value >= ENOUGH else "weak"
    if kappa.low is not None and kappa.low < ENOUGH <= kappa.value:
        return f"{how}, but could be weak"
    if answers < FEW_ANSWERS:
        return f"{how}, from few answers"
    return how


# --- counting: every code's four cells, of the sample and of each resample, at once ---


def _cell(first: bool, second: bool) -> int:
    """Both, only the first, only the second, neither."""
    return (0 if second else 1) if first else (2 if second else 3)


def _cells(pairs: Sequence[Pair], codes: Sequence[str]) -> Floats:
    """Shape (answers, codes, 4): a one where the two stand on this code."""
    cells = np.zeros((len(pairs), len(codes), 4))
    for row, pair in enumerate(pairs):
        for column, code in enumerate(codes):
            cells[row, column, _cell(code in pair.first, code in pair.second)] = 1.0
    return cells


def _redrawn(answers: int, seed: int, resamples: int) -> Floats:
    """Shape (resamples, answers): how often each answer was drawn."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(answers, np.full(answers, 1 / answers), size=resamples).astype(np.float64)


def _counts(weights: Floats, cells: Floats, answers: int) -> Floats:
    """Shape (1 + resamples, codes, 4). Weights are scaled to the number of answers really coded."""
    scaled = weights * (answers / weights.sum(axis=1, keepdims=True))
    counts: Floats = np.einsum("ra,ack->rck", scaled, cells, optimize=True)
    return counts


def _observed(counts: Floats) -> Floats:
    share: Floats = (counts[..., 0] + counts[..., 3]) / counts.sum(axis=-1)
    return share


def _chance(counts: Floats) -> Floats:
    """Agreement two with these habits would have by chance."""
    total = counts.sum(axis=-1)
    first, second = (counts[..., 0] + counts[..., 1]) / total, (counts[..., 0] + counts[..., 2]) / total
    share: Floats = first * second + (1 - first) * (1 - second)
    return share


def _kappa(counts: Floats) -> Floats:
    return _beyond(_observed(counts), _chance(counts))


def _beyond(observed: Floats, expected: Floats) -> Floats:
    return 1 - _over(1 - observed, 1 - expected)


def _disagreement(counts: Floats) -> Floats:
    share: Floats = (counts[..., 1] + counts[..., 2]) / counts.sum(axis=-1)
    return share


def _disagreement_by_chance(counts: Floats) -> Floats:
    """Krippendorff's: two values drawn without putting back, from all that both gave."""
    values = 2 * counts.sum(axis=-1)
    with_code = 2 * counts[..., 0] + counts[..., 1] + counts[..., 2]
    share: Floats = 2 * with_code * (values - with_code) / (values * (values - 1))
    return share


def _alpha(counts: Floats) -> Floats:
    return 1 - _over(_disagreement(counts), _disagreement_by_chance(counts))


def _over(above: Floats, below: Floats) -> Floats:
    """A ratio; not a number where chance leaves no room to disagree."""
    quotient: Floats = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=quotient, where=below > 1e-12)
    return quotient


def _ranged(values: Floats, confidence: float) -> Coefficient:
    """The first value is the sample's, the others are its resamples'."""
    value, again = float(values[0]), values[1:][~np.isnan(values[1:])]
    if np.isnan(value):
        return Coefficient(None)
    if len(again) < max(1.0, _DEFINED * (len(values) - 1)):
        return Coefficient(round(value, 12))
    low, high = np.quantile(again, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Coefficient(round(value, 12), round(float(low), 12), round(float(high), 12))
