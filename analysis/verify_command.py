"""`python -m analysis verify RELEASE`: is this release what it says, and is every figure in it true?

For whoever approved it, received it or doubts it. RELEASE is the folder of a release, or the ZIP
file it was handed on as. With the office’s part in it, or the wave given by `--wave`, every figure is counted
again and every quote found again; without, the files are held against their hashes and every sentence against
its ledger entries.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.archive import wave_from_json
from analysis.frozen import MANIFEST, WAVE, Files, Release, from_zip, read
from analysis.release import beside_of, faults_of, made_here
from analysis.report.check import differing
from analysis.verify import Fault, sentences
from analysis.wave import WaveData

NAME = "verify"
SUMMARY = "Count every figure of a release again and prove every quote."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "release", type=Path, metavar="RELEASE", help="the folder of a release, or its ZIP file"
    )
    parser.add_argument("--wave", type=Path, help="the wave it was made from, if not in the folder")


def run(arguments: argparse.Namespace) -> int:
    """0: proven. 1: something is not as the data say. 2: it cannot be read."""
    release = read(_files(arguments.release))
    wave = _wave(release, arguments.wave)
    faults = _faults(release, wave) or _faults_of_files(release)
    for fault in faults:
        _say(f"{fault.where}: {fault.problem}")
    if faults:
        _say(f"Not proven: {len(faults)} faults.")
        return 1
    figures = sum(1 for entry in release.findings.ledger if entry.source != "quote")
    quotes = len(release.findings.ledger) - figures
    how = "counted again from the answers" if wave is not None else "held against their hashes and sentences"
    _say(f"Proven: {figures} figures and {quotes} quotes, {how}.")
    _say(_how_files_were_held(release))
    return 0


def _faults(release: Release, wave: WaveData | None) -> tuple[Fault, ...]:
    if wave is None:
        return sentences(release.findings, earlier=beside_of(release))
    return faults_of(release, wave)


def _faults_of_files(release: Release) -> tuple[Fault, ...]:
    """Every file drawn again from the findings, if it was this very program that drew it."""
    if not made_here(release):
        return ()
    return tuple(Fault(one.file, one.problem) for one in differing(release.findings, release.handed_on))


def _how_files_were_held(release: Release) -> str:
    if not made_here(release):
        return (
            "Another version of this program made it: its files are held against their hashes alone, "
            "and that no hidden number can be worked out was proven by that version."
        )
    return "Every report and table file says what the findings say."


def _files(given: Path) -> Files:
    if given.is_file():
        return from_zip(given.read_bytes())
    if not (given / MANIFEST).is_file():
        raise ValueError(f"{given} holds no {MANIFEST}: give the folder of a release, or its ZIP file.")
    return {
        path.relative_to(given).as_posix(): path.read_bytes()
        for path in sorted(given.rglob("*"))
        if path.is_file()
    }


def _wave(release: Release, given: Path | None) -> WaveData | None:
    if given is not None:
        return wave_from_json(given.read_text(encoding="utf-8"))
    kept = release.files.get(WAVE)
    return wave_from_json(kept.decode()) if kept is not None else None


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
