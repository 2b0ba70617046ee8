"""Itineraries of cases: each stop and ride as it was told, its words sealed; and which batch of the lake has what counts."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.lake import Kind, NoSuchBatch
from cockpit.screening import Means, Stop, StopKind
from data_access.sealed import Sealer
from data_access.tables import Code, Instant, area_columns, id_column, metadata, next_id

if TYPE_CHECKING:
    import pyarrow as pa

    from data_access.database import Database
    from data_access.lake import Lake

# The areas are those of the case.
journey = Table(
    "journey",
    metadata,
    id_column(),
    Column("case_id", BigInteger, ForeignKey("case_record.id"), nullable=False),
    Column("kind", Code, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("day", Date),
    Column("began", Instant),
    Column("ended", Instant),
    Column("place_id", BigInteger, ForeignKey("place.id")),
    Column("run", Code, nullable=False),
    Column("means", Code),
    Column("carriage", Code, nullable=False),
    Column("row", SmallInteger),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    Index("ix_journey_case_id", "case_id"),
    Index("ix_journey_street_community", "street", "community"),
)
SOURCE = "itinerary"  # as sources are called on the page of them
AREAS = text("select street, community, grid from case_record where id = :case")
TOLD = text("update case_record set itinerary_told = itinerary_told + 1 where id = :case")
LANDED = text("update case_record set itinerary_landed = :told where id = :case")
NUMBERED = text("update case_record set itinerary_batch = :batch where id = :case")
WAITING = text(
    "select id, itinerary_batch, itinerary_told from case_record where itinerary_told <> itinerary_landed and id = any(:cases)"
)
COLUMNS = ("kind", "day", "began", "ended", "run", "means", "carriage", "row")


class ItineraryShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def of_case(self, case_id: int) -> list[Stop]:
        rows = self.connection.execute(select(journey).where(journey.c.case_id == case_id).order_by(journey.c.id))
        return [self._stop_of(row) for row in rows]

    def add(self, new: Stop, emergency: int | None) -> Stop:
        number = next_id(self.connection, journey)
        areas = self.connection.execute(AREAS, {"case": new.case}).one()._mapping
        sealed = self.sealer.seal(new.words, cell=f"journey.words/{number}")
        values = (
            _values(new) | dict(areas) | {"id": number, "case_id": new.case, "words": sealed, "emergency": emergency}
        )
        self.connection.execute(insert(journey).values(values))
        return replace(new, id=number)

    def keep(self, one: Stop) -> Stop:
        self.connection.execute(update(journey).where(journey.c.id == one.id).values(_values(one)))
        return one

    def remove(self, one: Stop) -> None:
        self.connection.execute(delete(journey).where(journey.c.id == one.id))

    # What of it lies in the lake

    def told(self, case_id: int) -> None:
        """It was changed: the lake has it no more as it is."""
        self.connection.execute(TOLD, {"case": case_id})

    def waiting(self, cases: Collection[int]) -> list[tuple[int, int | None, int]]:
        """(case, the batch that it has in the lake, how often it was told) of those that were told since."""
        return [(row[0], row[1], row[2]) for row in self.connection.execute(WAITING, {"cases": list(cases)})]

    def numbered(self, case_id: int) -> int:
        """A number for its next batch, which no import has."""
        number = int(
            self.connection.execute(text("select nextval(pg_get_serial_sequence('import_batch', 'id'))")).scalar_one()
        )
        self.connection.execute(NUMBERED, {"case": case_id, "batch": number})
        return number

    def landed(self, case_id: int, told: int) -> None:
        """As it was told that often; what was told meanwhile waits for the next round."""
        self.connection.execute(LANDED, {"case": case_id, "told": told})

    def _stop_of(self, row: Row[Any]) -> Stop:
        words = self.sealer.open(row.words, cell=f"journey.words/{row.id}")
        means = Means(row.means) if row.means else None
        return Stop(
            row.id, row.case_id, StopKind(row.kind), words, row.day, row.began, row.ended, row.place_id, row.run, means,
            row.carriage, row.row,
        )  # fmt: skip


def _values(one: Stop) -> dict[str, Any]:
    return {name: getattr(one, name) for name in COLUMNS} | {"place_id": one.place}


def bring_told(database: "Database", by: Actor, lake: "Lake", case: int, before: int | None) -> None:
    """Rides lie under the number of the stays, taken from nought: a batch is of one kind."""
    for number in (before, -before) if before else ():
        with suppress(NoSuchBatch):
            lake.take_back(number)
    with database.work(by) as work:
        number, stops = work.itineraries.numbered(case), work.itineraries.of_case(case)
        person, at = work.cases.get(case).person, work.at
        known = work.pseudonyms.of([person])
    lake.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for sign, kind, records in ((1, Kind.PRESENCE, StopKind.STAY), (-1, Kind.JOURNEY, StopKind.RIDE)):
        if person in known and any(one.counts and one.kind is records for one in stops):
            rows = records_of(stops, known[person], records, lake.zone)
            lake.bring(sign * number, kind, SOURCE, at, [rows])


def records_of(stops: Collection[Stop], person: int, kind: StopKind, zone: Any) -> "pa.RecordBatch":
    """Those that count, as records of the lake under this pseudonym."""
    import pyarrow as pa

    rows = [one for one in stops if one.counts and one.kind is kind]
    times = pa.timestamp("us", "UTC")
    ended = pa.array([one.ended for one in rows], times)
    began = pa.array([one.began for one in rows], times)
    persons = pa.array([person] * len(rows), pa.int64())
    if kind is StopKind.STAY:
        places = pa.array([one.place for one in rows], pa.int64())
        return pa.record_batch({"person": persons, "place": places, "came": began, "left": ended})
    runs = [f"{one.run}/{one.began.astimezone(zone).date()}" if one.began else one.run for one in rows]
    return pa.record_batch(
        {
            "person": persons, "run": pa.array(runs, pa.string()), "boarded": began, "left": ended,
            "means": pa.array([one.means and one.means.value for one in rows], pa.string()),
            "carriage": pa.array([one.carriage for one in rows], pa.string()),
            "row": pa.array([one.row for one in rows], pa.int16()),
        }
    )  # fmt: skip
