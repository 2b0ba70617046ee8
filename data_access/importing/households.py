"""Households from a file: known again by place and door; who lets them is sealed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from cockpit.areas import Level
from cockpit.importing.addresses import same_address
from cockpit.importing.ground import Ground
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.importing.places import Doors, KnownDoor
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.people import household

HOUSEHOLD = Shape(
    household,
    {
        "id": "int8", "place_id": "int8", "tenure": "text", "door": "bytea", "token": "bytea", "since": "date",
        "landlord": "bytea", "street": "text", "community": "text", "grid": "text",
    },
    {"tenure": ("tenure",), "since": ("since",), "landlord": ("landlord",)},
    frozenset({"landlord"}),
)  # fmt: skip
BY_TOKEN = "select {} from household where token = any(%(tokens)b)".format(", ".join(HOUSEHOLD.types))
BELOW = ("building", "unit", "room")
NAMES = ("street", "compound", "road", *BELOW)  # by all of which a row says where a home is


class Households(Target):
    shape = HOUSEHOLD

    @cached_property
    def homes(self) -> "Homes":
        return Homes(self)

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        found = self.homes.of(rows)
        for row, home in zip(rows, found, strict=True):
            try:
                yield self._verdict(row, home) if not isinstance(home, Invalid) else refused(row, home)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield verdict.row["token"].hex()

    def _verdict(self, row: Given, home: "Home") -> Verdict:
        if home.known is None and "tenure" not in row.values:
            raise Invalid("tenure", N_("say whether it is owned or rented"))
        now = home.known or home.new()
        then = {**now, **{name: row.values[name] for name in ("tenure", "since") if name in row.values}}
        then["landlord"] = self.told("landlord", ("landlord", "landlord_phone"), row, now)
        was = self.shape.differences(now, then) if home.known else {}
        return Verdict(row.line, then, was, now.get("id"))

    def title(self, row: Mapping[str, Any]) -> str:
        """The place, and the door below it; of one that is new the door is not sealed yet."""
        door = row["door"]
        words = door if isinstance(door, str) else self.work.sealer.open(door, cell=self._cell("door", row["id"]))
        return f"{self.homes.doors.called.get(row['place_id'], '')}{words}"

    def where(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {"personal": ["address"]}

    def _plain(self, row: Any) -> list[Any]:
        return [date.fromisoformat(one) if row.field == "since" and one else one for one in super()._plain(row)]

    def complete(self, new: Sequence[Verdict]) -> None:
        for verdict in new:
            row = verdict.row
            for name in ("door", "landlord"):
                row[name] = self.seal(name, row["id"], row[name]) if isinstance(row[name], str) else row[name]


class Home:
    """The door that a row names: `known` is the household's row, where there is one."""

    def __init__(self, place: KnownDoor, door: str, token: bytes, known: dict[str, Any] | None) -> None:
        self.place, self.door, self.token, self.known = place, door, token, known

    def new(self) -> dict[str, Any]:
        """As a household that nobody knew before; its door is sealed once it has a number."""
        spot = self.place.spot
        areas = {"street": spot.street, "community": spot.community, "grid": spot.grid}
        plain = {"place_id": self.place.id, "door": self.door, "token": self.token, "since": None, "landlord": None}
        return {**plain, **areas}


class Homes:
    """Doors of a file, found in the inventory: those of one chunk by one question."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.ground = Ground(target.work.areas.known.values())
        self.doors = Doors.of(target.work.connection)

    def of(self, rows: Sequence[Given]) -> list[Home | Invalid]:
        """In their order; what names no known place is refused."""
        doors = [tuple(row.values.get(part, "") for part in NAMES) for row in rows]
        found = {door: self._named(rows[at].values) for door, at in {door: at for at, door in enumerate(doors)}.items()}
        homes = [one for one in found.values() if isinstance(one, Home)]
        known = self._known([one.token for one in homes])
        for one in homes:
            one.known = known.get(one.token)
        return [found[door] for door in doors]

    def _named(self, said: Mapping[str, Any]) -> Home | Invalid:
        door = same_address("", "", *(said.get(part, "") for part in BELOW))
        try:
            street = self.ground.find(Level.STREET, said["street"]) if said.get("street") else None
            compound, road = said.get("compound", ""), said.get("road", "")
            place = self.doors.find(
                compound or road, street.code if street else "", road if compound else "", "compound"
            )
            if not door:
                raise Invalid("room", N_("the door is missing: building, unit and room"))
        except Invalid as refusal:
            return refusal
        return Home(place, door, self.target.work.people.tokens.of_home(place.id, door), None)

    def _known(self, tokens: list[bytes]) -> Mapping[bytes, dict[str, Any]]:
        """What is about to be written is held until the commit."""
        if not tokens:
            return {}
        query = f"{BY_TOKEN} for update" if self.target.hold else BY_TOKEN
        found = self.target.work.connection.exec_driver_sql(query, {"tokens": tokens})
        rows = (dict(zip(HOUSEHOLD.types, row, strict=True)) for row in found)
        return {row["token"]: row for row in rows}
