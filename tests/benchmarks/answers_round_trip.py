"""Does every answer that is sent arrive, once?

    python tests/benchmarks/answers_round_trip.py path/to/youth_answers.jsonl [--json]

Sends each line's `text` through `POST /s/CODE` of a fresh installation, each as one person's answer, then
looks for it where it must be: redacted among the cleared answers, or sealed in the queue. Sends all of them
again before it looks. Exit code 0 when every answer was found exactly once, 1 otherwise. Copies nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey import accounts, reading, sessions
from survey.house import House, open_house
from survey.permissions import Actor
from survey.respond.routes import routes
from survey.settings import Settings
from survey.store.tables import FreeText, Response, Role, Sitting, TextState

AGE_BANDS = {"11-13": "12-13", "14-17": "14-15", "18-24": "18-24"}
UNSAFE, SAFER = "unsafe_why", "safer_what"
PASSWORD = "a phrase for one benchmark 7"  # of an installation that is gone a minute later


@dataclass(frozen=True)
class Outcome:
    """What became of the answers. `sends_per_second` is one client, one send after the other."""

    sent: int
    cleared: int
    held: int
    found_once: int
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    repeats_accepted: int
    sends_per_second: float

    @property
    def whole(self) -> bool:
        return self.found_once == self.sent == self.repeats_accepted and not self.missing and not self.doubled


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("answers", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    lines = [json.loads(line) for line in arguments.answers.read_text(encoding="utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as folder:
        outcome = round_trip(open_house(Settings(data_dir=Path(folder) / "data", database_url="")), lines)
    if arguments.json:
        print(json.dumps(asdict(outcome) | {"whole": outcome.whole}))
    else:
        print(
            f"{outcome.found_once} of {outcome.sent} answers found exactly once "
            f"({outcome.cleared} cleared, {outcome.held} held); {len(outcome.missing)} missing, "
            f"{len(outcome.doubled)} doubled; {outcome.repeats_accepted} repeats changed nothing; "
            f"{outcome.sends_per_second:.0f} sends a second"
        )
    return 0 if outcome.whole else 1


def round_trip(house: House, lines: list[dict[str, object]]) -> Outcome:
    """Send every line, and again, and find each."""
    leader, lead, analyst = _people(house)
    sitting = _session(house, leader, lead, cap=len(lines))
    bodies = {str(line["id"]): _body(sitting, line) for line in lines}
    with TestClient(Starlette(routes=routes(lambda: house)), base_url="http://localhost") as client:
        began = time.perf_counter()
        first = Counter(_status(client, sitting, body) for body in bodies.values())
        took = time.perf_counter() - began
        again = Counter(_status(client, sitting, body) for body in bodies.values())
    read = {one.id: one.text for one in reading.cleared_answers(house, analyst)}
    places = {
        str(line["id"]): _found(house, read, bodies[str(line["id"])], str(line["text"])) for line in lines
    }
    number = Counter(len(found) for found in places.values())
    states = Counter(state for found in places.values() for state in found)
    if first != {201: len(lines)}:
        sys.stderr.write(f"not every answer was taken: {dict(first)}\n")
    return Outcome(
        sent=len(lines),
        cleared=states["cleared"],
        held=states["held"],
        found_once=number[1],
        missing=tuple(one for one, found in places.items() if not found),
        doubled=tuple(one for one, found in places.items() if len(found) > 1),
        repeats_accepted=again[200],
        sends_per_second=len(lines) / took,
    )


def _status(client: TestClient, sitting: Sitting, body: dict[str, object]) -> int:
    return client.post(f"/s/{sitting.code}", json=body, headers={"accept": "application/json"}).status_code


def _body(sitting: Sitting, line: dict[str, object]) -> dict[str, object]:
    question = UNSAFE if line.get("question") == UNSAFE else SAFER
    age_band = AGE_BANDS.get(str(line.get("age_band")), "16-17")
    return {
        "submission_id": str(uuid.uuid4()),
        "version": sitting.questionnaire_version,
        "language": "en",
        "answers": {"age_band": age_band, "area": sitting.area, question: line["text"]},
    }


def _found(house: House, read: dict[str, str], body: dict[str, object], text: str) -> list[str]:
    """In which places an answer is: among what the analyst reads, or sealed in the queue."""
    key = house.vault.keyed_hash("submission", str(body["submission_id"]))
    with house.database.reading() as session:
        rows = session.exec(select(FreeText).join(Response).where(Response.submission_key == key)).all()
    found = []
    for row in rows:
        if row.state is TextState.HELD and row.sealed is not None:
            found += ["held"] if house.vault.open(row.sealed, about=row.id) == text.strip() else []
        else:
            found += ["cleared"] if read.get(row.id) == _redacted(house, row, text) else []
    return found


def _redacted(house: House, row: FreeText, text: str) -> str:
    return house.screen(text.strip(), language="en", question=row.question).redacted


def _people(house: House) -> tuple[Actor, Actor, Actor]:
    administrator: Actor | None = None
    made = []
    for role in (Role.ADMINISTRATOR, Role.SESSION_LEADER, Role.SAFEGUARDING_LEAD, Role.ANALYST):
        actor = accounts.create_account(
            house, administrator, username=role.value, display_name=role.value, role=role, password=PASSWORD
        )
        administrator = administrator or actor
        made.append(actor)
    return made[1], made[2], made[3]


def _session(house: House, leader: Actor, lead: Actor, cap: int) -> Sitting:
    name = "feelings_of_safety"
    bands = sessions.bands_needing_permission(house.questionnaire_named(name))
    draft = sessions.create(
        house,
        leader,
        questionnaire=name,
        area=house.office.districts[0].name,
        safeguarding_lead_id=lead.account_id,
        permission_routes=dict.fromkeys(bands, "written"),
        cap=cap,
    )
    return sessions.start(house, leader, draft.id)


if __name__ == "__main__":
    sys.exit(main())
