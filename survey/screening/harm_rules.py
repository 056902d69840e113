# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""What, said in ideas, is a sign of harm: the table of rules that comes before the model.

Put together from `harm_rules_home`, `harm_rules_abuse` and `harm_rules_violence`; how a rule is written is in
`harm_rule`. What is only a worry, and what before a match makes it none, is here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from survey.screening.harm_rule import WORRY, Rule, rules_of
from survey.screening.harm_rules_abuse import ABUSE_RULES
from survey.screening.harm_rules_home import HOME_RULES
from survey.screening.harm_rules_violence import VIOLENCE_RULES

RULES: tuple[Rule, ...] = (*HOME_RULES, *ABUSE_RULES, *VIOLENCE_RULES)


def _by_rarest_idea() -> dict[str, list[int]]:
    """The places in RULES of the rules that need an idea, each under the one that fewest rules need."""
    needed = Counter(idea for rule in RULES for idea in rule.needs)
    found: dict[str, list[int]] = defaultdict(list)
    for at, rule in enumerate(RULES):
        found[min(rule.needs, key=lambda i: (needed[i], i), default="")].append(at)
    return dict(found)


_BY_IDEA = _by_rarest_idea()


def rules_for(present: frozenset[str]) -> list[Rule]:
    """The rules, in their order, whose ideas are all in a text with these: most rules in most texts are not."""
    places = sorted(at for idea in (*present, "") for at in _BY_IDEA.get(idea, ()))
    return [RULES[at] for at in places if RULES[at].needs <= present]


# not a finding of harm, but the writer is affected again and again
WORRIES: tuple[Rule, ...] = (
    *rules_of(WORRY, "worry", "(?:i|im|ive|my|SELF|makes SELF|we) ~6 (?:FEAR|UPSET|NOTSAFE|BULLY|panic)"),
    *rules_of(
        WORRY,
        "worry",
        "(?:BULLY|UPSET|SLUR)|(?:SHOUT|HURT|PUSH|FOLLOW|COMMENT) ~3 (?:SELF|us|you)|(?:i|we|my) ~10 (?:EVERYDAY)",
    ),
    *rules_of(
        WORRY,
        "worry",
        "i (?:get|got|have|had|always|never|cross|avoid|pretend|hold|keep|carry|text|ring|call|walk fast|run|plan|hide|change|wont|dont go|stopped)",
    ),
    *rules_of(WORRY, "worry", "(?:CAREKID|stopped and searched|stop and searched|GOTHURT)"),
)

# somebody else in general, a lesson, a wish: what follows is not a report
BEFORE_GENERAL = re.compile(
    r"(?:^| |\|)(?:IFWHO|TEACH|stop|ban|less|more|support for|help for|should|news|heard about|story|stories|film|films|documentary|rumours?|posters?|signs?)(?: [^| ]+){0,5} ?$"
)
BEFORE_NOT = re.compile(
    r"(?:^| )(?:NEG|never|not|no one|nobody|isnt|dont|doesnt|didnt|wouldnt|without|if|would|could|might|WOULD|worry about|thought)(?: [^| ]+){0,2} ?$"
)

MIGHT = re.compile(r" (?:WOULD|NEG) (?:[^| ]+ )?(?:FOLLOW|HURT|GRAB|STAB|GOTHURT|TOUCH|PUSH)(?: |$)")
