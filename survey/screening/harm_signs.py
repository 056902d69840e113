# ruff: noqa: E501 -- patterns read best in one piece
"""How soon a person should read a text: none, worry, concern or urgent, and the kind of harm it may be a
sign of.

For the safeguarding lead. Recall comes first: rules over ideas (`harm_rules`), cues in the other
languages we offer (`harm_elsewhere`) and a small model trained on invented sentences (`harm_model`) each
may raise the level, none may lower it. A few rules are broad, and hold only what the model does not read as
harmless. A text in a language nobody here can read is held as unsure. The
grade is about one text, decides only who reads it first, and is never added up over a person. It does
not decide what happened, and it does not call anyone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.levels import HarmLevel
from survey.screening import harm_kinds as kinds
from survey.screening import harm_rules as rules
from survey.screening.harm_elsewhere import find_cues
from survey.screening.harm_model import harm_model
from survey.screening.harm_phrases import find_phrases
from survey.screening.harm_rule import Found, Rule, Sign
from survey.screening.harm_text import tag_ideas, without_idioms, words_of
from survey.screening.languages import small_words

_ORDER = {level: n for n, level in enumerate(HarmLevel)}
_FOREIGN = frozenset(("pl", "lt", "ro", "uk", "ur", "ps", "ckb", "pa", "pt", "ru", "ur-latin", "pa-latin"))
_UNREAD = frozenset(("other", "ku", "es", "fr", "de", "hi"))
_PAST = re.compile(
    r"\b(?:used to|years? ago|last year|when i was (?:younger|little|\d+|in)|before i (?:got|met|started|came)|in the past|back in|recovered|better now|better since|got better|not anymore|dont anymore|helped me|tried to .{0,20}(?:last|years?))\b"
)
_LATER = re.compile(r"\b(?:still|again|tonight|now|most|every|these days)\b")
_OTHERS = re.compile(r"(?:FRIEND|SIB|HE|PARENT|PARTNER|SOMEONE|BOYS)(?: [^| ]+){0,9} $")
_SELF = re.compile(r"(?:^| )(?:i|im|ive|id|ill|my)(?: [^| ]+){0,6} $")
_UNSAFE_QUESTION = re.compile(r"unsafe|worr|least_safe|afraid|scared", re.IGNORECASE)
_HOME_ANSWER = re.compile(
    r"^ ?(?:in |at |being |when |just |my |own |its |inside |mostly |maybe |probably |the |with |around )*(?:HOME|PARENT|FAMILY|SIB|PARTNER|STAFF)(?: (?:and|PARENT|SIB|HOME|tbh|sometimes|my|lol|is|HE))* ?\|? ?$"
)


@dataclass(frozen=True, slots=True)
class Harm:
    level: HarmLevel
    reasons: tuple[str, ...]  # kinds, most serious first; never words of the text


def find_harm(text: str, language: str, question: str | None = None) -> Harm:
    """The level of `text`, written in `language` as recognised, in answer to `question` if that is known."""
    serious = without_idioms(text)
    found = _find(text, serious, language, question)
    signs = list(found.signs)
    if not is_read_by_model(language):
        signs += found.broad
    elif not is_serious(signs):
        signs += harm_model().signs(words_of(serious), found.broad)
    signs.sort(key=lambda s: -_ORDER[s[0]])
    level = signs[0][0] if signs else HarmLevel.NONE
    if level in (HarmLevel.CONCERN, HarmLevel.URGENT):
        signs = [s for s in signs if s[0] in (HarmLevel.CONCERN, HarmLevel.URGENT)]
    return Harm(level, tuple(dict.fromkeys(kind for _, kind in signs)))


def is_read_by_model(language: str) -> bool:
    """The model learned from English; what it would say of another language means nothing."""
    return language not in _FOREIGN | _UNREAD


def find_rules(text: str, language: str, question: str | None = None) -> Found:
    """What the rules and cues alone say of `text`."""
    return _find(text, without_idioms(text), language, question)


def _find(text: str, serious: str, language: str, question: str | None) -> Found:
    """The same, of a text and what is left of it without jokes and figures of speech."""
    signs = find_cues(text, language)
    broad: list[Sign] = []
    words = [w for w in words_of(serious) if w not in small_words(language)]
    ideas = tag_ideas(words)
    if language in _UNREAD or (language in _FOREIGN and len(ideas) > 60):
        signs.append((HarmLevel.NONE, kinds.UNSURE))
    if is_read_by_model(language) or any("A" <= i[0] <= "Z" for i in ideas):
        for found in (find_phrases(words), _by_rules(ideas, serious)):
            signs += found.signs
            broad += found.broad
        if question and _UNSAFE_QUESTION.search(question) and _HOME_ANSWER.match(" ".join(ideas)):
            signs.append((HarmLevel.CONCERN, kinds.HOME))
    return Found(signs, broad)


def is_serious(signs: list[Sign]) -> bool:
    """Would any of these have a person read the text first?"""
    return any(level in (HarmLevel.CONCERN, HarmLevel.URGENT) for level, _ in signs)


def _by_rules(ideas: list[str], text: str) -> Found:
    """Every rule that applies to a text of ideas; what is only a worry is looked for where no firm rule applies."""
    found = Found([], [])
    if not ideas:
        return found
    tagged = " ".join(ideas)
    present = frozenset(ideas)
    if "SUI" in present:
        found.signs.extend(_suicide(tagged, text))
    for rule in rules.rules_for(present):
        if any(_stands(rule, m, tagged) for m in rule.pattern.finditer(tagged)):
            (found.broad if rule.broad else found.signs).append((rule.level, rule.kind))
    if not found.signs:
        found.signs.extend(_worries(tagged, present))
    return found


def _worries(tagged: str, present: frozenset[str]) -> list[Sign]:
    """The first worry that applies, if any."""
    for rule in rules.WORRIES:
        if rule.needs <= present and rule.pattern.search(tagged):
            return [(rule.level, rule.kind)]
    return []


def _stands(rule: Rule, m: re.Match[str], tagged: str) -> bool:
    """False where what stands before makes it a denial, a wish, a lesson or talk about people in general."""
    if rule.plain:
        return True
    before = tagged[: m.start()].rsplit("|", 1)[-1]
    if rules.MIGHT.search(f" {m.group()}"):
        return False
    return rules.BEFORE_GENERAL.search(before) is None and rules.BEFORE_NOT.search(before) is None


def _suicide(tagged: str, text: str) -> list[Sign]:
    """Talk of suicide is urgent unless it is another's, long past, denied or a lesson."""
    found: list[Sign] = []
    for m in re.finditer(r"(?<![^ ])SUI(?![^ ])", tagged):
        before = tagged[: m.start()].rsplit("|", 1)[-1]
        own = _SELF.search(before) is not None
        if re.search(r"(?:NEG|not|never|wouldnt)(?: be| been| feel| feeling)? $", before):
            continue
        if not own and (
            rules.BEFORE_GENERAL.search(before)
            or re.match(
                r" (?:prevention|awareness|rates?|helplines?|hotline|talks?|bombers?|squad)",
                tagged[m.end() :],
            )
        ):
            continue
        if re.search(
            r"(?:tell|tells|told|telling|MAKE|say|says|saying)(?: [^| ]+){0,3} $", before
        ) and not re.search(r"\bi(?:m|ve)?(?: [^| ]+){0,2} $", before):
            found.append((HarmLevel.CONCERN, kinds.THREAT))
        elif _OTHERS.search(before) and not own:
            now = "NOW" in tagged or re.search(r"\b(?:going to|gonna|plan|wants to|says)\b", text) is not None
            found.append((HarmLevel.URGENT if now else HarmLevel.CONCERN, kinds.SUICIDE))
        elif _PAST.search(text.lower()) and not _LATER.search(text.lower()):
            found.append((HarmLevel.CONCERN, kinds.SUICIDE))
        else:
            found.append((HarmLevel.URGENT, kinds.SUICIDE))
    return found
