"""Leave 请假 takes a person off the roster for a while; why is a code of a closed list, and kept sealed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import inside
from cockpit.duty.acts import led
from cockpit.duty.post import Holder
from cockpit.duty.refused import AwayThen
from cockpit.duty.shift import Shift, told
from cockpit.duty.told import LeaveEnded, LeaveTaken
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


class Why(StrEnum):
    ANNUAL = "annual"  # 年休
    SICK = "sick"  # 病假
    FAMILY = "family"  # 家事
    TRAINING = "training"  # 培训
    OTHER = "other"


REASONS = {
    Why.ANNUAL: N_("Annual leave"),
    Why.SICK: N_("Sick leave"),
    Why.FAMILY: N_("Family matters"),
    Why.TRAINING: N_("Training"),
    Why.OTHER: N_("Another reason"),
}


@dataclass(frozen=True)
class Leave:
    """From `starts` up to but not including `ends`; `back_at`: the person came back before, or never went."""

    id: int
    account: int
    starts: datetime
    ends: datetime
    why: Why
    back_at: datetime | None = None


@dataclass(frozen=True)
class Away:
    """A leave as the lead reads it."""

    leave: Leave
    holder: Holder


@allowed_to("lead_roster")
def take_leave(work: "Work", account_id: int, starts: datetime, ends: datetime, why: str | None) -> Leave:
    """Whatever of the person's shifts falls into it is taken off or cut; the gap is seen at once."""
    holder = led(work, ("account", account_id))
    if why not in set(Why):
        raise Invalid("leave", N_("choose why"))
    if ends <= starts or ends <= work.at:
        raise Invalid("ends", N_("it ends before it begins"))
    work.duty.lock()
    for since, until in work.duty.away(holder.whose):
        if starts < until and since < ends:
            mine, other = (Shift(0, None, account_id, *one) for one in ((starts, ends), (since, until)))
            raise AwayThen(name=holder.name, mine=told(mine, work.zone), leave=told(other, work.zone))
    leave = work.duty.add_leave(Leave(0, account_id, starts, ends, Why(why)))
    hit = [one for one in work.duty.of(holder.whose, max(starts, work.at), ends) if one.ends > work.at]
    work.duty.write(hit, [left for one in hit for left in left_of(one, max(starts, work.at), ends)])
    work.tell_area(holder.area, "leave", leave.id, LeaveTaken(account_id, starts, ends, len(hit)))
    return leave


@allowed_to("lead_roster")
def end_leave(work: "Work", leave_id: int) -> Leave:
    """The person is back; shifts are planned anew by hand."""
    leave = work.duty.leave(leave_id)
    if leave is None or leave.back_at is not None:
        raise NotFound()
    holder = led(work, ("account", leave.account))
    work.duty.end_leave(leave.id, work.at)
    work.tell_area(holder.area, "leave", leave.id, LeaveEnded(leave.account))
    return replace(leave, back_at=work.at)


@allowed_to("lead_roster")
def who_is_away(work: "Work") -> tuple[Away, ...]:
    """Of one's own area, now or soon."""
    found = ((leave, work.duty.holder(("account", leave.account))) for leave in work.duty.leaves_after(work.at))
    return tuple(Away(leave, holder) for leave, holder in found if holder and inside(holder.area, work.by.area))


def left_of(shift: Shift, starts: datetime, ends: datetime) -> list[Shift]:
    """What stays of a shift when this time is taken out of it; the first part is still the same shift."""
    before = [replace(shift, ends=starts)] if shift.starts < starts else []
    after = [replace(shift, id=0 if before else shift.id, starts=ends)] if ends < shift.ends else []
    return [*before, *after]
