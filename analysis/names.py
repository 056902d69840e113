"""What would a person call this topic, and which answers show it best?

For everybody who reads topics. A topic is named from the words its own answers use, as they were written:
single words, pairs that belong together ("street lights"), pairs joined by a small word ("groups of lads")
and things that are missing ("no lights"). No stem is ever shown. Words are compared between topics by
class-based TF-IDF (how much of this topic a word is, against how common it is everywhere) and by their
share inside and outside the topic.

It leaves which answers form a topic to `topics`, and what may be quoted to anybody to `quotes` and
`disclosure`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.text import fold, stem, stop_words, surface_tokens, turned_tokens
from analysis.word_table import Floats

_JOINERS = frozenset({"of", "at", "in", "on", "to", "the", "by", "for", "from", "with"})
_MISSING = frozenset({"no", "not", "never", "without", "more", "less", "fewer", "better"})
_WORDS_SHOWN = 10
_IN_LABEL = 3
_MOSTLY_IN_PAIR = 0.35  # share of a word's answers in which it stands in one pair
_NAMES_MORE = 0.08  # share of a topic's answers, none with a word of its name, that a further word must be in
_NAMES_ENOUGH = 0.4  # share with a word of the name from which on a further word must be in more ...
_NAMES_ALSO = 0.25  # ... than this: then the topic is about that as well
_NAMES_IT = 0.2  # share of a topic's answers a name must stand in; with none it is “Other answers”
_NAMES_A_SUBJECT = 0.5  # the same where the field knows what it is about: that says more than a few words
_NO_NAME = "other answers"
_SAYS_LITTLE = frozenset({
    "tbh", "lol", "stuff", "literally", "actually", "basically", "honestly", "idk", "ngl", "yeah",
    "nah", "haha", "maybe", "kind", "sort", "etc", "today", "yesterday", "day", "days", "able", "made",
    "make", "makes", "making", "put", "use", "used", "want", "wanted", "need", "needs", "know", "think",
    "feel", "feels", "feeling", "felt", "said", "say", "says", "see", "come", "came", "went", "goes",
    "look", "please", "thanks",
})  # fmt: skip
# Words that name nothing by themselves, only beside another ("young people", "changing rooms").
_TOO_BROAD = frozenset({
    "people", "person", "young", "kids", "mate", "change", "stop", "talk", "walk", "told", "tell", "stay",
    "live", "happen", "time", "place", "good", "nice", "bad", "left", "hang", "find", "work", "help", "hope",
})  # fmt: skip
_PAIR_BONUS = 1.6  # a pair says more than either word: it may be in this many times fewer answers
_RAREST_TERM = 2  # answers a term must be in before it can name anything

Term = tuple[str, ...]  # the stems of its words: what the forms of one term share


@dataclass(frozen=True, slots=True)
class Wording:
    """The words for one topic: its label, its most telling words, those only it uses, those it shares."""

    label: str
    words: tuple[str, ...]
    distinctive: tuple[str, ...]
    shared: tuple[str, ...]


def word_topics(
    texts: Sequence[str], labels: NDArray[np.intp], k: int, subjects: Sequence[str] = ()
) -> list[Wording]:
    """Words for each of k topics, from the answers in them. Labels below zero are in no topic.

    `subjects` are what the field calls each topic's subject, empty where it knows none: a name for a topic
    whose answers say one thing in many words.
    """
    counts = _TermCounts.of(texts, labels, k)
    taken: set[str] = set()
    order = np.argsort(-counts.answers, kind="stable")
    wordings: dict[int, Wording] = {}
    for topic in order:
        subject = subjects[int(topic)] if subjects else ""
        wording = _wording(counts, int(topic), taken, subject or _NO_NAME)
        taken.add(wording.label)
        wordings[int(topic)] = wording
    return [wordings[topic] for topic in range(k)]


def representative(meaning: Floats, fit: Floats, members: NDArray[np.intp], count: int = 3) -> list[int]:
    """Answers that fit the topic best and still say different things (maximal marginal relevance)."""
    pool = members[np.argsort(-fit, kind="stable")][: max(50, count)]
    centre_fit = np.sort(fit)[::-1][: len(pool)]
    chosen: list[int] = []
    for _ in range(min(count, len(pool))):
        near = (
            (meaning[pool] @ meaning[pool[chosen]].T).max(axis=1)
            if chosen
            else np.zeros(len(pool), dtype=np.float32)
        )
        gain = 0.7 * centre_fit - 0.3 * near
        gain[chosen] = -np.inf
        chosen.append(int(np.argmax(gain)))
    return [int(pool[at]) for at in chosen]


def most_different(
    meaning: Floats, members: NDArray[np.intp], sure: NDArray[np.bool_], count: int = 2
) -> list[int]:
    """Answers that surely belong to the topic and are least like the rest of it: how wide the topic is."""
    pool = members[sure[members]]
    if len(pool) <= count:
        return [int(at) for at in pool]
    pool = pool[:2_000]
    centre = meaning[pool].mean(axis=0)
    chosen = [int(np.argmin(meaning[pool] @ centre))]
    while len(chosen) < count:
        near = np.maximum((meaning[pool] @ meaning[pool[chosen]].T).max(axis=1), meaning[pool] @ centre)
        near[chosen] = np.inf
        chosen.append(int(np.argmin(near)))
    return [int(pool[at]) for at in chosen]


@dataclass(frozen=True, slots=True)
class _TermCounts:
    """In how many answers of each topic each term is, and how each term is mostly written."""

    by_topic: NDArray[np.float64]  # topics x terms
    answers: NDArray[np.float64]  # answers in each topic
    terms: tuple[Term, ...]
    written: tuple[str, ...]
    pairs_with: dict[str, list[int]]  # by stem, where the terms of several words with it are
    said: tuple[tuple[frozenset[int], ...], ...]  # for each topic, which terms each of its answers holds

    @classmethod
    def of(cls, texts: Sequence[str], labels: NDArray[np.intp], k: int) -> _TermCounts:
        forms: defaultdict[Term, Counter[str]] = defaultdict(Counter)
        rows: list[tuple[int, set[Term]]] = []
        answers = np.zeros(k)
        for text, label in zip(texts, labels, strict=True):
            if label < 0:
                continue
            answers[label] += 1
            found: set[Term] = set()
            for term, form in _terms(text):
                found.add(term)
                forms[term][form] += 1
            rows.append((int(label), found))
        seen = Counter(term for _, found in rows for term in found)
        least = _RAREST_TERM if len(rows) >= 10 else 1
        kept = sorted(term for term, n in seen.items() if n >= least)
        place = {term: at for at, term in enumerate(kept)}
        by_topic = np.zeros((k, len(kept)))
        said: list[list[frozenset[int]]] = [[] for _ in range(k)]
        for label, found in rows:
            held = frozenset(place[term] for term in found if term in place)
            by_topic[label, list(held)] += 1
            said[label].append(held)
        pairs_with: dict[str, list[int]] = {}
        for term in kept:
            for part in set(term) - _JOINERS if len(term) > 1 else ():
                pairs_with.setdefault(part, []).append(place[term])
        written = tuple(_best_form(forms[term]) for term in kept)
        return cls(by_topic, answers, tuple(kept), written, pairs_with, tuple(map(tuple, said)))

    def scores(self, topic: int) -> NDArray[np.float64]:
        """Class-based TF-IDF: the share of this topic's answers with the term, times how rare it is
        elsewhere.
        """
        if not self.terms:
            return np.zeros(0)
        share = self.by_topic[topic] / max(1.0, self.answers[topic])
        per_topic = self.by_topic / np.maximum(1.0, self.answers)[:, None]
        rarity = np.log1p(1.0 / np.maximum(1e-9, per_topic.mean(axis=0)))
        lengths = np.array([_PAIR_BONUS if len(term) > 1 else 1.0 for term in self.terms])
        enough = self.by_topic[topic] >= min(2.0, self.answers[topic])
        return np.asarray(share * rarity * lengths * enough)


def _wording(counts: _TermCounts, topic: int, taken: set[str], otherwise: str) -> Wording:
    scores = counts.scores(topic)
    order = [int(at) for at in np.argsort(-scores, kind="stable") if scores[at] > 0]
    words = _without_repeats(counts, [_fuller(counts, topic, at) for at in order], _WORDS_SHOWN)
    inside = counts.by_topic[topic] / max(1.0, counts.answers[topic])
    outside_answers = max(1.0, float(counts.answers.sum() - counts.answers[topic]))
    outside = (counts.by_topic.sum(axis=0) - counts.by_topic[topic]) / outside_answers
    telling = [at for at in order if inside[at] >= 4 * outside[at]]
    often = [int(at) for at in np.argsort(-inside, kind="stable")]
    common = [at for at in often if 0.05 < inside[at] < 2 * outside[at]]
    naming = [at for at in words if len(counts.terms[at]) > 1 or counts.terms[at][0] not in _broad()] or words
    naming = sorted(naming, key=lambda at: -scores[at] * inside[at] ** 0.5)
    return Wording(
        label=_label(counts, topic, naming, taken, otherwise),
        words=tuple(counts.written[at] for at in words),
        distinctive=tuple(counts.written[at] for at in _without_repeats(counts, telling, _WORDS_SHOWN)),
        shared=tuple(counts.written[at] for at in _without_repeats(counts, common, 5)),
    )


@lru_cache(maxsize=1)
def _broad() -> frozenset[str]:
    return frozenset(stem(word) for word in _TOO_BROAD)


def _fuller(counts: _TermCounts, topic: int, at: int) -> int:
    """The pair a word mostly stands in ("street lights" for "lights"), or the word itself."""
    term = counts.terms[at]
    if len(term) > 1:
        return at
    least = max(2.0, _MOSTLY_IN_PAIR * counts.by_topic[topic, at])
    pairs = [pair for pair in counts.pairs_with.get(term[0], ()) if counts.by_topic[topic, pair] >= least]
    return max(pairs, key=lambda pair: (counts.by_topic[topic, pair], -pair), default=at)


def _label(counts: _TermCounts, topic: int, naming: Sequence[int], taken: set[str], otherwise: str) -> str:
    """The terms that name a topic, with a capital. Where another topic has it, a further one parts them.
    Where few answers share any, it goes by its subject (`otherwise`), and says so where it has none, rather
    than sound like a topic.
    """
    if not naming and otherwise == _NO_NAME:
        return "No words in common" if not taken else f"No words in common ({len(taken) + 1})"
    chosen, covered = _named_by(counts.said[topic], naming) if naming else ([], 0.0)
    named = (
        [counts.written[at] for at in chosen]
        if covered >= (_NAMES_IT if otherwise == _NO_NAME else _NAMES_A_SUBJECT)
        else [otherwise]
    )
    for further in (None, *(counts.written[at] for at in naming)):
        if further in named:
            continue
        label = ", ".join(named if further is None else [*named[:1], further])
        label = label[:1].upper() + label[1:]
        if label not in taken:
            return label
    return f"{label} ({len(taken) + 1})"


def _named_by(said: Sequence[frozenset[int]], naming: Sequence[int]) -> tuple[list[int], float]:
    """The most telling term and, where many answers hold none yet, the one that most of those hold: a topic
    of lights and of cars is called both. Also the share of answers that hold one of them.
    """
    chosen = [naming[0]]
    left = [held for held in said if naming[0] not in held]
    while left and len(chosen) < _IN_LABEL:
        more = {at: sum(at in held for held in left) for at in naming}
        best = max(naming, key=lambda at: more[at])
        enough = len(said) - len(left) >= _NAMES_ENOUGH * len(said)
        if more[best] < max(_RAREST_TERM, (_NAMES_ALSO if enough else _NAMES_MORE) * len(said)):
            break
        chosen.append(best)
        left = [held for held in left if best not in held]
    return chosen, 1 - len(left) / len(said)


def _without_repeats(counts: _TermCounts, order: Sequence[int], length: int) -> list[int]:
    """The first terms of an order, leaving out those whose words an earlier one already said."""
    said: set[str] = set()
    chosen: list[int] = []
    for at in order:
        content = [part for part in counts.terms[at] if part not in _JOINERS]
        if any(part in said for part in content if part not in _MISSING):
            continue
        said.update(content)
        chosen.append(at)
        if len(chosen) == length:
            break
    return chosen


def _terms(text: str) -> Iterator[tuple[Term, str]]:
    """Every term of an answer with the form it was written in ("not safe" for "don't feel safe")."""
    written, meant = surface_tokens(text), turned_tokens(text)
    known = [_as_term(word) for word in meant]
    turned = [one != other for one, other in zip(written, meant, strict=True)]
    words = [f"not {word.lower()}" if other else word for word, other in zip(written, turned, strict=True)]
    for at, (word, (_, itself)) in enumerate(zip(words, known, strict=True)):
        if not itself:
            continue
        yield (itself,), word
        if not at:
            continue
        plain, before = known[at - 1]
        if before:
            yield (before, itself), f"{words[at - 1]} {word}"
        elif plain in _MISSING and not turned[at]:
            yield (plain, itself), f"{words[at - 1].lower()} {word}"
        if at > 1 and plain in _JOINERS and known[at - 2][1]:
            yield (known[at - 2][1], plain, itself), f"{words[at - 2]} {words[at - 1].lower()} {word}"


@lru_cache(maxsize=200_000)
def _as_term(word: str) -> tuple[str, str]:
    """A word as it is matched, and its stem, empty if it says too little to name anything."""
    plain = fold(word.lower())
    small = len(plain) < 2 or plain in stop_words() or plain in _SAYS_LITTLE or plain.isdigit()
    return plain, "" if small else stem(plain)


def _best_form(forms: Counter[str]) -> str:
    """The way a term is mostly written, in lower case unless it mostly has capitals ("Wisbech")."""
    capital = sum(n for form, n in forms.items() if form != form.lower())
    pooled: Counter[str] = Counter()
    for form, n in forms.items():
        pooled[form if capital > 0.6 * forms.total() else form.lower()] += n
    return min(pooled, key=lambda form: (-pooled[form], form))


def nearest_topics(centres: Floats, count: int = 2) -> list[tuple[int, ...]]:
    """For each topic the topics nearest to it in meaning."""
    near = centres @ centres.T
    np.fill_diagonal(near, -np.inf)
    order = np.argsort(-near, axis=1, kind="stable")[:, : min(count, len(centres) - 1)]
    return [tuple(int(at) for at in row) for row in order]
