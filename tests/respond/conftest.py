"""The page's addresses, asked directly, on the test's own house."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from httpx import Response as Answer
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.house import House
from survey.respond.routes import routes
from survey.store.tables import Response

FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: house)), follow_redirects=False)


Stored = Callable[[], list[Response]]


@pytest.fixture
def stored(house: House) -> Stored:
    def all_of_them() -> list[Response]:
        with house.database.session() as session:
            return list(session.exec(select(Response)))

    return all_of_them


def a_submission(version: str, **changes: Any) -> dict[str, Any]:
    body = {
        "submission_id": str(uuid.uuid4()),
        "version": version,
        "language": "en",
        "answers": {"age_band": "12-13", "safe_dark": "a_bit_unsafe"},
    }
    return body | changes


def as_fields(submission: Mapping[str, Any]) -> str:
    """The same submission as the long form sends it."""
    pairs = [(name, submission[name]) for name in ("submission_id", "version", "language")]
    for name, answer in submission["answers"].items():
        if isinstance(answer, dict):
            pairs += [(f"{name}.{row}", choice) for row, choice in answer.items()]
        else:
            pairs += [(name, one) for one in (answer if isinstance(answer, list) else [answer])]
    return urlencode(pairs)


def send_form(client: TestClient, code: str | None, submission: Mapping[str, Any], **headers: str) -> Answer:
    return client.post(f"/s/{code}", content=as_fields(submission), headers=FORM | headers)
