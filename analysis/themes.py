"""From the machine’s topics to the office’s themes: every decision a person made, played back in order.

The question this module answers for an analyst: *how did this theme come to be, who decided what, and what
if I take one step back?* Topics are proposals, each a list of answers. A theme is what a list of decisions
makes of them. The list is only ever added to; playing it back gives the same themes every time. Whoever
decides says which decisions they had seen, so nobody overwrites what somebody else just decided.

Answers are known here by their ids alone. Keeping the list, and knowing which answers may still be read, is
for the store; showing it for the review desk; what carries to the next run for `analysis.carrying`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from analysis.decisions import (
    ABOUT_QUOTES,
    Agreement,
    Decision,
    DecisionConflict,
    DecisionError,
    Past,
    Proposal,
    Review,
    Reviewed,
)
from analysis.theme_changes import Themes, altered, changed


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
            themes = changed(themes, decision)
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
            themes = altered(themes, home, quotes={**themes[home].quotes, text_id: one.agreement})
    return themes
