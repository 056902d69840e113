"""In how many talks with a group was something raised?

The question this module answers for an analyst: *what did groups bring up, beside what people answered one by
one?* A talk is one record, written down by its leader, whatever the size of the group; it is never added to
people. So it is told in groups, “raised in x of y groups”, in a place of its own.

The gate for groups is a rule of its own (`GroupRules`): with few groups a number would say which group said
it. Under the fewest groups nothing is shown at all; what fewer than three groups raised is named with no
number, together with what none raised, so that nobody can tell the one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.disclosure import PARTNER, DisclosureRules
from analysis.wave import MISSING, AnswerValue, Asked, Talk


@dataclass(frozen=True)
class GroupRules:
    """From how many groups on they are told of. Source: the fewest sessions in a cell, and two more."""

    fewest_groups: int = PARTNER.fewest_sessions + 2
    fewest_raised: int = PARTNER.fewest_sessions


RULES = GroupRules()


def rules_for(rules: DisclosureRules) -> GroupRules:
    """What a tier’s rules for people mean for groups: never fewer of them than people in a cell."""
    return GroupRules(max(rules.smallest_count, rules.fewest_sessions + 2), rules.fewest_sessions)


@dataclass(frozen=True)
class Raised:
    """Something that was raised. `groups` is None when too few did to say how many."""

    name: str
    label: str
    groups: int | None


@dataclass(frozen=True)
class RaisedIn:
    """One question to groups: what they raised, most often first, and how many groups answered it."""

    question: str
    label: str
    of: int
    raised: tuple[Raised, ...]


@dataclass(frozen=True)
class GroupsHeard:
    """What groups raised, question by question."""

    groups: int
    questions: tuple[RaisedIn, ...]


def groups_heard(
    talks: Iterable[Talk], questions: Iterable[Asked], rules: GroupRules = RULES
) -> GroupsHeard | None:
    """What may be told of these talks; None when they are too few to tell of."""
    held = tuple(talks)
    if len(held) < rules.fewest_groups:
        return None
    told = (_raised_in(held, question, rules) for question in questions if question.kind == "select_multiple")
    return GroupsHeard(len(held), tuple(one for one in told if one is not None))


def said(talk: Talk, question: str) -> frozenset[str]:
    """What a group said to a question; nothing if it gave no answer."""
    value: AnswerValue = talk.answers.get(question, "")
    values = (value,) if isinstance(value, str) else tuple(value)
    return frozenset(one for one in values if one and one not in MISSING)


def sentence_of(one: Raised, of: int) -> str:
    """“Fights: raised in 4 of 6 groups.”"""
    if one.groups is None:
        return f"{one.label}: raised in fewer than {RULES.fewest_raised} of {of} groups, or in none."
    return f"{one.label}: raised in {one.groups} of {of} groups."


def _raised_in(talks: tuple[Talk, ...], question: Asked, rules: GroupRules) -> RaisedIn | None:
    answered = [said(talk, question.name) for talk in talks if said(talk, question.name)]
    if len(answered) < rules.fewest_groups:
        return None
    counts = {one.name: sum(one.name in each for each in answered) for one in question.options}
    raised = [
        Raised(one.name, one.label, counts[one.name] if counts[one.name] >= rules.fewest_raised else None)
        for one in question.options
    ]
    places = {one.name: place for place, one in enumerate(question.options)}
    raised.sort(key=lambda one: (-(one.groups or 0), places[one.name]))
    return RaisedIn(question.name, question.label, len(answered), tuple(raised))
