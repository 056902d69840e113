"""What a reader with two minutes gets: the first page, what must be done, and the page for young people.

The question this module answers for a commissioner: *what must be done, by whom, how sure are we?* For a
young person: *did you hear us?* Themes that may be chance never lead here; they are told further down, with
their doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.desk import Desk, entry_of_card, how_many, lowered, people_heard, that_hold, unsafe
from analysis.findings import Action, AskMade, Section, ThemeCard
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


SETTLED = ("done", "cannot")
"""An ask of this status waits for nobody."""


def actions(cards: Sequence[ThemeCard], asks: Sequence[AskMade]) -> tuple[Action, ...]:
    """What must be done, by whom, by when, how sure: the themes that worry most or ask for something."""
    return tuple(
        _action(card, [ask for ask in asks if ask.theme in (card.key, card.label)])
        for card in that_hold(cards)
        if card.polarity != "helps"
    )[:MOST_ACTIONS]


def _action(card: ThemeCard, asked: Sequence[AskMade]) -> Action:
    """What is open of what was asked about a theme; if nothing is, what its owner has to decide."""
    still = [ask for ask in asked if ask.status not in SETTLED]
    told = still or asked
    whole = "; ".join(dict.fromkeys(ask.text.rstrip(" .") for ask in still))
    return Action(
        what=whole or (_after(card, asked) if asked else card.asks_for or _answer_to(card)),
        who=whose(card),
        because=card.share,
        confidence=card.confidence.level,
        status=told[0].status if told else None,
        due=min((ask.due for ask in still if ask.due), default=None),
        overdue=any(ask.overdue for ask in still),
    )


def whose(card: ThemeCard) -> str:
    """Who leads, and with whom."""
    owner = card.owner or "Nobody yet: name who answers for this"
    return f"{owner}, with {', '.join(card.partners)}" if card.partners else owner


def _answer_to(card: ThemeCard) -> str:
    """What is asked of its owner while nobody has written down a request in so many words."""
    about = card.label.removesuffix(WOULD_HELP)
    if card.polarity == "ask":
        return f"{about}: decide on what would help, and tell young people"
    return f"{about}: decide what to do, and tell young people"


def _after(card: ThemeCard, asked: Sequence[AskMade]) -> str:
    """What is left to do once everything that was asked about a theme has its answer."""
    about = card.label.removesuffix(WOULD_HELP)
    if all(ask.status == "done" for ask in asked):
        return f"{about}: see whether what was done has helped, and tell young people"
    return f"{about}: decide what can be done instead, and tell young people"


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
