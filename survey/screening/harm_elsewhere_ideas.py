"""Signs of harm in other languages, by idea: which words stand for "a parent", "hit", "afraid", "home", and
which ideas close together mean harm.

For `harm_elsewhere`. The words of each language are in `resources/harm_elsewhere.txt`; the rules are the same
for all of them, whatever the order of words, endings, accents or little words in between. They only raise a
level. Nothing is read or built until a text in another language comes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from survey.levels import HarmLevel
from survey.screening import harm_kinds as kinds
from survey.screening.lexicon import RESOURCES, plain

CONCERN, URGENT = HarmLevel.CONCERN, HarmLevel.URGENT
_NEAR = 9  # words from the first to the last idea of a rule
_SENTENCE_END = re.compile(r"[.!?;\n؟۔।…]+")
_TOKEN = re.compile(r"[^\W_][\w\u0a01-\u0a75]*")
# letters that young people type for one another, and marks they leave out
_FOLD = str.maketrans(
    {
        letter: one
        for one, many in {
            "ی": "يىۍېئێے",
            "ه": "ہھۀةە",
            "و": "ۆۇؤ",
            "ر": "ڕړڑ",
            "ل": "ڵ",
            "ت": "ټٹ",
            "د": "ډڈ",
            "ن": "ڼں",
            "گ": "ګ",
            "ک": "ڪك",
            "ا": "أإآ",
            "е": "ё",
            "г": "ґ",
            "\u0a02": "\u0a70\u0a01",
        }.items()
        for letter in many
    }
)
_DROPPED = re.compile(r"[\u064b-\u0652\u0670\u200b-\u200d\u0a3c\u0a71'’ʼ`´]")
_AFTER_TOO = frozenset(("ur", "pa", "ur-latin", "pa-latin"))  # "maarte nahi": the denial may follow


@dataclass(frozen=True, slots=True)
class Together:
    """Ideas that mean harm when they stand close together; the first is the one a denial before it undoes."""

    level: HarmLevel
    kind: str
    ideas: tuple[str, ...]
    without: frozenset[str] = frozenset()  # ideas that make it ordinary


@dataclass(frozen=True, slots=True)
class Found:
    idea: str
    start: int
    end: int


def _rule(level: HarmLevel, kind: str, ideas: str, without: str = "PLAY") -> Together:
    return Together(level, kind, tuple(ideas.split()), frozenset(without.split()))


RULES: tuple[Together, ...] = (
    _rule(URGENT, kinds.SUICIDE, "DIE"),
    _rule(CONCERN, kinds.SELF_HARM, "CUT"),
    _rule(URGENT, kinds.HOME, "HIT KIN"),
    _rule(CONCERN, kinds.HOME, "HIT HOME"),
    _rule(CONCERN, kinds.HURT, "HIT ME"),
    _rule(CONCERN, kinds.HURT, "HIT FRIEND ADULT"),
    _rule(URGENT, kinds.HOME, "FEAR HOME", "PLAY DARK"),
    _rule(CONCERN, kinds.HOME, "FEAR KIN", "PLAY DARK"),
    _rule(CONCERN, kinds.HOME, "UNSAFE HOME", "PLAY DARK"),
    _rule(CONCERN, kinds.HOME, "DRUNK KIN"),
    _rule(URGENT, kinds.SEXUAL, "SEX"),
    _rule(URGENT, kinds.SEXUAL, "TOUCH ME"),
    _rule(URGENT, kinds.SEXUAL, "TOUCH KIN"),
    _rule(URGENT, kinds.SEXUAL, "TOUCH ADULT"),
    _rule(URGENT, kinds.SEXUAL, "TOUCH FRIEND"),
    _rule(CONCERN, kinds.IMAGES, "NUDE PIC"),
    _rule(CONCERN, kinds.IMAGES, "NUDE SEND"),
    _rule(CONCERN, kinds.IMAGES, "PIC ASK ADULT"),
    _rule(CONCERN, kinds.IMAGES, "PIC EVERYONE SEND"),
    _rule(URGENT, kinds.IMAGES, "PIC THREAT"),
    _rule(URGENT, kinds.ADULT, "MEET ADULT ONLINE"),
    _rule(CONCERN, kinds.ADULT, "MEET ADULT"),
    _rule(CONCERN, kinds.ADULT, "MEET ONLINE"),
    _rule(CONCERN, kinds.ADULT, "MESSAGE ADULT"),
    _rule(CONCERN, kinds.ADULT, "CAR ADULT"),
    _rule(URGENT, kinds.EXPLOITED, "FORCE DRUG"),
    _rule(URGENT, kinds.EXPLOITED, "FORCE CARRY"),
    _rule(CONCERN, kinds.EXPLOITED, "CARRY DRUG ME"),
    _rule(CONCERN, kinds.EXPLOITED, "CARRY DRUG KIN"),
    _rule(CONCERN, kinds.EXPLOITED, "CARRY DRUG FRIEND"),
    _rule(CONCERN, kinds.EXPLOITED, "OWE"),
    _rule(CONCERN, kinds.SEXUAL, "FORCE"),
    _rule(URGENT, kinds.THREAT, "THREAT ME"),
    _rule(URGENT, kinds.THREAT, "THREAT KIN"),
    _rule(CONCERN, kinds.THREAT, "THREAT FRIEND"),
    _rule(URGENT, kinds.THREAT, "KILL SAY"),
    _rule(URGENT, kinds.THREAT, "KILL ME", "PLAY KIN"),
    _rule(URGENT, kinds.THREAT, "KILL FEAR"),
    _rule(URGENT, kinds.ATTACK, "STAB SAY"),
    _rule(URGENT, kinds.ATTACK, "STAB ME"),
    _rule(CONCERN, kinds.ATTACK, "STAB FRIEND"),
    _rule(CONCERN, kinds.ATTACK, "STAB KIN"),
    _rule(CONCERN, kinds.WEAPON, "BRING KNIFE"),
    _rule(URGENT, kinds.WEAPON, "KNIFE ME THREAT"),
    _rule(CONCERN, kinds.FOLLOWED, "FOLLOW"),
    _rule(CONCERN, kinds.NO_HOME, "RUNAWAY"),
    _rule(CONCERN, kinds.NO_HOME, "NOHOME"),
    _rule(CONCERN, kinds.HOME, "LOCK ME"),
    _rule(CONCERN, kinds.HOME, "LOCK KIN"),
    _rule(CONCERN, kinds.HOME, "NOFOOD"),
    _rule(CONCERN, kinds.FORCED_MARRIAGE, "MARRY"),
    _rule(CONCERN, kinds.BULLIED, "BULLY ME"),
    _rule(CONCERN, kinds.BULLIED, "GOBACK SAY"),
    _rule(CONCERN, kinds.ASKS, "HELP"),
    _rule(CONCERN, kinds.ASKS, "SECRET"),
)


def find_ideas_together(text: str, languages: tuple[str, ...]) -> list[tuple[HarmLevel, str]]:
    """A level and a kind for each rule whose ideas stand close together in one sentence of `text`."""
    signs: list[tuple[HarmLevel, str]] = []
    for sentence in _SENTENCE_END.split(folded(text)):
        words = _TOKEN.findall(sentence)
        for language in languages if words else ():
            signs += _signs(ideas_of(words, language), language)
    return list(dict.fromkeys(signs))


def folded(text: str) -> str:
    """Lower case, without accents, vowel marks and apostrophes, look-alike letters made one."""
    return _DROPPED.sub("", unicodedata.normalize("NFC", plain(text)).translate(_FOLD))


def ideas_of(words: list[str], language: str) -> list[Found]:
    """Every idea that words of one sentence stand for, with where."""
    exact, stems = _vocabulary()[language]
    found: list[Found] = []
    for at, word in enumerate(words):
        begins = [*exact.get(word, ())]
        for n in range(2, len(word) + 1):
            begins += stems.get(word[:n], ())
        for idea, rest in begins:
            end = _end(words, at + 1, rest)
            if end:
                found.append(Found(idea, at, end))
    return found


def _end(words: list[str], at: int, rest: tuple[str, ...]) -> int:
    """Where a phrase ends whose first word stands before `at`; 0 if it does not go on here."""
    for n, part in enumerate(rest):
        if part == "+":  # up to three words in between
            return max((_end(words, at + skip, rest[n + 1 :]) for skip in range(4)), default=0)
        if at >= len(words):
            return 0
        if not (words[at].startswith(part[:-1]) if part.endswith("*") else words[at] == part):
            return 0
        at += 1
    return at


def _signs(found: list[Found], language: str) -> list[tuple[HarmLevel, str]]:
    present = {f.idea for f in found}
    denials = {f.end - 1 for f in found if f.idea == "NOT"}
    return [
        (rule.level, rule.kind)
        for rule in RULES
        if present.issuperset(rule.ideas)
        and not present & rule.without
        and any(
            not _denied(f, denials, language) and _close(f, rule.ideas[1:], found)
            for f in found
            if f.idea == rule.ideas[0]
        )
    ]


def _denied(key: Found, denials: set[int], language: str) -> bool:
    before = {key.start - 1, key.start - 2}
    return bool(denials & (before | {key.end} if language in _AFTER_TOO else before))


def _close(key: Found, others: tuple[str, ...], found: list[Found]) -> bool:
    """Are the other ideas all near the first, each in words of its own or inside the same phrase?"""
    return all(any(f.idea == o and abs(f.start - key.start) <= _NEAR for f in found) for o in others)


Vocabulary = tuple[dict[str, list[tuple[str, tuple[str, ...]]]], dict[str, list[tuple[str, tuple[str, ...]]]]]


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, Vocabulary]:
    """Language -> phrases by their first word, and by the stem that their first word begins with."""
    languages: dict[str, Vocabulary] = {}
    for line in (RESOURCES / "harm_elsewhere.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            exact, stems = languages.setdefault(line.strip("[] "), (defaultdict(list), defaultdict(list)))
        elif line.strip() and not line.startswith("#"):
            idea, phrases = line.split(":", 1)
            for phrase in phrases.split("|"):
                first, *rest = (_part(p) for p in phrase.split())
                (stems if first.endswith("*") else exact)[first.rstrip("*")].append((idea, tuple(rest)))
    return languages


def _part(written: str) -> str:
    return written if written == "+" else folded(written.rstrip("*")) + "*" * written.endswith("*")
