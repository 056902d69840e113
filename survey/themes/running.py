"""Having the engine read: what is found, what the code frame calls it, and what people decided before.

Keeps ids, words and measures. With them goes the content hash of the code frame, because a wave coded by
another frame is not the same measure: every trend over the two has to say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from sqlmodel import Session

from analysis import wave as told
from analysis.carrying import carried, carried_by_code
from analysis.code_frame import CodeFrame
from analysis.coding import Assignment, Coder
from analysis.corpus import Answer, Corpus
from analysis.decisions import Decision
from analysis.field import Field
from analysis.suggestions import leading_code, suggested_names
from analysis.topics import TopicModel
from survey import audit, wave
from survey.coded_by_people import settled_codes
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import themes as rows
from survey.store.tables import AnalysisRun
from survey.themes.coder import coder_of, taught_field
from survey.themes.stored import (
    FEWEST_ANSWERS,
    Coded,
    NTopics,
    StoredResult,
    StoredTopic,
    ThemeProblem,
    frame_of,
    proposals,
    result_of,
    reviewed,
    stored,
)
from survey.wave import Gathered

MOST_TO_REVIEW: Final = (
    30  # themes found unasked: more than an analyst reads well; asking for a number lifts it
)
CODE_FRAME: Final = "code_frame"  # in a run's manifest: the content hash of the frame it was coded by


def run(
    house: House,
    actor: Actor,
    question: str,
    *,
    wave_name: str | None = None,
    n_topics: NTopics = "auto",
    random_state: int = 0,
    on_step: Callable[[str], None] = lambda _: None,
) -> str:
    """Have the engine read a question's cleared answers. Returns the run's id; people's work goes on."""
    require(actor, Permission.ANALYSE)
    on_step("Gathering the answers that may be read")
    gathered = wave.gather(house, actor, wave_name)
    texts = usable(gathered, question)
    if len(texts) < FEWEST_ANSWERS:
        raise ThemeProblem(f"There are {len(texts)} answers to read. Themes need {FEWEST_ANSWERS} or more.")
    on_step(f"Finding what {len(texts)} answers have in common")
    frame, taught = frame_of(house), 0
    result = discovered(
        texts,
        n_topics,
        random_state,
        sessions=sessions_of(gathered),
        field=taught_field(house, frame),
    )
    on_step("Holding them against what we listen for")
    if frame is not None:
        asked = gathered.data.by_question[question].label
        result, taught = _held_against(house, frame, gathered.data.name, question, asked, texts, result)
    on_step("Keeping what was found, and what you decided before")
    manifest: dict[str, Any] = {
        "engine": "analysis.topics.TopicModel",
        "n_topics": n_topics,
        "random_state": random_state,
        "answers": len(result.read),
        "questionnaire_version": gathered.questionnaire.version if gathered.questionnaire else "",
        CODE_FRAME: frame.digest if frame else "",
        "coded_by_people": taught,
    }
    made = AnalysisRun(
        wave=gathered.data.name,
        question=question,
        created_at=house.now(),
        created_by=actor.account_id,
        manifest=manifest,
        result=result.model_dump(mode="json"),
    )
    return _kept(house, actor, made, result)


def usable(gathered: Gathered, question: str) -> list[told.ClearedText]:
    return [one for one in gathered.data.texts if one.question == question and one.usable]


def sessions_of(gathered: Gathered) -> dict[str, str]:
    """The session in which each response was given."""
    return {one.response_id: one.session for one in gathered.data.respondents}


def discovered(
    texts: Sequence[told.ClearedText],
    n_topics: NTopics,
    random_state: int,
    *,
    sessions: Mapping[str, str],
    field: Field | None = None,
) -> StoredResult:
    """The engine's answer, by answer ids instead of places in a list. What one session copied from each other
    counts once.
    """
    model = TopicModel(
        n_components=n_topics,
        max_components=MOST_TO_REVIEW,
        random_state=random_state,
        field=field,
    )
    said = Corpus(
        tuple(Answer(one.text_id, one.text, session=sessions.get(one.response_id, "")) for one in texts)
    )
    model.fit(said.texts, sample_weight=said.voices())
    ids = [one.text_id for one in texts]
    about = model.memberships_.tocoo()
    members: dict[int, dict[str, float]] = {}
    for place, number, weight in zip(about.row, about.col, about.data, strict=True):
        members.setdefault(int(number), {})[ids[place]] = round(float(weight), 4)
    return StoredResult(
        topics=tuple(
            StoredTopic(
                key=topic.key,
                label=topic.label,
                words=topic.distinctive_words or topic.words,
                stability=topic.stability,
                examples=tuple(ids[place] for place in topic.representative),
                members=members.get(topic.number, {}),
            )
            for topic in model.topics_
        ),
        unclear=tuple(one for one, is_unclear in zip(ids, model.unclear_, strict=True) if is_unclear),
        read=tuple(ids),
    )


def named_by_frame(
    coder: Coder, question: str, texts: Sequence[told.ClearedText], result: StoredResult
) -> StoredResult:
    """Topics under the name of the code that leads them: words a partner knows, and an owner with it."""
    given = coder.assign([one.text for one in texts], [question] * len(texts))
    by_id = {one.text_id: codes for one, codes in zip(texts, given, strict=True)}
    led_by = [leading_code(topic.members, by_id) for topic in result.topics]
    names = suggested_names(
        coder.frame,
        led_by,
        [topic.words for topic in result.topics],
        [topic.label for topic in result.topics],
    )
    topics = tuple(
        topic.model_copy(
            update={"label": name, "code": led.code, "polarity": led.polarity} if led else {"label": name}
        )
        for topic, led, name in zip(result.topics, led_by, names, strict=True)
    )
    coded = {text_id: _without_words(codes) for text_id, codes in by_id.items()}
    return result.model_copy(update={"topics": topics, "coded": coded})


def _held_against(
    house: House,
    frame: CodeFrame,
    wave_name: str,
    question: str,
    asked: str,
    texts: Sequence[told.ClearedText],
    result: StoredResult,
) -> tuple[StoredResult, int]:
    """Topics named by the frame's coder, which has learned from what people coded blind; and of how many.

    What is kept of those answers is what the machine said of them before it was told, so that it can still be
    held beside the people: of what it was told, it knows.
    """
    with house.database.reading() as session:
        settled = settled_codes(session, wave_name, question)
        before = {one.question: one for one in rows.latest_runs(session, wave_name)}.get(question)
    by_people = [settled.get(one.text_id) for one in texts]
    number = sum(given is not None for given in by_people)
    words = [one.text for one in texts]
    coder = coder_of(house, frame, words, [asked] * len(texts), by_people if number else None)
    result = named_by_frame(coder, asked, texts, result)
    if number and before is not None:
        untold = {one: codes for one, codes in result_of(before).coded.items() if one in settled}
        known = {one: codes for one, codes in untold.items() if one in result.coded}
        result = result.model_copy(update={"coded": {**result.coded, **known}})
    return result, number


def _without_words(codes: Sequence[Assignment]) -> tuple[Coded, ...]:
    """What is kept of an answer's codes: not the words that led there."""
    return tuple(Coded(code=one.code, probability=one.probability, polarity=one.polarity) for one in codes)


# --- keeping ---


def _kept(house: House, actor: Actor, made: AnalysisRun, result: StoredResult) -> str:
    with house.database.session() as session:
        latest = {one.question: one for one in rows.latest_runs(session, made.wave)}
        before = latest.get(made.question)
        goes_on = _what_goes_on(session, before, made, result)
        if before is not None:  # whatever the clock says, this one is the newest
            made.created_at = max(made.created_at, before.created_at + timedelta(microseconds=1))
        session.add(made)
        session.flush()
        for number, decision in enumerate(goes_on, start=1):
            session.add(stored(replace(decision, at=house.now()), made.id, number))
        session.flush()
        audit.record(
            session,
            house,
            actor,
            "themes found",
            made.id,
            question=made.question,
            answers=len(result.read),
            carried=len(goes_on),
        )
    return made.id


def _what_goes_on(
    session: Session, before: AnalysisRun | None, made: AnalysisRun, result: StoredResult
) -> Sequence[Decision]:
    """People's work on the run before. That run is held meanwhile, so that no decision falls in between."""
    if before is not None:
        rows.run_to_decide_about(session, before.id)
        review = reviewed(before, rows.decisions(session, [before.id]))
        return carried(review, proposals(result), result.read)
    last_wave = rows.run_of_an_earlier_wave(session, made.wave, made.question)
    if last_wave is None:
        return ()
    return carried_by_code(reviewed(last_wave, rows.decisions(session, [last_wave.id])), proposals(result))
