"""`python -m analysis code`: answers coded to the frame, as JSON lines.

For an analyst without the application and for whoever compares the machine with people. One line for
each answer, in the order of the input: `id`, `codes` (most likely first), `polarity` (of each code: worry,
helps or ask), `probability`, `evidence` (of each code, the words that led to it), `places`,
`named_places` and `times`.

With `--coded` it learns from answers that people have coded: a CSV, TSV or JSONL file whose `codes` are a
list, or separated by ";", and whose answers are named by `id` as in IN, or (JSONL) carry their own text.
The coding itself is `coding`, places and times are `places_times`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tqdm import tqdm

from analysis.code_frame import DEFAULT_EXAMPLES, DEFAULT_FRAME, load_code_frame, load_examples
from analysis.coding import Assignment, Coder
from analysis.corpus import Answer, CorpusError, read_answers
from analysis.places_times import WhereWhen, WhereWhenFinder

NAME = "code"
SUMMARY = "Code the answers of a CSV, TSV or JSONL file to the code frame."
DEFAULT_OFFICE = DEFAULT_FRAME.with_name("office.yaml")
_BATCH = 2_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("input", type=Path, metavar="IN", help="a CSV, TSV or JSONL file of answers")
    parser.add_argument("--text-column", required=True, help="the column that holds the answers")
    parser.add_argument("--question-column", help="the column that says which question each answers")
    parser.add_argument("--id-column", help="the column that holds their ids (by default “id”)")
    parser.add_argument("--coded", type=Path, metavar="FILE", help="answers people have coded")
    parser.add_argument("--frame", type=Path, default=DEFAULT_FRAME, help="the code frame (YAML)")
    parser.add_argument("--examples", type=Path, default=DEFAULT_EXAMPLES, help="invented coded answers")
    parser.add_argument("--office", type=Path, default=DEFAULT_OFFICE, help="the office’s place names")
    parser.add_argument("--output", type=Path, required=True, metavar="OUT.jsonl", help="where to write")


def run(arguments: argparse.Namespace) -> int:
    """Read, learn, code, write."""
    columns = {"question": arguments.question_column} if arguments.question_column else None
    corpus = read_answers(arguments.input, arguments.text_column, arguments.id_column, columns=columns)
    answers = list(corpus)
    frame = load_code_frame(arguments.frame)
    people = _Coded((), ()) if arguments.coded is None else _read_coded(arguments, answers)
    learning = [*answers, *people.further]
    coder = Coder(frame, load_examples(frame, arguments.examples)).fit(
        [answer.text for answer in learning],
        people.codes or None,
        [answer.question for answer in learning],
    )
    finder = WhereWhenFinder(_place_names(arguments.office))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    with arguments.output.open("w", encoding="utf-8", newline="\n") as out:
        for line in _coded_lines(answers, coder, finder):
            out.write(line + "\n")
    return 0


def _coded_lines(answers: Sequence[Answer], coder: Coder, finder: WhereWhenFinder) -> Iterator[str]:
    with tqdm(total=len(answers), unit=" answers", disable=None) as progress:
        for start in range(0, len(answers), _BATCH):
            batch = answers[start : start + _BATCH]
            given = coder.assign([a.text for a in batch], [a.question for a in batch])
            for answer, assignments in zip(batch, given, strict=True):
                yield json.dumps(document(answer, assignments, finder.find(answer.text)), ensure_ascii=False)
            progress.update(len(batch))


def document(answer: Answer, given: Sequence[Assignment], where: WhereWhen) -> Mapping[str, object]:
    """What is written of one answer."""
    return {
        "id": answer.id,
        "codes": [one.code for one in given],
        "polarity": {one.code: one.polarity for one in given},
        "probability": {one.code: one.probability for one in given},
        "evidence": {one.code: [evidence.words for evidence in one.evidence] for one in given},
        "places": list(where.places),
        "named_places": list(where.named_places),
        "times": list(where.times),
    }


@dataclass(frozen=True)
class _Coded:
    """People's codes for the answers of IN (None: not coded) and for further answers of the coded file."""

    codes: tuple[tuple[str, ...] | None, ...]
    further: tuple[Answer, ...]


def _read_coded(arguments: argparse.Namespace, answers: Sequence[Answer]) -> _Coded:
    path: Path = arguments.coded
    rows = list(_rows(path))
    by_id: dict[str, tuple[str, ...]] = {}
    further: list[tuple[Answer, tuple[str, ...]]] = []
    known = {answer.id for answer in answers}
    for line, row in rows:
        codes = _codes_of(path, line, row)
        name = str(row.get(arguments.id_column or "id", "")).strip()
        text = str(row.get(arguments.text_column) or "").strip()
        if name in known:
            by_id[name] = codes
        elif text:
            question = str(row.get(arguments.question_column or "question") or "")
            further.append((Answer(id=name or f"coded-{line}", text=text, question=question), codes))
        else:
            raise CorpusError(
                path.name, "this answer is not in the input and has no text of its own.",
                f"Give its id as in the input, or its text in “{arguments.text_column}”.", line=line,
            )  # fmt: skip
    return _Coded(
        (*(by_id.get(answer.id) for answer in answers), *(codes for _, codes in further)),
        tuple(answer for answer, _ in further),
    )


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        for line, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
            if text.strip():
                yield line, _object(path, line, text)
        return
    for line, answer in enumerate(read_answers(path, "codes", columns={}), start=2):
        yield line, {"id": answer.id, "codes": answer.text}


def _object(path: Path, line: int, text: str) -> Mapping[str, Any]:
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise CorpusError(path.name, "this line is not JSON.", f"{error.msg}.", line=line) from None
    if not isinstance(row, dict):
        raise CorpusError(path.name, "this line is not an object.", "Write {…} on each line.", line=line)
    return row


def _codes_of(path: Path, line: int, row: Mapping[str, Any]) -> tuple[str, ...]:
    value = row.get("codes")
    if isinstance(value, str):
        return tuple(code.strip() for code in value.split(";") if code.strip())
    if isinstance(value, list) and all(isinstance(code, str) for code in value):
        return tuple(value)
    raise CorpusError(
        path.name, "there is no list of codes.", "Write codes as a list, or separated by “;”.", line=line
    )


def _place_names(office: Path) -> list[str]:
    """The districts, places and further names of an office's file; none when there is no such file."""
    if not office.exists():
        return []
    data = yaml.safe_load(office.read_text(encoding="utf-8"))
    names: list[str] = [str(name) for name in data.get("gazetteer", []) or []]
    for district in data.get("districts", []) or []:
        names.append(str(district.get("label", "")))
        names.extend(str(place.get("label", "")) for place in district.get("places", []) or [])
    return names
