"""What groups raised is told in groups, or not at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.groups_heard import RULES, groups_heard, sentence_of
from analysis.wave import AnswerValue, Asked, Option, Talk

WORRIES = Asked(
    "raised_worries",
    "What worries did the group raise?",
    "select_multiple",
    (Option("fights", "Fights"), Option("roads", "Roads"), Option("home", "Home")),
)
WORDS = Asked("unsafe_why", "Why?", "text")


def talks(*said: AnswerValue) -> tuple[Talk, ...]:
    return tuple(Talk(f"s{n}", "fenland", {"raised_worries": one}) for n, one in enumerate(said))


def test_it_says_in_how_many_of_how_many_groups_the_most_often_first() -> None:
    heard = groups_heard(
        talks(("roads",), ("fights", "roads"), ("fights", "roads"), ("fights",), ("roads", "home")),
        (WORRIES, WORDS),
    )
    assert heard is not None and heard.groups == 5
    (question,) = heard.questions
    assert [(one.name, one.groups) for one in question.raised] == [
        ("roads", 4),
        ("fights", 3),
        ("home", None),
    ]
    assert sentence_of(question.raised[0], question.of) == "Roads: raised in 4 of 5 groups."
    assert "fewer than 3 of 5" in sentence_of(question.raised[2], question.of)


def test_too_few_groups_are_not_told_of() -> None:
    assert groups_heard(talks(*[("roads",)] * (RULES.fewest_groups - 1)), (WORRIES,)) is None


def test_groups_that_said_nothing_to_a_question_are_not_in_its_base() -> None:
    heard = groups_heard(talks(*[("roads",)] * 4, "skipped", "rather_not_say"), (WORRIES,))
    assert heard is not None and heard.questions == (), "four of six answered, which is too few to tell of"


@given(st.lists(st.sets(st.sampled_from(["fights", "roads", "home"]), min_size=1), max_size=12))
def test_no_number_is_ever_under_the_fewest_and_one_more_group_under_it_changes_nothing(
    said: list[set[str]],
) -> None:
    heard = groups_heard(talks(*(tuple(one) for one in said)), (WORRIES,))
    if heard is None:
        assert len(said) < RULES.fewest_groups
        return
    for question in heard.questions:
        for one in question.raised:
            truly = sum(one.name in each for each in said)
            assert one.groups == (truly if truly >= RULES.fewest_raised else None)
            assert one.groups is None or RULES.fewest_raised <= one.groups <= question.of
