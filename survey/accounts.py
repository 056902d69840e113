"""Who works here, and is this really them?

For everybody with a job in the survey: signing in and out, and for administrators the accounts themselves.
What an account may do once it is in is in `survey.permissions`; which passwords are good enough in
`survey.passwords`; how guessing is slowed down in `survey.door`; who comes in by the organisation's own
sign-in in `survey.single_sign_on`. Young people have no account, ever.

A browser holds a random token of 256 bits; the database only its keyed hash.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from survey import audit, door, passwords
from survey.door import RULES, DoorRules, SignInRefused
from survey.house import House
from survey.permissions import Actor, NotAllowed, Permission, actor_of, require
from survey.single_sign_on import actor_for_claims, end_all_of, left_behind, sign_out_claims
from survey.store import accounts as rows
from survey.store.tables import Account, Role, SignIn

__all__ = [
    "RULES",
    "AccountProblem",
    "AccountView",
    "Actor",
    "DoorRules",
    "NotAllowed",
    "SignInRefused",
    "SignedIn",
    "actor_for_claims",
    "actor_for_token",
    "actor_named",
    "any_account",
    "change_password",
    "create_account",
    "left_behind",
    "list_accounts",
    "safeguarding_leads",
    "set_active",
    "set_role",
    "sign_in",
    "sign_out",
    "sign_out_claims",
    "sign_out_everywhere",
]


MISMATCH: Final = "That user name and password do not match."
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,63}")


class AccountProblem(Exception):
    """An account cannot be made or changed that way; the message says why and what would do."""


@dataclass(frozen=True)
class SignedIn:
    """A browser that is let in. The token exists here and in the browser, nowhere else."""

    token: str
    actor: Actor

    def __repr__(self) -> str:
        return f"SignedIn(actor={self.actor!r})"  # the token stays out of logs


@dataclass(frozen=True)
class AccountView:
    """An account as an administrator sees it."""

    id: str
    username: str
    display_name: str
    role: Role
    active: bool
    single_sign_on: bool
    last_seen_at: datetime | None
    locked_until: datetime | None


# --- coming in, going out ---


def sign_in(house: House, username: str, password: str) -> SignedIn:
    """Let somebody in by their password, or raise `SignInRefused`."""
    username = _normal(username)
    is_last_try = door.count_try(house, username)
    with house.database.reading() as session:
        account = rows.by_username(session, username)
    kept = account.password_hash if account and account.active else None
    if not passwords.matches(password, kept) or account is None:
        if is_last_try:
            door.shut(house, username)
        raise SignInRefused(MISMATCH)
    token = secrets.token_urlsafe(32)
    better = passwords.hashed(password) if kept and passwords.is_outdated(kept) else None
    with house.database.session() as session:
        return SignedIn(token, _let_in(session, house, account, token, better))


def actor_for_token(house: House, token: str, *, touch: bool = True) -> Actor | None:
    """Who this browser belongs to right now; None when nobody, idle too long, or in for too long.

    A page that refreshes by itself passes `touch=False`, so that a forgotten screen does sign out.
    """
    if not token:
        return None
    now = house.now()
    token_hash = _token_hash(house, token)
    with house.database.reading() as session:
        found = rows.sign_in_with_account(session, token_hash)
    if found is None:
        return None
    browser, account = found
    if not account.active or not door.is_open(browser, now):
        return None
    if touch and now - browser.last_seen_at >= RULES.seen_every:
        with house.database.session() as session:
            rows.touch(session, token_hash, now)
    return actor_of(account)


def sign_out(house: House, token: str) -> None:
    """This browser is out. A token nobody knows changes nothing."""
    token_hash = _token_hash(house, token)
    with house.database.session() as session:
        found = rows.sign_in_with_account(session, token_hash)
        if found is not None:
            rows.forget_token(session, token_hash)
            audit.record(session, house, actor_of(found[1]), "sign out", found[1].id)


def sign_out_everywhere(house: House, actor: Actor, account_id: str | None = None) -> None:
    """Every browser of one's own account is out; an administrator may do it for somebody else's."""
    account_id = account_id or actor.account_id
    if account_id != actor.account_id:
        require(actor, Permission.MANAGE_ACCOUNTS)
    with house.database.session() as session:
        account = rows.by_id(session, account_id)
        by_claims = account is not None and account.password_hash is None
        browsers = (
            end_all_of(session, house, account_id)  # the browser's claims outlive our note of them
            if by_claims
            else rows.forget_tokens_of(session, account_id)
        )
        audit.record(session, house, actor, "sign out everywhere", account_id, browsers=browsers)


# --- the accounts themselves ---


def any_account(house: House) -> bool:
    """Has anybody set up this office yet?"""
    with house.database.reading() as session:
        return rows.any_at_all(session)


def create_account(
    house: House, actor: Actor | None, *, username: str, display_name: str, role: Role, password: str
) -> Actor:
    """Make an account. `actor` is None only for the very first one, which is an administrator's."""
    if actor is not None:
        require(actor, Permission.MANAGE_ACCOUNTS)
    elif role is not Role.ADMINISTRATOR:
        raise AccountProblem("The first account is an administrator's; that person makes the others.")
    username, display_name = _good_username(username), _good_display_name(display_name)
    _check_password(house, password, username, display_name)
    account = Account(
        username=username,
        display_name=display_name,
        role=role,
        password_hash=passwords.hashed(password),
        created_at=house.now(),
    )
    with house.database.session() as session:
        rows.lock(session)  # two first administrators at the same moment are one too many
        if actor is None and rows.any_at_all(session):
            raise NotAllowed("This office is set up already. Ask an administrator for an account.")
        if rows.by_username(session, username) is not None:
            raise AccountProblem(f"There is an account called {username} already.")
        session.add(account)
        session.flush()
        made = actor_of(account)
        audit.record(
            session, house, actor or made, "account created", account.id, username=username, role=str(role)
        )
    return made


def list_accounts(house: House, actor: Actor) -> tuple[AccountView, ...]:
    """Everybody, by user name."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    with house.database.reading() as session:
        seen = rows.last_seen(session)
        return tuple(_view(account, seen.get(account.id), house.now()) for account in rows.everybody(session))


def safeguarding_leads(house: House, actor: Actor) -> tuple[Actor, ...]:
    """Whom a session can name as its safeguarding lead."""
    require(actor, Permission.OPEN_SESSION)
    with house.database.reading() as session:
        return tuple(actor_of(account) for account in rows.active_with_role(session, Role.SAFEGUARDING_LEAD))


def actor_named(house: House, username: str) -> Actor | None:
    """An active account by its user name: for commands typed on the machine itself, never for a page."""
    with house.database.reading() as session:
        account = rows.by_username(session, _normal(username))
    return actor_of(account) if account and account.active else None


def set_active(house: House, actor: Actor, account_id: str, active: bool) -> None:
    """Close an account (signed out everywhere at once) or open it again. Accounts are never removed."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    with house.database.session() as session:
        account = _to_change(session, actor, account_id)
        if not active:
            _refuse_to_leave_nobody(session, account)
            rows.forget_tokens_of(session, account_id)
        account.active = active
        session.add(account)
        audit.record(session, house, actor, "account opened" if active else "account closed", account_id)


def set_role(house: House, actor: Actor, account_id: str, role: Role) -> None:
    """Give an account another job. It is signed out everywhere, so that no page goes on under the old one."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    with house.database.session() as session:
        account = _to_change(session, actor, account_id)
        if account.password_hash is None:
            raise AccountProblem("This account gets its role from single sign-on. Change it there.")
        if role is not Role.ADMINISTRATOR:
            _refuse_to_leave_nobody(session, account)
        before, account.role = account.role, role
        session.add(account)
        rows.forget_tokens_of(session, account_id)
        audit.record(session, house, actor, "role changed", account_id, before=str(before), after=str(role))


def change_password(
    house: House,
    actor: Actor,
    *,
    new: str,
    old: str | None = None,
    account_id: str | None = None,
    keep_token: str = "",
) -> None:
    """One's own password (the old one is asked for), or as an administrator somebody else's.

    Every other browser is signed out; `keep_token` is the one the change is made in.
    """
    account_id = account_id or actor.account_id
    with house.database.reading() as session:
        account = rows.by_id(session, account_id)
    if account is None or account.password_hash is None:
        raise AccountProblem("This account has no password here: it signs in elsewhere.")
    if account_id == actor.account_id:
        _check_own(house, account, old or "")
    else:
        require(actor, Permission.MANAGE_ACCOUNTS)
    _check_password(house, new, account.username, account.display_name)
    kept = passwords.hashed(new)
    with house.database.session() as session:
        changed = rows.by_id_to_change(session, account_id)
        if changed is None:
            raise AccountProblem("There is no such account.")
        changed.password_hash = kept
        session.add(changed)
        rows.forget_tokens_of(session, account_id, but=_token_hash(house, keep_token) if keep_token else "")
        audit.record(session, house, actor, "password changed", account_id)


# --- letting in ---


def _let_in(session: Session, house: House, account: Account, token: str, better: str | None) -> Actor:
    now = house.now()
    current = rows.by_id_to_change(session, account.id)
    if current is None or not current.active or current.password_hash != account.password_hash:
        raise SignInRefused(MISMATCH)  # closed or changed while the password was being checked
    current.failed_attempts, current.locked_until = 0, None
    current.password_hash = better or current.password_hash
    session.add(current)
    door.forgive(session, house, account.username)
    session.add(
        SignIn(
            token_hash=_token_hash(house, token),
            account_id=account.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + RULES.at_most,
        )
    )
    audit.record(session, house, actor_of(current), "sign in", account.id)
    return actor_of(current)


def _check_own(house: House, account: Account, old: str) -> None:
    """Somebody at an unattended screen does not know the old password, and may not guess it here either."""
    try:
        is_last_try = door.count_try(house, account.username)
    except SignInRefused as refused:
        raise AccountProblem(str(refused)) from None
    if not passwords.matches(old, account.password_hash):
        if is_last_try:
            door.shut(house, account.username)
        raise AccountProblem("The old password is not right.")
    with house.database.session() as session:
        door.forgive(session, house, account.username)


def _token_hash(house: House, token: str) -> str:
    return house.vault.keyed_hash("sign-in token", token)


# --- rules about accounts ---


def _normal(username: str) -> str:
    return unicodedata.normalize("NFKC", username[:256]).strip().casefold()


def _good_username(username: str) -> str:
    username = _normal(username)
    if not _USERNAME.fullmatch(username):
        raise AccountProblem(
            "A user name has 3 to 64 letters, digits, dots, dashes or an e-mail address's @, and starts "
            "with a letter or a digit."
        )
    return username


def _good_display_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80 or not name.isprintable():
        raise AccountProblem("Give the person's name in 1 to 80 characters.")
    return name


def _check_password(house: House, password: str, username: str, display_name: str) -> None:
    wrong = passwords.problem(password, (username, display_name, house.office.name, house.office.short_name))
    if wrong:
        raise AccountProblem(wrong)


def _to_change(session: Session, actor: Actor, account_id: str) -> Account:
    if account_id == actor.account_id:
        raise AccountProblem(
            "Nobody changes their own account's role or closes it: ask another administrator."
        )
    rows.lock(session)  # two administrators closing each other at the same moment would leave nobody
    account = rows.by_id_to_change(session, account_id)
    if account is None:
        raise AccountProblem("There is no such account.")
    return account


def _refuse_to_leave_nobody(session: Session, account: Account) -> None:
    others: Sequence[Account] = rows.active_with_role(session, Role.ADMINISTRATOR)
    if account.role is Role.ADMINISTRATOR and all(one.id == account.id for one in others):
        raise AccountProblem("This is the last administrator. Make another one first.")


def _view(account: Account, seen: datetime | None, now: datetime) -> AccountView:
    locked = account.locked_until if account.locked_until and account.locked_until > now else None
    return AccountView(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        active=account.active,
        single_sign_on=account.password_hash is None,
        last_seen_at=seen,
        locked_until=locked,
    )
