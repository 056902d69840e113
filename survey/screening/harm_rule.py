"""One rule about harm, and how it is written.

A rule reads a text of ideas (`harm_text`): capitals are ideas, `~3` allows up to three words in between,
never across the end of a sentence. A rule is a reason a person can be told: its kind, never a score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.levels import HarmLevel

CONCERN, URGENT, WORRY = HarmLevel.CONCERN, HarmLevel.URGENT, HarmLevel.WORRY

Sign = tuple[HarmLevel, str]  # how soon a person should read it, and the kind of harm


@dataclass(frozen=True, slots=True)
class Found:
    """What rules and cues say of a text: a level and a kind for each that applies."""

    signs: list[Sign]
    broad: list[Sign]  # from the broad rules: signs too, unless the model reads the text as harmless


WHO = "(?:PARENT|SIB|FAMILY|PARTNER|FRIEND|MAN|SOMEONE|STAFF|BOYS|HE)"
OWN = "(?:i|im|ive|ill|id|my|SELF|we|our|weve|were)"


@dataclass(frozen=True, slots=True)
class Rule:
    level: HarmLevel
    kind: str
    pattern: re.Pattern[str]
    needs: frozenset[str]  # ideas that must be there, checked first because that is quick
    plain: bool  # True: holds whatever stands before it, even "not" or "people who"
    broad: bool  # True: applies to many harmless texts too, so the model may disagree


def rules_of(
    level: HarmLevel, kind: str, pattern: str, *, plain: bool = False, broad: bool = False
) -> tuple[Rule, ...]:
    """One rule for each alternative at the top of `pattern`, so that each knows which ideas it needs."""
    return tuple(_rule(level, kind, branch, plain=plain, broad=broad) for branch in _alternatives(pattern))


def _rule(level: HarmLevel, kind: str, pattern: str, *, plain: bool, broad: bool) -> Rule:
    needs: frozenset[str] = frozenset(re.findall(r"\b[A-Z]{3,}\b", _outside_brackets(pattern)))
    expanded = re.sub(r" ?~(\d+) ", r"(?: [^| ]+){0,\1} ", pattern)
    return Rule(level, kind, re.compile(rf"(?<![^ ])(?:{expanded})(?![^ ])"), needs, plain, broad)


def _outside_brackets(pattern: str) -> str:
    inner = re.compile(r"\([^()]*\)[*?]?")
    while inner.search(pattern):
        pattern = inner.sub(" ", pattern)
    return pattern


def _alternatives(pattern: str) -> list[str]:
    """`pattern` split at the bars that stand outside every bracket."""
    branches, depth, begin = [], 0, 0
    for at, character in enumerate(pattern):
        escaped = at > 0 and pattern[at - 1] == "\\"
        if character in "([" and not escaped:
            depth += 1
        elif character in ")]" and not escaped:
            depth -= 1
        elif character == "|" and not depth and not escaped:
            branches.append(pattern[begin:at])
            begin = at + 1
    return [*branches, pattern[begin:]]
