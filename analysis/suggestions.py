"""What would the office call this topic, and whose is it?

A topic engine names a topic by its words ("street, lights, alley"); a commissioner knows it as "Dark or
run-down places", with an owner. Where at least half of a topic's answers speak of one code of the frame,
this proposes the code: its name for the topic, and with it strand, tier, owner and partners. Where no code
leads, the topic keeps its words, which is how something the frame does not listen for shows itself.

A proposal only: a person accepts, renames or leaves it (`survey.themes`, and the review desk).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.code_frame import CodeFrame
from analysis.coding import Assignment
from analysis.wave import Polarity

LEADS_FROM = 0.5  # the share of a topic's answers that has to speak of a code for it to be proposed


@dataclass(frozen=True)
class Suggestion:
    """A code for a topic, the share of its answers that speaks of it, and which way most of them mean it."""

    code: str
    share: float
    polarity: Polarity


def leading_code(
    members: Mapping[str, float], given: Mapping[str, Sequence[Assignment]]
) -> Suggestion | None:
    """The code most of a topic's answers speak of, or None where none leads.

    Parameters
    ----------
    members : answer id -> how much the answer belongs to the topic
    given : answer id -> its codes
    """
    total = sum(members.values())
    weights: dict[str, float] = defaultdict(float)
    ways: dict[str, dict[Polarity, float]] = defaultdict(lambda: defaultdict(float))
    for answer, weight in sorted(members.items()):
        for assignment in given.get(answer, ()):
            weights[assignment.code] += weight
            ways[assignment.code][assignment.polarity] += weight
    if not weights or total <= 0:
        return None
    code = min(weights, key=lambda name: (-weights[name], name))
    share = weights[code] / total
    if share < LEADS_FROM:
        return None
    polarity = min(ways[code], key=lambda way: (-ways[code][way], way))
    return Suggestion(code, round(share, 4), polarity)


def suggested_names(
    frame: CodeFrame,
    led_by: Sequence[Suggestion | None],
    words: Sequence[Sequence[str]],
    own: Sequence[str],
) -> list[str]:
    """A name for each topic: its code's, else its own words. Topics of one code are told apart by words.

    >>> from analysis.code_frame import load_code_frame
    >>> bullied = Suggestion("bullying", 0.8, "worry")
    >>> suggested_names(load_code_frame(), [bullied, None], [["names"], ["geese"]], ["Names", "Geese, pond"])
    ['Bullying', 'Geese, pond']
    """
    plain = [None if one is None else _name(frame, one) for one in led_by]
    return [
        label if name is None else f"{name}: {', '.join(those[:2])}" if plain.count(name) > 1 else name
        for name, those, label in zip(plain, words, own, strict=True)
    ]


def _name(frame: CodeFrame, led_by: Suggestion) -> str:
    """“Buses” as a worry, and what would help about buses, are two themes of one code."""
    name, kind = frame[led_by.code].name, frame[led_by.code].kind
    return f"{name}, what would help" if kind == "concern" and led_by.polarity == "ask" else name
