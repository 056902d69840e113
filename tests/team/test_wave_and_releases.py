"""A wave as the analysis gets it, and a summary as it is let out: complete, checked, frozen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from analysis.wave import MISSING
from survey import releases, sessions, wave
from survey.house import House
from survey.permissions import NotAllowed
from survey.releases import ReleaseProblem
from survey.store.tables import ReleasedSummary, Sitting
from tests.conftest import OpenSession, People
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


# --- releases ---


def test_a_viewer_reads_exactly_what_was_released(house: House, people: People, sitting: Sitting) -> None:
    assert releases.latest(house, people.viewer) is None
    draft = releases.write(house, people.analyst)
    released = releases.release(house, people.analyst, draft)
    read = releases.latest(house, people.viewer)
    assert read is not None
    assert read.findings == draft.findings
    assert read.digest == released.digest


def test_the_same_answers_make_the_same_summary(house: House, people: People, sitting: Sitting) -> None:
    one, other = (releases.write(house, people.analyst) for _ in range(2))
    assert one.digest == other.digest


def test_a_draft_written_before_an_answer_came_is_not_released(
    house: House, people: People, sitting: Sitting
) -> None:
    draft = releases.write(house, people.analyst)
    assert releases.is_current(house, people.analyst, draft)
    send(house, sitting, age_band="14-15", safe_day="fairly_safe")
    assert not releases.is_current(house, people.analyst, draft)
    with pytest.raises(ReleaseProblem, match="changed"):
        releases.release(house, people.analyst, draft)
    assert releases.latest(house, people.viewer) is None


def test_a_draft_with_a_figure_that_is_not_so_is_not_released(
    house: House, people: People, sitting: Sitting
) -> None:
    draft = releases.write(house, people.analyst)
    page = draft.findings.first_page
    wrong = replace(page.sentences[0], text=page.sentences[0].text.replace("15", "150"))
    findings = replace(draft.findings, first_page=replace(page, sentences=(wrong, *page.sentences[1:])))
    forged = replace(draft, summary=replace(draft.summary, findings=findings))
    assert findings != draft.findings
    with pytest.raises(ReleaseProblem, match="could not be made again"):
        releases.release(house, people.analyst, forged)


def test_a_release_somebody_changed_in_the_database_is_not_shown(
    house: House, people: People, sitting: Sitting
) -> None:
    releases.release(house, people.analyst, releases.write(house, people.analyst))
    with house.database.session() as session:
        row = session.exec(select(ReleasedSummary)).one()
        row.findings = row.findings.replace("people", "persons", 1)
        session.add(row)
    with pytest.raises(ReleaseProblem, match="not as it was let out"):
        releases.latest(house, people.viewer)


def test_a_release_outlives_what_it_was_written_from(house: House, people: People, sitting: Sitting) -> None:
    releases.release(house, people.analyst, releases.write(house, people.analyst))
    sessions.void(house, people.administrator, sitting.id, "a trial")
    assert releases.latest(house, people.viewer) is not None


def test_leaders_read_no_summary_and_only_analysts_write_one(
    house: House, people: People, sitting: Sitting
) -> None:
    with pytest.raises(NotAllowed):
        releases.latest(house, people.leader)
    for actor in (people.leader, people.lead, people.viewer, people.administrator):
        with pytest.raises(NotAllowed):
            releases.write(house, actor)
