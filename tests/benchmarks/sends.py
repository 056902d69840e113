"""How many people can send at the same moment, and how long does each wait?

    python tests/benchmarks/sends.py [--people 1000] [--at-once 50] [--json]

Starts the real server on a fresh folder, opens a session, and sends every person's answers (two texts among
them) over as many connections as asked. Figures depend on the machine and on what else it does; compare runs
on the same one. Client and server share the processor here, so real figures are better.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlmodel import col, func, select

from survey.house import House, open_house
from survey.settings import Settings
from survey.store.tables import Response, Sitting
from tests.conftest import settle_people, started_session
from tests.serving_process import Server, running_server

SAMPLE = {
    "age_band": "14-15",
    "area": "peterborough",
    "safe_day": "fairly_safe",
    "safe_dark": "a_bit_unsafe",
    "worries": ["followed", "groups"],
    "unsafe_why": "The path by the rec has no lights and older lads hang about there, so I run the last bit",
    "safer_what": "Proper lights and a bus that turns up, because then you can see who is there",
}


@dataclass(frozen=True)
class Outcome:
    people: int
    at_once: int
    taken: int
    stored: int
    seconds: float
    a_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "data", database_url="")
        house = open_house(settings)
        sitting = started_session(house, settle_people(house), cap=arguments.people)
        with running_server(settings, Path(folder) / "server.log") as server:
            outcome = measured(house, server, sitting, arguments.people, arguments.at_once)
    print(json.dumps(asdict(outcome)) if arguments.json else _in_words(outcome))
    return 0 if outcome.taken == outcome.stored == outcome.people else 1


def measured(house: House, server: Server, sitting: Sitting, people: int, at_once: int) -> Outcome:
    """Everybody sends once; each connection is kept, as a browser keeps it."""
    shares = [range(number, people, at_once) for number in range(at_once)]
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        told = [
            one
            for share in pool.map(lambda mine: list(_sends(server, sitting, mine)), shares)
            for one in share
        ]
    took = time.perf_counter() - began
    waits = sorted(wait for _, wait in told)
    cuts = statistics.quantiles(waits, n=100)
    with house.database.reading() as session:
        stored = session.exec(select(func.count(col(Response.id)))).one()
    return Outcome(
        people=people,
        at_once=at_once,
        taken=sum(status == http.HTTPStatus.CREATED for status, _ in told),
        stored=stored,
        seconds=round(took, 2),
        a_second=round(people / took, 1),
        p50_ms=round(cuts[49], 1),
        p95_ms=round(cuts[94], 1),
        p99_ms=round(cuts[98], 1),
    )


def _sends(server: Server, sitting: Sitting, mine: range) -> Iterator[tuple[int, float]]:
    """Status and wait in milliseconds of each send over one connection."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)) as connection:
        for _ in mine:
            body = _body(sitting)
            began = time.perf_counter()
            headers = {"content-type": "application/json", "accept": "application/json"}
            connection.request("POST", f"/s/{sitting.code}", body, headers)
            answer = connection.getresponse()
            answer.read()
            yield answer.status, (time.perf_counter() - began) * 1000


def _body(sitting: Sitting) -> bytes:
    submission: dict[str, Any] = {
        "submission_id": str(uuid.uuid4()),
        "version": sitting.questionnaire_version,
        "language": "en",
        "answers": SAMPLE,
    }
    return json.dumps(submission).encode()


def _in_words(outcome: Outcome) -> str:
    return (
        f"{outcome.people} people, {outcome.at_once} at once: {outcome.taken} taken, {outcome.stored} stored "
        f"in {outcome.seconds} s, {outcome.a_second} a second; a send waited {outcome.p50_ms} ms (p50), "
        f"{outcome.p95_ms} ms (p95), {outcome.p99_ms} ms (p99)"
    )


if __name__ == "__main__":
    sys.exit(main())
