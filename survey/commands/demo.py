"""`demo`: a fresh example workspace to look around in. Everybody and every answer in it is invented."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from survey import example
from survey.commands import Done, add_json
from survey.commands.session import LOCAL_ADDRESS
from survey.settings import read_settings


def add(parser: ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=example.SEED, help="another seed, other invented answers")
    add_json(parser)


def run(arguments: Namespace) -> Done:
    settings = read_settings()
    made = example.make(settings, seed=arguments.seed)
    address = f"{settings.public_url or LOCAL_ADDRESS}/s/{made.join_code}"
    if arguments.json:
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
    return Done(
        "\n".join(
            [
                f"An example workspace is ready in {settings.data_dir}: {made.sessions} sessions, "
                f"{made.answers} answers, all invented.",
                "",
                "Start it        streamlit run survey_app.py",
                f"Answer          {address}",
                "",
                "Sign in as (these passwords are shown only now):",
                *(f"  {one.username:<{wide}}  {one.password}" for one in made.sign_ins),
            ]
        )
    )
