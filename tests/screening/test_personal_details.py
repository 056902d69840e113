"""Screening takes out what points at somebody and leaves everything else as it was written."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.screening import screen
from survey.screening.personal_details import find_details
from survey.screening.spans import PLACEHOLDERS

INVENTED = tuple(sorted(Path(__file__).parent.glob("invented_details*.txt")))
_MARK = re.compile(r"\{(\w+):([^}]*)\}")


@dataclass(frozen=True)
class Marked:
    text: str
    details: tuple[tuple[int, int, str], ...]


def marked(line: str) -> Marked:
    text, details, at = "", [], 0
    for m in _MARK.finditer(line):
        text += line[at : m.start()]
        details.append((len(text), len(text) + len(m.group(2)), m.group(1)))
        text += m.group(2)
        at = m.end()
    return Marked(text + line[at:], tuple(details))


def invented() -> list[Marked]:
    lines = [line for file in INVENTED for line in file.read_text(encoding="utf-8").splitlines()]
    return [marked(line) for line in lines if line and not line.startswith("#")]


def found(text: str, **known: frozenset[str]) -> list[tuple[str, str]]:
    return [(s.type.value, s.text) for s in screen(text, **known).spans]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "recall"),
    [("person", 0.96), ("phone", 1.0), ("email", 1.0), ("postcode", 1.0), ("address", 0.95), ("school", 0.95),
     ("social_handle", 0.95), ("url", 1.0), ("date_of_birth", 1.0), ("vehicle", 1.0)],
)  # fmt: skip
def test_personal_details_in_invented_answers_are_found(kind: str, recall: float) -> None:
    total = hits = 0
    for line in invented():
        spans = find_details(line.text)
        for start, end, gold in line.details:
            if gold == kind:
                total += 1
                hits += any(s.start < end and s.end > start and s.type == kind for s in spans)
    assert total >= 3
    assert hits / total >= recall


def test_words_that_point_at_nobody_are_rarely_taken_out() -> None:
    lines = [line for line in invented() if not line.details]
    touched = [line.text for line in lines if find_details(line.text)]
    assert len(lines) > 200
    assert len(touched) <= 0.02 * len(lines)


@pytest.mark.parametrize(
    "text",
    [
        "in March it gets dark at six",
        "March is a town with no bus",
        "the 27 bus and the X5",
        "ring Childline on 0800 1111 or 101",
        "around PE1 at night",
        "Elm Street needs lights",
        "my school should do more",
        "my dog Buster looks after me",
        "Andrew Tate videos in class",
        "will you mark my words",
        "on 12/05/2024 there was a fight",
    ],
)
def test_places_months_brands_pets_help_lines_and_figures_stay(text: str) -> None:
    assert screen(text).redacted == text


def test_an_office_s_own_places_are_left_alone() -> None:
    text = "Torbrick who cares, Torbrick said nothing"
    assert found(text)
    assert not found(text, places=frozenset({"Torbrick"}))


def test_a_help_line_of_the_office_is_left_alone() -> None:
    assert found("ring 01632 960123")
    assert not found("ring 01632 960123", help_numbers=frozenset({"01632960123"}))


def test_a_title_stands_inside_the_name_and_a_rank_outside() -> None:
    assert found("then Mrs Tamworth came") == [("person", "Mrs Tamworth")]
    assert found("then PC Tamworth came") == [("person", "Tamworth")]


def test_offsets_count_code_points() -> None:
    span = screen("😰😰 my mate Rory").spans[0]
    assert (span.start, span.end, span.text) == (11, 15, "Rory")


def test_a_span_keeps_its_words_out_of_its_repr() -> None:
    screened = screen("my mate Rory")
    assert "Rory" not in repr(screened)


SNIPPETS = [line.text for line in invented()] + [
    *PLACEHOLDERS.values(),
    "@",
    "[",
    "]",
    "07700 900",
    "\n",
    "😰",
]
REPEATED = [
    "dot",
    "at",
    "a.",
    "07",
    "my",
    "mate",
    "@",
    "_",
    "flat",
    "1",
    "road",
    "school",
    "double",
    "kill",
    "game",
]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(SNIPPETS), min_size=1, max_size=4).map(" ".join),
    st.text(alphabet="aAeimMrsSt019.@_-+/ '’\n", max_size=60),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_nothing_but_the_found_details_changes(text: str) -> None:
    screened = screen(text)
    rebuilt, at = "", 0
    for span in screened.spans:
        assert at <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        rebuilt += text[at : span.start] + PLACEHOLDERS[span.type]
        at = span.end
    assert screened.redacted == rebuilt + text[at:]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_was_found_is_nowhere_in_what_is_left(text: str) -> None:
    """Names aside, which may be words elsewhere ("will you", said Will): those are looked at place by place."""
    screened = screen(text)
    for span in screened.spans:
        if span.type != "person" and len(span.text) > 4:
            assert span.text not in screened.redacted


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_placeholders_are_never_taken_for_details(text: str) -> None:
    redacted = screen(text).redacted
    marks = [m.span() for p in PLACEHOLDERS.values() for m in re.finditer(re.escape(p), redacted)]
    for span in screen(redacted).spans:
        assert not any(span.start < end and span.end > start for start, end in marks)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_is_always_screened_alike(text: str) -> None:
    assert screen(text) == screen(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(REPEATED), min_size=1, max_size=3))
def test_no_repetition_makes_screening_crawl(words: list[str]) -> None:
    text = (" ".join(words) + " ") * 60
    begin = time.process_time()
    screen(text)
    assert time.process_time() - begin < 2
