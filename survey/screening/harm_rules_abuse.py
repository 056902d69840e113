# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""Signs of sexual harm, of images, of adults met online or off, and of being used by others. One part of the table `harm_rules` puts together."""

from __future__ import annotations

from survey.screening.harm_kinds import (
    ADULT,
    EXPLOITED,
    HURT,
    IMAGES,
    SEXUAL,
)
from survey.screening.harm_rule import CONCERN, URGENT, WHO, Rule, rules_of

ABUSE_RULES: tuple[Rule, ...] = (
    # sexual harm -------------------------------------------------------------------------------------------------
    *rules_of(
        URGENT, SEXUAL, "(?:PARENT|SIB|STAFF|FAMILY|OLDAGE) ~5 (?:SEX|TOUCH) ~2 (?:SELF|SIB|FRIEND|AGE|us|my)"
    ),
    *rules_of(URGENT, SEXUAL, "(?:SEX|TOUCH) ~10 (?:SECRET|NOW)|SECRET ~10 (?:SEX|TOUCH) ~2 SELF"),
    *rules_of(
        URGENT,
        SEXUAL,
        "(?:MAKE|MAN|HE|PAY) ~4 (?:SELF|us|SIB|FRIEND) ~3 (?:SEX)|(?:comes|came|come|gets|climbs) (?:in|into) (?:\\w+ )?HOME ~4 (?:NOW|at night|NEG|TOUCH|and)",
    ),
    *rules_of(CONCERN, SEXUAL, f"{WHO} ~5 (?:SEX|TOUCH) ~2 (?:SELF|SIB|FRIEND|AGE|us|my|her|you|girls|BOYS)"),
    *rules_of(
        CONCERN,
        SEXUAL,
        "(?:i|SELF|my|us|we|FRIEND|SIB|her|she|HE|HE) ~5 SEX|SEX ~5 (?:SELF|SIB|FRIEND|us|my)",
        broad=True,
    ),
    *rules_of(
        CONCERN,
        SEXUAL,
        "(?:i|got|get|gets|getting|been|be|being|was|were) (?:\\w+ )?(?:TOUCH) ~3 (?:by|in|on|up|without|SELF|inappropriately)|TOUCH (?:SELF|us|girls)",
    ),
    *rules_of(
        CONCERN,
        SEXUAL,
        f"{WHO} ~8 COMMENT|COMMENT ~6 (?:SELF|us|by|in my class|in class|every lesson|EVERYDAY)",
        broad=True,
    ),
    *rules_of(CONCERN, SEXUAL, "(?:i|im|ive|my|SELF|we|FRIEND|SIB|HE|got) ~5 SPIKED (?!is|are|should)"),
    *rules_of(
        CONCERN,
        SEXUAL,
        "(?:FRIEND|SIB|HE|girl|i|im|AGE) ~8 (?:PARTNER|MAN|HE) (?:\\w+ ){0,4}OLDAGE|PARTNER (?:\\w+ ){0,3}OLDAGE|(?:PARTNER|HE|hes) (?:be |is )?OLDAGE ~6 (?:AGE|im|i|SELF)",
    ),
    *rules_of(
        CONCERN,
        SEXUAL,
        "MAN ~6 (?:GIFTS|PAY) ~6 (?:AGE|BOYS|girls|SIB|MEET|FRIEND)|(?:AGE|BOYS|SIB|FRIEND) ~6 (?:in|into) ~3 cars? with ~3 MAN",
    ),
    *rules_of(
        CONCERN,
        SEXUAL,
        "(?:i |he |they )?(?:said|say|saying|says) no ~5 (?:but|anyway|carried|didnt|and he|HE|still|stop)|(?:i|SELF) ~3 didnt (?:want to|consent)|pressur\\w+ ~3 (?:into|to) ~2 (?:SEX|do)",
    ),
    *rules_of(
        CONCERN,
        SEXUAL,
        "(?:BOYS|MAN|HE|SOMEONE|STAFF) ~3 GRAB (?:SELF|us|FRIEND|SIB|her|girls)|GRAB ~1 (?:my|her|our) (?:arm|bum|waist|hair|neck|leg|throat|wrist|hand|hood)",
    ),
    # intimate images -----------------------------------------------------------------------------------------------
    *rules_of(
        URGENT,
        IMAGES,
        "(?:IMAGES|PICS) ~12 (?:THREAT|unless|if i dont|or else|PAY|send more|SAIDWILL)|(?:THREAT|SAIDWILL|PAY) ~12 (?:IMAGES)|THREAT ~10 (?:SPREAD|PICS)|SPREAD ~10 (?:unless|PAY|if i dont|if WOULD)",
    ),
    *rules_of(
        URGENT,
        IMAGES,
        "(?:HE|MAN|SOMEONE|BOYS|PARTNER) ~8 (?:SPREAD) ~12 (?:unless|PAY|if i|THREAT)|(?:MAKE|wants|asks|asked) ~3 SELF ~3 (?:send|sending|do) ~5 (?:IMAGES|PICS) ~8 (?:SECRET|THREAT|MAN|OLDAGE|cant)",
    ),
    *rules_of(
        CONCERN,
        IMAGES,
        "IMAGES ~5 (?:SELF|SPREAD|FRIEND|ONLINE|HE|my|BOYS|from|of)|(?:SPREAD|MAKE|sent|send|sending|PARTNER|HE|MAN|SELF|BOYS|asking|ask|for|fake) ~6 IMAGES",
    ),
    *rules_of(
        CONCERN,
        IMAGES,
        "(?:PICS|SPREAD) (?:of )?(?:SELF|me|FRIEND|SIB|girls|her|us) ~10 (?:SPREAD|ONLINE|BOYS)|(?:BOYS|HE|SOMEONE|PARTNER|MAN|they) ~4 SPREAD ~4 (?:SELF|my PICS|PICS of|me|my|us|her)",
    ),
    *rules_of(
        CONCERN,
        IMAGES,
        "(?:MAN|SOMEONE|BOYS|HE) ~6 (?:ask|asks|asked|asking|want|wants|MAKE) ~4 (?:PICS|IMAGES|camera|live)|(?:took|takes|taking|HAVE) ~1 (?:PICS|IMAGES) of (?:SELF|us|my|FRIEND|SIB|girls|BOYS|kids|AGE)",
    ),
    *rules_of(
        CONCERN,
        HURT,
        "POSTVIOLENT|(?:SPREAD|ONLINE|PICS) ~8 (?:BOYS|AGE|people|FRIEND) ~3 (?:getting |being |get )HURT|(?:HURT|SHOUT) ~4 (?:and|they|BOYS) ~3 SPREAD",
    ),
    # adults met online and off ------------------------------------------------------------------------------------------
    *rules_of(
        URGENT,
        ADULT,
        "(?:MAN|OLDAGE) ~12 ONLINE ~12 MEET|(?:MAN|HE|SOMEONE|OLDAGE|ONLINE) ~14 MEET ~12 (?:SECRET|NOW|AGE|PARENT)|ONLINE ~12 (?:wants|want|MAKE|asked|asking) ~6 MEET",
    ),
    *rules_of(
        URGENT,
        ADULT,
        "(?:MAN|SOMEONE|HE) ~8 (?:MET|MEET|ONLINE) ~14 (?:wants|MAKE|asked|SECRET)|(?:MEET) ~6 (?:MAN|SOMEONE|HE) ~8 ONLINE|MEET ~4 (?:on|through|from) ~3 ONLINE ~14 (?:NOW|SECRET|MEET)",
    ),
    *rules_of(
        URGENT,
        ADULT,
        "(?:MAN|SOMEONE|HE|OLDAGE) ~14 SECRET ~6 (?:PARENT|anyone|ONLINE)|FOLLOW ~8 ONLINE ~6 (?:get|come|coming)",
    ),
    *rules_of(
        CONCERN,
        ADULT,
        "(?:MAN|OLDAGE|SOMEONE) ~6 ONLINE ~3 (?:SELF|SIB|AGE|BOYS|us|for|pics|asking|FRIEND)|ONLINE ~4 by ~3 MAN",
    ),
    *rules_of(
        CONCERN,
        ADULT,
        "ONLINE ~4 (?:to|with) ~4 (?:MAN|OLDAGE|SOMEONE) ~6 (?:ONLINE|OLDAGE|who|HE|i dont|game)",
    ),
    *rules_of(
        CONCERN, ADULT, "(?:FRIEND|SIB|HE|girl|i) ~4 (?:MEET|ONLINE) ~4 (?:MAN|SOMEONE|people) ~4 ONLINE"
    ),
    *rules_of(
        CONCERN,
        ADULT,
        "MAN ~6 (?:offer|offers|offered|asks|asked|asking|tried|tries|trying|invites|invited) ~3 (?:SELF|us|SIB|FRIEND|AGE|BOYS|kids|my|to)",
    ),
    *rules_of(
        CONCERN,
        ADULT,
        "(?:MAN|HE|car|van) ~6 (?:get in|GRAB|MEET|FOLLOW) ~4 (?:SELF|us|SIB|FRIEND|BOYS|AGE|car|van|girls)",
    ),
    # exploitation --------------------------------------------------------------------------------------------------
    *rules_of(
        URGENT,
        EXPLOITED,
        "MAKE ~4 (?:SELF|i|us) ~4 CARRY ~18 (?:THREAT|HURT|SAIDWILL|stop|FEAR|NOW|cant|OWE|STAB|MAKE)",
    ),
    *rules_of(
        URGENT,
        EXPLOITED,
        "(?:THREAT|OWE|SAIDWILL|FEAR|if i) ~18 (?:MAKE ~4 )?CARRY ~3 (?:GOODS|for)|OWE ~18 (?:THREAT|STAB|HURT|NOW|FEAR|HOME|SAIDWILL|looking)|(?:BOYS|they|PARENT|HE|MAN) MAKE (?:SELF|me) CARRY",
    ),
    *rules_of(
        URGENT,
        EXPLOITED,
        "(?:i|im|ive|SELF) ~6 (?:CARRY|HAVE) ~6 (?:WEAPON|drugs|GOODS) for ~3 (?:BOYS|MAN|SOMEONE|SIB|HE)",
    ),
    *rules_of(
        CONCERN, EXPLOITED, "MAKE ~4 (?:SELF|SIB|FRIEND|us|him|her|HE|AGE|AGE|kids|BOYS|people|i) ~4 CARRY"
    ),
    *rules_of(
        CONCERN,
        EXPLOITED,
        "(?:MAN|BOYS|PARENT|HE|SOMEONE|they|GIFTS) ~5 (?:MAKE|PAY|GIFTS|use|uses|using) ~3 (?:SELF|SIB|FRIEND|AGE|kids|HE|AGE|us|year) ~6 (?:CARRY|GOODS|drugs|lookout|PAY|OWE|work)",
    ),
    *rules_of(
        CONCERN,
        EXPLOITED,
        "(?:i|im|ive|SIB|FRIEND|HE) ~5 CARRY (?:\\w+ ){0,2}(?:GOODS|drugs|country|weed) ~4 (?:for|because|MAN|BOYS|HE)?",
    ),
    *rules_of(
        CONCERN,
        EXPLOITED,
        "(?:i|im|ive|SELF|SIB|FRIEND|HE|AGE|BOYS) ~4 OWE ~5 (?:GOODS|PAY|SELF|BOYS|MAN|them|money|people|lot|HE|for|weed|SOMEONE)",
    ),
    *rules_of(
        CONCERN,
        EXPLOITED,
        "(?:MAKE|use|used|using|open) ~6 BURDEN|BURDEN ~8 (?:PAY|for them|for him|SOMEONE|MAN|OWE)",
    ),
    *rules_of(
        CONCERN,
        EXPLOITED,
        "(?:dealers|dealer|BOYS|gang|MAN) ~5 (?:taken over|took over|take over|cuckoo\\w*|moved into|using) ~5 (?:flat|house|HOME|FRIEND|home)",
    ),
    *rules_of(
        CONCERN,
        EXPLOITED,
        "(?:SIB|FRIEND|HE|i|AGE|kid) ~8 (?:two phones|2 phones|burner|new phone|new trainers|designer|county lines|cunch|trap house|trapping|gang|shotting|CARRY) ~6 (?:HE|wont|RUNAWAY|PAY|AGE|and|SELF|out|for|MAN)",
        broad=True,
    ),
    *rules_of(
        CONCERN,
        EXPLOITED,
        "(?:cant|tried to|trying to|want to|wants to|NEG) ~3 (?:get out|leave|stop|say no) ~8 (?:FEAR|THREAT|gang|HURT|them|because|know where|FOLLOW)|(?:MAN|BOYS|gang) ~5 (?:MAKE|groom\\w*|recruit\\w*|MAKE) ~3 (?:SIB|FRIEND|SELF|AGE|us|kids|BOYS) ~4 (?:into|to|for|join|CARRY)",
        broad=True,
    ),
)
