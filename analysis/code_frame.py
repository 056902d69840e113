"""What do we already know to listen for, and which words usually mean it?

For whoever edits `questionnaires/code_frame.yaml` and for the coder (`analysis.coding`) that applies it. A
`CodeFrame` is the list of codes with their definitions, seeds and owners; `SeedIndex` finds the seeds of all
codes in one pass over an answer and says where each stood, so that every code can be explained by words.

A seed is evidence, not a verdict: whether an answer is coded is for the coder to weigh, and for a person to
decide. Which codes an office uses, and what they are called, is its own affair.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.text import fold, stem, tokens
from analysis.wave import Polarity

Model = TypeVar("Model", bound=BaseModel)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
DUTY_WORDS: Mapping[str, str] = {
    "cause": "A cause of violence",
    "impact": "What violence and fear do to young people",
    "help": "What helps against violence",
}
NEEDS_REVIEW = "needs_review"
OFF_TOPIC = "off_topic"
DEFAULT_FRAME = Path(__file__).resolve().parent.parent / "questionnaires" / "code_frame.yaml"
DEFAULT_EXAMPLES = DEFAULT_FRAME.with_name("code_frame_examples.yaml")


class CodeFrameError(ValueError):
    """A code frame or its examples that cannot be used: file, line where known, field, what to mend."""


class Code(BaseModel):
    """One thing to listen for. `strand`, `pillar`, `owner` and `partners` are names from office.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Literal["concern", "protective", "reserved"]
    name: str
    definition: str
    duty: Literal["violence", "cause", "impact", "help", ""] = ""
    cause_level: Literal["individual", "relationship", "community", "society", ""] = ""
    strand: str = ""
    pillar: str = ""
    tier: Literal["primary", "secondary", "tertiary", ""] = ""
    owner: str = ""
    partners: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    worry: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    excluded: tuple[str, ...] = Field(default=(), alias="not")

    @property
    def all_seeds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.seeds, *self.worry, *self.helps, *self.ask)))

    @property
    def violence(self) -> str:
        """The kind of violence it is, or how it bears on violence, for a theme card."""
        return self.name if self.duty == "violence" else DUTY_WORDS.get(self.duty, "")

    def seed_polarity(self, seed: str) -> Polarity | None:
        """Which way the answer means the code when it holds this seed, where the frame says so."""
        for polarity in POLARITIES:
            if seed in getattr(self, polarity):
                return polarity
        return None


class CodeFrame(BaseModel):
    """The codes of an office, in the order of its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str
    language: str = "en"
    codes: tuple[Code, ...] = Field(min_length=1)

    @property
    def assignable(self) -> tuple[Code, ...]:
        """The codes a machine may give. `needs_review` is a state, not a theme."""
        return tuple(code for code in self.codes if code.code != NEEDS_REVIEW)

    def __getitem__(self, code: str) -> Code:
        for candidate in self.codes:
            if candidate.code == code:
                return candidate
        raise KeyError(code)

    def __contains__(self, code: object) -> bool:
        return any(candidate.code == code for candidate in self.codes)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the frame's content, for manifests: a change in the frame is a change in every trend."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class ExampleGroup(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    codes: tuple[str, ...] = Field(min_length=1)  # in order of prominence
    polarity: Polarity
    language: str = ""  # where it is not the file's own
    draft: bool = False  # not yet read by somebody who speaks the language
    by: str = ""  # whose hand, where one writer wrote many
    question: str = ""  # what was asked, where the writer had it before them
    answers: tuple[str, ...] = Field(min_length=1)


class CodedExamples(BaseModel):
    """Invented answers with their codes. `invented` must be true: real answers are never kept here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    language: str = "en"
    invented: Literal[True]
    examples: tuple[ExampleGroup, ...]

    @property
    def hands(self) -> tuple[str, ...]:
        """The writers who are named, in the order of the file."""
        return tuple(dict.fromkeys(group.by for group in self.examples if group.by))

    def parted(self, hand: str) -> tuple[CodedExamples, CodedExamples]:
        """What others wrote, and what this writer wrote."""
        theirs = tuple(group for group in self.examples if group.by == hand)
        others = tuple(group for group in self.examples if group.by != hand)
        return (self.model_copy(update={"examples": others}), self.model_copy(update={"examples": theirs}))

    def rows(self) -> Iterator[tuple[str, tuple[str, ...], Polarity]]:
        for group in self.examples:
            for answer in group.answers:
                yield answer, group.codes, group.polarity

    def questions(self) -> Iterator[str]:
        """What each of `rows` answers; empty where it is not said."""
        for group in self.examples:
            yield from [group.question] * len(group.answers)


def load_code_frame(path: Path = DEFAULT_FRAME) -> CodeFrame:
    """Read a code frame. Raises `CodeFrameError` naming file, line, field and what to mend."""
    frame = _load(path, CodeFrame)
    names = [code.code for code in frame.codes]
    for name in names:
        if names.count(name) > 1:
            raise CodeFrameError(f"{path.name}: the code “{name}” is there twice. Keep one of the two.")
    for code in frame.codes:
        if code.owner and code.owner in code.partners:
            raise CodeFrameError(
                f"{path.name}: “{code.owner}” owns the code “{code.code}” and is among its partners too. "
                "Take it out of the partners."
            )
    return frame


def load_examples(frame: CodeFrame, path: Path = DEFAULT_EXAMPLES) -> CodedExamples:
    """Read invented coded answers. Raises `CodeFrameError` when one names a code the frame does not have."""
    examples = _load(path, CodedExamples)
    for number, group in enumerate(examples.examples, start=1):
        for code in group.codes:
            if code not in frame:
                raise CodeFrameError(
                    f"{path.name}: group {number} names the code “{code}”, which {frame.name} does not have. "
                    "Correct its spelling, or add the code to the frame."
                )
    return examples


@dataclass(frozen=True)
class SeedMatch:
    """A seed found in an answer: whose, which, and the positions of its words (half open)."""

    code: str
    seed: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)  # compared by identity: thousands are looked up for every answer
class _Pattern:
    code: str
    seed: str
    parts: tuple[tuple[str, ...], ...]  # each a run of stems; "word*" stands for any word beginning so
    excluded: bool


_Part = tuple[_Pattern, int, tuple[str, ...]]  # a seed, which of its parts, and the run of that part


class SeedIndex:
    """All seeds of a frame, found in one pass over an answer's words.

    >>> frame = load_code_frame()
    >>> [found.code for found in SeedIndex(frame).find("there’s no street lights")]
    ['dark_run_down_places', 'dark_run_down_places']
    """

    def __init__(self, frame: CodeFrame) -> None:
        self._by_stem: dict[str, list[_Part]] = defaultdict(list)
        self._by_two_stems: dict[tuple[str, str], list[_Part]] = defaultdict(list)
        self._by_prefix: dict[str, list[_Part]] = defaultdict(list)
        for code in frame.assignable:
            for seed in code.all_seeds:
                self._add(_pattern(code.code, seed, excluded=False))
            for seed in code.excluded:
                self._add(_pattern(code.code, seed, excluded=True))
        self._prefix_lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def find(self, text: str) -> list[SeedMatch]:
        """The seeds in a text, without those inside a phrase the frame excludes for their code."""
        words = folded_words(text)
        return self.find_words(words, [stem(word) for word in words])

    def find_words(self, words: Sequence[str], stems: Sequence[str]) -> list[SeedMatch]:
        """As `find`, over words folded (`folded_words`) and their stems; positions are positions there."""
        runs: dict[_Pattern, dict[int, list[tuple[int, int]]]] = {}
        for at, word in enumerate(words):
            for pattern, part, run in self._starting(word, stems, at):
                if len(run) == 1 or _stands(run, words, stems, at):
                    runs.setdefault(pattern, {}).setdefault(part, []).append((at, at + len(run)))
        if not runs:
            return []
        blocked: dict[str, set[int]] = defaultdict(set)
        found: list[SeedMatch] = []
        for pattern, by_part in runs.items():
            if len(by_part) < len(pattern.parts):
                continue
            for start, end in (span for spans in by_part.values() for span in spans):
                if pattern.excluded:
                    blocked[pattern.code].update(range(start, end))
                else:
                    found.append(SeedMatch(pattern.code, pattern.seed, start, end))
        free = [m for m in found if not blocked[m.code].intersection(range(m.start, m.end))]
        return sorted(free, key=lambda m: (m.start, m.end, m.code, m.seed))

    def _add(self, pattern: _Pattern) -> None:
        for part, run in enumerate(pattern.parts):
            first = run[0]
            if first.endswith("*"):
                self._by_prefix[first[:-1]].append((pattern, part, run))
            elif len(run) > 1 and not run[1].endswith("*"):
                self._by_two_stems[first, run[1]].append((pattern, part, run))
            else:
                self._by_stem[first].append((pattern, part, run))

    def _starting(self, word: str, stems: Sequence[str], at: int) -> Sequence[_Part]:
        """The runs of words that may start with this one."""
        found: Sequence[_Part] = self._by_stem.get(stems[at], ())
        if at + 1 < len(stems):
            found = [*found, *self._by_two_stems.get((stems[at], stems[at + 1]), ())]
        for length in self._prefix_lengths:
            if length > len(word):
                break
            more = self._by_prefix.get(word[:length])
            if more:
                found = [*found, *more]
        return found


def folded_words(text: str) -> list[str]:
    """An answer's words as seeds are matched against them: folded, without apostrophes."""
    return [word for token in tokens(text) for word in folded(token)]


def folded(token: str) -> list[str]:
    """The plain words one token stands for, without apostrophes ("don’t" -> "dont")."""
    return [word.replace("'", "") for word in fold(token).split()]


def _pattern(code: str, seed: str, *, excluded: bool) -> _Pattern:
    parts = tuple(tuple(_run(part)) for part in str(seed).split("+") if part.strip())
    return _Pattern(code, str(seed), parts, excluded)


def _run(part: str) -> Iterator[str]:
    for word in part.split():
        if word.endswith("*"):
            yield word.lower().replace("’", "").replace("'", "")
        else:
            for plain in folded_words(word):
                yield stem(plain)


def _stands(run: tuple[str, ...], words: Sequence[str], stems: Sequence[str], at: int) -> bool:
    if at + len(run) > len(words):
        return False
    for place, wanted in enumerate(run, start=at):  # written out: millions of times in a large wave
        if stems[place] != wanted and not (wanted.endswith("*") and words[place].startswith(wanted[:-1])):
            return False
    return True


def _load(path: Path, model: type[Model]) -> Model:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CodeFrameError(f"{path} is not there. Say where it is with --frame or --examples.") from None
    except UnicodeDecodeError:
        raise CodeFrameError(f"{path.name} is not plain text in UTF-8. Save it again as UTF-8.") from None
    try:
        data = yaml.load(text, Loader=_Words)  # noqa: S506  # a SafeLoader that leaves words as words
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CodeFrameError(
            f"{path.name}, line {line}: cannot be read as YAML ({error.problem}). "
            "Look for a missing colon or a stray quote."
        ) from None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise CodeFrameError("; ".join(_findings(path, error.errors(include_input=False)))) from None


def _findings(path: Path, errors: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for error in errors:
        place = error["loc"]
        field = ".".join(str(step) for step in place) if isinstance(place, tuple) else str(place)
        yield f"{path.name}, {field}: {error['msg']}"


class _Words(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the quick one, if built
    """YAML in which a seed such as 101 or 60 is the word that was written, not a number."""


_Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
