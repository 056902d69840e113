"""Guessing is slow, however many processes are asked and however often they restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from survey.house import House
from survey.store import retention
from survey.store.tables import Attempts
from survey.throttle import Limit, TooManyAttempts, count_attempt, forgive
from tests.conftest import Clock, OpenHouse

THREE = Limit(times=3, within=timedelta(minutes=10))


def allowed(house: House, who: str = "somebody", purpose: str = "test") -> bool:
    try:
        count_attempt(house, purpose, who, THREE)
    except TooManyAttempts:
        return False
    return True


def test_so_many_attempts_and_no_more(any_house: House) -> None:
    assert [allowed(any_house) for _ in range(5)] == [True, True, True, False, False]


def test_a_new_window_begins_when_the_old_one_is_over(any_house: House, clock: Clock) -> None:
    for _ in range(4):
        allowed(any_house)
    clock.turn(minutes=9, seconds=59)
    assert not allowed(any_house)
    clock.turn(seconds=1)
    assert allowed(any_house)


def test_one_guesser_does_not_stop_another_nor_one_purpose_another(any_house: House) -> None:
    for _ in range(4):
        allowed(any_house)
    assert allowed(any_house, who="somebody else")
    assert allowed(any_house, purpose="another")


def test_a_thousand_guesses_at_once_are_a_thousand_attempts(any_house: House) -> None:
    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(lambda _: allowed(any_house), range(40))) == THREE.times


def test_another_process_counts_on(any_house: House, open_house_at: OpenHouse) -> None:
    second = open_house_at(any_house.settings.database_url)
    assert [allowed(one) for one in (any_house, second, any_house, second)] == [True, True, True, False]


def test_what_was_rightful_is_forgiven(any_house: House) -> None:
    for _ in range(3):
        allowed(any_house)
    forgive(any_house, "test", "somebody")
    assert allowed(any_house)


def test_who_tries_is_kept_only_as_a_keyed_hash_of_the_day(any_house: House, clock: Clock) -> None:
    allowed(any_house, who="203.0.113.9")
    clock.turn(days=1)
    allowed(any_house, who="203.0.113.9")
    with any_house.database.reading() as session:
        keys = [row.key for row in session.exec(select(Attempts))]
    assert len(set(keys)) == 2
    assert not any("203" in key and "113" in key for key in keys)


def test_old_counters_can_be_dropped(any_house: House, clock: Clock) -> None:
    allowed(any_house, who="earlier")
    clock.turn(hours=2)
    allowed(any_house, who="later")
    with any_house.database.session() as session:
        assert retention.delete_counters(session, clock.moment - timedelta(hours=1)) == 1


def test_the_message_says_how_long_to_wait() -> None:
    with pytest.raises(TooManyAttempts, match="10 minutes"):
        raise TooManyAttempts(THREE)
