"""A small linear model over ideas that catches wordings of harm no rule foresaw.

Trained on sentences invented for this project (`tests/benchmarks/train_harm_model.py`). It can only add
a text to what a person reads; it never clears one, and what it computes is thrown away: nothing is
scored or kept.
"""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import dataclass
from functools import lru_cache

from survey.levels import HarmLevel
from survey.screening.harm_rules import LOOKS_LIKE
from survey.screening.harm_text import JOKE, tag_ideas
from survey.screening.lexicon import RESOURCES

# chosen on the invented sentences by cross-validation so that few of the harmless ones are held
THRESHOLD = 0.75
_SHORTEST_PIECE, _LONGEST_PIECE = 4, 40  # words; what is shorter says too little to judge


def grams(words: list[str], ideas: list[str]) -> frozenset[str]:
    """One to three ideas in a row, and one or two plain words in a row (marked "w:")."""
    marked = ["<", *(i for i in ideas if i != "|"), ">"]
    found = {" ".join(marked[i : i + n]) for n in (1, 2, 3) for i in range(len(marked) - n + 1)}
    plain = [w for w in words if w != "|"]
    found |= {"w:" + " ".join(plain[i : i + n]) for n in (1, 2) for i in range(len(plain) - n + 1)}
    return frozenset(found - {"<", ">"})


@dataclass(frozen=True)
class HarmModel:
    intercept: float
    weights: dict[str, tuple[float, float]]  # n-gram -> how rare it is, how much it speaks for harm

    def signs(self, words: list[str]) -> list[tuple[HarmLevel, str]]:
        """A concern if any sentence of the text reads like the harmful ones it learned from."""
        if any(JOKE not in piece and self._likelihood(piece) > THRESHOLD for piece in _pieces(words)):
            return [(HarmLevel.CONCERN, LOOKS_LIKE)]
        return []

    def _likelihood(self, words: list[str]) -> float:
        known = [w for g in grams(words, tag_ideas(words)) if (w := self.weights.get(g)) is not None]
        length = math.sqrt(math.fsum(rarity * rarity for rarity, _ in known)) or 1.0
        total = self.intercept + math.fsum(rarity * weight for rarity, weight in known) / length
        return 1 / (1 + math.exp(-total))


def _pieces(words: list[str]) -> list[list[str]]:
    """The text sentence by sentence, long ones cut, because one sentence in a long answer can be the one."""
    pieces: list[list[str]] = [[]]
    for word in words:
        if word == "|" or len(pieces[-1]) >= _LONGEST_PIECE:
            pieces.append([])
        if word != "|":
            pieces[-1].append(word)
    return [p for p in pieces if len(p) >= _SHORTEST_PIECE]


@lru_cache(maxsize=1)
def harm_model() -> HarmModel:
    """The trained model, read once."""
    document = json.loads(gzip.decompress((RESOURCES / "harm_model.json.gz").read_bytes()))
    return HarmModel(document["intercept"], {g: (r, w) for g, (r, w) in document["weights"].items()})
