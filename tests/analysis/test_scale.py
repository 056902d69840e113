"""Topics of answers that lie in parts, on a real cluster of two processes: those that one process finds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from analysis.topic_input import drawn
from analysis.topics import TopicModel
from tests.analysis.test_topics import invented

ALIKE = 0.99  # share of answers that must have the same topic; see `analysis.scale` for what may differ


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed", reason="the extra [scale] is not installed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_two_processes_find_the_topics_that_one_finds(cluster: object) -> None:
    from analysis.scale import fit_partitions

    texts = [*invented()[0], "idk", "", "Boję się chodzić wieczorem koło parku, bo jest ciemno"]
    one = TopicModel(4, sample_size=150).fit(texts)
    parts = [texts[start : start + 50] for start in range(0, len(texts), 50)]
    many, found = fit_partitions(TopicModel(4, sample_size=150), parts)
    assert np.mean(one.labels_ == many.labels_) >= ALIKE
    assert [topic.label for topic in one.topics_] == [topic.label for topic in many.topics_]
    assert [topic.representative for topic in one.topics_] == [topic.representative for topic in many.topics_]
    assert (many.set_aside_, many.other_language_) == (one.set_aside_, one.other_language_) == (2, 1)
    together = np.vstack([part.memberships.toarray() for part in found])
    assert np.allclose(together, one.memberships_.toarray(), atol=1e-4)


def test_a_part_without_a_telling_answer_is_read_too(cluster: object) -> None:
    from analysis.scale import fit_partitions

    model, found = fit_partitions(TopicModel(4), [invented()[0], ["idk", ""]])
    assert list(found[1].labels) == [-1, -1]
    assert sum(topic.size for topic in model.topics_) == len(invented()[0])


def test_no_parts_at_all_are_refused(cluster: object) -> None:
    from analysis.scale import fit_partitions

    with pytest.raises(ValueError, match="no parts"):
        fit_partitions(TopicModel(4), [])


def test_the_draw_of_the_whole_is_the_draw_of_the_draws() -> None:
    counts = {f"answer {at}": 1.0 for at in range(200)}
    halves = [dict(list(counts.items())[:90]), dict(list(counts.items())[90:])]
    joined = drawn(halves[0], 30, 5) | drawn(halves[1], 30, 5)
    assert drawn(joined, 30, 5) == drawn(counts, 30, 5)
    assert drawn(counts, 30, 5).keys() != drawn(counts, 30, 6).keys()
