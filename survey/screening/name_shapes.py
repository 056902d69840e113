# ruff: noqa: E501 -- patterns read best in one piece
"""Names no list holds, known by how their language builds them.

For `name_reading`. Lists of names are long for some origins and short for others, so without this a Punjabi,
Yoruba, Igbo or Chinese name would be left standing more often than an English one. Only a word that is neither
English, nor a place, nor one slip from an English word is looked at; what is doubtful counts as a rare name,
which needs a hint from the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

from survey.screening.lexicon import Lexicon


class Shape(Enum):
    """What a word's build says about it."""

    GIVEN = "given"
    RARE = "rare"
    SURNAME = "surname"


# the two halves of most Sikh names
_SIKH = re.compile(
    r"(?:ajm|akash|am[ai]n|amar|anm|arsh|avn|bal|bhup|bik[rm]am|cha?ran|dal|dav|davi|dharam|dil|gagan|gur|gurk|har|hark|harm|harsh|ind|inder"
    r"|jag|jai|jap|jas|jash|jasm|jat|jiv|kam[ai]l|kamal|karam|karan|kawal|khush|kir[ai]n|kul|lakh|lakhv|lov|love|mal|man|mand|mani?k?|man[ms]"
    r"|mehak|mohan|nar|nav|navj|nirmal?|par|parm|pavan|prab|prabh|raj|ra[mn]an?|ramn|ran|ranj|rav|rup|rupi|san|sand|sarab|sat|satv|simar"
    r"|simran|suk|sukh|sukhm|sur|swaran|taran|tej|up|var|virk?|yad|yash)"
    r"(?:pree?t|prit|dee?p|d[iy]p|jee?t|jit|bir|veer|vir|want|jot|leen|meet|mit|noor|pal|raj|roop|simran|sharan|[wvmpjtb]?inder|indar|jinder|dev|kirat)"
)
_ARABIC = re.compile(r"(?:abd(?:ul|ur|us|al|ir|el)[a-z]{3,}|[a-z]{3,}(?:ullah|uddin|eddine|urrahman))")
_YORUBA = re.compile(
    r"(?:oluwa[a-z]{2,}|olu(?!m|p)[a-z]{4,}|(?:ade|ayo|ola|omo|ife|akin|temi|tolu|tomi|bolu|dami|mofe|iyan?u)[bdfgjklmnrstwy][aeiou][a-z]+"
    r"|[a-z]{3,}(?:oluwa|tola|bunmi|dayo|tunde|lola|tayo|sola|femi))"
)
_IGBO = re.compile(
    r"(?:chukwu[a-z]{2,}|chi(?:a|bu|de|di|ka|ma|ne|no|so|zo|ge|go|zi)[a-z]{2,}|(?:nwa|obi|ifea|ike|uche|uzo|nne|oge|kele|ngo|ugo|ozio)[a-z]{3,}"
    r"|[a-z]{3,}(?:chukwu|nonso|amaka|chidi))"
)
_SURNAMES = re.compile(
    r"[a-z]{3,}(?:owski|owska|ewski|ewska|inski|inska|ynski|ynska|ecki|ecka|icki|icka|owicz|ewicz|kiewicz|czyk|czak|szczak|auskas|auskiene|evicius|aviciu[st]e?"
    r"|aitis|aite|iene|yte|ovic|escu|eanu|enko|chuk|chenko|oglu|idze|shvili|singh)"
)
_LONGEST_WORD = 40  # letters: what is longer is neither a word nor a slip of one
_INITIAL = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_FINAL = (
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|u)"
)
# two syllables as Chinese is written in our letters, at least one sound of it hardly English
_PINYIN = re.compile(
    rf"(?={_INITIAL}{_FINAL}{_INITIAL}{_FINAL}$)[a-z]*(?:^x|^q|^zh|x[iu]|q[iu]|zh|ji[aenu]|y[iu]|ao|iu|ui|uo|ie|ia|ua|hui|ei)[a-z]*"
)


def with_shapes(lists: Lexicon, words: Iterable[str], places: frozenset[str]) -> Lexicon:
    """`lists` and whatever among `words` is built like a name; the same object where nothing is."""
    found: dict[Shape, set[str]] = {}
    for low in words:
        if len(low) < 5 or not low.isascii() or low in lists.words or low in lists.given:
            continue
        shape = shape_of(low)
        if shape and low not in lists.places and low not in places and not one_slip_away(low, lists.words):
            found.setdefault(shape, set()).add(low)
    if not found:
        return lists
    return replace(
        lists,
        given=lists.given.union(found.get(Shape.GIVEN, ())),
        rare_given=lists.rare_given.union(found.get(Shape.RARE, ())),
        surnames=lists.surnames.union(found.get(Shape.SURNAME, ())),
    )


def shape_of(low: str) -> Shape | None:
    """What `low`, a word in plain form, is built like; None for nothing we know."""
    if _SIKH.fullmatch(low) or _ARABIC.fullmatch(low):
        return Shape.GIVEN
    if _SURNAMES.fullmatch(low):
        return Shape.SURNAME
    if _YORUBA.fullmatch(low) or _IGBO.fullmatch(low) or _PINYIN.fullmatch(low):
        return Shape.RARE
    return None


def one_slip_away(word: str, known: frozenset[str]) -> bool:
    """One letter left out, added, swapped or mistyped from a known word?"""
    if len(word) > _LONGEST_WORD:
        return False
    letters = "abcdefghijklmnopqrstuvwxyz"
    for i in range(len(word) + 1):
        left, right = word[:i], word[i:]
        if right and left + right[1:] in known:
            return True
        if len(right) > 1 and left + right[1] + right[0] + right[2:] in known:
            return True
        for c in letters:
            if (right and left + c + right[1:] in known) or left + c + right in known:
                return True
    return False
