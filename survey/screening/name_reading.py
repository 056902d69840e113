"""A text being read for names, word by word: who stands next to whom, and what in it is public anyway.

The ground on which `name_cues` (what the words around say) and `persons` (is it a name?) stand. Places,
brands, public figures and pets are known here, so that they are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from survey.screening import name_contexts as around
from survey.screening.lexicon import Lexicon
from survey.screening.name_shapes import one_slip_away, with_shapes
from survey.screening.words import Word

_CLOSE_GAP = re.compile(r"[ \t]{1,2}|\.[ \t]?|\.?[ \t]|[ \t]?[-–][ \t]?")
_PHRASE_GAP = re.compile(r"[ \-'’&]{1,3}")


@dataclass
class Reading:
    """One text being read for names."""

    text: str
    words: Sequence[Word]
    lists: Lexicon
    places: frozenset[str]
    english: bool

    def __post_init__(self) -> None:
        self.low = [w.low for w in self.words]
        self._slips: dict[str, bool] = {}
        self.lists = with_shapes(self.lists, self.low, self.places)
        self._place_starts = _first_words(self.places)
        self.phrase = self._phrases()

    # -- one word and its neighbours ----------------------------------------

    def _at(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def _joined(self, i: int) -> bool:
        return 0 < i < len(self.words) and _CLOSE_GAP.fullmatch(self.words[i].gap) is not None

    def _ends_here(self, i: int) -> bool:
        return i + 1 == len(self.words) or re.match(r"\s*[,.!?;:\n)]", self.words[i + 1].gap) is not None

    def _double(self, low: str) -> bool:
        """ "mia-rose": two given names with a hyphen."""
        parts = low.split("-")
        return len(parts) > 1 and all(p in self.lists.given for p in parts)

    def _with_apostrophe(self, low: str) -> bool:
        """ "d'andre", "ja'kai": a given name with an apostrophe in it."""
        apart = low.replace("'", "")
        return apart != low and apart in self.lists.given and apart not in self.lists.words

    def _pet_form(self, low: str) -> bool:
        """ "jakey", "robbo", "jonesy": a short form that no list has."""
        for ending in ("ey", "ie", "y", "o", "zza", "s"):
            stem = low.removesuffix(ending)
            if (
                stem != low
                and len(stem) > 2
                and {stem, stem[:-1], stem + "e"} & self.lists.given - self.lists.words
            ):
                return True
        return False

    def _misspelt(self, low: str) -> bool:
        """Close enough to an ordinary word that it is more likely a slip than a name."""
        if low in self.lists.given or len(low) < 4:
            return False
        if low not in self._slips:  # asked of one word several times; forgotten with the text
            self._slips[low] = one_slip_away(low, self.lists.words)
        return self._slips[low]

    def _surname(self, i: int) -> bool:
        return (
            0 < i < len(self.words)
            and self.words[i].named
            and self._joined(i)
            and self.low[i] in self.lists.surnames
        )

    def _family_name_follows(self, i: int) -> bool:
        """A capital that is neither an ordinary word nor a place, right behind."""
        j = i + 1
        return (
            j < len(self.words)
            and self.words[j].named
            and self._joined(j)
            and self.low[j] not in self.lists.words | self.lists.places | self.places | around.NOT_A_NAME
        )

    # -- what is public: places, brands, figures, pets ----------------------------------------

    def _phrases(self) -> list[int]:
        """For each word, how long a known public phrase (place, brand, figure) it belongs to; 0 for none."""
        lengths = [0] * len(self.words)
        for i, low in enumerate(self.low):
            if (f"{low}'s",) in self.lists.phrases and self.text[
                self.words[i].end : self.words[i].end + 1
            ] in ("'", "’"):
                lengths[i] = 1
            if (
                (low,) in self.lists.phrases
                or self._whole(i) in self.lists.phrase_starts
                or low in self._place_starts
            ):
                n = self._phrase_length(i)
                for j in range(i, i + n):
                    lengths[j] = max(lengths[j], n)
        return lengths

    def _phrase_length(self, i: int) -> int:
        for n in range(min(self.lists.longest_phrase, len(self.words) - i), 0, -1):
            if n > 1 and any(_PHRASE_GAP.fullmatch(w.gap) is None for w in self.words[i + 1 : i + n]):
                continue
            parts = (self._whole(i), *self.low[i + 1 : i + n])
            if parts in self.lists.phrases or (n > 1 and " ".join(parts) in self.places):
                return n
        return 0

    def _whole(self, i: int) -> str:
        """The word with its closing 's: "king's" of King's Lynn."""
        possessive = self.text[self.words[i].end : self.words[i].end + 2].lower() in ("'s", "’s")
        return (
            self.low[i] + "'s"
            if possessive and (self.low[i] + "'s") in self.lists.phrase_starts
            else self.low[i]
        )

    def _place_name(self, i: int) -> bool:
        """Part of "Victoria Park", "Parker's Piece", "St Ives", "Jack Hunt School"."""
        word = self.words[i]
        if self._at(i - 1) in ("st", "saint") and self._joined(i):
            return True
        for ahead in (1, 2, 3):
            after = self._at(i + ahead)
            if i + ahead >= len(self.words) or not self._joined(i + ahead):
                return False
            nearby = self.words[i + ahead]
            if after in around.PLACE_NOUNS and after not in around.NOT_A_NAME | {"head", "house", "bar"}:
                possessive = self.text[word.end : word.end + 2].lower() in ("'s", "’s")
                if after in around.VERB_LIKE_PLACES and not nearby.capital and word.low in self.lists.given:
                    return not possessive and self._at(i + ahead + 1) in around.SAID_OF_PLACES
                if nearby.capital or not word.capital or not possessive:
                    return not (possessive and not nearby.capital)
                return False
            if not nearby.named:
                return False
        return False

    def _pet(self, i: int) -> bool:
        b1, b2, b3 = self._at(i - 1), self._at(i - 2), self._at(i - 3)
        if b1 in around.PETS and self._joined(i):
            return b1 not in ("car", "bike", "fish", "rat", "doll", "teddy") or b2 in ("my", "our")
        if b1 in ("called", "named", "is", "and") and (
            b2 in around.PETS or (b1 == "is" and b2 in ("name", "names") and b3 in around.PETS)
        ):
            return b1 != "and"
        if b1 in around.BETWEEN and b3 in around.PETS and self.words[i].capital and b3.endswith("s"):
            return True
        return self._at(i + 1) in ("the", "my", "our") and self._at(i + 2) in around.PETS


@lru_cache(maxsize=8)
def _first_words(places: frozenset[str]) -> frozenset[str]:
    return frozenset(place.split()[0] for place in places if " " in place)
