"""A shift changes hands 换班: one offers it, another of the same role and area takes it, the lead agrees where policy says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import inside
from cockpit.duty.acts import must_fit
from cockpit.duty.post import Holder
from cockpit.duty.refused import AlreadyOffered, NotForBoth, ShiftIsOver, SwapIsOver, TooLittleRest
from cockpit.duty.shift import Shift, told
from cockpit.duty.told import SwapMade, SwapOffered, SwapRefused, SwapTaken, SwapWithdrawn
from cockpit.paging import page
from cockpit.refusals import NotFound

if TYPE_CHECKING:
    from data_access.work import Work


class State(StrEnum):
    OFFERED = "offered"
    TAKEN = "taken"  # waits for the lead
    MADE = "made"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # the shift was changed meanwhile


OPEN = (State.OFFERED, State.TAKEN)


@dataclass(frozen=True)
class Swap:
    """`lead_agrees` and `policy`: by which rule it began; a newer one changes nothing for it."""

    id: int
    shift: int
    offered_by: int
    offered_at: datetime
    lead_agrees: bool
    policy: int
    state: State = State.OFFERED
    taken_by: int | None = None
    taken_at: datetime | None = None
    ended_by: int | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Offer:
    """An offer as somebody reads it: whose shift, who wants it, and what the reader may do."""

    swap: Swap
    shift: Shift
    giver: Holder
    taker: Holder | None
    may: tuple[str, ...]


@dataclass(frozen=True)
class Exchange:
    """One's own shifts that are to come, with those that are offered, and the offers of one's role and area."""

    mine: tuple[Shift, ...]
    offers: tuple[Offer, ...]


@allowed_to("swap_shift")
def offer_shift(work: "Work", shift_id: int) -> Swap:
    """One's own shift that has not begun."""
    work.duty.lock()
    shift = next(iter(work.duty.shifts([shift_id])), None)
    if shift is None or work.by.id is None or shift.account != work.by.id:
        raise NotFound()
    if shift.starts <= work.at:
        raise ShiftIsOver(mine=told(shift, work.zone))
    if shift.id in work.duty.offered():
        raise AlreadyOffered(mine=told(shift, work.zone))
    rule = work.policy.get("shift", "swap", work.by.area)
    swap = work.duty.add_swap(Swap(0, shift.id, work.by.id, work.at, rule.body["lead_agrees"], rule.id))
    work.tell_area(work.by.area, "swap", swap.id, SwapOffered(shift.id, work.by.id))
    return swap


@allowed_to("swap_shift")
def take_shift(work: "Work", swap_id: int) -> Swap:
    """By another person of the same role and area; theirs at once where no lead needs to agree."""
    swap, shift, giver = _open(work, swap_id, State.OFFERED)
    taker = work.duty.holder(("account", work.by.id or 0))
    if taker is None or taker.whose == giver.whose or (taker.role, taker.area) != (giver.role, giver.area):
        raise NotFound()
    _must_fit(work, taker, shift)
    wanted = replace(swap, taken_by=taker.whose[1], taken_at=work.at, state=State.TAKEN)
    if not swap.lead_agrees:
        return _make(work, wanted, shift, giver, taker)
    kept = work.duty.keep_swap(wanted)
    page(work, [giver.whose[1]], "swap_asked", None)
    work.tell_area(giver.area, "swap", swap.id, SwapTaken(shift.id, giver.whose[1], taker.whose[1]))
    return kept


@allowed_to("lead_roster")
def agree_swap(work: "Work", swap_id: int) -> Swap:
    """By the lead of both, who is neither; whether it fits is asked once more."""
    swap, shift, giver = _open(work, swap_id, State.TAKEN)
    taker = _taker(work, swap, giver)
    _must_fit(work, taker, shift)
    return _make(work, replace(swap, ended_by=work.by.id), shift, giver, taker)


@allowed_to("lead_roster")
def refuse_swap(work: "Work", swap_id: int) -> Swap:
    swap, shift, giver = _open(work, swap_id, State.TAKEN)
    taker = _taker(work, swap, giver)
    work.tell_area(giver.area, "swap", swap.id, SwapRefused(shift.id, giver.whose[1], taker.whose[1]))
    return work.duty.keep_swap(replace(swap, state=State.REFUSED, ended_by=work.by.id, ended_at=work.at))


@allowed_to("swap_shift")
def withdraw_swap(work: "Work", swap_id: int) -> Swap:
    """By whoever offered it, while it is still theirs."""
    swap, shift, giver = _open(work, swap_id, *OPEN)
    if swap.offered_by != work.by.id:
        raise NotFound()
    work.tell_area(giver.area, "swap", swap.id, SwapWithdrawn(shift.id, swap.offered_by, swap.taken_by))
    return work.duty.keep_swap(replace(swap, state=State.WITHDRAWN, ended_by=work.by.id, ended_at=work.at))


@allowed_to("swap_shift")
def exchange(work: "Work", ahead: timedelta = timedelta(days=14)) -> Exchange:
    me = work.duty.holder(("account", work.by.id or 0))
    mine = work.duty.of(me.whose, work.at, work.at + ahead) if me else ()
    found = (_offer(work, me, swap) for swap in work.duty.swaps(OPEN))
    return Exchange(tuple(one for one in mine if one.starts > work.at), tuple(one for one in found if one))


def _offer(work: "Work", me: Holder | None, swap: Swap) -> Offer | None:
    """None where it is none of the reader's business, or the shift has begun."""
    shift = next(iter(work.duty.shifts([swap.shift])), None)
    giver = work.duty.holder(("account", swap.offered_by))
    if shift is None or giver is None or shift.starts <= work.at:
        return None
    taker = work.duty.holder(("account", swap.taken_by)) if swap.taken_by else None
    party = work.by.id in (swap.offered_by, swap.taken_by)
    leads = work.by.may("lead_roster") and inside(giver.area, work.by.area)
    alike = me is not None and (me.role, me.area) == (giver.role, giver.area)
    may = (
        *(["take"] if alike and not party and swap.state is State.OFFERED else []),
        *(["withdraw"] if swap.offered_by == work.by.id else []),
        *(["agree", "refuse"] if leads and not party and swap.state is State.TAKEN else []),
    )
    return Offer(swap, shift, giver, taker, may) if alike or leads or party else None


def _open(work: "Work", swap_id: int, *states: State) -> tuple[Swap, Shift, Holder]:
    """An offer that the reader may know of, in one of these states, and its shift has not begun."""
    work.duty.lock()
    swap = work.duty.swap(swap_id)
    giver = work.duty.holder(("account", swap.offered_by)) if swap else None
    if swap is None or giver is None or not _known_to(work, giver):
        raise NotFound()
    shift = next(iter(work.duty.shifts([swap.shift])), None)
    if swap.state not in states or shift is None:
        raise SwapIsOver()
    if shift.starts <= work.at:
        raise ShiftIsOver(mine=told(shift, work.zone))
    return swap, shift, giver


def _known_to(work: "Work", giver: Holder) -> bool:
    alike = (work.by.role, work.by.area) == (giver.role, giver.area)
    return alike or (work.by.may("lead_roster") and inside(giver.area, work.by.area))


def _taker(work: "Work", swap: Swap, giver: Holder) -> Holder:
    if not inside(giver.area, work.by.area):
        raise NotFound()
    taker = work.duty.holder(("account", swap.taken_by or 0))
    if taker is None:
        raise SwapIsOver()
    if work.by.id in (swap.offered_by, swap.taken_by):
        raise NotForBoth()
    return taker


def _must_fit(work: "Work", taker: Holder, shift: Shift) -> None:
    theirs = replace(shift, id=0, account=taker.whose[1])
    must_fit(work, taker, theirs)
    rest = timedelta(hours=work.policy.get("shift", "swap", taker.area).body["rest"])
    near = work.duty.of(taker.whose, shift.starts - rest, shift.ends + rest)
    if not shift.on_call and (other := _too_near(near)):
        hours = rest // timedelta(hours=1)
        mine = told(shift, work.zone)
        raise TooLittleRest(name=taker.name, mine=mine, other=told(other, work.zone), hours=hours)


def _too_near(near: Sequence[Shift]) -> Shift | None:
    """Who is on call may sleep: only shifts need rest between them."""
    return next((one for one in near if not one.on_call), None)


def _make(work: "Work", swap: Swap, shift: Shift, giver: Holder, taker: Holder) -> Swap:
    work.duty.keep_swap(made := replace(swap, state=State.MADE, ended_at=work.at))
    work.duty.write([shift], [replace(shift, account=taker.whose[1])])
    page(work, [giver.whose[1], taker.whose[1]], "swapped", None)
    work.tell_area(giver.area, "swap", swap.id, SwapMade(shift.id, giver.whose[1], taker.whose[1]))
    return made
