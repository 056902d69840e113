"""The answers behind anything, with the words that led there and the codes of each.

For the review desk. Only answers that may be read today come out, a page at a time, in an order that says
nothing about who answered first. A search looks at the words; what was searched for is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.code_frame import CodeFrame
from analysis.coding import Assignment
from analysis.text import stem, surface_tokens
from analysis.wave import Polarity
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.themes.coder import frame_coder
from survey.themes.running import usable
from survey.themes.standing import QuestionThemes, Theme
from survey.themes.stored import Coded, ThemeProblem, frame_of
from survey.wave import Gathered

PAGE: Final = 10
SHORTEST_SEARCH: Final = 2


@dataclass(frozen=True)
class CodeGiven:
    """A code of the frame an answer speaks of, by its name, with the words that say so."""

    code: str
    name: str
    probability: float
    polarity: Polarity
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Read:
    """One answer as the desk shows it: its words in pieces, those that led to the theme marked."""

    text_id: str
    pieces: tuple[tuple[str, bool], ...] = field(repr=False)
    codes: tuple[CodeGiven, ...]
    themes: tuple[str, ...]  # names of all themes it is in
    quoted: bool = False

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


@dataclass(frozen=True)
class Page:
    """Some of the answers, and where among all of them."""

    answers: tuple[Read, ...]
    number: int  # from 1
    pages: int
    of: int


@dataclass(frozen=True)
class CodeShare:
    """How many of some answers speak of a code."""

    code: str
    name: str
    answers: int
    of: int
    themes: tuple[tuple[str, int], ...] = ()  # name of a theme, answers of this code in it

    @property
    def percent(self) -> int:
        return round(100 * self.answers / self.of)


def page_of(
    house: House,
    actor: Actor,
    gathered: Gathered,
    question: QuestionThemes,
    text_ids: Sequence[str],
    *,
    number: int = 1,
    words: Iterable[str] = (),
) -> Page:
    """One page of these answers. `words` are marked wherever an answer uses them, in any form."""
    require(actor, Permission.ANALYSE)
    allowed = [one for one in text_ids if one in gathered.data.by_text]
    pages = max(1, -(-len(allowed) // PAGE))
    number = min(max(1, number), pages)
    ids = allowed[(number - 1) * PAGE : number * PAGE]
    texts = [gathered.data.by_text[one].text for one in ids]
    codes = _codes(house, question, ids, texts)
    homes = _homes(question)
    quoted = {text_id for theme in question.themes for text_id in theme.quoted}
    stems = {stem(part.lower()) for word in words for part in surface_tokens(word)}
    answers = tuple(
        Read(text_id, marked(text, stems), given, homes.get(text_id, ()), text_id in quoted)
        for text_id, text, given in zip(ids, texts, codes, strict=True)
    )
    return Page(answers, number, pages, len(allowed))


def found(house: House, actor: Actor, gathered: Gathered, question: str, words: str) -> tuple[str, ...]:
    """The answers to a question that use all of these words, in any form: ids, for `page_of`."""
    require(actor, Permission.ANALYSE)
    wanted = {stem(word.lower()) for word in surface_tokens(words)}
    if len(words.strip()) < SHORTEST_SEARCH or not wanted:
        raise ThemeProblem("Type a word of two letters or more.")
    return tuple(
        one.text_id
        for one in usable(gathered, question)
        if wanted <= {stem(word.lower()) for word in surface_tokens(one.text)}
    )


def codes_of(house: House, question: QuestionThemes, theme: Theme) -> tuple[CodeShare, ...]:
    """What a theme's answers speak of, by the code frame, the most frequent first."""
    return _shares(house, question, theme.text_ids, {})


def all_codes(
    house: House, actor: Actor, gathered: Gathered, question: QuestionThemes
) -> tuple[CodeShare, ...]:
    """Every code some answer speaks of, and which themes those answers are in: topics beside codes."""
    require(actor, Permission.ANALYSE)
    read = [one.text_id for one in usable(gathered, question.question) if one.text_id in question.coded]
    return _shares(house, question, read, _homes(question))


def with_code(gathered: Gathered, question: QuestionThemes, code: str) -> tuple[str, ...]:
    """The answers that speak of a code, the surest first."""
    sure = {
        text_id: given.probability
        for text_id, codes in question.coded.items()
        if text_id in gathered.data.by_text and text_id not in question.still_blind
        for given in codes
        if given.code == code
    }
    return tuple(sorted(sure, key=lambda one: (-sure[one], one)))


def marked(text: str, stems: set[str]) -> tuple[tuple[str, bool], ...]:
    """A text in pieces that together are the text; those whose stem is wanted are marked."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for word in surface_tokens(text):
        begins = text.find(word, at)
        if begins < 0 or stem(word.lower()) not in stems:
            continue
        pieces += [(text[at:begins], False), (word, True)]
        at = begins + len(word)
    return tuple(piece for piece in (*pieces, (text[at:], False)) if piece[0])


# --- codes ---


def _shares(
    house: House, question: QuestionThemes, text_ids: Sequence[str], homes: Mapping[str, Sequence[str]]
) -> tuple[CodeShare, ...]:
    frame = frame_of(house)
    counts: dict[str, int] = {}
    themes: dict[str, dict[str, int]] = {}
    for text_id in text_ids:
        for given in question.coded.get(text_id, ()):
            counts[given.code] = counts.get(given.code, 0) + 1
            inside = themes.setdefault(given.code, {})
            for theme in homes.get(text_id, ()):
                inside[theme] = inside.get(theme, 0) + 1
    return tuple(
        CodeShare(
            code,
            _name(frame, code),
            counts[code],
            len(text_ids),
            tuple(sorted(themes[code].items(), key=lambda one: (-one[1], one[0]))),
        )
        for code in sorted(counts, key=lambda code: (-counts[code], code))
    )


def _homes(question: QuestionThemes) -> dict[str, tuple[str, ...]]:
    homes: dict[str, tuple[str, ...]] = {}
    for theme in question.themes:
        for text_id in theme.text_ids:
            homes[text_id] = (*homes.get(text_id, ()), theme.label)
    return homes


def _codes(
    house: House, question: QuestionThemes, ids: Sequence[str], texts: Sequence[str]
) -> list[tuple[CodeGiven, ...]]:
    """The codes the run gave, with the words found in the answer now: those are kept nowhere.

    An answer that came after the run has the codes the frame alone would give it. One that somebody has yet
    to code blind shows none.
    """
    frame = frame_of(house)
    if frame is None or not texts:
        return [()] * len(texts)
    now = frame_coder(house, frame).assign(texts, [question.label] * len(texts))
    return [
        ()
        if text_id in question.still_blind
        else _given(frame, question.coded.get(text_id) or _as_coded(found), found)
        for text_id, found in zip(ids, now, strict=True)
    ]


def _given(frame: CodeFrame, codes: Sequence[Coded], found: Sequence[Assignment]) -> tuple[CodeGiven, ...]:
    evidence = {one.code: tuple(each.words for each in one.evidence) for one in found}
    return tuple(
        CodeGiven(one.code, _name(frame, one.code), one.probability, one.polarity, evidence.get(one.code, ()))
        for one in codes
    )


def _as_coded(found: Sequence[Assignment]) -> tuple[Coded, ...]:
    return tuple(Coded(code=one.code, probability=one.probability, polarity=one.polarity) for one in found)


def _name(frame: CodeFrame | None, code: str) -> str:
    return frame[code].name if frame and code in frame else code
