"""Turned away at the door, for one of the reasons in `messages.py`."""

from __future__ import annotations

from collections.abc import Sequence

from survey.respond.messages import MESSAGES, Message


class Turned(Exception):
    """Why the page cannot do what was asked. Carries the kind and the fields at fault, not what was sent."""

    def __init__(self, kind: str, problems: Sequence[tuple[str, str]] = (), message: str = "") -> None:
        self.kind = kind
        self.problems = tuple(problems)
        self.message = message  # words of the questionnaire's own, for somebody it is not for
        super().__init__(kind)

    @property
    def shown(self) -> Message:
        return MESSAGES[self.kind]
