"""`keys new`: a key to put into `SURVEY_KEY`. `keys rotate`: seal with a new one from now on."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from survey import vault
from survey.commands import Done
from survey.house import open_house
from survey.rotation import rotate


def add(parser: ArgumentParser) -> None:
    inner = parser.add_subparsers(dest="what", required=True)
    inner.add_parser("new", help="print a new key; keep it apart from the database")
    inner.add_parser("rotate", help="make a new sealing key and seal everything again with it")


def run(arguments: Namespace) -> Done:
    if arguments.what == "new":
        return Done(vault.new_key())
    return Done(str(rotate(open_house())))
