"""A wave as the analysis gets it: complete, and nothing in it that is no answer."""

from __future__ import annotations

import pytest

from analysis.wave import MISSING, OfferedTo
from survey import wave
from survey.house import House
from survey.permissions import NotAllowed
from survey.store.tables import Sitting
from tests.conftest import Clock, OpenSession, People
from tests.team.answers import BUSES, DARK, send, send_all


@pytest.fixture
def sitting(house: House, open_session: OpenSession) -> Sitting:
    opened = open_session()
    ticked = {"safe_day": "very_safe", "safe_dark": "a_bit_unsafe", "places": ["park", "town"]}
    send_all(house, opened, DARK + BUSES, also=ticked)
    send(house, opened, age_band="16-17", safe_day="not_sure", unsafe_why="idk")
    return opened


# --- the wave ---


def test_everybodys_answers_come_over_and_non_answers_are_marked(
    house: House, people: People, sitting: Sitting
) -> None:
    data = wave.gather(house, people.analyst).data
    assert len(data.respondents) == len(DARK) + len(BUSES) + 1
    assert {one.age_band for one in data.respondents} == {"14-15", "16-17"}
    assert [text.usable for text in data.texts].count(False) == 1
    (counted,) = [one for one in data.text_counts if one.question == "unsafe_why"]
    assert (counted.cleared, counted.held, counted.non_answer) == (len(data.texts), 0, 1)
    assert data.sittings[0].area == "peterborough"
    assert not data.invented


def test_a_reason_for_no_answer_is_never_an_option_of_the_scale(
    house: House, people: People, sitting: Sitting
) -> None:
    for question in wave.gather(house, people.analyst).data.questions:
        assert not {option.name for option in question.options} & MISSING


def test_a_list_of_every_town_is_not_told(house: House, people: People, sitting: Sitting) -> None:
    questions = wave.gather(house, people.analyst).data.questions
    assert all(len(question.options) <= wave.MOST_OPTIONS for question in questions)
    assert "safe_dark" in {question.name for question in questions}


def test_a_choice_that_only_some_were_offered_says_whom(
    house: House, people: People, sitting: Sitting
) -> None:
    questions = {one.name: one for one in wave.gather(house, people.analyst).data.questions}
    told = {option.name: option.label for option in questions["help_most"].options}
    assert told["way_home"] == "Safe ways to get home at night (aged 18 to 24 only)"
    assert told["respect"].endswith("(aged 14 to 24 only)")
    assert "only" not in told["something_else"]
    whom = {option.name: option.offered for option in questions["help_most"].options}
    assert whom["way_home"] == OfferedTo("age_band", ("18-24",))
    assert whom["respect"] == OfferedTo("age_band", ("14-15", "16-17", "18-24"))
    assert whom["something_else"] is None


def test_the_office_hands_on_its_name_for_the_area_and_only_help_lines_it_has_checked(
    house: House, people: People, sitting: Sitting, clock: Clock
) -> None:
    facts = wave.gather(house, people.analyst).data.office
    assert facts.area_name == house.office.area_name != ""
    told = {line.label for line in facts.help_lines}
    assert "Childline" in told
    assert not told & {one.label for one in house.help_lines.lines if one.audience == "adults"}
    clock.turn(days=365)
    assert wave.gather(house, people.analyst).data.office.help_lines == ()


def test_answers_to_other_questions_are_counted_apart(
    house: House, people: People, sitting: Sitting, open_session: OpenSession
) -> None:
    other = next(
        name for name in house.questionnaire_names() if name not in ("feelings_of_safety", "group_discussion")
    )
    send(house, open_session(questionnaire=other))
    gathered = wave.gather(house, people.analyst)
    assert len(gathered.data.respondents) == len(DARK) + len(BUSES) + 1
    assert list(gathered.elsewhere.values()) == [1]


def test_a_wave_nobody_answered_is_empty_and_no_mistake(house: House, people: People) -> None:
    gathered = wave.gather(house, people.analyst)
    assert gathered.data.respondents == ()
    assert gathered.open_questions == ()


def test_only_analysts_get_a_wave(house: House, people: People) -> None:
    for actor in (people.leader, people.lead, people.viewer, people.administrator):
        with pytest.raises(NotAllowed):
            wave.gather(house, actor)
