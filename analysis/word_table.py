"""What does the word table know of a word?

For `evidence`, `names` and `embedding`: a vector for every English word, from the table of 32,000 word pieces
that the `wordllama` package carries in its wheel (256 numbers each): no model to fetch, no graphics card,
tens of thousands of answers a second on one core.

The package's own loader looks for its tokenizer in a folder that its wheel does not have, and then asks the
network: its two files are read directly instead.

It leaves the weighting of words by how telling they are in this corpus to `evidence`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from analysis.text import fold, tokens

Floats = NDArray[np.float32]

DIMENSIONS = 256
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_AT_ONCE = 10_000  # words looked up at once
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"


class EmbeddingMissingError(OSError):
    """The word table (or a local model) is not where it should be: says where it was looked for."""


def mean_vectors(texts: Iterable[str], fold_words: bool = True) -> Floats:
    """Each text as the mean of its words' vectors, unit length; a row of zeros where no word is known."""
    rows: list[list[str]] = [_words(text, fold_words) for text in texts]
    vocabulary = sorted({word for row in rows for word in row})
    place = {word: at for at, word in enumerate(vocabulary)}
    vectors = word_vectors(vocabulary)
    out = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
    for at, row in enumerate(rows):
        if row:
            out[at] = vectors[[place[word] for word in row]].sum(axis=0)
    return unit_rows(out)


def word_vectors(words: Sequence[str]) -> Floats:
    """One vector for each word: the sum of its pieces' vectors, so that a word's weight does not fade
    with rarity.
    """
    table = _table()
    out = np.zeros((len(words), DIMENSIONS), dtype=np.float32)
    for start in range(0, len(words), _AT_ONCE):
        pieces = _pieces(words[start : start + _AT_ONCE])
        lengths = np.array([len(ids) for ids in pieces], dtype=np.intp)
        some = np.flatnonzero(lengths)
        if len(some):
            rows = table[np.fromiter(chain.from_iterable(pieces), np.intp, int(lengths.sum()))]
            first = (np.cumsum(lengths) - lengths)[some]
            out[start + some] = np.add.reduceat(rows.astype(np.float32), first, axis=0)
    return out


def word_pieces(words: Sequence[str]) -> NDArray[np.intp]:
    """Into how many pieces the table cuts each word: the more, the rarer (or the more misspelt) it is."""
    return np.array([len(ids) for ids in _pieces(words)], dtype=np.intp)


def unit_rows(matrix: Floats) -> Floats:
    """Every row divided by its length; a row of zeros stays so."""
    length = np.sqrt(np.einsum("ij,ij->i", matrix, matrix, dtype=np.float32))
    length[length == 0] = 1.0
    return np.asarray(matrix / length[:, None], dtype=np.float32)


def _pieces(words: Sequence[str]) -> list[list[int]]:
    """The pieces each word is cut into, by where they stand in the table."""
    encoded = _tokenizer().encode_batch_fast(list(words), add_special_tokens=False)
    return [piece.ids for piece in encoded]


def _words(text: str, folded: bool) -> list[str]:
    words = tokens(text)
    return " ".join(fold(word) for word in words).split() if folded else words


def _file(name: str) -> Path:
    found = find_spec("wordllama")
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder) / name
        if path.is_file():
            return path
    raise EmbeddingMissingError(f"The package wordllama, with its file {name}, is not installed.")


@lru_cache(maxsize=1)
def _table() -> NDArray[np.floating]:
    """The 32,000 vectors where they lie in the safetensors file: eight bytes of header length, JSON, numbers.
    Only what is asked for is read.
    """
    path = _file(_WEIGHTS)
    with path.open("rb") as file:
        header_length = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(header_length))["embedding.weight"]
    kind = {"F16": np.float16, "F32": np.float32}[entry["dtype"]]
    start = 8 + header_length + entry["data_offsets"][0]
    return np.memmap(path, dtype=kind, mode="r", offset=start, shape=tuple(entry["shape"]))


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(_file(_TOKENIZER)))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
