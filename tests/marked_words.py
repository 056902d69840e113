"""Two words planted in a workspace, and a search through whatever comes out of it.

One is in a text that is held, one is a personal detail in a text that was cleared. `seen_in` finds them in anything
a service returns: in fields however deep, in files, in archives inside archives.
"""

from __future__ import annotations

import dataclasses
import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from survey import asks, releases, sessions, themes
from survey.house import House, open_house
from survey.settings import Settings
from tests.conftest import Clock, People, settle_people, started_session
from tests.team.answers import BUSES, DARK, send, send_all

HELD_WORD = "heldwordqzx"
DETAIL_WORD = "detailwordqzx"
MARKERS = (HELD_WORD, DETAIL_WORD)
HELD = f"my stepdad hits me and my sister when he drinks, {HELD_WORD}"
CLEARED = f"it is dark by the river and the lights are broken, write to {DETAIL_WORD}@example.org"
QUESTION = "unsafe_why"
TICKED = {"safe_day": "very_safe", "safe_dark": "a_bit_unsafe", "gender": "girl"}


@dataclass(frozen=True)
class Planted:
    """A workspace with both words in it, its themes found and its first release let out."""

    folder: Path
    people: People
    arguments: Mapping[str, Any]  # by the name a service gives them

    def copy(self, folder: Path) -> House:
        shutil.copytree(self.folder, folder)
        return house_in(folder)


def house_in(folder: Path) -> House:
    return open_house(Settings(data_dir=folder, database_url=""), clock=Clock(), chance=lambda: 0.5)


def plant(folder: Path) -> Planted:
    house = house_in(folder)
    people = settle_people(house)
    sittings = [started_session(house, people, title=f"Club {number}") for number in range(4)]
    for sitting in sittings:
        send_all(house, sitting, DARK + BUSES, also=TICKED)
    for words in (HELD, CLEARED):
        send(house, sittings[0], age_band="14-15", **{QUESTION: words}, **TICKED)
    themes.run(house, people.analyst, QUESTION, n_topics=2)
    ask = asks.add(house, people.analyst, "Mend the lamps.", owner="The council", due=house.today())
    draft = releases.prepare(house, people.analyst)
    releases.approve(house, people.lead, draft.id, digest=draft.digest, with_themes_not_looked_at=True)
    sessions.pause(house, people.leader, sittings[1].id)
    house.database.dispose()
    arguments = {
        "sitting_id": sittings[0].id,
        "session_id": sittings[0].id,
        "code": sittings[0].code,
        "area": "peterborough",
        "question": QUESTION,
        "ask_id": ask.id,
        "wave_name": None,
        "wave": None,
    }
    return Planted(folder, people, arguments)


def seen_in(thing: Any, markers: Iterable[str] = MARKERS) -> set[str]:
    """Which of the planted words are somewhere in it."""
    return {marker for text in _texts(thing, set()) for marker in markers if marker in text.lower()}


def _texts(thing: Any, met: set[int]) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, bytes | bytearray | memoryview):
        yield from _of_bytes(bytes(thing))
    elif isinstance(thing, Path):
        yield str(thing)
    elif thing is None or isinstance(thing, int | float | type) or id(thing) in met:
        return
    else:
        met.add(id(thing))
        yield repr(thing)
        yield from (text for part in _parts(thing) for text in _texts(part, met))


def _parts(thing: Any) -> Iterator[Any]:
    if isinstance(thing, Mapping):
        yield from thing.keys()
        yield from thing.values()
    elif isinstance(thing, BaseException):
        yield from (*thing.args, thing.__context__, vars(thing))
    elif isinstance(thing, BaseModel):
        yield thing.model_dump()
    elif isinstance(thing, Iterable):
        yield from thing
    elif dataclasses.is_dataclass(thing):
        yield from (getattr(thing, field.name) for field in dataclasses.fields(thing))
    elif hasattr(thing, "__dict__"):
        yield from vars(thing).values()
    for name, value in vars(type(thing)).items():
        if isinstance(value, property) and not name.startswith("_"):
            yield getattr(thing, name, None)


def _of_bytes(data: bytes) -> Iterator[str]:
    yield data.decode("latin-1")
    yield data.decode("utf-16-le", errors="ignore")
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from _of_bytes(archive.read(name))
    elif data[:5] == b"%PDF-":
        from pypdf import PdfReader

        yield from (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
