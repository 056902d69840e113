"""Given answers with their codes, how strongly does another answer speak for each code?

For `coding`. One regression on all codes at once over the likeness of answers: the square of one plus their
cosine, so that two words together can mean what neither means alone ("more" and "police"). Closed form, so
there is no seed, no start and no thread that could change the result. Its leave-one-out scores are exact and
cost nothing (Rifkin and Lippert, "Notes on Regularized Least Squares", 2007); thresholds and probabilities
are set on them, so no answer judges itself.

Answers that people coded are of the same wave as those to be coded: likeness to them counts for more, and
they set how common each code is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dpotri
from sklearn.linear_model import LogisticRegression

from analysis.coding_evidence import Pull, Rows

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class LearningParameters:
    """Chosen by the leave-one-out agreement on the invented examples (`tests/benchmarks/coding.py`)."""

    ridge: float = 0.15  # regularisation
    same_wave: float = 0.45  # what likeness to an answer coded in this wave counts for on top
    same_level: float = 0.05  # and how freely this wave may have codes more or less often
    prior_threshold: float = 0.38  # while nobody has coded
    threshold_patience: int = 150  # coded answers at which people's threshold counts as much as ours


class LikenessRegression:
    """Scores of codes by likeness to answers whose codes are known.

    Attributes
    ----------
    held_out_ : array of shape (answers, codes)
        The exact score each known answer would get if it had not been learned from.
    """

    def __init__(self, parameters: LearningParameters) -> None:
        self.parameters = parameters

    def fit(self, rows: Rows, targets: Floats, same_wave: Flags) -> LikenessRegression:
        """Learn. `same_wave` marks the answers of the wave that is to be coded."""
        self._rows, self._same_wave = rows, same_wave
        system = self._squared(rows.likeness(rows), same_wave)
        system[np.diag_indices_from(system)] += self.parameters.ridge
        factor, _ = cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
        self._dual = cho_solve((factor, True), targets, check_finite=False)
        inverse, _ = dpotri(factor, lower=1, overwrite_c=1)
        self.held_out_: Floats = targets - self._dual / np.diag(inverse)[:, None]
        return self

    def scores(self, rows: Rows) -> Floats:
        """The score of every code for every row, an answer of the wave that is to be coded."""
        likeness = self._squared(rows.likeness(self._rows), np.ones(len(rows), dtype=bool))
        return np.asarray(likeness @ self._dual)

    def pulls(self, rows: Rows, columns: NDArray[np.intp]) -> list[Pull]:
        """For each row and one code of it, how much each piece of evidence pulls towards the code (slope)."""
        steep = 2 * (1 + rows.likeness(self._rows))
        steep[:, self._same_wave] *= 1 + self.parameters.same_wave
        steep *= self._dual[:, columns].T
        counted, full = (self._rows.counted.T @ steep.T).T, steep @ self._rows.full
        return [Pull(one, other) for one, other in zip(counted, full, strict=True)]

    def _squared(self, likeness: Floats, same_wave: Flags) -> Floats:
        likeness += 1
        likeness *= likeness
        if self._same_wave.any():
            both = np.ix_(same_wave, self._same_wave)
            likeness[both] = likeness[both] * (1 + self.parameters.same_wave) + self.parameters.same_level
        return likeness


def thresholds(held_out: Floats, targets: Floats, coded: Flags, parameters: LearningParameters) -> Floats:
    """The score from which each code is given.

    The frame's, until people have coded enough; then what agrees best with them, held back towards the
    frame's while they are few: a threshold chosen on 20 answers is mostly chance.
    """
    chosen = np.full(targets.shape[1], parameters.prior_threshold)
    if not coded.any():
        return chosen
    scores, wanted = held_out[coded], targets[coded]
    trust = len(wanted) / (len(wanted) + parameters.threshold_patience)
    chosen += trust * (_best(scores, wanted) - chosen)
    for column in range(len(chosen)):
        n = float(wanted[:, column].sum())
        if n:
            own = _best(scores[:, [column]], wanted[:, [column]])
            chosen[column] += n / (n + parameters.threshold_patience) * (own - chosen[column])
    return chosen


def calibration(held_out: Floats, targets: Floats, coded: Flags) -> tuple[float, float]:
    """Slope and intercept from score to probability (Platt), one for all codes: their order stays as scored.

    From people's answers where there are enough of them: invented ones are no guide to how often.
    """
    chosen = coded if coded.sum() >= 50 else np.ones(len(targets), dtype=bool)
    scaling = LogisticRegression(C=1e6)
    scaling.fit(held_out[chosen].reshape(-1, 1), targets[chosen].ravel())
    return float(scaling.coef_[0, 0]), float(scaling.intercept_[0])


def _best(scores: Floats, wanted: Floats) -> float:
    grid = np.arange(0.20, 0.61, 0.02)
    return float(grid[int(np.argmax([_micro_f1(scores >= at, wanted) for at in grid]))])


def _micro_f1(given: NDArray[Any], wanted: Floats) -> float:
    hits = float((given * wanted).sum())
    total = float(given.sum() + wanted.sum())
    return 2 * hits / total if total else 0.0
