"""Which answers should two people code, so that every code is seen and no figure is bent by it?

The question this module answers for an analyst: *how many answers must we code, and which?* Rare codes are
what matters most and what a plain sample misses. So answers are sorted into strata by the rarest code the
machine gave them; each stratum gives a few at least, the rest go by size; and every answer drawn counts for
as many as it stands for (Horvitz and Thompson, "A generalization of sampling without replacement from a
finite universe", Journal of the American Statistical Association 47, 1952).

If answers leave the sample later, or are not coded yet, the others of their stratum stand for them: weights
are worked out when they are used. What the codes then say is left to `analysis.agreement`.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

NO_CODE: Final = ""
LEAST_OF_A_STRATUM: Final = 4
LIKELY_KAPPA: Final = 0.7
LIKELY_SHARE: Final = 0.2
FEWEST: Final = 20
MARGINS: Final = (0.2, 0.15, 0.1)  # how far off kappa may be: rough, usual, close


@dataclass(frozen=True)
class Drawn:
    """One answer drawn, and the stratum it stands for."""

    answer: str
    stratum: str


@dataclass(frozen=True)
class Sample:
    """The answers in the order they are to be coded, and how many each stratum had."""

    answers: tuple[Drawn, ...]
    strata: Mapping[str, int]


def suggested_size(
    margin: float,
    population: int,
    *,
    kappa: float = LIKELY_KAPPA,
    share: float = LIKELY_SHARE,
    confidence: float = 0.95,
) -> int:
    """How many answers to code for a kappa known to within `margin`.

    The large-sample variance of kappa for two coders with the same habits is Bloch and Kraemer's ("2 x 2
    kappa coefficients: measures of agreement or association", Biometrics 45, 1989); a small population needs
    fewer.
    """
    if not 0 < margin < 1 or not 0 < share < 1 or not 0 <= kappa < 1:
        raise ValueError("margin and share lie between nought and one, kappa from nought to under one")
    spread = (1 - kappa) * ((1 - kappa) * (1 - 2 * kappa) + kappa * (2 - kappa) / (2 * share * (1 - share)))
    endless = NormalDist().inv_cdf((1 + confidence) / 2) ** 2 * spread / margin**2
    if population <= FEWEST:
        return population
    return min(population, max(FEWEST, math.ceil(endless / (1 + (endless - 1) / population))))


def strata_of(codes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each answer's stratum: the rarest of its codes, or none."""
    how_often = Counter(code for given in codes.values() for code in set(given))
    return {
        answer: min(given, key=lambda code: (how_often[code], code)) if given else NO_CODE
        for answer, given in codes.items()
    }


def allocation(sizes: Mapping[str, int], wanted: int, least: int = LEAST_OF_A_STRATUM) -> dict[str, int]:
    """How many to draw from each stratum: a few of each, then by size."""
    wanted = min(wanted, sum(sizes.values()))
    if wanted < 0:
        raise ValueError("a sample has nought answers or more")
    given = dict.fromkeys(sizes, 0)
    smallest_first = sorted(sizes, key=lambda name: (sizes[name], name))
    for round_ in range(1, least + 1):  # one each, then two each: a small sample still sees the rare ones
        for name in smallest_first:
            if sum(given.values()) < wanted and given[name] < min(round_, sizes[name]):
                given[name] += 1
    while sum(given.values()) < wanted:  # to whoever has the most answers standing behind one drawn
        open_ = [name for name in sizes if given[name] < sizes[name]]
        given[max(open_, key=lambda name: (sizes[name] / (given[name] + 0.5), name))] += 1
    return given


def drawn(codes: Mapping[str, Sequence[str]], wanted: int, seed: int) -> Sample:
    """A sample by strata, in a random order so that whoever stops early has still seen some of everything."""
    by_stratum: dict[str, list[str]] = {}
    for answer, stratum in sorted(strata_of(codes).items()):
        by_stratum.setdefault(stratum, []).append(answer)
    sizes = {name: len(answers) for name, answers in sorted(by_stratum.items())}
    chance = random.Random(seed)  # noqa: S311  (a sample anybody can draw again; nothing is secret in it)
    taken = [
        Drawn(answer, stratum)
        for stratum, number in allocation(sizes, wanted).items()
        for answer in chance.sample(by_stratum[stratum], number)
    ]
    chance.shuffle(taken)
    return Sample(tuple(taken), sizes)


def weights(usable: Iterable[Drawn], strata: Mapping[str, int]) -> dict[str, float]:
    """How many answers each of these stands for: its stratum, shared among those of it that can be used."""
    usable = list(usable)
    left = Counter(one.stratum for one in usable)
    return {one.answer: strata[one.stratum] / left[one.stratum] for one in usable}
