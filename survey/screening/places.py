# ruff: noqa: E501, SIM905 -- patterns and word lists read best one to a line
"""Places that point at one household or one school: addresses, full postcodes, named schools and
colleges.

A street without a house number, the first half of a postcode and "my school" point at nobody and are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.screening.lexicon import Lexicon, lexicon
from survey.screening.spans import DetailType
from survey.screening.words import Word

Found = tuple[int, int, DetailType]

_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU"
    " GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE"
    " PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
).split()
_OUTWARD = rf"(?:{'|'.join(sorted(_AREAS, key=len, reverse=True))})(?:\d{{1,2}}|\d[A-Z])"
_POSTCODE = re.compile(
    rf"(?<![\w@])(?:{_OUTWARD})(?:\s{{0,3}}|\s?[-.,]\s?)\d[ABD-HJLNP-UW-Z]{{2}}(?!\w)", re.IGNORECASE
)
# "PE 29 9XX": apart only in capitals, for "so 20 5kg" is not one
_POSTCODE_APART = re.compile(
    rf"(?<![\w@])(?:{'|'.join(a for a in _AREAS if len(a) == 2)}) \d{{1,2}} \d[A-Z]{{2}}(?!\w)"
)
_SPELLED_POSTCODE = re.compile(r"(?<!\w)(?:[A-Z] ){1,2}(?:\d ){2,3}[A-Z] [A-Z](?!\w)", re.IGNORECASE)
# "cb1 2am", "pe2 3rd": a time or a place in a row, not the end of a postcode
_NO_INWARD = re.compile(r"\d(?:am|pm|st|nd|rd|th|hr|yr|ft|ps|xx|pt)$", re.IGNORECASE)

_SURE_TYPE = "street|str|road|rd|close|clo|avenue|ave|crescent|cresc|cres|terrace|drove|mews|lane|ln|gardens|gdns|grove|court|crt"
_LOOSE_TYPE = (
    "st|cl|dr|drive|way|walk|row|square|sq|hill|green|view|rise|end|gate|parade|place|pl|park|bank|fields?|meadows?|quay|wharf"
    "|circle|chase|croft|garth|mead|dale|parkway|path|side|causeway|broadway|estate|yard|ct|vale|dell|copse|glade|heath|common"
)
_TYPE = f"{_SURE_TYPE}|{_LOOSE_TYPE}"
_THE_TYPE = "paddocks?|meadows?|green|crescent|close|square|maltings|limes|willows|oaks|elms|poplars|orchards?|spinney|brambles|hollies|laurels|beeches|firs|avenue|drive|mews|terrace|row|chase|lawns?|quay|mead|croft"
_NUMBERED = re.compile(
    r"(?<![\w£$.:/-])(?:(?:flat|unit|apartment|apt|room|plot|pitch|caravan|house|number|no)\.?\s*(?:no\.?\s*)?(?P<flat>\d{1,4}\s?[a-z]?|[a-z])\b,?\s+(?:(?:on|in|at|of)\s+)?)?"
    r"(?P<number>(?:(?:no|number|nr)\.?\s*)?\d{1,4}(?:\s?[a-z](?![a-z]))?(?:\s?[-/]\s?\d{1,4}[a-z]?)?\s*,?\s+(?:on\s+|in\s+)?)?"
    rf"(?P<street>the\s+(?:{_THE_TYPE})|(?:[a-z][\w.'’-]*\s+){{1,4}}?(?P<type>{_TYPE}))\b(?!['’])",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"\b(?:flat|unit|apartment|apt|room|plot|pitch)\.?\s*(?:no\.?\s*)?\d{1,4}\s?[a-z]?\b,?\s+(?P<block>(?:[a-z][\w'’-]*\s+){1,3}?(?:house|court|tower|towers|lodge|heights|point|mansions?|hall|halls|building|villas?))\b",
    re.IGNORECASE,
)
_HOUSE_NAME = re.compile(
    r"\b(?P<house>(?:[Tt]he\s+)?(?:[A-Z][\w'’-]*\s+){0,3}(?:Cottage|House|Farm|Farmhouse|Forge|Lodge|Barn|Mill|Manor|Rectory|Vicarage|Hall|Bungalow|Villa|Stables|Granary|Oaks|Elms|Willows|Orchard|Paddock|Laurels|Hollies|Haven|Croft|Grange|Nook|Poplars|Beeches|Limes|Firs|Gables|Chapel|Schoolhouse|Parsonage|Lindens|Hawthorns|Maltings|Moorings|Bakery|Smithy))"
    rf"\s*,\s*(?P<street>(?:[A-Z][\w'’-]*\s+){{1,3}}(?:{_TYPE.title().replace('?', '?')}))\b"
)
_STREET_FIRST = re.compile(
    rf"\b(?:live|lives|living|address|mieszka\w*|locuiesc|moro|gyvenu|based|house is|home is)\b[^.!?\n\d]{{0,20}}?(?P<address>(?:ul\.?\s+)?(?:[a-z][\w'’-]*\s+){{1,3}}?(?:{_TYPE}),?\s+(?:number\s+|no\.?\s*|nr\s*)?\d{{1,4}}[a-z]?)\b",
    re.IGNORECASE,
)
_UL = re.compile(
    r"\b(?:ul\.|ulica|ulicy|str\.|strada|rua|вул\.|вулиця)\s+(?:[^\W\d_][\w'’-]*\s+){1,3}(?:nr\.?\s*)?\d{1,4}\s?[a-z]?\b",
    re.IGNORECASE,
)
_HOUSE_CUE = re.compile(
    r"\b(?:at|live|lives|living|address|outside|near|opposite|behind|by|in|from|to|house|home|of|is|round|next door to|door|number|no)\W*$",
    re.IGNORECASE,
)
_NOT_STREET_NAME = frozenset(
    "in on at from the my our a an to and by near down up is are was were people lads men women boys girls kids minute minutes mins min"
    " mile miles year years yr yrs old hour hours hrs day days week weeks month months time times of or for that this with off per mph"
    " their his her your its it so but if when then we they i you he she who more other different same last next past first second third"
    " bus buses car cars cameras police light lights lamps streetlights crossings bins quid pound pounds pence percent am pm metres meters"
    " m km feet person friends mates houses shops doors down along across through behind outside opposite between over under one two three"
    " stabbings fights accidents crashes big new dark quiet busy main whole every each some any no not people's out about around into"
    " be get go walk walking cross crossing do did does has had have can cant could would should will just like only also".split()
)

_SCHOOL_KIND = (
    r"(?:primary|junior|juniors|infants?|secondary|high|upper|middle|lower|grammar|community|comprehensive|comp|catholic|rc|ce|cofe|c of e"
    r"|church of england|special|independent|prep|preparatory|boys'?|girls'?|village|regional|technical|science|academy|sports?|arts?|all through|free|studio|international|forest)"
)
_SCHOOL_NOUN = (
    r"(?:school|skool|schl|academy|acadamy|acedemy|academie|college|collage|colledge|sixth form(?:\s+college)?|6th form(?:\s+college)?|utc|pru"
    r"|primary|juniors|infants|secondary|grammar|high|comp|nursery|pre-?school|prep|village college)"
)
_SCHOOL = re.compile(
    rf"\b(?P<kind>(?:{_SCHOOL_KIND}\s+){{0,4}}{_SCHOOL_NOUN})\b(?!\s+(?:road|rd|lane|street|st|close|drive|way|avenue|bus|field)\b)",
    re.IGNORECASE,
)
_SHORT_KIND = frozenset("primary juniors infants secondary grammar high comp prep nursery".split())
# words before "school" or "college" that describe a school without naming it
_GENERIC = frozenset(
    "my our the a an your his her their this that any every each all some no another other old new first last next big small good bad best"
    " worst local nearest nearby whole entire normal mainstream state private public posh boarding day night summer sunday saturday evening"
    " after before in at to from of for with and or but out near outside inside behind by around round past through into off on up down is"
    " was are were be been same different special primary junior infant secondary high upper middle lower grammar catholic christian muslim"
    " islamic jewish faith religious language welsh polish ukrainian lithuanian dance drama stage art arts music theatre film football rugby"
    " cricket boxing gymnastics swimming tennis golf riding driving ballet karate police army military cadet fire flight cooking beauty hair"
    " hairdressing tech technical science sports sport nursing medical law business online home virtual forest free academy college school"
    " uni university village community city town county country district regional international independent comprehensive comp single mixed"
    " boys girls boy girl kids children teenage young youth student students teachers staff both two three four five ten many most more few"
    " lots leave leaving left start starting started finish finishing skip skipping miss missing hate hated love like liked go going went"
    " goes get getting got do doing did make made makes fixing fix want wants need needs see put open open close lock like than as if when"
    " where because cos so then i we you he she they it me us them who what which how why not dont never always only even just really very"
    " safer safe safety bullying walking walk to-from post pre english british american foreign year years sixth 6th form national"
    " attend attended join joined change changed move moved outside rival wrong right whole half full part time walk bus train cycle fancy"
    " strict rough tough feeder linked partner main actual current previous former over under between during within without about same"
    " proper decent massive tiny modern specialist alternative inclusive outstanding failing catchment middle welcome help whats hows thats"
    " her's ours every one's someone everyones one agricultural sixthform further higher fe performing training apprentice adult womens mens"
    " nice horrible amazing terrible boring mad crazy shit crap dead end back front top bottom side own ur ma da dis tha me mi".split()
)
_HOLY = re.compile(
    r"\b(?:all saints|all hallows|holy (?:trinity|family|cross|spirit|rood|rosary|saviour|name)|sacred heart|our lady(?: of (?:the )?\w+)*|(?:the )?good shepherd|christ the king|christ church|blessed \w+|corpus christi|immaculate \w+)['’]?s?\s+$",
    re.IGNORECASE,
)
_ATTENDS = re.compile(
    r"\b(?:go(?:es|ing)? to|went to|attend(?:s|ed|ing)?|(?:student|pupil|kid|kids|pupils|students|teacher|ta|head|year \d+|y\d+)s? (?:at|from|of)|my school is|school called|school is called|at school at|head ?teacher (?:at|of)|expelled from|excluded from|kicked out of|moved (?:to|from)|left)\s+$",
    re.IGNORECASE,
)
_SAINT = re.compile(
    r"\b(?:st|saint|ss)\.?\s+(?P<name>[a-z][\w'’-]{2,})(?:\s+(?:and|&)\s+(?:st\.?\s+)?[A-Z][\w'’-]+)?",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z]{3,5}\b")
_NOT_ACRONYM = frozenset(
    "CCTV GCSE PSHE SEN PRU UTC BTEC ADHD LGBT NHS SEND TV UK USA NYC CAMHS DIY ASDA KFC PE".split()
)


def find_places(text: str, words: list[Word], places: frozenset[str]) -> list[Found]:
    """Every full postcode, street address and named school or college in `text`."""
    found = [
        (m.start(), m.end(), DetailType.POSTCODE)
        for m in _POSTCODE.finditer(text)
        if not _NO_INWARD.search(m.group())
    ]
    for apart in (_SPELLED_POSTCODE, _POSTCODE_APART):
        found += [(m.start(), m.end(), DetailType.POSTCODE) for m in apart.finditer(text)]
    found += _addresses(text)
    found += _schools(text, words, lexicon(), places)
    return found


def _addresses(text: str) -> Iterator[Found]:
    for m in _NUMBERED.finditer(text):
        if not (m.group("flat") or m.group("number")):
            continue
        cued = _HOUSE_CUE.search(text[: m.start()]) is not None
        street = re.findall(r"[\w'’.-]+", m.group("street"))
        if m.group("type") is None:
            if cued or street[-1][0].isupper():
                yield m.start(), m.end(), DetailType.ADDRESS
            continue
        name = [w.lower().strip(".") for w in street[:-1]]
        if name[:1] == ["the"]:
            name = name[1:]
        if not name or any(w in _NOT_STREET_NAME for w in name):
            continue
        sure = re.fullmatch(_SURE_TYPE, m.group("type"), re.IGNORECASE) is not None
        capital = all(w[0].isupper() for w in street)
        cued = cued or bool(m.group("flat")) or "n" in m.group(0)[:2].lower()
        followed = _POSTCODE.match(text[m.end() :].lstrip(" ,.\n")) is not None
        plural = any(w.endswith("s") and w[:-1] in lexicon().words for w in name) and not capital
        if capital or followed or (sure and not plural) or (cued and not plural):
            yield m.start(), m.end(), DetailType.ADDRESS
    for m in _BLOCK.finditer(text):
        if not any(w.lower() in _NOT_STREET_NAME for w in m.group("block").split()):
            yield m.start(), m.end(), DetailType.ADDRESS
    for pattern, group in ((_HOUSE_NAME, 0), (_STREET_FIRST, "address"), (_UL, 0)):
        for m in pattern.finditer(text):
            yield m.start(group), m.end(group), DetailType.ADDRESS


def _schools(text: str, words: list[Word], lists: Lexicon, places: frozenset[str]) -> Iterator[Found]:
    by_end = {w.end: i for i, w in enumerate(words)} | {
        w.end + 2: i for i, w in enumerate(words) if text[w.end : w.end + 2].lower() in ("'s", "’s")
    }
    for m in _SCHOOL.finditer(text):
        at = by_end.get(len(text[: m.start()].rstrip(" .")))
        holy = _HOLY.search(text[: m.start()])
        if holy and text[m.start() : m.end()].lower() not in _SHORT_KIND:
            yield holy.start(), m.end(), DetailType.SCHOOL
            continue
        if at is None:
            continue
        short = m.group("kind").lower() in _SHORT_KIND
        start = _school_name(
            words, at, text, m.start(), short and m.group("kind")[0].islower(), lists, places
        )
        if start is not None and not (
            short and m.group("kind").lower() in ("high", "comp", "prep") and m.group("kind")[0].islower()
        ):
            yield start, m.end(), DetailType.SCHOOL
    for m in _SAINT.finditer(text):
        whole = f"st {m.group('name').lower()}"
        name = m.group("name").lower().replace("’", "'")
        town = tuple(whole.split()) in lists.phrases or whole in places
        saintly = name.removesuffix("'s") in lists.given or name.endswith("s")
        goers = re.match(
            r"(?:['’]s|s['’]?)? (?:girls|boys|lads|kids|pupils|students|teachers|uniforms?|lot)\b",
            text[m.end() :],
        )
        if (goers or _ATTENDS.search(text[: m.start()])) and not town and saintly:
            yield m.start(), m.end(), DetailType.SCHOOL
    for m in _ACRONYM.finditer(text):
        if m.group() not in _NOT_ACRONYM and _ATTENDS.search(text[: m.start()]) and not text.isupper():
            yield m.start(), m.end(), DetailType.SCHOOL


def _school_name(
    words: list[Word],
    at: int,
    text: str,
    kind_start: int,
    doubtful: bool,
    lists: Lexicon,
    places: frozenset[str],
) -> int | None:
    """Where the name before "school" begins, or None if the words there only describe one."""
    start: int | None = None
    end_of_gap = kind_start
    for back in range(5):
        i = at - back
        if i < 0:
            break
        word = words[i]
        gap = text[word.end : end_of_gap]
        if re.fullmatch(r"(?:['’]s)?[ .&-]{1,3}(?:and |of |the )?", gap) is None:
            break
        proper = word.capital and word.low not in ("the", "my", "our", "i", "a", "at", "in", "year")
        unknown = word.low not in lists.words
        saint = word.low in ("st", "saint") and start is not None
        placed = (
            (word.low in lists.places or word.low in places) and not doubtful and word.low not in _GENERIC
        )
        if word.low in _GENERIC and not (
            proper and not word.first and word.low not in _SCHOOL_ONLY_DESCRIBES
        ):
            if start is not None and word.low == "the" and word.capital and not word.first:
                start = word.start
            break
        named_noun = text[kind_start].isupper() and word.low not in _GENERIC
        if (proper and not (word.first and not unknown and start is None and not named_noun)) or (
            saint or unknown or (placed and start is None) or (start is not None and word.low in lists.places)
        ):
            start = word.start
        elif start is None and back == 0 and _lies_somewhere(words, i):
            start = words[i - 1].start
            break
        elif (start is None and back < 2 and _leads_to_name(words, i, lists)) or (
            start is not None and word.low in ("of", "and") and i > 0
        ):
            pass
        else:
            break
        end_of_gap = word.start
    return _royal_start(words, start)


def _royal_start(words: list[Word], start: int | None) -> int | None:
    """ "queen matildas", "sir robert": the title belongs to the school's name."""
    for i, word in enumerate(words[1:], start=1):
        if word.start == start and words[i - 1].low in _ROYAL and word.gap == " ":
            return words[i - 1].start
    return start


_ROYAL = frozenset("king queen prince princess sir lady lord bishop cardinal".split())


# capitalised inside a sentence these still only describe ("the High School", "a Sixth Form College")
_SCHOOL_ONLY_DESCRIBES = frozenset(
    "primary junior infant secondary high upper middle lower grammar academy college school sixth form year my our the a i in at of is"
    " and english uni university monday tuesday wednesday thursday friday saturday sunday polish lithuanian romanian ukrainian portuguese"
    " muslim christian islamic catholic jewish welsh football dance art drama music police army summer special village community sports".split()
)


_LIE = frozenset(
    "bank brook field fields green grove heath meadow meadows mead moor oak oaks valley vale water down downs spring springs burn ford mount dale rise trees leys lea"
    " farm grange manor court croft chase hill lane wood woods bridge cross brow cliff hollow holme haven dyke fen mere pond common gate end park road way".split()
)


def _lies_somewhere(words: list[Word], i: int) -> bool:
    """ "sunny bank infants", "mill lane primary": two plain words, the second a piece of land."""
    if i == 0 or words[i].low not in _LIE or words[i].gap != " ":
        return False
    describes = _GENERIC | {"busy", "dark", "scary", "steep", "cold", "little", "muddy", "long", "short"}
    return words[i - 1].low not in describes and not words[i - 1].low.endswith(("ing", "ed", "est"))


def _leads_to_name(words: list[Word], i: int, lists: Lexicon) -> bool:
    """ "arthur mellows", "hills road": a plain word right before the noun whose forerunner is a name or a
    place.
    """
    if i == 0 or words[i].gap != " ":
        return False
    before = words[i - 1].low
    return before in lists.given or (
        words[i].low in ("road", "park", "hill", "wood", "lane", "bridge", "cross") and before not in _GENERIC
    )
