# ruff: noqa: E501 -- word lists read best one to a line
"""Is a word that no list knows somebody's name here?

For `persons`. In English answers almost every word is in the lists: among some 6,000 invented answers without a
name about 200 words were not, most of them two known words written together ("packhouse", "sleepover"). So a word
that is neither English, a place, a brand nor one slip from a word is more likely a name than not, wherever the
name comes from, once something around it is said of people. Names of origins that lists are short of are found
by this.
"""

from __future__ import annotations

import re

from survey.screening import name_contexts as around
from survey.screening.name_cues import Cues


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HE_OR_SHE = _set("he she him her his hers hes shes he's she's himself herself")
_COMPANY = _set(
    "sit sits sat walk walks walked go goes went going hang hangs hung chill chills chilled stay stays stayed live lives lived im i'm am was is"
    " home talk talks talked talking argue argued fight fights fought play plays played playing friends mates relationship trouble class out"
)
_DOING = _set(
    "waiting standing sitting walking shouting swearing laughing crying running chasing following bullying hitting punching kicking threatening staring carrying"
    " selling dealing smoking vaping drinking holding filming texting messaging calling asking telling saying being getting fighting arguing lying bragging"
)
_PEOPLE_ONLY = _set(
    "speaks argues argued cries begs begged moans fights fought bullies smokes vapes carries steals lies lied swears bites spits hides hid stands sits waits drinks"
    " asked asks texts messages messaged says said told tells thinks thought knew knows wants wanted hates hated helps helped walks walked cried lives lived"
)
_STOPPED = _set("stopped searched accused blamed sent banned barred moved grounded suspended kicked")
_THINGS_TOO = _set(
    "one only best worst head role tea dinner leader fav favourite bully hero legend driver captain coach"
)
_GOT = _set("got gets had has")
_BODY = _set("eye nose lip arm leg head face hand wrist jaw rib ribs tooth teeth neck back knee ankle finger")
_ARE = _set(
    "are were have had got get both fight run ran set start started keep kept always never dont don't wont won't stopped stop go went came said told nicked stole"
    " robbed jumped chased beat walk live do did"
)


class Strangers(Cues):
    """The signs that a word nobody knows is a person."""

    def _stranger(self, i: int) -> bool:
        """Is word `i`, known as nothing else, said to do or suffer what only people do?"""
        if self._at(i - 1) in around.PLACE_BEFORE - {"by", "behind", "at"} or not self._unknown(i):
            return False
        return (
            self._does(i) or self._keeps_company(i) or self._pair(i) or self._towards(i) or self._suffered(i)
        )

    def _unknown(self, i: int) -> bool:
        """Neither a word, nor a place, nor two words in one, nor a slip of one."""
        low = self.low[i]
        if len(low) < 4 or self.phrase[i] or low in self.lists.words or not low.isalpha():
            return False
        if low in self.lists.places or low in self.places or low in around.NOT_A_NAME | around.KIN:
            return False
        listed = low in self.lists.rare_given
        return listed or not (self._compound(low) or self._inflected(low) or self._misspelt(low))

    def _compound(self, low: str) -> bool:
        known = self.lists.words
        return any(low[:n] in known and low[n:] in known for n in range(3, len(low) - 2))

    def _inflected(self, low: str) -> bool:
        """ "hijabis", "screenshotted": an ending on a word, or a plural of whatever it is."""
        if low.endswith("s") and not low.endswith(("as", "is", "us", "os", "ius")):
            return True
        return any(
            low.endswith(ending)
            and len(low) - len(ending) > 2
            and low.removesuffix(ending) in self.lists.words
            for ending in (
                "is",
                "as",
                "er",
                "ers",
                "ed",
                "ing",
                "in",
                "able",
                "ish",
                "ie",
                "ies",
                "ness",
                "esque",
                "ist",
            )
        )

    def _does(self, i: int) -> bool:
        """ "X was waiting", "X had eggs thrown at her", "X speaks no english", "X got a black eye"."""
        if self._ends_here(i) or not (self._begins(i) or self.words[i].named):
            return False
        after, two = self._at(i + 1), self._at(i + 2)
        if after in _PEOPLE_ONLY or (after in around.AFTERWARDS_STRONG - around.THINGS_DO_TOO):
            return True
        if after in around.BEING | around.THINGS_DO_TOO | {"had"}:
            if two in around.MANNERS | around.SUFFERED | _STOPPED | _DOING or self._somebody_later(i):
                return True
            return after in _GOT and bool({self._at(i + n) for n in range(3, 6)} & _BODY)
        whose = after in ("my", "our", "the") and self.words[i].first
        return whose and bool({two, self._at(i + 3)} & (around.PEOPLE - _THINGS_TOO))

    def _somebody_later(self, i: int) -> bool:
        """He or she, later in the sentence, with nobody else for it to be."""
        for j in range(i + 2, min(i + 10, len(self.words))):
            if re.search(r"[.!?;\n]", self.words[j].gap) or self.low[j] in around.KIN:
                return False
            if self.low[j] in _HE_OR_SHE:
                return True
        return False

    def _keeps_company(self, i: int) -> bool:
        """ "i sit with X on the bus"."""
        return self._at(i - 1) == "with" and self._at(i - 2) in _COMPANY and not self.low[i].endswith("s")

    def _pair(self, i: int) -> bool:
        """ "X and Y are scared", "gibbo and X set fire": two, at the beginning, doing something together."""
        if self.words[i].first and self._at(i + 1) in around.BETWEEN:
            other, then = i + 2, i + 3
        elif self._at(i - 1) in around.BETWEEN and i > 1 and self.words[i - 2].first:
            other, then = i - 2, i + 1
        else:
            return False
        if self._at(then) not in _ARE | around.AFTERWARDS_STRONG or other >= len(self.words):
            return False
        return self.low[other] in self.lists.given or self._unknown(other)
