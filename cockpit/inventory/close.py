"""A place or an enterprise that is no more: dated and not deleted, since what happened there stays; and taken up again.

A place in which enterprises or households still are, stays until they are elsewhere.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.figures import Figure
from cockpit.importing.kinds import Kind
from cockpit.inventory.correct import KIND_OF, Thing, must_be_as_seen
from cockpit.inventory.finding import What
from cockpit.places import Place
from cockpit.refusals import NotFound, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class ThingClosed(Event):
    kind: Kind


@dataclass(frozen=True)
class ThingReopened(Event):
    kind: Kind


@dataclass(eq=False)
class StillInIt(Refusal):
    status = 409
    says = N_("Enterprises still in {what}: {firms}; households: {homes}.")
    way_out = N_("Say first where they are now.")
    what: str
    firms: int
    homes: int


@dataclass(eq=False)
class SoAlready(Refusal):
    status = 409
    says = N_("{what} stands so in the inventory already.")
    way_out = N_("Look at it as it is now.")
    what: str


@allowed_to("edit_inventory")
def close(work: "Work", what: What, code: str, seen: int) -> None:
    """From now on it is found among what is no more only."""
    _say(work, what, code, seen, closed=True)


@allowed_to("edit_inventory")
def reopen(work: "Work", what: What, code: str, seen: int) -> None:
    _say(work, what, code, seen, closed=False)


def _say(work: "Work", what: What, code: str, seen: int, *, closed: bool) -> None:
    hand = work.inventory.hand(what)
    thing = hand.hold([code]).get(code)
    if thing is None:
        raise NotFound()
    must_be_as_seen(work, thing, seen)
    if closed is (thing.closed_at is not None):
        raise SoAlready(thing.name)
    if closed:
        must_be_empty(work, thing)
    hand.keep([hand.change(thing, {"closed_at": work.at if closed else None})])
    if what is What.ENTERPRISES:
        work.counters.add(thing.spot.community, Figure.ENTERPRISES.value, None, -1 if closed else 1)
    event = (ThingClosed if closed else ThingReopened)(KIND_OF[what])
    work.tell_area(thing.spot.grid, thing.subject, thing.id, event)


def must_be_empty(work: "Work", thing: Thing) -> None:
    if not isinstance(thing, Place):
        return
    _, firms = work.inventory.firms_in(thing.id, 0)
    homes = work.inventory.households_in(thing.id)
    if firms or homes:
        raise StillInIt(thing.name, firms, homes)
