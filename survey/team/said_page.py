"""The reader's themes: what young people said in their own words, most often said first."""

from __future__ import annotations

from survey.house import House
from survey.permissions import Actor
from survey.team import frame, reader, told


def draw(house: House, actor: Actor) -> None:
    latest = reader.opened(house, actor, "Themes")
    if latest is None:
        return
    findings = latest.findings
    reader.show(told.sentences(findings.themes))
    if not findings.cards:
        frame.draw_too_few("No theme has enough people to be shown.")
        return
    reader.show(told.cards(findings))
    frame.quiet("The line on a bar is the range if these people had been picked at random; they were not.")
