"""Given answers with their codes, how strongly does another answer speak for each code, or for each way?

For `coding`. Ridge regression on everything an answer gives to go by, all codes at once: a sum, so that each
word's part in it can be told. It has one solution, found by conjugate gradients (Hestenes and Stiefel, 1952)
to more places than decide anything: there is no seed, no start and no thread that could change the result.
Leave-one-out scores are exact and need no second learning (Rifkin and Lippert, "Notes on Regularized Least
Squares", 2007); thresholds and probabilities are set on them, so no answer judges itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from analysis.coding_evidence import Rows

Floats = NDArray[np.float32]
Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]

_STEPS = 50  # of Newton's: ten are enough, more change nothing
_LONGEST_STEP = 2.0
_STEADY = 1e-9
_MOST_GRADIENTS = 200  # steps after which a system that does not settle is taken as it is


@dataclass(frozen=True)
class LearningParameters:
    """Chosen by the agreement on the hands left out (`tests/benchmarks/coding_writers.py`)."""

    ridge: float = 0.1  # regularisation
    prior_threshold: float = 0.37  # while nobody has coded
    prior_line: tuple[float, float] = (9.3, -4.4)  # from score to probability, while nobody has
    patience: int = 50  # coded answers at which what people's say of both counts as much as ours
    most_judged: int = 150  # of the answers people coded, to judge by; more take time and change little
    precision: float = 0.02  # of the solution


def to_judge_by(coded: Flags, most: int) -> NDArray[np.intp]:
    """The answers that the threshold and probabilities are set on: those people coded, or an even share."""
    places = np.flatnonzero(coded)
    share = np.linspace(0, len(places) - 1, min(most, len(places))).astype(int)
    return np.asarray(places[share], dtype=np.intp)


class RidgeRegression:
    """Scores by a weighted sum of evidence, learned from answers of which the right ones are known.

    Attributes
    ----------
    counted_, full_ : arrays of shape (evidence, scores)
        What each piece of evidence adds to each score.
    held_out_ : array of shape (judged answers, scores)
        The exact score each of them would get if it had not been learned from.
    """

    def __init__(self, ridge: float, precision: float) -> None:
        self.ridge = ridge
        self.precision = precision

    def fit(
        self, rows: Rows, targets: NDArray[Any], judged: NDArray[np.intp] | None = None
    ) -> RidgeRegression:
        """Learn; `judged` are the rows wanted in `held_out_`."""
        system = _System(rows, self.ridge)
        wanted = targets.astype(np.float32)
        dual = system.solve(wanted, self.precision)
        self.counted_ = system.counted_back @ dual
        self.full_ = np.vstack([rows.full.T @ dual, rows.led.T @ dual])
        self.usual_ = dual.sum(axis=0)
        places = np.empty(0, dtype=np.intp) if judged is None else judged
        singled = np.zeros((len(rows), len(places)), dtype=np.float32)
        singled[places, np.arange(len(places))] = 1.0
        own = system.solve(singled, self.precision)[places, np.arange(len(places))]
        self.held_out_: Scores = (wanted[places] - dual[places] / own[:, None]).astype(float)
        return self

    def scores(self, rows: Rows) -> Scores:
        """Every score of every row."""
        width = rows.full.shape[1]
        said = rows.counted @ self.counted_ + rows.full @ self.full_[:width] + rows.led @ self.full_[width:]
        return np.asarray(said + self.usual_, dtype=float)


class _System:
    """(rows rows' + 1 + ridge) x = targets, the likeness of all answers with all never written down.

    Near enough the likeness is what the full rows say of it, beside each answer's own counted things: that
    much is solved outright, and leads each step of the rest.
    """

    def __init__(self, rows: Rows, ridge: float) -> None:
        self.counted, self.counted_back = rows.counted, sp.csr_matrix(rows.counted.T)
        self.full = np.hstack([rows.full, rows.led, np.ones((len(rows), 1), dtype=np.float32)])
        self.ridge = np.float32(ridge)
        own = np.asarray(rows.counted.multiply(rows.counted).sum(axis=1)).reshape(-1, 1)
        self.own = (own + ridge).astype(np.float32)
        weighed = self.full / np.sqrt(self.own)
        gram = weighed.T @ weighed
        gram[np.diag_indices_from(gram)] += 1
        self.factor = cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)

    def solve(self, targets: Floats, precision: float) -> Floats:
        """By conjugate gradients, every column with steps of its own length, until little is left of them."""
        solution, left = np.zeros_like(targets), targets.copy()
        small = precision**2 * np.square(targets, dtype=float).sum()
        towards = self._nearly(left)
        direction, size = towards, _inner(left, towards)
        for _ in range(_MOST_GRADIENTS):
            if np.square(left, dtype=float).sum() <= small:
                break
            reached = self._applied(direction)
            step = _ratio(size, _inner(direction, reached))
            solution += step * direction
            left -= step * reached
            towards = self._nearly(left)
            now = _inner(left, towards)
            direction = towards + _ratio(now, size) * direction
            size = now
        return solution

    def _applied(self, to: Floats) -> Floats:
        counted = self.counted @ (self.counted_back @ to)
        return np.asarray(counted + self.full @ (self.full.T @ to) + self.ridge * to)

    def _nearly(self, to: Floats) -> Floats:
        """The system's inverse, nearly."""
        shared = cho_solve(self.factor, self.full.T @ (to / self.own), check_finite=False)
        return np.asarray((to - self.full @ shared) / self.own)


def _inner(one: Floats, other: Floats) -> Scores:
    return np.asarray(np.einsum("ij,ij->j", one, other, dtype=float))


def _ratio(one: Scores, other: Scores) -> Floats:
    return (one / np.maximum(other, np.finfo(float).tiny)).astype(np.float32)


def threshold(scores: Scores, wanted: NDArray[Any], parameters: LearningParameters) -> float:
    """The score from which a code is given, from the held-out scores of answers people coded and their codes.

    The frame's, until people have coded enough; then what agrees best with them, held back towards the
    frame's while they are few. One for all codes: of one code 150 answers hold too few.
    """
    trust = len(wanted) / (len(wanted) + parameters.patience)
    return parameters.prior_threshold + trust * (_best(scores, wanted) - parameters.prior_threshold)


def calibration(
    held_out: Scores, wanted: NDArray[Any], parameters: LearningParameters
) -> tuple[float, float]:
    """Slope and intercept from score to probability, one for all codes; the frame's while few have coded."""
    trust = len(wanted) / (len(wanted) + parameters.patience)
    line = np.array(platt(held_out, wanted) if len(wanted) else parameters.prior_line)
    slope, intercept = line * trust + np.array(parameters.prior_line) * (1 - trust)
    return float(slope), float(intercept)


def platt(held_out: Scores, wanted: NDArray[Any]) -> tuple[float, float]:
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


def _best(scores: NDArray[Any], wanted: NDArray[Any]) -> float:
    """The threshold of most agreement, each judged with its neighbours: a lone peak is chance."""
    if not len(wanted):
        return 0.0
    grid = np.arange(0.20, 0.61, 0.02)
    agreement = [_micro_f1(scores >= at, wanted) for at in grid]
    smooth = np.convolve(np.pad(agreement, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return float(grid[int(np.argmax(smooth))])


def _micro_f1(given: NDArray[Any], wanted: NDArray[Any]) -> float:
    hits = float((given * wanted).sum())
    total = float(given.sum() + wanted.sum())
    return 2 * hits / total if total else 0.0
