"""What a young person wrote and what a lead wrote are kept apart, whatever the words are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.screening.own_words import COPIED, PLACEHOLDERS, Mark, added, still_there, without_passages

word = st.text(alphabet="abcdeé", min_size=1, max_size=4)
sentence = st.lists(word, min_size=1, max_size=15)


@given(words=sentence, data=st.data())
def test_taking_words_out_or_putting_placeholders_in_adds_nothing(
    words: list[str], data: st.DataObject
) -> None:
    kept = [
        one if data.draw(st.booleans()) else data.draw(st.sampled_from(["", *PLACEHOLDERS])) for one in words
    ]
    assert not added(" ".join(words), " ".join(kept))


@given(words=sentence, data=st.data())
def test_one_word_put_in_anywhere_is_noticed(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words)))
    assert added(" ".join(words), " ".join([*words[:at], "zzz", *words[at:]]))


@pytest.mark.parametrize(
    ("written", "redacted", "is_added"),
    [
        ("Rory’s brother", "[name]’s brother", False),
        ("ask SAM, ok?", "ask [name]; OK", False),
        ("he hits me", "me hits he", True),
        ("he hits me", "he he hits me", True),
        ("he hits me", "he [never] hits me", True),
        ("he hits me", "", False),
    ],
)
def test_what_is_still_theirs(written: str, redacted: str, is_added: bool) -> None:
    assert added(written, redacted) is is_added


def details(written: str, *found: str) -> list[Mark]:
    return [Mark(written.index(one), written.index(one) + len(one), "person") for one in found]


@pytest.mark.parametrize(
    ("written", "found", "redacted", "left"),
    [
        ("ring Sam", ["Sam"], "ring Sam", ["Sam"]),
        ("ring Sam", ["Sam"], "ring SAM", ["SAM"]),
        ("ring Sam", ["Sam"], "ring [name]", []),
        ("ring Sam", ["Sam"], "ring samba", []),
        ("Will said he will", ["Will"], "[name] said he will", []),
        ("Will said he will", ["Will"], "Will said he will", ["Will", "will"]),
        ("on 07700 900123 now", ["07700 900123"], "on 07700  900123", ["07700  900123"]),
    ],
)
def test_a_detail_that_is_left_is_pointed_at(
    written: str, found: list[str], redacted: str, left: list[str]
) -> None:
    marks = still_there(written, details(written, *found), redacted)
    assert [redacted[one.start : one.end] for one in marks] == left


@given(words=sentence, mine=sentence, data=st.data())
def test_no_passage_of_theirs_stays_in_a_reason(
    words: list[str], mine: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start, len(words)))
    reason = " ".join([*mine, *words[start:end], "told the team"])
    kept = re.findall(r"\w+", without_passages(reason, " ".join(words)).replace("[their words]", " | ZZZ "))
    length = min(COPIED, len(words))
    passages = {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
    if length > 1:
        assert not any(tuple(kept[at : at + length]) in passages for at in range(len(kept)))


def test_a_reason_of_the_leads_own_is_kept_as_it_is() -> None:
    reason = "Asks for lights; nobody is named. (Told: team!)"
    assert without_passages(reason, "more lights by the bridge please") == reason
