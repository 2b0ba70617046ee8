"""Who was exposed to which case, as one expression that any engine may reckon.

It says nothing of its own: how far back, how long and how near come with each case, from the version of the rule by which
that case is looked at. Held to `cockpit.screening.contacts_of`, which does the same one after the other.

Two steps: what the cases themselves did in the days that count, and then who was there too. The first is small, and an engine
that does not know that beforehand sets it against the others the wrong way round, which takes thrice the memory and the time.

`own_...` are the records among which those of the cases are looked for, `sick_...` what was found there, the others those of
everybody whom they met. Times are microseconds, UTC.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from cockpit.lake import Kind
from cockpit.screening import Closeness, Setting
from cockpit.screening.meeting import OF_SITE
from cockpit.screening.ride import AND
from cockpit.screening.rule import Unit
from data_access.lake.columns import COLUMNS, KEPT

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

TOLD = ("case", "person", "setting", "closeness", "began", "ended", "where")
ASKED = {
    "cases": {"case": "int64", "person": "int64", "began": "int64", "ended": "int64", "minutes": "int64",
              "severe": "bool", "rule": "int32"},  # the days that count; `minutes` as microseconds
    "means": {"rule": "int32", "means": "string", "unit": "string", "rows": "int32", "others": "bool"},
    "together": {"rule": "int32", "setting": "string", "close": "bool", "others_too": "bool"},
    "bonds": {"one": "int64", "other": "int64", "setting": "string", "since": "int64", "until": "int64"},
}  # fmt: skip
SICK = {
    Kind.PRESENCE: {"case": "int64", "sick": "int64", "place": "int64", "began": "int64", "ended": "int64",
                    "minutes": "int64", "severe": "bool"},
    Kind.JOURNEY: {"case": "int64", "sick": "int64", "run": "string", "vehicle": "string", "began": "int64", "ended": "int64",
                   "his_carriage": "string", "his_row": "int16", "his_compartment": "string", "his_crew": "boolean", "unit": "string",
                   "rows": "int32", "apart_too": "bool"},
    Kind.BOND: {"case": "int64", "sick": "int64", "setting": "string", "site": "int64", "his_room": "string", "began": "int64",
                "ended": "int64", "close": "bool", "others_too": "bool"},
}  # fmt: skip


@cache
def sick_asked_of(kind: Kind, dialect: str) -> str:
    """What the cases did, in an engine's own words."""
    return _said(FIRST[kind](), dialect)


@cache
def asked_of(kind: Kind, dialect: str) -> str:
    """Who was there too, each exposure once however many records say it."""
    return _said(THEN[kind]().distinct(), dialect)


@cache
def bound_asked_of(dialect: str) -> str:
    """The same of those who are always together."""
    return _said(bound(), dialect)


def _said(expression: "Table", dialect: str) -> str:
    import ibis

    return str(ibis.to_sql(expression, dialect=dialect))


def sick_in_places() -> "Table":
    own = _own(_records(Kind.PRESENCE, "own_"), "came")
    return own.mutate(sick=own.person).select(*SICK[Kind.PRESENCE])


def in_places() -> "Table":
    import ibis

    sick, others = _sick(Kind.PRESENCE), _records(Kind.PRESENCE)
    shared = _shared(sick.join(others, _meets(sick, others, "place", "came")), "came")
    long = shared.severe | (shared.ended - shared.began >= shared.minutes)
    return _told(shared, Setting.PLACE, ibis.ifelse(long, *map(_level, (Closeness.CLOSE, Closeness.GENERAL))),
                 shared.place.cast("string"))  # fmt: skip


def sick_on_board() -> "Table":
    own = _own(_records(Kind.JOURNEY, "own_"), "boarded").join(_asked("means"), ["rule", "means"])
    own = own.mutate(sick=own.person, vehicle=own.means, apart_too=own.others, his_carriage=own.carriage, his_row=own.row,
                     his_compartment=own.compartment, his_crew=own.crew)  # fmt: skip
    return own.select(*SICK[Kind.JOURNEY])


def on_board() -> "Table":
    import ibis

    sick, others = _sick(Kind.JOURNEY), _records(Kind.JOURNEY)
    rode = sick.join(others, _meets(sick, others, "run", "boarded"))
    shared = _shared(rode, "boarded").mutate(closeness=_closeness(rode))
    shared = shared.filter(shared.closeness.notnull())
    carriage = ibis.ifelse(shared.his_carriage == shared.carriage, shared.carriage, "")
    return _told(shared, Setting.TRANSPORT, shared.closeness, shared.run + AND + shared.vehicle + AND + carriage)


def sick_belonging() -> "Table":
    own = _own(_holding("own_"), "came").join(_asked("together"), ["rule", "setting"])
    return own.mutate(sick=own.person, his_room=own.room).select(*SICK[Kind.BOND])


def belonging() -> "Table":
    """Of whom nobody knows the room, shares none."""
    import ibis

    sick, others = _sick(Kind.BOND), _holding()
    met = sick.join(others, [sick.setting == others.setting, *_meets(sick, others, "site", "came")])
    shared = _shared(met, "came").mutate(same=(met.his_room != "") & (met.his_room == met.room))
    apart = ibis.ifelse(shared.others_too, _level(Closeness.GENERAL), ibis.null("int8"))
    shared = shared.mutate(closeness=ibis.ifelse(shared.same & shared.close, _level(Closeness.CLOSE), apart))
    shared = shared.filter(shared.closeness.notnull())
    where = shared.site.cast("string") + OF_SITE + ibis.ifelse(shared.same, shared.his_room, "")
    return _told(shared, shared.setting, shared.closeness, where)


def _holding(whose: str = "") -> "Table":
    """Of where somebody belongs from a day on, the batch that spoke of it last is right about how long."""
    import ibis

    rows = _records(Kind.BOND, whose)
    same = ibis.window(group_by=["person", "setting", "site", "room", "since"])
    rows = rows.mutate(newest=rows.batch.max().over(same))
    return rows.filter(rows.batch == rows.newest).rename(came="since", left="until").drop("newest")


FIRST = {Kind.PRESENCE: sick_in_places, Kind.JOURNEY: sick_on_board, Kind.BOND: sick_belonging}
THEN = {Kind.PRESENCE: in_places, Kind.JOURNEY: on_board, Kind.BOND: belonging}


def bound() -> "Table":
    """Whoever is named first: a bond joins both ways."""
    import ibis

    cases, bonds = _asked("cases"), _asked("bonds")
    one, other = (
        bonds.select("setting", "since", "until", sick=bonds[sick], other=bonds[other])
        for sick, other in (("one", "other"), ("other", "one"))
    )
    both = one.union(other)
    met = cases.join(both, [cases.person == both.sick, both.since < cases.ended, both.until > cases.began])
    met = met.filter(met.other != met.sick)
    shared = met.select("case", "setting", person=met.other, began=ibis.greatest(met.began, met.since),
                        ended=ibis.least(met.ended, met.until))  # fmt: skip
    return _told(shared, shared.setting, _level(Closeness.CLOSE), ibis.literal("")).distinct()


def _asked(name: str) -> "Table":
    import ibis

    return ibis.table(ASKED[name], name=name)


def _sick(kind: Kind) -> "Table":
    import ibis

    return ibis.table(SICK[kind], name=f"sick_{kind}")


def _records(kind: Kind, whose: str = "") -> "Table":
    import ibis

    columns = {one.name: KEPT[one.type].rstrip("_") for one in COLUMNS[kind]}
    return ibis.table(columns | {"batch": "int64"}, name=f"{whose}{kind}")


def _own(rows: "Table", came: str) -> "Table":
    """What a case did in the days that count, cut to them."""
    import ibis

    cases = _asked("cases")
    own = cases.join(rows, [cases.person == rows.person, rows[came] < cases.ended, rows.left > cases.began])
    return own.mutate(began=ibis.greatest(own.began, own[came]), ended=ibis.least(own.ended, own.left)).drop(
        came, "left"
    )


def _meets(sick: "Table", others: "Table", where: str, came: str) -> list["BooleanValue"]:
    return [
        sick[where] == others[where],
        others[came] < sick.ended,
        others.left > sick.began,
        sick.sick != others.person,
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
    of_compartments = (rode.his_compartment != "") | (rode.compartment != "") | (rode.unit == Unit.COMPARTMENT.value)
    rows = (rode.his_row.cast("int32") - rode.row.cast("int32")).abs() <= rode.rows
    return ibis.cases(
        (rode.unit == Unit.VEHICLE.value, True),
        (rode.crew | rode.his_crew, carriage),
        (of_compartments, compartment),
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
    return found.select(*TOLD)
