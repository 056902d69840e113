"""A run as it is kept, and its decisions as `analysis.themes` plays them back. Nobody's sentence is in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from analysis import wave as told
from analysis.code_frame import CodeFrame, load_code_frame
from analysis.decisions import Action, Decision, Proposal, Review
from analysis.themes import replay
from survey.house import House
from survey.store.tables import AnalysisRun, ThemeDecision

FEWEST_ANSWERS: Final = 12  # fewer are quicker read than sorted
FRAME: Final = "code_frame.yaml"

NTopics = int | Literal["auto"]


class ThemeProblem(Exception):
    """A run or a decision that cannot be made like this. The message holds nobody's words."""


class ThemeConflict(ThemeProblem):
    """Somebody else was faster. Nothing was overwritten; the message says who, and what to do."""


class StoredTopic(BaseModel):
    """A topic as a run found it: which answers, by id and weight, and the words that set it apart."""

    model_config = ConfigDict(frozen=True)

    key: str
    label: str
    words: tuple[str, ...]
    stability: float | None
    examples: tuple[str, ...]  # ids of answers at its heart
    members: dict[str, float]  # answer id -> weight
    code: str = ""  # the code of the frame that most of its answers speak of, where one leads
    polarity: told.Polarity = "worry"

    @property
    def in_order(self) -> tuple[str, ...]:
        """Its answers, those at its heart first, then by how much they belong."""
        by_weight = sorted(self.members, key=lambda text_id: (-self.members[text_id], text_id))
        at_heart = (one for one in self.examples if one in self.members)
        return tuple(dict.fromkeys((*at_heart, *by_weight)))


class Coded(BaseModel):
    """A code the frame's coder gave to an answer."""

    model_config = ConfigDict(frozen=True)

    code: str
    probability: float
    polarity: told.Polarity


class StoredResult(BaseModel):
    """Everything a run found, without anybody's sentence."""

    model_config = ConfigDict(frozen=True)

    topics: tuple[StoredTopic, ...]
    unclear: tuple[str, ...] = ()  # answers it could not place with any certainty
    read: tuple[str, ...] = ()  # every answer it read
    coded: dict[str, tuple[Coded, ...]] = {}  # answer id -> its codes, likeliest first


def result_of(row: AnalysisRun) -> StoredResult:
    return StoredResult.model_validate(row.result)


def proposals(result: StoredResult) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(one.key, one.label, one.in_order, one.words, one.stability, one.code, one.polarity)
        for one in result.topics
    )


def reviewed(row: AnalysisRun, decided: Iterable[ThemeDecision]) -> Review:
    """A run's themes after everything decided about them."""
    own = [decision(one) for one in decided if one.run_id == row.id]
    return replay(proposals(result_of(row)), own)


def decision(row: ThemeDecision) -> Decision:
    action: Action = row.action  # type: ignore[assignment]  # only decisions.py writes them
    return Decision(
        key=row.id,
        action=action,
        theme=row.topic,
        value=row.value,
        themes=tuple(row.themes),
        answers=tuple(row.answers),
        by=row.account_id,
        machine=row.machine,
        at=row.at,
    )


def stored(made: Decision, run_id: str, number: int) -> ThemeDecision:
    if made.at is None:
        raise ValueError("a decision needs its moment")
    return ThemeDecision(
        run_id=run_id,
        number=number,
        topic=made.theme,
        action=made.action,
        value=made.value,
        themes=list(made.themes),
        answers=list(made.answers),
        machine=made.machine,
        account_id=made.by,
        at=made.at,
    )


def frame_of(house: House) -> CodeFrame | None:
    """The office's code frame, if it has one: without, topics keep their own words."""
    path = house.settings.questionnaires_dir / FRAME
    return _frame(path.read_bytes(), path) if path.exists() else None


@lru_cache(maxsize=4)
def _frame(_written: bytes, path: Path) -> CodeFrame:
    """Read again only when the file says something else."""
    return load_code_frame(path)
