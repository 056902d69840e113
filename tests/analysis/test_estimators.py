"""The estimators keep scikit-learn's manners.

Of its own checks those that ask for parameters, cloning and showing apply. The others fit tables of numbers,
which these estimators refuse: they read texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import estimator_checks as checks

from analysis.embedding import EmbeddingMissingError, SentenceEmbedding, StaticEmbedding
from analysis.topics import TopicModel

ESTIMATORS = [TopicModel(), StaticEmbedding(), SentenceEmbedding("a folder")]
APPLYING = [
    checks.check_do_not_raise_errors_in_init_or_set_params,
    checks.check_estimator_cloneable,
    checks.check_estimator_repr,
    checks.check_estimator_tags_renamed,
    checks.check_mixin_order,
    checks.check_no_attributes_set_in_init,
    checks.check_get_params_invariance,
    checks.check_set_params,
    checks.check_valid_tag_types,
]


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("check", APPLYING, ids=lambda one: one.__name__)
def test_scikit_learns_own_checks_pass(estimator: BaseEstimator, check: Callable[[str, Any], None]) -> None:
    check(type(estimator).__name__, clone(estimator))


def test_a_model_asked_before_it_is_fitted_says_so() -> None:
    for ask in (TopicModel().predict, TopicModel().transform):
        with pytest.raises(NotFittedError):
            ask(["dark streets"])


def test_a_table_of_numbers_is_refused() -> None:
    with pytest.raises(TypeError, match="not text"):
        TopicModel().fit(np.zeros((3, 2)))


def test_a_model_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(EmbeddingMissingError, match="no model folder"):
        TopicModel(embedding=SentenceEmbedding("nowhere")).fit(["dark streets"] * 3)
