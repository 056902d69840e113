"""`keys new`, `keys rotate`, `keys reseal`: the key that seals what young people wrote, and how it changes.

`new` prints a key to put into `SURVEY_KEY`; `rotate` changes the one in the key file; `reseal` is for after a
new one was put first in `SURVEY_KEY`. What each does, step by step, is in `survey.rotation`.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from survey import rotation, vault
from survey.commands import CommandProblem, Done
from survey.house import open_house


def add(parser: ArgumentParser) -> None:
    inner = parser.add_subparsers(dest="what", required=True)
    inner.add_parser("new", help="print a new key; keep it apart from the database")
    inner.add_parser("rotate", help="make a new sealing key in the key file, and seal everything again")
    inner.add_parser("reseal", help="seal everything again with the first key of SURVEY_KEY")


def run(arguments: Namespace) -> Done:
    if arguments.what == "new":
        return Done(vault.new_key())
    change = rotation.rotate if arguments.what == "rotate" else rotation.reseal
    try:
        report = change(open_house())
    except rotation.RotationProblem as problem:
        raise CommandProblem(str(problem)) from None
    lines = [
        f"Sealing with key {report.key_id}.",
        f"Sealed again: {report.resealed}. Keys kept: {report.keys_left}. Dropped: {len(report.dropped)}.",
    ]
    if report.unreadable:
        lines.append(f"Not readable with any key here: {report.unreadable}. Put the missing key back.")
    return Done("\n".join(lines), code=1 if report.unreadable else 0)
