"""`paper`: the questions on paper, of a session by its code, or of any questionnaire’s file."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from datetime import UTC, datetime
from pathlib import Path

from survey import printing
from survey.commands import CommandProblem, Done
from survey.house import open_house
from survey.office import load_help, load_office
from survey.printing import Printable
from survey.questionnaire import load_questionnaire


def add(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="SESSION_CODE|QUESTIONNAIRE.yaml")
    parser.add_argument(
        "--language", default=printing.SOURCE, help="such as pl; one the office has switched on"
    )
    parser.add_argument(
        "--easy-read",
        action=BooleanOptionalAction,
        default=None,
        help="large type, pictures, one idea a line; as it is where every answer has a picture",
    )
    parser.add_argument("--output", type=Path, help="the PDF to write; otherwise named after what is printed")


def run(arguments: Namespace) -> Done:
    made = _of_file(arguments) if arguments.what.endswith((".yaml", ".yml")) else _of_session(arguments)
    output = arguments.output or Path(made.name)
    output.write_bytes(made.pdf)
    return Done(f"{output}: ready to print, on both sides if you like.")


def _of_session(arguments: Namespace) -> Printable:
    return printing.for_code(
        open_house(), arguments.what, language=arguments.language, easy_read=arguments.easy_read
    )


def _of_file(arguments: Namespace) -> Printable:
    path = Path(arguments.what)
    folder = path.parent
    for needed in (path, folder / "office.yaml", folder / "help.yaml"):
        if not needed.is_file():
            raise CommandProblem(f"There is no {needed}. It has to be beside the questionnaire.")
    questionnaire = load_questionnaire(path)
    easy_read = arguments.easy_read
    easy_read = printing.is_pictured(questionnaire) if easy_read is None else easy_read
    pdf = printing.for_questionnaire(
        questionnaire,
        office=load_office(folder / "office.yaml"),
        help_lines=load_help(folder / "help.yaml"),
        folder=folder,
        made_on=datetime.now(UTC).date(),
        language=arguments.language,
        easy_read=easy_read,
    )
    kind = "easy-read" if easy_read else "a4"
    return Printable(f"{questionnaire.name}-{arguments.language}-{kind}.pdf", pdf)
