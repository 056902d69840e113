"""How far is the rest of an example, and is anybody at it? For its pages, its maker and the next start.

The rest (`survey.example_story`) is made step by step in another process. What is done stands in the
database, so that somebody who looks around is told, and so that a server stopped half-way goes on where it
was. Who makes it holds a lock on a file that the system lets go of however that process ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from survey.house import House
from survey.settings import Settings
from survey.store.retention import fact, set_fact

try:
    import fcntl
except (
    ImportError
):  # not on Windows: there nothing stops two who make the same rest, and nothing asks for two
    fcntl = None  # type: ignore[assignment]

_KEPT_AS: Final = "example_story"
_LOCK: Final = "example.lock"


@dataclass(frozen=True)
class Progress:
    """What is done of the rest, and what is next."""

    began: str  # when, so that the last wave stays where it was put
    done: tuple[str, ...] = ()
    step: str = ""  # in words; empty once everything is done
    number: int = 0
    steps: int = 0

    @property
    def is_whole(self) -> bool:
        return self.steps > 0 and self.number > self.steps

    @property
    def began_at(self) -> datetime:
        return datetime.fromisoformat(self.began)


def progress(house: House) -> Progress | None:
    """How far it is; nothing where the rest was never begun."""
    with house.database.reading() as session:
        kept = fact(session, _KEPT_AS)
    if kept is None:
        return None
    told = json.loads(kept)
    return Progress(**told | {"done": tuple(told["done"])})


def begin(house: House) -> Progress:
    """Note that the rest is to come, unless that is known already."""
    found = progress(house)
    return found or _keep(house, Progress(house.now().isoformat()))


def at_step(house: House, found: Progress, step: str, number: int, steps: int) -> Progress:
    return _keep(house, replace(found, step=step, number=number, steps=steps))


def done(house: House, found: Progress) -> Progress:
    return _keep(house, replace(found, done=(*found.done, found.step)))


def whole(house: House, found: Progress) -> Progress:
    return _keep(house, replace(found, step="", number=found.steps + 1))


def _keep(house: House, found: Progress) -> Progress:
    with house.database.session() as session:
        set_fact(session, _KEPT_AS, json.dumps(asdict(found)))
    return found


# --- who is at it ---


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Wait until nobody else makes this example's rest, and keep others waiting meanwhile."""
    with _lock_of(settings).open("a") as lock:
        _hold(lock, wait=True)
        yield


def somebody_is_at_it(settings: Settings) -> bool:
    path = _lock_of(settings)
    if not path.exists():
        return False
    with path.open("a") as lock:
        return not _hold(lock, wait=False)


def _lock_of(settings: Settings) -> Path:
    return settings.data_dir / _LOCK


def _hold(lock: IO[str], *, wait: bool) -> bool:
    """Let go of when the file is closed, by whoever or whatever closes it."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
