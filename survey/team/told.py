"""How the findings of a release are drawn, for whichever page shows a part of them.

Everything is plain HTML: real text a screen reader reads, with bars beside it that draw what the text says.
It takes findings and gives markup; it asks no service and computes no figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from analysis.disclosure import Cell, Published
from analysis.findings import AskMade, Findings, Quoted, Section, ThemeCard
from analysis.ledger import Entry, Sentence
from analysis.report.words import LEVEL_WORDS, SINCE, STATUS_WORDS, THE_OTHER_WAY, by_when, capital, day
from analysis.tables import ALL, PEOPLE
from analysis.trends import TOO_FEW, Compared, NoTrend, Trend, holding
from survey.team import charts

UNSAFE = (("safe_day", "Unsafe by day"), ("safe_dark", "Unsafe after dark"))
NOT_SHOWN = "not shown"
NOTHING_SHOWN = "Too few people or sessions here to show any figure."
NOTHING_CHANGED = "Nothing changed by more than chance could explain."
NO_OWNER = "An owner has to be named"
MOST_THEMES = 5  # in a district's panel


@dataclass(frozen=True)
class Line:
    """One bar of a district's panel. `cell` is None where nothing was asked or nobody is counted."""

    label: str
    cell: Cell | None


def sentences(section: Section, *, large: bool = False) -> str:
    kind = "says large" if large else "says"
    return "".join(f'<p class="{kind}">{escape(one.text)}</p>' for one in section.sentences)


def cards(findings: Findings) -> str:
    """The themes, most often raised first, each with its bar and its range."""
    entries = {entry.key: entry for entry in findings.ledger}
    return "".join(_card(card, entries) for card in findings.cards)


def interval(percent: int | None, low: int | None, high: int | None) -> str:
    """A share as a bar and its range as a line, where both may be shown. The text beside it says it too."""
    if percent is None or low is None or high is None:
        return ""
    return (
        f'<div class="interval" aria-hidden="true"><span class="bar" style="width:{percent}%"></span>'
        f'<span class="range" style="left:{low}%;width:{high - low}%"></span></div>'
    )


def districts(findings: Findings) -> str:
    """Small multiples: one panel for each district, the same bars in the same order on the same scale."""
    return '<div class="panels">' + "".join(_panel(*panel) for panel in panels(findings)) + "</div>"


def panels(findings: Findings) -> tuple[tuple[str, str, tuple[Line, ...]], ...]:
    """For each district: its name, how many answered there, and its bars."""
    people = findings.table(PEOPLE)
    if people is None:
        return ()
    return tuple(
        (row.group.label, _people(row.base), _lines(findings, row.group.key))
        for row in people.rows
        if row.group.by == "area"
    )


def asks(made: Sequence[AskMade], today: date) -> str:
    """What was asked, overdue first, as a table with an answer in each row."""
    ordered = sorted(made, key=lambda one: (not is_overdue(one, today), one.due or date.max, one.text))
    rows = "".join(
        f'<tr><th scope="row">{escape(one.text)}</th><td>{escape(one.owner or NO_OWNER)}</td>'
        f"<td>{_due(one, today)}</td><td>{escape(STATUS_WORDS[one.status])}"
        f"{f'. {escape(one.reply)}' if one.reply else ''}</td></tr>"
        for one in ordered
    )
    return (
        '<table class="asks"><caption>What was asked, what is late first</caption><thead><tr>'
        '<th scope="col">Asked</th><th scope="col">Of whom</th><th scope="col">By</th>'
        f'<th scope="col">Answer</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def is_overdue(one: AskMade, today: date) -> bool:
    """On the day it is read, not on the day it was released."""
    return bool(one.due and one.due < today and one.status not in ("done", "cannot"))


def overdue_words(number: int) -> str:
    if not number:
        return ""
    return "One ask is overdue." if number == 1 else f"{number} asks are overdue."


def actions(findings: Findings) -> str:
    """What must be done, by whom, how sure."""
    if not findings.actions:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(capital(one.what))}</th><td>{escape(one.who)}</td>'
        f'<td class="short"><span class="head">By when: </span>{escape(by_when(one))}</td>'
        f'<td>{escape(one.because.text)}</td><td class="short"><span class="head">How sure: </span>'
        f"{LEVEL_WORDS[one.confidence]}</td></tr>"
        for one in findings.actions
    )
    return (
        '<table class="asks"><caption>What must be done</caption><thead><tr><th scope="col">What</th>'
        '<th scope="col">By whom</th><th scope="col">By when</th><th scope="col">Because</th>'
        '<th scope="col">How sure</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def trends(found: Compared) -> str:
    """What changed since the last wave by more than chance, and what makes the two unlike."""
    marks = "".join(f'<p class="quiet">{escape(mark)}</p>' for mark in found.marks)
    changed = _trend_lines(holding(found.trends), found)
    return f"{marks}{changed}" if changed else f'{marks}<p class="says">{NOTHING_CHANGED}</p>'


def unchanged(found: Compared) -> str:
    """What did not clearly change, and what cannot be compared, by its reason."""
    lines = _trend_lines([one for one in found.trends if not one.holds], found)
    reasons: dict[str, list[str]] = {}
    for one in found.not_drawn:
        reasons.setdefault(one.why, []).append(_named(one))
    return lines + "".join(
        f'<p class="quiet">Not compared, because {"of " if why == TOO_FEW else ""}{escape(why)}: '
        f"{escape('; '.join(labels))}.</p>"
        for why, labels in reasons.items()
    )


def heard(findings: Findings) -> str:
    """Who answered, group by group."""
    people = findings.table(PEOPLE)
    if people is None:
        return ""
    by = dict.fromkeys(row.group.by for row in people.rows if row.group.by != ALL)
    names = {"area": "By district", "age_band": "By age", "gender": "By gender"}
    tables = "".join(charts.people_bars(charts.groups_of(people, one), names.get(one, one)) for one in by)
    return f'<div class="panels">{tables}</div>'


# --- helpers ---


def _named(one: Trend | NoTrend) -> str:
    return dict(UNSAFE).get(one.key, one.label)


def _trend_lines(trends: Sequence[Trend], found: Compared) -> str:
    lines = "".join(
        f"<li>{escape(replace(one, label=_named(one)).text)}{_marks(one, found)}</li>" for one in trends
    )
    return f"<ul>{lines}</ul>" if lines else ""


def _marks(one: Trend, found: Compared) -> str:
    own = " ".join(mark for mark in one.marks if mark not in found.marks)
    return f' <span class="quiet">{escape(own)}</span>' if own else ""


def _quoted(quotes: Sequence[Quoted]) -> str:
    return "".join(
        f'<blockquote class="quote">{escape(one.sentence.text)}'
        f"<footer>{escape(one.attribution)}</footer></blockquote>"
        for one in quotes
    )


def _card(card: ThemeCard, entries: Mapping[str, Entry]) -> str:
    entry = next((entries[key] for key in card.share.entries if key in entries), None)
    bar = interval(entry.percent, entry.low, entry.high) if entry else ""
    more = _list((card.spread, *card.places, *card.times, *card.more_in, card.counter_view))
    safer = "".join(
        f'<p class="quiet">What makes them safer: {escape(one.text)}</p>' for one in card.protective
    )
    quotes = _quoted(card.quotes)
    if card.counter_quotes:
        quotes += f'<p class="quiet">{escape(THE_OTHER_WAY)}</p>{_quoted(card.counter_quotes)}'
    owner = ", ".join(filter(None, (card.owner, *card.partners)))
    asked = f'<p class="says"><strong>Asks for:</strong> {escape(card.asks_for)}</p>' if card.asks_for else ""
    whose = f'<p class="quiet">Who could change it: {escape(owner)}.</p>' if owner else ""
    since = f'<p class="says">{SINCE}: {escape(card.trend.text)}</p>' if card.trend is not None else ""
    coded = f'<p class="quiet">{escape(card.corrected.text)}</p>' if card.corrected is not None else ""
    return (
        f'<section class="card"><h2 class="theme">{escape(card.label)}</h2>'
        f"{f'<p>{escape(card.summary)}</p>' if card.summary else ''}"
        f'<p class="says">{escape(card.share.text)}</p>{bar}{since}{more}{safer}{quotes}{asked}{whose}'
        f'<p class="quiet">Confidence: {card.confidence.level}. {escape(card.confidence.why.text)}</p>{coded}'
        "</section>"
    )


def _list(told: Iterable[Sentence]) -> str:
    return "<ul>" + "".join(f"<li>{escape(one.text)}</li>" for one in told if one.text) + "</ul>"


def _people(base: int | None) -> str:
    return "Too few people to show" if base is None else f"{base:,} people"


def _lines(findings: Findings, group: str) -> tuple[Line, ...]:
    entries = {entry.key: entry for entry in findings.ledger}
    asked = [(label, findings.table(question), "unsafe") for question, label in UNSAFE]
    for card in findings.cards[:MOST_THEMES]:
        entry = next((entries[key] for key in card.share.entries if key in entries), None)
        if entry is not None:
            asked.append((card.label, findings.table(entry.table), entry.category))
    return tuple(Line(label, _cell(table, group, category)) for label, table, category in asked if table)


def _cell(table: Published | None, group: str, category: str) -> Cell | None:
    return table.at.get((group, category)) if table else None


def _panel(name: str, people: str, lines: Sequence[Line]) -> str:
    rows = "".join(
        f"<li><span>{escape(one.label)}: {_said(one.cell)}</span>{_bar(one.cell)}</li>" for one in lines
    )
    return (
        f'<section class="panel"><h2 class="theme">{escape(name)}</h2><p class="quiet">{escape(people)}</p>'
        f"<ul>{rows}</ul></section>"
    )


def _said(cell: Cell | None) -> str:
    if cell is None or cell.percent is None:
        return escape(cell.words) if cell is not None and cell.words else NOT_SHOWN
    span = f" (range {cell.low} to {cell.high}%)" if cell.low is not None else ""
    return f"{cell.percent}%{span}"


def _bar(cell: Cell | None) -> str:
    return interval(cell.percent, cell.low, cell.high) if cell is not None else ""


def _due(one: AskMade, today: date) -> str:
    late = ' <strong class="badge late">Overdue</strong>' if is_overdue(one, today) else ""
    return f"{escape(day(one.due))}{late}"
