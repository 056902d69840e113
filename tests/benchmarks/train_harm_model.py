"""Trains the small model that reads for harm beside the rules, on the invented sentences and nothing else.

For maintainers: `python tests/benchmarks/train_harm_model.py` prints what cross-validation says and writes
`survey/screening/resources/harm_model.json.gz`. Run it again after editing `invented_harm.tsv` or
`harm_concepts.txt`. Deterministic: the same sentences give the same file.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

sys.path.insert(0, str(Path(__file__).parents[2]))
from survey.screening.harm_model import THRESHOLD, grams
from survey.screening.harm_text import tag_ideas, without_idioms, words_of

RESOURCES = Path(__file__).parents[2] / "survey" / "screening" / "resources"
SERIOUS = ("concern", "urgent")


def sentences() -> list[tuple[str, str, str]]:
    lines = (RESOURCES / "invented_harm.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(level, kind, text) for level, kind, text in rows]


def matrix(found: list[frozenset[str]], rarity: dict[str, float], index: dict[str, int]) -> sp.csr_matrix:
    """Rows of unit length: what `HarmModel` computes, for all sentences at once."""
    rows, cols, values = [], [], []
    for n, grams_here in enumerate(found):
        known = sorted(g for g in grams_here if g in index)
        length = np.sqrt(sum(rarity[g] ** 2 for g in known)) or 1.0
        rows += [n] * len(known)
        cols += [index[g] for g in known]
        values += [rarity[g] / length for g in known]
    return sp.csr_matrix((values, (rows, cols)), shape=(len(found), len(index)))


def main() -> None:
    rows = sentences()
    words = [words_of(without_idioms(text)) for _, _, text in rows]
    found = [grams(w, tag_ideas(w)) for w in words]
    y = np.array([level in SERIOUS for level, _, _ in rows])
    p = np.zeros(len(rows))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(words, y):
        rarity, index, model = fit([found[n] for n in train], y[train])
        p[test] = model.predict_proba(matrix([found[n] for n in test], rarity, index))[:, 1]
    for cut in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        print(f"cut {cut}: recall {np.mean(p[y] > cut):.3f}, held of the rest {np.mean(p[~y] > cut):.3f}")
    rarity, index, model = fit(found, y)
    weights = {
        g: (round(rarity[g], 3), round(float(model.coef_[0][n]), 3))
        for g, n in index.items()
        if abs(model.coef_[0][n]) > 0.01
    }
    document = {"intercept": round(float(model.intercept_[0]), 4), "weights": weights}
    data = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    (RESOURCES / "harm_model.json.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    print(len(weights), "weights from", len(rows), "invented sentences; cut in use:", THRESHOLD)


def fit(
    found: list[frozenset[str]], y: np.ndarray
) -> tuple[dict[str, float], dict[str, int], LogisticRegression]:
    """Rarity and weight of every n-gram that occurs at least twice."""
    times = Counter(g for grams_here in found for g in grams_here)
    kept = sorted(g for g, n in times.items() if n >= 2)
    rarity = {g: float(np.log((1 + len(found)) / (1 + times[g])) + 1) for g in kept}
    index = {g: n for n, g in enumerate(kept)}
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=3000)
    model.fit(matrix(found, rarity, index), y)
    return rarity, index, model


if __name__ == "__main__":
    main()
