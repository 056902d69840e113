"""Which words does each answer use, as numbers?

For `evidence`: half a million answers use each word many times. A `Lexicon` gives every word a number when it
first meets it, so that what is to be known of a word (its stem, its vector) is found once, and answers are
rows of numbers that arrays can work on. A token may stand for several words ("dunno") or be mended first.

It leaves what a word means to `word_table`, and what is counted to `evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.text import fold, surface_tokens, turned_tokens
from analysis.word_table import Floats

Sparse = sp.csr_array


@dataclass(frozen=True, slots=True)
class WordRows:
    """The numbers of the words of some answers, one answer after the other, and where each one ends."""

    words: NDArray[np.int32]
    ends: NDArray[np.int64]  # of n answers n + 1, from nought

    def __len__(self) -> int:
        return len(self.ends) - 1

    def counts(self, width: int, opening: int = 0) -> Sparse:
        """How often each answer uses each of the first `width` words; its `opening` words count double."""
        once = np.ones(len(self.words), dtype=np.float32)
        if opening:
            once += np.arange(len(once)) - np.repeat(self.ends[:-1], np.diff(self.ends)) < opening
        counts = sparse(once, self.words.copy(), self.ends.copy(), width)  # summing works in place
        counts.sum_duplicates()
        return counts

    def uses(self, kind: NDArray[np.int32], width: int) -> Sparse:
        """Which of so many kinds each answer uses (1, whether once or often): each word is of one or of none
        (-1).
        """
        found = kind[self.words]
        told = found >= 0
        before = np.concatenate([[0], np.cumsum(told)])
        used = sparse(np.ones(int(told.sum()), np.float32), found[told], before[self.ends], width)
        used.sum_duplicates()
        used.data[:] = 1.0
        return used


class Lexicon:
    """Numbers words in the order it meets them; those met together in alphabetical order."""

    def __init__(self, mend: Mapping[str, str]) -> None:
        self._mend = mend
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._tokens: dict[str, int] = {}  # where a token's words start and end in `_said`
        self._said: list[int] = []
        self._starts: list[int] = [0]

    def rows(self, texts: Sequence[str]) -> WordRows:
        """The words of each answer, a slip of the pen mended, what a "not" turns round turned round."""
        tokens = [turned_tokens(text) for text in texts]
        self._learn(sorted(set(chain.from_iterable(tokens)) - self._tokens.keys()))
        lengths = np.fromiter(map(len, tokens), np.int64, len(tokens))
        found = np.fromiter(
            map(self._tokens.__getitem__, chain.from_iterable(tokens)), np.int64, int(lengths.sum())
        )
        starts, said = np.array(self._starts), np.array(self._said, dtype=np.int32)
        first, long = starts[found], starts[found + 1] - starts[found]
        within = np.arange(int(long.sum())) - np.repeat(np.cumsum(long) - long, long)
        ends = np.concatenate([[0], np.cumsum(long)])[np.concatenate([[0], np.cumsum(lengths)])]
        return WordRows(said[np.repeat(first, long) + within], ends.astype(np.int64))

    def _learn(self, tokens: Sequence[str]) -> None:
        said = [[self._mend.get(word.lower(), word) for word in folded_surface(token)] for token in tokens]
        for word in sorted(set(chain.from_iterable(said)) - self._numbers.keys()):
            self._numbers[word] = len(self.words)
            self.words.append(word)
        for token, words in zip(tokens, said, strict=True):
            self._tokens[token] = len(self._starts) - 1
            self._said.extend(self._numbers[word] for word in words)
            self._starts.append(len(self._said))


def folded_surface(token: str) -> list[str]:
    """A token with its capitals, or the plain words it stands for."""
    low = token.lower()
    plain = fold(low)
    return [token] if plain == low else plain.split()


def word_row(text: str) -> list[str]:
    """The words of an answer that carry its meaning: as written where the spelling may matter ("Apple"),
    folded where it is text-speak or slang.
    """
    return [word for token in surface_tokens(text) for word in folded_surface(token)]


def sparse(values: Floats, columns: NDArray[np.integer], ends: NDArray[np.integer], width: int) -> Sparse:
    """A sparse matrix from its rows, one after the other."""
    return cast("Sparse", Sparse((values, columns, ends), shape=(len(ends) - 1, width)))
