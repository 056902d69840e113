"""Finds people's names, whoever they are, in the way young people write them.

Nothing here knows one text from another: a word is a name because lists say it can be (`lexicon`) and
the words around it say it is one (`name_contexts`). Doubt leans towards a name where somebody is plainly
being spoken of and away from it where a place, a month, a pet, a brand or a public figure is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from survey.screening import name_contexts as around
from survey.screening.foreign_names import is_foreign_name
from survey.screening.lexicon import lexicon
from survey.screening.name_strangers import Strangers
from survey.screening.spans import DetailType
from survey.screening.words import Word

Found = tuple[int, int, DetailType]
_LIST_GAP = re.compile(r"\s*(?:,|&|/|\+|and)\s*")
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


class _Reader(Strangers):
    """The decision about each word of one text."""

    def names(self) -> Iterator[Found]:
        yield from self._possessed()
        kept: dict[int, int] = {}  # first word -> one past the last
        i = 0
        while i < len(self.words):
            length = self._name_at(i)
            if length:
                first = i - 1 if self._begins_earlier(i, kept) else i
                kept[first] = i + length
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
        apart = low.replace("'", "")
        if "'" in low and apart in self.lists.words and apart not in self.lists.given:
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
        given = low in self.lists.given or self._double(low) or self._with_apostrophe(low)
        owner = self._owns(i) and low not in around.KIN
        rare = low in self.lists.rare_given
        place = (low in self.lists.places and low not in around.PEOPLE_BEFORE_PLACES) or low in self.places
        mostly = low in around.MOSTLY_NAMES
        introduced = self._introduced(i)
        if (
            introduced
            and self._at(i - 1) in around.RANKS
            and not ordinary
            and (given or low in self.lists.surnames)
        ):
            return True
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
        if self._at(i - 1) in around.ANY_ONE and not word.named:
            return False
        if low in around.PETS and self._at(i - 1) in ("my", "our", "his", "her", "their") and not word.named:
            return False
        if word.first and word.capital and not ordinary and not place and self._surname(i + 1):
            return self._at(i + 1) not in around.PLACE_NOUNS
        acts = self._acts(i)
        if self._at(i + 1) in around.BETWEEN and self._at(i + 2) in around.DRUGS:
            return False
        if given and self._at(i + 1) and self._with_initial(i):
            return True
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
        elder = self._at(i + 1) in around.ELDERS_AFTER and (word.capital or rare)
        if not ordinary and not place and elder and word.first:
            return True
        if (given and self._nicknamed(i)) or (not ordinary and self._did_to_somebody(i)):
            return True
        if rare and ordinary and word.capital and self._at(i + 2) in ("her", "his", "their"):
            return self._acts_strongly(i)
        if given and (mostly or not ordinary):
            if low in self.places and low not in around.PEOPLE_BEFORE_PLACES:  # one of the office's own
                return self._acts_strongly(i) and self._at(i + 1) not in around.THINGS_DO_TOO
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
        if self._stranger(i):
            return True
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

    # -- whole names ----------------------------------------

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
        if len(low) == 1:
            return self._lone_initial(j)
        if low not in around.BEING and self.low[i] in around.NICKNAME_OPENERS and self._introduced(i) > 1:
            return j == i + 1
        if low in around.SECOND_GIVEN and j == i + 1 and not self.words[i].capital:
            return self._ends_here(j) or self._at(j + 1) in self._after_a_name(j)
        if low in self.lists.words or low in around.HARDLY_NAMES:
            return (
                low in self.lists.surnames
                and low in around.WORD_SURNAMES
                and not self.words[i].capital
                and (j + 1 - i == 2 or self.low[j - 1] in around.SECOND_GIVEN)
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

    def _after_a_name(self, j: int) -> frozenset[str]:
        """What may follow a second name; another surname too."""
        surname = {self._at(j + 1)} & around.WORD_SURNAMES
        return around.AFTERWARDS_STRONG | around.BEING | around.AFTER_A_SURNAME | surname

    def _lone_initial(self, j: int) -> bool:
        """ "brandon w keeps waiting", not "brandon n me", not "callum w his mates"."""
        if self.low[j] in "iaunryxk":
            return False
        after = self._at(j + 1)
        sure = after in around.AFTERWARDS_STRONG | {"is", "was", "in", "from", "who", "and", "have", "are"}
        return sure or (self._ends_here(j) and self.low[j] != "w")

    def _with_initial(self, i: int) -> bool:
        """ "jay p have knives", not "will b there"."""
        if len(self.low[i + 1]) != 1 or not self._joined(i + 1) or self.low[i] in around.MODAL_NAMES:
            return False
        return self.words[i].capital == self.words[i + 1].capital and self._lone_initial(i + 1)

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

    def _begins_earlier(self, i: int, kept: dict[int, int]) -> bool:
        """ "wei ling": the part before is a name too, though alone it would not have been believed."""
        j = i - 1
        if not self._joined(i) or self._titled(i) or any(first <= j < end for first, end in kept.items()):
            return False
        low = self._at(j)
        if len(low) < 2 or low in self.lists.words or low in around.NOT_A_NAME | around.KIN | around.TITLES:
            return False
        if low in around.ROLES | around.HARDLY_NAMES or self.phrase[j] or self._pet(j):
            return False
        return (low in self.lists.rare_given or low in self.lists.surnames) and low not in self.lists.places

    # -- names in a row ----------------------------------------

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
                or (self._at(i - 1) in ("me", "with") and self._at(i + 1) in around.BETWEEN)
            )
        somewhere = low in self.lists.places or low in self.places
        if word.named:
            return not ordinary and not somewhere
        nickname = (
            low.endswith(("y", "ie", "ers")) and low.rstrip("yies").removesuffix("er") in self.lists.surnames
        )
        slip = self._misspelt(low) and not nickname
        unknown = not ordinary and not somewhere and len(low) > 3 and not slip
        return unknown and word.first and self._at(i + 1) in around.BETWEEN
