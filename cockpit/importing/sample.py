"""A sample of what a file would do, on the map: points of things; of whoever lives somewhere, how many in each area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.importing.acts import found
from cockpit.importing.batch import Counts, State
from cockpit.importing.found import FoundRow
from cockpit.importing.kinds import Kind

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 400  # points of each verdict; what a check keeps is less
AT_HOME = frozenset({Kind.PERSONS, Kind.HOUSEHOLDS, Kind.QUARANTINE, Kind.RETURNS})  # whose points are somebody's door
DRAWN = (State.CHECKED, State.CONFIRMED, State.APPLIED)
VERDICTS = ("added", "changed")


@dataclass(frozen=True)
class Point:
    """`was` is where it lay before, where it moves; `flagged`: outside its stated street, or no point of its own."""

    line: int
    verdict: str
    name: str
    lon: float
    lat: float
    flagged: bool = False
    was: tuple[float, float] | None = None


@dataclass(frozen=True)
class Sample:
    """`areas` are counts by the code of a community, and stand for points that are nobody else's business."""

    points: tuple[Point, ...] = ()
    areas: Mapping[str, Counts] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.points or self.areas)


@allowed_to("import")
def sample_of(work: "Work", number: int) -> Sample:
    """Of a check, for whoever brought the file."""
    batch = found(work, number)
    if batch.account != work.by.id or batch.state not in DRAWN:
        return Sample()
    if batch.kind in AT_HOME:
        return Sample(areas=areas_of(work.imports.rows(number, "areas")))
    return Sample(points_of([row for verdict in VERDICTS for row in work.imports.rows(number, verdict, limit=MOST)]))


def points_of(rows: Sequence[FoundRow]) -> tuple[Point, ...]:
    """Of those rows that have one."""
    return tuple(_point(row, row.told) for row in rows if row.told.get("lon") is not None)


def _point(row: FoundRow, told: Mapping[str, Any]) -> Point:
    was = tuple(told["from"]) if told.get("from") else None
    name, flagged = str(told["name"]), bool(told.get("flagged"))
    return Point(row.line, row.verdict, name, float(told["lon"]), float(told["lat"]), flagged, was)


def areas_of(rows: Sequence[FoundRow]) -> dict[str, Counts]:
    return {code: Counts(**counts) for row in rows for code, counts in row.told["areas"].items() if code}
