"""Who is on duty now: whoever is on shift, else whoever is on call; where nobody plans a roster, everyone of the role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.areas import parent_codes

if TYPE_CHECKING:
    from cockpit.accounts import Account
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
    return _on_at(work, role, area, work.at)


def _on_at(work: "Work", role: str, area: str, at: datetime) -> tuple[int, ...]:
    days = work.policy.get("shift", "rostered", area).body["days"]
    return on_among(work.duty.standings(role, parent_codes(area), at, timedelta(days=days)))


def is_on(work: "Work", account_id: int) -> bool:
    """Whether this person may be reached now: as `who_is_on` says of their own role and area, or they came in unplanned."""
    one = work.accounts.get(account_id)
    return not one.disabled and (one.id in who_is_on(work, one.role, one.area) or _came_in(work, one))


def _came_in(work: "Work", one: "Account") -> bool:
    """They sat down at the desk outside any shift of theirs; a seat that is only not given back keeps nobody awake."""
    sits = work.desk.seat_of(one.id)
    if sits is None:
        return False
    longest = timedelta(hours=work.policy.get("shift", "hours", one.area).body["longest"])
    return work.at - sits.taken_at < longest and one.id not in _on_at(work, one.role, one.area, sits.taken_at)
