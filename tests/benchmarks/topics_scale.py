"""How long do topics take on the command line, from very few answers to half a million?

    python -m tests.benchmarks.topics_scale SETS FOLDER [--answers N ...]

SETS is a folder as `topics` reads it. Answers are drawn from all its texts, half of them with a word left out,
half with a strange word put in, three in ten with two letters swapped, the same on every run, so that most
differ. For each number of answers, in processes of their own on one thread: `python -m analysis topics` with the
number of topics left open, starting up and writing its files included, and what most people would run (TF-IDF
and scikit-learn's NMF into 30 topics, reading and starting up included). Says the seconds of processor time
and on the clock, and the most memory held: beside each other because a busy machine slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.topics import read

ANSWERS = (300, 2_000, 20_000, 500_000)
NMF = """
import json, sys
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
matrix = TfidfVectorizer(stop_words="english", min_df=2, max_df=0.95, sublinear_tf=True).fit_transform(texts)
NMF(min(30, *matrix.shape), init="nndsvda", random_state=0, max_iter=200).fit_transform(matrix).argmax(axis=1)
"""


def answers(texts: Sequence[str], n: int, seed: int = 5) -> Iterator[str]:
    """n answers as hurried people might have written these texts."""
    draw = random.Random(seed)
    vocabulary = [word for text in texts for word in text.split()]
    for _ in range(n):
        words = draw.choice(texts).split()
        if len(words) > 3 and draw.random() < 0.5:
            del words[draw.randrange(len(words))]
        if words and draw.random() < 0.5:
            words.insert(draw.randrange(len(words) + 1), draw.choice(vocabulary))
        if words and draw.random() < 0.3:
            at = draw.randrange(len(words))
            words[at] = _swapped(words[at], draw)
        yield " ".join(words)


def _swapped(word: str, draw: random.Random) -> str:
    if len(word) <= 3:
        return word
    at = draw.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def measured(name: str, command: Sequence[str]) -> None:
    """Run a command on one thread and say what it took."""
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=one_thread, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - start
    if status:
        raise SystemExit(f"{name} ended with status {status}")
    took = used.ru_utime + used.ru_stime
    print(f"{name}: {took:.1f} s of processor, {clock:.1f} s, {used.ru_maxrss / 1e6:.2f} GB", flush=True)


def main() -> int:
    """Draw, run, say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, metavar="SETS")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--answers", type=int, nargs="*", default=ANSWERS)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    paths = [path for path in sorted(options.source.iterdir()) if path.suffix in (".tsv", ".jsonl")]
    texts = [text for path in paths for text in read(path)[0]]
    for n in options.answers:
        drawn = options.folder / f"{n}.jsonl"
        with drawn.open("w", encoding="utf-8") as file:
            for at, text in enumerate(answers(texts, n)):
                file.write(json.dumps({"id": str(at), "text": text}) + "\n")
        topics = ["-m", "analysis", "topics", str(drawn), "--text-column", "text"]
        measured(f"{n:,} TF-IDF + NMF", [sys.executable, "-c", NMF, str(drawn)])
        measured(f"{n:,} topics", [sys.executable, *topics, "--output", str(options.folder / f"{n}")])
    return 0


if __name__ == "__main__":
    sys.exit(main())
