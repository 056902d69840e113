"""May this answer be quoted? An analyst proposes it, a safeguarding lead agrees or does not.

It takes both, and neither can undo what the other said: the analyst may withdraw the proposal, the lead may
refuse it. The disclosure gate still decides whether a quote that both want is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.decisions import Decision
from survey import wave
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import themes as rows
from survey.themes.decisions import decide
from survey.themes.stored import reviewed


@dataclass(frozen=True)
class ProposedQuote:
    """An answer somebody wants to quote, as the safeguarding lead reads it."""

    run_id: str
    topic: str
    theme: str
    text_id: str
    words: str = field(repr=False)


def quote(house: House, actor: Actor, run_id: str, topic: str, text_id: str) -> None:
    """Propose a cleared answer as a quote."""
    decide(house, actor, run_id, Decision("", "quote", topic, text_id))


def unquote(house: House, actor: Actor, run_id: str, topic: str, text_id: str) -> None:
    """Propose it no longer."""
    decide(house, actor, run_id, Decision("", "unquote", topic, text_id))


def proposed_quotes(house: House, actor: Actor, wave_name: str | None = None) -> tuple[ProposedQuote, ...]:
    """For the safeguarding lead: the answers somebody wants to quote that no lead has agreed to yet."""
    require(actor, Permission.DECIDE_TEXT)
    with house.database.reading() as session:
        runs = rows.latest_runs(session, wave_name or wave.current(house))
        decided = rows.decisions(session, [one.id for one in runs])
        wanted = [
            (row.id, theme.key, theme.label, text_id)
            for row in runs
            for theme in reviewed(row, decided).standing()
            for text_id, by in theme.quotes.items()
            if not by.cleared_by
        ]
        words = rows.cleared_words(session, [text_id for *_, text_id in wanted])
    return tuple(
        ProposedQuote(run_id, topic, label, text_id, words[text_id])
        for run_id, topic, label, text_id in wanted
        if text_id in words
    )


def clear_quote(house: House, actor: Actor, run_id: str, topic: str, text_id: str) -> None:
    """Agree that an answer may be quoted. The person who proposed it cannot also agree."""
    wanted = Decision("", "clear_quote", topic, text_id)
    decide(house, actor, run_id, wanted, needs=Permission.DECIDE_TEXT)


def refuse_quote(house: House, actor: Actor, run_id: str, topic: str, text_id: str) -> None:
    """Do not let an answer be quoted."""
    wanted = Decision("", "unquote", topic, text_id)
    decide(house, actor, run_id, wanted, needs=Permission.DECIDE_TEXT)
