"""What does knowing the field add to topics, and does it hide a subject that nobody taught?

    python -m tests.benchmarks.topic_field [--hands NAME ...] [--model FOLDER] [--subjects]

Each writer of the invented examples (`by`) in turn is left out of what the field is learned from, and the topics of
what this writer wrote are held against the first code of each answer: by words alone, with the field, and with its
examples beside as well, as it ships; with `--model`, MiniLM + UMAP + k-means in the same run.
NMI / ACC at the true number of topics, then the number found and NMI / ACC at that.

`--subjects` asks the second question. The answers of the last four writers are put together, and each of ten subjects
in turn is left out of what the field is learned from: how well does the best topic hold the answers about it (F1), by
words alone, by a field that knows it, and by one that does not?
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from copy import copy

import numpy as np

from analysis.code_frame import CodedExamples, load_code_frame, load_examples
from analysis.field import Field
from analysis.field_learning import learn_field
from analysis.topics import TopicModel
from tests.benchmarks.topic_contenders import Labels, minilm_umap
from tests.benchmarks.topics import score

SUBJECTS = (
    "roads_vehicles", "transport_travel", "police_contact_trust", "worry_mental_health", "hate_discrimination",
    "online_harm", "drugs_in_public", "school_safety", "robbery_theft", "bullying",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hands", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--model", metavar="FOLDER", help="a local sentence-transformers model, for the peer")
    parser.add_argument("--subjects", action="store_true")
    options = parser.parse_args()
    examples = load_examples(load_code_frame())
    if options.subjects:
        subjects(examples)
    else:
        hands(examples, options.hands or examples.hands, options.model or "")


def hands(examples: CodedExamples, names: Sequence[str], model: str) -> None:
    """Each hand by a field that was not taught by it."""
    print("| hand | answers | words alone | with the field | and examples beside | MiniLM + UMAP |")
    print("|---|---|---|---|---|---|")
    for hand in names:
        others, theirs = examples.parted(hand)
        texts, truth, k = _answers(theirs)
        field = learn_field(load_code_frame(), others)
        lonely = copy(field)
        lonely.examples = ()
        cells = [_told(texts, truth, k, some) for some in (None, lonely, field)]
        peer = _figures(truth, minilm_umap(texts, k, 0, model)) if model else "not run"
        print(f"| {hand} | {len(texts)} | {' | '.join(cells)} | {peer} |", flush=True)


def subjects(examples: CodedExamples) -> None:
    """Each subject by a field that was not taught it, by one that was, and by none."""
    frame = load_code_frame()
    taught, left = examples, []
    for hand in examples.hands[-4:]:
        taught, theirs = taught.parted(hand)
        left.extend(theirs.examples)
    texts, truth, k = _answers(examples.model_copy(update={"examples": tuple(left)}))
    names = sorted({codes[0] for group in left for codes in [group.codes]})
    plain = TopicModel(k).fit(texts).labels_
    knowing = TopicModel(k, field=learn_field(frame, taught)).fit(texts).labels_
    print(
        "| subject | answers | words alone | field that knows it | field that does not |\n|---|---|---|---|---|"
    )
    every: list[list[float]] = []
    for subject in SUBJECTS:
        rest = tuple(group for group in taught.examples if subject not in group.codes)
        codes = tuple(code for code in frame.codes if code.code != subject)
        without = learn_field(
            frame.model_copy(update={"codes": codes}), taught.model_copy(update={"examples": rest})
        )
        members = truth == names.index(subject)
        found = [plain, knowing, TopicModel(k, field=without).fit(texts).labels_]
        every.append([_best_f1(labels, members) for labels in found])
        print(
            f"| {subject} | {members.sum()} | " + " | ".join(f"{one:.2f}" for one in every[-1]) + " |",
            flush=True,
        )
    print("| mean | | " + " | ".join(f"{one:.3f}" for one in np.mean(every, axis=0)) + " |")


def _answers(examples: CodedExamples) -> tuple[list[str], Labels, int]:
    """The texts, the first code of each as a number, and how many codes there are."""
    rows = [(text, codes[0]) for text, codes, _ in examples.rows()]
    names = sorted({code for _, code in rows})
    truth = np.array([names.index(code) for _, code in rows], dtype=np.intp)
    return [text for text, _ in rows], truth, len(names)


def _told(
    texts: Sequence[str],
    truth: Labels,
    k: int,
    field: Field | None,
) -> str:
    true, free = (TopicModel(number, field=field).fit(texts) for number in (k, "auto"))
    return f"{_figures(truth, true.labels_)}; {free.n_components_}: {_figures(truth, free.labels_)}"


def _figures(truth: Labels, labels: Labels) -> str:
    told = score(truth, labels)
    return f"{told['nmi']:.3f}/{told['acc']:.3f}"


def _best_f1(labels: Labels, members: np.ndarray) -> float:
    """Of all topics the one that holds the members best."""
    both = [
        2 * int((members & (labels == topic)).sum()) / int(members.sum() + (labels == topic).sum())
        for topic in np.unique(labels[labels >= 0])
    ]
    return max(both)


if __name__ == "__main__":
    main()
