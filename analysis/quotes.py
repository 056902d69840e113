"""Which quotes may be published, and what may stand under them.

The question this module answers for a safeguarding lead: *could anybody tell who said this?* A quote passes
only if two people agreed to it, it is word for word what was cleared, it is short, its theme may be shown,
and nobody is quoted twice. Under it stands at most an age band and a wide area, if that group is large.
It finds no personal details itself: that happened in screening, before anything was cleared.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.disclosure import DisclosureRules, Published
from analysis.wave import Quote, Respondent, Theme, WaveData


@dataclass(frozen=True)
class QuoteRules:
    """Source: disclosure rule 10."""

    most_words: int = 40
    fewest_in_group: int = 30


RULES = QuoteRules()

BROAD_AGES: Mapping[str, str] = {
    "10-11": "aged 10 to 13",
    "12-13": "aged 10 to 13",
    "14-15": "aged 14 to 17",
    "16-17": "aged 14 to 17",
    "18-24": "aged 18 to 24",
}


class Refusal(StrEnum):
    """Why a quote stays out."""

    NOT_CLEARED = "the safeguarding lead’s clearance is not recorded"
    NOT_APPROVED = "a second person has not approved it"
    SAME_PERSON = "one person cannot both clear and approve a quote"
    TOO_LONG = "it is longer than a quote may be"
    MID_WORD = "it begins or ends in the middle of a word"
    THEME_HIDDEN = "its theme may not be shown in this tier"
    OTHER_VIEW_HIDDEN = "it says the opposite, and how many do so may not be shown in this tier"
    QUOTED_BEFORE = "this young person has been quoted already"
    DETAIL = "it joins a day or time, a place and a person"


@dataclass(frozen=True)
class PublishedQuote:
    """Words, and who said them as far as that may be told."""

    text_id: str
    start: int
    end: int
    words: str
    attribution: str


def quotable(
    wave: WaveData,
    theme: Theme,
    table: Published,
    rules: DisclosureRules,
    *,
    already_quoted: Collection[str] = (),
    other_view: bool = False,
    quote_rules: QuoteRules = RULES,
) -> tuple[tuple[PublishedQuote, ...], tuple[tuple[Quote, Refusal], ...]]:
    """The quotes of a theme that may be published, and why the others may not. `other_view`: whether it may
    be told how many of its people say the opposite; where not, none of them is quoted.
    """
    passed: list[PublishedQuote] = []
    refused: list[tuple[Quote, Refusal]] = []
    quoted = set(already_quoted)
    for quote in theme.quotes:
        text = wave.by_text[quote.text_id]
        reason = _refusal(wave, theme, quote, table, quoted, quote_rules)
        if not reason and text.response_id in theme.opposite_ids and not other_view:
            reason = Refusal.OTHER_VIEW_HIDDEN
        if reason:
            refused.append((quote, reason))
            continue
        quoted.add(text.response_id)
        person = wave.by_person[text.response_id]
        passed.append(
            PublishedQuote(
                quote.text_id,
                quote.start,
                quote.end,
                mask(text.text[quote.start : quote.end]),
                attribution(wave, person, rules, quote_rules),
            )
        )
    return tuple(passed), tuple(refused)


def mask(words: str) -> str:
    """Slurs and swearing keep their first letter: the anger stays, the word does not."""
    return _COARSE.sub(lambda found: found[0][0] + "*" * (len(found[0]) - 1), words)


def attribution(
    wave: WaveData, person: Respondent, rules: DisclosureRules, quote_rules: QuoteRules = RULES
) -> str:
    """An age band and the county for the public, the district for partners, if that group is large."""
    age = BROAD_AGES.get(person.age_band, "")
    alike = [pair for pair in wave.ages_and_areas if BROAD_AGES.get(pair[0], "") == age]
    same_age = sum(wave.ages_and_areas[pair] for pair in alike)
    county = wave.office.area_name or "the county"
    if rules.tier == "public":
        return f"Young person {age}, {county}" if age and same_age >= quote_rules.fewest_in_group else ""
    near = sum(wave.ages_and_areas[pair] for pair in alike if pair[1] == person.area)
    where = wave.group_label("area", person.area) if person.area else ""
    if age and where and near >= quote_rules.fewest_in_group:
        return f"Young person {age}, {where}"
    return f"Young person {age}, {county}" if age and same_age >= quote_rules.fewest_in_group else ""


def _refusal(
    wave: WaveData, theme: Theme, quote: Quote, table: Published, quoted: set[str], rules: QuoteRules
) -> Refusal | None:
    text = wave.by_text[quote.text_id]
    words = text.text[quote.start : quote.end]
    checks = (
        (not quote.cleared_by, Refusal.NOT_CLEARED),
        (not quote.approved_by, Refusal.NOT_APPROVED),
        (quote.cleared_by == quote.approved_by, Refusal.SAME_PERSON),
        (len(words.split()) > rules.most_words, Refusal.TOO_LONG),
        (_cuts_a_word(text.text, quote), Refusal.MID_WORD),
        (table.shown("all", theme.key) is None, Refusal.THEME_HIDDEN),
        (text.response_id in quoted, Refusal.QUOTED_BEFORE),
        (joins_day_place_and_person(words), Refusal.DETAIL),
    )
    return next((reason for fails, reason in checks if fails), None)


def _cuts_a_word(text: str, quote: Quote) -> bool:
    before = quote.start > 0 and text[quote.start - 1].isalnum() and text[quote.start].isalnum()
    after = quote.end < len(text) and text[quote.end - 1].isalnum() and text[quote.end].isalnum()
    return before or after


def joins_day_place_and_person(words: str) -> bool:
    """A rare event could be recognised from when, where and who together, even without a name."""
    return all(pattern.search(words) for pattern in (_WHEN, _WHERE, _WHO))


_WHEN = re.compile(
    r"\b(yesterday|last (?:night|week|month|year|summer|winter|mon|tues|wednes|thurs|fri|satur|sun)\w*|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|"
    r"october|november|december|christmas|halloween|bonfire night|"
    r"\d{1,2}(?::\d\d|\s?[ap]m)|\d{1,2}(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\[(?:address|postcode|school)\]|\b(?:at|in|on|by|near|outside|behind)\s+(?:the\s+|my\s+)?[A-Z]\w+|"
    r"\b(?:road|street|lane|avenue|estate|park|station|school|college|club)\b",
)
_WHO = re.compile(
    r"\[(?:name|handle)\]|\bmy (?:mum|dad|mother|father|brother|sister|cousin|friend|mate|teacher|step\w+|"
    r"uncle|aunt\w*|nan|grandad|boyfriend|girlfriend|ex)\b",
    re.IGNORECASE,
)
_COARSE = re.compile(
    r"\b(?:f+u+c+k\w*|(?:bull)?s+h+i+t\w*|c+u+n+t\w*|b+i+t+c+h\w*|w+a+n+k\w*|b+a+s+t+a+r+d\w*|d+i+c+k+h\w+|t+w+a+t\w*|"
    r"n+i+g+g\w+|p+a+k+i\w*|f+a+g+g?\w*|r+e+t+a+r+d\w*|s+l+u+t\w*|w+h+o+r+e\w*|t+r+a+n+n+y\w*|c+h+i+n+k\w*|"
    r"s+p+a+s+t\w*|g+y+p+p?o\w*|p+i+k+e+y\w*)",
    re.IGNORECASE,
)
