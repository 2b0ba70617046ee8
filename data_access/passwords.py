"""Passwords and codes, proven at the door and at a terminal alike: wrong ones count, and too many let the account rest.

Passwords are hashed by argon2 in gevent's thread pool, outside any transaction, since a hash takes 50 ms.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from cockpit.access import system
from cockpit.accounts import Account
from cockpit.refusals import LockedOut, WrongSignIn
from cockpit.second_step import WrongCode
from data_access.accounts import AccountShelf
from data_access.apart import apart
from data_access.database import Database
from data_access.work import Work

T = TypeVar("T")
HASHER = PasswordHasher()
NOBODY = (  # of 32 bytes that nobody kept; written down, since making one costs every process that starts 0.2 s
    "$argon2id$v=19$m=65536,t=3,p=4$tVaZdEhygYOF+O9heSu3sA$0iJTTVQyYZJDJ/IrN8yrpjkv9egkfj/s/xDiMuuQz7g"
)


def hashed(password: str) -> str:
    return str(apart(partial(HASHER.hash, password)))


def verified(password_hash: str, password: str) -> bool:
    def verify() -> bool:
        try:
            return HASHER.verify(password_hash, password)
        except VerificationError:
            return False

    return bool(apart(verify))


def proven(found: Database, name: str, password: str) -> Account:
    """The account whose password this is; reckoned for a stranger too, so that both take as long."""
    machine = datetime.now(UTC)
    with found.connection() as connection:
        account = AccountShelf(connection).by_name(name)
    if account:
        must_not_rest(account, machine)
    known = account if account and account.has_password else None
    right = verified(known.password_hash if known else NOBODY, password)
    if known and right and not known.disabled:
        return known
    if account:
        with found.work(system(account.area)) as work:
            tries = work.accounts.count_wrong_try(account.id, machine)
            work.note_act("wrong_sign_in", "account", str(account.id), {"tries": tries})
    raise WrongSignIn()


def proven_by_code(found: Database, account: Account, prove: Callable[[Work], T]) -> T:
    """What `prove` gives for the second step; a wrong code counts, and rests the account, as a wrong password does."""
    machine = datetime.now(UTC)
    try:
        with found.work(system(account.area)) as work:
            must_not_rest(work.accounts.get(account.id), machine)
            return prove(work)
    except WrongCode:  # who knocks while the account rests does not make it longer
        with found.work(system(account.area)) as work:
            tries = work.accounts.count_wrong_try(account.id, machine)
            work.note_act("wrong_code", "account", str(account.id), {"tries": tries})
        raise


def must_not_rest(account: Account, machine: datetime) -> None:
    resting = account.resting_until()
    if resting and resting > machine:
        raise LockedOut(minutes=int((resting - machine).total_seconds() // 60) + 1)
