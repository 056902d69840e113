"""A small linear model over ideas, words and spelling that catches wordings of harm no rule foresaw.

Trained on sentences invented for this project (`tests/benchmarks/train_harm_model.py`). It adds texts to what
a person reads, and takes away only what a broad rule alone pointed at and it reads as harmless; what a firm
rule says stands. What it computes is thrown away: nothing is scored or kept.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import mul

from survey.levels import HarmLevel
from survey.screening.harm_kinds import LOOKS_LIKE
from survey.screening.harm_rule import Sign
from survey.screening.harm_text import tag_ideas
from survey.screening.lexicon import RESOURCES

# both chosen on writers the model had not learned from, and on everyday answers
THRESHOLD = 0.5
DISAGREES = 0.3  # below this it reads a text that only a broad rule points at as harmless
_SHORTEST_PIECE, _LONGEST_PIECE = 4, 40  # words; what is shorter says too little to judge by itself
_LETTERS = (4, 5)  # pieces of spelling, across words: "strangl" is known from "strangled"


def grams(words: list[str], ideas: list[str]) -> frozenset[str]:
    """What the model sees: ideas in a row, ideas together ("p:"), words ("w:"), words with one left out
    between them ("s:"), letters ("h:").
    """
    marked = ["<", *(i for i in ideas if i != "|"), ">"]
    found = {" ".join(marked[i : i + n]) for n in (1, 2, 3) for i in range(len(marked) - n + 1)}
    together = sorted({i for i in marked if i.isupper() and len(i) > 1})
    found.update(f"p:{one} {other}" for n, one in enumerate(together) for other in together[n + 1 :])
    plain = [w for w in words if w != "|"]
    found.update("w:" + w for w in plain)
    found.update(f"w:{one} {other}" for one, other in pairwise(plain))
    found.update(f"s:{one} {other}" for one, other in zip(plain, plain[2:], strict=False))
    spelt = f" {' '.join(plain)} "
    found.update("h:" + spelt[i : i + n] for n in _LETTERS for i in range(len(spelt) - n + 1))
    return frozenset(found - {"<", ">"})


def pieces(words: list[str]) -> list[list[str]]:
    """The whole text, and its sentences, because one sentence in a long answer can be the one."""
    found: list[list[str]] = [[]]
    for word in words:
        if word == "|" or len(found[-1]) >= _LONGEST_PIECE:
            found.append([])
        if word != "|":
            found[-1].append(word)
    if len(found) == 1:
        return found
    return [words, *(p for p in found if len(p) >= _SHORTEST_PIECE)]


@dataclass(frozen=True)
class HarmModel:
    intercept: float
    places: dict[str, int]  # where a gram stands in the two columns below
    telling: Sequence[float]  # how rare it is, and how unevenly spread over harm and the rest
    weights: Sequence[float]  # how much it speaks for harm

    def signs(self, words: list[str], broad: list[Sign]) -> list[Sign]:
        """Does the text read like the harmful ones it learned from? Where broad rules point at it already, it
        need only not read like the harmless ones, and their signs stand.
        """
        likelihood = self.likelihood(words)
        if broad and likelihood > DISAGREES:
            return broad
        return [(HarmLevel.CONCERN, LOOKS_LIKE)] if likelihood > THRESHOLD else []

    def likelihood(self, words: list[str]) -> float:
        """Between 0 and 1: halfway between the whole text and the worst of its sentences, because one
        sentence in a long answer can be the one, and what stands around it can take it back. Thrown away once
        it has been compared with the threshold.
        """
        read = [self._odds(piece) for piece in pieces(words)]
        return 1 / (1 + math.exp(-(read[0] + max(read)) / 2))

    def _odds(self, words: list[str]) -> float:
        known = [self.places[g] for g in self.places.keys() & grams(words, tag_ideas(words))]
        telling = [self.telling[at] for at in known]
        length = math.sqrt(math.fsum(map(mul, telling, telling))) or 1.0
        weights = [self.weights[at] for at in known]
        return self.intercept + math.fsum(map(mul, telling, weights)) / length


@lru_cache(maxsize=1)
def harm_model() -> HarmModel:
    """The trained model, read once."""
    document = json.loads(gzip.decompress((RESOURCES / "harm_model.json.gz").read_bytes()))
    grams_known = document["grams"].split("\n")
    places = dict(zip(grams_known, range(len(grams_known)), strict=True))
    return HarmModel(document["intercept"], places, document["telling"], document["weights"])
