"""Trains the small model that reads for harm beside the rules, on the invented sentences and nothing else.

For maintainers: `python tests/benchmarks/train_harm_model.py` prints what cross-validation says and writes
`survey/screening/resources/harm_model.json.gz`. Run it again after editing `invented_harm.tsv` or
`harm_concepts.txt`. Deterministic: the same sentences give the same file.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

sys.path.insert(0, str(Path(__file__).parents[2]))
from survey.screening.harm_model import THRESHOLD, grams
from survey.screening.harm_text import tag_ideas, without_idioms, words_of

RESOURCES = Path(__file__).parents[2] / "survey" / "screening" / "resources"
SERIOUS = ("concern", "urgent")


def sentences() -> list[tuple[str, str, str]]:
    lines = (RESOURCES / "invented_harm.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(level, kind, text) for level, kind, text in rows]


def matrix(features: list[dict[str, float]], index: dict[str, int]) -> sp.csr_matrix:
    rows, cols, values = [], [], []
    for n, feature in enumerate(features):
        for gram, value in feature.items():
            if gram in index:
                rows.append(n)
                cols.append(index[gram])
                values.append(value)
    return sp.csr_matrix((values, (rows, cols)), shape=(len(features), len(index)))


def main() -> None:
    rows = sentences()
    ideas = [tag_ideas(words_of(without_idioms(text))) for _, _, text in rows]
    features = [grams(i) for i in ideas]
    vocabulary = sorted({gram for feature in features for gram in feature})
    index = {gram: n for n, gram in enumerate(vocabulary)}
    X = matrix(features, index)
    y = np.array([level in SERIOUS for level, _, _ in rows])
    model = LogisticRegression(C=8.0, class_weight="balanced", max_iter=3000)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    p = cross_val_predict(model, X, y, cv=folds, method="predict_proba")[:, 1]
    for cut in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        print(f"cut {cut}: recall {np.mean(p[y] > cut):.3f}, held of the rest {np.mean(p[~y] > cut):.3f}")
    model.fit(X, y)
    weights = {
        g: round(float(w), 3) for g, w in zip(vocabulary, model.coef_[0], strict=True) if abs(w) > 0.02
    }
    document = {"intercept": round(float(model.intercept_[0]), 4), "threshold": THRESHOLD, "weights": weights}
    data = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    (RESOURCES / "harm_model.json.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    print(len(weights), "weights from", len(rows), "invented sentences")


if __name__ == "__main__":
    main()
