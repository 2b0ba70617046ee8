"""How the roster is changed: nobody twice at once, nobody who is away, nothing that is over; and the last change taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import inside
from cockpit.duty.post import Holder
from cockpit.duty.refused import AwayThen, NothingToUndo, Overlapping, ShiftIsOver
from cockpit.duty.roster import WEEK, undoable, week_of
from cockpit.duty.shift import Shift, midnight, overlap, told
from cockpit.duty.told import RosterCopied, RosterUndone, ShiftAdded, ShiftEnded, ShiftMoved, ShiftTakenOff
from cockpit.events import Event
from cockpit.refusals import ChangedMeanwhile, Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@allowed_to("lead_roster")
def add_shift(
    work: "Work", whose: tuple[str, int], starts: datetime, ends: datetime, *, on_call: bool = False
) -> Shift:
    holder = led(work, whose)
    team, account = (whose[1], None) if whose[0] == "team" else (None, whose[1])
    shift = Shift(0, team, account, starts, ends, on_call)
    event = ShiftAdded(team, account, starts, ends, on_call)
    return change(work, holder, [], [shift], event)[0]


@allowed_to("lead_roster")
def move_shift(work: "Work", shift_id: int, starts: datetime, ends: datetime, *, on_call: bool = False) -> Shift:
    shift, holder = taken(work, shift_id)
    event = ShiftMoved(shift.team, shift.account, starts, ends)
    return change(work, holder, [shift], [replace(shift, starts=starts, ends=ends, on_call=on_call)], event)[0]


@allowed_to("lead_roster")
def end_shift(work: "Work", shift_id: int) -> Shift:
    """A shift that runs ends now; one that has not begun is taken off instead."""
    shift, holder = taken(work, shift_id)
    if shift.starts >= work.at:
        raise Invalid("starts", N_("it has not begun yet: take it off the roster instead"))
    event = ShiftEnded(shift.team, shift.account, work.at)
    return change(work, holder, [shift], [replace(shift, ends=work.at)], event)[0]


@allowed_to("lead_roster")
def take_off(work: "Work", shift_id: int) -> Shift:
    """A shift that has not begun is no more."""
    shift, holder = taken(work, shift_id)
    if shift.starts <= work.at:
        raise Invalid("starts", N_("it has begun already: end it instead"))
    change(work, holder, [shift], [], ShiftTakenOff(shift.team, shift.account, shift.starts))
    return shift


@allowed_to("lead_roster")
def copy_week(work: "Work", day: date, area: str, roles: Sequence[str]) -> RosterCopied:
    """The shifts that began in the week before, a week later; what would not fit is left out and counted."""
    work.duty.lock()
    week = week_of(work, day - WEEK, area, roles)
    begins = midnight(week.first, work.zone)
    began = [one for row in week.rows for one in row.shifts if begins <= one.starts < begins + WEEK]
    copies = [
        replace(one, id=0, starts=_later(one.starts, work.zone), ends=_later(one.ends, work.zone)) for one in began
    ]
    fitting = [one for one in copies if one.ends > work.at and not in_the_way(work, one)]
    event = RosterCopied(len(fitting), len(copies) - len(fitting))
    if fitting:
        _write(work, area, [], fitting, event)
    return event


def in_the_way(work: "Work", shift: Shift) -> bool:
    away = any(shift.starts < until and since < shift.ends for since, until in work.duty.away(shift.whose))
    return away or overlap(shift, work.duty.of(shift.whose, shift.starts, shift.ends)) is not None


def _later(at: datetime, zone: tzinfo) -> datetime:
    """The same local hour a week later."""
    return (at.astimezone(zone) + WEEK).astimezone(zone)


@allowed_to("lead_roster")
def undo(work: "Work") -> RosterUndone:
    """One's own last change, while it is fresh and nobody has changed those shifts since."""
    work.duty.lock()
    step = undoable(work)
    if step is None:
        raise NothingToUndo()
    if sorted(work.duty.shifts([one.id for one in step.after]), key=_id) != sorted(step.after, key=_id):
        raise ChangedMeanwhile(what=N_("The roster"))
    for one in step.before:
        must_fit(work, led(work, one.whose), one)
    work.duty.write(step.after, step.before)
    work.duty.undone(step.id)
    event = RosterUndone(max(len(step.before), len(step.after)))
    work.tell_area(work.by.area, "shift", (step.before or step.after)[0].id, event)
    return event


def led(work: "Work", whose: tuple[str, int]) -> Holder:
    """A team or person of one's own area; anybody else does not exist."""
    holder = work.duty.holder(whose)
    if holder is None or not inside(holder.area, work.by.area):
        raise NotFound()
    return holder


def taken(work: "Work", shift_id: int) -> tuple[Shift, Holder]:
    """A shift to be changed: of one's own area, and not over."""
    work.duty.lock()
    shift = next(iter(work.duty.shifts([shift_id])), None)
    if shift is None:
        raise NotFound()
    holder = led(work, shift.whose)
    if shift.ends <= work.at:
        raise ShiftIsOver(mine=told(shift, work.zone))
    return shift, holder


def change(work: "Work", holder: Holder, before: Sequence[Shift], after: Sequence[Shift], event: Event) -> list[Shift]:
    work.duty.lock()
    for one in after:
        must_be_hours(work, one)
        must_fit(work, holder, one)
    return _write(work, holder.area, before, after, event)


def _write(work: "Work", area: str, before: Sequence[Shift], after: Sequence[Shift], event: Event) -> list[Shift]:
    kept = work.duty.write(before, after)
    work.duty.forget_steps(work.at - timedelta(days=1))
    work.duty.add_step(work.by.id, work.at, event.name(), before, kept)
    work.tell_area(area, "shift", (kept or before)[0].id, event)
    return kept


def must_be_hours(work: "Work", shift: Shift) -> None:
    longest = work.policy.get("shift", "hours", work.by.area).body["longest"]
    if shift.ends <= shift.starts:
        raise Invalid("ends", N_("it ends before it begins"))
    if shift.ends - shift.starts > timedelta(hours=longest):
        raise Invalid("ends", N_("a shift is longer than the rules allow"))
    if shift.ends < work.at:
        raise ShiftIsOver(mine=told(shift, work.zone))


def must_fit(work: "Work", holder: Holder, shift: Shift) -> None:
    mine = told(shift, work.zone)
    if other := overlap(shift, work.duty.of(shift.whose, shift.starts, shift.ends)):
        raise Overlapping(name=holder.name, mine=mine, other=told(other, work.zone))
    for since, until in work.duty.away(shift.whose):
        if shift.starts < until and since < shift.ends:
            raise AwayThen(name=holder.name, mine=mine, leave=told(replace(shift, starts=since, ends=until), work.zone))


def _id(shift: Shift) -> int:
    return shift.id
