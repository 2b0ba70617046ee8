"""Persons and the households they live in; a household is owned or rented."""

from dataclasses import dataclass
from enum import StrEnum

from cockpit.areas import Spot


class Tenure(StrEnum):
    OWNED = "owned"
    RENTED = "rented"


@dataclass(frozen=True)
class Household:
    """`door` is the address below the building and is sealed at rest."""

    id: int
    tenure: Tenure
    place_id: int
    door: str
    spot: Spot
