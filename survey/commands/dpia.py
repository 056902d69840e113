"""`dpia FOLDER`: the papers a data protection officer asks for, made from this installation's settings."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from survey import dpia
from survey.commands import Done
from survey.house import open_house


def add(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to write the papers; made if it is not there")


def run(arguments: Namespace) -> Done:
    written = dpia.write_pack(open_house(), arguments.folder)
    return Done("\n".join(str(path) for path in written))
