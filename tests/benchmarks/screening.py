"""How well screening finds personal details and signs of harm, beside what other tools find, and how fast.

For maintainers: `python tests/benchmarks/screening.py PATH_TO_DATA [--misses] [--only A|B]`. PATH_TO_DATA holds
`youth_answers.jsonl`, `pii_tricky_negatives.jsonl` and `safeguarding_hard_negatives.jsonl` (invented answers,
labelled by one person in one pass: scores on them are optimistic). The answers are split in two by a hash of
their id: the rules were written while half A was read, half B was kept back, so **half B is the honest figure**.

How a detail counts as found: *overlap*, a span of the same type shares a character with it; *exact*, the same
type and both ends. A found span is right if it overlaps any labelled detail. Presidio and scrubadub run with
their defaults in the same run where they are installed (never a dependency of ours).
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from survey.screening import held, screen
from survey.screening.command import OwnWords, own_words

Row = dict[str, Any]
Span = tuple[int, int, str]
SERIOUS = ("concern", "urgent")
PRESIDIO = {
    "PERSON": "person",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "email",
    "URL": "url",
    "UK_POSTCODE": "postcode",
    "LOCATION": "address",
    "DATE_TIME": "date_of_birth",
    "ORGANIZATION": "school",
}
SCRUBADUB = {
    "name": "person",
    "phone": "phone",
    "email": "email",
    "url": "url",
    "postalcode": "postcode",
    "twitter": "social_handle",
    "skype": "social_handle",
    "address": "address",
    "date_of_birth": "date_of_birth",
}


@dataclass(frozen=True)
class Data:
    answers: list[Row]
    tricky: list[Row]
    idioms: list[Row]

    def half(self, letter: str) -> Data:
        def inside(row: Row) -> bool:
            return ("A" if hashlib.sha256(row["id"].encode()).digest()[0] % 2 == 0 else "B") == letter

        return Data(*([r for r in rows if inside(r)] for rows in (self.answers, self.tricky, self.idioms)))


def read(folder: Path) -> Data:
    names = ("youth_answers", "pii_tricky_negatives", "safeguarding_hard_negatives")
    return Data(
        *([json.loads(line) for line in (folder / f"{n}.jsonl").read_text().splitlines()] for n in names)
    )


def details(data: Data, find: Callable[[str], list[Span]], misses: bool) -> None:
    """Recall and precision per type, and the tricky words touched."""
    total: Counter[str] = Counter()
    overlapping: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    missed: list[str] = []
    spans = {row["id"]: find(row["text"]) for row in data.answers}
    for row in data.answers:
        mine = spans[row["id"]]
        for gold in row["pii"]:
            kind = gold["type"]
            total[kind] += 1
            hits = [s for s in mine if s[0] < gold["end"] and s[1] > gold["start"] and s[2] == kind]
            overlapping[kind] += bool(hits)
            exact[kind] += any(s[:2] == (gold["start"], gold["end"]) for s in hits)
            if not hits:
                missed.append(f"    missed {kind} in {row['id']}: {gold['text']!r}")
        for start, end, kind in mine:
            found[kind] += 1
            ok = any(start < g["end"] and end > g["start"] for g in row["pii"])
            right[kind] += ok
            if not ok:
                missed.append(f"    wrongly {kind} in {row['id']}: {row['text'][start:end]!r}")
    words = [(row["id"], w) for row in data.tricky for w in row["must_not_redact"]]
    touched = [w for i, w in words if any(s < w["end"] and e > w["start"] for s, e, _ in spans.get(i, []))]
    for kind in sorted(total | found):
        print(
            f"    {kind:14} recall {overlapping[kind]}/{total[kind]} (exact {exact[kind]}),"
            f" precision {right[kind]}/{found[kind]}"
        )
    print(
        f"  all: recall {_share(overlapping.total(), total.total())}, exact {_share(exact.total(), total.total())},"
        f" precision {_share(right.total(), found.total())}; tricky words touched {_share(len(touched), len(words))}"
    )
    if misses:
        print("\n".join([*missed, *(f"    touched {w['text']!r}" for w in touched)]))


def harm(data: Data, words: OwnWords, misses: bool) -> None:
    """The table of levels, and what is held."""
    results = {
        r["id"]: screen(r["text"], places=words.places, help_numbers=words.help_numbers) for r in data.answers
    }
    table = Counter((r["safeguarding"], results[r["id"]].level.value) for r in data.answers)
    levels = ("none", "worry", "concern", "urgent")
    print("  labelled \\ graded " + "".join(f"{level:>9}" for level in levels))
    for label in levels:
        print(f"    {label:15}" + "".join(f"{table[label, level]:>9}" for level in levels))
    serious = [r for r in data.answers if r["safeguarding"] in SERIOUS]
    rest = [r for r in data.answers if r["safeguarding"] not in SERIOUS]
    idioms = [r for r in data.idioms if held(screen(r["text"]))]
    print(f"  concern and urgent held: {_share(sum(held(results[r['id']]) for r in serious), len(serious))}")
    print(f"  none and worry held: {_share(sum(held(results[r['id']]) for r in rest), len(rest))}")
    print(f"  idioms held: {_share(len(idioms), len(data.idioms))}")
    if misses:
        for r in serious:
            if not held(results[r["id"]]):
                print(f"    not held, {r['safeguarding']}, {r['id']}: {r['text'][:160]!r}")
        for r in rest:
            if held(results[r["id"]]):
                print(
                    f"    held, {r['safeguarding']}, {r['id']}, {results[r['id']].reasons}: {r['text'][:120]!r}"
                )
        for r in idioms:
            print(f"    idiom held, {r['id']}: {r['text'][:120]!r}")


def speed(data: Data) -> None:
    """A thousand answers through the command, start-up and all, on one core."""
    texts = [r["text"] for r in data.answers]
    lines = "".join(json.dumps({"id": n, "text": texts[n % len(texts)]}) + "\n" for n in range(1000))
    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        source.write_text(lines)
        command = [sys.executable, "-m", "survey", "screen", str(source), str(target)]
        if sys.platform == "linux":
            command = ["taskset", "-c", "0", *command]
        begin = time.perf_counter()
        subprocess.run(command, cwd=root, check=True)
        whole = time.perf_counter() - begin
    begin = time.process_time()
    for n in range(1000):
        screen(texts[n % len(texts)])
    print(
        f"speed: 1,000 answers in {whole:.2f} s by the command; {time.process_time() - begin:.2f} s without start-up"
    )


def ours(words: OwnWords) -> Callable[[str], list[Span]]:
    def find(text: str) -> list[Span]:
        result = screen(text, places=words.places, help_numbers=words.help_numbers)
        return [(s.start, s.end, s.type.value) for s in result.spans]

    return find


def presidio(model: str) -> Callable[[str], list[Span]]:
    analyzer = importlib.import_module("presidio_analyzer")
    if not importlib.import_module("spacy.util").is_package(model):
        raise ImportError(f"the spaCy model {model} is not installed")  # else Presidio tries to fetch it
    engine_module = importlib.import_module("presidio_analyzer.nlp_engine")
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": model}],
    }
    engine = engine_module.NlpEngineProvider(nlp_configuration=configuration).create_engine()
    finder = analyzer.AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])

    def find(text: str) -> list[Span]:
        return [
            (r.start, r.end, PRESIDIO.get(r.entity_type, r.entity_type.lower()))
            for r in finder.analyze(text=text, language="en")
        ]

    return find


def scrubadub() -> Callable[[str], list[Span]]:
    scrubber = importlib.import_module("scrubadub").Scrubber(locale="en_GB")

    def find(text: str) -> list[Span]:
        return [(f.beg, f.end, SCRUBADUB.get(f.type, f.type)) for f in scrubber.iter_filth(text)]

    return find


def peers(model: str) -> Iterable[tuple[str, Callable[[str], list[Span]]]]:
    for name, make in (("Presidio, small spaCy model", lambda: presidio(model)), ("scrubadub", scrubadub)):
        try:
            yield name, make()
        except (ImportError, OSError, ValueError, SystemExit) as error:
            print(f"{name}: not measured ({type(error).__name__}: {str(error)[:80]})")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.3f})" if whole else "none"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was missed or wrongly found")
    parser.add_argument("--only", choices=("A", "B"), help="one half only")
    parser.add_argument("--spacy-model", default="en_core_web_sm", help="Presidio's, by its installed name")
    parser.add_argument("--no-peers", action="store_true")
    given = parser.parse_args()
    data = read(given.data.parent if given.data.is_file() else given.data)
    words = own_words(Path(__file__).parents[2] / "questionnaires")
    halves = [given.only] if given.only else ["A", "B"]
    for letter in halves:
        half = data.half(letter)
        print(
            f"half {letter}: {len(half.answers)} answers" + (" (kept back)" if letter == "B" else " (read)")
        )
        details(half, ours(words), given.misses)
        harm(half, words, given.misses)
    speed(data)
    if given.no_peers:
        return
    for name, find in peers(given.spacy_model):
        begin = time.perf_counter()
        print(name)
        details(data, find, misses=False)
        print(f"  {1000 * (time.perf_counter() - begin) / len(data.answers):.1f} ms an answer")


if __name__ == "__main__":
    main()
