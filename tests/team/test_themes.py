"""Topics the engine found, and what people decided about them: kept, joined anew, never overwritten."""

from __future__ import annotations

import json

import pytest

from survey import sessions, themes, wave
from survey.house import House
from survey.permissions import NotAllowed
from survey.store import themes as rows
from survey.store.tables import Sitting
from survey.themes import Theme, ThemeConflict, ThemeProblem
from tests.conftest import OpenSession, People
from tests.team.answers import BUSES, DARK, send_all

QUESTION = "unsafe_why"


@pytest.fixture
def sitting(house: House, open_session: OpenSession) -> Sitting:
    """A session in which people wrote about the dark and about buses, and nothing was held."""
    opened = open_session()
    send_all(house, opened, DARK + BUSES)
    return opened


@pytest.fixture
def run_id(house: House, people: People, sitting: Sitting) -> str:
    return themes.run(house, people.analyst, QUESTION, n_topics=2)


def found(house: House, people: People) -> themes.QuestionThemes:
    gathered = wave.gather(house, people.analyst)
    return next(
        one for one in themes.in_questions(house, people.analyst, gathered) if one.question == QUESTION
    )


def first(house: House, people: People) -> Theme:
    return found(house, people).themes[0]


def test_two_things_people_wrote_about_become_two_themes(house: House, people: People, run_id: str) -> None:
    question = found(house, people)
    assert question.answers == len(DARK) + len(BUSES)
    assert len(question.themes) == 2
    words = [set(theme.words) for theme in question.themes]
    assert any(any("bus" in word for word in each) for each in words)
    assert {theme.people for theme in question.themes} == {7}
    assert all(theme.sessions == 1 for theme in question.themes)


def test_a_stored_run_holds_nobodys_sentence(house: House, people: People, run_id: str) -> None:
    with house.database.reading() as session:
        row = rows.run(session, run_id)
    assert row is not None
    kept = json.dumps([row.result, row.manifest])
    assert not any(text in kept for text in DARK + BUSES)
    assert row.manifest["answers"] == len(DARK) + len(BUSES)


def test_too_few_answers_are_read_rather_than_sorted(
    house: House, people: People, open_session: OpenSession
) -> None:
    send_all(house, open_session(), DARK[:3])
    with pytest.raises(ThemeProblem, match="3 answers"):
        themes.run(house, people.analyst, QUESTION)
    assert not found(house, people).can_run


def test_answers_that_came_later_are_counted_as_new(
    house: House, people: People, sitting: Sitting, run_id: str
) -> None:
    send_all(house, sitting, ["the park is full of rubbish", "too many cars by the school"])
    assert found(house, people).new_since == 2


def test_a_voided_session_leaves_its_themes(
    house: House, people: People, sitting: Sitting, run_id: str
) -> None:
    sessions.void(house, people.administrator, sitting.id, "a test of the projector")
    gathered = wave.gather(house, people.analyst)
    assert themes.in_questions(house, people.analyst, gathered) == ()
    assert gathered.data.respondents == ()


def test_a_name_given_by_a_person_stays_when_the_engine_runs_again(
    house: House, people: People, run_id: str
) -> None:
    theme = first(house, people)
    assert not theme.named_by_person
    themes.rename(house, people.analyst, run_id, theme.topic, "  Waiting   in the dark ")
    themes.run(house, people.analyst, QUESTION, n_topics=2, random_state=7)
    names = {one.label: one for one in found(house, people).themes}
    assert names["Waiting in the dark"].named_by_person
    assert names["Waiting in the dark"].response_ids & theme.response_ids


def test_two_people_naming_at_once_are_told_and_nothing_is_overwritten(
    house: House, people: People, run_id: str
) -> None:
    theme, seen = first(house, people), found(house, people).seen
    themes.rename(house, people.analyst, run_id, theme.topic, "Dark paths", seen=seen)
    with pytest.raises(ThemeConflict, match=r"“Dark paths” was changed by Analyst"):
        themes.rename(house, people.analyst, run_id, theme.topic, "Gloom", seen=seen)
    assert first(house, people).label == "Dark paths"
    with house.database.reading() as session:
        assert [one.value for one in rows.decisions(session, [run_id])] == ["Dark paths"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_has_to_be_one(house: House, people: People, run_id: str, name: str) -> None:
    with pytest.raises(ThemeProblem):
        themes.rename(house, people.analyst, run_id, first(house, people).topic, name)


def test_a_hidden_theme_stays_out_of_the_summary_and_can_come_back(
    house: House, people: People, run_id: str
) -> None:
    theme = first(house, people)
    themes.hide(house, people.analyst, run_id, theme.topic)
    gathered = wave.gather(house, people.analyst)
    questions = themes.in_questions(house, people.analyst, gathered)
    assert len(themes.told_with_themes(house, gathered, questions).data.themes) == 1
    themes.show(house, people.analyst, run_id, theme.topic)
    questions = themes.in_questions(house, people.analyst, gathered)
    assert len(themes.told_with_themes(house, gathered, questions).data.themes) == 2


def test_a_quote_needs_the_analyst_and_a_safeguarding_lead(house: House, people: People, run_id: str) -> None:
    theme = first(house, people)
    text_id = theme.text_ids[0]
    themes.quote(house, people.analyst, run_id, theme.topic, text_id)
    (proposed,) = themes.proposed_quotes(house, people.lead)
    assert proposed.words in DARK + BUSES
    assert proposed.text_id == text_id
    themes.clear_quote(house, people.lead, run_id, theme.topic, text_id)
    assert themes.proposed_quotes(house, people.lead) == ()
    gathered = wave.gather(house, people.analyst)
    told = themes.told_with_themes(house, gathered, themes.in_questions(house, people.analyst, gathered))
    (quote,) = [quote for each in told.data.themes for quote in each.quotes]
    assert quote.cleared_by == people.lead.account_id
    assert quote.approved_by == people.analyst.account_id


def test_a_quote_the_lead_refuses_is_gone(house: House, people: People, run_id: str) -> None:
    theme = first(house, people)
    themes.quote(house, people.analyst, run_id, theme.topic, theme.text_ids[0])
    themes.refuse_quote(house, people.lead, run_id, theme.topic, theme.text_ids[0])
    assert themes.proposed_quotes(house, people.lead) == ()
    assert not first(house, people).quoted


def test_an_answer_of_another_theme_cannot_be_quoted_here(house: House, people: People, run_id: str) -> None:
    one, other = found(house, people).themes
    foreign = next(text_id for text_id in other.text_ids if text_id not in one.text_ids)
    with pytest.raises(ThemeProblem):
        themes.quote(house, people.analyst, run_id, one.topic, foreign)


def test_nobody_but_the_analyst_decides_about_themes(house: House, people: People, run_id: str) -> None:
    topic = first(house, people).topic
    for actor in (people.leader, people.lead, people.viewer, people.administrator):
        with pytest.raises(NotAllowed):
            themes.run(house, actor, QUESTION)
        with pytest.raises(NotAllowed):
            themes.rename(house, actor, run_id, topic, "Mine")
    for actor in (people.leader, people.analyst, people.viewer, people.administrator):
        with pytest.raises(NotAllowed):
            themes.proposed_quotes(house, actor)
        with pytest.raises(NotAllowed):
            themes.clear_quote(house, actor, run_id, topic, "any")


def test_a_theme_led_by_a_code_takes_its_name_and_its_owner(
    house: House, people: People, run_id: str
) -> None:
    gathered = wave.gather(house, people.analyst)
    told = themes.told_with_themes(house, gathered, themes.in_questions(house, people.analyst, gathered))
    by_code = {theme.code: theme for theme in told.data.themes}
    assert by_code.keys() == {"dark_run_down_places", "transport_travel"}
    assert by_code["transport_travel"].label == "Buses, trains and getting about"
    assert (
        by_code["transport_travel"].owner == "Cambridgeshire and Peterborough Combined Authority (transport)"
    )
    assert by_code["dark_run_down_places"].polarity == "worry"
