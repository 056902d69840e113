"""The ledger: each figure and each quote of a summary, and the sentences made from them.

The question this module answers for whoever doubts a sentence: *where does this number come from?* A
sentence is made by a template from ledger entries and words; `verify` counts every entry again and makes
every sentence again, so prose cannot drift from the data. Which entries to make is for `summary` to decide.

Small groups are worded, not hidden behind decimals: from 100 people plain, from 30 “around” with a warning,
from 10 words only and only for partners, under 10 nothing (disclosure rule 7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analysis.disclosure import BASE, DisclosureRules, Published
from analysis.puzzle import State
from analysis.tables import ALL, PEOPLE

Source = Literal[
    "cell",  # a cell of a published table
    "base",  # a row’s base in a published table
    "group",  # a row’s base in the table of people, as a share of everyone
    "sessions",  # how many sessions a cell’s people came from; the base’s when there is no category
    "headcount",
    "declined",
    "opposite",  # said the opposite of a theme, in releases made before that had a table of its own
    "held",
    "non_answer",
    "other_language",
    "census",  # a group’s share of all young people, from the office’s configuration
    "stability",  # of 100 resamples, how many a theme came back in
    "hidden_cells",
    "cells",
    "weighted",  # everyone’s share had the wave been weighted to the census
    "then",  # the share released of the last wave
    "change",  # in points since then, where it is more than chance
    "coded_blind",  # answers people coded without seeing the machine’s codes
    "kappa",  # hundredths: how far those who coded them agree beyond chance
    "corrected",  # a theme’s share had nobody coded wrongly, from its published figures and the blind sample
    "talks",  # groups that answered a question in a talk
    "raised_in",  # of them, those that raised one thing
    "quote",
]


@dataclass(frozen=True)
class Entry:
    """One figure or one quote. `claim` says in plain English what it is a figure of."""

    key: str
    claim: str
    source: Source
    table: str = ""
    category: str = ""
    group: str = ALL
    theme: str = ""
    state: State = State.SHOWN
    numerator: int | None = None
    denominator: int | None = None
    percent: int | None = None
    low: int | None = None
    high: int | None = None
    text_id: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""


@dataclass(frozen=True)
class Sentence:
    """Text, and what it was made of. `words` fill the template’s gaps; figures come from entries alone."""

    text: str
    template: str = "plain"
    entries: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


AGREEMENT = ((80, "strong"), (60, "good enough"), (-100, "weak"))
"""From how many hundredths on which word fits. Source: `agreement`, which says the same at the desk."""

Template = Callable[[tuple[Entry, ...], Mapping[str, str], DisclosureRules], str]


def sentence(template: str, entries: tuple[Entry, ...], rules: DisclosureRules, **words: str) -> Sentence:
    """Make a sentence from entries."""
    text = TEMPLATES[template](entries, words, rules)
    return Sentence(text, template, tuple(entry.key for entry in entries), dict(words))


def plain(text: str) -> Sentence:
    """A sentence without a figure or a quote."""
    return Sentence(text, words={"text": text})


def share_words(percent: int) -> str:
    """A share in a word, for groups too small for a percentage."""
    for below, words in ((20, "a few"), (40, "some"), (60, "about half"), (85, "most")):
        if percent < below:
            return words
    return "nearly all"


def share(entry: Entry, rules: DisclosureRules, *, with_range: bool = True) -> str:
    """A share as this tier may read it."""
    if entry.state is State.RANGE:
        return entry.quote
    if entry.state is not State.SHOWN or entry.percent is None or entry.denominator is None:
        return "a number too small to show"
    base = entry.denominator
    if base < rules.plain_percent_from:
        words_allowed = rules.words_from is not None and base >= rules.words_from
        return f"{share_words(entry.percent)} of a small group" if words_allowed else "too few people to say"
    counts = f"{entry.numerator:,} of {base:,}"
    if with_range and entry.low is not None and entry.high is not None:
        counts += f"; range {entry.low} to {entry.high}%"
    if base < rules.around_below:
        return f"around {entry.percent}% ({counts}; few answers, read with care)"
    return f"{entry.percent}% ({counts})"


def short_share(entry: Entry, rules: DisclosureRules) -> str:
    """A share in a list of many: the percentage alone, marked when it rests on few."""
    if entry.percent is None or entry.denominator is None or entry.denominator < rules.plain_percent_from:
        return share(entry, rules)
    return f"{'around ' if entry.denominator < rules.around_below else ''}{entry.percent}%"


def _plain(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    return words["text"]


def _share(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    told = share(entries[0], rules)
    return _opened(f"{words.get('before', '')}{told}{words.get('after', '')}.")


def _shares(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """Several shares in one sentence; word `after0` follows the first, and so on."""
    base = entries[0].denominator or 0
    alike = len(entries) > 1 and all(entry.denominator == base for entry in entries)
    if alike and base >= rules.plain_percent_from:
        told = [short_share(e, rules) + words.get(f"after{i}", "") for i, e in enumerate(entries)]
        tail = _of_whom(base, words.get("who_of", "people"), rules)
    else:
        told = [share(e, rules, with_range=False) + words.get(f"after{i}", "") for i, e in enumerate(entries)]
        tail = ""
    return _opened(f"{words.get('before', '')}{words.get('between', ', ').join(told)}{tail}.")


def _of_whom(base: int, who: str, rules: DisclosureRules) -> str:
    """The one base of several shares, told once."""
    few = "; few answers, read with care" if base < rules.around_below else ""
    return f" (of {base:,} {who}{few})"


def _compared(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    group, everyone = entries
    return f"{words['who']}: {share(group, rules)} {words['what']}. Everyone: {everyone.percent}%."


def _count(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """Counts in a sentence; word `gap0` stands before the first, `gap1` before the second, and so on."""
    told = "".join(f"{words.get(f'gap{i}', '')}{_number(e)}" for i, e in enumerate(entries))
    return _opened(told + words.get(f"gap{len(entries)}", ""))


def _beside_census(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    heard, census = entries
    return (
        f"Under-heard: {words['who']}, {heard.percent}% of those we heard, {census.percent}% of young people."
    )


def _weighted(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    told, weighted = entries
    return (
        f"{words['when']}, {told.percent}% feel unsafe; had every group its fair share, "
        f"it would be {weighted.percent}%."
    )


def _districts(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    sessions, *where = entries
    told = ", ".join(f"{words[f'label{i}']} {short_share(e, rules)}" for i, e in enumerate(where))
    return f"Raised in {_number(sessions)} sessions. {told}."


def _where(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """A theme’s share in each district, of how many there; word `label0` names the first, and so on."""
    told = "; ".join(f"{words[f'label{i}']} {_with_counts(e, rules)}" for i, e in enumerate(entries))
    return f"Of those who wrote there: {told}."


def _with_counts(entry: Entry, rules: DisclosureRules) -> str:
    """A share in a list, and the numbers it is a share of, where both may be told."""
    told = short_share(entry, rules)
    if entry.numerator is None or (entry.denominator or 0) < rules.plain_percent_from:
        return told
    return f"{told} ({entry.numerator:,} of {entry.denominator:,})"


def _of_those(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """Shares of one theme’s own people; word `before` opens it, `label0` names the first, and so on."""
    told = "; ".join(f"{words[f'label{i}']} {short_share(e, rules)}" for i, e in enumerate(entries))
    return f"{words.get('before', '')}{told} (of the {entries[0].denominator:,} who raised it)."


def _leads(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """What has the largest share, or two that share it: words `label0`, `label1`, then `one` or `both`."""
    share = short_share(entries[0], rules)
    if len(entries) == 1:
        return f"{words['before']}“{words['label0']}” {words['one']}: {share}"
    return f"{words['before']}“{words['label0']}” and “{words['label1']}” {words['both']}: {share} each"


def _day_and_dark(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    dark, day = entries
    return _opened(f"{short_share(dark, rules)} feel unsafe after dark, {short_share(day, rules)} by day")


def _darker_in(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """Pair by pair, a district after dark and by day: in how many of them more feel unsafe after dark."""
    pairs = list(zip(entries[::2], entries[1::2], strict=True))
    darker = sum((dark.percent or 0) > (day.percent or 0) for dark, day in pairs)
    whole = f"In all {len(pairs)}" if darker == len(pairs) else f"In {darker} of {len(pairs)}"
    return f"{whole} districts shown, more feel unsafe after dark than by day"


def _missing_most(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    heard, census = entries
    return (
        f"Missing most: “{words['who']}”, {heard.percent}% of those heard, "
        f"{census.percent}% of all young people"
    )


def _trend(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """Now, then and, if there is a third entry, the change that holds. Marks say what makes it unsure."""
    now, then, *change = entries
    told = f"{short_share(now, rules)} now, {short_share(then, rules)} in {words['wave']}. "
    told += _change(change[0]) if change else "No clear change."
    return _opened(f"{told} Read with care: {words['marks']}" if words.get("marks") else told)


def _change(entry: Entry) -> str:
    points = entry.numerator or 0
    low, high = sorted((abs(entry.low or 0), abs(entry.high or 0)))
    unit = "point" if abs(points) == 1 else "points"
    return f"{'Up' if points > 0 else 'Down'} {abs(points)} {unit} (range {low} to {high})."


def _coded_blind(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """Who coded a sample; word `who`, and `whose` codes they did not see. Kappa, where it is defined."""
    coded, *kappa = entries
    agreed = f". Their agreement is {_agreement(kappa[0].percent or 0)}" if kappa else ""
    return f"{words['people']} coded {_number(coded)} answers without seeing {words['whose']} codes{agreed}."


def _agreement(hundredths: int) -> str:
    how = next(words for least, words in AGREEMENT if hundredths >= least)
    return f"{how} (kappa {hundredths / 100:.2f}; 1 is always, 0 is as chance would have it)"


def _corrected(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    """What was counted, then what it would be; whether the one is among what the other leaves possible."""
    counted, corrected = entries
    told, low, high = counted.percent or 0, corrected.low or 0, corrected.high or 0
    would = f"Had the coding been perfect, “{words['who']}” would stand at around {corrected.percent}% "
    if low <= told <= high:
        return f"{would}(range {low} to {high}%). The {told}% counted lies within that range."
    return f"{would}(range {low} to {high}%), not {told}%."


def _quote(entries: tuple[Entry, ...], words: Mapping[str, str], rules: DisclosureRules) -> str:
    return f"“{entries[0].quote}”"


def _number(entry: Entry) -> str:
    if entry.numerator is None:
        return "too few to say"
    return f"{entry.numerator:,}"


def _opened(text: str) -> str:
    """A sentence begins with a capital, whatever came first."""
    return text[:1].upper() + text[1:]


TEMPLATES: Mapping[str, Template] = {
    "plain": _plain,
    "share": _share,
    "shares": _shares,
    "compared": _compared,
    "count": _count,
    "beside_census": _beside_census,
    "districts": _districts,
    "where": _where,
    "weighted": _weighted,
    "of_those": _of_those,
    "leads": _leads,
    "day_and_dark": _day_and_dark,
    "darker_in": _darker_in,
    "missing_most": _missing_most,
    "trend": _trend,
    "coded_blind": _coded_blind,
    "corrected": _corrected,
    "quote": _quote,
}


class Ledger:
    """Collects entries while a summary is written, and hands each a key. The same claim is entered once."""

    def __init__(self, tables: Mapping[str, Published], rules: DisclosureRules) -> None:
        self.tables, self.rules = tables, rules
        self._entries: dict[tuple[object, ...], Entry] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries.values())

    def cell(self, table: str, category: str, group: str = ALL, *, theme: str = "") -> Entry | None:
        """A cell’s figure, or None when there is no such cell in this tier."""
        published = self.tables.get(table)
        cell = published.at.get((group, category)) if published else None
        row = published.row(group) if published else None
        if published is None or cell is None or row is None:
            return None
        label = next(c.label for c in published.categories if c.key == category)
        return self._enter(
            "cell",
            f"{published.title} {row.group.label}: {label}",
            table=table,
            category=category,
            group=group,
            theme=theme,
            state=cell.state,
            numerator=cell.count,
            denominator=published.base_of(group, category) if cell.percent is not None else None,
            percent=cell.percent,
            low=cell.low,
            high=cell.high,
            quote=cell.words,
        )

    def group(self, group: str) -> Entry | None:
        """How many of a group took part, as a share of everyone."""
        row, everyone = self.tables[PEOPLE].row(group), self.tables[PEOPLE].row(ALL)
        if row is None or everyone is None or row.base is None or everyone.base is None:
            return None
        percent = (200 * row.base + everyone.base) // (2 * everyone.base)
        return self._enter(
            "group",
            f"People heard: {row.group.label}",
            table=PEOPLE,
            category=BASE,
            group=group,
            numerator=row.base,
            denominator=everyone.base,
            percent=min(percent, 100),
        )

    def number(
        self,
        source: Source,
        claim: str,
        value: int | None,
        *,
        table: str = "",
        category: str = "",
        group: str = ALL,
        theme: str = "",
    ) -> Entry:
        """A figure that is not a share."""
        return self._enter(
            source, claim, table=table, category=category, group=group, theme=theme, numerator=value
        )

    def percentage(
        self,
        source: Source,
        claim: str,
        percent: int,
        *,
        low: int | None = None,
        high: int | None = None,
        **where: str,
    ) -> Entry:
        """A percentage that does not come from one cell, and its range if it has one."""
        ends = {} if low is None else {"low": low, "high": high}
        return self._enter(source, claim, percent=percent, **ends, **where)

    def quote(self, theme: str, text_id: str, start: int, end: int, words: str) -> Entry:
        return self._enter(
            "quote",
            "Words of one young person",
            theme=theme,
            text_id=text_id,
            start=start,
            end=end,
            quote=words,
        )

    def _enter(self, source: Source, claim: str, **figures: object) -> Entry:
        identity = (source, claim, *sorted(figures.items(), key=lambda item: item[0]))
        if identity not in self._entries:
            key = f"e{len(self._entries) + 1}"
            self._entries[identity] = Entry(key=key, claim=claim, source=source, **figures)  # type: ignore[arg-type]
        return self._entries[identity]
