"""How far the rest of an example is: told while it is made, and gone on with wherever it was stopped."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import report
from survey import (
    accounts,
    asks,
    audit,
    double_coding,
    example,
    example_progress,
    example_story,
    look_around,
    released,
    sessions,
    themes,
)
from survey.house import open_house
from survey.settings import Settings
from tests.conftest import Clock
from tests.test_example_story import FEW, of_this_wave, only_html, read_by_nobody


class Begun:
    """A process that runs until it is told to end."""

    def __init__(self) -> None:
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code

    def terminate(self) -> None:
        self.code = -15

    def wait(self) -> None:
        assert self.code is not None


def test_looking_around_goes_on_in_another_process_for_the_same_place(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[list[str], dict[str, str], Path]] = []

    def begin(command: list[str], *, cwd: Path, env: dict[str, str], stdout: int) -> Begun:
        begun.append((command, env, cwd))
        return Begun()

    monkeypatch.setattr(look_around.subprocess, "Popen", begin)
    monkeypatch.setitem(example.SIZES, "small", replace(FEW, in_districts=(1,), group_sizes=(1, 1)))
    house = open_house(settings)
    look_around.make_example(house)
    ((command, env, _),) = begun
    assert command[1:] == ["-m", "survey", "demo", "--go-on"]
    assert env["SURVEY_DATA_DIR"] == str(settings.data_dir)
    assert env["DATABASE_URL"] == settings.database_url
    assert env["PATH"] == os.environ["PATH"]
    look_around.go_on(house)
    assert len(begun) == 1, "somebody is at it already"
    look_around.stop()
    assert not look_around.is_going_on(house)
    look_around.go_on(house)
    assert len(begun) == 2, "the next start goes on with it"
    look_around.stop()
    example_progress.whole(house, example_progress.Progress(house.now().isoformat(), steps=1))
    look_around.go_on(house)
    assert len(begun) == 2


STOPPED_IN: tuple[tuple[object, str], ...] = (
    (sessions, "close"),
    (themes, "quote"),
    (asks, "answer"),
    (double_coding, "give"),
)


def stops_in(place: object, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second call of it from now on is one too many."""
    real, calls = getattr(place, name), []

    def stops_at_the_second(*given: object, **named: object) -> object:
        calls.append(name)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(place, name, stops_at_the_second)


def test_however_often_it_is_stopped_in_the_middle_of_a_step_it_comes_out_whole(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = replace(FEW, in_districts=(1, 1), group_sizes=(3, 3), at_once=1)
    example.make(settings, clock=Clock(), size=tiny)
    monkeypatch.setattr(report, "files", only_html)
    monkeypatch.setattr(themes, "run", read_by_nobody)
    monkeypatch.setattr(example_story, "THEN_IN_DISTRICTS", (1,))
    monkeypatch.setattr(example_story, "THEN_GROUP_SIZES", (3, 3))
    monkeypatch.setattr(example_story, "QUESTIONS", (example_story.WORRIES,))
    house = open_house(settings, clock=Clock())
    left_at = ""
    for place, name in STOPPED_IN:
        said: list[str] = []
        with monkeypatch.context() as patch:
            stops_in(place, name, patch)
            with pytest.raises(KeyboardInterrupt):
                example_story.go_on(settings, clock=Clock(), size=tiny, on_step=said.append)
        left = example_progress.progress(house)
        assert left is not None
        assert not left.is_whole
        assert left.step == said[-1] not in left.done
        assert not left_at or said[0] == left_at, "it goes on where it was"
        assert not example_progress.somebody_is_at_it(settings)
        left_at = left.step
    example_story.go_on(settings, clock=Clock(), size=tiny)
    whole = example_progress.progress(house)
    assert whole is not None
    assert whole.is_whole
    analyst = accounts.actor_named(house, "analyst")
    assert analyst is not None
    districts = len(house.office.districts)
    assert len(of_this_wave(house, analyst)) == districts + 1
    assert released.latest(house, analyst) is not None
    asked = asks.for_wave(house, analyst)
    assert len(asked) == 4
    assert all(one.public for one in asked)
    assert len(double_coding.samples(house, analyst)) == 1
    assert audit.verify(house) == []


def test_two_never_make_the_same_rest_at_once(settings: Settings) -> None:
    example.make(settings, clock=Clock(), size=replace(FEW, in_districts=(1,), group_sizes=(1, 1)))
    assert not example_progress.somebody_is_at_it(settings)
    with example_progress.alone(settings):
        assert example_progress.somebody_is_at_it(settings)
    assert not example_progress.somebody_is_at_it(settings)
