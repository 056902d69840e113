"""Which words are ordinary English, which are names, which are places: the lists that finding a name
rests on.

For the finders in this package. It only says what a word *may* be; `persons` decides from the words
around it. Where each list comes from, and its terms, is in `resources/NOTICE.md`.
"""

from __future__ import annotations

import gzip
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

RESOURCES = Path(__file__).parent / "resources"
_STROKES = str.maketrans("łŁøØđĐıİßœŒ’‘ʼ`", "lLoOdDiIsoO''''")


def plain(word: str) -> str:
    """Lower case without accents, one kind of apostrophe: `Łukasz’s` and `lukasz's` look up alike."""
    if word.isascii():
        return word.lower()
    word = word.translate(_STROKES)
    if any("À" <= c <= "ɏ" for c in word):
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.lower()


@dataclass(frozen=True)
class Lexicon:
    """The lists, ready to look up in `plain` form."""

    words: frozenset[str]
    given: frozenset[str]  # given names many people here bear
    rare_given: frozenset[str]  # given names that need a capital or a hint
    surnames: frozenset[str]
    places: frozenset[str]
    phrases: frozenset[
        tuple[str, ...]
    ]  # public figures, characters, shops, apps, and places of several words
    script_names: frozenset[str]  # names in other scripts
    phrase_starts: frozenset[str]
    longest_phrase: int


def _sections(name: str) -> list[frozenset[str]]:
    text = gzip.decompress((RESOURCES / name).read_bytes()).decode()
    return [frozenset(part.strip().split("\n")) for part in text.split("\n\n")]


def _own(name: str) -> list[str]:
    lines = (RESOURCES / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists, read once."""
    common, rare = _sections("given_names.txt.gz")
    own = frozenset(plain(name) for line in _own("own_names.txt") for name in line.split())
    chat = frozenset(word for line in _own("youth_words.txt") for word in line.split())
    words = _sections("english_words.txt.gz")[0] | chat
    places = _sections("places.txt.gz")[0] | frozenset(_own("local_places.txt"))
    known_phrases = frozenset(
        tuple(line.replace("-", " ").split()) for line in _own("brands_and_figures.txt")
    )
    place_phrases = frozenset(parts for p in places if len(parts := tuple(p.replace("-", " ").split())) > 1)
    phrases = known_phrases | place_phrases
    return Lexicon(
        words=words,
        given=common | own,
        rare_given=rare - own,
        surnames=_sections("surnames.txt.gz")[0],
        places=frozenset(p for p in places if " " not in p),
        phrases=phrases,
        script_names=frozenset(plain(name) for line in _own("script_names.txt") for name in line.split()),
        phrase_starts=frozenset(p[0] for p in phrases if len(p) > 1),
        longest_phrase=max(map(len, phrases)),
    )
