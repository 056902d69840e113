"""Weights that make those we heard resemble all young people, where that is honest.

The question this module answers for an analyst: *would the picture change if each age, gender and district
had its fair share?* Raking (iterative proportional fitting, Deming and Stephan 1940) to census shares,
trimmed, and refused when the wave is too small or too lopsided: the report then says so.
Published counts are unweighted people always; weights only test whether the picture holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimate import weights_design_effect
from analysis.wave import WaveData

Margins = Mapping[str, Mapping[str, float]]
"""For each breakdown, the share of young people in each of its groups; each adds up to one."""

Groups = Mapping[str, Sequence[str]]
"""For each breakdown, each person’s group in it."""


@dataclass(frozen=True)
class WeightRules:
    """Source: disclosure rule 9."""

    fewest_people: int = 300
    fewest_in_category: int = 20
    rounds: int = 50
    close_enough: float = 0.001  # a tenth of a point
    least: float = 0.33
    most: float = 3.0
    worst_design_effect: float = 2.0


RULES = WeightRules()


@dataclass(frozen=True)
class Weights:
    """A weight for each person, mean one, or none and the reason."""

    weights: tuple[float, ...] = ()
    refused: str = ""
    design_effect: float = 1.0


def rake(groups: Groups, margins: Margins, rules: WeightRules = RULES) -> Weights:
    """Weights under which every margin has its census share.

    `groups` gives each person’s group in each breakdown. Whoever did not state one is not in that margin.
    """
    people = len(next(iter(groups.values()), ()))
    refused = _refusal(groups, margins, people, rules)
    if refused:
        return Weights(refused=refused)
    kinds, size, kind_of = _kinds(groups)
    members = {
        (by, value): np.array([group == value for group in kinds[by]])
        for by, shares in margins.items()
        for value in shares
    }
    stated = {by: np.array([group in margins[by] for group in kinds[by]]) for by in margins}
    weights = np.ones(len(size))
    for _ in range(rules.rounds):
        for (by, value), those in members.items():
            wanted = margins[by][value] * (weights * size)[stated[by]].sum()
            weights[those] *= wanted / (weights * size)[those].sum()
        weights = np.clip(weights * people / (weights * size).sum(), rules.least, rules.most)
        if _furthest(weights * size, members, margins) <= rules.close_enough:
            return _accepted(weights, kind_of, rules)
    return Weights(refused="the shares did not settle within the rounds allowed")


def wave_weights(wave: WaveData, rules: WeightRules = RULES) -> Weights:
    """Weights for a whole wave, from the census shares in the office’s configuration."""
    return (
        _wave_weights(wave, rules)
        if wave.office.census
        else Weights(refused="the office has entered no census shares")
    )


def weighted_share(weights: Weights, said: NDArray[np.bool_], asked: NDArray[np.bool_]) -> float | None:
    """A share under the weights, or None when there are none or nobody was asked."""
    if not weights.weights:
        return None
    each = np.array(weights.weights)
    base = each[asked].sum()
    return float(each[said & asked].sum() / base) if base > 0 else None


def _wave_weights(wave: WaveData, rules: WeightRules) -> Weights:
    margins = {by: dict(shares) for by, shares in wave.office.census.items() if by in wave.breakdowns}
    groups = {by: [person.group(by) for person in wave.respondents] for by in margins}
    return rake(groups, margins, rules) if margins else Weights(refused="no census shares match a breakdown")


def _refusal(groups: Groups, margins: Margins, people: int, rules: WeightRules) -> str:
    if people < rules.fewest_people:
        return "too few people answered"
    for by, shares in margins.items():
        if abs(sum(shares.values()) - 1) > 0.005:
            return f"the census shares of {by} do not add up to one"
        for value in shares:
            if groups[by].count(value) < rules.fewest_in_category:
                return f"too few people in one group of {by}"
    return ""


def _kinds(groups: Groups) -> tuple[Mapping[str, Sequence[str]], NDArray[np.float64], NDArray[np.int32]]:
    """People alike in every breakdown weigh the same: each kind’s groups, its size, each person’s kind."""
    place: dict[tuple[str, ...], int] = {}
    kind_of = np.array([place.setdefault(kind, len(place)) for kind in zip(*groups.values(), strict=True)])
    kinds = {by: [kind[number] for kind in place] for number, by in enumerate(groups)}
    return kinds, np.bincount(kind_of).astype(np.float64), kind_of.astype(np.int32)


def _furthest(
    weights: NDArray[np.float64],
    members: Mapping[tuple[str, str], NDArray[np.bool_]],
    margins: Margins,
) -> float:
    """How far the worst margin still is from its census share."""
    worst = 0.0
    for by, shares in margins.items():
        stated = sum(weights[members[by, value]].sum() for value in shares)
        for value, share in shares.items():
            worst = max(worst, abs(float(weights[members[by, value]].sum() / stated) - share))
    return worst


def _accepted(weights: NDArray[np.float64], kind_of: NDArray[np.int32], rules: WeightRules) -> Weights:
    each = weights[kind_of].tolist()
    effect = weights_design_effect(each)
    if effect > rules.worst_design_effect:
        return Weights(refused="those we heard differ too much from all young people", design_effect=effect)
    return Weights(tuple(each), design_effect=effect)
