"""Accounts of the staff, how they prove who they are, and how they begin, change and end.

Machine time: sign-in is a matter of machines. Nobody but the person ever knows a password: an administrator hands out
a link that is good once. What changes an account counts from its next request.
"""

from cockpit.accounts.account import (
    ABSOLUTE,
    ACCOUNT_NAME,
    ADMIN,
    BY_TWO,
    IDLE,
    NO_PASSWORD,
    REST,
    SHORTEST_PASSWORD,
    TRIES,
    Account,
    AccountTaken,
    LastAdmin,
    LinkOver,
    NoPasswordYet,
    NotAtOnce,
    OwnAccount,
    Session,
    Wanted,
    must_be_a_password,
    staff_roles,
)
from cockpit.accounts.acts import accounts, confirm_account, disable, enable, invite, reassign, reset, reset_second_step
from cockpit.accounts.own import change_password, end_sessions, my_sessions, take_link

__all__ = [
    "ABSOLUTE",
    "ACCOUNT_NAME",
    "ADMIN",
    "BY_TWO",
    "IDLE",
    "NO_PASSWORD",
    "REST",
    "SHORTEST_PASSWORD",
    "TRIES",
    "Account",
    "AccountTaken",
    "LastAdmin",
    "LinkOver",
    "NoPasswordYet",
    "NotAtOnce",
    "OwnAccount",
    "Session",
    "Wanted",
    "accounts",
    "change_password",
    "confirm_account",
    "disable",
    "enable",
    "end_sessions",
    "invite",
    "must_be_a_password",
    "my_sessions",
    "reassign",
    "reset",
    "reset_second_step",
    "staff_roles",
    "take_link",
]
