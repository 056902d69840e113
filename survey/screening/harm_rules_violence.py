# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""Signs of threats, weapons, being followed, hurt, bullied or hated, safe nowhere; and asking for help. One part of the table `harm_rules` puts together."""

from __future__ import annotations

from survey.screening.harm_kinds import (
    ASKS,
    ATTACK,
    BULLIED,
    FOLLOWED,
    HURT,
    NOT_SAFE,
    THREAT,
    WEAPON,
)
from survey.screening.harm_rule import CONCERN, OWN, URGENT, Rule, rules_of

VIOLENCE_RULES: tuple[Rule, ...] = (
    # threats, attacks, weapons -----------------------------------------------------------------------------------------
    *rules_of(
        URGENT,
        THREAT,
        f"{OWN} ~10 THREAT ~8 NOW|NOW ~10 THREAT ~6 (?:SELF|SIB|my|FRIEND|us|HOME)|THREAT ~4 (?:SELF|SIB|my|us|FRIEND) ~6 NOW",
    ),
    *rules_of(
        URGENT,
        THREAT,
        "SAIDWILL ~4 (?:STAB|THREAT|kill|shoot|burn|HURT) ~3 (?:SELF|SIB|FRIEND|us|my|HE|PARENT|him|her|HOME|our)|(?:BOYS|they|HE|MAN|SOMEONE) ~4 THREAT ~4 (?:to|with) ~4 (?:STAB|THREAT|kill|acid|WEAPON)",
    ),
    *rules_of(
        URGENT,
        THREAT,
        "(?:BOYS|SOMEONE|MAN|HE|people|they) ~6 (?:coming|come|waiting|FOLLOW|looking) ~4 (?:for|to) ~3 (?:SELF|SIB|get|our|my|us|FRIEND) ~6 NOW",
    ),
    *rules_of(
        CONCERN,
        THREAT,
        "(?:i|im|ive|SELF|my|we|us|SIB|FRIEND|SOMEONE|BOYS|HE|got|getting|get) ~6 THREAT ~2 (?:SELF|SIB|FRIEND|us|by|PARENT|if|on|to|my|HE|EVERYDAY|ONLINE|$)",
        broad=True,
    ),
    *rules_of(
        CONCERN,
        THREAT,
        "(?:got|get|getting|been|being|was|gets) (?:\\w+ )?THREAT|THREAT (?:SELF|SIB|FRIEND|us)|KNOWS ~8 (?:snitch|THREAT|SECRET|and)|(?:tell|tells|told|telling|MAKE|say|says|saying|to) ~3 (?:SELF |me )?(?:to )?(?:SUI|die|unalive)",
    ),
    *rules_of(
        CONCERN,
        THREAT,
        "(?:FEAR|NOTSAFE) ~4 (?:THREAT|of ~3 (?:coming|come) (?:for|after))|(?:BOYS|they|HE|MAN|people|SOMEONE|PARTNER) ~6 KNOWS",
    ),
    *rules_of(
        URGENT,
        ATTACK,
        "(?:SAIDWILL|NOW|planned|planning|plan|plans|bringing|list|FRIEND|HE|HE) ~6 ATTACK ~8 (?:NOW|HE|school|mosque|college|SAIDWILL|people|BOYS|$)|ATTACK ~8 (?:NOW|planned|planning)",
    ),
    *rules_of(
        URGENT,
        ATTACK,
        "(?:i|im|id|ill) ~3 (?:SAIDWILL|gonna|want to|going to|will) ~2 (?:STAB|HURT|kill|shoot|ATTACK|THREAT) ~2 (?:HE|him|her|them|BOYS|someone|SOMEONE|everyone|people|MAN)",
    ),
    *rules_of(
        URGENT,
        ATTACK,
        "(?:plan|planning|planned|heard|SAIDWILL|going to be|gonna be|theres) ~8 (?:STAB|SHOUT|HURT|THREAT|ATTACK) ~8 (?:NOW|WEAPON)|(?:SHOUT|meet|beef) ~8 NOW ~10 WEAPON|NOW ~8 (?:bringing|bring|HAVE) ~3 WEAPON",
    ),
    *rules_of(
        CONCERN,
        ATTACK,
        "(?:FRIEND|BOYS|SOMEONE|HE|kid|SIB) ~5 (?:ATTACK|planning|talks about) ~6 (?:school|people|everyone|teachers|HE|it|BOYS|MAN)|(?:FRIEND|SOMEONE|BOYS) ~8 (?:hit list|kill list|school shoot\\w*|manifesto)",
    ),
    # who knows who did it, and dares not say
    *rules_of(
        CONCERN,
        ATTACK,
        "(?:know|knows|knew|saw|seen|SECRET|say|says|said|saying|tell|tells|told|telling|snitch|snitches|grass) ~2 who (?:did |does |done |was |is |it was |that was |has |had )?(?:\\w+ ){0,2}(?:STAB|ATTACK|murdered|robbed|GOTHURT)",
        plain=True,
    ),
    *rules_of(
        URGENT,
        WEAPON,
        "(?:i|ive|im) ~4 (?:CARRYSELF|HAVE|CARRY) ~3 WEAPON ~12 (?:NOW|use|using|if|HURT|STAB|because|THREAT|school|SAIDWILL)|(?:i|ive|im) ~2 HAVE ~2 WEAPON ~3 (?:on|in|under) (?:SELF|my|me)",
    ),
    *rules_of(
        URGENT,
        WEAPON,
        "(?:FRIEND|SIB|HE|SOMEONE|PARENT|boy|BOYS) ~4 (?:HAVE|CARRY) ~4 WEAPON ~10 (?:SAIDWILL|NOW|THREAT|STAB|use it|for the|to get|if)",
    ),
    *rules_of(
        CONCERN,
        WEAPON,
        "(?:i|ive|im|we|ill|id) ~3 (?:CARRYSELF|HAVE|CARRY|CARRYSELF) ~3 (?:WEAPON|protection)|CARRYSELF ~4 (?:WEAPON|something|protection|just in case|one|NOTSAFE|because|CARRYSELF|BOYS|after)",
    ),
    *rules_of(
        CONCERN,
        WEAPON,
        "(?:FRIEND|SIB|HE|SOMEONE|PARENT|boy|MAN|kid|lad|PARTNER) ~4 (?:HAVE|CARRY|GRAB|had) ~3 WEAPON",
    ),
    *rules_of(
        CONCERN,
        WEAPON,
        "(?:BOYS|people|half) ~6 (?:HAVE|CARRY|GRAB|bring) ~3 WEAPON ~3 (?:on|to|at|in) ~1 (?:SELF|us|FRIEND|SIB|my|our|class|school|STAFF|bag|me)|WEAPON ~3 (?:on|at|to|against) (?:SELF|us|SIB|FRIEND|my)|WEAPON (?:in|under|at) (?:\\w+ )?(?:bag|HOME|bed|locker|my|HE)",
    ),
    # followed -----------------------------------------------------------------------------------------------------------
    *rules_of(
        URGENT,
        FOLLOWED,
        "(?:MAN|SOMEONE|HE|car|van|PARTNER|they) ~6 FOLLOW ~8 (?:right now|NOW|again|still|outside now)(?! (?:years|months))|(?:NOW|still|again) ~6 (?:FOLLOW|outside ~2 HOME)|MAN (?:outside|in) ~2 (?:HOME|our garden|my garden|window)",
    ),
    *rules_of(
        CONCERN, FOLLOWED, "(?:MAN|SOMEONE|HE|car|van|PARTNER) ~5 FOLLOW(?! (?:back|on|you|$))", broad=True
    ),
    *rules_of(
        CONCERN,
        FOLLOWED,
        "(?:i|SELF|we|us|SIB|FRIEND|got|been|was|were|get|im|HE|AGE) ~3 (?:GOTHURT|FOLLOW) ~4 (?:by|HOME|from|home|MAN|SELF|to|down|and|HE|through|round|last|NOW|on|$)|my FOLLOW|FOLLOW (?:SELF|us|SIB|FRIEND|her) ~5 (?:HOME|across|from|down|through|to|and|in|off|on|all|NOW|every|into|for|$)",
        broad=True,
    ),
    # hurt by others -----------------------------------------------------------------------------------------------------
    *rules_of(URGENT, HURT, "(?:i|SELF|we) ~3 GOTHURT ~10 (?:SECRET|NOW)|GOTHURT ~8 (?:SAIDWILL|again NOW)"),
    *rules_of(
        CONCERN,
        HURT,
        "(?:i|ive|SELF|we|weve|my|SIB|FRIEND|HE|AGE|PARENT) ~4 GOTHURT|^ ?(?:got|been|was) ~2 GOTHURT|^ ?GOTHURT",
        broad=True,
    ),
    *rules_of(
        CONCERN,
        HURT,
        "(?:HURT|STAB|GRAB) (?:SELF|SIB|FRIEND|us)(?! (?:feelings|to|at|on the|in the (?:heart|face with)|a (?:text|message)))",
    ),
    *rules_of(
        CONCERN,
        HURT,
        "(?:BOYS|SOMEONE|MAN|STAFF|HE|they|police|teachers) ~3 (?:HURT|STAB|PUSH) ~1 (?:SELF|SIB|FRIEND|us|HE|my SIB|my FRIEND) ~6",
    ),
    *rules_of(
        CONCERN,
        HURT,
        "(?:SIB|FRIEND|PARENT|boy|HE|i) ~3 (?:got |was |been |be |were |gets |get |getting )(?:\\w+ )?(?:STAB|HURT)(?! by ~2 (?:car|bus))",
        broad=True,
    ),
    *rules_of(
        CONCERN, HURT, "PUSH ~4 SELF ~8 (?:EVERYDAY|NOHELP|HURT|FEAR|THREAT|laugh)|EVERYDAY ~8 PUSH ~3 SELF"
    ),
    *rules_of(
        CONCERN,
        HURT,
        "WEAPON ~6 (?:robbed|mugged|took|demanded|gave|GOTHURT)|(?:robbed|mugged|GOTHURT) ~6 WEAPON",
    ),
    # bullying, hate -----------------------------------------------------------------------------------------------------
    *rules_of(
        CONCERN,
        BULLIED,
        "BULLY ~14 (?:NOHELP|CANTSCHOOL|FEAR|HELPME|worse|so bad|really bad|HURT|SUI|cant|EVERYDAY|THREAT|SECRET|WISHGONE)",
        broad=True,
    ),
    *rules_of(
        CONCERN,
        BULLIED,
        "(?:NOHELP|CANTSCHOOL|FEAR|HELPME|EVERYDAY|HURT|THREAT) ~10 BULLY ~3 (?:SELF|SLUR|at|by|in|me|EVERYDAY|about|at school|on|like|for|and|NOHELP|because|$)",
    ),
    *rules_of(
        CONCERN,
        BULLIED,
        "(?:i|ive|im|SELF|my) ~4 BULLY ~6 (?:for|since|because|by|at|SLUR|about|EVERYDAY)(?! (?:primary|my old))|BULLY ~5 SLUR|SLUR ~4 (?:at SELF|EVERYDAY|in the)|EVERYDAY ~6 SLUR",
    ),
    *rules_of(
        CONCERN,
        BULLIED,
        "CANTSCHOOL ~8 (?:BULLY|FEAR|because of|because|BOYS|them|HE|what|HAPPENED|since|anymore|too|NOTSAFE|EVERYDAY)|(?:FEAR|because|since|so) ~6 CANTSCHOOL",
    ),
    *rules_of(
        CONCERN,
        BULLIED,
        "(?:told|reported|said|tell|complained|went) ~12 (?:THREAT|HURT|BULLY|FOLLOW|GRAB|STAB|SEX|TOUCH|HE|COMMENT|SLUR|HAPPENED) ~14 NOHELP|(?:THREAT|HURT|BULLY|FOLLOW|GRAB|STAB|SEX|TOUCH|HE) ~14 (?:told|reported|tell) ~10 NOHELP",
        plain=True,
    ),
    *rules_of(CONCERN, BULLIED, "(?:THREAT|HURT|BULLY|FOLLOW|GRAB|STAB|SEX|TOUCH) ~20 NOHELP", plain=True),
    # safe nowhere, telling, asking ----------------------------------------------------------------------------------------
    *rules_of(
        CONCERN,
        NOT_SAFE,
        "NOTSAFE (?:\\w+ ){0,3}NOWHERE|NOWHERE (?:is |feels |i feel |really |ever |for SELF is )*safe|(?:i )?NOTSAFE (?:HOME|school|at school|at home) (?:or|and|nor)|never (?:ever )?(?:feel|felt|feels) safe|dont feel safe (?:any|no)",
        plain=True,
    ),
    *rules_of(
        CONCERN,
        NOT_SAFE,
        "^ ?i (?:\\w+ )?NOTSAFE (?:$|\\|)|NOTSAFE (?:at all|ever|full stop|anymore|in my own|with anyone|around anyone|wherever|at school)",
        plain=True,
    ),
    *rules_of(
        CONCERN,
        NOT_SAFE,
        "(?:no one|nobody|NEG|noone) ~3 (?:i can |to )(?:trust|turn to|tell|talk to|go to)",
        plain=True,
    ),
    *rules_of(
        CONCERN,
        ASKS,
        "(?:HAPPENED) ~6 (?:SELF|i|my|HOME|me|us|FRIEND|when|still|makes)|(?:since|after|about|because of|what|something|stuff|FRIEND|i|told ~8) ~4 HAPPENED",
    ),
    *rules_of(
        CONCERN,
        ASKS,
        "HELPME ~8 (?:about|with|SELF|my|because|PARENT|FRIEND|i|he|HE|BULLY|SIB|school|if|NOW|SECRET|HAPPENED|$)|^ ?HELPME",
    ),
    *rules_of(
        CONCERN,
        ASKS,
        "(?:i|im|ive|my|SELF|FRIEND|HE) ~10 (?:havent told|SECRET) ~6 (?:FEAR|what|because|PARENT|would|about|$|anyone|HE|and)",
        broad=True,
        plain=True,
    ),
    *rules_of(
        CONCERN,
        ASKS,
        "(?:STAFF|HE) ~4 (?:SHOUT|shout|THREAT|HURT|calls) ~3 (?:in my face|SELF|at SELF|me stupid|us) ~6 (?:EVERYDAY|in front|face|and|NOHELP|FEAR)",
        broad=True,
    ),
)
