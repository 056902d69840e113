"""Looking around without remembering five passwords: for an example workspace, on the computer it runs on.

The example's passwords are random. When it is made from the first page rather than the command line, they
are kept sealed beside it, so that the sign-in page can offer each role with one press. A real workspace has
none of this: `ways_in` looks only where every person and every answer is invented.

Nobody waits for the office's part in the example (`example_story`): another process does it meanwhile, and
the pages say how far it is (`example_progress`). It ends with the server; the next start goes on with it.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import Final

from survey import example, example_progress
from survey.example import ExampleProblem, SignInShown
from survey.house import House
from survey.settings import CHECKOUT, Settings
from survey.store.retention import fact, set_fact
from survey.vault import CannotOpen

__all__ = ["ExampleProblem", "go_on", "is_going_on", "make_example", "stop", "ways_in"]

_KEPT_AS: Final = "example_sign_ins"
_making: Final = threading.Lock()


def make_example(house: House) -> None:
    """Fill an empty workspace with the example. A second press waits for the first and finds it done."""
    with _making:
        if ways_in(house):
            return
        made = example.make(house.settings)
        if example.size_of(house.settings).told:
            example_progress.begin(house)
            _go_on_meanwhile(house.settings)
        words = json.dumps([asdict(one) for one in made.sign_ins])
        sealed = base64.b64encode(house.vault.seal(words, _KEPT_AS)).decode()
        with house.database.session() as session:
            set_fact(session, _KEPT_AS, sealed)


def go_on(house: House) -> None:
    """Have the rest of a begun example made, unless it is whole or somebody is at it."""
    if not house.is_example:
        return
    with _making:
        found = example_progress.progress(house)
        if found and not found.is_whole and not is_going_on(house):
            _go_on_meanwhile(house.settings)


def is_going_on(house: House) -> bool:
    """Whether somebody makes the rest at this moment: the process begun here, or one begun elsewhere."""
    ours = any(one.poll() is None for one in _begun)
    return ours or example_progress.somebody_is_at_it(house.settings)


def stop() -> None:
    """The server ends, and with it what it had begun."""
    for one in _begun:
        one.terminate()
        one.wait()
    _begun.clear()


_begun: Final[list[subprocess.Popen[bytes]]] = []


def _go_on_meanwhile(settings: Settings) -> None:
    """The rest of the example, in a process that says what goes wrong where the server says it."""
    command = [sys.executable, "-m", "survey", "demo", "--go-on"]
    places = {
        "SURVEY_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SURVEY_QUESTIONNAIRES_DIR": str(settings.questionnaires_dir),
    }
    _begun.append(
        subprocess.Popen(command, cwd=CHECKOUT, env=os.environ | places, stdout=subprocess.DEVNULL)  # noqa: S603
    )


def ways_in(house: House) -> tuple[SignInShown, ...]:
    """Each role's user name and password, if this is an example made from the first page."""
    if not house.is_example:
        return ()
    with house.database.reading() as session:
        sealed = fact(session, _KEPT_AS)
    if sealed is None:
        return ()
    try:
        words = house.vault.open(base64.b64decode(sealed), _KEPT_AS)
    except CannotOpen:
        return ()
    return tuple(SignInShown(**one) for one in json.loads(words))
