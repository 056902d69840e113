"""Finds people's names, whoever they are, in the way young people write them.

Nothing here knows one text from another: a word is a name because lists say it can be (`lexicon`) and the words
around it say it is one (`name_contexts`). Doubt leans towards a name where somebody is plainly being spoken of and
away from it where a place, a month, a pet, a brand or a public figure is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.screening import name_contexts as around
from survey.screening.foreign_names import is_foreign_name
from survey.screening.lexicon import Lexicon, lexicon
from survey.screening.spans import DetailType
from survey.screening.words import Word

Found = tuple[int, int, DetailType]
_CLOSE_GAP = re.compile(r"[ \t]{1,2}|\.[ \t]?|\.?[ \t]|[ \t]?[-–][ \t]?")
_LIST_GAP = re.compile(r"\s*(?:,|&|/|\+|and)\s*")
_INITIAL = re.compile(r"(?<![\w'’.])((?:[A-Z]\.\s?){1,3}|[A-Z]\s)(?=[A-Z][^\W\d_]{2,})")


def find_persons(text: str, words: Sequence[Word], places: frozenset[str], english: bool = True) -> list[Found]:
    """Every name of a private person among `words`, the words of `text`."""
    return list(_Reader(text, words, lexicon(), places, english).names())


@dataclass
class _Reader:
    """One text being read for names."""

    text: str
    words: Sequence[Word]
    lists: Lexicon
    places: frozenset[str]
    english: bool

    def __post_init__(self) -> None:
        self.low = [w.low for w in self.words]
        self.phrase = self._phrases()

    def names(self) -> Iterator[Found]:
        kept: dict[int, int] = {}  # first word -> one past the last
        i = 0
        while i < len(self.words):
            length = self._name_at(i)
            if length:
                kept[i] = i + length
            i += max(length, 1)
        self._spread_along_lists(kept)
        for first, end in kept.items():
            start = self.words[first].start
            if self._at(first - 1) in around.TITLES and self._joined(first):
                start = self.words[first - 1].start
            yield self._with_initials(start), self.words[end - 1].end, DetailType.PERSON
        for m in _INITIAL.finditer(self.text):
            found = self._initialled(m, kept)
            if found:
                yield found

    # -- one word ---------------------------------------------------------------------------------------------

    def _name_at(self, i: int) -> int:
        """How many words from `i` on are one name; 0 for none."""
        word = self.words[i]
        low = word.low
        if low in around.TITLES or self.phrase[i] > 1 or self._pet(i):
            return 0
        titled = self._titled(i)
        if titled:
            return self._extend(i)
        if low in around.NOT_A_NAME:
            return 0
        if not self.english or not low.isascii():
            return self._extend(i) if is_foreign_name(self.words, i, self.lists) else 0
        if "'" in low and low.replace("'", "") in self.lists.words:
            return 0
        if self._place_name(i):
            return 0
        if self._is_name(i):
            return self._extend(i)
        return 0

    def _is_name(self, i: int) -> bool:
        word = self.words[i]
        low = word.low
        brand = self.phrase[i] == 1
        ordinary = low in self.lists.words or low in around.HARDLY_NAMES
        given = low in self.lists.given
        rare = low in self.lists.rare_given
        place = low in self.lists.places or low in self.places
        mostly = low in around.MOSTLY_NAMES
        introduced = self._introduced(i)
        if introduced:
            if word.capital and not (brand and not given):
                return not (ordinary and not given and low not in self.lists.surnames and introduced < 2)
            if not ordinary or mostly:
                return given or rare or self._acts(i) or (introduced > 1 and not self._misspelt(low)) or (
                    low in self.lists.surnames and not self._misspelt(low)
                )
            return given and self._behaves(i)
        if brand:
            return False
        if self._at(i - 1) in ("the", "a", "an", "these", "those", "some", "no") and not word.named:
            return False
        acts = self._acts(i)
        if given and (mostly or not ordinary):
            if place:
                return acts and (self._at(i - 1) not in around.PLACE_BEFORE) and (word.capital or self._acts_strongly(i))
            if word.capital or not ordinary:
                return self._plain_name(i, acts)
            return acts or self._towards(i)
        if given and word.named:  # an ordinary word with a capital that nothing else explains
            if low in around.MONTHS_SEASONS or place:
                return self._acts_strongly(i) or self._in_group(i)
            if low in around.HARDLY_NAMES:
                return self._acts_strongly(i) or self._in_group(i) or self._towards(i)
            return self._at(i - 1) not in around.PLACE_BEFORE or acts
        if given and word.capital:  # begins a sentence
            return self._acts_strongly(i, heads=True) or self._in_group(i)
        if given:
            return self._at(i + 1) in ("said", "says", "told", "who") and self._at(i - 1) not in ("the", "a")
        if ordinary:
            return False
        if rare and word.named:
            return not place and (acts or self._at(i - 1) not in around.PLACE_BEFORE or self._surname(i + 1))
        if rare and not place:
            return self._acts_strongly(i) or self._in_group(i) or self._towards(i)
        if word.capital and not place:
            return (
                self._acts_strongly(i, unknown=True) or self._in_group(i) or self._towards(i)
            ) and self._at(i - 1) not in around.PLACE_BEFORE
        if not place and len(low) > 2 and not self._misspelt(low):
            return self._in_group(i) and self._at(i - 1) in ("", "and", "by", "with") | around.TOWARDS
        return False

    def _plain_name(self, i: int, acts: bool) -> bool:
        """A clear given name: believed unless the words around say otherwise."""
        before = self._at(i - 1)
        if len(self.low[i]) <= 2 and not self.words[i].capital:
            return acts and before in around.BETWEEN | around.TOWARDS
        return before not in ("the", "st", "saint", "king", "queen", "prince", "princess", "santa") or acts

    # -- what the words around say ------------------------------------------------------------------------------

    def _at(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def _joined(self, i: int) -> bool:
        return 0 < i < len(self.words) and _CLOSE_GAP.fullmatch(self.words[i].gap) is not None

    def _titled(self, i: int) -> bool:
        title, low = self._at(i - 1), self.low[i]
        if title not in around.TITLES or not self._joined(i):
            return False
        if title in ("sir", "madam", "doctor", "professor", "missus"):
            return self.words[i].named and low not in self.lists.words
        if low in around.NOT_A_NAME and not (self.words[i].capital and low in self.lists.surnames):
            return False
        if self.phrase[i - 1] > 1:
            return False
        if title == "miss":
            return self._miss(i)
        return True

    def _miss(self, i: int) -> bool:
        """"miss khan" the teacher, not "miss home" the feeling."""
        low, word = self.low[i], self.words[i]
        if self.words[i - 1].capital and word.capital:
            return True
        if word.capital and low in self.lists.surnames:
            return True
        verb = self._at(i - 2) in _set("i we you they to will ll dont don't really just still gonna cant can't never not always also might would could did ill i'll id ppl people who kids u and")
        if low in self.lists.words or low in self.lists.given:
            return low in self.lists.surnames and not verb and low not in _HARD_SURNAMES
        return not verb or (low in self.lists.surnames and low not in self.lists.given)

    def _introduced(self, i: int) -> int:
        """2 if a name is announced here ("his name is"), 1 if somebody is spoken of ("my mate"), else 0."""
        b1, b2, b3 = self._at(i - 1), self._at(i - 2), self._at(i - 3)
        gap = self.words[i].gap
        if i == 0 or re.search(r"[.!?;\n]", gap) and b1 not in around.ROLES:
            return 0
        if b1 in around.PETS or (b1 in ("called", "named") and b2 in around.PETS | around.THINGS_CALLED):
            return 0
        if gap.strip(" :-,\"'“‘(") and b1 not in ("pc", "rev", "sgt"):
            return 0
        if "," not in gap:
            if b1 in ("is", "was", "s", "be") and b2 in ("name", "names") and b3 not in around.PETS | {"user", "account"}:
                return 2
            if b1 in ("name's", "names", "name") and b2 in ("my", "his", "her", "their", "real", "full", "first"):
                return 2
            if b1 in ("called", "named", "nicknamed") and (b2 in around.HUMAN_CUES or b2 in around.KIN):
                return 2 if self.low[i] not in self.lists.words or self.words[i].capital else 1
            if b1 == "for" and b2 in ("ask", "asking", "asked"):
                return 2
            if b1 in ("i'm", "im", "am") and self.low[i] in self.lists.given and self.low[i] not in self.lists.words:
                return 2
            if b1 in around.ROLES and b2 not in ("a", "an", "the", "no") and (self.words[i].capital or b2 in ("", "my", "our", "and", "with", "to") or self.low[i] not in self.lists.words):
                return 1
        if b1 in around.KIN:
            owned = b2 in _set("my our his her their your mi me ma best old little big older younger eldest twin boy girl step half other called close good year form class social key youth support football a the this one new foster head dinner bus") or b2.endswith(("'s", "s")) or b2 == ""
            return 1 if owned and ("," not in gap or self.words[i].capital) else 0
        return 0

    def _acts(self, i: int) -> bool:
        """What follows or precedes is said of people."""
        after = self._at(i + 1)
        return (
            self._acts_strongly(i)
            or self._in_group(i)
            or self._towards(i)
            or (after in around.AFTERWARDS_WEAK and self._at(i - 1) not in around.PLACE_BEFORE)
            or (self._at(i - 1) in around.BETWEEN and self._at(i - 2) in self.lists.given)
            or self._surname(i + 1)
        )

    def _acts_strongly(self, i: int, *, unknown: bool = False, heads: bool = False) -> bool:
        after = self._at(i + 1)
        if i + 1 < len(self.words) and re.search(r"[.!?;:\n]", self.words[i + 1].gap):
            return False
        if after in _set("who whos who's said says sed told tells asked asks bullies bullied punched slapped threatened rang listens reckons snitched deserves texted messaged"):
            return True
        if self._at(i - 1) in around.PLACE_BEFORE and not heads:
            return False
        if heads and after in around.BETWEEN and (self._at(i + 2) in self.lists.given):
            return True
        thing = unknown and after in _set("is was has had gets got goes went runs comes makes made looks keeps left stays works moved starts started stopped always never doesnt isnt lets let sells sold works")
        return after in around.AFTERWARDS_STRONG and not thing

    def _in_group(self, i: int) -> bool:
        """"... from my form", "... in year 9": someone placed among others."""
        after, two, three = self._at(i + 1), self._at(i + 2), self._at(i + 3)
        if after not in ("in", "from", "at", "on", "off"):
            return False
        if self._at(i - 1) in around.PLACE_BEFORE:
            return False
        near = self.text[self.words[i + 1].end : self.words[i + 1].end + 12]
        if re.match(r"\s+(?:y|yr|year)\s?\d", near, re.I):
            return True
        return two in _set("my our the his her year yr") and (three in around.GROUP_AFTER or self._at(i + 4) in around.GROUP_AFTER) and (
            two != "the" or self.words[i].capital
        )

    def _towards(self, i: int) -> bool:
        b1, b2 = self._at(i - 1), self._at(i - 2)
        if b1 in around.TOWARDS and (self.words[i].capital or self.low[i] not in self.lists.words):
            return True
        return (b1 in ("to", "for", "out") and b2 in around.TOWARDS | {"out", "props", "grateful"}) or (b1 == "you" and b2 in ("thank", "love", "bless")) or (b1 == "up" and b2 == "big")

    def _behaves(self, i: int) -> bool:
        """After "my mate": does the next word treat this one as a name, where it could be a verb or a noun?"""
        after = self._at(i + 1)
        if after == "" or re.match(r"\s*[,.!?]", self.words[i + 1].gap):
            return self.low[i] not in around.HARDLY_NAMES or self.low[i] in around.MONTHS_SEASONS
        if self.low[i] in around.MODAL_NAMES:
            return after in _set("is was has had got gets said says who whos and does goes went hit told came keeps lives always never isnt wasnt doesnt helped made makes gave")
        return after in around.AFTERWARDS_STRONG or after in _set("is was has had and will does did in from at")

    def _pet(self, i: int) -> bool:
        b1, b2, b3 = self._at(i - 1), self._at(i - 2), self._at(i - 3)
        if b1 in around.PETS and self._joined(i):
            return b1 not in ("car", "bike", "fish", "rat", "doll", "teddy") or b2 in ("my", "our")
        if b1 in ("called", "named", "is", "and") and (b2 in around.PETS or (b1 == "is" and b2 in ("name", "names") and b3 in around.PETS)):
            return b1 != "and"
        if b1 in around.BETWEEN and b3 in around.PETS and self.words[i].capital and b3.endswith("s"):
            return True
        return self._at(i + 1) in ("the", "my", "our") and self._at(i + 2) in around.PETS

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
                if nearby.capital or not word.capital or not possessive:
                    return not (possessive and not nearby.capital)
                return False
            if not nearby.named:
                return False
        return False

    def _misspelt(self, low: str) -> bool:
        """Close enough to an ordinary word that it is more likely a slip than a name."""
        if low in self.lists.given or len(low) < 4:
            return False
        return any(edit in self.lists.words for edit in _edits(low))

    # -- whole names ----------------------------------------------------------------------------------------------

    def _surname(self, i: int) -> bool:
        return 0 < i < len(self.words) and self.words[i].named and self._joined(i) and self.low[i] in self.lists.surnames

    def _extend(self, i: int) -> int:
        """The name that begins at `i` with its surname, particles and second names."""
        end = i + 1
        while end < len(self.words) and end - i < 4 and self._joined(end) and self._goes_on(i, end):
            end += 1
        while end - i > 1 and self.low[end - 1] in around.SURNAME_PARTICLES:
            end -= 1
        return end - i

    def _goes_on(self, i: int, j: int) -> bool:
        word, low = self.words[j], self.low[j]
        if "." in word.gap and len(self.low[j - 1]) > 2:
            return False
        if low in around.SURNAME_PARTICLES:
            following = self.words[j + 1] if j + 1 < len(self.words) else None
            return following is not None and following.capital and (word.capital or following.low in self.lists.surnames)
        if low in around.NOT_A_NAME or self.phrase[j] or low in around.PLACE_NOUNS or low in around.TITLES:
            return False
        single = len(low) == 1 and word.capital and low not in ("i", "a")
        if word.named:
            return single or low not in around.MONTHS_SEASONS or low in self.lists.surnames
        if word.capital:
            return False
        if low in self.lists.words or low in around.HARDLY_NAMES:
            return (
                low in self.lists.surnames
                and low in _WORD_SURNAMES
                and not self.words[i].capital
                and j + 1 - i == 2
                and (self._at(j + 1) in around.AFTERWARDS_STRONG | _set("is was in from and") or j + 1 == len(self.words))
            )
        return (low in self.lists.surnames and low not in self.lists.places) or (low in self.lists.given and low not in self.lists.places)

    def _with_initials(self, start: int) -> int:
        before = re.search(r"(?<![\w'’.])(?:[A-Z]\.\s?){1,3}$", self.text[:start])
        return before.start() if before else start

    def _initialled(self, m: re.Match[str], kept: dict[int, int]) -> Found | None:
        """"T. Marlowe": an initial and a surname."""
        i = next((n for n, w in enumerate(self.words) if w.start == m.end()), None)
        if i is None or any(first <= i < end for first, end in kept.items()):
            return None
        low = self.low[i]
        dotted = "." in m.group()
        known = low in self.lists.surnames and low not in self.lists.words
        if m.group().strip() in ("I", "A") and not dotted:
            return None
        if dotted and (known or low not in self.lists.words or low in self.lists.surnames) and low not in around.PLACE_NOUNS:
            return m.start(), self.words[i + self._extend(i) - 1].end, DetailType.PERSON
        if known and (self._acts_strongly(i) or self._at(i - 2) in ("to", "from", "by")):
            return m.start(), self.words[i].end, DetailType.PERSON
        return None

    def _spread_along_lists(self, kept: dict[int, int]) -> None:
        """In "Grace, Tolu and Will" one sure name makes names of its neighbours."""
        spread = True
        while spread:
            spread = False
            ends = {end: first for first, end in kept.items()}
            inside = {n for first, end in kept.items() for n in range(first, end)}
            for i in range(len(self.words)):
                if i in inside or not self._could_join(i):
                    continue
                length = self._extend(i)
                if self._linked(ends, i, before=True) or (i + length < len(self.words) and self._linked(kept, i + length, before=False)):
                    kept[i] = i + length
                    spread = True
                    break

    def _linked(self, edges: dict[int, int], i: int, *, before: bool) -> bool:
        """Is the name that ends (or begins) at `i` or one joining word away in the list of `edges`?"""
        gap = self.words[i].gap
        if i in edges and _LIST_GAP.fullmatch(gap):
            return True
        joint = i - 1 if before else i
        if 0 <= joint < len(self.words) and self.low[joint] in around.BETWEEN:
            other = joint if before else joint + 1
            return other in edges and re.search(r"[.!?\n]", self.words[joint].gap) is None
        return False

    def _could_join(self, i: int) -> bool:
        low, word = self.low[i], self.words[i]
        if low in around.NOT_A_NAME or low in around.TITLES or self.phrase[i] or self._pet(i) or self._place_name(i):
            return False
        if low in around.BETWEEN or self._at(i - 1) in around.PLACE_BEFORE - {"to", "by", "from"}:
            return False
        ordinary = low in self.lists.words or low in around.HARDLY_NAMES
        given = low in self.lists.given or low in self.lists.rare_given
        if given:
            return word.capital or not ordinary or low in around.MOSTLY_NAMES or self._at(i + 1) in around.AFTERWARDS_STRONG
        return word.named and not ordinary and low not in self.lists.places and low not in self.places

    # -- public names -----------------------------------------------------------------------------------------------

    def _phrases(self) -> list[int]:
        """For each word, how long a known public phrase it belongs to: a place, a brand, a figure. 0 for none."""
        lengths = [0] * len(self.words)
        for i in range(len(self.words)):
            for n in range(min(self.lists.longest_phrase, len(self.words) - i), 0, -1):
                if n > 1 and any(not re.fullmatch(r"[ \-'’&]{1,3}", w.gap) for w in self.words[i + 1 : i + n]):
                    continue
                if tuple(self.low[i : i + n]) in self.lists.phrases or (n > 1 and " ".join(self.low[i : i + n]) in self.places):
                    for j in range(i, i + n):
                        lengths[j] = max(lengths[j], n)
                    break
        return lengths


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# surnames that are also plain words, believed after a lower-case given name
_WORD_SURNAMES = _set(
    "brown green white black grey gray young king price wood woods hill hills marsh field fields stone reed rose bell bird fox wolf lamb cook"
    " baker butler carter cooper fisher fletcher gardener hunter mason miller parker porter potter shepherd smith taylor turner walker weaver"
    " wright barber bishop knight page abbot day may long short small little large rich moody savage sharp sharpe strong swift wise noble best"
    " goodman freeman newman coleman chapman francis ford brook brooks lake rivers pool bush flowers moss heath forest holland england french"
    " welsh scott ireland dean pope major marshal sergeant steward rice bean peacock nightingale swan crane finch partridge hawk drake hood"
    " church temple castle hall house street lane banks west north south east winter summers frost snow gale storm rain waters burns cross"
)
_HARD_SURNAMES = _set("out my your the being having going him her them you me it school home mum dad everyone people that this living seeing playing so when how lessons class work days old our")


def _edits(word: str) -> Iterator[str]:
    """Every spelling one slip away."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for i in range(len(word) + 1):
        left, right = word[:i], word[i:]
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for c in letters:
            if right:
                yield left + c + right[1:]
            yield left + c + right
