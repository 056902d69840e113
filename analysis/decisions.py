"""What people decide about themes, and what a theme is after that: the values `analysis.themes` plays back.

Answers are known here by their ids alone. What a decision does to a theme is in `analysis.theme_changes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from analysis.wave import Polarity

Action = Literal[
    "accept",
    "rename",
    "describe",
    "merge",
    "split",
    "hide",
    "show",
    "add",
    "map",
    "polarity",
    "move",
    "take_out",
    "put_in",
    "quote",
    "clear_quote",
    "unquote",
    "undo",
]
Status = Literal["proposed", "accepted", "hidden", "merged"]

ABOUT_QUOTES: Final[frozenset[Action]] = frozenset({"quote", "clear_quote", "unquote"})
"""Two roles agree on a quote. One of them must not undo what the other said, so these have no undo; and as
they change no theme, they are in nobody's way.
"""


class DecisionError(ValueError):
    """A decision that cannot be carried out. The message can be shown; it holds nobody's answer."""


class DecisionConflict(DecisionError):  # a conflict is what the person meets, not a fault
    """Somebody else decided about the same theme in the meantime. Nothing was overwritten."""

    def __init__(self, label: str, by: str) -> None:
        super().__init__(
            f"“{label}” was changed while you were looking at it. Nothing was overwritten. "
            "Look again, then decide."
        )
        self.label: Final = label
        self.by: Final = by  # whoever made the decision that was not seen


@dataclass(frozen=True)
class Proposal:
    """A topic as the machine found it: its answers, those at its heart first."""

    key: str
    label: str
    answers: tuple[str, ...]
    words: tuple[str, ...] = ()
    stability: float | None = None
    code: str = ""
    polarity: Polarity = "worry"


@dataclass(frozen=True)
class Decision:
    """One decision about `theme`. What else it needs depends on the action:

    `value`: the name, the sentence, the code, the polarity, the answer to quote, the decision taken back;
    `themes`: those merged in, the one split off, the one moved to; `answers`: those added, moved, taken out.

    `seen` is how many decisions there were when the person looked; None: not checked. `machine`: carried
    along from an earlier run; `by` is then whoever decided it there.
    """

    key: str
    action: Action
    theme: str
    value: str = ""
    themes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    by: str = ""
    machine: bool = False
    at: datetime | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Agreement:
    """Who wants an answer quoted, and which safeguarding lead agreed. It takes both."""

    proposed_by: str
    cleared_by: str = ""


@dataclass(frozen=True)
class Reviewed:
    """A theme as it stands after the decisions."""

    key: str
    label: str
    answers: tuple[str, ...]
    words: tuple[str, ...] = ()
    stability: float | None = None
    code: str = ""
    polarity: Polarity = "worry"
    summary: str = ""
    named: bool = False  # by a person
    mapped: bool = False  # by a person
    turned: bool = False  # its polarity was set by a person
    accepted: bool = False
    hidden: bool = False
    merged_into: str = ""
    merged_from: tuple[str, ...] = ()
    made: Literal["found", "added", "split"] = "found"
    quotes: Mapping[str, Agreement] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        if self.merged_into:
            return "merged"
        return "hidden" if self.hidden else "accepted" if self.accepted else "proposed"


@dataclass(frozen=True)
class Past:
    """A decision in the history: its number, the themes it changed, and whether it was taken back."""

    number: int
    decision: Decision
    themes: tuple[str, ...]
    undone: bool = False
    can_undo: bool = False  # or, when it was taken back, can be done again


@dataclass(frozen=True)
class Review:
    """All themes of a run after all decisions, in the order in which they came up."""

    themes: Mapping[str, Reviewed] = field(default_factory=dict)
    history: tuple[Past, ...] = ()

    def standing(self) -> tuple[Reviewed, ...]:
        """Every theme that has not gone into another one, the hidden ones too."""
        return tuple(each for each in self.themes.values() if not each.merged_into)

    def about(self, theme: str) -> tuple[Past, ...]:
        """What was decided about a theme, and about those that went into it, oldest first."""
        family = {theme, *(key for key in self.themes if self.ends_in(key) == theme)}
        return tuple(past for past in self.history if family.intersection(past.themes))

    def ends_in(self, theme: str) -> str:
        """The theme this one went into; itself, when it stands."""
        while theme in self.themes and self.themes[theme].merged_into:
            theme = self.themes[theme].merged_into
        return theme
