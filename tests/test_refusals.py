"""Every service refuses whoever lacks the permission, before it looks at anything else it was given.

Services are found by looking, so a new one is held to this the day it is written. The table of who may do what is in
`tests/test_permissions.py`; here it is shown that each service asks it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

import survey
from survey import permissions
from survey.house import House
from survey.permissions import MAY, Actor, NotAllowed, Permission
from survey.store.tables import Role

Service = Callable[..., Any]

# Services that need no permission, and why. Anything else that takes an actor has to ask for one.
FOR_EVERYBODY = {
    "survey.accounts.create_account": "without an actor: the first account, from the machine itself",
    "survey.accounts.change_password": "one's own; somebody else's is asked for below",
    "survey.accounts.sign_out_everywhere": "one's own; somebody else's is asked for below",
    "survey.audit.record": "called by services inside their own transaction",
    "survey.audit.is_noted": "called by services inside their own transaction",
    "survey.double_coding.checks.my_sample": "asks whether the sample is theirs, for services that have asked for the role",
    "survey.screening.help_talk.ask_for": "called by the queue inside its own transaction",
    "survey.retention.run": "without an actor: the schedule",
}


def services() -> dict[str, Service]:
    """Every public function of the package that takes an actor."""
    found: dict[str, Service] = {}
    for room in pkgutil.walk_packages(survey.__path__, "survey."):
        if room.name.startswith(
            ("survey.store", "survey.team", "survey.respond", "survey.commands", "survey.__main__")
        ):
            continue
        module = importlib.import_module(room.name)
        for name, service in inspect.getmembers(module, inspect.isfunction):
            own = service.__module__ == room.name and not name.startswith("_")
            if own and "actor" in inspect.signature(service).parameters:
                found[f"{room.name}.{name}"] = service
    return found


SERVICES = services()
GUARDS = {"survey.permissions.require", "survey.permissions.may"}


def asked_with(service: Service, house: House, actor: Actor) -> Any:
    """What it answers to arguments that mean nothing: a refusal has to come before they are understood."""
    wanted: dict[str, Any] = {}
    for name, parameter in inspect.signature(service).parameters.items():
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        if name in ("actor", "house"):
            wanted[name] = {"actor": actor, "house": house}[name]
        elif parameter.default is parameter.empty:
            wanted[name] = "x"
    answer = service(**wanted)
    return list(answer) if inspect.isgenerator(answer) else answer


def test_there_are_services_to_ask() -> None:
    assert len(SERVICES) > 80
    assert set(FOR_EVERYBODY) <= set(SERVICES)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - set(FOR_EVERYBODY) - GUARDS))
def test_a_service_refuses_whoever_lacks_its_permission_before_anything_else(
    name: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permissions, "MAY", {permission: frozenset() for permission in Permission})
    for role in Role:
        with pytest.raises(NotAllowed):
            asked_with(SERVICES[name], house, Actor("id", "name", "Name", role))


def test_the_ways_round_the_list_refuse_too(house: House) -> None:
    from survey import accounts, retention

    for role in Role:
        somebody = Actor("id", "name", "Name", role)
        if role not in MAY[Permission.MANAGE_ACCOUNTS]:
            with pytest.raises(NotAllowed):
                accounts.sign_out_everywhere(house, somebody, "another")
            with pytest.raises(NotAllowed):
                accounts.create_account(
                    house,
                    somebody,
                    username="new",
                    display_name="New",
                    role=Role.VIEWER,
                    password="12 blue hinges!",
                )
        if role not in MAY[Permission.DELETE_BY_AGE]:
            with pytest.raises(NotAllowed):
                retention.run(house, somebody)
