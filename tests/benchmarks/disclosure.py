"""Measures the gate, the intervals and the speed of telling. Not part of the test suite.

Run: `python -m tests.benchmarks.disclosure [reading|gate|optimum|coverage|speed]...` (all without an argument).

- reading, gate: every small table, and what two readers could work out (`disclosure_readers`).
- optimum: cells hidden against the least that could be, and against τ-ARGUS (`hidden_share`).
- coverage: how often an interval holds the true share, in waves of clustered sessions.
- speed: from a wave to a verified report.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator

from analysis.disclosure import PARTNER, PUBLIC
from analysis.report import to_html
from analysis.summary import summarise
from analysis.verify import verify
from tests.analysis import invented
from tests.analysis.test_estimate import coverage
from tests.benchmarks import hidden_share
from tests.benchmarks.disclosure_readers import gate, reading


def covered() -> None:
    for share, icc, sessions, size in _settings():
        found = coverage(share=share, icc=icc, sessions=sessions, mean_size=size, waves=4000, seed=11)
        print(
            f"coverage: share {share}, likeness {icc}, {sessions} sessions of about {size}: {100 * found:.1f}%"
        )


def _settings() -> Iterator[tuple[float, float, int, int]]:
    yield from itertools.product((0.1, 0.3, 0.5), (0.02, 0.05, 0.1), (20, 60), (12, 25))


def speed() -> None:
    for people, sessions in ((300, 20), (2000, 90)):
        wave = invented.wave(people, sessions)
        for rules in (PARTNER, PUBLIC):
            times = [(time.perf_counter(), time.process_time())]
            findings = summarise(wave, rules).findings
            times.append((time.perf_counter(), time.process_time()))
            page = to_html(findings)
            times.append((time.perf_counter(), time.process_time()))
            faults = verify(findings, wave)
            times.append((time.perf_counter(), time.process_time()))
            steps = ", ".join(
                f"{name} {b[0] - a[0]:.1f} s ({b[1] - a[1]:.1f} s of processor)"
                for name, a, b in zip(("summary", "report", "verify"), times, times[1:], strict=False)
            )
            print(f"speed: {people} answers, {rules.tier}: {steps}; {len(page)} bytes, {len(faults)} faults")


PARTS: dict[str, Callable[[], None]] = {
    "reading": reading,
    "gate": gate,
    "optimum": hidden_share.main,
    "coverage": covered,
    "speed": speed,
}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
