"""Blind double coding: drawn, coded by two who see nothing of each other, talked over, and used."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col, delete, select, update

from analysis import wave as told
from survey import audit, double_coding, sessions, themes, wave
from survey.double_coding import CodingProblem, ToCode
from survey.house import House
from survey.permissions import Actor, NotAllowed, actor_of
from survey.screening.decision import destroy
from survey.store import answers as answer_rows
from survey.store.tables import (
    Account,
    AnalysisRun,
    CodesGiven,
    CodingAssignment,
    CodingSample,
    FreeText,
    Response,
    Role,
    SampledAnswer,
    Sitting,
)
from survey.themes.stored import Coded, StoredResult, StoredTopic
from tests.conftest import OpenSession, People
from tests.team.answers import BUSES, DARK, send_all

QUESTION = "unsafe_why"
DARKNESS, TRAVEL, KNIVES = "dark_run_down_places", "transport_travel", "knives_weapons"
Codes = tuple[str, ...]


def is_dark(text: str) -> bool:
    return "dark" in text or "light" in text


def right(text: str) -> Codes:
    return (DARKNESS,) if is_dark(text) else (TRAVEL,)


def second_analyst(house: House) -> Actor:
    account = Account(
        username="analyst2", display_name="Second Analyst", role=Role.ANALYST, created_at=house.now()
    )
    with house.database.session() as session:
        session.add(account)
    return actor_of(account)


def as_a_worry(text: str) -> told.Polarity:
    return "worry"


def machine_read(
    house: House,
    people: People,
    rule: Callable[[str], Codes] = right,
    way: Callable[[str], told.Polarity] = as_a_worry,
) -> str:
    """A run as the engine keeps it, with codes by a rule, and a theme for each of the two codes."""
    gathered = wave.gather(house, people.analyst)
    texts = {one.text_id: one.text for one in gathered.data.texts if one.question == QUESTION}
    coded = {
        text_id: tuple(Coded(code=code, probability=0.9, polarity=way(text)) for code in rule(text))
        for text_id, text in texts.items()
    }
    topics = tuple(
        StoredTopic(
            key=key,
            label=key,
            words=(),
            stability=0.9,
            examples=(),
            members={one: 1.0 for one, given in coded.items() if code in {c.code for c in given}},
            code=code,
        )
        for key, code in (("topic-01", DARKNESS), ("topic-02", TRAVEL))
    )
    run = AnalysisRun(
        wave=house.office.wave.name,
        question=QUESTION,
        created_at=house.now(),
        created_by=people.analyst.account_id,
        manifest={},
        result=StoredResult(topics=topics, read=tuple(coded), coded=coded).model_dump(mode="json"),
    )
    with house.database.session() as session:
        session.add(run)
    return run.id


@pytest.fixture
def sitting(request: pytest.FixtureRequest, people: People, open_session: OpenSession) -> Sitting:
    house = the_house(request)
    sitting = open_session()
    send_all(house, sitting, DARK + BUSES)
    return sitting


def the_house(request: pytest.FixtureRequest) -> House:
    house: House = request.getfixturevalue("any_house" if "any_house" in request.fixturenames else "house")
    return house


@pytest.fixture
def other(request: pytest.FixtureRequest, people: People) -> Actor:
    return second_analyst(the_house(request))


@pytest.fixture
def sample(request: pytest.FixtureRequest, people: People, other: Actor, sitting: Sitting) -> str:
    house = the_house(request)
    machine_read(house, people)
    return drawn(house, people.analyst, other)


def drawn(house: House, *coders: Actor, size: int = 14) -> str:
    return double_coding.draw(
        house, coders[0], QUESTION, [one.account_id for one in coders], size=size, seed=7
    )


def code_all(
    house: House,
    actor: Actor,
    sample: str,
    by: Callable[[str], Codes] = right,
    at_most: int = 100,
    way: Callable[[str], str] = as_a_worry,
) -> list[str]:
    """Work through what is left, as a person does; the answers in the order they came."""
    seen = []
    for _ in range(at_most):
        one = double_coding.next_answer(house, actor, sample)
        if one is None:
            break
        seen.append(one.text_id)
        given = by(one.text)
        double_coding.give(house, actor, sample, one.text_id, given, polarity=way(one.text) if given else "")
    return seen


def next_of(house: House, actor: Actor, sample: str) -> ToCode:
    found = double_coding.next_answer(house, actor, sample)
    assert found is not None
    return found


def progress(house: House, actor: Actor) -> double_coding.Progress:
    (one,) = double_coding.samples(house, actor)
    return one


def standing_data(house: House, actor: Actor) -> told.WaveData:
    gathered = wave.gather(house, actor)
    return themes.told_with_themes(house, gathered, themes.in_questions(house, actor, gathered)).data


# --- drawing ---


def test_a_sample_needs_codes_to_be_drawn_by(
    house: House, people: People, other: Actor, sitting: Sitting
) -> None:
    with pytest.raises(CodingProblem, match="Find the themes"):
        drawn(house, people.analyst, other)
    machine_read(house, people)
    assert double_coding.to_draw_from(house, people.analyst, QUESTION) == 14
    drawn(house, people.analyst, other, size=10)
    now = progress(house, people.analyst)
    assert (now.answers, now.finished, now.seed, now.beside_machine) == (10, 0, 7, False)
    assert [one.done for one in now.coders] == [0, 0]


@pytest.mark.parametrize("size", [0, 15])
def test_no_more_answers_are_drawn_than_there_are(
    house: House, people: People, other: Actor, sitting: Sitting, size: int
) -> None:
    machine_read(house, people)
    with pytest.raises(CodingProblem, match="between 1 and 14"):
        drawn(house, people.analyst, other, size=size)


def test_two_coders_are_two_people_and_both_are_analysts(
    house: House, people: People, other: Actor, sitting: Sitting
) -> None:
    machine_read(house, people)
    for pair in ((people.analyst, people.analyst), (people.analyst, people.lead), ()):
        with pytest.raises(CodingProblem):
            double_coding.draw(house, people.analyst, QUESTION, [p.account_id for p in pair], size=4)


def test_a_question_has_one_open_sample_and_may_have_another_when_it_is_done(
    house: House, people: People, other: Actor, sample: str
) -> None:
    with pytest.raises(CodingProblem, match="0 of 14 answers are settled"):
        drawn(house, people.analyst, other)
    code_all(house, people.analyst, sample)
    code_all(house, other, sample)
    again = drawn(house, people.analyst, other, size=5)
    assert progress(house, people.analyst).id == again != sample
    with pytest.raises(CodingProblem, match="newer sample"):
        double_coding.give(house, other, sample, "any", [])


# --- coding, blind ---


def test_both_code_the_same_answers_in_the_same_order_each_from_where_they_left(
    any_house: House, people: People, other: Actor, sample: str
) -> None:
    first_part = code_all(any_house, people.analyst, sample, at_most=5)
    assert [one.done for one in progress(any_house, other).coders] == [5, 0]
    everything = code_all(any_house, other, sample)
    assert first_part + code_all(any_house, people.analyst, sample) == everything
    assert len(set(everything)) == 14
    assert progress(any_house, other).is_done


def test_nobody_sees_the_others_codes_or_the_machines_before_both_have_coded_an_answer(
    house: House, people: People, other: Actor, sample: str
) -> None:
    code_all(house, people.analyst, sample, by=lambda _: (KNIVES,), at_most=6)
    assert double_coding.disagreements(house, other, sample) == ()
    (compared,) = double_coding.agreement(house, other)
    assert (compared.answers, compared.people, compared.machine) == (0, None, None)
    shown = next_of(house, other, sample)
    assert shown.mine is None
    double_coding.give(house, other, sample, shown.text_id, [TRAVEL], polarity="worry")
    (differing,) = double_coding.disagreements(house, other, sample)
    assert differing.text_id == shown.text_id
    assert {name: saying.codes for name, saying in differing.sayings} == {
        "Analyst": (KNIVES,),
        "Second Analyst": (TRAVEL,),
    }


def test_the_desk_too_shows_no_machine_codes_of_an_answer_until_both_have_coded_it(
    house: House, people: People, other: Actor, sample: str
) -> None:
    def shown() -> set[str]:
        gathered = wave.gather(house, people.analyst)
        (question,) = [
            one for one in themes.in_questions(house, people.analyst, gathered) if one.question == QUESTION
        ]
        return {one for code in (DARKNESS, TRAVEL) for one in themes.with_code(gathered, question, code)}

    code_all(house, people.analyst, sample, at_most=1)
    (first,) = code_all(house, other, sample, at_most=1)
    rest = set(code_all(house, people.analyst, sample))
    assert first in shown()
    assert not rest & shown()
    code_all(house, other, sample)
    assert rest <= shown()


def test_a_coder_may_think_again_until_the_other_has_coded_it_too(
    house: House, people: People, other: Actor, sample: str
) -> None:
    shown = next_of(house, people.analyst, sample)
    for given in ([KNIVES], [TRAVEL]):
        double_coding.give(house, people.analyst, sample, shown.text_id, given, polarity="worry")
    before = double_coding.answer_before(house, people.analyst, sample)
    assert before is not None and before.mine is not None
    assert (before.text_id, before.mine.codes, before.locked) == (shown.text_id, (TRAVEL,), False)
    double_coding.give(house, other, sample, shown.text_id, [TRAVEL], polarity="worry")
    with pytest.raises(CodingProblem, match="stays as it is"):
        double_coding.give(house, people.analyst, sample, shown.text_id, [])
    with house.database.reading() as session:
        kept = session.exec(select(CodesGiven).where(col(CodesGiven.coder) == 1)).all()
    assert sorted((one.number, tuple(one.codes)) for one in kept) == [(1, (KNIVES,)), (2, (TRAVEL,))]


@pytest.mark.parametrize(
    ("codes", "polarity", "needs_somebody", "says"),
    [
        (["no_such_code"], "worry", False, "no code"),
        (["needs_review"], "worry", False, "no code"),
        ([TRAVEL, TRAVEL], "worry", False, "different"),
        ([TRAVEL], "", False, "worry, something that helps"),
        ([TRAVEL], "angry", False, "worry, something that helps"),
        ([TRAVEL], "worry", True, "Either"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(
    house: House,
    people: People,
    sample: str,
    codes: list[str],
    polarity: str,
    needs_somebody: bool,
    says: str,
) -> None:
    shown = next_of(house, people.analyst, sample)
    with pytest.raises(CodingProblem, match=says):
        double_coding.give(
            house, people.analyst, sample, shown.text_id, codes,
            polarity=polarity, needs_somebody=needs_somebody,
        )  # fmt: skip
    assert next_of(house, people.analyst, sample).text_id == shown.text_id


def test_the_rest_can_be_handed_over_and_what_was_coded_stays(
    house: House, people: People, other: Actor, sample: str
) -> None:
    third = replace_account(house, "third")
    code_all(house, other, sample, at_most=3)
    with pytest.raises(CodingProblem, match="two people"):
        double_coding.hand_over(house, people.analyst, sample, 2, people.analyst.account_id)
    double_coding.hand_over(house, people.analyst, sample, 2, third.account_id)
    with pytest.raises(CodingProblem, match="not given to you"):
        double_coding.next_answer(house, other, sample)
    assert len(code_all(house, third, sample)) == 11


def replace_account(house: House, name: str) -> Actor:
    account = Account(username=name, display_name=name.title(), role=Role.ANALYST, created_at=house.now())
    with house.database.session() as session:
        session.add(account)
    return actor_of(account)


# --- talking it over ---


def test_what_they_agree_on_stands_beside_what_each_had_said(
    house: House, people: People, other: Actor, sample: str
) -> None:
    order = code_all(house, people.analyst, sample)
    with pytest.raises(CodingProblem, match="Not everybody"):
        double_coding.agree(house, other, sample, order[0], [TRAVEL], polarity="worry")
    code_all(house, other, sample, by=lambda text: () if "bus stop" in text else right(text))
    assert progress(house, other).to_settle == 1
    assert not progress(house, other).is_done
    (one,) = double_coding.disagreements(house, other, sample)
    assert "bus stop" in one.text
    double_coding.agree(house, other, sample, one.text_id, [TRAVEL], polarity="ask")
    (one,) = double_coding.disagreements(house, other, sample)
    assert one.agreed is not None
    assert one.agreed.codes == (TRAVEL,)
    assert [saying.codes for _, saying in one.sayings] == [(TRAVEL,), ()]
    assert progress(house, other).is_done


def test_an_answer_somebody_could_not_tell_has_to_be_talked_over_although_codes_are_the_same(
    house: House, people: People, other: Actor, sample: str
) -> None:
    shown = next_of(house, people.analyst, sample)
    double_coding.give(house, people.analyst, sample, shown.text_id, [], needs_somebody=True)
    double_coding.give(house, other, sample, shown.text_id, [])
    assert progress(house, other).to_settle == 1
    assert len(double_coding.disagreements(house, other, sample)) == 1
    double_coding.agree(house, other, sample, shown.text_id, [])
    assert progress(house, other).to_settle == 0


# --- what it shows ---


def test_agreement_is_told_for_two_people_and_beside_it_for_the_machine(
    house: House, people: People, other: Actor, sitting: Sitting
) -> None:
    machine_read(house, people, rule=lambda text: (DARKNESS,))  # hears darkness everywhere
    sample = drawn(house, people.analyst, other)
    code_all(house, people.analyst, sample)
    code_all(house, other, sample)
    (found,) = double_coding.agreement(house, people.analyst)
    assert found.people is not None and found.machine is not None
    assert found.people.kappa.value == pytest.approx(1)
    darkness = found.machine.of(DARKNESS)
    assert darkness is not None
    assert darkness.kappa.value == pytest.approx(0)
    assert darkness.raw == pytest.approx(0.5)


def test_where_one_codes_alone_it_is_that_person_beside_the_machine(
    house: House, people: People, sitting: Sitting
) -> None:
    machine_read(house, people)
    sample = drawn(house, people.analyst)
    code_all(house, people.analyst, sample)
    assert progress(house, people.analyst).beside_machine
    (found,) = double_coding.agreement(house, people.analyst)
    assert found.beside_machine and found.people is None and found.machine is not None
    check = double_coding.correction(house, standing_data(house, people.analyst))
    assert check is not None
    assert (check.coders, check.answers) == (1, 14)
    assert check.kappa == pytest.approx(1)


def test_a_theme_is_held_beside_what_people_settled_on(
    house: House, people: People, other: Actor, sitting: Sitting
) -> None:
    machine_read(house, people, rule=lambda text: (DARKNESS,) if "path" in text else (TRAVEL,))
    sample = drawn(house, people.analyst, other)
    assert standing_data(house, people.analyst).coding_check is None
    code_all(house, people.analyst, sample)
    code_all(house, other, sample)
    data = standing_data(house, people.analyst)
    assert data.coding_check is not None
    assert (data.coding_check.coders, data.coding_check.answers) == (2, 14)
    by_code = {theme.code: theme.key for theme in data.themes}
    dark = data.coding_check.of(by_code[DARKNESS])
    on_path = sum("path" in text for text in DARK)
    assert dark is not None
    assert (dark.tp, dark.fp, dark.fn, dark.tn) == pytest.approx((on_path, 0, 7 - on_path, 7))
    assert dark.kappa is not None and 0 < dark.kappa < 1


def test_who_says_the_opposite_of_a_theme_is_read_by_people_before_the_machine(
    house: House, people: People, other: Actor, sitting: Sitting
) -> None:
    """The machine takes all for worries but one; of those people settled, their reading counts."""
    helped = DARK[2]
    machine_read(house, people, way=lambda text: "helps" if text == helped else "worry")
    data = standing_data(house, people.analyst)
    said_by = {text.text: text.response_id for text in data.texts}
    by_code = {theme.code: theme for theme in data.themes}
    assert by_code[DARKNESS].opposite_ids == {said_by[helped]}
    assert by_code[TRAVEL].opposite_ids == frozenset()
    sample = drawn(house, people.analyst, other)
    ways = {DARK[0]: "helps", BUSES[0]: "ask"}
    for actor in (people.analyst, other):
        code_all(house, actor, sample, way=lambda text: ways.get(text, "worry"))
    by_code = {theme.code: theme for theme in standing_data(house, people.analyst).themes}
    assert by_code[DARKNESS].opposite_ids == {said_by[DARK[0]]}
    assert by_code[TRAVEL].opposite_ids == frozenset()


@pytest.mark.parametrize(("code", "opposed"), [("guardianship_lighting_cctv_patrols", 14), (DARKNESS, 0)])
def test_to_be_worried_by_what_protects_is_the_opposite_of_asking_for_it(
    house: House, people: People, sitting: Sitting, code: str, opposed: int
) -> None:
    machine_read(house, people, rule=lambda text: (DARKNESS, code))
    gathered = wave.gather(house, people.analyst)
    (asked,) = [one for one in themes.in_questions(house, people.analyst, gathered) if one.run_id]
    assert asked.run_id is not None
    for theme in asked.themes:
        if theme.people:
            themes.map_to(house, people.analyst, asked.run_id, theme.topic, code)
            themes.set_polarity(house, people.analyst, asked.run_id, theme.topic, "ask")
    told_of = {theme.code: theme for theme in standing_data(house, people.analyst).themes}
    assert len(told_of[code].opposite_ids) == opposed


def test_a_theme_of_people_who_feel_safe_has_no_opposite(
    house: House, people: People, sitting: Sitting
) -> None:
    machine_read(house, people, way=lambda text: "helps")
    gathered = wave.gather(house, people.analyst)
    asked = themes.in_questions(house, people.analyst, gathered)
    dark = next(theme for one in asked for theme in one.themes if theme.code == DARKNESS)
    assert len(dark.opposite_ids) == 7
    themes.map_to(house, people.analyst, dark.run_id, dark.topic, "feels_safe")
    by_code = {theme.code: theme for theme in standing_data(house, people.analyst).themes}
    assert by_code["feels_safe"].opposite_ids == frozenset()


def test_nothing_is_corrected_by_a_sample_that_is_not_settled(
    house: House, people: People, other: Actor, sample: str
) -> None:
    code_all(house, people.analyst, sample)
    code_all(house, other, sample, by=lambda text: () if "bus stop" in text else right(text))
    assert standing_data(house, people.analyst).coding_check is None


def test_a_rare_code_counts_for_no_more_than_its_share(
    house: House, people: People, other: Actor, sitting: Sitting
) -> None:
    """Of thirteen answers of one code and one of another, five are drawn: the one counts for itself."""
    machine_read(house, people, rule=lambda text: (KNIVES,) if text == DARK[0] else (TRAVEL,))
    sample = drawn(house, people.analyst, other, size=5)
    code_all(house, people.analyst, sample, by=lambda text: (KNIVES,) if text == DARK[0] else (TRAVEL,))
    code_all(house, other, sample, by=lambda text: (KNIVES,) if text == DARK[0] else (TRAVEL,))
    (found,) = double_coding.agreement(house, people.analyst)
    assert found.people is not None
    knives = found.people.of(KNIVES)
    assert knives is not None
    assert knives.uses == 1
    assert knives.first_share == pytest.approx(1 / 14)


# --- answers that leave ---


def take_back(house: House, text_id: str) -> None:
    with house.database.session() as session:
        response = session.get(Response, session.get_one(FreeText, text_id).response_id)
        assert response is not None
        answer_rows.remove(session, response)


def withhold(house: House, text_id: str) -> None:
    with house.database.session() as session:
        destroy(session.get_one(FreeText, text_id))


@pytest.mark.parametrize("leave", [take_back, withhold])
def test_an_answer_that_may_not_be_read_any_more_leaves_the_sample_at_once(
    house: House, people: People, other: Actor, sample: str, leave: Callable[[House, str], None]
) -> None:
    order = code_all(house, people.analyst, sample, by=lambda _: (KNIVES,))
    double_coding.give(house, other, sample, order[0], [TRAVEL], polarity="worry")
    leave(house, order[0])
    leave(house, order[1])
    now = progress(house, other)
    assert (now.drawn, now.answers, now.finished) == (14, 12, 0)
    assert double_coding.disagreements(house, other, sample) == ()
    assert next_of(house, other, sample).text_id == order[2]
    with pytest.raises(CodingProblem, match="left the sample"):
        double_coding.give(house, other, sample, order[1], [])


def test_a_voided_session_takes_its_answers_with_it(
    house: House, people: People, other: Actor, sample: str, sitting: Sitting
) -> None:
    code_all(house, people.analyst, sample)
    sessions.close(house, people.leader, sitting.id, headcount=14, declined=0)
    sessions.void(house, people.administrator, sitting.id, reason="a test")
    assert progress(house, other).answers == 0
    assert double_coding.next_answer(house, other, sample) is None


def test_codes_outlive_words_that_went_by_age_but_nobody_is_asked_about_what_is_gone(
    house: House, people: People, other: Actor, sample: str
) -> None:
    code_all(house, people.analyst, sample)
    code_all(house, other, sample, at_most=4)
    with house.database.session() as session:
        session.exec(update(FreeText).values(cleared_text=None))
    now = progress(house, other)
    assert (now.answers, now.finished, now.is_done) == (4, 4, True)
    assert double_coding.next_answer(house, other, sample) is None


# --- what the engine learns ---


def test_what_people_settled_on_teaches_the_next_run_which_is_still_judged_untold(
    house: House, people: People, other: Actor, open_session: OpenSession
) -> None:
    """Nobody but people can know what a zorb is. One came after the sample: only that one shows the lesson."""
    sitting = open_session()
    zorbs = [f"the zorb at the {place}" for place in ("gate", "park", "shop", "pond", "hall", "wall", "well")]
    send_all(house, sitting, [*zorbs, *BUSES])
    machine_read(house, people, rule=lambda text: (TRAVEL,))
    sample = drawn(house, people.analyst, other)
    for actor in (people.analyst, other):
        code_all(house, actor, sample, by=lambda text: (KNIVES,) if "zorb" in text else (TRAVEL,))
    send_all(house, sitting, ["the zorb at the river"])
    run_id = themes.run(house, people.analyst, QUESTION, n_topics=2)
    with house.database.reading() as session:
        made = session.get_one(AnalysisRun, run_id)
    assert made.manifest["coded_by_people"] == 14
    texts = {one.text: one.text_id for one in wave.gather(house, people.analyst).data.texts}
    heard = {text_id: {given["code"] for given in codes} for text_id, codes in made.result["coded"].items()}
    assert KNIVES in heard[texts["the zorb at the river"]]
    assert all(heard[texts[one]] == {TRAVEL} for one in zorbs)
    (found,) = double_coding.agreement(house, people.analyst)
    assert found.machine is not None
    told_apart = found.machine.of(KNIVES)
    assert told_apart is not None and told_apart.second_share == 0


# --- who, and what is kept of it ---


@pytest.mark.parametrize("role", ["leader", "lead", "viewer", "administrator"])
def test_only_analysts_draw_code_and_see(house: House, people: People, role: str) -> None:
    actor = getattr(people, role)
    for attempt in (
        lambda: double_coding.samples(house, actor),
        lambda: double_coding.draw(house, actor, QUESTION, ["x"], size=1),
        lambda: double_coding.next_answer(house, actor, "x"),
        lambda: double_coding.answer_before(house, actor, "x"),
        lambda: double_coding.this_answer(house, actor, "x", "x"),
        lambda: double_coding.give(house, actor, "x", "x", []),
        lambda: double_coding.disagreements(house, actor, "x"),
        lambda: double_coding.agree(house, actor, "x", "x", []),
        lambda: double_coding.agreement(house, actor),
        lambda: double_coding.hand_over(house, actor, "x", 1, "x"),
        lambda: double_coding.analysts(house, actor),
        lambda: double_coding.codes(house, actor),
        lambda: double_coding.to_draw_from(house, actor, QUESTION),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_an_analyst_a_sample_was_not_given_to_reads_none_of_it(
    house: House, people: People, other: Actor, sample: str
) -> None:
    third = replace_account(house, "third")
    with pytest.raises(CodingProblem, match="not given to you"):
        double_coding.next_answer(house, third, sample)
    with pytest.raises(CodingProblem, match="no such sample"):
        double_coding.disagreements(house, third, "nothing")


@pytest.mark.parametrize("table", [CodingSample, SampledAnswer, CodingAssignment, CodesGiven])
def test_the_database_itself_refuses_to_change_or_forget_any_of_it(
    any_house: House, people: People, other: Actor, sample: str, table: type[SQLModel]
) -> None:
    code_all(any_house, people.analyst, sample, at_most=1)
    for change in (update(table).values(**{next(iter(table.model_fields)): "other"}), delete(table)):
        with pytest.raises(DBAPIError, match="append-only"), any_house.database.session() as session:
            session.exec(change)


def test_the_log_says_who_did_what_and_never_a_word(
    house: House, people: People, other: Actor, sample: str
) -> None:
    code_all(house, people.analyst, sample)
    code_all(house, other, sample, by=lambda _: ())
    one = double_coding.disagreements(house, other, sample)[0]
    double_coding.agree(house, other, sample, one.text_id, [])
    logged = audit.entries(house, people.administrator, subject=sample)
    assert {entry.action for entry in logged} == {"coding sample drawn", "answer coded", "answer agreed"}
    everything = " ".join(str(entry) for entry in logged)
    assert not any(text in everything for text in DARK + BUSES)
    assert one.text not in repr(one)
    assert audit.verify(house) == []


def test_two_code_at_once_and_nothing_is_lost(
    any_house: House, people: People, other: Actor, sample: str
) -> None:
    together = threading.Barrier(3)
    went_wrong: list[Exception] = []

    def work(actor: Actor) -> None:
        together.wait()
        try:
            code_all(any_house, actor, sample)
        except CodingProblem as problem:  # the same person in two windows: one of them was faster
            went_wrong.append(problem)

    threads = [threading.Thread(target=work, args=(one,)) for one in (people.analyst, other, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for actor in (people.analyst, other):
        code_all(any_house, actor, sample)
    assert progress(any_house, other).is_done
    assert all("stays as it is" in str(one) for one in went_wrong)
    with any_house.database.reading() as session:
        kept = session.exec(select(CodesGiven)).all()
    assert len({(one.free_text_id, one.coder, one.number) for one in kept}) == len(kept)
    assert {(one.free_text_id, one.coder) for one in kept if one.number == 1} == {
        (one.free_text_id, coder) for one in kept for coder in (1, 2)
    }


def test_two_who_draw_at_once_draw_one_sample(
    any_house: House, people: People, other: Actor, sitting: Sitting
) -> None:
    machine_read(any_house, people)
    together = threading.Barrier(2)
    met: list[str] = []

    def work(actor: Actor, beside: Actor) -> None:
        together.wait()
        try:
            drawn(any_house, actor, beside)
        except CodingProblem as problem:
            met.append(str(problem))

    pairs = ((people.analyst, other), (other, people.analyst))
    threads = [threading.Thread(target=work, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == 1 and "is being coded" in met[0]
    with any_house.database.reading() as session:
        assert len(session.exec(select(CodingSample)).all()) == 1
