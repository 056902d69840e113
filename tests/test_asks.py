"""What was asked, what they answered and who heard of it: kept for ever, in the office's own words."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from survey import asks, audit, sessions
from survey.asks import AskProblem, AskStatus, HeardBack
from survey.house import House
from survey.permissions import NotAllowed
from survey.store.tables import AskEvent, Sitting
from tests.conftest import Clock, OpenSession, People
from tests.team.answers import DARK, send_all

DUE = date(2026, 12, 18)


@pytest.fixture
def closed(house: House, people: People, open_session: OpenSession) -> Sitting:
    sitting = open_session(title="Friday club")
    send_all(house, sitting, DARK)
    return sessions.close(house, people.leader, sitting.id, headcount=7, declined=0)


def lights(house: House, people: People) -> asks.Ask:
    return asks.add(house, people.analyst, "Mend the lamps on river paths.", owner="Police", due=DUE)


def test_an_ask_is_written_down_with_its_owner_its_day_and_its_theme(
    any_house: House, people: People
) -> None:
    made = asks.add(
        any_house, people.analyst, "  Mend the   lamps. ", owner="Police", due=DUE, theme="unsafe_why-3"
    )
    (found,) = asks.for_wave(any_house, people.analyst)
    assert found == made
    assert (found.text, found.owner, found.due) == ("Mend the lamps.", "Police", DUE)
    assert (found.status, found.theme, found.public) == (AskStatus.ASKED, "unsafe_why-3", False)


def test_what_stands_is_what_happened_and_all_of_it_is_kept(
    house: House, people: People, clock: Clock, closed: Sitting
) -> None:
    one = lights(house, people)
    clock.turn(days=3)
    asks.reword(house, people.analyst, one.id, "Mend the lamps by the river.")
    asks.assign(house, people.analyst, one.id, owner="The city council", due=date(2027, 1, 8))
    asks.answer(house, people.analyst, one.id, AskStatus.WILL_DO, reply="We will mend them in May.")
    asks.make_public(house, people.analyst, one.id)
    stands = asks.told_back(house, people.analyst, one.id, closed.id)
    assert (stands.text, stands.owner, stands.status) == (
        "Mend the lamps by the river.",
        "The city council",
        AskStatus.WILL_DO,
    )
    assert [told.on for told in stands.told_back] == [house.today()]
    said = [change.what for change in asks.history(house, people.analyst, one.id)]
    assert said == [
        "Asked: Mend the lamps on river paths.",
        "Asked of Police, by 2026-12-18",
        "Put in other words: Mend the lamps by the river.",
        "Asked of The city council, by 2027-01-08",
        "Answer: will do. We will mend them in May.",
        "Young people may read it",
        "Told back to Friday club on 2026-11-26",
    ]
    assert {change.by for change in asks.history(house, people.analyst, one.id)} == {"Analyst"}


def test_every_change_is_in_the_audit_log_without_its_words(house: House, people: People) -> None:
    one = lights(house, people)
    asks.answer(house, people.analyst, one.id, AskStatus.DOING, reply="Work has begun.")
    logged = audit.entries(house, people.administrator, subject=one.id)
    assert [entry.action for entry in logged] == ["ask answered", "ask added"]
    assert "lamps" not in repr(logged)
    assert "begun" not in repr(logged)


@pytest.mark.parametrize(
    ("status", "overdue"),
    [("asked", True), ("will_do", True), ("doing", True), ("done", False), ("cannot", False)],
)
def test_an_ask_is_overdue_when_its_day_has_passed_and_it_has_not_come_to_an_end(
    house: House, people: People, clock: Clock, status: str, overdue: bool
) -> None:
    one = lights(house, people)
    asks.answer(house, people.analyst, one.id, AskStatus(status), reply="Because of the river.")
    clock.moment = clock.moment.replace(month=12, day=18)
    assert not asks.for_wave(house, people.analyst)[0].overdue
    clock.turn(days=1)
    assert asks.for_wave(house, people.analyst)[0].overdue is overdue


def test_overdue_asks_come_first_and_then_the_next_to_be_due(
    house: House, people: People, clock: Clock
) -> None:
    for text, due in (("No day", None), ("Late", DUE), ("Next", date(2027, 1, 5))):
        asks.add(house, people.analyst, text, due=due)
    clock.moment = clock.moment.replace(month=12, day=30)
    assert [one.text for one in asks.for_wave(house, people.analyst)] == ["Late", "Next", "No day"]


def test_cannot_needs_a_reason(house: House, people: People) -> None:
    one = lights(house, people)
    with pytest.raises(AskProblem, match="why"):
        asks.answer(house, people.analyst, one.id, AskStatus.CANNOT)
    done = asks.answer(house, people.analyst, one.id, AskStatus.CANNOT, reply="The path is not ours.")
    assert done.status is AskStatus.CANNOT


def test_two_people_who_change_an_ask_at_once_never_overwrite_each_other(
    any_house: House, people: People
) -> None:
    one = lights(any_house, people)
    asks.reword(any_house, people.analyst, one.id, "Mend every lamp.", seen=one.version)
    with pytest.raises(AskProblem, match="meanwhile"):
        asks.reword(any_house, people.analyst, one.id, "Mend no lamp.", seen=one.version)
    (found,) = asks.for_wave(any_house, people.analyst)
    assert found.text == "Mend every lamp."
    assert asks.reword(any_house, people.analyst, one.id, "Mend two.", seen=found.version).text == "Mend two."


def test_an_ask_taken_off_the_list_is_gone_from_it_and_its_history_stays(
    house: House, people: People
) -> None:
    one = lights(house, people)
    asks.take_out(house, people.analyst, one.id)
    assert asks.for_wave(house, people.analyst) == ()
    with pytest.raises(AskProblem, match="no such ask"):
        asks.reword(house, people.analyst, one.id, "Again")
    with house.database.reading() as session:
        assert len(session.exec(select(AskEvent)).all()) == 3
    assert asks.history(house, people.analyst, one.id)[-1].what == "Taken off the list"


@pytest.mark.parametrize("text", ["", "   ", "x" * 401])
def test_words_that_say_nothing_or_too_much_are_refused(house: House, people: People, text: str) -> None:
    with pytest.raises(AskProblem):
        asks.add(house, people.analyst, text)
    assert asks.for_wave(house, people.analyst) == ()


def test_a_session_hears_back_only_what_is_public_and_only_once_it_is_closed(
    house: House, people: People, open_session: OpenSession, closed: Sitting
) -> None:
    one = lights(house, people)
    asks.answer(
        house, people.analyst, one.id, AskStatus.DONE, reply="We mended them.", changed="The path is lit now."
    )
    assert asks.for_session(house, closed.id) == ()
    asks.make_public(house, people.analyst, one.id)
    assert asks.for_session(house, closed.id) == (
        HeardBack(
            "Mend the lamps on river paths.",
            "We mended them.",
            "The path is lit now.",
            "Police",
            AskStatus.DONE,
        ),
    )
    assert asks.for_session(house, open_session().id) == ()
    assert asks.for_session(house, "nowhere") == ()
    asks.make_public(house, people.analyst, one.id, public=False)
    assert asks.for_session(house, closed.id) == ()


def test_an_ask_of_another_wave_is_not_heard_here(house: House, people: People, closed: Sitting) -> None:
    one = asks.add(house, people.analyst, "Mend the lamps.", wave_name="2025-winter")
    asks.make_public(house, people.analyst, one.id)
    assert asks.for_session(house, closed.id) == ()


def test_somebodys_own_words_never_become_an_ask_which_partners_read_too(
    house: House, people: People, closed: Sitting
) -> None:
    with pytest.raises(AskProblem, match="somebody’s answer") as refused:
        asks.add(house, people.analyst, "They say: No street lights on the path at night!")
    assert "lights" not in str(refused.value)
    assert asks.for_wave(house, people.analyst) == ()
    one = asks.add(house, people.analyst, "Put lights on paths that have none.")
    with pytest.raises(AskProblem, match="somebody’s answer"):
        asks.reword(house, people.analyst, one.id, "They say: No street lights on the path at night!")
    with pytest.raises(AskProblem, match="somebody’s answer"):
        asks.answer(house, people.analyst, one.id, AskStatus.DOING, reply=DARK[3])
    asks.make_public(house, people.analyst, one.id)
    assert asks.for_session(house, closed.id)[0].they_said == ""


def test_a_session_that_ran_out_of_time_hears_as_a_closed_one_does(
    house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    sitting = open_session()
    one = lights(house, people)
    asks.make_public(house, people.analyst, one.id)
    assert asks.for_session(house, sitting.id) == ()
    clock.turn(days=1)
    assert [heard.you_said for heard in asks.for_session(house, sitting.id)] == [one.text]
    sessions.void(house, people.administrator, sitting.id, "a trial")
    assert asks.for_session(house, sitting.id) == ()


def test_a_persons_name_never_becomes_public_with_an_ask(house: House, people: People) -> None:
    one = asks.add(house, people.analyst, "Ask my friend Kelly Smith what to do.")
    with pytest.raises(AskProblem, match="a person’s name"):
        asks.make_public(house, people.analyst, one.id)


def test_nor_with_whoever_was_asked_before_or_after_it_became_public(house: House, people: People) -> None:
    one = lights(house, people)
    asks.assign(house, people.analyst, one.id, owner="My friend Kelly Smith")
    with pytest.raises(AskProblem, match="a person’s name"):
        asks.make_public(house, people.analyst, one.id)
    asks.assign(house, people.analyst, one.id, owner=house.office.partners[0].label)
    asks.make_public(house, people.analyst, one.id)
    with pytest.raises(AskProblem, match="a person’s name"):
        asks.assign(house, people.analyst, one.id, owner="My friend Kelly Smith")
    (stands,) = asks.for_wave(house, people.analyst)
    assert stands.owner == house.office.partners[0].label
    for partner in house.office.partners:
        asks.assign(house, people.analyst, one.id, owner=partner.label)


def test_a_session_is_not_told_back_on_a_day_to_come_nor_one_that_never_was(
    house: House, people: People, closed: Sitting
) -> None:
    one = lights(house, people)
    with pytest.raises(AskProblem, match="still to come"):
        asks.told_back(house, people.analyst, one.id, closed.id, date(2026, 12, 24))
    with pytest.raises(AskProblem, match="no such session"):
        asks.told_back(house, people.analyst, one.id, "nowhere")
    asks.told_back(house, people.analyst, one.id, closed.id, date(2026, 11, 20))
    again = asks.told_back(house, people.analyst, one.id, closed.id)
    assert [(told.session_id, told.on) for told in again.told_back] == [(closed.id, house.today())]


def test_hard_words_and_long_sentences_are_noticed_as_they_are_typed() -> None:
    assert asks.readable("We will mend the lamps in May.").easy
    assert asks.readable("Done.").age is None
    hard = asks.readable(
        "Following consultation with partner organisations, remediation of illumination is anticipated."
    )
    assert not hard.easy
    assert "remediation" in hard.hard


def test_only_who_reads_the_answers_keeps_the_asks(house: House, people: People) -> None:
    for actor in (people.leader, people.lead, people.viewer, people.administrator):
        with pytest.raises(NotAllowed):
            asks.for_wave(house, actor)
        with pytest.raises(NotAllowed):
            asks.add(house, actor, "Mend the lamps.")


def test_a_release_tells_what_they_said_and_what_is_different_now(house: House, people: People) -> None:
    one = asks.add(house, people.analyst, "Mend the lights.", owner="Highways")
    asks.answer(house, people.analyst, one.id, AskStatus.DONE, reply="Yes.", changed="The path is lit now.")
    (told,) = asks.told_of(asks.for_wave(house, people.analyst))
    assert told.reply == "Yes. The path is lit now."
