"""How many topics do these answers hold?

For `topics`, when nobody says. Every cut of one tree of the answers is judged twice. *Separation*: is an
answer nearer to its own group than to the next (mean silhouette)? *Coverage*: how many of the ties
between neighbouring answers stay inside the groups, beyond what chance would leave there (modularity)?

Answers come in two kinds. Where people say one of many definite things, separation has a clear peak at
their number. Where they speak broadly of a few things it only rises as groups shrink, down to pairs of
answers; there the fewest groups count that cover all but a little of what any number covers. Where
answers are of a field that was taught (`field`), both curves speak of the same definite subjects, and the
fewest groups count that are nearly as good by both together as any.

Two things would otherwise make topics that are none. A sentence that went round, said by many with
another street or ending, is a formula, and a formula is one voice (`voices_of_their_own`): else each
becomes a topic of its own. And where answers are few, fifteen ties each would leave any topic: the fewer
answers, the fewer ties count for coverage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.evidence import Evidence
from analysis.grouping import NEIGHBOURS, Labels, neighbour_graph, smooth
from analysis.lexicon import Sparse
from analysis.text import content_stems
from analysis.ward import cut, tree
from analysis.word_table import Floats

MOST = 160  # topics tried, where nobody sets a bound
_SAMPLE = 2_000  # answers judged; more change the number little
_SAMPLES = 3
_ANSWERS_A_TIE = 100  # with fewer answers for each tie of one answer, ties leave small topics
_FEWEST_TIES = 4
_FORMULA = 3  # telling words in a row that two answers share only where both repeat what was said before
_STEPS = 2  # of smoothing: each one more makes smaller groups look better apart
_SMALLEST = 5  # answers a topic should hold on average
_CUTS = 26
_CLEAR_PEAK = 0.75  # a peak of separation counts up to this share of the most groups tried ...
_CLEAR_SEPARATION = 0.25  # ... and from this silhouette up
_ENOUGH_SEPARATED = 0.98  # of the best separation: past it the curve is flat
_ENOUGH_COVERED_BY_FEW = 0.99  # the same where answers are few: their curve is flat over many numbers
_ENOUGH_COVERED = 0.975  # of the most any number of groups covers
_ENOUGH_OF_BOTH = 0.98  # of the best sum of both, where the field was taught


@dataclass(frozen=True, slots=True)
class Judged:
    """One number of groups and how good it is."""

    k: int
    separation: float
    coverage: float


def choose_number(evidence: Evidence, texts: Sequence[str], most: int = MOST, *, taught: bool = False) -> int:
    """A number of groups for these different answers, at least one and at most `most`. `taught`: whether the
    evidence holds what is known of their field.
    """
    voices = evidence.rows(voices_of_their_own(texts))
    samples = _samples(len(voices))
    different = min(len(np.unique(voices.meaning[part].round(4), axis=0)) for part in samples)
    most = min(most, different // _SMALLEST)
    if most < 2:
        return 1
    rounds = [judge(voices.rows(part), most) for part in samples]
    judged = [_mean(of_one_number) for of_one_number in zip(*rounds, strict=True)]
    if taught:
        return best_by_both(judged)
    enough = _ENOUGH_COVERED if len(voices) >= _ANSWERS_A_TIE * NEIGHBOURS else _ENOUGH_COVERED_BY_FEW
    return best_number(judged, enough)


def voices_of_their_own(texts: Sequence[str]) -> Labels:
    """Where the answers stand that repeat no formula of an answer before them."""
    said: set[tuple[str, ...]] = set()
    own: list[int] = []
    for at, text in enumerate(texts):
        words = content_stems(text)
        runs = {tuple(words[start : start + _FORMULA]) for start in range(len(words) - _FORMULA + 1)}
        if said.isdisjoint(runs):
            own.append(at)
        said |= runs
    return np.array(own, dtype=np.intp)


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
    few = max(_FEWEST_TIES, round(len(evidence) / _ANSWERS_A_TIE))
    if few < NEIGHBOURS:
        ties = neighbour_graph(evidence, shared_words=0.0, neighbours=few)
    ties = Sparse(ties.maximum(ties.T))
    apart = np.asarray(np.sqrt(np.maximum(0.0, 2.0 - 2.0 * (space @ space.T))), dtype=np.float32)
    numbers = sorted({round(k) for k in np.geomspace(2, most, _CUTS)})
    finest = _Cut.of(cut(joined, most), apart, ties)
    cuts = ((k, finest.joined(cut(joined, k))) for k in numbers)
    return [Judged(k, _silhouette(one), _modularity(one)) for k, one in cuts]


def best_number(judged: list[Judged], enough: float = _ENOUGH_COVERED) -> int:
    """The number at a clear peak of separation, else the fewest that cover enough."""
    most = judged[-1].k
    separated = max(one.separation for one in judged)
    peak = next(one.k for one in judged if one.separation >= _ENOUGH_SEPARATED * separated)
    if separated >= _CLEAR_SEPARATION and peak <= _CLEAR_PEAK * most:
        return peak
    covered = max(one.coverage for one in judged)
    return next(one.k for one in judged if one.coverage >= enough * covered)


def best_by_both(judged: list[Judged]) -> int:
    """The fewest groups whose separation and coverage, as shares of the best, sum to nearly the best sum."""
    separated = max(1e-9, max(one.separation for one in judged))
    covered = max(1e-9, max(one.coverage for one in judged))
    sums = [one.separation / separated + one.coverage / covered for one in judged]
    return next(one.k for one, both in zip(judged, sums, strict=True) if both >= _ENOUGH_OF_BOTH * max(sums))


@dataclass(frozen=True, slots=True)
class _Cut:
    """Answers in groups, with what both judgements ask of them. What holds of groups that join is the sum of
    what held of each, so that answers are looked at one by one only for the finest cut.
    """

    labels: Labels
    distances: Floats  # answers x groups: the sum of an answer's distances to the group's answers
    tied: NDArray[np.float64]  # groups x groups: the weight of their ties

    @classmethod
    def of(cls, labels: Labels, apart: Floats, ties: Sparse) -> _Cut:
        k = int(labels.max()) + 1
        member = Sparse(
            (np.ones(len(labels), np.float32), (labels, np.arange(len(labels)))), shape=(k, len(labels))
        )
        tied = np.asarray((member @ ties @ member.T).todense(), dtype=np.float64)
        return cls(labels, apart @ np.eye(k, dtype=np.float32)[labels], tied)

    def joined(self, labels: Labels) -> _Cut:
        """A coarser cut of the same tree."""
        _, first = np.unique(self.labels, return_index=True)
        part_of = np.eye(int(labels.max()) + 1, dtype=np.float32)[labels[first]]
        return _Cut(labels, self.distances @ part_of, part_of.T @ self.tied @ part_of)


def _silhouette(one: _Cut) -> float:
    """Rousseeuw's mean silhouette from all distances; an answer alone in its group counts nought."""
    labels, k = one.labels, int(one.labels.max()) + 1
    if k < 2:
        return 0.0
    sizes = np.bincount(labels, minlength=k).astype(np.float32)
    rows = np.arange(len(labels))
    own = one.distances[rows, labels] / np.maximum(1.0, sizes[labels] - 1)
    means = one.distances / sizes
    means[rows, labels] = np.inf
    other = means.min(axis=1)
    values = (other - own) / np.maximum(np.maximum(own, other), 1e-9)
    return float(np.where(sizes[labels] > 1, values, 0.0).mean())


def _modularity(one: _Cut) -> float:
    """Newman's modularity: the share of ties inside the groups, less the share chance would put there."""
    total = float(one.tied.sum())
    if total == 0.0:
        return 0.0
    return float((one.tied.diagonal() / total - (one.tied.sum(axis=1) / total) ** 2).sum())
