"""How well does the coder read a hand it was not taught, and what do 150 coded answers of that hand add?

    python -m tests.benchmarks.coding_writers [--splits 5]

Some of the invented examples were written by people who saw the codes' definitions and nothing else, and say whose
hand they are (`by`). Each hand in turn is left out of what the coder learns from and coded, with its questions
where the writer had them:
micro-F1 over all codes, how often the first code is right, how often the polarity is; then micro-F1 on what 150 of
its answers leave, before and after these have been coded by the writer (means over splits). The writers had the same
instructions, so they are more alike than two towns would be.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from analysis.code_frame import CodedExamples, load_code_frame, load_examples
from analysis.coding import Assignment, Coder

CODED = 150
Codes = Sequence[tuple[str, ...]]


def micro_f1(wanted: Codes, given: Codes) -> float:
    hits = sum(len(set(one).intersection(other)) for one, other in zip(wanted, given, strict=True))
    return 2 * hits / max(1, sum(map(len, wanted)) + sum(map(len, given)))


def codes_of(given: Sequence[Sequence[Assignment]]) -> list[tuple[str, ...]]:
    return [tuple(one.code for one in row) for row in given]


def after_coding(
    others: CodedExamples, texts: Sequence[str], asked: Sequence[str], wanted: Codes, split: int
) -> tuple[list[int], float]:
    """The answers that were left, and the agreement on them."""
    order = np.random.default_rng(split).permutation(len(texts)).tolist()
    coded, rest = set(order[:CODED]), order[CODED:]
    people = [codes if place in coded else None for place, codes in enumerate(wanted)]
    coder = Coder(load_code_frame(), others).fit(texts, people, asked)
    told = coder.predict([texts[place] for place in rest], [asked[place] for place in rest])
    return rest, micro_f1([wanted[place] for place in rest], told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--splits", type=int, default=5)
    arguments = parser.parse_args()
    frame = load_code_frame()
    examples = load_examples(frame)
    print("| hand | answers | micro-F1 | first code right | polarity right | 150 left: before | after |")
    print("|---|---|---|---|---|---|---|")
    for hand in examples.hands:
        others, theirs = examples.parted(hand)
        rows = list(theirs.rows())
        texts, wanted = [text for text, _, _ in rows], [codes for _, codes, _ in rows]
        asked = list(theirs.questions())
        told = Coder(frame, others).fit(texts, None, asked).assign(texts, asked)
        given = codes_of(told)
        first = np.mean([codes[0] in right for codes, right in zip(given, wanted, strict=True)])
        ways = np.mean([one[0].polarity == way for one, (_, _, way) in zip(told, rows, strict=True)])
        before, after = [], []
        for split in range(arguments.splits):
            rest, agreement = after_coding(others, texts, asked, wanted, split)
            before.append(micro_f1([wanted[place] for place in rest], [given[place] for place in rest]))
            after.append(agreement)
        print(
            f"| {hand} | {len(rows)} | {micro_f1(wanted, given):.3f} | {first:.2f} | {ways:.2f} "
            f"| {np.mean(before):.3f} | {np.mean(after):.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
