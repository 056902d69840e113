"""Decisions played back: the same list gives the same themes, and nothing is overwritten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.themes import (
    CodeFacts,
    Decision,
    DecisionConflict,
    DecisionError,
    Proposal,
    check,
    replay,
)

PROPOSALS = (
    Proposal("t1", "dark lights", "why", frozenset({"a", "b", "c"}), stability=0.9),
    Proposal("t2", "street lamp", "why", frozenset({"c", "d"}), stability=0.7),
    Proposal("t3", "dogs", "safer", frozenset({"e"})),
)
FRAME = {"dark": CodeFacts("dark", owner="Highways", prevention_tier="primary", partners=("Councils",))}


def decided(*decisions: Decision) -> dict[str, object]:
    review = replay(PROPOSALS, decisions, FRAME)
    return {theme.key: theme for theme in review.standing()}


def test_without_decisions_every_proposal_stands_but_none_is_accepted() -> None:
    review = replay(PROPOSALS, ())
    assert [theme.key for theme in review.standing()] == ["t1", "t2", "t3"]
    assert review.standing(only_accepted=True) == ()


def test_a_theme_is_renamed_described_accepted_and_mapped() -> None:
    review = replay(
        PROPOSALS,
        (
            Decision("1", "rename", "t1", " Dark   streets "),
            Decision("2", "describe", "t1", "No lights."),
            Decision("3", "map", "t1", "dark"),
            Decision("4", "accept", "t1"),
        ),
        FRAME,
    )
    (theme,) = review.standing(only_accepted=True)
    assert (theme.label, theme.summary, theme.owner, theme.partners) == (
        "Dark streets",
        "No lights.",
        "Highways",
        ("Councils",),
    )
    assert len(review.themes["t1"].history) == 4


def test_merged_themes_count_each_person_once() -> None:
    review = replay(PROPOSALS, [Decision("1", "merge", "t1", others=("t2",))])
    assert review.themes["t1"].theme.response_ids == {"a", "b", "c", "d"}
    assert review.themes["t1"].theme.stability is None
    assert review.themes["t2"].status == "hidden"


def test_a_split_shares_out_the_people_and_loses_none() -> None:
    review = replay(PROPOSALS, [Decision("1", "split", "t1", "t9|Lamps", others=("a",))])
    assert review.themes["t9"].theme.response_ids == {"a"}
    assert review.themes["t1"].theme.response_ids == {"b", "c"}


def test_a_decision_taken_back_is_as_if_never_made_and_can_be_put_back() -> None:
    rename = Decision("1", "rename", "t1", "Wrong")
    undo = Decision("2", "undo", "t1", "1")
    redo = Decision("3", "undo", "t1", "2")
    assert decided(rename, undo) == decided()
    assert decided(rename, undo, redo) == decided(rename)


def test_a_decision_made_without_seeing_the_latest_is_refused_and_names_who() -> None:
    review = replay(PROPOSALS, [Decision("1", "rename", "t1", "Dark", by="Amir")])
    check(review, Decision("2", "hide", "t1", seen=1))
    with pytest.raises(DecisionConflict, match="Amir"):
        check(review, Decision("2", "hide", "t1", seen=0))


@pytest.mark.parametrize(
    "wrong",
    [
        Decision("1", "rename", "t1", "  "),
        Decision("1", "rename", "nothing", "x"),
        Decision("1", "merge", "t1", others=("t1",)),
        Decision("1", "merge", "t1", others=("t3",)),
        Decision("1", "split", "t1", "t9|Lamps", others=("a", "b", "c")),
        Decision("1", "split", "t1", "t2|Lamps", others=("a",)),
        Decision("1", "map", "t1", "no such code"),
        Decision("1", "polarity", "t1", "bad"),
        Decision("1", "quote", "t1"),
        Decision("1", "undo", "t1", "7"),
        Decision("1", "add", "t1", "why|Again"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_says_which(wrong: Decision) -> None:
    with pytest.raises(DecisionError, match=r"Decision 1|t1"):
        replay(PROPOSALS, [wrong], FRAME)


@given(
    st.lists(
        st.tuples(st.sampled_from(["accept", "hide", "rename"]), st.sampled_from(["t1", "t2", "t3"])),
        max_size=12,
    )
)
def test_the_history_keeps_every_decision(made: list[tuple[str, str]]) -> None:
    decisions = [Decision(str(n), action, theme, "Name") for n, (action, theme) in enumerate(made)]  # type: ignore[arg-type]
    review = replay(PROPOSALS, decisions)
    kept = sorted((d for each in review.themes.values() for d in each.history), key=lambda d: int(d.key))
    assert kept == decisions
