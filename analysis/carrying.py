"""What of people’s work on a run’s themes goes on to the next run?

For the analyst who has named, described and joined themes, and then has the engine read again because more
answers have come: the work must not be lost. Within a wave a theme is known again by its answers; in the next
wave, where every answer is new, by the code of the frame it stands for. What comes out are decisions like any
other (`analysis.themes`), marked as carried along, in the history, and free to be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from analysis.decisions import Decision, Proposal, Review, Reviewed

CARRIED_FROM: Final = 0.5  # a theme goes on as the topic that took more than this share of its answers
SAME_FROM: Final = 0.9  # and stays accepted when at least this share of both is shared


def carried(review: Review, proposals: Sequence[Proposal], read: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions with which the next run of the same question begins.

    `read`: every answer the new run read; what may not be read any more is left behind. A decision has no key
    or number yet; `by` is whoever decided it before.
    """
    allowed = set(read)
    made: list[Decision] = []
    left = {one.key: one for one in proposals}
    for number, theme in enumerate((one for one in review.standing() if one.made != "found"), start=1):
        own = tuple(_own(review, theme, f"kept-{number:02d}", allowed, left))
        made += own
        left = _after(left, own)
    found = [theme for theme in review.standing() if theme.made == "found"]
    for theme in sorted(found, key=lambda one: -len(one.merged_from)):  # joined ones first: they take more
        topics = _topics_of(theme, list(left.values()))
        made += _going_on(review, theme, topics)
        left = {key: one for key, one in left.items() if one not in topics}
    homes = {answer: one.key for one in proposals for answer in one.answers}
    homes |= {answer: one.theme for one in made if one.action == "add" for answer in one.answers}
    return (*made, *_quotes(review, allowed, homes))


def carried_by_code(review: Review, proposals: Sequence[Proposal]) -> tuple[Decision, ...]:
    """The names with which a wave begins: those people gave last wave to the one theme of a code."""
    before = Counter((theme.code, theme.polarity) for theme in review.standing() if not theme.hidden)
    now = Counter((one.code, one.polarity) for one in proposals)
    topics = {(one.code, one.polarity): one.key for one in proposals}
    made: list[Decision] = []
    for theme in review.standing():
        meant = (theme.code, theme.polarity)
        if theme.code and theme.named and not theme.hidden and before[meant] == now[meant] == 1:
            by = _decided_by(review, theme.key)
            rename = Decision("", "rename", topics[meant], theme.label, by=by["rename"], machine=True)
            made.append(rename)
    return tuple(made)


def _topics_of(theme: Reviewed, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The topics a theme goes on as, the one with most of its answers first.

    One, if that took most of its answers; for a theme somebody joined, every topic made mostly of it.
    """
    answers = set(theme.answers)
    if not answers or not proposals:
        return []
    shared = {one.key: len(answers.intersection(one.answers)) for one in proposals}
    in_order = sorted(proposals, key=lambda one: (-shared[one.key], one.key))
    if theme.merged_from:
        parts = [one for one in in_order if shared[one.key] > CARRIED_FROM * len(one.answers)]
        if sum(shared[one.key] for one in parts) > CARRIED_FROM * len(answers):
            return parts
    best = in_order[0]
    return [best] if shared[best.key] > CARRIED_FROM * len(answers) else []


def _going_on(review: Review, theme: Reviewed, topics: Sequence[Proposal]) -> Iterator[Decision]:
    if not topics:
        return
    into, *rest = topics
    by = _decided_by(review, theme.key)
    if rest:
        keys = tuple(one.key for one in rest)
        yield Decision("", "merge", into.key, themes=keys, by=by["merge"], machine=True)
    yield from _facts(theme, into.key, by)
    together = {answer for one in topics for answer in one.answers}
    if theme.accepted and _same(together, set(theme.answers)):
        yield Decision("", "accept", into.key, by=by["accept"], machine=True)


def _facts(theme: Reviewed, key: str, by: _Deciders) -> Iterator[Decision]:
    """What a person said about a theme, said again of the one it is now."""
    if theme.named:
        yield Decision("", "rename", key, theme.label, by=by["rename"], machine=True)
    if theme.summary:
        yield Decision("", "describe", key, theme.summary, by=by["describe"], machine=True)
    if theme.mapped:
        yield Decision("", "map", key, theme.code, by=by["map"], machine=True)
    if theme.turned:
        yield Decision("", "polarity", key, theme.polarity, by=by["polarity"], machine=True)
    if theme.hidden:
        yield Decision("", "hide", key, by=by["hide"], machine=True)


def _own(
    review: Review, theme: Reviewed, key: str, allowed: set[str], topics: Mapping[str, Proposal]
) -> Iterator[Decision]:
    """A theme of a person's own goes on as it is. What was split off leaves its new topic again."""
    answers = tuple(answer for answer in theme.answers if answer in allowed)
    if not answers:
        return
    by = _decided_by(review, theme.key)
    yield Decision("", "add", key, theme.label, answers=answers, by=by["add"], machine=True)
    yield from (one for one in _facts(theme, key, by) if one.action != "rename")
    for topic in topics.values() if theme.made == "split" else ():
        inside = tuple(answer for answer in topic.answers if answer in set(answers))
        if inside and len(inside) == len(topic.answers):
            yield Decision("", "merge", key, themes=(topic.key,), by=by["split"], machine=True)
        elif inside:
            yield Decision("", "take_out", topic.key, answers=inside, by=by["split"], machine=True)


def _after(topics: Mapping[str, Proposal], made: Iterable[Decision]) -> dict[str, Proposal]:
    """The topics that are left once these themes of people's own have taken theirs."""
    left = dict(topics)
    for decision in made:
        for key in decision.themes:
            left.pop(key, None)
        if decision.action == "take_out":
            topic = left[decision.theme]
            gone = set(decision.answers)
            left[topic.key] = replace(topic, answers=tuple(one for one in topic.answers if one not in gone))
    return left


def _quotes(review: Review, allowed: set[str], homes: Mapping[str, str]) -> Iterator[Decision]:
    for theme in review.standing():
        for text_id, agreed in theme.quotes.items():
            if text_id not in allowed or text_id not in homes:
                continue
            yield Decision("", "quote", homes[text_id], text_id, by=agreed.proposed_by, machine=True)
            if agreed.cleared_by:
                yield Decision("", "clear_quote", homes[text_id], text_id, by=agreed.cleared_by, machine=True)


class _Deciders(dict[str, str]):
    """Who last decided each kind of thing about a theme; for what nobody decided, whoever made it."""

    def __missing__(self, action: str) -> str:
        return next(reversed(self.values()), "")


def _decided_by(review: Review, theme: str) -> _Deciders:
    by = _Deciders()
    for past in review.about(theme):
        if not past.undone and past.decision.action != "undo":
            by.pop(past.decision.action, None)
            by[past.decision.action] = past.decision.by
    return by


def _same(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= SAME_FROM * len(one | other)
