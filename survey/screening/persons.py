"""Finds people's names, whoever they are, in the way young people write them.

Nothing here knows one text from another: a word is a name because lists say it can be (`lexicon`) and
the words around it say it is one (`name_contexts`). Doubt leans towards a name where somebody is plainly
being spoken of and away from it where a place, a month, a pet, a brand or a public figure is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from survey.screening import name_contexts as around
from survey.screening.foreign_names import is_foreign_name
from survey.screening.lexicon import Lexicon, lexicon
from survey.screening.spans import DetailType
from survey.screening.words import Word

Found = tuple[int, int, DetailType]
_CLOSE_GAP = re.compile(r"[ \t]{1,2}|\.[ \t]?|\.?[ \t]|[ \t]?[-–][ \t]?")
_PHRASE_GAP = re.compile(r"[ \-'’&]{1,3}")
_LIST_GAP = re.compile(r"\s*(?:,|&|/|\+|and)\s*")
_ARTICLES = frozenset(("the", "a", "an", "some", "no", "every", "any", "this", "last", "next"))
_set_of_ones = frozenset(
    (
        "one",
        "only",
        "best",
        "worst",
        "coolest",
        "nicest",
        "kindest",
        "fav",
        "favourite",
        "legend",
        "hero",
        "role",
        "head",
        "tea",
        "dinner",
    )
)
_NEVER_LAST = frozenset(
    ("made", "mate", "ever", "same", "so", "too", "edit", "case", "sever", "tome", "star", "pal", "baby")
)
_SHORT_NAME = re.compile(
    r"(?<![\w'’.])(?:(?:[Ll]il|[Bb]ig|[Yy]oung|[Tt]iny|[Bb]aby) [A-Z]\b(?!\w)"
    r"|(?:[A-Z]\.){2,3}(?=\s+(?:from|in|who|is|said|told|off)))"
)
_INITIAL = re.compile(r"(?<![\w'’.])((?:[A-Z]\.\s?){1,3}|[A-Z]\s)(?=[A-Z][^\W\d_]{2,})")


def find_persons(
    text: str, words: Sequence[Word], places: frozenset[str], english: bool = True
) -> list[Found]:
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
        self._place_starts = _first_words(self.places)
        self.phrase = self._phrases()

    def names(self) -> Iterator[Found]:
        yield from self._possessed()
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
            if self._titled(first):
                start = self.words[first - 1].start
            yield self._with_initials(start), self.words[end - 1].end, DetailType.PERSON
        for m in _SHORT_NAME.finditer(self.text):
            yield m.start(), m.end(), DetailType.PERSON
        for m in _INITIAL.finditer(self.text):
            found = self._initialled(m, kept)
            if found:
                yield found

    # -- one word ----------------------------------------

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
        given = low in self.lists.given or self._double(low)
        owner = self._owns(i) and low not in around.KIN
        rare = low in self.lists.rare_given
        place = (low in self.lists.places and low not in around.PEOPLE_BEFORE_PLACES) or low in self.places
        mostly = low in around.MOSTLY_NAMES
        introduced = self._introduced(i)
        if introduced:
            if word.capital and not (brand and not given and not rare):
                return word.named or given or not ordinary
            if not ordinary or mostly:
                return (
                    given
                    or rare
                    or self._acts(i)
                    or (introduced > 1 and not self._misspelt(low))
                    or (low in self.lists.surnames and not self._misspelt(low))
                )
            return given and self._behaves(i)
        if brand:
            return False
        if self._at(i - 1) in ("the", "a", "an", "these", "those", "some", "no") and not word.named:
            return False
        acts = self._acts(i)
        if self._at(i + 1) in around.BETWEEN and self._at(i + 2) in around.DRUGS:
            return False
        if (given or (rare and (word.capital or not ordinary))) and self._told_of(i, place=place):
            return True
        if word.capital and low not in around.MONTHS_SEASONS and self._at(i + 1) in around.FAMILY_AFTER:
            return low in self.lists.surnames or not ordinary
        if given and word.first and low in around.AT_FIRST_DOUBTFUL and not self._ends_here(i):
            return (
                self._acts_strongly(i, heads=True)
                or self._in_group(i)
                or self._surname(i + 1)
                or (
                    self._at(i + 1) in around.BEING
                    or (
                        self._at(i + 1) in around.BETWEEN
                        and self._at(i + 2) in self.lists.given
                        and self.words[i + 2].capital
                    )
                )
            )
        if rare and ordinary and word.capital and self._at(i + 2) in ("her", "his", "their"):
            return self._acts_strongly(i)
        if given and (mostly or not ordinary):
            if place:
                return (
                    acts
                    and (self._at(i - 1) not in around.PLACE_BEFORE)
                    and (word.capital or self._acts_strongly(i))
                )
            if word.capital or not ordinary:
                return self._plain_name(i, acts)
            return (
                self._acts_strongly(i)
                or self._in_group(i)
                or self._towards(i)
                or self._surname(i + 1)
                or (self._at(i + 1) in around.BEING | around.BETWEEN and not self._somewhere(i))
            )
        if given and word.named:  # an ordinary word with a capital that nothing else explains
            if low in around.MONTHS_SEASONS or place:
                return self._acts_strongly(i) or self._in_group(i)
            if low in around.HARDLY_NAMES:
                return self._acts_strongly(i) or self._in_group(i) or self._towards(i)
            return not self._somewhere(i) or acts
        if given and word.capital:  # begins a sentence
            return self._family_name_follows(i) or self._acts_strongly(i, heads=True) or self._in_group(i)
        if given:
            return self._at(i + 1) in ("said", "says", "told", "who") and self._at(i - 1) not in ("the", "a")
        if ordinary:
            return False
        if owner and not place:
            return True
        if rare and word.named:
            return not place and (acts or not self._somewhere(i) or self._surname(i + 1))
        if rare and not place:
            return self._acts_strongly(i) or self._in_group(i) or self._towards(i)
        if word.capital and not place:
            return (
                self._acts_strongly(i, unknown=True) or self._in_group(i) or self._towards(i)
            ) and not self._somewhere(i)
        if not place and len(low) > 2 and not self._misspelt(low):
            if self._pet_form(low) and (acts or self._at(i - 1) in ("with", "by", "about", "n", "me")):
                return True
            return self._in_group(i) and self._at(i - 1) in around.TOWARDS | {"", "and", "by", "with"}
        return False

    def _plain_name(self, i: int, acts: bool) -> bool:
        """A clear given name: believed unless the words around say otherwise."""
        before = self._at(i - 1)
        if len(self.low[i]) <= 2 and not self.words[i].capital:
            return acts and before in around.BETWEEN | around.TOWARDS
        return before not in ("the", "st", "saint", "king", "queen", "prince", "princess", "santa") or acts

    # -- what the words around say ----------------------------------------

    def _at(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def _ends_here(self, i: int) -> bool:
        return i + 1 == len(self.words) or re.match(r"\s*[,.!?;:\n)]", self.words[i + 1].gap) is not None

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

    def _somewhere(self, i: int) -> bool:
        """What stands before points at a place: "in", or "to" after "go"."""
        before = self._at(i - 1)
        return before in around.INSIDE or (before in around.PLACE_BEFORE and self._at(i - 2) in around.MOTION)

    def _double(self, low: str) -> bool:
        """ "mia-rose": two given names with a hyphen."""
        parts = low.split("-")
        return len(parts) > 1 and all(p in self.lists.given for p in parts)

    def _possessed(self) -> Iterator[Found]:
        """ "callums mum": a name whose apostrophe was left out."""
        for i, word in enumerate(self.words[:-1]):
            stem = word.low[:-1]
            if (
                word.low.endswith("s")
                and len(stem) > 2
                and stem in self.lists.given
                and self._at(i + 1) in around.POSSESSED
            ):
                known = (
                    word.low in self.lists.words
                    or word.low in self.lists.given
                    or stem in around.HARDLY_NAMES
                )
                if not known and not self.phrase[i] and word.end - word.start == len(word.low):
                    yield word.start, word.end - 1, DetailType.PERSON

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
        """ "miss khan" the teacher, not "miss home" the feeling."""
        low, word = self.low[i], self.words[i]
        if self.words[i - 1].capital and word.capital:
            return True
        verb = self._at(i - 2) in around.BEFORE_MISSING
        if word.capital and low in self.lists.surnames and not verb:
            return True
        if low in self.lists.words or low in self.lists.given:
            return low in self.lists.surnames and not verb and low not in around.NOT_AFTER_MISS
        return not verb or (low in self.lists.surnames and low not in self.lists.given)

    def _introduced(self, i: int) -> int:
        """2 if a name is announced here ("his name is"), 1 if somebody is spoken of ("my mate"), else 0."""
        b1, b2, b3 = self._at(i - 1), self._at(i - 2), self._at(i - 3)
        gap = self.words[i].gap
        if i == 0 or (re.search(r"[.!?;\n]", gap) and b1 not in around.ROLES):
            return 0
        if b1 in around.PETS or (b1 in ("called", "named") and b2 in around.PETS | around.THINGS_CALLED):
            return 0
        if gap.strip(" :-,\"'“‘(") and b1 not in ("pc", "rev", "sgt"):
            return 0
        if "," not in gap:
            if (
                b1 in ("is", "was", "s", "be")
                and b2 in ("name", "names")
                and b3 not in around.PETS | {"user", "account"}
            ):
                return 2
            if b1 in ("name's", "names", "name") and b2 in (
                "my",
                "his",
                "her",
                "their",
                "real",
                "full",
                "first",
            ):
                return 2
            if b1 in ("called", "named", "nicknamed") and (b2 in around.HUMAN_CUES or b2 in around.KIN):
                return 2 if self.low[i] not in self.lists.words or self.words[i].capital else 1
            if (
                (
                    b1 in ("call", "calls", "called")
                    and b2 in ("they", "we", "everyone", "everybody", "people", "all", "i")
                )
                or (b1 in ("him", "her", "them") and b2 in ("call", "calls", "called", "calling"))
                or (b1 == "as" and b2 in ("known", "knows"))
                or (b1 == "by" and b2 in ("goes", "go"))
            ):
                return 2 if self.words[i].capital or self.low[i] not in self.lists.words else 0
            if b1 == "for" and b2 in ("ask", "asking", "asked"):
                return 2
            if (
                b1 in ("i'm", "im", "am")
                and self.low[i] not in self.lists.words
                and (
                    self.low[i] in self.lists.given
                    or (self.words[i].capital and self.low[i] not in self.lists.places)
                )
            ):
                return 2
            if (
                b1 in around.ROLES
                and b2 not in ("a", "an", "the", "no")
                and (
                    self.words[i].capital
                    or b2 in ("", "my", "our", "and", "with", "to")
                    or self.low[i] not in self.lists.words
                )
            ):
                return 1
        if b1 in around.KIN:
            owned = (
                b2 in around.OWNERS
                or b2 in around.KIN
                or b2 in self.lists.given
                or b2.endswith("s")
                or b2 == ""
            )
            return 1 if owned and ("," not in gap or self.words[i].capital) else 0
        return 0

    def _told_of(self, i: int, *, place: bool) -> bool:
        """Said so plainly of somebody that even "april", "will" or "chelsea" is a name here."""
        after, two, three = self._at(i + 1), self._at(i + 2), self._at(i + 3)
        if i + 1 < len(self.words) and re.search(r"[.!?;:\n]", self.words[i + 1].gap):
            return False
        low, before = self.low[i], self._at(i - 1)
        if (
            before in around.INSIDE
            or before in _ARTICLES
            or (i > 0 and self.words[i - 1].capital and self._joined(i))
        ):
            return False
        being = after in ("is", "was", "isnt", "wasnt", "isn't", "wasn't", "be", "being")
        if being and two in (
            "my",
            "our",
            "a",
            "the",
            "his",
            "her",
            "such",
            "that",
            "so",
            "really",
            "very",
            "always",
            "not",
            "well",
        ):
            people = around.PEOPLE - _set_of_ones
            return bool({three, self._at(i + 4)} & people) or (
                two not in ("a", "the") and not place and three in around.MANNERS
            )
        if being and two in around.MANNERS and not place:
            return self.words[i].capital or low not in around.DOUBLES_AS_VIRTUE
        if (
            after in ("the", "my", "our")
            and two in around.PEOPLE - _set_of_ones
            and (three not in ("is", "of") or after == "the")
        ):
            return self.words[i].first or "," in self.words[i].gap or before in around.BETWEEN
        if after == "next" and two == "door":
            return True
        if (
            after in ("always", "never", "usually")
            and len(three) > 2
            and two.endswith("s")
            and two[:-1] in self.lists.words
        ):
            return True
        if after in around.AFTERWARDS_STRONG | {"does", "did", "has"} and two in around.SOMEBODY_OBJECT:
            return after not in (
                "lives",
                "always",
                "never",
                "lets",
                "makes",
                "made",
                "let",
                "keeps",
                "gives",
                "gets",
            ) or (self.words[i].capital or low not in around.DOUBLES_AS_VIRTUE | around.MONTHS_SEASONS)
        if after in ("bullies", "bullied", "nicked", "punched", "grassed", "said", "told", "who"):
            return True
        if before in ("that", "this") and after in around.CALLED_ONE:
            return True
        if after in ("on", "at", "in", "from") and (
            two in ("the", "our", "my", "reception") and self.words[i].capital
        ):
            later = {self._at(i + n) for n in range(3, 7)}
            return (
                bool(later & (around.MANNERS | {"is", "was", "has", "helps", "gives", "said", "lets"}))
                and low not in around.MONTHS_SEASONS
            )
        if (
            after in around.BETWEEN
            and two in self.lists.given
            and {low, two}.isdisjoint(around.DOUBLES_AS_VIRTUE | around.HARDLY_NAMES | around.MONTHS_SEASONS)
        ):
            return three in around.AFTERWARDS_STRONG | {
                "start",
                "fight",
                "bully",
                "hit",
                "nick",
                "walk",
                "keep",
                "are",
                "were",
                "go",
                "do",
                "sell",
                "smoke",
                "always",
                "both",
            }
        return self._in_group(i)

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
        if after in around.AFTERWARDS_SURE:
            return True
        if self._at(i - 1) in around.PLACE_BEFORE and not heads:
            return False
        if heads and after in around.BETWEEN and (self._at(i + 2) in self.lists.given):
            return True
        thing = unknown and after in around.THINGS_DO_TOO
        return after in around.AFTERWARDS_STRONG and not thing

    def _in_group(self, i: int) -> bool:
        """ "... from my form", "... in year 9": someone placed among others."""
        after, two, three = self._at(i + 1), self._at(i + 2), self._at(i + 3)
        if after not in ("in", "from", "at", "on", "off"):
            return False
        if self._at(i - 1) in around.PLACE_BEFORE:
            return False
        near = self.text[self.words[i + 1].end : self.words[i + 1].end + 12]
        if after in ("in", "from") and re.match(r"\s+\d{1,2}[A-Za-z]\b", near):
            return True
        if re.match(r"\s+(?:y|yr|year)\s?\d", near, re.IGNORECASE):
            return True
        if two in around.GROUP_AFTER - {
            "home",
            "street",
            "road",
            "town",
            "next",
            "area",
            "village",
            "estate",
            "bus",
        } and after in ("from", "in"):
            return three not in around.GROUP_AFTER
        return (
            two in around.GROUP_OWNERS
            and (three in around.GROUP_AFTER or self._at(i + 4) in around.GROUP_AFTER)
            and (two != "the" or self.words[i].capital)
        )

    def _towards(self, i: int) -> bool:
        b1, b2 = self._at(i - 1), self._at(i - 2)
        if b1 in around.TOWARDS and (self.words[i].capital or self.low[i] not in self.lists.words):
            return True
        return (
            (b1 in ("to", "for", "out") and b2 in around.TOWARDS | {"out", "props", "grateful"})
            or (b1 == "you" and b2 in ("thank", "love", "bless"))
            or (b1 == "up" and b2 == "big")
            or (b1 == "about" and b2 in ("what", "how", "tell", "told"))
        )

    def _owns(self, i: int) -> bool:
        """ "saffie's dad", "saffie's house"."""
        word = self.words[i]
        return (
            self.text[word.end : word.end + 2].lower() in ("'s", "’s") and self._at(i + 1) in around.POSSESSED
        )

    def _behaves(self, i: int) -> bool:
        """After "my mate": does the next word treat this as a name, where it could be a verb or noun?"""
        after = self._at(i + 1)
        if after == "" or re.match(r"\s*[,.!?]", self.words[i + 1].gap):
            return self.low[i] not in _NEVER_LAST
        if self.low[i] in around.MODAL_NAMES:
            return after in around.AFTER_A_NAME_THAT_IS_A_VERB
        return after in around.AFTERWARDS_STRONG or after in around.AFTER_A_NAME_THAT_IS_A_NOUN

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
                    return False
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

    # -- whole names ----------------------------------------

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
            return (
                following is not None
                and following.capital
                and (word.capital or following.low in self.lists.surnames)
            )
        if low in around.NOT_A_NAME or self.phrase[j] or low in around.PLACE_NOUNS or low in around.TITLES:
            return False
        single = len(low) == 1 and word.capital and low not in ("i", "a")
        if word.named:
            return single or low not in around.MONTHS_SEASONS or low in self.lists.surnames
        if word.capital or not self.english:
            return False
        if low in self.lists.words or low in around.HARDLY_NAMES:
            return (
                low in self.lists.surnames
                and low in around.WORD_SURNAMES
                and not self.words[i].capital
                and j + 1 - i == 2
                and (
                    self._at(j + 1) in around.AFTERWARDS_STRONG | around.AFTER_A_SURNAME
                    or j + 1 == len(self.words)
                )
            )
        if low.startswith("o'") and len(low) > 4:
            return True
        return (low in self.lists.surnames and low not in self.lists.places) or (
            low in self.lists.given and low not in self.lists.places
        )

    def _with_initials(self, start: int) -> int:
        before = re.search(r"(?<![\w'’.])(?:[A-Z]\.\s?){1,3}$", self.text[:start])
        return before.start() if before else start

    def _initialled(self, m: re.Match[str], kept: dict[int, int]) -> Found | None:
        """ "T. Marlowe": an initial and a surname."""
        i = next((n for n, w in enumerate(self.words) if w.start == m.end()), None)
        if i is None or any(first <= i < end for first, end in kept.items()):
            return None
        low = self.low[i]
        dotted = "." in m.group()
        known = low in self.lists.surnames and low not in self.lists.words
        if m.group().strip() in ("I", "A") and not dotted:
            return None
        if (
            dotted
            and (known or low not in self.lists.words or low in self.lists.surnames)
            and low not in around.PLACE_NOUNS
        ):
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
                if self._linked(ends, i, before=True) or (
                    i + length < len(self.words) and self._linked(kept, i + length, before=False)
                ):
                    kept[i] = i + length
                    spread = True
                    break

    def _linked(self, edges: dict[int, int], i: int, *, before: bool) -> bool:
        """Is the name that ends (or begins) at `i` or one joining word away in the list of `edges`?"""
        gap = self.words[i].gap
        if i in edges and _LIST_GAP.fullmatch(gap):
            return True
        joint = i - 1 if before else i
        between = around.BETWEEN if self.english else around.BETWEEN | around.FOREIGN_BETWEEN
        if 0 <= joint < len(self.words) and self.low[joint] in between:
            other = joint if before else joint + 1
            return other in edges and re.search(r"[.!?\n]", self.words[joint].gap) is None
        return False

    def _could_join(self, i: int) -> bool:
        low, word = self.low[i], self.words[i]
        if (
            low in around.NOT_A_NAME
            or low in around.TITLES
            or self.phrase[i]
            or self._pet(i)
            or self._place_name(i)
        ):
            return False
        if low in around.BETWEEN or self._at(i - 1) in around.PLACE_BEFORE - {"to", "by", "from"}:
            return False
        if not self.english and not word.capital and low.isascii():
            return False
        ordinary = low in self.lists.words or low in around.HARDLY_NAMES
        given = low in self.lists.given or low in self.lists.rare_given
        if given:
            return (
                word.capital
                or not ordinary
                or low in around.MOSTLY_NAMES
                or self._at(i + 1) in around.AFTERWARDS_STRONG
            )
        return word.named and not ordinary and low not in self.lists.places and low not in self.places

    # -- public names ----------------------------------------

    def _phrases(self) -> list[int]:
        """For each word, how long a known public phrase (place, brand, figure) it belongs to; 0 for none."""
        lengths = [0] * len(self.words)
        for i, low in enumerate(self.low):
            if (f"{low}'s",) in self.lists.phrases and self.text[
                self.words[i].end : self.words[i].end + 1
            ] in ("'", "’"):
                lengths[i] = 1
            if (low,) in self.lists.phrases or low in self.lists.phrase_starts or low in self._place_starts:
                n = self._phrase_length(i)
                for j in range(i, i + n):
                    lengths[j] = max(lengths[j], n)
        return lengths

    def _phrase_length(self, i: int) -> int:
        for n in range(min(self.lists.longest_phrase, len(self.words) - i), 0, -1):
            if n > 1 and any(_PHRASE_GAP.fullmatch(w.gap) is None for w in self.words[i + 1 : i + n]):
                continue
            parts = tuple(self.low[i : i + n])
            if parts in self.lists.phrases or (n > 1 and " ".join(parts) in self.places):
                return n
        return 0


@lru_cache(maxsize=8)
def _first_words(places: frozenset[str]) -> frozenset[str]:
    return frozenset(place.split()[0] for place in places if " " in place)


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
