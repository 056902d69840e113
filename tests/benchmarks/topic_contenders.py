"""The methods that `topics` measures: ours, ours with one ingredient changed, and what others would run.

Each takes texts, a number of topics (or None, to find its own), a seed and the folder of a local transformer,
and gives a topic for each text, -1 for none. Peers run at their documented settings.
"""

from __future__ import annotations

import hashlib
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from analysis import evidence, grouping, lexicon, ward
from analysis.embedding import StaticEmbedding
from analysis.field import shipped_field
from analysis.text import stems, stop_words
from analysis.topics import TopicModel
from analysis.word_table import unit_rows

Labels = NDArray[np.intp]
Method = Callable[[Sequence[str], int | None, int, str], Labels]
BASELINE = "TF-IDF + NMF"


def topic_model(texts: Sequence[str], k: int | None, seed: int, _model: str) -> Labels:
    """Ours, as it ships: it knows the field of youth safety and uses that where the texts are of it."""
    number = k if k is not None else "auto"
    return TopicModel(number, random_state=seed, field=shipped_field()).fit(texts).labels_


def words_alone(texts: Sequence[str], k: int | None, seed: int, _model: str) -> Labels:
    """Ours, knowing no field."""
    return TopicModel(k if k is not None else "auto", random_state=seed).fit(texts).labels_


def starting_recipe(texts: Sequence[str], k: int | None, seed: int, _model: str) -> Labels:
    """Where this engine started: word vectors beside half-weighted LSA, one step of smoothing, k-means."""
    meaning = StaticEmbedding().fit_transform(texts)
    meaning = unit_rows(meaning - meaning.mean(axis=0))
    both = unit_rows(np.hstack([meaning, 0.5 * unit_rows(_lsa(texts, seed))]))
    wordless = evidence.Evidence(both, _no_words(len(both)), both)
    space = grouping.smooth(both, grouping.neighbour_graph(wordless, shared_words=0.0), 1)
    return _k_means(space, k, seed)


def _no_words(n: int) -> lexicon.Sparse:
    return lexicon.sparse(np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(n + 1, np.int64), 1)


def word_vectors(texts: Sequence[str], k: int | None, seed: int, _model: str) -> Labels:
    """The word table's mean vectors, nothing else."""
    return _k_means(StaticEmbedding(fold_words=False).fit_transform(texts), k, seed)


def lsa(texts: Sequence[str], k: int | None, seed: int, _model: str) -> Labels:
    """Latent semantic analysis of stems."""
    return _k_means(unit_rows(_lsa(texts, seed)), k, seed)


def nmf(texts: Sequence[str], k: int | None, seed: int, _model: str) -> Labels:
    """What most people would run."""
    matrix = TfidfVectorizer(stop_words="english", min_df=2, max_df=0.95, sublinear_tf=True).fit_transform(
        texts
    )
    weights = NMF(k, init="nndsvda", random_state=seed, max_iter=400).fit_transform(matrix)
    return _strongest(weights)


def lda(texts: Sequence[str], k: int | None, seed: int, _model: str) -> Labels:
    """Latent Dirichlet allocation, online."""
    counts = CountVectorizer(stop_words="english", min_df=2).fit_transform(texts)
    return _strongest(
        LatentDirichletAllocation(k, random_state=seed, learning_method="online").fit_transform(counts)
    )


def minilm_umap(texts: Sequence[str], k: int | None, seed: int, model: str) -> Labels:
    """A transformer, five UMAP dimensions, k-means: the usual modern pipeline."""
    import umap  # type: ignore[import-not-found, unused-ignore]

    reduced = umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    return _k_means(reduced.fit_transform(_encoded(texts, model)), k, seed)


def minilm(texts: Sequence[str], k: int | None, seed: int, model: str) -> Labels:
    """A transformer and k-means."""
    return _k_means(_encoded(texts, model), k, seed)


def bertopic(texts: Sequence[str], k: int | None, seed: int, model: str) -> Labels:
    """BERTopic at its documented settings, reduced to k where k is given."""
    import umap
    from bertopic import BERTopic  # type: ignore[import-not-found, unused-ignore]

    reducer = umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    fitted = BERTopic(umap_model=reducer, nr_topics=None if k is None else k + 1)
    return np.asarray(fitted.fit_transform(list(texts), _encoded(texts, model))[0], dtype=np.intp)


@dataclass(frozen=True)
class Contender:
    """A method of the benchmark: whether it can find its own number, and what it needs."""

    run: Method
    finds_number: bool = False
    needs: tuple[str, ...] = ()


CONTENDERS: dict[str, Contender] = {
    "TopicModel": Contender(topic_model, finds_number=True),
    "TopicModel, words alone": Contender(words_alone, finds_number=True),
    "starting recipe": Contender(starting_recipe),
    "word vectors + k-means": Contender(word_vectors),
    "LSA + k-means": Contender(lsa),
    BASELINE: Contender(nmf),
    "LDA": Contender(lda),
    "MiniLM + k-means": Contender(minilm, needs=("sentence_transformers",)),
    "MiniLM + UMAP + k-means": Contender(minilm_umap, needs=("sentence_transformers", "umap")),
    "BERTopic": Contender(bertopic, finds_number=True, needs=("sentence_transformers", "umap", "bertopic")),
}


def ablations() -> dict[str, Contender]:
    """Ours with one ingredient changed at a time."""

    def changed(**settings: object) -> Contender:
        def run(texts: Sequence[str], k: int | None, seed: int, model: str) -> Labels:
            for name, value in settings.items():
                module = next(m for m in (grouping, evidence) if hasattr(m, name))
                setattr(module, name, value)  # each run has a process of its own
            return topic_model(texts, k, seed, model)

        return Contender(run)

    return {
        "as it ships": changed(),
        "without smoothing": changed(STEPS=0),
        "smoothing once": changed(STEPS=1),
        "smoothing four times": changed(STEPS=4),
        "without reading again": changed(ROUNDS=0),
        "without the tree's start": changed(tree=_random_tree),
        "without shared words in ties": changed(SHARED_WORDS=0.0),
        "without stressed questions": changed(_MOSTLY_QUESTIONS=2.0),
        "25 neighbours": changed(NEIGHBOURS=25),
        "words as the table has them": changed(USED_HERE=0.0),
        "ties by nearness alone": changed(locally_scaled=_as_they_are),
    }


def _as_they_are(graph: lexicon.Sparse) -> lexicon.Sparse:
    """Ties that know no local scale."""
    return graph


def _random_tree(space: NDArray[np.float32]) -> ward.Tree:
    """A tree that knows nothing: what the start is worth when only random starts are left."""
    noise = np.random.default_rng(0).normal(size=(len(space), 4)).astype(np.float32)
    return ward.tree(noise)


def _lsa(texts: Sequence[str], seed: int) -> NDArray[np.float32]:
    stopped = {stem for word in stop_words() for stem in stems(word)}
    matrix = TfidfVectorizer(
        analyzer=lambda text: [stem for stem in stems(text) if stem not in stopped],
        min_df=2,
        sublinear_tf=True,
    ).fit_transform(texts)
    size = min(100, min(matrix.shape) - 1)
    return np.asarray(TruncatedSVD(size, random_state=seed).fit_transform(matrix), dtype=np.float32)


def _k_means(space: NDArray[np.float32], k: int | None, seed: int) -> Labels:
    if k is None:
        raise ValueError("this method does not find a number of topics by itself")
    return np.asarray(KMeans(k, n_init=5, random_state=seed).fit(space).labels_, dtype=np.intp)


def _strongest(weights: NDArray[Any]) -> Labels:
    labels = np.asarray(np.argmax(weights, axis=1), dtype=np.intp)
    labels[weights.max(axis=1) <= 0] = -1
    return labels


@dataclass
class Spared:
    """What the runs of this process would have cost more, had no earlier one encoded their texts."""

    folder: Path | None = None
    seconds: float = 0.0
    gigabytes: float = 0.0


spared = Spared()


def _encoded(texts: Sequence[str], model: str) -> NDArray[np.float32]:
    """The texts through the transformer, or what an earlier run kept of that."""
    from analysis.embedding import SentenceEmbedding

    digest = hashlib.sha256("\n".join([Path(model).name, *texts]).encode()).hexdigest()[:16]
    kept = (spared.folder or Path()) / f"{digest}.npz"
    if spared.folder is None or not kept.exists():
        start = time.process_time()
        vectors = SentenceEmbedding(model).fit(texts).transform(texts)
        if spared.folder is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            np.savez(kept, vectors=vectors, seconds=time.process_time() - start, gigabytes=peak())
        return vectors
    found = np.load(kept)
    spared.seconds += float(found["seconds"])
    spared.gigabytes = max(spared.gigabytes, float(found["gigabytes"]))
    return np.asarray(found["vectors"], dtype=np.float32)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
