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
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from analysis.text import fold, tokens

Floats = NDArray[np.float32]

DIMENSIONS = 256
_WEIGHTS = "weights/l2_supercat_256.safetensors"
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
    table, tokenizer = _table(), _tokenizer()
    encoded = tokenizer.encode_batch(list(words), add_special_tokens=False)
    out = np.zeros((len(words), DIMENSIONS), dtype=np.float32)
    for at, piece in enumerate(encoded):
        if piece.ids:
            out[at] = table[piece.ids].sum(axis=0)
    return out


def word_pieces(words: Sequence[str]) -> NDArray[np.intp]:
    """Into how many pieces the table cuts each word: the more, the rarer (or the more misspelt) it is."""
    encoded = _tokenizer().encode_batch(list(words), add_special_tokens=False)
    return np.array([len(piece.ids) for piece in encoded], dtype=np.intp)


def unit_rows(matrix: Floats) -> Floats:
    """Every row divided by its length; a row of zeros stays so."""
    length = np.sqrt(np.einsum("ij,ij->i", matrix, matrix, dtype=np.float32))
    length[length == 0] = 1.0
    return np.asarray(matrix / length[:, None], dtype=np.float32)


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
def _table() -> Floats:
    """The 32,000 vectors, read straight from the safetensors file: eight bytes of header length, JSON,
    numbers.
    """
    raw = _file(_WEIGHTS).read_bytes()
    header_length = int.from_bytes(raw[:8], "little")
    entry = json.loads(raw[8 : 8 + header_length])["embedding.weight"]
    start, end = entry["data_offsets"]
    kind = {"F16": np.float16, "F32": np.float32}[entry["dtype"]]
    body = memoryview(raw)[8 + header_length :]
    return np.frombuffer(body[start:end], dtype=kind).reshape(entry["shape"]).astype(np.float32)


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(_file(_TOKENIZER)))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
