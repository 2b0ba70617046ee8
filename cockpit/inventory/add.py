"""A place or an enterprise that nobody knew yet, written in by hand: by the rules of an import, and none twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.figures import Figure
from cockpit.importing.cells import MISSING
from cockpit.importing.kinds import FIELD, NEEDED, NEW, Kind
from cockpit.inventory.correct import KEY_OF, KIND_OF, read_cells
from cockpit.inventory.finding import What
from cockpit.inventory.page import CONTACT
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

WHERE = ("street", "community", "lon", "lat", "datum")
NEW_FORM = {
    What.PLACES: ("name", "kind", "address", *CONTACT, *WHERE),
    What.ENTERPRISES: ("credit_code", "name", "trade", "size", "staff", "address", *CONTACT, "place", *WHERE),
}


@dataclass(frozen=True)
class ThingAdded(Event):
    kind: Kind


@dataclass(eq=False)
class KnownAlready(Refusal):
    status = 409
    says = N_("{what} is in the inventory already: {code}.")
    way_out = N_("Open it there, and correct it.")
    what: str
    code: str


@allowed_to("edit_inventory")
def add(work: "Work", what: What, sent: Mapping[str, str]) -> str:
    """Returns the code by which it is found from now on."""
    kind, key, hand = KIND_OF[what], KEY_OF[what], work.inventory.hand(what)
    new = hand.judge(_values(work, what, sent))
    if new.id is not None:
        raise KnownAlready(new.row["name"], new.row[key])
    hand.keep([new])
    if what is What.ENTERPRISES:
        work.counters.add(new.row["community"], Figure.ENTERPRISES.value, None, 1)
    work.tell_area(new.row["grid"], hand.subject, new.row["id"], ThingAdded(kind))
    return str(new.row[key])


def _values(work: "Work", what: What, sent: Mapping[str, str]) -> dict[str, Any]:
    """What is said, clean; refused where something is missing without which nothing new is known."""
    if not sent.keys() <= {*NEW_FORM[what]}:
        raise Invalid("field", N_("there is no such column or field"))
    kind = KIND_OF[what]
    said = {name: text.strip() for name, text in sent.items() if text.strip()}
    for group in (*NEEDED[kind], *NEW[kind]):
        if not any(said.keys() >= set(one) for one in group):
            raise Invalid(FIELD[kind][group[0][-1]].says, MISSING)
    return read_cells(work, what, said)
