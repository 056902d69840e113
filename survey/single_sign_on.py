"""Who is this person whom the organisation's own sign-in (OIDC) vouches for, and what is their job here?

Streamlit checks the provider's signature; this turns the claims it hands over into an account. The provider
decides the role, by the office's table (`SURVEY_OIDC_ROLES`), every time somebody comes in: whoever loses the
role there loses it here. An account is recognised by the provider's own identifier for the person (issuer and
subject), never by a user name or an e-mail address, which a provider may give to somebody else.

Claims never take over an account that has a password here. They make no administrator either, unless the
office says so (`SURVEY_OIDC_MAY_MAKE_ADMINISTRATORS`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from survey import audit
from survey.door import RULES, is_open
from survey.house import House
from survey.permissions import Actor, actor_of
from survey.settings import Settings
from survey.store import accounts as rows
from survey.store.tables import Account, Role, SignIn

_FAR_FUTURE = 100_000_000_000  # seconds: more is not a moment any clock can show


def actor_for_claims(house: House, claims: Mapping[str, Any], *, touch: bool = True) -> Actor | None:
    """The person these claims are about, with the role they give now; None when they give none.

    Claims older than a working day (12 hours) are not good any more, nor are those nobody has used for half
    an hour: the person signs in again. A page that refreshes by itself passes `touch=False`.
    """
    actor = _known_by(house, claims)
    return actor if actor and _is_still_there(house, actor, claims, touch=touch) else None


def sign_out_claims(house: House, claims: Mapping[str, Any]) -> None:
    """These claims are used up: whoever kept a copy of the browser's cookie does not come in with it."""
    actor = _known_by(house, claims)
    if actor is None:
        return
    with house.database.session() as session:
        if _end(session, house, _key(house, actor.account_id, claims["iat"]), actor.account_id):
            audit.record(session, house, actor, "sign out", actor.account_id)


def end_all_of(session: Session, house: House, account_id: str) -> int:
    """Every browser that came in by claims for this account is out; tells how many."""
    notes = rows.sign_ins_of(session, account_id)
    open_ones = [one.token_hash for one in notes if one.expires_at - one.created_at > RULES.idle]  # not ended
    return sum(_end(session, house, key, account_id) for key in open_ones)


def left_behind(house: House, claims: Mapping[str, Any]) -> bool:
    """Is this somebody with a job here whose sign-in is only over, by time or by signing out?"""
    return (
        _account_id(claims) is not None
        and _role(house.settings, claims) is not None
        and not (_fresh(claims, house.now()) and _known_by(house, claims) is None)
    )


def _key(house: House, account_id: str, issued: float) -> str:
    return house.vault.keyed_hash("sign-in by claims", f"{account_id}\n{issued}")


def _ended(house: House, key: str) -> str:
    return house.vault.keyed_hash("sign-in by claims, ended", key)


def _end(session: Session, house: House, key: str, account_id: str) -> bool:
    """Put a note in the place of a browser's sign-in, kept until its claims are too old to come in anew."""
    if not rows.forget_token(session, key):
        return False
    now = house.now()
    session.add(
        SignIn(
            token_hash=_ended(house, key),
            account_id=account_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + RULES.idle,
        )
    )
    return True


def _known_by(house: House, claims: Mapping[str, Any]) -> Actor | None:
    account_id = _account_id(claims)
    role = _role(house.settings, claims)
    if account_id is None or role is None or not _fresh(claims, house.now()):
        return None
    username, display_name = _names(house.settings, claims, account_id)
    with house.database.reading() as session:
        known = rows.by_id(session, account_id)
    if known is not None and not known.active:
        return None
    if known is not None and (known.role, known.display_name) == (role, display_name):
        return actor_of(known)
    with house.database.session() as session:
        return _settle(
            session,
            house,
            Account(
                id=account_id, username=username, display_name=display_name, role=role, created_at=house.now()
            ),
        )


def _is_still_there(house: House, actor: Actor, claims: Mapping[str, Any], *, touch: bool) -> bool:
    """The idle limit of passwords, for claims: this browser's last use is kept like that of any sign-in.

    Claims first seen half an hour after they were issued were left behind, and their note is deleted by then.
    """
    now, issued = house.now(), datetime.fromtimestamp(claims["iat"], UTC)
    key = _key(house, actor.account_id, claims["iat"])
    with house.database.reading() as session:
        found = rows.sign_in_with_account(session, key)
        ended = found is None and rows.sign_in_with_account(session, _ended(house, key)) is not None
    if found is None:
        if ended or now - issued >= RULES.idle:
            return False
        with house.database.session() as session:
            rows.lock(session)  # two pages of one browser arrive at the same moment
            if rows.sign_in_with_account(session, key) is None:
                session.add(
                    SignIn(
                        token_hash=key,
                        account_id=actor.account_id,
                        created_at=now,
                        last_seen_at=now,
                        expires_at=issued + RULES.at_most,
                    )
                )
                audit.record(session, house, actor, "sign in", actor.account_id, by="claims")
        return True
    if not is_open(found[0], now):
        return False
    if touch and now - found[0].last_seen_at >= RULES.seen_every:
        with house.database.session() as session:
            rows.touch(session, key, now)
    return True


def _settle(session: Session, house: House, wanted: Account) -> Actor | None:
    """Make the account, or give it the role and name it has at the provider now."""
    rows.lock(session)  # two pages of a new person's browser arrive at the same moment
    known = rows.by_id_to_change(session, wanted.id)
    if known is None:
        if rows.by_username(session, wanted.username) is not None:
            return None  # somebody else's name here: an administrator has to sort that out
        session.add(wanted)
        session.flush()
        audit.record(session, house, None, "account from claims", wanted.id, role=str(wanted.role))
        return actor_of(wanted)
    if not known.active:
        return None
    if known.role is not wanted.role:
        audit.record(
            session, house, None, "role from claims", known.id, before=str(known.role), after=str(wanted.role)
        )
    known.role, known.display_name = wanted.role, wanted.display_name
    session.add(known)
    return actor_of(known)


def _account_id(claims: Mapping[str, Any]) -> str | None:
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not (isinstance(issuer, str) and issuer and isinstance(subject, str) and subject):
        return None
    return "oidc-" + sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:32]


def _fresh(claims: Mapping[str, Any], now: datetime) -> bool:
    """Issued within the last 12 hours. A provider always says when; without it, nobody comes in."""
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or isinstance(issued, bool) or not abs(issued) < _FAR_FUTURE:
        return False
    age = now - datetime.fromtimestamp(issued, UTC)
    return -RULES.clocks_differ <= age < RULES.at_most


def _role(settings: Settings, claims: Mapping[str, Any]) -> Role | None:
    """The first line of the office's table that the person's roles at the provider match."""
    held = set(_words(_at(claims, settings.oidc_role_claim)))
    for word, role in settings.oidc_roles.items():
        if word in held and (role is not Role.ADMINISTRATOR or settings.oidc_may_make_administrators):
            return role
    return None


def _names(settings: Settings, claims: Mapping[str, Any], account_id: str) -> tuple[str, str]:
    username = _text(_at(claims, settings.oidc_username_claim)).casefold() or account_id
    return username, _text(_at(claims, settings.oidc_name_claim)) or username


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """A claim by its name, or inside another one: `realm_access.roles`."""
    if path in claims:
        return claims[path]
    value: Any = claims
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _words(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value, *value.split()]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []


def _text(value: Any) -> str:
    """A name from outside, on one line, printable and not endless."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "".join(letter for letter in text if letter.isprintable())[:80]
