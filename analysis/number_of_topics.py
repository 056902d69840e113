"""How many topics do these answers hold?

For `topics`, when nobody says. A number is good when the groups come back in other halves of the answers
(stability) and stand apart from each other (separation). Either alone misleads: two coarse groups are always
stable, many tiny ones always apart.
"""

from __future__ import annotations

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from analysis.embedding import Floats

_MOST = 60
_SAMPLE = 2_000


def choose_number(space: Floats, weight: Floats, seed: int) -> int:
    """A number of groups for these answers, at least one."""
    n = len(space)
    if n > _SAMPLE:
        chosen = np.sort(np.random.default_rng(seed).choice(n, _SAMPLE, replace=False))
        space, weight = space[chosen], weight[chosen]
    different = len(np.unique(space.round(4), axis=0))
    if different < 4:
        return max(1, different)
    most = min(_MOST, different - 1, max(2, n // 5))
    best, best_score = 1, -1.0
    for k in sorted({round(k) for k in np.geomspace(2, most, 16)}):
        labels = KMeans(k, n_init=3, random_state=seed, max_iter=50).fit(space, sample_weight=weight).labels_
        score = float(silhouette_score(space, labels))
        if score > best_score:
            best, best_score = k, score
    return best
