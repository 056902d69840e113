"""`python -m survey screen IN.jsonl OUT.jsonl`: screen a file of texts, one JSON object a line, and
store nothing.

For whoever measures screening, or has texts from elsewhere to screen. A line needs `text`; `id` is
handed back as it came, and `question` and `language` are used if they are there. Out comes, line for
line, `id`, `redacted`, `spans` (start, end, type), `level`, `reasons` and `held`. A line that cannot be
read loses nothing else: its number and what is wrong with it go to standard error, the others are
screened, and the exit code is 1. No text is ever printed.
"""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import survey
from survey.screening import held, screen

_QUESTIONNAIRES = Path(survey.__file__).parents[1] / "questionnaires"


@dataclass(frozen=True)
class LineProblem:
    """A line that could not be screened, and what to mend; never what it says."""

    line: int
    problem: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}"


@dataclass(frozen=True)
class OwnWords:
    """What an office calls its places and which numbers are for help: nobody's personal details."""

    places: frozenset[str] = frozenset()
    help_numbers: frozenset[str] = frozenset()


def main(arguments: Sequence[str] | None = None) -> int:
    """Screen the file named first into the file named second; 0 done, 1 with lines left out, 2 not done."""
    parser = ArgumentParser(
        prog="python -m survey screen", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("input", type=Path, metavar="IN.jsonl")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl")
    parser.add_argument(
        "--questionnaires",
        type=Path,
        default=os.environ.get("SURVEY_QUESTIONNAIRES_DIR") or _QUESTIONNAIRES,
        help="where office.yaml and help.yaml are",
    )
    given = parser.parse_args(arguments)
    try:
        problems = screen_file(given.input, given.output, own_words(given.questionnaires))
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
        return 2
    for problem in problems:
        sys.stderr.write(f"{given.input}, {problem}\n")
    return 1 if problems else 0


def screen_file(source: Path, target: Path, words: OwnWords | None = None) -> list[LineProblem]:
    """Screen every line of `source` into `target`; the lines that could not be."""
    words = words or OwnWords()
    if source.resolve() == target.resolve():
        raise OSError(22, "the screened texts need a file of their own", str(target))
    problems: list[LineProblem] = []
    with source.open("rb") as lines, target.open("w", encoding="utf-8") as out:
        for number, raw in enumerate(lines, start=1):
            if not raw.strip():
                continue
            read = _read(number, raw)
            if isinstance(read, LineProblem):
                problems.append(read)
                continue
            out.write(json.dumps(_screened(read, words), ensure_ascii=False) + "\n")
    return problems


def own_words(questionnaires: Path) -> OwnWords:
    """The places and help lines of the office whose files are in `questionnaires`; nothing where there are
    none.
    """
    office, help_lines = questionnaires / "office.yaml", questionnaires / "help.yaml"
    if not (office.is_file() and help_lines.is_file()):
        return OwnWords()
    from survey.office import load_help, load_office  # here, because most of the start-up time is its

    lines = load_help(help_lines).lines
    numbers = (re.sub(r"\D", "", written) for line in lines for written in (line.call, line.text))
    return OwnWords(load_office(office).place_names, frozenset(filter(None, numbers)))


def _read(number: int, raw: bytes) -> dict[str, object] | LineProblem:
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return LineProblem(number, "is not UTF-8; save the file as UTF-8")
    except json.JSONDecodeError as error:
        return LineProblem(number, f"is not JSON (column {error.colno}: {error.msg})")
    except RecursionError:
        return LineProblem(number, "is nested too deeply")
    if not isinstance(row, dict):
        return LineProblem(number, 'is not an object; it needs {"id": ..., "text": ...}')
    if not isinstance(row.get("text"), str):
        return LineProblem(number, "has no `text` in it, or its `text` is not a string")
    return row


def _screened(row: dict[str, object], words: OwnWords) -> dict[str, object]:
    text = str(row["text"])
    screened = screen(
        text,
        places=words.places,
        language=_word(row, "language"),
        question=_word(row, "question"),
        help_numbers=words.help_numbers,
    )
    return {
        "id": row.get("id"),
        "redacted": screened.redacted,
        "spans": [{"start": s.start, "end": s.end, "type": s.type.value} for s in screened.spans],
        "level": screened.level.value,
        "reasons": list(screened.reasons),
        "held": held(screened),
    }


def _word(row: dict[str, object], key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) else None
