"""A small linear model over ideas, words and spelling that catches wordings of harm no rule foresaw.

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
from survey.screening.harm_kinds import LOOKS_LIKE
from survey.screening.harm_text import tag_ideas
from survey.screening.lexicon import RESOURCES

# chosen on writers the model had not learned from: with the rules, about one in ten of the harmless is held
THRESHOLD = 0.78
_SHORTEST_PIECE, _LONGEST_PIECE = 4, 40  # words; what is shorter says too little to judge by itself
_LETTERS = (4, 5)  # pieces of spelling, across words: "strangl" is known from "strangled"
_SELVES = frozenset(("SELF", "i", "im", "ive", "my", "id", "ill", "we", "our", "us"))


def grams(words: list[str], ideas: list[str]) -> frozenset[str]:
    """What the model sees: ideas in a row, ideas beside the writer ("own:"), words ("w:"), letters ("h:")."""
    marked = ["<", *(i for i in ideas if i != "|"), ">"]
    found = {" ".join(marked[i : i + n]) for n in (1, 2, 3) for i in range(len(marked) - n + 1)}
    own = "own" if _SELVES & set(marked) else "other"
    found |= {f"{own}:{idea}" for idea in marked if idea.isupper()}
    plain = [w for w in words if w != "|"]
    found |= {"w:" + " ".join(plain[i : i + n]) for n in (1, 2) for i in range(len(plain) - n + 1)}
    spelt = f" {' '.join(plain)} "
    found |= {"h:" + spelt[i : i + n] for n in _LETTERS for i in range(len(spelt) - n + 1)}
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
    weights: dict[str, tuple[float, float]]  # n-gram -> how rare it is, how much it speaks for harm

    def signs(self, words: list[str]) -> list[tuple[HarmLevel, str]]:
        """A concern if the text, or any sentence of it, reads like the harmful ones it learned from."""
        if any(self.likelihood(piece) > THRESHOLD for piece in pieces(words)):
            return [(HarmLevel.CONCERN, LOOKS_LIKE)]
        return []

    def likelihood(self, words: list[str]) -> float:
        """Between 0 and 1. Thrown away once it has been compared with the threshold."""
        known = [w for g in grams(words, tag_ideas(words)) if (w := self.weights.get(g)) is not None]
        length = math.sqrt(math.fsum(rarity * rarity for rarity, _ in known)) or 1.0
        total = self.intercept + math.fsum(rarity * weight for rarity, weight in known) / length
        return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=1)
def harm_model() -> HarmModel:
    """The trained model, read once."""
    document = json.loads(gzip.decompress((RESOURCES / "harm_model.json.gz").read_bytes()))
    pairs = zip(document["rarities"], document["weights"], strict=True)
    return HarmModel(document["intercept"], dict(zip(document["grams"].split("\n"), pairs, strict=True)))
