"""A session takes answers only when somebody safe to ask has been named, and only along the moves it has."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from sqlmodel import select

from survey import audit, sessions
from survey.accounts import set_active, set_role
from survey.house import House
from survey.permissions import NotAllowed
from survey.sessions import MOVES, Move, SessionProblem
from survey.store.tables import Account, QuestionnaireVersion, Role, SessionState, Sitting
from tests.conftest import Clock, OpenSession, People

WRITTEN = {"10-11": "written", "12-13": "school_care", "14-15": "informed_opt_out"}


def draft(house: House, people: People, **wishes: object) -> Sitting:
    asked: dict[str, object] = {"questionnaire": "feelings_of_safety", "area": "fenland"}
    return sessions.create(house, people.leader, **(asked | wishes))  # type: ignore[arg-type]


def ready(house: House, people: People, **wishes: object) -> Sitting:
    safe = {"safeguarding_lead_id": people.lead.account_id, "permission_routes": WRITTEN}
    return draft(house, people, **(safe | wishes))


def take(house: House, sitting: Sitting, number: int) -> None:
    """As if so many answers had come."""
    with house.database.session() as session:
        row = session.get_one(Sitting, sitting.id)
        row.accepted = number
        session.add(row)


# --- the walk of a leader ---


def test_a_leader_opens_a_session_takes_a_break_goes_on_and_closes_it(
    any_house: House, people: People, clock: Clock
) -> None:
    sitting = ready(any_house, people, hours=2)
    assert sitting.code is not None
    walk: list[tuple[Callable[..., Sitting], str]] = [
        (sessions.start, "open"),
        (sessions.pause, "paused"),
        (sessions.resume, "open"),
    ]
    assert sessions.door(any_house, sitting.code).state == "draft"
    for move, seen in walk:
        clock.turn(minutes=5)
        move(any_house, people.leader, sitting.id)
        assert sessions.door(any_house, sitting.code).state == seen
    closed = sessions.close(any_house, people.leader, sitting.id, headcount=20, declined=3)
    assert (closed.headcount, closed.declined, closed.closed_at) == (20, 3, clock.moment)
    assert sessions.door(any_house, sitting.code).state == "closed"


def test_every_move_is_in_the_log(house: House, people: People) -> None:
    sitting = ready(house, people)
    sessions.start(house, people.leader, sitting.id)
    sessions.pause(house, people.leader, sitting.id)
    sessions.resume(house, people.leader, sitting.id)
    sessions.close(house, people.leader, sitting.id)
    sessions.void(house, people.administrator, sitting.id, "tablets were shared out twice")
    noted = audit.entries(house, people.administrator, subject=sitting.id)
    assert [entry.action for entry in reversed(noted)] == [
        "session created",
        "session started",
        "session paused",
        "session resumed",
        "session closed",
        "session voided",
    ]
    assert noted[0].detail["reason"] == "tablets were shared out twice"


def test_a_session_may_be_closed_without_having_counted(house: House, people: People) -> None:
    sitting = ready(house, people)
    sessions.start(house, people.leader, sitting.id)
    closed = sessions.close(house, people.leader, sitting.id)
    assert (closed.headcount, closed.declined) == (None, None)


@pytest.mark.parametrize(("move", "state"), list(product(Move, SessionState)))
def test_a_session_moves_only_along_the_table(
    house: House, people: People, move: Move, state: SessionState
) -> None:
    sitting = ready(house, people)
    with house.database.session() as session:
        row = session.get_one(Sitting, sitting.id)
        row.state = state
        session.add(row)
    do: dict[Move, Callable[[], Sitting]] = {
        Move.START: lambda: sessions.start(house, people.leader, sitting.id),
        Move.PAUSE: lambda: sessions.pause(house, people.leader, sitting.id),
        Move.RESUME: lambda: sessions.resume(house, people.leader, sitting.id),
        Move.CLOSE: lambda: sessions.close(house, people.leader, sitting.id),
        Move.VOID: lambda: sessions.void(house, people.administrator, sitting.id, "a reason"),
    }
    if state in MOVES[move].allowed_from:
        assert do[move]().state is MOVES[move].to
    else:
        with pytest.raises(SessionProblem, match=state.value):
            do[move]()
        with house.database.reading() as session:
            assert session.get_one(Sitting, sitting.id).state is state


# --- what must be there before the first answer ---


def test_a_session_does_not_start_without_a_safeguarding_lead(house: House, people: People) -> None:
    sitting = draft(house, people, permission_routes=WRITTEN)
    with pytest.raises(SessionProblem, match="safeguarding lead") as refused:
        sessions.start(house, people.leader, sitting.id)
    assert "permission was asked" not in str(refused.value)
    assert sessions.door(house, sitting.code or "").state == "draft"


def test_a_session_does_not_start_before_every_age_under_16_has_a_permission_route(
    house: House, people: People
) -> None:
    sitting = draft(
        house,
        people,
        safeguarding_lead_id=people.lead.account_id,
        permission_routes={"12-13": "written"},
    )
    with pytest.raises(SessionProblem, match="ages 10-11, 14-15") as refused:
        sessions.start(house, people.leader, sitting.id)
    assert "safeguarding lead" not in str(refused.value)


def test_everything_missing_is_named_at_once(house: House, people: People) -> None:
    sitting = draft(house, people)
    with pytest.raises(SessionProblem) as refused:
        sessions.start(house, people.leader, sitting.id)
    assert len(refused.value.problems) == 3
    assert "safeguarding lead" in str(refused.value)
    assert "10-11, 12-13, 14-15" in str(refused.value)


def test_somebody_without_the_role_cannot_be_the_safeguarding_lead(house: House, people: People) -> None:
    sitting = ready(house, people, safeguarding_lead_id=people.analyst.account_id)
    with pytest.raises(SessionProblem, match="does not have that role"):
        sessions.start(house, people.leader, sitting.id)


def test_a_safeguarding_lead_whose_account_is_closed_does_not_count(house: House, people: People) -> None:
    sitting = ready(house, people)
    set_active(house, people.administrator, people.lead.account_id, active=False)
    with pytest.raises(SessionProblem, match="switched off"):
        sessions.start(house, people.leader, sitting.id)


def test_nobody_can_be_named_who_does_not_exist(house: House, people: People) -> None:
    with pytest.raises(SessionProblem, match="no such safeguarding lead"):
        ready(house, people, safeguarding_lead_id="nobody")


def test_a_questionnaire_that_asks_no_age_needs_one_route_for_all(
    house: House, people: People, questionnaires: Path
) -> None:
    (questionnaires / "short.yaml").write_text(
        "name: short\ntitle: Short\nquestions:\n  - {type: text, name: why, label: Why is that}\n"
    )
    assert sessions.bands_needing_permission(house.questionnaire_named("short")) == ("under_16",)


# --- where, what, how many ---


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"area": "atlantis"}, "no area 'atlantis'.*fenland"),
        ({"place": "peterborough_centre"}, "no place 'peterborough_centre' in Fenland.*wisbech"),
        ({"questionnaire": "nothing"}, "no questionnaire 'nothing'.*feelings_of_safety"),
        ({"questionnaire": "../office"}, "no questionnaire"),
        ({"questionnaire": "office"}, "no questionnaire 'office'"),
        ({"setting": "moon"}, "'moon' is not one of youth_club"),
        ({"cap": 0}, "between 1 and"),
        ({"cap": 1_000_000}, "between 1 and"),
        ({"hours": 0}, "more than 0"),
        ({"hours": float("nan")}, "more than 0"),
        ({"hours": 10_000}, "at most"),
        ({"title": "a" * 301}, "title is longer"),
        ({"safeguarding_contact": "a" * 301}, "contact is longer"),
        ({"permission_routes": {"10-11": "guessed"}}, "'guessed' for 10-11 is not one of"),
        ({"permission_routes": {"30-40": "written"}}, "no age band '30-40'"),
    ],
)
def test_what_is_wrong_with_a_session_is_said_before_it_exists(
    house: House, people: People, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(SessionProblem, match=said):
        draft(house, people, **wrong)
    with house.database.reading() as session:
        assert session.exec(select(Sitting)).all() == []


@pytest.mark.parametrize(
    ("headcount", "declined", "said"),
    [(-1, 0, "in the room"), (10, -1, "said no"), (10, 11, "More people"), (10**9, 1, "in the room")],
)
def test_counts_of_the_room_have_to_make_sense(
    house: House, people: People, open_session: OpenSession, headcount: int, declined: int, said: str
) -> None:
    sitting = open_session()
    with pytest.raises(SessionProblem, match=said):
        sessions.close(house, people.leader, sitting.id, headcount=headcount, declined=declined)
    assert sessions.door(house, sitting.code or "").state == "open"


def test_a_session_belongs_to_the_wave_of_its_day_and_to_its_leader(house: House, people: People) -> None:
    sitting = ready(house, people, place="wisbech", setting="school", title="  Year 9  ")
    assert sitting.wave == house.office.wave.name
    assert (sitting.leader_id, sitting.place, sitting.title) == (
        people.leader.account_id,
        "wisbech",
        "Year 9",
    )


def test_what_was_asked_stays_as_it_was_when_the_file_changes(
    house: House, people: People, questionnaires: Path
) -> None:
    sitting = ready(house, people)
    sessions.start(house, people.leader, sitting.id)
    before = sessions.door(house, sitting.code or "").questionnaire
    file = questionnaires / "feelings_of_safety.yaml"
    file.write_text(file.read_text().replace("title: ", "title: New ", 1))
    again = ready(house, people)
    assert again.questionnaire_version != sitting.questionnaire_version
    assert sessions.door(house, sitting.code or "").questionnaire == before
    assert before is not None
    assert before.version == sitting.questionnaire_version


def test_the_day_a_questionnaire_was_first_used_is_kept(house: House, people: People, clock: Clock) -> None:
    first = ready(house, people)

    def first_used() -> object:
        with house.database.reading() as session:
            return session.get_one(QuestionnaireVersion, first.questionnaire_version).first_used_on

    assert first_used() is None
    sessions.start(house, people.leader, first.id)
    day = house.today()
    clock.turn(days=3)
    sessions.start(house, people.leader, ready(house, people).id)
    assert first_used() == day


# --- at the door ---


@pytest.mark.parametrize("code", ["", "K7H4TN", "AAAAAA", "not a code", "K7H4TN" * 50, "'; --", "\x00"])
def test_an_unknown_code_finds_nothing(house: House, people: People, code: str) -> None:
    found = sessions.door(house, code)
    assert (found.state, found.sitting, found.questionnaire) == ("unknown", None, None)


def test_a_session_is_over_when_its_time_is(
    house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    sitting = open_session(hours=1.5)
    clock.turn(minutes=89)
    assert sessions.door(house, sitting.code or "").state == "open"
    clock.turn(minutes=1)
    assert sessions.door(house, sitting.code or "").state == "expired"


def test_a_paused_session_whose_time_is_over_cannot_go_on(
    house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    sitting = open_session()
    sessions.pause(house, people.leader, sitting.id)
    clock.turn(hours=5)
    assert sessions.door(house, sitting.code or "").state == "expired"
    with pytest.raises(SessionProblem, match="time of this session is over"):
        sessions.resume(house, people.leader, sitting.id)


def test_a_full_session_says_so(house: House, open_session: OpenSession) -> None:
    sitting = open_session(cap=7)
    take(house, sitting, 6)
    assert sessions.door(house, sitting.code or "").state == "open"
    take(house, sitting, 7)
    assert sessions.door(house, sitting.code or "").state == "full"


def test_a_voided_session_looks_closed(house: House, people: People, open_session: OpenSession) -> None:
    sitting = open_session()
    sessions.void(house, people.administrator, sitting.id, "wrong room")
    assert sessions.door(house, sitting.code or "").state == "closed"


def test_a_session_is_voided_only_for_a_reason(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    with pytest.raises(SessionProblem, match="say why"):
        sessions.void(house, people.administrator, sitting.id, "   ")
    assert sessions.void(house, people.administrator, sitting.id, " wrong room ").void_reason == "wrong room"


# --- who may, and who sees what ---


@pytest.mark.parametrize(
    ("accepted", "about"), [(0, None), (1, None), (4, None), (5, 5), (9, 5), (10, 10), (59, 55)]
)
def test_a_leader_sees_counts_in_steps_of_five_from_five_up(
    house: House, people: People, open_session: OpenSession, accepted: int, about: int | None
) -> None:
    sitting = open_session()
    take(house, sitting, accepted)
    assert sessions.counts(house, people.leader, sitting.id).about == about


@pytest.mark.parametrize("who", ["lead", "analyst", "viewer"])
def test_only_leaders_and_administrators_open_sessions(house: House, people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        sessions.create(house, getattr(people, who), questionnaire="feelings_of_safety", area="fenland")


def test_a_leader_cannot_touch_or_count_the_session_of_another(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    for move in (sessions.pause, sessions.close, sessions.counts):
        with pytest.raises(NotAllowed, match="another leader"):
            move(house, people.other_leader, sitting.id)
    assert sessions.for_leader(house, people.other_leader) == []


def test_an_administrator_can_close_what_a_leader_left_open(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    assert sessions.close(house, people.administrator, sitting.id).state is SessionState.CLOSED


def test_a_leader_cannot_void(house: House, people: People, open_session: OpenSession) -> None:
    with pytest.raises(NotAllowed):
        sessions.void(house, people.leader, open_session().id, "a reason")


def test_lists_come_newest_first_and_only_to_those_who_may_see_them(
    house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    older = open_session()
    clock.turn(hours=1)
    newer = open_session()
    assert [one.id for one in sessions.for_leader(house, people.leader)] == [newer.id, older.id]
    assert [one.id for one in sessions.all_sessions(house, people.analyst)] == [newer.id, older.id]
    assert sessions.all_sessions(house, people.analyst, wave="another") == []
    with pytest.raises(NotAllowed):
        sessions.all_sessions(house, people.leader)
    with pytest.raises(NotAllowed):
        sessions.for_leader(house, people.viewer)


def test_a_session_that_does_not_exist_is_named_so(house: House, people: People) -> None:
    with pytest.raises(SessionProblem, match="no such session"):
        sessions.pause(house, people.leader, "nothing")


def test_a_lead_who_changed_jobs_is_noticed_at_the_start(house: House, people: People) -> None:
    sitting = ready(house, people)
    with house.database.session() as session:
        account = session.get_one(Account, people.lead.account_id)
        account.password_hash = "set"
        session.add(account)
    set_role(house, people.administrator, people.lead.account_id, Role.VIEWER)
    with pytest.raises(SessionProblem, match="does not have that role"):
        sessions.start(house, people.leader, sitting.id)


def test_a_code_that_is_taken_is_drawn_again(
    any_house: House, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = iter(["22334D", "22334D", "22334F"])
    monkeypatch.setattr("survey.codes.new_code", lambda: next(draws))
    assert [ready(any_house, people).code, ready(any_house, people).code] == ["22334D", "22334F"]
