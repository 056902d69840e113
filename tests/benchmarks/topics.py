"""How good, how steady and how fast are the topics, beside what else there is?

    python tests/benchmarks/topics.py SETS RESULTS [--sets NAME ...] [--methods NAME ...] [--seeds N]
    [--ablation]

SETS is a folder of `label<TAB>text` files; a `.jsonl` with `text` and `codes` counts too (first code). For
each set and method, at the true number of topics and at the method's own: NMI, ARI, accuracy under the best
matching (ACC), purity, agreement between seeds (ARI), share without a topic, error of the number, seconds,
and peak memory, with the ratio of NMI, ACC and seconds to TF-IDF + NMF of the same run. Writes `topics.md`,
`topics.csv` and a chart into RESULTS. Nothing of the sets is copied.

Peers that need a transformer run where `sentence-transformers`, `umap-learn` and `bertopic` are installed and
`--model FOLDER` names a local model; they are left out, and said to be, where not. Each method runs in its
own process, so that peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from analysis import evidence, grouping, lexicon
from analysis.embedding import StaticEmbedding
from analysis.text import stems, stop_words
from analysis.topics import TopicModel
from analysis.word_table import unit_rows

Labels = NDArray[np.intp]
Method = Callable[[Sequence[str], int | None, int, str], Labels]
BASELINE = "TF-IDF + NMF"


@dataclass(frozen=True)
class Row:
    """One method on one set: means over seeds."""

    set: str
    method: str
    k: str  # "true" or "auto"
    nmi: float
    ari: float
    acc: float
    purity: float
    seed_ari: float
    without: float
    found: float
    k_error: float
    seconds: float
    gigabytes: float


def topic_model(texts: Sequence[str], k: int | None, seed: int, _model: str) -> Labels:
    """Ours, as it ships."""
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


def _random_tree(space: NDArray[np.float32]) -> NDArray[np.float64]:
    """A tree that knows nothing: what the start is worth when only random starts are left."""
    noise = np.random.default_rng(0).normal(size=(len(space), 4)).astype(np.float32)
    from scipy.cluster.hierarchy import linkage

    return np.asarray(linkage(noise, method="ward"))


def score(truth: Labels, labels: Labels) -> dict[str, float]:
    """Agreement with the labels people gave. An answer without a topic counts as in a topic of its own
    kind.
    """
    found = labels - labels.min()
    table = np.zeros((truth.max() + 1, found.max() + 1))
    np.add.at(table, (truth, found), 1)
    rows, columns = linear_sum_assignment(-table)
    return {
        "nmi": float(normalized_mutual_info_score(truth, found)),
        "ari": float(adjusted_rand_score(truth, found)),
        "acc": float(table[rows, columns].sum() / len(truth)),
        "purity": float(table.max(axis=0).sum() / len(truth)),
    }


def measure(
    name: str, path: Path, contender: Contender, method: str, auto: bool, seeds: int, model: str
) -> Row:
    """Run one method on one set, once a seed, on one thread."""
    texts, truth = read(path)
    true_k = int(truth.max()) + 1
    runs: list[Labels] = []
    seconds: list[float] = []
    for seed in range(seeds):
        start = time.perf_counter()
        with threadpool_limits(1):
            runs.append(contender.run(texts, None if auto else true_k, seed, model))
        seconds.append(time.perf_counter() - start)
    scores = [score(truth, labels) for labels in runs]
    pairs = [adjusted_rand_score(runs[a], runs[b]) for a in range(seeds) for b in range(a)]
    found = statistics.mean(len(np.unique(labels[labels >= 0])) for labels in runs)
    return Row(
        set=name,
        method=method,
        k="auto" if auto else "true",
        **{key: statistics.mean(one[key] for one in scores) for key in ("nmi", "ari", "acc", "purity")},
        seed_ari=statistics.mean(pairs) if pairs else float("nan"),
        without=statistics.mean(float((labels < 0).mean()) for labels in runs),
        found=found,
        k_error=abs(found - true_k) / true_k,
        seconds=statistics.mean(seconds),
        gigabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    )


def read(path: Path) -> tuple[list[str], Labels]:
    """Texts and labels of one set."""
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        pairs = [(row["codes"][0], row["text"]) for row in rows if row.get("codes")]
    else:
        lines = path.read_text(encoding="utf-8").split("\n")
        pairs = [(line.split("\t", 1)[0], line.split("\t", 1)[1]) for line in lines if "\t" in line]
    names = sorted({label for label, _ in pairs})
    return [text for _, text in pairs], np.array([names.index(label) for label, _ in pairs], dtype=np.intp)


def runs(options: argparse.Namespace) -> Iterator[Row]:
    """Every method on every set, each in a process of its own."""
    contenders = ablations() if options.ablation else CONTENDERS
    paths = [path for path in sorted(options.source.iterdir()) if path.suffix in (".tsv", ".jsonl")]
    fresh = multiprocessing.get_context("spawn")
    for path in paths:
        if options.sets and path.stem not in options.sets:
            continue
        for method, contender in contenders.items():
            if options.methods and method not in options.methods:
                continue
            missing = [name for name in contender.needs if find_spec(name) is None]
            if missing or (contender.needs and not options.model):
                print(f"left out: {method} ({', '.join(missing) or 'no --model'})", file=sys.stderr)
                continue
            for auto in (False, True) if contender.finds_number else (False,):
                task = (options, path, method, auto)
                with fresh.Pool(1) as pool:
                    row = pool.apply(_one, task)
                print(f"{row.set:20} {row.method:26} {row.k} {row.nmi:.3f} {row.acc:.3f}", flush=True)
                yield row


def _one(options: argparse.Namespace, path: Path, method: str, auto: bool) -> Row:
    contender = (ablations() if options.ablation else CONTENDERS)[method]
    return measure(path.stem, path, contender, method, auto, options.seeds, options.model or "")


def as_markdown(table: pd.DataFrame) -> str:
    """Means over the sets, then every row."""
    shown = [field.name for field in fields(Row) if field.name not in ("set", "method", "k")]
    ratios = [f"{name} x" for name in ("nmi", "acc", "seconds") if f"{name} x" in table]
    means = table.groupby(["method", "k"], sort=False)[shown + ratios].mean().reset_index()
    return "\n\n".join(
        [
            "# Topics",
            "Means over the sets.",
            _grid(means),
            "Each set.",
            _grid(table),
            "“x”: ratio to " + BASELINE + ".",
        ]
    )


def _grid(table: pd.DataFrame) -> str:
    def cell(value: object) -> str:
        return f"{value:.3f}" if isinstance(value, float) else str(value)

    head = "| " + " | ".join(table.columns) + " |"
    rule = "|" + "---|" * len(table.columns)
    return "\n".join(
        [head, rule, *("| " + " | ".join(map(cell, row)) + " |" for row in table.itertuples(index=False))]
    )


def with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    """NMI, ACC and seconds beside those of the plainest method in the same run, where it ran."""
    base = table[table["method"] == BASELINE].set_index("set")
    if base.empty:
        return table
    for name in ("nmi", "acc", "seconds"):
        table[f"{name} x"] = table[name] / table["set"].map(base[name])
    return table


def chart(table: pd.DataFrame, folder: Path) -> None:
    """NMI of every method on every set, as one picture."""
    import altair

    drawn = table[table["k"] == "true"]
    picture = (
        altair.Chart(drawn, title="Agreement with people's labels (NMI), true number of topics")
        .mark_point(filled=True, size=70)
        .encode(x=altair.X("nmi", title="NMI"), y=altair.Y("method", sort="-x", title=None), color="set")
        .properties(width=520)
    )
    picture.save(folder / "topics.svg")


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


def _encoded(texts: Sequence[str], folder: str) -> NDArray[np.float32]:
    from analysis.embedding import SentenceEmbedding

    return SentenceEmbedding(folder).fit(texts).transform(texts)


def main() -> int:
    """Measure, then write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, metavar="SETS")
    parser.add_argument("results", type=Path, metavar="RESULTS")
    parser.add_argument("--sets", nargs="*", default=[])
    parser.add_argument("--methods", nargs="*", default=[])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--model", help="folder of a local sentence-transformers model, for the peers")
    parser.add_argument("--ablation", action="store_true", help="ours with one ingredient changed at a time")
    options = parser.parse_args()
    options.results.mkdir(parents=True, exist_ok=True)
    table = with_ratios(pd.DataFrame([asdict(row) for row in runs(options)]))
    name = "topics_ablation" if options.ablation else "topics"
    table.to_csv(options.results / f"{name}.csv", index=False)
    (options.results / f"{name}.md").write_text(as_markdown(table), encoding="utf-8")
    if not options.ablation:
        chart(table, options.results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
