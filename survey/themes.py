"""What did people write about, and what do we call it? Topics the machine found, and what a person decided.

For the analyst. `run` has the topic engine read one question's cleared answers and keeps which answers it
put together: ids, words and measures, never an answer. What is shown is joined anew with what may be read
today, so an answer that was withdrawn, withheld or voided since has left its topic too.

A name, a hidden topic, a chosen quote are decisions of a person, appended and never overwritten
(`TextDecision` is to held words what `ThemeDecision` is to topics). When the engine runs again, a name
somebody gave moves along to the topic that most of its answers went to. Finding topics is left to
`analysis.topics`, what may be shown outside to `analysis.disclosure`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from analysis import wave as told
from analysis.code_frame import OFF_TOPIC, CodeFrame, load_code_frame, load_examples
from analysis.coding import Coder
from analysis.suggestions import leading_code, suggested_names
from analysis.topics import TopicModel
from survey import audit, wave
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import themes as rows
from survey.store.tables import AnalysisRun, ThemeDecision
from survey.wave import Gathered

FEWEST_ANSWERS: Final = 12  # fewer are quicker read than sorted
LONGEST_NAME: Final = 80
CARRIED_FROM: Final = 0.5  # a name moves along when more than this share of its answers did
QUOTE_WORDS: Final = 40  # rule 10 of disclosure control

NTopics = int | Literal["auto"]


class ThemeProblem(Exception):
    """A run or a decision that cannot be made like this. The message holds nobody's words."""


class StoredTopic(BaseModel):
    """A topic as a run found it: which answers, by id and weight, and the words that set it apart."""

    model_config = ConfigDict(frozen=True)

    key: str
    label: str
    words: tuple[str, ...]
    stability: float | None
    examples: tuple[str, ...]  # ids of answers at its heart
    members: dict[str, float]  # answer id -> weight
    code: str = ""  # the code of the frame that most of its answers speak of, where one leads
    polarity: told.Polarity = "worry"


class StoredResult(BaseModel):
    """Everything a run found, without anybody's sentence."""

    model_config = ConfigDict(frozen=True)

    topics: tuple[StoredTopic, ...]
    unclear: tuple[str, ...] = ()  # answers it could not place with any certainty
    read: tuple[str, ...] = ()  # every answer it read


@dataclass(frozen=True)
class Agreement:
    """Who wants an answer quoted, and which safeguarding lead agreed. It takes both."""

    proposed_by: str
    cleared_by: str = ""


@dataclass(frozen=True)
class ProposedQuote:
    """An answer somebody wants to quote, as the safeguarding lead reads it."""

    run_id: str
    topic: str
    theme: str
    text_id: str
    words: str = field(repr=False)


@dataclass(frozen=True)
class Theme:
    """A topic as it stands today: what it is called, by whom, and who wrote about it."""

    run_id: str
    question: str
    topic: str
    label: str
    named_by_person: bool
    words: tuple[str, ...]
    stability: float | None
    text_ids: tuple[str, ...]  # those at its heart first
    response_ids: frozenset[str]
    sessions: int
    hidden: bool
    quoted: Mapping[str, Agreement]
    code: str = ""
    polarity: told.Polarity = "worry"

    @property
    def people(self) -> int:
        return len(self.response_ids)


@dataclass(frozen=True)
class QuestionThemes:
    """One open question's themes, the largest first, and what the run did not place."""

    question: str
    label: str
    answers: int  # that may be read and say something
    themes: tuple[Theme, ...]
    unclear: int
    new_since: int  # answers that came, or were cleared, after the run
    run_at: datetime | None
    run_id: str | None

    @property
    def can_run(self) -> bool:
        return self.answers >= FEWEST_ANSWERS


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
    """Have the engine read a question's cleared answers. Returns the run's id; given names move along."""
    require(actor, Permission.ANALYSE)
    on_step("Gathering the answers that may be read")
    gathered = wave.gather(house, actor, wave_name)
    texts = _usable(gathered, question)
    if len(texts) < FEWEST_ANSWERS:
        raise ThemeProblem(f"There are {len(texts)} answers to read. Themes need {FEWEST_ANSWERS} or more.")
    on_step(f"Finding what {len(texts)} answers have in common")
    result = _discovered(texts, n_topics, random_state)
    on_step("Holding them against what we listen for")
    result = _named_by_frame(house, gathered.data.by_question[question].label, texts, result)
    on_step("Keeping what was found, and the names you gave before")
    return _kept(house, actor, gathered, question, result, n_topics, random_state)


def in_questions(house: House, actor: Actor, gathered: Gathered) -> tuple[QuestionThemes, ...]:
    """Every open question of the wave with its themes as they stand."""
    require(actor, Permission.ANALYSE)
    with house.database.reading() as session:
        runs = {one.question: one for one in rows.latest_runs(session, gathered.data.name)}
        decided = rows.decisions(session, [one.id for one in runs.values()])
    return tuple(
        _question_themes(gathered, question, runs.get(question), decided)
        for question in gathered.open_questions
    )


def told_with_themes(house: House, gathered: Gathered, questions: Iterable[QuestionThemes]) -> Gathered:
    """The wave with its themes in it, ready for the summary. Hidden themes stay out."""
    frame = _frame(house)
    shown = [
        theme for question in questions for theme in question.themes if theme.people and not _left_out(theme)
    ]
    data = replace(gathered.data, themes=tuple(_told(house, frame, gathered, theme) for theme in shown))
    return replace(gathered, data=data)


def _left_out(theme: Theme) -> bool:
    """Hidden by a person, or beside the point and no person has said otherwise by giving it a name."""
    return theme.hidden or (theme.code == OFF_TOPIC and not theme.named_by_person)


# --- decisions ---


def rename(house: House, actor: Actor, run_id: str, topic: str, name: str, *, was: str | None = None) -> None:
    """Call a topic by a person's name for it. `was` is what it was called when they began to type."""
    name = " ".join(name.split())
    if not name:
        raise ThemeProblem("Give the theme a name of one word or more.")
    if len(name) > LONGEST_NAME:
        raise ThemeProblem(f"A theme's name has {LONGEST_NAME} characters or fewer.")
    _decide(house, actor, run_id, topic, "rename", name, was=was)


def hide(house: House, actor: Actor, run_id: str, topic: str) -> None:
    """Leave a topic out of the summary: it says nothing."""
    _decide(house, actor, run_id, topic, "hide", "")


def show(house: House, actor: Actor, run_id: str, topic: str) -> None:
    """Put a hidden topic back."""
    _decide(house, actor, run_id, topic, "show", "")


def quote(house: House, actor: Actor, run_id: str, topic: str, text_id: str) -> None:
    """Propose a cleared answer as a quote. The disclosure gate still decides whether it is shown."""
    _decide(house, actor, run_id, topic, "quote", text_id)


def unquote(house: House, actor: Actor, run_id: str, topic: str, text_id: str) -> None:
    _decide(house, actor, run_id, topic, "unquote", text_id)


def proposed_quotes(house: House, actor: Actor, wave_name: str | None = None) -> tuple[ProposedQuote, ...]:
    """For the safeguarding lead: the answers somebody wants to quote that no lead has agreed to yet."""
    require(actor, Permission.DECIDE_TEXT)
    with house.database.reading() as session:
        runs = rows.latest_runs(session, wave_name or wave.current(house))
        decided = rows.decisions(session, [one.id for one in runs])
        wanted = [
            (run_row, topic, state.name or topic.label, text_id)
            for run_row in runs
            for topic in _result(run_row).topics
            for state in (_State.after(decided, run_row.id, topic.key),)
            for text_id, by in state.quoted.items()
            if not by.cleared_by
        ]
        words = rows.cleared_words(session, [text_id for *_, text_id in wanted])
    return tuple(
        ProposedQuote(run_row.id, topic.key, label, text_id, words[text_id])
        for run_row, topic, label, text_id in wanted
        if text_id in words
    )


def clear_quote(house: House, actor: Actor, run_id: str, topic: str, text_id: str) -> None:
    """Agree that an answer may be quoted. The person who proposed it cannot also agree."""
    _decide(house, actor, run_id, topic, "clear_quote", text_id, needs=Permission.DECIDE_TEXT)


def refuse_quote(house: House, actor: Actor, run_id: str, topic: str, text_id: str) -> None:
    """Do not let an answer be quoted."""
    _decide(house, actor, run_id, topic, "unquote", text_id, needs=Permission.DECIDE_TEXT)


def _decide(
    house: House,
    actor: Actor,
    run_id: str,
    topic: str,
    action: str,
    value: str,
    *,
    was: str | None = None,
    needs: Permission = Permission.ANALYSE,
) -> None:
    require(actor, needs)
    with house.database.session() as session:
        row = rows.run(session, run_id)
        found = {one.key: one for one in _result(row).topics} if row else {}
        if topic not in found:
            raise ThemeProblem("There is no such topic. Somebody may have run the engine again meanwhile.")
        before = rows.decisions(session, [run_id])
        state = _State.after(before, run_id, topic)
        now = state.name or found[topic].label
        if was is not None and was != now:
            raise ThemeProblem(f"Somebody has named it “{now}” meanwhile. Please look again.")
        _check_quote(action, value, found[topic])
        session.add(
            ThemeDecision(
                run_id=run_id,
                topic=topic,
                action=action,
                value=value,
                account_id=actor.account_id,
                at=_after(before, house.now()),
            )
        )
        session.flush()
        audit.record(session, house, actor, f"theme {action}", run_id, topic=topic)


def _after(before: list[ThemeDecision], now: datetime) -> datetime:
    """A moment later than every decision so far, whatever the clock says: their order is what counts."""
    return max([now, *(one.at + timedelta(microseconds=1) for one in before)])


def _check_quote(action: str, value: str, topic: StoredTopic) -> None:
    if action in ("quote", "unquote", "clear_quote") and value not in topic.members:
        raise ThemeProblem("That answer is not in this theme.")


@dataclass(frozen=True)
class _State:
    """What the decisions about one topic add up to."""

    name: str = ""
    hidden: bool = False
    quoted: Mapping[str, Agreement] = field(default_factory=dict)

    @classmethod
    def after(cls, decided: Iterable[ThemeDecision], run_id: str, topic: str) -> _State:
        state = cls()
        for one in decided:
            if (one.run_id, one.topic) != (run_id, topic):
                continue
            match one.action:
                case "rename" | "carried":
                    state = replace(state, name=one.value)
                case "hide" | "show":
                    state = replace(state, hidden=one.action == "hide")
                case "quote":
                    state = state._agreed(one.value, Agreement(proposed_by=one.account_id))
                case "clear_quote" if one.value in state.quoted:
                    agreed = replace(state.quoted[one.value], cleared_by=one.account_id)
                    state = state._agreed(one.value, agreed)
                case "unquote":
                    left = {text_id: by for text_id, by in state.quoted.items() if text_id != one.value}
                    state = replace(state, quoted=left)
        return state

    def _agreed(self, text_id: str, agreement: Agreement) -> _State:
        return replace(self, quoted={**self.quoted, text_id: agreement})


# --- running the engine ---


def _usable(gathered: Gathered, question: str) -> list[told.ClearedText]:
    return [one for one in gathered.data.texts if one.question == question and one.usable]


def _discovered(texts: list[told.ClearedText], n_topics: NTopics, random_state: int) -> StoredResult:
    """The engine's answer, by answer ids instead of places in a list."""
    model = TopicModel(n_components=n_topics, random_state=random_state).fit([one.text for one in texts])
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


def _frame(house: House) -> CodeFrame | None:
    """The office's code frame, if it has one: without, topics keep their own words."""
    path = house.settings.questionnaires_dir / "code_frame.yaml"
    return load_code_frame(path) if path.exists() else None


def _named_by_frame(
    house: House, question: str, texts: list[told.ClearedText], result: StoredResult
) -> StoredResult:
    """Topics under the name of the code that leads them: words a partner knows, and an owner with it."""
    frame = _frame(house)
    if frame is None:
        return result
    examples = load_examples(frame, house.settings.questionnaires_dir / "code_frame_examples.yaml")
    words, asked = [one.text for one in texts], [question] * len(texts)
    given = Coder(frame, examples).fit(words, None, asked).assign(words, asked)
    by_id = {one.text_id: codes for one, codes in zip(texts, given, strict=True)}
    led_by = [leading_code(topic.members, by_id) for topic in result.topics]
    names = suggested_names(
        frame, led_by, [topic.words for topic in result.topics], [topic.label for topic in result.topics]
    )
    topics = tuple(
        topic.model_copy(
            update={"label": name, "code": led.code, "polarity": led.polarity} if led else {"label": name}
        )
        for topic, led, name in zip(result.topics, led_by, names, strict=True)
    )
    return result.model_copy(update={"topics": topics})


def _kept(
    house: House,
    actor: Actor,
    gathered: Gathered,
    question: str,
    result: StoredResult,
    n_topics: NTopics,
    random_state: int,
) -> str:
    manifest: dict[str, Any] = {
        "engine": "analysis.topics.TopicModel",
        "n_topics": n_topics,
        "random_state": random_state,
        "answers": len(result.read),
        "questionnaire_version": gathered.questionnaire.version if gathered.questionnaire else "",
    }
    made = AnalysisRun(
        wave=gathered.data.name,
        question=question,
        created_at=house.now(),
        created_by=actor.account_id,
        manifest=manifest,
        result=result.model_dump(mode="json"),
    )
    with house.database.session() as session:
        before = next((one for one in rows.latest_runs(session, made.wave) if one.question == question), None)
        decided = rows.decisions(session, [before.id]) if before else []
        session.add(made)
        session.flush()
        for topic, name in _carried_names(before, decided, result).items():
            session.add(
                ThemeDecision(
                    run_id=made.id,
                    topic=topic,
                    action="carried",
                    value=name,
                    account_id=actor.account_id,
                    at=house.now(),
                )
            )
        session.flush()
        audit.record(
            session, house, actor, "themes found", made.id, question=question, answers=len(result.read)
        )
    return made.id


def _carried_names(
    before: AnalysisRun | None, decided: list[ThemeDecision], result: StoredResult
) -> dict[str, str]:
    """Names people gave, by the new topic that took over more than half of the old one's answers."""
    if before is None:
        return {}
    carried: dict[str, str] = {}
    for old in _result(before).topics:
        name = _State.after(decided, before.id, old.key).name
        if not name or not old.members:
            continue
        best = max(result.topics, key=lambda new: len(old.members.keys() & new.members.keys()))
        if len(old.members.keys() & best.members.keys()) > CARRIED_FROM * len(old.members):
            carried.setdefault(best.key, name)
    return carried


# --- what stands today ---


def _result(row: AnalysisRun) -> StoredResult:
    return StoredResult.model_validate(row.result)


def _question_themes(
    gathered: Gathered, question: str, row: AnalysisRun | None, decided: list[ThemeDecision]
) -> QuestionThemes:
    label = gathered.data.by_question[question].label
    readable = {one.text_id: one for one in _usable(gathered, question)}
    if row is None:
        return QuestionThemes(question, label, len(readable), (), 0, len(readable), None, None)
    result = _result(row)
    sessions = {one.response_id: one.session for one in gathered.data.respondents}
    found = [_theme(row, topic, decided, readable, sessions) for topic in result.topics]
    return QuestionThemes(
        question,
        label,
        len(readable),
        tuple(sorted(found, key=lambda theme: (theme.hidden, -theme.people, theme.topic))),
        unclear=sum(1 for one in result.unclear if one in readable),
        new_since=len(readable.keys() - set(result.read)),
        run_at=row.created_at,
        run_id=row.id,
    )


def _theme(
    row: AnalysisRun,
    topic: StoredTopic,
    decided: list[ThemeDecision],
    readable: Mapping[str, told.ClearedText],
    sessions: Mapping[str, str],
) -> Theme:
    state = _State.after(decided, row.id, topic.key)
    by_weight = sorted(topic.members, key=lambda text_id: (-topic.members[text_id], text_id))
    at_heart = [one for one in topic.examples if one in topic.members]
    text_ids = [one for one in dict.fromkeys([*at_heart, *by_weight]) if one in readable]
    people = frozenset(readable[one].response_id for one in text_ids)
    return Theme(
        run_id=row.id,
        question=row.question,
        topic=topic.key,
        label=state.name or topic.label,
        named_by_person=bool(state.name),
        words=topic.words,
        stability=topic.stability,
        text_ids=tuple(text_ids),
        response_ids=people,
        sessions=len({sessions[one] for one in people if one in sessions}),
        hidden=state.hidden,
        quoted={one: by for one, by in state.quoted.items() if one in readable},
        code=topic.code,
        polarity=topic.polarity,
    )


def _told(house: House, frame: CodeFrame | None, gathered: Gathered, theme: Theme) -> told.Theme:
    facts = frame[theme.code] if frame and theme.code in frame else None
    labels = house.office.labels
    return told.Theme(
        key=f"{theme.question}-{theme.topic}",
        label=theme.label,
        question=theme.question,
        response_ids=theme.response_ids,
        stability=theme.stability,
        quotes=tuple(_told_quote(gathered, text_id, by) for text_id, by in theme.quoted.items()),
        polarity="helps" if facts and facts.kind == "reserved" else theme.polarity,
        code=theme.code,
        cause_level=facts.cause_level if facts else "",
        prevention_tier=facts.tier if facts else "",
        strand=labels.get(facts.strand, "") if facts else "",
        pillar=labels.get(facts.pillar, "") if facts else "",
        owner=facts.owner if facts else "",
        partners=tuple(labels.get(one, "") or one for one in facts.partners) if facts else (),
    )


def _told_quote(gathered: Gathered, text_id: str, by: Agreement) -> told.Quote:
    """As much of the answer as a quote may hold, from its beginning, ending at a word."""
    text = gathered.data.by_text[text_id].text
    words, end = text.split(), len(text)
    if len(words) > QUOTE_WORDS:
        end = _end_of_word(text, QUOTE_WORDS)
    return told.Quote(text_id, 0, end, cleared_by=by.cleared_by, approved_by=by.proposed_by)


def _end_of_word(text: str, count: int) -> int:
    place = 0
    for word in text.split()[:count]:
        place = text.index(word, place) + len(word)
    return place
