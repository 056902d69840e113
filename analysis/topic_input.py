"""Which of the answers given are topics found in?

For `topics` and `scale`: checks what was handed over, sets aside answers that nothing can be grouped by, and
draws from very many answers a part that is the same however they are parted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.text import is_silent
from analysis.word_table import Floats


def checked_texts(X: Iterable[str]) -> list[str]:
    """The answers as a list; a blank one is empty text. `ValueError` says which is no text."""
    if isinstance(X, str):
        raise TypeError("Give a list of answers, not one string.")
    texts = list(X)
    for at, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(
                f"Answer {at + 1} is not text but {type(text).__name__}; leave it empty if blank."
            )
    if not texts:
        raise ValueError("There are no answers to find topics in.")
    return texts


def checked_weights(weights: Sequence[float] | None, n: int) -> Floats:
    """A weight for each of n answers, 1 where nobody says."""
    if weights is None:
        return np.ones(n, dtype=np.float32)
    checked = np.asarray(weights, dtype=np.float32)
    if checked.shape != (n,) or not np.all(np.isfinite(checked)) or np.any(checked < 0):
        raise ValueError(f"sample_weight is one number from 0 up for each of the {n} answers.")
    return checked


def drawn(counts: Mapping[str, float], size: int, seed: int) -> dict[str, float]:
    """Up to `size` of the answers, drawn by a hash of their words: the draw of all answers is the draw of
    the draws of their parts, however they are parted.
    """
    if len(counts) <= size:
        return dict(counts)
    key = f"{seed}".encode()[:64]
    lot = {text: hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key).digest() for text in counts}
    return {text: counts[text] for text in sorted(counts, key=lambda text: (lot[text], text))[:size]}


def silent_answers(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which answers say nothing to group them by: no answer at all, or only a "no"."""
    return np.array([is_silent(text) for text in texts], dtype=bool)


def is_count(value: object) -> bool:
    """Whether this is a whole number from 1 up."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 1)
