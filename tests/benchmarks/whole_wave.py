"""Can a whole wave be walked, from phones to a release a commissioner reads, and back when somebody withdraws?

    python -m tests.benchmarks.whole_wave path/to/youth_answers.jsonl --output FOLDER [--seed 7] [--json]

Sends each line's `text`, with invented closed answers around it, to the address a phone sends to; has held
texts decided by safeguarding leads, themes found and looked at, a release prepared by one person and let out
by another; hands it on as a ZIP file and has `python -m analysis verify` prove it. Then one person who is
quoted in it takes their answers back with their receipt, and it is released again. What has to hold is
written down line by line (`Proof`); exit code 0 when all of it does, 1 otherwise. FOLDER keeps both releases
as they were handed on, to be read; nothing else stays. Copies no answer anywhere but into those releases.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.testclient import TestClient

from analysis.code_frame import OFF_TOPIC
from survey import asks, releases, sessions, themes, wave
from survey.asks import AskStatus
from survey.example_people import invented
from survey.house import House, open_house
from survey.permissions import Actor, actor_of
from survey.respond.routes import routes
from survey.screening import queue
from survey.screening.queue import NotFree, QueueItem
from survey.settings import Settings
from survey.store.tables import Account, Role, Sitting
from survey.themes import QuestionThemes
from survey.wave import Gathered
from tests.benchmarks import whole_wave_proof as proof
from tests.benchmarks.whole_wave_proof import Kept, Proof
from tests.conftest import People, settle_people

SEED: Final = 7
AGE_BANDS: Final = {"11-13": ("10-11", "12-13"), "14-17": ("14-15", "16-17"), "18-24": ("18-24",)}
UNSAFE, SAFER = "unsafe_why", "safer_what"
FEWEST_SESSIONS: Final = 2  # in the last district: too few to show, so that hiding is seen at work
MOST_SESSIONS: Final = 5
QUOTES_FROM_A_THEME: Final = 3
THEMES_DESCRIBED: Final = 3
WORDS_OF_THEIR_OWN: Final = 8
NOT_A_THEME: Final = (OFF_TOPIC, "feels_safe")
STEADY: Final = 0.5  # a theme that came back in fewer resamples, and that no code leads, is left out
HEARD_OFTEN: Final = 5  # percent of the answers that speak of a code which no theme stands for


@dataclass(frozen=True)
class Sent:
    """One person's answers as their phone sent them, and the receipt it was given."""

    line: Mapping[str, Any]
    submission_id: str
    sitting_id: str
    receipt: str


@dataclass
class Walk:
    """What happened, in the order it happened: how long it took and what came of it."""

    steps: dict[str, float] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.steps[name] = round(time.perf_counter() - began, 2)

    def says(self, words: str) -> None:
        self.said.append(words)


@dataclass(frozen=True)
class Staff:
    """Who works here. Two leads, because an urgent text needs a second reader."""

    people: People
    second_lead: Actor


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("answers", type=Path)
    parser.add_argument("--output", type=Path, required=True, help="where both releases are kept to be read")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    lines = [json.loads(line) for line in arguments.answers.read_text(encoding="utf-8").splitlines() if line]
    walk = Walk()
    with tempfile.TemporaryDirectory() as folder:
        proven = walk_through(Path(folder), lines, arguments.output, arguments.seed, walk)
    if arguments.json:
        print(json.dumps({"steps": walk.steps, "said": walk.said, "proofs": [asdict(one) for one in proven]}))
    else:
        print("\n".join(walk.said))
        print("\n".join(f"{seconds:7.2f} s  {name}" for name, seconds in walk.steps.items()))
        print("\n".join(f"{'holds' if one.holds else 'FAILS'}  {one.what}" for one in proven))
        print(f"Both releases are in {arguments.output}: open first/partner/report.html.")
    return 0 if all(one.holds for one in proven) else 1


def walk_through(
    folder: Path, lines: Sequence[Mapping[str, Any]], output: Path, seed: int, walk: Walk
) -> list[Proof]:
    """The whole walk. Raises where a step cannot be taken; returns what was proven of the two releases."""
    chance = random.Random(seed)
    settings = Settings(data_dir=folder / "data", database_url="")
    house = open_house(settings, chance=chance.random)
    staff = settle_staff(house)
    with TestClient(Starlette(routes=routes(lambda: house)), base_url="http://localhost") as phone:
        with walk.step("answers sent by phones, each with a receipt"):
            sent = send_all(house, staff, phone, lines, chance)
        with walk.step("held texts decided by safeguarding leads"):
            decided = decide_all(house, staff, {str(one.line["text"]).strip(): one.line for one in sent})
        walk.says(
            f"{len(sent)} answers sent, {sum(decided.values())} read by a person first: {in_words(decided)}."
        )
        with walk.step("themes found in both questions"):
            for question in (UNSAFE, SAFER):
                themes.run(house, staff.people.analyst, question, random_state=seed)
        with walk.step("themes looked at, quotes agreed by two, asks written down"):
            walk.says(review(house, staff, lines))
            ask_for_things(house, staff)
        with walk.step("first release prepared"):
            draft = releases.prepare(house, staff.people.analyst)
        with walk.step("first release let out by a second person"):
            releases.approve(house, staff.people.lead, draft.id, digest=draft.digest)
        first = proof.kept(house, output / "first", number=1)
        quoted = somebody_quoted(house, first, sent)
        with walk.step("one of those quoted takes their answers back"):
            gone = proof.traces_of(house, quoted.submission_id)
            take_back(phone, quoted)
    with walk.step("second release prepared"):
        draft = releases.prepare(house, staff.people.analyst)
    with walk.step("second release let out by a second person"):
        releases.approve(house, staff.people.lead, draft.id, digest=draft.digest)
    second = proof.kept(house, output / "second", number=2)
    with walk.step("both releases proven"):
        proven = proof.all_of(house, staff.people.analyst, first, second, gone, folder)
    house.database.dispose()
    return proven


# --- people and sessions ---


def settle_staff(house: House) -> Staff:
    people = settle_people(house)
    other = Account(
        username="lead2", display_name="Second Lead", role=Role.SAFEGUARDING_LEAD, created_at=house.now()
    )
    with house.database.session() as session:
        session.add(other)
    return Staff(people, actor_of(other))


def open_sessions(house: House, staff: Staff, chance: random.Random) -> list[Sitting]:
    """Sessions in every district, too few of them in the last one."""
    asked = house.questionnaire_named("feelings_of_safety")
    permission = dict.fromkeys(sessions.bands_needing_permission(asked), "informed_opt_out")
    districts = list(house.office.districts)
    made = []
    for district in districts:
        number = FEWEST_SESSIONS if district is districts[-1] else chance.randint(4, MOST_SESSIONS)
        for count in range(number):
            draft = sessions.create(
                house,
                staff.people.leader,
                questionnaire="feelings_of_safety",
                area=district.name,
                title=f"Club {count + 1}, {district.label}",
                setting="youth_club",
                safeguarding_lead_id=staff.people.lead.account_id,
                permission_routes=permission,
            )
            made.append(sessions.start(house, staff.people.leader, draft.id))
    return made


# --- sending ---


def send_all(
    house: House, staff: Staff, phone: TestClient, lines: Sequence[Mapping[str, Any]], chance: random.Random
) -> list[Sent]:
    """Every line through the door as one person's answers, dealt out over the sessions; then they close."""
    open_now = open_sessions(house, staff, chance)
    order = list(lines)
    chance.shuffle(order)
    sent = []
    for number, line in enumerate(order):
        sitting = open_now[number % len(open_now)]
        body = body_of(house, sitting, line, chance)
        submission_id = str(body["submission_id"])
        answered(phone.post(f"/s/{sitting.code}", json=body, headers=AS_SCRIPT), 201)
        given = phone.post(
            f"/s/{sitting.code}/receipt", json={"submission_id": submission_id}, headers=AS_SCRIPT
        )
        sent.append(Sent(line, submission_id, sitting.id, answered(given, 201).json()["receipt"]))
    in_session = Counter(one.sitting_id for one in sent)
    for sitting in open_now:
        declined = chance.randint(0, 3)
        there = in_session[sitting.id] + declined
        sessions.close(house, staff.people.leader, sitting.id, headcount=there, declined=declined)
    return sent


AS_SCRIPT: Final = {"accept": "application/json"}


def body_of(house: House, sitting: Sitting, line: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """Somebody of the line's age and the session's district, saying the line's words and no others."""
    asked = house.questionnaire(sitting.questionnaire_version)
    district = next(one for one in house.office.districts if one.name == sitting.area)
    ages = AGE_BANDS.get(str(line.get("age_band")), AGE_BANDS["14-17"])
    somebody: dict[str, Any] = {}
    while somebody.get("age_band") not in ages:
        somebody = dict(invented(asked, district, chance).answers)
    question = UNSAFE if line["question"] == UNSAFE else SAFER
    closed = {name: given for name, given in somebody.items() if name not in (UNSAFE, SAFER)}
    return {
        "submission_id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "version": sitting.questionnaire_version,
        "language": "en",
        "answers": {**closed, question: line["text"]},
    }


def answered(response: Any, status: int) -> Any:
    if response.status_code != status:
        raise RuntimeError(f"the page answered {response.status_code} where {status} was expected")
    return response


def take_back(phone: TestClient, one: Sent) -> None:
    answered(phone.post("/s/mine", data={"receipt": one.receipt, "sure": "yes"}), 200)


# --- what has to be read first ---


def decide_all(house: House, staff: Staff, by_text: Mapping[str, Mapping[str, Any]]) -> Counter[str]:
    """Each waiting text decided as its label says a person would: what is urgent is passed on and stays held."""
    done: Counter[str] = Counter()
    for item in queue.waiting(house, staff.people.lead):
        done[decide(house, staff, item, str(by_text[item.text]["safeguarding"]))] += 1
    return done


def decide(house: House, staff: Staff, item: QueueItem, label: str) -> str:
    lead = staff.people.lead
    if label == "urgent":
        first = queue.who_to_call(house, lead, item.area)[0]
        queue.escalate(house, lead, item.id, first.name, "Somebody has to act today.")
        return "passed on"
    if item.needs_second_reader:
        queue.second_read(house, staff.second_lead, item.id, "Read; nothing to follow up.")
    if label == "concern" and not item.sampled:
        try:
            queue.redact(house, lead, item.id, item.suggested, "May be read without what was taken out.")
            return "redacted"
        except NotFree:
            queue.withhold(house, lead, item.id, "It cannot be told without pointing at somebody.")
            return "withheld"
    queue.clear(house, lead, item.id, "Nothing to follow up.")
    return "seen to be right" if item.sampled else "cleared"


def in_words(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {what}" for what, number in sorted(counted.items())) or "none"


# --- themes and asks ---


def review(house: House, staff: Staff, lines: Sequence[Mapping[str, Any]]) -> str:
    """What an analyst does at the desk: leave out what means nothing, add what the code frame hears, describe,
    propose quotes. A safeguarding lead agrees to each.
    """
    analyst, quotable = (
        staff.people.analyst,
        {str(one["text"]).strip() for one in lines if may_be_quoted(one)},
    )
    gathered = wave.gather(house, analyst)
    said_in = {one.text_id: one.text for one in gathered.data.texts}
    told: Counter[str] = Counter()
    for question in themes.in_questions(house, analyst, gathered):
        told.update(leave_out_and_add(house, analyst, gathered, question))
    for question in themes.in_questions(house, analyst, gathered):
        standing = [theme for theme in question.themes if not theme.left_out]
        for theme in sorted(standing, key=lambda one: (-one.people, one.topic))[:THEMES_DESCRIBED]:
            said = f"Young people wrote about {theme.label[:1].lower()}{theme.label[1:]}."
            themes.describe(house, analyst, theme.run_id, theme.topic, said)
        for theme in standing:
            wanted = [one for one in theme.text_ids if said_in[one] in quotable]
            for text_id in wanted[:QUOTES_FROM_A_THEME]:
                themes.quote(house, analyst, theme.run_id, theme.topic, text_id)
    quotes = themes.proposed_quotes(house, staff.people.lead)
    for one in quotes:
        themes.clear_quote(house, staff.people.lead, one.run_id, one.topic, one.text_id)
    return f"Themes: {in_words(told)}; {len(quotes)} quotes agreed by two people."


def leave_out_and_add(
    house: House, analyst: Actor, gathered: Gathered, question: QuestionThemes
) -> Iterator[str]:
    """Themes no code leads and that seldom come back are left out; codes heard often become themes."""
    for theme in question.themes:
        if theme.code or (theme.stability or 0) >= STEADY:
            themes.accept(house, analyst, theme.run_id, theme.topic)
            yield "accepted"
        else:
            themes.hide(house, analyst, theme.run_id, theme.topic)
            yield "left out"
    known = {theme.code for theme in question.themes} | set(NOT_A_THEME)
    for share in themes.all_codes(house, analyst, gathered, question):
        if share.code in known or share.percent < HEARD_OFTEN or question.run_id is None:
            continue
        answers = themes.with_code(gathered, question, share.code)
        key = themes.add(house, analyst, question.run_id, share.name, answers)
        themes.map_to(house, analyst, question.run_id, key, share.code)
        yield "added by a person"


def may_be_quoted(line: Mapping[str, Any]) -> bool:
    """Nothing that points at somebody or troubles them."""
    return line["safeguarding"] == "none" and not line["pii"]


def ask_for_things(house: House, staff: Staff) -> None:
    """One ask overdue, one answered with what changed, one refused with the reason."""
    analyst, today = staff.people.analyst, house.today()
    standing = themes.in_questions(house, analyst, wave.gather(house, analyst))
    about = {
        theme.code: theme.key for question in reversed(standing) for theme in question.themes if theme.code
    }
    late = asks.add(
        house, analyst, "Light the walking routes that young people avoid.", owner="The county council",
        due=today - timedelta(days=9), theme=about.get("dark_run_down_places", ""),
    )  # fmt: skip
    done = asks.add(
        house, analyst, "Keep one night a week free at a warm place.", owner="The city council",
        due=today + timedelta(days=30), theme=about.get("nothing_to_do", ""),
    )  # fmt: skip
    asks.answer(
        house,
        analyst,
        done.id,
        AskStatus.DONE,
        reply="Yes, from January.",
        changed="Open on Fridays, 5 to 9.",
    )
    never = asks.add(
        house, analyst, "Run a bus until eleven.", owner="The bus company", due=today,
        theme=about.get("transport_travel", ""),
    )  # fmt: skip
    asks.answer(house, analyst, never.id, AskStatus.CANNOT, reply="There is no driver for it this year.")
    for one in (late, done, never):
        asks.make_public(house, analyst, one.id)


def somebody_quoted(house: House, first: Kept, sent: Sequence[Sent]) -> Sent:
    """Whose words the first release repeats, the hardest to be gone; so many that nobody else has said them."""
    keys = proof.quoted_people(house, first)
    by_key = {house.vault.keyed_hash("submission", one.submission_id): one for one in sent}
    quoted = [by_key[key] for key in keys]
    return next(one for one in quoted if len(str(one.line["text"]).split()) >= WORDS_OF_THEIR_OWN)


if __name__ == "__main__":
    sys.exit(main())
