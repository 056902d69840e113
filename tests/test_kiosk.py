"""A session's PIN: the same every time, its own, and slow to guess."""

from __future__ import annotations

import pytest

from survey import kiosk
from survey.house import House
from survey.throttle import TooManyAttempts
from tests.conftest import OpenSession


def test_a_pin_stays_the_same_and_belongs_to_one_session(house: House, open_session: OpenSession) -> None:
    sittings = [open_session() for _ in range(5)]
    pins = [kiosk.pin(house, sitting) for sitting in sittings]
    assert pins == [kiosk.pin(house, sitting) for sitting in sittings]
    assert len(set(pins)) > 1
    assert all(len(pin) == kiosk.PIN_DIGITS and pin.isdecimal() for pin in pins)


def test_only_the_sessions_own_pin_is_right(house: House, open_session: OpenSession) -> None:
    one, other = open_session(), open_session()
    right = kiosk.pin(house, one)
    assert kiosk.is_right(house, one.code or "", f" {right[:3]} {right[3:]} ")
    assert kiosk.is_right(house, other.code or "", right) is (right == kiosk.pin(house, other))
    assert not kiosk.is_right(house, one.code or "", "")
    assert not kiosk.is_right(house, "DDDDD2", right)


def test_guessing_a_pin_is_throttled(house: House, open_session: OpenSession) -> None:
    sitting = open_session()
    wrong = "000000" if kiosk.pin(house, sitting) != "000000" else "111111"
    for _ in range(kiosk.GUESSES.times):
        assert not kiosk.is_right(house, sitting.code or "", wrong)
    with pytest.raises(TooManyAttempts):
        kiosk.is_right(house, sitting.code or "", kiosk.pin(house, sitting))
