"""How a room gets to the questions: an address phones can reach, a square they can scan, words to say."""

from __future__ import annotations

import io
import re

import pytest
import segno

from survey import invitation
from survey.house import House
from survey.invitation import invite


@pytest.mark.parametrize(
    ("seen_at", "public_url", "network", "address"),
    [
        ("https://listen.example.org/team/now", None, "10.0.0.5", "https://listen.example.org/s/K7H4TN"),
        ("http://192.168.1.4:8501/team/now", None, None, "http://192.168.1.4:8501/s/K7H4TN"),
        ("http://localhost:8501/team/now", None, "10.0.0.5", "http://10.0.0.5:8501/s/K7H4TN"),
        ("http://[::1]:8501/team/now", None, "10.0.0.5", "http://10.0.0.5:8501/s/K7H4TN"),
        ("http://localhost:8501/team", "https://x.example/", "10.0.0.5", "https://x.example/s/K7H4TN"),
        ("", None, None, "://"),
    ],
)
def test_the_address_is_one_a_phone_can_reach(
    seen_at: str, public_url: str | None, network: str | None, address: str
) -> None:
    assert address in invite("K7H4TN", seen_at, public_url, network).address


def test_an_address_that_only_works_here_comes_with_a_caution() -> None:
    assert "this computer only" in invite("K7H4TN", "http://127.0.0.1:8501/team", None, None).caution
    assert "same Wi-Fi" in invite("K7H4TN", "http://127.0.0.1:8501/team", None, "10.0.0.5").caution
    assert invite("K7H4TN", "https://listen.example.org/team", None).caution == ""


def test_the_square_says_the_address_in_black_on_white() -> None:
    shown = invite("K7H4TN", "https://listen.example.org/team", None)
    assert 'stroke="#000"' in shown.qr_svg
    assert 'fill="#fff"' in shown.qr_svg
    expected = io.BytesIO()
    segno.make("https://listen.example.org/s/K7H4TN", error="m", micro=False).save(
        expected, kind="svg", border=4, scale=8, dark="#000", light="#fff", xmldecl=False
    )
    assert shown.qr_svg == expected.getvalue().decode()
    assert shown.qr_data_uri.startswith("data:image/svg+xml;base64,")


def test_a_code_is_said_in_two_halves() -> None:
    assert invite("K7H4TN", "https://x.example/team", None).said_code == "K7H 4TN"


def test_what_a_leader_says_is_short_and_says_that_anybody_may_say_no(house: House) -> None:
    shown = invite("K7H4TN", "https://x.example/team", None)
    lines = invitation.what_to_say(house.office, shown, minutes=4, contact="Sam")
    said = " ".join(lines)
    assert "You can say no" in said
    assert "Sam" in said
    assert "K7H 4TN" in said
    assert house.office.answer_due in said
    for sentence in re.split(r"(?<=[.!?])\s", said):
        assert len(sentence.split()) <= 16, sentence


def test_the_adult_in_the_room_reads_emergencies_first_and_then_lines_for_adults(house: House) -> None:
    lines = invitation.who_to_call(house.help_lines, "peterborough")
    assert lines[0].call == "999"
    assert len(lines) > 1
    assert all(line.audience == "adults" for line in lines[1:])
    assert len({line.name for line in lines}) == len(lines)
