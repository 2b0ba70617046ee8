"""A kind of import says what a row of a file is; its fields say what can be known of it, and by which headers.

A row must say something of every group of NEEDED; what is not known yet must besides say something of every group of NEW.
"""

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from cockpit.importing import cells, sorts
from cockpit.importing.row import Context
from cockpit.importing.sorts import Clean, Sort
from cockpit.refusals import Invalid
from cockpit.texts import N_


class Kind(StrEnum):
    STREETS = "streets"
    COMMUNITIES = "communities"
    GRIDS = "grids"
    PLACES = "places"
    PERSONS = "persons"
    HOUSEHOLDS = "households"
    ENTERPRISES = "enterprises"
    TEAMS = "teams"
    DUTY = "duty"
    QUARANTINE = "quarantine"
    CASES = "cases"
    PRESENCE = "presence"
    JOURNEYS = "journeys"
    CLINIC_VISITS = "clinic_visits"
    PURCHASES = "purchases"
    WORKPLACES = "workplaces"
    KEY_REGIONS = "key_regions"
    RETURNS = "returns"
    POLICIES = "policies"


SAYS = {
    Kind.STREETS: N_("Streets"),
    Kind.COMMUNITIES: N_("Communities"),
    Kind.GRIDS: N_("Grids"),
    Kind.PLACES: N_("Places"),
    Kind.PERSONS: N_("Persons"),
    Kind.HOUSEHOLDS: N_("Households"),
    Kind.ENTERPRISES: N_("Enterprises"),
    Kind.TEAMS: N_("Teams"),
    Kind.DUTY: N_("Duty"),
    Kind.QUARANTINE: N_("Quarantine"),
    Kind.CASES: N_("Cases"),
    Kind.PRESENCE: N_("Stays in places"),
    Kind.JOURNEYS: N_("Journeys"),
    Kind.CLINIC_VISITS: N_("Clinic visits"),
    Kind.PURCHASES: N_("Purchases of watched drugs"),
    Kind.WORKPLACES: N_("Workplaces, classes and care"),
    Kind.KEY_REGIONS: N_("Key regions"),
    Kind.RETURNS: N_("Returnees"),
    Kind.POLICIES: N_("Rules"),
}


@dataclass(frozen=True)
class Field:
    """`says` names it to people, `known_as` are headers of its columns; `clean` raises Invalid with the field's own name."""

    name: str
    says: str
    sort: Sort
    known_as: tuple[str, ...] = ()
    needed: bool = False
    personal: bool = False

    def clean(self, text: str, context: Context) -> object:
        try:
            return self.sort.clean(cells.seen(text), context)
        except Invalid as refusal:
            raise Invalid(self.name, refusal.why) from None


CALLED = Field("name", N_("What it is called"), sorts.TITLE)
NUMBERED = Field("code", N_("Code"), sorts.CODE)
LIES = Field("address", N_("Where it is"), sorts.SITE)
WHO = Field("name", N_("Name"), sorts.NAME, personal=True)
PAPER_NUMBER = Field("number", N_("Number of the paper"), sorts.NUMBER, personal=True)
REACHED = Field("phone", N_("Phone"), sorts.PHONE, personal=True)
CONTACT = (Field("contact", N_("Responsible person"), sorts.NAME, personal=True), REACHED)
IN_STREET = Field("street", N_("Street"), sorts.AREA)
AREAS = (IN_STREET, Field("community", N_("Community"), sorts.AREA), Field("grid", N_("Grid"), sorts.AREA))
AT_PLACE = Field("place", N_("Place"), sorts.AREA)
SPOT = (
    *(Field("lon", N_("Longitude"), sorts.LON), Field("lat", N_("Latitude"), sorts.LAT)),
    *(Field("point", N_("Longitude and latitude"), sorts.POINT), Field("datum", N_("Coordinate system"), sorts.DATUM)),
)
WHOSE = (PAPER_NUMBER, WHO, REACHED)
FROM_TO = (Field("since", N_("Since"), sorts.DAY), Field("until", N_("Until"), sorts.DAY))
STAY = (
    *(AT_PLACE, IN_STREET, Field("day", N_("Day"), sorts.DAY)),
    *(Field("came", N_("Came"), sorts.TIME), Field("left", N_("Left"), sorts.TIME)),
)
HOME = (
    Field("address", N_("Address"), sorts.ADDRESS, personal=True),
    *(
        Field("road", N_("Road and number"), sorts.SITE),
        Field("compound", N_("Compound"), sorts.AREA),
        Field("building", N_("Building"), sorts.PART),
        Field("unit", N_("Unit"), sorts.PART, personal=True),
    ),
    *(Field("room", N_("Room"), sorts.PART, personal=True), Field("door", N_("Door"), sorts.DOOR, personal=True)),
    *(Field("tenure", N_("Owned or rented"), sorts.TENURE), Field("rented", N_("Is it rented"), sorts.YES)),
    Field("since", N_("Since"), sorts.DAY),
)


def _area(code: Clean) -> tuple[Field, ...]:
    return (replace(NUMBERED, sort=Sort(code)), CALLED, Field("outline", N_("Outline"), sorts.OUTLINE), *SPOT)


PLAN: dict[Kind, tuple[Field, ...]] = {
    Kind.STREETS: _area(cells.street_code),
    Kind.COMMUNITIES: _area(cells.community_code),
    Kind.GRIDS: _area(cells.grid_code),
    Kind.PLACES: (NUMBERED, Field("kind", N_("Kind"), sorts.PLACE_KIND), CALLED, LIES, *AREAS, *CONTACT, *SPOT),
    Kind.PERSONS: (
        *(
            WHO,
            PAPER_NUMBER,
            Field("paper", N_("Kind of paper"), sorts.PAPER),
            Field("country", N_("Country"), sorts.COUNTRY),
        ),
        *(REACHED, Field("born", N_("Date of birth"), sorts.BIRTHDAY, personal=True), *AREAS, *HOME),
    ),
    Kind.HOUSEHOLDS: (
        *(*AREAS, *HOME, Field("landlord", N_("Landlord"), sorts.NAME, personal=True)),
        Field("landlord_phone", N_("Landlord's phone"), sorts.PHONE, personal=True),
    ),
    Kind.ENTERPRISES: (
        *(Field("credit_code", N_("Credit code"), sorts.CREDIT_CODE), CALLED, Field("trade", N_("Trade"), sorts.TRADE)),
        *(Field("size", N_("Size"), sorts.SIZE), Field("staff", N_("Staff"), sorts.WHOLE)),
        *(*CONTACT, LIES, *AREAS, AT_PLACE, *SPOT),
    ),
    Kind.TEAMS: (
        *(NUMBERED, CALLED, Field("role", N_("Role"), sorts.ROLE), *AREAS),
        *(Field("members", N_("Members"), sorts.NAMES), *SPOT),
    ),
    Kind.DUTY: (
        *(Field("team", N_("Team"), sorts.AREA), Field("account", N_("Account"), sorts.KEY)),
        *(IN_STREET, Field("day", N_("Day"), sorts.DAY)),
        *(Field("starts", N_("Starts"), sorts.TIME), Field("ends", N_("Ends"), sorts.TIME)),
        Field("on_call", N_("On call"), sorts.YES),
    ),
    Kind.QUARANTINE: (
        *(*WHOSE, Field("kind", N_("Kind"), sorts.QUARANTINE_KIND)),
        *(*FROM_TO, AT_PLACE),
    ),
    Kind.CASES: (
        *(*WHOSE, Field("status", N_("Status"), sorts.CASE), Field("onset", N_("Day of the onset"), sorts.DAY)),
        Field("sampled", N_("Day of the sampling"), sorts.DAY),
        *(
            Field("isolated_at", N_("Time of isolation"), sorts.MOMENT),
            Field("severe", N_("Severe symptoms"), sorts.YES),
        ),
        Field("itinerary", N_("Itinerary in words"), sorts.LONG_TEXT, personal=True),
    ),
    Kind.PRESENCE: (*WHOSE, *STAY),
    Kind.JOURNEYS: (
        *(
            *WHOSE,
            Field("run", N_("Number of the train or flight"), sorts.RUN),
            Field("means", N_("Vehicle"), sorts.MEANS),
        ),
        *(
            Field("day", N_("Day"), sorts.DAY),
            Field("boarded", N_("Boarded"), sorts.TIME),
            Field("left", N_("Left"), sorts.TIME),
        ),
        *(Field("carriage", N_("Carriage"), sorts.CARRIAGE), Field("seat", N_("Seat"), sorts.SEAT)),
        *(Field("row", N_("Row of seats"), sorts.WHOLE), Field("compartment", N_("Compartment"), sorts.PART)),
        Field("crew", N_("Belongs to the crew"), sorts.YES),
        *(Field("origin", N_("Boarded at"), sorts.AREA), Field("destination", N_("Left at"), sorts.AREA)),
    ),
    Kind.CLINIC_VISITS: (*WHOSE, *STAY, Field("symptoms", N_("Symptoms"), sorts.SYMPTOMS, personal=True)),
    Kind.PURCHASES: (
        *(*WHOSE, AT_PLACE, IN_STREET, Field("bought", N_("Bought at"), sorts.MOMENT)),
        Field("drug", N_("Drug"), sorts.AREA, personal=True),
    ),
    Kind.WORKPLACES: (
        *(*WHOSE, Field("firm", N_("Firm"), sorts.AREA), Field("credit_code", N_("Credit code"), sorts.CREDIT_CODE)),
        *(AT_PLACE, IN_STREET, Field("setting", N_("Work, class or care"), sorts.BOND)),
        *(Field("room", N_("Office, class or ward"), sorts.ROOM), *FROM_TO),
    ),
    Kind.KEY_REGIONS: (
        *(replace(NUMBERED, sort=sorts.REGION_CODE), CALLED, Field("level", N_("Level"), sorts.REGION_LEVEL)),
        *FROM_TO,
        Field("source", N_("Source"), sorts.TEXT),
    ),
    Kind.RETURNS: (
        *(WHO, PAPER_NUMBER, REACHED, Field("origin", N_("Comes from"), sorts.REGION)),
        *(Field("left", N_("Left there on"), sorts.DAY), Field("expected", N_("Expected on"), sorts.DAY)),
        *(Field("arrived", N_("Arrived on"), sorts.DAY), Field("source", N_("Who says so"), sorts.RETURN_SOURCE)),
        *AREAS,
    ),
    Kind.POLICIES: (
        *(
            Field("kind", N_("Kind"), sorts.KEY),
            Field("key", N_("Key"), sorts.KEY),
            Field("area", N_("Area"), sorts.AREA_CODE),
        ),
        *(
            Field("holds_from", N_("In force from"), sorts.MOMENT),
            Field("holds_to", N_("In force until"), sorts.MOMENT),
        ),
        *(Field("source", N_("Source"), sorts.TEXT), Field("body", N_("Body"), sorts.BODY)),
    ),
}

Alternatives = tuple[tuple[str, ...], ...]  # sets of fields, of which one is enough
POINT_OR_TWO: Alternatives = (("lon", "lat"), ("point",))
A_DOOR: Alternatives = (
    ("address",),
    *(("compound", "room"), ("compound", "door"), ("compound", "building")),
    *(("road", "room"), ("road", "door")),
)
A_PERSON: Alternatives = (("number",), ("phone",))
OF_AREA: tuple[Alternatives, ...] = ((("code",),), (("name",),), (("outline",), *POINT_OR_TWO))

# What each row must say: by this a thing is known again.
NEEDED: dict[Kind, tuple[Alternatives, ...]] = {
    Kind.STREETS: OF_AREA,
    Kind.COMMUNITIES: OF_AREA,
    Kind.GRIDS: OF_AREA,
    Kind.PLACES: ((("code",), ("name",)),),
    Kind.PERSONS: ((("name",),), (("number",), ("born",), ("phone",))),
    Kind.HOUSEHOLDS: (A_DOOR,),
    Kind.ENTERPRISES: ((("credit_code",),),),
    Kind.TEAMS: ((("code",), ("name", "street")),),
    Kind.DUTY: ((("team",), ("account",)), (("starts",),), (("ends",),)),
    Kind.QUARANTINE: (A_PERSON, (("kind",),), (("since",),)),
    Kind.CASES: (A_PERSON, (("status",),), (("onset",), ("sampled",))),
    Kind.PRESENCE: (A_PERSON, (("place",),), (("came",),), (("left",),)),
    Kind.JOURNEYS: (A_PERSON, (("run",),), (("boarded",),), (("left",),)),
    Kind.CLINIC_VISITS: (A_PERSON, (("place",),), (("came",),), (("left",),)),
    Kind.PURCHASES: (A_PERSON, (("place",),), (("bought",),), (("drug",),)),
    Kind.WORKPLACES: (A_PERSON, (("firm",), ("credit_code",), ("place",)), (("since",),)),
    Kind.KEY_REGIONS: ((("code",), ("name",)), (("level",),), (("since",),)),
    Kind.RETURNS: ((("number",), ("phone",)), (("origin",),), (("expected",), ("arrived",)), (("source",),)),
    Kind.POLICIES: ((("kind",),), (("key",),), (("holds_from",),), (("source",),), (("body",),)),
}

# What must besides be said of a thing that nobody knew before.
NEW: dict[Kind, tuple[Alternatives, ...]] = {
    Kind.PLACES: ((("kind",),), (("name",),), (*POINT_OR_TWO, ("community",), ("grid",))),
    Kind.PERSONS: ((("born",), ("number",)), A_DOOR),
    Kind.HOUSEHOLDS: ((("tenure",), ("rented",), ("landlord",)),),
    Kind.ENTERPRISES: ((("name",),), (("place",), *POINT_OR_TWO, ("community",), ("grid",))),
    Kind.TEAMS: ((("name",),), (("role",),), (("street",), ("community",), ("grid",))),
}


@cache
def _headers() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("cockpit.importing").joinpath("headers.toml").read_text(encoding="utf-8")
    )
    return found


def _whole(kind: Kind, field: Field) -> Field:
    """With its headers, and whether every row needs it."""
    known = (_headers().get(table, {}).get(field.name, []) for table in (kind.value, "common"))
    headers = dict.fromkeys([field.name, *(header for each in known for header in each)])
    return replace(field, known_as=tuple(headers), needed=((field.name,),) in NEEDED[kind])


FIELDS: dict[Kind, tuple[Field, ...]] = {
    kind: tuple(_whole(kind, field) for field in fields) for kind, fields in PLAN.items()
}
FIELD = {kind: {field.name: field for field in fields} for kind, fields in FIELDS.items()}
SAYS_NOTHING = tuple(map(str, _headers()["nothing"]))


def propose_fix(field: Field, text: str, context: Context) -> str:
    """What a refused cell of the field could say instead; empty where nobody can know. It is clean itself."""
    try:
        proposal = field.sort.propose(text.strip(), context)
        if proposal and proposal != text:
            field.clean(proposal, context)
            return proposal
    except Invalid:
        pass
    return ""
