"""The report as one list of blocks: what a Word file and a PDF draw, in the order a reader needs it.

The question this module answers for both writers: *what comes next, and what is it?* A heading, a sentence, a
table, a chart. A block knows nothing of fonts or files, so both files say the same. The page (`web`) has its
own templates, because there a table folds and a chart sits beside its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from analysis import charts, estimate
from analysis.charts import Charts, Drawn
from analysis.details import NAMED
from analysis.disclosure import Published, Row
from analysis.findings import Findings, Section, ThemeCard
from analysis.report import words
from analysis.tables import ALL, NOT_USABLE, about_theme

Tone = Literal["plain", "lead", "quiet", "notice"]


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    on_new_page: bool = False


@dataclass(frozen=True)
class Words:
    """A paragraph. `lead`: the sentences of the first page. `notice`: to be read before anything else."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Quotation:
    text: str
    by: str


@dataclass(frozen=True)
class Facts:
    """Lines of a name and what is known under it."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table with a header row; its first column names the rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True  # every column after the first holds figures
    widths: tuple[int, ...] = ()  # parts of the width, where the columns are not alike


@dataclass(frozen=True)
class Picture:
    """A chart, its title, what it says in words, and a note under it."""

    drawn: Drawn

    @property
    def alternative(self) -> str:
        return self.drawn.words


MOST_KEPT = 5
"""As many paragraphs as are kept on the page of the chart they lead to."""

Block = Heading | Words | Quotation | Facts | Grid | Picture


def outline(findings: Findings, *, approved: bool, drawn: Charts | None = None) -> tuple[Block, ...]:
    """Everything after the title, in order."""
    drawn = charts.charts(findings) if drawn is None else drawn
    parts = (findings.heard, findings.safety)
    after = (findings.groups, findings.trust, findings.would_help, findings.talks)
    return (
        *_first_page(findings, approved=approved),
        *_young_people(findings),
        *(block for part in parts for block in _section(part, drawn)),
        *_themes(findings, drawn),
        *_section(findings.places, drawn),
        *_districts(findings, drawn),
        *(block for part in after for block in _section(part, drawn)),
        *_asks(findings),
        *_section(findings.method, drawn),
        Heading(2, "The rules this report keeps"),
        Facts(words.rules_kept(findings, estimate.CAPTION)),
        Heading(1, words.annex_title(findings.about), on_new_page=not findings.about.part),
        Words(words.annex(findings.about), "quiet"),
        *annex(findings),
    )


def leads_to_a_picture(after: tuple[Block, ...]) -> bool:
    """Whether nothing but a few words comes before the next chart: they stay on its page."""
    following = next((block for block in after[:MOST_KEPT] if not isinstance(block, Words)), None)
    return isinstance(following, Picture)


def _first_page(findings: Findings, *, approved: bool) -> Iterator[Block]:
    about = findings.about
    if flags := words.flags(findings, approved=approved):
        yield Words(". ".join(flags) + ".", "notice")
    told = [words.when(about), words.FOR_PARTNERS if findings.rules.tier == "partner" else ""]
    yield Words(" ".join(filter(None, told)), "quiet")
    if part := words.a_part(about):
        yield Words(part, "quiet")
    yield Words(f"Read this first. {findings.not_evidence}", "notice")
    yield Heading(1, findings.first_page.title)
    for sentence in findings.first_page.sentences:
        yield Words(sentence.text, "lead")
    sure = words.less_sure(findings)
    if findings.actions or sure:
        yield Heading(1, words.MUST_BE_DONE)
    if findings.actions:
        yield Grid(
            "What must be done",
            words.ACTIONS_HEAD,
            tuple(
                (
                    words.capital(a.what),
                    a.who,
                    words.by_when(a),
                    a.because.text,
                    words.LEVEL_WORDS[a.confidence],
                )
                for a in findings.actions
            ),
            numbers=False,
            widths=(24, 29, 14, 22, 11),
        )
    elif sure:
        yield Words(sure)
        sure = ""
    for late in words.overdue(findings):
        yield Words(late, "notice")
    yield Words(" ".join(filter(None, (sure, f"Ranges: {estimate.CAPTION}."))), "quiet")


def _young_people(findings: Findings) -> Iterator[Block]:
    """You said, they said they will, what changed."""
    if not findings.young_people:
        return
    yield Heading(1, "For young people", on_new_page=True)
    for sentence in findings.young_people:
        yield Words(sentence.text)
    for part in words.heard_back(findings):
        yield Heading(2, part.heading)
        for asked, came in part.lines:
            yield Words(f"You said: {asked.rstrip(' .')}. {came}" if asked else came)
    if findings.about.help_lines:
        yield Heading(2, words.TALK)
        if findings.about.invented:
            yield Words(words.CHECK_FIRST, "quiet")
        yield Facts(words.help_lines(findings.about))


def _section(part: Section, drawn: Charts) -> Iterator[Block]:
    if not part.sentences:
        return
    yield Heading(1, part.title)
    for sentence in part.sentences:
        yield Words(sentence.text)
    for key in part.charts:
        if key in drawn:
            yield from _figure(drawn[key])


def _figure(drawn: Drawn) -> Iterator[Block]:
    """A chart, and the table behind it."""
    yield Picture(drawn)
    named = f"{drawn.subject} In numbers" if drawn.subject.endswith("?") else f"{drawn.subject}, in numbers"
    yield Grid(named, drawn.head, drawn.rows)


def _themes(findings: Findings, drawn: Charts) -> Iterator[Block]:
    if not words.tells_of_themes(findings):
        return
    yield Heading(1, findings.themes.title)
    yield Words(" ".join(filter(None, (words.OVERLAP, words.whose_words(findings.about)))), "quiet")
    figures = [key for key in findings.themes.charts if key in drawn]
    for key in figures:
        yield from _figure(drawn[key])
    if not figures:
        yield from (Words(sentence.text) for sentence in findings.themes.sentences)
    for card in findings.cards:
        yield from _card(card)


def _card(card: ThemeCard) -> Iterator[Block]:
    yield Heading(2, card.label)
    if card.summary:
        yield Words(card.summary)
    yield Words(card.share.text)
    for quoted in card.quotes:
        yield Quotation(quoted.sentence.text, quoted.attribution)
    yield Facts(words.facts(card))
    for quoted in card.counter_quotes:
        yield Words(words.THE_OTHER_WAY, "quiet")
        yield Quotation(quoted.sentence.text, quoted.attribution)


def _districts(findings: Findings, drawn: Charts) -> Iterator[Block]:
    """Beside each other and in the office’s own order: no ranking of places."""
    if not findings.districts:
        return
    yield Heading(1, "District by district")
    if "districts" in drawn:
        yield from _figure(drawn["districts"])
    for part in findings.districts:
        yield Heading(2, part.title)
        yield from (Words(sentence.text) for sentence in part.sentences)


def _asks(findings: Findings) -> Iterator[Block]:
    if not findings.asks:
        return
    yield Heading(1, "Asks and answers")
    yield Grid(
        "Asks and answers",
        words.ASKS_HEAD,
        tuple(
            (
                ask.text,
                ask.owner,
                words.day(ask.due) + (" (overdue)" if ask.overdue else ""),
                words.answer(ask),
            )
            for ask in findings.asks
        ),
        numbers=False,
        widths=(32, 20, 18, 30),
    )


def annex(findings: Findings) -> Iterator[Block]:
    """Every table of closed questions and themes, turned so that it fits a page."""
    tables = [table for table in words.with_numbers(findings.tables) if not about_theme(table.key)]
    states = [table for table in tables if table.key.startswith(STATES)]
    for _, found in groupby((t for t in tables if t not in states), key=_question):
        run = list(found)
        if len(run) > 1:
            yield Heading(2, _title_of_grid(run[0]))
            yield _side_by_side("Everyone", "", run, [table.label or table.title for table in run])
            continue
        yield Heading(2, run[0].title)
        for by, rows in _by_breakdown(run[0]):
            yield _turned(run[0], by, rows)
    yield from _named(findings)
    if states:
        yield Heading(2, "How each question was answered")
        for open_ones in (False, True):
            these = [table for table in states if ((ALL, NOT_USABLE) in table.at) is open_ones]
            names = [table.title.partition(": ")[2] or table.title for table in these]
            if these:
                caption = "Everyone: questions answered in their own words" if open_ones else "Everyone"
                yield _side_by_side(caption, "Question", these, names)


def _named(findings: Findings) -> Iterator[Block]:
    """The places told by name, a table for each theme. Of those too few named there is no line."""
    tables = [table for table in words.with_numbers(findings.tables) if table.key.startswith(NAMED)]
    if tables:
        yield Heading(2, "Places named, theme by theme")
    for table in tables:
        yield Grid(
            f"{table.label} (of the {words.base(table.rows[0])} who raised it)",
            ("Place", "People who named it", "Range"),
            tuple(
                (category.label, words.figure(cell), words.range_of(cell))
                for category in table.categories
                if (cell := table.at.get((ALL, category.key))) is not None
            ),
        )


STATES = "states:"


def _question(table: Published) -> str:
    """Tables of one grid stand together; any other stands alone."""
    return table.question if table.label else table.key


def _title_of_grid(table: Published) -> str:
    """The question of a grid without its row."""
    return table.title.removesuffix(table.label).rstrip()


def _side_by_side(caption: str, first: str, tables: list[Published], names: list[str]) -> Grid:
    """Tables of everyone alone, a line each: how many answered, and the share of each answer."""
    answers = list(dict.fromkeys((c.key, words.answer_of(c)) for table in tables for c in table.categories))
    return Grid(
        caption,
        (first, "People", *(label for _, label in answers)),
        tuple(
            (name, words.base(table.rows[0]), *(_percent(table, key) for key, _ in answers))
            for name, table in zip(names, tables, strict=True)
        ),
    )


def _percent(table: Published, category: str) -> str:
    """A share without its count; nothing where the question has no such answer."""
    cell = table.at.get((ALL, category))
    if cell is None:
        return ""
    return words.hidden_sign(cell) or f"{cell.percent}%"


def _by_breakdown(table: Published) -> Iterator[tuple[str, tuple[Row, ...]]]:
    everyone, *others = table.rows
    families = dict.fromkeys(row.group.by for row in others)
    if not families:
        yield "", (everyone,)
    for by in families:
        yield by, (everyone, *(row for row in others if row.group.by == by))


def _turned(table: Published, by: str, rows: tuple[Row, ...]) -> Grid:
    name = words.BREAKDOWNS.get(by, by.replace("_", " ").capitalize())
    rounded = f" (rounded to {table.round_to})" if table.round_to > 1 else ""
    return Grid(
        (f"By {name[:1].lower()}{name[1:]}" if by else "Everyone") + rounded,
        ("", *(row.group.label for row in rows)),
        (
            ("People who answered", *(words.base(row) for row in rows)),
            *(
                (words.answer_of(c), *(words.figure(table.at[row.group.key, c.key]) for row in rows))
                for c in table.categories
                if (ALL, c.key) in table.at
            ),
        ),
    )
