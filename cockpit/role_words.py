"""The roles that watch over everybody else are given and taken by two administrators.

The second one gives the same role again. To stop somebody at once, one alone disables the account.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to, may
from cockpit.refusals import Refusal
from cockpit.texts import N_
from cockpit.two_people import Asked, must_be_second

if TYPE_CHECKING:
    from data_access.work import Work

BY_TWO = ("admin", "security", "auditor")
ASK_HOLDS = timedelta(hours=1)


@dataclass(frozen=True)
class RoleWord:
    """The first administrator's word that the account is to have the role in the area."""

    account: int
    role: str
    area: str
    asked: Asked


@dataclass(eq=False)
class NotAtOnce(Refusal):
    status = 409
    says = N_("Nobody begins in this role ({role}): two administrators give it.")
    way_out = N_("Invite with another role, then change it.")
    role: str


@allowed_to("manage_accounts")
def waiting(work: "Work", account_id: int) -> RoleWord | None:
    """The word that waits for a second administrator, while it holds."""
    word = work.role_words.of(account_id)
    if word is None or work.machine_at - word.asked.at > ASK_HOLDS:
        return None
    first = work.accounts.get(word.asked.by)
    return word if not first.disabled and may(first.role, "manage_accounts") else None


@allowed_to("manage_accounts")
def agreed(work: "Work", account_id: int, role: str, area: str) -> bool:
    """True for the second administrator's word, once; the first one's is kept. The account is held by the caller.

    The first administrator of a new district has nobody to ask. A disabled one counts: nobody makes themselves the only
    one by disabling the others.
    """
    assert work.by.id is not None
    if work.accounts.count_of("admin") < 2:
        return True
    word = waiting(work, account_id)
    if word is None or (word.role, word.area) != (role, area):
        work.role_words.keep(RoleWord(account_id, role, area, Asked(work.by.id, work.machine_at)))
        work.note_act("role_asked", "account", str(account_id), {"role": role, "area": area})
        return False
    must_be_second(word.asked, work.by.id, work.machine_at, ASK_HOLDS)
    work.role_words.drop(account_id)
    return True
