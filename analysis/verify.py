"""Proof before anybody reads it: every figure counted again, every quote found, every sentence made again.

The question this module answers for the person who approves a release: *is every number and every quote in
this summary true, and may each be shown?* It trusts nothing that is written: figures are recounted from the
answers by `recount`, shown cells are held against the thresholds, hidden ones against the solver (`proof`),
quotes against the cleared texts, sentences against their templates, and the whole against a summary made
afresh from the same tables. An empty list: proven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from analysis import corrected, estimate
from analysis.beside import Earlier, set_beside
from analysis.details import NAMED, PLACE_RULES, details, for_tier
from analysis.disclosure import DisclosureRules, Published, whole_percent
from analysis.findings import Findings
from analysis.ledger import TEMPLATES, Entry, Sentence
from analysis.linked import beside
from analysis.proof import open_gaps
from analysis.published import NOT_OFFERED
from analysis.puzzle import State, rounded
from analysis.quotes import mask
from analysis.recount import Recount
from analysis.summary import NOT_EVIDENCE, summarise
from analysis.tables import ALL, tables
from analysis.wave import MISSING, WaveData


@dataclass(frozen=True)
class Fault:
    """Something that is not as the data say. `where` names the place; neither holds anybody’s words."""

    where: str
    problem: str


def verify(
    findings: Findings, wave: WaveData, *, afresh: bool = True, earlier: Earlier | None = None
) -> tuple[Fault, ...]:
    """Every fault found. `afresh=False` leaves out what takes longest: the solver and the summary afresh.

    `earlier`: what was let out of the last wave, if the findings stand beside it.
    """
    recount = Recount(wave)
    found = [
        *_tables(findings, recount),
        *_entries(findings, recount),
        *_sentences(findings),
        *_first_page(findings),
        *_beside(findings, earlier),
    ]
    if afresh and not found:
        found += _gaps(findings, wave)
    if afresh and not found:
        found += _against(findings, _afresh(findings, wave, earlier))
    return tuple(found)


def quotes_and_sentences(
    findings: Findings, wave: WaveData, *, earlier: Earlier | None = None
) -> tuple[Fault, ...]:
    """For figures carried forward from an earlier release: the words alone are held against this wave."""
    recount = Recount(wave)
    found = [
        Fault(f"ledger entry {entry.key} ({entry.claim})", problem)
        for entry in findings.ledger
        if entry.source == "quote" and (problem := _quote(entry, findings, {}, recount))
    ]
    return (*found, *sentences(findings, earlier=earlier))


def sentences(findings: Findings, *, earlier: Earlier | None = None) -> tuple[Fault, ...]:
    """For a reader without the answers: every sentence is still what its ledger entries say."""
    return (*_sentences(findings), *_first_page(findings), *_beside(findings, earlier))


def _tables(findings: Findings, recount: Recount) -> Iterator[Fault]:
    """Shown numbers are true and large enough; hidden ones are nowhere."""
    for table in findings.tables:
        for row in table.rows:
            if row.base is not None and row.base != _base(recount, table, row.group.key):
                yield Fault(f"table {table.key}, {row.group.label}", "the base is not what the answers give")
        if table.withheld or not findings.rules.counts_shown:
            continue
        for cell in table.cells:
            where = f"table {table.key}, {cell.group}, {cell.category}"
            if cell.state is not State.SHOWN:
                if not (cell.count is cell.percent is cell.low is cell.high is None):
                    yield Fault(where, "a hidden cell carries a number")
                continue
            problem = _shown(findings.rules, recount, table, cell.group, cell.category)
            if problem:
                yield Fault(where, problem)
            elif (cell.count, cell.percent, cell.low, cell.high) != _figures(
                findings.rules, recount, table, cell.group, cell.category
            ):
                yield Fault(where, "the figures are not what the answers give")


def _gaps(findings: Findings, wave: WaveData) -> Iterator[Fault]:
    """No table is missing, and from none can a hidden number be worked out."""
    own = details(wave, {table.key: table for table in findings.tables})
    every = (*tables(wave), *for_tier(own, findings.rules))
    counted = {table.key: table for table in every}
    if [table.key for table in findings.tables] != list(counted):
        yield Fault("tables", "they are not the tables of this wave")
        return
    printed = {table.key: table for table in findings.tables}
    for table in findings.tables:
        own_table = counted[table.key]
        if (
            table.categories
            != (own_table if findings.rules.counts_shown else own_table.offered_to_everybody()).categories
        ):
            yield Fault(f"table {table.key}", "its answers, or who was offered them, are not those asked")
        tied = beside(table.key, printed, findings.rules)
        for gap in open_gaps(counted[table.key], table, findings.rules, tied):
            where = f"table {table.key}, {gap.node[0]}, {gap.node[1]}"
            yield Fault(where, "a hidden number can be worked out")


def _shown(rules: DisclosureRules, recount: Recount, table: Published, group: str, category: str) -> str:
    """Why a shown cell should not be shown, if so. Rules 1 and 2 again, from the answers themselves."""
    count = recount.numerator(table.key, category, group)
    if table.at[group, category].words == NOT_OFFERED:
        offered = recount.denominator(table.key, group, category)
        return "it says of people who could choose it that they could not" if offered else ""
    sensitive = any(c.sensitive for c in table.categories if c.key == category)
    if 0 < count < rules.smallest(sensitive):
        return "fewer people than may be shown"
    if table.key.startswith(NAMED) and not _may_be_named(rules, recount, table, group, category):
        return "it names a place too few people named, or one this tier may not be told of"
    if recount.denominator(table.key, group) < rules.smallest_base:
        return "its base is too small"
    if count and recount.sessions(table.key, category, group) < rules.fewest_sessions:
        return "its people came from too few sessions"
    return ""


def _may_be_named(
    rules: DisclosureRules, recount: Recount, table: Published, group: str, category: str
) -> bool:
    people = recount.numerator(table.key, category, group)
    sessions = recount.sessions(table.key, category, group)
    enough = people >= PLACE_RULES.fewest_people and sessions >= PLACE_RULES.fewest_sessions
    return enough and rules.tier in PLACE_RULES.tiers


def _entries(findings: Findings, recount: Recount) -> Iterator[Fault]:
    keys = [entry.key for entry in findings.ledger]
    if len(keys) != len(set(keys)):
        yield Fault("ledger", "two entries have the same key")
    shown = {table.key: table for table in findings.tables}
    for entry in findings.ledger:
        problem = _CHECKS[entry.source](entry, findings, shown, recount)
        if problem:
            yield Fault(f"ledger entry {entry.key} ({entry.claim})", problem)


Check = Callable[[Entry, Findings, Mapping[str, Published], Recount], str]


def _cell(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    table = shown.get(entry.table)
    cell = table.at.get((entry.group, entry.category)) if table else None
    if table is None or cell is None:
        return "there is no such cell in this release"
    if entry.state is not cell.state:
        return "it is hidden in one place and shown in another"
    if entry.state is not State.SHOWN:
        return "" if entry.numerator is entry.percent is None else "a hidden figure is told"
    row = table.row(entry.group)
    if row is None or entry.claim != _claim(table, row.group.label, entry.category):
        return "it claims another question, group or answer than it counts"
    if not findings.rules.counts_shown:
        return ""
    told = (entry.numerator, entry.percent, entry.low, entry.high)
    if told != _figures(findings.rules, recount, table, entry.group, entry.category):
        return "the figures are not what the answers give"
    base = _base_of(findings.rules, recount, table, entry.group, entry.category)
    return "" if entry.denominator == base else "the base is not what the answers give"


def _base_entry(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    table = shown.get(entry.table)
    right = table is not None and entry.numerator in (None, _base(recount, table, entry.group))
    return "" if right else "the base is not what the answers give"


def _group(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    table = shown.get(entry.table)
    if table is None:
        return "there is no such table in this release"
    part, whole = _base(recount, table, entry.group), _base(recount, table, ALL)
    right = (entry.numerator, entry.denominator) == (part, whole) and entry.percent == whole_percent(
        part, whole
    )
    return "" if right else "the share of people is not what the answers give"


def _sessions(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    right = entry.numerator == recount.sessions(entry.table, entry.category, entry.group)
    return "" if right else "the number of sessions is not what the answers give"


def _sum_of_wave(counted: Callable[[Entry, WaveData], int]) -> Check:
    """A count over the whole wave, rounded as the tier asks."""

    def check(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
        right = entry.numerator == rounded(counted(entry, recount.wave), findings.rules.round_to)
        return "" if right else "the count is not what the wave gives"

    return check


def _exact_of_wave(counted: Callable[[Entry, WaveData], int]) -> Check:
    def check(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
        return (
            "" if entry.numerator == counted(entry, recount.wave) else "the count is not what the wave gives"
        )

    return check


def _hidden_cells(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    return "" if entry.numerator == sum(table.hidden for table in findings.tables) else "the count is wrong"


def _all_cells(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    return (
        "" if entry.numerator == sum(len(table.cells) for table in findings.tables) else "the count is wrong"
    )


def _census(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    by, _, value = entry.group.partition("=")
    share = recount.wave.office.census.get(by, {}).get(value)
    return (
        ""
        if share is not None and entry.percent == round(100 * share)
        else "the configuration says otherwise"
    )


def _talks_on(wave: WaveData, question: str) -> list[frozenset[str]]:
    """What each group that answered a question said to it."""
    given = (talk.answers.get(question, "") for talk in wave.talks)
    said = (frozenset((one,) if isinstance(one, str) else one) - MISSING - {""} for one in given)
    return [one for one in said if one]


def _kappa(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    check = recount.wave.coding_check
    right = check is not None and check.kappa is not None and entry.percent == round(100 * check.kappa)
    return "" if right else "the agreement is not what those who coded gave"


def _corrected(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    """Made again from what the answers give for the published cell, and from the blind sample."""
    table, check = shown.get(entry.table), recount.wave.coding_check
    blind = check.of(entry.category) if check is not None else None
    if table is None or blind is None or table.shown(ALL, entry.category) is None:
        return "it corrects a figure that is not shown, or was not coded blind"
    label = next(c.label for c in table.categories if c.key == entry.category)
    if (entry.claim, entry.theme, entry.group) != (corrected.claim(label), entry.category, ALL):
        return "it claims another theme than it corrects"
    count, _, low, high = _figures(findings.rules, recount, table, ALL, entry.category)
    if low is None or high is None:
        return "it corrects a figure that is not shown"
    right = corrected.without_mistakes(count, _base(recount, table, ALL), (low, high), blind, findings.rules)
    told = (entry.percent, entry.low, entry.high)
    return "" if told == right else "the corrected share is not what the figures and the blind sample give"


def _recomputed_later(
    entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount
) -> str:
    """Weighted shares are compared with a summary made afresh, trends with both waves set side by side."""
    return ""


def _quote(entry: Entry, findings: Findings, shown: Mapping[str, Published], recount: Recount) -> str:
    text, theme = recount.wave.by_text.get(entry.text_id), recount.wave.by_theme.get(entry.theme)
    if text is None or theme is None or entry.start is None or entry.end is None:
        return "there is no such cleared text"
    if not any((q.text_id, q.start, q.end) == (entry.text_id, entry.start, entry.end) for q in theme.quotes):
        return "nobody approved this quote"
    return (
        ""
        if entry.quote == mask(text.text[entry.start : entry.end])
        else "it is not word for word what was cleared"
    )


_CHECKS: Mapping[str, Check] = {
    "cell": _cell,
    "base": _base_entry,
    "group": _group,
    "sessions": _sessions,
    "headcount": _sum_of_wave(lambda _, wave: sum(s.headcount or 0 for s in wave.sittings)),
    "declined": _sum_of_wave(lambda _, wave: sum(s.declined or 0 for s in wave.sittings)),
    "other_language": _sum_of_wave(
        lambda _, wave: sum(p.language not in ("", "en") for p in wave.respondents)
    ),
    "opposite": _sum_of_wave(lambda entry, wave: len(wave.by_theme[entry.theme].opposite_ids)),
    "held": _exact_of_wave(lambda e, wave: sum(c.held for c in wave.text_counts if c.question == e.category)),
    "non_answer": _exact_of_wave(
        lambda e, wave: sum(c.non_answer for c in wave.text_counts if c.question == e.category)
    ),
    "stability": _exact_of_wave(lambda e, wave: round(100 * (wave.by_theme[e.theme].stability or 0))),
    "census": _census,
    "hidden_cells": _hidden_cells,
    "cells": _all_cells,
    "coded_blind": _exact_of_wave(lambda _, wave: wave.coding_check.answers if wave.coding_check else -1),
    "kappa": _kappa,
    "corrected": _corrected,
    "talks": _exact_of_wave(lambda e, wave: len(_talks_on(wave, e.category))),
    "raised_in": _exact_of_wave(
        lambda e, wave: sum(e.group.removeprefix("said=") in said for said in _talks_on(wave, e.category))
    ),
    "weighted": _recomputed_later,
    "then": _recomputed_later,
    "change": _recomputed_later,
    "quote": _quote,
}


def _sentences(findings: Findings) -> Iterator[Fault]:
    """Each sentence is what its template makes of its entries, and a plain one has no figure in it."""
    entries = {entry.key: entry for entry in findings.ledger}
    for each in findings.every_sentence():
        problem = _sentence(each, entries, findings.rules)
        if problem:
            yield Fault(f"sentence made of {', '.join(each.entries) or 'words alone'}", problem)


def _sentence(each: Sentence, entries: Mapping[str, Entry], rules: DisclosureRules) -> str:
    if each.template not in TEMPLATES:
        return "there is no such template"
    if not set(each.entries) <= entries.keys():
        return "it rests on an entry that is not in the ledger"
    made = TEMPLATES[each.template](tuple(entries[key] for key in each.entries), each.words, rules)
    if made != each.text:
        return "it is not what its entries say"
    who = each.words.get("who", "")
    if who and who not in entries[each.entries[0]].claim:
        return "it names another group than its figure counts"
    return ""


def _first_page(findings: Findings) -> Iterator[Fault]:
    if findings.not_evidence != NOT_EVIDENCE:
        yield Fault("first page", "it does not say that this is no evidence of how often offences happen")


def _beside(findings: Findings, earlier: Earlier | None) -> Iterator[Fault]:
    """The comparison made again from what was let out of both waves."""
    found = [entry for entry in findings.ledger if entry.source in ("then", "change")]
    if earlier is None and not found and all(card.trend is None for card in findings.cards):
        return
    cards = tuple(replace(card, trend=None) for card in findings.cards)
    own = tuple(entry for entry in findings.ledger if entry not in found)
    again = set_beside(replace(findings, cards=cards, ledger=own), earlier)
    if (again.cards, again.ledger) != (findings.cards, findings.ledger):
        yield Fault("beside the last wave", "the two releases say something else")


def _afresh(findings: Findings, wave: WaveData, earlier: Earlier | None) -> Findings:
    return summarise(wave, findings.rules, published=findings.tables, earlier=earlier).findings


def _against(findings: Findings, afresh: Findings) -> list[Fault]:
    """Part by part, whether a summary made afresh says the same."""
    return [
        Fault(part.name.replace("_", " "), "a summary made afresh from the same answers says something else")
        for part in fields(Findings)
        if getattr(findings, part.name) != getattr(afresh, part.name)
    ]


def _claim(table: Published, group: str, category: str) -> str:
    label = next(c.label for c in table.categories if c.key == category)
    return f"{table.title} {group}: {label}"


def _base(recount: Recount, table: Published, group: str) -> int:
    return rounded(recount.denominator(table.key, group), table.round_to)


def _base_of(
    rules: DisclosureRules, recount: Recount, table: Published, group: str, category: str
) -> int | None:
    """Of how many a cell is a share, from the answers; None where that may not be told."""
    offered = recount.offered_to(table.key, category) if rules.counts_shown else ()
    if not offered:
        return _base(recount, table, group)
    able = [row.group.key for row in table.rows if row.group.key in offered]
    if not able or (group != ALL and group not in able):
        return None
    added_up = able if group == ALL else [group]
    if any(row.base is None for row in table.rows if row.group.key in added_up):
        return None
    if recount.denominator(table.key, group, category) < rules.smallest_base:
        return None
    if recount.sessions_of_base(table.key, category, group) < rules.fewest_sessions:
        return None
    return sum(_base(recount, table, each) for each in added_up)


def _figures(
    rules: DisclosureRules, recount: Recount, table: Published, group: str, category: str
) -> tuple[int, int | None, int | None, int | None]:
    """What a shown cell must say: count, percentage, and range; the count alone where not everybody was
    offered it, and how many were is not told.
    """
    count = rounded(recount.numerator(table.key, category, group), table.round_to)
    base = _base_of(rules, recount, table, group, category)
    if base is None:
        return count, None, None, None
    effect = estimate.design_effect(recount.by_session(table.key, category, group))
    interval = estimate.wilson(min(count, base) / effect, base / effect)
    return (
        count,
        whole_percent(min(count, base), base),
        int(100 * interval.low + 0.5),
        int(100 * interval.high + 0.5),
    )
