"""From machine’s topics to the office’s themes: every decision a person made, played back in order.

The question this module answers for an analyst: *how did this theme come to be, who decided what, and what
if I take one step back?* Topics are proposals. A theme is what a list of decisions makes of them: accept,
rename, describe, merge, split, hide, map to the code frame, and undo. The list is only ever added to; playing
it back gives the same themes every time. Keeping the list is for the store, showing it for the review desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from analysis.wave import Polarity, Quote, Theme

Action = Literal[
    "accept", "rename", "describe", "merge", "split", "hide", "add", "map", "polarity", "quote", "undo"
]
Status = Literal["proposed", "accepted", "hidden"]


class DecisionError(ValueError):
    """A decision that cannot be carried out. The message says which and why."""


class DecisionConflict(DecisionError):  # a conflict is what the person meets, not a fault
    """Somebody else decided about the same theme in the meantime. Nothing was overwritten."""


@dataclass(frozen=True)
class Proposal:
    """A topic as the machine found it: who is in it, and how steadily it came back."""

    key: str
    label: str
    question: str
    response_ids: frozenset[str]
    opposite_ids: frozenset[str] = frozenset()
    stability: float | None = None


@dataclass(frozen=True)
class CodeFacts:
    """What the code frame knows of a code: what it means for the Duty, and whose it is."""

    code: str
    violence: str = ""
    cause_level: str = ""
    prevention_tier: str = ""
    strand: str = ""
    pillar: str = ""
    owner: str = ""
    partners: tuple[str, ...] = ()
    sensitive: bool = False


@dataclass(frozen=True)
class Decision:
    """One decision. `value` is its text; `others` the themes merged in, or the people split off.

    `seen` is how many decisions about the theme the person had seen; None: not checked.
    """

    key: str
    action: Action
    theme: str
    value: str = ""
    others: tuple[str, ...] = ()
    quote: Quote | None = None
    by: str = ""
    machine: bool = False
    at: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class Reviewed:
    """A theme with its standing and the decisions that made it."""

    theme: Theme
    status: Status
    history: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Review:
    """All themes of a wave after all decisions, in the order in which they came up."""

    themes: Mapping[str, Reviewed] = field(default_factory=dict)

    def standing(self, *, only_accepted: bool = False) -> tuple[Theme, ...]:
        """The themes to tell: those not hidden, or only those a person accepted."""
        wanted = {"accepted"} if only_accepted else {"accepted", "proposed"}
        return tuple(each.theme for each in self.themes.values() if each.status in wanted)


def replay(
    proposals: Iterable[Proposal], decisions: Iterable[Decision], frame: Mapping[str, CodeFacts] | None = None
) -> Review:
    """Play all decisions back onto the proposals. The same input gives the same themes."""
    themes = {
        p.key: Reviewed(
            Theme(
                p.key, p.label, p.question, p.response_ids, opposite_ids=p.opposite_ids, stability=p.stability
            ),
            "proposed",
        )
        for p in proposals
    }
    for decision in _not_undone(tuple(decisions)):
        themes = _applied(themes, decision, frame or {})
    return Review(themes)


def check(review: Review, decision: Decision) -> None:
    """Refuse a decision made without having seen the latest one about the same theme."""
    known = review.themes.get(decision.theme)
    if known is not None and decision.seen is not None and decision.seen != len(known.history):
        latest = known.history[-1] if known.history else None
        who = f" by {latest.by}" if latest and latest.by else ""
        raise DecisionConflict(
            f"“{known.theme.label}” was changed{who} while you were looking at it. Look again, then decide."
        )


def _not_undone(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Without the decisions that were taken back. An undo can itself be undone."""
    known = {decision.key for decision in decisions}
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.action != "undo" or decision.key in undone:
            continue
        if decision.value not in known:
            raise DecisionError(
                f"Decision {decision.key} takes back {decision.value!r}, which does not exist."
            )
        undone.add(decision.value)
    return tuple(d for d in decisions if d.action != "undo" and d.key not in undone)


Themes = dict[str, Reviewed]


def _applied(themes: Themes, decision: Decision, frame: Mapping[str, CodeFacts]) -> Themes:
    if decision.action == "add":
        return _add(themes, decision)
    if decision.theme not in themes:
        raise DecisionError(f"Decision {decision.key} is about {decision.theme!r}, which is no theme here.")
    changed = _ACTIONS[decision.action](dict(themes), decision, frame)
    touched = changed[decision.theme]
    return {**changed, decision.theme: replace(touched, history=(*touched.history, decision))}


def _add(themes: Themes, decision: Decision) -> Themes:
    """A theme a person saw and the machine did not. `others` are the people in it."""
    if decision.theme in themes:
        raise DecisionError(f"Decision {decision.key} adds {decision.theme!r}, which is there already.")
    question, _, label = decision.value.partition("|")
    theme = Theme(decision.theme, label, question, frozenset(decision.others))
    return {**themes, decision.theme: Reviewed(theme, "accepted", (decision,))}


def _status(status: Status) -> Change:
    def change(themes: Themes, decision: Decision, frame: Mapping[str, CodeFacts]) -> Themes:
        return {**themes, decision.theme: replace(themes[decision.theme], status=status)}

    return change


def _text(field_name: str) -> Change:
    def change(themes: Themes, decision: Decision, frame: Mapping[str, CodeFacts]) -> Themes:
        words = " ".join(decision.value.split())
        if not words:
            raise DecisionError(f"Decision {decision.key} gives {decision.theme!r} an empty text.")
        return _with(themes, decision.theme, **{field_name: words})

    return change


def _merge(themes: Themes, decision: Decision, frame: Mapping[str, CodeFacts]) -> Themes:
    """The others’ people and quotes join this theme; the others are hidden, their history kept."""
    into = themes[decision.theme].theme
    for other in decision.others:
        if other not in themes or other == decision.theme:
            raise DecisionError(f"Decision {decision.key} merges {other!r}, which cannot be merged here.")
        theme = themes[other].theme
        if theme.question != into.question:
            raise DecisionError(f"Decision {decision.key} merges themes of two questions.")
        into = replace(
            into,
            response_ids=into.response_ids | theme.response_ids,
            opposite_ids=into.opposite_ids | theme.opposite_ids,
            quotes=into.quotes + theme.quotes,
            stability=None,  # what was tested was not this theme
        )
        themes[other] = replace(themes[other], status="hidden", history=(*themes[other].history, decision))
    return {**themes, decision.theme: replace(themes[decision.theme], theme=into)}


def _split(themes: Themes, decision: Decision, frame: Mapping[str, CodeFacts]) -> Themes:
    """The named people leave for a new theme, whose key and label are in `value`."""
    key, _, label = decision.value.partition("|")
    source = themes[decision.theme].theme
    leaving = frozenset(decision.others)
    if not key or not label or key in themes:
        raise DecisionError(f"Decision {decision.key} needs a new key and a label for what is split off.")
    if not leaving or not leaving < source.response_ids:
        raise DecisionError(f"Decision {decision.key} must split off some, not all, of the theme’s people.")
    new = Theme(key, label, source.question, leaving, polarity=source.polarity)
    themes[key] = Reviewed(new, "accepted", (decision,))
    return _with(themes, decision.theme, response_ids=source.response_ids - leaving, stability=None)


def _map(themes: Themes, decision: Decision, frame: Mapping[str, CodeFacts]) -> Themes:
    facts = frame.get(decision.value)
    if facts is None:
        raise DecisionError(
            f"Decision {decision.key} maps to {decision.value!r}, which is not in the code frame."
        )
    return _with(
        themes,
        decision.theme,
        code=facts.code,
        violence=facts.violence,
        cause_level=facts.cause_level,
        prevention_tier=facts.prevention_tier,
        strand=facts.strand,
        pillar=facts.pillar,
        owner=facts.owner,
        partners=facts.partners,
        sensitive=facts.sensitive,
    )


def _polarity(themes: Themes, decision: Decision, frame: Mapping[str, CodeFacts]) -> Themes:
    allowed: tuple[Polarity, ...] = ("worry", "helps", "ask")
    if decision.value not in allowed:
        raise DecisionError(f"Decision {decision.key} needs one of {', '.join(allowed)}.")
    return _with(themes, decision.theme, polarity=decision.value)


def _quote(themes: Themes, decision: Decision, frame: Mapping[str, CodeFacts]) -> Themes:
    if decision.quote is None:
        raise DecisionError(f"Decision {decision.key} names no quote.")
    quotes = themes[decision.theme].theme.quotes
    kept = tuple(q for q in quotes if q.text_id != decision.quote.text_id)
    return _with(themes, decision.theme, quotes=(*kept, decision.quote))


def _with(themes: Themes, key: str, **changes: object) -> Themes:
    reviewed = themes[key]
    return {**themes, key: replace(reviewed, theme=replace(reviewed.theme, **changes))}  # type: ignore[arg-type]


Change = Callable[[Themes, Decision, Mapping[str, CodeFacts]], Themes]

_ACTIONS: Mapping[str, Change] = {
    "accept": _status("accepted"),
    "hide": _status("hidden"),
    "rename": _text("label"),
    "describe": _text("summary"),
    "merge": _merge,
    "split": _split,
    "map": _map,
    "polarity": _polarity,
    "quote": _quote,
}
