"""What the words around a word say about it: is somebody introduced, told of, spoken to, doing something?

For `persons`, which decides. The word lists are in `name_contexts`.
"""

from __future__ import annotations

import re

from survey.screening import name_contexts as around
from survey.screening.name_reading import Reading

_ARTICLES = frozenset(("the", "a", "an", "some", "no", "every", "any", "this", "last", "next"))
_ONES = frozenset(
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


class Cues(Reading):
    """The signs around each word of one text."""

    # -- said of somebody here ----------------------------------------

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
            low in around.MODAL_NAMES
            and not self.words[i].capital
            and not self._begins(i)
            and after in around.AFTERWARDS_STRONG | around.PASSIVE
            and not after.endswith("s")  # "when sue brings him" is no verb after a verb
        ):
            return False  # "someone will hit me"
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
            people = around.PEOPLE - _ONES
            return bool({three, self._at(i + 4)} & people) or (
                two not in ("a", "the") and not place and three in around.MANNERS
            )
        if being and two in around.MANNERS and not place:
            return self.words[i].capital or low not in around.DOUBLES_AS_VIRTUE
        if (
            after in ("the", "my", "our")
            and two in around.PEOPLE - _ONES
            and (three not in ("is", "of") or after == "the")
        ):
            return self.words[i].first or "," in self.words[i].gap or before in around.BETWEEN
        if after == "next" and two == "door":
            return True
        if after in around.BETWEEN and two in ("his", "her") and self.words[i].capital:
            return True  # "always Preston and his mates"
        if after in around.ELDERS_AFTER and before not in around.OWNERS and low not in around.KIN:
            return low not in self.lists.words or self.words[i].capital
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
        return self._in_group(i) or self._suffered(i) or self._from_nearby(i)

    def _titled(self, i: int) -> bool:
        title, low = self._at(i - 1), self.low[i]
        if title not in around.TITLES or not self._joined(i):
            return False
        if len(low) == 1:
            return self._initial_of_a_teacher(i)
        if title in ("sir", "madam", "doctor", "professor", "missus"):
            known = low in self.lists.surnames or low in self.lists.given
            return (self.words[i].named or known) and low not in self.lists.words
        if low in around.NOT_A_NAME and not (self.words[i].capital and low in self.lists.surnames):
            return False
        if self.phrase[i - 1] > 1:
            return False
        if title == "miss":
            return self._miss(i)
        return True

    def _initial_of_a_teacher(self, i: int) -> bool:
        """ "mr t", "miss p", but not "miss u" and not "miss p.e."."""
        if self._at(i - 1) in ("miss", "ms") and (
            self.low[i] in ("u", "i", "a", "n", "y", "r") or self._at(i - 2) in around.BEFORE_MISSING
        ):
            return False
        return len(self._at(i + 1)) != 1 or self._at(i + 1) in ("i", "a", "n")

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

    # -- what people do, and where they are put ----------------------------------------

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
        if after in around.AFTERWARDS_SURE or self._violent(i):
            return True
        if self._at(i - 1) in around.PLACE_BEFORE and not heads:
            return False
        if heads and after in around.BETWEEN and (self._at(i + 2) in self.lists.given):
            return True
        thing = unknown and after in around.THINGS_DO_TOO
        return after in around.AFTERWARDS_STRONG and not thing

    def _begins(self, i: int) -> bool:
        """Nothing stands before it that could be its subject."""
        return self.words[i].first or "," in self.words[i].gap or self._at(i - 1) in around.BETWEEN

    def _violent(self, i: int) -> bool:
        """ "X pulled a knife", "X waits outside": said of a person where nothing else is the subject."""
        return self._at(i + 1) in around.VIOLENT and self._begins(i)

    def _suffered(self, i: int) -> bool:
        """ "X got jumped", "X keeps getting bullied", "X and Y are being followed"."""
        if not self._begins(i):
            return False
        j = i + 1
        if self._at(j) in around.BETWEEN and self._at(j + 1) in self.lists.given:
            j += 2
        start = j
        while j < start + 3 and self._at(j) in around.PASSIVE:
            j += 1
        if j == start:
            return False
        done = self._at(j)
        return done in around.SUFFERED or (
            done == "called" and self._at(j + 1) in ("names", "a", "stuff", "things")
        )

    def _from_nearby(self, i: int) -> bool:
        """ "X from the flats sells": where somebody is from, and then what only people do."""
        if not self.words[i].first or self._at(i + 1) != "from":
            return False
        if self._at(i + 2) not in ("the", "our", "my", "next", "upstairs", "downstairs", "across"):
            return False
        sure = around.AFTERWARDS_STRONG - around.THINGS_DO_TOO | around.AFTERWARDS_SURE | around.VIOLENT
        return any(self._at(i + n) in sure | {"sells", "deals"} for n in range(3, 7))

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
            or (b1 in ("at", "on") and b2 in around.AIMED and self.low[i] not in self.lists.words)
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

    def _nicknamed(self, i: int) -> bool:
        """ "big tom at the gym", not "big will to win"."""
        return self._at(i - 1) in around.NICKNAMED and (
            self._ends_here(i)
            or self._at(i + 1) in around.BEING | {"at", "from", "who", "off"} | around.BETWEEN
        )

    def _did_to_somebody(self, i: int) -> bool:
        """ "tayyab hit me": a word nobody knows, at the beginning, that does what only people do."""
        word = self.words[i]
        whose = self._at(i + 1) in around.BETWEEN and self._at(i + 2) in ("his", "her")
        if whose and word.first and word.capital and len(word.low) > 3:
            return word.low not in self.lists.places and word.low not in self.places
        return (
            word.first
            and len(word.low) > 3
            and word.low not in self.lists.places | self.places
            and (
                (self._at(i + 1) in around.DONE_TO_ME and self._at(i + 2) in around.ONE_OF_US)
                or (self._at(i + 1) in ("told", "said", "says", "tells") and self._at(i + 2) != "no")
                or self._suffered(i)
            )
            and (word.capital or not word.low.endswith("s"))  # "olders told us", "hijabis got followed"
            and not self._misspelt(word.low)
        )

    def _somewhere(self, i: int) -> bool:
        """What stands before points at a place: "in", or "to" after "go"."""
        before = self._at(i - 1)
        return before in around.INSIDE or (before in around.PLACE_BEFORE and self._at(i - 2) in around.MOTION)

    def _behaves(self, i: int) -> bool:
        """After "my mate": does the next word treat this as a name, where it could be a verb or noun?"""
        after = self._at(i + 1)
        if after == "" or re.match(r"\s*[,.!?]", self.words[i + 1].gap):
            return self.low[i] not in _NEVER_LAST
        if self.low[i] in around.MODAL_NAMES:
            bare = after in around.BARE_PAST and not self.words[i].capital
            return after in around.AFTER_A_NAME_THAT_IS_A_VERB and not bare
        return after in around.AFTERWARDS_STRONG or after in around.AFTER_A_NAME_THAT_IS_A_NOUN
