"""`python -m analysis verify RELEASE`: is this release what it says, and is every figure in it true?

For whoever approved it, received it or doubts it. RELEASE is the folder of a release. With the office’s part
in it, or the wave given by `--wave`, every figure is counted again and every quote found again; without, the
files are held against their hashes and every sentence against its ledger entries.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.archive import wave_from_json
from analysis.release import MANIFEST, OFFICE_ONLY, Release, read
from analysis.verify import Fault, quotes_and_sentences, sentences, verify
from analysis.wave import WaveData

NAME = "verify"
SUMMARY = "Count every figure of a release again and prove every quote."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("release", type=Path, metavar="RELEASE", help="the folder of a release")
    parser.add_argument("--wave", type=Path, help="the wave it was made from, if not in the folder")


def run(arguments: argparse.Namespace) -> int:
    """0: proven. 1: something is not as the data say. 2: it cannot be read."""
    release = read(_files(arguments.release))
    wave = _wave(release, arguments.wave)
    faults = _faults(release, wave)
    for fault in faults:
        _say(f"{fault.where}: {fault.problem}")
    if faults:
        _say(f"Not proven: {len(faults)} faults.")
        return 1
    figures = sum(1 for entry in release.findings.ledger if entry.source != "quote")
    quotes = len(release.findings.ledger) - figures
    how = "counted again from the answers" if wave is not None else "held against their hashes and sentences"
    _say(f"Proven: {figures} figures and {quotes} quotes, {how}.")
    return 0


def _faults(release: Release, wave: WaveData | None) -> tuple[Fault, ...]:
    if wave is None:
        return sentences(release.findings)
    if release.manifest.figures_from:
        return quotes_and_sentences(release.findings, wave)
    return verify(release.findings, wave)


def _files(folder: Path) -> dict[str, str]:
    if not (folder / MANIFEST).is_file():
        raise ValueError(f"{folder} holds no {MANIFEST}: give the folder of a release.")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _wave(release: Release, given: Path | None) -> WaveData | None:
    if given is not None:
        return wave_from_json(given.read_text(encoding="utf-8"))
    kept = release.files.get(OFFICE_ONLY + "wave.json")
    return wave_from_json(kept) if kept is not None else None


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
