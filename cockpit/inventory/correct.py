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
from cockpit.inventory.past import Was
from cockpit.inventory.persons import Corrected
from cockpit.people import Shown
from cockpit.places import Enterprise, Place
from cockpit.refusals import Invalid, NotFound, Refusal
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
    thing = hand.hold([code]).get(code)
    if thing is None:
        raise NotFound()
    must_be_as_seen(work, thing, seen)
    told = hand.told(thing)
    form = form_of(thing, contact_as_seen(told, work.by.role, ties_to(thing)), _place(work, thing))
    changed = changes_in(sent, form)
    values = _whole(work, thing, cleaned(work, what, thing.code, changed, sent), changed, told)
    if sent.get("fits") == "1":
        values |= looked_at(thing, values)
    change = hand.change(thing, values)
    if change.was:
        hand.keep([change])
        count_moved(work, thing, change.row["community"])
        work.tell_area(change.row["grid"], thing.subject, thing.id, Corrected(len(change.was)))
    return list(change.was)


def looked_at(thing: Thing, values: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody has looked where it lies, and it is right; a new point is judged by itself."""
    return {"flagged": False} if thing.flagged and "spot" not in values else {}


def with_contact(told: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """Who answers for it from now on: what is said in the place of what was, and nothing of what was emptied."""
    said = {name: values[name] for name in CONTACT if name in values}
    return {name: word for name, word in {**told, **said}.items() if word}


def count_moved(work: "Work", thing: Thing, community: str) -> None:
    """Enterprises are counted where they lie."""
    if isinstance(thing, Enterprise) and community != thing.spot.community:
        work.counters.add(thing.spot.community, Figure.ENTERPRISES.value, None, -1)
        work.counters.add(community, Figure.ENTERPRISES.value, None, 1)


def must_be_as_seen(work: "Work", thing: Thing, seen: int) -> None:
    """Refuses who corrects what somebody else has corrected since, and says who was faster."""
    if newer := work.inventory.since(thing.subject, [thing.id], seen).get(thing.id):
        raise faster(work, thing, newer)


def faster(work: "Work", thing: Thing, newer: Was) -> FasterHand:
    who = work.accounts.names([newer.account]).get(newer.account) if newer.account else None
    return FasterHand(thing.name, who or N_("The cockpit"), newer.at)


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


def cleaned(work: "Work", what: What, code: str, changed: Mapping[str, str], sent: Mapping[str, str]) -> dict[str, Any]:
    """The changed fields by the rules of an import, refused by the first that does not fit; empty ones as such."""
    fields = FIELD[KIND_OF[what]]
    cells = {name: text for name, text in changed.items() if name != "place"}
    if {"lon", "lat"} & cells.keys():
        cells |= {name: sent.get(name, "") for name in ("lon", "lat", "datum")}
    values = read_cells(work, what, {KEY_OF[what]: code, **cells})
    empty = [name for name in cells if name not in values and name != "datum"]
    for name in empty:
        if name not in MAY_BE_EMPTY:
            raise Invalid(fields[name].says, MISSING)
    return {name: value for name, value in values.items() if name in cells} | dict.fromkeys(empty, "")


def read_cells(work: "Work", what: What, cells: Mapping[str, str]) -> dict[str, Any]:
    """Clean values of what is typed, as of a row of a file; refused by the first that does not fit."""
    kind = KIND_OF[what]
    columns = Columns(kind, tuple(Column(name, name) for name in cells))
    today = local_day_start(work.at, work.zone).date()
    reader = Rows(kind, columns, Context(today, zone=work.zone, demo=work.people.is_demo()))
    read = reader.read(list(cells.values()))
    if isinstance(read, list):
        raise Invalid(FIELD[kind][read[0].field].says, read[0].why)
    return read.values


def _whole(
    work: "Work", thing: Thing, clean: dict[str, Any], changed: Mapping[str, str], told: Mapping[str, str]
) -> dict[str, Any]:
    """Clean fields as the thing keeps them: who answers for it in one, and where it lies in another."""
    values = {name: value for name, value in clean.items() if name not in (*CONTACT, *POINT)}
    if set(CONTACT) & clean.keys():
        values["contact"] = with_contact(told, clean)
    if "place" in changed:
        return values | _moved_into(work, changed["place"])
    return values | (_settled(work, thing, clean) if set(POINT) & changed.keys() else {})


def _settled(work: "Work", thing: Thing, clean: Mapping[str, Any]) -> dict[str, Any]:
    """Where it lies now: at the point that is said or at its old one, in the street that is said; in no place."""
    spot = thing.spot
    said = Stated(clean.get("street", spot.street), lon=clean.get("lon", spot.lon), lat=clean.get("lat", spot.lat))
    return {"spot": Ground(work.areas.known.values()).settle(said), "place_id": None}


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
