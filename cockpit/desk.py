"""The 24-hour desk: who sits at it now, and where a red item goes that nobody touches."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.incidents.incident import Incident, State
from cockpit.incidents.told import PassedOn
from cockpit.refusals import NotFound

if TYPE_CHECKING:
    from data_access.work import Work


class Seat(StrEnum):
    FIRST = "first"  # 一席
    SECOND = "second"  # 二席


@dataclass(frozen=True)
class DeskWatch:
    """One person at one seat of an area's desk, from `taken_at` until somebody takes over or it is handed over."""

    seat: Seat
    area: str
    account: int
    name: str
    taken_at: datetime
    ended_at: datetime | None = None
    id: int = 0
    subject: str = field(default="desk", init=False, repr=False)


@dataclass(frozen=True)
class TookOver(Event):
    seat: Seat
    account: int
    before: int | None


@dataclass(frozen=True)
class HandedOver(Event):
    seat: Seat
    account: int


@allowed_to("take_desk")
def take_over(work: "Work", seat: Seat) -> DeskWatch:
    """Sit down at the seat of one's own area; whoever sat there is relieved by it."""
    before = work.desk.take(work.by.area, seat)
    if before and before.account == work.by.id:
        return before
    if before:
        work.desk.end(before.id, work.at)
    assert work.by.id is not None
    watch = work.desk.add(DeskWatch(seat, work.by.area, work.by.id, work.by.name, work.at))
    work.tell_area(
        work.by.area, watch.subject, watch.id, TookOver(seat, watch.account, before.account if before else None)
    )
    return watch


@allowed_to("take_desk")
def hand_over(work: "Work", seat: Seat) -> None:
    """Leave the seat; it stands empty until somebody takes it."""
    watch = work.desk.take(work.by.area, seat)
    if watch is None or watch.account != work.by.id:
        raise NotFound()
    work.desk.end(watch.id, work.at)
    work.tell_area(work.by.area, watch.subject, watch.id, HandedOver(seat, watch.account))


@allowed_to("keep_clocks")
def pass_on(work: "Work", incident_id: int, to: str, after: int) -> Incident:
    """Nobody touched a red item for `after` seconds: it goes to the second desk, then to the shift lead."""
    incident = work.incidents.take(incident_id)
    if incident.state is not State.REPORTED:
        return incident
    return work.save(incident, PassedOn(to, after))
