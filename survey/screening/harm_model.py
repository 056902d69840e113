"""A small linear model over ideas that catches wordings of harm no rule foresaw.

Trained on sentences invented for this project (`tests/benchmarks/train_harm_model.py`). It can only add
a text to what a person reads; it never clears one, and what it computes is thrown away: nothing is
scored or kept.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from survey.levels import HarmLevel
from survey.screening.harm_rules import LOOKS_LIKE
from survey.screening.harm_text import JOKE
from survey.screening.lexicon import RESOURCES

# chosen on the invented sentences by cross-validation so that few of the harmless ones are held
THRESHOLD = 0.6
_LONGEST_PIECE = 40


def grams(ideas: Iterable[str]) -> dict[str, float]:
    """One to three words or ideas in a row, each worth the same, so that length does not count."""
    tokens = ["<", *(i for i in ideas if i != "|"), ">"]
    found = {" ".join(tokens[i : i + n]) for n in (1, 2, 3) for i in range(len(tokens) - n + 1)} - {"<", ">"}
    value = 1 / math.sqrt(len(found)) if found else 0.0
    return dict.fromkeys(sorted(found), value)


@dataclass(frozen=True)
class HarmModel:
    intercept: float
    weights: dict[str, float]

    def signs(self, ideas: list[str]) -> list[tuple[HarmLevel, str]]:
        """A concern if any sentence of the text reads like the harmful ones it learned from."""
        if any(JOKE not in piece and self._likelihood(piece) > THRESHOLD for piece in _pieces(ideas)):
            return [(HarmLevel.CONCERN, LOOKS_LIKE)]
        return []

    def _likelihood(self, ideas: list[str]) -> float:
        total = self.intercept + sum(
            value * self.weights.get(gram, 0.0) for gram, value in grams(ideas).items()
        )
        return 1 / (1 + math.exp(-total))


def _pieces(ideas: list[str]) -> list[list[str]]:
    """The text sentence by sentence, long ones cut, because one sentence in a long answer can be the one."""
    pieces: list[list[str]] = [[]]
    for idea in ideas:
        if idea == "|" or len(pieces[-1]) >= _LONGEST_PIECE:
            pieces.append([])
        if idea != "|":
            pieces[-1].append(idea)
    return [p for p in pieces if p]


@lru_cache(maxsize=1)
def harm_model() -> HarmModel:
    """The trained model, read once."""
    document = json.loads(gzip.decompress((RESOURCES / "harm_model.json.gz").read_bytes()))
    return HarmModel(document["intercept"], document["weights"])
