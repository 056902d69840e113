"""How themes and decisions about them are said on the review desk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from analysis.code_frame import CodeFrame
from analysis.decisions import Action, Status
from analysis.disclosure import Published
from analysis.tables import ALL
from analysis.wave import Polarity
from survey.team.sitting_words import day_and_time
from survey.themes import Past, QuestionThemes, Read, Theme

STATUS: Final[dict[Status, str]] = {
    "proposed": "To review",
    "accepted": "Accepted",
    "hidden": "Left out",
    "merged": "Joined",
}
POLARITY: Final[dict[Polarity, str]] = {
    "worry": "A worry",
    "helps": "Something that helps",
    "ask": "Something they ask for",
}
TIERS: Final = {
    "primary": "primary prevention: before anything happens",
    "secondary": "secondary prevention: early, with those at risk",
    "tertiary": "tertiary prevention: after harm, so that it does not happen again",
}
DID: Final[dict[Action, str]] = {
    "accept": "accepted “{theme}”",
    "rename": "named it “{value}”",
    "describe": "described “{theme}”: “{value}”",
    "merge": "joined {others} into “{theme}”",
    "split": "split off {answers} as “{value}”",
    "hide": "left “{theme}” out",
    "show": "put “{theme}” back",
    "add": "added “{value}” with {answers}",
    "map": "said that “{theme}” stands for {code}",
    "polarity": "said what “{theme}” is: {polarity}",
    "move": "moved {answers} from “{theme}” to {others}",
    "take_out": "took {answers} out of “{theme}”",
    "put_in": "put {answers} into “{theme}”",
    "quote": "proposed a quote for “{theme}”",
    "clear_quote": "agreed to a quote in “{theme}”",
    "unquote": "took a quote of “{theme}” back",
    "undo": "took back: {of}",
}
SHORTLY: Final[dict[Action, str]] = {
    "accept": "accepting it",
    "rename": "its name",
    "describe": "its sentence",
    "merge": "joining",
    "split": "splitting",
    "hide": "leaving it out",
    "show": "putting it back",
    "add": "adding it",
    "map": "its code",
    "polarity": "what it is",
    "move": "moving answers",
    "take_out": "taking answers out",
    "put_in": "putting answers in",
    "undo": "taking something back",
}


def left_to_review(questions: Sequence[QuestionThemes]) -> str:
    """What waits for the analyst over all questions: the first line of the page."""
    left = sum(len(question.to_review) for question in questions)
    unread = sum(1 for question in questions if question.can_run and not question.run_id)
    waits = "One theme waits for you." if left == 1 else f"{left} themes wait for you." if left else ""
    unseen = (
        "Nobody has looked for themes in one question yet."
        if unread == 1
        else f"Nobody has looked for themes in {unread} questions yet."
        if unread
        else ""
    )
    if not waits and not unseen:
        read = any(question.run_id for question in questions)
        return (
            "Everything is reviewed."
            if read
            else "What young people wrote, put together by what it is about."
        )
    return f"{waits} {unseen}".strip()


def in_a_sentence(question: QuestionThemes) -> str:
    """What there is and what is left to do, said at first glance."""
    if not question.run_id:
        return f"{_answers(question.answers)} can be read. Nobody has looked for themes in them yet."
    found = [theme for theme in question.themes if theme.people]
    if not found:
        return "No theme has an answer that may be read."
    left = len(question.to_review)
    if not left:
        done = "The one theme is reviewed." if len(found) == 1 else f"All {len(found)} themes are reviewed."
    elif left == len(found):
        done = "One theme to review." if left == 1 else f"{left} themes to review."
    else:
        done = f"{left} of {len(found)} themes left to review."
    over = len(question.left_over)
    rest = f" {_answers(over)} {'fits' if over == 1 else 'fit'} none clearly." if over else ""
    return f"{done} {_answers(question.answers)} were written.{rest}"


def people_words(published: Published, theme: Theme) -> str:
    """How many people a theme has, as the gate lets it be said. What is not told is not counted."""
    if theme.left_out:
        return "not told" if theme.hidden else "beside the point: not told unless you accept it"
    cell = published.at.get((ALL, f"{theme.question}-{theme.topic}"))
    if cell is None or cell.count is None:
        return "too few people to count"
    share = f", {cell.percent}% of those who wrote" if cell.percent is not None else ""
    return f"{cell.count} people{share}"


def stability_words(stability: float | None) -> str:
    """How well a theme holds up, for somebody who never heard of resampling."""
    if stability is None:
        return ""
    times = round(100 * stability)
    judged = "holds up well" if times >= 80 else "holds up fairly well" if times >= 60 else "may be chance"
    return f"Came back in {times} of 100 resamples: {judged}."


def owner_words(frame: CodeFrame | None, labels: Mapping[str, str], theme: Theme) -> str:
    """What a theme stands for and whose it is, by the code frame."""
    if frame is None or theme.code not in frame:
        return "It stands for no code yet, so nobody owns it."
    code = frame[theme.code]
    said = [f"Stands for “{code.name}”"]
    if code.owner:
        said.append(f"owner: {labels.get(code.owner, code.owner)}")
    if code.strand in labels:
        said.append(f"strand: {labels[code.strand]}")
    if code.tier:
        said.append(TIERS[code.tier])
    return "; ".join(said) + "."


def history_words(past: Past, frame: CodeFrame | None) -> str:
    """One line of the history: who decided what, when."""
    who = past.by or "Somebody"
    carried = ", carried along by the machine from an earlier run" if past.machine else ""
    return f"{who} {what_words(past, frame)}{carried}. {day_and_time(past.at)}"


def what_words(past: Past, frame: CodeFrame | None) -> str:
    """What was decided, without who and when."""
    if past.action == "describe" and not past.value:
        return f"took the sentence of “{past.theme}” away"
    if past.action == "map" and not past.value:
        return f"said that “{past.theme}” stands for no code"
    code = frame[past.value].name if frame and past.value in frame else past.value
    return DID[past.action].format(
        theme=past.theme,
        value=past.value,
        others=_listed([f"“{one}”" for one in past.others]),
        answers=_answers(past.answers),
        code=f"“{code}”",
        polarity=POLARITY.get(past.value, past.value).lower(),  # type: ignore[call-overload]
        of=SHORTLY.get(past.of, "a decision") if past.of else "",  # type: ignore[call-overload]
    )


def answer_html(one: Read) -> str:
    """One answer: its words, those that led to the theme marked; under it, the codes it speaks of."""
    words = "".join(
        f"<mark>{escape(piece)}</mark>" if marked else escape(piece) for piece, marked in one.pieces
    )
    codes = "".join(
        f"<li>{escape(given.name)}"
        + (f' <span class="because">“{escape(", ".join(given.words))}”</span>' if given.words else "")
        + "</li>"
        for given in one.codes
    )
    quoted = '<span class="badge">Quote</span> ' if one.quoted else ""
    said = f'<ul class="codes" aria-label="Codes of this answer">{codes}</ul>' if codes else ""
    return f'<blockquote class="quote">{quoted}{words}</blockquote>{said}'


def plain(words: str) -> str:
    """Words for a label that would read some signs as formatting."""
    return re.sub(r"([\\`*_{}\[\]<>()#+\-.!|~:$^&])", r"\\\1", words)


def _answers(number: int) -> str:
    return "one answer" if number == 1 else f"{number:,} answers"


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
