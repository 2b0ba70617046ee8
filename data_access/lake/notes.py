"""What of a batch can hardly be: one person in two places at once, or faster than anybody goes. Told, and kept."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.lake import Kind, Note
from data_access.lake.columns import MICROSECONDS
from data_access.lake.engines import listed
from data_access.lake.ledger import File, Ledger

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

DAY = 86_400 * MICROSECONDS  # with more than that between two stays nobody was too fast
METRES_A_DEGREE = 111_195  # of latitude; in a district the earth is flat


@dataclass(frozen=True)
class Spots:
    """Where places are: a table of place (int), lon and lat (degrees, WGS-84); and how fast somebody may be, in km/h."""

    places: "pa.Table"
    fastest: float


TWO_PLACES = """
select count(*) from known f where f.fresh and exists (
  select 1 from known k
  where k.person = f.person and k.place <> f.place and k.came < f."left" and k."left" > f.came)
"""
# The step into or out of a new stay; of two new ones it is counted with the later.
TOO_FAST = f"""
with step as (
  select person, place, came, batch, fresh, lag(fresh) over one as fresh_before, lag(place) over one as place_before,
         lag("left") over one as left_before
  from known semi join (select person from known where fresh) using (person)
  window one as (partition by person order by came, "left"))
select count(*) from step s join spot a on a.place = s.place_before join spot b on b.place = s.place
where s.came >= s.left_before and (s.fresh or s.fresh_before and s.batch <> $number)
  and sqrt((a.lat - b.lat) ** 2 + ((a.lon - b.lon) * cos(radians(a.lat))) ** 2) * {METRES_A_DEGREE} * 3.6
    > $fastest * (s.came - s.left_before) / {MICROSECONDS}.0
"""


@dataclass(frozen=True)
class Noting:
    """A batch's new files, which lie in `beside`, against those that are there; day by day, so that nobody's whole fortnight is
    set against itself."""

    connection: "duckdb.DuckDBPyConnection"
    lake: Path
    beside: Path
    spots: Spots | None

    def noted(self, files: list[File], ledger: Ledger) -> dict[Note, int]:
        """How many of the new rows there is something to say of; nothing of speed where nobody knows where places are."""
        found: Counter[Note] = Counter()
        for one in files:
            if one.kind is Kind.PRESENCE:
                self._hold(one, files, ledger)
                found.update(self._of_a_day(next(iter(one.batches))))
        return {note: count for note, count in found.items() if count}

    def _hold(self, file: File, files: list[File], ledger: Ledger) -> None:
        span = (file.began - DAY, file.ended + DAY)
        near = [self.lake / one.path for one in ledger.kind(Kind.PRESENCE) if one.touches(*span)]
        near += [self.beside / one.path for one in files if one != file and one.touches(*span)]
        rows = f"select *, true as fresh from {listed([self.beside / file.path])}"
        if near:
            rows += f" union all select *, false from {listed(near)}"
        self.connection.execute(f"create or replace temp view known as {rows}")

    def _of_a_day(self, number: int) -> dict[Note, int]:
        counts = {Note.TWO_PLACES: self._count(TWO_PLACES)}
        if self.spots:
            self.connection.register("spot", self.spots.places)
            counts[Note.TOO_FAST] = self._count(TOO_FAST, number=number, fastest=self.spots.fastest)
        return counts

    def _count(self, question: str, **facts: float) -> int:
        (found,) = self.connection.execute(question, facts or None).fetchall()
        return int(found[0])
