"""Would the difference between two releases be one person?

The question this module answers for a data protection officer: *somebody keeps every release we ever made;
what do they learn by subtracting one from another?* Nothing, if every group that changed has changed by
enough people from enough sessions (disclosure rule 6). Each release is held against all earlier ones, not
only the last. It knows people by their random ids alone.

Talks with groups are held against each other in the same way, group by group: what is told of them moves only
when as many of them came, or went, as must be held before anything is told of talks at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import compress

import numpy as np

from analysis.columns import Mask
from analysis.disclosure import DisclosureRules
from analysis.groups_heard import rules_for, said
from analysis.tables import ALL
from analysis.wave import WaveData

WROTE = "wrote:"
"""Begins the name of a group of those who wrote something usable: the base of a question’s themes."""
TALKS = "talks"
"""By what talks are told, as a breakdown is: all of them, or none."""
TALKED = f"{TALKS}:"
"""Begins the name of the talks in which a question was answered. Without one: of talks nobody knows."""


@dataclass(frozen=True)
class Member:
    """Who stood in a published group: needed to know whether a later release would tell on somebody."""

    responses: frozenset[str]
    sessions: frozenset[str]


Members = Mapping[str, Member]


def group_members(wave: WaveData) -> dict[str, Member]:
    """Who is in each group a table may show: everybody, and those who wrote in answer to an open question."""
    columns = wave.columns
    bases = {"": columns.everybody()} | {
        f"{WROTE}{question.name} ": columns.people(wave.wrote(question.name))
        for question in wave.questions
        if question.kind == "text"
    }
    groups = {ALL: columns.everybody()}
    for by in wave.breakdowns:
        values, places = columns.group(by)
        groups |= {f"{by}={value}": places == place for place, value in enumerate(values)}
    found = {base + group: who & those for base, who in bases.items() for group, those in groups.items()}
    return {key: _member(wave, found[key]) for key in sorted(found) if found[key].any()} | {
        f"{TALKED}{question.name}": member
        for question in wave.talk_questions
        if question.kind == "select_multiple" and (member := _talks_on(wave, question.name)).responses
    }


def would_tell_on_somebody(then: Members, now: Members, rules: DisclosureRules) -> tuple[str, ...]:
    """The groups that changed by too few people: subtracting one release from the other would show them."""
    shown_in_both = _cuts(then) & _cuts(now)
    nobody = Member(frozenset(), frozenset())
    return tuple(
        key
        for key in sorted({*then, *now})
        if _cut(key) in shown_in_both and _too_few(key)(then.get(key, nobody), now.get(key, nobody), rules)
    )


def talks_told(members: Members, rules: DisclosureRules) -> bool:
    """Whether there are enough talks for anything to be told of them."""
    fewest = rules_for(rules).fewest_groups
    return any(key.startswith(TALKED) and len(one.responses) >= fewest for key, one in members.items())


def breakdown_of(key: str) -> str:
    """By what a group is one of several: `area`, a question’s name, `all`, or `talks`."""
    return _cut(key)[1]


def _member(wave: WaveData, who: Mask) -> Member:
    names, session = wave.columns.sessions
    return Member(
        frozenset(compress(wave.by_person, who.tolist())),
        frozenset(names[place] for place in np.unique(session[who]).tolist()),
    )


def _talks_on(wave: WaveData, question: str) -> Member:
    """The talks in which a question was answered. One that was written down again is another."""
    on = [talk for talk in wave.talks if said(talk, question)]
    return Member(
        frozenset(talk.record or talk.session for talk in on), frozenset(talk.session for talk in on)
    )


def _too_few(key: str) -> Callable[[Member, Member, DisclosureRules], bool]:
    return _by_too_few_talks if key.startswith(TALKED) else _by_too_few


def _by_too_few(old: Member, new: Member, rules: DisclosureRules) -> bool:
    """What can be subtracted is those who came, or, when nobody came, those who left."""
    if old.responses == new.responses:
        return False
    larger, smaller = _subtracted(old, new)
    people = len(larger.responses - smaller.responses)
    sessions = len(larger.sessions - smaller.sessions)
    return people < rules.fewest_new_people or sessions < rules.fewest_new_sessions


def _by_too_few_talks(old: Member, new: Member, rules: DisclosureRules) -> bool:
    """Where both releases tell of talks on a question, those between them must be enough to be told of."""
    fewest = rules_for(rules).fewest_groups
    if old.responses == new.responses or min(len(old.responses), len(new.responses)) < fewest:
        return False
    larger, smaller = _subtracted(old, new)
    return len(larger.responses - smaller.responses) < fewest


def _subtracted(old: Member, new: Member) -> tuple[Member, Member]:
    return (new, old) if new.responses - old.responses else (old, new)


def _cut(key: str) -> tuple[str, str]:
    """Which base, by what: two releases can only be subtracted where both show it."""
    if key.startswith(TALKED):
        return key, TALKS
    base, _, group = key.rpartition(" ") if key.startswith(WROTE) else ("", "", key)
    return base, group.partition("=")[0]


def _cuts(members: Iterable[str]) -> set[tuple[str, str]]:
    return {_cut(key) for key in members}
