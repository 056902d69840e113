"""How well does the coder agree with a person, before and after people have coded some answers?

    python -m tests.benchmarks.coding PATH/TO/youth_answers.jsonl [--splits 10]

Prints Markdown: micro precision, recall and F1 from the frame alone, and after learning from 150 coded answers
(means over splits, tested on the rest), seconds, and F1 code by code. The file's own code names are mapped to the
frame as its README says: a code that stands for either of two is met by either; codes that are a place are left
out, and so are the frame's codes that the file has no word for. Answers that are word for word among the invented
examples are left out too, so that nothing is scored on what it was taught.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from analysis.code_frame import load_code_frame, load_examples
from analysis.coding import Coder, question_leaning
from analysis.text import normalise

EITHER: dict[str, tuple[str, ...]] = {
    "street_lighting": ("dark_run_down_places",),
    "local_area_upkeep": ("dark_run_down_places",),
    "knives_weapons": ("knives_weapons",),
    "drugs_dealing_county_lines": ("drugs_in_public", "exploitation_county_lines"),
    "gangs_intimidating_groups": ("gangs_intimidating_groups",),
    "sexual_harassment": ("sexual_harassment",),
    "public_transport": ("transport_travel",),
    "school_bullying": ("bullying",),
    "school_staff_and_spaces": ("school_safety",),
    "online_harm": ("online_harm",),
    "police_trust": ("police_contact_trust",),
    "police_visibility": ("guardianship_lighting_cctv_patrols",),
    "cctv_security": ("guardianship_lighting_cctv_patrols",),
    "youth_clubs_activities": ("nothing_to_do", "safe_places_activities"),
    "hate_and_discrimination": ("hate_discrimination",),
    "home_family": ("relationship_home_harm", "friends_trusted_adults"),
    "mental_health": ("worry_mental_health",),
    "roads_traffic": ("roads_vehicles",),
    "alcohol_and_asb": ("antisocial_behaviour_alcohol",),
    "friends_and_trusted_people": ("friends_trusted_adults",),
    "reporting_not_heard": ("reporting_not_heard",),
    "being_followed_strangers": ("being_followed_strangers",),
    "nothing_or_feels_safe": ("feels_safe",),
    "off_topic": ("off_topic",),
}
MAPPED = {code for codes in EITHER.values() for code in codes}
Row = dict[str, object]


def wanted(row: Row) -> list[tuple[str, ...]]:
    return [EITHER[code] for code in row["codes"] if code in EITHER]  # type: ignore[attr-defined]


def teach(row: Row) -> tuple[str, ...]:
    """The one frame code a person would have written for each: the protective one where the question asks for it."""
    worry = question_leaning(str(row["question"])) == "worry"
    chosen = [codes[0] if worry or len(codes) == 1 else codes[-1] for codes in wanted(row)]
    return tuple(dict.fromkeys(chosen))


def score(rows: Sequence[Row], given: Sequence[Sequence[str]]) -> dict[str, tuple[int, int, int]]:
    counts: dict[str, list[int]] = {code: [0, 0, 0] for code in sorted(MAPPED)}
    for row, codes in zip(rows, given, strict=True):
        left = {code for code in codes if code in MAPPED}
        for choices in wanted(row):
            hit = left.intersection(choices)
            counts[choices[0]][0 if hit else 2] += 1
        for extra in left - {code for choices in wanted(row) for code in choices}:
            counts[extra][1] += 1
    return {code: (n[0], n[1], n[2]) for code, n in counts.items()}


def micro(counts: dict[str, tuple[int, int, int]]) -> tuple[float, float, float]:
    hits, extra, missed = (sum(n[i] for n in counts.values()) for i in range(3))
    precision, recall = hits / max(1, hits + extra), hits / max(1, hits + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--splits", type=int, default=10)
    arguments = parser.parse_args()
    frame = load_code_frame()
    examples = load_examples(frame)
    taught = {normalise(text) for text, _, _ in examples.rows()}
    everything = [json.loads(line) for line in arguments.answers.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in everything if wanted(row) and normalise(row["text"]) not in taught]
    texts, questions = [row["text"] for row in rows], [row["question"] for row in rows]
    print(f"{len(everything)} answers, {len(rows)} scored ({len(taught)} different invented examples)\n")

    started = time.perf_counter()
    given = Coder(frame, examples).fit(texts, None, questions).predict(texts, questions)
    seconds = time.perf_counter() - started
    alone = score(rows, given)
    before, after = [], []
    for split in range(arguments.splits):
        order = np.random.default_rng(split).permutation(len(rows))
        coded, rest = set(order[:150].tolist()), order[150:].tolist()
        people = [teach(row) if place in coded else None for place, row in enumerate(rows)]
        coder = Coder(frame, examples).fit(texts, people, questions)
        told = coder.predict([texts[place] for place in rest], [questions[place] for place in rest])
        before.append(micro(score([rows[place] for place in rest], [given[place] for place in rest])))
        after.append(micro(score([rows[place] for place in rest], told)))
    print("| | precision | recall | micro-F1 |\n|---|---|---|---|")
    print("| frame and invented examples alone | {:.3f} | {:.3f} | {:.3f} |".format(*micro(alone)))
    print("| the same, mean of what 150 leave | {:.3f} | {:.3f} | {:.3f} |".format(*np.mean(before, axis=0)))
    print("| and 150 coded by a person, mean | {:.3f} | {:.3f} | {:.3f} |".format(*np.mean(after, axis=0)))
    print(
        f"\nF1 over {arguments.splits} splits: {min(a[2] for a in after):.3f} to {max(a[2] for a in after):.3f}. ",
        end="",
    )
    print(f"Fitting and coding {len(rows)} answers: {seconds:.1f} s.\n")
    print("| code | found | extra | missed | F1 |\n|---|---|---|---|---|")
    for code, (hits, extra, missed) in alone.items():
        f1 = 2 * hits / max(1, 2 * hits + extra + missed)
        print(f"| {code} | {hits} | {extra} | {missed} | {f1:.2f} |")


if __name__ == "__main__":
    main()
