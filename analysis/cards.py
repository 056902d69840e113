"""One card per theme: how many, where, who more, how sure, in whose words, and who could change it.

The question this module answers for a commissioner: *is this theme real, and whose is it?* Confidence is a
rule, not a feeling: how many wrote, from how many sessions, and whether the theme comes back when the answers
are drawn again. A card that quotes those who raised a theme has room for those of them who said the opposite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis import corrected, details
from analysis.contrasts import Contrast
from analysis.disclosure import DisclosureRules, Published
from analysis.findings import Confidence, Level, Local, Quoted, ThemeCard
from analysis.ledger import Entry, Ledger, Sentence, plain, sentence
from analysis.puzzle import State
from analysis.quotes import PublishedQuote, quotable
from analysis.tables import ALL, Table, theme_cell
from analysis.wave import CodedBlind, Polarity, Theme, WaveData


@dataclass(frozen=True)
class ConfidenceRules:
    """What makes us sure of a theme. Source: analysis design, “stability shown to a lay reader”."""

    high_base: int = 100
    high_sessions: int = 10
    high_stability: float = 0.8
    high_range: int = 20  # points from one end of the range to the other
    medium_base: int = 30
    medium_sessions: int = 5
    medium_stability: float = 0.6
    high_kappa: float = 0.6  # people who coded a sample blind must agree with it at least so far


RULES = ConfidenceRules()

DOUBTED = "; people who coded a sample blind often saw it otherwise"

DRAWN_AGAIN = "tries with the answers drawn anew"

NOBODY_OPPOSED = "Nobody’s words were marked as saying the opposite."
FEW_OPPOSED = "Some said the opposite: too few, or in too few sessions, to give a number."
TOO_FEW_TO_ASK = "Too few raised it to say how many of them said the opposite."
OPPOSITES: Mapping[Polarity, str] = {
    "worry": ", that it helps",
    "helps": ", that it worries them",
    "ask": ", that it worries them",
}
"""What the opposite of a theme is."""

Refused = tuple[str, str, str]


def made_cards(
    wave: WaveData,
    rules: DisclosureRules,
    counted: Mapping[str, Table],
    shown: Mapping[str, Published],
    ledger: Ledger,
    differing: Sequence[Contrast],
) -> tuple[tuple[ThemeCard, ...], tuple[Refused, ...]]:
    """The cards of all themes that may be shown, most often raised first, and the quotes left out."""
    cards: list[tuple[int, ThemeCard]] = []
    refused: list[Refused] = []
    quoted: set[str] = set()
    for theme in sorted(wave.themes, key=lambda theme: (-len(theme.response_ids), theme.key)):
        table, category = theme_cell(theme)
        cell = shown[table].shown(ALL, category) if table in shown else None
        if cell is None or not counted[table].cells[ALL, category].people:
            continue
        view = shown.get(f"{details.OPPOSITE}{theme.key}")
        told_of = view is not None and view.shown(ALL, details.SAID_THE_OPPOSITE.key) is not None
        passed, out = quotable(wave, theme, shown[table], rules, already_quoted=quoted, other_view=told_of)
        refused += [(theme.key, quote.text_id, reason.value) for quote, reason in out]
        other = [q for q in passed if wave.by_text[q.text_id].response_id in theme.opposite_ids][:1]
        own = [q for q in passed if wave.by_text[q.text_id].response_id not in theme.opposite_ids][:3]
        quoted |= {wave.by_text[quote.text_id].response_id for quote in (*own, *other)}
        check = wave.coding_check.of(theme.key) if wave.coding_check else None
        told, against = _quoted(theme, own, ledger, rules), _quoted(theme, other, ledger, rules)
        card = _card(theme, counted[table], ledger, rules, differing, told, against, check)
        cards.append((cell.percent or 0, card))
    cards.sort(key=lambda pair: (-pair[0], pair[1].key))
    return tuple(card for _, card in cards), tuple(refused)


def _quoted(
    theme: Theme, quotes: Sequence[PublishedQuote], ledger: Ledger, rules: DisclosureRules
) -> tuple[Quoted, ...]:
    return tuple(
        Quoted(
            sentence("quote", (ledger.quote(theme.key, q.text_id, q.start, q.end, q.words),), rules),
            q.attribution,
        )
        for q in quotes
    )


def _card(
    theme: Theme,
    table: Table,
    ledger: Ledger,
    rules: DisclosureRules,
    differing: Sequence[Contrast],
    quotes: tuple[Quoted, ...],
    against: tuple[Quoted, ...],
    check: CodedBlind | None,
) -> ThemeCard:
    entry = ledger.cell(table.key, theme.key, theme=theme.key)
    assert entry is not None  # noqa: S101  # the caller found its cell shown
    sessions = ledger.number(
        "sessions",
        f"Sessions in which somebody raised {theme.label}",
        table.cells[ALL, theme.key].sessions,
        table=table.key,
        category=theme.key,
        theme=theme.key,
    )
    return ThemeCard(
        key=theme.key,
        label=theme.label,
        summary=theme.summary,
        polarity=theme.polarity,
        share=sentence("share", (entry,), rules, after=" of those who wrote raised it"),
        spread=_spread(theme, table, ledger, rules, sessions),
        confidence=confidence(
            theme, table, entry, sessions, ledger, rules, kappa=check.kappa if check else None
        ),
        more_in=_more_in(theme, table, ledger, rules, differing),
        counter_view=_counter_view(theme, ledger, rules),
        quotes=quotes,
        counter_quotes=against,
        asks_for=theme.asks_for,
        owner=theme.owner,
        partners=theme.partners,
        code=theme.code,
        violence=theme.violence,
        cause_level=theme.cause_level,
        prevention_tier=theme.prevention_tier,
        strand=theme.strand,
        pillar=theme.pillar,
        headline=sentence("share", (entry,), rules, before=f"{theme.label}: ", after=" of those who wrote"),
        local=_local(theme, table, entry, ledger, rules),
        places=(
            *details.told(theme, details.WHERE, ledger, rules),
            *details.told(theme, details.NAMED, ledger, rules),
        ),
        times=details.told(theme, details.WHEN, ledger, rules),
        protective=details.told(theme, details.SAFER, ledger, rules),
        corrected=corrected.told(theme, entry, check, ledger, rules) if check else None,
    )


def confidence(
    theme: Theme,
    table: Table,
    entry: Entry,
    sessions: Entry,
    ledger: Ledger,
    rules: DisclosureRules,
    levels: ConfidenceRules = RULES,
    *,
    kappa: float | None = None,
) -> Confidence:
    """High, medium or low, and what it was judged by. `kappa`: how far people who coded blind agree."""
    doubted = kappa is not None and kappa < levels.high_kappa
    base, met = entry.denominator or 0, sessions.numerator or 0
    width = (entry.high or 0) - (entry.low or 0)
    stability = theme.stability
    level: Level = "low"
    if (
        base >= levels.high_base
        and met >= levels.high_sessions
        and width <= levels.high_range
        and stability is not None
        and stability >= levels.high_stability
        and not doubted
    ):
        level = "high"
    elif (
        base >= levels.medium_base
        and met >= levels.medium_sessions
        and (stability is None or stability >= levels.medium_stability)
    ):
        level = "medium"
    wrote = ledger.number("base", f"People who wrote: {table.title}", entry.denominator, table=table.key)
    if stability is None:
        gap = f" sessions. How steady the theme is has not been tested{DOUBTED if doubted else ''}."
        return Confidence(
            level, sentence("count", (wrote, sessions), rules, gap1=" people wrote; it came up in ", gap2=gap)
        )
    steady = ledger.number(
        "stability", f"Resamples in which {theme.label} came back", round(100 * stability), theme=theme.key
    )
    return Confidence(
        level,
        sentence(
            "count",
            (wrote, sessions, steady),
            rules,
            gap1=" people wrote; it came up in ",
            gap2=" sessions; the theme came back in ",
            gap3=f" of 100 {DRAWN_AGAIN}{DOUBTED if doubted else ''}.",
        ),
    )


def _spread(theme: Theme, table: Table, ledger: Ledger, rules: DisclosureRules, sessions: Entry) -> Sentence:
    """Where it was raised: the districts that may be shown, most often first."""
    found = []
    for group in table.groups:
        entry = ledger.cell(table.key, theme.key, group.key, theme=theme.key) if group.by == "area" else None
        if entry is not None and entry.percent:
            found.append((entry, group.label))
    if not found:
        return sentence(
            "count", (sessions,), rules, gap0="Raised in ", gap1=" sessions; too few to show by district."
        )
    found.sort(key=lambda pair: (-(pair[0].percent or 0), pair[1]))
    entries = tuple(entry for entry, _ in found)
    labels = {f"label{i}": label for i, (_, label) in enumerate(found)}
    return sentence("where", entries, rules, **labels)


def _local(
    theme: Theme, table: Table, everyone: Entry, ledger: Ledger, rules: DisclosureRules
) -> tuple[Local, ...]:
    """The theme in each district where it may be shown."""
    return tuple(
        Local(
            group.key,
            sentence(
                "compared", (entry, everyone), rules, who=group.label, what="of those who wrote raised it"
            ),
        )
        for group in table.groups
        if group.by == "area"
        and (entry := ledger.cell(table.key, theme.key, group.key, theme=theme.key)) is not None
        and entry.percent
    )


def _more_in(
    theme: Theme, table: Table, ledger: Ledger, rules: DisclosureRules, differing: Sequence[Contrast]
) -> tuple[Sentence, ...]:
    told = []
    everyone = ledger.cell(table.key, theme.key, theme=theme.key)
    for contrast in differing:
        if (contrast.table, contrast.category) != (table.key, theme.key) or contrast.points <= 0:
            continue
        entry = ledger.cell(table.key, theme.key, contrast.group.key, theme=theme.key)
        if entry is not None and everyone is not None:
            told.append(
                sentence("compared", (entry, everyone), rules, who=contrast.group.label, what="raised it")
            )
    return tuple(told)


def _counter_view(theme: Theme, ledger: Ledger, rules: DisclosureRules) -> Sentence:
    """Who of a theme’s people said the opposite. That nobody was marked is no proof that nobody would."""
    entry = ledger.cell(f"{details.OPPOSITE}{theme.key}", details.SAID_THE_OPPOSITE.key, theme=theme.key)
    if entry is None or (entry.state is State.SHOWN and not entry.percent and not entry.numerator):
        return plain(NOBODY_OPPOSED)
    if entry.state is State.CONFIDENTIAL:
        return plain(FEW_OPPOSED)
    if entry.state not in (State.SHOWN, State.RANGE):
        return plain(TOO_FEW_TO_ASK)
    opposite = f" of those who raised it said the opposite{OPPOSITES.get(theme.polarity, '')}"
    return sentence("share", (entry,), rules, after=opposite)
