"""Who gets in, who stays in and for how long, and who may change that."""

from __future__ import annotations

import dataclasses
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from survey import accounts, audit, passwords, retention
from survey.accounts import MISMATCH, RULES, AccountProblem, Actor, SignedIn, SignInRefused
from survey.house import House
from survey.permissions import NotAllowed
from survey.store.tables import Account, Attempts, AuditEntry, Role, SignIn
from tests.conftest import Clock

GOOD = "kettle moss lantern"
BETTER = "gravel tangerine otter"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real parameters are checked once below; here they would only cost time."""
    monkeypatch.setattr(passwords, "_HASHER", CHEAP)
    passwords._stand_in.cache_clear()
    yield
    passwords._stand_in.cache_clear()


@pytest.fixture
def administrator(house: House) -> Actor:
    return accounts.create_account(
        house, None, username="Head", display_name="Head of Office", role=Role.ADMINISTRATOR, password=GOOD
    )


def make(house: House, administrator: Actor, username: str = "ann", role: Role = Role.ANALYST) -> Actor:
    return accounts.create_account(
        house, administrator, username=username, display_name="Ann", role=role, password=GOOD
    )


def fail(house: House, clock: Clock, username: str, times: int) -> list[str]:
    """That many wrong passwords, each after the pause the door asks for; what it said every time."""
    said = []
    start = clock.moment
    for number in range(times):
        clock.moment = start + timedelta(seconds=RULES.pauses[number])
        with pytest.raises(SignInRefused) as refused:
            accounts.sign_in(house, username, "not the password")
        said.append(str(refused.value))
    return said


def rows(house: House, table: type[Any]) -> list[Any]:
    with house.database.reading() as session:
        return list(session.exec(select(table)))


# --- coming in ---


def test_the_right_password_lets_in_and_the_browsers_token_is_recognised(
    house: House, administrator: Actor
) -> None:
    signed_in = accounts.sign_in(house, "head", GOOD)
    assert signed_in.actor == administrator
    assert accounts.actor_for_token(house, signed_in.token) == administrator


def test_a_user_name_is_the_same_in_capitals_and_with_spaces_around(
    house: House, administrator: Actor
) -> None:
    assert accounts.sign_in(house, "  HEAD ", GOOD).actor == administrator


@pytest.mark.parametrize("password", ["", "not it at all", GOOD + " ", GOOD.upper(), "x" * 100_000])
def test_any_other_password_keeps_out(house: House, administrator: Actor, password: str) -> None:
    with pytest.raises(SignInRefused, match=re.escape(MISMATCH)):
        accounts.sign_in(house, "head", password)


def test_a_password_is_the_same_however_a_keyboard_composes_its_letters(
    house: House, administrator: Actor
) -> None:
    accounts.create_account(
        house,
        administrator,
        username="zoe",
        display_name="Z",
        role=Role.VIEWER,
        password="caf\u00e9 moss lantern",
    )
    assert accounts.sign_in(house, "zoe", "cafe\u0301 moss lantern").actor.username == "zoe"


def test_a_closed_account_and_one_without_a_password_stay_out(house: House, administrator: Actor) -> None:
    ann = make(house, administrator)
    accounts.set_active(house, administrator, ann.account_id, active=False)
    with house.database.session() as session:
        session.add(Account(username="sso", display_name="S", role=Role.ANALYST, created_at=house.now()))
    for username in ("ann", "sso"):
        with pytest.raises(SignInRefused, match=re.escape(MISMATCH)):
            accounts.sign_in(house, username, GOOD)


def test_the_database_holds_neither_the_password_nor_the_token(house: House, administrator: Actor) -> None:
    signed_in = accounts.sign_in(house, "head", GOOD)
    stored = str([*rows(house, Account), *rows(house, SignIn), *rows(house, Attempts)])
    assert GOOD not in stored
    assert signed_in.token not in stored
    assert len(signed_in.token) >= 43  # 256 bits in base64


def test_a_printed_sign_in_does_not_show_its_token(administrator: Actor) -> None:
    assert "sesame" not in repr(SignedIn("sesame", administrator))


def test_a_password_hashed_with_weaker_parameters_is_hashed_again_on_the_next_sign_in(
    house: House, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    accounts.sign_in(house, "head", GOOD)
    (account,) = rows(house, Account)
    assert "m=16,t=2" in account.password_hash
    assert accounts.sign_in(house, "head", GOOD).actor == administrator


# --- guessing ---


def test_a_name_nobody_has_is_answered_with_the_same_words_pauses_and_lock(
    house: House, administrator: Actor, clock: Clock
) -> None:
    known = fail(house, clock, "head", RULES.failures)
    clock.turn(hours=1)
    unknown = fail(house, clock, "nobody", RULES.failures)
    assert known == unknown
    for username in ("head", "nobody"):
        clock.turn(hours=1)
        fail(house, clock, username, RULES.failures)
        with pytest.raises(SignInRefused, match="15 minutes"):
            accounts.sign_in(house, username, GOOD)


def test_a_name_nobody_has_costs_one_look_at_a_hash_like_any_other(
    house: House, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002
            looks.append(True)
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    for number, username in enumerate(("head", "nobody"), start=1):
        with pytest.raises(SignInRefused):
            accounts.sign_in(house, username, "not the password")
        assert len(looks) == number


def test_ten_failures_shut_the_door_for_a_quarter_of_an_hour_even_to_the_right_password(
    house: House, administrator: Actor, clock: Clock
) -> None:
    fail(house, clock, "head", RULES.failures)
    for minutes in (0, 7, 7.9):
        clock.turn(minutes=minutes)
        with pytest.raises(SignInRefused, match="too many tries"):
            accounts.sign_in(house, "head", GOOD)
    clock.turn(minutes=0.2)
    assert accounts.sign_in(house, "head", GOOD).actor == administrator


def test_somebody_who_gets_it_wrong_five_times_waits_a_few_seconds(
    house: House, administrator: Actor, clock: Clock
) -> None:
    fail(house, clock, "head", 4)
    with pytest.raises(SignInRefused, match="5 seconds"):
        accounts.sign_in(house, "head", GOOD)
    clock.turn(seconds=5)
    accounts.sign_in(house, "head", GOOD)


def test_being_impatient_is_not_counted_as_guessing(house: House, administrator: Actor, clock: Clock) -> None:
    fail(house, clock, "head", 4)
    for _ in range(20):
        with pytest.raises(SignInRefused, match="seconds"):
            accounts.sign_in(house, "head", GOOD)
    clock.turn(seconds=6)
    accounts.sign_in(house, "head", GOOD)


def test_coming_in_forgets_the_failures_before(house: House, administrator: Actor, clock: Clock) -> None:
    for _ in range(5):
        fail(house, clock, "head", 3)
        accounts.sign_in(house, "head", GOOD)


def test_tries_at_the_same_moment_are_all_counted(any_house: House, clock: Clock) -> None:
    accounts.create_account(
        any_house, None, username="head", display_name="Head", role=Role.ADMINISTRATOR, password=GOOD
    )
    said: list[str] = []
    together = threading.Barrier(12)

    def guess() -> None:
        together.wait()
        try:
            accounts.sign_in(any_house, "head", "not the password")
        except SignInRefused as refused:
            said.append(str(refused))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    looked_at = [one for one in said if one == MISMATCH]
    assert len(said) == 12
    assert len(looked_at) == RULES.pauses.count(0)


def test_a_lock_is_in_the_log_and_a_mistyped_password_in_the_name_box_is_not(
    house: House, administrator: Actor, clock: Clock
) -> None:
    fail(house, clock, "head", RULES.failures)
    clock.turn(hours=1)
    fail(house, clock, "my secret password", RULES.failures)
    locks = audit.entries(house, administrator, action="sign in locked")
    assert [one.subject for one in locks] == ["no such account", administrator.account_id]
    assert "my secret password" not in str(audit.entries(house, administrator))
    assert accounts.list_accounts(house, administrator)[0].locked_until is None  # an hour has passed


# --- staying in ---


def test_half_an_hour_of_nothing_signs_out(house: House, administrator: Actor, clock: Clock) -> None:
    token = accounts.sign_in(house, "head", GOOD).token
    clock.turn(minutes=29)
    assert accounts.actor_for_token(house, token)
    clock.turn(minutes=29)
    assert accounts.actor_for_token(house, token)
    clock.turn(minutes=30)
    assert accounts.actor_for_token(house, token) is None


def test_a_page_that_refreshes_by_itself_does_not_keep_anybody_in(
    house: House, administrator: Actor, clock: Clock
) -> None:
    token = accounts.sign_in(house, "head", GOOD).token
    for _ in range(29):
        clock.turn(minutes=1)
        assert accounts.actor_for_token(house, token, touch=False)
    clock.turn(minutes=1)
    assert accounts.actor_for_token(house, token, touch=False) is None


def test_twelve_hours_sign_out_however_busy(house: House, administrator: Actor, clock: Clock) -> None:
    token = accounts.sign_in(house, "head", GOOD).token
    for _ in range(12 * 3 - 1):
        clock.turn(minutes=20)
        assert accounts.actor_for_token(house, token)
    clock.turn(minutes=20)
    assert accounts.actor_for_token(house, token) is None


def test_signing_out_ends_this_browser_and_no_other(house: House, administrator: Actor) -> None:
    here, there = (accounts.sign_in(house, "head", GOOD).token for _ in range(2))
    accounts.sign_out(house, here)
    assert accounts.actor_for_token(house, here) is None
    assert accounts.actor_for_token(house, there)
    accounts.sign_out(house, "a token nobody has")


def test_signing_out_everywhere_ends_every_browser(house: House, administrator: Actor) -> None:
    tokens = [accounts.sign_in(house, "head", GOOD).token for _ in range(3)]
    accounts.sign_out_everywhere(house, administrator)
    assert [accounts.actor_for_token(house, one) for one in tokens] == [None] * 3


@pytest.mark.parametrize("token", ["", "x", "a" * 10_000])
def test_a_token_nobody_was_given_belongs_to_nobody(house: House, administrator: Actor, token: str) -> None:
    assert accounts.actor_for_token(house, token) is None


# --- the first account, and the others ---


def test_the_first_account_is_an_administrators_and_there_is_one_first(house: House) -> None:
    with pytest.raises(AccountProblem, match="administrator"):
        accounts.create_account(
            house, None, username="eve", display_name="Eve", role=Role.ANALYST, password=GOOD
        )
    assert not accounts.any_account(house)
    accounts.create_account(
        house, None, username="head", display_name="Head", role=Role.ADMINISTRATOR, password=GOOD
    )
    assert accounts.any_account(house)
    with pytest.raises(NotAllowed):
        accounts.create_account(
            house, None, username="eve", display_name="Eve", role=Role.ADMINISTRATOR, password=GOOD
        )


def test_of_two_first_administrators_at_the_same_moment_one_is_made(any_house: House) -> None:
    together = threading.Barrier(2)
    refused: list[Exception] = []

    def set_up(username: str) -> None:
        together.wait()
        try:
            accounts.create_account(
                any_house, None, username=username, display_name="N", role=Role.ADMINISTRATOR, password=GOOD
            )
        except NotAllowed as problem:
            refused.append(problem)

    threads = [threading.Thread(target=set_up, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(rows(any_house, Account)) == 1


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_touches_accounts(house: House, administrator: Actor, role: Role) -> None:
    somebody = make(house, administrator, "somebody", role)
    other = make(house, administrator, "other", Role.VIEWER).account_id
    attempts = (
        lambda: make(house, somebody, "new"),
        lambda: accounts.list_accounts(house, somebody),
        lambda: accounts.set_active(house, somebody, other, active=False),
        lambda: accounts.set_role(house, somebody, other, Role.ANALYST),
        lambda: accounts.change_password(house, somebody, account_id=other, new=BETTER),
        lambda: accounts.sign_out_everywhere(house, somebody, other),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize("username", ["", "ab", "with space", "émile", "a" * 65, "-dash", "oidc:abc", "a\nb"])
def test_a_user_name_that_is_none_is_refused_in_words(
    house: House, administrator: Actor, username: str
) -> None:
    with pytest.raises(AccountProblem, match="user name"):
        make(house, administrator, username)


def test_a_user_name_is_given_once(house: House, administrator: Actor) -> None:
    make(house, administrator, "ann")
    with pytest.raises(AccountProblem, match="already"):
        make(house, administrator, "ANN")


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "a\x00b"])
def test_a_display_name_that_is_none_is_refused(house: House, administrator: Actor, name: str) -> None:
    with pytest.raises(AccountProblem, match="name"):
        accounts.create_account(
            house, administrator, username="ann", display_name=name, role=Role.VIEWER, password=GOOD
        )


def test_closing_an_account_or_changing_its_role_signs_it_out_at_once(
    house: House, administrator: Actor
) -> None:
    ann = make(house, administrator)
    token = accounts.sign_in(house, "ann", GOOD).token
    accounts.set_role(house, administrator, ann.account_id, Role.VIEWER)
    assert accounts.actor_for_token(house, token) is None
    signed_in = accounts.sign_in(house, "ann", GOOD)
    assert signed_in.actor.role is Role.VIEWER
    accounts.set_active(house, administrator, ann.account_id, active=False)
    assert accounts.actor_for_token(house, signed_in.token) is None
    accounts.set_active(house, administrator, ann.account_id, active=True)
    assert accounts.actor_for_token(house, signed_in.token) is None
    assert accounts.sign_in(house, "ann", GOOD)


def test_the_last_administrator_cannot_be_closed_or_changed_not_even_by_another(
    house: House, administrator: Actor
) -> None:
    second = make(house, administrator, "second", Role.ADMINISTRATOR)
    with pytest.raises(AccountProblem, match="their own"):
        accounts.set_role(house, second, second.account_id, Role.VIEWER)
    accounts.set_active(house, second, administrator.account_id, active=False)
    with pytest.raises(AccountProblem, match="last administrator"):
        accounts.set_active(house, administrator, second.account_id, active=False)
    with pytest.raises(AccountProblem, match="last administrator"):
        accounts.set_role(house, administrator, second.account_id, Role.VIEWER)


def test_changing_ones_password_asks_for_the_old_one_and_ends_the_other_browsers(
    house: House, administrator: Actor
) -> None:
    here, there = (accounts.sign_in(house, "head", GOOD).token for _ in range(2))
    with pytest.raises(AccountProblem, match="old password"):
        accounts.change_password(house, administrator, old="not it", new=BETTER)
    accounts.change_password(house, administrator, old=GOOD, new=BETTER, keep_token=here)
    assert accounts.actor_for_token(house, here)
    assert accounts.actor_for_token(house, there) is None
    assert accounts.sign_in(house, "head", BETTER)
    with pytest.raises(SignInRefused):
        accounts.sign_in(house, "head", GOOD)


def test_the_old_password_cannot_be_guessed_at_an_unattended_screen(
    house: House, administrator: Actor
) -> None:
    said = []
    for _ in range(RULES.failures):
        with pytest.raises(AccountProblem) as refused:
            accounts.change_password(house, administrator, old="a guess", new=BETTER)
        said.append(str(refused.value))
    assert sum("old password" in one for one in said) == RULES.pauses.count(0)


def test_an_administrator_gives_somebody_a_new_password_and_that_is_in_the_log(
    house: House, administrator: Actor
) -> None:
    ann = make(house, administrator)
    accounts.change_password(house, administrator, account_id=ann.account_id, new=BETTER)
    assert accounts.sign_in(house, "ann", BETTER)
    (entry,) = audit.entries(house, administrator, action="password changed")
    assert (entry.actor, entry.subject) == ("head", ann.account_id)
    assert BETTER not in str(audit.entries(house, administrator))


def test_everything_done_to_accounts_is_in_a_whole_log(house: House, administrator: Actor) -> None:
    ann = make(house, administrator)
    token = accounts.sign_in(house, "ann", GOOD).token
    accounts.sign_out(house, token)
    accounts.set_role(house, administrator, ann.account_id, Role.VIEWER)
    accounts.set_active(house, administrator, ann.account_id, active=False)
    actions = [one.action for one in reversed(audit.entries(house, administrator))]
    assert actions == [
        "account created",
        "account created",
        "sign in",
        "sign out",
        "role changed",
        "account closed",
    ]
    assert audit.verify(house) == []


# --- passwords ---


@pytest.mark.parametrize(
    "password",
    [
        "short one",
        "password12345",
        "P4$$w0rd1234!",
        "Summer2026!!!",
        "qwertyuiop123",
        "0987654321000",
        "aaaaaaaaaaaaaa",
        "letmeinletmein",
        "rowan.ashdown2026",
        "Cambridgeshire1!",
        "1qaz2wsx3edc4rfv",
        "x" * 300,
    ],
)
def test_a_password_people_guess_first_is_refused(password: str) -> None:
    own = ("rowan.ashdown", "Rowan Ashdown", "Police and Crime Commissioner for Cambridgeshire")
    assert passwords.problem(password, own)


@pytest.mark.parametrize(
    "password", [GOOD, BETTER, "correct horse battery staple", "nine-plums-beneath-a-slate", "wqzx!fbnt7kd"]
)
def test_a_password_of_a_few_unrelated_words_is_taken(password: str) -> None:
    assert passwords.problem(password, ("rowan.ashdown", "Rowan Ashdown")) is None


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400))
def test_whatever_is_typed_as_a_password_is_judged_without_an_error(password: str) -> None:
    wrong = passwords.problem(password, ("a", "Ann"))
    assert wrong is not None or len(password) >= passwords.SHORTEST


def test_the_parameters_of_the_real_hash_are_those_of_rfc_9106(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    kept = passwords.hashed(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(GOOD, kept)
    assert not passwords.matches(BETTER, kept)
    assert not passwords.is_outdated(kept)


def test_a_damaged_hash_keeps_out_instead_of_failing() -> None:
    assert not passwords.matches(GOOD, "$argon2id$damaged")


# --- single sign-on ---


@pytest.fixture
def sso(house: House) -> House:
    chosen = house.settings.model_copy(
        update={
            "oidc_roles": {"admins": Role.ADMINISTRATOR, "sg": Role.SAFEGUARDING_LEAD, "an": Role.ANALYST}
        }
    )
    return dataclasses.replace(house, settings=chosen)


def claims(clock: Clock, **changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "iss": "https://id.example.org",
        "sub": "1234",
        "iat": clock.moment.timestamp(),
        "preferred_username": "Ann.Lee",
        "name": "Ann Lee",
        "roles": ["an"],
    }
    return {name: value for name, value in (given | changed).items() if value is not None}


def test_claims_make_an_account_with_the_mapped_role_once(sso: House, clock: Clock) -> None:
    actor = accounts.actor_for_claims(sso, claims(clock))
    assert actor is not None
    assert (actor.username, actor.display_name, actor.role) == ("ann.lee", "Ann Lee", Role.ANALYST)
    assert accounts.actor_for_claims(sso, claims(clock)) == actor
    assert len(rows(sso, Account)) == 1


def test_a_role_changed_or_lost_at_the_provider_is_changed_or_lost_here(sso: House, clock: Clock) -> None:
    accounts.actor_for_claims(sso, claims(clock))
    changed = accounts.actor_for_claims(sso, claims(clock, roles=["sg"]))
    assert changed is not None
    assert changed.role is Role.SAFEGUARDING_LEAD
    assert accounts.actor_for_claims(sso, claims(clock, roles=[])) is None


def test_claims_make_no_administrator_unless_the_office_says_so(sso: House, clock: Clock) -> None:
    assert accounts.actor_for_claims(sso, claims(clock, roles=["admins"])) is None
    both = accounts.actor_for_claims(sso, claims(clock, roles=["admins", "an"]))
    assert both is not None
    assert both.role is Role.ANALYST
    chosen = sso.settings.model_copy(update={"oidc_may_make_administrators": True})
    allowed = accounts.actor_for_claims(
        dataclasses.replace(sso, settings=chosen),
        claims(clock, sub="5", preferred_username="boss", roles=["admins"]),
    )
    assert allowed is not None
    assert allowed.role is Role.ADMINISTRATOR


def test_claims_never_take_over_an_account_with_a_password_here(
    sso: House, administrator: Actor, clock: Clock
) -> None:
    assert accounts.actor_for_claims(sso, claims(clock, preferred_username="head")) is None
    assert accounts.sign_in(sso, "head", GOOD).actor.role is Role.ADMINISTRATOR


def test_another_person_at_the_provider_with_the_same_name_is_not_let_in_as_the_first(
    sso: House, clock: Clock
) -> None:
    first = accounts.actor_for_claims(sso, claims(clock))
    assert first is not None
    assert accounts.actor_for_claims(sso, claims(clock, sub="5678")) is None
    assert accounts.actor_for_claims(sso, claims(clock, iss="https://elsewhere.example")) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"sub": None},
        {"iss": None},
        {"sub": ["1234"]},
        {"iat": None},
        {"iat": "yesterday"},
        {"iat": True},
        {"roles": None},
        {"roles": "unknown"},
        {"roles": {"an": True}},
        {"roles": 7},
    ],
)
def test_claims_that_leave_something_out_let_nobody_in(
    sso: House, clock: Clock, changed: dict[str, Any]
) -> None:
    assert accounts.actor_for_claims(sso, claims(clock, **changed)) is None
    assert rows(sso, Account) == []


def test_claims_are_good_for_twelve_hours(sso: House, clock: Clock) -> None:
    given = claims(clock)
    for _ in range(29):  # somebody uses it every 25 minutes
        assert accounts.actor_for_claims(sso, given)
        clock.turn(minutes=25)
    assert accounts.actor_for_claims(sso, given) is None
    assert accounts.actor_for_claims(sso, claims(clock, iat=clock.moment.timestamp() + 3600)) is None


def test_claims_nobody_uses_for_half_an_hour_are_good_no_more(sso: House, clock: Clock) -> None:
    given = claims(clock)
    assert accounts.actor_for_claims(sso, given)
    for _ in range(4):  # a page that refreshes itself is nobody
        clock.turn(minutes=7)
        assert accounts.actor_for_claims(sso, given, touch=False)
    clock.turn(minutes=7)
    assert accounts.actor_for_claims(sso, given) is None
    retention.run(sso)
    assert rows(sso, SignIn) == []
    assert accounts.actor_for_claims(sso, given) is None
    assert accounts.actor_for_claims(sso, claims(clock)), "signing in again at the provider helps"


def test_a_clock_put_back_keeps_no_forgotten_screen_open(
    sso: House, administrator: Actor, clock: Clock
) -> None:
    clock.turn(days=40)  # wrong, and somebody signs in
    token = accounts.sign_in(sso, "head", GOOD).token
    given = claims(clock)
    assert accounts.actor_for_token(sso, token)
    assert accounts.actor_for_claims(sso, given)
    clock.turn(days=-40)  # put right
    assert accounts.actor_for_token(sso, token) is None
    assert accounts.actor_for_claims(sso, given) is None
    assert accounts.sign_in(sso, "head", GOOD).actor.role is Role.ADMINISTRATOR


def test_two_machines_whose_clocks_differ_a_little_share_a_sign_in(
    house: House, administrator: Actor, clock: Clock
) -> None:
    token = accounts.sign_in(house, "head", GOOD).token
    clock.turn(minutes=-4)
    assert accounts.actor_for_token(house, token)


def test_claims_signed_out_once_let_nobody_in_again(sso: House, clock: Clock) -> None:
    given = claims(clock)
    assert accounts.actor_for_claims(sso, given)
    accounts.sign_out_claims(sso, given)
    for _ in range(7):  # a copy of the browser's cookie, tried for as long as claims can be new
        assert accounts.actor_for_claims(sso, given) is None
        assert accounts.left_behind(sso, given)
        clock.turn(minutes=5)
        retention.run(sso)
    assert accounts.actor_for_claims(sso, given) is None
    assert accounts.actor_for_claims(sso, claims(clock)), "signing in again at the provider helps"
    events = [entry.action for entry in rows(sso, AuditEntry)]
    assert events.count("sign in") == 2
    assert events.count("sign out") == 1


def test_signing_out_everywhere_reaches_browsers_that_came_in_by_claims(
    sso: House, administrator: Actor, clock: Clock
) -> None:
    here, there = claims(clock), claims(clock, iat=clock.moment.timestamp() - 60)
    ann = accounts.actor_for_claims(sso, here)
    assert ann is not None
    assert accounts.actor_for_claims(sso, there) == ann
    accounts.sign_out_claims(sso, there)
    accounts.sign_out_everywhere(sso, administrator, ann.account_id)
    accounts.sign_out_everywhere(sso, administrator, ann.account_id)  # and ending twice opens nothing
    assert accounts.actor_for_claims(sso, here) is None
    assert accounts.actor_for_claims(sso, there) is None


def test_who_was_left_behind_is_told_apart_from_who_has_no_job_here(sso: House, clock: Clock) -> None:
    given, stranger = claims(clock), claims(clock, sub="9", roles=["kitchen"])
    assert accounts.actor_for_claims(sso, given)
    assert not accounts.left_behind(sso, stranger)
    clock.turn(minutes=31)
    assert accounts.actor_for_claims(sso, given) is None
    assert accounts.left_behind(sso, given)
    assert not accounts.left_behind(sso, {})


def test_a_role_inside_another_claim_and_one_in_words_are_found(house: House, clock: Clock) -> None:
    chosen = house.settings.model_copy(
        update={"oidc_role_claim": "realm_access.roles", "oidc_roles": {"Data Analyst": Role.ANALYST}}
    )
    nested = dataclasses.replace(house, settings=chosen)
    for held in (["Data Analyst"], "Data Analyst"):
        assert accounts.actor_for_claims(nested, claims(clock, realm_access={"roles": held}, roles=None))


def test_an_account_closed_here_stays_closed_whatever_the_provider_says(
    sso: House, administrator: Actor, clock: Clock
) -> None:
    ann = accounts.actor_for_claims(sso, claims(clock))
    assert ann is not None
    accounts.set_active(sso, administrator, ann.account_id, active=False)
    assert accounts.actor_for_claims(sso, claims(clock, roles=["sg"])) is None


def test_a_role_given_by_the_provider_is_not_changed_here(
    sso: House, administrator: Actor, clock: Clock
) -> None:
    ann = accounts.actor_for_claims(sso, claims(clock))
    assert ann is not None
    with pytest.raises(AccountProblem, match="single sign-on"):
        accounts.set_role(sso, administrator, ann.account_id, Role.SAFEGUARDING_LEAD)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["iss", "sub", "iat", "preferred_username", "name", "roles"]),
    json_values | st.sampled_from([1e300, 10**400, -1e12, 99_999_999_999]),
)
def test_whatever_a_provider_sends_is_taken_without_an_error(
    sso: House, clock: Clock, name: str, sent: object
) -> None:
    accounts.actor_for_claims(sso, claims(clock) | {name: sent})


def test_moments_in_accounts_are_utc(house: House, administrator: Actor) -> None:
    (account,) = rows(house, Account)
    assert account.created_at == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_a_list_of_accounts_says_who_was_here_and_who_is_locked_out(
    house: House, administrator: Actor, clock: Clock
) -> None:
    make(house, administrator)
    accounts.sign_in(house, "head", GOOD)
    fail(house, clock, "ann", RULES.failures)
    ann, head = accounts.list_accounts(house, administrator)
    assert (ann.username, head.username) == ("ann", "head")
    assert ann.locked_until == clock.moment + RULES.shut_for
    assert head.last_seen_at is not None
    assert ann.last_seen_at is None
    assert not ann.single_sign_on


def test_a_transaction_that_fails_half_way_lets_nobody_in(
    house: House, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(session: Session, *_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        accounts.sign_in(house, "head", GOOD)
    assert rows(house, SignIn) == []


def test_signing_in_while_ones_role_is_changed_ends_for_both(any_house: House) -> None:
    head = accounts.create_account(
        any_house, None, username="head", display_name="Head", role=Role.ADMINISTRATOR, password=GOOD
    )
    ann = make(any_house, head)
    failed: list[BaseException] = []
    together = threading.Barrier(2)

    def many(act: Callable[[int], object]) -> None:
        together.wait()
        try:
            for number in range(15):
                act(number)
        except BaseException as error:  # noqa: BLE001  (handed to the test)
            failed.append(error)

    def change(number: int) -> None:
        accounts.set_role(any_house, head, ann.account_id, (Role.VIEWER, Role.ANALYST)[number % 2])

    threads = [
        threading.Thread(target=many, args=(lambda _: accounts.sign_in(any_house, "ann", GOOD),)),
        threading.Thread(target=many, args=(change,)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert audit.verify(any_house) == []


def test_a_closed_account_is_out_even_if_its_browsers_were_not_signed_out(
    house: House, administrator: Actor
) -> None:
    token = accounts.sign_in(house, "head", GOOD).token
    with house.database.session() as session:
        session.get_one(Account, administrator.account_id).active = False
    assert accounts.actor_for_token(house, token) is None
