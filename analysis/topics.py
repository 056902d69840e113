"""What are people talking about, and which answers are about what?

For the analyst, before anybody has decided what to look for. `TopicModel` is a scikit-learn estimator:
`fit` finds topics in short answers, `predict` and `partial_fit` take answers that come later. It needs no
graphics card, no download and no language model, and gives the same topics for the same answers whatever
their order, their ids or the number of threads.

Answers that say nothing, or only "no", are set aside (`labels_` is -1) and counted. Answers in another
language than most are not used to find topics and are marked unclear. Every other answer has a topic, several
where it says several things, and is marked unclear where the evidence does not single one out.

It leaves the finding to `discovery`, and all decisions to people: a topic is a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from analysis.discovery import Discovery, Found, Topic
from analysis.grouping import Labels
from analysis.word_table import Floats

__all__ = ["Found", "Topic", "TopicModel"]


class TopicModel(ClusterMixin, TransformerMixin, Discovery, BaseEstimator):  # type: ignore[misc]
    """Topics of short answers.

    Parameters
    ----------
    n_components : "auto" or int
        How many topics; "auto" lets the answers say. Fewer are found where there are fewer different answers.
    max_components : int, optional
        How many topics "auto" may find at most: as many as somebody has the time to read.
    random_state : int
        Seed of what is drawn: the sample, past `sample_size`, and the resamples behind a topic's stability.
    sample_size : int
        Up to how many different answers are used to find topics; past that, the rest are assigned to them.
    warm_start : bool
        Whether a further `fit` starts from the topics already found (last wave's), keeping their numbers.
    embedding : SentenceEmbedding, optional
        A sentence-transformers model in a local folder, to read meanings by in place of the word table.
    background : sequence of str
        Other answers of the kind, such as the invented ones of a code frame: what answers are near each other
        is learned with them beside, topics are found and named in the answers alone. Worth having where
        answers are few: two that share no word may both be near a third.

    field : Field, optional
        What is known of how people speak of the subjects these answers may be about (`analysis.field`). Used
        as far as the answers turn out to be about them: `reader_.field_trust_`. Where they mostly are, the
        examples it was learned from stand beside them as a background does.

    Attributes
    ----------
    labels_ : the first topic of each answer, -1 for answers that say nothing
    memberships_ : how much each answer is about each topic (a sparse row for each answer, summing to 1)
    unclear_ : whether the evidence leaves an answer's first topic open
    topics_ : list of `Topic`, largest first
    n_components_ : how many topics there are
    set_aside_, other_language_ : how many answers say nothing, how many are in another language
    """

    def __sklearn_tags__(self) -> Tags:
        """What scikit-learn may know: it takes texts, not a table of numbers."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags

    def fit_predict(self, X: Iterable[str], y: object = None, **_: object) -> Labels:
        """The first topic of each answer."""
        return self.fit(X).labels_

    def fit_transform(self, X: Iterable[str], y: object = None, **_: object) -> Floats:
        """Find topics; how much each answer is about each."""
        return np.asarray(self.fit(X).memberships_.todense(), dtype=np.float32)

    def _check_found(self) -> None:
        check_is_fitted(self, "profiles_")
