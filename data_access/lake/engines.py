"""What reckons: DuckDB inside this process, or Spark for a city. Both are asked by the same expression.

Loaded with the first who needs them, which no web process does.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Protocol

from cockpit.lake import CityMissing, Kind
from data_access.lake.columns import BEGAN, ENDED, schema_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SPILL = ".spill-"
QUIET = "set enable_progress_bar = false"  # it would write into what a command prints
LOOPBACK = "127.0.0.1"  # nobody else has any business with it
QUOTE = '"'
ROW = ("batch", "int64")  # what every row bears besides its own columns


@dataclass(frozen=True)
class Bounds:
    """`memory` as DuckDB writes it; what does not fit into it is put into a folder within `folder` meanwhile."""

    folder: Path
    threads: int = 2
    memory: str = "1GB"


@dataclass(frozen=True)
class Only:
    """Of the rows those that touch this time (microseconds), and are of these batches."""

    began: int
    ended: int
    batches: frozenset[int] | None = None

    def said(self, kind: Kind, quote: str) -> str:
        said = f"{BEGAN[kind]} < {self.ended} and {quote}{ENDED[kind]}{quote} > {self.began}"
        return said if self.batches is None else f"{said} and batch in ({', '.join(map(str, sorted(self.batches)))})"


class Engine(Protocol):
    """Tables have a name, and stay until the name is given anew."""

    dialect: str

    def hold(self, name: str, rows: "pa.Table") -> None: ...

    def read(self, name: str, kind: Kind, files: Sequence[Sequence[Path]], only: Only) -> None:
        """The columns of the kind, of files of several kinds that have them; those of one kind together."""

    def answer(self, question: str) -> "pa.Table": ...


@contextmanager
def connected(bounds: Bounds) -> "Iterator[duckdb.DuckDBPyConnection]":
    """DuckDB in memory; it asks nothing of any network and loads no extension."""
    import duckdb

    with spilling(bounds) as spill, duckdb.connect(":memory:", config=_settings(bounds, spill)) as connection:
        connection.execute(QUIET)
        yield connection


@contextmanager
def spilling(bounds: Bounds) -> Iterator[str]:
    """A folder for each connection: two in one would take each other's files for their own."""
    with tempfile.TemporaryDirectory(prefix=SPILL, dir=bounds.folder) as spill:
        yield spill


def _settings(bounds: Bounds, spill: str) -> dict[str, Any]:
    return {
        "threads": bounds.threads,
        "memory_limit": bounds.memory,
        "temp_directory": spill,
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def listed(files: Iterable[Path]) -> str:
    """As a list within SQL; the folder of a day is no column."""
    names = ", ".join("'" + str(one).replace("'", "''") + "'" for one in files)
    return f"read_parquet([{names}], hive_partitioning = false)"


class DuckDB:
    dialect = "duckdb"

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self.connection = connection

    def hold(self, name: str, rows: "pa.Table") -> None:
        """As a table of its own, whose size is known when it is joined."""
        self.connection.register("held", rows)
        self.connection.execute(f"create or replace temp table {name} as select * from held")
        self.connection.unregister("held")

    def read(self, name: str, kind: Kind, files: Sequence[Sequence[Path]], only: Only) -> None:
        self.connection.register(f"no_{kind}", schema_of(kind, ROW).empty_table())
        columns = ", ".join(f'"{one}"' for one in schema_of(kind, ROW).names)
        sources = [f"{listed(some)} where {only.said(kind, QUOTE)}" for some in files] or [f"no_{kind}"]
        rows = " union all ".join(f"select {columns} from {one}" for one in sources)
        self.connection.execute(f"create or replace temp view {name} as {rows}")

    def answer(self, question: str) -> "pa.Table":
        return self.connection.sql(question).to_arrow_table()


@contextmanager
def duckdb_of(bounds: Bounds) -> Iterator[DuckDB]:
    with connected(bounds) as connection:
        yield DuckDB(connection)


class Spark:
    """In local mode unless a session of a cluster is handed in. Raises CityMissing."""

    dialect = "pyspark"

    def __init__(self, session: Any = None) -> None:
        if find_spec("pyspark") is None or which("java") is None:
            raise CityMissing()
        self.session = session or _local()

    def hold(self, name: str, rows: "pa.Table") -> None:
        self.session.createDataFrame(rows).createOrReplaceTempView(name)

    def read(self, name: str, kind: Kind, files: Sequence[Sequence[Path]], only: Only) -> None:
        if not files:
            self.hold(name, schema_of(kind, ROW).empty_table())
            return
        columns = schema_of(kind, ROW).names
        parts = [self.session.read.parquet(*map(str, some)).select(*columns) for some in files]
        rows = reduce(lambda one, other: one.unionByName(other), parts)
        rows.filter(only.said(kind, "`")).createOrReplaceTempView(name)

    def answer(self, question: str) -> "pa.Table":
        found: pa.Table = self.session.sql(question).toArrow()
        return found


def _local() -> Any:
    from pyspark.sql import SparkSession

    asked = {
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.host": LOOPBACK,
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
    }
    building = SparkSession.builder.master("local[2]").appName("screening")
    for name, value in asked.items():
        building = building.config(name, value)
    return building.getOrCreate()
