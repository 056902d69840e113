"""Decisions played back: the same list gives the same themes, and nothing is overwritten or lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.decisions import Agreement, Decision, DecisionConflict, DecisionError, Proposal, Review
from analysis.themes import check, replay

PROPOSALS = (
    Proposal("t1", "dark lights", ("a", "b", "c"), words=("dark", "lights"), stability=0.9, code="dark"),
    Proposal("t2", "street lamp", ("c", "d"), words=("lamp", "dark"), stability=0.7),
    Proposal("t3", "dogs", ("e", "f"), code="dogs"),
)


def after(*decisions: Decision) -> Review:
    return replay(PROPOSALS, decisions)


def decided(before: list[Decision], decision: Decision) -> Review:
    """As a service does it: checked against what stands, then played back with all others."""
    check(after(*before), decision)
    return after(*before, decision)


def test_without_decisions_every_proposal_stands_but_none_is_accepted() -> None:
    assert [theme.key for theme in after().standing()] == ["t1", "t2", "t3"]
    assert {theme.status for theme in after().standing()} == {"proposed"}


def test_a_theme_is_renamed_described_mapped_turned_and_accepted() -> None:
    theme = after(
        Decision("1", "rename", "t1", " Dark   streets "),
        Decision("2", "describe", "t1", "No lights."),
        Decision("3", "map", "t1", "lighting"),
        Decision("4", "polarity", "t1", "ask"),
        Decision("5", "accept", "t1"),
    ).themes["t1"]
    assert (theme.label, theme.summary, theme.code, theme.polarity) == (
        "Dark streets",
        "No lights.",
        "lighting",
        "ask",
    )
    assert theme.named
    assert theme.status == "accepted"


def test_a_hidden_theme_comes_back_as_it_was() -> None:
    accepted = Decision("1", "accept", "t1")
    assert after(accepted, Decision("2", "hide", "t1")).themes["t1"].status == "hidden"
    assert after(accepted, Decision("2", "hide", "t1"), Decision("3", "show", "t1")).themes == (
        after(accepted).themes
    )


def test_merged_themes_hold_each_answer_once_and_the_other_has_gone_into_the_first() -> None:
    review = after(Decision("1", "merge", "t1", themes=("t2",)))
    assert review.themes["t1"].answers == ("a", "b", "c", "d")
    assert review.themes["t1"].words == ("dark", "lights", "lamp")
    assert review.themes["t1"].stability is None
    assert [theme.key for theme in review.standing()] == ["t1", "t3"]
    with pytest.raises(DecisionError, match="has gone into “dark lights”"):
        after(Decision("1", "merge", "t1", themes=("t2",)), Decision("2", "rename", "t2", "Lamps"))


def test_what_went_in_keeps_its_history_in_the_theme_it_went_into() -> None:
    review = after(Decision("1", "rename", "t2", "Lamps"), Decision("2", "merge", "t1", themes=("t2",)))
    assert [past.decision.key for past in review.about("t1")] == ["1", "2"]


def test_a_split_shares_out_the_answers_and_loses_none() -> None:
    review = after(Decision("1", "split", "t1", "Lamps", themes=("n1",), answers=("a",)))
    assert review.themes["n1"].answers == ("a",)
    assert review.themes["t1"].answers == ("b", "c")
    assert review.themes["n1"].status == "accepted"


def test_answers_move_leave_and_join() -> None:
    moved = after(Decision("1", "move", "t1", themes=("t3",), answers=("a", "b")))
    assert (moved.themes["t1"].answers, moved.themes["t3"].answers) == (("c",), ("e", "f", "a", "b"))
    assert after(Decision("1", "take_out", "t1", answers=("b",))).themes["t1"].answers == ("a", "c")
    assert after(Decision("1", "put_in", "t3", answers=("z", "e"))).themes["t3"].answers == ("e", "f", "z")
    assert after(Decision("1", "add", "n1", "Geese", answers=("z", "a"))).themes["n1"].answers == ("z", "a")


@pytest.mark.parametrize(
    "wrong",
    [
        Decision("1", "rename", "t1", "  "),
        Decision("1", "rename", "nothing", "x"),
        Decision("1", "merge", "t1"),
        Decision("1", "merge", "t1", themes=("t1",)),
        Decision("1", "merge", "t1", themes=("nothing",)),
        Decision("1", "split", "t1", "Lamps", themes=("n1",), answers=("a", "b", "c")),
        Decision("1", "split", "t1", "Lamps", themes=("t2",), answers=("a",)),
        Decision("1", "split", "t1", "Lamps", themes=("n1",), answers=("e",)),
        Decision("1", "split", "t1", " ", themes=("n1",), answers=("a",)),
        Decision("1", "split", "t1", "Lamps", themes=("n1",)),
        Decision("1", "move", "t1", themes=("t1",), answers=("a",)),
        Decision("1", "move", "t1", themes=("nothing",), answers=("a",)),
        Decision("1", "take_out", "t1", answers=("a", "b", "c")),
        Decision("1", "put_in", "t1", answers=("a",)),
        Decision("1", "polarity", "t1", "bad"),
        Decision("1", "undo", "t1", "7"),
        Decision("1", "add", "t1", "Again", answers=("a",)),
        Decision("1", "add", "n1", "Nobody"),
        Decision("1", "quote", "t1", "e"),
        Decision("1", "clear_quote", "t1", "a"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_is_refused_in_words_for_a_person(wrong: Decision) -> None:
    with pytest.raises(DecisionError) as refused:
        decided([], wrong)
    assert str(refused.value).endswith(".")


# --- two at once ---


def test_a_decision_made_without_seeing_the_latest_is_refused_and_names_who() -> None:
    before = [Decision("1", "rename", "t1", "Dark", by="Amir")]
    decided(before, Decision("2", "hide", "t1", seen=1))
    with pytest.raises(DecisionConflict, match="“Dark” was changed") as met:
        decided(before, Decision("2", "hide", "t1", seen=0))
    assert met.value.by == "Amir"


def test_a_decision_about_another_theme_is_in_nobodys_way() -> None:
    before = [Decision("1", "rename", "t1", "Dark"), Decision("2", "quote", "t2", "d", by="Amir")]
    decided(before, Decision("3", "hide", "t3", seen=0))
    decided(before, Decision("3", "hide", "t2", seen=0))


@pytest.mark.parametrize(
    "second",
    [
        Decision("2", "merge", "t1", themes=("t2",), seen=0),
        Decision("2", "move", "t3", themes=("t2",), answers=("e",), seen=0),
        Decision("2", "rename", "t2", "Mine", seen=0),
    ],
)
def test_every_theme_a_decision_changes_has_to_have_been_seen(second: Decision) -> None:
    with pytest.raises(DecisionConflict):
        decided([Decision("1", "describe", "t2", "Theirs.")], second)


# --- taking back ---


def test_a_decision_taken_back_is_as_if_never_made_and_can_be_done_again() -> None:
    rename, undo = Decision("1", "rename", "t1", "Wrong"), Decision("2", "undo", "t1", "1")
    redo = Decision("3", "undo", "t1", "2")
    assert decided([rename], undo).themes == after().themes
    assert decided([rename, undo], redo).themes == after(rename).themes
    assert [past.undone for past in after(rename, undo, redo).history] == [False, True, False]


def test_nothing_is_taken_back_twice() -> None:
    made = [Decision("1", "rename", "t1", "Wrong"), Decision("2", "undo", "t1", "1")]
    with pytest.raises(DecisionError, match="already"):
        decided(made, Decision("3", "undo", "t1", "1"))


def test_what_a_later_decision_builds_on_cannot_be_taken_back_before_it() -> None:
    made = [
        Decision("1", "split", "t1", "Lamps", themes=("n1",), answers=("a",)),
        Decision("2", "rename", "n1", "Broken lamps"),
    ]
    assert [past.can_undo for past in after(*made).history] == [False, True]
    with pytest.raises(DecisionError, match="later"):
        decided(made, Decision("3", "undo", "t1", "1"))
    undone = decided([*made, Decision("3", "undo", "n1", "2")], Decision("4", "undo", "t1", "1"))
    assert undone.themes == after().themes


def test_a_quote_is_in_nobodys_way_and_goes_wherever_its_answer_goes() -> None:
    made = [
        Decision("1", "split", "t1", "Lamps", themes=("n1",), answers=("a",)),
        Decision("2", "quote", "n1", "a", by="Amir"),
        Decision("3", "clear_quote", "n1", "a", by="Lea"),
    ]
    assert after(*made).themes["n1"].quotes == {"a": Agreement("Amir", "Lea")}
    undone = decided(made, Decision("4", "undo", "t1", "1"))
    assert undone.themes["t1"].quotes == {"a": Agreement("Amir", "Lea")}


def test_what_the_other_role_said_about_a_quote_cannot_be_undone() -> None:
    made = [Decision("1", "quote", "t1", "a", by="Amir"), Decision("2", "unquote", "t1", "a", by="Lea")]
    with pytest.raises(DecisionError, match="two people"):
        decided(made, Decision("3", "undo", "t1", "2"))


# --- any sequence of decisions ---

KEYS = ("t1", "t2", "t3", "n1", "n2", "n3")
ANSWERS = ("a", "b", "c", "d", "e", "f", "g")
ACTIONS = (
    "accept", "rename", "describe", "merge", "split", "hide", "show", "add", "map", "polarity", "move",
    "take_out", "put_in", "quote", "clear_quote", "unquote", "undo",
)  # fmt: skip


@st.composite
def wishes(draw: st.DrawFn) -> Decision:
    action = draw(st.sampled_from(ACTIONS))
    value = "helps" if action == "polarity" else "Name"
    if "quote" in action:
        value = draw(st.sampled_from(ANSWERS))
    return Decision(
        "",
        action,  # type: ignore[arg-type]
        draw(st.sampled_from(KEYS)),
        value,
        themes=tuple(draw(st.lists(st.sampled_from(KEYS), max_size=2, unique=True))),
        answers=tuple(draw(st.lists(st.sampled_from(ANSWERS), max_size=3, unique=True))),
    )


def carried_out(wanted: list[Decision], undo_at: list[int]) -> list[Decision]:
    """Those of the wishes that the desk would have taken, with undos of earlier ones among them."""
    made: list[Decision] = []
    for number, wish in enumerate(wanted, start=1):
        decision = replace(wish, key=str(number))
        if wish.action == "undo" and made:
            target = made[undo_at[number % len(undo_at)] % len(made)]
            decision = Decision(str(number), "undo", target.theme, target.key)
        try:
            decided(made, decision)
        except DecisionError:
            continue
        made.append(decision)
    return made


SEQUENCES = st.builds(
    carried_out, st.lists(wishes(), max_size=25), st.lists(st.integers(0, 50), min_size=1, max_size=25)
)


@settings(max_examples=150)
@given(SEQUENCES)
def test_taking_everything_back_gives_the_start_and_keeps_the_whole_history(made: list[Decision]) -> None:
    before = list(made)
    while True:
        open_ = [past for past in after(*made).history if past.can_undo and not past.undone]
        if not open_:
            break
        last = open_[-1].decision
        undo = Decision(str(len(made) + 1000), "undo", last.theme, last.key)
        decided(made, undo)
        made = [*made, undo]
    themes = after(*made).themes
    assert {key: replace(theme, quotes={}) for key, theme in themes.items()} == after().themes
    assert [past.decision for past in after(*made).history][: len(before)] == before


@given(SEQUENCES)
def test_no_answer_gets_lost_unless_somebody_took_it_out(made: list[Decision]) -> None:
    review = after(*made)
    standing = {answer for theme in review.standing() for answer in theme.answers}
    taken_out = {
        answer
        for past in review.history
        if past.decision.action == "take_out" and not past.undone
        for answer in past.decision.answers
    }
    assert {answer for one in PROPOSALS for answer in one.answers} - standing <= taken_out


@given(SEQUENCES)
def test_every_answer_is_where_the_decisions_say(made: list[Decision]) -> None:
    """A second, plainer telling: only sets of answers, decision by decision."""
    review = after(*made)
    where = {one.key: set(one.answers) for one in PROPOSALS}
    for past in review.history:
        one = past.decision
        if past.undone:
            continue
        match one.action:
            case "add":
                where[one.theme] = set(one.answers)
            case "put_in":
                where[one.theme] |= set(one.answers)
            case "take_out":
                where[one.theme] -= set(one.answers)
            case "split":
                where[one.themes[0]] = set(one.answers)
                where[one.theme] -= set(one.answers)
            case "move":
                where[one.themes[0]] |= set(one.answers)
                where[one.theme] -= set(one.answers)
            case "merge":
                for other in one.themes:
                    where[one.theme] |= where.pop(other)
    assert {theme.key: set(theme.answers) for theme in review.standing()} == where


@given(SEQUENCES)
def test_no_theme_ever_holds_an_answer_twice(made: list[Decision]) -> None:
    for theme in after(*made).themes.values():
        assert len(theme.answers) == len(set(theme.answers))
