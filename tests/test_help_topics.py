"""What somebody wrote brings fitting help to the top, and no kind of harm is forgotten."""

from __future__ import annotations

from survey import help_topics
from survey.house import House
from survey.screening import harm_kinds


def kinds_of_harm() -> set[str]:
    return {
        value
        for name, value in vars(harm_kinds).items()
        if name.isupper() and not name.startswith("_") and type(value) is str and value.islower()
    }


def test_every_kind_of_harm_screening_knows_has_its_help() -> None:
    assert set(help_topics.TOPICS) == kinds_of_harm()


def test_every_topic_is_one_the_office_has_a_line_for(house: House) -> None:
    offered = {topic for line in house.help_lines.lines for topic in line.topics}
    assert {topic for topics in help_topics.TOPICS.values() for topic in topics} <= offered


def test_the_most_pressing_comes_first_and_nothing_twice() -> None:
    topics = help_topics.for_reasons([harm_kinds.HOME, harm_kinds.SELF_HARM])
    assert topics == ("home", "talk", "danger", "mental_health")


def test_a_kind_nobody_thought_of_yet_still_brings_somebody_to_talk_to() -> None:
    assert help_topics.for_reasons(["something new"]) == ("talk",)


def test_no_sign_of_harm_brings_nothing() -> None:
    assert help_topics.for_reasons([]) == ()
