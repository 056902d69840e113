"""Measures how long a wave takes from its answers to a frozen release. Not part of the test suite.

    python -m tests.benchmarks.wave [ROWS] [SESSIONS]     557,077 answers in 22,283 sessions without them
    python -m tests.benchmarks.wave themes [ANSWERS]      2,000 without it, themes found from their words

Everything is invented. The first: closed answers of sessions whose people resemble each other, four in five with
a free text, its themes given; finding topics in half a million texts is measured by `tests.benchmarks.topics`.
The second: people who each wrote one of the answers that `code_frame_examples.yaml` invents; themes are found
and named as the review desk has them found (examples nobody wrote keep them company), and taken as found.

Both then walk the whole of a release, for partners and for the public: prepared (counted, through the gate,
written), proven as whoever reads the draft sees it, proven once more and frozen with every file: HTML, DOCX,
PDF, Markdown, XLSX, CSV, codebook, findings.json, a page for each district, strand and partner. Each step says
its seconds of processor time and on the clock, and the most memory the process has held so far. What is not
in it: the database, and sealing what the office keeps.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from analysis import release
from analysis.code_frame import load_code_frame, load_examples
from analysis.coding import Coder
from analysis.disclosure import PARTNER, PUBLIC
from analysis.field import shipped_field
from analysis.wave import ClearedText, TextCounts, Theme, WaveData
from survey.settings import CHECKOUT
from survey.themes.running import discovered, named_by_frame
from tests.analysis import invented

ROWS: Final = 557_077
ANSWERS: Final = 2_000
PEOPLE_IN_A_SESSION: Final = 25
QUESTION: Final = "unsafe_why"
QUESTIONNAIRES: Final = CHECKOUT / "questionnaires"
PREPARED, APPROVED = date(2026, 11, 20), date(2026, 11, 21)


@dataclass
class Watch:
    """Times steps, and adds up those that are part of the aim."""

    processor: float = 0.0
    clock: float = 0.0
    begun: float = field(default_factory=time.process_time)

    @contextmanager
    def step(self, name: str, *, counts: bool = True) -> Iterator[None]:
        clock, processor = time.perf_counter(), time.process_time()
        yield
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        if counts:
            self.processor, self.clock = self.processor + processor, self.clock + clock
        print(f"{name}: {processor:.1f} s of processor, {clock:.1f} s, {most_memory()}", flush=True)

    def told(self, aim: float) -> bool:
        print(f"in all: {self.processor:.1f} s of processor, {self.clock:.1f} s; the aim is {aim:.0f} s")
        return self.processor <= aim


def most_memory() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB at most so far"


def from_rows(rows: int, sessions: int) -> bool:
    watch = Watch()
    with watch.step(f"inventing {rows:,} answers in {sessions:,} sessions, not counted", counts=False):
        wave = invented.wave(rows, sessions)
    let_out(wave, watch)
    return watch.told(180)


def from_words(answers: int) -> bool:
    """From cleared text: what they have in common, what the code frame calls it, who said it, the release."""
    watch = Watch()
    print(f"loading the program: {watch.begun:.1f} s of processor, not counted")
    with watch.step(f"inventing {answers:,} people with an answer each, not counted", counts=False):
        wave = wave_of_words(answers)
    asked = wave.by_question[QUESTION].label
    sessions = {one.response_id: one.session for one in wave.respondents}
    with watch.step("themes found in their words"):
        field = shipped_field()
        found = discovered(wave.texts, "auto", 0, sessions=sessions, field=field)
    with watch.step("held against the code frame and named"):
        frame = load_code_frame(QUESTIONNAIRES / "code_frame.yaml")
        examples = load_examples(frame, QUESTIONNAIRES / "code_frame_examples.yaml")
        words = [one.text for one in wave.texts]
        coder = Coder(frame, examples).fit(words, None, [asked] * len(words))
        found = named_by_frame(coder, asked, wave.texts, found)
    who = {one.text_id: one.response_id for one in wave.texts}
    themes = tuple(
        Theme(
            one.key,
            one.label,
            QUESTION,
            frozenset(who[text] for text in one.members),
            stability=one.stability,
            code=one.code,
        )
        for one in found.topics
    )
    print(f"{len(themes)} themes")
    let_out(replace(wave, themes=themes), watch)
    return watch.told(10)


def wave_of_words(answers: int) -> WaveData:
    """People who each wrote one of the invented examples."""
    frame = load_code_frame(QUESTIONNAIRES / "code_frame.yaml")
    examples = [
        text for text, _, _ in load_examples(frame, QUESTIONNAIRES / "code_frame_examples.yaml").rows()
    ]
    if answers > len(examples):
        sys.exit(f"There are {len(examples)} invented answers to take from.")
    spread = [examples[index * len(examples) // answers] for index in range(answers)]
    plain = invented.wave(answers, max(3, answers // PEOPLE_IN_A_SESSION))
    texts = tuple(
        ClearedText(f"t{number:06d}", person.response_id, QUESTION, words)
        for number, (person, words) in enumerate(zip(plain.respondents, spread, strict=True))
    )
    return replace(plain, texts=texts, themes=(), text_counts=(TextCounts(QUESTION, answers),))


def let_out(wave: WaveData, watch: Watch) -> None:
    prepared: release.Prepared | None = None
    for rules in (PARTNER, PUBLIC):
        with watch.step(f"{rules.tier}: prepared: tables, gate, summary"):
            prepared = release.prepare(wave, rules, by="analyst", on=PREPARED, inner=prepared)
        with watch.step(f"{rules.tier}: proven"):
            faults = release.proof(prepared)
        with watch.step(f"{rules.tier}: proven again, frozen with every file"):
            frozen = release.approve(prepared, by="second person", on=APPROVED)
        size = sum(len(body) for body in frozen.handed_on.values())
        told = f"{len(prepared.findings.tables)} tables, {len(frozen.handed_on)} files of {size / 1e6:.1f} MB"
        print(f"{rules.tier}: {told}, {len(faults)} faults")


def main(arguments: list[str]) -> int:
    words = arguments[:1] == ["themes"]
    numbers = arguments[1:] if words else arguments
    if len(numbers) > (1 if words else 2) or not all(one.isdecimal() and int(one) for one in numbers):
        print(__doc__)
        return 0 if {"-h", "--help"} & {*arguments} else 2
    given = [int(one) for one in numbers]
    if words:
        return 0 if from_words(*(given or [ANSWERS])) else 1
    rows = given[0] if given else ROWS
    sessions = given[1] if len(given) > 1 else max(3, rows // PEOPLE_IN_A_SESSION)
    return 0 if from_rows(rows, sessions) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
