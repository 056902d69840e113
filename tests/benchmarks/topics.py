"""How good, how steady and how fast are the topics, beside what else there is?

    python -m tests.benchmarks.topics SETS RESULTS [--sets NAME ...] [--methods NAME ...] [--seeds N]
    [--ablation]

SETS is a folder of `label<TAB>text` files; a `.jsonl` with `text` and `codes` counts too (first code). For
each set and method, at the true number of topics and at the method's own: NMI, ARI, accuracy under the best
matching (ACC), purity, agreement between seeds (ARI), share without a topic, error of the number, seconds,
and peak memory, with the ratio of NMI, ACC and seconds to TF-IDF + NMF of the same run. Writes `topics.md`,
`topics.csv` and a chart into RESULTS; broken off and called again, it goes on where it stopped.
Nothing of the sets is copied.

Seconds are the processor's, on one thread. A transformer encodes the texts of a set once: its vectors are kept
in RESULTS/encoded, and what they cost in seconds and memory is counted in every run that uses them.

Peers that need a transformer run where `sentence-transformers`, `umap-learn` and `bertopic` are installed and
`--model FOLDER` names a local model; they are left out, and said to be, where not. Each method runs in its
own process, so that peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass, fields
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from tests.benchmarks.topic_contenders import BASELINE, CONTENDERS, Contender, Labels, ablations, peak, spared


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
        spared.seconds, start = 0.0, time.process_time()
        with threadpool_limits(1):
            runs.append(contender.run(texts, None if auto else true_k, seed, model))
        seconds.append(time.process_time() - start + spared.seconds)
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
        gigabytes=max(peak(), spared.gigabytes),
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


def runs(options: argparse.Namespace, measured: Set[tuple[str, str, str]]) -> Iterator[Row]:
    """Every method on every set that is not measured yet, each in a process of its own."""
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
                if (path.stem, method, "auto" if auto else "true") in measured:
                    continue
                task = (options, path, method, auto)
                with fresh.Pool(1) as pool:
                    row = pool.apply(_one, task)
                print(f"{row.set:20} {row.method:26} {row.k} {row.nmi:.3f} {row.acc:.3f}", flush=True)
                yield row


def _one(options: argparse.Namespace, path: Path, method: str, auto: bool) -> Row:
    contender = (ablations() if options.ablation else CONTENDERS)[method]
    spared.folder = options.results / "encoded"
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
    name = "topics_ablation" if options.ablation else "topics"
    kept = options.results / f"{name}.csv"
    before = pd.read_csv(kept, dtype={"k": str}) if kept.exists() else pd.DataFrame()
    rows = [Row(*one) for one in before.itertuples(index=False, name=None)]
    for row in runs(options, {(one.set, one.method, one.k) for one in rows}):
        rows.append(row)
        pd.DataFrame([asdict(one) for one in rows]).to_csv(kept, index=False)
    table = with_ratios(pd.DataFrame([asdict(one) for one in rows]))
    (options.results / f"{name}.md").write_text(as_markdown(table), encoding="utf-8")
    if not options.ablation:
        chart(table, options.results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
