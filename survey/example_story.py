"""What the office of the example has done by now: the last wave told, things asked for, answers coded blind.

For whoever looks around, and wants to see a trend, an ask that is overdue and a comparison with what a second
reader saw. It takes a minute or so, because everything is done by the services an office uses: themes are
found, a release is prepared by one person and let out by another, each at the time the example says it was.
`survey.example` makes people, sessions and answers of this wave first, so that nobody waits for this.

It is done in steps. Each can be done again over what an earlier try left half done, so that whoever stopped
the server in the middle finds the rest made after the next start.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from survey import accounts, asks, double_coding, example_progress, released, releases, sessions, themes, wave
from survey.asks import AskStatus
from survey.example import PASSWORD_BYTES, SEED, ExampleProblem, Size, hold_the_rest, size_of
from survey.example_people import SCALES_THEN
from survey.example_sessions import at, held, hold, plans
from survey.house import House, clock_on_the_wall, open_house
from survey.office import Wave
from survey.permissions import Actor
from survey.screening import queue
from survey.settings import Settings
from survey.store.tables import HarmLevel, Role, SessionState
from survey.themes import QuestionThemes, Theme

WORRIES: Final = "unsafe_why"
QUESTIONS: Final = (WORRIES, "safer_what")
THEN_IN_DISTRICTS: Final = (3,)
THEN_GROUP_SIZES: Final = (15, 25)
THEN_DAYS_AGO: Final = 240
THEN_LASTED: Final = 30
LEFT_WAITING_DAYS: Final = 2  # what came before that has been read by the safeguarding lead
CODED_BLIND: Final = 40
CODED_BY_THE_FIRST: Final = 26
CODED_BY_THE_SECOND: Final = 17
OF_ANOTHER_MIND: Final = 0.15  # how often somebody codes what the machine did not
QUOTES: Final = 2  # from each of the largest themes
LARGEST: Final = 5


def go_on(
    settings: Settings,
    *,
    seed: int = SEED,
    clock: Callable[[], datetime] = clock_on_the_wall,
    size: Size | None = None,
    on_step: Callable[[str], None] = lambda _: None,
) -> tuple[int, int]:
    """Do the office’s part in an example that `make` began, from the first step that is not done.

    Returns how many sessions and answers there are in the wave by then.
    """
    house = open_house(settings, clock=clock)
    if not house.is_example:
        raise ExampleProblem(f"{settings.data_dir} holds no example to go on with.")
    with example_progress.alone(settings):
        found = example_progress.begin(house)
        story = _Story(house, found.began_at, seed, size or size_of(settings))
        steps = story.steps()
        for number, (words, do) in enumerate(steps, start=1):
            if words in found.done:
                continue
            on_step(words)
            found = example_progress.at_step(house, found, words, number, len(steps))
            do()
            found = example_progress.done(house, found)
        example_progress.whole(house, found)
    there = story.held()
    house.database.dispose()
    return there


@dataclass(frozen=True)
class _Story:
    """What the office did, in order. Every step draws its own lots, so that it is the same after a stop."""

    house: House
    began: datetime
    seed: int
    size: Size

    def steps(self) -> list[tuple[str, Callable[[], object]]]:
        house, people = self.house, self.people
        then = _last_wave(house, self.began - timedelta(days=THEN_DAYS_AGO), self._lots("last wave"))
        return [
            ("More sessions of this wave", self.held),
            ("The last wave, told at its time", lambda: _tell_the_last_wave(then, people, self.seed)),
            (
                "What was held back, read by the safeguarding lead",
                lambda: _read_the_queue(house, people[Role.SAFEGUARDING_LEAD]),
            ),
            (
                "Themes of this wave",
                lambda: _find_all_themes(house, people),
            ),
            ("What was asked of whom", lambda: _ask_for_things(house, people)),
            ("A first release of this wave", lambda: _release(house, people)),
            ("Answers coded blind", lambda: _code_blind(house, people, self._lots("blind"))),
        ]

    @cached_property
    def people(self) -> dict[Role, Actor]:
        return {role: _named(self.house, username) for role, username in _WHO.items()}

    def held(self) -> tuple[int, int]:
        return hold_the_rest(self.house, self.people, seed=self.seed, size=self.size)

    def _lots(self, what: str) -> random.Random:
        return _lots(self.seed, what)


def _lots(seed: int, what: str) -> random.Random:
    """For what is invented, from the seed."""
    return random.Random(f"{seed} {what}")  # noqa: S311


_WHO: Final = {
    Role.ADMINISTRATOR: "administrator",
    Role.SESSION_LEADER: "leader",
    Role.SAFEGUARDING_LEAD: "safeguarding",
    Role.ANALYST: "analyst",
}


def _named(house: House, username: str) -> Actor:
    actor = accounts.actor_named(house, username)
    if actor is None:
        raise ExampleProblem(f"The example has no {username} any more. Make it afresh.")
    return actor


# --- the last wave ---


def _last_wave(house: House, moment: datetime, chance: random.Random) -> House:
    """The house as it was in the wave before this one."""
    first, last = moment.date(), (moment + timedelta(days=THEN_LASTED)).date()
    name = "spring" if first.month < 6 else "autumn"
    wave_then = Wave(
        name=f"{first.year}-{name}", label=f"{name.title()} {first.year}", starts_on=first, ends_on=last
    )
    then = at(house, moment, chance)
    return replace(then, office=house.office.model_copy(update={"wave": wave_then}))


def _tell_the_last_wave(then: House, people: Mapping[Role, Actor], seed: int) -> None:
    began = then.now()
    planned = list(plans(then, _lots(seed, "plans then"), THEN_IN_DISTRICTS, THEN_GROUP_SIZES))
    over = held(then, people)
    for number, plan in list(enumerate(planned))[len(over) :]:
        day, chance = (
            began + timedelta(days=THEN_LASTED * number / len(planned)),
            _lots(seed, f"then {number}"),
        )
        hold(at(then, day, chance), people, plan, chance, SCALES_THEN)
    then = at(then, began + timedelta(days=THEN_LASTED + 1), _lots(seed, "after then"))
    _read_everything(then, people[Role.SAFEGUARDING_LEAD])
    _find_themes(then, people, WORRIES)
    _release(then, people)


def _release(house: House, people: Mapping[Role, Actor]) -> None:
    if released.latest(house, people[Role.ANALYST], house.office.wave.name) is not None:
        return
    draft = releases.prepare(house, people[Role.ANALYST])
    releases.approve(house, people[Role.SAFEGUARDING_LEAD], draft.id, digest=draft.digest)


def _find_all_themes(house: House, people: Mapping[Role, Actor]) -> None:
    for question in QUESTIONS:
        _find_themes(house, people, question)


def _find_themes(house: House, people: Mapping[Role, Actor], question: str) -> None:
    """Themes looked at: those without a code left out, those of one joined, the largest quoted."""
    analyst, lead = people[Role.ANALYST], people[Role.SAFEGUARDING_LEAD]
    themes.run(house, analyst, question)
    for theme in _found(house, analyst, question).themes:
        decide = themes.accept if theme.code else themes.hide
        decide(house, analyst, theme.run_id, theme.topic)
    _join_alike(house, analyst, question)
    told = [one for one in _found(house, analyst, question).themes if not one.hidden]
    for theme in sorted(told, key=lambda theme: (-theme.people, theme.topic))[:LARGEST]:
        for text_id in theme.text_ids[:QUOTES]:
            themes.quote(house, analyst, theme.run_id, theme.topic, text_id)
            themes.clear_quote(house, lead, theme.run_id, theme.topic, text_id)


def _join_alike(house: House, analyst: Actor, question: str) -> None:
    """Themes of one code that turn the same way are one to a reader: joined, under the name they share."""
    alike: dict[tuple[str, str], list[Theme]] = {}
    for theme in _found(house, analyst, question).themes:
        if theme.code and not theme.hidden:
            alike.setdefault((theme.code, theme.polarity), []).append(theme)
    for first, *others in alike.values():
        if others:
            name = first.label.partition(":")[0]
            themes.merge(house, analyst, first.run_id, first.topic, [one.topic for one in others])
            themes.rename(house, analyst, first.run_id, first.topic, name)


def _found(house: House, analyst: Actor, question: str = WORRIES) -> QuestionThemes:
    standing = themes.in_questions(house, analyst, wave.gather(house, analyst))
    return next(one for one in standing if one.question == question)


# --- what was held back ---


def _read_everything(house: House, lead: Actor) -> None:
    """Of a wave that is over nothing waits any more."""
    here = {one.id for one in sessions.all_sessions(house, lead, wave.current(house))}
    for item in queue.waiting(house, lead):
        if item.session_id in here:
            _read(house, lead, item)


def _read_the_queue(house: House, lead: Actor) -> None:
    """What came in the last days still waits, as it would; what is older has been read."""
    since = house.today() - timedelta(days=LEFT_WAITING_DAYS)
    for item in queue.waiting(house, lead):
        if item.received_on < since:
            _read(house, lead, item)


def _read(house: House, lead: Actor, item: queue.QueueItem) -> None:
    if item.level in (HarmLevel.URGENT, HarmLevel.CONCERN) and not item.sampled:
        queue.withhold(house, lead, item.id, "Passed on to those who can help; not for anybody else.")
    else:
        queue.clear(house, lead, item.id, "Nothing to follow up.")


# --- asks ---


def _ask_for_things(house: House, people: Mapping[Role, Actor]) -> None:
    """One ask overdue, one promised, one done and told back, one refused with a reason."""
    analyst, today = people[Role.ANALYST], house.today()
    about = {theme.code: theme.key for theme in _found(house, analyst).themes if theme.code}
    there = {one.text: one for one in asks.for_wave(house, analyst)}
    asked = [
        there.get(text)
        or asks.add(
            house,
            analyst,
            text,
            owner=house.office.labels.get(owner, ""),
            due=today + timedelta(days=days),
            theme=about.get(code, ""),
        )
        for text, owner, days, code in _ASKED
    ]
    for one, answer in zip(asked, _ANSWERED, strict=True):
        if answer is not None and one.status is AskStatus.ASKED:
            status, reply, changed = answer
            asks.answer(house, analyst, one.id, status, reply=reply, changed=changed)
        if not one.public:
            asks.make_public(house, analyst, one.id)
    closed = [
        one
        for one in sessions.all_sessions(house, analyst, wave.current(house))
        if one.state is SessionState.CLOSED
    ]
    told = {one.session_id for one in asked[2].told_back}
    for sitting in [one for one in closed[-2:] if one.id not in told]:
        asks.told_back(house, analyst, asked[2].id, sitting.id)


_ASKED: Final = (
    ("Mend the street lights on walking routes.", "highways", -6, "dark_run_down_places"),
    ("Say when late buses will run, and keep to it.", "transport", 21, "transport_travel"),
    ("Open a youth club on two nights.", "councils", 14, "nothing_to_do"),
    ("Put a guard on each late bus.", "transport", 10, "transport_travel"),
)
_ANSWERED: Final = (
    None,
    (AskStatus.WILL_DO, "We will say so by the end of next month.", ""),
    (AskStatus.DONE, "Yes.", "It is open on Tuesdays and Fridays."),
    (AskStatus.CANNOT, "There is no money for guards this year.", ""),
)


# --- blind coding ---


def _code_blind(house: House, people: Mapping[Role, Actor], chance: random.Random) -> None:
    """A sample given to two analysts, who are part of the way through."""
    analyst = people[Role.ANALYST]
    second = accounts.actor_named(house, "analyst2") or accounts.create_account(
        house,
        people[Role.ADMINISTRATOR],
        username="analyst2",
        display_name="Example Second Analyst",
        role=Role.ANALYST,
        password=secrets.token_urlsafe(PASSWORD_BYTES),
    )
    machine = _found(house, analyst).coded
    known = [one.code for one in double_coding.codes(house, analyst)]
    if not machine or not known:
        return  # an office without a code frame has nothing to code by
    coders = (analyst.account_id, second.account_id)
    if double_coding.samples(house, analyst):
        return
    size = min(CODED_BLIND, double_coding.to_draw_from(house, analyst, WORRIES))
    sample = double_coding.draw(house, analyst, WORRIES, coders, size=size, seed=SEED)
    for coder, number in ((analyst, CODED_BY_THE_FIRST), (second, CODED_BY_THE_SECOND)):
        for _ in range(min(number, size)):
            answer = double_coding.next_answer(house, coder, sample)
            if answer is None:
                break
            seen = machine.get(answer.text_id, ())[:1]
            said = [chance.choice(known)] if chance.random() < OF_ANOTHER_MIND else [one.code for one in seen]
            polarity = next((one.polarity for one in seen if one.polarity), "worry") if said else ""
            double_coding.give(house, coder, sample, answer.text_id, said, polarity=polarity)
