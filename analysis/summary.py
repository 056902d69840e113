"""From a wave to its themed summary: which parts it has, in which order.

The question this module answers for a commissioner: *what did they say, what must be done, by whom, and how
sure are we?* It counts nothing itself (`tables`), shows nothing the gate has not passed (`disclosure`) and
writes no figure by hand (`ledger`). The words are in `first_page`, `sections` and `cards`; drawing is for
`report`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis import details, first_page, sections
from analysis.beside import Earlier, set_beside
from analysis.cards import made_cards
from analysis.contrasts import contrasts
from analysis.desk import ROLES, Desk, Roles, that_help
from analysis.disclosure import PARTNER, DisclosureRules, Gated, Published, publish_all
from analysis.findings import About, AskMade, Evidence, Findings, Summary, ThemeCard
from analysis.ledger import Ledger
from analysis.points import points
from analysis.recount import Recount
from analysis.tables import ALL, Table, tables
from analysis.tiers import WITHIN
from analysis.variables import Variable, described
from analysis.wave import WaveData

NOT_EVIDENCE = (
    "This is what young people told us. It is evidence of what worries them, why, and what would help. "
    "It is not evidence of how often offences happen."
)


def summarise(
    wave: WaveData,
    rules: DisclosureRules = PARTNER,
    *,
    roles: Roles = ROLES,
    published: Sequence[Published] | None = None,
    inner: Sequence[Published] | None = None,
    earlier: Earlier | None = None,
) -> Summary:
    """The whole summary of a wave, for one tier. `published`: tables that came through the gate before; who
    stands behind each figure is then known already, and is not looked for again. `inner`: the tables of the
    tier whose readers read this one as well; made here when they are not at hand.

    `earlier`: what was let out of the last wave, to be set beside this one.
    """
    counted, gated = _through_the_gate(wave, rules, published, inner)
    shown = {each.table.key: each.table for each in gated}
    desk = Desk(wave, rules, roles, {table.key: table for table in counted}, shown, Ledger(shown, rules))
    differing = contrasts(desk.counted, shown, sections.compared_cells(desk))
    cards, refused = made_cards(wave, rules, desk.counted, shown, desk.ledger, differing)
    asked = _asks(wave)
    cards = with_what_was_asked(cards, asked)
    helps = that_help(desk)
    findings = Findings(
        about=_about(wave),
        rules=rules,
        first_page=first_page.first_page(desk, cards),
        not_evidence=NOT_EVIDENCE,
        actions=first_page.actions(cards, asked),
        young_people=first_page.young_people(desk, cards, helps),
        heard=sections.heard(desk),
        safety=sections.safety(desk),
        themes=sections.themes(desk, cards),
        cards=cards,
        places=sections.places(desk),
        groups=sections.groups(desk, differing),
        trust=sections.trust(desk),
        would_help=sections.would_help(desk, helps),
        talks=sections.talks(desk),
        asks=asked,
        method=sections.method(desk, gated, cards),
        ledger=(),
        tables=tuple(shown.values()),
        districts=sections.districts(desk, cards),
        dictionary=_dictionary(desk, cards),
        points=points(desk, cards),
    )
    findings = replace(findings, ledger=desk.ledger.entries)
    hidden = tuple((g.table.key, *node, reason.value) for g in gated for node, reason in g.reasons.items())
    behind = Recount(wave).everybody_behind(findings.ledger) if published is None else {}
    return Summary(set_beside(findings, earlier), Evidence(behind, hidden, refused))


def _through_the_gate(
    wave: WaveData,
    rules: DisclosureRules,
    published: Sequence[Published] | None = None,
    inner: Sequence[Published] | None = None,
    main: tuple[Table, ...] = (),
) -> tuple[tuple[Table, ...], tuple[Gated, ...]]:
    """Every table counted, and what may be shown of it. Details are only there for themes that are shown."""
    main = main or tables(wave)
    if published is not None:
        own = details.details(wave, {table.key: table for table in published})
        return (*main, *own), tuple(Gated(table, {}) for table in published)
    if inner is None and rules.tier in WITHIN:
        _, gated = _through_the_gate(wave, WITHIN[rules.tier], main=main)
        inner = [each.table for each in gated]
    within = {table.key: table for table in inner or ()}
    first = publish_all(main, rules, within)
    shown = {each.table.key: each.table for each in first}
    own = details.details(wave, shown)
    return (*main, *own), (*first, *details.gated(own, shown, rules, within))


def _dictionary(desk: Desk, cards: Sequence[ThemeCard]) -> tuple[Variable, ...]:
    """Every question described, with the bases and the themes that may be shown."""
    bases = {key: row.base if (row := table.row(ALL)) else None for key, table in desk.shown.items()}
    by_question: dict[str, list[tuple[str, str]]] = {}
    for card in cards:
        by_question.setdefault(desk.wave.by_theme[card.key].question, []).append((card.key, card.label))
    themes = {question: tuple(found) for question, found in by_question.items()}
    of_some = {
        (key, one.key): table.base_of(ALL, one.key)
        for key, table in desk.shown.items()
        for one in table.categories
        if one.offered
    }
    return described(desk.wave.questions, bases, themes, of_some)


def _about(wave: WaveData) -> About:
    office = wave.office
    return About(
        wave=wave.name,
        title=wave.title,
        office=office.name,
        office_short=office.short_name or office.name,
        area_name=office.area_name or "the county",
        accent=office.accent,
        contact=office.contact,
        answer_due=office.answer_due,
        first_day=wave.first_day,
        last_day=wave.last_day,
        as_of=wave.as_of,
        invented=wave.invented,
        help_lines=office.help_lines,
    )


def with_what_was_asked(cards: Sequence[ThemeCard], asks: Sequence[AskMade]) -> tuple[ThemeCard, ...]:
    """Each theme with what the office asked about it, and of whom: sooner what is open than what is settled.

    Whoever was asked leads from then on; whom the code frame would turn to stands beside them.
    """
    about: dict[str, list[AskMade]] = {}
    for ask in sorted(asks, key=lambda one: one.status in first_page.SETTLED):
        about.setdefault(ask.theme, []).append(ask)
    return tuple(_asked(card, about[card.key]) if card.key in about else card for card in cards)


def _asked(card: ThemeCard, asks: Sequence[AskMade]) -> ThemeCard:
    whole = "; ".join(dict.fromkeys(ask.text.rstrip(" .") for ask in asks))
    owner = next((ask.owner for ask in asks if ask.owner), card.owner)
    others = dict.fromkeys(one for one in (card.owner, *card.partners) if one and one != owner)
    return replace(card, asks_for=card.asks_for or whole, owner=owner, partners=tuple(others))


def _asks(wave: WaveData) -> tuple[AskMade, ...]:
    """Asks and answers, overdue ones first."""
    made = [
        AskMade(
            ask.text,
            ask.owner,
            ask.due,
            ask.status,
            ask.reply,
            overdue=ask.is_overdue(wave.as_of),
            theme=ask.theme,
        )
        for ask in wave.asks
    ]
    return tuple(sorted(made, key=lambda ask: (not ask.overdue, ask.due is None, ask.due or ask.text)))
