"""Measures how long a wave takes from its answers to a frozen release. Not part of the test suite.

Run: `python -m tests.benchmarks.wave [ROWS] [SESSIONS]` (557,077 answers in 22,283 sessions without them).

Everything is invented: closed answers of sessions whose people resemble each other, four in five with a free
text, its themes given. Finding topics and coding the texts are not part of it (`tests.benchmarks.topics`
and `tests.benchmarks.coding` measure those); finding the places and times that texts speak of is. Each step
says its seconds of processor time and on the clock, and the most memory the process has held so far.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from analysis import release
from analysis.disclosure import PARTNER, PUBLIC
from analysis.report import to_html
from analysis.summary import summarise
from analysis.verify import verify
from tests.analysis import invented

ROWS, PEOPLE_IN_A_SESSION = 557_077, 25


@contextmanager
def step(name: str) -> Iterator[None]:
    clock, processor = time.perf_counter(), time.process_time()
    yield
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{name}: {processor:.1f} s of processor, {clock:.1f} s, {most:.2f} GB at most so far", flush=True)


def main(rows: int, sessions: int) -> None:
    with step(f"inventing {rows:,} answers in {sessions:,} sessions (not part of the aim)"):
        wave = invented.wave(rows, sessions)
    for rules in (PARTNER, PUBLIC):
        with step(f"{rules.tier}: tables, gate and summary"):
            summary = summarise(wave, rules)
        with step(f"{rules.tier}: verified"):
            faults = verify(summary.findings, wave)
        with step(f"{rules.tier}: report as one page"):
            page = to_html(summary.findings)
        print(
            f"{rules.tier}: {len(summary.findings.tables)} tables, {len(page):,} bytes, {len(faults)} faults"
        )
    with step("partner: a release prepared, proven and frozen, with every file"):
        prepared = release.prepare(wave, PARTNER, by="analyst", on=date(2026, 11, 20))
        release.approve(prepared, by="second person", on=date(2026, 11, 21))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    how_many = given[0] if given else ROWS
    main(how_many, given[1] if len(given) > 1 else max(3, how_many // PEOPLE_IN_A_SESSION))
