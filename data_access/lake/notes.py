"""What of a batch can hardly be: one person in two places at once, or faster than anybody goes. Told, and kept."""

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
select count(*) from brought f where exists (
  select 1 from known k
  where k.person = f.person and k.place <> f.place and k.came < f."left" and k."left" > f.came)
"""
TOO_FAST = f"""
with step as (
  select person, place, came, batch, lag(batch) over one as before_batch, lag(place) over one as before_place, lag("left") over one as before_left
  from (select * from known semi join brought using (person)) window one as (partition by person order by came, "left"))
select count(*) from step s join spot a on a.place = s.before_place join spot b on b.place = s.place
where s.came >= s.before_left and $number in (s.batch, s.before_batch)
  and sqrt((a.lat - b.lat) ** 2 + ((a.lon - b.lon) * cos(radians(a.lat))) ** 2) * {METRES_A_DEGREE} * 3.6
    > $fastest * (s.came - s.before_left) / {MICROSECONDS}.0
"""


def noted(
    connection: "duckdb.DuckDBPyConnection",
    lake: Path,
    beside: Path,
    files: list[File],
    ledger: Ledger,
    spots: Spots | None,
) -> dict[Note, int]:
    """How many of the new rows there is something to say of; nothing of speed where nobody knows where places are."""
    if not files or files[0].kind is not Kind.PRESENCE:
        return {}
    began, ended = min(one.began for one in files) - DAY, max(one.ended for one in files) + DAY
    near = [lake / one.path for one in ledger.kind(Kind.PRESENCE) if one.touches(began, ended)]
    new = [beside / one.path for one in files]
    connection.execute(f"create or replace temp view brought as select * from {listed(new)}")
    connection.execute(f"create or replace temp view known as select * from {listed([*near, *new])}")
    counts = {Note.TWO_PLACES: _count(connection, TWO_PLACES)}
    if spots:
        connection.register("spot", spots.places)
        number = next(iter(files[0].batches))
        counts[Note.TOO_FAST] = _count(connection, TOO_FAST, number=number, fastest=spots.fastest)
    return {note: count for note, count in counts.items() if count}


def _count(connection: "duckdb.DuckDBPyConnection", question: str, **facts: float) -> int:
    (found,) = connection.execute(question, facts or None).fetchall()
    return int(found[0])
