"""`python -m survey COMMAND`: what the people who run an installation do from its own machine.

    demo            a fresh example workspace, everything in it invented
    account create  the first administrator, or one more account
    session open    a session with its code
    check           is everything in questionnaires/ fit to use?
    paper           the questions on paper, as a PDF
    translations    the words to a translator and back, and how far each language is
    screen          what screening makes of a file of texts
    audit verify    is the log still as it was written?
    retention       delete what is past its time
    keys            make a key, or change the one that seals
    dpia            the papers a data protection officer asks for

Exit codes: 0 done; 1 done, and something needs attention; 2 not done, and why is on standard error.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

COMMANDS: Final[Mapping[str, str]] = {
    "demo": "make a fresh example workspace, everything in it invented",
    "account": "make the first administrator, or one more account",
    "session": "open a session",
    "check": "check everything in questionnaires/",
    "paper": "print the questions of a session or of a file, as a PDF",
    "translations": "send the words to a translator, and take them back in",
    "screen": "screen a file of texts",
    "audit": "verify the log",
    "retention": "delete what is past its time",
    "keys": "make or rotate the keys",
    "dpia": "write the data protection papers",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and print what it says; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["screen"]:  # needs no house, so it does not wait for the database and its libraries
        return int(import_module("survey.screening.command").main(given[1:]))
    parser = ArgumentParser(
        prog="python -m survey", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        # Only the command that runs is loaded: the others bring libraries it may not need.
        chosen = choices.add_parser(name, help=summary)
        if given[:1] == [name]:
            command = import_module(f"survey.commands.{name}")
            command.add(chosen)
    parsed = parser.parse_args(given)
    problems = _problems()
    try:
        done = command.run(parsed)
    except problems as problem:
        print(problem, file=sys.stderr)
        return 2
    if done.text:
        print(done.text)
    return int(done.code)


def _problems() -> tuple[type[Exception], ...]:
    """What goes wrong for a reason that can be said; loaded with the house, which not every command needs."""
    from survey.accounts import AccountProblem
    from survey.commands import CommandProblem
    from survey.example import ExampleProblem
    from survey.house import HouseProblem
    from survey.located import LocatedError
    from survey.permissions import NotAllowed
    from survey.questionnaire.paper import PaperProblem
    from survey.sessions import SessionProblem
    from survey.settings import SettingsProblem
    from survey.store.database import DatabaseProblem
    from survey.vault import KeyProblem

    return (
        AccountProblem,
        CommandProblem,
        DatabaseProblem,
        ExampleProblem,
        HouseProblem,
        KeyProblem,
        LocatedError,
        NotAllowed,
        OSError,
        PaperProblem,
        SessionProblem,
        SettingsProblem,
    )


if __name__ == "__main__":
    sys.exit(main())
