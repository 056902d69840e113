"""What can be done from this machine's command line: one module a command, listed in `survey.__main__`.

A command reads its arguments, asks a service, and hands back what to print. It never prints or exits itself,
so that a test can read what it says. Whoever can run commands here can read the key anyway; commands that
act in somebody's name take that name and go through the same services, and the same log, as the pages.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass

from survey import accounts
from survey.house import House
from survey.permissions import Actor, actor_of
from survey.store import accounts as rows
from survey.store.tables import Role


class CommandProblem(Exception):
    """A command cannot be carried out as given; says what to give instead."""


@dataclass(frozen=True)
class Done:
    """What to print, and the exit code: 0 done, 1 done and something needs attention."""

    text: str
    code: int = 0


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document, for other programs")


def somebody(house: House, username: str | None, roles: Sequence[Role]) -> Actor:
    """The account named, or else the first active one with one of these roles."""
    if username:
        actor = accounts.actor_named(house, username)
        if actor is None:
            raise CommandProblem(f"There is no active account called {username!r}.")
        return actor
    with house.database.reading() as session:
        found = [account for role in roles for account in rows.active_with_role(session, role)]
    if found:
        return actor_of(found[0])
    wanted = " or ".join(role.value.replace("_", " ") for role in roles)
    raise CommandProblem(
        f"Nobody here has an account as {wanted}. Make one with `python -m survey account create`, "
        "or look around with `python -m survey demo`."
    )
