"""What is left of an English word without its endings?

For `text`, which matches words by it: "lights" and "lighting" both become "light". The algorithm is Martin
Porter's second one (Snowball, "English"), as he publishes it: endings go in five steps, and only where enough
of the word stands before them. *R1* is what follows the first consonant after a vowel, *R2* the same within
R1; most endings only go where they lie wholly in one of the two.

It leaves to `text` the words whose forms no ending tells ("knives", "women").
"""

from __future__ import annotations

from collections.abc import Container, Mapping

_VOWELS = frozenset("aeiouy")
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_BEFORE_LI = frozenset("cdeghkmnrt")
_LONG_BEGINNINGS = ("gener", "commun", "arsen")  # R1 starts after these, so that "general" keeps its sense

# Words that no step may touch, or that have a stem of their own.
_WHOLE: Mapping[str, str] = {
    "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl",
    "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl",
    **{word: word for word in ("sky", "news", "howe", "atlas", "cosmos", "bias", "andes")},
}  # fmt: skip
_WHOLE_WITHOUT_S = frozenset(
    {"inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"}
)
_ALSO_WHOLE = frozenset({"proceed", "exceed", "succeed"})  # with "ed" and "ing" too

_SECOND: Mapping[str, str] = {
    "ization": "ize", "ational": "ate", "fulness": "ful", "ousness": "ous", "iveness": "ive",
    "tional": "tion", "biliti": "ble", "lessli": "less", "entli": "ent", "ation": "ate", "alism": "al",
    "aliti": "al", "ousli": "ous", "iviti": "ive", "fulli": "ful", "enci": "ence", "anci": "ance",
    "abli": "able", "izer": "ize", "ator": "ate", "alli": "al", "bli": "ble", "ogi": "og", "li": "",
}  # fmt: skip
_THIRD: Mapping[str, str] = {
    "ational": "ate", "tional": "tion", "alize": "al", "icate": "ic", "iciti": "ic", "ative": "",
    "ical": "ic", "ness": "", "ful": "",
}  # fmt: skip
_FOURTH = frozenset({
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
    "ion", "al", "er", "ic",
})  # fmt: skip
_LONGEST_ENDING = 7


def english_stem(word: str) -> str:
    """The stem of a word in lower case."""
    if len(word) <= 2:
        return word
    if word in _WHOLE:
        return _WHOLE[word]
    word = _consonant_y(word.removeprefix("'"))
    r1, r2 = _regions(word)
    word = _plural(_possessive(word))
    if word in _WHOLE_WITHOUT_S:
        return word
    word = _past(word, r1)
    if word in _ALSO_WHOLE:
        return word
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    word = _fifth(_fourth(_third(_second(word, r1), r1, r2), r2), r1, r2)
    return word.replace("Y", "y")


def _consonant_y(word: str) -> str:
    """A y that sounds as a consonant (first, or after a vowel) as a capital."""
    if "y" not in word:
        return word
    letters = list(word)
    for at, letter in enumerate(letters):
        if letter == "y" and (at == 0 or letters[at - 1] in _VOWELS):
            letters[at] = "Y"
    return "".join(letters)


def _regions(word: str) -> tuple[int, int]:
    """Where R1 and R2 start."""
    r1 = next((len(start) for start in _LONG_BEGINNINGS if word.startswith(start)), _after_syllable(word, 0))
    return r1, _after_syllable(word, r1)


def _after_syllable(word: str, start: int) -> int:
    for at in range(start + 1, len(word)):
        if word[at] not in _VOWELS and word[at - 1] in _VOWELS:
            return at + 1
    return len(word)


def _possessive(word: str) -> str:
    return word.removesuffix("'").removesuffix("'s") if "'" in word else word


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith(("us", "ss")):
        return word
    if word.endswith("s") and any(letter in _VOWELS for letter in word[:-2]):
        return word[:-1]
    return word


def _past(word: str, r1: int) -> str:
    for ending in ("eedly", "ingly", "edly", "eed", "ing", "ed"):
        if not word.endswith(ending):
            continue
        rest = word[: -len(ending)]
        if ending in ("eedly", "eed"):
            return rest + "ee" if len(rest) >= r1 else word
        if not any(letter in _VOWELS for letter in rest):
            return word
        if rest.endswith(("at", "bl", "iz")):
            return rest + "e"
        if rest.endswith(_DOUBLES):
            return rest[:-1]
        return rest + "e" if len(rest) <= r1 and _ends_short(rest) else rest
    return word


def _ends_short(word: str) -> bool:
    """Whether a word ends in a short syllable: "rap", "trap", "at", but not "uproot" or "bestow"."""
    if len(word) == 2:
        return word[0] in _VOWELS and word[1] not in _VOWELS
    return (
        len(word) > 2
        and word[-1] not in _VOWELS
        and word[-1] not in "wxY"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )


def _second(word: str, r1: int) -> str:
    ending = _ending(word, _SECOND)
    rest = word[: len(word) - len(ending)]
    before = rest[-1:]
    kept = (ending == "ogi" and before != "l") or (ending == "li" and before not in _BEFORE_LI)
    return rest + _SECOND[ending] if ending and len(rest) >= r1 and not kept else word


def _third(word: str, r1: int, r2: int) -> str:
    ending = _ending(word, _THIRD)
    rest = word[: len(word) - len(ending)]
    return rest + _THIRD[ending] if ending and len(rest) >= (r2 if ending == "ative" else r1) else word


def _fourth(word: str, r2: int) -> str:
    ending = _ending(word, _FOURTH)
    rest = word[: len(word) - len(ending)]
    return rest if len(rest) >= r2 and (ending != "ion" or rest.endswith(("s", "t"))) else word


def _ending(word: str, endings: Container[str]) -> str:
    """The longest of the endings that a word has: it is the one that counts, whether or not it may go."""
    return next((word[-n:] for n in range(_LONGEST_ENDING, 1, -1) if word[-n:] in endings), "")


def _fifth(word: str, r1: int, r2: int) -> str:
    rest = word[:-1]
    if word.endswith("e") and (len(rest) >= r2 or (len(rest) >= r1 and not _ends_short(rest))):
        return rest
    if word.endswith("ll") and len(rest) >= r2:
        return rest
    return word
