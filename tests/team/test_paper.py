"""What a leader finds on their pages for paper and for a talk with the group."""

from __future__ import annotations

import pytest

from survey import group_talk, kiosk, paper, printing, sessions
from survey.house import House
from survey.printing import PaperProblem
from survey.team.moving import Address
from tests.conftest import Clock, OpenSession, People
from tests.team.conftest import OpenPage, words
from tests.test_group_talk import write
from tests.test_paper import check, keep


def links(page: object) -> dict[str, str]:
    return {one.proto.label: one.proto.url for one in page.get("link_button")}  # type: ignore[attr-defined]


def test_a_leader_prints_the_questions_and_is_told_where_to_type_them_in(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    sitting = open_session(questionnaire="easy_read")
    page = open_page(house, people.leader, Address.NOW)
    assert not page.get("download_button"), "nothing is drawn before somebody wants it"
    page.session_state["on-paper"] = True
    page.run()
    assert not page.exception
    assert printing.batch_of(house, sitting) in words(page)
    assert [one.value for one in page.toggle] == [True], "Easy Read is printed large and with pictures"
    (download,) = page.get("download_button")
    assert download.proto.label == "Print the questions (PDF)"
    assert links(page)["Type the forms in"] == f"/s/{sitting.code}?paper"
    assert kiosk.pin(house, sitting)[:3] in words(page)


def test_a_script_without_a_font_is_said_kindly(
    house: House,
    people: People,
    open_session: OpenSession,
    open_page: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PaperProblem("No font on this computer can write Punjabi.")

    open_session(questionnaire="easy_read")
    monkeypatch.setattr(printing, "for_leader", refuse)
    page = open_page(house, people.leader, Address.NOW)
    page.session_state["on-paper"] = True
    page.run()
    assert not page.exception
    assert "No font on this computer can write Punjabi." in [one.value for one in page.warning]


def test_a_leader_writes_up_the_group_from_the_session_page(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    sitting = open_session()
    page = open_page(house, people.leader, Address.NOW)
    (button,) = [one for one in page.button if one.label == "Write up the group"]
    page = button.click().run()
    talk = group_talk.of_session(house, sitting)
    assert talk is not None
    assert links(page)["Write up the group"] == f"/s/{talk.code}?paper"
    write(house, talk)
    assert "puts the new one in its place" in words(page.run())


def test_forms_of_a_session_that_is_over_are_found_until_their_time_is_up(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage, clock: Clock
) -> None:
    sitting = open_session()
    sessions.close(house, people.leader, sitting.id)
    page = open_page(house, people.leader, Address.SESSIONS)
    assert links(page)["Type the forms in"] == f"/s/{sitting.code}?paper"
    clock.turn(days=15)
    assert "Type the forms in" not in links(open_page(house, people.leader, Address.SESSIONS))


def test_an_analyst_sees_how_well_paper_was_typed_in_and_what_groups_raised(
    house: House, people: People, open_session: OpenSession, open_page: OpenPage
) -> None:
    sitting = open_session()
    for number in range(1, 6):
        batch = keep(house, sitting, number)
    check(house, sitting, batch.to_check[0], {"safe_day": "second"}, safe_day="a_bit_unsafe")
    for _ in range(5):
        talk = group_talk.prepare(house, people.leader, open_session().id)
        write(house, talk)
    page = open_page(house, people.analyst, Address.WAVE)
    assert not page.exception
    headers = [one.value for one in page.header]
    assert "What groups raised" in headers and "Typed in from paper" in headers
    tables = [one.value.to_string() for one in page.table]
    assert any("Fights" in one and "5 of 5" in one for one in tables)
    assert any("5 or so" in one and "%" in one for one in tables)
    (quality,) = paper.quality(house, people.analyst)
    assert quality.corrected == 1
