"""What the cells of a row say together: homes, papers and points from several columns, and what contradicts itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cockpit.areas import holds
from cockpit.coordinates import Datum, to_wgs84
from cockpit.importing.addresses import Address
from cockpit.importing.belonging import belongs
from cockpit.importing.cells import MISSING
from cockpit.importing.dates import at_local
from cockpit.importing.draft import Draft, Rule
from cockpit.importing.kinds import NEEDED, Alternatives, Kind
from cockpit.importing.outlines import centre_of
from cockpit.importing.points import FARTHEST_NORTH, NO_DEGREES, degrees
from cockpit.importing.rode import ran_on, ride
from cockpit.papers import CHINA, Paper, PaperKind, must_be_real, read_paper, read_resident
from cockpit.people import Tenure
from cockpit.refusals import Invalid
from cockpit.texts import N_

CARD = range(15, 20)  # so many characters, mostly figures, are meant to be an identity number
BY_REGION = {"810000": "HKG", "820000": "MAC", "830000": "TWN"}  # so do their residence permits
BY_LETTER = {"H": "HKG", "M": "MAC"}  # passes of Hong Kong and Macau begin so
DECIMALS = 7  # a centimetre
NIGHT = timedelta(days=1)
SWAPPED = N_("longitude and latitude have changed places")


# People


def home(draft: Draft) -> None:
    """The parts of address and door; a column of its own says more than a part of another."""
    for name in ("door", "address"):
        found = draft.values.pop(name, None)
        if isinstance(found, Address):
            draft.values = found.parts | draft.values


def tenure(draft: Draft) -> None:
    """By what is said of it; who has a landlord rents."""
    rented = draft.values.pop("rented", None)
    if "tenure" not in draft.values:
        if rented is not None:
            draft.values["tenure"] = Tenure.RENTED if rented else Tenure.OWNED
        elif "landlord" in draft.values:
            draft.values["tenure"] = Tenure.RENTED


def paper(draft: Draft) -> None:
    """The paper by its kind, which is an identity card where nothing else is said; who has one has its date of birth."""
    number = draft.values.get("number")
    if number is None or draft.is_refused("paper") or draft.is_refused("country"):
        return
    try:
        found = _paper(draft, number)
        must_be_real("number", found.number, demo=draft.context.demo)
    except Invalid as refusal:
        draft.refuse(refusal.field, refusal.why)
        return
    draft.values |= {"number": found.number, "paper": found.kind, "country": found.country}
    draft.notes = tuple(note.value for note in found.notes)
    if found.born:
        _born(draft, found)


def _paper(draft: Draft, number: str) -> Paper:
    kind, country = draft.values.get("paper"), draft.values.get("country", "")
    if kind is None and country in ("", CHINA) and not looks_like_a_card(number):
        raise Invalid("number", N_("this is no identity number: 18 characters; of another paper, say the kind"))
    if kind in (None, PaperKind.RESIDENT) and looks_like_a_card(number):
        return read_resident(number, draft.context.today)
    return read_paper(kind or PaperKind.PASSPORT, number, country or _country(kind, number), draft.context.today)


def _country(kind: PaperKind | None, number: str) -> str:
    """Of papers that only people from one place have."""
    if kind is PaperKind.TAIWAN:
        return "TWN"
    if kind is PaperKind.PERMIT:
        return BY_REGION.get(number[:6], "")
    return BY_LETTER.get(number[:1], "") if kind is PaperKind.HONG_KONG_MACAU else ""


def looks_like_a_card(number: str) -> bool:
    return len(number) in CARD and (number[:-1].isdigit() or sum(map(str.isdigit, number)) >= len(number) - 3)


def _born(draft: Draft, found: Paper) -> None:
    said = draft.values.setdefault("born", found.born)
    if found.born and said != found.born:
        draft.refuse("born", N_("the identity number has another date of birth"), found.born.isoformat())


def birthday(draft: Draft) -> None:
    """Another paper than an identity card says nothing of it."""
    if "number" in draft.values and "born" not in draft.values and not draft.problems:
        draft.refuse("born", N_("this paper has no date of birth in its number: say it in a column of its own"))


def same_person(draft: Draft) -> None:
    """A number by which somebody is looked for: an identity number is checked, another stands as it is."""
    number = draft.values.get("number")
    if number is not None and looks_like_a_card(number):
        try:
            draft.values["number"] = read_resident(number, draft.context.today).number
            must_be_real("number", number, demo=draft.context.demo)
        except Invalid as refusal:
            draft.refuse("number", refusal.why)


# Where


def point(draft: Draft) -> None:
    """lon and lat in WGS-84; `given_in` records in which system the file has them."""
    values = draft.values
    if (found := values.pop("point", None)) is not None:
        values.setdefault("lon", found[0])
        values.setdefault("lat", found[1])
    datum = values.pop("datum", None) or Datum(draft.context.crs or Datum.WGS84)
    _must_be_numbers(draft)
    _must_not_be_swapped(draft)
    lon, lat = values.get("lon"), values.get("lat")
    if (lon is None) != (lat is None):
        draft.refuse("lat" if lat is None else "lon", MISSING)
    elif lon is not None and lat is not None:
        if lon == 0 and lat == 0:
            draft.refuse(
                "lon" if draft.said("lon") else "point", N_("0,0 is no position: it lies in the sea off Africa")
            )
        else:
            values["lon"], values["lat"] = _converted(lon, lat, datum)
            values["given_in"] = datum


def _must_be_numbers(draft: Draft) -> None:
    """Elsewhere NaN is a blank; here somebody reckoned a point, and it came to nothing."""
    for name in ("lon", "lat"):
        if draft.said(name).casefold() == "nan":
            draft.refuse(name, NO_DEGREES)


def _must_not_be_swapped(draft: Draft) -> None:
    lon, lat = degrees(draft.said("lon")), degrees(draft.said("lat"))
    if lon is not None and lat is not None and abs(lon) <= FARTHEST_NORTH < abs(lat):
        draft.problems = [one for one in draft.problems if one.field != "lat"]
        draft.refuse("lon", SWAPPED, draft.said("lat"))
        draft.refuse("lat", SWAPPED, draft.said("lon"))


def _converted(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    if datum is Datum.WGS84:
        return lon, lat
    x, y = to_wgs84(lon, lat, datum)
    return round(x, DECIMALS), round(y, DECIMALS)


def outline(draft: Draft) -> None:
    """Converted as the point is; the centre lies in it, and where none is said it is the outline's own."""
    ring = draft.values.get("outline")
    if ring is None:
        return
    datum = draft.values.get("given_in") or Datum(draft.context.crs or Datum.WGS84)
    ring = draft.values["outline"] = tuple(_converted(lon, lat, datum) for lon, lat in ring)
    lon, lat = draft.values.get("lon"), draft.values.get("lat")
    if lon is None or lat is None:
        draft.values["lon"], draft.values["lat"] = (round(one, DECIMALS) for one in centre_of(ring))
    elif not holds(ring, lon, lat):
        draft.refuse("outline", N_("its centre lies outside of it"))


# When


def in_order(first: str, then: str) -> Rule:
    """What ends does so after it began."""

    def rule(draft: Draft) -> None:
        begins, ends = draft.values.get(first), draft.values.get(then)
        if begins is not None and ends is not None and ends < begins:
            draft.refuse(then, N_("it ends before it begins"))

    return rule


def stretch(first: str, then: str) -> Rule:
    """When something starts and ends; times alone are of the day that is said, past midnight of the next one."""

    def rule(draft: Draft) -> None:
        values = draft.values
        day = values.pop("day", None)
        starts, ends = values.get(first), values.get(then)
        if isinstance(starts, datetime) and day is None:
            day = starts.astimezone(draft.context.zone).date()
        if isinstance(starts, timedelta) and isinstance(ends, timedelta) and ends <= starts:
            ends += NIGHT
        for name, said in ((first, starts), (then, ends)):
            if isinstance(said, timedelta):
                if day is None:
                    draft.refuse(name, N_("the day is missing: write it like 2020-01-24 08:30"))
                    return
                values[name] = at_local(day, said, draft.context)
        _must_take_time(draft, first, then)

    return rule


def _must_take_time(draft: Draft, first: str, then: str) -> None:
    starts, ends = draft.values.get(first), draft.values.get(then)
    if isinstance(starts, datetime) and isinstance(ends, datetime) and ends <= starts:
        draft.refuse(then, N_("it ends before it begins"))


# Whether it can be


def not_to_come(name: str) -> Rule:
    def rule(draft: Draft) -> None:
        day = draft.values.get(name)
        if day is not None and day > draft.context.today:
            draft.refuse(name, N_("this day is still to come"))

    return rule


# All


def needed(groups: tuple[Alternatives, ...]) -> Rule:
    """Something is said of every group; where a cell of it was refused, that has been said already."""

    def rule(draft: Draft) -> None:
        values = draft.values
        for group in groups:
            if not _said(values, group) and not _told(draft, group):
                draft.refuse(group[0][0], MISSING)

    return rule


def _said(values: Mapping[str, object], group: Alternatives) -> bool:
    for one in group:
        for name in one:
            if name not in values:
                break
        else:
            return True
    return False


def _told(draft: Draft, group: Alternatives) -> bool:
    return any(draft.is_refused(name) for one in group for name in one)


AREA: tuple[Rule, ...] = (point, outline)
RULES: dict[Kind, tuple[Rule, ...]] = {
    Kind.STREETS: AREA,
    Kind.COMMUNITIES: AREA,
    Kind.GRIDS: AREA,
    Kind.PLACES: (point,),
    Kind.PERSONS: (home, tenure, paper, birthday),
    Kind.HOUSEHOLDS: (home, tenure),
    Kind.ENTERPRISES: (point,),
    Kind.TEAMS: (point,),
    Kind.DUTY: (stretch("starts", "ends"),),
    Kind.QUARANTINE: (same_person, in_order("since", "until")),
    Kind.CASES: (same_person, *(not_to_come(name) for name in ("onset", "sampled"))),
    Kind.PRESENCE: (same_person, stretch("came", "left")),
    Kind.JOURNEYS: (same_person, ride, stretch("boarded", "left"), ran_on),
    Kind.CLINIC_VISITS: (same_person, stretch("came", "left")),
    Kind.PURCHASES: (same_person,),
    Kind.WORKPLACES: (same_person, not_to_come("since"), in_order("since", "until"), belongs),
    Kind.KEY_REGIONS: (in_order("since", "until"),),
    Kind.RETURNS: (same_person, in_order("left", "expected"), in_order("left", "arrived")),
    Kind.POLICIES: (in_order("holds_from", "holds_to"),),
}


def rules_of(kind: Kind) -> tuple[Rule, ...]:
    """In the order in which they follow from one another: what is needed is looked for before it is taken apart."""
    return (needed(NEEDED[kind]), *RULES[kind])
