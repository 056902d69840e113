"""How near are two answers in meaning, when they share no word?

For topics and the code frame. `StaticEmbedding` knows a vector for every English word from the table of
32,000 word pieces that the `wordllama` package carries in its wheel (256 numbers each): no model to fetch,
no graphics card, tens of thousands of answers a second on one core. An answer's vector is the mean of its
words' vectors. `SentenceEmbedding` is the same door for a sentence-transformers model kept in a local
folder, where somebody has one; nothing here ever downloads.

The package's own loader looks for its tokenizer in a folder that its wheel does not have, and then asks the
network: its two files are read directly instead.

It leaves the weighting of words by how telling they are in this corpus to `topics`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from tokenizers import Tokenizer

from analysis.text import fold, tokens

Floats = NDArray[np.float32]

DIMENSIONS = 256
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"


class EmbeddingMissingError(OSError):
    """The word table (or a local model) is not where it should be: says where it was looked for."""


class StaticEmbedding(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Answers as the mean of their words' vectors, unit length; a row of zeros where no word is known.

    Parameters
    ----------
    fold_words : bool
        Whether text-speak, slang and misspellings are folded to plain words first.
    """

    def __init__(self, fold_words: bool = True) -> None:
        self.fold_words = fold_words

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Nothing is learned: the table is fixed."""
        self.n_features_out_ = DIMENSIONS
        return self

    def transform(self, X: Iterable[str]) -> Floats:
        """One unit vector for each answer."""
        rows: list[list[str]] = [_words(text, self.fold_words) for text in X]
        vocabulary = sorted({word for row in rows for word in row})
        place = {word: at for at, word in enumerate(vocabulary)}
        vectors = word_vectors(vocabulary)
        out = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
        for at, row in enumerate(rows):
            if row:
                out[at] = vectors[[place[word] for word in row]].sum(axis=0)
        return unit_rows(out)

    def fit_transform(self, X: Iterable[str], y: object = None, **_: Any) -> Floats:
        """The vectors of the answers."""
        return self.fit(X).transform(X)

    def __sklearn_is_fitted__(self) -> bool:
        return True


class SentenceEmbedding(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Answers through a sentence-transformers model kept in a local folder (`pip install sentence-
    transformers`).
    """

    def __init__(self, folder: str | Path, batch_size: int = 64) -> None:
        self.folder = folder
        self.batch_size = batch_size

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Open the model; never from the network."""
        self.model_ = self._open()
        return self

    def transform(self, X: Iterable[str]) -> Floats:
        """One unit vector for each answer."""
        model = self.model_ if hasattr(self, "model_") else self._open()
        vectors = model.encode(list(X), batch_size=self.batch_size, show_progress_bar=False)
        return unit_rows(np.asarray(vectors, dtype=np.float32))

    def _open(self) -> Any:
        folder = Path(self.folder)
        if not folder.is_dir():
            raise EmbeddingMissingError(f"There is no model folder at {folder}.")
        if find_spec("sentence_transformers") is None:
            raise EmbeddingMissingError("Reading a model folder needs the package sentence-transformers.")
        from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found, unused-ignore]

        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


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
