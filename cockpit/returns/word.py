"""A word about an arrival: who said it, when, and what; several of one journey make one entry, and contradictions stay seen.

Of each thing the weightiest word that says it counts, and of equals the newest: who was at the door knows it best, then the
record of a gate or ticket, then what others tell, last what somebody announced.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cockpit.people import same_name
from cockpit.returns.region import NOT_SAID, Origin


class Source(StrEnum):
    """From the weightiest on."""

    COMMUNITY = "community"  # 社区
    HUB = "hub"  # 交通枢纽
    SITE = "site"  # 工地
    LANDLORD = "landlord"  # 房东
    DECLARED_SELF = "declared_self"  # 本人申报


WEIGHT = {source: -at for at, source in enumerate(Source)}


@dataclass(frozen=True)
class Word:
    """What one source said; days are the district's own, `area` the code of the smallest area where they will live.

    `name` and `phone` are there while nobody knows who it is.
    """

    source: Source
    origin: Origin = NOT_SAID
    left: date | None = None
    expected: date | None = None
    arrived: date | None = None
    area: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    at: datetime | None = None
    account: int | None = None
    id: int = 0

    @property
    def day(self) -> date | None:
        """The arrival by this word, as near as it says it."""
        return self.arrived or self.expected or self.left

    @property
    def content(self) -> tuple[Any, ...]:
        """By which the same word is known when it comes again."""
        days = (self.left, self.expected, self.arrived)
        return (self.source, self.origin, *days, self.area, same_name(self.name), self.phone)


@dataclass(frozen=True)
class Contradiction:
    """Sources that cannot all be right: each with what it says of `field`."""

    field: str
    said: tuple[tuple[Source, Any], ...]


def merged(words: Sequence[Word], name: str) -> Any:
    """What counts of the field: None, or nothing, where nobody says it."""
    telling = [one for one in words if getattr(one, name)]
    found = max(telling, key=lambda one: (WEIGHT[one.source], one.id), default=None)
    return getattr(found, name) if found else NOT_SAID if name == "origin" else "" if name in TEXTS else None


def contradictions(words: Sequence[Word]) -> list[Contradiction]:
    """Between the newest words of each source; who corrects themselves contradicts nobody."""
    found = []
    for name, agree in COMPARED.items():
        said = _newest(words, name)
        if any(not agree(one, other) for _, one in said for _, other in said):
            found.append(Contradiction(name, tuple(said)))
    return found


def _newest(words: Iterable[Word], name: str) -> list[tuple[Source, Any]]:
    by_source = {one.source: getattr(one, name) for one in words if getattr(one, name)}
    return sorted(by_source.items(), key=lambda pair: -WEIGHT[pair[0]])


def _within(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


TEXTS = ("area", "name", "phone")
COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "origin": Origin.agrees,
    "left": lambda one, other: one == other,
    "expected": lambda one, other: one == other,
    "arrived": lambda one, other: one == other,
    "area": _within,
}
