"""Which help suits what somebody wrote?

For the thank-you page: what screening recognised in the words becomes topics of `help.yaml`, so that the most
fitting line stands on top of the card. The page looks the same either way and names no topic; nothing of this
is stored. What is recognised is for `survey.screening`, who offers which help for the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from survey.screening import harm_kinds as kinds

TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    kinds.SUICIDE: ("mental_health", "talk", "danger"),
    kinds.SELF_HARM: ("mental_health", "talk"),
    kinds.HOME: ("home", "talk", "danger"),
    kinds.NO_HOME: ("home", "danger", "talk"),
    kinds.SEXUAL: ("talk", "danger", "crime"),
    kinds.IMAGES: ("images", "online", "talk"),
    kinds.ADULT: ("online", "talk", "crime"),
    kinds.PARTNER: ("relationships", "talk", "danger"),
    kinds.EXPLOITED: ("exploitation", "talk", "crime"),
    kinds.THREAT: ("danger", "crime", "talk"),
    kinds.ATTACK: ("danger", "weapons", "crime"),
    kinds.WEAPON: ("weapons", "crime", "danger"),
    kinds.FOLLOWED: ("danger", "crime", "talk"),
    kinds.HURT: ("talk", "danger", "crime"),
    kinds.BULLIED: ("bullying", "talk"),
    kinds.NOT_SAFE: ("talk", "mental_health"),
    kinds.ASKS: ("talk",),
    kinds.FORCED_MARRIAGE: ("home", "danger", "talk"),
    kinds.LOOKS_LIKE: ("talk",),
    kinds.UNSURE: (),
}


def for_reasons(reasons: Iterable[str]) -> tuple[str, ...]:
    """The topics for what screening recognised, most pressing first. Somebody to talk to is never wrong."""
    return tuple(dict.fromkeys(topic for reason in reasons for topic in TOPICS.get(reason, ("talk",))))
