"""How many topics do these answers hold?

For `topics`, when nobody says. Every cut of one tree of the answers is judged twice. *Separation*: is an
answer nearer to its own group than to the next (mean silhouette)? *Coverage*: how many of the ties between
neighbouring answers stay inside the groups, beyond what chance would leave there (modularity)?

Answers come in two kinds. Where people say one of many definite things, separation has a clear peak at their
number. Where they speak broadly of a few things it only rises as groups shrink, down to pairs of answers;
there the fewest groups count that cover all but a little of what any number covers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.evidence import Evidence, Sparse
from analysis.grouping import Labels, cut, neighbour_graph, smooth, tree

_MOST = 160
_SAMPLE = 2_000  # answers judged; more change the number little
_SAMPLES = 3
_STEPS = 2  # of smoothing: each one more makes smaller groups look better apart
_SMALLEST = 5  # answers a topic should hold on average
_CUTS = 26
_CLEAR_PEAK = 0.75  # a peak of separation counts up to this share of the most groups tried ...
_CLEAR_SEPARATION = 0.25  # ... and from this silhouette up
_ENOUGH_SEPARATED = 0.98  # of the best separation: past it the curve is flat
_ENOUGH_COVERED = 0.97  # of the most any number of groups covers


@dataclass(frozen=True, slots=True)
class Judged:
    """One number of groups and how good it is."""

    k: int
    separation: float
    coverage: float


def choose_number(evidence: Evidence) -> int:
    """A number of groups for these answers, at least one."""
    samples = _samples(len(evidence))
    different = min(len(np.unique(evidence.meaning[part].round(4), axis=0)) for part in samples)
    if different < 2 * _SMALLEST:
        return 1
    most = min(_MOST, different // _SMALLEST)
    rounds = [judge(evidence.rows(part), most) for part in samples]
    return best_number([_mean(of_one_number) for of_one_number in zip(*rounds, strict=True)])


def _samples(n: int) -> list[Labels]:
    """All the answers if there are few, else several interleaved samples of them, the same on every run."""
    if n <= _SAMPLE:
        return [np.arange(n)]
    step = n / _SAMPLE
    starts = np.arange(_SAMPLES) * step / _SAMPLES
    return [np.floor(start + np.arange(_SAMPLE) * step).astype(np.intp) for start in starts]


def _mean(of_one_number: Sequence[Judged]) -> Judged:
    rounds = len(of_one_number)
    separation = sum(one.separation for one in of_one_number) / rounds
    return Judged(of_one_number[0].k, separation, sum(one.coverage for one in of_one_number) / rounds)


def judge(evidence: Evidence, most: int) -> list[Judged]:
    """Every number of groups tried, fewest first."""
    ties = neighbour_graph(evidence, shared_words=0.0)
    space = smooth(evidence.meaning, ties, steps=_STEPS)
    joined = tree(space)
    ties = Sparse(ties.maximum(ties.T))
    apart = np.asarray(np.sqrt(np.maximum(0.0, 2.0 - 2.0 * (space @ space.T))), dtype=np.float32)
    numbers = sorted({round(k) for k in np.geomspace(2, max(2, most), _CUTS)})
    return [
        Judged(k, _silhouette(apart, labels), _modularity(ties, labels))
        for k, labels in ((k, cut(joined, k)) for k in numbers)
    ]


def best_number(judged: list[Judged]) -> int:
    """The number at a clear peak of separation, else the fewest that cover enough."""
    most = judged[-1].k
    separated = max(one.separation for one in judged)
    peak = next(one.k for one in judged if one.separation >= _ENOUGH_SEPARATED * separated)
    if separated >= _CLEAR_SEPARATION and peak <= _CLEAR_PEAK * most:
        return peak
    covered = max(one.coverage for one in judged)
    return next(one.k for one in judged if one.coverage >= _ENOUGH_COVERED * covered)


def _silhouette(apart: NDArray[np.float32], labels: Labels) -> float:
    """Rousseeuw's mean silhouette from all distances; an answer alone in its group counts nought."""
    k = int(labels.max()) + 1
    if k < 2:
        return 0.0
    member = np.eye(k, dtype=np.float32)[labels]
    sizes = member.sum(axis=0)
    rows = np.arange(len(labels))
    sums = apart @ member
    own = sums[rows, labels] / np.maximum(1.0, sizes[labels] - 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    other = means.min(axis=1)
    values = (other - own) / np.maximum(np.maximum(own, other), 1e-9)
    return float(np.where(sizes[labels] > 1, values, 0.0).mean())


def _modularity(ties: Sparse, labels: Labels) -> float:
    """Newman's modularity: the share of ties inside the groups, less the share chance would put there."""
    total = float(ties.sum())
    if total == 0.0:
        return 0.0
    k = int(labels.max()) + 1
    member = Sparse(
        (np.ones(len(labels), np.float32), (labels, np.arange(len(labels)))), shape=(k, len(labels))
    )
    inside = np.asarray((member @ ties @ member.T).diagonal()) / total
    degree = np.asarray(member @ np.asarray(ties.sum(axis=1)).ravel()) / total
    return float((inside - degree**2).sum())
