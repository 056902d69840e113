"""Which answers are we working on, and can every one of them be accounted for?

The door of the analysis room: answers come in from the store or from a file and leave as frozen `Answer`
values. Nothing is dropped on the way. A blank answer, a repeated id, a line in another encoding is kept,
counted and named in `Corpus.notes`; what cannot be read at all stops with a `CorpusError` that says where
and how to mend it, without quoting anybody's words.

It leaves to `text` what an answer says, and to `topics` which answers are alike.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.text import detect_language, gist, is_non_answer

_FORMATS: Mapping[str, str] = {
    ".csv": ",", ".tsv": "\t", ".tab": "\t", ".jsonl": "", ".ndjson": "", ".json": "", ".txt": "",
}  # fmt: skip
_FIELDS = ("question", "session", "area", "age_band", "wave", "language")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person wrote to one open question, with as much about it as the analysis may know."""

    id: str
    text: str
    question: str = ""
    session: str = ""
    area: str = ""
    age_band: str = ""
    wave: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the results should know about how the answers came in."""

    kind: str  # "blank", "repeated id", "other encoding", ...
    count: int
    message: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Answers in the order they came, and what had to be noted about them."""

    answers: tuple[Answer, ...]
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return len(self.answers)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.answers)

    @property
    def texts(self) -> list[str]:
        """The answers' words, as written."""
        return [answer.text for answer in self.answers]

    def non_answers(self) -> tuple[Answer, ...]:
        """Answers that say nothing ("idk", blank, keys struck at random): counted, never clustered."""
        return tuple(answer for answer in self.answers if is_non_answer(answer.text))

    def with_languages(self) -> Corpus:
        """The same answers, each with the language it is written in where that was not known."""
        told = (
            answer if answer.language else replace(answer, language=detect_language(answer.text))
            for answer in self.answers
        )
        return Corpus(tuple(told), self.notes)

    def counted_once(self) -> tuple[Answer, ...]:
        """The first of each answer given in much the same words (`gist`) in one session to one question.

        A joke copied round a table is one voice when themes are counted; the people are still counted
        elsewhere.
        """
        voices = self.voices()
        return tuple(answer for answer, voice in zip(self.answers, voices, strict=True) if voice)

    def voices(self) -> list[int]:
        """1 for each answer that is a voice of its own, 0 for a copy of an earlier one in its session."""
        seen: set[tuple[str, str, str]] = set()
        told: list[int] = []
        for answer in self.answers:
            if not answer.session:
                told.append(1)
                continue
            key = (answer.session, answer.question, gist(answer.text))
            told.append(int(key not in seen))
            seen.add(key)
        return told


class CorpusError(ValueError):
    """A file of answers that cannot be read: where, what is wrong and how to mend it. Never quotes an
    answer.
    """

    def __init__(
        self, file: str, problem: str, mend: str, line: int | None = None, column: str | None = None
    ):
        self.file, self.line, self.column, self.problem, self.mend = file, line, column, problem, mend
        where = file + (f", line {line}" if line else "") + (f", column “{column}”" if column else "")
        super().__init__(f"{where}: {problem} {mend}")


def read_answers(
    path: str | Path,
    text_column: str,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Corpus:
    """Answers from a CSV, TSV or JSONL file.

    `id_column` is by default "id" where the file has it, else answers are numbered from 1 in file order.
    `columns` says which column holds the question, session, area, age band, wave or language of an answer;
    columns of those very names are read without being told.
    """
    path = Path(path)
    lines, repaired = _lines(path)
    kind = path.suffix.lower()
    rows = _json_rows(path, lines) if kind in (".jsonl", ".ndjson", ".json") else _table_rows(path, lines)
    return _corpus(path, list(rows), text_column, id_column, dict(columns or {}), repaired)


def _lines(path: Path) -> tuple[list[str], int]:
    """The lines of a file as text. A line that is not UTF-8 is read as Windows-1252, and counted."""
    name = path.name
    if not path.exists():
        raise CorpusError(name, "there is no such file.", "Check the path.")
    if path.is_dir():
        raise CorpusError(
            name, "this is a folder, not a file.", "Give the path of one CSV, TSV or JSONL file."
        )
    if path.suffix.lower() not in _FORMATS:
        raise CorpusError(
            name, "the ending of the name does not say how to read it.", "Save it as .csv, .tsv or .jsonl."
        )
    raw = path.read_bytes()
    if not raw.strip():
        raise CorpusError(name, "the file is empty.", "Export the answers again.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return raw.decode("utf-16").splitlines(keepends=True), 0
        except UnicodeDecodeError as error:
            raise CorpusError(name, "it starts as UTF-16 but breaks off.", "Save it as UTF-8.") from error
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return _split_lines(raw.decode("utf-8")), 0
    except UnicodeDecodeError:
        return _mend_lines(name, raw)


def _mend_lines(name: str, raw: bytes) -> tuple[list[str], int]:
    lines: list[str] = []
    repaired = 0
    for number, line in enumerate(raw.splitlines(keepends=True), start=1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            try:
                lines.append(line.decode("cp1252"))
            except UnicodeDecodeError as error:
                raise CorpusError(
                    name,
                    "its letters are neither UTF-8 nor Windows-1252.",
                    "Save the file as UTF-8.",
                    line=number,
                ) from error
            repaired += 1
    return lines, repaired


def _split_lines(text: str) -> list[str]:
    """Lines ended by a newline or a carriage return only: an answer may hold other separators."""
    return (
        text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
        if _plain(text)
        else [line + "\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    )


def _plain(text: str) -> bool:
    return not any(
        mark in text for mark in ("\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85")
    )


def _json_rows(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    whole = "".join(lines).lstrip()
    if path.suffix.lower() == ".json" and whole.startswith("["):
        try:
            listed = json.loads(whole)
        except json.JSONDecodeError as error:
            raise CorpusError(
                path.name, "it is not valid JSON.", f"{error.msg}.", line=error.lineno
            ) from error
        pairs = list(enumerate(listed, start=1))
    else:
        pairs = []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                pairs.append((number, json.loads(line)))
            except json.JSONDecodeError as error:
                raise CorpusError(
                    path.name,
                    "this line is not valid JSON.",
                    f"Write one object a line ({error.msg}).",
                    line=number,
                ) from error
    for number, row in pairs:
        if not isinstance(row, dict):
            raise CorpusError(
                path.name, "this line is not a JSON object.", 'Write {"id": ..., "text": ...}.', line=number
            )
        yield number, row


def _table_rows(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    csv.field_size_limit(sys.maxsize)
    delimiter = _FORMATS[path.suffix.lower()] or "\t"
    clean = (line.replace("\x00", "") for line in lines)
    reader = csv.reader(clean, delimiter=delimiter, strict=False)
    header: list[str] | None = None
    try:
        for row in reader:
            if header is None:
                header = [name.strip() for name in row]
                if delimiter == "," and len(header) == 1 and ";" in header[0]:
                    raise CorpusError(
                        path.name, "its columns are parted by semicolons.", "Save it with commas.", line=1
                    )
                repeated = sorted({name for name in header if name and header.count(name) > 1})
                if repeated:
                    raise CorpusError(
                        path.name, f"two columns are called “{repeated[0]}”.", "Rename one of them.", line=1
                    )
                continue
            if not row:
                continue
            if len(row) > len(header):
                raise CorpusError(
                    path.name,
                    f"this line has {len(row)} cells, the first line has {len(header)}.",
                    "Put answers that hold the separator in double quotes.",
                    line=reader.line_num,
                )
            yield reader.line_num, dict(zip(header, row + [""] * (len(header) - len(row)), strict=True))
    except csv.Error as error:
        raise CorpusError(
            path.name, "this line cannot be read as a table.", f"{error}.", line=reader.line_num
        ) from error
    if header is None:
        raise CorpusError(path.name, "the file is empty.", "Export the answers again.")


def _corpus(
    path: Path,
    rows: Sequence[tuple[int, Mapping[str, Any]]],
    text_column: str,
    id_column: str | None,
    columns: Mapping[str, str],
    repaired: int,
) -> Corpus:
    if not rows:
        raise CorpusError(path.name, "there is no answer in it.", "Export the answers again.")
    present = {name for _, row in rows for name in row}
    for wanted in (text_column, id_column, *columns.values()):
        if wanted is not None and wanted not in present:
            names = ", ".join(f"“{name}”" for name in sorted(present))
            raise CorpusError(
                path.name, "there is no such column.", f"The columns are {names}.", line=1, column=wanted
            )
    key = id_column or ("id" if "id" in present and text_column != "id" else None)
    source = {field: columns.get(field, field) for field in _FIELDS}
    source = {field: column for field, column in source.items() if column in present - {text_column}}
    answers: list[Answer] = []
    seen: dict[str, int] = {}
    blank = 0
    for position, (_, row) in enumerate(rows, start=1):
        name = _word(row.get(key)) if key else str(position)
        name = name or f"row-{position}"
        seen[name] = seen.get(name, 0) + 1
        text = _word(row.get(text_column))
        blank += not text.strip()
        fields = {field: _word(row.get(column)) for field, column in source.items()}
        answers.append(Answer(id=name, text=text, **fields))
    return Corpus(tuple(answers), tuple(_notes(blank, sum(n - 1 for n in seen.values()), repaired)))


def _notes(blank: int, repeated: int, repaired: int) -> Iterator[Note]:
    if blank:
        yield Note(
            "blank", blank, f"{blank} answers are blank. They are kept and counted, and are in no topic."
        )
    if repeated:
        yield Note("repeated id", repeated, f"{repeated} answers share their id with an earlier one.")
    if repaired:
        yield Note(
            "other encoding", repaired, f"{repaired} lines were not UTF-8 and were read as Windows-1252."
        )


def _word(value: object) -> str:
    """A cell as text. Only JSON null and not-a-number are missing: somebody may have written "none"."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value).replace("\x00", "")
