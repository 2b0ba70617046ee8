"""Who was exposed to which case, as one expression that any engine may reckon.

It says nothing of its own: how far back, how long and how near come with each case, from the version of the rule by which
that case is looked at. Held to `cockpit.screening.contacts_of`, which does the same one after the other.

Tables (times in microseconds, UTC):
cases      case, person, began, ended (the days that count), minutes (as microseconds), severe, rule
means      rule, means, unit, rows, others
presences  person, place, came, left, batch
journeys   person, run, means, boarded, left, carriage, row, compartment, crew, batch
bonds      one, other, setting, since, until
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cockpit.screening import Closeness, Setting
from cockpit.screening.rule import Unit

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

COLUMNS = ("case", "person", "setting", "closeness", "began", "ended", "where")


@dataclass(frozen=True)
class Rows:
    """The records of the cases themselves, and those of all others; in a whole round both are everybody's."""

    own: "Table"
    others: "Table"


def exposures(cases: "Table", means: "Table", presences: Rows, journeys: Rows) -> "Table":
    """Those from records; each exposure once, however many records say it."""
    return in_places(cases, presences).union(on_board(cases, means, journeys)).distinct()


def in_places(cases: "Table", presences: Rows) -> "Table":
    import ibis

    own = _own(cases, presences.own, "came")
    own = own.select("case", "minutes", "severe", "place", "began", "ended", sick=own.person)
    met = own.join(presences.others, _meets(own, presences.others, "place", "came"))
    shared = _shared(met, "came")
    long = shared.severe | (shared.ended - shared.began >= shared.minutes)
    return _told(shared, Setting.PLACE, ibis.ifelse(long, *map(_level, (Closeness.CLOSE, Closeness.GENERAL))),
                 shared.place.cast("string"))  # fmt: skip


def on_board(cases: "Table", means: "Table", journeys: Rows) -> "Table":
    own = _own(cases, journeys.own, "boarded").join(means, ["rule", "means"])
    own = own.select("case", "run", "began", "ended", "unit", "rows", sick=own.person, apart_too=own.others,
                     his_carriage=own.carriage, his_row=own.row, his_compartment=own.compartment)  # fmt: skip
    rode = own.join(journeys.others, _meets(own, journeys.others, "run", "boarded"))
    shared = _shared(rode, "boarded").mutate(closeness=_closeness(rode))
    shared = shared.filter(shared.closeness.notnull())
    return _told(shared, Setting.TRANSPORT, shared.closeness, shared.run)


def bound(cases: "Table", bonds: "Table") -> "Table":
    """Whoever is named first: a bond joins both ways."""
    import ibis

    one = bonds.select(sick=bonds.one, other=bonds.other, setting=bonds.setting, since=bonds.since, until=bonds.until)
    both = one.union(bonds.select(sick=bonds.other, other=bonds.one, setting=bonds.setting, since=bonds.since,
                                  until=bonds.until))  # fmt: skip
    met = cases.join(both, [cases.person == both.sick, both.since < cases.ended, both.until > cases.began])
    met = met.filter(met.other != met.sick)
    shared = met.select("case", "setting", person=met.other, began=ibis.greatest(met.began, met.since),
                        ended=ibis.least(met.ended, met.until))  # fmt: skip
    shared = shared.filter(shared.began < shared.ended)
    return _told(shared, shared.setting, _level(Closeness.CLOSE), ibis.literal("")).distinct()


def _own(cases: "Table", rows: "Table", came: str) -> "Table":
    """What a case did in the days that count, cut to them."""
    import ibis

    own = cases.join(rows, [cases.person == rows.person, rows[came] < cases.ended, rows.left > cases.began])
    return own.mutate(began=ibis.greatest(own.began, own[came]), ended=ibis.least(own.ended, own.left)).drop(
        came, "left"
    )


def _meets(own: "Table", others: "Table", where: str, came: str) -> list["BooleanValue"]:
    return [
        own[where] == others[where],
        others[came] < own.ended,
        others.left > own.began,
        own.sick != others.person,
    ]


def _shared(met: "Table", came: str) -> "Table":
    import ibis

    return met.mutate(began=ibis.greatest(met.began, met[came]), ended=ibis.least(met.ended, met.left))


def _closeness(rode: "Table") -> Any:
    """None for whoever was certainly apart on a vehicle of which the others do not count."""
    import ibis

    near = _near(rode)
    apart = ibis.ifelse(rode.apart_too, _level(Closeness.GENERAL), ibis.null("int8"))
    return ibis.cases(
        (near.isnull(), _level(Closeness.TO_ASK)),
        (near, _level(Closeness.CLOSE)),
        else_=apart,
    )


def _near(rode: "Table") -> Any:
    """Null where that cannot be said: SQL's own three values are those of the rule, since what is certainly apart is apart
    whatever else is not known."""
    import ibis

    same_carriage = _equal(rode.his_carriage, rode.carriage)
    # A plane and a coach have none.
    carriage = ibis.ifelse((rode.his_carriage != "") | (rode.carriage != ""), same_carriage, True)
    compartment = same_carriage & _equal(rode.his_compartment, rode.compartment)
    rows = (rode.his_row.cast("int32") - rode.row.cast("int32")).abs() <= rode.rows
    return ibis.cases(
        (rode.unit == Unit.VEHICLE.value, True),
        (rode.crew, carriage),
        ((rode.his_compartment != "") | (rode.unit == Unit.COMPARTMENT.value), compartment),
        (rode.unit == Unit.CARRIAGE.value, same_carriage),
        else_=carriage & rows,
    )


def _equal(one: Any, other: Any) -> Any:
    """Null where one of them is not known."""
    return one.nullif("") == other.nullif("")


def _level(closeness: Closeness) -> Any:
    import ibis

    return ibis.literal(int(closeness), "int8")


def _told(shared: "Table", setting: Any, closeness: Any, where: Any) -> "Table":
    import ibis

    said = ibis.literal(str(setting)) if isinstance(setting, str) else setting
    found = shared.select("case", "person", "began", "ended", setting=said, closeness=closeness, where=where)
    return found.select(*COLUMNS)
