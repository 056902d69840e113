"""The reader's districts: the same bars for each, side by side, in the office's own order. No ranking."""

from __future__ import annotations

from survey.house import House
from survey.permissions import Actor
from survey.team import frame, reader, told


def draw(house: House, actor: Actor) -> None:
    latest = reader.opened(house, actor, "Districts")
    if latest is None:
        return
    findings = latest.findings
    if not told.panels(findings):
        frame.draw_too_few(
            "This release is not shown by district: too few people changed, or too few answered."
        )
        return
    reader.show(told.districts(findings))
    frame.quiet("“Not shown”: the number could point at somebody, or could be worked out from the others.")
    reader.show(told.sentences(findings.places))
