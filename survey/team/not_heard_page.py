"""The reader's reminder: whose voices are in these figures, and whose are not."""

from __future__ import annotations

from survey.house import House
from survey.permissions import Actor
from survey.team import reader, told


def draw(house: House, actor: Actor) -> None:
    latest = reader.opened(house, actor, "Who we did not hear")
    if latest is None:
        return
    reader.show(told.sentences(latest.findings.heard))
    reader.show(told.heard(latest.findings))
