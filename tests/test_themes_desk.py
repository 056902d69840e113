"""The review desk’s service: every decision kept, carried out, taken back, and never overwritten."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, delete, update

from analysis.code_frame import load_code_frame
from analysis.decisions import Decision
from survey import sessions, themes, wave
from survey.house import House, open_house
from survey.permissions import NotAllowed, actor_of
from survey.settings import Settings
from survey.store import answers as answer_rows
from survey.store import themes as rows
from survey.store.database import migration_config
from survey.store.tables import Account, AnalysisRun, Response, Role, Sitting, ThemeDecision
from survey.themes import QuestionThemes, Theme, ThemeConflict, ThemeProblem
from survey.themes.stored import StoredResult, StoredTopic, stored
from survey.themes.stored import reviewed as reviewed_run
from tests.conftest import Clock, OpenHouse, People, copied_questionnaires, settle_people, started_session
from tests.team.answers import BUSES, DARK, send_all

QUESTION = "unsafe_why"


@dataclass(frozen=True)
class Reviewed:
    """An installation in which the engine has read once, to be copied for each test."""

    folder: Path
    people: People
    sitting: Sitting
    run_id: str


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    folder = tmp_path_factory.mktemp("desk")
    copied_questionnaires(folder / "questionnaires")
    house = opened(folder, Clock())
    people = settle_people(house)
    sitting = started_session(house, people)
    send_all(house, sitting, DARK + BUSES)
    run_id = themes.run(house, people.analyst, QUESTION, n_topics=2)
    house.database.dispose()
    return Reviewed(folder, people, sitting, run_id)


def opened(folder: Path, clock: Clock) -> House:
    settings = Settings(
        data_dir=folder / "data", questionnaires_dir=folder / "questionnaires", database_url=""
    )
    return open_house(settings, clock=clock, chance=lambda: 0.5)


@pytest.fixture
def house(reviewed: Reviewed, tmp_path: Path, clock: Clock) -> Iterator[House]:
    copied = opened(Path(shutil.copytree(reviewed.folder, tmp_path / "desk")), clock)
    yield copied
    copied.database.dispose()


@pytest.fixture
def people(reviewed: Reviewed) -> People:
    return reviewed.people


@pytest.fixture
def sitting(reviewed: Reviewed) -> Sitting:
    return reviewed.sitting


@pytest.fixture
def run_id(reviewed: Reviewed) -> str:
    return reviewed.run_id


TOPIC = "topic-01"


def kept_run(house: House, people: People) -> str:
    """A run as it is kept, without the engine."""
    topic = StoredTopic(key=TOPIC, label="dark", words=(), stability=None, examples=(), members={"a": 1.0})
    run = AnalysisRun(
        wave=house.office.wave.name,
        question=QUESTION,
        created_at=house.now(),
        created_by=people.analyst.account_id,
        manifest={},
        result=StoredResult(topics=(topic,), read=("a",)).model_dump(mode="json"),
    )
    with house.database.session() as session:
        session.add(run)
    return run.id


def standing(house: House, people: People) -> QuestionThemes:
    gathered = wave.gather(house, people.analyst)
    asked = themes.in_questions(house, people.analyst, gathered)
    return next(one for one in asked if one.question == QUESTION)


def dark_and_buses(house: House, people: People) -> tuple[Theme, Theme]:
    by_code = {theme.code: theme for theme in standing(house, people).themes}
    return by_code["dark_run_down_places"], by_code["transport_travel"]


def answers_with(house: House, people: People, words: str) -> tuple[str, ...]:
    gathered = wave.gather(house, people.analyst)
    return themes.found(house, people.analyst, gathered, QUESTION, words)


# --- one decision at a time ---


def test_a_theme_is_accepted_described_and_turned_and_its_card_says_so(
    house: House, people: People, run_id: str
) -> None:
    dark, _ = dark_and_buses(house, people)
    assert len(standing(house, people).to_review) == 2
    themes.accept(house, people.analyst, run_id, dark.topic)
    themes.describe(house, people.analyst, run_id, dark.topic, "  Nobody mends  the lights. ")
    themes.set_polarity(house, people.analyst, run_id, dark.topic, "ask")
    question = standing(house, people)
    assert [theme.topic for theme in question.to_review] != [dark.topic]
    gathered = wave.gather(house, people.analyst)
    told = themes.told_with_themes(house, gathered, [question]).data
    card = next(one for one in told.themes if one.code == "dark_run_down_places")
    assert (card.summary, card.polarity) == ("Nobody mends the lights.", "ask")


def test_a_theme_mapped_to_another_code_changes_its_owner_tier_and_strand(
    house: House, people: People, run_id: str
) -> None:
    dark, _ = dark_and_buses(house, people)
    themes.map_to(house, people.analyst, run_id, dark.topic, "knives_weapons")
    gathered = wave.gather(house, people.analyst)
    told = themes.told_with_themes(house, gathered, [standing(house, people)]).data
    card = next(one for one in told.themes if one.key.endswith(dark.topic))
    assert card.owner == house.office.labels[load_code_frame()["knives_weapons"].owner]
    assert card.prevention_tier == "secondary"
    with pytest.raises(ThemeProblem, match="no code"):
        themes.map_to(house, people.analyst, run_id, dark.topic, "no_such_code")


def test_joined_themes_count_everybody_once_and_stay_in_the_history(
    house: House, people: People, run_id: str
) -> None:
    dark, buses = dark_and_buses(house, people)
    themes.merge(house, people.analyst, run_id, dark.topic, [buses.topic])
    question = standing(house, people)
    (theme,) = question.themes
    assert theme.response_ids == dark.response_ids | buses.response_ids
    assert [past.action for past in question.about(dark.topic)] == ["merge"]


def test_answers_picked_by_hand_become_a_theme_of_their_own(
    house: House, people: People, run_id: str
) -> None:
    _, buses = dark_and_buses(house, people)
    late = [one for one in answers_with(house, people, "late") if one in buses.text_ids]
    key = themes.split(house, people.analyst, run_id, buses.topic, "Late buses", late)
    question = standing(house, people)
    own, rest = question.theme(key), question.theme(buses.topic)
    assert own is not None and rest is not None
    assert set(own.text_ids) == set(late)
    assert set(rest.text_ids) == set(buses.text_ids) - set(late)
    assert (own.label, own.status, own.named_by_person) == ("Late buses", "accepted", True)


def test_an_answer_taken_out_is_left_over_until_somebody_places_it(
    house: House, people: People, run_id: str
) -> None:
    dark, buses = dark_and_buses(house, people)
    stray = next(one for one in dark.text_ids if one not in buses.text_ids)
    themes.take_out(house, people.analyst, run_id, dark.topic, [stray])
    assert stray in standing(house, people).left_over
    themes.put_in(house, people.analyst, run_id, buses.topic, [stray])
    question = standing(house, people)
    assert stray not in question.left_over
    moved = question.theme(buses.topic)
    assert moved is not None and stray in moved.text_ids


def test_answers_that_came_after_the_run_can_be_made_a_theme(
    house: House, people: People, sitting: Sitting, run_id: str
) -> None:
    send_all(house, sitting, ["geese chase me in the park", "the geese bite"])
    geese = answers_with(house, people, "geese")
    assert set(geese) <= set(standing(house, people).left_over)
    key = themes.add(house, people.analyst, run_id, "Geese", geese)
    question = standing(house, people)
    own = question.theme(key)
    assert own is not None and own.people == 2
    assert not set(geese) & set(question.left_over)


@pytest.mark.parametrize("words", ["", " ", "x"])
def test_a_search_needs_a_word(house: House, people: People, run_id: str, words: str) -> None:
    with pytest.raises(ThemeProblem, match="two letters"):
        answers_with(house, people, words)


# --- what may be read ---


def test_a_withdrawn_answer_leaves_its_theme_at_once_and_can_be_placed_nowhere(
    house: House, people: People, sitting: Sitting
) -> None:
    send_all(house, sitting, ["no lights on the dark river path"])
    run = themes.run(house, people.analyst, QUESTION, n_topics=2)
    dark, buses = dark_and_buses(house, people)
    gathered = wave.gather(house, people.analyst)
    gone = next(one for one in dark.text_ids if one not in buses.text_ids)
    withdraw(house, gathered.data.by_text[gone].response_id)
    assert gone not in standing(house, people).theme(dark.topic).text_ids  # type: ignore[union-attr]
    page = themes.page_of(
        house, people.analyst, wave.gather(house, people.analyst), standing(house, people), dark.text_ids
    )
    assert gone not in {one.text_id for one in page.answers}
    for decide in (
        lambda: themes.add(house, people.analyst, run, "Mine", [gone]),
        lambda: themes.take_out(house, people.analyst, run, dark.topic, [gone]),
        lambda: themes.quote(house, people.analyst, run, dark.topic, gone),
    ):
        with pytest.raises(ThemeProblem, match="may not be read"):
            decide()


def withdraw(house: House, response_id: str) -> None:
    with house.database.session() as session:
        response = session.get(Response, response_id)
        assert response is not None
        answer_rows.remove(session, response)


def test_a_voided_sessions_answers_leave_themes_people_made_too(
    house: House, people: People, sitting: Sitting, run_id: str
) -> None:
    other = started_session(house, people)
    send_all(house, other, ["geese chase me in the park", "the geese bite"])
    geese = answers_with(house, people, "geese")
    key = themes.add(house, people.analyst, run_id, "Geese", geese)
    sessions.void(house, people.administrator, other.id, "a test")
    theme = standing(house, people).theme(key)
    assert theme is not None and theme.people == 0
    gathered = wave.gather(house, people.analyst)
    told = themes.told_with_themes(house, gathered, [standing(house, people)]).data
    assert "Geese" not in {one.label for one in told.themes}


# --- two at once ---


def test_whoever_decides_without_having_seen_the_latest_is_told_who_was_faster(
    house: House, people: People, run_id: str
) -> None:
    dark, buses = dark_and_buses(house, people)
    seen = standing(house, people).seen
    themes.describe(house, people.analyst, run_id, buses.topic, "They come late.", seen=seen)
    with pytest.raises(ThemeConflict, match="was changed by Analyst while you were looking"):
        themes.merge(house, people.analyst, run_id, dark.topic, [buses.topic], seen=seen)
    themes.rename(house, people.analyst, run_id, dark.topic, "Nobody was in the way here", seen=seen)


def test_decisions_about_a_run_that_was_run_again_are_not_lost_silently(
    house: House, people: People, run_id: str
) -> None:
    dark, _ = dark_and_buses(house, people)
    themes.run(house, people.analyst, QUESTION, n_topics=2, random_state=3)
    with pytest.raises(ThemeConflict, match="run the engine again"):
        themes.rename(house, people.analyst, run_id, dark.topic, "Too late")


@pytest.fixture
def two_houses(any_house: House, open_house_at: OpenHouse, database_url: str) -> tuple[House, House]:
    """Two processes' view of one database: nothing in memory is shared."""
    return any_house, open_house_at(database_url)


def test_a_decision_waits_for_the_one_under_way_and_then_sees_it(
    two_houses: tuple[House, House],
) -> None:
    """Two real transactions: the second begins while the first holds the run, and ends after it."""
    first, second = two_houses
    people = settle_people(first)
    run = kept_run(first, people)
    met: list[ThemeProblem | None] = []
    begun = threading.Event()

    def slower() -> None:
        begun.set()
        met.append(refused(lambda: themes.rename(second, people.analyst, run, TOPIC, "Gloom", seen=0)))

    thread = threading.Thread(target=slower)
    with first.database.session() as session:
        assert rows.run_to_decide_about(session, run) is not None
        thread.start()
        assert begun.wait(10)
        made = Decision("", "rename", TOPIC, "Dark paths", by=people.analyst.account_id, at=first.now())
        session.add(stored(made, run, 1))
    thread.join(30)
    assert isinstance(met[0], ThemeConflict)
    assert "“Dark paths” was changed by Analyst" in str(met[0])
    with first.database.reading() as session:
        assert [one.value for one in rows.decisions(session, [run])] == ["Dark paths"]


def test_of_many_deciding_at_the_same_moment_one_wins_and_every_other_is_told(
    two_houses: tuple[House, House],
) -> None:
    people = settle_people(two_houses[0])
    run = kept_run(two_houses[0], people)
    together = threading.Barrier(6)
    met: list[ThemeProblem | None] = []

    def one(number: int) -> None:
        together.wait(10)
        met.append(
            refused(
                lambda: themes.rename(
                    two_houses[number % 2], people.analyst, run, TOPIC, f"Name {number}", seen=0
                )
            )
        )

    threads = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert met.count(None) == 1
    assert sum(isinstance(one, ThemeConflict) for one in met) == 5
    with two_houses[0].database.reading() as session:
        assert [one.number for one in rows.decisions(session, [run])] == [1]


def refused(decide: Callable[[], object]) -> ThemeProblem | None:
    try:
        decide()
    except ThemeProblem as problem:
        return problem
    return None


# --- for ever ---


def test_anybodys_latest_decision_is_taken_back_and_all_of_it_stays_in_the_history(
    house: House, people: People, run_id: str
) -> None:
    dark, _ = dark_and_buses(house, people)
    themes.rename(house, people.analyst, run_id, dark.topic, "Gloom")
    (named,) = standing(house, people).history
    themes.undo(house, people.analyst, run_id, named.id)
    question = standing(house, people)
    theme = question.theme(dark.topic)
    assert theme is not None and theme.label == dark.label
    assert [(past.action, past.undone, past.by) for past in question.history] == [
        ("undo", False, "Analyst"),
        ("rename", True, "Analyst"),
    ]
    themes.undo(house, people.analyst, run_id, question.history[0].id)
    again = standing(house, people).theme(dark.topic)
    assert again is not None and again.label == "Gloom"
    with pytest.raises(ThemeProblem, match="no such decision"):
        themes.undo(house, people.analyst, run_id, "nothing")


def test_a_colleague_takes_back_a_split_and_then_the_join_beneath_it_and_everything_is_as_it_was(
    house: House, people: People, run_id: str
) -> None:
    other = Account(
        username="analyst2", display_name="Second Analyst", role=Role.ANALYST, created_at=house.now()
    )
    with house.database.session() as session:
        session.add(other)
    colleague = actor_of(other)
    dark, buses = dark_and_buses(house, people)
    themes.merge(house, people.analyst, run_id, dark.topic, [buses.topic])
    own = themes.split(house, people.analyst, run_id, dark.topic, "Some of both", buses.text_ids[:2])
    split, merge = standing(house, people).history
    assert (split.can_undo, merge.can_undo) == (True, False)
    with pytest.raises(ThemeProblem, match="Take the later one back first"):
        themes.undo(house, colleague, run_id, merge.id)
    seen = standing(house, people).seen
    themes.describe(house, people.analyst, run_id, own, "Buses, mostly.", seen=seen)
    with pytest.raises(ThemeConflict, match="changed by Analyst while you were looking"):
        themes.undo(house, colleague, run_id, split.id, seen=seen)
    for _ in range(3):
        latest = next(one for one in standing(house, people).history if one.can_undo and not one.undone)
        themes.undo(house, colleague, run_id, latest.id, seen=standing(house, people).seen)
    again = {theme.topic: theme for theme in standing(house, people).themes}
    assert {key: set(one.text_ids) for key, one in again.items()} == {
        dark.topic: set(dark.text_ids),
        buses.topic: set(buses.text_ids),
    }
    history = standing(house, people).history
    assert [(past.action, past.by) for past in history][:3] == [("undo", "Second Analyst")] * 3
    assert [past.action for past in history[3:]] == ["describe", "split", "merge"]


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.exec(update(ThemeDecision).values(value="Something else")),
        lambda session: session.exec(delete(ThemeDecision).where(col(ThemeDecision.number) == 1)),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_decided(
    any_house: House, change: Callable[[Session], object]
) -> None:
    people = settle_people(any_house)
    run = kept_run(any_house, people)
    themes.rename(any_house, people.analyst, run, TOPIC, "Dark paths")
    with pytest.raises(DBAPIError), any_house.database.session() as session:
        change(session)
    with any_house.database.reading() as session:
        assert [one.value for one in rows.decisions(session, [run])] == ["Dark paths"]


def test_nobody_but_the_analyst_reads_or_decides(house: House, people: People, run_id: str) -> None:
    gathered = wave.gather(house, people.analyst)
    question = standing(house, people)
    theme = question.themes[0]
    for actor in (people.leader, people.lead, people.viewer, people.administrator):
        for ask in (
            lambda: themes.accept(house, actor, run_id, theme.topic),  # noqa: B023
            lambda: themes.undo(house, actor, run_id, "any"),  # noqa: B023
            lambda: themes.page_of(house, actor, gathered, question, theme.text_ids),  # noqa: B023
            lambda: themes.found(house, actor, gathered, QUESTION, "dark"),  # noqa: B023
            lambda: themes.all_codes(house, actor, gathered, question),  # noqa: B023
            lambda: themes.parts_of(house, actor, gathered, theme),  # noqa: B023
            lambda: themes.new_themes(house, actor, gathered, question),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                ask()


# --- reading ---


def test_every_answer_is_shown_with_its_codes_and_the_words_that_led_there(
    house: House, people: People, run_id: str
) -> None:
    dark, _ = dark_and_buses(house, people)
    gathered = wave.gather(house, people.analyst)
    page = themes.page_of(
        house, people.analyst, gathered, standing(house, people), dark.text_ids, words=dark.words
    )
    assert page.of == len(dark.text_ids)
    for one in page.answers:
        assert one.text == gathered.data.by_text[one.text_id].text
        assert one.codes
    marked = {piece.lower() for one in page.answers for piece, led in one.pieces if led}
    assert {"dark", "lights"} <= marked
    evidence = {word for one in page.answers for given in one.codes for word in given.words}
    assert any("light" in words for words in evidence)
    assert all(words in one.text.lower() for one in page.answers for g in one.codes for words in g.words)


def test_many_answers_come_in_pages_that_together_are_all_of_them(
    house: House, people: People, sitting: Sitting, run_id: str
) -> None:
    gathered = wave.gather(house, people.analyst)
    everything = tuple(one.text_id for one in gathered.data.texts)
    question = standing(house, people)
    pages = [
        themes.page_of(house, people.analyst, gathered, question, everything, number=number)
        for number in (1, 2)
    ]
    assert [one.text_id for page in pages for one in page.answers] == list(everything)
    assert {page.pages for page in pages} == {2}
    beyond = themes.page_of(house, people.analyst, gathered, question, everything, number=99)
    assert beyond.number == 2


def test_topics_stand_beside_the_codes_their_answers_speak_of(
    house: House, people: People, run_id: str
) -> None:
    gathered = wave.gather(house, people.analyst)
    question = standing(house, people)
    shares = {one.code: one for one in themes.all_codes(house, people.analyst, gathered, question)}
    buses = shares["transport_travel"]
    assert 5 <= buses.answers <= buses.of == len(DARK) + len(BUSES)
    assert buses.themes[0][0] == "Buses, trains and getting about"
    assert len(themes.with_code(gathered, question, "transport_travel")) == buses.answers


# --- proposing ---


def test_the_engine_proposes_parts_of_a_theme_and_keeps_nothing_until_somebody_decides(
    house: House, people: People, run_id: str
) -> None:
    dark, buses = dark_and_buses(house, people)
    themes.merge(house, people.analyst, run_id, dark.topic, [buses.topic])
    (theme,) = standing(house, people).themes
    gathered = wave.gather(house, people.analyst)
    parts = themes.parts_of(house, people.analyst, gathered, theme, 2)
    assert len(parts) == 2
    assert sorted(text for part in parts for text in part.text_ids) == sorted(theme.text_ids)
    assert len(standing(house, people).history) == 1
    themes.split(house, people.analyst, run_id, theme.topic, parts[1].label, parts[1].text_ids)
    assert len(standing(house, people).themes) == 2


def test_what_is_left_over_may_hold_a_new_theme(
    house: House, people: People, sitting: Sitting, run_id: str
) -> None:
    geese = [f"the geese {what}" for what in ("bite", "chase me", "hiss at us", "are angry", "scare my dog")]
    send_all(house, sitting, [*geese, "geese by the pond chase people", "angry geese", "geese hiss"])
    gathered, question = wave.gather(house, people.analyst), standing(house, people)
    parts = themes.new_themes(house, people.analyst, gathered, question)
    assert parts
    assert {text for part in parts for text in part.text_ids} <= set(question.left_over)
    key = themes.add(house, people.analyst, run_id, "Geese", parts[0].text_ids)
    assert standing(house, people).theme(key) is not None


def test_few_answers_are_read_rather_than_sorted(house: House, people: People, run_id: str) -> None:
    gathered, question = wave.gather(house, people.analyst), standing(house, people)
    with pytest.raises(ThemeProblem, match="left over"):
        themes.new_themes(house, people.analyst, gathered, question)
    with pytest.raises(ThemeProblem, match="7 answers"):
        themes.parts_of(house, people.analyst, gathered, question.themes[0])


# --- the next run, the next wave ---


def test_peoples_work_goes_on_to_the_next_run(house: House, people: People, run_id: str) -> None:
    dark, buses = dark_and_buses(house, people)
    analyst = people.analyst
    themes.rename(house, analyst, run_id, dark.topic, "No lights")
    themes.describe(house, analyst, run_id, dark.topic, "Nobody mends them.")
    themes.map_to(house, analyst, run_id, dark.topic, "knives_weapons")
    themes.quote(house, analyst, run_id, dark.topic, dark.text_ids[0])
    themes.clear_quote(house, people.lead, run_id, dark.topic, dark.text_ids[0])
    late = [one for one in answers_with(house, people, "late") if one in buses.text_ids]
    themes.split(house, analyst, run_id, buses.topic, "Late buses", late)
    themes.run(house, analyst, QUESTION, n_topics=2, random_state=5)
    question = standing(house, people)
    by_name = {theme.label: theme for theme in question.themes}
    again = by_name["No lights"]
    assert (again.summary, again.code) == ("Nobody mends them.", "knives_weapons")
    assert again.quoted[dark.text_ids[0]].cleared_by == people.lead.account_id
    assert set(by_name["Late buses"].text_ids) == set(late)
    others = [theme for theme in question.themes if theme.label != "Late buses"]
    assert not any(set(theme.text_ids) & set(late) for theme in others)
    assert all(past.machine for past in question.history)


def test_joined_themes_stay_joined_in_the_next_run(house: House, people: People, run_id: str) -> None:
    dark, buses = dark_and_buses(house, people)
    themes.merge(house, people.analyst, run_id, dark.topic, [buses.topic])
    themes.rename(house, people.analyst, run_id, dark.topic, "On the way home")
    themes.run(house, people.analyst, QUESTION, n_topics=2, random_state=5)
    (theme,) = standing(house, people).themes
    assert theme.label == "On the way home"
    assert theme.people == 14


def test_a_theme_that_stays_the_same_stays_accepted(house: House, people: People, run_id: str) -> None:
    dark, _ = dark_and_buses(house, people)
    themes.accept(house, people.analyst, run_id, dark.topic)
    themes.run(house, people.analyst, QUESTION, n_topics=2)
    assert [theme.status for theme in standing(house, people).themes].count("accepted") == 1


def test_names_go_on_to_the_next_wave_by_their_code(house: House, people: People, run_id: str) -> None:
    dark, _ = dark_and_buses(house, people)
    themes.rename(house, people.analyst, run_id, dark.topic, "No lights")
    with house.database.session() as session:  # as if all this had been last year
        session.exec(update(Sitting).values(wave="2025"))
        session.exec(update(AnalysisRun).values(wave="2025"))
    send_all(house, started_session(house, people), DARK + BUSES)
    themes.run(house, people.analyst, QUESTION, n_topics=2)
    question = standing(house, people)
    assert "No lights" in {theme.label for theme in question.themes}
    assert [(past.action, past.machine) for past in question.history] == [("rename", True)]


def test_a_changed_code_frame_is_marked_and_handed_on_for_every_trend(
    house: House, people: People, run_id: str
) -> None:
    before = standing(house, people)
    assert not before.frame_is_old
    path = house.settings.questionnaires_dir / "code_frame.yaml"
    path.write_text(path.read_text().replace("name: Knives and weapons", "name: Knives"))
    changed = standing(house, people)
    assert changed.frame_is_old
    gathered = wave.gather(house, people.analyst)
    told = themes.told_with_themes(house, gathered, [changed]).data
    assert told.code_frames == (before.code_frame,)
    themes.run(house, people.analyst, QUESTION, n_topics=2)
    after = standing(house, people)
    assert not after.frame_is_old
    assert after.code_frame != before.code_frame


# --- decisions made before they were numbered ---


def test_decisions_from_before_are_numbered_by_run_in_their_order_and_still_hold(any_house: House) -> None:
    people = settle_people(any_house)
    run = kept_run(any_house, people)
    moved(any_house, "downgrade", "0005")
    with any_house.database.engine.begin() as connection:
        for number, (action, value) in enumerate([("carried", "Dark"), ("hide", ""), ("rename", "Darker")]):
            connection.execute(
                text(
                    "INSERT INTO theme_decision (id, run_id, topic, action, value, account_id, at) "
                    "VALUES (:id, :run, :topic, :action, :value, :account, :at)"
                ),
                {
                    "id": f"z{9 - number}",
                    "run": run,
                    "topic": TOPIC,
                    "action": action,
                    "value": value,
                    "account": people.analyst.account_id,
                    "at": f"2026-11-23 16:00:0{number}.000000",
                },
            )
    moved(any_house, "upgrade", "head")
    with any_house.database.reading() as session:
        kept = rows.decisions(session, [run])
        row = rows.run(session, run)
    assert [(one.number, one.action, one.machine) for one in kept] == [
        (1, "rename", True),
        (2, "hide", False),
        (3, "rename", False),
    ]
    assert row is not None
    theme = reviewed_run(row, kept).themes[TOPIC]
    assert (theme.label, theme.status) == ("Darker", "hidden")


def moved(house: House, direction: str, revision: str) -> None:
    with house.database.engine.begin() as connection:
        getattr(command, direction)(migration_config(connection), revision)
