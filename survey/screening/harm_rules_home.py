# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""Signs of harm to oneself, at home, and by a partner. One part of the table `harm_rules` puts together."""

from __future__ import annotations

from survey.screening.harm_kinds import (
    FORCED_MARRIAGE,
    HOME,
    NO_HOME,
    PARTNER,
    SELF_HARM,
    SUICIDE,
)
from survey.screening.harm_rule import CONCERN, OWN, URGENT, Rule, rules_of

HOME_RULES: tuple[Rule, ...] = (
    # self-harm ---------------------------------------------------------------------------------------------------
    *rules_of(URGENT, SELF_HARM, "SELFHARM ~6 (?:NOW|SUI)"),
    *rules_of(URGENT, SELF_HARM, "(?:NOW|gonna|going to|SAIDWILL) ~4 SELFHARM"),
    *rules_of(CONCERN, SELF_HARM, "SELFHARM"),
    *rules_of(CONCERN, SELF_HARM, "i ~2 DARKMIND|my ~2 DARKMIND|DARKMIND ~4 (?:SELF|i|my)"),
    *rules_of(CONCERN, SUICIDE, f"{OWN} ~3 WISHGONE|WISHGONE ~3 (?:SELF|my)", plain=True),
    *rules_of(
        CONCERN,
        SUICIDE,
        "^ ?(?:MYHEAD|SELF|my self)(?: (?:sometimes|tbh|mostly|really|honestly|ngl|and|is|are|at))? ?(?:$|\\|)",
    ),
    *rules_of(
        CONCERN,
        SUICIDE,
        "(?:FEAR|danger|dangerous|scarier|worst|NOTSAFE|safe) ~4 (?:MYHEAD|of SELF|from SELF)|MYHEAD ~5 (?:FEAR|danger|dangerous|scarier|worse|worst|enemy|NOTSAFE|HURT)",
    ),
    # home --------------------------------------------------------------------------------------------------------
    *rules_of(
        URGENT,
        HOME,
        "PARENT ~4 (?:HURT|STAB) ~2 (?:SELF|SIB|PARENT|i) ~12 (?:FEAR|NOW|RUNAWAY|SECRET|NOTSAFE)",
    ),
    *rules_of(
        URGENT,
        HOME,
        "(?:FEAR|NOW|RUNAWAY|NOTSAFE|HELPME) ~12 PARENT ~4 HURT ~2 (?:SELF|SIB|PARENT|i|when|if)",
    ),
    *rules_of(
        URGENT,
        HOME,
        "(?:FEAR|NEG|NOTSAFE) ~4 (?:go|going|be|get|to) (?:HOME|back) ~8 (?:NOW|HURT|SHOUT|because)",
    ),
    *rules_of(URGENT, HOME, "RUNAWAY ~8 (?:NOW|HURT|FEAR|THREAT)|(?:FEAR|NOW) ~6 RUNAWAY"),
    *rules_of(
        URGENT, HOME, "(?:PARENT|HE|PARTNER|SIB) ~5 (?:THREAT|STAB|WEAPON) ~6 (?:PARENT|SELF|us|SIB|HOME)"
    ),
    *rules_of(
        CONCERN, HOME, "(?:PARENT|FAMILY) ~4 (?:HURT|STAB|GRAB|PUSH) ~2 (?:SELF|SIB|PARENT|us|HE|her|i)"
    ),
    *rules_of(CONCERN, HOME, "SIB ~3 (?:HURT|STAB) ~1 (?:SELF|us|PARENT)"),
    *rules_of(
        CONCERN,
        HOME,
        "(?:PARENT|FAMILY|PARTNER) ~2 (?:HURT|hitting) (?:$|\\||HE|us|when|if|because|and|sometimes|a lot|EVERYDAY|NOW)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:get|gets|got|getting|being|been|am|im|was|is|be) (?:\\w+ )?HURT ~2 (?:at|in|by|from|off) ~1 (?:PARENT|HOME|SIB|PARTNER|FAMILY|STAFF)",
    ),
    *rules_of(CONCERN, HOME, "HURT ~2 by ~3 (?:PARENT|SIB|PARTNER|FAMILY|STAFF)"),
    *rules_of(CONCERN, HOME, "HE ~2 HURT ~1 (?:SELF|SIB|PARENT|us|her)"),
    *rules_of(
        CONCERN,
        HOME,
        "(?:FEAR|NOTSAFE|UPSET) (?:of|by|around|near|with|about what|when|to be with|alone with|being with) (?:\\w+ ){0,2}(?:PARENT|FAMILY|SIB)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:PARENT|FAMILY|SIB) (?:\\w+ ){0,2}(?:FEAR|intimidates|terrifies|frightens) (?:SELF|us)|(?:PARENT|FAMILY|SIB) ~2 (?:makes|make|MAKE) (?:SELF|us) (?:feel )?(?:FEAR|NOTSAFE|uncomfortable)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?<!NEG )NOTSAFE(?: (?:even|at|in|inside|around|with|near|my|own|the|our|being|to|be|either|HOME))*? (?:HOME|PARENT|FAMILY|SIB|PARTNER)(?! (?:alone|from|after|at night|late|without))",
        plain=True,
    ),
    *rules_of(
        CONCERN,
        HOME,
        "HOME (?:\\w+ ){0,3}(?:NOTSAFE|FEAR|dangerous|horrible|hell|the worst|worse than|worst)(?! (?:walk|road|street))",
        plain=True,
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:safer|better|outside|school|street|library|anywhere) (?:\\w+ ){0,3}(?:than|then) (?:\\w+ ){0,2}HOME",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "^ ?(?:at |being |in |my |inside )*HOME (?:sometimes|a lot|most days|tbh|often|at night|when|with ~3 PARENT when|because of|NOTSAFE|some days|mostly when)",
    ),
    *rules_of(CONCERN, HOME, "when (?:\\w+ ){0,2}(?:PARENT|FAMILY|SIB|HE) (?:\\w+ ){0,3}(?:DRUNK|SHOUT)"),
    *rules_of(
        CONCERN,
        HOME,
        "(?:PARENT|FAMILY) (?:\\w+ ){0,5}SHOUT ~10 (?:SIB|FEAR|UPSET|NOW|EVERYDAY|HURT|SHOUT|DRUNK|bathroom|upstairs|headphones|under|bed|quiet|all night|each other|always|until|door|GRAB|i go|i sit|and i|so i)",
        broad=True,
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:SHOUT|THREAT) ~6 (?:PARENT|HOME|wall|walls|downstairs|next door) ~6 (?:NOW|EVERYDAY|FEAR|UPSET|HURT|SHOUT|cant|all night)",
    ),
    *rules_of(
        CONCERN, HOME, "(?:PARENT|FAMILY) ~3 DRUNK ~8 (?:SELF|us|SHOUT|FEAR|HURT|ALONE|i|EVERYDAY|HOME|NOW)"
    ),
    *rules_of(CONCERN, HOME, "(?:PARENT|HE|FAMILY) ~3 (?:THREAT) ~3 (?:SELF|us|PARENT|SIB|my)"),
    *rules_of(
        CONCERN,
        HOME,
        "(?:HE|PARENT) (?:\\w+ ){0,2}(?:SHOUT|GRAB) ~2 (?:my|our|the) (?:door|wall|phone|plate|arm|hair|neck|throat)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:lock|SHOUT|chair|barricade|wedge|push|put) ~4 (?:HOME|my) door ~4 (?:at|NOW|HE|so|because|in case|PARENT|SIB)|lock ~3 HOME",
    ),
    *rules_of(CONCERN, HOME, "(?:PARENT|FAMILY|HE) ~4 (?:lock|locks|locked) (?:SELF|us) (?:in|out|up)"),
    *rules_of(
        CONCERN,
        HOME,
        "NOFOOD ~8 (?:HOME|PARENT|SIB|i|we|us|my|NOW)|(?:HOME|PARENT|we|i|im|theres|there) ~6 NOFOOD ~4 (?:HOME|at|because|PARENT|most|EVERYDAY|NOW)|PARENT ~4 NOFOOD",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:PARENT|FAMILY) ~5 (?:leaves|leave|left|goes out|disappears|gone for|away for|ALONE) (?:SELF |us )?(?:ALONE|for days|overnight|all night|for the night)",
    ),
    *rules_of(CONCERN, HOME, "(?:PARENT|FRIEND|HE|SIB) ~6 (?:HAPPENED|bruises|bruise|black eye|marks)"),
    *rules_of(
        CONCERN,
        HOME,
        "(?:FRIEND|SIB|kid|boy|girl|HE) ~6 (?:GOTHURT) ~6 (?:HOME|PARENT|SECRET|says|said|fell)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:FRIEND|SIB|her|his|someones|neighbours) ~3 (?:PARENT|PARTNER|HE) ~3 (?:HURT|SHOUT|DRUNK)",
    ),
    *rules_of(CONCERN, HOME, "FRIEND ~6 (?:HURT|SHOUT|SHOUT at) ~3 (?:PARENT|HOME|BOYS|PARTNER|kids|wife)"),
    *rules_of(
        CONCERN,
        HOME,
        "(?:people|someone|SOMEONE|ones|person) (?:you |i |we )?(?:live|lives|living) with ~4 (?:HURT|FEAR|NOTSAFE|i|that)|FAMILY ~3 (?:HURT|FEAR|NOTSAFE|SEX|TOUCH)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "PARENT ~10 (?:out of prison|out of jail|find us|finds us|found us|finds out where|moved to get away)|RUNAWAY ~4 (?:PARENT|HE)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:away|escape|hide|hiding|UPSET|safe) from (?:\\w+ ){0,2}(?:PARENT|SIB|PARTNER|FAMILY|HE)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:dont|NEG) (?:like|wanna|want|feel|trust) ~4 (?:ALONE|left|being) ~2 with ~2 (?:PARENT|SIB|FAMILY|STAFF|MAN|HE)",
        plain=True,
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:be|being|left|stuck|am|im) (?:ALONE|trapped|alone|stuck) (?:with|in|at) ~3 (?:PARENT|SIB|HE|HOME)(?! (?:at|and) NOW)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "PARENT ~4 (?:hates|hate|dont want|doesnt want|wish|wishes|disowned|disown) (?:SELF|i|they|HE)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "if ~3 (?:PARENT|FAMILY|HE) ~2 (?:found|find|finds|knew) (?:out)? ~6 (?:HURT|THREAT|kill|RUNAWAY|disown)",
    ),
    *rules_of(
        CONCERN,
        HOME,
        "(?:HE|PARENT) ~2 (?:might|could|will) (?:see|read|find) (?:this|it)|because ~2 (?:PARENT|HE) (?:checks|reads|CONTROL)",
    ),
    *rules_of(
        CONCERN,
        NO_HOME,
        "(?:i|im|ive|we|weve|my|been|SELF|SIB|FRIEND|HE|got|get|PARENT) ~5 RUNAWAY",
        broad=True,
        plain=True,
    ),
    *rules_of(CONCERN, NO_HOME, "RUNAWAY ~8 (?:i|SELF|PARENT|we|HOME)|^ ?RUNAWAY", broad=True, plain=True),
    *rules_of(
        CONCERN,
        NO_HOME,
        "(?:sleep|slept|sleeping|staying|stay|crash|kip) ~4 (?:wherever|floor|sofa|car|tent|mates houses|FRIEND houses|park|stairwell|station|different houses|anyone lets)",
    ),
    *rules_of(
        CONCERN,
        NO_HOME,
        f"(?:{OWN}|PARENT|SIB|council|FRIEND) ~5 UNHOUSED ~12 (?:SOMEONE|MAN|BOYS|FEAR|NOTSAFE|UPSET|DRUNK|SHOUT|GRAB|lock|locks|doors?|bang|bangs|banging|knock|knocks|knocking|fights?|fighting|police|share|shared|sharing|rats|mould)",
        plain=True,
    ),
    *rules_of(
        CONCERN,
        HOME,
        "i (?:stay|go|sit|hang|walk|wait) ~8 (?:so i|until|till|because|to avoid|rather than) ~5 (?:dont|NEG|HOME|go|be) ~4 HOME",
    ),
    *rules_of(
        CONCERN,
        FORCED_MARRIAGE,
        "(?:MAKE|PARENT|FAMILY|they|BOYS|NEG|SAIDWILL|want) ~6 MARRY ~6 (?:SELF|i|SIB|SECRET|someone|SOMEONE|MAN|AGE|our|NOW|if)|MARRY ~6 (?:AGE|NEG|MAN|SIB|FEAR)",
    ),
    *rules_of(URGENT, FORCED_MARRIAGE, "(?:BOYS|PARENT|FAMILY) ~6 MARRY ~12 NOW|MARRY ~4 (?:AGE|NOW)"),
    # a partner --------------------------------------------------------------------------------------------------
    *rules_of(
        CONCERN,
        PARTNER,
        "PARTNER ~5 (?:HURT|CONTROL|THREAT|STAB|GRAB|PUSH|FOLLOW|SHOUT|FEAR|strangl|SPREAD|PICS|IMAGES|SECRET)",
    ),
    *rules_of(CONCERN, PARTNER, "(?:CONTROL|FOLLOW|FEAR of|THREAT|HURT by|FEAR) ~3 PARTNER"),
    *rules_of(CONCERN, PARTNER, "HE ~4 (?:CONTROL|FOLLOW) ~6 (?:CONTROL|FOLLOW|PARTNER|NOW|EVERYDAY|SELF)"),
    *rules_of(
        CONCERN,
        PARTNER,
        "PARTNER ~12 (?:FOLLOW|CONTROL|turns up|waits|MAKE SELF|pressures)|(?:broke up|split up|dumped) ~12 (?:FOLLOW|CONTROL|THREAT|HE|message|ONLINE)",
    ),
    *rules_of(CONCERN, PARTNER, "PARTNER ~6 (?:gets|goes|went|be) (?:DRUNK|SHOUT|jealous)"),
)
