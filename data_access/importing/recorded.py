"""Records on their way into the lake: of who is known, in places that are known, under pseudonyms from here on.

They wait in a file of Arrow's beside the lake until all rows were judged; what is there already is found there, and no row of
a file of millions is kept in memory.
"""

import tempfile
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cockpit.areas import Level
from cockpit.importing.batch import Counts
from cockpit.importing.kinds import Kind
from cockpit.lake import FIRST_YEAR, IN_THE_FUTURE, LONG_AGO, NO_SUCH_ROW, SEAT_ROWS, Brought
from cockpit.lake import Kind as Lakes
from cockpit.people import Person
from cockpit.refusals import Invalid
from cockpit.returns import Arrival, KeyRegion, detect, listed, read_origin
from cockpit.screening.rounds import NEWS
from cockpit.screening.trace import ROUND
from cockpit.texts import N_
from data_access.importing.places import Doors
from data_access.importing.target import Given, Target, Verdict, Wrong, refused
from data_access.importing.undo import TakenBack
from data_access.importing.whose import Whose
from data_access.lake.checks import microseconds
from data_access.lake.columns import BEGAN, COLUMNS, ENDED, schema_of
from data_access.lake.lake import WAITS, Lake
from data_access.lake.notes import Spots

if TYPE_CHECKING:
    import pyarrow as pa

    from data_access.work import Work

FASTEST = 130.0  # km/h within a district; who was faster was not the same person, or the clock was wrong
ERASED = N_("this person's data was erased: nothing is kept of them any more")
BRING_AGAIN = N_("it said some of the same rows, which are gone with this one: bring it again")
LONG_AGO_AT = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)


class Recorded(Target):
    """One kind of record; `lake` is where it goes."""

    kind: ClassVar[Lakes]

    def __init__(self, work: "Work", batch: int | None, *, hold: bool) -> None:
        super().__init__(work, batch, hold=hold)
        self.open = ExitStack()
        self.brought: Brought | None = None

    @contextmanager
    def into(self, lake: Lake, source: str) -> Iterator["Recorded"]:
        """What waits is taken away at the end, whatever came of it."""
        self.lake, self.source = lake, source
        lake.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.open:
            yield self

    @property
    def keeps(self) -> bool:
        """A check too: only against the lake it can be said which rows are new."""
        return True

    @cached_property
    def whose(self) -> Whose:
        return Whose(self.work)

    @cached_property
    def doors(self) -> Doors:
        return Doors.of(self.work.connection)

    @cached_property
    def pseudonyms(self) -> dict[int, int]:
        return {}

    @cached_property
    def spots(self) -> dict[tuple[str, str], int]:
        """Places of the file that were looked up."""
        return {}

    # Judged

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        whose = self.whose.of(rows)
        self._name({one.id for one in whose if isinstance(one, Person)})
        for row, one in zip(rows, whose, strict=True):
            try:
                yield Verdict(row.line, self._record(row, one))
            except Invalid as refusal:
                yield refused(row, refusal)

    def _name(self, persons: set[int]) -> None:
        """Given before anything is written: a pseudonym has to outlive whatever takes the writing back."""
        if unknown := persons - self.pseudonyms.keys():
            self.pseudonyms.update(self.work.pseudonyms.of(unknown))

    def _record(self, row: Given, one: Person | Invalid) -> dict[str, Any]:
        if isinstance(one, Invalid):
            raise one
        if one.id not in self.pseudonyms:
            raise Invalid("number" if "number" in row.values else "phone", ERASED)
        self._must_be_past(row)
        return {"person": self.pseudonyms[one.id], **self.given(row, one)}

    def _must_be_past(self, row: Given) -> None:
        began, ended = (row.values[name] for name in (BEGAN[self.kind], ENDED[self.kind]))
        if ended > self.work.at:
            raise Invalid(ENDED[self.kind], IN_THE_FUTURE)
        if began < LONG_AGO_AT:
            raise Invalid(BEGAN[self.kind], LONG_AGO)

    @abstractmethod
    def given(self, row: Given, one: Person) -> dict[str, Any]:
        """What the row says, in the lake's columns."""

    def place(self, row: Given) -> int:
        named = (row.values["place"], row.values.get("street", ""))
        if named not in self.spots:
            name, street = named
            self.spots[named] = self.doors.find(name, self._street(street)).id
        return self.spots[named]

    def _street(self, name: str) -> str:
        """Its code, for which a file has its name."""
        if not name:
            return ""
        for area in self.work.areas.known.values():
            if area.level is Level.STREET and name in (area.code, area.name):
                return area.code
        raise Invalid("street", N_("no such street is known"))

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        """Who says the same twice has said it once: the lake sees to that, whatever the size of the file."""
        return iter(())

    # Kept

    def keep(self, verdicts: Sequence[Verdict]) -> None:
        import pyarrow as pa

        columns = {
            one.name: [_kept(verdict.row.get(one.name, one.empty)) for verdict in verdicts]
            for one in COLUMNS[self.kind]
        }
        self._waiting.write_batch(pa.record_batch(columns, schema=schema_of(self.kind)))

    @cached_property
    def _waiting(self) -> "pa.ipc.RecordBatchFileWriter":
        import pyarrow as pa

        self._folder = Path(self.open.enter_context(tempfile.TemporaryDirectory(prefix=WAITS, dir=self.lake.folder)))
        return self.open.enter_context(pa.ipc.new_file(self._folder / "waits.arrow", schema_of(self.kind)))

    def _stream(self) -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        self._waiting.close()
        with pa.ipc.open_file(self._folder / "waits.arrow") as file:
            for number in range(file.num_record_batches):
                yield file.get_batch(number)

    def counted(self, counts: Counts) -> Counts:
        """Of the rows that fit, those that are new: before it was written, what would be."""
        found = self.brought or self.lake.weigh(self.kind, self.work.at, self._stream())
        return replace(counts, added=found.added, unchanged=found.unchanged)

    def move(self, told: Callable[[], object] = lambda: None) -> None:
        """All of it or nothing, once however often; then a round is asked for."""
        told()
        assert self.batch is not None
        self.brought = self.lake.bring(
            self.batch, self.kind, self.source, self.work.at, self._stream(), spots=self._where()
        )
        self.work.later(NEWS, self.work.at, queue="slow", lock=ROUND)

    def taken_back(self) -> TakenBack:
        """All of its rows. What later batches said too is gone with it: they are named, to be brought again."""
        assert self.batch is not None
        gone = self.lake.take_back(self.batch)
        self.work.later(NEWS, self.work.at, queue="slow", lock=ROUND)
        return TakenBack(gone.rows, dict.fromkeys(gone.bring_again, BRING_AGAIN))

    def _where(self) -> Spots:
        import pyarrow as pa

        known = {door.id: door.spot for doors in self.doors.named.values() for door in doors}
        columns = {
            "place": pa.array(list(known), pa.int64()),
            "lon": pa.array([spot.lon for spot in known.values()], pa.float64()),
            "lat": pa.array([spot.lat for spot in known.values()], pa.float64()),
        }
        return Spots(pa.table(columns), FASTEST)

    # Told

    def told_of(self, verdict: Verdict) -> dict[str, Any]:
        return {"name": self.title(verdict.row), "changes": {}}

    def titles(self, things: Sequence[int]) -> dict[int, str]:
        """Batches, where something is to be said of them."""
        return {number: f"#{number}" for number in things}

    def title(self, row: Mapping[str, Any]) -> str:
        """Where and when: no name is needed to see what a row would do."""
        where = row.get("run") or self.doors.called.get(row.get("place", 0), "")
        return f"{where} {row[BEGAN[self.kind]].astimezone(self.work.zone):%Y-%m-%d %H:%M}"


def _kept(value: Any) -> Any:
    return microseconds(value) if isinstance(value, datetime) else value


class Stays(Recorded):
    kind = Lakes.PRESENCE

    def given(self, row: Given, one: Person) -> dict[str, Any]:
        return {"place": self.place(row), "came": row.values["came"], "left": row.values["left"]}


class ClinicVisits(Stays):
    kind = Lakes.VISIT

    def given(self, row: Given, one: Person) -> dict[str, Any]:
        return {**super().given(row, one), "symptoms": row.values.get("symptoms", "")}


class Purchases(Recorded):
    kind = Lakes.PURCHASE

    def given(self, row: Given, one: Person) -> dict[str, Any]:
        return {"place": self.place(row), "bought": row.values["bought"], "drug": row.values["drug"]}


class Journeys(Recorded):
    """Whoever comes from a key region is heard of as a returnee, too."""

    kind = Lakes.JOURNEY

    @cached_property
    def regions(self) -> list[KeyRegion]:
        return self.work.key_regions.all()

    @cached_property
    def arrivals(self) -> list[Arrival]:
        return []

    def given(self, row: Given, one: Person) -> dict[str, Any]:
        self._from_key_region(row, one)
        said = {name: row.values[name] for name in schema_of(self.kind).names if name in row.values}
        if "row" in said and not SEAT_ROWS[0] <= said["row"] <= SEAT_ROWS[1]:
            raise Invalid("row", NO_SUCH_ROW)
        return said | {"means": said["means"].value}

    def _from_key_region(self, row: Given, one: Person) -> None:
        origin, at = read_origin(row.values.get("origin", "")), row.values["left"]
        if origin.code and listed(self.regions, origin, at.astimezone(self.work.zone).date()):
            self.arrivals.append(Arrival(one.id, origin, at))

    def move(self, told: Callable[[], object] = lambda: None) -> None:
        super().move(told)
        detect(self.work, self.arrivals)


RECORDED: dict[Kind, type[Recorded]] = {
    Kind.PRESENCE: Stays, Kind.JOURNEYS: Journeys, Kind.CLINIC_VISITS: ClinicVisits, Kind.PURCHASES: Purchases,
}  # fmt: skip
