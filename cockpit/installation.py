"""A district is installed once, from nothing: what it starts with is its own area, its rules and one administrator.

Everybody else gets an account from that administrator.
"""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to

if TYPE_CHECKING:
    from data_access.work import Work

FIRST_ROLE = "admin"


@allowed_to("install")
def install(work: "Work", account: str, name: str, password_hash: str) -> bool:
    """Make the first administrator; where there is one already, nothing is made and the answer is False."""
    if work.accounts.has_role(FIRST_ROLE):
        return False
    first = work.accounts.add(FIRST_ROLE, work.by.area, account, name, password_hash)
    work.note_act("installed", "account", str(first), {})
    return True
