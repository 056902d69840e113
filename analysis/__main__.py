"""The analysis from the command line: `python -m analysis COMMAND ...`.

For an analyst with a file, and for whoever checks our figures. Each command is a module with `NAME`,
`SUMMARY`, `add_arguments(parser)` and `run(arguments) -> int`; a new one is added to `COMMANDS`. Mistakes
in what was asked for end with status 2 and one sentence saying what to mend, without quoting anybody's
words.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "topics": "analysis.topics_command",
    "code": "analysis.code_command",
    "field": "analysis.field_command",
    "verify": "analysis.verify_command",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description="From answers to themes.")
    chosen = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    asked = list(sys.argv[1:] if argv is None else argv)
    for name in asked[:1] if asked and asked[0] in COMMANDS else COMMANDS:  # only what is asked for is loaded
        module = importlib.import_module(COMMANDS[name])
        part = chosen.add_parser(module.NAME, help=module.SUMMARY, description=module.SUMMARY)
        module.add_arguments(part)
        part.set_defaults(run=module.run)
    arguments = parser.parse_args(asked)
    try:
        return int(arguments.run(arguments))
    except (ValueError, OSError) as error:
        print(f"{parser.prog} {arguments.command}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
