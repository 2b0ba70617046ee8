"""Correcting a place or an enterprise by hand: cleaned as an import cleans it, kept with what it was, never over another's hand.

Only what was changed in the form is written; an emptied field says that nothing is known any more. A point outside the
district is refused, one outside the street that is said for it is flagged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.figures import Figure
from cockpit.importing.cells import MISSING
from cockpit.importing.columns import Column, Columns
from cockpit.importing.ground import Ground, Settled, Stated
from cockpit.importing.kinds import FIELD, Kind
from cockpit.importing.rows import Context, Rows
from cockpit.inventory.finding import What
from cockpit.inventory.page import CONTACT, contact_as_seen, ties_to
from cockpit.inventory.persons import Corrected
from cockpit.people import Shown
from cockpit.places import Enterprise, Place
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

Thing = Place | Enterprise
KIND_OF = {What.PLACES: Kind.PLACES, What.ENTERPRISES: Kind.ENTERPRISES}
KEY_OF = {What.PLACES: "code", What.ENTERPRISES: "credit_code"}
POINT = ("street", "lon", "lat")
FORM = {
    What.PLACES: ("name", "kind", "address", *CONTACT, *POINT),
    What.ENTERPRISES: ("name", "trade", "size", "staff", "address", *CONTACT, "place", *POINT),
}
MAY_BE_EMPTY = {"address", "trade", "size", "place", *CONTACT}
BESIDE = ("datum", "fits")  # sent with a form, and no field of the thing: a coordinate system, and that it lies right


@dataclass(eq=False)
class FasterHand(Refusal):
    status = 409
    says = N_("{what} was changed by {who} at {at}.")
    way_out = N_("What you typed stays here. Look at it as it is now, and correct it again.")
    what: str
    who: str
    at: datetime


@dataclass(eq=False)
class ImportUnderWay(Refusal):
    status = 409
    says = N_("A file is being written into the inventory right now.")
    way_out = N_("What you typed stays here. Try again in a minute.")


@allowed_to("edit_inventory")
def correct(work: "Work", what: What, code: str, sent: Mapping[str, str], seen: int) -> list[str]:
    """Keep what was changed in a form that showed the thing up to line `seen` of its history; the fields that did."""
    hand = work.inventory.hand(what)
    thing = hand.hold(code)
    must_be_as_seen(work, thing, seen)
    told = work.inventory.contact(thing)
    changed = changes_in(sent, form_of(thing, contact_as_seen(told, work.by.role, ties_to(thing)), _place(work, thing)))
    values = cleaned(work, what, thing, changed, sent)
    if what is What.ENTERPRISES and "place" in changed:
        values |= _moved_into(work, changed["place"])
    elif set(POINT) & changed.keys():
        values |= {"spot": _settled(work, thing, values), "place_id": None}
    if sent.get("fits") == "1" and thing.flagged and "spot" not in values:
        values["flagged"] = False
    return keep(work, what, thing, told, values)


def keep(work: "Work", what: What, thing: Thing, told: Mapping[str, str], values: dict[str, Any]) -> list[str]:
    """Write clean values in the place of those that stand there, and tell it."""
    named = {name: values.pop(name) for name in CONTACT if name in values}
    if named:
        values["contact"] = {name: word for name, word in {**told, **named}.items() if word}
    fields, community = work.inventory.hand(what).keep(thing, values)
    if what is What.ENTERPRISES and community != thing.spot.community:
        work.counters.add(thing.spot.community, Figure.ENTERPRISES.value, None, -1)
        work.counters.add(community, Figure.ENTERPRISES.value, None, 1)
    if fields:
        work.tell_area(community, thing.subject, thing.id, Corrected(len(fields)))
    return fields


def must_be_as_seen(work: "Work", thing: Thing, seen: int) -> None:
    """Refuses who corrects what somebody else has corrected since, and says who was faster."""
    newest = next(iter(work.inventory.history(thing, 1)), None)
    if newest and newest.id > seen:
        who = work.accounts.names([newest.account]).get(newest.account) if newest.account else None
        raise FasterHand(thing.name, who or N_("The cockpit"), newest.at)


def form_of(thing: Thing, contact: Mapping[str, Shown], place: str = "") -> dict[str, str]:
    """The fields as a form shows them, as much of them as its reader may see; `place` is the code of a firm's place."""
    spot = thing.spot
    own = (
        {"kind": thing.kind.value}
        if isinstance(thing, Place)
        else {"trade": thing.trade, "size": thing.size, "staff": str(thing.staff), "place": place}
    )
    shown = {name: one.text or "" for name, one in contact.items()}
    where = {"street": spot.street, "lon": degrees(spot.lon), "lat": degrees(spot.lat)}
    return {"name": thing.name, **own, "address": thing.address, **shown, **where}


def degrees(value: float) -> str:
    """To the centimetre."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


def changes_in(sent: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """What does not come back as it was shown."""
    if not sent.keys() <= {*form, *BESIDE}:
        raise Invalid("field", N_("there is no such column or field"))
    return {name: text.strip() for name, text in sent.items() if name in form and text.strip() != form[name]}


def cleaned(
    work: "Work", what: What, thing: Thing, changed: Mapping[str, str], sent: Mapping[str, str]
) -> dict[str, Any]:
    """The changed fields by the rules of an import, refused by the first that does not fit; empty ones as such."""
    fields, kind = FIELD[KIND_OF[what]], KIND_OF[what]
    cells = {name: text for name, text in changed.items() if name != "place"}
    if {"lon", "lat"} & cells.keys():
        cells |= {name: sent.get(name, "") for name in ("lon", "lat", "datum")}
    columns = Columns(kind, tuple(Column(name, name) for name in (KEY_OF[what], *cells)))
    today = local_day_start(work.at, work.zone).date()
    reader = Rows(kind, columns, Context(today, zone=work.zone, demo=work.people.is_demo()))
    read = reader.read([thing.code, *cells.values()])
    if isinstance(read, list):
        raise Invalid(fields[read[0].field].says, read[0].why)
    empty = [name for name in cells if name not in read.values and name != "datum"]
    for name in empty:
        if name not in MAY_BE_EMPTY:
            raise Invalid(fields[name].says, MISSING)
    return {name: value for name, value in read.values.items() if name in cells} | dict.fromkeys(empty, "")


def _settled(work: "Work", thing: Thing, values: dict[str, Any]) -> Settled:
    """Where it lies now: at the point that is said or at its old one, in the street that is said."""
    lon, lat = values.pop("lon", thing.spot.lon), values.pop("lat", thing.spot.lat)
    stated = Stated(values.pop("street", thing.spot.street), lon=lon, lat=lat)
    return Ground(work.areas.known.values()).settle(stated)


def _place(work: "Work", thing: Thing) -> str:
    place = work.inventory.place_of(thing) if isinstance(thing, Enterprise) else None
    return place.code if place else ""


def _moved_into(work: "Work", said: str) -> dict[str, Any]:
    """The place of that code or name, and its point; out of its place a firm keeps its point."""
    if not said:
        return {"place_id": None}
    found = work.inventory.doors(said)
    if not found:
        raise Invalid("place", N_("no such place is known: import the places first"))
    if len(found) > 1:
        raise Invalid("place", N_("several places have this name: write the code of one"))
    return {"spot": Settled(found[0].spot), "place_id": found[0].id}
