"""`check`: is everything the office wrote in `questionnaires/` fit to use?"""

from __future__ import annotations

import io
from argparse import ArgumentParser, Namespace
from pathlib import Path

from survey.commands import CommandProblem, Done
from survey.questionnaire.report import run_check
from survey.settings import read_settings


def add(parser: ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, help="instead of the folder of this installation")
    parser.add_argument("--reading-ages", action="store_true", help="print the reading age of every screen")


def run(arguments: Namespace) -> Done:
    folder = arguments.folder or read_settings().questionnaires_dir
    if not folder.is_dir():
        raise CommandProblem(f"There is no folder {folder}.")
    printed = io.StringIO()
    code = run_check(folder, printed, show_reading_ages=arguments.reading_ages)
    return Done(printed.getvalue().rstrip("\n"), code)
