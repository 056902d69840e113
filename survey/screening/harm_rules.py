# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""What, said in ideas, is a sign of harm: the table of rules that comes before the model.

Each rule reads a text of ideas (`harm_text`): capitals are ideas, `~3` allows up to three words in
between, never across the end of a sentence. A rule is a reason a person can be told: its kind, never a
score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.levels import HarmLevel

CONCERN, URGENT, WORRY = HarmLevel.CONCERN, HarmLevel.URGENT, HarmLevel.WORRY

# the kinds of harm, as stored and as the safeguarding lead is told them
SUICIDE = "suicidal_thoughts"
SELF_HARM = "self_harm"
HOME = "fear_or_harm_at_home"
NO_HOME = "nowhere_safe_to_stay"
SEXUAL = "sexual_harm"
IMAGES = "intimate_images"
ADULT = "unknown_adult"
PARTNER = "controlling_relationship"
EXPLOITED = "exploitation"
THREAT = "threat"
ATTACK = "planned_attack"
WEAPON = "weapon"
FOLLOWED = "followed_or_stalked"
HURT = "hurt_by_others"
BULLIED = "serious_bullying_or_hate"
NOT_SAFE = "feels_safe_nowhere"
ASKS = "asks_for_help"
FORCED_MARRIAGE = "forced_marriage_or_honour"
LOOKS_LIKE = "reads_like_harm"  # the model's own reason
UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Rule:
    level: HarmLevel
    kind: str
    pattern: re.Pattern[str]
    needs: frozenset[str]  # ideas that must be there, checked first because that is quick
    plain: bool  # True: holds whatever stands before it, even "not" or "people who"


def _rules(level: HarmLevel, kind: str, pattern: str, *, plain: bool = False) -> tuple[Rule, ...]:
    """One rule for each alternative at the top of `pattern`, so that each knows which ideas it needs."""
    return tuple(_rule(level, kind, branch, plain=plain) for branch in _alternatives(pattern))


def _rule(level: HarmLevel, kind: str, pattern: str, *, plain: bool) -> Rule:
    needs: frozenset[str] = frozenset(re.findall(r"\b[A-Z]{3,}\b", _outside_brackets(pattern)))
    expanded = re.sub(r" ?~(\d+) ", r"(?: [^| ]+){0,\1} ", pattern)
    return Rule(level, kind, re.compile(rf"(?<![^ ])(?:{expanded})(?![^ ])"), needs, plain)


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


_WHO = "(?:PARENT|SIB|FAMILY|PARTNER|FRIEND|MAN|SOMEONE|STAFF|BOYS|HE)"
_ADULT = "(?:PARENT|STAFF|MAN|OLDAGE|FAMILY)"
_CHILD = "(?:SELF|SIB|FRIEND|AGE|BOYS|HE|her|us)"
_MINE = "(?:SELF|SIB|FRIEND|PARENT|her|my)"
_OWN = "(?:i|im|ive|ill|id|my|SELF|we|our|weve|were)"

RULES: tuple[Rule, ...] = (
    # self-harm ---------------------------------------------------------------------------------------------------
    *_rules(URGENT, SELF_HARM, "SELFHARM ~6 (?:NOW|SUI)"),
    *_rules(URGENT, SELF_HARM, "(?:NOW|gonna|going to|SAIDWILL) ~4 SELFHARM"),
    *_rules(CONCERN, SELF_HARM, "SELFHARM"),
    *_rules(CONCERN, SELF_HARM, "i ~2 DARKMIND|my ~2 DARKMIND|DARKMIND ~4 (?:SELF|i|my)"),
    *_rules(CONCERN, SUICIDE, f"{_OWN} ~3 WISHGONE|WISHGONE ~3 (?:SELF|my)", plain=True),
    *_rules(
        CONCERN,
        SUICIDE,
        "^ ?(?:MYHEAD|SELF|my self)(?: (?:sometimes|tbh|mostly|really|honestly|ngl|and|is|are|at))? ?(?:$|\\|)",
    ),
    *_rules(
        CONCERN,
        SUICIDE,
        "(?:FEAR|danger|dangerous|scarier|worst|NOTSAFE|safe) ~4 (?:MYHEAD|of SELF|from SELF)|MYHEAD ~5 (?:FEAR|danger|dangerous|scarier|worse|worst|enemy|NOTSAFE|HURT)",
    ),
    # home --------------------------------------------------------------------------------------------------------
    *_rules(
        URGENT,
        HOME,
        "PARENT ~4 (?:HURT|STAB) ~2 (?:SELF|SIB|PARENT|i) ~12 (?:FEAR|NOW|RUNAWAY|SECRET|NOTSAFE)",
    ),
    *_rules(
        URGENT,
        HOME,
        "(?:FEAR|NOW|RUNAWAY|NOTSAFE|HELPME) ~12 PARENT ~4 HURT ~2 (?:SELF|SIB|PARENT|i|when|if)",
    ),
    *_rules(
        URGENT,
        HOME,
        "(?:FEAR|NEG|NOTSAFE) ~4 (?:go|going|be|get|to) (?:HOME|back) ~8 (?:NOW|HURT|SHOUT|because)",
    ),
    *_rules(URGENT, HOME, "RUNAWAY ~8 (?:NOW|HURT|FEAR|THREAT)|(?:FEAR|NOW) ~6 RUNAWAY"),
    *_rules(
        URGENT, HOME, "(?:PARENT|HE|PARTNER|SIB) ~5 (?:THREAT|STAB|WEAPON) ~6 (?:PARENT|SELF|us|SIB|HOME)"
    ),
    *_rules(CONCERN, HOME, "(?:PARENT|FAMILY) ~4 (?:HURT|STAB|GRAB|PUSH) ~2 (?:SELF|SIB|PARENT|us|HE|her|i)"),
    *_rules(CONCERN, HOME, "SIB ~3 (?:HURT|STAB) ~1 (?:SELF|us|PARENT)"),
    *_rules(
        CONCERN,
        HOME,
        "(?:PARENT|FAMILY|PARTNER) ~2 (?:HURT|hitting) (?:$|\\||HE|us|when|if|because|and|sometimes|a lot|EVERYDAY|NOW)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:get|gets|got|getting|being|been|am|im|was|is|be) (?:\\w+ )?HURT ~2 (?:at|in|by|from|off) ~1 (?:PARENT|HOME|SIB|PARTNER|FAMILY|STAFF)",
    ),
    *_rules(CONCERN, HOME, "HURT ~2 by ~3 (?:PARENT|SIB|PARTNER|FAMILY|STAFF)"),
    *_rules(CONCERN, HOME, "HE ~2 HURT ~1 (?:SELF|SIB|PARENT|us|her)"),
    *_rules(
        CONCERN,
        HOME,
        "(?:FEAR|NOTSAFE|UPSET) (?:of|by|around|near|with|about what|when|to be with|alone with|being with) (?:\\w+ ){0,2}(?:PARENT|FAMILY|SIB)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:PARENT|FAMILY|SIB) (?:\\w+ ){0,2}(?:FEAR|intimidates|terrifies|frightens) (?:SELF|us)|(?:PARENT|FAMILY|SIB) ~2 (?:makes|make|MAKE) (?:SELF|us) (?:feel )?(?:FEAR|NOTSAFE|uncomfortable)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?<!NEG )NOTSAFE(?: (?:even|at|in|inside|around|with|near|my|own|the|our|being|to|be|either|HOME))*? (?:HOME|PARENT|FAMILY|SIB|PARTNER)(?! (?:alone|from|after|at night|late|without))",
        plain=True,
    ),
    *_rules(
        CONCERN,
        HOME,
        "HOME (?:\\w+ ){0,3}(?:NOTSAFE|FEAR|dangerous|horrible|hell|the worst|worse than|worst)(?! (?:walk|road|street))",
        plain=True,
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:safer|better|outside|school|street|library|anywhere) (?:\\w+ ){0,3}(?:than|then) (?:\\w+ ){0,2}HOME",
    ),
    *_rules(
        CONCERN,
        HOME,
        "^ ?(?:at |being |in |my |inside )*HOME (?:sometimes|a lot|most days|tbh|often|at night|when|with ~3 PARENT when|because of|NOTSAFE|some days|mostly when)",
    ),
    *_rules(CONCERN, HOME, "when (?:\\w+ ){0,2}(?:PARENT|FAMILY|SIB|HE) (?:\\w+ ){0,3}(?:DRUNK|SHOUT)"),
    *_rules(
        CONCERN,
        HOME,
        "(?:PARENT|FAMILY) (?:\\w+ ){0,5}SHOUT ~10 (?:SIB|FEAR|UPSET|NOW|EVERYDAY|HURT|SHOUT|DRUNK|bathroom|upstairs|headphones|under|bed|quiet|all night|each other|always|until|door|GRAB|i go|i sit|and i|so i)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:SHOUT|THREAT) ~6 (?:PARENT|HOME|wall|walls|downstairs|next door) ~6 (?:NOW|EVERYDAY|FEAR|UPSET|HURT|SHOUT|cant|all night)",
    ),
    *_rules(
        CONCERN, HOME, "(?:PARENT|FAMILY) ~3 DRUNK ~8 (?:SELF|us|SHOUT|FEAR|HURT|ALONE|i|EVERYDAY|HOME|NOW)"
    ),
    *_rules(CONCERN, HOME, "(?:PARENT|HE|FAMILY) ~3 (?:THREAT) ~3 (?:SELF|us|PARENT|SIB|my)"),
    *_rules(
        CONCERN,
        HOME,
        "(?:HE|PARENT) (?:\\w+ ){0,2}(?:SHOUT|GRAB) ~2 (?:my|our|the) (?:door|wall|phone|plate|arm|hair|neck|throat)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:lock|SHOUT|chair|barricade|wedge|push|put) ~4 (?:HOME|my) door ~4 (?:at|NOW|HE|so|because|in case|PARENT|SIB)|lock ~3 HOME",
    ),
    *_rules(CONCERN, HOME, "(?:PARENT|FAMILY|HE) ~4 (?:lock|locks|locked) (?:SELF|us) (?:in|out|up)"),
    *_rules(
        CONCERN,
        HOME,
        "NOFOOD ~8 (?:HOME|PARENT|SIB|i|we|us|my|NOW)|(?:HOME|PARENT|we|i|im|theres|there) ~6 NOFOOD ~4 (?:HOME|at|because|PARENT|most|EVERYDAY|NOW)|PARENT ~4 NOFOOD",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:PARENT|FAMILY) ~5 (?:leaves|leave|left|goes out|disappears|gone for|away for|ALONE) (?:SELF |us )?(?:ALONE|for days|overnight|all night|for the night)",
    ),
    *_rules(CONCERN, HOME, "(?:PARENT|FRIEND|HE|SIB) ~6 (?:HAPPENED|bruises|bruise|black eye|marks)"),
    *_rules(
        CONCERN,
        HOME,
        "(?:FRIEND|SIB|kid|boy|girl|HE) ~6 (?:GOTHURT) ~6 (?:HOME|PARENT|SECRET|says|said|fell)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:FRIEND|SIB|her|his|someones|neighbours) ~3 (?:PARENT|PARTNER|HE) ~3 (?:HURT|SHOUT|DRUNK)",
    ),
    *_rules(CONCERN, HOME, "FRIEND ~6 (?:HURT|SHOUT|SHOUT at) ~3 (?:PARENT|HOME|BOYS|PARTNER|kids|wife)"),
    *_rules(
        CONCERN,
        HOME,
        "(?:people|someone|SOMEONE|ones|person) (?:you |i |we )?(?:live|lives|living) with ~4 (?:HURT|FEAR|NOTSAFE|i|that)|FAMILY ~3 (?:HURT|FEAR|NOTSAFE|SEX|TOUCH)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "PARENT ~10 (?:out of prison|out of jail|find us|finds us|found us|finds out where|moved to get away)|RUNAWAY ~4 (?:PARENT|HE)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:away|escape|hide|hiding|UPSET|safe) from (?:\\w+ ){0,2}(?:PARENT|SIB|PARTNER|FAMILY|HE)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:dont|NEG) (?:like|wanna|want|feel|trust) ~4 (?:ALONE|left|being) ~2 with ~2 (?:PARENT|SIB|FAMILY|STAFF|MAN|HE)",
        plain=True,
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:be|being|left|stuck|am|im) (?:ALONE|trapped|alone|stuck) (?:with|in|at) ~3 (?:PARENT|SIB|HE|HOME)(?! (?:at|and) NOW)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "PARENT ~4 (?:hates|hate|dont want|doesnt want|wish|wishes|disowned|disown) (?:SELF|i|they|HE)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "if ~3 (?:PARENT|FAMILY|HE) ~2 (?:found|find|finds|knew) (?:out)? ~6 (?:HURT|THREAT|kill|RUNAWAY|disown)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "(?:HE|PARENT) ~2 (?:might|could|will) (?:see|read|find) (?:this|it)|because ~2 (?:PARENT|HE) (?:checks|reads|CONTROL)",
    ),
    *_rules(
        CONCERN,
        NO_HOME,
        "(?:i|im|ive|we|weve|my|been|SELF|SIB|FRIEND|HE|got|get|PARENT) ~5 RUNAWAY",
        plain=True,
    ),
    *_rules(CONCERN, NO_HOME, "RUNAWAY ~8 (?:i|SELF|PARENT|we|HOME)|^ ?RUNAWAY", plain=True),
    *_rules(
        CONCERN,
        NO_HOME,
        "(?:sleep|slept|sleeping|staying|stay|crash|kip) ~4 (?:wherever|floor|sofa|car|tent|mates houses|FRIEND houses|park|stairwell|station|different houses|anyone lets)",
    ),
    *_rules(
        CONCERN,
        HOME,
        "i (?:stay|go|sit|hang|walk|wait) ~8 (?:so i|until|till|because|to avoid|rather than) ~5 (?:dont|NEG|HOME|go|be) ~4 HOME",
    ),
    *_rules(
        CONCERN,
        FORCED_MARRIAGE,
        "(?:MAKE|PARENT|FAMILY|they|BOYS|NEG|SAIDWILL|want) ~6 MARRY ~6 (?:SELF|i|SIB|SECRET|someone|SOMEONE|MAN|AGE|our|NOW|if)|MARRY ~6 (?:AGE|NEG|MAN|SIB|FEAR)",
    ),
    *_rules(URGENT, FORCED_MARRIAGE, "(?:BOYS|PARENT|FAMILY) ~6 MARRY ~12 NOW|MARRY ~4 (?:AGE|NOW)"),
    # a partner --------------------------------------------------------------------------------------------------
    *_rules(
        CONCERN,
        PARTNER,
        "PARTNER ~5 (?:HURT|CONTROL|THREAT|STAB|GRAB|PUSH|FOLLOW|SHOUT|FEAR|strangl|SPREAD|PICS|IMAGES|SECRET)",
    ),
    *_rules(CONCERN, PARTNER, "(?:CONTROL|FOLLOW|FEAR of|THREAT|HURT by|FEAR) ~3 PARTNER"),
    *_rules(CONCERN, PARTNER, "HE ~4 (?:CONTROL|FOLLOW) ~6 (?:CONTROL|FOLLOW|PARTNER|NOW|EVERYDAY|SELF)"),
    *_rules(
        CONCERN,
        PARTNER,
        "PARTNER ~12 (?:FOLLOW|CONTROL|turns up|waits|MAKE SELF|pressures)|(?:broke up|split up|dumped) ~12 (?:FOLLOW|CONTROL|THREAT|HE|message|ONLINE)",
    ),
    *_rules(CONCERN, PARTNER, "PARTNER ~6 (?:gets|goes|went|be) (?:DRUNK|SHOUT|jealous)"),
    # sexual harm -------------------------------------------------------------------------------------------------
    *_rules(
        URGENT, SEXUAL, "(?:PARENT|SIB|STAFF|FAMILY|OLDAGE) ~5 (?:SEX|TOUCH) ~2 (?:SELF|SIB|FRIEND|AGE|us|my)"
    ),
    *_rules(URGENT, SEXUAL, "(?:SEX|TOUCH) ~10 (?:SECRET|NOW)|SECRET ~10 (?:SEX|TOUCH) ~2 SELF"),
    *_rules(
        URGENT,
        SEXUAL,
        "(?:MAKE|MAN|HE|PAY) ~4 (?:SELF|us|SIB|FRIEND) ~3 (?:SEX)|(?:comes|came|come|gets|climbs) (?:in|into) (?:\\w+ )?HOME ~4 (?:NOW|at night|NEG|TOUCH|and)",
    ),
    *_rules(CONCERN, SEXUAL, f"{_WHO} ~5 (?:SEX|TOUCH) ~2 (?:SELF|SIB|FRIEND|AGE|us|my|her|you|girls|BOYS)"),
    *_rules(
        CONCERN,
        SEXUAL,
        "(?:i|SELF|my|us|we|FRIEND|SIB|her|she|HE|HE) ~5 SEX|SEX ~5 (?:SELF|SIB|FRIEND|us|my)",
    ),
    *_rules(
        CONCERN,
        SEXUAL,
        "(?:i|got|get|gets|getting|been|be|being|was|were) (?:\\w+ )?(?:TOUCH) ~3 (?:by|in|on|up|without|SELF|inappropriately)|TOUCH (?:SELF|us|girls)",
    ),
    *_rules(
        CONCERN,
        SEXUAL,
        f"{_WHO} ~8 COMMENT|COMMENT ~6 (?:SELF|us|by|in my class|in class|every lesson|EVERYDAY)",
    ),
    *_rules(CONCERN, SEXUAL, "(?:i|im|ive|my|SELF|we|FRIEND|SIB|HE|got) ~5 SPIKED (?!is|are|should)"),
    *_rules(
        CONCERN,
        SEXUAL,
        "(?:FRIEND|SIB|HE|girl|i|im|AGE) ~8 (?:PARTNER|MAN|HE) (?:\\w+ ){0,4}OLDAGE|PARTNER (?:\\w+ ){0,3}OLDAGE|(?:PARTNER|HE|hes) (?:be |is )?OLDAGE ~6 (?:AGE|im|i|SELF)",
    ),
    *_rules(
        CONCERN,
        SEXUAL,
        "MAN ~6 (?:GIFTS|PAY) ~6 (?:AGE|BOYS|girls|SIB|MEET|FRIEND)|(?:AGE|BOYS|SIB|FRIEND) ~6 (?:in|into) ~3 cars? with ~3 MAN",
    ),
    *_rules(
        CONCERN,
        SEXUAL,
        "(?:i |he |they )?(?:said|say|saying|says) no ~5 (?:but|anyway|carried|didnt|and he|HE|still|stop)|(?:i|SELF) ~3 didnt (?:want to|consent)|pressur\\w+ ~3 (?:into|to) ~2 (?:SEX|do)",
    ),
    *_rules(
        CONCERN,
        SEXUAL,
        "(?:BOYS|MAN|HE|SOMEONE|STAFF) ~3 GRAB (?:SELF|us|FRIEND|SIB|her|girls)|GRAB ~1 (?:my|her|our) (?:arm|bum|waist|hair|neck|leg|throat|wrist|hand|hood)",
    ),
    # intimate images -----------------------------------------------------------------------------------------------
    *_rules(
        URGENT,
        IMAGES,
        "(?:IMAGES|PICS) ~12 (?:THREAT|unless|if i dont|or else|PAY|send more|SAIDWILL)|(?:THREAT|SAIDWILL|PAY) ~12 (?:IMAGES)|THREAT ~10 (?:SPREAD|PICS)|SPREAD ~10 (?:unless|PAY|if i dont|if WOULD)",
    ),
    *_rules(
        URGENT,
        IMAGES,
        "(?:HE|MAN|SOMEONE|BOYS|PARTNER) ~8 (?:SPREAD) ~12 (?:unless|PAY|if i|THREAT)|(?:MAKE|wants|asks|asked) ~3 SELF ~3 (?:send|sending|do) ~5 (?:IMAGES|PICS) ~8 (?:SECRET|THREAT|MAN|OLDAGE|cant)",
    ),
    *_rules(
        CONCERN,
        IMAGES,
        "IMAGES ~5 (?:SELF|SPREAD|FRIEND|ONLINE|HE|my|BOYS|from|of)|(?:SPREAD|MAKE|sent|send|sending|PARTNER|HE|MAN|SELF|BOYS|asking|ask|for|fake) ~6 IMAGES",
    ),
    *_rules(
        CONCERN,
        IMAGES,
        "(?:PICS|SPREAD) (?:of )?(?:SELF|me|FRIEND|SIB|girls|her|us) ~10 (?:SPREAD|ONLINE|BOYS)|(?:BOYS|HE|SOMEONE|PARTNER|MAN|they) ~4 SPREAD ~4 (?:SELF|my PICS|PICS of|me|my|us|her)",
    ),
    *_rules(
        CONCERN,
        IMAGES,
        "(?:MAN|SOMEONE|BOYS|HE) ~6 (?:ask|asks|asked|asking|want|wants|MAKE) ~4 (?:PICS|IMAGES|camera|live)|(?:took|takes|taking|HAVE) ~1 (?:PICS|IMAGES) of (?:SELF|us|my|FRIEND|SIB|girls|BOYS|kids|AGE)",
    ),
    *_rules(
        CONCERN,
        HURT,
        "POSTVIOLENT|(?:SPREAD|ONLINE|PICS) ~8 (?:BOYS|AGE|people|FRIEND) ~3 (?:getting |being |get )HURT|(?:HURT|SHOUT) ~4 (?:and|they|BOYS) ~3 SPREAD",
    ),
    # adults met online and off ------------------------------------------------------------------------------------------
    *_rules(
        URGENT,
        ADULT,
        "(?:MAN|OLDAGE) ~12 ONLINE ~12 MEET|(?:MAN|HE|SOMEONE|OLDAGE|ONLINE) ~14 MEET ~12 (?:SECRET|NOW|AGE|PARENT)|ONLINE ~12 (?:wants|want|MAKE|asked|asking) ~6 MEET",
    ),
    *_rules(
        URGENT,
        ADULT,
        "(?:MAN|SOMEONE|HE) ~8 (?:MET|MEET|ONLINE) ~14 (?:wants|MAKE|asked|SECRET)|(?:MEET) ~6 (?:MAN|SOMEONE|HE) ~8 ONLINE|MEET ~4 (?:on|through|from) ~3 ONLINE ~14 (?:NOW|SECRET|MEET)",
    ),
    *_rules(
        URGENT,
        ADULT,
        "(?:MAN|SOMEONE|HE|OLDAGE) ~14 SECRET ~6 (?:PARENT|anyone|ONLINE)|FOLLOW ~8 ONLINE ~6 (?:get|come|coming)",
    ),
    *_rules(
        CONCERN,
        ADULT,
        "(?:MAN|OLDAGE|SOMEONE) ~6 ONLINE ~3 (?:SELF|SIB|AGE|BOYS|us|for|pics|asking|FRIEND)|ONLINE ~4 by ~3 MAN",
    ),
    *_rules(
        CONCERN,
        ADULT,
        "ONLINE ~4 (?:to|with) ~4 (?:MAN|OLDAGE|SOMEONE) ~6 (?:ONLINE|OLDAGE|who|HE|i dont|game)",
    ),
    *_rules(
        CONCERN, ADULT, "(?:FRIEND|SIB|HE|girl|i) ~4 (?:MEET|ONLINE) ~4 (?:MAN|SOMEONE|people) ~4 ONLINE"
    ),
    *_rules(
        CONCERN,
        ADULT,
        "MAN ~6 (?:offer|offers|offered|asks|asked|asking|tried|tries|trying|invites|invited) ~3 (?:SELF|us|SIB|FRIEND|AGE|BOYS|kids|my|to)",
    ),
    *_rules(
        CONCERN,
        ADULT,
        "(?:MAN|HE|car|van) ~6 (?:get in|GRAB|MEET|FOLLOW) ~4 (?:SELF|us|SIB|FRIEND|BOYS|AGE|car|van|girls)",
    ),
    # exploitation --------------------------------------------------------------------------------------------------
    *_rules(
        URGENT,
        EXPLOITED,
        "MAKE ~4 (?:SELF|i|us) ~4 CARRY ~18 (?:THREAT|HURT|SAIDWILL|stop|FEAR|NOW|cant|OWE|STAB|MAKE)",
    ),
    *_rules(
        URGENT,
        EXPLOITED,
        "(?:THREAT|OWE|SAIDWILL|FEAR|if i) ~18 (?:MAKE ~4 )?CARRY ~3 (?:GOODS|for)|OWE ~18 (?:THREAT|STAB|HURT|NOW|FEAR|HOME|SAIDWILL|looking)|(?:BOYS|they|PARENT|HE|MAN) MAKE (?:SELF|me) CARRY",
    ),
    *_rules(
        URGENT,
        EXPLOITED,
        "(?:i|im|ive|SELF) ~6 (?:CARRY|HAVE) ~6 (?:WEAPON|drugs|GOODS) for ~3 (?:BOYS|MAN|SOMEONE|SIB|HE)",
    ),
    *_rules(
        CONCERN, EXPLOITED, "MAKE ~4 (?:SELF|SIB|FRIEND|us|him|her|HE|AGE|AGE|kids|BOYS|people|i) ~4 CARRY"
    ),
    *_rules(
        CONCERN,
        EXPLOITED,
        "(?:MAN|BOYS|PARENT|HE|SOMEONE|they|GIFTS) ~5 (?:MAKE|PAY|GIFTS|use|uses|using) ~3 (?:SELF|SIB|FRIEND|AGE|kids|HE|AGE|us|year) ~6 (?:CARRY|GOODS|drugs|lookout|PAY|OWE|work)",
    ),
    *_rules(
        CONCERN,
        EXPLOITED,
        "(?:i|im|ive|SIB|FRIEND|HE) ~5 CARRY (?:\\w+ ){0,2}(?:GOODS|drugs|country|weed) ~4 (?:for|because|MAN|BOYS|HE)?",
    ),
    *_rules(
        CONCERN,
        EXPLOITED,
        "(?:i|im|ive|SELF|SIB|FRIEND|HE|AGE|BOYS) ~4 OWE ~5 (?:GOODS|PAY|SELF|BOYS|MAN|them|money|people|lot|HE|for|weed|SOMEONE)",
    ),
    *_rules(
        CONCERN,
        EXPLOITED,
        "(?:MAKE|use|used|using|open) ~6 BURDEN|BURDEN ~8 (?:PAY|for them|for him|SOMEONE|MAN|OWE)",
    ),
    *_rules(
        CONCERN,
        EXPLOITED,
        "(?:dealers|dealer|BOYS|gang|MAN) ~5 (?:taken over|took over|take over|cuckoo\\w*|moved into|using) ~5 (?:flat|house|HOME|FRIEND|home)",
    ),
    *_rules(
        CONCERN,
        EXPLOITED,
        "(?:SIB|FRIEND|HE|i|AGE|kid) ~8 (?:two phones|2 phones|burner|new phone|new trainers|designer|county lines|cunch|trap house|trapping|gang|shotting|CARRY) ~6 (?:HE|wont|RUNAWAY|PAY|AGE|and|SELF|out|for|MAN)",
    ),
    *_rules(
        CONCERN,
        EXPLOITED,
        "(?:cant|tried to|trying to|want to|wants to|NEG) ~3 (?:get out|leave|stop|say no) ~8 (?:FEAR|THREAT|gang|HURT|them|because|know where|FOLLOW)|(?:MAN|BOYS|gang) ~5 (?:MAKE|groom\\w*|recruit\\w*|MAKE) ~3 (?:SIB|FRIEND|SELF|AGE|us|kids|BOYS) ~4 (?:into|to|for|join|CARRY)",
    ),
    # threats, attacks, weapons -----------------------------------------------------------------------------------------
    *_rules(
        URGENT,
        THREAT,
        f"{_OWN} ~10 THREAT ~8 NOW|NOW ~10 THREAT ~6 (?:SELF|SIB|my|FRIEND|us|HOME)|THREAT ~4 (?:SELF|SIB|my|us|FRIEND) ~6 NOW",
    ),
    *_rules(
        URGENT,
        THREAT,
        "SAIDWILL ~4 (?:STAB|THREAT|kill|shoot|burn|HURT) ~3 (?:SELF|SIB|FRIEND|us|my|HE|PARENT|him|her|HOME|our)|(?:BOYS|they|HE|MAN|SOMEONE) ~4 THREAT ~4 (?:to|with) ~4 (?:STAB|THREAT|kill|acid|WEAPON)",
    ),
    *_rules(
        URGENT,
        THREAT,
        "(?:BOYS|SOMEONE|MAN|HE|people|they) ~6 (?:coming|come|waiting|FOLLOW|looking) ~4 (?:for|to) ~3 (?:SELF|SIB|get|our|my|us|FRIEND) ~6 NOW",
    ),
    *_rules(
        CONCERN,
        THREAT,
        "(?:i|im|ive|SELF|my|we|us|SIB|FRIEND|SOMEONE|BOYS|HE|got|getting|get) ~6 THREAT ~2 (?:SELF|SIB|FRIEND|us|by|PARENT|if|on|to|my|HE|EVERYDAY|ONLINE|$)",
    ),
    *_rules(
        CONCERN,
        THREAT,
        "(?:got|get|getting|been|being|was|gets) (?:\\w+ )?THREAT|THREAT (?:SELF|SIB|FRIEND|us)|KNOWS ~8 (?:snitch|THREAT|SECRET|and)|(?:tell|tells|told|telling|MAKE|say|says|saying|to) ~3 (?:SELF |me )?(?:to )?(?:SUI|die|unalive)",
    ),
    *_rules(
        CONCERN,
        THREAT,
        "(?:FEAR|NOTSAFE) ~4 (?:THREAT|of ~3 (?:coming|come) (?:for|after))|(?:BOYS|they|HE|MAN|people|SOMEONE|PARTNER) ~6 KNOWS",
    ),
    *_rules(
        URGENT,
        ATTACK,
        "(?:SAIDWILL|NOW|planned|planning|plan|plans|bringing|list|FRIEND|HE|HE) ~6 ATTACK ~8 (?:NOW|HE|school|mosque|college|SAIDWILL|people|BOYS|$)|ATTACK ~8 (?:NOW|planned|planning)",
    ),
    *_rules(
        URGENT,
        ATTACK,
        "(?:i|im|id|ill) ~3 (?:SAIDWILL|gonna|want to|going to|will) ~2 (?:STAB|HURT|kill|shoot|ATTACK|THREAT) ~2 (?:HE|him|her|them|BOYS|someone|SOMEONE|everyone|people|MAN)",
    ),
    *_rules(
        URGENT,
        ATTACK,
        "(?:plan|planning|planned|heard|SAIDWILL|going to be|gonna be|theres) ~8 (?:STAB|SHOUT|HURT|THREAT|ATTACK) ~8 (?:NOW|WEAPON)|(?:SHOUT|meet|beef) ~8 NOW ~10 WEAPON|NOW ~8 (?:bringing|bring|HAVE) ~3 WEAPON",
    ),
    *_rules(
        CONCERN,
        ATTACK,
        "(?:FRIEND|BOYS|SOMEONE|HE|kid|SIB) ~5 (?:ATTACK|planning|talks about) ~6 (?:school|people|everyone|teachers|HE|it|BOYS|MAN)|(?:FRIEND|SOMEONE|BOYS) ~8 (?:hit list|kill list|school shoot\\w*|manifesto)",
    ),
    *_rules(
        URGENT,
        WEAPON,
        "(?:i|ive|im) ~4 (?:CARRYSELF|HAVE|CARRY) ~3 WEAPON ~12 (?:NOW|use|using|if|HURT|STAB|because|THREAT|school|SAIDWILL)|(?:i|ive|im) ~2 HAVE ~2 WEAPON ~3 (?:on|in|under) (?:SELF|my|me)",
    ),
    *_rules(
        URGENT,
        WEAPON,
        "(?:FRIEND|SIB|HE|SOMEONE|PARENT|boy|BOYS) ~4 (?:HAVE|CARRY) ~4 WEAPON ~10 (?:SAIDWILL|NOW|THREAT|STAB|use it|for the|to get|if)",
    ),
    *_rules(
        CONCERN,
        WEAPON,
        "(?:i|ive|im|we|ill|id) ~3 (?:CARRYSELF|HAVE|CARRY|CARRYSELF) ~3 (?:WEAPON|protection)|CARRYSELF ~4 (?:WEAPON|something|protection|just in case|one|NOTSAFE|because|CARRYSELF|BOYS|after)",
    ),
    *_rules(
        CONCERN,
        WEAPON,
        "(?:FRIEND|SIB|HE|SOMEONE|PARENT|boy|MAN|kid|lad|PARTNER) ~4 (?:HAVE|CARRY|GRAB|had) ~3 WEAPON",
    ),
    *_rules(
        CONCERN,
        WEAPON,
        "(?:BOYS|people|half) ~6 (?:HAVE|CARRY|GRAB|bring) ~3 WEAPON ~3 (?:on|to|at|in) ~1 (?:SELF|us|FRIEND|SIB|my|our|class|school|STAFF|bag|me)|WEAPON ~3 (?:on|at|to|against) (?:SELF|us|SIB|FRIEND|my)|WEAPON (?:in|under|at) (?:\\w+ )?(?:bag|HOME|bed|locker|my|HE)",
    ),
    # followed -----------------------------------------------------------------------------------------------------------
    *_rules(
        URGENT,
        FOLLOWED,
        "(?:MAN|SOMEONE|HE|car|van|PARTNER|they) ~6 FOLLOW ~8 (?:right now|NOW|again|still|outside now)(?! (?:years|months))|(?:NOW|still|again) ~6 (?:FOLLOW|outside ~2 HOME)|MAN (?:outside|in) ~2 (?:HOME|our garden|my garden|window)",
    ),
    *_rules(CONCERN, FOLLOWED, "(?:MAN|SOMEONE|HE|car|van|PARTNER) ~5 FOLLOW(?! (?:back|on|you|$))"),
    *_rules(
        CONCERN,
        FOLLOWED,
        "(?:i|SELF|we|us|SIB|FRIEND|got|been|was|were|get|im|HE|AGE) ~3 (?:GOTHURT|FOLLOW) ~4 (?:by|HOME|from|home|MAN|SELF|to|down|and|HE|through|round|last|NOW|on|$)|my FOLLOW|FOLLOW (?:SELF|us|SIB|FRIEND|her) ~5 (?:HOME|across|from|down|through|to|and|in|off|on|all|NOW|every|into|for|$)",
    ),
    # hurt by others -----------------------------------------------------------------------------------------------------
    *_rules(URGENT, HURT, "(?:i|SELF|we) ~3 GOTHURT ~10 (?:SECRET|NOW)|GOTHURT ~8 (?:SAIDWILL|again NOW)"),
    *_rules(
        CONCERN,
        HURT,
        "(?:i|ive|SELF|we|weve|my|SIB|FRIEND|HE|AGE|PARENT) ~4 GOTHURT|^ ?(?:got|been|was) ~2 GOTHURT|^ ?GOTHURT",
    ),
    *_rules(
        CONCERN,
        HURT,
        "(?:HURT|STAB|GRAB) (?:SELF|SIB|FRIEND|us)(?! (?:feelings|to|at|on the|in the (?:heart|face with)|a (?:text|message)))",
    ),
    *_rules(
        CONCERN,
        HURT,
        "(?:BOYS|SOMEONE|MAN|STAFF|HE|they|police|teachers) ~3 (?:HURT|STAB|PUSH) ~1 (?:SELF|SIB|FRIEND|us|HE|my SIB|my FRIEND) ~6",
    ),
    *_rules(
        CONCERN,
        HURT,
        "(?:SIB|FRIEND|PARENT|boy|HE|i) ~3 (?:got |was |been |be |were |gets |get |getting )(?:\\w+ )?(?:STAB|HURT)(?! by ~2 (?:car|bus))",
    ),
    *_rules(
        CONCERN, HURT, "PUSH ~4 SELF ~8 (?:EVERYDAY|NOHELP|HURT|FEAR|THREAT|laugh)|EVERYDAY ~8 PUSH ~3 SELF"
    ),
    *_rules(
        CONCERN,
        HURT,
        "WEAPON ~6 (?:robbed|mugged|took|demanded|gave|GOTHURT)|(?:robbed|mugged|GOTHURT) ~6 WEAPON",
    ),
    # bullying, hate -----------------------------------------------------------------------------------------------------
    *_rules(
        CONCERN,
        BULLIED,
        "BULLY ~14 (?:NOHELP|CANTSCHOOL|FEAR|HELPME|worse|so bad|really bad|HURT|SUI|cant|EVERYDAY|THREAT|SECRET|WISHGONE)",
    ),
    *_rules(
        CONCERN,
        BULLIED,
        "(?:NOHELP|CANTSCHOOL|FEAR|HELPME|EVERYDAY|HURT|THREAT) ~10 BULLY ~3 (?:SELF|SLUR|at|by|in|me|EVERYDAY|about|at school|on|like|for|and|NOHELP|because|$)",
    ),
    *_rules(
        CONCERN,
        BULLIED,
        "(?:i|ive|im|SELF|my) ~4 BULLY ~6 (?:for|since|because|by|at|SLUR|about|EVERYDAY)(?! (?:primary|my old))|BULLY ~5 SLUR|SLUR ~4 (?:at SELF|EVERYDAY|in the)|EVERYDAY ~6 SLUR",
    ),
    *_rules(
        CONCERN,
        BULLIED,
        "CANTSCHOOL ~8 (?:BULLY|FEAR|because of|because|BOYS|them|HE|what|HAPPENED|since|anymore|too|NOTSAFE|EVERYDAY)|(?:FEAR|because|since|so) ~6 CANTSCHOOL",
    ),
    *_rules(
        CONCERN,
        BULLIED,
        "(?:told|reported|said|tell|complained|went) ~12 (?:THREAT|HURT|BULLY|FOLLOW|GRAB|STAB|SEX|TOUCH|HE|COMMENT|SLUR|HAPPENED) ~14 NOHELP|(?:THREAT|HURT|BULLY|FOLLOW|GRAB|STAB|SEX|TOUCH|HE) ~14 (?:told|reported|tell) ~10 NOHELP",
        plain=True,
    ),
    *_rules(CONCERN, BULLIED, "(?:THREAT|HURT|BULLY|FOLLOW|GRAB|STAB|SEX|TOUCH) ~20 NOHELP", plain=True),
    # safe nowhere, telling, asking ----------------------------------------------------------------------------------------
    *_rules(
        CONCERN,
        NOT_SAFE,
        "NOTSAFE (?:\\w+ ){0,3}NOWHERE|NOWHERE (?:is |feels |i feel |really |ever |for SELF is )*safe|(?:i )?NOTSAFE (?:HOME|school|at school|at home) (?:or|and|nor)|never (?:ever )?(?:feel|felt|feels) safe|dont feel safe (?:any|no)",
        plain=True,
    ),
    *_rules(
        CONCERN,
        NOT_SAFE,
        "^ ?i (?:\\w+ )?NOTSAFE (?:$|\\|)|NOTSAFE (?:at all|ever|full stop|anymore|in my own|with anyone|around anyone|wherever|at school)",
        plain=True,
    ),
    *_rules(
        CONCERN,
        NOT_SAFE,
        "(?:no one|nobody|NEG|noone) ~3 (?:i can |to )(?:trust|turn to|tell|talk to|go to)",
        plain=True,
    ),
    *_rules(
        CONCERN,
        ASKS,
        "(?:HAPPENED) ~6 (?:SELF|i|my|HOME|me|us|FRIEND|when|still|makes)|(?:since|after|about|because of|what|something|stuff|FRIEND|i|told ~8) ~4 HAPPENED",
    ),
    *_rules(
        CONCERN,
        ASKS,
        "HELPME ~8 (?:about|with|SELF|my|because|PARENT|FRIEND|i|he|HE|BULLY|SIB|school|if|NOW|SECRET|HAPPENED|$)|^ ?HELPME",
    ),
    *_rules(
        CONCERN,
        ASKS,
        "(?:i|im|ive|my|SELF|FRIEND|HE) ~10 (?:havent told|SECRET) ~6 (?:FEAR|what|because|PARENT|would|about|$|anyone|HE|and)",
        plain=True,
    ),
    *_rules(
        CONCERN,
        ASKS,
        "(?:STAFF|HE) ~4 (?:SHOUT|shout|THREAT|HURT|calls) ~3 (?:in my face|SELF|at SELF|me stupid|us) ~6 (?:EVERYDAY|in front|face|and|NOHELP|FEAR)",
    ),
)

# not a finding of harm, but the writer is affected again and again
WORRIES: tuple[Rule, ...] = (
    *_rules(WORRY, "worry", "(?:i|im|ive|my|SELF|makes SELF|we) ~6 (?:FEAR|UPSET|NOTSAFE|BULLY|panic)"),
    *_rules(
        WORRY,
        "worry",
        "(?:BULLY|UPSET|SLUR)|(?:SHOUT|HURT|PUSH|FOLLOW|COMMENT) ~3 (?:SELF|us|you)|(?:i|we|my) ~10 (?:EVERYDAY)",
    ),
    *_rules(
        WORRY,
        "worry",
        "i (?:get|got|have|had|always|never|cross|avoid|pretend|hold|keep|carry|text|ring|call|walk fast|run|plan|hide|change|wont|dont go|stopped)",
    ),
    *_rules(WORRY, "worry", "(?:CAREKID|stopped and searched|stop and searched|GOTHURT)"),
)

# somebody else in general, a lesson, a wish: what follows is not a report
BEFORE_GENERAL = re.compile(
    r"(?:^| |\|)(?:IFWHO|TEACH|stop|ban|less|more|support for|help for|should|news|heard about|story|stories|film|films|documentary|rumours?|posters?|signs?)(?: [^| ]+){0,5} ?$"
)
BEFORE_NOT = re.compile(
    r"(?:^| )(?:NEG|never|not|no one|nobody|isnt|dont|doesnt|didnt|wouldnt|without|if|would|could|might|WOULD|worry about|thought)(?: [^| ]+){0,2} ?$"
)

MIGHT = re.compile(r" (?:WOULD|NEG) (?:[^| ]+ )?(?:FOLLOW|HURT|GRAB|STAB|GOTHURT|TOUCH|PUSH)(?: |$)")
