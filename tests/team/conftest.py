"""What the tests of the team's pages share: a house with the example in it, and a page opened as somebody."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from survey import example, running, themes, wave
from survey.house import House, open_house
from survey.permissions import Actor, actor_of
from survey.settings import CHECKOUT, Settings
from survey.store import accounts as account_rows
from survey.store.tables import Role
from survey.team import who
from tests.conftest import Clock, OpenHouse

APP = CHECKOUT / "survey" / "team" / "app.py"
OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An example workspace in which the themes of both open questions have been found, made once."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("team") / "data", database_url="")
    example.make(settings, clock=Clock(), size=example.SMALL)
    house = open_house(settings, clock=Clock())
    analyst = somebody(house, Role.ANALYST)
    for question in wave.gather(house, analyst).open_questions:
        themes.run(house, analyst, question, n_topics=6)
    house.database.dispose()
    return settings.data_dir


@pytest.fixture
def example_house(example_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[House]:
    """A copy of the example for this test alone."""
    folder = Path(shutil.copytree(example_folder, tmp_path / "example"))
    house = open_house(Settings(data_dir=folder, database_url=""), clock=clock)
    yield house
    house.database.dispose()


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenPage]:
    """Open a team page as somebody, in a house. Nothing is asked of a browser."""
    opened: list[House] = []

    def open_it(house: House, actor: Actor | None, address: str = "", **query: str) -> AppTest:
        monkeypatch.setattr(who, "is_here", lambda _house, **_options: actor)
        monkeypatch.setattr(running, "_open", house)
        opened.append(house)
        page = AppTest.from_file(str(APP), default_timeout=60).run()
        if address:
            page.query_params = dict(query)
            page._page_hash = hash_of(page, address)
            page.run()
        return page

    yield open_it


def hash_of(page: AppTest, address: str) -> str:
    """How Streamlit knows the page at an address. `AppTest.switch_page` finds pages that are files, ours are not."""
    known = {str(info.get("url_pathname")): name for name, info in page._registered_pages.items()}
    if address not in known:
        raise LookupError(f"no page at {address}")
    return known[address]


def somebody(house: House, role: Role) -> Actor:
    """The first active account with this role."""
    with house.database.reading() as session:
        return actor_of(account_rows.active_with_role(session, role)[0])


def words(page: AppTest) -> str:
    """Everything the page says, in order."""
    said: list[str] = []
    for element in page.main:
        for field in ("body", "value", "label"):
            text = getattr(getattr(element, "proto", None), field, None) or getattr(element, field, None)
            if isinstance(text, str):
                said.append(text)
    return "\n".join(said)


__all__ = ["OpenHouse", "somebody", "words"]
