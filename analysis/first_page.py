"""What a reader with two minutes gets: the first page, what must be done, and the page for young people.

The question this module answers for a commissioner: *what must be done, by whom, how sure are we?* For a
young person: *did you hear us?* Themes that may be chance never lead here; they are told further down, with
their doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.desk import Desk, entry_of_card, how_many, lowered, people_heard, that_hold, unsafe
from analysis.findings import Action, Section, ThemeCard
from analysis.ledger import Entry, Sentence, plain, sentence


def first_page(desk: Desk, cards: Sequence[ThemeCard]) -> Section:
    """Three sentences before anything else: how many, how safe, what most."""
    told = [how_many(desk)]
    for key, when in ((desk.roles.after_dark, "After dark, "), (desk.roles.by_day, "By day, ")):
        entry = unsafe(desk, key)
        if entry is not None:
            told.append(sentence("share", (entry,), desk.rules, before=when, after=" feel unsafe"))
    worries = [card for card in that_hold(cards) if card.polarity == "worry"][:3]
    entries = tuple(entry_of_card(desk, card) for card in worries)
    if entries:
        gaps = {f"after{i}": f" wrote about {lowered(card.label)}" for i, card in enumerate(worries)}
        told.append(
            sentence(
                "shares",
                entries,
                desk.rules,
                before="In their own words: ",
                who_of="who wrote",
                between="; ",
                **gaps,
            )
        )
    return Section("first_page", "What young people told us", tuple(told))


WOULD_HELP = ", what would help"
"""How `suggestions` tells the theme of those who ask for something from the worry of the same name."""

MOST_ACTIONS = 5
"""As many as a meeting can settle. The theme cards hold the rest."""


def actions(cards: Sequence[ThemeCard]) -> tuple[Action, ...]:
    """What must be done, by whom, how sure: the themes that worry most or ask for something."""
    return tuple(
        Action(
            what=card.asks_for or _answer_to(card),
            who=whose(card),
            because=card.share,
            confidence=card.confidence.level,
        )
        for card in that_hold(cards)
        if card.polarity != "helps"
    )[:MOST_ACTIONS]


def whose(card: ThemeCard) -> str:
    """Who leads, and with whom."""
    owner = card.owner or "Nobody yet: name who answers for this"
    return f"{owner}, with {', '.join(card.partners)}" if card.partners else owner


def _answer_to(card: ThemeCard) -> str:
    """What is asked of its owner while nobody has written down a request in so many words."""
    about = lowered(card.label.removesuffix(WOULD_HELP))
    if card.polarity == "ask":
        return f"Decide on what would help, and tell them: {about}"
    return f"Decide what to do about this, and tell them: {about}"


def young_people(
    desk: Desk, cards: Sequence[ThemeCard], helps: Sequence[tuple[str, Entry]]
) -> tuple[Sentence, ...]:
    """The young people’s page: short, and in their “you”."""
    told = [
        sentence(
            "count", (people_heard(desk),), desk.rules, gap1=" of you told us how safe you feel. Thank you."
        )
    ]
    worries = [card for card in that_hold(cards) if card.polarity == "worry"][:3]
    if worries:
        told.append(
            plain("You told us most about: " + "; ".join(lowered(card.label) for card in worries) + ".")
        )
    if helps:
        told.append(
            plain("You said this would help most: " + "; ".join(lowered(x) for x, _ in helps[:3]) + ".")
        )
    return tuple(told)
