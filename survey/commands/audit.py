"""`audit verify`: is the log of who did what still as it was written?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from survey import audit
from survey.commands import CommandProblem, Done
from survey.house import open_house


def add(parser: ArgumentParser) -> None:
    inner = parser.add_subparsers(dest="what", required=True)
    verifying = inner.add_parser("verify", help="check every entry, and that none is missing")
    verifying.add_argument(
        "--noted", metavar="MARK", help="a mark printed earlier: the log must still hold it"
    )


def run(arguments: Namespace) -> Done:
    house = open_house()
    problems = audit.verify(house, _noted(arguments.noted))
    mark = audit.latest(house)
    if problems:
        return Done("\n".join(f"entry {problem.number}: {problem.what}" for problem in problems), 1)
    if mark is None:
        return Done("The log is empty.")
    notes = [f"entry {note.number}: {note.what}" for note in audit.clock_put_back(house)]
    whole = f"All {mark.number} entries are as they were written.\nNote this somewhere else: {mark}"
    return Done("\n".join([whole, *notes]))


def _noted(text: str | None) -> audit.Mark | None:
    if text is None:
        return None
    try:
        return audit.Mark.parse(text)
    except ValueError as error:
        raise CommandProblem(str(error)) from None
