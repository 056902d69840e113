"""What would a theme’s share be, had nobody coded an answer wrongly?

The question this module answers for a commissioner who asks *could the machine have missed some?*: around how
many would have been counted, and how sure that is. It knows two things and no third: what is published of the
theme (its count, its base, its range) and how the coding did where people coded blind. No answer is looked at
again, so a corrected share tells nobody more about a hidden or a rounded number than the share beside it.

The number of strangers’ answers behind the share is read from its published range, so it is as coarse as
that range. The arithmetic is in `estimate`; agreement between people in `agreement`.
"""

from __future__ import annotations

from analysis import estimate
from analysis.disclosure import DisclosureRules
from analysis.estimate import Interval
from analysis.ledger import Entry, Ledger, Sentence, sentence
from analysis.wave import CodedBlind, Theme

LEAD = "What they coded blind shows how far mistakes in coding move a theme’s share."
"""Stands before the corrected shares in the method."""

NARROWEST = 0.005
"""A published range is in whole points: one that shows no width may be half a point to either side."""


def told(
    theme: Theme, counted: Entry, check: CodedBlind, ledger: Ledger, rules: DisclosureRules
) -> Sentence | None:
    """The sentence for a theme whose figure is shown. None where the sample or the group is too small."""
    if None in (counted.numerator, counted.denominator, counted.low, counted.high):
        return None
    found = without_mistakes(
        counted.numerator or 0,
        counted.denominator or 0,
        (counted.low or 0, counted.high or 0),
        check,
        rules,
    )
    if found is None:
        return None
    percent, low, high = found
    where = {"table": counted.table, "category": counted.category, "theme": theme.key}
    entry = ledger.percentage("corrected", claim(theme.label), percent, low=low, high=high, **where)
    return sentence("corrected", (counted, entry), rules, who=theme.label)


def claim(label: str) -> str:
    """What a corrected share is a figure of."""
    return f"Had the coding been perfect: {label}"


def without_mistakes(
    count: int, base: int, published: tuple[int, int], check: CodedBlind, rules: DisclosureRules
) -> tuple[int, int, int] | None:
    """The share and its range in whole per cent, from a published count, base and range in per cent."""
    if base < rules.plain_percent_from or not rules.counts_shown:
        return None
    share = min(count, base) / base
    found = estimate.had_coding_been_perfect(share, _answers_behind(share, base, published), check)
    if found is None:
        return None
    return _whole(found.share), _whole(found.low), _whole(found.high)


def _answers_behind(share: float, base: int, published: tuple[int, int]) -> float:
    middle, half = sum(published) / 200, (published[1] - published[0]) / 200
    half = min(max(half, NARROWEST), 0.5)
    return min(estimate.effective_n(share, Interval(middle - half, middle + half)), base)


def _whole(share: float) -> int:
    return int(100 * share + 0.5)
