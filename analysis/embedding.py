"""How near are two answers in meaning, when they share no word?

For topics and the code frame, in scikit-learn's manner. `StaticEmbedding` reads an answer as the mean of its
words' vectors in the word table. `SentenceEmbedding` is the same door for a sentence-transformers model kept
in a local folder, where somebody has one; nothing here ever downloads.

It leaves the table to `word_table`, and the weighting of words by how telling they are in this corpus to
`evidence`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from analysis.word_table import DIMENSIONS, EmbeddingMissingError, Floats, mean_vectors, unit_rows

__all__ = ["DIMENSIONS", "EmbeddingMissingError", "SentenceEmbedding", "StaticEmbedding"]


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
        return mean_vectors(X, self.fold_words)

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
