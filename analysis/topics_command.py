"""`python -m analysis topics`: the topics of a file of answers, as files.

For an analyst without the application and for benchmarks. Writes three files into a folder: `assignments.csv`
(`id,topic,weight,unclear`: a row for each answer and topic, best first, every answer at least once, in the
order of the input), `topics.json` (what each topic is) and `manifest.json` (what went in, with which
settings, and the hash of everything that came out, so that a run can be repeated and compared).

Topic -1 holds answers that say nothing ("idk", blank): weight 0, unclear. It leaves the finding to
`discovery`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.corpus import Corpus, read_answers
from analysis.discovery import Discovery
from analysis.field import SHIPPED, Field, shipped_field
from analysis.topic_reader import SET_ASIDE, Progress

if TYPE_CHECKING:
    from analysis.embedding import SentenceEmbedding

NAME = "topics"
SUMMARY = "Find the topics of the answers in a CSV, TSV or JSONL file."

_PACKAGES = ("numpy", "scipy", "scikit-learn", "wordllama", "tokenizers", "py3langid", "stop-words")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("input", type=Path, metavar="IN", help="a CSV, TSV or JSONL file of answers")
    parser.add_argument("--text-column", required=True, help="the column that holds the answers")
    parser.add_argument(
        "--id-column", help="the column that holds their ids (by default “id”, else 1, 2, 3 ...)"
    )
    parser.add_argument("--n-topics", type=_number, default="auto", metavar="auto|K", help="how many topics")
    parser.add_argument(
        "--model", type=Path, metavar="FOLDER", help="a sentence-transformers model to read meanings by"
    )
    parser.add_argument(
        "--background",
        type=Path,
        metavar="FILE",
        help="other answers of the kind, in a column of the same name: where answers are few, two that share "
        "no word may meet over a third. No topic is found in them and no row is written for them",
    )
    parser.add_argument(
        "--field",
        type=Path,
        metavar="FILE",
        help="what `python -m analysis field` learned (by default the shipped one); used where the answers "
        "turn out to be about its subjects",
    )
    parser.add_argument(
        "--no-field", action="store_true", help="go by the words alone, whatever they are about"
    )
    parser.add_argument("--random-state", type=int, default=0, help="seed of every random start")
    parser.add_argument(
        "--output", type=Path, required=True, metavar="DIR", help="folder for the three files"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read, find, write."""
    corpus = read_answers(arguments.input, arguments.text_column, arguments.id_column)
    beside = arguments.background
    model = Discovery(
        arguments.n_topics,
        random_state=arguments.random_state,
        embedding=_sentence_model(arguments.model) if arguments.model else None,
        background=read_answers(beside, arguments.text_column).texts if beside else (),
        field=_field(arguments),
    )
    voices = corpus.voices()
    with _progress(len(corpus)) as progress:
        model.fit(corpus.texts, sample_weight=voices, progress=progress)
    arguments.output.mkdir(parents=True, exist_ok=True)
    written = {
        "assignments.csv": assignments_csv(corpus, model),
        "topics.json": _json(topics_document(corpus, model)),
    }
    manifest = {
        "command": NAME,
        "input": _known_by(arguments.input),
        "settings": {
            "text_column": arguments.text_column,
            "id_column": arguments.id_column,
            "n_topics": arguments.n_topics,
            "random_state": arguments.random_state,
            "model": arguments.model.name if arguments.model else None,
            "background": _known_by(beside) if beside else None,
            "field": None if arguments.no_field else _known_by(arguments.field or SHIPPED),
        },
        "field_trust": round(model.reader_.field_trust_, 4),
        "answers": len(corpus),
        "topics": model.n_components_,
        "says_nothing": model.set_aside_,
        "other_language": model.other_language_,
        "unclear": int(model.unclear_.sum()),
        "copies_in_a_session": voices.count(0),
        "notes": [{"kind": note.kind, "count": note.count, "message": note.message} for note in corpus.notes],
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "outputs": {name: _sha256(text.encode()) for name, text in written.items()},
    }
    for name, text in {**written, "manifest.json": _json(manifest)}.items():
        (arguments.output / name).write_text(text, encoding="utf-8", newline="")
    return 0


def assignments_csv(corpus: Corpus, model: Discovery) -> str:
    """A row for each answer and topic, best first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "topic", "weight", "unclear"])
    memberships = model.memberships_
    for at, answer in enumerate(corpus):
        start, end = memberships.indptr[at], memberships.indptr[at + 1]
        unclear = int(model.unclear_[at])
        if start == end:
            writer.writerow([answer.id, SET_ASIDE, "0.0000", unclear])
            continue
        pairs = zip(memberships.data[start:end], memberships.indices[start:end], strict=True)
        for weight, topic in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
            writer.writerow([answer.id, int(topic), f"{weight:.4f}", unclear])
    return out.getvalue()


def topics_document(corpus: Corpus, model: Discovery) -> Mapping[str, object]:
    """Everything a reader needs to judge the topics. Answers are named by id, never quoted."""
    ids = [answer.id for answer in corpus]
    return {
        "topics": [
            {
                "topic": topic.number,
                "key": topic.key,
                "label": topic.label,
                "size": topic.size,
                "share": round(topic.share, 4),
                "stability": round(topic.stability, 4),
                "words": list(topic.words),
                "distinctive_words": list(topic.distinctive_words),
                "shared_words": list(topic.shared_words),
                "representative": [ids[at] for at in topic.representative],
                "most_different": [ids[at] for at in topic.different],
                "nearest": list(topic.nearest),
            }
            for topic in model.topics_
        ],
        "set_aside": {"topic": SET_ASIDE, "says_nothing": model.set_aside_},
    }


@contextmanager
def _progress(answers: int) -> Iterator[Progress | None]:
    """A bar that fills as answers are read, where somebody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=answers, unit=" answers", desc="Finding topics") as bar:
        yield lambda done, _: bar.update(done - bar.n)


def _field(arguments: argparse.Namespace) -> Field | None:
    if arguments.no_field:
        return None
    return Field.load(arguments.field) if arguments.field else shipped_field()


def _sentence_model(folder: Path) -> SentenceEmbedding:
    from analysis.embedding import SentenceEmbedding  # takes longer to load than two thousand answers take

    return SentenceEmbedding(folder)


def _number(value: str) -> int | str:
    if value == "auto":
        return value
    if not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"say auto or a number from 1 up, not {value}")
    return int(value)


def _json(document: Mapping[str, object] | Sequence[object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _known_by(file: Path) -> Mapping[str, str]:
    return {"name": file.name, "sha256": _sha256(file.read_bytes())}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
