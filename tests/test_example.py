"""The example shows everything at work, says that it is invented, and never touches a real workspace."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from survey import accounts, audit, example, reading, sessions
from survey.__main__ import main
from survey.house import House, open_house
from survey.permissions import Actor
from survey.settings import Settings
from survey.store.tables import Role, SessionState
from tests.conftest import Clock

TINY = example.Size(in_districts=(2,), group_sizes=(1, 2))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[example.Example, House]:
    """One example, made once: nothing here changes it."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("example") / "data", database_url="")
    made = example.make(settings, clock=Clock(), size=example.SMALL)
    return made, open_house(settings, clock=Clock())


def signed_in(made: tuple[example.Example, House], role: Role) -> Actor:
    shown = next(one for one in made[0].sign_ins if one.role == role)
    actor = accounts.actor_named(made[1], shown.username)
    assert actor is not None
    return actor


def test_every_role_can_sign_in_with_a_password_nobody_could_know(
    made: tuple[example.Example, House],
) -> None:
    assert {one.role for one in made[0].sign_ins} == {role.value for role in Role}
    assert len({one.password for one in made[0].sign_ins}) == len(Role)
    for one in made[0].sign_ins:
        assert accounts.sign_in(made[1], one.username, one.password).actor.role == one.role
        assert len(one.password) >= 16


def test_it_says_that_it_is_invented(made: tuple[example.Example, House]) -> None:
    assert made[1].is_example


def test_the_join_code_opens_a_session_that_has_taken_nothing_yet(
    made: tuple[example.Example, House],
) -> None:
    door = sessions.door(made[1], made[0].join_code)
    assert door.state == "open"
    assert door.sitting is not None
    assert door.sitting.accepted == 0


def test_every_district_was_heard_in_closed_sessions(made: tuple[example.Example, House]) -> None:
    held = sessions.all_sessions(made[1], signed_in(made, Role.ANALYST))
    closed = [one for one in held if one.state is SessionState.CLOSED]
    assert {one.area for one in closed} == {district.name for district in made[1].office.districts}
    assert len(held) == made[0].sessions
    assert sum(one.accepted for one in closed) == made[0].answers
    for one in closed:
        assert one.headcount is not None
        assert one.headcount >= one.accepted
        assert one.opened_at is not None
        assert one.opened_at < made[1].now()


def test_there_is_enough_to_find_themes_in_and_it_is_not_all_the_same(
    made: tuple[example.Example, House],
) -> None:
    texts = [one.text for one in reading.cleared_answers(made[1], signed_in(made, Role.ANALYST))]
    assert len(texts) > 300
    assert len(set(texts)) > 0.7 * len(texts)
    assert max(Counter(texts).values()) < 15


def test_there_is_something_for_the_safeguarding_lead_to_read(made: tuple[example.Example, House]) -> None:
    counts = reading.held_counts(made[1], signed_in(made, Role.SAFEGUARDING_LEAD))
    assert 3 <= counts.waiting <= 0.15 * made[0].answers


def test_details_written_into_it_were_taken_out_on_the_way_in(made: tuple[example.Example, House]) -> None:
    texts = [one.text for one in reading.cleared_answers(made[1], signed_in(made, Role.ANALYST))]
    assert any("[phone]" in text or "[email]" in text for text in texts)
    assert not any("07700" in text or "example.org" in text for text in texts)


def test_people_feel_less_safe_after_dark_in_it(made: tuple[example.Example, House]) -> None:
    answers = [one.answers for one in reading.closed_answers(made[1], signed_in(made, Role.ANALYST))]

    def unsafe(question: str) -> int:
        return sum(one[question] in ("a_bit_unsafe", "very_unsafe") for one in answers)

    assert unsafe("safe_dark") > 1.5 * unsafe("safe_day")


def test_its_log_is_whole(made: tuple[example.Example, House]) -> None:
    assert audit.verify(made[1]) == []


def answers_made(settings: Settings, seed: int) -> list[str]:
    made = example.make(settings, clock=Clock(), seed=seed, size=TINY)
    house = open_house(settings, clock=Clock())
    analyst = accounts.actor_named(house, "analyst")
    assert analyst is not None
    assert made.answers > 0
    read = reading.closed_answers(house, analyst)
    house.database.dispose()
    return sorted(json.dumps([one.area, one.answers], sort_keys=True) for one in read)


def test_the_same_seed_makes_the_same_answers_and_a_new_one_replaces_the_old(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url="")
    first = answers_made(settings, seed=1)
    assert answers_made(settings, seed=1) == first
    assert answers_made(settings, seed=2) != first


def test_a_real_workspace_is_left_as_it_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house = open_house(settings)
    accounts.create_account(
        house,
        None,
        username="sam",
        display_name="Sam Day",
        role=Role.ADMINISTRATOR,
        password="a long enough phrase 7",
    )
    monkeypatch.setenv("SURVEY_DATA_DIR", str(settings.data_dir))
    assert main(["demo", "--json"]) == 2
    assert "real workspace" in capsys.readouterr().err
    assert not house.is_example
    assert accounts.actor_named(house, "sam") is not None


def test_the_example_can_be_made_on_postgresql_too(
    settings: Settings, database_url: str, clock: Clock
) -> None:
    chosen = settings.model_copy(update={"database_url": database_url})
    first, second = (example.make(chosen, clock=clock, size=TINY) for _ in range(2))
    assert first.join_code != second.join_code
    assert sessions.door(open_house(chosen, clock=clock), first.join_code).state == "unknown"
    assert sessions.door(open_house(chosen, clock=clock), second.join_code).state == "open"
