"""Who fits a visit best 就近分派: whoever was at that door last time; else, of those on duty, who has least, and of these the
nearest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cockpit.areas import Area, inside, metres_between


@dataclass(frozen=True)
class Goer:
    """Somebody who can be sent to a door: a community worker's account, or a team. `area` is the one it serves; a team
    stands by at (lon, lat), of an account nobody knows where it is. `load`: visits and jobs that it has left today."""

    kind: str
    id: int
    name: str
    area: str
    on_duty: bool = True
    load: int = 0
    lon: float = 0.0
    lat: float = 0.0

    @property
    def word(self) -> str:
        """How a page says it: `account/7`, `team/12`."""
        return f"{self.kind}/{self.id}"

    def serves(self, grid: str) -> bool:
        return inside(grid, self.area)

    def metres(self, grid: Area) -> int | None:
        """From where it stands by to the middle of the grid, as the crow flies."""
        return round(metres_between(self.lon, self.lat, grid.lon, grid.lat)) if self.kind == "team" else None


class Because(StrEnum):
    AGAIN = "again"  # was at this door last time
    SAME_DOOR = "same_door"  # goes there anyway, to somebody else behind that door
    NEAREST = "nearest"
    LEAST = "least"  # a worker, who stands nowhere
    NOBODY = "nobody"  # nobody on duty serves the grid
    CHOSEN = "chosen"  # by hand; without a goer: anybody may


@dataclass(frozen=True)
class Fit:
    """`load` is what it has before this one; the facts of the one sentence that explains it."""

    goer: Goer | None
    because: Because
    metres: int | None = None
    load: int = 0


def best(grid: Area, goers: Sequence[Goer], last: Collection[str], more: Mapping[str, int]) -> Fit:
    """`last`: words of who was at the door last time; `more`: what each is given besides, within the same proposal."""
    there = [one for one in goers if one.on_duty and one.serves(grid.code)]
    again = next((one for one in there if one.word in last), None)
    if again:
        return Fit(again, Because.AGAIN, again.metres(grid), _load(again, more))
    if not there:
        return Fit(None, Because.NOBODY)
    one = min(there, key=lambda each: (_load(each, more), _far(each, grid), each.word))
    because = Because.LEAST if one.kind == "account" else Because.NEAREST
    return Fit(one, because, one.metres(grid), _load(one, more))


def _load(one: Goer, more: Mapping[str, int]) -> int:
    return one.load + more.get(one.word, 0)


def _far(one: Goer, grid: Area) -> float:
    metres = one.metres(grid)
    return float("inf") if metres is None else metres
