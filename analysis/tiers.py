"""Who may see what: every threshold of the three tiers, in one place.

The question this module answers for a data protection officer: *from how many people on is a number shown to
the public, to partners, to the room that gave the answers?* What follows from a threshold is for `primary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Tier = Literal["public", "partner", "playback"]


@dataclass(frozen=True)
class DisclosureRules:
    """Every threshold of one tier. Source: the table at the head of the disclosure rules."""

    tier: Tier
    smallest_base: int
    caution_below: int
    smallest_count: int
    smallest_sensitive_count: int
    round_to: int
    round_if_it_hides_less: int | None  # exact tables may be rounded instead, where that hides fewer cells
    fewest_sessions: int
    one_session_at_most: float  # 1.0: no rule
    two_sessions_at_most: float
    dominance_hides: bool
    breakdowns: bool
    counts_shown: bool
    words_from: int | None  # from this base to `plain_percent_from`, words instead of a percentage
    plain_percent_from: int = 30
    around_below: int = 100
    everyone_below: int = 50  # rule 4: “95% or more” instead of “all” in a group smaller than this
    possible_values_when_rounded: int = 4
    fewest_new_people: int = 10
    fewest_new_sessions: int = 3

    def smallest(self, sensitive: bool) -> int:
        return self.smallest_sensitive_count if sensitive else self.smallest_count

    def possible_values(self, round_to: int) -> int:
        return self.possible_values_when_rounded if round_to > 1 else self.smallest_count


PUBLIC = DisclosureRules(
    tier="public",
    smallest_base=30,
    caution_below=100,
    smallest_count=8,
    smallest_sensitive_count=10,
    round_to=5,
    round_if_it_hides_less=None,
    fewest_sessions=3,
    one_session_at_most=0.5,
    two_sessions_at_most=0.8,
    dominance_hides=True,
    breakdowns=True,
    counts_shown=True,
    words_from=None,
)
PARTNER = DisclosureRules(
    tier="partner",
    smallest_base=20,
    caution_below=50,
    smallest_count=5,
    smallest_sensitive_count=5,
    round_to=1,
    round_if_it_hides_less=5,
    fewest_sessions=3,
    one_session_at_most=0.5,
    two_sessions_at_most=0.8,
    dominance_hides=False,
    breakdowns=True,
    counts_shown=True,
    words_from=10,
)
PLAYBACK = DisclosureRules(
    tier="playback",
    smallest_base=10,
    caution_below=0,
    smallest_count=1,
    smallest_sensitive_count=1,
    round_to=1,
    round_if_it_hides_less=None,
    fewest_sessions=0,
    one_session_at_most=1.0,
    two_sessions_at_most=1.0,
    dominance_hides=False,
    breakdowns=False,
    counts_shown=False,
    words_from=None,
)
TIERS: Mapping[str, DisclosureRules] = {rules.tier: rules for rules in (PUBLIC, PARTNER, PLAYBACK)}
WITHIN: Mapping[str, DisclosureRules] = {PUBLIC.tier: PARTNER}
"""Who reads a tier besides its own readers, under which rules: partners read what is public."""
