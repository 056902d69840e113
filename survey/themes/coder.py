"""The code frame’s coder, ready to read: with what is known of these answers’ words, or from the frame alone.

The first is for a run, which has seconds. The second is for the desk, which has not: it is fitted once in a
process, and holds nothing anybody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from analysis.code_frame import CodedExamples, CodeFrame, load_examples
from analysis.coding import Coder
from analysis.field import Field
from analysis.field_learning import field_of
from survey.house import House

EXAMPLES: Final = "code_frame_examples.yaml"


def coder_of(
    house: House,
    frame: CodeFrame,
    words: Sequence[str],
    asked: Sequence[str],
    by_people: Sequence[Sequence[str] | None] | None = None,
) -> Coder:
    """The frame's coder, knowing how common each word is among these answers, and what people coded."""
    return Coder(frame, _examples(house, frame)).fit(words, _still_codes(frame, by_people), asked)


def _still_codes(
    frame: CodeFrame, by_people: Sequence[Sequence[str] | None] | None
) -> list[list[str] | None] | None:
    """Without codes the office has taken out of its frame since."""
    if by_people is None:
        return None
    known = {one.code for one in frame.assignable}
    return [None if given is None else [one for one in given if one in known] for given in by_people]


def frame_coder(house: House, frame: CodeFrame) -> Coder:
    """The frame's coder as it is before it has read any answer. Seconds at first, then at once."""
    return _fitted(_ByContent(frame), _written(house))


def taught_field(house: House, frame: CodeFrame | None) -> Field | None:
    """What the office's frame and examples teach about how young people speak of its subjects."""
    return None if frame is None else _taught(_ByContent(frame), _written(house))


def _examples(house: House, frame: CodeFrame) -> CodedExamples:
    return _read(_ByContent(frame), _written(house))


@dataclass(frozen=True)
class _Written:
    """The examples' file as it is now; two with the same content are the same."""

    content: bytes
    path: Path = field(compare=False)


def _written(house: House) -> _Written:
    path = house.settings.questionnaires_dir / EXAMPLES
    return _Written(path.read_bytes() if path.exists() else b"", path)


class _ByContent:
    """A code frame that can be a key: two with the same content are the same."""

    def __init__(self, frame: CodeFrame) -> None:
        self.frame: Final = frame

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and other.frame.digest == self.frame.digest

    def __hash__(self) -> int:
        return hash(self.frame.digest)


@lru_cache(maxsize=2)
def _read(frame: _ByContent, written: _Written) -> CodedExamples:
    """The examples as they are in the file now: read once by a run, which wants them twice."""
    return load_examples(frame.frame, written.path)


@lru_cache(maxsize=2)
def _taught(frame: _ByContent, written: _Written) -> Field:
    return field_of(frame.frame, _read(frame, written))


@lru_cache(maxsize=2)
def _fitted(frame: _ByContent, written: _Written) -> Coder:
    return Coder(frame.frame, _read(frame, written)).fit([])
