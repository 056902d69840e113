"""From the machine’s topics to the office’s themes: every decision a person made, played back in order.

The question this module answers for an analyst: *how did this theme come to be, who decided what, and what
if I take one step back?* Topics are proposals, each a list of answers. A theme is what a list of decisions
makes of them. The list is only ever added to; playing it back gives the same themes every time. Whoever
decides says which decisions they had seen, so nobody overwrites what somebody else just decided.

Answers are known here by their ids alone. Keeping the list, and knowing which answers may still be read, is
for the store; showing it for the review desk; what carries to the next run for `analysis.carrying`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, get_args

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


def replay(proposals: Iterable[Proposal], decisions: Iterable[Decision]) -> Review:
    """Play all decisions back onto the proposals. The same input gives the same themes."""
    made = tuple(decisions)
    undone = _undone(made)
    themes = {
        p.key: Reviewed(p.key, p.label, p.answers, p.words, p.stability, p.code, p.polarity)
        for p in proposals
    }
    quoted: dict[str, _Quoted] = {}
    for decision in made:
        if decision.action == "undo" or decision.key in undone:
            continue
        if decision.action in ABOUT_QUOTES:
            quoted = _quoting(quoted, decision)
        else:
            themes = _ACTIONS[decision.action](_known(themes, decision), decision)
    review = Review(themes, _history(made, undone))
    return replace(review, themes=_with_quotes(review, quoted))


def check(review: Review, decision: Decision) -> None:
    """Refuse a decision made without having seen the latest one about the same themes, or an undo out of
    turn.
    """
    touched = _touched(decision, {past.decision.key: past.decision for past in review.history})
    for past in reversed(review.history):
        if decision.seen is None or past.number <= decision.seen:
            break
        if touched.intersection(past.themes) and past.decision.action not in ABOUT_QUOTES:
            theme = review.themes.get(review.ends_in(past.decision.theme))
            raise DecisionConflict(theme.label if theme else "This theme", past.decision.by)
    if decision.action == "undo":
        _check_undo(review, decision)
    if decision.action in ("quote", "clear_quote"):  # to refuse one is always possible
        _check_quote(review, decision)


# --- taking back ---


def _undone(made: tuple[Decision, ...]) -> set[str]:
    """The decisions that were taken back. An undo can itself be undone."""
    place = {decision.key: at for at, decision in enumerate(made)}
    undone: set[str] = set()
    for at in range(len(made) - 1, -1, -1):
        decision = made[at]
        if decision.action != "undo" or decision.key in undone:
            continue
        if place.get(decision.value, at) >= at:
            raise DecisionError("There is no such decision to take back.")
        undone.add(decision.value)
    return undone


def _touched(decision: Decision, known: Mapping[str, Decision]) -> frozenset[str]:
    """The themes a decision changes."""
    if decision.action == "undo":
        if decision.value not in known:
            raise DecisionError("There is no such decision to take back.")
        return _touched(known[decision.value], known)
    return frozenset({decision.theme, *decision.themes})


def _history(made: tuple[Decision, ...], undone: set[str]) -> tuple[Past, ...]:
    """Every decision there ever was. One can be taken back while nothing later builds on it."""
    known = {decision.key: decision for decision in made}
    later: set[str] = set()  # themes that a later decision, still in force, has changed
    told: list[Past] = []
    for at in range(len(made) - 1, -1, -1):
        decision = made[at]
        touched = _touched(decision, known)
        plain = decision.action not in ABOUT_QUOTES and decision.action != "undo"
        is_undone = decision.key in undone
        told.append(Past(at + 1, decision, tuple(sorted(touched)), is_undone, plain and not touched & later))
        if plain and not is_undone:
            later |= touched
    return tuple(reversed(told))


def _check_undo(review: Review, decision: Decision) -> None:
    past = next((one for one in review.history if one.decision.key == decision.value), None)
    root = past
    while root is not None and root.decision.action == "undo":
        root = next(one for one in review.history if one.decision.key == root.decision.value)
    if past is None or root is None or past.undone:
        raise DecisionError("This has been taken back already. Please look again.")
    if root.decision.action in ABOUT_QUOTES:
        raise DecisionError("A quote is agreed on by two people. Take the quote itself back instead.")
    if not root.can_undo:
        raise DecisionError("Something later builds on this decision. Take the later one back first.")


def _check_quote(review: Review, decision: Decision) -> None:
    theme = review.themes.get(review.ends_in(decision.theme))
    if theme is None or decision.value not in theme.answers:
        raise DecisionError("That answer is not in this theme.")
    if decision.action == "clear_quote" and decision.value not in theme.quotes:
        raise DecisionError("Nobody proposes to quote that answer any more.")


# --- the decisions, one by one ---

Themes = dict[str, Reviewed]
Change = Callable[[Themes, Decision], Themes]


def _known(themes: Themes, decision: Decision) -> Themes:
    """The themes, once it is clear that the one decided about is there and has not gone into another."""
    if decision.action == "add":
        return themes
    theme = themes.get(decision.theme)
    if theme is None:
        raise DecisionError("There is no such theme. Somebody may have run the engine again meanwhile.")
    if theme.merged_into:
        into = themes[theme.merged_into].label
        raise DecisionError(f"“{theme.label}” has gone into “{into}”. Decide about that one.")
    return themes


def _with(themes: Themes, key: str, **changes: object) -> Themes:
    return {**themes, key: replace(themes[key], **changes)}  # type: ignore[arg-type]


def _accept(themes: Themes, decision: Decision) -> Themes:
    return _with(themes, decision.theme, accepted=True, hidden=False)


def _hide(themes: Themes, decision: Decision) -> Themes:
    return _with(themes, decision.theme, hidden=True)


def _show(themes: Themes, decision: Decision) -> Themes:
    return _with(themes, decision.theme, hidden=False)


def _rename(themes: Themes, decision: Decision) -> Themes:
    return _with(themes, decision.theme, label=_words(decision, "a name of one word or more"), named=True)


def _describe(themes: Themes, decision: Decision) -> Themes:
    """An empty sentence takes the earlier one away."""
    return _with(themes, decision.theme, summary=" ".join(decision.value.split()))


def _map(themes: Themes, decision: Decision) -> Themes:
    """Whether there is such a code is for whoever has the frame; an empty one means: none of them."""
    return _with(themes, decision.theme, code=decision.value, mapped=True)


def _polarity(themes: Themes, decision: Decision) -> Themes:
    if decision.value not in get_args(Polarity):
        raise DecisionError(f"A theme is one of these: {', '.join(get_args(Polarity))}.")
    return _with(themes, decision.theme, polarity=decision.value, turned=True)


def _merge(themes: Themes, decision: Decision) -> Themes:
    """The others’ answers and words join this theme. What was tested for stability was not this theme."""
    into = themes[decision.theme]
    if not decision.themes:
        raise DecisionError("Choose at least one other theme to join with this one.")
    for other in decision.themes:
        theme = themes.get(other)
        if theme is None or theme.merged_into or other == decision.theme:
            raise DecisionError("One of these themes has gone into another one meanwhile. Please look again.")
        into = replace(
            into,
            answers=tuple(dict.fromkeys((*into.answers, *theme.answers))),
            words=tuple(dict.fromkeys((*into.words, *theme.words))),
            merged_from=(*into.merged_from, other),
            stability=None,
        )
        themes = _with(themes, other, merged_into=decision.theme)
    return {**themes, decision.theme: into}


def _split(themes: Themes, decision: Decision) -> Themes:
    """Some answers leave for a theme of their own, which a person has thereby accepted."""
    key = decision.themes[0] if decision.themes else ""
    if not key or key in themes:
        raise DecisionError("What is split off needs a key of its own.")
    label = _words(decision, "a name for what is split off")
    source = themes[decision.theme]
    leaving = _leaving(source, decision, "Split off some of its answers, not all of them.")
    new = Reviewed(
        key, label, leaving, polarity=source.polarity, named=True, accepted=True, made="split",
        hidden=source.hidden,
    )  # fmt: skip
    return {**_without(themes, source, leaving), key: new}


def _move(themes: Themes, decision: Decision) -> Themes:
    target = themes.get(decision.themes[0]) if decision.themes else None
    if target is None or target.merged_into or target.key == decision.theme:
        raise DecisionError("Choose another theme to move the answers to.")
    source = themes[decision.theme]
    leaving = _leaving(source, decision, "These are all its answers. Join the two themes instead.")
    return _joined_by(_without(themes, source, leaving), target, leaving)


def _take_out(themes: Themes, decision: Decision) -> Themes:
    source = themes[decision.theme]
    leaving = _leaving(source, decision, "These are all its answers. Leave the whole theme out instead.")
    return _without(themes, source, leaving)


def _put_in(themes: Themes, decision: Decision) -> Themes:
    theme = themes[decision.theme]
    coming = tuple(one for one in dict.fromkeys(decision.answers) if one not in set(theme.answers))
    if not coming:
        raise DecisionError("Pick at least one answer that is not in this theme yet.")
    return _joined_by(themes, theme, coming)


def _add(themes: Themes, decision: Decision) -> Themes:
    """A theme a person saw and the machine did not."""
    if decision.theme in themes:
        raise DecisionError("This theme is there already.")
    label = _words(decision, "a name of one word or more")
    answers = tuple(dict.fromkeys(decision.answers))
    if not answers:
        raise DecisionError("Pick at least one answer for the new theme.")
    new = Reviewed(decision.theme, label, answers, named=True, accepted=True, made="added")
    return {**themes, decision.theme: new}


def _words(decision: Decision, what: str) -> str:
    words = " ".join(decision.value.split())
    if not words:
        raise DecisionError(f"Please give {what}.")
    return words


def _leaving(source: Reviewed, decision: Decision, not_all: str) -> tuple[str, ...]:
    """The answers that leave a theme, in its order: all of them its own, and not all it has."""
    wanted = set(decision.answers)
    if not wanted:
        raise DecisionError("Pick at least one answer.")
    if not wanted.issubset(source.answers):
        raise DecisionError("Some of these answers are not in this theme any more. Please look again.")
    if len(wanted) == len(source.answers):
        raise DecisionError(not_all)
    return tuple(one for one in source.answers if one in wanted)


def _without(themes: Themes, source: Reviewed, leaving: tuple[str, ...]) -> Themes:
    gone = set(leaving)
    left = tuple(one for one in source.answers if one not in gone)
    return _with(themes, source.key, answers=left, stability=None)


def _joined_by(themes: Themes, theme: Reviewed, coming: tuple[str, ...]) -> Themes:
    answers = tuple(dict.fromkeys((*theme.answers, *coming)))
    return _with(themes, theme.key, answers=answers, stability=None)


_ACTIONS: Final[Mapping[Action, Change]] = {
    "accept": _accept,
    "hide": _hide,
    "show": _show,
    "rename": _rename,
    "describe": _describe,
    "map": _map,
    "polarity": _polarity,
    "merge": _merge,
    "split": _split,
    "move": _move,
    "take_out": _take_out,
    "put_in": _put_in,
    "add": _add,
}


# --- quotes: agreed on for an answer, so they go wherever the answer goes ---


@dataclass(frozen=True)
class _Quoted:
    theme: str  # for which it was proposed
    agreement: Agreement


def _quoting(quoted: dict[str, _Quoted], decision: Decision) -> dict[str, _Quoted]:
    """Played back whatever became of the theme since: `check` looked at it when it was decided."""
    text_id = decision.value
    before = quoted.get(text_id)
    if decision.action == "quote":
        return {**quoted, text_id: _Quoted(decision.theme, Agreement(decision.by))}
    if decision.action == "clear_quote":
        if before is None:
            return quoted
        agreed = replace(before.agreement, cleared_by=decision.by)
        return {**quoted, text_id: replace(before, agreement=agreed)}
    return {key: one for key, one in quoted.items() if key != text_id}


def _with_quotes(review: Review, quoted: Mapping[str, _Quoted]) -> Themes:
    """Each quote in one theme: the one it was proposed for, or where its answer has gone since."""
    themes = dict(review.themes)
    for text_id, one in quoted.items():
        wanted = review.ends_in(one.theme)
        holding = [theme.key for theme in review.standing() if text_id in theme.answers]
        home = wanted if wanted in holding else holding[0] if holding else ""
        if home:
            themes = _with(themes, home, quotes={**themes[home].quotes, text_id: one.agreement})
    return themes
