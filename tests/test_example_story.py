"""The office's part in the example: a wave before, releases, asks and blind coding, all by the usual services."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis import report
from analysis.findings import Findings
from survey import (
    accounts,
    asks,
    audit,
    double_coding,
    example,
    example_story,
    group_talk,
    reading,
    released,
    sessions,
    themes,
    wave,
)
from survey.example import ExampleProblem
from survey.house import House, open_house
from survey.permissions import Actor
from survey.settings import Settings
from survey.store.tables import AnalysisRun, ReleaseState, Sitting
from survey.themes.stored import Coded, StoredResult, StoredTopic
from tests.conftest import Clock

FEW = replace(example.WHOLE, in_districts=(3, 1), group_sizes=(4, 5), at_once=20, talks_every=5)


def only_html(findings: Findings, *, approved: bool = False) -> dict[str, bytes]:
    return {"report.html": report.to_html(findings, approved=approved).encode()}


def read_by_nobody(house: House, actor: Actor, question: str) -> str:
    """What the engine would have kept: two themes of one code, every answer under it."""
    gathered = wave.gather(house, actor)
    ids = [one.text_id for one in gathered.data.texts if one.question == question and one.usable]
    topics = tuple(
        StoredTopic(
            key=f"half{number}",
            label=f"Dark places: half {number}",
            words=("dark",),
            stability=0.9,
            examples=tuple(ids[number::2][:3]),
            members=dict.fromkeys(ids[number::2], 1.0),
            code="dark_run_down_places",
        )
        for number in (0, 1)
    )
    said = (Coded(code="dark_run_down_places", probability=0.9, polarity="worry"),)
    result = StoredResult(topics=topics, read=tuple(ids), coded=dict.fromkeys(ids, said))
    run = AnalysisRun(
        wave=gathered.data.name,
        question=question,
        created_at=house.now(),
        created_by=actor.account_id,
        manifest={},
        result=result.model_dump(mode="json"),
    )
    with house.database.session() as session:
        session.add(run)
        return run.id


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, int, tuple[int, int]]:
    """An example begun and gone on with, made once: its place, the answers at first and in the end."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("story") / "data", database_url="")
    made = example.make(settings, clock=Clock(), size=FEW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "files", only_html)  # documents take seconds and are tested with the report
        patch.setattr(themes, "run", read_by_nobody)  # nor is it the engine that is looked at here
        patch.setattr(example_story, "THEN_IN_DISTRICTS", (3,))
        patch.setattr(example_story, "THEN_GROUP_SIZES", (4, 5))
        patch.setattr(example_story, "QUESTIONS", (example_story.WORRIES,))
        there = example_story.go_on(settings, clock=Clock(), size=FEW)
    return settings, made.answers, there


@pytest.fixture(scope="module")
def house(begun: tuple[Settings, int, tuple[int, int]]) -> House:
    return open_house(begun[0], clock=Clock())


@pytest.fixture(scope="module")
def analyst(house: House) -> Actor:
    found = accounts.actor_named(house, "analyst")
    assert found is not None
    return found


def of_this_wave(house: House, analyst: Actor) -> list[Sitting]:
    return sessions.all_sessions(house, analyst, house.office.wave.name)


def test_the_sessions_left_for_later_come_too(
    house: House, analyst: Actor, begun: tuple[Settings, int, tuple[int, int]]
) -> None:
    _, at_first, (number, answers) = begun
    held = of_this_wave(house, analyst)
    assert len(held) == number == 3 * 3 + 3 * 1 + 1
    assert sum(one.accepted for one in held) == answers > at_first >= FEW.at_once
    assert any(
        group_talk.is_written(house, talk) for one in held if (talk := group_talk.of_session(house, one))
    )


def test_the_last_wave_was_let_out_in_its_time_and_stands_beside_this_one(
    house: House, analyst: Actor
) -> None:
    now = released.latest(house, analyst)
    assert now is not None
    then = released.last_wave(house, analyst, house.today() - timedelta(days=30))
    assert then is not None
    assert then.released_at < house.now() - timedelta(days=150)
    assert now.beside is not None
    assert {line.state for line in released.history(house, analyst)} == {ReleaseState.APPROVED}


def test_asks_stand_in_every_state_and_one_was_told_back(house: House, analyst: Actor) -> None:
    listed = asks.for_wave(house, analyst)
    assert {one.status.value for one in listed} == {"asked", "will_do", "done", "cannot"}
    assert [one.status.value for one in listed if one.overdue] == ["asked"]
    assert any(one.told_back for one in listed)
    assert all(one.owner for one in listed)


def test_a_sample_is_being_coded_blind_by_two(house: House, analyst: Actor) -> None:
    (sample,) = double_coding.samples(house, analyst)
    assert len(sample.coders) == 2
    assert all(one.done > 0 for one in sample.coders)


def test_nothing_old_waits_to_be_read_and_the_log_is_whole(house: House) -> None:
    lead = accounts.actor_named(house, "safeguarding")
    assert lead is not None
    since = house.today() - timedelta(days=example_story.LEFT_WAITING_DAYS)
    assert all(one.received_on >= since for one in example_story.queue.waiting(house, lead))
    assert audit.verify(house) == []


def test_going_on_again_changes_nothing(
    house: House, analyst: Actor, begun: tuple[Settings, int, tuple[int, int]]
) -> None:
    settings, _, there = begun
    before = len(reading.closed_answers(house, analyst))
    assert example_story.go_on(settings, clock=Clock(), size=FEW) == there
    assert len(reading.closed_answers(house, analyst)) == before


def test_a_real_workspace_has_no_story(settings: Settings) -> None:
    open_house(settings).database.dispose()
    with pytest.raises(ExampleProblem, match="no example"):
        example_story.go_on(settings)


def test_two_themes_of_one_code_are_joined_under_the_name_they_share(house: House, analyst: Actor) -> None:
    for question in themes.in_questions(house, analyst, wave.gather(house, analyst)):
        if question.run_id:
            assert [one.label for one in question.themes] == ["Dark places"]
