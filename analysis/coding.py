"""Which codes of the frame does an answer speak of, which way, and by which of its words?

For the analyst who has codes to listen for before anybody has coded anything, and better ones after 150 to
200 answers have been coded by people. `Coder` is a scikit-learn style multi-label estimator:

- from the frame alone (`fit(texts)`): its seeds, definitions and invented examples;
- with people's codes (`fit(texts, codes)`): the same evidence, and theirs, which counts for more.

What an answer gives it to go by is `coding_evidence`; how known answers make of that a score, exact
leave-one-out scores, thresholds and probabilities are `coding_learning`. Nothing in it is random.

What it leaves to others: whether a code is right (a person, at the review desk), how often a theme occurs
(`estimate`, which corrects for coding errors), and what may be shown (`disclosure`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.code_frame import OFF_TOPIC, POLARITIES, CodedExamples, CodeFrame, SeedMatch
from analysis.coding_evidence import EvidenceReader, EvidenceWeights, Heard, ReadAnswer
from analysis.coding_learning import (
    LearningParameters,
    RidgeRegression,
    calibration,
    threshold,
    to_judge_by,
)
from analysis.coding_polarity import PolarityRegression, leanings, question_leaning
from analysis.text import is_non_answer, is_silent, stop_words
from analysis.wave import Polarity

__all__ = ["Assignment", "Coder", "CodingParameters", "Evidence", "NotFittedError", "question_leaning"]

Floats = NDArray[np.float64]

_CHUNK = 2_000  # answers read at once
_MOST_EVIDENCE = 5  # words shown for one code
_LONGEST = 200  # words of one answer that are weighed for showing


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

    evidence: EvidenceWeights = field(default_factory=EvidenceWeights)
    learning: LearningParameters = field(default_factory=LearningParameters)
    most_codes: int = 3


@dataclass(frozen=True)
class _Known:
    """The answers whose codes are known: invented, the frame's definitions, and those people coded."""

    texts: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    leanings: tuple[Polarity | None, ...]
    coded: NDArray[np.bool_]


class NotFittedError(ValueError, AttributeError):
    """A coder was asked to code before it had learned."""


class Coder:
    """Codes answers to a frame, several codes an answer. In scikit-learn's manner, without loading it.

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

    def get_params(self, deep: bool = True) -> dict[str, object]:
        """What it was made with, as scikit-learn's `clone` asks for it."""
        return {"frame": self.frame, "examples": self.examples, "parameters": self.parameters}

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
        with threadpool_limits(1):  # the same last digit on every machine, and no waiting of threads
            return self._learn(self._known(texts, codes, questions), number_of, texts)

    def decision_function(self, texts: Sequence[str], questions: Sequence[str] | None = None) -> Floats:
        """The score of every code for every answer, shape (answers, codes). Higher is likelier."""
        self._fitted()
        with threadpool_limits(1):
            scores = [self._regression.scores(heard.rows) for _, heard in self._heard(texts, questions)]
        return np.vstack(scores) if scores else np.empty((0, len(self.classes_)))

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
        self._fitted()
        assigned: list[tuple[Assignment, ...]] = []
        with threadpool_limits(1):
            for asked, heard in self._heard(texts, questions):
                assigned.extend(self._assign(heard, asked))
        return assigned

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

    def _learn(self, known: _Known, number_of: dict[str, int], texts: Sequence[str]) -> Self:
        self.classes_ = [code.code for code in self.frame.assignable]
        self._reader = EvidenceReader(self.frame, self._parameters.evidence)
        rows = self._reader.fit_transform(known.texts, known.leanings, texts)
        targets = np.zeros((len(known.texts), len(self.classes_)))
        for row, given in enumerate(known.codes):
            targets[row, [number_of[code] for code in given]] = 1.0
        learning = self._parameters.learning
        judged = to_judge_by(known.coded, learning.most_judged)
        self._regression = RidgeRegression(learning.ridge, learning.precision).fit(rows, targets, judged)
        held_out, wanted = self._regression.held_out_, targets[judged]
        self.n_coded_ = int(known.coded.sum())
        self.thresholds_ = np.full(len(self.classes_), threshold(held_out, wanted, learning), dtype=float)
        self._line = calibration(held_out, wanted, learning)
        ways = [way for _, _, way in self.examples.rows()] if self.examples else []
        self._polarity = PolarityRegression(learning.ridge, learning.precision).fit(rows[: len(ways)], ways)
        return self

    def _known(
        self,
        texts: Sequence[str],
        codes: Sequence[Sequence[str] | None] | None,
        questions: Sequence[str] | None,
    ) -> _Known:
        invented = list(self.examples.rows()) if self.examples else []
        asked = list(self.examples.questions()) if self.examples else []
        led = [
            question_leaning(question) if question else way
            for (_, _, way), question in zip(invented, asked, strict=True)
        ]
        frame = self.frame.assignable
        ways = leanings(questions, len(texts))
        people = [(row, tuple(given)) for row, given in enumerate(codes or ()) if given is not None]
        in_frame = {code.code for code in frame}
        return _Known(
            (
                *(text for text, _, _ in invented),
                *(c.definition for c in frame),
                *(texts[r] for r, _ in people),
            ),
            (
                *(tuple(code for code in given if code in in_frame) for _, given, _ in invented),
                *((code.code,) for code in frame),
                *(given for _, given in people),
            ),
            (*led, *(None for _ in frame), *(ways[r] for r, _ in people)),
            np.arange(len(invented) + len(frame) + len(people)) >= len(invented) + len(frame),
        )

    # --- applying ---------------------------------------------------------------------------------------

    @property
    def _parameters(self) -> CodingParameters:
        return self.parameters or CodingParameters()

    def _fitted(self) -> None:
        if not hasattr(self, "_regression"):
            raise NotFittedError("This Coder is not fitted yet. Call fit first.")

    def _heard(
        self, texts: Sequence[str], questions: Sequence[str] | None
    ) -> Iterator[tuple[Sequence[Polarity | None], Heard]]:
        """Which way questions lean, and the answers read, as many at a time as memory should hold."""
        asked = leanings(questions, len(texts))
        for start in range(0, len(texts), _CHUNK):
            part = slice(start, start + _CHUNK)
            yield asked[part], self._reader.transform(texts[part], asked[part])

    def _probability(self, scores: Floats) -> Floats:
        slope, intercept = self._line
        return np.asarray(1.0 / (1.0 + np.exp(-(slope * scores + intercept))))

    def _assign(self, heard: Heard, asked: Sequence[Polarity | None]) -> Iterator[tuple[Assignment, ...]]:
        scores = self._regression.scores(heard.rows)
        probabilities = self._probability(scores)
        polarity = self._polarity.scores(heard.rows, asked)
        chosen = [self._chosen(answer.text, scores[row]) for row, answer in enumerate(heard.answers)]
        shown = self._words_shown(heard, chosen)
        for row, columns in enumerate(chosen):
            if columns is None:
                yield (Assignment(OFF_TOPIC, 1.0, "worry", ()),) if OFF_TOPIC in self.classes_ else ()
                continue
            yield tuple(
                Assignment(
                    self.classes_[column],
                    round(float(probabilities[row, column]), 4),
                    self._way(self.classes_[column], heard.seeds[row], polarity[row]),
                    shown[row, column],
                )
                for column in columns
            )

    def _chosen(self, text: str, scores: Floats) -> list[int] | None:
        """The columns of the codes given; None for an answer that says nothing at all."""
        if is_silent(text) and is_non_answer(text):  # the first is the quicker to say no
            return None
        order = np.argsort(-scores, kind="stable")[: self._parameters.most_codes]
        chosen = [int(column) for column in order if scores[column] >= self.thresholds_[column]]
        if len(chosen) > 1:  # an answer that speaks of something is not beside the point
            chosen = [column for column in chosen if self.classes_[column] != OFF_TOPIC]
        return chosen or [int(order[0])]

    def _way(self, code: str, matches: Sequence[SeedMatch], polarity: Floats) -> Polarity:
        said = [self.frame[code].seed_polarity(match.seed) for match in matches if match.code == code]
        lean = polarity.copy()
        for way in said:
            if way is not None:
                lean[POLARITIES.index(way)] += 0.3
        if self.frame[code].kind == "protective":
            lean[POLARITIES.index("worry")] -= 0.2
        return POLARITIES[int(np.argmax(lean))]

    def _words_shown(
        self, heard: Heard, chosen: Sequence[list[int] | None]
    ) -> dict[tuple[int, int], tuple[Evidence, ...]]:
        """For each code given, its seeds in the answer; without any, the words that weighed most for it."""
        shown: dict[tuple[int, int], tuple[Evidence, ...]] = {}
        unexplained: list[tuple[int, int]] = []
        for row, columns in enumerate(chosen):
            for column in columns or ():
                shown[row, column] = _seeds_shown(self.classes_[column], heard.answers[row], heard.seeds[row])
                if not shown[row, column]:
                    unexplained.append((row, column))
        weighed = {row: heard.answers[row].words[:_LONGEST] for row, _ in unexplained}
        words = list(dict.fromkeys(word for said in weighed.values() for word in said))
        place = {word: number for number, word in enumerate(words)}
        pulls = self._reader.word_pulls(words, self._regression.counted_, self._regression.full_)
        for row, column in unexplained:
            pull = [float(pulls[place[word], column]) for word in weighed[row]]
            shown[row, column] = _strongest_words(heard.answers[row], pull)
        return shown


def _strongest_words(answer: ReadAnswer, pull: Sequence[float]) -> tuple[Evidence, ...]:
    """The three words that pull most; where none pulls, the one that holds off least. "And" explains nothing:
    a word of grammar is shown only where no other word is to be had.
    """
    small = stop_words()
    order = sorted(range(len(pull)), key=lambda place: (answer.words[place] in small, -pull[place], place))
    telling = [place for place in order if pull[place] > 0 and answer.words[place] not in small]
    best = telling[:3] or order[:1]
    return tuple(Evidence(answer.as_written(place, place + 1)) for place in best)


def _seeds_shown(code: str, answer: ReadAnswer, matches: Sequence[SeedMatch]) -> tuple[Evidence, ...]:
    """The seeds of this code, longest first, none inside another."""
    shown: list[Evidence] = []
    covered: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start, m.seed)):
        places = set(range(match.start, match.end))
        if match.code == code and not places <= covered:
            covered |= places
            shown.append(Evidence(answer.as_written(match.start, match.end), match.seed))
    return tuple(shown[:_MOST_EVIDENCE])
