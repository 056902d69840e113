"""What may a room be shown of what it said? Words from “a few” to “nearly all”, and never a number.

For the young people of one session, who look together at what their group said, and for a data protection
officer who asks what they could learn of each other. Only closed questions that are not sensitive and say
nothing of who somebody is; only where enough people answered that question (`PLAYBACK` of `disclosure`); and
of every share only the band it lies in. “A few” is also none, and “nearly all” is also all: that nobody, or
everybody, in a room said something is more than the room may be told.

It counts nothing itself: the tables are the wave's own, and what may be shown is the gate's to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from analysis.disclosure import PLAYBACK, DisclosureRules, Published, publish
from analysis.ledger import share_words
from analysis.puzzle import State
from analysis.tables import ALL, Table, tables
from analysis.wave import WaveData

WHO_SOMEBODY_IS = frozenset({"age_band", "area", "place"})
"""Closed and not sensitive, and still not about what somebody thinks."""


class Share(StrEnum):
    """How many of those who answered, as a word. The same bands as everywhere else (`share_words`)."""

    A_FEW = "a few"  # or none
    SOME = "some"
    ABOUT_HALF = "about half"
    MOST = "most"
    NEARLY_ALL = "nearly all"  # or all

    @property
    def step(self) -> int:
        """How long its bar is, from 1 to 5: the length says the band again and nothing more."""
        return [*Share].index(self) + 1


@dataclass(frozen=True)
class Bar:
    """One answer that could be given, and how many gave it."""

    answer: str
    share: Share


@dataclass(frozen=True)
class Heard:
    """What a room said to one question, or to one row of a grid."""

    question: str
    bars: tuple[Bar, ...]  # a scale in its own order; choices with the most chosen first
    row: str = ""


def heard(wave: WaveData, rules: DisclosureRules = PLAYBACK) -> tuple[Heard, ...]:
    """Every question of these people's that may be shown back to them, in the order it was asked."""
    if len(wave.respondents) < rules.smallest_base:
        return ()
    return tuple(_heard(table, published) for table, published in _published(wave, rules))


def _published(wave: WaveData, rules: DisclosureRules) -> Iterator[tuple[Table, Published]]:
    told = {
        question.name
        for question in wave.questions
        if not question.sensitive and question.name not in WHO_SOMEBODY_IS
    }
    for table in tables(wave):
        of_a_question = table.key.partition(".")[0] == table.question  # not the table of how it was answered
        if not of_a_question or table.question not in told or table.sensitive:
            continue
        published = publish(table, rules).table
        if _is_whole(published):
            yield table, published


def _is_whole(published: Published) -> bool:
    """Whether the gate lets every bar be shown: a gap between bars would say which one was hidden."""
    everyone = published.row(ALL)
    cells = [cell for cell in published.cells if cell.group == ALL]
    return (
        everyone is not None
        and everyone.state is State.SHOWN
        and bool(cells)
        and all(cell.state is State.SHOWN and cell.percent is not None for cell in cells)
    )


def _heard(table: Table, published: Published) -> Heard:
    bars = [
        Bar(category.key, Share(share_words(cell.percent)))
        for category in table.categories
        if not category.members
        and (cell := published.shown(ALL, category.key)) is not None
        and cell.percent is not None
    ]
    if table.shape == "choices":
        bars.sort(key=lambda bar: -bar.share.step)  # within a band in the order asked: no hint of who leads
    return Heard(table.question, tuple(bars), table.key.partition(".")[2])
