"""What an administrator is told about the installation: what needs doing comes first, with what would mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from survey import health
from survey.health import Check, State
from survey.house import House
from survey.permissions import NotAllowed
from survey.team.health_page import in_a_sentence
from tests.conftest import Clock, People


def check(house: House, people: People, name: str) -> Check:
    return next(one for one in health.checks(house, people.administrator) if one.name == name)


def test_what_needs_doing_comes_first_and_says_what_would_mend_it(house: House, people: People) -> None:
    found = health.checks(house, people.administrator)
    assert [one.state for one in found] == sorted(one.state for one in found)
    assert all(one.mend for one in found if one.state is not State.WELL)


def test_a_backup_is_good_for_a_week_from_the_day_it_was_noted(
    house: House, people: People, clock: Clock
) -> None:
    assert check(house, people, "Backup").state is State.ATTENTION
    health.note_backup(house, people.administrator)
    assert check(house, people, "Backup").state is State.WELL
    clock.turn(days=8)
    assert check(house, people, "Backup").state is State.ATTENTION
    assert "8 days ago" in check(house, people, "Backup").words


def test_help_lines_nobody_checked_for_half_a_year_are_named(house: House, people: People) -> None:
    assert check(house, people, "Help lines").state is State.WELL
    later = replace(house, clock=lambda: house.now() + timedelta(days=181))
    stale = check(later, people, "Help lines")
    assert stale.state is State.WRONG
    assert "Childline" in stale.words


def test_a_key_beside_the_data_and_a_missing_address_are_pointed_out(house: House, people: People) -> None:
    assert check(house, people, "Key").state is State.ATTENTION
    assert check(house, people, "Address").state is State.ATTENTION
    settings = house.settings.model_copy(update={"public_url": "https://listen.example.org"})
    assert check(replace(house, settings=settings), people, "Address").state is State.WELL


def test_one_safeguarding_lead_is_too_few_for_an_urgent_answer(house: House, people: People) -> None:
    assert "two readers" in check(house, people, "People").words


def test_only_an_administrator_is_told(house: House, people: People) -> None:
    for actor in (people.leader, people.lead, people.analyst, people.viewer):
        with pytest.raises(NotAllowed):
            health.checks(house, actor)
        with pytest.raises(NotAllowed):
            health.note_backup(house, actor)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([State.WELL], "Yes, all is well."),
        ([State.ATTENTION, State.WELL], "Nothing is wrong. One thing is worth a look."),
        ([State.WRONG, State.ATTENTION], "One thing needs doing now."),
        ([State.WRONG, State.WRONG], "2 things need doing now."),
    ],
)
def test_the_whole_list_is_said_in_a_sentence(states: list[State], said: str) -> None:
    assert in_a_sentence(tuple(Check("x", state, "y") for state in states)) == said
