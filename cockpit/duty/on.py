"""Who is on duty now: whoever is on shift, else whoever is on call; where nobody plans a roster, everyone of the role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.areas import parent_codes

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Standing:
    """One person of a role as the roster has them at a moment; `rostered`: it plans them at all around now."""

    account: int
    on_shift: bool
    on_call: bool
    rostered: bool
    on_leave: bool


def on_among(standings: Sequence[Standing]) -> tuple[int, ...]:
    """Of all persons of one role and area, those who are to be reached now.

    A roster with a hole in it answers nobody: a gap is shown and never papered over with people who sleep.
    """
    here = [one for one in standings if not one.on_leave]
    if not any(one.rostered for one in standings):
        return tuple(one.account for one in here)
    on_shift = tuple(one.account for one in here if one.on_shift)
    return on_shift or tuple(one.account for one in here if one.on_call)


def who_is_on(work: "Work", role: str, area: str) -> tuple[int, ...]:
    """Accounts of the role whose area covers `area` and who are on now, in the order of their numbers.

    On call counts where none is on shift; where nobody of that role and area is rostered at all, everyone of it.
    """
    days = work.policy.get("shift", "rostered", area).body["days"]
    return on_among(work.duty.standings(role, parent_codes(area), work.at, timedelta(days=days)))


def is_on(work: "Work", account_id: int) -> bool:
    """Whether this person may be reached now: as `who_is_on` says of their own role and area."""
    one = work.accounts.get(account_id)
    return not one.disabled and one.id in who_is_on(work, one.role, one.area)
