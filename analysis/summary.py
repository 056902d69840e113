"""From a wave to its themed summary: which figures are told, in which order, in which words.

The question this module answers for a commissioner: *what did they say, what must be done, by whom, and how
sure are we?* It counts nothing itself (`tables`), shows nothing the gate has not passed (`disclosure`) and
writes no figure by hand (`ledger`). The theme cards are made in `cards`; drawing is for `report`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.cards import made_cards
from analysis.contrasts import Contrast, contrasts
from analysis.disclosure import PARTNER, DisclosureRules, Gated, Published, publish_all
from analysis.findings import About, Action, AskMade, Evidence, Findings, Section, Summary, ThemeCard
from analysis.ledger import Entry, Ledger, Sentence, plain, sentence
from analysis.puzzle import rounded
from analysis.recount import Recount
from analysis.tables import ALL, PEOPLE, Table, tables, theme_cell, theme_table_key
from analysis.wave import WaveData
from analysis.weights import wave_weights, weighted_share

NOT_EVIDENCE = (
    "This is what young people told us. It is evidence of what worries them, why, and what would help. "
    "It is not evidence of how often offences happen."
)

UNDER_HEARD = 0.8
"""A group whose share of those heard is under this much of its share of young people was under-heard."""


@dataclass(frozen=True)
class Roles:
    """Which question plays which part in the report. A wave without one simply lacks that part."""

    by_day: str = "safe_day"
    after_dark: str = "safe_dark"
    places: str = "place_safety"
    least_safe_place: str = "least_safe_place"
    would_help: str = "help_most"
    trust: str = "act_on_this"
    tell: str = "tell"
    tell_nobody: tuple[str, ...] = ("nobody", "no_one")
    barriers: str = "tell_barriers"
    worries: str = "worries"
    changed: str = "changed"


ROLES = Roles()


@dataclass(frozen=True)
class Desk:
    """Everything at hand while a summary is written."""

    wave: WaveData
    rules: DisclosureRules
    roles: Roles
    counted: Mapping[str, Table]
    shown: Mapping[str, Published]
    ledger: Ledger


def summarise(
    wave: WaveData,
    rules: DisclosureRules = PARTNER,
    *,
    roles: Roles = ROLES,
    published: Sequence[Published] | None = None,
) -> Summary:
    """The whole summary of a wave, for one tier. `published`: tables that came through the gate before."""
    counted = tables(wave)
    gated = publish_all(counted, rules) if published is None else [Gated(table, {}) for table in published]
    shown = {each.table.key: each.table for each in gated}
    desk = Desk(wave, rules, roles, {table.key: table for table in counted}, shown, Ledger(shown, rules))
    differing = contrasts(desk.counted, shown, _compared_cells(desk))
    cards, refused = made_cards(wave, rules, desk.counted, shown, desk.ledger, differing)
    helps = _ranked(desk, desk.roles.would_help)
    findings = Findings(
        about=_about(wave),
        rules=rules,
        first_page=_first_page(desk, cards),
        not_evidence=NOT_EVIDENCE,
        actions=_actions(cards),
        young_people=_young_people(desk, cards, helps),
        heard=_heard(desk),
        safety=_safety(desk),
        themes=_themes(desk, cards),
        cards=cards,
        places=_places(desk),
        groups=_groups(desk, differing),
        trust=_trust(desk),
        would_help=_would_help(desk, helps),
        asks=_asks(wave),
        method=_method(desk, gated),
        ledger=(),
        tables=tuple(shown.values()),
    )
    findings = replace(findings, ledger=desk.ledger.entries)
    hidden = tuple((g.table.key, *node, reason.value) for g in gated for node, reason in g.reasons.items())
    behind = Recount(wave).everybody_behind(findings.ledger)
    return Summary(findings, Evidence(behind, hidden, refused))


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
    )


def _compared_cells(desk: Desk) -> list[tuple[str, str]]:
    """Every comparison the report could make: feeling unsafe, and each theme."""
    cells = [
        (key, "unsafe") for key in (desk.roles.by_day, desk.roles.after_dark) if _has(desk, key, "unsafe")
    ]
    return cells + [cell for theme in desk.wave.themes if _has(desk, *(cell := theme_cell(theme)))]


def _has(desk: Desk, table: str, category: str) -> bool:
    return table in desk.shown and (ALL, category) in desk.shown[table].at


def _first_page(desk: Desk, cards: Sequence[ThemeCard]) -> Section:
    """Three sentences before anything else: how many, how safe, what most."""
    told = [_how_many(desk)]
    for key, when in ((desk.roles.after_dark, "After dark, "), (desk.roles.by_day, "By day, ")):
        entry = _unsafe(desk, key)
        if entry is not None:
            told.append(sentence("share", (entry,), desk.rules, before=when, after=" feel unsafe"))
    worries = [card for card in _that_hold(cards) if card.polarity == "worry"][:3]
    entries = tuple(_card_entry(desk, card) for card in worries)
    if entries:
        gaps = {f"after{i}": f" wrote about {_lowered(card.label)}" for i, card in enumerate(worries)}
        told.append(
            sentence("shares", entries, desk.rules, before="In their own words: ", between="; ", **gaps)
        )
    return Section("first_page", "What young people told us", tuple(told))


def _how_many(desk: Desk) -> Sentence:
    people = _people(desk)
    sessions = desk.ledger.number(
        "sessions", "Sessions held", desk.counted[PEOPLE].base[ALL].sessions, table=PEOPLE
    )
    return sentence(
        "count", (people, sessions), desk.rules, gap1=" young people answered, in ", gap2=" sessions."
    )


def _people(desk: Desk) -> Entry:
    row = desk.shown[PEOPLE].row(ALL)
    return desk.ledger.number("base", "Young people who answered", row.base if row else None, table=PEOPLE)


def _unsafe(desk: Desk, question: str, group: str = ALL) -> Entry | None:
    return desk.ledger.cell(question, "unsafe", group)


def _card_entry(desk: Desk, card: ThemeCard) -> Entry:
    return next(
        e for e in desk.ledger.entries if e.source == "cell" and e.theme == card.key and e.group == ALL
    )


def _lowered(label: str) -> str:
    """A label in mid-sentence. Short forms such as “CCTV” keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _actions(cards: Sequence[ThemeCard]) -> tuple[Action, ...]:
    """What must be done, by whom, how sure: the themes that worry most or ask for something."""
    return tuple(
        Action(
            what=card.asks_for or _answer_to(card),
            who=", ".join(filter(None, (card.owner, *card.partners))) or "An owner has to be named",
            because=card.share,
            confidence=card.confidence.level,
        )
        for card in _that_hold(cards)
        if card.polarity != "helps"
    )[:5]


def _answer_to(card: ThemeCard) -> str:
    """What is asked of its owner while nobody has written down a request in so many words."""
    if card.polarity == "ask":
        return f"Act on what they ask for: {_lowered(card.label)}"
    return f"Answer what young people say about {_lowered(card.label)}"


def _that_hold(cards: Sequence[ThemeCard]) -> list[ThemeCard]:
    """The themes a first page may lead with. One that may be chance is told further down, with its doubt."""
    return [card for card in cards if card.confidence.level != "low"]


def _young_people(
    desk: Desk, cards: Sequence[ThemeCard], helps: Sequence[tuple[str, Entry]]
) -> tuple[Sentence, ...]:
    """The young people’s page: short, and in their “you”."""
    told = [
        sentence("count", (_people(desk),), desk.rules, gap1=" of you told us how safe you feel. Thank you.")
    ]
    worries = [card for card in _that_hold(cards) if card.polarity == "worry"][:3]
    if worries:
        told.append(
            plain("You told us most about: " + "; ".join(_lowered(card.label) for card in worries) + ".")
        )
    if helps:
        told.append(
            plain("You said this would help most: " + "; ".join(_lowered(x) for x, _ in helps[:3]) + ".")
        )
    return tuple(told)


def _heard(desk: Desk) -> Section:
    """Who we heard from, and who we did not."""
    told = [_how_many(desk)]
    for row in desk.shown[PEOPLE].rows[1:]:
        share = desk.wave.office.census.get(row.group.by, {}).get(row.group.value)
        heard = desk.ledger.group(row.group.key)
        if share is None or heard is None or heard.percent is None:
            continue
        claim, percent = f"Share of all young people: {row.group.label}", round(100 * share)
        census = desk.ledger.percentage("census", claim, percent, table=PEOPLE, group=row.group.key)
        if heard.percent / 100 < UNDER_HEARD * share:
            told.append(sentence("beside_census", (heard, census), desk.rules, who=row.group.label))
    told += _turned_up(desk)
    return Section("heard", "Who we heard from, and who we did not", tuple(told), ("heard",), (PEOPLE,))


def _turned_up(desk: Desk) -> list[Sentence]:
    """Headcounts, those who said no, other languages: only sums over the whole wave."""
    told, rules = [], desk.rules
    smallest = max(rules.smallest_count, 1)
    heads = sum(s.headcount or 0 for s in desk.wave.sittings)
    declined = sum(s.declined or 0 for s in desk.wave.sittings)
    if heads and declined >= smallest:
        entries = (
            desk.ledger.number("declined", "Said no, thank you", rounded(declined, rules.round_to)),
            desk.ledger.number("headcount", "People in the room", rounded(heads, rules.round_to)),
        )
        told.append(
            sentence(
                "count",
                entries,
                rules,
                gap1=" of ",
                gap2=" young people in the sessions chose not to answer.",
            )
        )
    other = sum(1 for person in desk.wave.respondents if person.language not in ("", "en"))
    if other >= smallest:
        entry = desk.ledger.number(
            "other_language", "Answered in another language than English", rounded(other, rules.round_to)
        )
        told.append(sentence("count", (entry,), rules, gap1=" answered in a language other than English."))
    return told


def _safety(desk: Desk) -> Section:
    told = []
    for key, when in ((desk.roles.by_day, "By day, "), (desk.roles.after_dark, "After dark, ")):
        entry = _unsafe(desk, key)
        if entry is not None:
            told.append(sentence("share", (entry,), desk.rules, before=when, after=" feel unsafe"))
    keys = tuple(key for key in (desk.roles.by_day, desk.roles.after_dark) if key in desk.shown)
    return Section("safety", "How safe they feel", tuple(told), ("safety", "districts") if keys else (), keys)


def _themes(desk: Desk, cards: Sequence[ThemeCard]) -> Section:
    keys = tuple(dict.fromkeys(theme_table_key(theme.question) for theme in desk.wave.themes))
    keys = tuple(key for key in keys if key in desk.shown)
    told = [
        sentence(
            "share",
            (_card_entry(desk, card),),
            desk.rules,
            before=f"{card.label}: ",
            after=" of those who wrote",
        )
        for card in cards[:3]
    ]
    if not told:
        told = [plain("No theme is raised by enough people to be shown.")]
    return Section("themes", "What they wrote about", tuple(told), ("themes",) if cards else (), keys)


def _places(desk: Desk) -> Section:
    """Places by how many of those who go there feel unsafe, then the place that most needs to feel safer."""
    keys = [key for key in desk.shown if key.startswith(f"{desk.roles.places}.")]
    found = [
        (key, entry)
        for key in keys
        if (entry := _unsafe(desk, key)) is not None and entry.percent is not None
    ]
    found.sort(key=lambda pair: -(pair[1].percent or 0))
    told = [
        sentence(
            "share",
            (entry,),
            desk.rules,
            before=f"{_row_label(desk, key)}: ",
            after=" of those who go feel unsafe",
        )
        for key, entry in found[:3]
    ]
    ranked = _ranked(desk, desk.roles.least_safe_place)
    if ranked:
        label, entry = ranked[0]
        told.append(
            sentence(
                "share", (entry,), desk.rules, before=f"{label} most needs to feel safer, say ", after=""
            )
        )
        keys.append(desk.roles.least_safe_place)
    if not told:
        told = [plain("Too few people answered about any one place to show it.")]
    return Section("places", "Places", tuple(told), ("places",) if found else (), tuple(keys))


def _row_label(desk: Desk, key: str) -> str:
    question, _, row = key.partition(".")
    return desk.wave.by_question[question].label_of(row)


def _groups(desk: Desk, differing: Sequence[Contrast]) -> Section:
    """Whose experience differs by more than chance. The largest differences first."""
    told = []
    for contrast in differing:
        entry = desk.ledger.cell(contrast.table, contrast.category, contrast.group.key)
        everyone = desk.ledger.cell(contrast.table, contrast.category)
        if entry is None or everyone is None:
            continue
        told.append(
            sentence(
                "compared",
                (entry, everyone),
                desk.rules,
                who=contrast.group.label,
                what=_said(desk, contrast),
            )
        )
    if not told:
        told = [plain("No group differs from the others by more than chance could explain.")]
    return Section("groups", "Groups whose experience differs", tuple(told[:10]))


def _said(desk: Desk, contrast: Contrast) -> str:
    theme = desk.wave.by_theme.get(contrast.category)
    if theme is not None:
        return f"wrote about {_lowered(theme.label)}"
    return "feel unsafe after dark" if contrast.table == desk.roles.after_dark else "feel unsafe by day"


def _trust(desk: Desk) -> Section:
    told, keys = [], []
    for label, entry in _ranked(desk, desk.roles.trust, in_order=True):
        told.append(sentence("share", (entry,), desk.rules, before=f"Will those in charge act? “{label}”: "))
    nobody = next(
        (e for name in desk.roles.tell_nobody if (e := desk.ledger.cell(desk.roles.tell, name)) is not None),
        None,
    )
    if nobody is not None:
        told.append(sentence("share", (nobody,), desk.rules, after=" would tell no one"))
    keys = [key for key in (desk.roles.trust, desk.roles.tell, desk.roles.barriers) if key in desk.shown]
    return Section(
        "trust", "Trust, and telling someone", tuple(told), ("trust",) if told else (), tuple(keys)
    )


def _would_help(desk: Desk, helps: Sequence[tuple[str, Entry]]) -> Section:
    told = [sentence("share", (entry,), desk.rules, before=f"{label}: ") for label, entry in helps[:3]]
    keys = (desk.roles.would_help,) if desk.roles.would_help in desk.shown else ()
    return Section("would_help", "What would help", tuple(told), ("would_help",) if helps else (), keys)


def _ranked(desk: Desk, question: str, *, in_order: bool = False) -> list[tuple[str, Entry]]:
    """A question’s options with what may be told of them, most often chosen first."""
    table = desk.shown.get(question)
    if table is None:
        return []
    found = [
        (category.label, entry)
        for category in table.categories
        if (entry := desk.ledger.cell(question, category.key)) is not None and entry.percent is not None
    ]
    return found if in_order else sorted(found, key=lambda pair: (-(pair[1].percent or 0), pair[0]))


def _asks(wave: WaveData) -> tuple[AskMade, ...]:
    """Asks and answers, overdue ones first."""
    made = [
        AskMade(
            ask.text,
            ask.owner,
            ask.due,
            ask.status,
            ask.reply,
            overdue=bool(ask.status == "asked" and ask.due and wave.as_of and ask.due < wave.as_of),
            theme=ask.theme,
        )
        for ask in wave.asks
    ]
    return tuple(sorted(made, key=lambda ask: (not ask.overdue, ask.due is None, ask.due or ask.text)))


def _method(desk: Desk, gated: Sequence[Gated]) -> Section:
    """How it was made, what is missing, what was hidden."""
    cells = [cell for each in gated for cell in each.table.cells]
    entries = (
        desk.ledger.number("hidden_cells", "Figures hidden", sum(each.table.hidden for each in gated)),
        desk.ledger.number("cells", "Figures in all tables", len(cells)),
    )
    told = [
        plain(
            "Nobody was picked at random. People came to a session, and could say no or skip any question."
        ),
        sentence("count", entries, desk.rules, gap1=" of ", gap2=" figures are hidden to protect people."),
    ]
    for counts in desk.wave.text_counts:
        asked = desk.wave.by_question.get(counts.question)
        label = asked.label if asked else counts.question
        numbers = (
            desk.ledger.number("held", f"Awaiting review: {label}", counts.held, category=counts.question),
            desk.ledger.number(
                "non_answer", f"No real answer: {label}", counts.non_answer, category=counts.question
            ),
        )
        told.append(
            sentence(
                "count",
                numbers,
                desk.rules,
                gap0=f"{label} ",
                gap1=" texts await review and are in no figure; ",
                gap2=" said nothing that could be used.",
            )
        )
    told += _weighted(desk)
    return Section("method", "How this was made", tuple(told))


def _weighted(desk: Desk) -> list[Sentence]:
    """Whether the picture would change if every group had its fair share."""
    weights = wave_weights(desk.wave)
    if weights.refused:
        return [plain(f"Figures are not weighted to all young people: {weights.refused}.")]
    told = []
    recount = Recount(desk.wave)
    for key, when in ((desk.roles.by_day, "By day"), (desk.roles.after_dark, "After dark")):
        entry = _unsafe(desk, key)
        if entry is None or entry.percent is None:
            continue
        share = weighted_share(weights, recount.said(key, "unsafe"), recount.asked(key))
        if share is not None:
            shift = desk.ledger.percentage(
                "weighted", f"{when}, unsafe, weighted", round(100 * share), table=key, category="unsafe"
            )
            told.append(sentence("weighted", (entry, shift), desk.rules, when=when))
    return told
