"""Where and when does an answer speak of?

For theme cards and the places page: themes say *what*, this says *where* and *when*, beside the codes and
never instead of them. Kinds of place ("park", "bus stop") and times ("after dark", "weekend") are recognised
by their usual words; named places only from the office's own list, so that no street and no school that
somebody happened to write becomes a place on a page (rule 11 of the disclosure rules decides what is shown).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.text import normalise

PLACE_KINDS: dict[str, str] = {
    "bus or train": r"bus(es)?|train|tram|coach|top deck|carriage",
    "stop or station": r"bus ?(stop|station|shelter)s?|(train|railway|the) station|platform|busway",
    "park or field": r"parks?|fields?|playground|play area|rec|swings|woods?|river|lake|common",
    "school or college": r"school|college|sixth form|uni(versity)?|campus|classroom|corridors?",
    "shops": r"shops?|shopping|supermarket|car park|retail park|market|takeaway",
    "town centre": r"town( cent(re|er))?|city( cent(re|er))?|high street",
    "path or underpass": r"alley(way)?s?|underpass(es)?|subway|footpath|path|cut ?through|bridge|tunnel",
    "street": r"streets?|roads?|crossing|pavement|estate|close",
    "home": r"home|house|flat|bedroom|my room|indoors",
    "online": r"online|internet|social media|snap(chat)?|insta(gram)?|tiktok|discord|whatsapp|group chat",
    "club or leisure": r"youth (club|centre|group)|leisure cent(re|er)|gym|skate ?park|library|pitch(es)?",
    "pub or night out": r"pubs?|bars?|night ?clubs?|nights? out|clubbing",
}
TIMES: dict[str, str] = {
    "after dark": r"dark|night(s|time)?|midnight|late|after (9|10|11|nine|ten|eleven)|gets dark|unlit",
    "evening": r"evenings?|tonight|after (5|6|7|8|five|six|seven|eight)",
    "morning": r"mornings?|before school|early",
    "daytime": r"day ?time|daylight|in the day|lunch(time)?|at break",
    "after school": r"after (school|college)|home ?time|way home from school|end of the day",
    "weekend": r"weekends?|saturdays?|sundays?|friday nights?",
    "holidays": r"holidays?|half term|summer",
    "winter": r"winter|november|december|january|february|clocks (go|went|change)",
    "all the time": r"all the time|every ?day|always|every single",
}


@dataclass(frozen=True)
class WhereWhen:
    """What an answer says of place and time, each in the order of the lists above."""

    places: tuple[str, ...]  # kinds of place
    named_places: tuple[str, ...]  # from the office's list, as the office writes them
    times: tuple[str, ...]


class WhereWhenFinder:
    """Finds places and times; give it the office's place names.

    >>> WhereWhenFinder(["Ely"]).find("walking home in ely after dark")
    WhereWhen(places=('home',), named_places=('Ely',), times=('after dark',))
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        self.named = tuple(dict.fromkeys(name.strip() for name in named if name.strip()))

    def find(self, text: str) -> WhereWhen:
        plain = normalise(text)
        return WhereWhen(
            _matching(plain, self._kinds),
            _matching(plain, self._names) if self._any_name.search(plain) else (),
            _matching(plain, self._times),
        )

    @cached_property
    def _kinds(self) -> list[tuple[str, re.Pattern[str]]]:
        return _compiled(PLACE_KINDS.items())

    @cached_property
    def _times(self) -> list[tuple[str, re.Pattern[str]]]:
        return _compiled(TIMES.items())

    @cached_property
    def _names(self) -> list[tuple[str, re.Pattern[str]]]:
        return _compiled((name, re.escape(normalise(name))) for name in self.named if normalise(name))

    @cached_property
    def _any_name(self) -> re.Pattern[str]:
        """One look for all names: most answers name no place, and an office may list a hundred."""
        names = "|".join(re.escape(normalise(name)) for name, _ in self._names)
        return re.compile(rf"(?<!\w)(?:{names or '(?!)'})(?!\w)")


def _compiled(items: Iterable[tuple[str, str]]) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for name, pattern in items]


def _matching(plain: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> tuple[str, ...]:
    return tuple(name for name, pattern in patterns if pattern.search(plain))
