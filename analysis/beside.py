"""The last wave beside this one, on every theme: what was released then, what it is now, is it a change?

The question this module answers for a commissioner with a theme card in front of them: *is it getting
better?* It takes what was let out of the last wave, has `trends` decide what may be compared and what holds,
and writes a sentence of ledger entries on each card, so that `verify` makes it again. The earlier findings
are frozen with the release, as `earlier.json`: whoever holds it can prove the comparison too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import TypeAdapter

from analysis.findings import Findings, ThemeCard
from analysis.ledger import Entry, Sentence, plain, sentence
from analysis.trends import TOO_FEW, Compared, NoTrend, Trend, compared

EARLIER: Final = "earlier.json"
"""Under this name a release keeps what it was compared with."""
NOT_TOLD_THEN: Final = "it was not among the themes told then"


@dataclass(frozen=True)
class Earlier:
    """The last release of an earlier wave for the same readers, and the name it has for ever."""

    findings: Findings = field(repr=False)
    release: str = ""
    frame_changed: bool = False


def set_beside(findings: Findings, earlier: Earlier | None) -> Findings:
    """The findings with a sentence of comparison on every card. As they are, if there was no earlier wave."""
    if earlier is None:
        return findings
    found = compared(findings, earlier.findings, frame_changed=earlier.frame_changed)
    entries: list[Entry] = []
    cards = []
    for card in findings.cards:
        new = tuple(_entries(card, found, len(entries) + 1))
        cards.append(replace(card, trend=_told(findings, card, found, new)))
        entries += new
    return replace(findings, cards=tuple(cards), ledger=(*findings.ledger, *entries))


def to_json(earlier: Earlier) -> str:
    return _EARLIER.dump_json(earlier, indent=1).decode() + "\n"


def from_json(text: str) -> Earlier:
    return _EARLIER.validate_json(text)


def _entries(card: ThemeCard, found: Compared, number: int) -> Iterator[Entry]:
    """The share of then and, if it holds, the change."""
    trend = found.of(card.key)
    if not isinstance(trend, Trend):
        return
    yield Entry(
        key=f"t{number}",
        claim=f"{card.label}, {found.title}",
        source="then",
        theme=card.key,
        denominator=trend.base_then,
        percent=trend.then,
    )
    if trend.holds:
        yield Entry(
            key=f"t{number + 1}",
            claim=f"{card.label}, change since {found.title}",
            source="change",
            theme=card.key,
            numerator=trend.points,
            low=trend.low,
            high=trend.high,
        )


def _told(findings: Findings, card: ThemeCard, found: Compared, new: tuple[Entry, ...]) -> Sentence:
    trend = found.of(card.key)
    if not isinstance(trend, Trend):
        why = _because(trend.why) if isinstance(trend, NoTrend) else NOT_TOLD_THEN
        return plain(f"Not compared with {found.title}, because {why}.")
    now = next(entry for entry in findings.ledger if entry.key in card.share.entries)
    marks = {"marks": " ".join(trend.marks)} if trend.marks else {}
    return sentence("trend", (now, *new), findings.rules, wave=found.title, **marks)


def _because(why: str) -> str:
    return f"of {why}" if why == TOO_FEW else why


_EARLIER = TypeAdapter(Earlier)
