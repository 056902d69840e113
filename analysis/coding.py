"""Which codes of the frame does an answer speak of, which way, and by which of its words?

For the analyst who has codes to listen for before anybody has coded anything, and better ones after 150 to
200 answers have been coded by people. `Coder` is a scikit-learn style multi-label estimator:

- from the frame alone (`fit(texts)`): its seeds, definitions and invented examples;
- with people's codes (`fit(texts, codes)`): the same evidence, and theirs, which counts for more.

Evidence of one answer: its words and pairs of words, pieces of words (for misspellings), its mean word vector
(for words nobody listed), and the seeds found. One ridge regression on all codes at once weighs it: closed
form, so there is no seed, no start and no thread that could change the result. Its leave-one-out predictions
are exact and cost nothing (Rifkin and Lippert, "Notes on Regularized Least Squares", 2007); they set the
thresholds and calibrate the probabilities (Platt scaling), so no answer judges itself.

What it leaves to others: whether a code is right (a person, at the review desk), how often a theme occurs
(`estimate`, which corrects for coding errors), and what may be shown (`disclosure`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from analysis.code_frame import (
    OFF_TOPIC,
    POLARITIES,
    CodedExamples,
    CodeFrame,
    SeedIndex,
    SeedMatch,
    folded,
)
from analysis.embedding import StaticEmbedding
from analysis.text import is_non_answer, negated, stem, tokens
from analysis.wave import Polarity

Floats = NDArray[np.float64]

_CHUNK = 4_000  # answers whose evidence is held at once
_MOST_EVIDENCE = 5  # words shown for one code


@dataclass(frozen=True)
class Evidence:
    """A word or phrase as it was written, and whether it is a seed of the code or was learned."""

    words: str
    seed: str | None = None


@dataclass(frozen=True)
class Assignment:
    """One code given to an answer: how likely, which way, and because of which words."""

    code: str
    probability: float
    polarity: Polarity
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class CodingParameters:
    """Every number the coder uses, chosen on invented answers (`tests/benchmarks/coding.py`)."""

    words: float = 1.0  # what each kind of evidence weighs in the similarity of two answers
    pieces: float = 0.7
    vectors: float = 2.0
    seeds: float = 4.0
    question: float = 0.25
    ridge: float = 1.0  # regularisation
    coded_weight: float = 3.0  # one answer coded by a person counts as this many invented examples
    most_codes: int = 3
    prior_threshold: float = 0.40  # while nobody has coded
    own_threshold_from: int = 8  # answers with a code from which it may have a threshold of its own


@dataclass(frozen=True)
class _Answer:
    """An answer's tokens as written, and the folded words with the token each came from."""

    written: tuple[str, ...]
    words: tuple[str, ...]
    origin: tuple[int, ...]


class Coder(BaseEstimator):  # type: ignore[misc]
    """Codes answers to a frame, several codes an answer.

    Parameters
    ----------
    frame : CodeFrame
        What to listen for.
    examples : CodedExamples or None
        Invented coded answers to start from.
    parameters : CodingParameters

    Attributes
    ----------
    classes_ : list of str
        The codes, in the order of the columns of `predict_proba`.
    thresholds_ : array of shape (codes,)
        The score from which a code is given.
    n_coded_ : int
        How many answers coded by people it learned from.

    Examples
    --------
    >>> from analysis.code_frame import load_code_frame, load_examples
    >>> frame = load_code_frame()
    >>> coder = Coder(frame, load_examples(frame)).fit(["no street lights on our path"])
    >>> [given.code for given in coder.assign(["no street lights on our path"])[0]]
    ['dark_run_down_places']
    """

    def __init__(
        self,
        frame: CodeFrame,
        examples: CodedExamples | None = None,
        parameters: CodingParameters | None = None,
    ) -> None:
        self.frame = frame
        self.examples = examples
        self.parameters = parameters

    def fit(
        self,
        texts: Sequence[str],
        codes: Sequence[Sequence[str] | None] | None = None,
        questions: Sequence[str] | None = None,
    ) -> Self:
        """Learn from the frame, its examples and the answers people have coded.

        Parameters
        ----------
        texts : the answers of the corpus; they say how common each word is here.
        codes : for each answer the codes people gave it, most prominent first, or None where nobody has.
        questions : the question each answers; says which way an answer usually means what it says.

        Raises
        ------
        ValueError : lengths differ, a code is not in the frame, or there is nothing to learn from.
        """
        number_of = self._check(texts, codes, questions)
        self.classes_ = [code.code for code in self.frame.assignable]
        self._seeds = SeedIndex(self.frame)
        teaching, labels, leanings, weights = self._teaching(texts, codes, questions, number_of)
        self._fit_evidence(texts, teaching)
        evidence = self._evidence(teaching, leanings)
        targets = np.zeros((len(teaching), len(self.classes_)))
        for row, given in enumerate(labels):
            targets[row, [number_of[code] for code in given]] = 1.0
        held_out = self._ridge(evidence, targets, weights)
        coded = weights > 1.0
        self.n_coded_ = int(coded.sum())
        self._set_thresholds(held_out, targets, coded)
        self._calibrate(held_out, targets, weights)
        self._fit_polarity()
        return self

    def decision_function(self, texts: Sequence[str], questions: Sequence[str] | None = None) -> Floats:
        """The score of every code for every answer, shape (answers, codes). Higher is likelier."""
        self._fitted()
        leanings = _leanings(questions, len(texts))
        out = np.empty((len(texts), len(self.classes_)))
        for start in range(0, len(texts), _CHUNK):
            part = slice(start, start + _CHUNK)
            evidence = self._evidence(texts[part], leanings[part])
            out[part] = evidence @ self._weights + self._intercept
        return out

    def predict_proba(self, texts: Sequence[str], questions: Sequence[str] | None = None) -> Floats:
        """The calibrated probability of every code for every answer, shape (answers, codes)."""
        return self._probability(self.decision_function(texts, questions))

    def predict(self, texts: Sequence[str], questions: Sequence[str] | None = None) -> list[tuple[str, ...]]:
        """The codes of each answer, likeliest first; at least the best guess, for any answer with words."""
        return [tuple(given.code for given in row) for row in self.assign(texts, questions)]

    def assign(
        self, texts: Sequence[str], questions: Sequence[str] | None = None
    ) -> list[tuple[Assignment, ...]]:
        """The codes of each answer with probability, polarity and the words that led to each."""
        scores = self.decision_function(texts, questions)
        probabilities = self._probability(scores)
        polarity = self._polarity_scores(texts, questions)
        return [
            self._assign_one(text, scores[row], probabilities[row], polarity[row])
            for row, text in enumerate(texts)
        ]

    # --- learning ---------------------------------------------------------------------------------------

    def _check(
        self,
        texts: Sequence[str],
        codes: Sequence[Sequence[str] | None] | None,
        questions: Sequence[str] | None,
    ) -> dict[str, int]:
        for name, other in (("codes", codes), ("questions", questions)):
            if other is not None and len(other) != len(texts):
                raise ValueError(f"There are {len(texts)} answers but {len(other)} {name}.")
        known = {code.code: number for number, code in enumerate(self.frame.assignable)}
        unknown = sorted({code for given in codes or () for code in given or () if code not in known})
        if unknown:
            raise ValueError(
                f"The code frame has no code “{unknown[0]}”. Add it to the frame, or correct its spelling."
            )
        if self.examples is None and not any(codes or ()):
            raise ValueError("There is nothing to learn from: give the frame’s examples, or coded answers.")
        return known

    def _teaching(
        self,
        texts: Sequence[str],
        codes: Sequence[Sequence[str] | None] | None,
        questions: Sequence[str] | None,
        number_of: dict[str, int],
    ) -> tuple[list[str], list[tuple[str, ...]], list[Polarity | None], Floats]:
        teaching: list[str] = []
        labels: list[tuple[str, ...]] = []
        leanings: list[Polarity | None] = []
        weights: list[float] = []
        for text, given, leaning in self.examples.rows() if self.examples else ():
            teaching.append(text)
            labels.append(tuple(code for code in given if code in number_of))
            leanings.append(leaning)
            weights.append(1.0)
        for code in self.frame.assignable:
            teaching.append(code.definition)
            labels.append((code.code,))
            leanings.append(None)
            weights.append(1.0)
        ways = _leanings(questions, len(texts))
        for row, people in enumerate(codes or ()):
            if people is not None:
                teaching.append(texts[row])
                labels.append(tuple(people))
                leanings.append(ways[row])
                weights.append(self._parameters.coded_weight)
        return teaching, labels, leanings, np.array(weights)

    def _fit_evidence(self, texts: Sequence[str], teaching: Sequence[str]) -> None:
        self._word_weights = TfidfVectorizer(analyzer=_word_evidence, sublinear_tf=True, dtype=np.float64)
        self._piece_weights = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float64
        )
        # Words the corpus has and the teaching has not would get no weight: only the teaching's are kept,
        # with how common they are in both together.
        everything = [*teaching, *texts[:50_000]]
        self._word_weights.fit(teaching)
        self._piece_weights.fit(teaching)
        for vectoriser in (self._word_weights, self._piece_weights):
            known = TfidfVectorizer(
                analyzer=vectoriser.build_analyzer(),
                vocabulary=vectoriser.vocabulary_,
                sublinear_tf=True,
                dtype=np.float64,
            ).fit(everything)
            vectoriser.idf_ = known.idf_
        self._embedding = StaticEmbedding().fit([])

    def _ridge(self, evidence: sp.csr_matrix, targets: Floats, weights: Floats) -> Floats:
        """Fit, and return the exact leave-one-out prediction of every row."""
        likeness = (evidence @ evidence.T).toarray() + 1.0  # the added one is the intercept
        root = np.sqrt(weights)[:, None]
        inverse = np.linalg.inv(root * likeness * root.T + self._parameters.ridge * np.eye(len(weights)))
        dual = (inverse @ (root * targets)) * root
        self._weights = np.asarray(evidence.T @ dual)
        self._intercept = dual.sum(axis=0)
        influence = np.diag(inverse)[:, None] * weights[:, None]
        return targets - dual / influence

    def _set_thresholds(self, held_out: Floats, targets: Floats, coded: NDArray[np.bool_]) -> None:
        parameters = self._parameters
        self.thresholds_ = np.full(len(self.classes_), parameters.prior_threshold)
        if coded.sum() < 2 * parameters.own_threshold_from:
            return
        scores, wanted = held_out[coded], targets[coded]
        grid = np.arange(0.10, 0.61, 0.02)
        shared = float(grid[int(np.argmax([_micro_f1(scores >= at, wanted) for at in grid]))])
        for column in range(len(self.classes_)):
            n = wanted[:, column].sum()
            if n < parameters.own_threshold_from:
                self.thresholds_[column] = shared
                continue
            own = [_micro_f1(scores[:, [column]] >= at, wanted[:, [column]]) for at in grid]
            best = float(grid[int(np.argmax(own))])
            trust = n / (n + 4 * parameters.own_threshold_from)  # few answers: stay near the shared one
            self.thresholds_[column] = trust * best + (1 - trust) * shared

    def _calibrate(self, held_out: Floats, targets: Floats, weights: Floats) -> None:
        """Platt scaling over all codes together: one slope, so the order of codes stays as scored."""
        rows = np.repeat(weights, targets.shape[1])
        scaling = LogisticRegression(C=1e6)
        scaling.fit(held_out.reshape(-1, 1), targets.ravel(), sample_weight=rows)
        self._platt = (float(scaling.coef_[0, 0]), float(scaling.intercept_[0]))

    def _fit_polarity(self) -> None:
        """Which way an answer means its codes: learned from the examples' polarity, led by the question."""
        rows = list(self.examples.rows()) if self.examples else []
        if not rows:
            self._polarity_weights: Floats | None = None
            return
        evidence = self._evidence([text for text, _, _ in rows], [None] * len(rows))
        targets = np.array([[polarity == way for way in POLARITIES] for _, _, polarity in rows], dtype=float)
        likeness = (evidence @ evidence.T).toarray() + 1.0
        dual = np.linalg.solve(likeness + self._parameters.ridge * np.eye(len(rows)), targets)
        self._polarity_weights = np.vstack([np.asarray(evidence.T @ dual), dual.sum(axis=0)])

    # --- applying ---------------------------------------------------------------------------------------

    @property
    def _parameters(self) -> CodingParameters:
        return self.parameters or CodingParameters()

    def _fitted(self) -> None:
        if not hasattr(self, "_weights"):
            raise NotFittedError("This Coder is not fitted yet. Call fit first.")

    def _evidence(self, texts: Sequence[str], leanings: Sequence[Polarity | None]) -> sp.csr_matrix:
        weigh = self._parameters
        seeds = np.zeros((len(texts), len(self.classes_)))
        number_of = {code: number for number, code in enumerate(self.classes_)}
        for row, text in enumerate(texts):
            answer = _read(text)
            for match in self._counted_seeds(answer):
                column = number_of[match.code]
                strength = 0.5 if match.end - match.start == 1 else 0.7
                seeds[row, column] = 1 - (1 - seeds[row, column]) * (1 - strength)
        ways = np.array([[leaning == way for way in POLARITIES] for leaning in leanings], dtype=float)
        stacked: sp.csr_matrix = sp.hstack(
            [
                self._word_weights.transform(texts) * np.sqrt(weigh.words),
                self._piece_weights.transform(texts) * np.sqrt(weigh.pieces),
                sp.csr_matrix(self._embedding.transform(texts).astype(np.float64) * np.sqrt(weigh.vectors)),
                sp.csr_matrix(seeds * np.sqrt(weigh.seeds)),
                sp.csr_matrix(ways.reshape(len(texts), len(POLARITIES)) * np.sqrt(weigh.question)),
            ],
            format="csr",
        )
        return stacked

    def _counted_seeds(self, answer: _Answer) -> list[SeedMatch]:
        """Seeds that speak for their code: "not scared of knives" is not about knives, "no lights" is."""
        matches = self._seeds.find_words(list(answer.words))
        if not matches:
            return []
        under = negated(answer.written)
        return [
            match
            for match in matches
            if self.frame[match.code].kind != "concern" or not _denied(answer, under, match)
        ]

    def _probability(self, scores: Floats) -> Floats:
        slope, intercept = self._platt
        return np.asarray(1.0 / (1.0 + np.exp(-(slope * scores + intercept))))

    def _polarity_scores(self, texts: Sequence[str], questions: Sequence[str] | None) -> Floats:
        leanings = _leanings(questions, len(texts))
        out = np.zeros((len(texts), len(POLARITIES)))
        for row, leaning in enumerate(leanings):
            if leaning is not None:
                out[row, POLARITIES.index(leaning)] = 0.5
        if self._polarity_weights is not None:
            for start in range(0, len(texts), _CHUNK):
                part = slice(start, start + _CHUNK)
                evidence = self._evidence(texts[part], [None] * len(texts[part]))
                out[part] += evidence @ self._polarity_weights[:-1] + self._polarity_weights[-1]
        return out

    def _assign_one(
        self, text: str, scores: Floats, probabilities: Floats, polarity: Floats
    ) -> tuple[Assignment, ...]:
        answer = _read(text)
        if is_non_answer(text):
            return (Assignment(OFF_TOPIC, 1.0, "worry", ()),) if OFF_TOPIC in self.classes_ else ()
        order = np.argsort(-scores, kind="stable")[: self._parameters.most_codes]
        chosen = [int(column) for column in order if scores[column] >= self.thresholds_[column]]
        if len(chosen) > 1:  # an answer that speaks of something is not beside the point
            chosen = [column for column in chosen if self.classes_[column] != OFF_TOPIC]
        matches = self._counted_seeds(answer)
        return tuple(
            Assignment(
                self.classes_[column],
                round(float(probabilities[column]), 4),
                self._way(self.classes_[column], matches, polarity),
                self._words_for(column, answer, matches),
            )
            for column in (chosen or [int(order[0])])
        )

    def _way(self, code: str, matches: Sequence[SeedMatch], polarity: Floats) -> Polarity:
        said = [self.frame[code].seed_polarity(match.seed) for match in matches if match.code == code]
        lean = polarity.copy()
        for way in said:
            if way is not None:
                lean[POLARITIES.index(way)] += 0.3
        if self.frame[code].kind == "protective":
            lean[POLARITIES.index("worry")] -= 0.2
        return POLARITIES[int(np.argmax(lean))]

    def _words_for(self, column: int, answer: _Answer, matches: Sequence[SeedMatch]) -> tuple[Evidence, ...]:
        """The seeds of this code, longest first; without any, the words that weighed most for it."""
        code = self.classes_[column]
        shown: list[Evidence] = []
        covered: set[int] = set()
        for match in sorted(matches, key=lambda m: (m.start - m.end, m.start, m.seed)):
            places = set(range(match.start, match.end))
            if match.code == code and not places <= covered:
                covered |= places
                shown.append(Evidence(_as_written(answer, match.start, match.end), match.seed))
        if shown:
            return tuple(shown[:_MOST_EVIDENCE])
        weighed = [
            (self._word_weight(word, column), -place, _as_written(answer, place, place + 1))
            for place, word in enumerate(answer.words)
        ]
        best = sorted((w for w in weighed if w[0] > 0), reverse=True)[:3]
        return tuple(Evidence(written) for _, _, written in best)

    def _word_weight(self, word: str, column: int) -> float:
        """What one word adds to a code: its own weight, and that of its vector."""
        own = self._word_weights.vocabulary_.get(stem(word))
        total = 0.0
        if own is not None:
            total += float(self._weights[own, column]) * float(self._word_weights.idf_[own])
        start = len(self._word_weights.vocabulary_) + len(self._piece_weights.vocabulary_)
        vector = self._embedding.transform([word])[0].astype(np.float64)
        return total + float(vector @ self._weights[start : start + len(vector), column])


_ASKS = re.compile(
    r"\b(chang|improve|safer|should|would (make|help)|help most|want|wish|better|suggest|ask)", re.IGNORECASE
)
_WORRIES = re.compile(r"unsafe|worr|scare|afraid|problem|concern|danger|bad|dislike|fear", re.IGNORECASE)
_HELPS = re.compile(r"safe|help|good|like|protect", re.IGNORECASE)


def question_leaning(question: str) -> Polarity | None:
    """Which way answers to a question usually mean what they say, from its name or wording; None: unsure.

    >>> question_leaning("What would make you feel safer?"), question_leaning("unsafe_why")
    ('ask', 'worry')
    """
    plain = question.replace("_", " ")
    if _WORRIES.search(plain):
        return "worry"
    if _ASKS.search(plain):
        return "ask"
    return "helps" if _HELPS.search(plain) else None


def _leanings(questions: Sequence[str] | None, n: int) -> list[Polarity | None]:
    if questions is None:
        return [None] * n
    known = {question: question_leaning(question) for question in set(questions)}
    return [known[question] for question in questions]


def _read(text: str) -> _Answer:
    written = tokens(text)
    words: list[str] = []
    origin: list[int] = []
    for place, token in enumerate(written):
        for word in folded(token):
            words.append(word)
            origin.append(place)
    return _Answer(tuple(written), tuple(words), tuple(origin))


def _as_written(answer: _Answer, start: int, end: int) -> str:
    return " ".join(answer.written[answer.origin[start] : answer.origin[end - 1] + 1])


_FEARED = re.compile(r"^(scare|afraid|fright|worr|bother|see|get|been|feel|had|have|carry)")


def _denied(answer: _Answer, under: Sequence[bool], match: SeedMatch) -> bool:
    """Whether it says that this is not so: a "not" reaches the seed across a verb of fear or being."""
    place = answer.origin[match.start]
    if not under[place]:
        return False
    return any(_FEARED.match(answer.written[before]) for before in range(max(0, place - 3), place))


def _word_evidence(text: str) -> list[str]:
    stems = [stem(word) for word in _read(text).words]
    return stems + [f"{one} {two}" for one, two in pairwise(stems)]


def _micro_f1(given: NDArray[Any], wanted: Floats) -> float:
    hits = float((given * wanted).sum())
    total = float(given.sum() + wanted.sum())
    return 2 * hits / total if total else 0.0
