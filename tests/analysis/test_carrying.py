"""What people decided about one run’s themes goes on to the next, and nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given

from analysis.carrying import carried, carried_by_code
from analysis.decisions import Agreement, Decision, Proposal, Review
from analysis.themes import replay
from tests.analysis.test_themes import ANSWERS, SEQUENCES

OLD = (
    Proposal("t1", "dark", ("a", "b", "c"), code="dark"),
    Proposal("t2", "lamps", ("d", "e"), code="lamps"),
    Proposal("t3", "dogs", ("f", "g"), code="dogs"),
)
NEW = (
    Proposal("u1", "dogs", ("f", "g", "h"), code="dogs"),
    Proposal("u2", "lights", ("a", "b"), code="dark"),
    Proposal("u3", "lamps", ("c", "d", "e"), code="lamps"),
)
READ = ("a", "b", "c", "d", "e", "f", "g", "h")


def next_run(*made: Decision, read: Sequence[str] = READ) -> Review:
    named = [replace(one, by=one.by or "Amir") for one in made]
    return playable(carried(replay(OLD, named), NEW, read))


def playable(decisions: Sequence[Decision], proposals: Sequence[Proposal] = NEW) -> Review:
    assert all(one.machine and one.by for one in decisions)
    return replay(proposals, [replace(one, key=str(at)) for at, one in enumerate(decisions)])


def test_what_nobody_decided_does_not_go_on() -> None:
    assert carried(replay(OLD, ()), NEW, READ) == ()


def test_a_theme_goes_on_as_the_topic_with_most_of_its_answers() -> None:
    review = next_run(
        Decision("1", "rename", "t1", "No lights"),
        Decision("2", "describe", "t1", "Nobody mends them."),
        Decision("3", "map", "t1", "lighting"),
        Decision("4", "polarity", "t1", "ask"),
        Decision("5", "hide", "t1"),
    )
    theme = review.themes["u2"]
    assert (theme.label, theme.summary, theme.code, theme.polarity, theme.status) == (
        "No lights",
        "Nobody mends them.",
        "lighting",
        "ask",
        "hidden",
    )
    assert all(past.decision.theme == "u2" for past in review.history)


def test_a_theme_that_scattered_goes_on_nowhere() -> None:
    scattered = (
        Proposal("v1", "x", ("a", "f")),
        Proposal("v2", "y", ("b", "g")),
        Proposal("v3", "z", ("c",)),
    )
    review = replay(OLD, [Decision("1", "rename", "t1", "No lights", by="Amir")])
    assert carried(review, scattered, READ) == ()


def test_joined_themes_are_joined_again() -> None:
    review = next_run(
        Decision("1", "merge", "t1", themes=("t2",)), Decision("2", "rename", "t1", "Dark and lamps")
    )
    joined = next(theme for theme in review.standing() if theme.label == "Dark and lamps")
    assert set(joined.answers) == {"a", "b", "c", "d", "e"}
    assert len(review.standing()) == 2


def test_a_theme_of_ones_own_goes_on_as_it_is_without_what_may_not_be_read_any_more() -> None:
    review = next_run(Decision("1", "add", "n1", "Geese", answers=("a", "z", "g")))
    own = next(theme for theme in review.standing() if theme.label == "Geese")
    assert own.answers == ("a", "g")
    assert "a" in review.themes["u2"].answers  # it was added, not taken away from anybody


def test_what_was_split_off_leaves_its_new_topic_again() -> None:
    review = next_run(Decision("1", "split", "t1", "Path", themes=("n1",), answers=("a",)))
    own = next(theme for theme in review.standing() if theme.label == "Path")
    assert own.answers == ("a",)
    assert review.themes["u2"].answers == ("b",)


def test_what_was_split_off_and_found_again_by_the_engine_is_one_theme() -> None:
    review = next_run(Decision("1", "split", "t1", "Path", themes=("n1",), answers=("a", "b")))
    own = next(theme for theme in review.standing() if theme.label == "Path")
    assert set(own.answers) == {"a", "b"}
    assert [theme.label for theme in review.standing() if "a" in theme.answers] == ["Path"]


def test_only_a_theme_that_stayed_the_same_stays_accepted() -> None:
    same = (Proposal("v1", "dark", ("a", "b", "c")), *NEW[:1])
    review = replay(OLD, [Decision("1", "accept", "t1", by="Amir"), Decision("2", "accept", "t3", by="Lea")])
    after = playable(carried(review, same, READ), same)
    assert (after.themes["v1"].status, after.themes["u1"].status) == ("accepted", "proposed")


def test_a_quote_goes_on_with_both_who_agreed_to_it() -> None:
    review = next_run(
        Decision("1", "quote", "t1", "a", by="Amir"), Decision("2", "clear_quote", "t1", "a", by="Lea")
    )
    assert review.themes["u2"].quotes == {"a": Agreement("Amir", "Lea")}
    gone = next_run(Decision("1", "quote", "t1", "a", by="Amir"), read=("b",))
    assert not any(theme.quotes for theme in gone.standing())


def test_what_was_taken_back_does_not_go_on() -> None:
    assert not next_run(Decision("1", "rename", "t1", "Wrong"), Decision("2", "undo", "t1", "1")).history


def test_names_go_on_to_the_next_wave_where_one_theme_stood_for_the_code_then_and_now() -> None:
    made = [
        Decision("1", "rename", "t1", "No lights", by="Amir"),
        Decision("2", "rename", "t3", "Dogs off the lead", by="Amir"),
        Decision("3", "hide", "t3", by="Amir"),
    ]
    decisions = carried_by_code(replay(OLD, made), NEW)
    assert [(one.action, one.theme, one.value) for one in decisions] == [("rename", "u2", "No lights")]
    twice = (*NEW, Proposal("u4", "more dark", ("i",), code="dark"))
    assert carried_by_code(replay(OLD, made), twice) == ()


@given(SEQUENCES)
def test_whatever_was_decided_the_next_run_can_be_played_and_loses_no_answer(made: list[Decision]) -> None:
    before = replay(
        (
            Proposal("t1", "dark lights", ("a", "b", "c"), code="dark"),
            Proposal("t2", "street lamp", ("c", "d")),
            Proposal("t3", "dogs", ("e", "f"), code="dogs"),
        ),
        [replace(one, by="Amir") for one in made],
    )
    proposals = (
        Proposal("u1", "x", ("a", "b", "g")),
        Proposal("u2", "y", ("c", "d")),
        Proposal("u3", "z", ("e", "f")),
    )
    after = playable(carried(before, proposals, ANSWERS), proposals)
    assert {answer for theme in after.standing() for answer in theme.answers} == set(ANSWERS)
