"""`account create`: the first administrator of an office, or one more account, from this machine.

The password is read from the terminal, or from standard input when it is piped in; never from an argument,
where every other user of the machine could read it.
"""

from __future__ import annotations

import getpass
import json
import sys
from argparse import ArgumentParser, Namespace

from survey import accounts
from survey.commands import CommandProblem, Done, add_json, somebody
from survey.house import open_house
from survey.store.tables import Role


def add(parser: ArgumentParser) -> None:
    inner = parser.add_subparsers(dest="what", required=True)
    making = inner.add_parser("create", help="make an account; the first one is an administrator's")
    making.add_argument("--username", required=True)
    making.add_argument("--name", required=True, help="the person's name, as colleagues see it")
    making.add_argument("--role", choices=[role.value for role in Role], default=Role.ADMINISTRATOR.value)
    making.add_argument("--by", metavar="USERNAME", help="the administrator who does this, after the first")
    add_json(making)


def run(arguments: Namespace) -> Done:
    house = open_house()
    by = None
    if accounts.any_account(house):
        by = somebody(house, arguments.by, (Role.ADMINISTRATOR,))
    made = accounts.create_account(
        house,
        by,
        username=arguments.username,
        display_name=arguments.name,
        role=Role(arguments.role),
        password=_password(),
    )
    if arguments.json:
        return Done(json.dumps({"account_id": made.account_id, "username": made.username, "role": made.role}))
    return Done(f"{made.display_name} can sign in as {made.username} ({made.role.replace('_', ' ')}).")


def _password() -> str:
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise CommandProblem("No password came on standard input.")
        return password
    password = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("Once more: ") != password:
        raise CommandProblem("The two passwords are not the same.")
    return password
