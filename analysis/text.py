"""What does a short, hurried, misspelt answer say, word by word?

For everything downstream that has to compare answers: topics, the code frame, quotes. An answer stays as it
was written; what this module makes from it (tokens, folded words, stems, clauses) is for matching only and
is never shown as if somebody had said it.

From text to evidence: `tokens` cuts, `fold` replaces text-speak, slang and common misspellings by a plain
word, `stem` joins the forms of one word, `negated` says which tokens stand under a "no", `clauses` cuts an
answer into the separate things it says. `is_non_answer` tells "idk" from an answer, `detect_language` says
what it is written in. Spelling that only the whole corpus can mend (`spelling_folds`) takes the corpus's
own word counts.

It leaves to others: personal details and signs of harm (screening, before any text comes here), and meaning.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources

import py3langid.langid
from stop_words import get_stop_words

from analysis.stemmer import english_stem

# Letters and digits, with the vowel signs of Arabic and the Indic scripts, which Python counts as marks.
_LETTERS = r"(?:[^\W_]|[\u0300-\u036f\u064b-\u0670\u0900-\u0dff])+"
_TOKEN = re.compile(rf"{_LETTERS}(?:'{_LETTERS})*")
_PLACEHOLDER = re.compile(
    r"\[(name|phone|email|postcode|address|school|handle|link|date of birth|number plate)\]"
)
_REPEATED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_LONGEST_ANSWER = 20_000  # characters read for matching; the rest of a longer paste adds nothing to its topic

_NEGATORS = frozenset({
    "aren't", "can't", "cannot", "couldn't", "didn't", "doesn't", "don't", "hadn't", "hardly", "hasn't",
    "haven't", "isn't", "never", "no", "nobody", "none", "not", "nowhere", "shouldn't", "wasn't",
    "weren't", "without", "won't", "wouldn't",
})  # fmt: skip
_ENOUGH_ENGLISH = 0.15  # share of common English words that settles the language
_NEGATION_REACH = 3  # tokens after a negator that it still governs, stopping at a clause's end

# Words that say only that nothing is said. "Nothing" and "no" are answers: to "what makes you feel unsafe?"
# they mean "I feel safe".
_EMPTY_WORDS = frozenset({
    "answer", "blank", "bro", "bruv", "comment", "dunno", "erm", "haha", "hahaha", "hmm", "idc", "idek",
    "idk", "idrk", "k", "lmao", "lol", "mate", "meh", "n/a", "na", "nil", "ok", "okay", "pass", "skip",
    "sorry", "tbh", "test", "testing", "uh", "um", "umm", "whatever", "xd", "ye", "yeah", "yes", "yh",
})  # fmt: skip
_EMPTY_PHRASES = frozenset({
    "can't think of anything", "do not know", "don't care", "don't know", "i can't think of anything",
    "i do not know", "i don't care", "i don't know", "i have no idea", "i'm not sure", "n a", "no answer",
    "no comment", "no idea", "not applicable", "not sure", "prefer not to say", "rather not say",
})  # fmt: skip
_PLAIN_NO = frozenset({"no", "nah", "nope", "none", "nothing", "nowt", "not", "never", "nobody", "nowhere"})
_BESIDE_NO = frozenset(
    {"really", "much", "at", "all", "just", "actually", "literally", "thanks", "thank", "you"}
)
_IN_SILENT_ANSWERS = frozenset({
    *_EMPTY_WORDS, *_PLAIN_NO, *_BESIDE_NO, *(word for phrase in _EMPTY_PHRASES for word in phrase.split())
})  # fmt: skip
# What a word comes to under a "not", where that is another subject ("don't feel safe" is about being unsafe).
# "No lights" and "no police" stay what they are: they are about lights and police.
_TURNED_ROUND: Mapping[str, str] = {
    "safe": "unsafe", "secure": "unsafe", "protected": "unsafe", "scared": "safe", "afraid": "safe",
    "frightened": "safe", "worried": "safe", "comfortable": "uncomfortable", "welcome": "unwelcome",
    "welcomed": "unwelcome", "friendly": "unfriendly", "clean": "dirty", "lit": "dark", "listen": "ignore",
    "listens": "ignores", "listened": "ignored", "believed": "disbelieved", "trust": "distrust",
    "respect": "disrespect",
}  # fmt: skip
# Stems that the stemmer leaves apart although they are one word to a reader.
_IRREGULAR = {
    "buse": "bus", "knive": "knife", "men": "man", "women": "woman", "children": "child",
    "teeth": "tooth", "thiev": "thief", "gangster": "gang", "safer": "safe", "safest": "safe",
    "safeti": "safe", "scari": "scare", "drunken": "drunk", "darker": "dark",
}  # fmt: skip
# Words that carry as little as the stop words do, in answers to a survey.
_ALSO_SMALL = frozenset({
    "also", "always", "bit", "can't", "cant", "don't", "dont", "etc", "even", "get", "go", "going", "got",
    "i'm", "i've", "im", "isnt", "it's", "ive", "just", "like", "lot", "lots", "much", "one", "quite",
    "really", "still", "that's", "thats", "there's", "theres", "thing", "things", "us", "will", "would",
})  # fmt: skip
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz")
_VOWELS = frozenset("aeiouy")

_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|\n+|\s+[-–—•*]\s+|;\s*")
_NEW_SUBJECT = re.compile(
    r",?\s+(?:but|also|plus|except|although|though|whereas)\s+"
    r"|,?\s+and\s+(?=(?:i|we|they|he|she|it|you|there|people|the|my|our|no|more|less|then|also)\b)"
    r"|,\s+(?=(?:i|we|they|he|she|there|no|more|less|fewer|better)\b)",
    re.IGNORECASE,
)
_AS_WRITTEN = _NEGATORS | {word.replace("'", "") for word in _NEGATORS} | {"aint", "ain't"}
_NEGATOR_SEEN = (
    _AS_WRITTEN | {word.capitalize() for word in _AS_WRITTEN} | {word.upper() for word in _AS_WRITTEN}
)
# At most three words between, and nothing that ends a clause: "No, I feel safe" turns nothing round.
_UNDER_NOT = re.compile(
    rf"\b(?:{'|'.join(sorted(_AS_WRITTEN, key=len, reverse=True))})\s+"
    rf"(?:(?!(?:but|only|just|because|{'|'.join(sorted(_AS_WRITTEN))})\b)[\w']+\s+){{0,3}}?"
    rf"({'|'.join(_TURNED_ROUND)})\b(?!')",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^[\s,]+|[\s,]+$")
_SHORTEST_CLAUSE = 3  # words; anything shorter stays with the clause before it

_ENGLISH_MARKERS = frozenset({
    "a", "about", "all", "and", "are", "at", "be", "because", "can", "don't", "everyone", "for", "from",
    "get", "go", "have", "i", "if", "in", "is", "it", "just", "like", "me", "more", "my", "no", "not",
    "nothing", "of", "on", "or", "out", "people", "police", "safe", "so", "someone", "that", "the",
    "them", "there", "they", "this", "to", "up", "very", "was", "we", "what", "when", "where", "who",
    "with", "you", "your",
})  # fmt: skip


def tokens(text: str) -> list[str]:
    """The words of an answer, in order, in lower case, with their apostrophes.

    Placeholders left by screening are not words, except that "[school]" still says it was about school.
    """
    return _TOKEN.findall(_readable(text).lower())


def surface_tokens(text: str) -> list[str]:
    """The words of an answer with the capitals they were written in, unless all of it is in capitals."""
    text = _readable(text)
    return _TOKEN.findall(text.lower() if text.isupper() else text)


def _readable(text: str) -> str:
    """An answer without placeholders, its letters and quotes written in one way."""
    text = text[:_LONGEST_ANSWER]
    if "[" in text:
        text = _PLACEHOLDER.sub(lambda found: " school " if found[1] == "school" else " ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return text


@lru_cache(maxsize=200_000)
def fold(token: str) -> str:
    """The plain word (or words) a token stands for: "coz" is "because", "feds" is "police", "sooo" is
    "so".
    """
    plain = _plain_words()
    if _REPEATED_LETTER.search(token):
        token = _REPEATED_LETTER.sub(r"\1\1", token)
        single = re.sub(r"([^\W\d_])\1", r"\1", token)
        token = single if single in plain or single in _ENGLISH_MARKERS or single in stop_words() else token
    return plain.get(token, token)


def normalise(text: str) -> str:
    """An answer as plain folded words with single spaces: two spellings of one answer become one string."""
    return " ".join(fold(token) for token in tokens(text))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What the forms of one word share ("lights", "lighting" -> "light"). For matching, never for showing."""
    found = english_stem(word)
    return _IRREGULAR.get(found, found)


def stems(text: str) -> list[str]:
    """The stems of an answer's folded words, in order."""
    return [stem(word) for word in normalise(text).split()]


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry a topic, in order."""
    small = _stop_words()
    return [stem(word) for token in tokens(text) if token not in small for word in fold(token).split()]


def gist(text: str) -> str:
    """What is left of an answer without spelling, word forms and small words; a "no" or "not" stays. Two
    answers with one gist say the same.
    """
    words = normalise(text).split()
    said = [word for word in words if word in _NEGATORS or word not in _stop_words()]
    return " ".join(stem(word) for word in said or words)


def stop_words() -> frozenset[str]:
    """English words that carry grammar rather than a topic, with and without their apostrophes."""
    return _stop_words()


def negated(words: Sequence[str]) -> list[bool]:
    """For each token, whether a "no", "not" or "never" shortly before it turns it round."""
    under: list[bool] = []
    left = 0
    for word in words:
        under.append(left > 0)
        plain = fold(word)
        if plain in _NEGATORS:
            left = _NEGATION_REACH
        elif plain == "but":
            left = 0
        else:
            left = max(0, left - 1)
    return under


def turned_tokens(text: str) -> list[str]:
    """The words of an answer (`surface_tokens`), one for one, with what a "not" turns round turned round: of
    "I don't feel safe" the last is "unsafe".
    """
    words = surface_tokens(text)
    if _NEGATOR_SEEN.isdisjoint(words):
        return words
    plain = _readable(text)
    plain = plain.lower() if plain.isupper() else plain
    turned = _UNDER_NOT.sub(
        lambda found: found[0][: found.start(1) - found.start()] + _TURNED_ROUND[found[1].lower()], plain
    )
    return _TOKEN.findall(turned)


def clauses(text: str) -> list[str]:
    """The separate things an answer says, each exactly as written. At least one, unless the answer is
    blank.
    """
    parts = (part for sentence in _SENTENCE_END.split(text) for part in _NEW_SUBJECT.split(sentence))
    pieces = [piece for part in parts if (piece := _EDGES.sub("", part))]
    joined: list[str] = []
    start = 0
    for piece in pieces:
        at = text.index(piece, start)
        if joined and min(len(piece.split()), len(joined[-1].split())) < _SHORTEST_CLAUSE:
            begin = text.rindex(joined[-1], 0, start)
            joined[-1] = text[begin : at + len(piece)]
        else:
            joined.append(piece)
        start = at + len(piece)
    return joined


def is_silent(text: str) -> bool:
    """Whether there is nothing in an answer to group it by: it is none at all, or only a "no"."""
    if any(_is_telling(found[0]) for found in _TOKEN.finditer(_readable(text).lower())):
        return False  # as most answers show in their first words
    return is_non_answer(text) or is_plain_no(text)


@lru_cache(maxsize=200_000)
def _is_telling(word: str) -> bool:
    """Whether an answer with this word says something, whatever its other words are."""
    if word in _EMPTY_WORDS or _is_keyboard_noise(word) or not any(map(str.isalpha, word)):
        return False
    return any(plain not in _IN_SILENT_ANSWERS for plain in fold(word).split())


def is_non_answer(text: str) -> bool:
    """Whether an answer says nothing at all: blank, "idk", "n/a", no letters, or keys struck at random."""
    words = tokens(text)
    if not any(any(letter.isalpha() for letter in word) for word in words):
        return True
    if text.strip().lower().strip(".!? ") in ("n/a", "n.a", "n.a."):
        return True
    plain = [fold(word) for word in words]
    phrase = " ".join(plain)
    if phrase in _EMPTY_PHRASES or all(word in _EMPTY_WORDS for word in words):
        return True
    kept = " ".join(word for word in plain if word not in _EMPTY_WORDS)
    return kept in _EMPTY_PHRASES or all(_is_keyboard_noise(word) for word in words)


def is_plain_no(text: str) -> bool:
    """Whether an answer is only a "no" ("nope", "nothing really"). It answers the question, unlike "idk", but
    names nothing that answers could be grouped by. "No, I feel safe" says more.
    """
    words = [plain for token in tokens(text) for plain in fold(token).split()]
    said = [word for word in words if word not in _EMPTY_WORDS and word not in _BESIDE_NO]
    return bool(said) and all(word in _PLAIN_NO for word in said)


def detect_language(text: str) -> str:
    """The language an answer is written in, as ISO 639-1, or "und" where too little of it can be told.

    A few words are not enough to tell Dutch from Afrikaans, and "nandos" is not Spanish: Latin script
    counts as another language only from four words up, without a common English word, and with the
    identifier all but sure.
    """
    seen = language_at_sight(text)
    if seen:
        return seen
    words = tokens(text)
    letters = [letter for word in words for letter in word if letter.isalpha()]
    if not _mostly_latin(letters):
        return str(_identifier().classify(text)[0])
    if any(word in _ENGLISH_MARKERS for word in words):
        return _identify(text, sure=0.99)
    return _identify(text, sure=0.9 if len(words) >= 4 else 0.99)


def language_at_sight(text: str) -> str:
    """The language of an answer where a glance tells it; empty where it takes the identifier."""
    words = tokens(text)
    share = _share_english(words)
    if text.isascii():
        if share:
            return "en" if share >= _ENOUGH_ENGLISH else ""
        some = any(letter.isalpha() for word in words for letter in word)
        return "und" if not some else "en" if len(words) < 4 else ""
    letters = [letter for word in words for letter in word if letter.isalpha()]
    if not letters:
        return "und"
    if not _mostly_latin(letters):
        return ""
    if share:
        return "en" if share >= _ENOUGH_ENGLISH else ""
    return "en" if len(words) < 4 and all(letter.isascii() for letter in letters) else ""


def _mostly_latin(letters: Sequence[str]) -> bool:
    return sum(letter < "\u0250" for letter in letters) > 0.5 * len(letters)


def spelling_folds(counts: Mapping[str, int], known: Iterable[str] = ()) -> dict[str, str]:
    """Rare words that are one slip away from a common word of the same corpus, with the word they stand for.

    A slip is one letter left out, doubled, swapped with its neighbour or replaced, in a word of six letters
    or more, whose first letter stands. `known` are words that are right as they are.
    """
    keep = set(known)
    common = {word for word, n in counts.items() if n >= 5 and len(word) >= 6 and word.isalpha()}
    by_gap: dict[str, list[str]] = {}
    for word in sorted(common):
        for gap in _one_letter_gone(word):
            by_gap.setdefault(gap, []).append(word)
    folds: dict[str, str] = {}
    for word in sorted(counts):
        n = counts[word]
        if n > 2 or len(word) < 6 or word in keep or word in common or not word.isalpha():
            continue
        near = {c for gap in (word, *_one_letter_gone(word)) for c in by_gap.get(gap, ())} | (
            {gap for gap in _one_letter_gone(word) if gap in common}
        )
        best = [c for c in near if c[0] == word[0] and counts[c] >= 10 * n and stem(c) != stem(word)]
        if best:
            folds[word] = max(best, key=lambda c: (counts[c], c))
    return folds


def _one_letter_gone(word: str) -> list[str]:
    return sorted({word[:i] + word[i + 1 :] for i in range(1, len(word))})


def _is_keyboard_noise(word: str) -> bool:
    if len(word) < 4:
        return False
    if len(set(word)) <= 2 and len(word) >= 5:
        return True
    if any(word in row for row in _KEYBOARD_ROWS):
        return True
    return word.isascii() and word.isalpha() and len(word) >= 5 and not _VOWELS & set(word)


def _share_english(words: Sequence[str]) -> float:
    return sum(map(_ENGLISH_MARKERS.__contains__, words)) / max(1, len(words))


def _identify(text: str, *, sure: float) -> str:
    language, probability = _identifier().classify(text)
    return str(language) if probability >= sure else "en"


@lru_cache(maxsize=1)
def _identifier() -> py3langid.langid.LanguageIdentifier:
    return py3langid.langid.LanguageIdentifier.from_model_file(py3langid.langid.MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=1)
def _plain_words() -> Mapping[str, str]:
    """Text-speak, UK slang and common misspellings, each with the plain word that matches it.

    Slang helps to find a theme; it says nothing about the person who used it.
    """
    table = resources.files("analysis").joinpath("plain_words.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines(), delimiter="\t")
    return {row["as_written"]: row["plain"] for row in rows}


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(get_stop_words("en")) | _ALSO_SMALL
