"""How are the topics of short answers found, and how is an answer read against them?

The engine behind `topics`, in order: answers that say nothing or are in another language set aside, the
different answers drawn (`find`), evidence, groups, profiles; every answer read against the profiles (`read`);
topics described (`name`). It loads no learning library, so that the command line answers at once.

It leaves the number of topics to `number_of_topics`, names to `names`, and the manners of scikit-learn to
`topics`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.evidence import CHUNK, Evidence, EvidenceReader
from analysis.field import MOSTLY
from analysis.grouping import Around, Labels, Profiles, came_back, common_space, group, refine
from analysis.languages import in_another_language, in_the_language_of
from analysis.lexicon import Sparse, word_row
from analysis.names import most_different, nearest_topics, representative, word_topics
from analysis.number_of_topics import MOST, choose_number
from analysis.topic_input import checked_texts, checked_weights, drawn, is_count, silent_answers
from analysis.topic_reader import Progress, TopicReader, reach_of, softmax
from analysis.word_table import Floats

if TYPE_CHECKING:
    from analysis.embedding import SentenceEmbedding
    from analysis.field import Field

_SURE = 0.40  # an answer whose best topic has less membership than this is unclear
_BESIDE = 10  # other answers beside each different answer, at most
_IN_COMPANY = 4_000  # answers of a small wave and others beside them: more help less than they take time
_FEWEST_BESIDE = 1_000  # of so many others beside a large one
_TELLING_LENGTH = 4  # words an answer should have to stand for a topic


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic as a person reads it. Answers are given by their position in what was fitted."""

    key: str
    number: int
    label: str
    words: tuple[str, ...]
    distinctive_words: tuple[str, ...]
    shared_words: tuple[str, ...]
    size: int
    share: float
    stability: float
    representative: tuple[int, ...]
    different: tuple[int, ...]
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """For some answers: the first topic of each, how much each is about which, whether that is unclear."""

    labels: Labels
    memberships: Sparse
    unclear: NDArray[np.bool_]


class NotFoundYetError(ValueError, AttributeError):
    """Topics were asked for before any were found."""


class Discovery:
    """Topics found in answers; the settings and what is learned are described in `topics.TopicModel`."""

    labels_: Labels
    memberships_: Sparse
    unclear_: NDArray[np.bool_]
    topics_: list[Topic]
    n_components_: int
    reader_: EvidenceReader
    profiles_: Profiles
    reach_: Floats
    _sample: tuple[list[str], Evidence, Labels, NDArray[np.float64]]

    def __init__(
        self,
        n_components: int | Literal["auto"] = "auto",
        *,
        max_components: int | None = None,
        random_state: int = 0,
        sample_size: int = 20_000,
        warm_start: bool = False,
        embedding: SentenceEmbedding | None = None,
        background: Sequence[str] = (),
        field: Field | None = None,
    ) -> None:
        self.n_components = n_components
        self.max_components = max_components
        self.random_state = random_state
        self.sample_size = sample_size
        self.warm_start = warm_start
        self.embedding = embedding
        self.background = background
        self.field = field

    def fit(
        self,
        X: Iterable[str],
        y: object = None,
        *,
        sample_weight: Sequence[float] | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Find the topics of these answers.

        `sample_weight` says how much each answer weighs when topics are found, 1 by default; an answer that
        weighs nothing (a copy, see `Corpus.voices`) is read all the same. `progress` is told how many answers
        are read, of how many.
        """
        texts = checked_texts(X)
        weights = checked_weights(sample_weight, len(texts))
        silent = silent_answers(texts)
        foreign = in_another_language(texts, silent)
        counts: Counter[str] = Counter()
        for one in np.flatnonzero(~silent & ~foreign & (weights > 0)):
            counts[texts[one]] += weights[one]
        self.find(counts)
        found = self.read(texts, silent, foreign, progress)
        self.labels_, self.memberships_, self.unclear_ = found.labels, found.memberships, found.unclear
        where: dict[str, int] = {}
        for at, text in enumerate(texts):
            where.setdefault(text, at)
        sizes = np.bincount(self.labels_[self.labels_ >= 0], minlength=self.n_components_)
        self.name(where, sizes, len(texts)).forget()
        self.set_aside_ = int(silent.sum())
        self.other_language_ = int(foreign.sum())
        return self

    def predict(self, X: Iterable[str]) -> Labels:
        """The first topic of answers that came later; -1 for those that say nothing."""
        self._check_found()
        texts = checked_texts(X)
        with threadpool_limits(1):
            return self._topic_reader().read(texts, silent_answers(texts)).labels

    def transform(self, X: Iterable[str]) -> Floats:
        """How much each answer is about each topic: a row for each answer, zeros if it says nothing."""
        self._check_found()
        texts = checked_texts(X)
        with threadpool_limits(1):
            reading = self._topic_reader().read(texts, silent_answers(texts))
        return np.asarray(reading.memberships.todense(), dtype=np.float32)

    def partial_fit(self, X: Iterable[str], y: object = None) -> Self:
        """Let answers that came later weigh in on what each topic means. Topics keep their numbers and
        names.
        """
        if not hasattr(self, "profiles_"):
            return self.fit(X)
        texts = checked_texts(X)
        silent = silent_answers(texts)
        kept = np.flatnonzero(~silent & ~in_another_language(texts, silent))
        with threadpool_limits(1):
            for start in range(0, len(kept), CHUNK):
                evidence = self.reader_.transform([texts[at] for at in kept[start : start + CHUNK]])
                labels = np.argmax(self.profiles_.scores(evidence), axis=1).astype(np.intp)
                weight = np.ones(len(labels), dtype=np.float32)
                self.profiles_ = self.profiles_.with_more(evidence, labels, weight)
        return self

    def learned_from(self) -> Set[str]:
        """The answers topics were found in, until it is told to `forget` them."""
        return frozenset(self._sample[0])

    def forget(self) -> Self:
        """Let go of the answers topics were found in: a kept model holds nobody's answers."""
        self.__dict__.pop("_sample", None)
        return self

    def describe(self) -> str:
        """The topics as plain text, largest first: label, how many answers, how often the topic came back."""
        self._check_found()
        return "\n".join(
            f"{topic.number}. {topic.label}: {topic.size} answers ({topic.share:.0%}), "
            f"came back in {round(100 * topic.stability)} of 100 resamples"
            for topic in self.topics_
        )

    def _check_found(self) -> None:
        if not hasattr(self, "profiles_"):
            raise NotFoundYetError("No topics have been found yet: call fit first.")

    def _check_parameters(self) -> None:
        if self.n_components != "auto" and not is_count(self.n_components):
            raise ValueError(f'n_components is "auto" or a number from 1 up, not {self.n_components!r}.')
        if self.max_components is not None and not is_count(self.max_components):
            raise ValueError(f"max_components is a number from 1 up, not {self.max_components!r}.")

    def find(self, counts: Mapping[str, float]) -> Self:
        """Learn the groups from the different answers and how often each was given. `fit` does this and then
        reads every answer; where answers lie in many places (`scale`), the two are done apart.
        """
        self._check_parameters()
        with threadpool_limits(1):
            self._find(counts)
        return self

    def _find(self, counts: Mapping[str, float]) -> None:
        distinct = sorted(drawn(counts, self.sample_size, self.random_state))
        reader, everything = self._evidence(distinct)
        known = np.flatnonzero(everything.known[: len(distinct)])
        beside = len(distinct) + np.flatnonzero(everything.known[len(distinct) :])
        near = everything.rows(np.concatenate([known, beside]))
        space, ties = common_space(near)
        space, around = space[: len(known)], Around(near.stems, ties[: len(known)])
        evidence = everything.rows(known)
        weight = np.array([counts[distinct[at]] for at in known], dtype=np.float32)
        previous = self.profiles_.scores(self.reader_.transform(distinct)) if self._warm() else None
        if previous is not None:
            labels, k = np.argmax(previous[known], axis=1).astype(np.intp), self.n_components_
        else:
            taught = reader.field_trust_ >= MOSTLY
            labels, k = self._group([distinct[at] for at in known], evidence, space, weight, taught)
        labels = refine(evidence, around, labels, k, weight) if k else labels
        if previous is None:
            labels, k = _largest_first(labels, weight)
        stability = came_back(space, labels, k, self.random_state)
        self.reader_, self.n_components_ = reader, k
        self.profiles_ = Profiles.of(evidence, labels, k, weight)
        self.reach_ = reach_of(evidence, labels, self.profiles_)
        self._sample = ([distinct[at] for at in known], evidence, labels, stability)

    def _evidence(self, distinct: Sequence[str]) -> tuple[EvidenceReader, Evidence]:
        """What is known of the different answers, and below them of those beside."""
        texts = [*distinct, *self._beside(distinct)]
        reader = EvidenceReader(self.embedding, self.field).fit(texts)
        return reader, reader.transform(texts)

    def _beside(self, distinct: Sequence[str]) -> list[str]:
        """What may stand beside the answers, in their language: the background, and the field's examples if
        they are of it. Not so much that what is usual there hides what they say, nor that it takes long.
        """
        others = set(self.background)
        if self.field is not None and self.field.is_of(distinct):
            others.update(self.field.examples)
        others -= set(distinct)
        if not distinct or not others:
            return []
        spoken = in_the_language_of(distinct, sorted(others))
        most = min(_BESIDE * len(distinct), max(_FEWEST_BESIDE, _IN_COMPANY - len(distinct)))
        return sorted(drawn(dict.fromkeys(spoken, 1.0), most, self.random_state))

    def _warm(self) -> bool:
        return self.warm_start and hasattr(self, "profiles_")

    def _group(
        self, texts: Sequence[str], evidence: Evidence, space: Floats, weight: Floats, taught: bool
    ) -> tuple[Labels, int]:
        if not len(evidence):
            return np.zeros(0, dtype=np.intp), 0
        if self.n_components == "auto":
            k = choose_number(evidence.taken_plainly(), texts, self.max_components or MOST, taught=taught)
        else:
            k = min(int(self.n_components), len(np.unique(space.round(4), axis=0)))
        labels = group(space, k, weight)
        return labels, k

    def read(
        self,
        texts: Sequence[str],
        silent: NDArray[np.bool_],
        foreign: NDArray[np.bool_],
        progress: Progress | None = None,
    ) -> Found:
        """What each of the answers is about that topics were found in, or of a part of them."""
        found = dict(zip(self._sample[0], map(int, self._sample[2]), strict=True))
        with threadpool_limits(1):
            reading = self._topic_reader().read(texts, silent, found, progress)
        best = np.zeros(len(texts))
        if self.n_components_:
            best = np.asarray(reading.memberships.max(axis=1).todense()).ravel()
        unclear = np.asarray((best < _SURE) | foreign | ~reading.near)
        return Found(reading.labels, reading.memberships, unclear)

    def _topic_reader(self) -> TopicReader:
        return TopicReader(self.reader_, self.profiles_, self.reach_, self.n_components_)

    def name(self, where: Mapping[str, int], sizes: NDArray[np.integer], answers: int) -> Self:
        """Describe the topics, once: `where` each answer they were found in stands, how many each has."""
        with threadpool_limits(1):
            self._name(where, sizes, answers)
        return self

    def _name(self, where: Mapping[str, int], sizes: NDArray[np.integer], answers: int) -> None:
        sample, evidence, labels, stability = self._sample
        closeness = self.profiles_.closeness(evidence, labels)
        length = np.array([len(word_row(text)) for text in sample], dtype=np.float32)
        shown = closeness * np.minimum(1.0, (1.0 + length) / (1.0 + _TELLING_LENGTH))
        scores = self.profiles_.scores(evidence)
        sure = np.zeros(len(evidence), dtype=bool)
        if self.n_components_:
            sure = (softmax(scores).max(axis=1) >= _SURE) & (closeness > self.reach_[labels])
        subjects = self.reader_.subjects(sample, labels, self.n_components_)
        wordings = word_topics(sample, labels, self.n_components_, subjects)
        near = nearest_topics(self.profiles_.centres)
        self.topics_ = []
        for number, wording in enumerate(wordings):
            members = np.flatnonzero(labels == number)
            best = representative(evidence.meaning, shown[members], members)
            wide = [at for at in most_different(evidence.meaning, members, sure, 5) if at not in best][:2]
            self.topics_.append(
                Topic(
                    key=_key(number),
                    number=number,
                    label=wording.label,
                    words=wording.words,
                    distinctive_words=wording.distinctive,
                    shared_words=wording.shared,
                    size=int(sizes[number]),
                    share=float(sizes[number] / max(1, answers)),
                    stability=float(stability[number]),
                    representative=tuple(where[sample[at]] for at in best),
                    different=tuple(where[sample[at]] for at in wide),
                    nearest=tuple(_key(other) for other in near[number]),
                )
            )


def _key(number: int) -> str:
    return f"topic-{number + 1:02d}"


def _largest_first(labels: Labels, weight: Floats) -> tuple[Labels, int]:
    """Groups renumbered by size, those that emptied left out; between equals, the one with the earlier
    answer.
    """
    present, first = np.unique(labels, return_index=True)
    sizes = np.bincount(labels, weights=weight, minlength=int(labels.max(initial=-1)) + 1)[present]
    order = np.lexsort((first, -sizes))
    new = np.zeros(int(labels.max(initial=-1)) + 1, dtype=np.intp)
    new[present[order]] = np.arange(len(present))
    return new[labels], len(present)
