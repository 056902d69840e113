"""Every page of an example says how far it is, and of an office's mistake in a file, that it is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analysis.code_frame import CodeFrameError
from survey import example_progress, look_around
from survey.example_progress import Progress
from survey.house import House
from survey.permissions import Actor
from survey.store.tables import Role
from survey.themes import reading
from tests.team.conftest import OpenPage, somebody, words


@pytest.fixture
def viewer(example_house: House) -> Actor:
    return somebody(example_house, Role.VIEWER)


@pytest.fixture
def at_the_third(example_house: House) -> Progress:
    found = example_progress.begin(example_house)
    return example_progress.at_step(example_house, found, "The third step", 3, 7)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[House]]:
    asked: list[House] = []
    monkeypatch.setattr(look_around, "go_on", asked.append)
    yield asked


def test_while_the_rest_is_made_the_page_says_at_which_step(
    example_house: House, viewer: Actor, open_page: OpenPage, at_the_third: Progress
) -> None:
    with example_progress.alone(example_house.settings):
        said = words(open_page(example_house, viewer, "summary"))
    assert "The rest is being made while you look (3 of 7: the third step)." in said


def test_when_it_was_stopped_one_press_goes_on_with_it(
    example_house: House, viewer: Actor, open_page: OpenPage, at_the_third: Progress, begun: list[House]
) -> None:
    page = open_page(example_house, viewer, "summary")
    assert "Making the rest of it was stopped." in words(page)
    next(one for one in page.button if one.label == "Make the rest").click().run()
    assert begun == [example_house]


def test_once_it_is_whole_the_page_says_no_more_than_that_it_is_invented(
    example_house: House, viewer: Actor, open_page: OpenPage, at_the_third: Progress
) -> None:
    example_progress.whole(example_house, at_the_third)
    page = open_page(example_house, viewer, "summary")
    assert "Every answer is invented." in words(page)
    assert "The rest" not in words(page)
    assert "all there" not in words(page)


def test_a_mistake_in_the_code_frame_is_called_one_and_where_to_look_is_said(
    example_house: House, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise CodeFrameError("code_frame_examples.yaml, line 3: no such code")

    monkeypatch.setattr(reading, "frame_coder", refuses)
    page = open_page(example_house, somebody(example_house, Role.ANALYST), "themes")
    assert "The code frame has a mistake in it" in words(page)
    assert "Something went wrong" not in words(page)
