"""How does the key change without losing a text or stopping the survey?

For whoever keeps the keys: after somebody left who could have copied one, or once a year. Three steps, each
safe to stop after and to start again:

1. the new key is put before the old ones, on disk, before anything is sealed with it; a server that is
   running notices and seals with it from then on;
2. every sealed text is sealed again, in batches;
3. keys that seal nothing any more are dropped, except the one just replaced. A text may have been sealed with
   that one in the very moment of the change, so it goes with the next rotation.

Phones that were without a signal hold answers sealed with the public half of the key they were last shown.
They open after one rotation, and after the next they do not: the phone then tells its owner so. So let at
least `late_sends_hours` pass between two rotations, unless a key is known to be stolen.

Dropping a key makes raw words unreadable in every older backup, which is what is wanted of a text that was
deleted. When the keys are in `SURVEY_KEY`, the office puts the new one first there; this does the second
step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey import audit, release_files
from survey.house import House
from survey.store import releases
from survey.store import sealed as rows
from survey.vault import CannotOpen, KeyProblem, Vault


@dataclass(frozen=True)
class RotationReport:
    """What a rotation did. Texts that do not open were sealed with a key that is not here any more."""

    key_id: str
    resealed: int
    unreadable: int
    dropped: tuple[str, ...]
    keys_left: int


class RotationProblem(KeyProblem):
    """The key cannot be changed from here; the message says how it can."""


def rotate(house: House) -> RotationReport:
    """Change the key in the file, and seal everything again with the new one."""
    if house.vault.keyring is None:
        raise RotationProblem(
            "The keys are in SURVEY_KEY, which only you can change. Make a key with "
            "`python -m survey keys new`, put it first in SURVEY_KEY with a space before the others, "
            "restart, and run `python -m survey keys reseal`."
        )
    return reseal(replace(house, vault=house.vault.rotate()))


def reseal(house: House) -> RotationReport:
    """Seal with the first key whatever is sealed with another one."""
    vault = house.vault
    before = _ids(vault)
    resealed, unreadable = _reseal_everything(house)
    files, closed = _reseal_files(house)
    resealed, unreadable = resealed + files, unreadable + closed
    dropped = _unused(house, before) if vault.keyring else ()
    kept = vault.without(dropped) if dropped else vault
    with house.database.session() as session:
        audit.record(
            session,
            house,
            None,
            "key changed",
            vault.key_id,
            resealed=resealed,
            unreadable=unreadable,
            dropped=list(dropped),
        )
    return RotationReport(vault.key_id, resealed, unreadable, dropped, len(kept.keys))


def _reseal_everything(house: House) -> tuple[int, int]:
    """One walk in the order of the random ids; a text that arrives meanwhile has the new key already."""
    resealed = unreadable = 0
    after = ""
    while True:
        with house.database.session() as session:
            batch = rows.after(session, after)
            for text in batch:
                sealed = text.sealed or b""
                if house.vault.is_current(sealed):
                    continue
                try:
                    text.sealed = house.vault.reseal(sealed, text.id)
                except CannotOpen:
                    unreadable += 1
                    continue
                session.add(text)
                resealed += 1
        if not batch:
            return resealed, unreadable
        after = batch[-1].id


def _reseal_files(house: House) -> tuple[int, int]:
    """The same walk over what the office keeps of its releases."""
    resealed = unreadable = 0
    after = ""
    while True:
        with house.database.session() as session:
            batch = releases.sealed_after(session, after)
            for file in batch:
                if house.vault.is_current(file.body):
                    continue
                try:
                    file.body = house.vault.reseal(file.body, release_files.about(file))
                except CannotOpen:
                    unreadable += 1
                    continue
                session.add(file)
                resealed += 1
        if not batch:
            return resealed, unreadable
        after = batch[-1].id


def _unused(house: House, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Keys between the one just replaced and the root of the hashes, if nothing is sealed with them."""
    old = ids[2:-1]
    with house.database.reading() as session:
        return tuple(
            one
            for one in old
            if not rows.is_used(session, bytes.fromhex(one))
            and not releases.is_used(session, bytes.fromhex(one))
        )


def _ids(vault: Vault) -> tuple[str, ...]:
    return tuple(Vault([key]).key_id for key in vault.keys)
