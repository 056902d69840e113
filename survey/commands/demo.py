"""`demo`: a fresh example workspace to look around in. Everybody and every answer in it is invented."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict, replace

from survey import example, example_story
from survey.commands import Done, add_json
from survey.commands.session import LOCAL_ADDRESS
from survey.example import Example, Size
from survey.settings import Settings, read_settings


def add(parser: ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=example.SEED, help="another seed, other invented answers")
    parser.add_argument("--small", action="store_true", help="a few sessions only, and nothing told yet")
    parser.add_argument("--whole", action="store_true", help="go on at once; takes a minute or two")
    parser.add_argument(
        "--go-on",
        action="store_true",
        help="do the office’s part in an example that was begun: last wave, asks",
    )
    add_json(parser)


def run(arguments: Namespace) -> Done:
    settings = read_settings()
    if arguments.go_on:
        example_story.go_on(settings, seed=arguments.seed, on_step=_say)
        return Done("The example is whole.")
    size = example.SMALL if arguments.small else example.size_of(settings)
    _say(f"Inventing sessions and answers in {settings.data_dir}")
    made = example.make(settings, seed=arguments.seed, size=size)
    if size.told and arguments.whole:
        there, answers = example_story.go_on(settings, seed=arguments.seed, size=size, on_step=_say)
        made = replace(made, sessions=there, answers=answers)
    return _done(settings, made, size, as_json=arguments.json, is_whole=arguments.whole)


def _say(step: str) -> None:
    """Where somebody looks who waits; what is asked for goes to standard output."""
    sys.stderr.write(f"{step} …\n")


def _done(settings: Settings, made: Example, size: Size, *, as_json: bool, is_whole: bool) -> Done:
    address = f"{settings.public_url or LOCAL_ADDRESS}/s/{made.join_code}"
    if as_json:
        shown = {
            "join_code": made.join_code,
            "address": address,
            "sign_ins": [asdict(one) for one in made.sign_ins],
            "sessions": made.sessions,
            "answers": made.answers,
            "data_dir": str(settings.data_dir),
        }
        return Done(json.dumps(shown, indent=2))
    wide = max(len(one.username) for one in made.sign_ins)
    more = "More sessions, the last wave, a release and asks: python -m survey demo --go-on (takes minutes)"
    return Done(
        "\n".join(
            [
                f"An example workspace is ready in {settings.data_dir}: {made.sessions} sessions, "
                f"{made.answers} answers, all invented.",
                *([more] if size.told and not is_whole else []),
                "",
                "Start it        streamlit run survey_app.py",
                f"Answer          {address}",
                "",
                "Sign in as (these passwords are shown only now):",
                *(f"  {one.username:<{wide}}  {one.password}" for one in made.sign_ins),
            ]
        )
    )
