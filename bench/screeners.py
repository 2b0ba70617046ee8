"""Ways to find who was exposed: ours, SQL written by hand for DuckDB, pandas, and PostgreSQL with indexes.

Each answers with (exposures from records, the sum of their lengths in microseconds), so that it is seen that all of them
found the same.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.crowds import ZONE, Crowd
from cockpit.lake import MEETINGS, Kind
from cockpit.screening import Setting
from data_access.lake import Lake, Mark, Rounds
from data_access.lake.asked import Asked
from data_access.lake.engines import Bounds, connected, listed

Answer = tuple[int, int]
OWN = """
  select c."case", c.minutes, c.severe, p.person, p.place, greatest(p.came, c.began) as began, least(p."left", c.ended) as ended
  from cases c join {own_presence} p on p.person = c.person and p.came < c.ended and p."left" > c.began
"""
RIDE = """
  select c."case", m.unit, m.rows, m.others, j.person, j.run, j.carriage, j."row", j.compartment,
         greatest(j.boarded, c.began) as began, least(j."left", c.ended) as ended
  from cases c join {own_journey} j on j.person = c.person and j.boarded < c.ended and j."left" > c.began
  join means m on m.rule = c.rule and m.means = j.means
"""
MET = """
with met as (
  select o."case", p.person, 'place' as setting, o.minutes, o.severe,
         greatest(o.began, p.came) as began, least(o.ended, p."left") as ended, p.place::text as spot
  from own o join {presence} p on p.place = o.place and p.came < o.ended and p."left" > o.began and p.person <> o.person),
rode as (
  select r."case", j.person, 'transport' as setting, greatest(r.began, j.boarded) as began, least(r.ended, j."left") as ended,
         r.run as spot, r.others, case
    when r.unit = 'vehicle' then true
    when j.crew then case when r.carriage <> '' or j.carriage <> ''
                     then nullif(r.carriage, '') = nullif(j.carriage, '') else true end
    when r.compartment <> '' or r.unit = 'compartment' then
      nullif(r.carriage, '') = nullif(j.carriage, '') and nullif(r.compartment, '') = nullif(j.compartment, '')
    when r.unit = 'carriage' then nullif(r.carriage, '') = nullif(j.carriage, '')
    else (case when r.carriage <> '' or j.carriage <> ''
          then nullif(r.carriage, '') = nullif(j.carriage, '') else true end) and abs(r."row" - j."row") <= r.rows end as near
  from ride r join {journey} j on j.run = r.run and j.boarded < r.ended and j."left" > r.began and j.person <> r.person)
select distinct "case", person, setting, case when severe or ended - began >= minutes then 3 else 1 end as closeness,
       began, ended, spot from met
union all
select distinct "case", person, setting, case when near is null then 2 when near then 3 else 1 end, began, ended, spot
from rode where near is null or near or others
"""
SUMMED = "select count(*), coalesce(sum(ended - began), 0) from ({}) found"


def ours(crowd: Crowd, folder: Path) -> Answer:
    return _answer(Rounds(Lake(folder, ZONE)).full(crowd.looked(), crowd.bonds(), crowd.at).rows)


def ours_news(crowd: Crowd, folder: Path, order: int) -> Answer:
    return _answer(Rounds(Lake(folder, ZONE)).since(Mark(order, 0), crowd.looked(), crowd.bonds(), crowd.at).rows)


def ours_one(crowd: Crowd, folder: Path) -> Answer:
    return _answer(Rounds(Lake(folder, ZONE)).one(crowd.looked()[0], crowd.bonds(), crowd.at).rows)


def _answer(rows: Any) -> Answer:
    import pyarrow.compute as pc

    found = rows.filter(pc.not_equal(rows.column("setting"), Setting.HOUSEHOLD))
    return found.num_rows, pc.sum(pc.subtract(found.column("ended"), found.column("began"))).as_py() or 0


def by_hand(crowd: Crowd, folder: Path, cases: int | None = None) -> Answer:
    """As somebody writes it who knows that DuckDB wants the small side as a table."""
    every = {str(kind): listed(_files(folder, kind)) for kind in MEETINGS}
    return _by_hand(crowd, folder, [every | {f"own_{kind}": rows for kind, rows in every.items()}], cases)


def by_hand_one(crowd: Crowd, folder: Path) -> Answer:
    return by_hand(crowd, folder, 1)


def by_hand_news(crowd: Crowd, folder: Path, order: int) -> Answer:
    """Whoever writes it by hand knows that the news are of the last day, and which batches they are."""
    last = {str(kind): listed(_files(folder, kind, last=True)) for kind in MEETINGS}
    new = {kind: f"(select * from {rows} where batch >= 1000)" for kind, rows in last.items()}
    halves = [one | {f"own_{kind}": rows for kind, rows in other.items()} for one, other in ((last, new), (new, last))]
    return _by_hand(crowd, folder, halves)


def _by_hand(crowd: Crowd, folder: Path, halves: list[dict[str, str]], cases: int | None = None) -> Answer:
    import pyarrow as pa

    asked = Asked.of(crowd.looked()[:cases], ZONE, crowd.at)
    found = []
    with connected(Bounds(folder)) as connection:
        connection.register("cases", asked.cases())
        connection.register("means", asked.means())
        for rows in halves:
            connection.execute(f"create or replace temp table own as {OWN.format(**rows)}")
            connection.execute(f"create or replace temp table ride as {RIDE.format(**rows)}")
            found.append(connection.sql(MET.format(**rows)).to_arrow_table())  # as ours, which hands all of it over
    together = pa.concat_tables(found)
    return _answer(together.group_by(together.column_names).aggregate([]) if len(found) > 1 else together)


def _files(folder: Path, kind: Kind, last: bool = False) -> list[Path]:
    days = sorted((folder / kind).glob("day=*"))
    return [one for day in (days[-1:] if last else days) for one in sorted(day.glob("*.parquet"))]


def by_pandas(crowd: Crowd, folder: Path) -> Answer:
    """As it is usually written: read all, merge with the cases, merge with all."""
    return _by_pandas(crowd, folder, apart=False)


def by_pandas_apart(crowd: Crowd, folder: Path) -> Answer:
    """Each day's file for itself, by somebody who has seen the hundred million pairs in memory."""
    return _by_pandas(crowd, folder, apart=True)


def _by_pandas(crowd: Crowd, folder: Path, apart: bool) -> Answer:
    import pandas

    asked = Asked.of(crowd.looked(), ZONE, crowd.at)
    cases, means = asked.cases().to_pandas(), asked.means().to_pandas()
    met = _met(cases, _read(_files(folder, Kind.PRESENCE), ["person", "place", "came", "left"], apart), "place", "came")
    rode = _met(cases, _read(_files(folder, Kind.JOURNEY), None, apart), "run", "boarded").merge(
        means, left_on=["rule", "means_x"], right_on=["rule", "means"]
    )
    columns = ["case", "person_y", "began", "ended", "where"]
    found = pandas.concat(
        one.rename(columns={"place": "where", "run": "where"})[columns].drop_duplicates()
        for one in (met, rode[_near(rode) | rode.others])
    )
    return len(found), int((found.ended - found.began).sum())


def _read(files: list[Path], columns: list[str] | None, apart: bool) -> list[Any]:
    import pandas

    frames = [pandas.read_parquet(one, columns=columns, partitioning=None) for one in files]
    return frames if apart else [pandas.concat(frames)]


def _met(cases: Any, frames: list[Any], where: str, came: str) -> Any:
    import numpy as np
    import pandas

    own = pandas.concat([one[one.person.isin(cases.person)] for one in frames]).merge(cases, on="person")
    own["began"], own["ended"] = np.maximum(own.began, own[came]), np.minimum(own.ended, own.left)
    own = own[own.began < own.ended].drop(columns=[came, "left"])
    pairs = []
    for rows in frames:
        near = own[(own.began < rows.left.max()) & (own.ended > rows[came].min())]
        pair = near.merge(rows, on=where)
        pair["began"], pair["ended"] = np.maximum(pair.began, pair[came]), np.minimum(pair.ended, pair.left)
        pairs.append(pair[(pair.began < pair.ended) & (pair.person_x != pair.person_y)])
    return pandas.concat(pairs)


def _near(rode: Any) -> Any:
    """In this made district every seat is known and nobody is crew, so that two values are enough."""
    carriage = rode.carriage_x == rode.carriage_y
    rows = carriage & ((rode.row_x - rode.row_y).abs() <= rode["rows"])
    both = carriage & (rode.compartment_x == rode.compartment_y) & (rode.compartment_x != "")
    unit = rode.unit
    unknown = (unit == "compartment") & carriage & ((rode.compartment_x == "") | (rode.compartment_y == ""))
    return ((unit == "vehicle") | ((unit == "carriage") & carriage) | ((unit == "row") & rows)
            | ((unit == "compartment") & both) | unknown)  # fmt: skip


COLUMN_TYPES = {"int64": "bigint", "int32": "int", "int16": "smallint", "string": "text", "bool": "boolean"}


def copied(connection: Any, kind: Kind, folder: Path) -> None:
    import pyarrow.parquet as pq

    for file in _files(folder, kind):
        copied_table(connection, str(kind), pq.ParquetFile(file).read())


def copied_cases(connection: Any, crowd: Crowd) -> None:
    asked = Asked.of(crowd.looked(), ZONE, crowd.at)
    for name, rows in (("cases", asked.cases()), ("means", asked.means())):
        copied_table(connection, name, rows)


def copied_table(connection: Any, name: str, rows: Any) -> None:
    """As text, which Arrow writes by the million."""
    import io

    import pyarrow.csv as csv

    columns = ", ".join(f'"{one.name}" {COLUMN_TYPES[str(one.type)]}' for one in rows.schema)
    connection.execute(f"create table if not exists {name} ({columns})")
    text = io.BytesIO()
    csv.write_csv(rows, text, csv.WriteOptions(include_header=False))
    with connection.cursor().copy(f"copy {name} from stdin (format csv)") as copy:
        copy.write(text.getbuffer())


def by_postgres(crowd: Crowd, url: str) -> Answer:
    """Its tables are there, indexed and analysed; the exposures are summed where they are."""
    import psycopg

    names = {"presence": "presence", "own_presence": "presence", "journey": "journey", "own_journey": "journey"}
    small = f"with own as ({OWN.format(**names)}), ride as ({RIDE.format(**names)}),"
    question = MET.format(**names).replace("with", small, 1)
    with psycopg.connect(url) as connection:
        found = connection.execute(SUMMED.format(question)).fetchone()
    return (int(found[0]), int(found[1])) if found else (0, 0)


def timed(way: Callable[..., Answer], *given: Any) -> tuple[float, Answer, float]:
    """Seconds, what was found, and the megabytes that this process took at most so far."""
    began = time.perf_counter()
    answer = way(*given)
    took = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return took, answer, most
