# ruff: noqa: E501, SIM905 -- patterns and word lists read best one to a line
"""Ways to reach or find somebody: e-mail, links, handles, phones, dates of birth, number plates.

Patterns only, for UK forms and the ways young people get round filters ("oh seven seven double nought",
"at gmail dot com"). Help lines and other shared numbers are nobody's personal detail and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import phonenumbers

from survey.screening.lexicon import lexicon
from survey.screening.spans import DetailType

Found = tuple[int, int, DetailType]

_TLD = r"(?:com|co\s?\.\s?uk|org\s?\.\s?uk|ac\s?\.\s?uk|sch\s?\.\s?uk|gov\s?\.\s?uk|me\s?\.\s?uk|org|net|edu|info|io|gg|tv|uk|eu|pl|lt|ro|pt|ua)"
_SPOKEN_TLD = r"(?:com|co\s+dot\s+uk|org\s+dot\s+uk|ac\s+dot\s+uk|sch\s+dot\s+uk|co\s?\.?\s?uk|org|net|uk|edu|info|io|pl|lt|ro|pt)"
_DOT = r"(?:\s*[\[(]?\s*\bdot\b\s*[\])]?\s*|\s?\.\s?|\s*\bpunto\b\s*|\s*\bkropka\b\s*|\s*\bponto\b\s*|\s*\bpunct\b\s*)"
_JOIN = r"(?:\s*[\[(]?\s*\b(?:dot|underscore|dash|hyphen|kropka|ponto|punct)\b\s*[\])]?\s*|[._+-])"
_AT = r"(?:\s*[\[(]\s*(?:at|@)\s*[\])]\s*|\s+at\s+|\s*@\s*|\s+malpa\s+|\s+małpa\s+|\s+arroba\s+)"
_MAILERS = r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|protonmail|proton|aol|btinternet|sky|virginmedia|wp|onet|ukr)"
_EMAIL = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE),
    re.compile(
        rf"\b\w+(?:{_JOIN}\w+){{0,5}}{_AT}[\w-]+(?:{_DOT}[\w-]+){{0,3}}?{_DOT}{_SPOKEN_TLD}\b", re.IGNORECASE
    ),
    re.compile(rf"\b\w+(?:{_JOIN}\w+){{0,5}}{_AT}{_MAILERS}\b(?:{_DOT}{_SPOKEN_TLD}\b)?", re.IGNORECASE),
)
# before "at example dot com" these are talk, not a mailbox: it is a web address being read out
_NO_MAILBOX = frozenset(
    "look looking it is are was us me we them go page site website up see found read posted live stuff info here there"
    " that this and or by on for videos video pics photos everything online people ppl one".split()
)
_WRITES = re.compile(
    r"\b(?:e-?mail\w*|mail|address|contact|reach|send|inbox|gmail|hotmail|outlook)\b", re.IGNORECASE
)
_URL = (
    re.compile(r"\b(?:https?|hxxps?)\s?:\s?//[^\s<>\"“”]+", re.IGNORECASE),
    re.compile(r"\bwww\s?\.\s?[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"“”]*)?", re.IGNORECASE),
    re.compile(
        r"(?<![@\w.-])(?:[a-z0-9][a-z0-9-]*\.)+(?:com|co\.uk|org\.uk|ac\.uk|sch\.uk|gov\.uk|org|net|info|io|gg|tv|edu|eu|uk|xyz|online|site|shop|club|blog|dev)\b(?:/[^\s<>\"“”]*)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![@\w.-])(?:[a-z0-9][a-z0-9-]*\.)+(?:me|ly|app|link|ai|to|be|us|co|pl|lt|ro|pt|ua|in)/[^\s<>\"“”]+",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:www|w w w|double u double u double u)\s+dot\s+[\w-]+(?:\s+dot\s+[\w-]+)+(?:\s+(?:slash|forward slash)\s+[\w-]+)*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b[\w-]+(?:\s+dot\s+[\w-]+)*?\s+dot\s+{_SPOKEN_TLD}\b(?:\s+(?:slash|forward slash)\s+[\w-]+)*",
        re.IGNORECASE,
    ),
)
_TRAILING = ".,;:!?)]}'\"’”…"

_PLATFORM = r"(?:snap\s?chat|snap|sc|insta\s?gram|insta|ig|tik\s?tok|tt|discord|twitter|youtube|yt|twitch|telegram|face\s?book|fb|whats\s?app|roblox|psn|xbox|steam|gamer\s?tag|be\s?real|kik|reddit|threads|bluesky|user\s?name|user|handle|account|acc|tag)"
_PLATFORM_NEAR = re.compile(
    rf"\b{_PLATFORM}s?\b|\b(?:online|profile|page|follow|add me|dm|dms|stalk\w*|catfish\w*|posts?|posted|posting|konto|cont)\b|on (?:here|there)",
    re.IGNORECASE,
)
_AT_HANDLE = re.compile(r"(?<![\w.@/])@\s?([a-z0-9_][\w.-]{1,40})", re.IGNORECASE)
_CUED_HANDLE = re.compile(
    rf"\b(?P<site>{_PLATFORM})\b(?P<link>(?:\s+(?:name|user\s?name|handle|tag|account|acc|id|is|are|its|it's|called|under|as|at|add|on)\b)*\s*(?:[:=]|-)?\s*)(?P<name>[a-z0-9_](?:[\w.-]*[a-z0-9_])?(?:#\d{{3,5}})?)",
    re.IGNORECASE,
)
_ADD_ME = re.compile(
    rf"\b(?:add|follow|message|msg|dm|find|block|report|search)\s+(?:me\s+|him\s+|her\s+|them\s+|us\s+|up\s+)?(?:on\s+{_PLATFORM}\s*)?(?:[:=-]\s*|at\s+|its\s+|it's\s+|as\s+|under\s+)?(?P<name>[a-z0-9_](?:[\w.]*[a-z0-9_])?)",
    re.IGNORECASE,
)
_HANDLE_SHAPE = re.compile(
    r"(?<![\w.@/#£$])(?=[\w.-]*[a-z])(?:\w+(?:_+\w+)+|_+\w{3,}|\w{3,}_+|[a-z]+(?:[._][a-z0-9]+)*[._]?\d{2,}(?:[._]?[a-z]+)*|[a-z]+(?:\.[a-z]+)+\.?\d*|x{1,3}[a-z]+x{1,3}|[a-z]\w*#\d{4})(?![\w@/]|\.\w)",
    re.IGNORECASE,
)
_DIGITISH = re.compile(r"[_\d]")

_DIGIT_WORD = r"(?:zero|oh|o|nought|naught|nil|one|two|three|four|five|six|seven|eight|nine|double|dubble|triple|treble|hundred|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|thousand)"
_SPOKEN_PHONE = re.compile(
    rf"\b(?:plus\s+)?(?:{_DIGIT_WORD}|\d{{1,5}})(?:[\s,.…-]+(?:and\s+|then\s+)?(?:{_DIGIT_WORD}|\d{{1,6}})\b){{2,}}",
    re.IGNORECASE,
)
_SPOKEN_VALUE = {
    w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine".split())
} | dict.fromkeys(("oh", "o", "nought", "naught", "nil"), "0")
_TEENS = {
    w: str(10 + n)
    for n, w in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    w: n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
} | {"fourty": 4}
_PHONE = re.compile(
    r"(?<![\w@.+/-])(?:\+|00(?=[1-9]))?\(?[0Oo74](?:(?:[\s.\-–_/()*,:;·•|~\ufe0f\u20e3]|\b(?:then|and)\b){0,6}[\dOo]){6,14}(?![\w@])"
)
_LOCAL_PHONE = re.compile(
    r"(?<![\w@.+/-])(?:\+|00(?=[1-9]))?\(?[\dOo](?:(?:[\s.\-–_/()*,:;·•|~\ufe0f\u20e3]|\b(?:then|and)\b){0,6}[\dOo]){4,10}(?![\w@])"
)
_CALL = re.compile(
    r"\b(?:call|ring|phone|text|txt|number|numba|num|no|mobile|mob|whatsapp|tel|telephone|cell|digits|fone|numer|telefon\w*|numar\w*|número|numero|reach)\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_SHARED_NUMBER = re.compile(r"^(?:0044|\+44|44)?0?(?:800|808|3\d\d|845|844|843|870|871|116|118)")
_NO_PHONE_BEFORE = re.compile(
    r"(?:£|\$|€|\bref(?:erence)?\b\s*(?:no|number|num)?\.?\s*:?\s*|\bcrime (?:ref|number)\w*\s*:?\s*)\s*$",
    re.IGNORECASE,
)

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|stycz\w+|lut\w+|mar\w+|kwie\w+|maj\w*|czerw\w+|lip\w+|sierp\w+|wrze\w+|paźdz\w+|listop\w+|grud\w+|ianuarie|februarie|martie|aprilie|mai|iunie|iulie|septembrie|octombrie|noiembrie|decembrie|janeiro|fevereiro|março|abril|maio|junho|julho|setembro|outubro|novembro|dezembro)"
_DAY_WORD = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[\s-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[\s-]first)"
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d(?!\d)|(?:two thousand|twenty)(?:\s+(?:and\s+)?(?:oh\s+)?\w+)?)"
_DATE = re.compile(
    rf"\b(?:(?:19|20)\d\d\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{1,2}}"
    rf"|\d{{1,2}}\s?[-/.\\]\s?\d{{1,2}}\s?[-/.\\]\s?(?:(?:19|20)\d\d|\d\d)|\d{{1,2}}\s\d{{1,2}}\s(?:(?:19|20)\d\d|\d\d)|[0-3]\d[01]\d(?:(?:19|20)\d\d|[01]\d)"
    rf"|(?:the\s+)?(?:\d{{1,2}}\s?(?:st|nd|rd|th)?|{_DAY_WORD})(?:\s+(?:of|de|din))?\s*[-/,.]?\s*{_MONTH}\b\.?(?:\s*(?:,|-|/|de|of|in)?\s*{_YEAR})?"
    rf"|{_MONTH}\.?\s*(?:the\s+)?(?:\d{{1,2}}\s?(?:st|nd|rd|th)?|{_DAY_WORD})(?![\d:])(?:\s*(?:,|-)?\s*{_YEAR})?)(?![\d])",
    re.IGNORECASE,
)
_BORN_BEFORE = re.compile(
    r"\b(?:born(?: on)?|d\.?\s?o\.?\s?b|date of birth|birth\s?day|bday|b-day|birth\s?date|birthdate|bd|birthdays?|urodz\w+|urodzin\w*|data nașterii|născut\w*|nascut\w*|nasc\w+|nascimento|aniversário|gim\w+|turn(?:s|ed)? \d+|народ\w+|дата народження)\b\.?[^.!?\n]{0,28}$",
    re.IGNORECASE,
)
_BORN_AFTER = re.compile(
    r"^[^.!?\n\d]{0,14}\b(?:is|was|s)?\s*(?:my|his|her|their|when)\s*(?:i was born|he was born|she was born|birth|bday|b-day|dob|d\.o\.b)",
    re.IGNORECASE,
)

_PLATE = re.compile(
    r"\b(?P<new>[A-Z]{2}\d{2}\s?[A-Z]{3})\b|\b(?P<old>[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}\s?[A-Z])\b",
    re.IGNORECASE,
)
_PLATE_CUE = re.compile(
    r"\b(?:reg|registration|plate|plates|number\s?plate|car|van|moped|bike|audi|bmw|golf|corsa|fiesta|merc|driver|drives|driving)\b",
    re.IGNORECASE,
)


def find_contacts(text: str, help_numbers: frozenset[str] = frozenset()) -> list[Found]:
    """Every e-mail address, link, handle, phone number, date of birth and number plate in `text`."""
    found: list[Found] = []
    finders: tuple[Callable[[str], Iterator[Found]], ...] = (_emails, _links, _dates_of_birth, _plates)
    for finder in finders:
        found += finder(text)
    found += _phones(text, help_numbers)
    taken = [(start, end) for start, end, _ in found]
    found += [h for h in _handles(text) if not any(h[0] < end and h[1] > start for start, end in taken)]
    return found


def _emails(text: str) -> Iterator[Found]:
    if (
        "@" not in text
        and "at" not in text.lower()
        and not re.search(r"ma[lł]pa|arroba", text, re.IGNORECASE)
    ):
        return
    for pattern in _EMAIL:
        for m in pattern.finditer(text):
            mailbox = re.match(r"\w+", m.group())
            spoken = "@" not in m.group()
            if spoken and mailbox is not None and _talk(mailbox.group().lower(), text):
                continue
            yield m.start(), m.start() + len(m.group().rstrip(_TRAILING)), DetailType.EMAIL


def _talk(mailbox: str, text: str) -> bool:
    """ "look at example dot com": a plain word before "at", and nothing about writing to anybody."""
    return mailbox in _NO_MAILBOX or (mailbox in lexicon().words and _WRITES.search(text) is None)


def _links(text: str) -> Iterator[Found]:
    if "." not in text and "dot" not in text.lower() and "//" not in text:
        return
    for pattern in _URL:
        for m in pattern.finditer(text):
            if not _whole_public_site(m.group()):
                yield m.start(), m.start() + len(m.group().rstrip(_TRAILING)), DetailType.URL


def _whole_public_site(link: str) -> bool:
    """ "youtube.com" and nothing behind it names a brand, as "youtube" does: it leads to nobody."""
    name = link.lower().removeprefix("www.").split(".")[0]
    return "/" not in link and link.count(".") <= 2 and (name,) in lexicon().phrases


def _handles(text: str) -> Iterator[Found]:
    words = lexicon().words
    near = _PLATFORM_NEAR.search(text) is not None
    for m in _AT_HANDLE.finditer(text):
        name = m.group(1).rstrip(".-_") or m.group(1)
        close = m.start(1) - m.start() == 1
        if _DIGITISH.search(name) or (close and (near or name.lower() not in words)):
            yield m.start(), m.start(1) + len(name), DetailType.SOCIAL_HANDLE
    for m in _CUED_HANDLE.finditer(text):
        name, link = m.group("name"), m.group("link")
        said = re.search(
            r"[:=]|\b(?:is|its|it's|called|name|user\s?name|handle|tag|under|as|add)\b", link, re.IGNORECASE
        )
        if _is_handle(name, words) or (said and _DIGITISH.search(name)) or (said and _odd(name, words)):
            yield m.start("name"), m.end("name"), DetailType.SOCIAL_HANDLE
    for m in _ADD_ME.finditer(text):
        if _is_handle(m.group("name"), words):
            yield m.start("name"), m.end("name"), DetailType.SOCIAL_HANDLE
    for m in _HANDLE_SHAPE.finditer(text):
        name = m.group()
        if (
            ("_" in name.strip("_") and len(name) > 4 and not name.isdigit())
            or (
                near
                and (re.search(r"[a-z]{2,}[._]?\d{2,}", name, re.IGNORECASE) or "#" in name)
                and _is_handle(name, words)
            )
            or (
                near
                and re.search(
                    r"\b(?:as|called|named|is|under|by|account|user)\s+$", text[: m.start()], re.IGNORECASE
                )
                and "." in name
                and _is_handle(name, words)
            )
        ):
            yield m.start(), m.end(), DetailType.SOCIAL_HANDLE


def _is_handle(name: str, words: frozenset[str]) -> bool:
    """Shaped like a made-up account name rather than a word, a year group, a time or a sum of money."""
    if (
        len(name) < 4
        or name.isdigit()
        or re.fullmatch(
            r"(?:ps|year|yr|y|covid|gta|fifa|fc|ea|cod|u|under|age|aged|ks|a|b|m)\d{1,2}s?|\d+(?:am|pm|st|nd|rd|th|yo|yrs?|years?|mins?|hrs?|k|mph|ft|m|p|g|x|s)",
            name,
            re.IGNORECASE,
        )
    ):
        return False
    if "_" in name.strip("_") or "#" in name:
        return True
    if re.search(r"[a-z].*\d|\d.*[a-z]", name, re.IGNORECASE):
        return True
    parts = name.lower().split(".")
    return len(parts) > 1 and all(len(p) > 1 for p in parts) and not all(p in words for p in parts)


def _odd(name: str, words: frozenset[str]) -> bool:
    low = name.lower()
    return len(low) > 3 and low.isascii() and low not in words and low not in lexicon().places


def _phones(text: str, help_numbers: frozenset[str]) -> Iterator[Found]:
    for m in _PHONE.finditer(text):
        raw = m.group().rstrip(" .,-–_/(*")
        digits = re.sub(r"[^\d+]", "", re.sub("[Oo]", "0", raw))
        if re.search(r"\d", raw) and _is_phone(digits, text[: m.start()], help_numbers):
            yield m.start(), m.start() + len(raw), DetailType.PHONE
    for m in _LOCAL_PHONE.finditer(text):  # a number without its area code, where somebody says to ring it
        digits = re.sub(r"\D", "", m.group())
        if _CALL.search(text[: m.start()]) and _is_phone(digits, text[: m.start()], help_numbers):
            yield m.start(), m.end(), DetailType.PHONE
    for m in _SPOKEN_PHONE.finditer(text):
        digits = _spoken_digits(m.group())
        if (
            re.search(r"[a-z]", m.group(), re.IGNORECASE)
            and digits.startswith(("0", "44", "7"))
            and _is_phone(digits, text[: m.start()], help_numbers)
        ):
            yield m.start(), m.end(), DetailType.PHONE


def _is_phone(digits: str, before: str, help_numbers: frozenset[str]) -> bool:
    if digits in help_numbers or _SHARED_NUMBER.match(digits) or _NO_PHONE_BEFORE.search(before):
        return False
    bare = digits.lstrip("+")
    called = _CALL.search(before) is not None
    if digits.startswith(("+", "00")):
        return _possible("+" + bare.removeprefix("00")) or len(bare) >= 10
    if bare.startswith("0"):
        return _possible(bare) or (10 <= len(bare) <= 12) or (called and len(bare) >= 7)
    if bare.startswith("44") and len(bare) == 12:
        return True
    if bare.startswith("7") and len(bare) == 10:
        return True
    return called and 6 <= len(bare) <= 12


def _possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, "GB")) and len(number) >= 10
    except phonenumbers.NumberParseException:
        return False


def _spoken_digits(spoken: str) -> str:
    """ "oh seven double nought, nine hundred" as 0700900: how a number is read aloud."""
    digits, times, tens = "", 1, 0
    for word in re.findall(r"[a-z]+|\d+", spoken.lower()):
        if word in ("double", "dubble"):
            times = 2
        elif word in ("triple", "treble"):
            times = 3
        elif word in ("hundred", "thousand"):
            digits += "00" if word == "hundred" else "000"
        elif word in _TENS:
            tens = _TENS[word]
            digits += f"{tens}0"
        elif word in _TEENS:
            digits += _TEENS[word]
        elif word in _SPOKEN_VALUE or word.isdigit():
            value = _SPOKEN_VALUE.get(word, word)
            if tens and len(value) == 1 and value != "0" and times == 1:
                digits = digits[:-1] + value
            else:
                digits += value * times
            times, tens = 1, 0
    return digits


def _dates_of_birth(text: str) -> Iterator[Found]:
    for m in _DATE.finditer(text):
        if _BORN_BEFORE.search(text[: m.start()]) or _BORN_AFTER.match(text[m.end() :]):
            start = m.start() + (4 if m.group().lower().startswith("the ") else 0)
            yield start, m.end(), DetailType.DATE_OF_BIRTH


def _plates(text: str) -> Iterator[Found]:
    words = lexicon().words
    for m in _PLATE.finditer(text):
        cue = _PLATE_CUE.search(text) is not None
        letters = m.group()[-3:].lower()
        new = m.group("new")
        if (new and (letters not in words or (cue and new.isupper())) and (new.isupper() or cue)) or (
            m.group("old") and cue and m.group().isupper() and not re.search(r"\s(?:THE|AND|FOR)$", m.group())
        ):
            yield m.start(), m.end(), DetailType.VEHICLE
