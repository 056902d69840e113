"""`python -m analysis field`: learn how young people speak of safety from a code frame and its examples.

For an office that has its own frame or has added examples, and for whoever changes those that are
shipped. Writes one file, which `python -m analysis topics --field FILE` reads.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = "field"
SUMMARY = "Learn from a code frame and its invented examples how people speak of its subjects."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "--frame", type=Path, metavar="FILE", help="the code frame (by default the shipped one)"
    )
    parser.add_argument(
        "--examples", type=Path, metavar="FILE", help="its examples (by default the shipped ones)"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write (by default the shipped file)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Learn, write, say what was learned from."""
    from analysis.code_frame import DEFAULT_EXAMPLES, DEFAULT_FRAME, load_code_frame, load_examples
    from analysis.field import SHIPPED
    from analysis.field_learning import learn_field

    frame = load_code_frame(arguments.frame or DEFAULT_FRAME)
    field = learn_field(frame, load_examples(frame, arguments.examples or DEFAULT_EXAMPLES))
    output = arguments.output or SHIPPED
    field.save(output)
    sys.stdout.write(
        f"{output.name}: {len(field.codes)} codes, {len(field.terms)} words and pairs of words\n"
    )
    return 0
