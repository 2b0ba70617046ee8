"""Rows of many people at once, sealed before the first of them is written: for COPY, where a shelf would ask for each."""

from datetime import date
from typing import Any, NamedTuple

from cockpit.areas import Spot
from cockpit.papers import CHINA, PaperKind
from cockpit.people import Household
from data_access.people.shelf import SEALED, own_sealer
from data_access.people.tables import household, person, person_key, person_token, residence
from data_access.people.tokens import Tokens
from data_access.sealed import Sealer

Row = tuple[Any, ...]
AREA_TYPES = {"street": "text", "community": "text", "grid": "text"}
HOUSEHOLD_TYPES = {"id": "int8", "place_id": "int8", "tenure": "text", "door": "bytea", **AREA_TYPES}
PERSON_TYPES = {
    "id": "int8",
    "born": "date",
    **dict.fromkeys(SEALED, "bytea"),
    "number_type": "text",
    "number_country": "text",
    **AREA_TYPES,
}
KEY_TYPES = {"person_id": "int8", "wrapped": "bytea"}
TOKEN_TYPES = {"token": "bytea", "person_id": "int8", "kind": "text", "street": "text"}
RESIDENCE_TYPES = {"id": "int8", "person_id": "int8", "household_id": "int8", "since": "date", **AREA_TYPES}
TYPES = {
    household.name: HOUSEHOLD_TYPES,
    person.name: PERSON_TYPES,
    person_key.name: KEY_TYPES,
    person_token.name: TOKEN_TYPES,
    residence.name: RESIDENCE_TYPES,
}  # in an order in which they may be filled


class SealedPerson(NamedTuple):
    """Rows for the columns of PERSON_TYPES, KEY_TYPES and, one a token, TOKEN_TYPES."""

    row: Row
    key: Row
    tokens: list[Row]


class Bulk:
    def __init__(self, sealer: Sealer, tokens: Tokens) -> None:
        self.sealer = sealer
        self.tokens = tokens

    def household(self, home: Household) -> Row:
        """For the columns of HOUSEHOLD_TYPES."""
        door = self.sealer.seal(home.door, cell=f"household.door/{home.id}")
        return (home.id, home.place_id, home.tenure, door, *_areas(home.spot))

    def residence(self, residence_id: int, person_id: int, home: Household, since: date) -> Row:
        """For the columns of RESIDENCE_TYPES: somebody who lives there since that day."""
        return (residence_id, person_id, home.id, since, *_areas(home.spot))

    def person(self, person_id: int, born: date, spot: Spot, known: dict[str, str]) -> SealedPerson:
        """`known` has `name`, `number` (of an identity card) and `phone`, as they are kept; empty where there is none."""
        key = self.sealer.new_key()
        own = own_sealer(key)
        values = [own.seal(known[name], cell=f"person.{name}/{person_id}") if known[name] else None for name in SEALED]
        paper = (PaperKind.RESIDENT, CHINA) if known["number"] else (None, None)
        return SealedPerson(
            (person_id, born, *values, *paper, *_areas(spot)),
            (person_id, self.sealer.wrap(key, cell=f"person_key.wrapped/{person_id}")),
            [(token, person_id, kind, spot.street) for kind, token in self.tokens.of_fields(known, spot.street)],
        )


def _areas(spot: Spot) -> Row:
    return (spot.street, spot.community, spot.grid)
