"""What each kind of decision does to the themes: one function a kind, themes in, themes out.

For `analysis.themes`, which plays a list of decisions back. A decision that cannot be carried
out raises `DecisionError`, whose message can be shown and holds nobody's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, get_args

from analysis.decisions import Action, Decision, DecisionError, Reviewed
from analysis.wave import Polarity

Themes = dict[str, Reviewed]
Change = Callable[[Themes, Decision], Themes]


def changed(themes: Themes, decision: Decision) -> Themes:
    """The themes after a decision, which is not about a quote and not an undo."""
    return _CHANGES[decision.action](_known(themes, decision), decision)


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


def altered(themes: Themes, key: str, **changes: object) -> Themes:
    return {**themes, key: replace(themes[key], **changes)}  # type: ignore[arg-type]


def _accept(themes: Themes, decision: Decision) -> Themes:
    return altered(themes, decision.theme, accepted=True, hidden=False)


def _hide(themes: Themes, decision: Decision) -> Themes:
    return altered(themes, decision.theme, hidden=True)


def _show(themes: Themes, decision: Decision) -> Themes:
    return altered(themes, decision.theme, hidden=False)


def _rename(themes: Themes, decision: Decision) -> Themes:
    return altered(themes, decision.theme, label=_words(decision, "a name of one word or more"), named=True)


def _describe(themes: Themes, decision: Decision) -> Themes:
    """An empty sentence takes the earlier one away."""
    return altered(themes, decision.theme, summary=" ".join(decision.value.split()))


def _map(themes: Themes, decision: Decision) -> Themes:
    """Whether there is such a code is for whoever has the frame; an empty one means: none of them."""
    return altered(themes, decision.theme, code=decision.value, mapped=True)


def _polarity(themes: Themes, decision: Decision) -> Themes:
    if decision.value not in get_args(Polarity):
        raise DecisionError(f"A theme is one of these: {', '.join(get_args(Polarity))}.")
    return altered(themes, decision.theme, polarity=decision.value, turned=True)


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
        themes = altered(themes, other, merged_into=decision.theme)
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
    return altered(themes, source.key, answers=left, stability=None)


def _joined_by(themes: Themes, theme: Reviewed, coming: tuple[str, ...]) -> Themes:
    answers = tuple(dict.fromkeys((*theme.answers, *coming)))
    return altered(themes, theme.key, answers=answers, stability=None)


_CHANGES: Final[Mapping[Action, Change]] = {
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
