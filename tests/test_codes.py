"""Codes that can be read off a wall, typed badly, and never spell anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey import codes


def test_no_code_has_a_vowel_a_look_alike_or_three_letters_in_a_row() -> None:
    for code in (codes.new_code() for _ in range(3_000)):
        assert len(code) == codes.CODE_LENGTH
        assert not set(code) & set("AEIOUY01L28BS6G9CVZ") - {"2"}
        assert not re.search(r"[A-Z]{3}", code)
        assert codes.is_code(code)


def test_no_two_symbols_of_a_code_can_be_taken_for_each_other() -> None:
    used = set(codes.CODE_LETTERS + codes.CODE_DIGITS)
    for alike in ("0O", "1IL", "2Z", "5S", "8B", "6G", "69", "UV", "CG", "4A"):
        assert len(used & set(alike)) <= 1


def test_codes_are_drawn_from_millions_and_do_not_follow_each_other() -> None:
    drawn = [codes.new_code() for _ in range(3_000)]
    assert len(set(drawn)) >= len(drawn) - 2
    assert drawn != sorted(drawn)


@pytest.mark.parametrize("typed", ["k7h4tn", "K7H-4TN", " k7h 4tn ", "K7H\u20134TN", "k7h.4tn"])
def test_a_code_is_recognised_however_it_is_typed(typed: str) -> None:
    assert codes.normalise_code(typed) == "K7H4TN"


@given(st.text(max_size=12))
def test_anything_can_be_typed_where_a_code_belongs(typed: str) -> None:
    normal = codes.normalise_code(typed)
    assert codes.is_code(normal) == bool(re.fullmatch(r"[DFHJKMNPQRTWX23457]{6}", normal))


def test_a_receipt_is_beyond_guessing_and_written_in_groups() -> None:
    receipt = codes.new_receipt()
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}", receipt)
    assert not set(receipt) & set("AEIOUL")
    assert codes.RECEIPT_BITS > 65
    assert codes.is_receipt(codes.normalise_receipt(receipt))


def test_every_symbol_of_a_receipt_is_used_about_as_often_as_the_next() -> None:
    drawn = "".join(codes.new_receipt() for _ in range(2_000)).replace("-", "")
    expected = len(drawn) / len(codes.RECEIPT_ALPHABET)
    assert set(drawn) == set(codes.RECEIPT_ALPHABET)
    assert all(0.75 * expected < drawn.count(symbol) < 1.25 * expected for symbol in set(drawn))


def test_letters_that_look_like_digits_are_read_as_those_in_a_receipt() -> None:
    assert codes.normalise_receipt("o1il0-bcdfg hjkmn") == "01110BCDFGHJKMN"
