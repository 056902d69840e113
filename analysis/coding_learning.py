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
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from analysis.coding_evidence import Pull, Rows

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ENOUGH_CODED = 50  # answers coded by people from which on they alone say how likely a score makes a code
_JUDGED = 600  # of the invented answers that judge until then
_STEPS = 50  # of Newton's: ten are enough, more change nothing
_LONGEST_STEP = 2.0
_STEADY = 1e-9


@dataclass(frozen=True)
class LearningParameters:
    """Chosen by the leave-one-out agreement on the invented examples (`tests/benchmarks/coding.py`)."""

    ridge: float = 0.15  # regularisation
    same_wave: float = 0.45  # what likeness to an answer coded in this wave counts for on top
    same_level: float = 0.05  # and how freely this wave may have codes more or less often
    prior_threshold: float = 0.38  # while nobody has coded
    threshold_patience: int = 50  # coded answers at which people's threshold counts as much as ours


def to_judge_by(coded: Flags) -> Flags:
    """The known answers that the threshold and probabilities are set on: those people coded, and while they
    are few, an even share of the invented ones, which are no guide to how often a code occurs.
    """
    judged = coded.copy()
    if coded.sum() < _ENOUGH_CODED:
        judged[:: max(1, len(coded) // _JUDGED)] = True
    return judged


class LikenessRegression:
    """Scores of codes by likeness to answers whose codes are known.

    Attributes
    ----------
    held_out_ : array of shape (judged answers, codes)
        The exact score each of them would get if it had not been learned from.
    """

    def __init__(self, parameters: LearningParameters) -> None:
        self.parameters = parameters

    def fit(self, rows: Rows, targets: Floats, same_wave: Flags, judged: Flags) -> LikenessRegression:
        """Learn. `same_wave` marks the answers of the wave that is to be coded; `judged` those wanted in
        `held_out_`. They are put last: then only their corner of the inverse is needed, not all of it."""
        order = np.argsort(judged, kind="stable")
        rows, targets, same_wave = rows[order], targets[order], same_wave[order]
        self._rows, self._same_wave = rows, same_wave
        system = self._squared(rows.likeness(rows), same_wave)
        system[np.diag_indices_from(system)] += self.parameters.ridge
        factor, _ = cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
        self._dual = cho_solve((factor, True), targets, check_finite=False)
        last = slice(len(rows) - int(judged.sum()), None)
        corner = solve_triangular(
            factor[last, last], np.eye(int(judged.sum())), lower=True, check_finite=False
        )
        inverse = (corner**2).sum(axis=0)
        self.held_out_: Floats = targets[last] - self._dual[last] / inverse[:, None]
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


def threshold(scores: Floats, wanted: Floats, parameters: LearningParameters) -> float:
    """The score from which a code is given, from the held-out scores of answers people coded and their codes.

    The frame's, until people have coded enough; then what agrees best with them, held back towards the
    frame's while they are few. One for all codes: of one code 150 answers hold too few.
    """
    trust = len(wanted) / (len(wanted) + parameters.threshold_patience)
    return parameters.prior_threshold + trust * (_best(scores, wanted) - parameters.prior_threshold)


def calibration(held_out: Floats, wanted: Floats) -> tuple[float, float]:
    """Slope and intercept from score to probability, one for all: codes keep their scores' order.

    Platt, "Probabilistic outputs for support vector machines" (1999), with his targets a little short of 0
    and 1, so that scores which part the two cleanly make nothing certain; solved by Newton's steps.
    """
    score, yes = held_out.ravel(), wanted.ravel() > 0
    n_yes, n_no = int(yes.sum()), int((~yes).sum())
    target = np.where(yes, (n_yes + 1) / (n_yes + 2), 1 / (n_no + 2))
    known = np.column_stack([score, np.ones_like(score)])
    line = np.array([0.0, np.log((n_yes + 1) / (n_no + 1))])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(known @ line)))
        slope = known.T @ (chance - target)
        curve = (known * (chance * (1 - chance))[:, None]).T @ known + _STEADY * np.eye(2)
        line = line - np.clip(np.linalg.solve(curve, slope), -_LONGEST_STEP, _LONGEST_STEP)
    return float(line[0]), float(line[1])


def _best(scores: Floats, wanted: Floats) -> float:
    """The threshold of most agreement, each judged with its neighbours: a lone peak is chance."""
    if not len(wanted):
        return 0.0
    grid = np.arange(0.20, 0.61, 0.02)
    agreement = [_micro_f1(scores >= at, wanted) for at in grid]
    smooth = np.convolve(np.pad(agreement, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return float(grid[int(np.argmax(smooth))])


def _micro_f1(given: NDArray[Any], wanted: Floats) -> float:
    hits = float((given * wanted).sum())
    total = float(given.sum() + wanted.sum())
    return 2 * hits / total if total else 0.0
