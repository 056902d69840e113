"""`screen`: what screening would replace and how it would grade, for a file of texts. Stores nothing."""

from __future__ import annotations

from argparse import REMAINDER, ArgumentParser, Namespace

from survey.commands import Done
from survey.screening import command
from survey.settings import read_settings


def add(parser: ArgumentParser) -> None:
    parser.add_argument("arguments", nargs=REMAINDER, metavar="IN.jsonl OUT.jsonl")


def run(arguments: Namespace) -> Done:
    own_words = ["--questionnaires", str(read_settings().questionnaires_dir)]
    return Done("", command.main([*own_words, *arguments.arguments]))
