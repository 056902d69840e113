"""What do the office's code frame and its invented examples teach about how young people speak of safety?

For `field`, which keeps and applies it, and for whoever changes the frame or its examples. Seeds are
learned from as answers of one or two words. The learning is the coder's (`coding_learning`): ridge
regression, one solution, no seed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from analysis.code_frame import CodedExamples, CodeFrame
from analysis.coding_evidence import Rows
from analysis.coding_learning import RidgeRegression
from analysis.field import Field, TermPlaces, evidence, evidence_length, shipped_field
from analysis.lexicon import Lexicon, WordRows
from analysis.text import stem
from analysis.word_table import unit_rows, word_vectors

_RIDGE = 0.1
_PRECISION = 0.02  # of the solution
_PAIR_SEEN = 2  # examples that two words in a row must be in to count as one thing


def field_of(frame: CodeFrame, examples: CodedExamples) -> Field:
    """What this frame and these examples teach: the shipped file where it was learned from just these."""
    shipped = shipped_field()
    return shipped if shipped.learned_from == fingerprint(frame, examples) else learn_field(frame, examples)


def fingerprint(frame: CodeFrame, examples: CodedExamples) -> str:
    """SHA-256 of what is learned from."""
    return hashlib.sha256(f"{frame.digest}{examples.model_dump_json()}".encode()).hexdigest()


def learn_field(frame: CodeFrame, examples: CodedExamples) -> Field:
    """Learn how words speak for codes. Takes a few seconds."""
    number = {code.code: at for at, code in enumerate(frame.assignable)}
    taught = [(text, given) for text, given, _ in examples.rows()]
    invented = [" ".join(text.split()) for text, _ in taught]
    taught += [(seed, (code.code,)) for code in frame.assignable for seed in code.seeds]
    with threadpool_limits(1):  # the same last digit on every machine
        return _learned(
            frame,
            [text for text, _ in taught],
            [[number[code] for code in given if code in number] for _, given in taught],
            invented,
            fingerprint(frame, examples),
        )


def _learned(
    frame: CodeFrame,
    texts: Sequence[str],
    given: Sequence[Sequence[int]],
    invented: Sequence[str],
    learned_from: str,
) -> Field:
    lexicon = Lexicon({})
    rows = lexicon.rows(texts)
    meaning = unit_rows(np.asarray(rows.counts(len(lexicon.words)) @ word_vectors(lexicon.words), np.float32))
    terms = _terms(rows, lexicon.words)
    places = TermPlaces(terms)
    found = places.found(rows, places.stems_of(lexicon.words))
    seen = np.bincount(found.indices, minlength=len(terms))
    rarity = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
    said = evidence(found, rarity)
    short = (1 / evidence_length(said, meaning)).astype(np.float32)
    said.data *= np.repeat(short, np.diff(said.indptr))
    counted = sp.csr_matrix((said.data, said.indices, said.indptr), shape=said.shape)
    targets = np.zeros((len(texts), len(frame.assignable)), dtype=np.float32)
    for row, columns in enumerate(given):
        targets[row, list(columns)] = 1.0
    evidence_rows = Rows(counted, meaning * short[:, None], np.zeros((len(texts), 0), dtype=np.float32))
    learned = RidgeRegression(_RIDGE, _PRECISION).fit(evidence_rows, targets)
    return Field(
        [code.code for code in frame.assignable],
        [code.name for code in frame.assignable],
        terms,
        rarity,
        _as_kept(learned.counted_),
        _as_kept(learned.full_),
        learned.usual_.astype(np.float32),
        invented,
        learned_from,
    )


def _terms(rows: WordRows, words: Sequence[str]) -> list[str]:
    """Every stem of the examples, and every two in a row that several of them hold."""
    stems = [stem(word.lower()) for word in words]
    answers = [[stems[word] for word in rows.words[start:end]] for start, end in pairwise(rows.ends.tolist())]
    pairs = Counter(f"{one} {two}" for said in answers for one, two in set(pairwise(said)))
    alone = {one for one in stems if one and " " not in one}
    return sorted(alone | {pair for pair, times in pairs.items() if times >= _PAIR_SEEN and _whole(pair)})


def _whole(pair: str) -> bool:
    return len(pair.split()) == 2


def _as_kept(pulls: np.ndarray) -> np.ndarray:
    """Rounded as the file rounds it, so that what was just learned and what was kept say the same."""
    return np.asarray(pulls, dtype=np.float16).astype(np.float32)
