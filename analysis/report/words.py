"""How the report says what is in it, whichever file it is drawn into: days, shares, signs, levels, answers.

One place, so that the page, the Word file, the PDF and the workbook never call the same thing two names. It
computes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from analysis.cards import DRAWN_AGAIN, NOBODY_OPPOSED, ConfidenceRules
from analysis.cards import RULES as CONFIDENCE
from analysis.details import PLACE_RULES
from analysis.disclosure import Cell, DisclosureRules, Published, Row
from analysis.findings import About, Action, AskMade, Findings, ThemeCard
from analysis.first_page import SETTLED, whose
from analysis.published import NO_SHARE, NOT_OFFERED
from analysis.puzzle import State
from analysis.report.cuts import Cut
from analysis.tables import Category
from analysis.wave import HelpTold

STATUS_WORDS: Final[Mapping[str, str]] = {
    "asked": "Asked, no answer yet",
    "will_do": "They said they will",
    "doing": "They are doing it",
    "done": "Done",
    "cannot": "They said they cannot",
}
LEVEL_WORDS: Final[Mapping[str, str]] = {"high": "High", "medium": "Medium", "low": "Low"}
ACTIONS_HEAD: Final = ("What must be done", "By whom", "By when", "Because", "How sure")
MUST_BE_DONE: Final = "What must be done, by whom, how sure we are"
ASKS_HEAD: Final = ("Asked", "Of whom", "By when", "Answer")
HOW_SURE: Final = "How sure we are"
HAD_CODING: Final = "Mistakes in coding"
SINCE: Final = "Since the last wave"
SUBJECT: Final = "How safe young people feel"
DRAFT: Final = "Draft, not approved"
INVENTED: Final = "Example: every answer is invented"
FOR_PARTNERS: Final = "For the office and its partners. Not for publication."
_ANNEX: Final = (
    "Percentages of those who answered, with the number of people in brackets. A choice marked “only” is a "
    "share of those who could choose it; where it is not told how many could, the people alone are told. "
    "Every figure with its range, and places and times theme by theme, are in the workbook{of}."
)
SURE_OF_WHAT: Final = (
    "“How sure” is how sure we are that this theme is real and about this large, not that what must be done "
    "would work."
)
SURE_ELSEWHERE: Final = (
    "“How sure” is how sure we are that this theme is real and about this large among everybody who wrote, "
    "not in {there} alone, and not that what must be done would work."
)
LESS_SURE: Final = (
    "Themes that may be chance are not in this list, however large. They are told further down, with the "
    "reason."
)
NOTHING_SURE: Final = (
    "Nothing is listed here to be done, because we are not sure enough of any theme: it may be chance, or "
    "too few wrote. What they wrote is told further down, with how sure we are."
)
NOT_TOLD: Final = "only some could choose it, and how many of this group could is not told"
PREVENTION: Final[Mapping[str, str]] = {
    "primary": "Primary: before any harm is done",
    "secondary": "Secondary: early, where harm is likely",
    "tertiary": "Tertiary: after harm, so that it does not happen again",
}
OVERLAP: Final = "One answer can be about several things, so shares add up to more than a hundred."
CUT_KINDS: Final[Mapping[str, str]] = {
    "district": "For a district",
    "strand": "For a strand of the High Harms Board",
    "partner": "For a partner",
}
SIGNS: Final[Mapping[State, str]] = {State.CONFIDENTIAL: "[c]", State.TOO_FEW: "too few"}
FEW: Final = "(few)"
MOST_OR_NONE: Final[Mapping[str, str]] = {
    "95% or more": "all of a small group, or nearly all; not told which, so that it tells on nobody",
    "5% or fewer": "none of a small group, or hardly anybody; not told which, so that it tells on nobody",
}
BREAKDOWNS: Final[Mapping[str, str]] = {"area": "District", "age_band": "Age", "gender": "Gender"}


THE_OTHER_WAY: Final = "The other view, in the words of one of them:"


def flags(findings: Findings, *, approved: bool) -> tuple[str, ...]:
    """What has to stand on every page."""
    return ((DRAFT,) if not approved else ()) + ((INVENTED,) if findings.about.invented else ())


def watermark(findings: Findings, *, approved: bool) -> str:
    """What stands across every page of the web page when it is printed, as a style sheet writes it."""
    return "\\A ".join(
        (("DRAFT",) if not approved else ()) + (("invented",) if findings.about.invented else ())
    )


def title(about: About) -> str:
    """What the report is about, of which wave, and in a cut of what part: it may lie alone on a table."""
    whole = f"{SUBJECT}, {about.title}"
    return f"{whole}: {about.part}" if about.part else whole


def whose_words(about: About) -> str:
    """In the part of a district: what in a theme is its own, and what is everybody’s."""
    if about.part_kind != "district":
        return ""
    return (
        f"Of each theme the first figures are those of {about.part}. How sure we are of it, its places, its "
        f"times and what makes them safer are told of everybody who raised it, not of {about.part} alone; "
        "words from elsewhere say so."
    )


def a_part(about: About) -> str:
    """In a part of the report: what it is a part of, whose its figures are, and what they are not for."""
    if not about.part:
        return ""
    whole = f"“{SUBJECT}, {about.title}”"
    if about.part_kind == "district":
        return (
            f"This is one part of the report {whole}: what it says of {about.part}, with the same figures. "
            "They may be read beside those of everyone. They are no ranking of districts: people came to "
            "sessions, nobody was picked, and where ranges overlap a difference may be chance."
        )
    of = f"of the strand “{about.part}”" if about.part_kind == "strand" else f"{about.part} has a part in"
    return (
        f"This is one part of the report {whole}: the themes {of}, with the same figures. Each is of "
        "everybody who answered, in every district. Do not add up the figures of several themes: one answer "
        "can be about more than one."
    )


def tells_of_themes(findings: Findings) -> bool:
    return bool(findings.themes.sentences or findings.cards)


def annex_title(about: About) -> str:
    return "Tables" if about.part else "All tables"


def annex(about: About) -> str:
    """How to read the tables, and in a part why some of the report’s are missing."""
    told = _ANNEX.format(of=" of the whole report" if about.part else "")
    if about.part_kind == "district":
        told += f" Questions of which too few in {about.part} answered to tell anything are left out."
    return told


def day(value: date | None) -> str:
    """A day as people write it: 6 November 2026."""
    return f"{value.day} {value:%B %Y}" if value else ""


def when(about: About) -> str:
    if about.first_day is None:
        return ""
    if about.first_day == about.last_day:
        return f"Answers from {day(about.first_day)}."
    return f"Answers from {day(about.first_day)} to {day(about.last_day)}."


def made_on(about: About) -> date:
    """The day that every file of these findings carries, so that the same findings give the same bytes."""
    return about.as_of or about.last_day or date(2000, 1, 1)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def hidden_sign(cell: Cell) -> str:
    """What stands where a number is not shown; nothing where it is."""
    if cell.state is State.SHOWN and cell.percent is not None:
        return ""
    return cell.words or SIGNS.get(cell.state, SIGNS[State.TOO_FEW])


def figure(cell: Cell) -> str:
    """One cell of a table in the annex."""
    if cell.words == NO_SHARE and cell.count is not None:
        return f"({cell.count:,})"
    return hidden_sign(cell) or f"{cell.percent}%" + (f" ({cell.count:,})" if cell.count is not None else "")


def answer_of(category: Category) -> str:
    """An answer in the annex. What adds up others is said to, or it would pass for one more answer."""
    return f"{category.label}, in all" if category.members else category.label


def range_of(cell: Cell) -> str:
    """From where to where a share may lie; nothing where it is not shown."""
    return "" if hidden_sign(cell) or cell.low is None else f"{cell.low} to {cell.high}%"


def base(row: Row) -> str:
    if row.base is None:
        return SIGNS[State.TOO_FEW]
    return f"{row.base:,}" + (f" {FEW}" if row.caution else "")


def by_when(action: Action) -> str:
    """The day somebody has to have done it, and what they said to it."""
    if action.status is None:
        return "Not asked yet"
    if action.status in SETTLED:
        return STATUS_WORDS[action.status]
    due = (day(action.due) or "No day set") + (" (overdue)" if action.overdue else "")
    return due if action.status == "asked" else f"{due}. {STATUS_WORDS[action.status]}"


def overdue(findings: Findings) -> tuple[str, ...]:
    """Each thing somebody was asked for and has not answered, or not done, in time."""
    return tuple(
        f"Overdue: {ask.text.rstrip(' .')}. {ask.owner or 'Somebody'} should have "
        f"{'answered' if ask.status == 'asked' else 'done it'} by {day(ask.due)}."
        for ask in findings.asks
        if ask.overdue
    )


def less_sure(findings: Findings) -> str:
    """Of what we are sure, and why a large theme, or every theme, is missing among what must be done."""
    unsure = any(card.confidence.level == "low" and card.polarity != "helps" for card in findings.cards)
    if not findings.actions:
        return NOTHING_SURE if unsure else ""
    about = findings.about
    of = SURE_ELSEWHERE.format(there=about.part) if about.part_kind == "district" else SURE_OF_WHAT
    return f"{of} {LESS_SURE}" if unsure else of


def themes_in(one: Cut) -> str:
    """How much there is to read in a part."""
    if not one.themes:
        return "too few wrote there to tell themes"
    return "1 theme" if one.themes == 1 else f"{one.themes} themes"


def answer(ask: AskMade) -> str:
    """What has become of an ask."""
    told = STATUS_WORDS[ask.status]
    return f"{told}. {ask.reply}" if ask.reply else f"{told}."


def facts(card: ThemeCard) -> tuple[tuple[str, str], ...]:
    """A theme card’s lines: what it is called, and what is known. Lines with nothing to say are left out."""
    lines = (
        ("They ask for", capital(card.asks_for)),
        ("Whose it is", whose(card) if card.owner or card.polarity != "helps" else ""),
        (HOW_SURE, f"{LEVEL_WORDS[card.confidence.level]}. {card.confidence.why.text}"),
        (HAD_CODING, card.corrected.text if card.corrected is not None else ""),
        (SINCE, card.trend.text if card.trend is not None else ""),
        ("Districts", card.spread.text),
        ("Places", " ".join(sentence.text for sentence in card.places)),
        ("Times", " ".join(sentence.text for sentence in card.times)),
        ("What makes them safer", " ".join(sentence.text for sentence in card.protective)),
        ("Who raises it more", " ".join(sentence.text for sentence in card.more_in)),
        ("The other view", card.counter_view.text if card.counter_view.text != NOBODY_OPPOSED else ""),
        ("Kind of violence", card.violence),
        ("Where causes lie", capital(card.cause_level)),
        ("Prevention", PREVENTION.get(card.prevention_tier, capital(card.prevention_tier))),
        ("High Harms strand", capital(card.strand)),
        ("Plan pillar", card.pillar),
    )
    return tuple((name, told) for name, told in lines if told)


def rules_kept(findings: Findings, ranges: str) -> tuple[tuple[str, str], ...]:
    """The disclosure rules, as far as a reader needs them."""
    rules = findings.rules
    of_some = any(one.offered for table in findings.tables for one in table.categories)
    ranges_told = {cell.words for table in findings.tables for cell in table.cells}
    few = any(row.caution and row.base is not None for table in findings.tables for row in table.rows)
    counts = f"nothing from 1 to {rules.smallest_count - 1} is shown"
    if rules.smallest_sensitive_count != rules.smallest_count:
        counts += f"; for sensitive questions nothing from 1 to {rules.smallest_sensitive_count - 1}"
    return (
        ("Percentages", f"only where {rules.smallest_base} or more people answered"),
        ("Counts", counts),
        ("Rounding", _rounding(rules)),
        *_places_named(rules),
        ("Sessions", f"only what was said in {rules.fewest_sessions} or more sessions"),
        (SIGNS[State.CONFIDENTIAL], "hidden, to protect somebody"),
        (SIGNS[State.TOO_FEW], "too few people answered to be fair to them"),
        *((sign, means) for sign, means in MOST_OR_NONE.items() if sign in ranges_told),
        *(((FEW, f"fewer than {rules.caution_below} people answered: read with care"),) if few else ()),
        *(((NOT_OFFERED, "nobody in this group could choose it"), (NO_SHARE, NOT_TOLD)) if of_some else ()),
        (HOW_SURE, how_sure()),
        ("Ranges", f"{ranges}. They allow for people in one session being alike."),
    )


def _places_named(rules: DisclosureRules) -> tuple[tuple[str, str], ...]:
    if rules.tier not in PLACE_RULES.tiers:
        return ()
    told = (
        f"only of the office’s list, where {PLACE_RULES.fewest_people} or more people named them in "
        f"{PLACE_RULES.fewest_sessions} or more sessions, and the theme may be shown for their district"
    )
    return (("Places by name", told),)


def how_sure(rules: ConfidenceRules = CONFIDENCE) -> str:
    """What “high” and “medium” mean."""
    return (
        f"high where {rules.high_base} or more people wrote, in {rules.high_sessions} or more sessions, and "
        f"the theme came back in {100 * rules.high_stability:.0f} or more of 100 {DRAWN_AGAIN}; medium from "
        f"{rules.medium_base} people, {rules.medium_sessions} sessions and "
        f"{100 * rules.medium_stability:.0f} tries; low otherwise"
    )


@dataclass(frozen=True)
class Heard:
    """A part of the young people’s page: a heading, and under it what was asked and what came of it."""

    heading: str
    lines: tuple[tuple[str, str], ...]


NEXT: Final = "What happens now"
"""The heading of the last part of the young people’s page."""

HEARD: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("They said they will", ("will_do", "doing")),
    ("What changed", ("done",)),
    ("They said they cannot, and why", ("cannot",)),
    ("Nobody has answered yet", ("asked",)),
)


def heard_back(findings: Findings) -> tuple[Heard, ...]:
    """They said they will, what changed, what they cannot, and what waits: in that order."""
    found = []
    for heading, states in HEARD:
        asks = [ask for ask in findings.asks if ask.status in states]
        if asks:
            found.append(Heard(heading, tuple((ask.text, _heard(ask)) for ask in asks)))
    return (*found, Heard(NEXT, tuple(("", line) for line in _next(findings))))


def _next(findings: Findings) -> Iterator[str]:
    """So what happens now? Who has to speak next and by when, or that nobody was asked yet."""
    waiting = [ask for ask in findings.asks if ask.status not in SETTLED]
    if not findings.asks:
        yield "Nobody has been asked to do anything yet."
        if findings.about.answer_due:
            yield f"They must answer you {findings.about.answer_due}."
        return
    if any(ask.overdue for ask in waiting):
        yield "Some answers are late. We told the people in charge so, in this report."
    dates = [(ask.due, ask.owner) for ask in waiting if ask.due and ask.owner and not ask.overdue]
    if dates:
        due, owner = min(dates)
        yield f"The next one due is from {owner}, by {day(due)}."
    elif not waiting:
        yield "Everything you asked for has an answer. Next time, tell us if it helped."


def _heard(ask: AskMade) -> str:
    if ask.reply:
        return f"{ask.owner}: {ask.reply}"
    due = f" by {day(ask.due)}" if ask.due else ""
    return (
        f"{ask.owner} {'should have answered' if ask.overdue else 'must answer'}{due}." if ask.owner else ""
    )


TALK: Final = "If you want to talk to someone"
CHECK_FIRST: Final = "This is an example. Check each of these before you use it."


def help_lines(about: About) -> tuple[tuple[str, str], ...]:
    """Whom a young reader can turn to: the name, and for what and how."""
    return tuple((one.label, f"{one.who_for.rstrip(' .')}. {_ways(one)}.") for one in about.help_lines)


def _ways(one: HelpTold) -> str:
    hours = f" ({one.hours})" if one.hours else ""
    ways = (
        f"Ring {one.call}" if one.call else "",
        f"Text {one.text}" if one.text else "",
        f"See {one.url.removeprefix('https://').removeprefix('www.')}" if one.url else "",
    )
    return ". ".join(filter(None, ways)) + hours


def _rounding(rules: DisclosureRules) -> str:
    if rules.round_to > 1:
        counts = f"all counts to the nearest {rules.round_to}"
    elif rules.round_if_it_hides_less:
        counts = f"a table is rounded to the nearest {rules.round_if_it_hides_less} where that hides less"
    else:
        counts = "none"
    return f"{counts}; percentages to whole numbers, so they may not sum"


def with_numbers(tables: tuple[Published, ...]) -> tuple[Published, ...]:
    """The tables that show at least how many answered."""
    return tuple(table for table in tables if any(row.base is not None for row in table.rows))
